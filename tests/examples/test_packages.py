"""The example plugins are whole packages of their own, tested and typed like the rest, and in no wheel of ours."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from structure.tree import ROOT, settings

EXAMPLES = sorted(path.parent for path in (ROOT / "examples" / "plugins").glob("*/pyproject.toml"))
LONGEST_MODULE = 400
_FILES = ("README.md", "CHANGELOG.md", "LICENSE", "sample", "tests/conftest.py", "tests/test_conformance.py")
_API = ("personatui.api", "personatui.api.ui")

each_example = pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)


def _project(folder: Path) -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def _plugins(folder: Path) -> dict[str, str]:
    plugins: dict[str, str] = _project(folder)["entry-points"]["personatui.plugins"]
    return plugins


def _modules(folder: Path) -> Iterator[Path]:
    (module,) = _plugins(folder).values()
    yield from sorted((folder / "src" / module).rglob("*.py"))


def _imported(path: Path) -> Iterator[str]:
    """What a module imports of personatui; `from personatui.api import ui` names the door to Textual."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "personatui.api":
                yield from (f"personatui.api.{alias.name}" for alias in node.names if alias.name == "ui")


def test_there_are_examples_with_and_without_a_screen() -> None:
    assert [folder.name for folder in EXAMPLES] == ["kano", "service-blueprint"]
    assert [any("ui" in path.parts for path in _modules(folder)) for folder in EXAMPLES] == [False, True]


@each_example
def test_an_example_is_a_whole_package(folder: Path) -> None:
    project = _project(folder)
    ((name, module),) = _plugins(folder).items()
    assert project["name"] == f"personatui-{folder.name}"
    assert module == f"personatui_{name}"
    assert [one for one in project["dependencies"] if one.startswith("personatui")] == project["dependencies"]
    assert f"## {project['version']}\n" in (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    inside = (f"src/{module}/{file}" for file in ("__init__.py", "py.typed", "help.md", "demo.py"))
    assert [file for file in (*_FILES, *inside) if not (folder / file).exists()] == []


@each_example
def test_an_example_stands_on_the_api_alone(folder: Path) -> None:
    for path in _modules(folder):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= LONGEST_MODULE, path
        assert ast.get_docstring(ast.parse(text)), path
        allowed = _API if "ui" in path.parts else _API[:1]
        ours = [name for name in _imported(path) if name.split(".")[0] in ("personatui", "textual")]
        assert [name for name in ours if name not in allowed] == [], path


@each_example
def test_an_example_is_tested_typed_and_not_installed(folder: Path) -> None:
    data = settings()
    source = str((folder / "src").relative_to(ROOT))
    assert source in data["tool"]["pytest"]["ini_options"]["pythonpath"]
    assert source in data["tool"]["mypy"]["mypy_path"]
    assert "examples" in data["tool"]["pytest"]["ini_options"]["testpaths"]
    assert not {*_plugins(folder)} & {entry.name for entry in entry_points(group="personatui.plugins")}


def test_no_example_is_in_the_wheel() -> None:
    data = settings()
    wheel = data["tool"]["hatch"]["build"]["targets"]["wheel"]
    packed = [*wheel["packages"], *wheel["force-include"]]
    assert [path for path in packed if Path(path).parts[0] == "examples"] == []
    registered = {*data["project"]["entry-points"]["personatui.plugins"].values()}
    assert not registered & {module for folder in EXAMPLES for module in _plugins(folder).values()}
