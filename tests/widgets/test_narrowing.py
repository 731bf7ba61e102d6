"""Narrowing by typing: what is found, in which order, and what is marked."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.widgets.narrowing import Narrower, folded, marked

WORDS = st.text("abAB éß-İ", max_size=12)


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "plain"), [("Zoë", "zoe"), ("ÉCOLE", "ecole"), ("İ", "i"), ("顧客", "顧客"), ("", "")]
)
def test_folding(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=5))
def test_a_query_finds_the_same_however_it_was_typed(texts: list[str], queries: list[str]) -> None:
    """Typing narrows what was found before; the result must not depend on it."""
    typed = Narrower(texts)
    for query in (*(queries[0][:end] for end in range(len(queries[0])) if queries), *queries) if queries else ():
        found = list(typed.find(query))
        assert found == list(Narrower(texts).find(query))
        words = folded(query).split()
        assert set(found) == {at for at, text in enumerate(texts) if all(word in folded(text) for word in words)}


def test_words_in_any_order_and_beginnings_first() -> None:
    narrower = Narrower(["night calls", "calls at night", "Call centre", "day"])

    assert list(narrower.find("call")) == [1, 2, 0]
    assert list(narrower.find("call night")) == [0, 1]
    assert list(narrower.find("")) == [0, 1, 2, 3]
    assert list(narrower.find("nothing")) == []


@given(WORDS, WORDS)
def test_marking_loses_nothing(text: str, query: str) -> None:
    pieces = marked(text, query)

    assert "".join(piece for piece, _ in pieces) == text
    for piece, role in pieces:
        if role == "match":
            assert piece
    if folded(query).split() and all(word in folded(text) for word in folded(query).split()):
        assert any(role == "match" for _, role in pieces)


def test_what_is_marked() -> None:
    assert marked("Zoë calls", "zoe") == (("Zoë", "match"), (" calls", "plain"))
    assert marked("aaa", "aa a") == (("aaa", "match"),)


def test_ten_thousand_texts_are_narrowed_between_two_keys() -> None:
    texts = [
        f"Excerpt number {number}, about whatever was said at length by participant {number % 97}"
        for number in range(10_000)
    ]
    narrower = Narrower(texts)
    start = perf_counter()
    for end in range(1, len("excerpt 97 at") + 1):
        narrower.find("excerpt 97 at"[:end])
    assert (perf_counter() - start) / len("excerpt 97 at") < 0.1
