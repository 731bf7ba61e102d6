"""Jump mode: a letter on everything that can be reached, on every screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import ComposeResult
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Tab

from app.driving import SMALL, WIDE, Desk, at_work, project, sample, settled
from personatui.app.dialogs import AskScreen
from personatui.app.help import HelpScreen
from personatui.app.jumping import JumpScreen
from personatui.app.start import StartScreen
from personatui.app.workbench import WorkbenchScreen
from personatui.widgets.jumping import LETTERS, JumpLabel, codes, places
from personatui.widgets.rows import RowList


def labels(desk: Desk) -> dict[str, Widget]:
    """What each code leads to."""
    return {label.code: label.target.widget for label in desk.on(JumpScreen).query(JumpLabel)}


def code_of(desk: Desk, wanted: Widget) -> str:
    return next(code for code, widget in labels(desk).items() if widget is wanted)


@given(st.integers(0, 900))
def test_no_code_is_the_beginning_of_another(number: int) -> None:
    names = codes(number)
    assert len(names) == min(number, len(LETTERS) ** 2)
    assert len(set(names)) == len(names)
    assert not any(one != other and other.startswith(one) for one in names[:60] for other in names)


REGIONS = st.builds(Region, st.integers(0, 70), st.integers(0, 20), st.integers(1, 40), st.integers(1, 10))


@given(st.lists(REGIONS, max_size=30), st.sampled_from([3, 4]))
def test_labels_stand_side_by_side(regions: list[Region], width: int) -> None:
    spots = places(regions, width, Size(80, 24))
    assert len(spots) == len(regions)
    inside = [spot for spot in spots if spot.bottom <= 24]
    assert all(spot.x >= 0 and spot.right <= 80 for spot in spots)
    assert not any(one.overlaps(other) for i, one in enumerate(inside) for other in inside[i + 1 :])


async def test_letters_lead_to_panels_tabs_and_boxes(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), WIDE, painted=True) as desk:
        tools = list(desk.session.tools)
        await desk.press("ctrl+o")
        shown = labels(desk)
        goals = list(shown.values())
        assert {desk_goal(desk, name) for name in ("#filter", "#personas", "#card", "#details")} <= set(goals)
        # of the tabs those that are in sight
        tabs = [goal.id for goal in goals if isinstance(goal, Tab)]
        assert len(tabs) > 4
        assert tabs == ["tab-card", *(f"tab-{tool}" for tool in tools)][: len(tabs)]
        # what stands behind is still there to be read, the line of keys too
        drawn = desk.drawn()
        assert "Maya Okafor" in drawn
        assert "Commands" in drawn
        tab = next(code for code, widget in shown.items() if widget.id == "tab-empathy_map")
        await desk.press(tab)
        assert desk.middle.tool_id == "empathy_map"

        await desk.press("ctrl+o")
        box = desk_screen(desk).middle.query_one("#box-who", RowList)
        await desk.press(code_of(desk, box))
        assert box.has_focus

        await desk.press("r", "ctrl+o")
        report = desk_screen(desk).inspector.query_one("#report")
        assert report in labels(desk).values()
        await desk.press(code_of(desk, desk_goal(desk, "#filter")))
        assert desk.rail.filter.has_focus


def desk_screen(desk: Desk) -> WorkbenchScreen:
    screen = desk.app.screen_stack[0]
    assert isinstance(screen, WorkbenchScreen)
    return screen


def desk_goal(desk: Desk, selector: str) -> Widget:
    return desk_screen(desk).query_one(selector)


@pytest.mark.parametrize("key", ["escape", "ctrl+o", "enter", "f5", "1", "Z"])
async def test_anything_else_leaves_and_does_nothing(tmp_path: Path, key: str) -> None:
    async with at_work(sample(tmp_path), WIDE) as desk:
        focused, persona = desk.app.focused, desk.screen.persona_id
        await desk.press("ctrl+o", key)
        if key == "Z":
            # no letter of any target, in whatever case
            assert "z" not in codes(7)
        assert desk.on(WorkbenchScreen).persona_id == persona
        assert desk.app.focused is focused
        assert not desk.screen.panels.is_zoomed


async def test_a_capital_letter_goes_there_too(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), WIDE) as desk:
        await desk.press("ctrl+o")
        code = code_of(desk, desk_goal(desk, "#card"))
        await desk.press(code.upper())
        assert desk.card.has_focus


async def test_it_works_while_somebody_types(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), WIDE) as desk:
        await desk.press("n", "ctrl+o")
        await desk.press(code_of(desk, desk_goal(desk, "#card")))
        assert desk.card.has_focus
        assert desk.rail.filter.value == ""


async def test_letters_are_placed_again_when_the_size_changes(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), WIDE) as desk:
        await desk.press("ctrl+o")
        assert desk_goal(desk, "#details") in labels(desk).values()
        await desk.resize(*SMALL)
        # the Inspector is folded there
        assert desk_goal(desk, "#details") not in labels(desk).values()
        for label in desk.on(JumpScreen).query(JumpLabel):
            assert label.region.right <= SMALL[0]
        await desk.resize(*WIDE)
        code = code_of(desk, desk_goal(desk, "#details"))
        await desk.press(code)
        assert desk_goal(desk, "#details").has_focus


async def test_a_label_can_be_clicked_and_a_click_beside_it_leaves(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), WIDE) as desk:
        await desk.press("ctrl+o")
        goal = desk_goal(desk, "#card")
        label = next(label for label in desk.app.screen.query(JumpLabel) if label.target.widget is goal)
        await desk.pilot.click(label)
        await settled(desk.pilot)
        assert goal.has_focus
        await desk.press("ctrl+o")
        await desk.pilot.click(offset=(60, 30))
        await settled(desk.pilot)
        desk.on(WorkbenchScreen)
        assert goal.has_focus


async def test_it_works_on_the_start_screen_and_over_dialogs() -> None:
    async with at_work(None, SMALL) as desk:
        choices = desk.on(StartScreen).query_one(RowList)
        await desk.press("ctrl+o")
        assert list(labels(desk).values()) == [choices]
        await desk.press("a", "question_mark", "ctrl+o")
        assert len(labels(desk)) == 2
        await desk.press("s")
        assert desk.on(HelpScreen).query_one(RowList).has_focus
        await desk.press("escape")
        desk.app.push_screen(AskScreen("Title", "Question:"))
        await settled(desk.pilot)
        await desk.press("ctrl+o", "a")
        assert desk.on(AskScreen).query_one(Input).has_focus


class Crowd(Screen[None]):
    """Many small panes, and one that is scrolled away."""

    CSS = "Crowd { layout: grid; grid-size: 10; } Crowd RowList { height: 2; }"

    def compose(self) -> ComposeResult:
        for number in range(60):
            yield RowList(id=f"r{number}")


async def test_two_letters_where_one_is_not_enough() -> None:
    async with at_work(None, WIDE) as desk:
        crowd = Crowd()
        await desk.app.push_screen(crowd)
        await desk.press("ctrl+o")
        shown = labels(desk)
        assert len(shown) == 60
        assert {len(code) for code in shown} == {2}
        goal = crowd.query_one("#r40")
        code = code_of(desk, goal)
        await desk.press(code[0])
        hidden = [label for label in desk.on(JumpScreen).query(JumpLabel) if not label.display]
        assert hidden
        assert all(not label.code.startswith(code[0]) for label in hidden)
        await desk.press(code[1])
        assert goal.has_focus
        await desk.press("ctrl+o", "a", "1")
        assert desk.app.screen is crowd


class Bare(Screen[None]):
    """Nothing that takes the keys."""


async def test_a_screen_without_anything_to_reach() -> None:
    async with at_work(None, SMALL) as desk:
        await desk.app.push_screen(Bare())
        await desk.press("ctrl+o")
        assert labels(desk) == {}
        await desk.press("a")
        assert isinstance(desk.app.screen, Bare)


async def test_a_pane_that_went_away_meanwhile_is_let_go(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {"personas/ann.toml": 'name = "Ann"\n'}), WIDE) as desk:
        await desk.press("ctrl+o")
        goal = desk_goal(desk, "#filter")
        code = code_of(desk, goal)
        await goal.remove()
        await desk.press(code)
        assert desk.app.is_running
        desk.on(WorkbenchScreen)
