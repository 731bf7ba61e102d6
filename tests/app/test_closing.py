"""Screens that lie over another one close only themselves, however often and from wherever they are asked to."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from textual.command import CommandList
from textual.events import Click, Resize
from textual.screen import Screen

import personatui.app
from app.driving import Desk, at_work, sample, send_key, settled
from personatui.app.choosing import Choice, ChooseScreen
from personatui.app.closing import ClosingScreen
from personatui.app.creating import CreateScreen
from personatui.app.dialogs import AskScreen
from personatui.app.forms import FormScreen
from personatui.app.help import HelpScreen
from personatui.app.leaving import LeaveScreen
from personatui.app.palette import Palette
from personatui.app.problems import ProblemsScreen
from personatui.app.question import QuestionScreen
from personatui.app.start import StartScreen
from personatui.app.toolhelp import ToolHelpScreen
from personatui.app.work import ProjectScreen
from personatui.host.analysing import Outcome
from personatui.model.claims import Pain

Dialogs = Callable[[Desk], Screen[Any]]
DIALOGS: list[Dialogs] = [
    lambda desk: AskScreen("Ask", "What?", value="x"),
    lambda desk: ChooseScreen("Choose", [Choice("a", "A")]),
    lambda desk: CreateScreen(desk.session),
    lambda desk: FormScreen("Form", Pain, {}),
    lambda desk: HelpScreen(desk.app.screen),
    lambda desk: LeaveScreen(["a.toml"], ["trouble"], has_conflict=False),
    lambda desk: Palette(),
    lambda desk: ProblemsScreen(desk.screen),
    lambda desk: QuestionScreen("Sure?"),
    lambda desk: ToolHelpScreen("Help", "text"),
]


def _screens() -> list[type[Screen[Any]]]:
    found: list[type[Screen[Any]]] = []
    for module in pkgutil.iter_modules(personatui.app.__path__):
        name = f"personatui.app.{module.name}"
        members = vars(importlib.import_module(name)).values()
        kinds = [one for one in members if isinstance(one, type) and issubclass(one, Screen)]
        found += [one for one in kinds if one.__module__ == name]
    return found


def test_every_screen_over_another_closes_only_itself() -> None:
    """A project and the start screen lie over nothing."""
    over = [screen for screen in _screens() if not issubclass(screen, ProjectScreen | StartScreen)]
    over = [screen for screen in over if not issubclass(ProjectScreen, screen)]
    assert len(over) > 15
    assert [screen.__name__ for screen in over if not issubclass(screen, ClosingScreen)] == []


@pytest.mark.parametrize("make", DIALOGS)
async def test_closing_twice_and_from_behind(tmp_path: Path, make: Dialogs) -> None:
    async with at_work(sample(tmp_path)) as desk:
        below, answers = QuestionScreen("Below?"), list[object]()
        dialog = make(desk)
        desk.app.push_screen(below, answers.append)
        desk.app.push_screen(dialog)
        await settled(desk.pilot)
        below.dismiss(True)
        await settled(desk.pilot)
        assert desk.app.screen is dialog
        # two presses on their way to the same screen
        send_key(desk.app, "escape")
        send_key(desk.app, "escape")
        await settled(desk.pilot)
        dialog.dismiss(None)
        dialog.dismiss(None)
        await settled(desk.pilot)
        assert dialog not in desk.app.screen_stack
        assert answers in ([], [False])
        assert len(desk.app.screen_stack) == 2 - len(answers)


async def test_leaving_a_changed_form_asks_once(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        form = FormScreen("Form", Pain, {"text": "x"})
        desk.app.push_screen(form)
        await settled(desk.pilot)
        await desk.press("end", "y")
        form.action_cancel()
        form.action_cancel()
        await settled(desk.pilot)
        assert [type(screen) for screen in desk.app.screen_stack[1:]] == [FormScreen, QuestionScreen]
        await desk.press("y")
        assert len(desk.app.screen_stack) == 1


@pytest.mark.parametrize("keys", [("right_square_bracket",), ("right_square_bracket", "r"), ("v",), ("u",)])
async def test_leaving_a_project_while_something_is_to_follow(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("enter")
        for key in (*keys, "o"):
            send_key(desk.app, key)
        await settled(desk.pilot)
        desk.on(StartScreen)


async def test_what_workers_find_after_a_project_was_left(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        screen, outcome = desk.screen, desk.screen.findings
        assert outcome is not None
        reports = Outcome("maya-okafor", (), ())
        await desk.press("o")
        desk.app.call_later(screen.take_findings, outcome)
        desk.app.call_later(screen.take_reports, "maya-okafor", "swot", reports)
        desk.app.call_later(screen.show_outcome, reports, "")
        desk.app.call_later(screen.show_again)
        await settled(desk.pilot)
        desk.on(StartScreen)


async def test_the_palette_comes_again_before_the_one_before_is_gone(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        for _ in range(3):
            desk.app.action_command_palette()
            await settled(desk.pilot)
            desk.app.pop_screen()
        desk.app.action_command_palette()
        await settled(desk.pilot)
        desk.on(Palette)


class _Listening(ClosingScreen[None]):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def on_resize(self) -> None:
        self.heard.append("resize")


async def test_what_reaches_a_dialog_that_is_gone_does_nothing(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        dialog = _Listening()
        desk.app.push_screen(dialog)
        await settled(desk.pilot)
        was_there = dialog.is_there
        dialog.heard.clear()
        closed = dialog.dismiss()
        # as a change of the size has it on its way; a callback is called, since somebody may wait for it
        dialog.post_message(Resize(desk.app.size, desk.app.size))
        dialog.call_later(dialog.heard.append, "callback")
        await closed
        await settled(desk.pilot)
        assert (was_there, dialog.is_there) == (True, False)
        assert dialog.heard == ["callback"]


async def test_a_dialog_that_is_closed_before_it_was_made(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        form = FormScreen("A pain", Pain, {"text": "Late"})
        desk.app.push_screen(form)
        form.dismiss()
        await settled(desk.pilot)
        assert desk.app.screen is desk.screen


async def test_what_bubbles_through_a_dialog_that_is_gone_reaches_the_app(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("question_mark")
        closed = desk.app.screen.dismiss()
        # what follows it waits for the word of its end, which goes through the dialog
        send_key(desk.app, "j")
        send_key(desk.app, "j")
        await closed
        await settled(desk.pilot)
        assert desk.app._type_ahead.is_done


async def test_a_click_on_a_command_that_is_listed_no_more(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("ctrl+p")
        commands = desk.on(Palette).query_one(CommandList)
        for option in (commands.option_count, 10_000):
            style = Style(meta={"option": option})
            commands.post_message(Click(commands, 4, 1, 0, 0, 1, False, False, False, 4, 1, style))
        await settled(desk.pilot)
        desk.on(Palette)
