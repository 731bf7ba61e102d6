"""Wheels and source folders made by hand, so that nothing has to be built or fetched."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

KANO = """
from personatui.api import Canvas, Tool, hookimpl

VERSION = "{version}"


@hookimpl
def personatui_tools():
    return [Tool(id="kano", title="Kano Model {version}", summary="What delights", model=Canvas)]
"""


def write_wheel(
    folder: Path,
    name: str,
    version: str,
    files: Mapping[str, str],
    *,
    plugins: Mapping[str, str] | None = None,
    scripts: Mapping[str, str] | None = None,
    requires: Sequence[str] = (),
    author: str = "Ann Example",
    summary: str = "",
) -> Path:
    """Write a pure wheel and return its path; `files` maps paths to their text."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = name.replace("-", "_")
    info = f"{stem}-{version}.dist-info"
    metadata = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        f"Version: {version}",
        f"Summary: {summary}",
        f"Author: {author}",
        "License: MIT",
        *(f"Requires-Dist: {requirement}" for requirement in requires),
    ]
    groups = {"personatui.plugins": plugins or {}, "console_scripts": scripts or {}}
    entry_points = "".join(
        f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in entries.items())
        for group, entries in groups.items()
        if entries
    )
    contents = {
        **files,
        f"{info}/METADATA": "\n".join(metadata) + "\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if entry_points:
        contents[f"{info}/entry_points.txt"] = entry_points
    record = "".join(f"{path},sha256={_digest(text)},{len(text.encode())}\n" for path, text in contents.items())
    contents[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n"
    path = folder / f"{stem}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name_within, text in contents.items():
            # the time of zip's beginning, so that the same wheel has the same bytes
            archive.writestr(zipfile.ZipInfo(name_within), text)
    return path


def write_kano(folder: Path, version: str, *, name: str = "personatui-kano") -> Path:
    """A wheel with a plugin that has a tool `kano`, and needs a small package beside personatui."""
    return write_wheel(
        folder,
        name,
        version,
        {"kano_plugin/__init__.py": KANO.format(version=version)},
        plugins={"kano": "kano_plugin"},
        requires=["personatui>=0.1", "side-salad>=1"],
        summary="What delights customers",
    )


# The code of a build backend that needs nothing: it writes its wheel with this very module.
_BACKEND = """
from pathlib import Path

from wheels import write_wheel

HERE = Path(__file__).parent
PLUGINS = {plugins!r}


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    files = {{path.relative_to(HERE).as_posix(): path.read_text() for path in (HERE / {module!r}).rglob("*.py")}}
    return write_wheel(Path(wheel_directory), {name!r}, {version!r}, files, plugins=PLUGINS).name


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    files = {{{module!r} + ".pth": str(HERE) + "\\n"}}
    return write_wheel(Path(wheel_directory), {name!r}, {version!r}, files, plugins=PLUGINS).name


def get_requires_for_build_wheel(config_settings=None):
    return []


get_requires_for_build_editable = get_requires_for_build_wheel
"""


def write_source(folder: Path, name: str, version: str, code: str, *, plugins: Mapping[str, str] | None = None) -> Path:
    """A folder that builds to a wheel without anything else; its one module is called like the distribution."""
    module = name.replace("-", "_")
    (folder / module).mkdir(parents=True, exist_ok=True)
    (folder / module / "__init__.py").write_text(code)
    (folder / "wheels.py").write_text(Path(__file__).read_text())
    (folder / "backend.py").write_text(
        _BACKEND.format(plugins=dict(plugins or {}), module=module, name=name, version=version)
    )
    (folder / "pyproject.toml").write_text(
        f'[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n\n[project]\n'
        f'name = "{name}"\nversion = "{version}"\ndescription = "Made by hand"\n'
        'authors = [{ name = "Ann Example" }]\n'
    )
    return folder


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
