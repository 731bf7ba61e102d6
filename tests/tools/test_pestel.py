"""PESTEL: published cases, every limit, what is missing, and what is wrong."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.api import CheckInput, CommandInput, MatrixBlock, Report, Tool
from personatui.model.edits import AddItem, RemoveValue
from personatui.testing import ToolConformance, make_project
from personatui.testing.projects import TODAY
from personatui_pestel.impact import ImpactParameters
from personatui_pestel.tool import TOOL
from tools.inputs import analyse, codes, found, needs_cases, shared_case, value_of


class TestPestel(ToolConformance):
    @pytest.fixture
    def tool(self) -> Tool:
        return TOOL


def _legal(*factors: dict[str, Any]) -> dict[str, Any]:
    return {"legal": [{"id": f"l{n}", "text": f"Factor {n}", **told} for n, told in enumerate(factors, start=1)]}


def _per_factor(report: Report, metric: str) -> dict[str, Any]:
    return {one.subject.partition("#")[2]: one.value for one in report.metrics if one.id == metric}


def _cross(probabilities: list[Any], said: list[tuple[int, int, Any]]) -> Report:
    data = _legal(*({"probability": one} if one is not None else {} for one in probabilities))
    data["conditionals"] = [
        {"id": f"k{n}", "event": f"l{event + 1}", "given": f"l{given_ + 1}"}
        | ({"probability": value} if value is not None else {})
        for n, (event, given_, value) in enumerate(said)
    ]
    return analyse(TOOL, "pestel.cross-impact", data)


def _structured(n: int, said: list[tuple[int, int, Any]]) -> dict[str, Any]:
    data = _legal(*({} for _ in range(n)))
    data["influences"] = [
        {"id": f"i{number}", "row": f"l{row + 1}", "column": f"l{column + 1}", "value": value}
        for number, (row, column, value) in enumerate(said)
    ]
    return data


def _structure(n: int, said: list[tuple[int, int, Any]]) -> Report:
    return analyse(TOOL, "pestel.structure", _structured(n, said))


# Published cases ------------------------------------------------------------------------------------------


@needs_cases
def test_shared_example_of_weighted_pest() -> None:
    case = shared_case("Weighted PEST score")
    told, expected = case["input"], case["expected"]
    factors: list[dict[str, Any]] = [{"influence": influence} for influence in told["influence"]]
    factors[told["focus_index"]]["expert_probabilities"] = told["expert_probability"]
    report = analyse(TOOL, "pestel.weighted", _legal(*factors))
    assert value_of(report, "influence_sum") == expected["influence_sum"]
    assert _per_factor(report, "mean_probability")["l1"] == pytest.approx(expected["mean_probability"])
    assert _per_factor(report, "weighted")["l1"] == pytest.approx(expected["weighted"], abs=case["tolerance"])
    assert _per_factor(report, "weighted")["l2"] is None


@needs_cases
def test_shared_example_of_cross_impact() -> None:
    case = shared_case("Cross-impact")
    told, expected = case["input"], case["expected"]
    report = _cross([told["p_i"], told["p_j"]], [(0, 1, told["p_i_given_j"])])
    for name, metric in (("lower", "lower"), ("upper", "upper"), ("p_i_given_not_j", "complement")):
        assert value_of(report, metric) == pytest.approx(expected[name], abs=case["tolerance"])
    assert (value_of(report, "admissible") == "yes") == expected["admissible"]


def test_the_published_scores_of_impact_and_likelihood() -> None:
    rated = [(5, 5), (5, 4), (4, 4), (4, 3), (4, 4), (3, 3)]
    report = analyse(TOOL, "pestel.impact", _legal(*({"impact": i, "likelihood": p} for i, p in rated)))
    assert list(_per_factor(report, "score").values()) == [25, 20, 16, 12, 16, 9]
    assert list(_per_factor(report, "rank").values()) == [1, 2, 3, 5, 3, 6]


def test_the_example_of_the_help() -> None:
    data = _legal(
        {"impact": 5, "likelihood": 4, "direction": "threat", "horizon": "1-3y"},
        {"impact": 3, "likelihood": 4, "direction": "opportunity"},
    )
    report = analyse(TOOL, "pestel.impact", data)
    assert _per_factor(report, "score") == {"l1": 20, "l2": 12}
    assert _per_factor(report, "band") == {"l1": "critical", "l2": "high"}
    assert value_of(report, "net") == value_of(report, "legal_net") == -8
    assert _per_factor(report, "urgency") == {"l1": 15, "l2": None}
    report = _cross([0.5, 0.6], [(0, 1, 0.7)])
    assert value_of(report, "factor") == pytest.approx(math.log(7 / 3) / 0.4)
    report = _structure(3, [(0, 1, 3), (0, 2, 1), (1, 2, 2), (1, 0, 0), (2, 0, 0), (2, 1, 0)])
    assert _per_factor(report, "influence") == {"l1": 4, "l2": 2, "l3": 0}
    assert _per_factor(report, "dependence") == {"l1": 0, "l2": 3, "l3": 3}
    assert _per_factor(report, "role") == {"l1": "driver", "l2": "relay", "l3": "dependent"}


# Impact and likelihood ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("impact", "likelihood", "band"),
    [
        (1, 1, "low"),
        (2, 2, "low"),
        (1, 5, "moderate"),
        (3, 3, "moderate"),
        (2, 5, "high"),
        (3, 4, "high"),
        (3, 5, "critical"),
        (5, 5, "critical"),
    ],
)
def test_bands(impact: int, likelihood: int, band: str) -> None:
    report = analyse(TOOL, "pestel.impact", _legal({"impact": impact, "likelihood": likelihood}))
    assert _per_factor(report, "band") == {"l1": band}
    assert value_of(report, band) == 1


def test_the_heat_map_shows_bands_without_colour() -> None:
    report = analyse(TOOL, "pestel.impact", _legal({"impact": 5, "likelihood": 3}, {"impact": 5, "likelihood": 3}))
    chart = report.blocks[0]
    assert isinstance(chart, MatrixBlock)
    assert chart.cells[0] == ("▒", "▓", "L1 L2 █", "█", "█")
    assert chart.cells[4] == ("░", "░", "░", "░", "▒")
    assert "█ critical" in chart.title


def test_half_a_rating_gives_no_score() -> None:
    report = analyse(TOOL, "pestel.impact", _legal({"impact": 5}, {"likelihood": 5}, {}))
    assert set(_per_factor(report, "score").values()) == {None}
    assert value_of(report, "highest") is value_of(report, "net") is value_of(report, "critical") is None
    assert codes(report) == ["factor-without-impact", "factor-without-likelihood", "unrated-factor"]
    assert value_of(analyse(TOOL, "pestel.impact", {}), "rated") is None


def test_a_rating_off_the_scale_names_its_factor_and_leaves_the_rest() -> None:
    report = analyse(
        TOOL,
        "pestel.impact",
        _legal({"impact": 6, "likelihood": 2}, {"impact": 2, "likelihood": 0}, {"impact": 3, "likelihood": 3}),
    )
    assert "L1" in found(report, "impact-off-scale")[0].message
    assert found(report, "likelihood-off-scale")[0].where.endswith("#l2")
    assert _per_factor(report, "score") == {"l1": None, "l2": None, "l3": 9}


def test_what_has_no_direction_is_not_in_the_net() -> None:
    report = analyse(TOOL, "pestel.impact", _legal({"impact": 5, "likelihood": 5}))
    assert value_of(report, "net") is None
    assert codes(report) == ["factor-without-direction"]


@pytest.mark.parametrize(("horizon", "urgency"), [("under-1y", 20), ("1-3y", 15), ("3-5y", 10), ("over-5y", 5)])
def test_urgency_by_horizon(horizon: str, urgency: float) -> None:
    data = _legal(
        {"impact": 4, "likelihood": 5, "horizon": horizon, "direction": "threat"}, {"impact": 5, "likelihood": 5}
    )
    report = analyse(TOOL, "pestel.impact", data, parameters=ImpactParameters(by="urgency"))
    assert _per_factor(report, "urgency") == {"l1": urgency, "l2": None}
    assert _per_factor(report, "rank") == {"l1": 1, "l2": None}
    assert "factor-without-direction" in codes(report)


def test_what_ties_at_the_limit_is_carried_along() -> None:
    factors = [{"impact": 5, "likelihood": 5}] * 4 + [{"impact": 2, "likelihood": 2}] * 3
    report = analyse(TOOL, "pestel.impact", _legal(*factors), parameters=ImpactParameters(carry=5))
    assert value_of(report, "carried") == "L1, L2, L3, L4, L5, L6, L7"


RATED = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 5), st.sampled_from(["opportunity", "threat"])), min_size=1, max_size=8
)


@given(RATED, st.randoms(use_true_random=False))
def test_the_order_of_factors_does_not_matter(rated: list[tuple[int, int, str]], random: Any) -> None:
    told = [
        {"id": f"f{n}", "text": f"F {n}", "impact": i, "likelihood": p, "direction": d}
        for n, (i, p, d) in enumerate(rated)
    ]
    turned = list(told)
    random.shuffle(turned)
    one, other = (analyse(TOOL, "pestel.impact", {"social": factors}) for factors in (told, turned))
    for name in ("net", "highest", "critical"):
        assert value_of(one, name) == value_of(other, name)
    assert _per_factor(one, "rank") == _per_factor(other, "rank")


# Weighted, EFE, coverage ----------------------------------------------------------------------------------


def test_experts_off_the_scale_drop_out() -> None:
    report = analyse(
        TOOL,
        "pestel.weighted",
        _legal({"influence": 2, "expert_probabilities": [4, 6]}, {"influence": 4}, {"expert_probabilities": [3]}),
    )
    assert _per_factor(report, "weighted") == {"l1": 4.0, "l2": None, "l3": None}
    assert codes(report) == ["expert-off-scale", "factor-without-influence", "influence-off-scale"]
    assert value_of(analyse(TOOL, "pestel.weighted", {}), "total") is None


def test_evaluation_flags_weights_that_do_not_add_up() -> None:
    report = analyse(TOOL, "pestel.efe", _legal({"weight": 0.5, "rating": 4}, {"weight": 0.46, "rating": 2}))
    assert value_of(report, "total") == pytest.approx(2.92)
    assert value_of(report, "weights_valid") == "no"
    assert "0.96" in found(report, "weights-do-not-add-up")[0].message
    report = analyse(TOOL, "pestel.efe", _legal({"weight": 0.5, "rating": 4}, {"weight": 0.5, "rating": 1}))
    assert value_of(report, "label") == "average (at the midpoint 2.5)"
    report = analyse(
        TOOL,
        "pestel.efe",
        _legal({"weight": 0.5, "rating": 5}, {"weight": 0.5, "rating": 1}, {"weight": 2, "rating": 1}),
    )
    assert {"rating-off-scale", "weight-off-scale"} <= set(codes(report))
    assert value_of(report, "total") == 1
    assert value_of(analyse(TOOL, "pestel.efe", {}), "total") is None


def test_coverage_counts_dimensions() -> None:
    report = analyse(TOOL, "pestel.coverage", _legal({}))
    assert value_of(report, "coverage") == pytest.approx(1 / 6)
    assert codes(report).count("empty-dimension") == 5
    assert value_of(analyse(TOOL, "pestel.coverage", {}), "coverage") is None


# Cross-impact ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("probability", [0, 1, -0.1, 1.1, math.nan])
def test_a_probability_that_is_not_open_names_its_factor_and_leaves_the_rest(probability: float) -> None:
    report = _cross([0.5, probability, 0.6], [(0, 1, 0.7), (0, 2, 0.7)])
    assert "L2" in found(report, "probability-not-open")[0].message
    assert _per_factor(report, "factor").keys() == {"k1"}


@pytest.mark.parametrize("said", [0, 1, 1.5, -0.5])
def test_a_judgement_of_0_or_1_has_no_factor(said: float) -> None:
    report = _cross([0.2, 0.2, 0.6], [(0, 1, said), (0, 2, 0.2)])
    assert "P(L1 | L2)" in found(report, "conditional-not-open")[0].message
    factors = _per_factor(report, "factor")
    assert factors.get("k0") is None
    assert factors["k1"] == 0
    if said in (0, 1):
        assert _per_factor(report, "admissible")["k0"] == "yes"


@pytest.mark.parametrize(("said", "fits"), [(1 / 6, True), (5 / 6, True), (0.16, False), (0.84, False)])
def test_the_bounds_are_inside(said: float, fits: bool) -> None:
    report = _cross([0.5, 0.6], [(0, 1, said)])
    assert value_of(report, "admissible") == ("yes" if fits else "no")
    assert codes(report) == ([] if fits else ["inadmissible-probability"])
    assert (value_of(report, "complement") is not None) == fits


def test_what_cannot_be_promotes_nothing() -> None:
    report = _cross([0.5, 0.6, 0.5], [(0, 1, 0.95), (2, 1, 0.6)])
    assert report.metric("promotes").label.endswith("L2 on L3")
    assert len(found(report, "inadmissible-probability")) == 1
    assert value_of(_cross([0.5, 0.6], [(0, 1, 0.95)]), "promotes") is None


def test_the_two_directions_of_a_pair_agree() -> None:
    assert codes(_cross([0.5, 0.4], [(0, 1, 0.75), (1, 0, 0.6)])) == []
    report = _cross([0.5, 0.4], [(0, 1, 0.75), (1, 0, 0.4)])
    assert len(found(report, "contradicting-conditionals")) == 1


def test_judgements_that_lead_nowhere() -> None:
    report = _cross([0.5, None], [(0, 1, 0.5), (0, 0, 0.5), (0, 8, 0.5), (1, 0, None)])
    assert codes(report) == [
        "broken-conditional",
        "broken-conditional",
        "conditional-without-probability",
        "event-without-probability",
    ]
    fix = found(report, "broken-conditional")[0].fix
    assert fix is not None
    assert isinstance(fix.edits[0], RemoveValue)
    assert codes(_cross([0.5, 0.5], [(0, 1, 0.5), (0, 1, 0.6)])) == ["conditional-said-twice"]
    assert value_of(_cross([], []), "events") is None


@given(st.floats(0.02, 0.98), st.floats(0.02, 0.98), st.floats(0, 1))
def test_probabilities_inside_the_bounds_are_possible(p_i: float, p_j: float, share: float) -> None:
    from personatui_pestel.crossimpact import bounds, complement

    low, high = bounds(p_i, p_j)
    assert 0 <= low <= high + 1e-9
    assert high <= 1
    assert -1e-9 <= complement(p_i, p_j, low + share * (high - low)) <= 1 + 1e-9


# Structure ------------------------------------------------------------------------------------------------


def test_what_is_not_judged_is_not_zero() -> None:
    report = _structure(3, [(0, 1, 3), (1, 2, 1)])
    assert _per_factor(report, "influence") == {"l1": 3, "l2": 1, "l3": None}
    assert _per_factor(report, "role") == {"l1": None, "l2": "relay", "l3": None}
    assert set(_per_factor(report, "indirect_influence").values()) == {None}
    assert "4 pairs of 6" in found(report, "unjudged-influences")[0].message
    assert value_of(_structure(2, []), "judged") is None


def test_influences_that_are_wrong_leave_the_rest() -> None:
    report = _structure(3, [(0, 1, 3), (1, 0, 1), (2, 2, 2), (0, 2, 5), (0, 7, 1), (1, 2, 1), (1, 2, 2)])
    assert codes(report) == [
        "broken-influence",
        "influence-on-itself",
        "influence-said-twice",
        "influence-value-off-scale",
        "unstable-ranking",
    ]
    assert "L3" in found(report, "influence-on-itself")[0].message
    assert _per_factor(report, "influence") == {"l1": 3, "l2": 1}


def test_indirect_influence_follows_chains() -> None:
    # what drives the driver counts more over two steps than directly
    said = {(0, 1): 1, (1, 2): 3, (1, 3): 3, (2, 1): 1, (3, 1): 1}
    whole = [(row, column, said.get((row, column), 0)) for row in range(4) for column in range(4) if row != column]
    report = _structure(4, whole)
    shares = _per_factor(report, "indirect_influence")
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["l1"] > 0
    assert _per_factor(report, "indirect_dependence")["l1"] == 0
    nothing = _structure(2, [(0, 1, 2), (1, 0, 0)])
    assert value_of(nothing, "steps") is None
    assert _per_factor(_structure(2, [(0, 1, 0), (1, 0, 0)]), "role") == {"l1": None, "l2": None}


def test_without_circles_the_indirect_ranking_ends() -> None:
    said = {(0, 1): 1, (0, 2): 1, (0, 3): 1, (1, 2): 3, (2, 3): 3}
    whole = [(row, column, said.get((row, column), 0)) for row in range(4) for column in range(4) if row != column]
    report = _structure(4, whole)
    assert value_of(report, "steps") is None
    (finding,) = found(report, "unstable-ranking")
    assert "No influence reaches over more than 3 steps" in finding.message


@given(st.lists(st.integers(0, 3), min_size=12, max_size=12), st.permutations(range(4)))
def test_the_order_of_the_judged_does_not_matter(values: list[int], order: list[int]) -> None:
    pairs = [(row, column) for row in range(4) for column in range(4) if row != column]
    said = [(row, column, value) for (row, column), value in zip(pairs, values, strict=True)]
    one = _structure(4, said)
    other = _structure(4, [(order[row], order[column], value) for row, column, value in said])
    for name in ("influence", "dependence", "role"):
        first, second = _per_factor(one, name), _per_factor(other, name)
        assert {f"l{order[n] + 1}": first[f"l{n + 1}"] for n in range(4)} == second


def test_the_command_says_zero_of_what_is_left() -> None:
    data = _structured(3, [(0, 1, 3), (1, 2, 1)])
    project = make_project(personas={"a": {"name": "A"}}, canvases={("pestel", "a"): data}, tools=(TOOL,))
    (command,) = TOOL.commands
    asked = CommandInput(
        project=project,
        persona_id="a",
        persona=project.personas["a"],
        tool="pestel",
        name="a",
        canvas=project.canvases["pestel", "a"],
    )
    change = command.run(asked)
    assert change is not None
    added = [edit.value for edit in change.edits if isinstance(edit, AddItem)]
    assert {entry["value"] for entry in added} == {0}
    data["influences"] += added
    assert value_of(analyse(TOOL, "pestel.structure", data), "judged") == 6
    assert "unjudged-influences" not in codes(analyse(TOOL, "pestel.structure", data))


# Checks ---------------------------------------------------------------------------------------------------


def _checked(data: dict[str, Any]) -> list[str]:
    project = make_project(personas={"a": {"name": "A"}}, canvases={("pestel", "a"): data}, tools=(TOOL,))
    given_ = CheckInput(project=project, today=TODAY)
    return [finding.code.partition(".")[2] for rule in TOOL.checks for finding in rule.run(given_)]


def test_checks_find_what_analyses_find() -> None:
    assert _checked(dict(TOOL.demo)) == []
    assert _checked({}) == []
    data = _legal({"impact": 9, "probability": 1, "weight": 0.5, "influence": 9})
    data["influences"] = [{"id": "i", "row": "l1", "column": "l1", "value": 1}]
    data["conditionals"] = [{"id": "k", "event": "l1"}]
    assert set(_checked(data)) == {
        "impact-off-scale",
        "influence-off-scale",
        "weights-do-not-add-up",
        "probability-not-open",
        "broken-conditional",
        "influence-on-itself",
    }
