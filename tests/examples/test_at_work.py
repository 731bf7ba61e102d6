"""The example plugins in a project beside the tools that come with personatui, and what stays when they are gone."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from personatui_service_blueprint.tool import TOOL as BLUEPRINT

from personatui.api import AddItem, Canvas, CommandInput, CreateFile, Severity
from personatui.host.analysing import analyse
from personatui.host.checking import check
from personatui.host.plugins import PluginHost
from personatui.host.session import Session
from personatui.store.samples import copy_sample
from personatui.testing import load_only, make_project
from personatui_experience_map.tool import TOOL as JOURNEY
from structure.tree import ROOT

TODAY = date(2026, 6, 1)
TOOLS = {"kano": "personatui_kano", "service_blueprint": "personatui_service_blueprint"}
# The examples by the folder of their package, and who has a canvas of each in the sample.
SAMPLES = {"kano": ("kano", ["maya-okafor"]), "service_blueprint": ("service-blueprint", ["maya-okafor", "tom-brandt"])}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The sample project with what the examples add to it."""
    root = copy_sample("exotic-pet-rental", tmp_path / "pets")
    for folder, _ in SAMPLES.values():
        shutil.copytree(ROOT / "examples" / "plugins" / folder / "sample", root, dirs_exist_ok=True)
    return root


@pytest.mark.parametrize("tool", TOOLS)
def test_an_example_is_loaded_like_any_plugin(tool: str) -> None:
    host = load_only(TOOLS[tool])
    assert [(status.status, status.reason) for status in host.statuses] == [("active", "")]
    assert [*host.tools] == [tool]


@pytest.mark.parametrize("tool", TOOLS)
def test_its_sample_is_sound_and_every_analysis_reports_on_it(tool: str, project: Path) -> None:
    host = load_only(TOOLS[tool])
    session = Session.open(project, host)
    found = [one for one in check(session, today=TODAY).findings if one.code.startswith(f"{tool}.")]
    assert [one for one in found if one.severity is Severity.ERROR] == []
    for persona in SAMPLES[tool][1]:
        outcome = analyse(session.project, host, host.tools, persona, [tool], today=TODAY)
        assert outcome.faults == ()
        assert len(outcome.reports) == len(host.tools[tool].analyses)
        assert all(report.reading and report.metrics and report.blocks for report in outcome.reports)


@pytest.mark.parametrize("tool", TOOLS)
def test_without_its_plugin_a_canvas_stays_as_it_is(tool: str, project: Path) -> None:
    (path,) = (project / "canvases" / tool).glob("*.toml")
    before = path.read_bytes()
    session = Session.open(project, PluginHost())
    ((_, canvas),) = [(key, canvas) for key, canvas in session.project.canvases.items() if key[0] == tool]
    assert type(canvas) is Canvas
    session.save()
    assert path.read_bytes() == before
    # and is the tool's again when the plugin is back
    host = load_only(TOOLS[tool])
    again = Session.open(project, host).project.canvases[tool, path.stem]
    assert type(again) is host.tools[tool].model


def test_a_blueprint_begins_with_the_stages_of_the_journey() -> None:
    (command,) = [one for one in BLUEPRINT.commands if one.id == "service_blueprint.take-stages"]
    data = {"stages": [{"id": "a", "text": "Book"}, {"id": "b", "text": "Meet"}, {"id": "c", "text": "Book "}]}
    journey = {("experience_map", "maya-okafor"): data}
    own = {("service_blueprint", "maya-okafor"): {"stages": [{"id": "s", "text": "book"}]}}
    for canvases in (journey, journey | own):
        of = make_project(
            personas={"maya-okafor": {"name": "Maya Okafor"}}, canvases=canvases, tools=(JOURNEY, BLUEPRINT)
        )
        change = command.run(CommandInput(project=of, persona_id="maya-okafor", persona=of.personas["maya-okafor"]))
        assert change is not None
        (edit,) = change.edits
        if canvases is journey:
            assert isinstance(edit, CreateFile)
            assert [stage["text"] for stage in edit.data["stages"]] == ["Book", "Meet"]
        else:
            assert isinstance(edit, AddItem)
            assert edit.value["text"] == "Meet"
