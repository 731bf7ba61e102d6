"""SWOT: published cases, every limit, what is missing, and what is wrong."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.api import CheckInput, CommandInput, Report, ScatterBlock, SetValue, Tool
from personatui.model.edits import AddItem, CreateFile, RemoveValue
from personatui.testing import ToolConformance, analysis_input, make_project
from personatui.testing.projects import TODAY
from personatui_swot.canvas import SwotCanvas
from personatui_swot.evaluation import EvaluationParameters
from personatui_swot.placement import PlacementParameters
from personatui_swot.tool import TOOL
from tools.inputs import analyse, analysis_of, codes, found, needs_cases, shared_case, value_of

BOX = {"S": "strengths", "W": "weaknesses", "O": "opportunities", "T": "threats"}
SPACE = {"FS": [3, 5], "ES": [-2], "CA": [-1, -3], "IS": [4]}


class TestSwot(ToolConformance):
    @pytest.fixture
    def tool(self) -> Tool:
        return TOOL


def _factors(told: str, weights: list[Any] | None = None, ratings: list[Any] | None = None) -> dict[str, Any]:
    """Factors of these kinds, `SSWO`, numbered within their box: s1, s2, w1, o1."""
    data: dict[str, Any] = {}
    for index, kind in enumerate(told):
        box = data.setdefault(BOX[kind], [])
        entry = {"id": f"{kind.lower()}{len(box) + 1}", "text": f"{kind} {len(box) + 1}"}
        for name, values in (("weight", weights), ("rating", ratings)):
            if values is not None and values[index] is not None:
                entry[name] = values[index]
        box.append(entry)
    return data


def _ife(told: str, weights: list[Any], ratings: list[Any], **options: Any) -> Report:
    return analyse(TOOL, "swot.ife", _factors(told, weights, ratings), **options)


def _space(values: dict[str, list[Any]], **more: Any) -> Report:
    entries = [
        {"id": f"{axis}{index}", "text": f"{axis} {index}", "axis": axis, "value": value}
        for axis, inside in values.items()
        for index, value in enumerate(inside)
    ]
    return analyse(TOOL, "swot.space", {"space_factors": entries, **more})


def _compared(n: int, said: list[tuple[int, int, float]], more: dict[str, Any] | None = None) -> Report:
    comparisons = [
        {"id": f"c{index}", "row": f"s{row + 1}", "column": f"s{column + 1}", "value": value}
        for index, (row, column, value) in enumerate(said)
    ]
    return analyse(TOOL, "swot.ahp", {**_factors("S" * n), "comparisons": comparisons, **(more or {})})


def _local(report: Report, n: int) -> list[Any]:
    values = {metric.subject.partition("#")[2]: metric.value for metric in report.metrics if metric.id == "local"}
    return [values[f"s{index + 1}"] for index in range(n)]


# Published cases ------------------------------------------------------------------------------------------


@needs_cases
def test_shared_example_of_ife() -> None:
    case = shared_case("IFE matrix")
    given_, expected = case["input"], case["expected"]
    report = _ife("".join(given_["kinds"]), given_["weights"], given_["ratings"])
    for name in ("weight_sum", "total", "strength_subtotal", "weakness_subtotal"):
        assert value_of(report, name) == pytest.approx(expected[name], abs=case["tolerance"])
    assert value_of(report, "label") == "average (at the midpoint 2.5)"
    assert codes(report) == []


@needs_cases
def test_shared_example_of_the_ie_matrix() -> None:
    case = shared_case("IE matrix")
    for point, cell, action in zip(
        case["input"]["points"], case["expected"]["cells"], case["expected"]["actions"], strict=True
    ):
        # a total t as one factor rated 4 and one rated 1
        high_ife, high_efe = (point["ife"] - 1) / 3, (point["efe"] - 1) / 3
        weights = [high_ife, 1 - high_ife, high_efe, 1 - high_efe]
        report = analyse(TOOL, "swot.ie", _factors("SWOT", weights, [4, 1, 4, 1]))
        assert value_of(report, "cell") == cell, point
        assert value_of(report, "advice") == action
        told = PlacementParameters(ife=point["ife"], efe=point["efe"])
        assert value_of(analyse(TOOL, "swot.ie", {}, parameters=told), "cell") == cell


@needs_cases
def test_shared_example_of_space() -> None:
    case = shared_case("SPACE matrix")
    report = _space(case["input"])
    for name, expected in case["expected"].items():
        got = value_of(report, name)
        assert got == (expected if isinstance(expected, str) else pytest.approx(expected, abs=case["tolerance"]))


@needs_cases
def test_shared_example_of_ahp() -> None:
    case = shared_case("AHP principal eigenvector")
    matrix, expected = case["input"]["matrix"], case["expected"]
    n = len(matrix)
    whole = [(row, column, matrix[row][column]) for row in range(n) for column in range(n)]
    for said in (whole, [pair for pair in whole if pair[0] < pair[1]], [pair for pair in whole if pair[0] > pair[1]]):
        report = _compared(n, said)
        assert _local(report, n) == pytest.approx(expected["weights"], abs=case["tolerance"])
        for name, metric in (("lambda_max", "strengths_lambda_max"), ("ci", "strengths_ci"), ("cr", "strengths_cr")):
            assert value_of(report, metric) == pytest.approx(expected[name], abs=case["tolerance"])
        assert value_of(report, "strengths_verdict") == "consistent"


DISTANCES = """1 1/3 8 3 3 7; 3 1 9 3 3 9; 1/8 1/9 1 1/6 1/5 2; 1/3 1/3 6 1 1/3 6; 1/3 1/3 5 3 1 6;
    1/7 1/9 1/2 1/6 1/6 1"""
SCHOOLS = """1 4 3 1 3 4; 1/4 1 7 3 1/5 1; 1/3 1/7 1 1/5 1/5 1/6; 1 1/3 5 1 1 1/3; 1/3 5 5 1 1 3;
    1/4 1 6 3 1/3 1"""


@pytest.mark.parametrize(
    ("table", "weights", "lambda_max", "ratio", "verdict"),
    [
        # Saaty 1980: cities by their distance from Philadelphia
        (DISTANCES, [0.263, 0.397, 0.033, 0.116, 0.164, 0.027], 6.45, 0.07, "consistent"),
        # Saaty 1980: what matters in a high school, known for its inconsistency; he prints 7.49 and 0.24
        (SCHOOLS, [0.32, 0.14, 0.03, 0.13, 0.24, 0.14], 7.42, 0.23, "inconsistent"),
    ],
)
def test_tables_that_saaty_published(
    table: str, weights: list[float], lambda_max: float, ratio: float, verdict: str
) -> None:
    rows = [[float(Fraction(one)) for one in row.split()] for row in table.split(";")]
    report = _compared(6, [(i, j, value) for i, row in enumerate(rows) for j, value in enumerate(row)])
    assert _local(report, 6) == pytest.approx(weights, abs=0.006)
    assert value_of(report, "strengths_lambda_max") == pytest.approx(lambda_max, abs=0.01)
    assert value_of(report, "strengths_cr") == pytest.approx(ratio, abs=0.006)
    assert value_of(report, "strengths_verdict") == verdict


@needs_cases
def test_shared_example_of_the_interaction_matrix() -> None:
    case = shared_case("TOWS interaction matrix")
    cells, expected = case["input"]["m"], case["expected"]
    pairs = [
        {"id": f"i{r}{c}", "internal": f"s{r + 1}", "external": f"o{c + 1}", "value": value}
        for r, row in enumerate(cells)
        for c, value in enumerate(row)
    ]
    report = analyse(TOOL, "swot.tows", {**_factors("SSSOO"), "interactions": pairs})
    sums = {m.subject.partition("#")[2]: m.value for m in report.metrics if m.id in ("row_sum", "column_sum")}
    assert [sums[f"s{r + 1}"] for r in range(3)] == expected["row_sum"]
    assert [sums[f"o{c + 1}"] for c in range(2)] == expected["col_sum"]
    assert value_of(report, "density") == expected["density"]
    assert value_of(report, "unused") == ", ".join(expected["unused"])
    assert value_of(report, "strongest") == expected["strongest"]


def test_the_example_of_the_help() -> None:
    assert value_of(_ife("SW", [0.4, 0.6], [4, 1]), "total") == pytest.approx(2.2)
    report = analyse(TOOL, "swot.ie", _factors("SWO", [0.4, 0.6, 1], [4, 1, 3]))
    assert (value_of(report, "cell"), value_of(report, "advice")) == ("II", "grow and build")
    report = _space(SPACE)
    assert [value_of(report, name) for name in ("x", "y", "quadrant")] == [2, 2, "aggressive"]
    report = _compared(3, [(0, 1, 2), (0, 2, 4), (1, 2, 2)])
    assert _local(report, 3) == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert value_of(report, "strengths_cr") == pytest.approx(0, abs=1e-9)
    report = _qspm({"y1": (3, 2), "y2": (1, 4)}, [0.4, 0.6])
    assert value_of(report, "margin") == pytest.approx(100 * 0.4 / 2.8)
    assert value_of(report, "best") == "Strategy y2"


# IFE and EFE ----------------------------------------------------------------------------------------------


def test_the_published_table_whose_weights_do_not_add_up_is_flagged_as_it_is() -> None:
    report = _ife("SSW", [0.5, 0.3, 0.16], [4, 3, 1])
    assert value_of(report, "total") == pytest.approx(3.06)
    assert value_of(report, "weights_valid") == "no"
    assert value_of(report, "normalised_total") == pytest.approx(3.06 / 0.96)
    (finding,) = found(report, "weights-do-not-add-up")
    assert finding.severity == "error"
    assert "0.96" in finding.message
    assert "cannot be read" in report.reading
    assert "3.19" in report.reading
    placed = analyse(TOOL, "swot.ie", _factors("SSWO", [0.5, 0.3, 0.16, 1], [4, 3, 1, 2]))
    assert value_of(placed, "cell") == "IV"
    assert len(found(placed, "placement-on-invalid-weights")) == 1


@pytest.mark.parametrize(
    ("total", "label"), [(2.5, "average (at the midpoint 2.5)"), (2.5 + 1e-6, "above average"), (2.4, "below average")]
)
def test_the_midpoint(total: float, label: str) -> None:
    high = (total - 1) / 3
    assert value_of(_ife("SW", [high, 1 - high], [4, 1]), "label") == label


def test_a_missing_rating_is_not_zero() -> None:
    report = _ife("SSW", [0.25, 0.25, 0.5], [4, None, 2])
    assert value_of(report, "total") == pytest.approx((0.25 * 4 + 0.5 * 2) / 0.75)
    assert report.metric("total").n == 2
    assert codes(report).count("factor-without-rating") == 1
    empty = _ife("SS", [0.5, 0.5], [None, None])
    assert codes(empty) == ["heavy-weight", "heavy-weight", "no-ratings", "number-of-factors"]
    assert codes(_ife("SS", [None, None], [3, 3])) == ["no-weights"]
    assert value_of(empty, "total") is value_of(empty, "label") is None
    assert value_of(analyse(TOOL, "swot.ife", {}), "total") is None


@pytest.mark.parametrize("rating", [0, 5, -1, math.inf, math.nan])
def test_a_rating_off_the_scale_names_its_factor_and_leaves_the_rest(rating: float) -> None:
    report = _ife("SSW", [0.25, 0.25, 0.5], [4, rating, 2])
    (finding,) = found(report, "rating-off-scale")
    assert "S2" in finding.message
    assert finding.where.endswith("#s2")
    assert value_of(report, "total") == pytest.approx((0.25 * 4 + 0.5 * 2) / 0.75)


def test_a_weight_off_the_scale() -> None:
    report = _ife("SSW", [0.5, 1.5, 0.5], [4, 4, 2])
    assert found(report, "weight-off-scale")[0].where.endswith("#s2")
    assert value_of(report, "total") == pytest.approx(3)


def test_the_rule_for_ratings_is_an_option() -> None:
    data = _factors("SW", [0.5, 0.5], [2, 3])
    assert codes(analyse(TOOL, "swot.ife", data)).count("rating-against-kind") == 2
    assert "rating-against-kind" not in codes(analyse(TOOL, "swot.ife", {**data, "ife_rating_rule": "any"}))
    told = EvaluationParameters(rule="any")
    assert "rating-against-kind" not in codes(analyse(TOOL, "swot.ife", data, parameters=told))
    # the outside is rated for the response, whatever it is
    assert "rating-against-kind" not in codes(analyse(TOOL, "swot.efe", _factors("OT", [0.5, 0.5], [1, 4])))


def test_smells_of_the_set() -> None:
    report = _ife("SSSW", [0.29, 0.29, 0.12, 0.30], [4, 4, 3, 1])
    assert [finding.where[-2:] for finding in found(report, "heavy-weight")] == ["w1"]
    assert len(found(report, "number-of-factors")) == 1


WEIGHTED = st.lists(
    st.tuples(st.sampled_from("SW"), st.floats(0, 1), st.one_of(st.none(), st.integers(1, 4))), min_size=1, max_size=8
)


@given(WEIGHTED, st.randoms(use_true_random=False))
def test_the_order_of_factors_does_not_matter(factors: list[tuple[str, float, int | None]], random: Any) -> None:
    turned = list(factors)
    random.shuffle(turned)
    told = [
        _ife("".join(kind for kind, *_ in one), [weight for _, weight, _ in one], [rating for *_, rating in one])
        for one in (factors, turned)
    ]
    for name in ("weight_sum", "total", "normalised_total", "label", "strength_subtotal"):
        assert value_of(told[0], name) == value_of(told[1], name)


# SPACE ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "posture"),
    [
        ({"FS": [5], "ES": [-2], "CA": [-2], "IS": [5]}, "aggressive"),
        ({"FS": [5], "ES": [-2], "CA": [-5], "IS": [2]}, "conservative"),
        ({"FS": [2], "ES": [-5], "CA": [-5], "IS": [2]}, "defensive"),
        ({"FS": [2], "ES": [-5], "CA": [-2], "IS": [5]}, "competitive"),
        ({"FS": [3], "ES": [-3], "CA": [-2], "IS": [5]}, "on axis"),
        ({"FS": [3], "ES": [-3], "CA": [-4], "IS": [4]}, "on axis"),
    ],
)
def test_postures(values: dict[str, list[Any]], posture: str) -> None:
    assert value_of(_space(values), "quadrant") == posture


@pytest.mark.parametrize(("cash", "reach"), [(6, 6.0), (4, 6.0), (3, 3.0)])
def test_a_short_vector_is_drawn_larger(cash: float, reach: float) -> None:
    # y = cash - 2
    chart = _space({"FS": [cash], "ES": [-2], "CA": [-1], "IS": [2]}).blocks[0]
    assert isinstance(chart, ScatterBlock)
    assert chart.y_range == (-reach, reach)
    assert ("enlarged" in chart.title) == (reach == 3)
    assert len(chart.points) == 1


def test_an_empty_axis_gives_no_vector_and_is_named() -> None:
    report = _space({**SPACE, "ES": []})
    assert [value_of(report, name) for name in ("x", "y", "quadrant", "ES")] == [None] * 4
    assert value_of(report, "FS") == 4
    (finding,) = found(report, "empty-space-axis")
    assert "(ES)" in finding.message
    assert codes(_space({})) == []


def test_values_off_their_axis() -> None:
    report = _space({**SPACE, "ES": [-2, 2], "IS": [4, 7]})
    assert [finding.where[-3:] for finding in found(report, "space-off-scale")] == ["ES1", "IS1"]
    assert value_of(report, "quadrant") == "aggressive"
    wide = _space({**SPACE, "IS": [4, 7]}, space_high=7)
    assert value_of(wide, "IS") == 5.5
    lacking = analyse(TOOL, "swot.space", {"space_factors": [{"id": "a", "text": "A"}, {"id": "b", "axis": "FS"}]})
    assert {"space-without-axis", "space-without-value"} <= set(codes(lacking))


# AHP ------------------------------------------------------------------------------------------------------


def test_inconsistent_judgements_are_reported_with_their_weights() -> None:
    report = _compared(3, [(0, 1, 9), (1, 2, 9), (0, 2, 1 / 9)])
    assert value_of(report, "strengths_verdict") == "inconsistent"
    assert sum(_local(report, 3)) == pytest.approx(1)
    assert len(found(report, "inconsistent-comparisons")) == 1


def test_the_limit_of_the_consistency_ratio() -> None:
    from personatui_swot.judgement import ACCEPTED, Judged

    def told(ratio: float) -> bool | None:
        return Judged(("a",), (1.0,), 1.0, 0.0, ratio, (), ()).is_consistent

    assert told(ACCEPTED)
    assert told(ACCEPTED + 1e-12)
    assert not told(0.1001)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([(0, 1, 2), (1, 0, 2), (0, 2, 4), (1, 2, 2)], "comparison-not-reciprocal"),
        ([(0, 0, 0), (0, 1, 2), (0, 2, 4), (1, 2, 2)], "comparison-diagonal"),
        ([(0, 1, 0), (0, 2, 4), (1, 2, 2)], "comparison-off-scale"),
        ([(0, 1, 12), (0, 2, 4), (1, 2, 2)], "comparison-off-scale"),
        ([(0, 1, -2), (0, 2, 4), (1, 2, 2)], "comparison-off-scale"),
        ([(0, 1, math.nan), (0, 2, 4), (1, 2, 2)], "comparison-off-scale"),
        ([(0, 1, 2), (0, 1, 3), (0, 2, 4), (1, 2, 2)], "comparison-said-twice"),
    ],
)
def test_a_wrong_judgement_names_its_pair_and_leaves_the_rest(said: list[tuple[int, int, float]], code: str) -> None:
    weak = {"weaknesses": [{"id": "w1", "text": "W 1"}, {"id": "w2", "text": "W 2"}]}
    pairs = [{"id": f"c{i}", "row": f"s{r + 1}", "column": f"s{c + 1}", "value": v} for i, (r, c, v) in enumerate(said)]
    pairs.append({"id": "x", "row": "w1", "column": "w2", "value": 3})
    report = analyse(TOOL, "swot.ahp", {**_factors("SSS"), **weak, "comparisons": pairs})
    (finding,) = found(report, code)
    assert "S1" in finding.message
    assert finding.where.endswith("#c0")
    local = {metric.subject[-2:]: metric.value for metric in report.metrics if metric.id == "local"}
    assert [local[f"s{n}"] for n in (1, 2, 3)] == [None] * 3
    assert (local["w1"], local["w2"]) == pytest.approx((0.75, 0.25))


def test_rounded_reciprocals_are_reciprocal() -> None:
    report = _compared(3, [(0, 1, 3), (1, 0, 0.33), (0, 2, 8), (2, 0, 0.13), (1, 2, 3), (2, 1, 0.33)])
    assert codes(report) == []
    assert _local(report, 3) == pytest.approx(_local(_compared(3, [(0, 1, 3), (0, 2, 8), (1, 2, 3)]), 3))


def test_missing_judgements() -> None:
    chain = _compared(3, [(0, 1, 2), (1, 2, 2)])
    assert _local(chain, 3) == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert value_of(chain, "strengths_cr") is None
    assert len(found(chain, "missing-comparisons")) == 1
    apart = _compared(4, [(0, 1, 2), (2, 3, 2)])
    assert _local(apart, 4) == [None] * 4
    assert "S3" in found(apart, "missing-comparisons")[0].message
    assert codes(_compared(3, [])) == []
    assert _local(_compared(1, []), 1) == [1]
    two = _compared(2, [(0, 1, 3)])
    assert value_of(two, "strengths_cr") == 0


def test_beyond_ten_there_is_no_ratio() -> None:
    pairs = [(row, column, 1.0) for row in range(11) for column in range(row + 1, 11)]
    report = _compared(11, pairs)
    assert value_of(report, "strengths_cr") is None
    assert value_of(report, "strengths_verdict") == "no ratio"
    assert len(found(report, "too-many-to-compare")) == 1
    assert value_of(_compared(10, [pair for pair in pairs if max(pair[:2]) < 10]), "strengths_verdict") == "consistent"


def test_global_priorities_are_those_of_the_box_times_the_local_ones() -> None:
    report = analyse(TOOL, "swot.ahp", dict(TOOL.demo))
    assert value_of(report, "global_sum") == pytest.approx(1)
    by = {(metric.id, metric.subject[-4:]): metric.value for metric in report.metrics}
    group = value_of(report, "strengths_priority")
    local, overall = by["local", "s2kd"], by["global", "s2kd"]
    assert isinstance(group, float)
    assert isinstance(local, float)
    assert overall == pytest.approx(group * local)


def test_nothing_to_compare_has_no_verdict() -> None:
    report = analyse(TOOL, "swot.ahp", {})
    assert {metric.value for metric in report.metrics} == {None}


def test_comparisons_across_boxes_and_to_nothing_are_broken() -> None:
    pairs = [{"id": "a", "row": "s1", "column": "w1", "value": 2}, {"id": "b", "row": "s1", "value": 2}]
    report = analyse(TOOL, "swot.ahp", {**_factors("SSW"), "comparisons": pairs})
    findings = found(report, "broken-comparison")
    assert [finding.where[-2:] for finding in findings] == ["#a", "#b"]
    assert findings[0].fix is not None
    assert isinstance(findings[0].fix.edits[0], RemoveValue)


def test_comparisons_of_boxes_that_are_not_there_are_broken() -> None:
    pairs = [
        {"id": "a", "row": "strengths", "value": 2},
        {"id": "b", "row": "strengths", "column": "threats", "value": 2},
        {"id": "c", "row": "strengths", "column": "weaknesses", "value": 3},
        {"id": "d", "row": "strengths", "column": "strengths", "value": 0},
    ]
    report = analyse(TOOL, "swot.ahp", {**_factors("SSW"), "group_comparisons": pairs})
    findings = found(report, "broken-group-comparison")
    assert [finding.where[-2:] for finding in findings] == ["#a", "#b"]
    assert "threats" in findings[1].message
    assert all(finding.fix is not None for finding in findings)
    (itself,) = found(report, "comparison-diagonal")
    assert "“strengths”" in itself.message
    assert "the boxes have no weights" in itself.hint


SAATY = [1 / n for n in range(2, 10)] + [float(n) for n in range(1, 10)]


@given(st.lists(st.sampled_from(SAATY), min_size=6, max_size=6), st.permutations(range(4)))
def test_the_order_of_the_compared_does_not_matter(values: list[float], order: list[int]) -> None:
    pairs = [(row, column) for row in range(4) for column in range(row + 1, 4)]
    said = [(row, column, value) for (row, column), value in zip(pairs, values, strict=True)]
    turned = [(order[row], order[column], value) for row, column, value in said]
    one, other = _compared(4, said), _compared(4, turned)
    local, moved = _local(one, 4), _local(other, 4)
    assert [moved[order[index]] for index in range(4)] == pytest.approx(local, abs=1e-9)
    assert value_of(one, "strengths_cr") == pytest.approx(value_of(other, "strengths_cr"), abs=1e-9)
    assert sum(local) == pytest.approx(1)


# TOWS -----------------------------------------------------------------------------------------------------


def _tows(pairs: list[tuple[str, str, Any]], strategies: list[dict[str, Any]] | None = None) -> Report:
    data = {
        **_factors("SSWWOOTT"),
        "interactions": [
            {"id": f"i{n}", "internal": one, "external": other, "value": value}
            for n, (one, other, value) in enumerate(pairs)
        ],
        "strategies": [{"id": f"y{n}", "text": f"Strategy {n}", **one} for n, one in enumerate(strategies or [])],
    }
    return analyse(TOOL, "swot.tows", data)


def test_what_is_not_judged_drops_out() -> None:
    report = _tows([("s1", "o1", 1), ("s1", "o2", 0), ("s2", "o1", None)])
    assert value_of(report, "density") == 0.5
    assert report.metric("density").n == 2
    sums = {metric.subject[-2:]: metric.value for metric in report.metrics if metric.id == "row_sum"}
    assert (sums["s1"], sums["s2"]) == (1, None)
    assert value_of(report, "unused") == "O2"
    assert value_of(_tows([]), "density") is value_of(_tows([]), "unused") is value_of(_tows([]), "strongest") is None
    assert value_of(analyse(TOOL, "swot.tows", {}), "judged") is None


def test_ties_are_told() -> None:
    assert value_of(_tows([("s1", "o1", 1), ("w2", "t1", 1)]), "strongest") == "S1, W2"


def test_uncovered_vulnerabilities() -> None:
    pairs = [("w1", "t1", 1), ("w1", "t2", 1), ("w2", "t1", 0)]
    report = _tows(pairs)
    assert value_of(report, "uncovered") == 2
    report = _tows(pairs, [{"kind": "WT", "uses": ["w1", "t1"]}, {"kind": "ST", "uses": ["w1", "t2"]}])
    assert value_of(report, "uncovered") == 1
    assert "T2" in found(report, "uncovered-vulnerability")[0].message
    assert value_of(_tows([("s1", "o1", 1)]), "uncovered") is None


def test_strategies_that_cite_wrongly() -> None:
    report = _tows(
        [],
        [
            {"kind": "SO", "uses": ["s1", "gone"]},
            {"kind": "SO", "uses": ["s1", "o1", "t1"]},
            {"uses": ["s1", "o1"]},
        ],
    )
    assert "gone" in found(report, "unknown-factor")[0].message
    assert found(report, "strategy-without-pair")[0].where.endswith("#y0")
    assert "T1" in found(report, "wrong-kind-pair")[0].message
    assert found(report, "strategy-without-kind")[0].where.endswith("#y2")
    assert {finding.message.split()[3] for finding in found(report, "empty-quadrant")} == {"WO", "ST", "WT"}
    assert value_of(report, "so") == 2


def test_pairs_that_are_wrong_leave_the_rest() -> None:
    report = _tows(
        [("s1", "gone", 1), ("s1", "w1", 1), ("s1", "o1", 2), ("s2", "o1", 1), ("s2", "o2", 1), ("s2", "o2", 0)]
    )
    assert len(found(report, "broken-pair")) == 2
    assert "S1 × O1" in found(report, "pair-off-scale")[0].message
    assert "S2 × O2" in found(report, "pair-said-twice")[0].message
    assert value_of(report, "density") == 1


# QSPM -----------------------------------------------------------------------------------------------------


def _qspm(scores: dict[str, tuple[Any, ...]], weights: list[Any]) -> Report:
    data = {
        **_factors("S" * len(weights), weights),
        "strategies": [{"id": name, "text": f"Strategy {name}", "kind": "SO"} for name in scores],
        "scores": [
            {"id": f"{name}-{n}", "strategy": name, "factor": f"s{n + 1}", "value": value}
            for name, values in scores.items()
            for n, value in enumerate(values)
        ],
    }
    return analyse(TOOL, "swot.qspm", data)


def test_a_dash_must_be_a_dash_for_all() -> None:
    report = _qspm({"y1": (4, None, 2), "y2": (3, None, None)}, [0.5, 0.3, 0.2])
    assert (value_of(report, "rows"), value_of(report, "dashes"), value_of(report, "partial")) == (1, 1, 1)
    (finding,) = found(report, "partial-dash")
    assert "S3" in finding.message
    stas = {metric.subject[-2:]: metric.value for metric in report.metrics if metric.id == "stas"}
    assert stas == {"y1": 2.0, "y2": 1.5}


def test_equal_totals_tie() -> None:
    report = _qspm({"y1": (4, 2), "y2": (2, 4), "y3": (1, 1)}, [0.5, 0.5])
    assert value_of(report, "best") == "tie of 2"
    assert value_of(report, "margin") == 0
    assert {metric.subject[-2:]: metric.value for metric in report.metrics if metric.id == "rank"} == {
        "y1": 1,
        "y2": 1,
        "y3": 3,
    }


def test_scores_that_are_wrong_leave_the_rest() -> None:
    data = dict(TOOL.demo)
    data["scores"] = [
        *data["scores"],
        {"id": "a", "strategy": "y2kd", "factor": "gone", "value": 2},
        {"id": "b", "strategy": "y2kd", "factor": "s2kd", "value": 5},
        {"id": "c", "strategy": "y2kd", "factor": "s4vm", "value": 1},
    ]
    report = analyse(TOOL, "swot.qspm", data)
    assert [finding.where[-2:] for finding in found(report, "broken-score")] == ["#a"]
    assert "S1" in found(report, "score-off-scale")[0].message
    assert "S2" in found(report, "score-said-twice")[0].message
    assert value_of(report, "rows") == 7
    assert value_of(analyse(TOOL, "swot.qspm", {}), "rows") is None
    assert value_of(_qspm({"y1": (4,)}, [None]), "best") is None
    assert len(found(_qspm({"y1": (4,)}, [1]), "single-strategy")) == 1


# References to PESTEL -------------------------------------------------------------------------------------

PESTEL = {
    "legal": [
        {"id": "l1", "text": "A new licence", "direction": "threat", "impact": 5, "likelihood": 4, "sources": ["i#e"]},
        {"id": "l2", "text": "Nothing to us", "impact": 5, "likelihood": 5},
    ],
    "social": [{"id": "p1", "text": "More people ask", "direction": "opportunity", "impact": 2}],
}


def _command(swot: dict[str, Any] | None, pestel: dict[str, Any]) -> Any:
    canvases = {("pestel", "a"): pestel} | ({("swot", "a"): swot} if swot is not None else {})
    project = make_project(personas={"a": {"name": "A"}}, canvases=canvases, tools=(TOOL,))
    (command,) = TOOL.commands
    return command.run(CommandInput(project=project, persona_id="a", persona=project.personas["a"]))


def test_what_pestel_rates_is_taken_over_by_reference() -> None:
    change = _command(None, PESTEL)
    (edit,) = change.edits
    assert isinstance(edit, CreateFile)
    canvas = SwotCanvas.model_validate(edit.data)
    (threat,), (opportunity,) = canvas.threats, canvas.opportunities
    # what it rests on is its original's, by reference too
    assert (threat.text, threat.origin, threat.label) == ("", "canvas/pestel/a#l1", "A new licence")
    assert threat.sources == ()
    assert opportunity.origin == "canvas/pestel/a#p1"
    assert _command(edit.data, PESTEL) is None
    change = _command({"threats": [edit.data["threats"][0]]}, PESTEL)
    assert [(step.path, step.value["origin"]) for step in change.edits if isinstance(step, AddItem)] == [
        (("opportunities",), "canvas/pestel/a#p1")
    ]
    assert _command(None, {}) is None


def test_an_edited_original_marks_what_refers_to_it() -> None:
    swot = {
        "threats": [
            {"id": "t1", "origin": "canvas/pestel/a#l1", "origin_text": "An old licence"},
            {"id": "t2", "text": "An old licence", "origin": "canvas/pestel/a#l1", "origin_text": "An old licence"},
            {"id": "t3", "text": "Gone", "origin": "canvas/pestel/a#zz"},
            {"id": "t4", "text": "Own words", "origin": "canvas/pestel/a#l1", "origin_text": "A new licence"},
            {"id": "t5", "text": "Own words", "origin": "canvas/pestel/a#l1"},
        ]
    }
    given_ = analysis_input(TOOL, swot, persona_id="a", canvases={("pestel", "a"): PESTEL})
    report = analysis_of(TOOL, "swot.balance").run(given_)
    changed = found(report, "original-edited")
    assert [finding.where[-2:] for finding in changed] == ["t1", "t2", "t5"]
    assert all("A new licence" in finding.message for finding in changed)
    fixes = [[(edit.path, edit.value) for edit in f.fix.edits if isinstance(edit, SetValue)] for f in changed if f.fix]
    assert fixes == [[(("threats", item, "origin_text"), "A new licence")] for item in ("t1", "t2", "t5")]
    assert [finding.where[-2:] for finding in found(report, "original-gone")] == ["t3"]
    # what is taken over says what its original says now
    (table,) = [block for block in report.blocks if block.kind == "table"]
    assert "T1 A new licence" in str(table)
    sources = {"i": {"kind": "interview", "participants": 1, "excerpts": [{"id": "e", "text": "It comes"}]}}
    report = analyse(TOOL, "swot.balance", {"threats": swot["threats"][:1]}, sources=sources)
    assert value_of(report, "evidence") == 0
    given_ = analysis_input(TOOL, swot, persona_id="a", canvases={("pestel", "a"): PESTEL}, sources=sources)
    assert value_of(analysis_of(TOOL, "swot.balance").run(given_), "evidence") == 0.8


# Checks ---------------------------------------------------------------------------------------------------


def _checked(data: dict[str, Any]) -> list[str]:
    project = make_project(personas={"a": {"name": "A"}}, canvases={("swot", "a"): data}, tools=(TOOL,))
    given_ = CheckInput(project=project, today=TODAY)
    return [finding.code.partition(".")[2] for rule in TOOL.checks for finding in rule.run(given_)]


def test_checks_find_what_analyses_find() -> None:
    assert _checked(dict(TOOL.demo)) == []
    assert _checked({}) == []
    assert _checked(_factors("SW")) == []
    data = {
        **_factors("SSW", [0.5, 0.2, 0.2], [9, 4, 1]),
        "strategies": [{"id": "y", "text": "Y", "kind": "SO", "uses": ["zz"]}],
        "interactions": [{"id": "i", "internal": "s1"}],
        "scores": [{"id": "q", "strategy": "y", "factor": "s1", "value": 8}],
        "comparisons": [{"id": "c", "row": "s1", "column": "s1", "value": 0}],
        "space_factors": [{"id": "p", "text": "P", "axis": "FS", "value": -1}],
    }
    assert set(_checked(data)) == {
        "rating-off-scale",
        "weights-do-not-add-up",
        "unknown-factor",
        "strategy-without-pair",
        "broken-pair",
        "score-off-scale",
        "comparison-diagonal",
        "space-off-scale",
        "empty-space-axis",
    }
