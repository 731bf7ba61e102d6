"""Each hook is documented, and a plugin that implements it alone is seen to have its effect."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from host.fake_distributions import FakeSite
from personatui.api import HOOK_NAMES, ExportInput, hookspecs
from personatui.host.analysing import analyse
from personatui.host.checking import check
from personatui.host.commanding import run_command
from personatui.host.contract import CONTRIBUTIONS
from personatui.host.plugins import PluginHost, load_plugins
from personatui.host.session import Session
from personatui.model.edits import Change
from personatui.store.samples import copy_sample
from support import BUNDLED

TODAY = date(2025, 6, 1)
_HEAD = "from personatui.api import *\nfrom personatui.api import hookimpl\n"

# For each hook: the body of a plugin `house` that implements it alone.
PLUGINS = {
    "personatui_tools": """
class HouseCanvas(Canvas):
    rooms: Array[Claim] = ()

def count(given):
    figure = Figures.of(given).metric("rooms", "Rooms", len(given.canvas.rooms), scale="count")
    return Report("house.rooms", "house", "Rooms", metrics=(figure,))

@hookimpl
def personatui_tools():
    analysis = Analysis(id="house.rooms", title="Rooms", summary="How many", run=count)
    return [Tool(id="house", title="House", summary="Its rooms", model=HouseCanvas, analyses=(analysis,))]
""",
    "personatui_analyses": """
def strong(given):
    figure = Figures.of(given).metric("strengths", "Strengths", len(given.canvas.strengths), scale="count")
    return Report("swot.house", "swot", "House", metrics=(figure,))

@hookimpl
def personatui_analyses():
    return [Analysis(id="swot.house", title="House", summary="How strong", run=strong)]
""",
    "personatui_checks": """
def named(given):
    for key, persona in given.project.personas.items():
        if "Carl" in persona.name:
            yield Finding("house.carl", Severity.WARNING, "No Carl.", f"persona/{key}", "Rename him.")

@hookimpl
def personatui_checks():
    return [CheckRule(id="house.names", title="No Carls", run=named)]
""",
    "personatui_exporters": """
@hookimpl
def personatui_exporters():
    def name(given):
        return given.persona.name.encode()
    return [Exporter(id="house.name", title="Name", extension="txt", media_type="text/plain", run=name)]
""",
    "personatui_commands": """
def tag(given):
    where = persona_reference(given.persona_id)
    return Change("tag it", (SetValue(where, ("tags",), ["house"]),))

@hookimpl
def personatui_commands():
    return [Command(id="house.tag", title="Tag", run=tag)]
""",
}


def _has_tool(host: PluginHost, session: Session) -> None:
    assert host.owner_of("house") == "house"
    before = analyse(session.project, host, session.tools, "maya-okafor", ["house"], today=TODAY)
    assert (before.reports, before.without_canvas) == ((), ("house",))
    path = session.root / "canvases" / "house" / "maya-okafor.toml"
    path.parent.mkdir()
    path.write_text('schema = 1\n\n[[rooms]]\ntext = "Kitchen"\n')
    opened = Session.open(session.root, host)
    (report,) = analyse(opened.project, host, opened.tools, "maya-okafor", ["house"], today=TODAY).reports
    assert report.metric("rooms").value == 1


def _has_analysis(host: PluginHost, session: Session) -> None:
    (report,) = analyse(session.project, host, session.tools, "maya-okafor", ["swot.house"], today=TODAY).reports
    assert report.metric("strengths").value
    assert host.owner_of("swot.house") == "house"


def _has_check(host: PluginHost, session: Session) -> None:
    found = [finding for finding in check(session, today=TODAY).findings if finding.code == "house.carl"]
    assert [finding.file for finding in found] == ["personas/collector-carl.toml"]


def _has_exporter(host: PluginHost, session: Session) -> None:
    exporter = next(one for one in host.exporters if one.id == "house.name")
    persona = session.project.personas["maya-okafor"]
    given = ExportInput(project=session.project, persona_id="maya-okafor", persona=persona)
    assert exporter.run(given) == b"Maya Okafor"


def _has_command(host: PluginHost, session: Session) -> None:
    command = next(one for one in host.commands if one.id == "house.tag")
    change = run_command(session.project, host, command, "maya-okafor")
    assert isinstance(change, Change)
    before = session.project.personas["maya-okafor"].tags
    session.make(change)
    assert session.project.personas["maya-okafor"].tags == ("house",)
    session.undo()
    assert session.project.personas["maya-okafor"].tags == before


EFFECTS: dict[str, Callable[[PluginHost, Session], None]] = {
    "personatui_tools": _has_tool,
    "personatui_analyses": _has_analysis,
    "personatui_checks": _has_check,
    "personatui_exporters": _has_exporter,
    "personatui_commands": _has_command,
}


def test_every_hook_has_a_plugin_and_an_effect() -> None:
    assert set(PLUGINS) == set(EFFECTS) == set(HOOK_NAMES) == set(CONTRIBUTIONS)
    specified = {name for name, value in vars(hookspecs).items() if hasattr(value, "personatui_spec")}
    assert specified == set(HOOK_NAMES)


@pytest.mark.parametrize("hook", HOOK_NAMES)
def test_a_hook_alone_has_its_effect(hook: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = FakeSite(tmp_path / "site")
    site.add("personatui", version=site.personatui, entry_points={name: f"personatui_{name}" for name in BUNDLED})
    site.add("personatui-house", {"house": _HEAD + PLUGINS[hook]})
    site.use(monkeypatch)
    monkeypatch.setenv("PERSONATUI_PLUGINS", "house")
    try:
        host = load_plugins()
        status = next(one for one in host.statuses if one.name == "house")
        assert (status.status, status.reason, status.hooks) == ("active", "", (hook,))
        root = copy_sample("exotic-pet-rental", tmp_path / "pets")
        EFFECTS[hook](host, Session.open(root, host))
    finally:
        site.forget()


@pytest.mark.parametrize("hook", HOOK_NAMES)
def test_a_hook_is_documented(hook: str) -> None:
    """With what it returns, what its ids and units are, what is refused, and an example that Python reads."""
    function = getattr(hookspecs, hook)
    told = inspect.getdoc(function) or ""
    kind = CONTRIBUTIONS[hook].__name__
    assert inspect.signature(function).return_annotation == f"Iterable[{kind}]"
    assert not inspect.signature(function).parameters
    example = textwrap.dedent("\n".join(re.findall(r"^    .*$", told, re.MULTILINE)))
    (defined,) = ast.parse(example).body
    assert isinstance(defined, ast.FunctionDef)
    assert defined.name == hook
    assert ast.unparse(defined.decorator_list[0]) == "hookimpl"
    (made,) = [node for node in ast.walk(defined) if isinstance(node, ast.Call)]
    given = {keyword.arg for keyword in made.keywords}
    fields = inspect.signature(CONTRIBUTIONS[hook]).parameters.values()
    assert ast.unparse(made.func) == kind
    assert {one.name for one in fields if one.default is one.empty} <= given <= {one.name for one in fields}
    assert " id " in told
    assert "refused" in told
    if hook == "personatui_analyses":
        assert "unit" in told
