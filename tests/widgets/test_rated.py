"""A list with ratings: set by key and mouse, sorted for the eye alone, and nothing missing shown as 0."""

from __future__ import annotations

from typing import Any

import pytest

from personatui.widgets.rated import RatedList, RatingColumn
from widgets.at_gallery import HOSTILE, LONG, WIDE_TEXT, Visitor, at_gallery, bear, many


def shown(visitor: Visitor) -> list[str]:
    return [row.key.partition("#")[2] for row in visitor.the(RatedList).rows]


async def test_keys_rate_the_cell_under_the_cursor() -> None:
    async with at_gallery("rated") as visitor:
        assert visitor.at == "ou1"
        await visitor.press("right", "3", "right", "plus", "down", "minus")
        one, two = visitor.canvas.outcomes[:2]
        assert (one.importance, one.satisfaction) == (3, 3)
        assert two.satisfaction == 2
        assert visitor.at == "ou2"
        assert visitor.the(RatedList).part == 2
        await visitor.press("u")
        assert visitor.canvas.outcomes[1].satisfaction == 3


async def test_a_rating_outside_the_scale_is_refused_and_not_shown() -> None:
    async with at_gallery("rated") as visitor:
        await visitor.press("right", "9")
        assert visitor.canvas.outcomes[0].importance == 5
        assert len(visitor.notices) == 1
        assert "importance" in visitor.notices[0]
        assert "▰▰▰▰▰ 5" in visitor.lines()[visitor.find("Minimize the time")[1]]
        await visitor.press("plus")
        assert visitor.canvas.outcomes[0].importance == 5


async def test_a_missing_rating_is_a_dash_and_can_be_given_and_taken() -> None:
    async with at_gallery("rated") as visitor:
        line = visitor.find("Increase the share")[1]
        assert "–" in visitor.lines()[line]
        assert "0" not in visitor.lines()[line]
        await visitor.press("down", "down", "right", "right", "plus")
        outcome = visitor.canvas.outcomes[2]
        assert outcome.satisfaction == 1
        await visitor.press("delete")
        outcome = visitor.canvas.outcomes[2]
        assert outcome.satisfaction is None
        assert len(visitor.canvas.outcomes) == 4


async def test_a_computed_column_cannot_be_set() -> None:
    async with at_gallery("rated") as visitor:
        before = visitor.canvas
        await visitor.press("right", "right", "right", "2", "plus", "delete")
        assert visitor.canvas == before
        assert "computed" in visitor.notices[0]


async def test_sorting_changes_the_view_alone() -> None:
    async with at_gallery("rated") as visitor:
        order = [outcome.id for outcome in visitor.canvas.outcomes]
        await visitor.press("down", "right", "S")
        assert shown(visitor) == ["ou1", "ou2", "ou4", "ou3"]
        assert visitor.at == "ou2"
        await visitor.press("S")
        assert shown(visitor) == ["ou3", "ou4", "ou2", "ou1"]
        assert visitor.at == "ou2"
        await visitor.press("J")
        assert "sorted" in visitor.notices[-1]
        assert [outcome.id for outcome in visitor.canvas.outcomes] == order
        # what is missing stays last either way
        await visitor.press("right", "S")
        assert shown(visitor)[-1] == "ou3"
        await visitor.press("S")
        assert shown(visitor)[-1] == "ou3"
        await visitor.press("S")
        assert shown(visitor) == order


async def test_the_cursor_follows_an_entry_that_its_rating_moves() -> None:
    async with at_gallery("rated") as visitor:
        await visitor.press("right", "S", "1")
        assert visitor.at == "ou1"
        assert shown(visitor)[-1] == "ou1"


async def test_deleting_goes_to_the_neighbour_and_moving_keeps_the_cursor() -> None:
    async with at_gallery("rated") as visitor:
        await visitor.press("down", "J")
        assert [outcome.id for outcome in visitor.canvas.outcomes] == ["ou1", "ou3", "ou2", "ou4"]
        assert visitor.at == "ou2"
        await visitor.press("d")
        assert [outcome.id for outcome in visitor.canvas.outcomes] == ["ou1", "ou3", "ou4"]
        assert visitor.at == "ou4"


async def test_the_mouse_selects_sorts_and_drags() -> None:
    async with at_gallery("rated") as visitor:
        x, y = visitor.find("▰▰▰▱▱ 3")
        await visitor.click((x + 1, y))
        await visitor.press("5")
        assert visitor.canvas.outcomes[1].satisfaction == 5
        first, third = visitor.find("Minimize the time"), visitor.find("Increase the share")
        await visitor.drag(first, third)
        assert [outcome.id for outcome in visitor.canvas.outcomes] == ["ou2", "ou1", "ou3", "ou4"]
        await visitor.click(visitor.find("importance"))
        assert visitor.the(RatedList).is_sorted
        assert "importance▼" in visitor.drawn()


async def test_adding_to_an_empty_list() -> None:
    async with at_gallery("rated", {"outcomes": []}) as visitor:
        assert "How do they know" in visitor.drawn()
        assert "a adds" in visitor.drawn()
        await visitor.press("a", *"late", "enter")
        assert [outcome.text for outcome in visitor.canvas.outcomes] == ["late"]
        assert visitor.at == visitor.canvas.outcomes[0].id


async def test_the_last_entry_deleted_leaves_the_questions() -> None:
    async with at_gallery("rated", {"outcomes": many(1)}) as visitor:
        await visitor.press("d", "d", "plus", "j", "right")
        assert visitor.canvas.outcomes == ()
        assert "How do they know" in visitor.drawn()


async def test_the_header_stays_while_two_hundred_entries_scroll() -> None:
    async with at_gallery("rated", {"outcomes": many(200)}, (80, 24)) as visitor:
        await visitor.press("end")
        assert "Entry number 199" in visitor.drawn()
        assert "1–5" in visitor.lines()[2]
        await visitor.press("pageup")
        assert visitor.at not in ("x199", "")
        region = visitor.the(RatedList).region_of("canvas/gallery/maya-okafor#x50")
        assert region is not None
        assert "number 50" in visitor.lines()[region.y] or visitor.at == "x50"


@pytest.mark.parametrize("text", [LONG, WIDE_TEXT, HOSTILE, "", "a\nb"])
async def test_odd_texts_are_shown(text: str) -> None:
    data: dict[str, Any] = {"outcomes": [{"id": "x1", "text": text, "importance": 3}, *many(2)]}
    await bear("rated", data, "right", "j", "4", "S", "left")


@pytest.mark.parametrize(
    ("column", "scale", "value", "bar"),
    [
        (RatingColumn("a", "A"), "1–5", 3, "▰▰▰▱▱"),
        (RatingColumn("a", "A", 0, 10), "0–10", 10, "▰▰▰▰▰"),
        (RatingColumn("a", "A", 0, 10), "0–10", 0, "▱▱▱▱▱"),
        (RatingColumn("a", "A", -3, 3), "−3…+3", 1, ""),
        (RatingColumn("a", "A"), "1–5", 99, "▰▰▰▰▰"),
    ],
)
def test_a_value_as_a_bar(column: RatingColumn, scale: str, value: float, bar: str) -> None:
    assert (column.scale, column.bar(value)) == (scale, bar)
