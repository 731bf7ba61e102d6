"""Segments: published examples, limits, gaps and findings, through the public analyses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personatui.api import CheckInput, MatrixBlock, Metric, Parameters, Report, TableBlock, Tool
from personatui.testing import ToolConformance, analysis_input, make_project
from personatui.testing.projects import TODAY
from personatui_segments.canvas import Respondent
from personatui_segments.classes import LatentParameters
from personatui_segments.clustering import (
    average_linkage,
    clusterwise_jaccard,
    distances_of,
    medoids_of,
    pam,
    silhouettes,
    stability_of,
    structure_of,
)
from personatui_segments.groups import GroupsParameters
from personatui_segments.ninebox import band_of, zone_of
from personatui_segments.prototypes import mixed, partition
from personatui_segments.tool import TOOL
from personatui_segments.turf import TurfParameters, search
from tools.inputs import analysis_of, codes, found, needs_cases, shared_case, value_of

Data = Mapping[str, Any]

TWO: dict[str, Data] = {"a": {"name": "A"}, "b": {"name": "B"}}


class TestSegments(ToolConformance):
    @pytest.fixture
    def tool(self) -> Tool:
        return TOOL


def report_on(
    analysis: str, canvas: Data, segments: Mapping[str, Data] | None = None, parameters: Parameters | None = None
) -> Report:
    """The report on a project with these segments."""
    given_data = analysis_input(TOOL, canvas, segments=TWO if segments is None else segments, parameters=parameters)
    return analysis_of(TOOL, f"segments.{analysis}").run(given_data)


def of(report: Report, metric_id: str, segment: str) -> Metric:
    """The metric of one segment."""
    return next(one for one in report.metrics if one.id == metric_id and one.subject == f"segment/{segment}")


def scored(**scores: tuple[float | None, float | None]) -> dict[str, Any]:
    """A canvas with one factor on each axis, and the scores of segments on both."""
    return {
        "factors": [
            {"id": "fa", "text": "Size", "axis": "attractiveness", "weight": 1},
            {"id": "fs", "text": "Fit", "axis": "strength", "weight": 1},
        ],
        "scores": [
            {"id": f"{segment}{factor}", "segment": f"segment/{segment}", "factor": factor, "score": value}
            for segment, both in scores.items()
            for factor, value in zip(("fa", "fs"), both, strict=True)
            if value is not None
        ],
    }


# Weighted scores -----------------------------------------------------------------------------------------


@needs_cases
def test_shared_example_of_the_index() -> None:
    case = shared_case("Segment/market attractiveness")
    canvas: dict[str, Any] = {"groups": [], "factors": [], "scores": []}
    for number, group in enumerate(case["input"]["groups"]):
        canvas["groups"].append({"id": f"g{number}", "text": group["name"], "weight": group["weight"]})
        for place, (name, score, weight) in enumerate(group["factors"]):
            key = f"f{number}{place}"
            factor = {"id": key, "text": name, "axis": "attractiveness", "group": f"g{number}", "weight": weight}
            canvas["factors"].append(factor | {"scale": "0-100"})
            canvas["scores"].append({"id": f"s{key}", "segment": "segment/a", "factor": key, "score": score})
    report = report_on("attractiveness", canvas)
    assert of(report, "index", "a").value == pytest.approx(case["expected"]["index"], abs=case["tolerance"])
    groups = [of(report, f"group.g{number}.index", "a").value for number in range(3)]
    assert groups == pytest.approx(case["expected"]["group_scores"])
    assert of(report, "index", "b").value is None
    assert not report.findings


def test_the_help_page_and_the_demo_agree() -> None:
    guests: dict[str, Data] = {"guests": {"name": "Guests"}}
    report = report_on("attractiveness", dict(TOOL.demo), guests)
    assert of(report, "index", "guests").value == pytest.approx(65.8)
    assert of(report, "attractiveness", "guests").value == pytest.approx(3.6)
    report = report_on("nine_box", dict(TOOL.demo), guests)
    assert (of(report, "box", "guests").value, of(report, "zone", "guests").value) == ("medium-high", "invest")
    without = {**TOOL.demo, "scores": [one for one in TOOL.demo["scores"] if one["factor"] != "fg3k"]}
    report = report_on("nine_box", without, guests)
    assert of(report, "attractiveness", "guests").value == pytest.approx(4)
    assert "partly-scored" in codes(report)


def test_the_demo_has_nothing_to_be_ashamed_of() -> None:
    for analysis in TOOL.analyses:
        report = report_on(analysis.id.partition(".")[2], dict(TOOL.demo), {"guests": {"name": "Guests"}})
        assert not report.findings, analysis.id
        assert "[P]" in analysis.method


def test_kotlers_hydraulic_pumps() -> None:
    # Kotler, Marketing Management: 3.70 and 3.40 by factors weighed from 1 to 5
    axes = {
        "attractiveness": "4 .2 5 .2 4 .15 2 .15 4 .15 3 .05 2 .05 3 .05",
        "strength": "4 .1 2 .15 4 .1 5 .1 4 .05 3 .05 3 .05 2 .05 3 .15 5 .05 3 .1 4 .05",
    }
    canvas: dict[str, Any] = {"factors": [], "scores": []}
    for axis, told in axes.items():
        numbers = [float(one) for one in told.split()]
        for score, weight in zip(numbers[::2], numbers[1::2], strict=True):
            key = f"f{len(canvas['factors'])}"
            canvas["factors"].append({"id": key, "text": key, "axis": axis, "weight": weight})
            canvas["scores"].append({"id": f"s{key}", "segment": "segment/a", "factor": key, "score": score})
    report = report_on("nine_box", canvas)
    assert of(report, "attractiveness", "a").value == pytest.approx(3.70)
    assert of(report, "strength", "a").value == pytest.approx(3.40)
    assert (of(report, "box", "a").value, of(report, "zone", "a").value) == ("high-medium", "invest")
    assert not found(report, "weights-sum")


def test_what_counts_as_high_stands_beside_the_scores() -> None:
    canvas = scored(a=(4, 3))
    canvas["factors"][0] |= {"high": "over 2,000 a year", "low": "under 500"}
    table = report_on("attractiveness", canvas).blocks[-1]
    assert isinstance(table, TableBlock)
    assert table.rows == (("Size", "over 2,000 a year", None, "under 500"),)
    assert not any(isinstance(one, TableBlock) for one in report_on("attractiveness", scored(a=(4, 3))).blocks)


def test_weights_that_do_not_sum_to_one_are_told_and_used_as_they_are() -> None:
    canvas = scored(a=(4, 3))
    canvas["factors"][0]["weight"] = 0.9
    report = report_on("attractiveness", canvas)
    assert of(report, "attractiveness", "a").value == pytest.approx(3.6)
    assert of(report, "normalised.attractiveness", "a").value == pytest.approx(4)
    assert value_of(report, "weights.attractiveness") == pytest.approx(0.9)
    (finding,) = found(report, "weights-sum")
    assert "0.9" in finding.message
    assert finding.severity == "error"
    assert "cannot be read on 1-5" in report.reading


@pytest.mark.parametrize("weight", [1.4, -0.1, float("inf"), float("nan")])
def test_a_weight_off_its_scale_names_its_factor_and_drops_out(weight: float) -> None:
    canvas = scored(a=(4, 3))
    canvas["factors"].append({"id": "fb", "text": "Growth", "axis": "attractiveness", "weight": weight})
    canvas["scores"].append({"id": "s", "segment": "segment/a", "factor": "fb", "score": 1})
    report = report_on("attractiveness", canvas)
    (finding,) = found(report, "invalid-weight")
    assert "Growth" in finding.message
    assert finding.where.endswith("#fb")
    assert of(report, "attractiveness", "a").value == 4


@pytest.mark.parametrize(("weight", "is_told"), [(0.995, False), (0.994, True), (1.005, False), (1.006, True)])
def test_how_far_from_one_weights_may_be(weight: float, is_told: bool) -> None:
    canvas = scored(a=(4, 3))
    canvas["factors"][0]["weight"] = weight
    assert bool(found(report_on("attractiveness", canvas), "weights-sum")) == is_told


def test_bad_weights_scores_and_references_are_named() -> None:
    canvas = {
        "groups": [{"id": "g", "text": "G", "weight": -1}],
        "factors": [
            {"id": "f1", "text": "No axis", "weight": 1},
            {"id": "f2", "text": "No weight", "axis": "strength"},
            {"id": "f3", "text": "No group", "axis": "strength", "weight": 1, "group": "gone"},
        ],
        "scores": [
            {"id": "s1", "segment": "segment/a", "factor": "f3", "score": 6},
            {"id": "s2", "segment": "segment/b", "factor": "gone", "score": 3},
            {"id": "s3", "segment": "segment/b", "factor": "f3", "score": 2},
            {"id": "s4", "segment": "segment/b", "factor": "f3", "score": 3},
        ],
    }
    report = report_on("attractiveness", canvas)
    assert codes(report) == [
        "dangling-factor",
        "dangling-group",
        "factor-without-axis",
        "invalid-weight",
        "invalid-weight",
        "score-off-scale",
        "several-scores",
    ]
    assert of(report, "strength", "a").value is None
    assert of(report, "strength", "b").value is None


# Nine boxes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "band"),
    [(1, "low"), (2.3299, "low"), (2.33, "medium"), (3.6699, "medium"), (3.67, "high"), (5, "high"), (5.1, None)],
)
def test_the_cuts(value: float, band: str | None) -> None:
    assert band_of(value) == band


def test_a_sum_that_just_misses_a_cut_by_rounding_reaches_it() -> None:
    assert band_of(2.33 - 1e-12) == "medium"


def test_three_boxes_to_invest_in_and_three_to_harvest() -> None:
    bands = ("low", "medium", "high")
    zones = [zone_of(one, other) for one in bands for other in bands]  # type: ignore[arg-type]  # texts of the bands
    assert zones == [
        "harvest",
        "harvest",
        "selective",
        "harvest",
        "selective",
        "invest",
        "selective",
        "invest",
        "invest",
    ]


def test_knocked_out_whatever_the_score() -> None:
    canvas = scored(a=(5, 5), b=(4, 4))
    canvas["verdicts"] = [{"id": "v", "segment": "segment/a", "criterion": "reachable", "passed": False}]
    report = report_on("nine_box", canvas)
    assert of(report, "advice", "a").value == "knocked out"
    assert of(report, "advice", "b").value == "target"
    assert (of(report, "rank", "a").value, of(report, "rank", "b").value) == (2, 1)
    assert value_of(report, "targets") == 1


def test_equal_segments_share_a_rank() -> None:
    segments: dict[str, Data] = {"a": {"name": "A"}, "b": {"name": "B"}, "c": {"name": "C"}}
    report = report_on("nine_box", scored(a=(4, 4), b=(4, 4), c=(2, 2)), segments)
    assert [of(report, "rank", key).value for key in "abc"] == [1, 1, 3]


def test_the_boxes_hold_the_numbers_of_the_table_and_ties_keep_theirs() -> None:
    report = report_on("nine_box", scored(a=(4, 4), b=(4, 4)))
    nine, table = report.blocks[0], report.blocks[-1]
    assert isinstance(nine, MatrixBlock)
    assert isinstance(table, TableBlock)
    assert nine.cells[0] == ("INVEST 1 2", "INVEST", "SELECT")
    assert [row[:3] for row in table.rows] == [("1", "A", 1), ("2", "B", 1)]


def test_targets_that_the_boxes_speak_against() -> None:
    segments: dict[str, Data] = {
        "a": {"name": "A", "target": True},
        "b": {"name": "B", "target": False},
        "c": {"name": "C", "target": True},
    }
    report = report_on("nine_box", scored(a=(1, 2), b=(5, 5), c=(3, None)), segments)
    assert codes(report) == ["missed-target", "not-placed", "target-to-harvest"]
    assert of(report, "zone", "c").value is None


def test_nothing_is_no_value() -> None:
    for analysis in TOOL.analyses:
        report = report_on(analysis.id.partition(".")[2], {}, {})
        assert not report.findings, analysis.id
        assert all(metric.value in (None, 0) for metric in report.metrics)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 5), st.floats(1, 5)), min_size=2, max_size=5), st.randoms())
def test_the_order_of_entries_does_not_matter(pairs: list[tuple[float, float]], random: Any) -> None:
    segments: dict[str, Data] = {f"s{index}": {"name": f"S{index}"} for index in range(len(pairs))}
    canvas = scored(**{f"s{index}": pair for index, pair in enumerate(pairs)})
    turned = {name: random.sample(entries, len(entries)) for name, entries in canvas.items()}
    keys = list(segments)
    random.shuffle(keys)
    one = report_on("nine_box", canvas, segments)
    other = report_on("nine_box", turned, {key: segments[key] for key in keys})
    assert one.metrics == other.metrics
    assert one.blocks == other.blocks


# Market and criteria -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("market", "segments", "broken"),
    [
        ("mass", {"a": {}}, 0),
        ("mass", {"a": {}, "b": {}}, 1),
        ("mass", {"a": {}, "b": {"target": False}}, 0),
        ("niche", {"a": {"share": 0.2}}, 0),
        ("niche", {"a": {"share": 0.21}}, 1),
        ("niche", {"a": {}, "b": {}}, 3),
        ("segmented", {"a": {}}, 1),
        ("segmented", {"a": {}, "b": {}}, 0),
        ("diversified", {"a": {"needs": [{"text": "Quiet"}]}, "b": {"needs": [{"text": "quiet"}]}}, 1),
        ("diversified", {"a": {"needs": [{"text": "Quiet"}]}, "b": {"needs": [{"text": "Loud"}]}}, 0),
        ("multi-sided", {"a": {}, "b": {}}, 4),
    ],
)
def test_types_of_markets(market: str, segments: dict[str, Any], broken: int) -> None:
    report = report_on("market", {"market": market}, {key: {"name": key, **data} for key, data in segments.items()})
    assert len(found(report, "market-type")) == broken
    assert value_of(report, "fits") == broken


def test_a_market_of_two_sides() -> None:
    members = [
        {
            "id": "1",
            "segment": "segment/a",
            "text": "x",
            "side": "Hosts",
            "needs_sides": ["guests"],
            "differs": ["offer"],
        },
        {"id": "2", "segment": "b", "text": "y", "side": "guests", "needs_sides": ["hosts"], "differs": ["channel"]},
    ]
    report = report_on("market", {"market": "multi-sided", "members": members})
    assert not report.findings
    assert value_of(report, "distinct") == 1
    members[1]["needs_sides"] = ["brokers"]
    (finding,) = report_on("market", {"market": "multi-sided", "members": members}).findings
    assert "brokers" in finding.message


def test_variables_for_the_other_kind_of_market_and_shares_above_one() -> None:
    segments: dict[str, Data] = {
        "a": {"name": "A", "market": "b2b", "share": 0.7},
        "b": {"name": "B", "market": "b2c", "share": 0.4},
    }
    variables = [
        {"id": "1", "segment": "segment/a", "text": "Age", "kind": "demographic"},
        {"id": "2", "segment": "segment/b", "text": "Leeds", "kind": "geographic"},
    ]
    report = report_on("market", {"market": "segmented", "variables": variables}, segments)
    assert [finding.where for finding in found(report, "foreign-variables")] == ["segment/a"]
    assert len(found(report, "shares-above-one")) == 1
    assert value_of(report, "described") == 1


def _verdicts(**told: bool) -> list[dict[str, Any]]:
    return [
        {"id": name[:3] + str(index), "segment": "segment/a", "criterion": name.replace("_", "-"), "passed": passed}
        for index, (name, passed) in enumerate(told.items())
    ]


SIX = dict.fromkeys(
    ("homogeneous", "distinct", "large_enough", "matching_strengths", "identifiable", "reachable"), True
)


def test_criteria_that_knock_out_and_criteria_that_warn() -> None:
    assert of(report_on("criteria", {"verdicts": _verdicts(**SIX)}), "verdict", "a").value == "yes"
    five = {name: True for name in SIX if name != "reachable"}
    assert of(report_on("criteria", {"verdicts": _verdicts(**five)}), "verdict", "a").value == "open"
    out = report_on("criteria", {"verdicts": _verdicts(**{**SIX, "reachable": False})})
    assert of(out, "verdict", "a").value == "no"
    assert of(out, "knock_outs", "a").value == pytest.approx(5 / 6)
    assert codes(out) == ["knocked-out"]
    weak = report_on("criteria", {"verdicts": _verdicts(**SIX, measurable=False)})
    assert of(weak, "verdict", "a").value == "yes"
    assert codes(weak) == ["weak-segment"]
    assert of(weak, "verdict", "b").value is None


def test_verdicts_that_disagree() -> None:
    verdicts = [*_verdicts(**SIX), {"id": "x", "segment": "segment/a", "criterion": "reachable", "passed": False}]
    report = report_on("criteria", {"verdicts": verdicts})
    assert of(report, "verdict", "a").value == "open"
    assert codes(report) == ["disputed-criterion"]


def test_entries_about_segments_that_are_not_there() -> None:
    canvas = {"members": [{"id": "a", "text": "x", "segment": "segment/gone"}], "variables": [{"id": "b", "text": "y"}]}
    project = make_project(segments=TWO, canvases={("segments", "project"): canvas}, tools=(TOOL,))
    findings = [one for rule in TOOL.checks for one in rule.run(CheckInput(project=project, today=TODAY))]
    assert [finding.code for finding in findings] == ["segments.dangling-segment"] * 2


# Groups --------------------------------------------------------------------------------------------------


def _rows(points: list[list[float]]) -> dict[str, Any]:
    return {
        "respondents": [{"id": f"r{index}", "values": {"x": x, "y": y}} for index, (x, y) in enumerate(points, start=1)]
    }


@needs_cases
def test_shared_example_of_ruspini() -> None:
    case = shared_case("PAM")
    report = report_on(
        "groups", _rows(case["input"]["points"]), parameters=GroupsParameters(metric="euclidean", draws=3)
    )
    assert value_of(report, "best_k") == case["expected"]["best_k"]
    for k, width in case["expected"]["asw"].items():
        assert value_of(report, f"silhouette.{k}") == pytest.approx(width, abs=case["tolerance"])
    assert sorted(value_of(report, f"size.{n}") or 0 for n in range(1, 5)) == case["expected"]["sizes_sorted"]
    medoids = sorted(int(str(value_of(report, f"medoid.{n}"))[1:]) for n in range(1, 5))
    assert medoids == case["expected"]["medoids_1based"]


@needs_cases
def test_shared_example_of_one_draw() -> None:
    case = shared_case("Clusterwise Jaccard")
    told, drawn = case["input"], sorted(set(case["input"]["bootstrap_indices"]))
    names = {"x": 0, "y": 1}
    labels = [names[told["bootstrap_labels"][str(row)]] for row in drawn]
    got = clusterwise_jaccard(tuple(told["original"]), drawn, labels)
    assert got == {int(key): pytest.approx(value) for key, value in case["expected"]["jaccard"].items()}
    assert [stability_of(value) for value in told["mean_jaccards"]] == case["expected"]["labels"]


def test_two_groups_come_again() -> None:
    points = [[float(n % 5), 0.0] for n in range(20)] + [[100.0 + n % 5, 50.0] for n in range(20)]
    report = report_on("groups", _rows(points))
    assert value_of(report, "best_k") == 2
    assert value_of(report, "structure") == "strong"
    assert [value_of(report, f"jaccard.{n}") for n in (1, 2)] == [1, 1]
    assert codes(report) == ["few-rows"]
    assert [block.kind for block in report.blocks] == ["bars", "table"]
    turned = report_on("groups", {"respondents": list(reversed(_rows(points)["respondents"]))})
    assert [one.value for one in turned.metrics if not one.id.startswith("medoid")] == [
        one.value for one in report.metrics if not one.id.startswith("medoid")
    ]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_rows_have_no_groups(n: int) -> None:
    report = report_on("groups", _rows([[float(i), 0.0] for i in range(n)]))
    assert value_of(report, "best_k") is None
    assert value_of(report, "silhouette") is None


def test_rows_that_say_nothing_drop_out_and_words_count() -> None:
    rows = [{"id": str(n), "values": {"city": "Leeds" if n % 2 else "York"}} for n in range(8)] + [{"id": "x"}]
    report = report_on("groups", {"respondents": rows})
    assert (value_of(report, "rows"), value_of(report, "best_k")) == (8, 2)
    assert "empty-row" in codes(report)


def test_silhouettes_of_one_group_and_of_a_single_row() -> None:
    distances = distances_of([{"x": 0.0}, {"x": 1.0}, {"x": 9.0}])
    assert silhouettes(distances, (0, 0, 0)) == ()
    assert silhouettes(distances, (0, 0, 1))[2] == 0
    assert pam(distances, 2)[0] == (0, 0, 1)


@pytest.mark.parametrize(
    ("width", "told"),
    [(0.71, "strong"), (0.7, "reasonable"), (0.51, "reasonable"), (0.5, "weak"), (0.26, "weak"), (0.25, "none")],
)
def test_bands_of_the_silhouette(width: float, told: str) -> None:
    assert structure_of(width) == told


def _mixed_rows() -> dict[str, Any]:
    """Six rows near 0 in Leeds, six near 20 in York."""
    return {
        "respondents": [
            {"id": f"r{n}", "values": {"x": n % 6 / 2 + 20 * (n // 6), "city": "York" if n >= 6 else "Leeds"}}
            for n in range(12)
        ]
    }


@pytest.mark.parametrize("method", ["medoids", "average", "prototypes"])
def test_every_method_finds_what_is_there(method: Any) -> None:
    parameters = GroupsParameters(method=method, draws=5, most=4)
    report = report_on("groups", _mixed_rows(), parameters=parameters)
    assert value_of(report, "best_k") == 2
    assert [value_of(report, f"size.{n}") for n in (1, 2)] == [6, 6]
    assert [value_of(report, f"jaccard.{n}") for n in (1, 2)] == [1, 1]
    turned = {"respondents": list(reversed(_mixed_rows()["respondents"]))}
    again = report_on("groups", turned, parameters=parameters)
    assert [one.value for one in again.metrics if not one.id.startswith("medoid")] == [
        one.value for one in report.metrics if not one.id.startswith("medoid")
    ]
    same = [{"id": str(n), "values": {"x": n % 2}} for n in range(8)]
    few = report_on("groups", {"respondents": same}, parameters=parameters)
    assert value_of(few, "best_k") == 2


def test_average_linkage_joins_by_the_mean_of_all_pairs() -> None:
    # 0 and 1 first (1.0), then 3 with both by (3 + 2) / 2 = 2.5, before 7 and 10 at 3
    points = [0.0, 1.0, 3.0, 7.0, 10.0]
    distances = [[abs(one - other) for other in points] for one in points]
    assert average_linkage(distances, 4) == (0, 0, 1, 2, 3)
    assert average_linkage(distances, 3) == (0, 0, 0, 1, 2)
    assert average_linkage(distances, 2) == (0, 0, 0, 1, 1)
    assert medoids_of(distances, (0, 0, 0, 1, 1)) == (1, 3)


def test_the_cost_of_prototypes() -> None:
    # standardised: -1, -1, 1, 1; every group lies on its mean, one of three words differs
    rows: list[dict[str, float | str | bool]] = [
        {"x": 0, "word": "a"},
        {"x": 0, "word": "a"},
        {"x": 2, "word": "b"},
        {"x": 2, "word": "a"},
    ]
    found = partition(mixed(rows), range(4), 2, gamma=0.5, starts=10, seed=1)
    assert found.labels == (0, 0, 1, 1)
    assert found.cost == pytest.approx(0.5)
    told = mixed([{"x": 1, "y": 5}, {"y": 5, "word": " B  b"}, {"x": 3, "y": 5}])
    assert told.numbers == ({"x": -1.0}, {}, {"x": 1.0})
    assert told.words == ({}, {"word": "b b"}, {})


# Latent classes -----------------------------------------------------------------------------------------


def _cheating() -> dict[str, Any]:
    """Dayton 1998: 319 students on four kinds of cheating, by the pattern of their answers."""
    counts = (207, 46, 7, 5, 13, 4, 1, 2, 10, 3, 1, 2, 11, 4, 1, 2)
    names = ("exam", "paper", "fraud", "copy")
    rows = [
        {"values": dict(zip(names, (bool(place & 8), bool(place & 4), bool(place & 2), bool(place & 1)), strict=True))}
        for place, count in enumerate(counts)
        for _ in range(count)
    ]
    return {"respondents": [{"id": f"r{n}", **row} for n, row in enumerate(rows)]}


def test_the_published_classes_of_dayton() -> None:
    report = report_on("latent_classes", _cheating())
    assert value_of(report, "classes") == 2
    assert value_of(report, "likelihood.2") == pytest.approx(-440.0271, abs=1e-3)
    assert value_of(report, "parameters.2") == 9
    assert value_of(report, "bic.2") == pytest.approx(931.94, abs=0.01)
    assert [value_of(report, f"share.{n}") for n in (1, 2)] == pytest.approx([0.8394, 0.1606], abs=1e-3)
    chances = next(block for block in report.blocks if isinstance(block, MatrixBlock))
    by_row = dict(zip(chances.rows, chances.cells, strict=True))
    assert by_row["exam = yes"] == pytest.approx((0.02, 0.58))
    assert by_row["paper = yes"] == pytest.approx((0.03, 0.59))
    # four classes have 19 parameters, and 16 patterns tell 15 at most
    (finding,) = found(report, "too-many-classes")
    assert "4 classes" in finding.message
    assert report.metrics == report_on("latent_classes", _cheating()).metrics


def test_answers_that_do_not_hang_together_are_one_class() -> None:
    rows = [{"id": f"r{n}", "values": {"a": bool(n & 1), "b": bool(n & 2), "c": bool(n & 4)}} for n in range(64)]
    report = report_on("latent_classes", {"respondents": rows})
    assert value_of(report, "classes") == 1
    assert value_of(report, "share.1") == 1


def test_gaps_count_for_no_class_and_nothing_is_no_value() -> None:
    rows = _cheating()["respondents"]
    rows += [
        {"id": "gap", "values": {"exam": True}},
        {"id": "none", "values": {}},
        {"id": "wide", "values": {"age": 4}},
    ]
    report = report_on("latent_classes", {"respondents": rows})
    assert report.metric("classes").n == 320
    empty = report_on("latent_classes", {})
    assert value_of(empty, "classes") is None
    assert not empty.findings
    one = report_on("latent_classes", {"respondents": [{"id": "a", "values": {"x": "yes"}}]})
    assert value_of(one, "classes") is None


def test_variables_that_cannot_be_used_are_named() -> None:
    parameters = LatentParameters(variables=("exam", "paper", "fraud", "gone"), most=2)
    report = report_on("latent_classes", _cheating(), parameters=parameters)
    assert value_of(report, "variables") == 3
    assert "gone" in found(report, "unusable-variable")[0].message


# Reach --------------------------------------------------------------------------------------------------


def _takers(*, gap: bool = False) -> dict[str, Any]:
    takes = {"delivery": (1, 2, 3), "tea": (1, 2), "cakes": (4,)}
    rows = [{"id": f"r{n}", "values": {name: n in who for name, who in takes.items()}} for n in range(1, 6)]
    return {"respondents": [*rows, {"id": "gap", "values": {"tea": True}}] if gap else rows}


def test_the_reach_of_the_help_page() -> None:
    report = report_on("turf", _takers(), parameters=TurfParameters(size=2))
    assert value_of(report, "best") == "cakes and delivery"
    assert (value_of(report, "reach"), value_of(report, "frequency")) == (4, 4)
    assert value_of(report, "reach_usable") == pytest.approx(0.8)
    assert value_of(report, "reach_active") == 1
    assert codes(report) == ["few-people"]
    alone = report_on("turf", _takers(), parameters=TurfParameters(size=1))
    assert (value_of(alone, "best"), value_of(alone, "reach")) == ("delivery", 3)
    # twice reached are only persons 1 and 2
    twice = report_on("turf", _takers(), parameters=TurfParameters(size=2, depth=2))
    assert (value_of(twice, "best"), value_of(twice, "reach")) == ("delivery and tea", 2)
    every = report_on("turf", _takers(), parameters=TurfParameters(size=9))
    assert value_of(every, "reach") == 4


def test_a_gap_is_not_no_and_no_rows_give_no_value() -> None:
    report = report_on("turf", _takers(gap=True), parameters=TurfParameters(size=2))
    assert report.metric("reach").n == 5
    assert "1 row of 6 leaves out" in found(report, "gaps-in-rows")[0].message
    empty = report_on("turf", {})
    assert {one.value for one in empty.metrics} == {None}
    assert not empty.findings
    unknown = report_on("turf", _takers(), parameters=TurfParameters(items=("tea", "gone")))
    assert value_of(unknown, "reach") is None
    assert "gone" in found(unknown, "unknown-thing")[0].message


def test_sets_that_are_equal_share_a_rank() -> None:
    rows = [{"id": str(n), "values": {"a": n == 0, "b": n == 1, "c": False}} for n in range(3)]
    report = report_on("turf", {"respondents": rows}, parameters=TurfParameters(size=1))
    assert "2 sets tie" in report.reading
    table = report.blocks[1]
    assert isinstance(table, TableBlock)
    assert [row[0] for row in table.rows] == [1, 1, 3]


@given(st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=12), st.integers(1, 3))
def test_no_set_reaches_more_than_the_best(hits: list[list[bool]], depth: int) -> None:
    best = search(hits, 2, depth).best[0]
    every = [sum(row[one] + row[other] >= depth for row in hits) for one in range(5) for other in range(one)]
    assert best.reach == max(every)
    assert best.frequency == sum(row[place] for row in hits for place in best.items)


def test_too_many_sets_are_searched_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("personatui_segments.turf.MOST_SETS", 2)
    report = report_on("turf", _takers(), parameters=TurfParameters(size=2))
    assert value_of(report, "best") == "cakes and delivery"
    assert "greedy-search" in codes(report)


@pytest.mark.parametrize(
    ("data", "label"),
    [
        (
            {"id": "r1", "values": {"nights": 0, "city": "Leeds", "owns": True, "rents": False}},
            "nights 0, city Leeds, owns",
        ),
        ({"id": "r1", "values": {"rents": False}}, "r1"),
        ({"id": "r1", "text": "Reader 1", "values": {"nights": 2}}, "Reader 1"),
    ],
)
def test_a_row_of_a_survey_says_its_values(data: dict[str, object], label: str) -> None:
    assert Respondent.model_validate(data).label == label
