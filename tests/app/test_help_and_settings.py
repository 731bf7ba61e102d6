"""Help made of the live bindings, and what the person's settings change: keys and theme."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import personatui.app
import personatui.widgets
import personatui_jtbd.ui
from app.driving import SMALL, at_work, sample, told
from personatui.api.ui import RegionView
from personatui.app.find import FindScreen
from personatui.app.help import HelpScreen
from personatui.app.problems import ProblemsScreen
from personatui.app.start import StartScreen
from personatui.app.workbench import WorkbenchScreen
from personatui.store.settings import load_settings, settings_path
from personatui.widgets.rows import RowList


def _classes() -> set[type[DOMNode]]:
    """Every widget, screen and app of ours."""
    modules: list[ModuleType] = [importlib.import_module(RegionView.__module__)]
    for package in (personatui.app, personatui.widgets, personatui_jtbd.ui):
        names = (found.name for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."))
        modules += map(importlib.import_module, names)
    return {
        member
        for module in modules
        for member in vars(module).values()
        if isinstance(member, type) and issubclass(member, DOMNode) and member.__module__ == module.__name__
    }


def test_every_binding_has_an_id_of_its_own_and_says_what_it_does() -> None:
    owners: dict[str, type[DOMNode]] = {}
    for owner in sorted(_classes(), key=lambda found: found.__name__):
        for binding in owner.__dict__.get("BINDINGS", ()):
            assert isinstance(binding, Binding), f"{owner.__name__}: {binding}"
            assert binding.id, f"{owner.__name__}: {binding}"
            assert binding.description, f"{owner.__name__}: {binding}"
            assert binding.id not in owners, f"{binding.id} is in {owners[binding.id]} too"
            owners[binding.id] = owner
    assert len(owners) > 30


def _help_of(screen: HelpScreen) -> str:
    return told(screen.query_one(RowList))


async def test_help_lists_what_is_live(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        live = [
            active.binding
            for active in desk.screen.active_bindings.values()
            if active.binding.description and not active.binding.system
        ]
        await desk.press("question_mark")
        text = _help_of(desk.on(HelpScreen))
        for binding in live:
            assert (binding.tooltip or binding.description) in text
            assert desk.app.get_key_display(binding) in text
        assert "● a statement that rests on a source".replace(" ", "") in text.replace(" ", "")
        assert "Box to the left" not in text
        # it opens once, and every key of it closes it
        await desk.press("question_mark")
        assert len(desk.app.screen_stack) == 1
        for key in ("escape", "question_mark"):
            await desk.press("question_mark", "down", "pagedown", key)
            assert len(desk.app.screen_stack) == 1
        assert desk.app.is_running

        await desk.open_tab("empathy_map")
        desk.box("who").focus()
        await desk.press("question_mark")
        assert "Box to the left" in _help_of(desk.on(HelpScreen))
        await desk.press("escape", "r", "question_mark")
        text = _help_of(desk.on(HelpScreen))
        assert "Box to the left" not in text
        assert "Page down" in text


async def test_help_on_the_start_screen() -> None:
    async with at_work(None, SMALL) as desk:
        await desk.press("question_mark")
        text = _help_of(desk.on(HelpScreen))
        assert "Open" in text
        assert "Quit" in text
        assert "Analyse" not in text
        await desk.press("escape")
        desk.on(StartScreen)


def _settings(text: str) -> Path:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


async def test_a_keymap_of_ones_own(tmp_path: Path) -> None:
    _settings(
        '[keymap]\n"workbench.findings" = "f3,ctrl+f"\n"rows.down" = "n"\n"no.such" = "x"\n"workbench.find" = "s"\n'
    )
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("n")
        assert desk.screen.persona_id == "tom-brandt"
        await desk.press("j")
        assert desk.screen.persona_id == "tom-brandt"
        await desk.press("f")
        desk.on(WorkbenchScreen)
        await desk.press("f3")
        desk.on(ProblemsScreen)
        await desk.press("escape", "question_mark")
        text = _help_of(desk.on(HelpScreen))
        assert "f3" in text
        assert "/ " not in "\n".join(line for line in text.splitlines() if "Find" in line)
        await desk.press("escape", "s")
        desk.on(FindScreen)


async def test_the_theme_is_kept(tmp_path: Path) -> None:
    path = _settings('# mine\ntheme = "nord"\n')
    root = sample(tmp_path)
    async with at_work(root, SMALL) as desk:
        assert desk.app.theme == "nord"
        desk.app.theme = "textual-light"
        await desk.press("j")
        assert load_settings().theme == "textual-light"
        assert path.read_text().startswith("# mine\n")
        desk.app.theme = "nord"
        await desk.press("j")
        assert load_settings().theme == "nord"
        desk.app.theme = "gruvbox"
        await desk.press("j")
    async with at_work(root, SMALL) as desk:
        assert desk.app.theme == "gruvbox"


@pytest.mark.parametrize("text", ["theme = ", "theme = 3\nkeymap = 1\n", '[keymap]\n"workbench.find" = 5\n', "\x00"])
async def test_broken_settings_are_told_and_left(tmp_path: Path, text: str) -> None:
    path = _settings(text)
    async with at_work(sample(tmp_path), SMALL) as desk:
        assert any("settings.toml" in notice for notice in desk.notices)
        assert desk.app.theme == "textual-dark"
        await desk.press("n")
        assert desk.rail.filter.has_focus
        assert path.read_text() == text


async def test_a_theme_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    path = _settings("theme = ")
    async with at_work(sample(tmp_path), SMALL) as desk:
        seen = len(desk.notices)
        desk.app.theme = "nord"
        await desk.press("j")
        assert len(desk.notices) > seen
        assert desk.app.theme == "nord"
        assert path.read_text() == "theme = "


async def test_an_unknown_theme_is_no_obstacle(tmp_path: Path) -> None:
    _settings('theme = "no-such-theme"\n')
    async with at_work(sample(tmp_path), SMALL) as desk:
        assert desk.app.theme == "textual-dark"
