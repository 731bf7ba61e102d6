"""The Business Model Canvas: blocks of each segment, what serves whom, and the segments of the project."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.api import CheckInput, Project, RemoveValue, Report, SetValue
from personatui.model.edits import apply_to_data
from personatui.testing import analysis_input, make_project
from personatui.testing.projects import TODAY
from personatui_business_model.blocks import ESSENTIAL, RELATED
from personatui_business_model.tool import TOOL
from tools.inputs import analyse, analysis_of, codes, found, value_of

COVERAGE, SERVICE, PEOPLE = "business_model.coverage", "business_model.service", "business_model.people"
PERSONAS = {
    "maya": {"name": "Maya", "segment": "renters"},
    "tom": {"name": "Tom", "segment": "renters"},
    "priya": {"name": "Priya", "segment": "planners"},
}
SEGMENTS = {
    "renters": {"name": "Renters", "target": True, "share": 0.6, "size": 100},
    "planners": {"name": "Planners", "target": True},
    "collectors": {"name": "Collectors", "target": False},
}


def _note(name: str, *segments: str) -> dict[str, Any]:
    return {"id": name, "text": f"Note {name}"} | ({"segments": list(segments)} if segments else {})


def _example() -> dict[str, Any]:
    return {
        "segments": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}],
        "propositions": [_note("p1", "a"), _note("p2", "b")],
        "channels": [_note("c1", "a"), _note("c2", "b")],
        "relationships": [_note("r1", "a")],
        "revenues": [_note("e1", "a")],
        "costs": [_note("t1", "a")],
        "resources": [_note("m1", "a", "b")],
        "partners": [_note("k1")],
    }


def _people(customers: list[dict[str, Any]], **project: Any) -> Report:
    there = make_project(
        **{"personas": PERSONAS, "segments": SEGMENTS, **project},
        canvases={(TOOL.id, "project"): {"segments": customers}},
        tools=(TOOL,),
    )
    return _run(there, PEOPLE)


def _run(there: Project, analysis: str) -> Report:
    given = analysis_input(TOOL)
    values = {name: getattr(given, name) for name in ("tool", "today", "seed", "parameters")}
    return analysis_of(TOOL, analysis).run(
        type(given)(
            **values,
            name="project",
            canvas=there.canvases[TOOL.id, "project"],
            persona_id="maya",
            persona=there.personas["maya"],
            project=there,
        )
    )


def test_the_worked_example_of_the_help_page() -> None:
    report = analyse(TOOL, COVERAGE, _example())
    assert value_of(report, "coverage") == pytest.approx(9 / 16)
    assert value_of(report, "complete_segments") == 0.5
    assert [value_of(report, f"without_{block}") for block in ESSENTIAL] == [0, 0, 1, 1]
    assert value_of(report, "filled_blocks") == pytest.approx(8 / 9)
    assert codes(report) == ["without-relationships", "without-revenues"]
    assert {finding.where for finding in report.findings} == {"canvas/business_model/project#b"}
    details = {metric.subject: metric.value for metric in report.metrics if metric.id == "segment_coverage"}
    assert list(details.values()) == [6 / 8, 3 / 8]
    report = analyse(TOOL, SERVICE, _example())
    assert value_of(report, "serving_notes") == pytest.approx(8 / 9)
    assert value_of(report, "idle_notes") == value_of(report, "idle_blocks") == 1
    assert report.metric("idle_blocks").n == 7
    assert codes(report) == ["idle-block"]
    for told in ("**0.56**", "**0.50**", "**0.89**"):
        assert told in TOOL.help


def test_an_empty_canvas_has_no_values() -> None:
    for analysis in (COVERAGE, SERVICE, PEOPLE):
        report = analyse(TOOL, analysis, {})
        assert {metric.value for metric in report.metrics} == {None}
    assert codes(analyse(TOOL, COVERAGE, {})) == ["no-segment"]
    blank = {"segments": [{"id": "a", "text": " "}], "costs": [{"id": "b", "text": "", "segments": ["a"]}]}
    assert value_of(analyse(TOOL, COVERAGE, blank), "filled_blocks") is None
    assert value_of(analyse(TOOL, SERVICE, blank), "serving_notes") is None


def test_blocks_without_segments_have_no_coverage_but_a_warning() -> None:
    report = analyse(TOOL, COVERAGE, {"costs": [_note("t1")]})
    assert value_of(report, "coverage") is None
    assert value_of(report, "filled_blocks") == pytest.approx(1 / 9)
    (finding,) = report.findings
    assert (finding.code, finding.severity) == ("business_model.no-segment", "warning")


def test_a_note_for_one_and_one_for_nobody() -> None:
    data = {"segments": [{"id": "a", "text": "A"}], "channels": [_note("c1", "a"), _note("c2")], "costs": [_note("t")]}
    data["costs"].append(_note("u", "a"))
    report = analyse(TOOL, SERVICE, data)
    assert [(finding.severity, finding.where[-3:]) for finding in found(report, "idle-note")] == [
        ("warning", "#c2"),
        ("note", "t#t"),
    ]
    assert value_of(report, "idle_blocks") == 0


@given(
    st.lists(st.sampled_from("abc"), unique=True, min_size=1),
    st.dictionaries(st.sampled_from(RELATED), st.lists(st.lists(st.sampled_from("abcz"), max_size=3), max_size=4)),
    st.randoms(use_true_random=False),
)
def test_the_order_of_notes_and_links_does_not_matter(
    names: list[str], blocks: dict[str, list[list[str]]], random: Any
) -> None:
    data: dict[str, Any] = {"segments": [{"id": name, "text": name.upper()} for name in names]}
    for block, notes in blocks.items():
        data[block] = [_note(f"{block}{index}", *segments) for index, segments in enumerate(notes)]
    turned = {key: random.sample(value, len(value)) for key, value in data.items()}
    for analysis in (COVERAGE, SERVICE):
        one, other = analyse(TOOL, analysis, data), analyse(TOOL, analysis, turned)
        figures = [sorted((metric.id, metric.subject, str(metric.value)) for metric in r.metrics) for r in (one, other)]
        assert figures[0] == figures[1]
        assert codes(one) == codes(other)
    coverage = value_of(analyse(TOOL, COVERAGE, data), "coverage")
    assert isinstance(coverage, float)
    assert 0 <= coverage <= 1


def test_links_to_no_segment_are_errors_with_a_fix() -> None:
    data = {
        "segments": [{"id": "a", "text": "A"}],
        "costs": [_note("t1", "gone"), _note("t2", "a", "gone")],
    }
    assert codes(analyse(TOOL, SERVICE, data)) == ["dangling-segment", "dangling-segment", "idle-note"]
    project = make_project(personas={"maya-okafor": {}}, canvases={(TOOL.id, "project"): data}, tools=(TOOL,))
    findings = [finding for rule in TOOL.checks for finding in rule.run(CheckInput(project=project, today=TODAY))]
    assert [finding.where[-3:] for finding in findings] == ["#t1", "#t2"]
    for finding in findings:
        assert finding.fix is not None
        for edit in finding.fix.edits:
            assert isinstance(edit, SetValue | RemoveValue)
            data = apply_to_data(data, edit)
    assert data["costs"] == [_note("t1"), _note("t2", "a")]


def test_segments_and_personas_of_the_project() -> None:
    report = _people(
        [
            {"id": "a", "text": "People in flats", "segment": "segment/renters"},
            {"id": "b", "text": "Somebody else"},
        ]
    )
    assert value_of(report, "known_segments") == value_of(report, "segments_with_persona") == 0.5
    assert value_of(report, "targets_served") == 0.5
    assert report.metric("targets_served").n == 2
    assert codes(report) == ["segment-not-linked", "segment-without-persona", "target-not-served"]
    assert "“Planners” is a target" in found(report, "target-not-served")[0].message
    assert "Planners is a target but not in the model" in report.reading


def test_segments_that_do_not_fit_the_project() -> None:
    report = _people(
        [
            {"id": "a", "text": "A", "segment": "segment/renters", "personas": ["persona/priya"]},
            {"id": "b", "text": "B", "segment": "segment/renters"},
            {"id": "c", "segment": "segment/collectors"},
            {"id": "d", "text": "D", "segment": "segment/nowhere", "personas": ["persona/nobody"]},
        ]
    )
    assert codes(report) == [
        "persona-of-another-segment",
        "segment-twice",
        "segment-without-persona",
        "segment-without-persona",
        "served-but-no-target",
        "target-not-served",
        "unknown-persona",
        "unknown-segment",
    ]
    assert {finding.severity for finding in found(report, "unknown-segment")} == {"error"}


def test_a_project_without_segments_asks_for_none() -> None:
    report = _people([{"id": "a", "text": "A", "personas": ["persona/maya"]}], segments={}, personas={"maya": {}})
    assert codes(report) == []
    assert value_of(report, "known_segments") == 0
    assert value_of(report, "segments_with_persona") == 1
    assert value_of(report, "targets_served") is None


def test_the_project_has_one_model_for_all_personas() -> None:
    there = make_project(personas=PERSONAS, canvases={(TOOL.id, "project"): {}, (TOOL.id, "tom"): {}}, tools=(TOOL,))
    assert [there.canvas(TOOL.id, name) for name in PERSONAS] == [
        ("project", there.canvases[TOOL.id, "project"]),
        ("tom", there.canvases[TOOL.id, "tom"]),
        ("project", there.canvases[TOOL.id, "project"]),
    ]
    assert there.personas_of(TOOL.id, "project") == tuple(PERSONAS)
    assert TOOL.canvas_name("maya") == "project"
