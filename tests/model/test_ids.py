"""Ids that every file system can keep, and references that lead nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.model.ids import Reference, canvas_reference, is_record_id, mint_item_id, persona_reference, slugify


@pytest.mark.parametrize("good", ["a", "maya-okafor", "7-eleven", "a_b", "a" * 64])
def test_ids_that_may_name_a_file(good: str) -> None:
    assert is_record_id(good)


@pytest.mark.parametrize(
    "bad", ["", "-a", "_a", "Maya", "a b", "a/b", "..", "a.b", "con", "lpt9", "nul", "a" * 65, "é", "a\n", "a\x00"]
)
def test_ids_that_may_not(bad: str) -> None:
    assert not is_record_id(bad)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Zoë O'Neil", "zoe-o-neil"), ("  CTO / CIO ", "cto-cio"), ("漢字", "unnamed"), ("CON", "con-1"), ("", "unnamed")],
)
def test_slugs_of_names(name: str, slug: str) -> None:
    assert slugify(name) == slug


@given(st.text(), st.sets(st.sampled_from(["unnamed", "a", "a-2", "b"])))
def test_every_name_gives_a_free_id(name: str, taken: set[str]) -> None:
    slug = slugify(name, taken)
    assert is_record_id(slug)
    assert slug not in taken


def test_a_long_name_that_is_taken_still_gives_an_id() -> None:
    first = slugify("x" * 200)
    second = slugify("x" * 200, {first})
    assert first != second
    assert is_record_id(second)


def test_item_ids_are_new() -> None:
    taken: set[str] = set()
    for _ in range(500):
        taken.add(mint_item_id(taken))
    assert len(taken) == 500
    assert not any(entry.isdigit() for entry in taken)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("interview-maya", Reference("source", "interview-maya")),
        ("interview-maya#e3", Reference("source", "interview-maya", item="e3")),
        ("persona/maya#m2xa", persona_reference("maya", "m2xa")),
        ("canvas/jtbd/maya#a1", canvas_reference("jtbd", "maya", "a1")),
        ("segment/urban", Reference("segment", "urban")),
    ],
)
def test_references_are_read_and_written(text: str, reference: Reference) -> None:
    assert Reference.parse(text) == reference
    assert Reference.parse(str(reference)) == reference


@pytest.mark.parametrize(
    "text",
    ["", "#e3", "a b", "persona/", "persona/a/b", "canvas/jtbd", "thing/a", "../x", "persona/../x", "a#", "a#b c"],
)
def test_what_is_no_reference(text: str) -> None:
    assert Reference.parse(text) is None


def test_a_reference_knows_its_file() -> None:
    assert canvas_reference("jtbd", "maya", "a1").file == canvas_reference("jtbd", "maya")
    assert persona_reference("maya").at("x1") == persona_reference("maya", "x1")
