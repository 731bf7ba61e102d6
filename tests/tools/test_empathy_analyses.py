"""Coverage, evidence and contradictions of the empathy map."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personatui.api import BarsBlock, Report, Strength, TableBlock
from personatui.model.edits import RemoveValue, apply_to_data
from personatui_empathy_map.antonyms import opposite_words
from personatui_empathy_map.contradictions import ContradictionParameters
from personatui_empathy_map.coverage import dominant, evenness
from personatui_empathy_map.sections import GRAY_2017, LAYOUTS, sections_of
from personatui_empathy_map.tool import TOOL
from tools.inputs import analyse, codes, found, value_of


def _notes(**counts: int) -> dict[str, Any]:
    return {
        section: [{"id": f"{section}{index}", "text": f"Note {index}"} for index in range(number)]
        for section, number in counts.items()
    }


def _coverage(layout: str = "gray2017", **counts: int) -> Report:
    return analyse(TOOL, "empathy_map.coverage", {"layout": layout, **_notes(**counts)})


def _marked(*seen: str | None, section: str = "says", **canvas: Any) -> Report:
    notes = [
        {"id": f"n{index}", "text": f"Note {index}"} | ({"seen": mark} if mark else {})
        for index, mark in enumerate(seen)
    ]
    return analyse(TOOL, "empathy_map.evidence", {section: notes, **canvas})


def test_evenness_is_zero_for_one_section_and_one_for_equal_ones() -> None:
    assert evenness([7, 0, 0, 0]) == 0
    assert evenness([3, 3, 3, 3]) == pytest.approx(1)
    assert evenness([0, 0]) is None
    assert evenness([4]) is None
    assert evenness([]) is None


def test_empty_sections_count_for_evenness() -> None:
    even, with_empty = evenness([2, 2]), evenness([2, 2, 0, 0])
    assert even == pytest.approx(1)
    assert with_empty == pytest.approx(0.5)


@given(counts=st.lists(st.integers(0, 50), min_size=2, max_size=9), data=st.data())
@settings(max_examples=80)
def test_evenness_lies_in_its_range_whatever_the_order(counts: list[int], data: st.DataObject) -> None:
    value = evenness(counts)
    assert value is None or 0 <= value <= 1
    assert evenness(data.draw(st.permutations(counts))) == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(("layout", "sections"), [("gray2017", 9), ("nng", 4), ("xplane", 6)])
def test_coverage_is_of_the_sections_of_the_layout(layout: str, sections: int) -> None:
    report = _coverage(layout, pains=1, thinks=1)
    assert value_of(report, "coverage") == 1 / sections
    assert report.metric("coverage").n == sections


def test_every_section_filled_is_full_coverage() -> None:
    for layout in LAYOUTS:
        report = _coverage(layout.id, **dict.fromkeys(sections_of(layout), 2))
        assert value_of(report, "coverage") == 1
        assert value_of(report, "evenness") == pytest.approx(1)
        assert "empty-section" not in codes(report)


@pytest.mark.parametrize("layout", [layout.id for layout in LAYOUTS])
def test_an_empty_map_has_no_values(layout: str) -> None:
    report = _coverage(layout)
    assert all(metric.value is None for metric in report.metrics if metric.id != "notes")
    assert codes(report) == ["empty-map"]


def test_notes_without_a_text_do_not_count() -> None:
    report = analyse(TOOL, "empathy_map.coverage", {"says": [{"id": "a", "text": "  "}, {"id": "b"}]})
    assert value_of(report, "coverage") is None


def test_a_severity_off_the_scale_is_named_and_the_contradiction_counts() -> None:
    data = {
        "says": [{"id": "s", "text": "Always"}, {"id": "t", "text": "Never"}],
        "contradictions": [{"id": "c", "first": "s", "second": "t", "severity": 6}],
    }
    report = analyse(TOOL, "empathy_map.contradictions", data)
    (finding,) = found(report, "severity-off-scale")
    assert (finding.severity, finding.where) == ("error", "canvas/empathy_map/maya-okafor#c")
    assert value_of(report, "contradictions") == 1
    assert value_of(report, "gravest") is None


def test_the_dominant_section_or_all_of_a_tie() -> None:
    assert value_of(_coverage(says=3, does=1), "dominant") == "says"
    assert value_of(_coverage(says=3, does=3, hears=1), "dominant") == "says, does"
    assert dominant({"says": 0}) == ()


def test_pains_for_each_gain() -> None:
    assert value_of(_coverage(pains=3, gains=2), "pain_gain_ratio") == 1.5
    assert value_of(_coverage(gains=2), "pain_gain_ratio") == 0
    assert value_of(_coverage(pains=3), "pain_gain_ratio") is None
    assert value_of(_coverage("nng", pains=3, gains=2), "pain_gain_ratio") is None
    assert found(_coverage(pains=3), "one-sided")[0].message == "The map has pains but no gains."
    assert "one-sided" not in codes(_coverage("nng", thinks=3))


def test_inside_and_outside_shares_leave_out_the_goal() -> None:
    report = _coverage(who=5, need_to_do=5, sees=1, says=1, does=1, pains=1)
    assert value_of(report, "interior_share") == 0.25
    assert value_of(report, "exterior_share") == 0.75
    assert value_of(_coverage(who=5), "interior_share") is None


def test_the_outside_comes_first() -> None:
    assert "inside-first" in codes(_coverage(pains=2))
    assert "inside-first" not in codes(_coverage(pains=2, hears=1))


def test_notes_out_of_sight_are_named_and_do_not_count() -> None:
    report = _coverage("nng", says=1, hears=2, pains=1)
    assert value_of(report, "notes") == 1
    (finding,) = found(report, "notes-out-of-sight")
    assert "3 notes in Hear and Pains" in finding.message


def test_a_feeling_needs_a_reason_in_the_quadrants() -> None:
    feelings = [{"id": "a", "text": "Worried", "reason": "No answer at night"}, {"id": "b", "text": "Proud"}]
    report = analyse(TOOL, "empathy_map.coverage", {"layout": "nng", "feels": feelings})
    (finding,) = found(report, "feeling-without-reason")
    assert finding.references == ("canvas/empathy_map/maya-okafor#b",)
    assert "feeling-without-reason" not in codes(analyse(TOOL, "empathy_map.coverage", {"feels": feelings}))


def test_an_unknown_layout_is_read_as_the_first() -> None:
    assert _coverage("grey").parameters == {"layout": "gray2017"}


@pytest.mark.parametrize(
    ("seen", "ratio", "heavy"),
    [
        (["observed", "imagined"], 0.5, False),
        (["observed", "imagined", "imagined"], 1 / 3, True),
        (["heard", "observed"], 1, False),
        (["imagined"], 0, True),
        (["heard", None, None], 1, False),
        ([None], None, False),
        ([], None, False),
    ],
)
def test_the_observed_ratio_and_its_limit(seen: list[str | None], ratio: float | None, heavy: bool) -> None:
    report = _marked(*seen)
    assert value_of(report, "observed_ratio") == ratio
    assert ("assumption-heavy" in codes(report)) is heavy
    assert report.metric("observed_ratio").n == sum(mark is not None for mark in seen)


def test_sections_with_only_imagined_notes_are_named() -> None:
    assert "“Say”" in found(_marked("imagined", "imagined"), "only-imagined")[0].message
    assert "only-imagined" not in codes(_marked("imagined", "heard"))
    assert "only-imagined" not in codes(_marked("imagined", None))


def test_unmarked_notes_are_listed_not_counted() -> None:
    (finding,) = found(_marked("heard", None, None), "unmarked-notes")
    assert finding.references == tuple(f"canvas/empathy_map/maya-okafor#n{index}" for index in (1, 2))


def test_notes_that_were_observed_should_name_a_source() -> None:
    (finding,) = found(_marked("heard", "observed", "imagined"), "observed-without-source")
    assert "“Note 0” and 1 other in “Say”" in finding.message


def test_evidence_coverage_counts_sources_that_exist() -> None:
    notes = [
        {"id": "a", "text": "a", "sources": ["talk#e1"]},
        {"id": "b", "text": "b", "sources": ["gone"]},
        {"id": "c", "text": "c"},
    ]
    talk = {"kind": "interview", "participants": 1, "excerpts": [{"id": "e1", "text": "a"}]}
    report = analyse(TOOL, "empathy_map.evidence", {"says": notes}, sources={"talk": talk})
    assert value_of(report, "evidence_coverage") == pytest.approx(1 / 3)
    assert report.metric("evidence_coverage").evidence is Strength.ASSUMPTION
    only = analyse(TOOL, "empathy_map.evidence", {"says": notes[:1]}, sources={"talk": talk})
    assert only.metric("observed_ratio").evidence is Strength.ANECDOTE


def _linked(*links: dict[str, Any], **counts: int) -> Report:
    data = _notes(**(counts or {"says": 4, "does": 2, "think_feel": 1}))
    contradictions = [{"id": f"c{index}"} | link for index, link in enumerate(links)]
    return analyse(TOOL, "empathy_map.contradictions", data | {"contradictions": contradictions})


def test_the_rate_is_pairs_by_notes_in_says() -> None:
    report = _linked(
        {"first": "says0", "second": "does0", "severity": 2},
        {"first": "think_feel0", "second": "says0", "severity": 5, "note": "Calm?"},
    )
    assert value_of(report, "contradictions") == 2
    assert value_of(report, "rate") == 0.5
    assert value_of(report, "contested_share") == 0.25
    assert value_of(report, "gravest") == 5
    register = next(block for block in report.blocks if block.title == "Register")
    assert isinstance(register, TableBlock)
    assert [row[4] for row in register.rows] == [5, 2]
    (chart,) = (block for block in report.blocks if isinstance(block, BarsBlock))
    assert {bar.label for bar in chart.bars} == {"Say ↔ Do", "Say ↔ Think and feel"}


def test_without_notes_in_says_there_is_no_rate() -> None:
    report = _linked({"first": "does0", "second": "pains0"}, does=1, pains=1)
    assert value_of(report, "contradictions") == 1
    assert value_of(report, "rate") is None


def test_in_the_xplane_layout_the_rate_is_by_says_and_does() -> None:
    data = _notes(says_does=2, pains=1) | {
        "layout": "xplane",
        "contradictions": [{"id": "c", "first": "says_does0", "second": "pains0"}],
    }
    assert value_of(analyse(TOOL, "empathy_map.contradictions", data), "rate") == 0.5


@pytest.mark.parametrize(
    ("link", "code", "words"),
    [
        ({"first": "says0", "second": "gone"}, "dangling-contradiction", "“gone”, which is no note"),
        ({"first": "lost", "second": "gone"}, "dangling-contradiction", "“lost” and “gone”"),
        ({"first": "says0"}, "incomplete-contradiction", "one note only"),
        ({}, "incomplete-contradiction", "no notes"),
        ({"first": "says0", "second": "says0"}, "self-contradiction", "“Note 0”"),
    ],
)
def test_a_contradiction_that_does_not_hold_is_named_and_not_counted(
    link: dict[str, Any], code: str, words: str
) -> None:
    report = _linked(link, {"first": "says0", "second": "does0"})
    (finding,) = found(report, code)
    assert words in finding.message
    assert finding.where == "canvas/empathy_map/maya-okafor#c0"
    assert value_of(report, "contradictions") == 1
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert isinstance(edit, RemoveValue)
    assert apply_to_data({"contradictions": [{"id": "c0"}, {"id": "c1"}]}, edit) == {"contradictions": [{"id": "c1"}]}


def test_the_same_pair_counts_once_in_either_direction() -> None:
    report = _linked({"first": "says0", "second": "does0"}, {"first": "does0", "second": "says0"})
    assert value_of(report, "contradictions") == 1
    assert codes(report) == ["repeated-contradiction"]


def test_an_id_of_two_notes_is_ambiguous() -> None:
    data = {
        "says": [{"id": "a", "text": "x"}],
        "does": [{"id": "a", "text": "y"}, {"id": "b", "text": "z"}],
        "contradictions": [{"id": "c", "first": "a", "second": "b"}],
    }
    (finding,) = found(analyse(TOOL, "empathy_map.contradictions", data), "ambiguous-contradiction")
    assert finding.fix is None


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("I always plan dinner", "Never plans, but dinner happens", [("always", "never")]),
        ("I always plan dinner", "Never eats lunch", []),
        ("I always plan dinner", "Plans dinner always", []),
        ("", "never", []),
        ("Easy choice", "The choice is hard and difficult", [("easy", "difficult"), ("easy", "hard")]),
    ],
)
def test_words_of_opposite_meaning_about_the_same_thing(
    first: str, second: str, expected: list[tuple[str, str]]
) -> None:
    assert list(opposite_words(first, second)) == expected


def test_suggestions_are_marked_and_count_in_no_figure() -> None:
    data = {
        "says": [{"id": "a", "text": "I always plan dinner"}],
        "does": [{"id": "b", "text": "Never has a plan for dinner"}],
    }
    report = analyse(TOOL, "empathy_map.contradictions", data)
    (table,) = report.blocks
    assert isinstance(table, TableBlock)
    assert table.rows[0][2:] == ("always / never", "suggestion")
    assert value_of(report, "contradictions") == 0
    assert value_of(report, "rate") == 0
    assert report.findings == ()
    silent = analyse(TOOL, "empathy_map.contradictions", data, parameters=ContradictionParameters(suggest=False))
    assert silent.blocks == ()
    declared = data | {"contradictions": [{"id": "c", "first": "b", "second": "a"}]}
    blocks = analyse(TOOL, "empathy_map.contradictions", declared).blocks
    assert not any("Suggestions" in block.title for block in blocks)


def test_suggestions_stay_few_for_a_huge_map() -> None:
    notes = {
        "says": [{"id": f"s{index}", "text": f"I always plan dinner {index}"} for index in range(1500)],
        "does": [{"id": f"d{index}", "text": f"Never plans lunch {index}"} for index in range(1500)],
    }
    report = analyse(TOOL, "empathy_map.contradictions", notes)
    assert value_of(report, "contradictions") == 0


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_order_of_notes_does_not_matter(data: st.DataObject) -> None:
    notes = [
        {"id": f"n{index}", "text": "x"} | ({"seen": seen} if seen else {})
        for index, seen in enumerate(
            data.draw(st.lists(st.sampled_from(["observed", "heard", "imagined", None]), max_size=6))
        )
    ]
    shuffled = data.draw(st.permutations(notes))
    for analysis in ("empathy_map.coverage", "empathy_map.evidence"):
        one = analyse(TOOL, analysis, {"says": notes})
        other = analyse(TOOL, analysis, {"says": shuffled})
        assert (one.reading, one.metrics, one.blocks) == (other.reading, other.metrics, other.blocks)


def test_gray_is_filled_from_the_goal_and_the_outside_to_the_head() -> None:
    order = sections_of(GRAY_2017)
    assert order[:2] == ("who", "need_to_do")
    assert order[-3:] == ("think_feel", "pains", "gains")
    assert {region.id for region in GRAY_2017.regions if region.group == "head"} == set(order[-3:])
