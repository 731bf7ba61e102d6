"""Any size of terminal, and terminals without colour."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual.command import CommandPalette

from app.driving import SMALL, at_work, contents, on_screen, sample, send_key, settled
from personatui.api.ui import ChartView
from personatui.app.find import FindScreen
from personatui.app.question import QuestionScreen
from personatui.app.workbench import WorkbenchScreen

SIZES = [(40, 12), (200, 60), (20, 5), (118, 24), (117, 24)]


async def test_every_size_while_it_is_open(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), (80, 24)) as desk:
        for keys in ((), ("right_square_bracket",), ("right_square_bracket", "r")):
            await desk.press(*keys)
            for width, height in SIZES:
                await desk.resize(width, height)
                lines = desk.lines()
                assert len(lines) == height
                assert {len(line) for line in lines} <= set(range(width + 1))
                assert desk.screen.panels.is_narrow == (width < 118)


async def test_the_keys_work_on_a_tiny_screen(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), (40, 12)) as desk:
        await desk.press("j", "enter", "j", "i")
        assert on_screen(desk.inspector)
        await desk.press("escape", "right_square_bracket", "r", "pagedown", "escape", "f", "escape")
        await desk.press("n", *"priya", "enter", "enter")
        assert desk.screen.persona_id == "priya-nair"
        assert desk.app.focused is not None


async def test_without_colour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_work(sample(tmp_path), (140, 40)) as desk:
        await desk.open_tab("jtbd")
        chart = desk.middle.query_one(ChartView)
        assert not any(span.style for span in chart.render().spans)
        colours = {
            segment.style.color.triplet
            for strip in desk.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.color is not None and segment.style.color.triplet is not None
        }
        await desk.open_tab("")
        # marks tell a supported statement from an assumption, not colours alone
        assert "●" in desk.drawn()
        assert desk.app.no_color or colours
        filtered = [line_filter for line_filter in desk.app._filters if type(line_filter).__name__ == "Monochrome"]
        assert filtered


# Everything that is bound but what leaves the program, opens dialogs over the file system, or types text.
KEYS = [
    "j",
    "k",
    "up",
    "down",
    "left",
    "right",
    "h",
    "l",
    "g",
    "G",
    "home",
    "end",
    "pageup",
    "pagedown",
    "ctrl+d",
    "ctrl+u",
    "enter",
    "escape",
    "tab",
    "shift+tab",
    "r",
    "f",
    "i",
    "b",
    "z",
    "u",
    "ctrl+r",
    "f5",
    "left_square_bracket",
    "right_square_bracket",
    "question_mark",
    "slash",
    "ctrl+p",
    "a",
    "n",
    "c",
    "P",
    "1",
    "space",
    "backspace",
]


async def test_what_random_keys_did_is_undone_to_the_byte(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    chance = random.Random(2)
    async with at_work(root, SMALL, painted=True) as desk:
        for number in range(300):
            key = chance.choice(KEYS)
            if key == "enter" and isinstance(desk.app.screen, CommandPalette | FindScreen):
                # it may well change a file there
                key = "escape"
            send_key(desk.app, key)
            if number % 5 == 0:
                await desk.pilot.pause(0)
            if number % 100 == 0 or key == "ctrl+p":
                await settled(desk.pilot)
        await settled(desk.pilot)
        assert desk.app.is_running
        while not isinstance(desk.app.screen, WorkbenchScreen):
            # out of what was opened last; a form that was changed asks first
            await desk.press("y" if isinstance(desk.app.screen, QuestionScreen) else "escape")
        for reference, file in desk.session.loaded.files.items():
            assert not file.problems, (reference, file.problems)
        while desk.session.undo_label:
            desk.session.undo()
        assert not desk.session.save().failures
    assert contents(root) == before
