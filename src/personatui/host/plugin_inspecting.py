"""Inspecting a plugin's package in a process of its own, so that whatever it does ends with a finding."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from personatui.host.plugin_source import PluginSource, metadata_findings, plugin_source
from personatui.model.cleaning import clean, clean_line
from personatui.model.findings import Finding, Severity

# Seconds that one step of the plugin, such as its import or one analysis, may take.
PATIENCE = 60.0
# Seconds until the first step begins; what is loaded till then is ours.
_START_PATIENCE = 120.0
# What runs in the other process: it needs what authors test with, which stands above this layer.
_MODULE = "personatui.testing.inspection"
_LOOK = 0.05
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a package: the distribution with its version, its tools, and what is to be mended."""

    label: str
    tools: tuple[str, ...]
    findings: tuple[Finding, ...]


def inspect_plugin(path: Path, *, patience: float = PATIENCE) -> Inspection:
    """Inspect the package at a path, a folder or a wheel, without installing it.

    Nothing of it runs in this process, and a step of it that takes longer than `patience` seconds is ended. Raises
    ProjectError for what is no package, FileError for one whose metadata cannot be read.
    """
    with plugin_source(path) as source:
        findings = list(metadata_findings(source))
        tools: list[str] = []
        if not any(finding.code in ("plugin.no-entry-point", "plugin.no-module") for finding in findings):
            for told in _told_by(source, patience):
                if "tool" in told:
                    tools.append(clean_line(str(told["tool"])))
                elif "finding" in told:
                    findings.append(_finding(told["finding"]))
        return Inspection(clean_line(source.label), tuple(tools), tuple(dict.fromkeys(findings)))


def _told_by(source: PluginSource, patience: float) -> Iterator[dict[str, Any]]:
    """What the other process tells, line by line; last, how it ended if that was not well."""
    with TemporaryDirectory() as folder:
        home, told = Path(folder), Path(folder) / "told.jsonl"
        asked = {
            "root": str(source.root),
            "entry_points": source.entry_points,
            "name": source.name,
            "version": source.version,
            "paths": [str(path) for path in source.paths],
        }
        (home / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
        (home / "work").mkdir()
        told.touch()
        errors = home / "errors.txt"
        with errors.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", _MODULE, str(home / "asked.json"), str(told)],
                cwd=home / "work",
                env=_environment(source, home),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stream,
                start_new_session=True,
            )
            try:
                is_over = _wait(process, told, patience)
            finally:
                _end(process)
        # a line that was cut off is none
        whole = told.read_text(encoding="utf-8").rpartition("\n")[0]
        lines = [json.loads(line) for line in whole.splitlines()]
        yield from lines
        stage = next((line["stage"] for line in reversed(lines) if "stage" in line), "its start")
        if not is_over:
            yield {"finding": _ended("too-slow", f"{stage} took longer than {patience:g} seconds, and was ended")}
        elif not any(line.get("done") for line in lines):
            last = clean_line((errors.read_text(encoding="utf-8", errors="replace").strip().splitlines() or [""])[-1])
            how = f"{stage} ended the whole process (exit code {process.returncode})"
            yield {"finding": _ended("ends-process", f"{how}{f': {last[:_SHOWN]}' if last else ''}")}


def _environment(source: PluginSource, home: Path) -> dict[str, str]:
    """That of this process, with the package in front of all modules and nothing of the person's own within reach."""
    paths = [*map(str, source.paths), *(path for path in sys.path if path)]
    own = {"PERSONATUI_CONFIG_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"}
    return {
        **os.environ,
        **{name: str(home / name.lower()) for name in own},
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "utf-8",
    }


def _wait(process: subprocess.Popen[bytes], told: Path, patience: float) -> bool:
    """Wait until the process ends; false when it has told nothing for too long."""
    size, since = 0, time.monotonic()
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK)
            return True
        now = told.stat().st_size
        if now != size:
            size, since = now, time.monotonic()
        elif time.monotonic() - since > (patience if size else max(patience, _START_PATIENCE)):
            return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _ended(code: str, message: str) -> dict[str, Any]:
    hint = "Look at what runs there: a loop, a wait, a call of exit. The program would wait for it, or end with it."
    return {"code": f"plugin.{code}", "message": f"{message}.", "hint": hint}


def _finding(data: dict[str, Any]) -> Finding:
    """The finding that the other process told of; all of it is the plugin's word, and cleaned."""
    return Finding(
        clean_line(str(data["code"])),
        Severity(data.get("severity", "error")),
        clean(str(data["message"])),
        "",
        clean(str(data.get("hint", ""))),
        clean_line(str(data.get("file", ""))),
        int(data.get("line", 0)),
    )
