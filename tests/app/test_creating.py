"""Something new in an open project: a persona, segment or source, by keyboard and by mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from app.driving import SMALL, WIDE, Desk, at_work, contents, on_screen, project, sample, settled, told
from personatui.app.creating import CreateScreen
from personatui.widgets.rows import RowList


def _said(desk: Desk) -> str:
    return str(desk.on(CreateScreen).query_one(".create--told", Static).content)


async def test_the_empty_project_says_the_key_that_makes_its_first_persona(tmp_path: Path) -> None:
    root = project(tmp_path, {})
    async with at_work(root, SMALL) as desk:
        assert "N  make one from a template" in desk.message
        await desk.press("N")
        await desk.type("Ada Byron")
        assert "personas/ada-byron.toml" in _said(desk)
        await desk.press("enter")
        assert list(desk.session.project.personas) == ["ada-byron"]
        assert desk.screen.persona_id == "ada-byron"
        assert desk.middle.border_title is not None
        assert "Ada Byron" in str(desk.middle.border_title)
        text = (root / "personas" / "ada-byron.toml").read_text(encoding="utf-8")
        assert "# [[goals]]" in text
        assert "says nothing about goals" in told(desk.card)
        await desk.press("u")
        assert desk.session.project.personas == {}
        assert not (root / "personas" / "ada-byron.toml").exists()
        assert "This project has no personas yet." in desk.message


async def test_a_taken_name_is_numbered_and_the_new_persona_is_selected(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), WIDE) as desk:
        await desk.select("tom-brandt")
        await desk.press("N")
        await desk.type("Maya Okafor")
        assert "Makes personas/maya-okafor-2.toml; there is a persona maya-okafor already" in _said(desk)
        # arrows choose what it is made from while the name is typed; the segment is that of the persona in front
        await desk.press("down", "down")
        segments = desk.on(CreateScreen).query_one("#segments", RowList)
        assert segments.current is not None
        assert segments.current.key == "segment:urban-renters"
        await desk.press("enter")
        made = desk.session.project.personas["maya-okafor-2"]
        assert (made.name, made.role, made.segment) == ("Maya Okafor", "negative", "urban-renters")
        assert desk.screen.persona_id == "maya-okafor-2"
        assert desk.rail.list.current is not None
        assert desk.rail.list.current.key == "maya-okafor-2"
        assert desk.session.project.personas["maya-okafor"].role == "primary"


async def test_a_name_that_a_broken_file_has_is_taken(tmp_path: Path) -> None:
    root = project(tmp_path, {"personas/a.toml": 'name = "A"\n', "personas/ada.toml": "name = \n"})
    async with at_work(root) as desk:
        await desk.press("N")
        await desk.type("Ada")
        await desk.press("enter")
        assert "ada-2" in desk.session.project.personas
        assert (root / "personas" / "ada.toml").read_text() == "name = \n"


async def test_without_a_name_nothing_is_made(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root, SMALL) as desk:
        await desk.press("N", "enter")
        assert "Type a name first" in _said(desk)
        await desk.type("   ")
        await desk.press("enter")
        desk.on(CreateScreen)
        await desk.press("escape")
        assert desk.screen.persona_id == "maya-okafor"
    assert contents(root) == before


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_segments_and_sources(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(sample(tmp_path), size) as desk:
        for what, name in (("segment:", "Night owls"), ("source:survey", "Booking survey")):
            await desk.press("N")
            screen = desk.on(CreateScreen)
            assert screen.query_one("#templates", RowList).move_to(what)
            await settled(desk.pilot)
            assert not screen.query_one("#segments").display
            await desk.type(name)
            await desk.press("enter")
            # what was made is in front, among its like
            assert str(desk.middle.border_title) == name
            assert on_screen(desk.middle)
            assert str(desk.rail.border_title) == f"{what.partition(':')[0].capitalize()}s"
            assert desk.rail.list.current is not None
            assert desk.rail.list.current.text.strip().endswith(name)
        assert desk.session.project.segments["night-owls"].name == "Night owls"
        assert desk.session.project.sources["booking-survey"].kind == "survey"
        await desk.press("u")
        assert "booking-survey" not in desk.session.project.sources
        assert str(desk.middle.border_title) != "Booking survey"
        # the persona that was in front is so again
        await desk.press("v")
        assert str(desk.middle.border_title) == "Maya Okafor"


async def test_a_persona_made_among_the_sources(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("v", "v")
        assert str(desk.rail.border_title) == "Sources"
        await desk.press("N")
        await desk.type("Ada")
        await desk.press("enter")
        assert str(desk.middle.border_title) == "Ada"
        assert str(desk.rail.border_title) == "Personas"
        await desk.press("u")
        assert "ada" not in desk.session.project.personas


async def test_by_mouse(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), WIDE) as desk:
        await desk.press("N")
        await desk.type("Ada")
        for words in ("Proto-persona", "Event planners"):
            lines = desk.lines()
            line = next(number for number, text in enumerate(lines) if words in text and "│ │" in text)
            assert await desk.pilot.click(offset=(lines[line].rindex(words) + 1, line))
            await settled(desk.pilot)
        assert desk.app.focused is desk.on(CreateScreen).query_one(Input)
        lines = desk.lines()
        line = next(number for number, text in enumerate(lines) if "Make it " in text and "Next field" in text)
        assert await desk.pilot.click(offset=(lines[line].index("Make it"), line))
        await settled(desk.pilot)
        made = desk.session.project.personas["ada"]
        assert made.segment == "event-planners"
        assert "# A proto-persona" in (desk.session.root / "personas" / "ada.toml").read_text(encoding="utf-8")


async def test_all_of_the_dialog_is_there_on_a_small_screen(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        await desk.press("N")
        drawn = desk.drawn()
        assert "Make it from" in drawn
        assert "Cancel" in drawn
        await desk.press("tab", "end")
        assert "Workshop" in desk.drawn()
