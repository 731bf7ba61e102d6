"""Presenting a persona: page by page, at any size, with nothing that could be changed or touches an edge."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual.events import MouseDown, MouseEvent, MouseMove, MouseScrollDown
from textual.widgets import TextArea

from app.driving import SMALL, WIDE, Desk, at_work, contents, project, raw_texts, sample, send_key, settled, write
from app.test_hostile_text import hostile  # noqa: F401 - a fixture
from app.test_tools_that_fail import faulty_tools  # noqa: F401 - a fixture
from personatui.api.ui import RegionView
from personatui.app.pages import CANVAS, best_quote, card_blocks, has_content
from personatui.app.present import PresentScreen
from personatui.app.workbench import WorkbenchScreen
from personatui.model.canvas import Canvas
from personatui.model.claims import Quote
from personatui.model.persona import Persona
from personatui.model.project import Project
from personatui.model.source import Source
from personatui.widgets.rows import RowList

SIZES = [(80, 24), (140, 40), (200, 60), (40, 12)]
LONG = "It goes on and on about what somebody wants. " * 30


def _screen(desk: Desk) -> PresentScreen:
    return desk.on(PresentScreen)


def _page(desk: Desk) -> str:
    screen = _screen(desk)
    return f"{screen.index + 1}/{len(screen.pages)}"


@pytest.mark.parametrize("size", SIZES)
async def test_every_page_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root, size) as desk:
        held = [tool for tool in desk.session.tools if desk.session.project.canvas(tool, "maya-okafor") is not None]
        await desk.press("P")
        screen = _screen(desk)
        kinds = [page.kind for page in screen.pages]
        assert kinds[:3] == ["title", "card", "canvas"]
        assert kinds.count("canvas") == len(held) > 1
        assert "chart" in kinds
        for number in range(len(screen.pages)):
            assert screen.index == number
            lines = desk.lines()
            assert len(lines) == size[1]
            # margins: nothing touches an edge, and there is no chrome
            assert not lines[0].strip()
            assert all(not line[:3].strip() for line in lines)
            assert all(len(line) <= size[0] - 1 or not line[-1:].strip() for line in lines)
            assert "palette" not in desk.drawn()
            assert _page(desk) in desk.drawn()
            if screen.page.kind in ("card", CANVAS):
                assert "○ assumption" in desk.drawn()
            await desk.press("right")
        await desk.press("escape")
        assert desk.screen.persona_id == "maya-okafor"
    assert contents(root) == before


async def test_the_title_says_who_it_is(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("P")
        drawn = desk.drawn()
        for text in ("Maya Okafor", "primary · b2c", "Urban renters", "opening hours", "● said", "37 of 53 statements"):
            assert text in drawn
        name = next(line for line in desk.lines() if "Maya Okafor" in line)
        assert abs(name.index("Maya") - (WIDE[0] - name.index("Maya") - len("Maya Okafor"))) <= 2
        await desk.press("right")
        for text in ("Goals", "Needs", "Challenges and pains", "Quotes", "○ Be the parent who says yes"):
            assert text in desk.drawn()


async def test_keys_turn_the_pages(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        await desk.press("P")
        screen = _screen(desk)
        visited = []
        keys = ("right", "space", "pagedown", "left", "pageup", "end", "right", "home", "left", "3", "9", "1", "l", "h")
        for key in keys:
            await desk.press(key)
            visited.append(screen.index)
        last = len(screen.pages) - 1
        assert visited == [1, 2, 3, 2, 1, last, last, 0, 0, 2, 8, 0, 1, 1]


async def test_a_digit_without_a_page(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {"personas/a.toml": 'name = "A"\n'})) as desk:
        await desk.press("P", "9")
        assert _page(desk) == "1/1"
        assert "says nothing about goals" in desk.drawn()


async def test_the_number_of_the_page_can_be_hidden(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        await desk.press("P")
        assert _page(desk) in desk.drawn()
        await desk.press("h")
        assert _page(desk) not in desk.drawn()
        await desk.press("right")
        assert _page(desk) not in desk.drawn()
        assert "○ assumption" in desk.drawn()
        await desk.press("h")
        assert _page(desk) in desk.drawn()


async def test_the_mouse_turns_the_pages(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("P")
        screen = _screen(desk)
        for x, expected in ((100, 1), (100, 2), (120, 3), (20, 2), (20, 1), (10, 0), (10, 0)):
            await desk.pilot.click(offset=(x, 18))
            await settled(desk.pilot)
            assert screen.index == expected
        # a click into a box neither selects a note nor takes the keys
        await desk.press("3")
        await desk.pilot.click(offset=(100, 10))
        await desk.press("left")
        assert screen.index == 2
        assert desk.app.focused is None
        assert all(rows.cursor == -1 for rows in screen.query(RowList))


async def test_the_personas_of_the_rail_in_its_order(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("P")
        screen = _screen(desk)
        visited = []
        for key in ("p", "n", "n", "n", "n", "n", "p"):
            await desk.press("right", key)
            visited.append((screen.persona_id.partition("-")[0], screen.index == 0))
        assert [name for name, _ in visited] == [
            "maya",
            "tom",
            "priya",
            "lorraine",
            "collector",
            "collector",
            "lorraine",
        ]
        assert [is_first for _, is_first in visited] == [False, True, True, True, True, False, True]
        await desk.press("escape")
        # it ends where it began
        assert desk.screen.persona_id == "maya-okafor"


async def test_many_keys_at_once_show_the_last_page(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("P")
        for key in ("right", "right", "right", "right", "left", "n", "right", "right"):
            send_key(desk.app, key)
        await settled(desk.pilot)
        screen = _screen(desk)
        assert (screen.persona_id, screen.page.id) == ("tom-brandt", "canvas empathy_map")
        assert len(screen.query(RegionView)) == 1
        assert screen.query_one(RegionView).context.persona_id == "tom-brandt"


async def test_a_page_that_is_longer_than_the_screen_scrolls(tmp_path: Path) -> None:
    goals = "".join(f'\n[[goals]]\ntext = "Goal {number}: {LONG}"\n' for number in range(12))
    root = project(tmp_path, {"personas/a.toml": f'name = "A"\nsummary = "{LONG}"\n{goals}[[goals]]\ntext = "LAST"\n'})
    async with at_work(root, SMALL) as desk:
        await desk.press("P", "right")
        assert "Goal 0" in desk.drawn()
        for _ in range(400):
            if "LAST" in desk.drawn():
                break
            await desk.press("down")
        assert "○ LAST" in desk.drawn()


async def test_nothing_can_be_presented(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {"personas/broken.toml": "name = "})) as desk:
        await desk.press("P")
        assert isinstance(desk.app.screen, WorkbenchScreen)
        assert "Choose a persona first." in desk.notices
    async with at_work(project(tmp_path / "empty", {})) as desk:
        await desk.press("P")
        assert "Choose a persona first." in desk.notices


async def test_a_broken_file_is_passed_over(tmp_path: Path) -> None:
    files = {"personas/a.toml": 'name = "A"\n', "personas/broken.toml": "name = ", "personas/z.toml": 'name = "Z"\n'}
    async with at_work(project(tmp_path, files)) as desk:
        await desk.select("a")
        await desk.press("P", "n")
        assert _screen(desk).persona_id == "z"
        await desk.press("n", "n")
        assert _screen(desk).persona_id == "z"


async def test_a_persona_that_is_deleted_meanwhile(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        session, workbench = desk.session, desk.screen
        await desk.press("P", "right")
        for name in ("maya-okafor", "tom-brandt"):
            (root / "personas" / f"{name}.toml").unlink()
        session.refresh()
        workbench.show_again()
        await settled(desk.pilot)
        # what is presented stays as it was
        await desk.press("right", "n", "right", "p", "end", "escape")
        assert desk.screen is workbench
        await desk.press("j")
        assert desk.screen.persona_id in session.project.personas


async def test_hostile_text(hostile: Path) -> None:  # noqa: F811
    write(hostile, {"personas/zz.toml": f'name = "Last"\nsummary = "{LONG}"\n'})
    async with at_work(hostile, SMALL) as desk:
        await desk.select("nasty")
        await desk.press("P")
        screen = _screen(desk)
        for _ in range(len(screen.pages) + 1):
            assert raw_texts(desk) == []
            assert desk.app.screen is screen
            await desk.press("right")
        assert "[red]x[/red]" in desk.drawn()


async def test_a_faulty_tool_becomes_a_page_that_says_so(tmp_path: Path, faulty_tools: None) -> None:  # noqa: F811
    tools = ("no_module", "no_screen", "no_compose", "no_widget", "no_refresh", "not_a_view", "sound", "plain")
    files = {"personas/a.toml": 'name = "A"\n', "personas/b.toml": 'name = "B"\n'}
    files |= {f"canvases/{tool}/{name}.toml": '[[notes]]\ntext = "x"\n' for tool in tools for name in ("a", "b")}
    async with at_work(project(tmp_path, files)) as desk:
        await desk.select("b")
        await desk.press("P")
        screen = _screen(desk)
        told = {}
        for _ in screen.pages:
            told[screen.page.tool_id or screen.page.id] = desk.drawn()
            assert raw_texts(desk) == []
            await desk.press("right")
        assert set(told) >= set(tools)
        for tool in tools[:-2]:
            assert f"{tool} failed at {tool} screen" in told[tool], tool
        assert "half of it" not in told["no_compose"]
        assert "sound as a bell" in told["sound"]
        assert "no canvas to show" in " ".join(told["plain"].split())
        # an analysis at fault has a page at the end
        assert "ZeroDivisionError" in told["fault 0"]
        await desk.press("p", "end", "home", "escape")
        assert desk.app.is_running


async def test_help_and_light_and_any_keys(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    chance = random.Random(3)
    keys = ["right", "left", "n", "p", "h", "j", "k", "end", "home", "2", "5", "space", "enter", "a", "d", "e", "u"]
    async with at_work(root, (140, 60)) as desk:
        desk.app.theme = "textual-light"
        await desk.press("P", "question_mark")
        for text in ("Next page", "Go to that page", "Next persona", "Show or hide the number"):
            assert text in desk.drawn()
        await desk.press("escape")
        for number in range(40):
            await desk.press(chance.choice(keys))
            if number % 10 == 0:
                await desk.resize(*chance.choice(SIZES))
            assert isinstance(desk.app.screen, PresentScreen)
        await desk.press("escape")
    assert contents(root) == before


def test_the_best_quote_was_said_and_is_supported() -> None:
    backed = Project(sources={"s": Source(kind="interview", participants=1)})
    made = Quote(text="made up", sources=("s",))
    said = Quote(text="said", kind="verbatim")
    proven = Quote(text="proven", kind="verbatim", sources=("s",))
    assert best_quote(Persona(quotes=(made, said, proven)), backed) is proven
    assert best_quote(Persona(quotes=(made, said)), backed) is said
    assert best_quote(Persona(quotes=(Quote(text=" "),)), backed) is None


def test_blocks_and_content() -> None:
    quotes = (Quote(text="x"),)
    assert [name for name, _ in card_blocks(Persona(quotes=quotes, background=quotes, traits=()))] == [
        "quotes",
        "background",
    ]
    assert card_blocks(Persona()) == []
    assert not has_content(Canvas(title="Named", personas=("a",)))
    assert has_content(Canvas.model_validate({"boxes": [{"text": "x"}]}))


@pytest.mark.parametrize("kind", [MouseDown, MouseMove, MouseScrollDown])
async def test_the_mouse_on_a_page_that_is_just_going(tmp_path: Path, kind: type[MouseEvent]) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("P")
        stage = desk.on(PresentScreen).query_one("#present-stage")
        area = TextArea("Going")
        await stage.mount(area)
        await settled(desk.pilot)
        x, y = area.content_region.offset
        await area.remove()
        # it is gone, and still to be seen until the screen is laid out anew
        await desk.app.on_event(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await settled(desk.pilot)
        desk.on(PresentScreen)
