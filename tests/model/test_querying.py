"""The query language: words, phrases, filters, what is wrong with them, and how they are completed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.model.matching import fold_line
from personatui.model.querying import (
    FILTERS,
    PERSONA_FILTERS,
    Filter,
    Query,
    Word,
    completions,
    parse,
    quoted,
    value_problems,
)

VALUES = {
    "role": ("primary", "secondary"),
    "segment": ("urban-renters", "Urban renters"),
    "tag": ("cat", "cat owner", "élan"),
}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("  Nobody  Answers ", Query((Word("nobody"), Word("answers")))),
        ('"nobody   answers" x', Query((Word("nobody answers"), Word("x")))),
        ('"half open', Query((Word("half open"),))),
        ("-night", Query((Word("night", negated=True),))),
        ("-", Query()),
        ("role:Primary", Query(filters=(Filter("role", ("primary",)),))),
        ("ROLE:primary,served", Query(filters=(Filter("role", ("primary", "served")),))),
        ('-tag:"Cat Owner"', Query(filters=(Filter("tag", ("cat owner",), negated=True, whole=True),))),
        ("role:", Query()),
        ("-role:", Query()),
        ("https://example.org/a", Query((Word("https://example.org/a"),))),
        ("note:", Query((Word("note:"),))),
        ("7:30 a:b"[:4], Query((Word("7:30"),))),
    ],
)
def test_what_a_person_typed(text: str, query: Query) -> None:
    assert parse(text) == query


def test_an_unknown_filter_is_told_with_the_known_ones() -> None:
    query = parse("segmnt:urban night", PERSONA_FILTERS)
    (problem,) = query.problems
    assert "There is no filter segmnt:." in problem
    assert "Did you mean segment:?" in problem
    assert all(f"{name}:" in problem for name in PERSONA_FILTERS)
    assert query.wanted == ("segmnt:urban", "night")
    # what makes no sense here is unknown here
    assert parse("severity:error", PERSONA_FILTERS).problems
    assert not parse("severity:error").problems


def test_a_value_that_nothing_has_is_told_with_those_that_there_are() -> None:
    (problem,) = value_problems(parse("role:king"), VALUES)
    assert problem == "Nothing has role:king; there is primary and secondary."
    assert value_problems(parse("kind:b2b"), VALUES) == ("Nothing here has a kind.",)
    assert value_problems(parse("role:prim -segment:renters"), VALUES) == ()


@pytest.mark.parametrize(
    ("text", "facets", "passes"),
    [
        ("role:prim", {"role": ("primary",)}, True),
        ("role:mary", {"role": ("primary",)}, False),
        ("segment:renters", {"segment": ("urban-renters",)}, True),
        ("tag:elan", {"tag": ("Élan",)}, True),
        ('tag:"cat"', {"tag": ("cat owner",)}, False),
        ('tag:"cat"', {"tag": ("x", "Cat")}, True),
        ("tag:a tag:b", {"tag": ("ab",)}, False),
        ("tag:a tag:b", {"tag": ("a", "b")}, True),
        ("tag:a,b", {"tag": ("b",)}, True),
        ("-tag:a", {}, True),
        ("tag:a", {}, False),
    ],
)
def test_what_passes_a_filter(text: str, facets: dict[str, tuple[str, ...]], passes: bool) -> None:
    assert parse(text).passes(facets) is passes


@given(
    st.sampled_from(PERSONA_FILTERS),
    st.text("ab-c, é", min_size=1, max_size=6),
    st.dictionaries(st.sampled_from(PERSONA_FILTERS), st.tuples(st.text("abc é", max_size=5))),
)
def test_a_filter_and_its_negation_part_everything(name: str, value: str, facets: dict[str, tuple[str, ...]]) -> None:
    spelled = f"{name}:{quoted(value)}"
    query, without = parse(spelled), parse(f"-{spelled}")
    if query.filters:
        assert query.passes(facets) is not without.passes(facets)


@given(st.text(max_size=30))
def test_any_text_can_be_asked_for_word_for_word(text: str) -> None:
    query = parse(quoted(text))
    assert query.problems == () == query.filters
    assert query.text == fold_line(text)


@given(st.text(st.sampled_from('ab:-" role,\\'), max_size=20))
def test_nothing_that_is_typed_is_too_odd(text: str) -> None:
    query = parse(text)
    value_problems(query, VALUES)
    for way in completions(text, VALUES):
        assert isinstance(parse(way), Query)


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("ro", ("role:",)),
        ("night -se", ("night -segment:", "night -severity:")),
        ("role:", ("role:primary ", "role:secondary ")),
        ("x role:S", ("x role:secondary ",)),
        ("role:primary,s", ("role:primary,secondary ",)),
        ("tag:ca", ("tag:cat ", 'tag:"cat owner" ')),
        ("tag:own", ('tag:"cat owner" ',)),
        ("segment:urb", ("segment:urban-renters ", 'segment:"Urban renters" ')),
        ("role:primary ", ()),
        ("zzz", ()),
        ("", ()),
        ("nope:x", ()),
    ],
)
def test_how_a_filter_is_completed(text: str, ways: tuple[str, ...]) -> None:
    assert completions(text, VALUES) == ways


def test_a_completed_filter_passes_what_it_names() -> None:
    for name, values in VALUES.items():
        for way in completions(f"{name}:", VALUES):
            query = parse(way)
            assert any(query.passes({name: (value,)}) for value in values)


@pytest.mark.parametrize(
    ("former", "query", "narrows"),
    [
        ("nig", "nigh", True),
        ("nig", "nig role:primary", True),
        ("role:p", "role:pri", True),
        ("", "x", True),
        ("ni", "nig", False),
        ("nigh", "nig", False),
        ("-nig", "-nigh", False),
        ("-nig", "-nig x", True),
        ("role:p", "-role:p", False),
        ("role:p", "role:p,s", False),
        ("igh", "night", False),
    ],
)
def test_when_only_what_was_found_need_be_looked_through(former: str, query: str, narrows: bool) -> None:
    assert parse(query).narrows(parse(former)) is narrows


def test_every_filter_says_what_it_is() -> None:
    assert all(FILTERS.values())
    assert set(PERSONA_FILTERS) <= set(FILTERS)
