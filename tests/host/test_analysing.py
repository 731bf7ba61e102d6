"""Analyses and commands on an open project: which run, on what, and what comes of a plugin that fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from host.folders import KANO, MAYA, TOM, change, contents, data_of, kano, open_folder, plugins_with, write_files
from personatui.api import (
    AddItem,
    Analysis,
    AnalysisInput,
    Change,
    Command,
    CommandInput,
    Finding,
    Metric,
    Parameters,
    Reference,
    RenameFile,
    Report,
    SetValue,
    Tool,
    canvas_reference,
)
from personatui.errors import UsageError
from personatui.host.analysing import Outcome, analyse, find_persona
from personatui.host.commanding import run_command
from personatui.host.entries import EntryChanges
from personatui.host.plugins import PluginHost
from personatui.host.session import Session
from personatui.model.reports import Fault

TODAY = date(2026, 3, 14)


def count(given: AnalysisInput) -> Report:
    """How many features the canvas has, and what else the input says."""
    features = getattr(given.canvas, "features", ())
    return Report(
        id="kano.count",
        tool="kano",
        title=f"{given.name} for {given.persona.name} on {given.today} with {given.seed}",
        metrics=(Metric("features", "Features", len(features), n=len(features)),),
    )


def failing(given: AnalysisInput) -> Report:
    raise RuntimeError("no luck")


class Limits(Parameters):
    """Parameters that cannot be made without being told."""

    most: int


COUNT = Analysis(id="kano.count", title="Count", summary="Counts", run=count)
FAILING = Analysis(id="kano.failing", title="Failing", summary="Fails", run=failing)
TOLD = Analysis(id="kano.told", title="Told", summary="Must be told", run=count, parameters=Limits)
WORKING = kano(analyses=(COUNT,))


def session_with(root: Path, *tools: Tool, canvases: tuple[str, ...] = ("maya-okafor",), settings: str = "") -> Session:
    """The usual project with canvases of the tests' tool."""
    write_files(root, {f"canvases/kano/{name}.toml": '[[features]]\ntext = "x"\n' for name in canvases})
    write_files(root, {"personatui.toml": settings})
    return open_folder(root, plugins_with(*tools))


def run(session: Session, persona: str, *names: str, seed: int = 0) -> Outcome:
    """Analyse as the front ends do."""
    return analyse(session.project, session.plugins, session.tools, persona, names, today=TODAY, seed=seed)


def test_all_tools_with_a_canvas_are_analysed(root: Path) -> None:
    other = Tool(id="other", title="Other", summary="", model=KANO.model)
    session = session_with(root, WORKING, other)

    outcome = run(session, "Maya Okafor", seed=5)

    assert outcome.persona_id == "maya-okafor"
    assert [report.title for report in outcome.reports] == ["maya-okafor for Maya Okafor on 2026-03-14 with 5"]
    assert outcome.reports[0].metric("features").value == 1
    assert (outcome.faults, outcome.without_canvas) == ((), ("other",))
    assert run(session, "tom-brandt") == Outcome("tom-brandt", (), (), ("kano", "other"))


def test_a_canvas_may_be_about_several_personas(root: Path) -> None:
    session = session_with(root, WORKING, canvases=())
    session.make(
        change(
            AddItem(MAYA, ("tags",), "x"),
            *_created("shared", {"personas": ["tom-brandt", "maya-okafor"], "features": []}),
        )
    )
    assert run(session, "tom-brandt").reports[0].title.startswith("shared for Tom Brandt")


def test_a_canvas_called_project_is_about_all(root: Path) -> None:
    session = session_with(root, WORKING, canvases=("maya-okafor", "project"))
    assert run(session, "tom-brandt").reports[0].title.startswith("project for Tom Brandt")
    assert run(session, "maya-okafor").reports[0].title.startswith("maya-okafor for")
    assert session.project.personas_of("kano", "project") == tuple(session.project.personas)


def test_a_tool_about_the_project_answers_without_a_canvas_when_it_is_asked(root: Path) -> None:
    session = session_with(root, replace(WORKING, about="project"), canvases=())
    assert run(session, "tom-brandt").without_canvas == ("kano",)
    (report,) = run(session, "tom-brandt", "kano").reports
    assert report.title.startswith("project for Tom Brandt")
    assert report.metric("features").value == 0


def test_tools_about_the_project_come_last_and_are_named_without_a_persona(root: Path) -> None:
    first = Tool(id="all", title="All", summary="", model=KANO.model, about="project")
    session = session_with(root, first, WORKING)
    assert list(session.tools) == ["kano", "all"]
    changes = EntryChanges(session)
    assert changes.owner_name(canvas_reference("all", "project")) == "All"
    assert changes.owner_name(canvas_reference("kano", "maya-okafor")) == "Kano Model of Maya Okafor"


def _created(name: str, data: dict[str, Any]) -> tuple[Any, ...]:
    from personatui.api import CreateFile

    return (CreateFile(Reference("canvas", name, "kano"), data),)


def test_tools_and_analyses_are_chosen_by_name(root: Path) -> None:
    session = session_with(root, kano(analyses=(COUNT, FAILING)))

    assert [report.id for report in run(session, "maya-okafor", "kano.count").reports] == ["kano.count"]
    assert len(run(session, "maya-okafor", "kano", "kano.count", "kano").reports) == 1
    assert len(run(session, "maya-okafor", "kano", "kano.count", "kano").faults) == 1


@pytest.mark.parametrize(
    ("name", "hint"),
    [("kanoo", "Did you mean kano?"), ("kano.cuont", "kano.count"), ("zzz", "personatui tools"), ("", "tools")],
)
def test_what_is_not_there_is_told_with_what_was_meant(root: Path, name: str, hint: str) -> None:
    session = session_with(root, WORKING)
    with pytest.raises(UsageError, match="There is no tool or analysis") as caught:
        run(session, "maya-okafor", name)
    assert hint in caught.value.hint


@pytest.mark.parametrize("name", ["kano", "kano.count"])
def test_a_tool_that_is_switched_off_says_so(root: Path, name: str) -> None:
    session = session_with(root, WORKING, settings='tools_off = ["kano"]\n')
    assert run(session, "maya-okafor").reports == ()
    with pytest.raises(UsageError, match="switched off the tool kano"):
        run(session, "maya-okafor", name)


def test_an_analysis_that_fails_leaves_the_others(root: Path) -> None:
    session = session_with(root, kano(analyses=(FAILING, TOLD, COUNT)))

    outcome = run(session, "maya-okafor")

    assert [report.id for report in outcome.reports] == ["kano.count"]
    assert [(fault.plugin, fault.stage) for fault in outcome.faults] == [
        ("kano-plugin", "kano.failing"),
        ("kano-plugin", "kano.told"),
    ]
    assert "no luck" in outcome.faults[0].message
    assert "most" in outcome.faults[1].message


def test_a_persona_is_found_by_more_than_its_id(root: Path) -> None:
    write_files(root, {"personas/tom-ford.toml": 'name = "Tom Brandt"\n', "personas/no-name.toml": ""})
    project = open_folder(root).project

    assert find_persona(project, "maya okafor") == "maya-okafor"
    assert find_persona(project, "tom-brandt") == "tom-brandt"
    with pytest.raises(UsageError, match="2 personas are called tom brandt") as caught:
        find_persona(project, "tom brandt")
    assert "tom-brandt, tom-ford" in caught.value.hint
    for name in ("", "  ", "zzz"):
        with pytest.raises(UsageError):
            find_persona(project, name)


# Commands -------------------------------------------------------------------------------------------------


def command(function: Any) -> Command:
    """A command of the tests' tool."""
    return Command(id="kano.tidy", title="Tidy", run=function)


def test_a_command_sees_where_it_was_called_and_its_change_is_made(root: Path) -> None:
    session = session_with(root, WORKING)
    seen: list[CommandInput] = []

    def tidy(given: CommandInput) -> Change:
        seen.append(given)
        return Change("tidy", (SetValue(Reference("persona", given.persona_id), ("summary",), "Tidy"),))

    before = contents(root)
    outcome = run_command(session.project, session.plugins, command(tidy), "maya-okafor", "persona/maya-okafor#m2xa")

    assert isinstance(outcome, Change)
    assert contents(root) == before
    (given,) = seen
    assert (given.persona_id, given.tool, given.name) == ("maya-okafor", "kano", "maya-okafor")
    assert given.canvas == session.project.canvases["kano", "maya-okafor"]
    assert given.selected == Reference("persona", "maya-okafor", item="m2xa")
    session.make(outcome)
    assert data_of(session, MAYA)["summary"] == "Tidy"
    assert session.undo_label == "tidy"


def test_a_command_without_canvas_and_selection(root: Path) -> None:
    session = session_with(root, WORKING)
    seen: list[CommandInput] = []
    outcome = run_command(session.project, session.plugins, command(seen.append), "tom-brandt", "no reference!")
    assert outcome is None
    assert (seen[0].canvas, seen[0].name, seen[0].selected) == (None, "tom-brandt", None)
    with pytest.raises(UsageError, match="no persona nobody"):
        run_command(session.project, session.plugins, command(seen.append), "nobody")


def _fails(given: CommandInput) -> Change:
    raise RuntimeError("no")


@pytest.mark.parametrize(
    "function",
    [
        _fails,
        lambda given: "text",
        lambda given: Change(3, ()),  # type: ignore[arg-type]
        lambda given: Change("x", [SetValue(TOM, ("name",), "x")]),  # type: ignore[arg-type]
        lambda given: Change("x", ("edit",)),  # type: ignore[arg-type]
        lambda given: Change("x", (SetValue("persona/tom-brandt", ("name",), "x"),)),  # type: ignore[arg-type]
        lambda given: Change("x", (SetValue(TOM, "name", "x"),)),  # type: ignore[arg-type]
        lambda given: Change("x", (RenameFile(TOM, "tom"),)),  # type: ignore[arg-type]
        lambda given: Change("x", (AddItem(TOM, ("goals",), {}, "0"),)),  # type: ignore[arg-type]
        lambda given: Change("x", (SetValue(Reference("persona", 3), ("name",), "x"),)),  # type: ignore[arg-type]
        lambda given: Finding("kano.x", "error", "x"),  # type: ignore[arg-type]
    ],
)
def test_a_command_that_fails_is_a_fault(root: Path, function: Any) -> None:
    session = session_with(root, WORKING)
    outcome = run_command(session.project, session.plugins, command(function), "maya-okafor")
    assert isinstance(outcome, Fault)
    assert (outcome.plugin, outcome.stage) == ("kano-plugin", "kano.tidy")
    assert outcome.message


def test_without_plugins_nothing_is_analysed(root: Path) -> None:
    session = open_folder(root, replace(PluginHost()))
    assert run(session, "maya-okafor") == Outcome("maya-okafor", (), (), ())
