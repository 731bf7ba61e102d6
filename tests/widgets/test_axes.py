"""Placing entries on two axes: by arrows, by mouse, and what stands at one place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.widgets.axes import AxesPlacement, PlacementList
from personatui.widgets.plane import Plane, PlaneAxis
from widgets.at_gallery import HOSTILE, LONG, SMALL, WIDE_TEXT, Visitor, at_gallery, bear, many


def places(visitor: Visitor) -> dict[str, tuple[float | None, float | None]]:
    return {idea.id: (idea.effort, idea.effect) for idea in visitor.canvas.ideas}


def selected(visitor: Visitor) -> str:
    return visitor.the(AxesPlacement).selected.partition("#")[2]


async def test_arrows_move_what_is_selected_and_stop_at_the_edge() -> None:
    async with at_gallery("axes") as visitor:
        assert isinstance(visitor.app.focused, Plane)
        await visitor.press("j", "right", "up", "up", "up")
        assert selected(visitor) == "id1"
        assert places(visitor)["id1"] == (4, 10)
        assert len(visitor.app.undone) == 2
        await visitor.press("j", "left", "left", "left")
        assert places(visitor)["id2"] == (0, 6)
        await visitor.press("u")
        assert places(visitor)["id2"] == (1, 6)


async def test_shifted_arrows_move_from_the_list() -> None:
    async with at_gallery("axes") as visitor:
        await visitor.press("tab")
        assert isinstance(visitor.app.focused, PlacementList)
        await visitor.press("L", "J", "shift+left", "shift+left")
        assert places(visitor)["id1"] == (2, 8)
        assert visitor.at == "id1"


async def test_what_is_not_placed_comes_to_the_middle_and_off_again() -> None:
    async with at_gallery("axes") as visitor:
        assert "Not placed yet" in visitor.drawn()
        await visitor.press(*["j"] * 6)
        assert selected(visitor) == "id6"
        await visitor.press("right")
        assert places(visitor)["id6"] == (5, 5)
        assert selected(visitor) == "id6"
        assert "Not placed yet" not in visitor.drawn()
        await visitor.press("backspace")
        assert places(visitor)["id6"] == (None, None)
        assert selected(visitor) == "id6"


async def test_several_at_one_place_are_told_and_clicked_through() -> None:
    async with at_gallery("axes") as visitor:
        assert "2 · 6:  2, 3" in visitor.drawn()
        mark = visitor.find("2+")
        await visitor.click(mark)
        assert selected(visitor) == "id2"
        await visitor.click((mark[0] + 1, mark[1]))
        assert selected(visitor) == "id3"


async def test_the_mouse_drags_a_mark_and_places_what_is_selected() -> None:
    async with at_gallery("axes") as visitor:
        plane = visitor.the(Plane)
        x, y = visitor.find(" 4  ")
        await visitor.drag((x + 1, y), (plane.region.right - 4, plane.region.y + 1))
        assert places(visitor)["id4"] == (10, 10)
        await visitor.press(*["j"] * 6)
        assert selected(visitor) == "id6"
        await visitor.click((plane.region.right - 4, plane.region.bottom - 4))
        assert places(visitor)["id6"] == (10, 0)
        # what is placed does not follow a click
        await visitor.click((plane.region.x + 8, plane.region.y + 8))
        assert places(visitor)["id6"] == (10, 0)


async def test_editing_and_deleting_on_the_plane() -> None:
    async with at_gallery("axes") as visitor:
        await visitor.press("j", "e", *"!", "enter")
        assert visitor.canvas.ideas[0].text == "!"
        visitor.the(Plane).focus()
        await visitor.press("d")
        assert "id1" not in places(visitor)
        assert selected(visitor) == "id2"


async def test_an_empty_plane_takes_an_entry() -> None:
    async with at_gallery("axes", {"ideas": []}) as visitor:
        assert "Which ideas" in visitor.drawn()
        await visitor.press("right", "j", "backspace", "d", "a", *"x", "enter")
        assert len(visitor.canvas.ideas) == 1


@pytest.mark.parametrize("text", [LONG, WIDE_TEXT, HOSTILE, ""])
async def test_odd_texts_are_shown(text: str) -> None:
    ideas: list[dict[str, Any]] = [{"id": "x1", "text": text, "effort": 3.0, "effect": 0.5}, {"id": "x2", "text": text}]
    await bear("axes", {"ideas": ideas}, "j", "right", "up", "k")


async def test_two_hundred_entries() -> None:
    ideas = [{**entry, "effort": i % 11, "effect": i % 7} for i, entry in enumerate(many(200))]
    async with at_gallery("axes", {"ideas": ideas}, SMALL) as visitor:
        await visitor.press("j", "right")
        assert places(visitor)["x0"] == (1, 0)
    await bear("axes", {"ideas": ideas}, "j", "right")


@given(
    st.integers(-9, 9), st.integers(1, 20), st.sampled_from([0.5, 1.0, 0.25]), st.floats(-50, 50), st.integers(-3, 3)
)
def test_keys_stay_on_the_axis(low: int, span: int, step: float, value: float, by: int) -> None:
    axis = PlaneAxis("f", "F", low, low + span, step)
    assert low <= axis.snapped(value) <= low + span
    if by:
        assert low <= axis.moved(value, by) <= low + span
    assert 0 <= axis.share(value) <= 1
    assert low <= axis.middle <= low + span


def test_whole_steps_are_written_whole() -> None:
    assert repr(PlaneAxis("f", "F").spelled(3.0)) == "3"
    assert repr(PlaneAxis("f", "F", step=0.5).spelled(3.0)) == "3.0"
