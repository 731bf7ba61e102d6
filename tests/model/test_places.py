"""How rows name what they show: entries by id or position, values by path, before a canvas has begun too."""

from __future__ import annotations

import pytest

from personatui.model.ids import canvas_reference
from personatui.model.places import Place, entry_at, find_place, place_key
from personatui.testing.projects import make_project

PERSONA = {"name": "A", "goals": [{"id": "g1", "text": "Sleep"}, {"text": "No id yet"}]}
CANVAS = canvas_reference("jtbd", "a")


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("persona/a#g1", ("goals", 0)),
        ("persona/a:goals:1", ("goals", 1)),
        ("persona/a:demographics:age", ("demographics", "age")),
        ("canvas/jtbd/a:job:verb", ("job", "verb")),
        ("canvas/jtbd/a:survey_segment", ("survey_segment",)),
    ],
)
def test_a_key_leads_to_its_place(key: str, path: tuple[str | int, ...]) -> None:
    project = make_project(personas={"a": PERSONA})
    place = find_place(project, key)
    assert place is not None
    assert place.path == path
    entry = entry_at(project, place)
    assert (entry is not None) == isinstance(path[-1], int)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "persona/a",
        "persona/a#gone",
        "persona/a:goals:2",
        "persona/ghost:name",
        "canvas/jtbd/a",
        "canvas/jtbd/a#o1",
        "canvas/jtbd/a:outcomes:0",
    ],
)
def test_what_is_not_there_has_no_place(key: str) -> None:
    assert find_place(make_project(personas={"a": PERSONA}), key) is None


def test_a_place_is_spelled_as_its_key() -> None:
    assert str(Place(CANVAS, ("job", "verb"))) == "canvas/jtbd/a:job:verb" == place_key(CANVAS, "job", "verb")
