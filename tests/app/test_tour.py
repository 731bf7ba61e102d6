"""The tour: from its first step to its last by doing what it says, left half-way, and begun again."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from app.driving import SMALL, WIDE, Desk, at_work, contents, on_screen, project, sample, settled
from personatui.app.app import WorkbenchApp
from personatui.app.find import FindScreen
from personatui.app.problems import ProblemsScreen
from personatui.app.start import StartScreen
from personatui.app.tour import STEPS, Tour, go_on
from personatui.model.claims import Claim, Strength
from personatui.model.places import entry_at, find_place
from personatui.store.settings import has_seen, set_setting
from personatui.widgets.boxes import NoteBox
from personatui.widgets.rows import RowList

NEXT, LEAVE = "f9", "f12"


def _tour(desk: Desk) -> Tour:
    return desk.screen.query_one(Tour)


def _text(desk: Desk) -> str:
    return str(_tour(desk).query_one("#tour-text", Static).content)


async def _begin(desk: Desk) -> None:
    await desk.press(NEXT)
    assert _tour(desk).position == 0


async def _looked(desk: Desk) -> int:
    """The step that is shown once the tour has looked at the screen."""
    _tour(desk).look()
    await settled(desk.pilot)
    return _tour(desk).position


async def _put_cursor_on(desk: Desk, *, supported: bool) -> None:
    project_ = desk.session.project
    for row in desk.card.rows:
        place = find_place(project_, row.key) if row.key else None
        entry = entry_at(project_, place) if place is not None else None
        if isinstance(entry, Claim):
            is_supported = project_.strength(entry.sources) is not Strength.ASSUMPTION
            if is_supported is supported:
                desk.card.move_to(row.key)
                break
    await settled(desk.pilot)


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_from_the_first_step_to_the_last(tmp_path: Path, size: tuple[int, int]) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root, size) as desk:
        await _begin(desk)
        assert len(_tour(desk).steps) == len(STEPS) == 8
        assert desk.rail.has_class("-pointed")
        # the panel stands below what it points at
        assert _tour(desk).region.y >= desk.rail.region.bottom
        await desk.press("j")
        assert await _looked(desk) == 1
        assert desk.middle.has_class("-pointed")
        assert not desk.rail.has_class("-pointed")
        await desk.press("k", "enter")
        await _put_cursor_on(desk, supported=True)
        assert await _looked(desk) == 2
        await _put_cursor_on(desk, supported=False)
        assert await _looked(desk) == 3
        await desk.press("right_square_bracket")
        assert await _looked(desk) == 4
        assert "Tom Brandt" in _text(desk) or "Lorraine Fisk" in _text(desk) or "Collector Carl" in _text(desk)
        await desk.press("escape")
        await desk.select("tom-brandt")
        await desk.press("enter")
        for _ in range(9):
            if await _looked(desk) == 5:
                break
            await desk.press("j")
        assert isinstance(desk.app.focused, NoteBox)
        assert str(desk.app.focused.border_subtitle) == "empty · a adds"
        assert _tour(desk).position == 5
        await desk.press("r", "f")
        desk.on(ProblemsScreen)
        await desk.press("escape")
        assert await _looked(desk) == 6
        await desk.press("N")
        await desk.type("Ada")
        await desk.press("enter")
        assert await _looked(desk) == 6
        await desk.press("u")
        assert await _looked(desk) == 7
        await desk.press("slash")
        desk.on(FindScreen)
        await desk.press("escape")
        assert await _looked(desk) == 8
        assert "That was the tour" in _text(desk)
        await desk.press(NEXT)
        assert not desk.screen.query(Tour)
        assert not desk.screen.query(".-pointed")
    assert contents(root) == before


async def test_the_key_goes_on_and_the_tour_can_be_left_and_begun_again(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await _begin(desk)
        await desk.press(NEXT, NEXT)
        assert _tour(desk).position == 2
        await desk.press(LEAVE)
        assert not desk.screen.query(Tour)
        assert not desk.screen.query(".-pointed")
        await desk.press(LEAVE)
        await _begin(desk)
        for _ in STEPS:
            await desk.press(NEXT)
        assert "That was the tour" in _text(desk)
        await desk.press(NEXT)
        assert not desk.screen.query(Tour)


async def test_by_mouse(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        await _begin(desk)
        assert await desk.pilot.click("#tour-next")
        await settled(desk.pilot)
        assert _tour(desk).position == 1
        assert await desk.pilot.click("#tour-leave")
        await settled(desk.pilot)
        assert not desk.screen.query(Tour)


async def test_what_was_so_before_a_step_does_not_answer_it(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("enter")
        await _put_cursor_on(desk, supported=True)
        await _begin(desk)
        await desk.press(NEXT)
        assert await _looked(desk) == 1
        assert await _looked(desk) == 1
        await _put_cursor_on(desk, supported=False)
        assert await _looked(desk) == 1
        await _put_cursor_on(desk, supported=True)
        assert await _looked(desk) == 2


async def test_the_keys_are_those_that_work(tmp_path: Path) -> None:
    set_setting(("keymap", "workbench.find"), "f7")
    set_setting(("keymap", "rows.down"), "x,down")
    async with at_work(sample(tmp_path)) as desk:
        await _begin(desk)
        assert "x or " in _text(desk)
        for _ in range(7):
            await desk.press(NEXT)
        assert _text(desk).startswith("f7 finds")
        await desk.press("f7", "escape")
        assert _tour(desk).position == 8


async def test_no_step_asks_for_a_key_that_is_not_there(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await _begin(desk)
        for _ in range(len(STEPS) + 1):
            assert "?" not in _text(desk).replace("? shows every key", "")
            assert "{" not in _text(desk)
            await desk.press(NEXT)


async def test_a_project_of_ones_own(tmp_path: Path) -> None:
    async with at_work(project(tmp_path / "none", {})) as desk:
        await desk.press(NEXT)
        assert not desk.screen.query(Tour)
        assert any("needs a persona" in notice for notice in desk.notices)
    files = {"personas/a.toml": 'name = "[b]A\\u001b[2J"\n\n[[goals]]\ntext = "x"\n'}
    async with at_work(project(tmp_path / "one", files)) as desk:
        await desk.press(NEXT)
        titles = [step.title for step in _tour(desk).steps]
        # there is one persona and no evidence to show
        assert "The personas" not in titles
        assert "The evidence" not in titles
        assert "An assumption" in titles
        for _ in titles:
            await desk.press(NEXT)
        assert "\x1b" not in desk.drawn()


async def test_it_begins_by_itself_only_with_the_first_sample(tmp_path: Path) -> None:
    async with at_work(None) as desk:
        choices = desk.on(StartScreen).query_one("#choices", RowList)
        choices.move_to("sample:vein-visualizer")
        await desk.press("enter")
        assert _tour(desk).position == 0
        assert has_seen("tour")
        await desk.press("o")
        desk.on(StartScreen).query_one("#choices", RowList).move_to("sample:vein-visualizer")
        await desk.press("enter")
        assert not desk.screen.query(Tour)
        # who asks for it gets it again
        await desk.press("o")
        desk.on(StartScreen).query_one("#choices", RowList).move_to("tour")
        await desk.press("enter")
        assert _tour(desk).position == 0
        # and leaving the project in the middle of it is no trouble
        await desk.press(NEXT, "o")
        desk.on(StartScreen)


async def test_the_demo_offers_it_once(tmp_path: Path) -> None:
    root = sample(tmp_path)
    for expected in (True, False):
        app = WorkbenchApp(root, tour=True)
        async with app.run_test(size=WIDE) as pilot:
            await settled(pilot)
            assert bool(app.screen.query(Tour)) is expected


async def test_a_small_screen_keeps_room_for_the_project(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        await _begin(desk)
        for _ in range(len(STEPS) + 1):
            assert desk.rail.region.height >= 12
            assert on_screen(_tour(desk).query_one("#tour-next"))
            # all of the text is there
            text = _tour(desk).query_one("#tour-text", Static)
            assert text.virtual_size.height <= text.region.height
            await desk.press(NEXT)


async def test_asked_for_twice_at_once(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        go_on(desk.screen)
        go_on(desk.screen)
        await settled(desk.pilot)
        assert len(desk.screen.query(Tour)) == 1


async def test_asked_to_go_on_before_it_is_made_and_while_it_goes(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        early = Tour()
        mounted = desk.screen.mount(early, after="#body")
        go_on(desk.screen)
        await mounted
        await settled(desk.pilot)
        assert "1 of" in str(early.border_title)
        removed = early.remove()
        go_on(desk.screen)
        await removed
        await settled(desk.pilot)
        assert desk.app.is_running
