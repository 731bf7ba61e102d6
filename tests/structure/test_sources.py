"""The source tree: sizes, docstrings, empty package roots, what the wheel holds, and what no file may say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from structure.tree import ROOT, modules, plugin_packages, settings, texts

LONGEST_MODULE = 450
EMPTY_ROOTS = ("model", "render", "store", "widgets", "host", "app", "cli", "host/importing")

# Absolute paths of somebody's machine; not those that start a URL's path or a relative one.
_PLACES = re.compile(
    r"(?<![\w.~)-])/(?:home|Users|root|work|workspaces?|opt|srv|mnt|media|private|tmp|var|Volumes)/"
    r"|\b[A-Z]:[\\/](?:Users|Documents and Settings)\b"
)
# Texts that tell who or what wrote them, that something is unfinished, or that hold a secret.
_WORDS = re.compile(
    r"co-authored-by:|generated (?:by|with) (?:an? )?(?:ai|llm|language model)|language models?\b|as an ai\b"
    r"|\b(?:TO|FIX)ME\b|\bTODO:|\bXXX\b|-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:ghp|glpat|AKIA)[-_A-Za-z0-9]{16,}"
    r"|^<{7} |^>{7} ",
    re.IGNORECASE,
)
# This file spells out what it looks for.
_ITSELF = Path(__file__).relative_to(ROOT)


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_module_says_what_it_is_and_is_not_two(path: Path) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    docstring = ast.get_docstring(ast.parse(text))
    if not path.stem.startswith("_") or path.stem in ("__init__", "__main__"):
        assert docstring
        assert docstring.splitlines()[0].endswith((".", "…", ":"))


@pytest.mark.parametrize("package", EMPTY_ROOTS)
def test_the_root_of_a_package_is_empty(package: str) -> None:
    tree = ast.parse((ROOT / "src" / "personatui" / package / "__init__.py").read_text(encoding="utf-8"))
    assert len(tree.body) == 1


def _public(path: Path) -> Iterator[str]:
    """The public classes, functions and methods of a module that lack a docstring."""
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) if not name.startswith("_"):
                if ast.get_docstring(node) is None:
                    yield f"{path}: {name}"


@pytest.mark.parametrize("folder", ["src/personatui/api", "src/personatui/model", "src/personatui/testing"])
def test_what_others_import_is_documented(folder: str) -> None:
    missing = [name for path in modules() if path.is_relative_to(folder) for name in _public(path)]
    assert missing == []


def test_no_file_holds_a_path_of_some_machine() -> None:
    found = {
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts().items()
        if path != _ITSELF
        for number, line in enumerate(text.splitlines(), start=1)
        if _PLACES.search(line)
    }
    assert found == set()


def test_no_file_holds_words_that_are_none_of_its_readers_business() -> None:
    found = {
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts().items()
        if path != _ITSELF
        for number, line in enumerate(text.splitlines(), start=1)
        if _WORDS.search(line)
    }
    assert found == set()


@pytest.mark.parametrize(
    "line",
    ["/home/ann/x", "in /opt/tool/bin", '"/tmp/x"', "C:\\Users\\ann", "Co-authored-by: x", "<<<<<<< HEAD", "FIXME"],
)
def test_the_search_finds_what_it_looks_for(line: str) -> None:
    assert _PLACES.search(line) or _WORDS.search(line)


@pytest.mark.parametrize("line", ["https://x.org/home/a", "~/desk/a", "../tmp/x", "src/desk/a", "[TODO] plan"])
def test_the_search_lets_others_pass(line: str) -> None:
    assert not _PLACES.search(line)
    assert not _WORDS.search(line)


def test_the_wheel_holds_the_code_the_tools_and_the_samples() -> None:
    data = settings()
    wheel = data["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert sorted(wheel["packages"]) == [
        *(f"plugins/{package}" for package in plugin_packages()),
        "src/personatui",
    ]
    assert wheel["force-include"] == {"projects": "personatui/samples"}
    for package in wheel["packages"]:
        assert (ROOT / package / "__init__.py").is_file()
        assert (ROOT / package / "py.typed").is_file()
    assert len(list((ROOT / "projects").glob("*/personatui.toml"))) == 3


def test_every_plugin_is_an_entry_point_and_checked_like_the_rest() -> None:
    data = settings()
    registered = data["project"]["entry-points"]["personatui.plugins"]
    assert sorted(registered.values()) == plugin_packages()
    assert set(plugin_packages()) <= set(data["tool"]["mypy"]["packages"])


def test_the_pins_are_as_the_design_wants_them() -> None:
    needed = settings()["project"]["dependencies"]
    assert [name for name in needed if name.startswith("textual")] == ["textual==8.2.8"]
    assert [name for name in needed if "==" in name] == ["textual==8.2.8"]
