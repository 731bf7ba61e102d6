"""Installed-looking distributions in a folder of their own: modules beside a dist-info, as pip leaves them."""

from __future__ import annotations

import base64
import hashlib
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import pytest

from personatui.host.trust import approve

ROOT = Path(__file__).parents[2]

# The start of a plugin module that has a tool `kano` with one analysis.
KANO = """
from personatui.api import Analysis, AnalysisInput, Array, Canvas, Claim, Metric, Report, Tool, hookimpl


class KanoCanvas(Canvas):
    features: Array[Claim] = ()


def count(given):
    metric = Metric("features", "Features", len(given.canvas.features), n=len(given.canvas.features))
    return Report(id="kano.count", tool="kano", title="Features", metrics=(metric,))


ANALYSIS = Analysis(id="kano.count", title="Count", summary="Counts the features", run=count)
TOOL = Tool(id="kano", title="Kano Model", summary="What delights", model=KanoCanvas, analyses=(ANALYSIS,))
"""
KANO_PLUGIN = f"""{KANO}

@hookimpl
def personatui_tools():
    return [TOOL]
"""


def tool_plugin(tool: str, body: str = "") -> str:
    """A plugin module with one tool without analyses, and more code after it."""
    return f"""
from personatui.api import *
from personatui.api import hookimpl

TOOL = Tool(id={tool!r}, title={tool!r}, summary="", model=Canvas)


@hookimpl
def personatui_tools():
    return [TOOL]

{body}
"""


@dataclass
class FakeSite:
    """A site folder. It holds a `personatui` distribution, so that what is really installed stays out of sight."""

    folder: Path
    personatui: str = "0.1.0"
    modules: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.add("personatui", version=self.personatui)

    def add(
        self,
        distribution: str,
        modules: Mapping[str, str] | None = None,
        *,
        version: str = "1.0",
        entry_points: Mapping[str, str] | Sequence[tuple[str, str]] | None = None,
        requires: Sequence[str] = (),
        approved: bool = True,
    ) -> Path:
        """Install a distribution and return its dist-info folder; `modules` maps module names to their text.

        Without `entry_points` every module is a plugin under its own name. It counts as approved by the user of the
        test unless it is not to.
        """
        written = []
        for name, text in (modules or {}).items():
            path = self.folder / name / "__init__.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written.append(path)
            self.modules.add(name)
        if entry_points is None:
            entry_points = {name: name for name in modules or {}}
        pairs = entry_points.items() if isinstance(entry_points, Mapping) else entry_points
        info = self.folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir(exist_ok=True)
        requirements = "".join(f"Requires-Dist: {requirement}\n" for requirement in requires)
        texts = {
            "METADATA": f"Metadata-Version: 2.3\nName: {distribution}\nVersion: {version}\n{requirements}",
            "WHEEL": "Wheel-Version: 1.0\nGenerator: fake\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            "INSTALLER": "pip\n",
        }
        lines = "".join(f"{name} = {value}\n" for name, value in pairs)
        if lines:
            texts["entry_points.txt"] = f"[personatui.plugins]\n{lines}"
        for name, text in texts.items():
            (info / name).write_text(text, encoding="utf-8")
            written.append(info / name)
        record = [_record(path, self.folder) for path in written]
        own = (info / "RECORD").relative_to(self.folder).as_posix()
        (info / "RECORD").write_text("".join([*record, f"{own},,\n"]), encoding="utf-8")
        importlib.invalidate_caches()
        if approved and lines and distribution != "personatui":
            approve(Distribution.at(info))
        return info

    def use(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put the folder first on the path of this process until the test ends."""
        monkeypatch.syspath_prepend(str(self.folder))

    def forget(self) -> None:
        """Take the modules of the folder out of this process."""
        for name in [name for name in sys.modules if name.partition(".")[0] in self.modules]:
            del sys.modules[name]

    def run(self, code: str) -> Any:
        """What a new process prints as JSON when it runs the code with the folder on its path."""
        paths = [str(self.folder), str(ROOT / "src"), str(ROOT / "plugins")]
        result = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)


def _record(path: Path, folder: Path) -> str:
    data = path.read_bytes()
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{path.relative_to(folder).as_posix()},sha256={digest},{len(data)}\n"
