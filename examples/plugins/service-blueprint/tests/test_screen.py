"""The screen of the blueprint as a person uses it: lanes and lines, editing in place, links, personas, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from personatui.testing import ToolDesk, open_tool

from personatui_service_blueprint.canvas import ServiceBlueprint
from personatui_service_blueprint.tool import TOOL
from personatui_service_blueprint.ui.screen import ServiceBlueprintView

LINES = ("Line of interaction", "Line of visibility", "Line of internal interaction")
TALL = (160, 70)
TWO: dict[str, Any] = {
    "stages": [{"id": "s1", "text": "Book"}, {"id": "s2", "text": "Meet"}],
    "customer": [{"id": "c1", "text": "Asks", "stage": "s1"}],
    "onstage": [{"id": "o1", "text": "Answers", "stage": "s1"}],
}


def blueprint(desk: ToolDesk) -> ServiceBlueprint:
    canvas = desk.canvas
    assert isinstance(canvas, ServiceBlueprint)
    return canvas


def view(desk: ToolDesk) -> ServiceBlueprintView:
    shown = desk.view
    assert isinstance(shown, ServiceBlueprintView)
    return shown


async def go_to(desk: ToolDesk, name: str) -> None:
    """Put the cursor on an entry of the sheet."""
    view(desk).grid.focus()
    assert view(desk).grid.move_to(str(view(desk).context.reference.at(name)))
    await desk.settle()


async def test_the_three_lines_are_named_and_differ_by_form() -> None:
    async with open_tool(TOOL, size=TALL) as desk:
        lines = desk.text.splitlines()
        at = [next(number for number, line in enumerate(lines) if name in line) for name in LINES]
        assert at == sorted(at)
        strokes = ["═", "━", "╍"]
        assert [next(sign for sign in strokes if sign * 3 in lines[number]) for number in at] == strokes
        assert next(number for number, line in enumerate(lines) if "Customer" in line and "C1" in line) < at[0]
        assert at[1] < next(number for number, line in enumerate(lines) if "B1" in line and "Keeper" in line) < at[2]


async def test_what_stands_beside_a_step() -> None:
    async with open_tool(TOOL, size=TALL) as desk:
        drawn = " ".join(desk.text.replace("\u00a0", " ").replace("│", " ").split())
        for told in ("→ O1", "30 min", "no owner", "no recovery", "at O3", "46 %", "Without a recovery: F2"):
            assert told in drawn, told


async def test_an_entry_added_in_a_cell_belongs_to_stage_and_lane_and_is_taken_back() -> None:
    async with open_tool(TOOL, TWO) as desk:
        await go_to(desk, "o1")
        await desk.press("right", "a")
        await desk.type("Greets")
        await desk.press("enter", "escape")
        added = blueprint(desk).onstage[-1]
        assert (added.text, added.stage) == ("Greets", "s2")
        await desk.press("u")
        assert [step.text for step in blueprint(desk).onstage] == ["Answers"]


async def test_an_entry_is_edited_in_place_and_moved_to_the_stage_beside() -> None:
    async with open_tool(TOOL, TWO) as desk:
        await go_to(desk, "o1")
        await desk.press("e", "end")
        await desk.type(" at once")
        await desk.press("enter", "L")
        assert [(step.text, step.stage) for step in blueprint(desk).onstage] == [("Answers at once", "s2")]
        await desk.press("u", "u")
        assert [(step.text, step.stage) for step in blueprint(desk).onstage] == [("Answers", "s1")]


async def test_a_link_is_made_taken_out_and_undone() -> None:
    async with open_tool(TOOL, TWO) as desk:
        await go_to(desk, "c1")
        await desk.press("x")
        assert "▶" in desk.text
        await go_to(desk, "o1")
        await desk.press("x")
        assert blueprint(desk).customer[0].leads_to == ("o1",)
        assert "▶" not in desk.text
        await go_to(desk, "c1")
        await desk.press("x")
        await go_to(desk, "o1")
        await desk.press("x")
        assert blueprint(desk).customer[0].leads_to == ()
        await desk.press("u")
        assert blueprint(desk).customer[0].leads_to == ("o1",)


@pytest.mark.parametrize("end", ["escape", "x"])
async def test_linking_ends_without_a_link(end: str) -> None:
    async with open_tool(TOOL, TWO) as desk:
        await go_to(desk, "c1")
        await desk.press("x", end)
        assert view(desk).origin == ""
        assert blueprint(desk).customer[0].leads_to == ()


async def test_what_is_no_step_is_not_linked() -> None:
    async with open_tool(TOOL, TWO) as desk:
        await go_to(desk, "s1")
        await desk.press("x")
        assert view(desk).origin == ""
        assert any("Go to a step" in notice for notice in desk.notices)


async def test_a_step_written_by_hand_gets_the_id_that_a_link_needs() -> None:
    data = TWO | {"customer": [{"text": "Asks", "stage": "s1"}], "onstage": [{"text": "Answers", "stage": "s1"}]}
    async with open_tool(TOOL, data) as desk:
        grid = view(desk).grid
        keys = [row.key for row in grid.rows if ":" in row.key]
        grid.focus()
        grid.move_to(keys[0])
        await desk.press("x")
        grid.move_to(keys[1])
        await desk.press("x")
        first, second = blueprint(desk).customer[0], blueprint(desk).onstage[0]
        assert second.id
        assert first.leads_to == (second.id,)


async def test_each_persona_has_a_lane_of_its_own() -> None:
    data = TWO | {
        "customer": [
            *TWO["customer"],
            {"id": "c2", "text": "Waves", "stage": "s1", "persona": "persona/maya-okafor"},
            {"id": "c3", "text": "Rings", "stage": "s1", "persona": "persona/tom-brandt"},
        ]
    }
    async with open_tool(TOOL, data, size=TALL) as desk:
        lines = desk.text.splitlines()
        lanes = {name: [line for line in lines if name in line] for name in ("Maya Okafor", "tom-brandt")}
        assert any("Waves" in line for line in lanes["Maya Okafor"])
        assert any("Rings" in line for line in lanes["tom-brandt"])
        # what is added in the lane of a persona is that persona's
        await go_to(desk, "c3")
        await desk.press("right", "a")
        await desk.type("Hangs up")
        await desk.press("enter", "escape")
        added = blueprint(desk).customer[-1]
        assert (added.text, added.stage, added.persona) == ("Hangs up", "s2", "persona/tom-brandt")


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (200, 60)])
async def test_it_bears_any_size_and_an_empty_canvas(size: tuple[int, int]) -> None:
    async with open_tool(TOOL, {}, size=size) as desk:
        await desk.press("x", "down", "up")
        assert desk.view.is_attached


def _many(lane: Callable[[int], dict[str, Any]], count: int) -> list[dict[str, Any]]:
    return [lane(number) for number in range(count)]


async def test_it_bears_a_great_blueprint() -> None:
    data = {
        "stages": _many(lambda number: {"id": f"s{number}", "text": f"Stage {number}"}, 12),
        "onstage": _many(
            lambda number: {
                "id": f"o{number}",
                "text": f"Step {number}",
                "stage": f"s{number % 12}",
                "minutes": 1,
                "leads_to": [f"o{number + 1}"],
            },
            200,
        ),
    }
    async with open_tool(TOOL, data) as desk:
        assert "Maya Okafor: 200 min" in desk.text.replace("\u00a0", " ")
        await desk.press("right", "down", "down")
        assert desk.view.is_attached
