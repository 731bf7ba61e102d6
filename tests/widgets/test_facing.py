"""Two facing halves: partners are shown, and links made and undone by key."""

from __future__ import annotations

from typing import Any

import pytest

from personatui.widgets.facing import FacingHalves
from personatui.widgets.gutter import LinkGutter
from widgets.at_gallery import HOSTILE, LONG, SMALL, WIDE_TEXT, Visitor, at_gallery, bear, many

EMPTY: dict[str, Any] = {name: [] for name in ("products", "relievers", "creators", "gains", "troubles", "jobs")}


def targets(visitor: Visitor) -> dict[str, tuple[str, ...]]:
    found = (*visitor.canvas.products, *visitor.canvas.relievers, *visitor.canvas.creators)
    return {entry.id: entry.targets for entry in found if entry.targets}


async def test_partners_are_marked_and_lines_lead_to_them() -> None:
    async with at_gallery("facing") as visitor:
        assert "no link" in visitor.lines()[visitor.find("Weekend box")[1]]
        await visitor.press("down", "down")
        assert visitor.at == "re1"
        line = visitor.lines()[visitor.find("Nobody answers")[1]]
        assert "◆" in line
        assert "full" in line
        assert "▸" in line
        assert "partial" in visitor.lines()[visitor.find("Fears the animal")[1]]
        await visitor.press("right")
        assert visitor.at == "tr1"
        assert "◂" in visitor.lines()[visitor.find("A keeper answers")[1]]


async def test_linking_and_unlinking_by_key() -> None:
    async with at_gallery("facing") as visitor:
        await visitor.press("x")
        assert visitor.at == "ga1"
        assert "Linking" in visitor.drawn()
        await visitor.press("enter")
        assert targets(visitor)["pr1"] == ("ga1",)
        assert visitor.at == "ga1"
        await visitor.press("minus")
        assert targets(visitor)["pr1"] == ("ga1:partial",)
        await visitor.press("minus")
        assert "pr1" not in targets(visitor)
        await visitor.press("plus", "down", "enter", "escape")
        assert targets(visitor)["pr1"] == ("ga1:partial", "ga2")
        assert visitor.at == "pr1"
        assert "Linking" not in visitor.drawn()
        await visitor.press("u", "u")
        assert "pr1" not in targets(visitor)


async def test_linking_from_the_side_that_does_not_hold_the_links() -> None:
    async with at_gallery("facing") as visitor:
        await visitor.press("right", "down", "x")
        assert visitor.at == "pr1"
        await visitor.press("enter", "x")
        assert targets(visitor)["pr1"] == ("ga2",)
        assert visitor.at == "ga2"


async def test_a_partner_on_the_same_side_is_refused() -> None:
    async with at_gallery("facing") as visitor:
        before = visitor.canvas
        await visitor.press("x", "left", "enter", "plus")
        assert "other side" in visitor.notices[-1]
        assert visitor.canvas == before


async def test_linking_ends_when_what_it_began_at_is_gone() -> None:
    async with at_gallery("facing") as visitor:
        await visitor.press("x", "left", "d")
        assert visitor.the(FacingHalves).origin == ""
        assert len(visitor.canvas.products) == 1


async def test_without_room_for_lines_the_partners_are_listed() -> None:
    async with at_gallery("facing", size=SMALL) as visitor:
        assert not visitor.the(LinkGutter).display
        await visitor.press("down", "down")
        assert "linked with: Nobody answers" in visitor.drawn()


async def test_nothing_on_the_other_side() -> None:
    async with at_gallery("facing", {**EMPTY, "products": many(1)}) as visitor:
        await visitor.press("x")
        assert "nothing to link" in visitor.notices[0]
        assert visitor.the(FacingHalves).origin == ""


async def test_the_cursor_stays_when_links_change_and_goes_to_the_neighbour_of_what_is_deleted() -> None:
    async with at_gallery("facing") as visitor:
        await visitor.press("down", "d")
        assert visitor.at == "pr1"
        await visitor.press("d")
        assert visitor.canvas.products == ()
        assert "a adds" in visitor.drawn()


@pytest.mark.parametrize("text", [LONG, WIDE_TEXT, HOSTILE, ""])
async def test_odd_texts_are_shown(text: str) -> None:
    data = {
        **EMPTY,
        "products": [{"id": "x", "text": text, "targets": ["y", "gone", ""]}],
        "gains": [{"id": "y", "text": text}],
    }
    await bear("facing", data, "x", "enter", "escape", "right")


async def test_two_hundred_entries() -> None:
    data = {**EMPTY, "products": many(200, targets=["y"]), "gains": [{"id": "y", "text": "All"}]}
    await bear("facing", data, "end", "right")


@pytest.mark.parametrize(
    ("start", "ends", "side", "drawn"),
    [
        (0, (2,), "left", ["────╮    ", "    │    ", "    ╰───▸"]),
        (2, (0, 2), "left", ["    ╭───▸", "    │    ", "────┴───▸"]),
        (1, (0,), "right", ["◂───╮    ", "    ╰────", "         "]),
        (1, (1,), "left", ["         ", "────────▸", "         "]),
        (None, (1,), "left", ["         "] * 3),
    ],
)
def test_lines_between_the_halves(start: int | None, ends: tuple[int, ...], side: Any, drawn: list[str]) -> None:
    gutter = LinkGutter()
    gutter.show(start, ends, side)
    assert [gutter.line(y, 9) for y in range(3)] == drawn
