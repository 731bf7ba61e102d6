"""A board of blocks: where they stand, moves between them, and what a highlight brings out."""

from __future__ import annotations

from typing import Any

import pytest

from personatui.widgets.board import Board
from widgets.at_gallery import HOSTILE, LONG, SMALL, WIDE, WIDE_TEXT, Visitor, at_gallery, bear, many


def ids(visitor: Visitor, field: str) -> list[str]:
    return [entry.id for entry in getattr(visitor.canvas, field)]


async def test_the_nine_blocks_stand_as_they_are_known() -> None:
    async with at_gallery("board") as visitor:
        region = {name: box.region for name, box in visitor.the(Board).grid.boxes.items()}
        assert region["partners"].x < region["activities"].x < region["propositions"].x < region["segments"].x
        assert region["activities"].bottom == region["resources"].y
        assert region["propositions"].height == region["activities"].height + region["resources"].height
        assert region["costs"].right == region["revenues"].x
        assert region["costs"].y == region["partners"].bottom
        await visitor.resize(*SMALL)
        region = {name: box.region for name, box in visitor.the(Board).grid.boxes.items()}
        assert len({found.x for found in region.values()}) == 1
        await visitor.resize(*WIDE)


async def test_highlights_come_one_after_the_other() -> None:
    async with at_gallery("board") as visitor:
        await visitor.press("x")
        assert "▶ For renters: 7 notes" in visitor.drawn()
        assert "▶ ● Breeders" in visitor.drawn()
        assert "▶ ● Care" not in visitor.drawn()
        assert visitor.at == "kp1"
        await visitor.press("x")
        assert "For planners" in visitor.drawn()
        await visitor.press("x")
        assert "▶" not in visitor.drawn()
        await visitor.press("X")
        assert "▶ For planners" in visitor.drawn()


async def test_notes_move_in_every_direction() -> None:
    async with at_gallery("board") as visitor:
        await visitor.press("L")
        assert ids(visitor, "activities")[-1] == "kp1"
        assert visitor.at == "kp1"
        await visitor.press("J")
        assert ids(visitor, "resources")[0] == "kp1"
        await visitor.press("L")
        assert ids(visitor, "propositions")[-1] == "kp1"
        await visitor.press("J")
        assert ids(visitor, "costs")[0] == "kp1" or ids(visitor, "revenues")[0] == "kp1"
        await visitor.press("K")
        assert "kp1" not in (*ids(visitor, "costs"), *ids(visitor, "revenues"))
        assert visitor.at == "kp1"


async def test_notes_move_where_the_boxes_are_stacked() -> None:
    async with at_gallery("board", size=SMALL) as visitor:
        await visitor.press("L")
        assert ids(visitor, "activities")[-1] == "kp1"
        await visitor.press("H")
        assert ids(visitor, "partners")[-1] == "kp1"
        await visitor.press("J")
        assert ids(visitor, "activities")[0] == "kp1"
        assert visitor.at == "kp1"


async def test_a_note_is_dragged_to_another_block() -> None:
    async with at_gallery("board") as visitor:
        await visitor.drag(visitor.find("Breeders"), visitor.find("Care"))
        assert ids(visitor, "activities") == ["kp1", "ka1", "ka2"]
        x, y = visitor.find("Web")
        await visitor.drag((x, y), (visitor.find("Key Partners")[0], y + 3))
        assert ids(visitor, "partners")[-1] == "ch1"


async def test_an_empty_block_takes_a_note() -> None:
    async with at_gallery("board", {"activities": [], "segments": []}) as visitor:
        assert "What must we do" in visitor.drawn()
        await visitor.press("L")
        assert ids(visitor, "activities") == ["kp1"]


@pytest.mark.parametrize("text", [LONG, WIDE_TEXT, HOSTILE, ""])
async def test_odd_texts_are_shown(text: str) -> None:
    data: dict[str, Any] = {"partners": [{"id": "x", "text": text, "segments": [text]}, *many(30)]}
    await bear("board", data, "x", "L", "J", "right")
