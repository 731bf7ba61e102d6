"""The screen that the layout makes: features and answers side by side, edited in place."""

from __future__ import annotations

from personatui.testing import open_tool

from personatui_kano.canvas import KanoCanvas
from personatui_kano.tool import TOOL


async def test_the_layout_is_screen_enough() -> None:
    async with open_tool(TOOL) as desk:
        assert "Somebody answers at night" in desk.text
        assert "r01 on night: 1/5" in desk.text
        await desk.resize(80, 24)
        assert "Somebody answers at night" in desk.text


async def test_a_feature_is_added_in_place_and_taken_back() -> None:
    async with open_tool(TOOL, {"features": [{"id": "f1", "text": "A hat"}]}) as desk:
        await desk.press("a")
        await desk.type("A scarf")
        await desk.press("enter", "escape")
        assert isinstance(desk.canvas, KanoCanvas)
        assert [feature.text for feature in desk.canvas.features] == ["A hat", "A scarf"]
        await desk.press("u")
        assert [feature.text for feature in desk.canvas.features] == ["A hat"]


async def test_the_report_is_drawn_beside_the_survey() -> None:
    async with open_tool(TOOL, size=(180, 60)) as desk:
        await desk.press("r")
        assert "must-be" in desk.text
        assert "Kano categories" in desk.text
