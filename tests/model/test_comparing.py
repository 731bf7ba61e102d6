"""Comparing personas: what is the same, what differs, what only one says, and that nothing is lost or invented."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.model.aligning import Mark, Row, same_text
from personatui.model.canvas import Canvas
from personatui.model.claims import Claim, Goal, Link, Note, Pain, Trait
from personatui.model.comparing import Comparison, compare_canvases, compare_personas, tools_with_canvas
from personatui.model.persona import Demographics, Persona
from personatui.model.project import Project, items_of
from personatui.model.segment import Segment
from personatui.model.source import Source

WORDS = st.sampled_from(
    ["", "Sleep well", "sleep  well.", "“Sleep well”", "1.5 hours", "15 hours", "C#", "C", "?", "!"]
)
CLAIMS = st.lists(WORDS.map(lambda text: Claim(text=text)), max_size=4).map(tuple)
GOALS = st.lists(
    st.builds(Goal, text=WORDS, priority=st.sampled_from([None, 1, 5]), kind=st.sampled_from([None, "end"])), max_size=3
).map(tuple)
TRAITS = st.lists(st.builds(Trait, text=WORDS, score=st.sampled_from([None, 1.0, 4.5])), max_size=3).map(tuple)
NOTES = st.lists(st.builds(Note, heading=WORDS, text=WORDS), max_size=3).map(tuple)
LINKS = st.lists(st.builds(Link, title=WORDS, target=WORDS), max_size=2).map(tuple)
DATA = st.recursive(
    st.one_of(WORDS, st.integers(-3, 3), st.booleans(), st.floats()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("ab."), inner, max_size=2)),
    max_leaves=5,
)
PERSONAS = st.builds(
    Persona,
    name=WORDS,
    summary=WORDS,
    n=st.sampled_from([None, 3]),
    role=st.sampled_from([None, "primary"]),
    tags=st.lists(WORDS, max_size=2).map(tuple),
    goals=GOALS,
    needs=CLAIMS,
    traits=TRAITS,
    notes=NOTES,
    links=LINKS,
    custom=st.dictionaries(st.sampled_from(["a", "a.b", ""]), DATA, max_size=3),
    demographics=st.builds(Demographics, age=st.sampled_from([None, 34, "34", "30-39"]), location=WORDS),
)


def _project(*personas: Persona) -> Project:
    return Project(personas={f"p{number}": persona for number, persona in enumerate(personas)})


def _compared(*personas: Persona) -> Comparison:
    return compare_personas(_project(*personas), [f"p{number}" for number in range(len(personas))])


def _rows(comparison: Comparison) -> list[tuple[str, Row]]:
    return [(section.id, row) for section in comparison.sections for row in section.rows]


def _row(comparison: Comparison, label: str) -> Row:
    return next(row for _, row in _rows(comparison) if row.label == label)


def _statements(comparison: Comparison, section: str) -> list[tuple[Mark, tuple[str | None, ...]]]:
    return [
        (row.mark, tuple(None if cell is None else cell.text for cell in row.cells))
        for name, row in _rows(comparison)
        if name == section
    ]


@given(PERSONAS, st.integers(2, 4))
def test_a_persona_is_the_same_as_itself(persona: Persona, number: int) -> None:
    compared = compare_personas(_project(persona), ["p0"] * number)
    assert {row.mark for _, row in _rows(compared)} <= {Mark.SAME}
    assert compared.only_differences().sections == ()


@given(st.lists(PERSONAS, min_size=2, max_size=4))
def test_every_item_appears_exactly_once(personas: list[Persona]) -> None:
    compared = _compared(*personas)
    for column, persona in enumerate(personas):
        shown = Counter(
            (cell.field, cell.index)
            for _, row in _rows(compared)
            if (cell := row.cells[column]) is not None and cell.item is not None
        )
        assert shown == Counter((name, index) for name, index, _ in items_of(persona))
        for _, row in _rows(compared):
            cell = row.cells[column]
            if cell is not None and cell.item is not None:
                assert cell.item is getattr(persona, cell.field)[cell.index]
                assert cell.owner.record == f"p{column}"


@given(st.lists(PERSONAS, min_size=2, max_size=3))
def test_the_order_of_the_personas_changes_no_verdict(personas: list[Persona]) -> None:
    project = _project(*personas)
    ids = list(project.personas)

    def verdicts(order: tuple[str, ...]) -> Counter[object]:
        found: Counter[object] = Counter()
        for section, row in _rows(compare_personas(project, order)):
            said = frozenset((key, cell.said) for key, cell in zip(order, row.cells, strict=True) if cell is not None)
            found[section, row.label, row.mark, said] += 1
        return found

    expected = verdicts(tuple(ids))
    for order in permutations(ids):
        assert verdicts(order) == expected


@given(st.lists(PERSONAS, min_size=2, max_size=4))
def test_no_row_is_empty_and_the_tally_counts_them_all(personas: list[Persona]) -> None:
    compared = _compared(*personas)
    assert all(any(cell is not None for cell in row.cells) for _, row in _rows(compared))
    assert all(len(row.cells) == len(personas) for _, row in _rows(compared))
    said = [row for section in compared.sections if not section.derived for row in section.rows]
    assert sum(compared.tally.values()) == len(said)
    left = [row for _, row in _rows(compared.only_differences())]
    assert left == [row for _, row in _rows(compared) if row.mark is not Mark.SAME]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sleep well", "sleep  WELL."),
        ("“Sleep well”", '"Sleep well"'),
        ("It's late", "It’s late!"),
        ("Now – or later", "Now — or later"),
        ("well-known", "well‑known"),
        ("(maybe) tomorrow", "maybe tomorrow"),
        ("Café", "Cafe\u0301"),
        ("Straße", "STRASSE"),
    ],
)
def test_the_same_but_for_case_spaces_quotes_and_punctuation(one: str, other: str) -> None:
    assert same_text(one) == same_text(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5 hours", "15 hours"),
        ("C#", "C"),
        ("C++", "C"),
        ("Sleep well", "Sleep very well"),
        ("10² boxes", "102 boxes"),
        ("-5", "5"),
        ("re-sign", "resign"),
        ("?", "!"),
        ("?", ""),
    ],
)
def test_what_is_merely_alike_is_not_the_same(one: str, other: str) -> None:
    assert same_text(one) != same_text(other)


def test_marks_of_facts() -> None:
    compared = _compared(
        Persona(role="primary", n=7, basis="proto", tags=("a", "b"), kind="b2c"),
        Persona(role="primary", n=7, basis="qualitative", tags=("B", "a")),
        Persona(role="primary", summary="Only here"),
    )
    assert _row(compared, "Role").mark is Mark.SAME
    assert _row(compared, "People studied").mark is Mark.SHARED
    assert _row(compared, "Basis").mark is Mark.DIFFERENT
    assert _row(compared, "Summary").mark is Mark.ONLY
    assert _row(compared, "Tags").mark is Mark.SHARED
    # only the first file says which kind it is
    assert [cell is not None for cell in _row(compared, "Kind").cells] == [True, False, False]


def test_the_same_statement_stands_on_one_row_and_the_rest_below_in_order() -> None:
    compared = _compared(
        Persona(needs=(Claim(text="Quiet"), Claim(text="Sleep well"), Claim(text="Light"))),
        Persona(needs=(Claim(text="“sleep well.”"), Claim(text="Heat"))),
        Persona(needs=(Claim(text="Sleep  well"), Claim(text="HEAT"))),
    )
    assert _statements(compared, "needs") == [
        (Mark.SAME, ("Sleep well", "“sleep well.”", "Sleep  well")),
        (Mark.SHARED, (None, "Heat", "HEAT")),
        (Mark.ONLY, ("Quiet", None, None)),
        (Mark.ONLY, ("Light", None, None)),
    ]


def test_the_same_statement_rated_otherwise_is_different() -> None:
    compared = _compared(
        Persona(
            pains=(Pain(text="Noise", severity=2), Pain(text="Dust", severity=3)),
            traits=(Trait(text="Patience", score=2.0),),
        ),
        Persona(
            pains=(Pain(text="noise", severity=4), Pain(text="dust", severity=3)),
            traits=(Trait(text="patience", score=4.0),),
        ),
    )
    assert [mark for mark, _ in _statements(compared, "pains")] == [Mark.DIFFERENT, Mark.SAME]
    assert _statements(compared, "traits") == [(Mark.DIFFERENT, ("Patience", "patience"))]


def test_what_is_said_twice_has_two_rows() -> None:
    twice = (Claim(text="Quiet"), Claim(text="quiet"))
    compared = _compared(Persona(needs=twice), Persona(needs=(Claim(text="Quiet"),)))
    assert _statements(compared, "needs") == [(Mark.SAME, ("Quiet", "Quiet")), (Mark.ONLY, ("quiet", None))]


def test_notes_meet_by_heading_and_links_by_address() -> None:
    compared = _compared(
        Persona(notes=(Note(heading="Aside", text="One"),), links=(Link(title="A", target="https://example.org"),)),
        Persona(notes=(Note(heading="aside", text="Two"),), links=(Link(title="B", target="https://example.org"),)),
    )
    assert _statements(compared, "notes") == [(Mark.DIFFERENT, ("Aside\nOne", "aside\nTwo"))]
    assert [mark for mark, _ in _statements(compared, "links")] == [Mark.DIFFERENT]


def test_values_are_compared_as_they_are_written_not_as_they_are_rounded() -> None:
    compared = _compared(
        Persona(custom={"a": 1.001, "b": 1, "c": True, "d": "34", "e": {"x": [1, 2]}}),
        Persona(custom={"a": 1.002, "b": 1.0, "c": 1, "d": 34, "e": {"x": [1, 2]}}),
    )
    marks = {row.label: row.mark for name, row in _rows(compared) if name == "custom"}
    assert marks == {
        "a": Mark.DIFFERENT,
        "b": Mark.SAME,
        "c": Mark.DIFFERENT,
        "d": Mark.SAME,
        "e.x": Mark.SAME,
    }


def test_keys_that_no_model_knows_are_compared() -> None:
    compared = _compared(Persona.model_validate({"shoe": 42}), Persona.model_validate({"shoe": 43}))
    assert _row(compared, "shoe").mark is Mark.DIFFERENT


def test_personas_with_nothing() -> None:
    compared = _compared(Persona(), Persona())
    assert compared.names == ("p0", "p1")
    assert [section.id for section in compared.sections] == ["facts", "quality"]


def test_segments_are_told_by_name_and_evidence_by_share() -> None:
    project = Project(
        personas={
            "a": Persona(segment="s", needs=(Claim(text="Quiet", sources=("src",)), Claim(text="Light"))),
            "b": Persona(segment="gone"),
        },
        segments={"s": Segment(name="Urban renters")},
        sources={"src": Source(kind="interview")},
    )
    compared = compare_personas(project, ["a", "b"])
    assert [cell.text if cell else None for cell in _row(compared, "Segment").cells] == ["Urban renters", "gone"]
    assert [cell.share if cell else None for cell in _row(compared, "Evidence").cells] == [0.5, None]
    assert _row(compared, "Completeness").mark is Mark.DIFFERENT


class Board(Canvas):
    """A canvas of a tool."""

    mood: str = ""
    pros: tuple[Claim, ...] = ()
    cons: tuple[Claim, ...] = ()


BOARDS = Project(
    personas={"a": Persona(name="A"), "b": Persona(name="B"), "c": Persona()},
    canvases={
        ("board", "a"): Board(mood="good", pros=(Claim(text="Cheap"),), cons=(Claim(text="Loud"),)),
        ("board", "b"): Board(mood="bad", pros=(Claim(text="cheap!"), Claim(text="Small"))),
        ("absent", "b"): Canvas.model_validate({"boxes": [{"text": "x"}, {"text": "y"}], "pros": "no list"}),
        ("board", "other"): Board(personas=("c",), pros=(Claim(text="Cheap"),)),
    },
)


def test_which_tools_have_canvases_and_how_many_notes() -> None:
    compared = compare_personas(BOARDS, ["a", "b"], {"board": "The board", "unused": "Unused"})
    section = next(section for section in compared.sections if section.id == "canvases")
    assert section.derived
    assert [(row.label, tuple(cell.text if cell else None for cell in row.cells)) for row in section.rows] == [
        ("The board", ("2 notes", "2 notes")),
        ("absent", (None, "2 notes")),
    ]
    assert tools_with_canvas(BOARDS, ["a", "c"], ["board", "absent"]) == ("board",)


def test_canvases_region_by_region() -> None:
    compared = compare_canvases(BOARDS, ["a", "b", "c"], "board", {"cons": "Against", "pros": "For", "none": "None"})
    assert [section.title for section in compared.sections] == ["Canvas", "Against", "For"]
    assert _row(compared, "Mood").mark is Mark.DIFFERENT
    assert _statements(compared, "pros") == [
        (Mark.SAME, ("Cheap", "cheap!", "Cheap")),
        (Mark.ONLY, (None, "Small", None)),
    ]
    # the third one's canvas has a name of its own
    assert [cell.owner.record for cell in compared.sections[2].rows[0].cells if cell] == ["a", "b", "other"]


def test_a_canvas_that_is_missing_or_of_another_model() -> None:
    compared = compare_canvases(BOARDS, ["a", "b"], "absent")
    assert all(row.mark is Mark.ONLY for _, row in _rows(compared))
    assert {row.label for _, row in _rows(compared)} == {"Boxes.1.text", "Boxes.2.text", "Pros"}
    assert compare_canvases(BOARDS, ["a", "c"], "absent").sections == ()
