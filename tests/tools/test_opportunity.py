"""Opportunity scores: kinds of rating, limits of bands, ranks, what is missing and what is wrong."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personatui.api import Report, ScatterBlock, Strength, TableBlock
from personatui_jtbd.canvas import Outcome
from personatui_jtbd.opportunity import OpportunityParameters
from personatui_jtbd.ratings import band, is_table_stake, judge, opportunity, ranked
from personatui_jtbd.tool import TOOL
from tools.inputs import analyse, codes, found, value_of

RATING = st.floats(min_value=0, max_value=10, allow_nan=False)


def _report(*outcomes: dict[str, Any], **canvas: Any) -> Report:
    told = [{"id": f"o{index}", "text": f"Outcome {index}"} | outcome for index, outcome in enumerate(outcomes)]
    return analyse(TOOL, "jtbd.opportunity", {"survey_segment": "One segment", "outcomes": told, **canvas})


def _values(report: Report, item: str) -> dict[str, Any]:
    return {metric.id: metric.value for metric in report.metrics if metric.subject.endswith(f"#{item}")}


def _ranking(report: Report) -> list[tuple[Any, Any]]:
    table = next(
        block for block in report.blocks if isinstance(block, TableBlock) and block.title.startswith("Ranking")
    )
    return [(row[1], row[2]) for row in table.rows]


@pytest.mark.parametrize(
    ("importance", "satisfaction", "expected"),
    [
        (7.5, 0, "extreme"),
        (7.4999, 0, "high"),
        (9, 3, "extreme"),
        (6, 0, "high"),
        (5.9999, 0, "opportunity"),
        (5, 0, "opportunity"),
        (4.9999, 0, "served"),
        (10, 10, "opportunity"),
        (9.9, 9.9, "served"),
        (9.9, 10, "overserved"),
        (0, 0, "served"),
        (0, 0.1, "overserved"),
    ],
)
def test_limits_belong_to_the_band_above(importance: float, satisfaction: float, expected: str) -> None:
    assert band(importance, satisfaction) == expected


@pytest.mark.parametrize(
    ("importance", "satisfaction", "expected"),
    [
        (10 - (0.1 + 0.2), 10 - (0.1 + 0.2) * 2, "opportunity"),
        (5.1 + 0.1, 0.3 + 0.1, "opportunity"),
        (6.1 + 0.2, 0.4 + 0.2, "high"),
        (7.6 + 0.1 + 0.2, 0.6 + 0.2, "extreme"),
    ],
)
def test_limits_survive_binary_fractions(importance: float, satisfaction: float, expected: str) -> None:
    assert band(importance, satisfaction) == expected


@given(importance=st.integers(0, 100), satisfaction=st.integers(0, 100))
@settings(max_examples=100)
def test_bands_agree_with_exact_arithmetic(importance: int, satisfaction: int) -> None:
    exact = Fraction(importance, 10) + max(Fraction(importance - satisfaction, 10), Fraction(0))
    if exact >= 10:
        expected = "extreme" if exact >= 15 else "high" if exact >= 12 else "opportunity"
    else:
        expected = "overserved" if satisfaction > importance else "served"
    assert band(importance * 0.1, satisfaction * 0.1) == expected


@given(importance=RATING, satisfaction=RATING)
@settings(max_examples=100)
def test_score_runs_from_zero_to_twenty_and_never_below_importance(importance: float, satisfaction: float) -> None:
    score = opportunity(importance, satisfaction)
    assert 0 <= score <= 20
    assert score >= importance
    assert opportunity(importance, min(10, satisfaction + 1)) <= score


def test_table_stakes_need_importance_and_satisfaction() -> None:
    assert is_table_stake(5, 5)
    assert is_table_stake(9, 10)
    assert not is_table_stake(4.9, 9)
    assert not is_table_stake(9, 8.9)


def test_survey_counts_give_shares_with_respondents_and_scale() -> None:
    report = _report({"respondents": 200, "importance_top": 150, "satisfaction_top": 50})
    assert _values(report, "o0") == {
        "importance": 7.5,
        "satisfaction": 2.5,
        "opportunity": 12.5,
        "band": "high",
        "top_opportunity": 12.5,
    }
    score = next(metric for metric in report.metrics if metric.id == "opportunity")
    assert (score.n, score.scale, score.formula) == (200, "0-20", "I + max(I - S, 0)")


def test_means_are_scored_on_their_scale_without_bands() -> None:
    report = _report({"respondents": 40, "importance_mean": 5, "satisfaction_mean": 1})
    assert _values(report, "o0") == {"importance": 5, "satisfaction": 1, "opportunity": 9, "band": None}
    assert value_of(report, "underserved") is None
    assert value_of(report, "top_opportunity") is None
    assert "1-9" in report.metric("opportunity").scale
    assert "do not hold on this scale" in report.reading
    (chart,) = (block for block in report.blocks if isinstance(block, ScatterBlock))
    assert chart.x_range == (1.0, 5.0)
    assert [divider.label for divider in chart.dividers] == ["S = I"]


def test_expert_ratings_are_banded_but_labelled_as_an_estimate() -> None:
    report = _report({"importance": 9, "satisfaction": 3})
    assert _values(report, "o0")["band"] == "extreme"
    score = report.metric("opportunity")
    assert "expert estimate" in score.label
    assert "expert estimate" in score.scale
    assert any("expert estimate" in block.title for block in report.blocks)
    assert "expert's estimate" in report.reading


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        ({"importance": 9}, "satisfaction is missing"),
        ({"satisfaction": 9}, "importance is missing"),
        ({"respondents": 100, "importance_top": 60}, "satisfaction is missing"),
        ({"respondents": 100, "satisfaction_top": 60}, "importance is missing"),
        ({"importance_mean": 4}, "satisfaction is missing"),
        ({"importance_top": 60, "satisfaction_top": 60}, "respondents is missing"),
        ({"respondents": 0, "importance_top": 0, "satisfaction_top": 0}, "nobody answered"),
    ],
)
def test_a_missing_rating_leaves_the_outcome_unrated(ratings: dict[str, Any], reason: str) -> None:
    report = _report(ratings, {"importance": 5, "satisfaction": 5})
    assert _values(report, "o0") == {}
    assert (value_of(report, "rated"), value_of(report, "unrated")) == (1, 1)
    (finding,) = (one for one in report.findings if one.where.endswith("#o0"))
    assert "Outcome 0" in finding.message
    assert reason in finding.message
    (table,) = (block for block in report.blocks if block.title == "Unrated")
    assert isinstance(table, TableBlock)
    assert table.rows[0][0] == "Outcome 0"


def test_satisfaction_that_was_not_asked_is_not_zero() -> None:
    asked = judge(Outcome(text="x", importance=8, satisfaction=0)).rating
    assert asked is not None
    assert asked.score == 16
    assert judge(Outcome(text="x", importance=8)).rating is None


def test_outcomes_without_any_rating_are_listed_together() -> None:
    report = _report({}, {}, {"importance": 5, "satisfaction": 5})
    (finding,) = found(report, "outcome-without-ratings")
    assert "“Outcome 0” and 1 other outcome" in finding.message
    assert len(finding.references) == 2


@pytest.mark.parametrize(
    ("ratings", "code"),
    [
        ({"respondents": 50, "importance_top": 51, "satisfaction_top": 10}, "count-exceeds-respondents"),
        ({"respondents": 50, "importance_top": 10, "satisfaction_top": 51}, "count-exceeds-respondents"),
        ({"respondents": 50, "importance_top": 51}, "count-exceeds-respondents"),
        ({"importance_mean": 5.1, "satisfaction_mean": 3}, "mean-off-scale"),
        ({"importance_mean": 0.9, "satisfaction_mean": 3}, "mean-off-scale"),
        ({"importance_mean": 3, "satisfaction_mean": 8, "mean_scale": 7}, "mean-off-scale"),
        ({"importance_mean": float("nan"), "satisfaction_mean": 3}, "mean-off-scale"),
        ({"importance_mean": 3, "satisfaction_mean": 3, "mean_scale": 11}, "invalid-mean-scale"),
        ({"importance_mean": 1, "satisfaction_mean": 1, "mean_scale": 1}, "invalid-mean-scale"),
        ({"importance": 10.01, "satisfaction": 3}, "rating-off-scale"),
        ({"importance": 11}, "rating-off-scale"),
        ({"importance": 9, "satisfaction": -0.5}, "rating-off-scale"),
        ({"importance": float("nan"), "satisfaction": 3}, "rating-off-scale"),
        ({"respondents": -5, "importance_top": 1, "satisfaction_top": 1}, "negative-count"),
        ({"respondents": 50, "importance_top": -1, "satisfaction_top": 1}, "negative-count"),
    ],
)
def test_a_figure_off_its_scale_is_refused_and_the_rest_stays(ratings: dict[str, Any], code: str) -> None:
    report = _report(ratings, {"importance": 9, "satisfaction": 3})
    (finding,) = found(report, code)
    assert finding.severity == "error"
    assert finding.where == "canvas/jtbd/maya-okafor#o0"
    assert "Outcome 0" in finding.message
    assert _values(report, "o0") == {}
    assert _values(report, "o1")["opportunity"] == 15


def test_a_mean_at_either_end_of_its_scale_is_on_it() -> None:
    report = _report({"importance_mean": 7, "satisfaction_mean": 1, "mean_scale": 7})
    assert not found(report, "mean-off-scale")
    assert _values(report, "o0")["opportunity"] == 13


def test_of_several_kinds_the_measured_one_is_used_and_named() -> None:
    report = _report(
        {"respondents": 100, "importance_top": 50, "satisfaction_top": 50, "importance": 9, "satisfaction": 1},
        {"respondents": 100, "importance_top": 50, "importance": 9, "satisfaction": 1},
    )
    assert [_values(report, item)["opportunity"] for item in ("o0", "o1")] == [5, 17]
    first, second = found(report, "several-rating-kinds")
    assert "Outcome 0" in first.message
    assert "survey, share of answers 4 and 5 was used" in first.message
    assert "expert estimate was used" in second.message
    assert found(report, "unrated-outcome")


def test_kinds_and_scales_are_ranked_apart() -> None:
    report = _report(
        {"importance": 9, "satisfaction": 3},
        {"respondents": 90, "importance_top": 60, "satisfaction_top": 30},
        {"importance_mean": 4, "satisfaction_mean": 2},
        {"importance_mean": 4, "satisfaction_mean": 2, "mean_scale": 7},
    )
    rankings = [block for block in report.blocks if block.title.startswith("Ranking")]
    assert len(rankings) == 4
    assert found(report, "mixed-rating-kinds")
    assert report.metric("top_opportunity").subject.endswith("#o1")


def test_ties_go_to_importance_then_to_low_satisfaction_then_share_a_rank() -> None:
    report = _report(
        {"text": "served", "importance": 6, "satisfaction": 9},
        {"text": "both b", "importance": 8, "satisfaction": 6},
        {"text": "more important", "importance": 9, "satisfaction": 8},
        {"text": "both a", "importance": 8, "satisfaction": 6},
        {"text": "less satisfied", "importance": 6, "satisfaction": 7},
    )
    assert _ranking(report) == [
        (1, "more important"),
        (2, "both a"),
        (2, "both b"),
        (4, "less satisfied"),
        (5, "served"),
    ]


def test_rounding_noise_does_not_break_a_tie() -> None:
    noisy = judge(Outcome(text="a", importance=0.1 + 0.2, satisfaction=0)).rating
    plain = judge(Outcome(text="b", importance=0.3, satisfaction=0)).rating
    assert noisy is not None
    assert plain is not None
    assert [rank for rank, _ in ranked((plain, noisy))] == [1, 1]


@pytest.mark.parametrize(("respondents", "warned"), [(29, True), (30, False)])
def test_fewer_than_thirty_respondents_are_a_finding(respondents: int, warned: bool) -> None:
    report = _report({"respondents": respondents, "importance_top": 20, "satisfaction_top": 10})
    assert bool(found(report, "few-respondents")) is warned


def test_the_least_number_of_respondents_is_a_parameter() -> None:
    outcome = {"id": "o0", "text": "x", "respondents": 100, "importance_top": 20, "satisfaction_top": 10}
    report = analyse(
        TOOL, "jtbd.opportunity", {"outcomes": [outcome]}, parameters=OpportunityParameters(min_respondents=180)
    )
    assert "180" in found(report, "few-respondents")[0].message
    assert report.parameters == {"min_respondents": 180}


def test_respondents_need_a_segment() -> None:
    survey = {"respondents": 100, "importance_top": 60, "satisfaction_top": 30}
    assert not found(_report(survey), "missing-survey-segment")
    assert found(_report(survey, survey_segment=" "), "missing-survey-segment")
    assert not found(_report({"importance": 5, "satisfaction": 5}, survey_segment=""), "missing-survey-segment")


def test_outcomes_that_say_the_same_without_an_id_are_told_apart() -> None:
    same = {"text": "Minimize the wait", "importance": 9, "satisfaction": 3}
    report = analyse(TOOL, "jtbd.opportunity", {"outcomes": [same, same, {**same, "id": "a"}, {**same, "id": "a"}]})
    names = [(metric.id, metric.subject, metric.label) for metric in report.metrics]
    assert len(set(names)) == len(names)
    assert sum(metric.id == "opportunity" for metric in report.metrics) == 4
    assert {rank for rank, _ in _ranking(report)} == {1}


def test_nothing_to_rate_gives_no_value() -> None:
    report = analyse(TOOL, "jtbd.opportunity", {})
    assert value_of(report, "underserved") is None
    assert value_of(report, "top_opportunity") is None
    assert report.blocks == ()
    assert codes(report) == []
    assert "no outcomes yet" in report.reading


def test_evidence_is_the_weakest_of_what_a_figure_rests_on() -> None:
    survey = {"kind": "survey", "participants": 240, "title": "Survey"}
    rated = {"importance": 9, "satisfaction": 3}
    data = {"outcomes": [{"id": "a", "text": "a", "sources": ["poll"]} | rated, {"id": "b", "text": "b"} | rated]}
    report = analyse(TOOL, "jtbd.opportunity", data, sources={"poll": survey})
    by_item = {metric.subject[-1]: metric.evidence for metric in report.metrics if metric.id == "opportunity"}
    assert by_item == {"a": Strength.QUANTITATIVE, "b": Strength.ASSUMPTION}
    assert report.metric("rated").evidence is Strength.ASSUMPTION


def test_landscape_marks_follow_the_ranking_and_its_lines_bound_the_bands() -> None:
    report = _report({"importance": 5, "satisfaction": 5}, {"importance": 9, "satisfaction": 3})
    (chart,) = (block for block in report.blocks if isinstance(block, ScatterBlock))
    assert [(point.mark, point.label) for point in chart.points] == [("1", "Outcome 1"), ("2", "Outcome 0")]
    for divider in chart.dividers:
        for x, y in ((divider.x0, divider.y0), (divider.x1, divider.y1)):
            if divider.label == "S = I":
                assert x == y
            else:
                assert opportunity(x, y) == float(divider.label.removeprefix("O="))
    for name, x, y in chart.zones:
        assert band(x, y) == {"worth considering": "opportunity"}.get(name, name)


@st.composite
def _outcomes(draw: st.DrawFn) -> list[dict[str, Any]]:
    kinds = st.sampled_from(["survey", "mean", "expert", "half", "none"])
    outcomes = []
    for index, kind in enumerate(draw(st.lists(kinds, min_size=1, max_size=6))):
        first, second = draw(st.integers(1, 5)), draw(st.integers(1, 5))
        outcomes.append(
            {"id": f"o{index}", "text": draw(st.sampled_from(["a", "b"]))}
            | {
                "survey": {"respondents": 5, "importance_top": first, "satisfaction_top": second},
                "mean": {"importance_mean": first, "satisfaction_mean": second},
                "expert": {"importance": first, "satisfaction": second},
                "half": {"importance": first},
                "none": {},
            }[kind]
        )
    return outcomes


@given(outcomes=_outcomes(), data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_of_outcomes_does_not_matter(outcomes: list[dict[str, Any]], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(outcomes))
    one = analyse(TOOL, "jtbd.opportunity", {"outcomes": outcomes})
    other = analyse(TOOL, "jtbd.opportunity", {"outcomes": shuffled})
    assert (one.reading, one.metrics, one.blocks) == (other.reading, other.metrics, other.blocks)
    assert codes(one) == codes(other)


def test_many_outcomes_are_no_trouble() -> None:
    outcomes = [{"importance": index % 11, "satisfaction": index % 7} for index in range(2000)]
    report = _report(*outcomes)
    assert value_of(report, "rated") == 2000
