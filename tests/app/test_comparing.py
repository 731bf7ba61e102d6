"""Comparing personas on screen: marking them, moving through the columns, and going to what was found."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from app.driving import SMALL, WIDE, Desk, at_work, contents, project, raw_texts, sample, send_key, settled, told, write
from app.test_hostile_text import hostile  # noqa: F401 - a fixture
from personatui.app.choosing import ChooseScreen
from personatui.app.compare import CompareScreen
from personatui.app.workbench import WorkbenchScreen
from personatui.widgets.columns import ColumnGrid

LONG = "A statement that goes on and on about what somebody wants. " * 40


def _shown(desk: Desk) -> CompareScreen:
    return desk.on(CompareScreen)


def _grid(desk: Desk) -> ColumnGrid:
    return _shown(desk).grid


def _go_to(desk: Desk, text: str) -> None:
    """Put the cursor on the first row one of whose cells says this."""
    grid = _grid(desk)
    grid.cursor = next(
        index for index, row in enumerate(grid._grid) if any(text in cell.text for cell in (row.label, *row.cells))
    )


async def _compared(desk: Desk, *persona_ids: str) -> CompareScreen:
    for persona_id in persona_ids:
        await desk.select(persona_id)
        await desk.press("space")
    await desk.press("c")
    return _shown(desk)


async def test_space_marks_and_takes_the_mark_away(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("space", "j", "space")
        assert list(desk.rail.marked) == ["maya-okafor", "tom-brandt"]
        assert desk.rail.border_subtitle == "5 · 2 marked"
        assert "✓● Maya Okafor" in told(desk.rail.list)
        assert " ● Priya Nair" in told(desk.rail.list)
        # the cursor stays, and what is shown too
        assert desk.screen.persona_id == "tom-brandt"
        await desk.press("space")
        assert list(desk.rail.marked) == ["maya-okafor"]
        await desk.press("space", "j", "space", "j", "space", "j", "space")
        assert len(desk.rail.marked) == 4
        assert "take away a mark first" in desk.notices[-1]
        # a mark outlives the filter that hides it
        await desk.press("n", *"maya", "enter")
        assert desk.rail.border_subtitle == "1 of 5 · 4 marked"
        # and in the filter a space is a space
        await desk.press("n", "end", "space")
        assert desk.rail.filter.value == "maya "
        assert len(desk.rail.marked) == 4


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_two_marked_personas_side_by_side(tmp_path: Path, size: tuple[int, int]) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root, size) as desk:
        last = list(desk.session.tools.values())[-1].title
        screen = await _compared(desk, "maya-okafor", "tom-brandt")
        lines = desk.lines()
        names = next(line for line in lines if "Maya Okafor" in line)
        assert "Tom Brandt" in names
        column = names.index("Tom Brandt")
        role = next(line for line in lines if line.lstrip().startswith("≠ Role"))
        assert role.rstrip().endswith("secondary")
        assert abs(role.index("secondary") - column) <= 4
        assert any(line.lstrip().startswith("= Kind") for line in lines)
        assert "3 the same in all" in desk.drawn()
        # the headings stay
        await desk.press("pagedown", "pagedown")
        assert "Tom Brandt" in desk.drawn()
        assert not any("≠ Role" in line for line in desk.lines())
        await desk.press("end")
        # the notes on the canvases of each tool come last
        assert last in desk.drawn()
        await desk.press("home")
        assert any("≠ Role" in line for line in desk.lines())
        assert screen.persona_ids == ["maya-okafor", "tom-brandt"]
        await desk.press("escape")
        assert desk.screen.persona_id == "tom-brandt"
        assert desk.rail.list.has_focus
    assert contents(root) == before


async def test_with_nobody_marked_one_is_chosen_from_a_list(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        await desk.press("c")
        picking = desk.on(ChooseScreen)
        names = "\n".join(choice.title for choice in picking._choices)
        assert "Tom Brandt" in names
        assert "Maya" not in names
        await desk.press("escape")
        assert desk.screen.persona_id == "maya-okafor"
        await desk.press("c")
        await desk.type("nobody at all")
        await desk.press("enter")
        assert isinstance(desk.app.screen, ChooseScreen)
        await desk.press(*["backspace"] * 14)
        await desk.type("pri")
        await desk.press("enter")
        assert _shown(desk).persona_ids == ["maya-okafor", "priya-nair"]
        await desk.press("escape")
        # with one marked, the list begins with that one
        await desk.select("lorraine-fisk")
        await desk.press("space")
        await desk.select("maya-okafor")
        await desk.press("c", "enter")
        assert _shown(desk).persona_ids == ["maya-okafor", "lorraine-fisk"]


async def test_a_choice_that_comes_late_closes_nothing_else(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("c")
        picking = desk.on(ChooseScreen)
        for key in ("ctrl+p", "enter", "escape", "escape"):
            send_key(desk.app, key)
        picking.dismiss("priya-nair")
        await settled(desk.pilot)
        await desk.press("escape", "escape", "escape")
        assert desk.screen.persona_id == "maya-okafor"
        # twice in a row
        for keys in (("c", "enter", "enter", "escape", "escape"), ("c", "escape", "escape")):
            for key in keys:
                send_key(desk.app, key)
            await settled(desk.pilot)
        await desk.press("escape", "escape")
        assert isinstance(desk.app.screen, WorkbenchScreen)


async def test_only_what_differs(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await _compared(desk, "maya-okafor", "tom-brandt")
        assert "= Kind" in desk.drawn()
        await desk.press("d")
        assert "= Kind" not in desk.drawn()
        assert "≠ Role" in desk.drawn()
        assert "only differences" in desk.drawn()
        await desk.press("d")
        assert "= Kind" in desk.drawn()


async def test_personas_that_say_the_same_and_such_that_say_nothing(tmp_path: Path) -> None:
    files = {
        "personas/a.toml": 'name = "A"\nrole = "served"\n\n[[needs]]\ntext = "Quiet"\n',
        "personas/b.toml": 'name = "B"\nrole = "served"\n\n[[needs]]\ntext = "“quiet.”"\n',
        "personas/c.toml": "",
        "personas/d.toml": "schema = 1\n",
    }
    async with at_work(project(tmp_path, files), SMALL) as desk:
        await _compared(desk, "a", "b")
        assert "in both" in desk.drawn()
        await desk.press("d")
        assert "Nothing differs." in desk.drawn()
        await desk.press("j", "k", "enter", "pagedown", "end", "home", "l", "escape")
        await desk.press("space")
        await desk.select("a")
        await desk.press("space")
        await _compared(desk, "c", "d")
        assert "no statements yet" in desk.drawn()
        await desk.press("t")
        assert "None of these personas has a canvas." in desk.notices


async def test_columns_that_do_not_fit_are_scrolled_to(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        await _compared(desk, "maya-okafor", "tom-brandt", "priya-nair", "lorraine-fisk")
        grid = _grid(desk)
        assert list(grid.shown_columns) == [0, 1]
        assert "2 more ›" in desk.drawn()
        await desk.press("right", "l")
        assert list(grid.shown_columns) == [1, 2]
        assert "‹ 1  1 ›" in desk.drawn()
        await desk.press("right", "right")
        assert list(grid.shown_columns) == [2, 3]
        assert "‹ 2 more" in desk.drawn()
        await desk.press("left", "h", "left")
        assert list(grid.shown_columns) == [0, 1]
        await desk.resize(140, 40)
        assert list(grid.shown_columns) == [0, 1, 2, 3]
        assert "more" not in desk.lines()[3]
        for width, height in ((40, 12), (20, 5), (200, 60)):
            await desk.resize(width, height)
            assert len(desk.lines()) == height


async def test_enter_goes_to_the_statement(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await _compared(desk, "maya-okafor", "tom-brandt")
        _go_to(desk, "Find out whether the animal fits")
        await desk.press("right", "enter")
        assert desk.screen.persona_id == "tom-brandt"
        assert desk.card.current is not None
        assert desk.card.current.key == "persona/tom-brandt#jz74"
        assert desk.card.has_focus
        # a field has no row of its own: its persona is shown
        await desk.press("c")
        await desk.press("enter")
        assert desk.screen.persona_id == "maya-okafor"


async def test_enter_on_a_statement_without_an_id(tmp_path: Path) -> None:
    files = {
        "personas/a.toml": 'name = "A"\n',
        "personas/b.toml": 'name = "B"\n\n[[needs]]\ntext = "One"\n\n[[needs]]\ntext = "Two"\n',
    }
    async with at_work(project(tmp_path, files)) as desk:
        await _compared(desk, "a", "b")
        _go_to(desk, "Two")
        await desk.press("right", "enter")
        assert desk.screen.persona_id == "b"
        assert desk.card.current is not None
        assert desk.card.current.key == "persona/b:needs:1"


async def test_canvases_of_each_tool_in_turn(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        screen = await _compared(desk, "maya-okafor", "tom-brandt")
        await desk.press("t")
        assert screen.tool == "empathy_map"
        assert "Need to do" in desk.drawn()
        _go_to(desk, "Decide whether to lift")
        await desk.press("enter")
        assert desk.middle.tool_id == "empathy_map"
        assert "Decide whether to lift" in desk.told
        # it begins with the tool that is in front
        await desk.press("c")
        assert _shown(desk).tool == "empathy_map"
        while _shown(desk).tool != "jtbd":
            await desk.press("t")
        # a persona without that canvas is gone to all the same
        await desk.press("right", "enter")
        assert desk.screen.persona_id == "tom-brandt"
        assert desk.middle.tool_id == "jtbd"
        await desk.press("c")
        while _shown(desk).tool:
            await desk.press("t")
        assert "Role" in desk.drawn()


async def test_adding_replacing_and_removing_columns(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        screen = await _compared(desk, "maya-okafor", "tom-brandt")
        await desk.press("x")
        assert "least to compare" in desk.notices[-1]
        await desk.press("a")
        await desk.type("priya")
        await desk.press("enter")
        assert screen.persona_ids == ["maya-okafor", "tom-brandt", "priya-nair"]
        assert screen.grid.column == 2
        await desk.press("plus", "down", "enter")
        assert len(screen.persona_ids) == 4
        await desk.press("a")
        assert "at most" in desk.notices[-1]
        await desk.press("home", "left", "left", "left", "r")
        names = "\n".join(choice.title for choice in desk.on(ChooseScreen)._choices)
        assert len(names.splitlines()) == 1
        await desk.press("enter")
        assert "maya-okafor" not in screen.persona_ids
        assert screen.grid.column == 0
        kept = screen.persona_ids[2:]
        await desk.press("x", "x")
        assert screen.persona_ids == kept
        await desk.press("r", "escape")
        assert screen.persona_ids == kept


async def test_all_personas_are_there_already(tmp_path: Path) -> None:
    files = {"personas/a.toml": 'name = "A"\n', "personas/b.toml": 'name = "B"\n'}
    async with at_work(project(tmp_path, files)) as desk:
        await _compared(desk, "a", "b")
        await desk.press("a")
        assert "All personas of this project are here already." in desk.notices


async def test_nothing_to_compare_with(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {"personas/a.toml": 'name = "A"\n'})) as desk:
        await desk.press("c")
        assert "There is no other persona" in desk.notices[-1]
    async with at_work(project(tmp_path / "empty", {})) as desk:
        await desk.press("space", "c")
        assert "Choose a persona first." in desk.notices


async def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    files = {
        "personas/a.toml": 'name = "A"\n',
        "personas/b.toml": 'name = "B"\n',
        "personas/broken.toml": "name = ",
    }
    async with at_work(project(tmp_path, files)) as desk:
        await desk.select("broken")
        await desk.press("space")
        assert desk.rail.marked == ()
        assert "cannot be read" in desk.notices[-1]
        await desk.press("c")
        assert "Choose a persona first." in desk.notices
        await desk.select("a")
        await desk.press("c", "enter")
        assert _shown(desk).persona_ids == ["a", "b"]


async def test_a_persona_that_is_deleted_meanwhile(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        session = desk.session
        workbench = desk.screen
        await _compared(desk, "maya-okafor", "tom-brandt")
        (root / "personas" / "tom-brandt.toml").unlink()
        session.refresh()
        workbench.show_again()
        await settled(desk.pilot)
        # what is compared stays as it was
        assert "Tom Brandt" in desk.drawn()
        await desk.press("right", "enter")
        assert "no longer in the project" in desk.notices[-1]
        assert desk.rail.marked == ("maya-okafor",)
        # one that is picked from a list may go while it is open
        await desk.select("priya-nair")
        await desk.press("c")
        (root / "personas" / "priya-nair.toml").unlink()
        session.refresh()
        await desk.press("enter")
        assert "gone" in desk.notices[-1]


async def test_long_statements_wrap_and_can_be_read_to_their_end(tmp_path: Path) -> None:
    files = {
        "personas/a.toml": f'name = "{"Long name " * 20}"\n\n[[needs]]\ntext = "{LONG}THE END"\n',
        "personas/b.toml": 'name = "B"\n\n[[needs]]\ntext = "Short"\n\n[[needs]]\ntext = "Next"\n',
    }
    async with at_work(project(tmp_path, files), SMALL) as desk:
        await _compared(desk, "a", "b")
        grid = _grid(desk)
        _go_to(desk, "Short")
        for _ in range(40):
            if "THE END" in desk.drawn():
                break
            await desk.press("down")
        assert "THE END" in desk.drawn()
        assert grid._grid[grid.cursor].cells[1].text.endswith("Short")
        await desk.press("down")
        assert grid._grid[grid.cursor].cells[1].text.endswith("Next")
        await desk.press("up")
        for _ in range(40):
            if "○ Short" in desk.drawn():
                break
            await desk.press("up")
        assert "○ Short" in desk.drawn()


async def test_the_mouse_chooses_cells(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await _compared(desk, "maya-okafor", "tom-brandt")
        grid = _grid(desk)
        top = next(y for y, line in enumerate(desk.lines()) if "≠ Customer" in line) - grid.region.y
        await desk.pilot.click(ColumnGrid, offset=(110, top))
        await settled(desk.pilot)
        assert grid.column == 1
        assert grid._grid[grid.cursor].label.text.endswith("Customer")
        await desk.pilot.click(ColumnGrid, offset=(40, 0))
        assert grid.column == 0
        # a title and the space below the end are no cells
        await desk.pilot.click(ColumnGrid, offset=(40, 3))
        await desk.pilot.click(ColumnGrid, offset=(110, top), times=2)
        await settled(desk.pilot)
        assert desk.screen.persona_id == "tom-brandt"


async def test_hostile_text_is_shown_and_obeyed_by_nobody(hostile: Path) -> None:  # noqa: F811
    write(hostile, {"personas/other.toml": 'name = "Other"\n'})
    async with at_work(hostile, SMALL) as desk:
        await desk.select("other")
        await desk.press("c")
        assert raw_texts(desk) == []
        await desk.press("enter")
        for key in ("j", "end", "t", "t", "t", "d", "right", "home"):
            await desk.press(key)
            assert raw_texts(desk) == []
        assert isinstance(desk.app.screen, CompareScreen)
        assert "[red]x[/red]" in "".join(_shown(desk).comparison.names)
        await desk.press("a", "escape", "enter")


async def test_help_names_the_keys(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), (140, 60)) as desk:
        await _compared(desk, "maya-okafor", "tom-brandt")
        await desk.press("question_mark")
        for text in ("Show only what differs", "From the cards to each tool", "Put another persona into this column"):
            assert text in desk.drawn()


async def test_any_keys_in_any_order(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    chance = random.Random(7)
    keys = ["j", "k", "l", "h", "d", "t", "x", "a", "r", "enter", "escape", "c", "space", "pagedown", "end", "home"]
    async with at_work(root, SMALL) as desk:
        await _compared(desk, "maya-okafor", "tom-brandt")
        for _ in range(60):
            if isinstance(desk.app.screen, WorkbenchScreen):
                # where the same keys mean something else: d deletes there
                await desk.press("c")
            await desk.press(chance.choice(keys))
            assert desk.app.is_running
    assert contents(root) == before
