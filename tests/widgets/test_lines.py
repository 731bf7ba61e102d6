"""Rows as lines: what wrapping and cutting keep, and that no line is wider than the list."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from personatui.widgets.lines import BLANK, Piece, Row, cut_row, heading, wrap_row

# Words as people write them, and those that measure oddly: wide, joined, combining, very long.
WORDS = st.one_of(
    st.text("abcdefgh-/.,", min_size=1, max_size=12),
    st.text("事業計画顧客", min_size=1, max_size=30),
    st.sampled_from(
        ["x" * 90, "🐈", "👩‍🔬", "e\u0301te\u0301", "https://example.org/a/b-c/d-e", "[red]", "[/b]", "[bold"]
    ),
)
TEXTS = st.lists(WORDS, max_size=14).map(" ".join)
HOSTILE_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
WIDTHS = st.integers(4, 90)


def pieces(texts: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Piece, ...]]:
    return st.lists(st.tuples(texts, st.sampled_from(["plain", "dim", "mark"])), max_size=4).map(tuple)


def rows(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Row]:
    return st.builds(
        Row,
        pieces(texts),
        right=st.one_of(st.just(()), st.text("0123456789.", max_size=12).map(lambda text: ((text, "dim"),))),
        hanging=st.integers(0, 12),
    )


def told(line: tuple[Piece, ...]) -> str:
    return "".join(text for text, _ in line)


def width_of(line: tuple[Piece, ...]) -> int:
    return sum(cell_len(text) for text, _ in line)


@settings(max_examples=100, deadline=None)
@given(rows(st.one_of(TEXTS, HOSTILE_TEXTS)), WIDTHS)
def test_no_line_is_wider_than_the_list(row: Row, width: int) -> None:
    assert all(width_of(line) <= width for line in wrap_row(row, width))
    assert width_of(cut_row(row, width)) <= width


@settings(max_examples=100, deadline=None)
@given(rows(TEXTS), WIDTHS)
def test_wrapping_keeps_every_character_in_order(row: Row, width: int) -> None:
    bare = Row(row.pieces, hanging=row.hanging)
    shown = "".join(told(line) for line in wrap_row(bare, width))
    assert shown.replace(" ", "") == bare.text.replace(" ", "")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=20), st.integers(14, 60))
def test_words_that_fit_are_not_broken(words: list[str], width: int) -> None:
    lines = wrap_row(Row(((" ".join(words), "plain"),), hanging=2), width)
    assert [word for line in lines for word in told(line).split()] == words


@settings(max_examples=100, deadline=None)
@given(rows(st.one_of(TEXTS, HOSTILE_TEXTS)), WIDTHS)
def test_a_line_holds_nothing_that_moves_the_terminals_cursor(row: Row, width: int) -> None:
    for line in (*wrap_row(row, width), cut_row(row, width)):
        assert not set(told(line)) & {"\n", "\t", "\r"}


@settings(max_examples=60, deadline=None)
@given(rows(TEXTS), WIDTHS)
def test_wrapping_a_row_takes_at_least_a_line(row: Row, width: int) -> None:
    assert len(wrap_row(row, width)) >= 1


def test_line_breaks_of_the_text_are_kept() -> None:
    assert [told(line) for line in wrap_row(Row((("one\n\ntwo three", "plain"),)), 20)] == ["one", "", "two three"]


def test_long_rows_hang() -> None:
    lines = [told(line) for line in wrap_row(Row((("● ", "mark"), ("surprise the children", "plain")), hanging=2), 12)]
    assert [line.rstrip() for line in lines] == ["● surprise", "  the", "  children"]


def test_long_words_break_at_a_hyphen_before_they_break_anywhere() -> None:
    assert [told(line) for line in wrap_row(Row((("counter-terrorism", "plain"),)), 10)] == ["counter-", "terrorism"]
    assert [told(line) for line in wrap_row(Row((("abcdefghijkl", "plain"),)), 5)] == ["abcde", "fghij", "kl"]


def test_tabs_become_blanks() -> None:
    assert [told(line) for line in wrap_row(Row((("a\tb", "plain"),)), 20)] == ["a    b"]
    assert told(cut_row(Row((("a\tb\nc", "plain"),)), 20)) == "a    b c"


def test_what_stands_right_ends_at_the_edge_of_the_first_line() -> None:
    lines = [told(line) for line in wrap_row(Row((("ask the vet at night", "plain"),), right=(("9.1", "dim"),)), 20)]
    assert lines == ["ask the vet at   9.1", "night"]
    assert width_of(wrap_row(heading("Goals", "3"), 20)[0]) == 20


def test_a_right_part_of_a_third_of_the_width_or_more_is_dropped_when_wrapping() -> None:
    row = Row((("goal", "plain"),), right=(("experience", "dim"),))
    assert [told(line) for line in wrap_row(row, 30)] == ["goal"]
    assert told(wrap_row(row, 33)[0]).endswith(" experience")


def test_cutting_leaves_room_for_what_stands_right() -> None:
    row = Row((("Maya Okafor", "plain"),), right=(("▰▰▱▱", "dim"),))
    assert told(cut_row(row, 20)) == "Maya Okafor     ▰▰▱▱"
    assert told(cut_row(row, 12)) == "Maya O… ▰▰▱▱"
    assert told(cut_row(row, 8)) == "Maya Ok…"
    assert told(cut_row(Row((("事業計画", "plain"),)), 6)) == "事業…"


def test_a_blank_row_is_one_empty_line() -> None:
    assert wrap_row(BLANK, 20) == ((),)
    assert cut_row(BLANK, 20) == ()


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(0, 12), st.integers(0, 2), WIDTHS)
def test_no_word_is_broken_that_a_line_has_room_for(text: str, hanging: int, marks: int, width: int) -> None:
    row = Row((("● " * marks, "mark"), (text, "plain")), hanging=hanging)
    lines = [told(line).split() for line in wrap_row(row, width)]
    for word in text.split():
        assert cell_len(word) > width or any(word in line for line in lines), lines


def test_a_long_word_begins_before_the_indent_as_far_as_it_must() -> None:
    row = Row((("● ", "mark"), ("Forty photographs of it", "plain")), hanging=4)
    assert [told(line) for line in wrap_row(row, 13)] == ["● Forty ", "  photographs", "    of it"]
    assert [told(line) for line in wrap_row(row, 10)] == ["● Forty ", "    photog", "    raphs ", "    of it"]
