"""Matching: what is the same to a person who types, how well it matches, and which letters did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.model.matching import SHORTEST_FUZZY, Level, fold, fold_line, fold_with_positions, level, matched

TEXTS = st.text(max_size=40)
WORDS = st.text(st.sampled_from("abcdeé-"), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zoë O’Neil", "zoe o'neil"),
        ("STRASSE straße", "strasse strasse"),
        ("„quoted“ – dash", '"quoted" - dash'),
        ("İstanbul ﬁn", "istanbul fin"),
        ("Ｆｕｌｌ", "full"),
        ("한국", fold("한국")),
    ],
)
def test_case_accents_and_signs_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXTS)
def test_folding_keeps_its_place_and_stays_folded(text: str) -> None:
    folded, positions = fold_with_positions(text)
    assert folded == fold(text)
    assert len(positions) == len(folded)
    assert list(positions) == sorted(positions)
    assert all(0 <= position < len(text) for position in positions)
    assert fold(folded) == folded
    assert fold_line(text) == " ".join(folded.split())


@pytest.mark.parametrize(
    ("word", "text", "wanted"),
    [
        ("night", "night", Level.EXACT),
        ("night", '"night,"', Level.EXACT),
        ("nig", "night", Level.PREFIX),
        ("renters", "urban-renters", Level.WORD_START),
        ("ight", "night", Level.INSIDE),
        ("nght", "night", Level.FUZZY),
        ("mok", "maya okafor", Level.FUZZY),
        ("ght", "n-i-g-h-t", Level.FUZZY),
        ("nx", "night", None),
        ("tn", "night", None),
        ("i", "night", None),
        ("n", "night", Level.PREFIX),
    ],
)
def test_how_well_a_word_matches(word: str, text: str, wanted: Level | None) -> None:
    assert level(word, text) is wanted


@given(WORDS, st.text(st.sampled_from("abcdeé- "), max_size=20))
def test_what_matches_is_matched_by_its_beginning_too(word: str, text: str) -> None:
    text = fold(text)
    if level(fold(word), text) is not None and len(word) > SHORTEST_FUZZY:
        assert level(fold(word)[:-1], text) is not None


@given(WORDS, st.text(st.sampled_from("abcdeéÉ-. "), max_size=30))
def test_the_matched_letters_are_those_of_the_word(word: str, text: str) -> None:
    positions = matched(fold(word), text)
    assert list(positions) == sorted(set(positions))
    assert all(0 <= position < len(text) for position in positions)
    told = "".join(fold(text[position]) for position in positions)
    assert told in ("", fold(word))
    if fold(word) in fold(text) and len(word) > 1:
        assert told == fold(word)


def test_a_hostile_text_costs_no_time() -> None:
    from time import perf_counter

    started = perf_counter()
    assert level("aaaaaaaaaaaaaaaab", "a" * 200_000) is None
    assert matched("abababab", "ab " * 50_000) == ()
    assert matched("abab", "ab " * 50_000, is_name=True) == (0, 1, 3, 4)
    assert perf_counter() - started < 3
