"""Hostile text becomes visible, and ordinary text of every language stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.model.cleaning import SUSPICIOUS, UNSAFE, clean, clean_data, clean_line, is_clean, strings_in


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b]52;c;AAAA\x07", "␛]52;c;AAAA␇"),
        ("a\x9b31mb", "a⟨U+009B⟩31mb"),
        ("\x7f", "␡"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\u2066b", "a⟨U+2066⟩b"),
        ("one\rtwo", "one␍two"),
        ("\x00", "␀"),
    ],
)
def test_what_a_terminal_could_obey_becomes_a_sign(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown
    assert is_clean(shown)


@pytest.mark.parametrize("text", ["Zoë\tО́льга\n漢字 👩‍👩‍👧", "שלום \u200eabc\u200f", "[red]not markup[/red]", ""])
def test_ordinary_text_stays(text: str) -> None:
    assert clean(text) == text


def test_windows_line_ends_become_line_ends() -> None:
    assert clean("one\r\ntwo") == "one\ntwo"
    assert clean_data({"a": "one\r\ntwo"}) == ({"a": "one\ntwo"}, [])


def test_a_line_is_one_line() -> None:
    assert clean_line(" a \n b\tc \x1b ") == "a b c ␛"


def test_data_is_cleaned_with_its_keys_and_the_places_are_told() -> None:
    data = {"n\x1bame": "x", "list": [{"text": "\x07"}, "ok"], "number": 3, "none": None}
    cleaned, places = clean_data(data)
    assert cleaned == {"n␛ame": "x", "list": [{"text": "␇"}, "ok"], "number": 3, "none": None}
    assert places == [("list", 0, "text")]


@given(st.text())
def test_cleaning_leaves_nothing_unsafe_and_twice_is_once(text: str) -> None:
    cleaned = clean(text)
    assert UNSAFE.search(cleaned) is None
    assert clean(cleaned) == cleaned


@given(st.text())
def test_whatever_needs_cleaning_is_suspicious(text: str) -> None:
    if not is_clean(text):
        assert SUSPICIOUS.search(text) is not None


def test_strings_in_data_come_in_order() -> None:
    assert list(strings_in({"a": "1", "b": ["2", {"c": "3"}], "d": 4})) == ["1", "2", "3"]
