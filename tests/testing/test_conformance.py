"""A sound tool conforms; each way to spoil one is caught by the test that is there for it."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from personatui.api import AnalysisInput, Canvas, CheckRule, Region, Report, Tool
from personatui.testing import ToolConformance, analysis_input, make_project
from testing.kano_tool import TOOL, KanoCanvas, delight


class TestKano(ToolConformance):
    @pytest.fixture
    def tool(self) -> Tool:
        return TOOL


def _with_analysis(run: Callable[[AnalysisInput], Any]) -> Tool:
    return replace(TOOL, analyses=(replace(TOOL.analyses[0], run=run),))


def _needs_text(given: AnalysisInput) -> Report:
    assert isinstance(given.canvas, KanoCanvas)
    for feature in given.canvas.features:
        feature.text.split()[0]
    return delight(given)


def _needs_features(given: AnalysisInput) -> Report:
    assert isinstance(given.canvas, KanoCanvas)
    _ = given.canvas.features[0]
    return delight(given)


def _by_chance(given: AnalysisInput) -> Report:
    return replace(delight(given), reading=str(random.random()))


def _wanders(given: AnalysisInput) -> Report:
    given.persona.custom["seen"] = True
    return delight(given)


SPOILED: list[tuple[str, Tool]] = [
    ("test_the_host_accepts_the_tool", replace(TOOL, id="Kano")),
    ("test_the_host_accepts_the_tool", replace(TOOL, checks=(replace(TOOL.checks[0], id="ratings"),))),
    (
        "test_regions_show_fields_of_the_canvas",
        replace(TOOL, layouts=(replace(TOOL.layouts[0], regions=(Region(id="feature", title=""),)),)),
    ),
    ("test_the_demo_loads_without_problems", replace(TOOL, demo={})),
    ("test_the_demo_loads_without_problems", replace(TOOL, demo={"features": "none"})),
    ("test_the_demo_loads_without_problems", replace(TOOL, demo={"features": [{"txt": "misspelt"}]})),
    ("test_the_demo_survives_the_way_to_a_file_and_back", replace(TOOL, demo={"title": "A", "layout": None})),
    ("test_every_analysis_reports_on_the_demo_and_on_nothing", _with_analysis(_needs_features)),
    ("test_every_analysis_reports_on_the_demo_and_on_nothing", _with_analysis(lambda given: None)),
    (
        "test_every_analysis_reports_on_the_demo_and_on_nothing",
        _with_analysis(lambda given: replace(delight(given), tool="jtbd")),
    ),
    ("test_the_same_input_gives_the_same_report", _with_analysis(_by_chance)),
    ("test_the_same_input_gives_the_same_report", _with_analysis(_wanders)),
    ("test_missing_data_is_no_error", _with_analysis(_needs_text)),
    (
        "test_every_check_yields_findings",
        replace(TOOL, checks=(CheckRule(id="kano.x", title="", run=lambda given: ["text"]),)),  # type: ignore[list-item]
    ),
]


@pytest.mark.parametrize(("name", "tool"), SPOILED)
def test_a_spoiled_tool_does_not_conform(name: str, tool: Tool) -> None:
    getattr(ToolConformance(), name)(TOOL)
    with pytest.raises((AssertionError, ValidationError, IndexError)):
        getattr(ToolConformance(), name)(tool)


def test_missing_data_names_the_gap() -> None:
    with pytest.raises(IndexError) as caught:
        ToolConformance().test_missing_data_is_no_error(_with_analysis(_needs_text))
    assert caught.value.__notes__ == ["kano.delight, on the demo without features[].text"]


def test_a_tool_that_loads_textual_does_not_conform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "heavy_kano.py").write_text(
        "import textual\nfrom personatui.api import Canvas\n\nclass HeavyCanvas(Canvas):\n    pass\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    model: type[Canvas] = type("HeavyCanvas", (Canvas,), {"__module__": "heavy_kano"})
    assert "heavy_kano" not in sys.modules
    with pytest.raises(AssertionError, match=r"Textual was loaded\."):
        ToolConformance().test_the_tool_loads_without_textual(replace(TOOL, model=model))


def test_a_project_is_made_of_plain_data() -> None:
    project = make_project(
        personas={"maya": {"name": "Maya", "segment": "renters", "goals": [{"id": "g1", "sources": ["talk#e1"]}]}},
        segments={"renters": {"name": "Renters"}},
        sources={"talk": {"kind": "interview", "participants": 6, "excerpts": [{"id": "e1", "text": "Yes"}]}},
        canvases={("kano", "maya"): {"features": [{"text": "Owl"}]}, ("swot", "maya"): {"strengths": []}},
        settings={"name": "Owls", "thresholds": {"qualitative": 7}},
        tools=(TOOL,),
    )
    assert project.personas["maya"].name == "Maya"
    assert project.strength(["talk#e1"]) == "anecdote"
    assert isinstance(project.canvases["kano", "maya"], KanoCanvas)
    assert project.canvases["swot", "maya"].model_extra == {"strengths": []}
    assert make_project().personas == {}


def test_data_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValidationError):
        make_project(personas={"maya": {"name": 3}})
    with pytest.raises(ValidationError):
        analysis_input(TOOL, {"features": "none"})


def test_an_input_stands_in_its_own_project() -> None:
    data = {"features": [{"id": "f1", "text": "Owl"}]}
    given = analysis_input(TOOL, data, name="shared", canvases={("swot", "maya-okafor"): {}}, seed=4)
    assert given.at("f1") == "canvas/kano/shared#f1"
    assert given.project.canvases["kano", "shared"] is given.canvas
    assert given.project.personas[given.persona_id] is given.persona
    assert set(given.project.canvases) == {("kano", "shared"), ("swot", "maya-okafor")}
    assert given.seed == 4
    assert data == {"features": [{"id": "f1", "text": "Owl"}]}
