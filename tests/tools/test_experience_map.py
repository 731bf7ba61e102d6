"""The experience map: curves, moments of truth, gaps and touchpoint scores, at every limit and with what is broken."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.api import (
    AddItem,
    AnalysisInput,
    BarsBlock,
    CheckInput,
    CommandInput,
    LineBlock,
    MatrixBlock,
    Report,
    TableBlock,
)
from personatui.render.charts import draw_chart
from personatui.testing import analysis_input, make_project
from personatui_experience_map import figures
from personatui_experience_map.canvas import Feeling
from personatui_experience_map.tool import TOOL
from personatui_experience_map.touchpoints import TouchpointParameters
from personatui_jtbd.tool import TOOL as JTBD
from tools.inputs import analyse, analysis_of, codes, found, value_of

WHERE = "canvas/experience_map/maya-okafor"
JOBS = "canvas/jtbd/maya-okafor"
ANALYSES = [analysis.id for analysis in TOOL.analyses]


def _stages(number: int) -> list[dict[str, Any]]:
    return [{"id": f"s{index}", "text": f"Stage {index}"} for index in range(number)]


def _map(*emotions: float | None, scale: int = 2, **others: Any) -> dict[str, Any]:
    feelings = [
        {"id": f"f{index}", "stage": f"s{index}", "emotion": emotion}
        for index, emotion in enumerate(emotions)
        if emotion is not None
    ]
    return {"scale": scale, "stages": _stages(len(emotions)), "feelings": feelings, **others}


def _emotion(*emotions: float | None, scale: int = 2, **others: Any) -> Report:
    return analyse(TOOL, "experience_map.emotion", _map(*emotions, scale=scale, **others))


def _entry(name: str, stage: int | str, **others: Any) -> dict[str, Any]:
    where = stage if isinstance(stage, str) else f"s{stage}"
    return {"id": name, "text": f"Entry {name}", "stage": where, **others}


# The curve ---------------------------------------------------------------------------------------------------


def test_the_example_of_the_help_page() -> None:
    report = _emotion(-1, -2, 1, 2, 0)
    for name, expected in {
        "mean": 0,
        "range": 4,
        "sd": 1.58,
        "masd": 1.75,
        "rmssd": 1.94,
        "biggest_drop": -2,
        "biggest_rise": 3,
        "peak": -2,
        "peak_end": -1,
        "sign_changes": 1,
    }.items():
        assert value_of(report, name) == pytest.approx(expected, abs=0.005), name
    assert "**1.58**" in TOOL.help
    assert "**1.94**" in TOOL.help
    assert report.metric("biggest_drop").label == "Biggest drop: Stage 3 → Stage 4"
    assert report.metric("biggest_rise").label == "Biggest rise: Stage 1 → Stage 2"


@pytest.mark.parametrize(("peak", "end", "expected"), [(8, 7, 7.5), (8, 1, 4.5)])
def test_kahnemans_patients(peak: int, end: int, expected: float) -> None:
    assert value_of(_emotion(2, peak, end, scale=10), "peak_end") == expected
    # a longer stay of the same kind changes nothing
    assert value_of(_emotion(2, 2, 2, 2, peak, end, scale=10), "peak_end") == expected


def test_nothing_gives_no_value_and_never_zero() -> None:
    for data in ({}, _map(None, None)):
        report = analyse(TOOL, "experience_map.emotion", data)
        assert {metric.value for metric in report.metrics} == {None}


def test_one_stage_is_its_own_peak_and_end() -> None:
    report = _emotion(-2)
    assert value_of(report, "peak_end") == -2
    assert value_of(report, "range") == 0
    assert value_of(report, "sign_changes") == 0
    for name in ("sd", "masd", "rmssd", "biggest_drop", "biggest_rise"):
        assert value_of(report, name) is None, name


def test_a_point_of_a_curve_says_something_without_words() -> None:
    rated, silent = Feeling(stage="s0", emotion=-1), Feeling(stage="s0")
    assert (rated.label, rated.words, silent.label) == ("felt as -1", "", "")
    # words tell why, and a figure is no reason
    report = _emotion(-1, 1)
    table = next(block for block in report.blocks if isinstance(block, TableBlock) and block.title == "Stages")
    assert [row[3] for row in table.rows] == [None, None]


def test_a_stage_without_emotion_is_named_and_skipped() -> None:
    report = _emotion(1, None, -1)
    (finding,) = found(report, "stage-without-emotion")
    assert finding.where == f"{WHERE}#s1"
    assert "“Stage 1” has no emotion" in finding.message
    assert value_of(report, "mean") == 0
    assert report.metric("mean").n == 2
    assert value_of(report, "biggest_drop") == -2
    assert report.metric("biggest_drop").n == 1
    line = next(block for block in report.blocks if isinstance(block, LineBlock))
    assert line.values == (1, None, -1)


@pytest.mark.parametrize("emotion", [3, -3, 2.0001, 0.5, float("nan"), float("inf")])
def test_an_emotion_off_the_scale_is_named_and_left_out(emotion: float) -> None:
    report = _emotion(1, emotion, -1)
    (finding,) = found(report, "emotion-off-scale")
    assert (finding.severity, finding.where) == ("error", f"{WHERE}#f1")
    assert "“Stage 1”" in finding.message
    assert "-2 to +2" in finding.message
    assert value_of(report, "mean") == 0
    assert len(found(report, "stage-without-emotion")) == 1
    assert report.blocks


def test_the_scale_is_declared_and_shown() -> None:
    report = _emotion(5, -5, 3, scale=5)
    assert report.metric("mean").scale == "-5 to +5"
    assert value_of(report, "mean") == 1
    assert value_of(report, "mean_normalised") == pytest.approx(0.2)
    assert report.parameters["scale"] == "-5 to +5"
    # the same curve on another scale is the same when it is normalised
    assert value_of(_emotion(2, -2, scale=2), "mean_normalised") == value_of(
        _emotion(5, -5, scale=5), "mean_normalised"
    )


@pytest.mark.parametrize("scale", [0, -2, 11])
def test_a_scale_that_cannot_be_is_a_finding(scale: int) -> None:
    report = _emotion(1, -1, scale=scale)
    (finding,) = found(report, "invalid-scale")
    assert finding.severity == "error"
    assert value_of(report, "mean") is None
    for analysis in ANALYSES:
        assert analyse(TOOL, analysis, _map(1, -1, scale=scale, pains=[_entry("p1", 0)])).reading


@pytest.mark.parametrize(
    ("emotions", "drop", "rise"),
    [
        ((1, 1, 1), None, None),
        ((2, 1, 0), "Stage 0 → Stage 1", None),
        ((0, 1, 2), None, "Stage 0 → Stage 1"),
        ((0, -1, 0, -1), "Stage 0 → Stage 1", "Stage 1 → Stage 2"),
        ((0, -1, 1, -2), "Stage 2 → Stage 3", "Stage 1 → Stage 2"),
    ],
)
def test_only_a_fall_is_a_drop_and_the_earliest_on_a_tie(
    emotions: tuple[int, ...], drop: str | None, rise: str | None
) -> None:
    report = _emotion(*emotions)
    for name, expected in (("biggest_drop", drop), ("biggest_rise", rise)):
        metric = report.metric(name)
        assert (metric.value is None) == (expected is None)
        assert metric.label.partition(": ")[2] == (expected or "")


@pytest.mark.parametrize(
    ("emotions", "peak"), [((2, -2), -2), ((-2, 2), -2), ((2, -1), 2), ((0, 0), 0), ((1, -2, 2), -2)]
)
def test_between_two_extremes_the_bad_one_is_the_peak(emotions: tuple[int, ...], peak: int) -> None:
    assert value_of(_emotion(*emotions), "peak") == peak


@pytest.mark.parametrize(
    ("emotions", "changes"), [((1, 0, -1), 1), ((0, 0, 0), 0), ((1, 0, 1), 0), ((1, -1, 1), 2), ((0, 1, 2), 0)]
)
def test_zeros_are_passed_over_in_the_turns(emotions: tuple[int, ...], changes: int) -> None:
    assert value_of(_emotion(*emotions), "sign_changes") == changes


def test_several_emotions_of_a_stage_give_their_mean_and_a_finding() -> None:
    data = _map(1, 0)
    data["feelings"].append({"id": "f9", "stage": "s0", "emotion": -2})
    report = analyse(TOOL, "experience_map.emotion", data)
    (finding,) = found(report, "several-emotions")
    assert finding.where == f"{WHERE}#s0"
    assert finding.references == (f"{WHERE}#f0", f"{WHERE}#f9")
    assert report.metric("mean").value == -0.25


def test_the_order_is_that_of_the_stages_whatever_the_order_of_the_feelings() -> None:
    data = _map(-1, -2, 1, 2, 0)
    backwards = {**data, "feelings": data["feelings"][::-1]}
    values = [
        [(metric.id, metric.value) for metric in analyse(TOOL, "experience_map.emotion", one).metrics]
        for one in (data, backwards)
    ]
    assert values[0] == values[1]


def test_each_point_of_view_has_a_curve_and_to_be_is_compared_with_as_is() -> None:
    data = _map(-1, 1)
    data["views"] = [
        {"id": "v2", "persona": "persona/maya-okafor", "state": "to-be"},
        {"id": "v3", "title": "A guest"},
    ]
    data["feelings"] += [
        {"id": "g0", "stage": "s0", "view": "v2", "emotion": 1},
        {"id": "g1", "stage": "s1", "view": "v2", "emotion": 2},
    ]
    report = analyse(TOOL, "experience_map.emotion", data)
    means = {metric.subject: metric.value for metric in report.metrics if metric.id == "mean"}
    assert means == {WHERE: 0, f"{WHERE}#v2": 1.5, f"{WHERE}#v3": None}
    assert value_of(report, "planned_change") == 1.5
    assert report.metric("planned_change").n == 2
    assert "Maya Okafor · as-is" in report.metrics[0].label
    (finding,) = found(report, "view-without-emotion")
    assert "“A guest”" in finding.message
    matrix = next(block for block in report.blocks if isinstance(block, MatrixBlock))
    assert matrix.cells == ((-1, 1, None), (1, 2, None))
    # one chart for the curves that there are: filled signs for today, hollow ones for what should be
    (line,) = (block for block in report.blocks if isinstance(block, LineBlock))
    assert [(one.name, one.values, one.mark) for one in line.lines] == [
        ("Maya Okafor · as-is", (-1, 1), "●"),
        ("Maya Okafor · to-be", (1, 2), "◇"),
    ]
    drawing = draw_chart(line, width=78, height=16, colour=False)
    assert [row.split(maxsplit=1)[0] for row in drawing.splitlines()[-2:]] == ["●", "◇"]
    # what is to be is no moment of truth and no gap of today
    moments = analyse(TOOL, "experience_map.moments", data)
    assert not any(
        "to-be" in str(cell)
        for block in moments.blocks
        if isinstance(block, TableBlock)
        for row in block.rows
        for cell in row
    )


@given(st.lists(st.integers(-2, 2), min_size=1, max_size=12))
def test_figures_stay_in_their_ranges_and_turn_with_the_sign(values: list[int]) -> None:
    mean, spread, peak_end = figures.mean(values), figures.spread(values), figures.peak_end(values)
    assert mean is not None
    assert spread is not None
    assert peak_end is not None
    assert -2 <= mean <= 2
    assert 0 <= spread <= 4
    assert -2 <= peak_end <= 2
    turned = [-value for value in values]
    assert figures.sign_changes(turned) == figures.sign_changes(values)
    drop, rise = figures.biggest_drop(values), figures.biggest_rise(turned)
    assert (drop is None) == (rise is None)
    assert drop is None or rise is None or (drop.first, -drop.change) == (rise.first, rise.change)
    if len(values) > 1:
        masd, rmssd = figures.mean_step(values), figures.root_mean_square_step(values)
        assert masd is not None
        assert rmssd is not None
        assert masd <= rmssd + 1e-9


# Candidates --------------------------------------------------------------------------------------------------

OUTCOMES = [
    {"id": "o1", "text": "Minimize the wait at the door", "importance": 9, "satisfaction": 3},
    {"id": "o2", "text": "Minimize the likelihood of a quarrel", "importance": 5, "satisfaction": 5},
    {"id": "o3", "text": "Minimize the time to pay", "importance": 10, "satisfaction": 10},
    {"id": "o4", "text": "Minimize the time to book", "importance": 10},
]


def _beside_jobs(data: dict[str, Any], outcomes: list[dict[str, Any]] = OUTCOMES) -> AnalysisInput:
    given_ = analysis_input(TOOL, data)
    project = make_project(
        personas={"maya-okafor": {"name": "Maya Okafor"}},
        canvases={("experience_map", "maya-okafor"): data, ("jtbd", "maya-okafor"): {"outcomes": outcomes}},
        tools=(TOOL, JTBD),
    )
    return replace(given_, project=project, canvas=project.canvases["experience_map", "maya-okafor"])


def _candidates(report: Report) -> list[tuple[Any, ...]]:
    return [
        row
        for block in report.blocks
        if isinstance(block, TableBlock) and block.title == "Candidates for opportunities"
        for row in block.rows
    ]


def test_low_points_and_underserved_outcomes_are_candidates_for_opportunities() -> None:
    data = _map(-1, 2, -2, 0, opportunities=[_entry("x1", 0)])
    data["feelings"][2]["text"] = "Left alone"
    report = analysis_of(TOOL, "experience_map.gaps").run(_beside_jobs(data))
    assert _candidates(report) == [
        ("Stage 2: Left alone", "low point, -2 on -2 to +2", f"{WHERE}#f2", None),
        ("Stage 0", "low point, -1 on -2 to +2", f"{WHERE}#s0", "Entry x1"),
        (
            "Minimize the wait at the door",
            "underserved, 15.0 of 0-20, expert estimate",
            "canvas/jtbd/maya-okafor#o1",
            None,
        ),
        ("Minimize the time to pay", "underserved, 10.0 of 0-20, expert estimate", f"{JOBS}#o3", None),
    ]
    assert value_of(report, "open_candidates") == 3
    assert report.metric("open_candidates").n == 4
    (finding,) = found(report, "candidate-not-taken-up")
    assert finding.where == "canvas/jtbd/maya-okafor#o1"
    assert "and 1 other candidate are taken up" in finding.message
    # and the other way round, where the outcomes are listed
    jobs = _beside_jobs(data)
    outcomes = replace(jobs, tool="jtbd", canvas=jobs.project.canvases["jtbd", "maya-okafor"])
    table = analysis_of(JTBD, "jtbd.opportunity").run(outcomes).blocks[-1]
    assert isinstance(table, TableBlock)
    assert [row[2] for row in table.rows] == [f"{WHERE}#f2", f"{WHERE}#s0"]


def test_without_a_low_point_or_another_canvas_there_is_no_candidate() -> None:
    for data in ({}, _map(0, 1), _map(-3, 1), _map(-1, scale=0)):
        report = analyse(TOOL, "experience_map.gaps", data)
        assert _candidates(report) == []
        assert value_of(report, "open_candidates") is None


def test_a_low_point_is_the_worst_curve_of_today_and_several_emotions_have_their_mean() -> None:
    data = _map(1, -1)
    data["views"] = [{"id": "v2", "title": "A guest"}, {"id": "v3", "state": "to-be"}]
    data["feelings"] += [
        {"id": "g0", "text": "Cold", "stage": "s0", "view": "v2", "emotion": -2},
        {"id": "g1", "stage": "s1", "emotion": 2},
        {"id": "g2", "stage": "s1", "view": "v3", "emotion": -2},
    ]
    rows = _candidates(analyse(TOOL, "experience_map.gaps", data))
    assert rows == [("Stage 0: Cold", "low point, -2 on -2 to +2", f"{WHERE}#g0", None)]


def test_an_outcome_is_taken_over_by_reference_and_an_edit_of_it_is_marked() -> None:
    given_ = _beside_jobs(_map(1, 2))
    command = next(one for one in TOOL.commands if one.id == "experience_map.take-candidates")
    asked = CommandInput(
        project=given_.project,
        persona_id="maya-okafor",
        persona=given_.persona,
        tool=TOOL.id,
        name="maya-okafor",
        canvas=given_.canvas,
    )
    change = command.run(asked)
    assert change is not None
    entries = [edit.value for edit in change.edits if isinstance(edit, AddItem)]
    assert [entry["origin"] for entry in entries] == ["canvas/jtbd/maya-okafor#o1", "canvas/jtbd/maya-okafor#o3"]
    assert all("text" not in entry for entry in entries)
    data = _map(1, 2, opportunities=[{**entry, "stage": "s0"} for entry in entries])
    held = _beside_jobs(data)
    report = analysis_of(TOOL, "experience_map.gaps").run(held)
    assert value_of(report, "open_candidates") == 0
    assert [row[3] for row in _candidates(report)] == [row[0] for row in _candidates(report)]
    assert not [code for code in codes(report) if "original" in code or "candidate" in code]
    assert command.run(replace(asked, project=held.project, canvas=held.canvas)) is None
    # the original is edited, then removed: what refers to it is marked, and counts on
    edited = _beside_jobs(data, [{**OUTCOMES[0], "text": "Minimize the wait"}, OUTCOMES[2]])
    report = analysis_of(TOOL, "experience_map.gaps").run(edited)
    (finding,) = found(report, "original-edited")
    assert finding.where == f"{WHERE}#{entries[0]['id']}"
    assert finding.fix is not None
    check = CheckInput(project=edited.project, today=edited.today)
    assert "experience_map.original-edited" in [one.code for rule in TOOL.checks for one in rule.run(check)]
    gone = _beside_jobs(data, [OUTCOMES[2]])
    report = analysis_of(TOOL, "experience_map.gaps").run(gone)
    assert len(found(report, "original-gone")) == 1
    opportunities = next(block for block in report.blocks if isinstance(block, TableBlock)).rows[0][5]
    assert opportunities == 2


# What is broken ----------------------------------------------------------------------------------------------


def test_points_of_view_of_one_name_are_told_apart() -> None:
    data = _map(1, -1, views=[{"title": "A guest"}, {"title": "A guest"}, {"id": "v", "title": "A guest"}])
    report = analyse(TOOL, "experience_map.emotion", data)
    names = [(metric.id, metric.subject, metric.label) for metric in report.metrics]
    assert len(set(names)) == len(names)
    assert "A guest #3" in report.metrics[-1].label


def test_a_score_that_all_agree_on_has_no_interval() -> None:
    measures = [{"id": "m1", "text": "Asked", "touchpoint": "t1", "kind": "nps", "answers": [10, 9]}]
    data = _map(1, touchpoints=[_entry("t1", 0)], measures=measures)
    report = analyse(TOOL, "experience_map.touchpoints", data)
    assert value_of(report, "nps") == 100
    (finding,) = found(report, "few-answers")
    assert finding.message.endswith("rests on 2 answers: the interval is wide.")
    table = next(block for block in report.blocks if isinstance(block, TableBlock))
    assert table.rows[0][4] is None


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ({}, {"no-scenario"}),
        ({"scenario": "A day"}, {"no-expectations"}),
        ({"scenario": "A day", "expectations": "None", "kind": "journey-map"}, {"journey-without-offer"}),
        (
            {"scenario": "A day", "expectations": "None", "kind": "experience-map", "offer": "A shop"},
            {"experience-with-offer"},
        ),
        ({"scenario": "A day", "expectations": "None", "kind": "journey-map", "offer": "A shop"}, set()),
    ],
)
def test_what_frames_the_map_and_is_missing_is_noted(frame: dict[str, Any], expected: set[str]) -> None:
    told = set(codes(analyse(TOOL, "experience_map.gaps", _map(1, 1, **frame))))
    assert told & {"no-scenario", "no-expectations", "journey-without-offer", "experience-with-offer"} == expected
    assert not {"no-scenario"} & set(codes(analyse(TOOL, "experience_map.gaps", {})))


@pytest.mark.parametrize("severity", [0, 6, -1])
def test_a_severity_off_the_scale_is_named_and_the_pain_counts(severity: int) -> None:
    report = analyse(TOOL, "experience_map.gaps", _map(1, 1, pains=[_entry("p1", 0, severity=severity)]))
    (finding,) = found(report, "severity-off-scale")
    assert (finding.severity, finding.where) == ("error", f"{WHERE}#p1")
    assert value_of(report, "pain_density") == 0.5


def test_what_refers_to_something_removed_is_named_and_the_rest_is_there() -> None:
    data = _map(1, -1, pains=[_entry("p1", "gone"), _entry("p2", 1), {"id": "p3", "text": "Nowhere"}])
    data["doing"] = [_entry("d1", 0, view="gone")]
    data["feelings"].append({"id": "f8", "text": "Lost", "stage": "gone", "emotion": 2})
    data["views"] = [{"id": "v1", "persona": "persona/nobody", "title": "Nobody"}]
    data["measures"] = [{"id": "m1", "text": "Asked", "touchpoint": "gone", "kind": "nps", "answers": [10] * 30}]
    report = analyse(TOOL, "experience_map.gaps", data)
    assert {finding.where for finding in found(report, "unknown-stage")} == {f"{WHERE}#p1", f"{WHERE}#f8"}
    assert [finding.where for finding in found(report, "entry-without-stage")] == [f"{WHERE}#p3"]
    assert [finding.where for finding in found(report, "unknown-view")] == [f"{WHERE}#d1"]
    assert [finding.where for finding in found(report, "unknown-persona")] == [f"{WHERE}#v1"]
    assert value_of(report, "pain_density") == 0.5
    scores = analyse(TOOL, "experience_map.touchpoints", data)
    assert [finding.where for finding in found(scores, "unknown-touchpoint")] == [f"{WHERE}#m1"]
    assert value_of(scores, "nps") == 100
    given_ = analysis_input(TOOL, data)
    checked = {
        finding.code
        for rule in TOOL.checks
        for finding in rule.run(CheckInput(project=given_.project, today=given_.today))
    }
    assert {"experience_map.unknown-stage", "experience_map.unknown-touchpoint"} <= checked


def test_entries_written_by_hand_without_ids_are_read() -> None:
    data = {"stages": [{"text": "Here"}, {"text": "There"}], "measures": [{"kind": "nps", "answers": [9]}] * 2}
    for analysis in ANALYSES:
        report = analyse(TOOL, analysis, data)
        names = [(metric.id, metric.subject, metric.label) for metric in report.metrics]
        assert len(names) == len(set(names))


# Moments of truth --------------------------------------------------------------------------------------------


def test_peak_end_drop_and_flags_are_moments() -> None:
    data = _map(1, 2, -1, 0, None)
    data["stages"][4]["moment"] = "umot"
    report = analyse(TOOL, "experience_map.moments", data)
    table = next(block for block in report.blocks if isinstance(block, TableBlock))
    assert [(row[0], row[1]) for row in table.rows] == [
        ("Stage 1", "peak"),
        ("Stage 2", "biggest drop"),
        ("Stage 3", "end"),
        ("Stage 4", "flagged: ultimate moment, when it is told on"),
    ]
    assert value_of(report, "moments") == 4
    assert value_of(report, "flagged") == 1
    assert [finding.where for finding in found(report, "moment-without-emotion")] == [f"{WHERE}#s4"]
    assert value_of(analyse(TOOL, "experience_map.moments", _map(None)), "moments") is None


# Gaps --------------------------------------------------------------------------------------------------------


def _gaps(**others: Any) -> Report:
    return analyse(TOOL, "experience_map.gaps", _map(1, -1, 0, None, **others))


def test_a_stage_that_hurts_without_an_opportunity_is_a_gap() -> None:
    report = _gaps(pains=[_entry("p1", 2), _entry("p2", 2)])
    assert value_of(report, "opportunity_gaps") == 2
    assert [finding.where for finding in found(report, "opportunity-gap")] == [f"{WHERE}#s1", f"{WHERE}#s2"]
    assert "2 pains" in found(report, "opportunity-gap")[1].message
    assert value_of(report, "pain_density") == 0.5
    answered = _gaps(pains=[_entry("p1", 2)], opportunities=[_entry("o1", 1), _entry("o2", 2)])
    assert value_of(answered, "opportunity_gaps") == 0
    assert value_of(answered, "answered_stages") == 1
    assert len(found(answered, "opportunity-without-owner")) == 2


def test_an_emotion_of_zero_is_no_gap() -> None:
    report = analyse(TOOL, "experience_map.gaps", _map(0))
    assert value_of(report, "opportunity_gaps") == 0
    assert value_of(report, "answered_stages") is None


def test_lanes_that_nobody_filled_give_no_value() -> None:
    report = analyse(TOOL, "experience_map.gaps", _map(None, None))
    assert {metric.value for metric in report.metrics} == {None}
    assert codes(report).count("no-touchpoints") == 1


@pytest.mark.parametrize(
    ("channels", "switches", "pairs"),
    [
        ((("Web",), ("Web",), ("Phone",), ("Shop",)), 2, 3),
        ((("Web",), ("web ",), ("WEB", "Phone"), ("Phone",)), 0, 3),
        ((("Web",), (), ("Phone",), ("Shop",)), 1, 1),
        ((("Web",), (), ("Phone",), ()), None, 0),
        (((), (), (), ()), None, 0),
    ],
)
def test_channel_switches_count_where_neighbours_share_none(
    channels: tuple[tuple[str, ...], ...], switches: int | None, pairs: int
) -> None:
    lane = [
        {"id": f"c{stage}{index}", "text": name, "stage": f"s{stage}"}
        for stage, names in enumerate(channels)
        for index, name in enumerate(names)
    ]
    report = _gaps(channels=lane)
    assert value_of(report, "channel_switches") == switches
    assert report.metric("channel_switches").n == pairs


def test_the_channel_of_a_touchpoint_counts_too() -> None:
    report = _gaps(touchpoints=[_entry("t1", 0, channel="Web"), _entry("t2", 1, channel="Phone")])
    assert value_of(report, "channel_switches") == 1
    assert value_of(report, "touchpoint_coverage") == 0.5
    assert value_of(report, "channel_coverage") == 0.5
    assert [finding.where for finding in found(report, "stage-without-touchpoint")] == [f"{WHERE}#s2", f"{WHERE}#s3"]


# Touchpoint scores -------------------------------------------------------------------------------------------


def _score(**measure: Any) -> Report:
    data = {
        "stages": _stages(1),
        "touchpoints": [_entry("t1", 0)],
        "measures": [{"id": "m1", "text": "Asked", "touchpoint": "t1", **measure}],
    }
    return analyse(TOOL, "experience_map.touchpoints", data)


def test_a_zero_is_a_detractor_and_limits_belong_where_the_method_puts_them() -> None:
    assert value_of(_score(kind="nps", answers=[0]), "nps") == -100
    assert value_of(_score(kind="nps", answers=[6]), "nps") == -100
    assert value_of(_score(kind="nps", answers=[7, 8]), "nps") == 0
    assert value_of(_score(kind="nps", answers=[9]), "nps") == 100
    assert value_of(_score(kind="csat", answers=[3, 4]), "csat") == 50
    assert value_of(_score(kind="ces", version="2.0", answers=[4, 5]), "ces_agree") == 50


def test_scores_stand_under_their_touchpoint_with_n() -> None:
    report = _score(kind="csat", respondents=250, top=150)
    metric = report.metric("csat")
    assert (metric.value, metric.n, metric.unit, metric.subject) == (60.0, 250, "%", f"{WHERE}#t1")
    assert value_of(report, "csat_mean") is None
    assert "as a mean" in report.metric("csat_mean").label
    assert not report.findings
    (bars,) = [block for block in report.blocks if isinstance(block, BarsBlock)]
    assert bars.bars[0].note == "n=250"


@pytest.mark.parametrize(("n", "warned"), [(29, True), (30, False)])
def test_few_answers_are_said(n: int, warned: bool) -> None:
    report = _score(kind="nps", answers=[9] * n)
    assert bool(found(report, "few-answers")) is warned
    data = {"measures": [{"id": "m1", "kind": "nps", "answers": [9] * n}]}
    strict = analyse(TOOL, "experience_map.touchpoints", data, parameters=TouchpointParameters(min_answers=n + 1))
    assert found(strict, "few-answers")


def test_the_effort_score_of_2010_is_better_when_lower() -> None:
    report = _score(kind="ces", version="1.0", answers=[1, 2, 3] * 10)
    assert value_of(report, "ces_effort") == 2
    assert "lower is better" in report.metric("ces_effort").scale


@pytest.mark.parametrize(
    ("measure", "code", "severity"),
    [
        ({"answers": [1]}, "measure-without-kind", "warning"),
        ({"kind": "ces", "answers": [1]}, "effort-without-version", "warning"),
        ({"kind": "nps"}, "measure-without-answers", "warning"),
        ({"kind": "nps", "answers": [11]}, "answer-off-scale", "error"),
        ({"kind": "csat", "answers": [0]}, "answer-off-scale", "error"),
        ({"kind": "nps", "top": 5, "bottom": 6, "respondents": 10}, "counts-exceed-respondents", "error"),
        ({"kind": "nps", "top": 5, "bottom": -1, "respondents": 10}, "counts-exceed-respondents", "error"),
        ({"kind": "nps", "top": 5, "bottom": 5}, "missing-respondents", "warning"),
        ({"kind": "nps", "top": 0, "bottom": 0, "respondents": 0}, "missing-respondents", "warning"),
        ({"kind": "nps", "top": 5, "respondents": 10}, "missing-count", "warning"),
        ({"kind": "nps", "mean": 8.0}, "mean-of-nps", "warning"),
        ({"kind": "csat", "mean": 5.1}, "mean-off-scale", "error"),
        ({"kind": "ces", "version": "1.0", "top": 3, "respondents": 9}, "no-counts-of-effort", "warning"),
    ],
)
def test_what_gives_no_score_is_named(measure: dict[str, Any], code: str, severity: str) -> None:
    report = _score(**measure)
    (finding,) = found(report, code)
    assert (finding.severity, finding.where) == (severity, f"{WHERE}#m1")
    assert "“Asked”" in finding.message
    assert not report.metrics


def test_answers_come_before_counts_and_a_mean_without_n_is_said() -> None:
    report = _score(kind="csat", answers=[5] * 30, respondents=30, top=0)
    assert value_of(report, "csat") == 100
    assert found(report, "several-ways")
    unknown = _score(kind="csat", mean=4.1)
    assert value_of(unknown, "csat_mean") == 4.1
    assert value_of(unknown, "csat") is None
    assert found(unknown, "unknown-n")


def test_two_measurements_of_one_touchpoint_are_told_apart() -> None:
    data = {
        "stages": _stages(1),
        "touchpoints": [_entry("t1", 0)],
        "measures": [
            {"id": "m1", "touchpoint": "t1", "kind": "nps", "answers": [9] * 30},
            {"id": "m2", "touchpoint": "t1", "kind": "nps", "answers": [0] * 30},
            {"id": "m3", "touchpoint": "t1", "kind": "nps", "answers": [7] * 30, "date": "2026-01-01"},
        ],
    }
    report = analyse(TOOL, "experience_map.touchpoints", data)
    assert {metric.label: metric.value for metric in report.metrics if metric.id == "nps"} == {
        "NPS · Entry t1 #1": 100,
        "NPS · Entry t1 #2": -100,
        "NPS · Entry t1 (2026-01-01)": 0,
    }
    assert "“Entry t1 #2” stands lowest" in report.reading


def test_the_interval_of_a_share_is_that_of_the_normal_distribution() -> None:
    report = _score(kind="csat", respondents=100, top=50)
    table = next(block for block in report.blocks if isinstance(block, TableBlock))
    assert table.rows[0][4] == pytest.approx(round(196 * sqrt(0.25 / 100), 1), abs=0.1)
