"""Every public name has a meaning in the code, and an example in the docs that runs."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

import personatui.api
import personatui.api.ui
import personatui.testing
from personatui.api import Tool
from personatui.testing import ToolConformance, fixtures, open_tool

DOCS = Path(__file__).parents[2] / "docs" / "plugins"
MODULES = {"api": personatui.api, "ui": personatui.api.ui, "testing": personatui.testing}
NAMES = [(short, name) for short, module in MODULES.items() for name in module.__all__]

_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FEWEST_WORDS = 3


def _blocks() -> list[str]:
    return _BLOCK.findall((DOCS / "examples.md").read_text(encoding="utf-8"))


def _is_shell(block: str) -> bool:
    return block.startswith(">>> ")


@pytest.fixture(scope="module")
def page() -> Iterator[ModuleType]:
    """The page as a module, after everything on it was run and what it prints was compared."""
    module = sys.modules["examples_of_the_docs"] = ModuleType("examples_of_the_docs")
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    told: list[str] = []
    for number, block in enumerate(_blocks(), start=1):
        if _is_shell(block):
            test = doctest.DocTestParser().get_doctest(block, module.__dict__, f"block {number}", "examples.md", 0)
            # what one block defines, the others see
            test.globs = module.__dict__
            runner.run(test, out=told.append, clear_globs=False)
        else:
            exec(compile(block, f"examples.md, block {number}", "exec"), module.__dict__)
    assert not told, "".join(told)
    yield module
    del sys.modules["examples_of_the_docs"]


@pytest.fixture(scope="module")
def used() -> set[tuple[str, str]]:
    """The names that the code of the page uses, each with its module."""
    code = [
        "".join(example.source for example in doctest.DocTestParser().get_examples(block))
        if _is_shell(block)
        else block
        for block in _blocks()
    ]
    nodes = (node for text in code for node in ast.walk(ast.parse(text)))
    return {
        (node.value.id, node.attr)
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


def test_the_page_runs_and_prints_what_it_shows(page: ModuleType) -> None:
    assert isinstance(page.TOOL, Tool)


def _views() -> list[str]:
    tree = ast.parse("".join(block for block in _blocks() if not _is_shell(block)))
    views = [node.name for node in tree.body if isinstance(node, ast.ClassDef) and node.name.endswith("View")]
    return [name for name in views if name != "PlanView"]


@pytest.mark.parametrize("name", _views())
async def test_every_view_opens(page: ModuleType, name: str) -> None:
    tool = replace(page.TOOL, screen=f"{page.__name__}:{name}")
    async with open_tool(tool) as desk:
        assert type(desk.view).__name__ == name
        assert "night line" in desk.text
        if name == "BoxesView":
            assert "x promises" in desk.text
            await desk.press("x")
            assert "A night line" in {one.text for one in vars(desk.canvas)["promises"]}


def test_the_tool_of_the_page_conforms(page: ModuleType) -> None:
    demands = ToolConformance()
    slow = ("test_the_tool_loads_without_textual", "test_the_screen_opens")
    for name in vars(ToolConformance):
        if name.startswith("test_") and name not in slow:
            getattr(demands, name)(page.TOOL)


@pytest.mark.parametrize(("module", "name"), NAMES, ids=lambda text: text)
def test_a_public_name_has_an_example(module: str, name: str, used: set[tuple[str, str]]) -> None:
    assert (module, name) in used, f"write an example with {module}.{name} into docs/plugins/examples.md"


@pytest.mark.parametrize(("module", "name"), NAMES, ids=lambda text: text)
def test_a_public_name_has_a_meaning(module: str, name: str) -> None:
    value = getattr(MODULES[module], name)
    if isinstance(value, type) or inspect.isfunction(value):
        told = vars(value).get("__doc__") if isinstance(value, type) else value.__doc__
    else:
        told = _comment_of(MODULES[module], name)
    assert told, f"{name} says nothing about itself"
    assert len(told.split()) >= _FEWEST_WORDS, told


def _comment_of(module: ModuleType, name: str) -> str:
    """The comment above the assignment of a constant or type, where it is made; Textual's own has one in its docs."""
    tree = ast.parse(inspect.getsource(module))
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    if not node.module.startswith("personatui."):
                        return f"a name of {node.module} itself"
                    return _comment_of(importlib.import_module(node.module), alias.name)
    lines = inspect.getsource(module).splitlines()
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == name:
            above: list[str] = []
            for line in reversed(lines[: node.lineno - 1]):
                if not line.startswith("#"):
                    break
                above.insert(0, line.lstrip("# "))
            return " ".join(above)
    raise AssertionError(f"{name} is not made in {module.__name__}")


def _public_members() -> Iterator[tuple[str, str]]:
    """The methods and properties of the names, each with what it says about itself."""
    for module in (personatui.api, personatui.testing):
        for name in module.__all__:
            value = getattr(module, name)
            if isinstance(value, type) and value.__module__.startswith("personatui."):
                for key, member in vars(value).items():
                    function = getattr(member, "fget", None) or getattr(member, "__func__", member)
                    if not key.startswith("_") and inspect.isfunction(function):
                        # what overrides a method means what that means
                        told = next(filter(None, (inspect.getdoc(vars(one).get(key)) for one in value.__mro__)), "")
                        yield f"{name}.{key}", told


def test_public_methods_have_a_meaning() -> None:
    silent = [name for name, told in _public_members() if len(told.split()) < _FEWEST_WORDS]
    assert silent == []


def test_the_page_on_testing_knows_every_demand_fixture_and_name() -> None:
    told = (DOCS / "testing.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(test_\w+)` \|", told, re.MULTILINE))
    assert rows == {name for name in vars(ToolConformance) if name.startswith("test_")}
    given = {name for name, value in vars(fixtures).items() if type(value).__name__ == "FixtureFunctionDefinition"}
    assert len(given) == 5
    assert {name for name in (*given, *personatui.testing.__all__) if name not in told} == set()


def test_pages_name_no_file_that_is_not_there() -> None:
    for path in (*DOCS.glob("*.md"), DOCS.parent / "plugin-api.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_a_meaning_is_missed_where_there_is_none() -> None:
    assert _comment_of(personatui.api, "Rating").startswith("A judgement from 1 to 5")
    with pytest.raises(AssertionError, match="is not made"):
        _comment_of(personatui.api, "Nowhere")
