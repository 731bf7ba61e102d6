"""Real environments that run personatui from this source tree, with pip and with uv, and no index."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from installing.wheels import write_kano, write_wheel
from structure.tree import ROOT, settings

CLICK = version("click")


@dataclass(frozen=True)
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The standard output as JSON."""
        return json.loads(self.out)


@dataclass
class Place:
    """An environment that runs personatui, with the settings of a user of its own."""

    python: Path
    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def personatui(self, *arguments: str | Path, **variables: str) -> Ran:
        """Run `python -m personatui plugins ...` there, without a terminal."""
        return self.run(self.python, "-m", "personatui", "plugins", *arguments, **variables)

    def run(self, *arguments: str | Path, **variables: str) -> Ran:
        """Run a command with what the environment needs, and nothing of this one."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}
        result = subprocess.run(
            list(map(str, arguments)),
            env={**kept, "PERSONATUI_CONFIG_DIR": str(self.folder / "settings"), **self.variables, **variables},
            cwd=self.folder,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        return Ran(result.returncode, result.stdout, result.stderr)

    def installed(self) -> dict[str, str]:
        """The versions of what is installed there."""
        code = "import importlib.metadata as m, json; print(json.dumps({d.name: d.version for d in m.distributions()}))"
        # -P: no module of the folder stands in for one of Python's
        found: dict[str, str] = self.run(self.python, "-P", "-c", code).json()
        return found

    def statuses(self) -> dict[str, str]:
        """The status of every plugin that is not bundled."""
        listed = self.personatui("list", "--json").json()
        return {one["name"]: one["status"] for one in listed if one["distribution"] != "personatui"}


_OURS = ("PYTHONPATH", "PERSONATUI_", "PIP_", "UV_", "VIRTUAL_ENV", "CONDA_")


def uv_program() -> str:
    """uv, or a skipped test."""
    beside = Path(sys.executable).with_name("uv")
    found = str(beside) if beside.is_file() else shutil.which("uv")
    if found is None:
        pytest.skip("uv is not installed")
    return found


def without_network(wheels: Path, cache: Path) -> dict[str, str]:
    """The variables that let pip and uv find these wheels and nothing else."""
    return {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_CACHE_DIR": "1",
        "UV_NO_INDEX": "1",
        "UV_OFFLINE": "1",
        "UV_FIND_LINKS": str(wheels),
        "UV_CACHE_DIR": str(cache),
        "UV_NO_CONFIG": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_PYTHON": sys.executable,
    }


def write_all(folder: Path) -> Path:
    """The wheels that tests install, personatui and click among them: their code is that of this environment."""
    libraries = folder / "libraries"
    libraries.mkdir(parents=True)
    # pip and uv stay out of sight, so that an environment has those which it is given
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if entry.name.partition("-")[0] not in ("pip", "uv", "pipx") and not entry.name.endswith(
            (".pth", ".dist-info")
        ):
            (libraries / entry.name).symlink_to(entry)
    paths = "".join(f"{path}\n" for path in (ROOT / "src", ROOT / "plugins", libraries))
    project = settings()["project"]
    wheels = folder / "wheels"
    write_wheel(
        wheels,
        "personatui",
        project["version"],
        {"personatui_source.pth": paths},
        plugins=project["entry-points"]["personatui.plugins"],
        scripts=project["scripts"],
        requires=["click>=8"],
    )
    write_wheel(wheels, "click", CLICK, {"click_of_the_core.txt": ""})
    write_wheel(wheels, "click", "0.9", {"click_of_old.txt": ""})
    write_wheel(wheels, "side-salad", "1.0", {"side_salad/__init__.py": ""})
    write_kano(wheels, "0.1")
    write_wheel(wheels, "no-plugin", "1.0", {"no_plugin/__init__.py": ""}, requires=["side-salad"])
    write_wheel(
        wheels,
        "personatui-greedy",
        "1.0",
        {"greedy/__init__.py": ""},
        plugins={"greedy": "greedy"},
        requires=["click<1"],
    )
    return wheels


def place_with_pip(folder: Path, wheels: Path) -> Place:
    """A fresh virtual environment with pip: a copy of this one's, which is quicker than to install it."""
    found = find_spec("pip")
    if found is None or found.origin is None:
        pytest.skip("pip is not installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True, capture_output=True)
    packages = next((folder / "venv" / "lib").glob("python*/site-packages"))
    for name in ("pip", f"pip-{version('pip')}.dist-info"):
        source = Path(found.origin).parent.with_name(name)
        shutil.copytree(source, packages / name)
    place = Place(folder / "venv" / "bin" / "python", folder, without_network(wheels, folder / "cache"))
    ran = place.run(place.python, "-m", "pip", "install", "--disable-pip-version-check", "personatui")
    assert ran.code == 0, ran.err
    return place


def place_with_uv(folder: Path, wheels: Path) -> Place:
    """A fresh virtual environment that uv has made, without pip."""
    uv = uv_program()
    place = Place(folder / "venv" / "bin" / "python", folder, _with_uv_on_path(uv, wheels, folder))
    assert place.run(uv, "venv", folder / "venv").code == 0
    ran = place.run(uv, "pip", "install", "--python", place.python, "personatui")
    assert ran.code == 0, ran.err
    return place


def place_of_uv_tool(folder: Path, wheels: Path) -> Place:
    """personatui as a tool of uv."""
    uv = uv_program()
    variables = _with_uv_on_path(uv, wheels, folder)
    variables |= {"UV_TOOL_DIR": str(folder / "tools"), "UV_TOOL_BIN_DIR": str(folder / "programs")}
    place = Place(folder / "tools" / "personatui" / "bin" / "python", folder, variables)
    ran = place.run(uv, "tool", "install", "personatui>=0.1", "--with", "side-salad")
    assert ran.code == 0, ran.err
    return place


def place_of_uv_project(folder: Path, wheels: Path) -> Place:
    """A uv project that requires personatui."""
    uv = uv_program()
    project = folder / "research"
    project.mkdir(parents=True)
    (project / "pyproject.toml").write_text(
        '[project]\nname = "research"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = ["personatui"]\n'
    )
    place = Place(project / ".venv" / "bin" / "python", folder, _with_uv_on_path(uv, wheels, folder))
    ran = place.run(uv, "sync", "--project", project)
    assert ran.code == 0, ran.err
    return place


def _with_uv_on_path(uv: str, wheels: Path, folder: Path) -> dict[str, str]:
    programs = folder / "path"
    programs.mkdir(parents=True, exist_ok=True)
    (programs / "uv").symlink_to(uv)
    return without_network(wheels, folder / "cache") | {"PATH": f"{programs}{os.pathsep}{os.defpath}"}
