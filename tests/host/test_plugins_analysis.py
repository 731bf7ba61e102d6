"""An analysis of any plugin gives a report that every renderer can draw, or a fault that says why not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from host.fake_distributions import KANO_PLUGIN, FakeSite, tool_plugin
from personatui.api import (
    Analysis,
    AnalysisInput,
    Bar,
    BarsBlock,
    Canvas,
    Change,
    Finding,
    Line,
    LineBlock,
    MatrixBlock,
    Metric,
    Parameters,
    Point,
    Report,
    ScatterBlock,
    Severity,
    TableBlock,
    TextBlock,
    Tool,
)
from personatui.host.plugins import PluginHost, load_plugins, run_analysis
from personatui.model.reports import Fault
from personatui.testing import analysis_input

TOOL = Tool(id="kano", title="Kano", summary="", model=Canvas)
SOUND = Report(id="kano.count", tool="kano", title="Count")
HOST = PluginHost(tools={"kano": TOOL}, owners={"kano": "kano", "kano.count": "kano-plus"})


def _outcome(run: Callable[[AnalysisInput], Any], **more: Any) -> Report | Fault:
    analysis = Analysis(id="kano.count", title="Count", summary="", run=run, **more)
    persona = {"name": "Maya", "goals": [{"id": "g1", "text": "Rest"}], "custom": {"pet": "owl"}}
    return run_analysis(HOST, analysis, analysis_input(TOOL, {"title": "One"}, persona=persona))


def _message(run: Callable[[AnalysisInput], Any]) -> str:
    outcome = _outcome(run)
    assert isinstance(outcome, Fault)
    assert (outcome.plugin, outcome.stage) == ("kano-plus", "kano.count")
    return outcome.message


def test_a_third_partys_tool_is_analysed_beside_the_bundled_ones(site: FakeSite) -> None:
    site.add("personatui", {"bundled": tool_plugin("jtbd")}, version="0.1.0", entry_points={"jtbd": "bundled"})
    site.add("personatui-kano", {"kano_plugin": KANO_PLUGIN}, entry_points={"kano": "kano_plugin"})
    host = load_plugins()
    assert list(host.tools) == ["jtbd", "kano"]
    given = analysis_input(host.tools["kano"], {"features": [{"text": "a"}, {"text": "b"}]})
    report = run_analysis(host, host.analyses["kano"][0], given)
    assert isinstance(report, Report)
    assert report.metric("features").value == 2
    assert json.loads(json.dumps(report.to_data()))["tool"] == "kano"


def test_a_whole_report_comes_through() -> None:
    report = replace(
        SOUND,
        metrics=(
            Metric("a", "A", 1, subject="persona/maya-okafor#g1"),
            Metric("a", "A", 1.5, subject="persona/maya-okafor#g2"),
            Metric("b", "B", None),
            Metric("c", "C", "served"),
        ),
        blocks=(
            TextBlock("t", "text"),
            TableBlock("t", ("a", "b"), ((1, None), ("x", 2.5))),
            BarsBlock("b", (Bar("a", 1.0), Bar("b", None))),
            LineBlock("l", ("a", "b"), (1.0, None), 0, 5),
            LineBlock("l", ("a", "b"), (1.0, None), 0, 5, "first", "", (Line("second", (None, 2.0), "x"),)),
            ScatterBlock("s", "x", "y", (Point(1, 2, "a", "A"),)),
            MatrixBlock("m", ("a",), ("b", "c"), ((1, None),)),
        ),
        findings=(Finding("kano.x", Severity.NOTE, "Mend it.", fix=Change("Mend", ())),),
        parameters={"limit": 3},
    )
    assert _outcome(lambda given: report) == report


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "The metric score is nan, which is no number; None stands for no value."),
        (float("-inf"), "The metric score is -inf, which is no number; None stands for no value."),
        (True, "The metric score does not fit: `value`: Input should be a valid number."),
        (object(), "The metric score does not fit: `value`: Input should be a valid number."),
    ],
)
def test_a_metric_without_a_proper_value_is_named(value: Any, message: str) -> None:
    metrics = (Metric("fine", "F", 1), Metric("score", "S", value))
    assert _message(lambda given: replace(SOUND, metrics=metrics)) == message


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "kano.other"}, "Its report calls itself kano.other; the analysis is kano.count."),
        ({"tool": "jtbd"}, "Its report names the tool jtbd; the canvas is of kano."),
        ({"title": None}, "Its report does not fit: `title`: Input should be a valid string."),
        ({"metrics": [Metric("a", "A", 1)]}, "Its report does not fit: `metrics`: Input should be a valid tuple."),
        ({"metrics": (1,)}, "Its report does not fit: `metrics`: Input should be an instance of Metric."),
        ({"metrics": (Metric("a", "A", 1), Metric("a", "A", 2))},
         "Its report has the metric a twice for the same subject."),
        ({"metrics": (Metric("a", "A", 1, n="many"),)}, "The metric a does not fit: `n`: Input should be a valid"),  # type: ignore[arg-type]
        ({"blocks": (TableBlock("t", ("a",), ((1, 2),)),)},
         'The block "t" does not fit: every row needs one cell for each column.'),
        ({"blocks": (LineBlock("l", ("a",), (), 0, 1),)},
         'The block "l" does not fit: there are 0 values for 1 labels.'),
        ({"blocks": (LineBlock("l", ("a",), (1.0,), 0, 1, others=(Line("more", ()),)),)},
         'The block "l" does not fit: there are 0 values for 1 labels.'),
        ({"blocks": (LineBlock("l", ("a",), (1.0,), 0, 1, others=(Line("more", (float("nan"),)),)),)},
         'The block "l" does not fit: it holds a figure that is no number; None stands for no value.'),
        ({"blocks": (LineBlock("l", ("a",), (1.0,), 0, 1, others=(Line(2, (1.0,)),)),)},  # type: ignore[arg-type]
         'The block "l" does not fit: others: `name`: Input should be a valid string.'),
        ({"blocks": (MatrixBlock("m", ("a",), ("b",), ()),)},
         'The block "m" does not fit: the cells must be as many as the rows and columns.'),
        ({"blocks": (BarsBlock("b", (Bar("a", float("inf")),)),)},
         'The block "b" does not fit: it holds a figure that is no number; None stands for no value.'),
        ({"blocks": (ScatterBlock("s", "x", "y", (Point("1", 2, "a", "A"),)),)},  # type: ignore[arg-type]
         'The block "s" does not fit: points: `x`: Input should be a valid number.'),
        ({"findings": (Finding("c", "note", "m"),)},  # type: ignore[arg-type]
         "A finding does not fit: `severity`: Input should be an instance of Severity."),
        ({"parameters": {"what": {1, 2}}},
         "Its report cannot be written as JSON: Object of type set is not JSON serializable."),
        ({"parameters": {"what": float("nan")}}, "Its report cannot be written as JSON: Out of range"),
    ],
)  # fmt: skip
def test_a_report_that_could_not_be_drawn_is_a_fault(change: dict[str, Any], message: str) -> None:
    assert _message(lambda given: replace(SOUND, **change)).startswith(message)


@pytest.mark.parametrize(
    ("run", "message"),
    [
        (lambda given: None, "It returned None instead of Report."),
        (lambda given: {"id": "kano.count"}, "It returned a value of type dict instead of Report."),
        (lambda given: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda given: exec("raise SystemExit(1)"), "SystemExit: 1"),
        (lambda: SOUND, "TypeError: "),
    ],
)
def test_an_analysis_that_fails_is_a_fault(run: Callable[[AnalysisInput], Any], message: str) -> None:
    assert _message(run).startswith(message)


def _rename(given: AnalysisInput) -> None:
    given.persona.name = "Mallory"  # type: ignore[misc]


def _add_persona(given: AnalysisInput) -> None:
    given.project.personas["mallory"] = given.persona  # type: ignore[index]


def _drop_goal(given: AnalysisInput) -> None:
    given.persona.goals.pop()  # type: ignore[attr-defined]


def _other_persona(given: AnalysisInput) -> None:
    given.persona_id = "mallory"  # type: ignore[misc]


@pytest.mark.parametrize("mutate", [_rename, _add_persona, _drop_goal, _other_persona])
def test_an_analysis_cannot_change_what_it_is_given(mutate: Callable[[AnalysisInput], None]) -> None:
    given = analysis_input(TOOL, {"title": "One"}, persona={"name": "Maya", "goals": [{"text": "Rest"}]})
    before = given.project.personas["maya-okafor"].to_data()

    def run(given: AnalysisInput) -> Report:
        mutate(given)
        return SOUND

    analysis = Analysis(id="kano.count", title="", summary="", run=run)
    assert isinstance(run_analysis(HOST, analysis, given), Fault)
    assert given.project.personas["maya-okafor"].to_data() == before
    assert list(given.project.personas) == ["maya-okafor"]


class Limits(Parameters):
    top: int = 3


class Needed(Parameters):
    top: int


def test_an_analysis_without_parameters_given_runs_with_its_defaults() -> None:
    def run(given: AnalysisInput) -> Report:
        assert isinstance(given.parameters, Limits)
        return replace(SOUND, parameters=given.parameters.model_dump())

    outcome = _outcome(run, parameters=Limits)
    assert isinstance(outcome, Report)
    assert outcome.parameters == {"top": 3}
    assert isinstance(_outcome(run, parameters=Needed), Fault)
    analysis = Analysis(id="kano.count", title="", summary="", run=run, parameters=Limits)
    told = run_analysis(HOST, analysis, analysis_input(TOOL, parameters=Limits(top=9)))
    assert isinstance(told, Report)
    assert told.parameters == {"top": 9}
