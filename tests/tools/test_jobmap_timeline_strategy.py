"""The job map, the timeline of a switch and the growth strategy."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personatui.api import BarsBlock, MatrixBlock, Report, Strength, TableBlock, TextBlock
from personatui_jtbd.regions import MOMENTS, STEPS
from personatui_jtbd.strategy import growth_strategy
from personatui_jtbd.tool import TOOL
from tools.inputs import analyse, codes, found, value_of

STEP_NAMES = [name for name, _, _ in STEPS]
MOMENT_NAMES = [name for name, _ in MOMENTS]


def _map(*steps: str | None, **canvas: Any) -> Report:
    outcomes = [
        {"id": f"o{index}", "text": f"Outcome {index}"} | ({"step": step} if step else {})
        for index, step in enumerate(steps)
    ]
    return analyse(TOOL, "jtbd.job_map", {"outcomes": outcomes, **canvas})


def test_the_steps_are_the_eight_of_the_method() -> None:
    assert STEP_NAMES == ["define", "locate", "prepare", "confirm", "execute", "monitor", "modify", "conclude"]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [([], None), ([None], 0), (["define"], 1 / 8), (["define", "define", "execute"], 2 / 8), (STEP_NAMES, 1)],
)
def test_coverage_counts_steps_not_outcomes(steps: list[str | None], expected: float | None) -> None:
    assert value_of(_map(*steps), "coverage") == expected


def test_outcomes_without_a_step_and_steps_without_an_outcome_are_named() -> None:
    report = _map("define", None)
    (finding,) = found(report, "outcome-without-step")
    assert finding.where.endswith("#o1")
    assert "“Outcome 1”" in finding.message
    assert len(found(report, "step-without-outcome")) == 7
    assert value_of(report, "unplaced") == 1
    assert "step-without-outcome" not in codes(_map(None))


def test_steps_described_and_entries_without_a_step() -> None:
    report = _map(
        steps=[
            {"id": "a", "text": "Cooks", "step": "execute"},
            {"id": "b", "text": "Decides", "step": "define"},
            {"id": "c", "text": "Cooks more", "step": "execute"},
            {"id": "d", "text": "Wanders about"},
        ]
    )
    assert value_of(report, "described") == 2 / 8
    assert found(report, "entry-without-step")[0].where.endswith("#d")
    table = next(block for block in report.blocks if isinstance(block, TableBlock))
    assert table.rows[0][0] == "1. Define"
    assert table.rows[4][1] == "Cooks; Cooks more"


def test_underserved_outcomes_stand_in_their_step() -> None:
    report = analyse(
        TOOL,
        "jtbd.job_map",
        {"outcomes": [{"id": "a", "text": "a", "step": "locate", "importance": 9, "satisfaction": 3}]},
    )
    table = next(block for block in report.blocks if isinstance(block, TableBlock))
    assert [row[3] for row in table.rows] == [0, 1, 0, 0, 0, 0, 0, 0]


@given(steps=st.lists(st.sampled_from([*STEP_NAMES, None]), min_size=1, max_size=8), data=st.data())
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_map_in_the_file_does_not_matter(steps: list[str | None], data: st.DataObject) -> None:
    one, other = _map(*steps), _map(*data.draw(st.permutations(steps)))
    assert (one.reading, one.metrics, one.blocks[0]) == (other.reading, other.metrics, other.blocks[0])


def _timeline(*events: tuple[str | None, str]) -> Report:
    told = [
        {"id": f"e{index}", "text": f"Event {index}"}
        | ({"moment": moment} if moment else {})
        | ({"date": day} if day else {})
        for index, (moment, day) in enumerate(events)
    ]
    return analyse(TOOL, "jtbd.timeline", {"timeline": told})


def test_days_between_moments_whatever_the_order_in_the_file() -> None:
    report = _timeline(
        ("buying", "2024-03-22"),
        ("active-looking", "2024-03-06"),
        ("first-thought", "2024-02-28"),
        ("active-looking", "2024-03-08"),
        ("deciding", ""),
    )
    assert value_of(report, "days_to_buy") == 23
    assert value_of(report, "days_looking") == 16
    assert value_of(report, "moments") == 4 / 8
    (chart,) = (block for block in report.blocks if isinstance(block, BarsBlock))
    assert [bar.value for bar in chart.bars] == [7, 16]
    table = next(block for block in report.blocks if isinstance(block, TableBlock))
    assert [row[2] for row in table.rows] == [None, None, None, 7, None, None, 16, None]
    assert "16 days from active looking to buying" in report.reading
    assert "passive looking, event one, event two and ongoing use" in found(report, "missing-moments")[0].message


def test_dates_out_of_order_are_named_and_give_no_length() -> None:
    report = _timeline(("first-thought", "2024-05-01"), ("buying", "2024-04-01"))
    (finding,) = found(report, "dates-out-of-order")
    assert finding.references == ("canvas/jtbd/maya-okafor#e1", "canvas/jtbd/maya-okafor#e0")
    assert "“Event 1”" in finding.message
    assert value_of(report, "days_to_buy") is None


def test_the_same_day_is_in_order() -> None:
    report = _timeline(("deciding", "2024-05-01"), ("buying", "2024-05-01"))
    assert "dates-out-of-order" not in codes(report)


@pytest.mark.parametrize("day", ["2024-02-30", "2024-05", "May 2024", "20240501", "2024-W10-1"])
def test_a_date_that_is_no_day_is_named_and_not_used(day: str) -> None:
    report = _timeline(("first-thought", day), ("buying", "2024-05-01"))
    assert day in found(report, "invalid-date")[0].message
    assert value_of(report, "days_to_buy") is None


def test_a_date_after_today_and_an_event_without_a_moment_are_named() -> None:
    report = _timeline(("buying", "2031-01-01"), (None, "2024-01-01"))
    assert found(report, "date-in-future")[0].where.endswith("#e0")
    assert found(report, "event-without-moment")[0].where.endswith("#e1")


def test_an_empty_timeline_has_no_values_and_no_findings() -> None:
    report = analyse(TOOL, "jtbd.timeline", {})
    assert [metric.value for metric in report.metrics] == [None, None, None]
    assert codes(report) == []


@pytest.mark.parametrize(
    ("performance", "price", "expected"),
    [
        ("better", "more", "differentiated"),
        ("better", "less", "dominant"),
        ("worse", "less", "disruptive"),
        ("worse", "more", "discrete"),
        ("same", "same", "sustaining"),
        ("better", "same", "sustaining"),
        ("same", "less", "sustaining"),
        ("better", None, None),
        (None, "less", None),
        (None, None, None),
    ],
)
def test_growth_strategies(performance: str | None, price: str | None, expected: str | None) -> None:
    assert growth_strategy(performance, price) == expected


def _strategy(performance: str | None, price: str | None, *ratings: tuple[float, float]) -> Report:
    strategy = {name: value for name, value in (("performance", performance), ("price", price)) if value}
    outcomes = [
        {"id": f"o{index}", "text": "x", "importance": importance, "satisfaction": satisfaction}
        for index, (importance, satisfaction) in enumerate(ratings)
    ]
    return analyse(TOOL, "jtbd.strategy", {"strategy": strategy, "outcomes": outcomes})


def test_the_matrix_marks_where_the_offer_stands() -> None:
    report = _strategy("worse", "less")
    (matrix,) = (block for block in report.blocks if isinstance(block, MatrixBlock))
    assert [cell for row in matrix.cells for cell in row if "»" in str(cell)] == ["» disruptive «"]
    assert matrix.cells[2][0] == "» disruptive «"


@pytest.mark.parametrize(
    ("performance", "price", "ratings", "code"),
    [
        ("better", "more", [(5, 5)], "strategy-without-need"),
        ("better", "more", [(9, 3)], ""),
        ("better", "more", [], ""),
        ("worse", "less", [(9, 3)], "strategy-without-surplus"),
        ("worse", "less", [(3, 9)], ""),
        ("better", "less", [(5, 5)], ""),
        ("better", None, [], "incomplete-strategy"),
        (None, "more", [], "incomplete-strategy"),
        (None, None, [(5, 5)], ""),
    ],
)
def test_a_strategy_is_held_against_the_rated_outcomes(
    performance: str | None, price: str | None, ratings: list[tuple[float, float]], code: str
) -> None:
    assert codes(_strategy(performance, price, *ratings)) == ([code] if code else [])


def test_the_evidence_of_a_strategy_is_that_of_its_sources() -> None:
    strategy = {"performance": "better", "price": "more", "note": "Against the shop.", "sources": ["poll"]}
    poll = {"kind": "survey", "participants": 240}
    report = analyse(TOOL, "jtbd.strategy", {"strategy": strategy}, sources={"poll": poll})
    assert report.metric("strategy").evidence is Strength.QUANTITATIVE
    assert TextBlock("Remark", "Against the shop.") in report.blocks
    assert _strategy("better", "more").metric("strategy").evidence is Strength.ASSUMPTION
    assert _strategy(None, None).metric("strategy").evidence is None
