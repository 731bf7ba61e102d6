"""The Customer Persona Canvas: balance, support of needs, coverage, and the worked example of its help page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.api import CheckInput, MatrixBlock, RemoveValue, SetValue
from personatui.model.edits import apply_to_data
from personatui.testing import make_project
from personatui.testing.projects import TODAY
from personatui_persona_canvas.balance import Weight, pooled
from personatui_persona_canvas.sections import AROUND, PAIRS
from personatui_persona_canvas.tool import TOOL
from tools.inputs import analyse, codes, found, value_of

BALANCE, NEEDS, COVERAGE = "persona_canvas.balance", "persona_canvas.needs", "persona_canvas.coverage"
SOURCES = {"talk": {"title": "A talk", "kind": "interview", "participants": 5}}
COUNTS = st.integers(0, 6)


def _notes(**counts: int) -> dict[str, list[dict[str, Any]]]:
    return {
        section: [{"id": f"{section[0]}{section[-3]}{index}", "text": f"{section} {index}"} for index in range(number)]
        for section, number in counts.items()
    }


def _example() -> dict[str, Any]:
    data: dict[str, Any] = _notes(
        outline=1, positive_trends=2, negative_trends=1, opportunities=1, headaches=3, hopes=2, fears=2
    )
    first, second = (note["id"] for note in data["headaches"][:2])
    data["needs"] = [
        {"id": "n1", "text": "One", "answers": [first, second]},
        {"id": "n2", "text": "Two", "answers": [data["opportunities"][0]["id"]]},
        {"id": "n3", "text": "Three"},
    ]
    for section, index in (
        ("outline", 0),
        ("headaches", 0),
        ("headaches", 1),
        ("hopes", 0),
        ("fears", 0),
        ("fears", 1),
    ):
        data[section][index]["sources"] = ["talk"]
    return data


def test_the_worked_example_of_the_help_page() -> None:
    report = analyse(TOOL, BALANCE, _example(), sources=SOURCES)
    assert value_of(report, "balance_trends") == pytest.approx(1 / 3)
    assert value_of(report, "balance_work") == -0.5
    assert value_of(report, "balance_future") == 0
    assert value_of(report, "tilt") == pytest.approx(-1 / 11)
    assert report.metric("tilt").n == 11
    assert codes(report) == []
    report = analyse(TOOL, NEEDS, _example(), sources=SOURCES)
    assert value_of(report, "supported_needs") == pytest.approx(1 / 3)
    assert value_of(report, "unsupported_needs") == 2
    assert value_of(report, "notes_with_need") == pytest.approx(2 / 7)
    assert codes(report) == ["unsupported-need", "unsupported-need"]
    report = analyse(TOOL, COVERAGE, _example(), sources=SOURCES)
    assert value_of(report, "completeness") == 1
    assert value_of(report, "evidence_coverage") == pytest.approx(6 / 15)
    for told in ("**+0.33**", "**−0.50**", "**−0.09**", "**0.33**", "**0.29**", "**0.40**"):
        assert told in TOOL.help


def test_an_empty_canvas_has_no_values() -> None:
    for analysis in (BALANCE, NEEDS, COVERAGE):
        report = analyse(TOOL, analysis, {})
        assert [metric.value for metric in report.metrics if metric.id != "notes"] == [None] * len(
            [metric for metric in report.metrics if metric.id != "notes"]
        )
    blank = {section: [{"id": "a", "text": "  "}] for section in ("needs", "hopes", "outline")}
    assert value_of(analyse(TOOL, COVERAGE, blank), "completeness") is None
    assert value_of(analyse(TOOL, BALANCE, blank), "tilt") is None


@pytest.mark.parametrize(
    ("positive", "negative", "balance", "one_sided"),
    [(0, 0, None, False), (1, 0, 1.0, True), (0, 3, -1.0, True), (2, 2, 0.0, False), (3, 1, 0.5, False)],
)
def test_the_balance_of_a_pair(positive: int, negative: int, balance: float | None, one_sided: bool) -> None:
    weight = Weight(positive, negative)
    assert weight.balance == balance
    assert weight.is_one_sided is one_sided


@given(st.lists(st.builds(Weight, COUNTS, COUNTS), max_size=5), st.randoms(use_true_random=False))
def test_the_tilt_pools_notes_in_any_order(weights: list[Weight], random: Any) -> None:
    whole = pooled(weights)
    turned = list(weights)
    random.shuffle(turned)
    assert pooled(turned) == whole
    assert whole.total == sum(weight.total for weight in weights)
    known = [weight.balance for weight in weights if weight.balance is not None]
    assert (whole.balance is None) == (not known)
    if whole.balance is not None:
        assert min(known) - 1e-9 <= whole.balance <= max(known) + 1e-9


@given(st.fixed_dictionaries(dict.fromkeys(AROUND, COUNTS)))
def test_one_sided_and_empty_pairs_are_named(counts: dict[str, int]) -> None:
    report = analyse(TOOL, BALANCE, _notes(**counts))
    sides = [(counts[pair.positive], counts[pair.negative]) for pair in PAIRS]
    assert len(found(report, "one-sided")) == sum((good == 0) != (bad == 0) for good, bad in sides)
    empty = sum(good == bad == 0 for good, bad in sides)
    assert len(found(report, "empty-pair")) == (empty if empty < len(PAIRS) else 0)
    assert all(metric.value is None or -1 <= float(metric.value) <= 3 for metric in report.metrics)


def test_a_one_sided_pair_is_asked_about() -> None:
    report = analyse(TOOL, BALANCE, _notes(headaches=2, hopes=1, fears=1))
    (finding,) = found(report, "one-sided")
    assert finding.message == "There are headaches but no opportunities."
    assert finding.hint
    assert value_of(report, "one_sided") == 1
    assert value_of(report, "balance_trends") is None
    assert value_of(report, "balance_work") == -1
    assert value_of(report, "tilt") == pytest.approx((1 - 3) / 4)


def test_a_need_on_trends_alone_is_unsupported() -> None:
    data = _notes(positive_trends=1, opportunities=1, hopes=1)
    trend, chance, hope = (data[name][0]["id"] for name in ("positive_trends", "opportunities", "hopes"))
    data["needs"] = [{"id": "n1", "text": "Quiet", "answers": [trend, chance]}]
    report = analyse(TOOL, NEEDS, data)
    (finding,) = found(report, "unsupported-need")
    assert finding.where == "canvas/persona_canvas/maya-okafor#n1"
    assert "positive_trends 0" in finding.message
    assert "1 other" in finding.message
    assert value_of(report, "supported_needs") == 0
    data["needs"][0]["answers"].append(hope)
    report = analyse(TOOL, NEEDS, data)
    assert codes(report) == []
    assert value_of(report, "supported_needs") == value_of(report, "notes_with_need") == 1


def test_a_link_counts_once_and_the_order_of_links_does_not_matter() -> None:
    data = _notes(fears=2)
    names = [note["id"] for note in data["fears"]]
    values = []
    for answers in (names, names[::-1], names * 2):
        data["needs"] = [{"id": "n1", "text": "Sleep", "answers": answers}]
        report = analyse(TOOL, NEEDS, data)
        values.append([metric.value for metric in report.metrics])
        matrix = next(block for block in report.blocks if isinstance(block, MatrixBlock))
        assert matrix.cells[0][matrix.columns.index("Fears")] == 2
    assert values[0] == values[1] == values[2]


def test_a_link_to_nothing_is_an_error_with_a_fix() -> None:
    data = {
        "fears": [{"id": "f", "text": "Night"}],
        "needs": [
            {"id": "n1", "text": "Light", "answers": ["f", "gone"]},
            {"id": "n2", "text": "Sleep", "answers": ["n1"]},
        ],
    }
    report = analyse(TOOL, NEEDS, data)
    assert codes(report) == ["dangling-link", "dangling-link", "unsupported-need"]
    assert value_of(report, "supported_needs") == 0.5
    project = make_project(personas={"maya-okafor": {}}, canvases={(TOOL.id, "maya-okafor"): data}, tools=(TOOL,))
    first, second = (finding for rule in TOOL.checks for finding in rule.run(CheckInput(project=project, today=TODAY)))
    assert (first.severity, second.severity) == ("error", "error")
    assert "“gone”" in first.message
    for finding in (first, second):
        assert finding.fix is not None
        for edit in finding.fix.edits:
            assert isinstance(edit, SetValue | RemoveValue)
            data = apply_to_data(data, edit)
    assert data["needs"] == [{"id": "n1", "text": "Light", "answers": ["f"]}, {"id": "n2", "text": "Sleep"}]


def test_empty_boxes_of_the_centre_are_named() -> None:
    report = analyse(TOOL, COVERAGE, _notes(hopes=1))
    assert value_of(report, "completeness") == pytest.approx(1 / 8)
    assert codes(report) == ["empty-section", "empty-section"]
    assert codes(analyse(TOOL, COVERAGE, {})) == ["empty-canvas"]
