"""A sound tool conforms; each way to spoil one is caught by the test that is there for it."""

from __future__ import annotations

import importlib
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, ValidationError

from personatui.api import (
    AnalysisInput,
    Array,
    Canvas,
    Change,
    CheckInput,
    CheckRule,
    Claim,
    Command,
    Exporter,
    Finding,
    Reference,
    Region,
    Report,
    SetValue,
    Severity,
    Tool,
)
from personatui.errors import PersonatuiError
from personatui.testing import OutsideError, ToolConformance, analysis_input, make_project, nothing_outside
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


def _writes(given: AnalysisInput) -> Report:
    Path("seen.txt").write_text("seen")
    return delight(given)


def _listens(given: AnalysisInput) -> Report:
    with suppress(Exception):
        socket.create_connection(("localhost", 1), timeout=0.1)
    return delight(given)


def _starts(given: AnalysisInput) -> Report:
    with suppress(Exception):
        subprocess.run(["true"], check=False)
    return delight(given)


def _waits(given: AnalysisInput) -> Report:
    threading.Thread(target=str).start()
    return delight(given)


def _looks_around(given: CheckInput) -> list[Finding]:
    return [Finding("kano.seen", Severity.NOTE, path.name) for path in Path().iterdir()]


def _points_nowhere(given: AnalysisInput) -> Report:
    lost = Finding("kano.lost", Severity.NOTE, "It is gone.", "canvas/kano/nobody")
    return replace(delight(given), findings=(lost,))


def _alien_code(given: AnalysisInput) -> Report:
    return replace(delight(given), findings=(Finding("jtbd.lost", Severity.NOTE, "It is gone.", given.at()),))


class Marked(Claim):
    """A text that becomes another one when it is read."""

    text: Annotated[str, AfterValidator(str.upper)] = ""


class MarkedCanvas(Canvas):
    """A canvas that does not keep what it is given."""

    features: Array[Marked] = ()


class _OwnKeys(dict[str, Any]):
    """Parameters that no program can write down."""

    def keys(self) -> Any:
        raise ValueError("nobody may look")

    items = keys


def _command(change: Change | None) -> Tool:
    return replace(TOOL, commands=(Command(id="kano.do", title="Do", run=lambda given: change),))


def _exporter(content: Any) -> Tool:
    made = Exporter(id="kano.csv", title="CSV", extension="csv", media_type="text/csv", run=lambda given: content)
    return replace(TOOL, exporters=(made,))


_NOWHERE = Change("go astray", (SetValue(Reference("canvas", "maya-okafor", "kano"), ("features", 7, "text"), "x"),))

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
    ("test_the_demo_keeps_every_byte_of_its_file", replace(TOOL, model=MarkedCanvas)),
    ("test_the_demo_keeps_every_byte_of_its_file", replace(TOOL, demo={"features": [{"text": "\ud800"}]})),
    ("test_the_styles_of_the_screen_reach_no_other", replace(TOOL, screen="testing.kano_tool")),
    ("test_the_styles_of_the_screen_reach_no_other", replace(TOOL, screen="testing.nowhere:View")),
    ("test_the_styles_of_the_screen_reach_no_other", replace(TOOL, screen="testing.kano_tool:KanoCanvas")),
    ("test_the_screen_opens", replace(TOOL, screen="testing.kano_tool:KanoCanvas")),
    ("test_every_report_can_be_drawn", _with_analysis(lambda given: replace(delight(given), parameters=_OwnKeys(a=1)))),
    ("test_every_finding_names_its_place", _with_analysis(_points_nowhere)),
    ("test_every_finding_names_its_place", _with_analysis(_alien_code)),
    ("test_every_exporter_gives_bytes", _exporter("text")),
    ("test_every_command_can_be_undone", _command(_NOWHERE)),
    ("test_every_command_can_be_undone", _command("no change")),  # type: ignore[arg-type]
    ("test_nothing_touches_a_disk_or_a_network", _with_analysis(_writes)),
    ("test_nothing_touches_a_disk_or_a_network", _with_analysis(_listens)),
    ("test_nothing_touches_a_disk_or_a_network", _with_analysis(_starts)),
    ("test_nothing_touches_a_disk_or_a_network", _with_analysis(_waits)),
    (
        "test_nothing_touches_a_disk_or_a_network",
        replace(TOOL, checks=(CheckRule(id="kano.x", title="", run=_looks_around),)),
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
    with pytest.raises((AssertionError, ValidationError, IndexError, ValueError, PersonatuiError)):
        getattr(ToolConformance(), name)(tool)


def test_every_demand_has_a_tool_that_fails_it() -> None:
    demands = {name for name in vars(ToolConformance) if name.startswith("test_")}
    assert demands - {name for name, _ in SPOILED} == {"test_the_tool_loads_without_textual"}


@pytest.mark.parametrize(
    ("run", "call"),
    [(_writes, "open: seen.txt"), (_listens, "socket."), (_starts, "subprocess.Popen"), (_waits, "Thread.start")],
)
def test_what_touches_the_outside_is_named(run: Callable[[AnalysisInput], Report], call: str) -> None:
    with pytest.raises(OutsideError, match=rf"kano\.delight .*{call}"):
        ToolConformance().test_nothing_touches_a_disk_or_a_network(_with_analysis(run))
    assert not Path("seen.txt").exists()


def test_an_import_is_no_reach_for_the_disk() -> None:
    sys.modules.pop("colorsys", None)
    with nothing_outside():
        importlib.import_module("colorsys")


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
