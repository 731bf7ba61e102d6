"""Themes and layout of the person's own, chosen, previewed, read again; wrong ones end nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.color import Color

from app.driving import SMALL, WIDE, Desk, at_work, on_screen, sample, settled
from personatui.app.app import WorkbenchApp
from personatui.app.palette import ThemePalette
from personatui.app.problems import ProblemsScreen
from personatui.app.themes import OUR_THEMES, theme_problems, user_themes
from personatui.store.settings import load_settings, settings_path, themes_folder


def settings(text: str) -> Path:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


MINE = '[themes.mine]\nprimary = "#336699"\nbackground = "#102030"\n[themes.mine.variables]\nborder = "teal 40%"\n'


async def test_a_theme_of_ones_own(tmp_path: Path) -> None:
    settings(f'theme = "mine"\n{MINE}')
    async with at_work(sample(tmp_path), SMALL) as desk:
        assert desk.app.theme == "mine"
        assert desk.screen.styles.background == Color.parse("#102030")
        assert desk.notices == []


async def test_a_theme_in_a_file_and_the_settings_hold_over_it(tmp_path: Path) -> None:
    settings('theme = "filed"\n')
    themes_folder().mkdir()
    (themes_folder() / "filed.toml").write_text('primary = "#336699"\nbackground = "#405060"\n')
    root = sample(tmp_path)
    async with at_work(root, SMALL) as desk:
        assert desk.screen.styles.background == Color.parse("#405060")
    settings('theme = "filed"\n[themes.filed]\nprimary = "#336699"\nbackground = "#010203"\n')
    async with at_work(root, SMALL) as desk:
        assert desk.screen.styles.background == Color.parse("#010203")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('primary = "no colour"', 'primary is "no colour"; it can be a colour'),
        ('primary = "ansi_blue"', 'primary is "ansi_blue"'),
        ('primary = "$accent"', 'primary is "$accent"'),
        ('primary = "auto"', 'primary is "auto"'),
        ('primary = "red"\naccent = "rd"', 'accent is "rd"'),
        ('primary = "red"\n[themes.mine.variables]\nbordr = "red"', "no variable bordr. Did you mean border?"),
        ('primary = "red"\n[themes.mine.variables]\nborder = "none } * {"', "border is"),
        ('primary = "red"\n[themes.mine.variables]\nborder = "red 4"', "border is"),
        ('primary = "red"\n[themes.mine.variables]\nblock-cursor-text-style = "shiny"', "block-cursor-text-style is"),
        ('primary = "red"\n[themes.mine.variables]\nlink-style = ""', "link-style is"),
    ],
)
async def test_a_wrong_theme_is_told_and_ends_nothing(tmp_path: Path, lines: str, told: str) -> None:
    settings(f'theme = "mine"\n[themes.mine]\n{lines}\n')
    async with at_work(sample(tmp_path), SMALL) as desk:
        assert any(told in notice for notice in desk.notices)
        assert desk.app.theme in ("mine", "textual-dark")
        await desk.press("j", "enter")
        assert desk.app.is_running


async def test_an_unknown_theme_is_told_with_the_nearest(tmp_path: Path) -> None:
    settings('theme = "grubox"\n')
    async with at_work(sample(tmp_path), SMALL) as desk:
        assert any("there is no theme grubox. Did you mean gruvbox?" in notice for notice in desk.notices)
        assert desk.app.theme == "textual-dark"
    assert len(theme_problems(load_settings())) == 1


def test_our_themes_can_be_read() -> None:
    assert {theme.name for theme in OUR_THEMES} == {"contrast-dark", "contrast-light"}
    for theme in OUR_THEMES:
        made = theme.to_color_system().generate()
        for name in ("foreground", "foreground-muted", "text-accent", "text-warning", "text-error", "primary"):
            assert _contrast(made[name], made["background"]) >= 7, (theme.name, name)
        assert _contrast(made["block-cursor-foreground"], made["block-cursor-background"]) >= 7


def _contrast(one: str, other: str) -> float:
    def luminance(text: str) -> float:
        red, green, blue = (
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in Color.parse(text).normalized
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["contrast-dark", "contrast-light", "ansi-dark", "ansi-light"])
async def test_every_kind_of_theme_draws_every_screen(tmp_path: Path, theme: str) -> None:
    settings(f'theme = "{theme}"\n')
    async with at_work(sample(tmp_path), WIDE, painted=True) as desk:
        assert desk.app.theme == theme
        await desk.press("right_square_bracket", "right_square_bracket", "r", "f", "question_mark", "escape", "o")
        assert desk.app.is_running
        assert desk.notices == []


# Choosing ----------------------------------------------------------------------------------------------------


async def _search(desk: Desk, text: str) -> None:
    await desk.type(text)
    await desk.pilot.pause(0.4)
    await settled(desk.pilot)


async def test_a_theme_is_shown_while_it_is_looked_for_and_kept_when_chosen(tmp_path: Path) -> None:
    path = settings(f"# mine\n{MINE}")
    root = sample(tmp_path)
    async with at_work(root, WIDE) as desk:
        desk.app.action_change_theme()
        await settled(desk.pilot)
        desk.on(ThemePalette)
        await _search(desk, "nord")
        assert desk.app.theme == "nord"
        assert load_settings().theme == ""
        await desk.press("enter")
        if isinstance(desk.app.screen, ThemePalette):
            await desk.press("enter")
        assert desk.app.theme == "nord"
        assert load_settings().theme == "nord"
        assert "# mine\n" in path.read_text()
        assert "[themes.mine]" in path.read_text()
    async with at_work(root, WIDE) as desk:
        assert desk.app.theme == "nord"


async def test_leaving_the_choice_brings_the_theme_back(tmp_path: Path) -> None:
    settings('theme = "gruvbox"\n')
    async with at_work(sample(tmp_path), WIDE) as desk:
        desk.app.action_change_theme()
        await settled(desk.pilot)
        # the first one is the present one
        assert desk.app.theme == "gruvbox"
        await _search(desk, "dracula")
        assert desk.app.theme == "dracula"
        await desk.press("escape")
        assert desk.app.theme == "gruvbox"
        assert load_settings().theme == "gruvbox"


async def test_a_theme_of_ones_own_can_be_chosen(tmp_path: Path) -> None:
    settings(MINE)
    async with at_work(sample(tmp_path), WIDE) as desk:
        desk.app.action_change_theme()
        await settled(desk.pilot)
        await _search(desk, "mine")
        assert desk.app.theme == "mine"
        assert {"contrast-dark", "contrast-light", "mine"} <= set(desk.app.available_themes)


# Layout ------------------------------------------------------------------------------------------------------


async def test_the_widths_are_the_persons(tmp_path: Path) -> None:
    settings('[layout]\nrail_width = 50\ninspector_width = "25%"\nnarrow = 100\n')
    async with at_work(sample(tmp_path), WIDE) as desk:
        assert desk.rail.size.width + 2 == 50
        assert desk.inspector.region.width == WIDE[0] // 4
        # a report is wide, and on a narrow screen the panels take turns
        await desk.press("r")
        assert desk.inspector.region.width > WIDE[0] * 0.4
        await desk.press("escape")
        await desk.resize(110, 30)
        assert desk.inspector.display
        await desk.resize(99, 30)
        assert desk.screen.panels.is_narrow
        assert desk.rail.region.width == 26


async def test_panels_are_folded_at_the_start_and_unfold(tmp_path: Path) -> None:
    settings('[layout]\nfolded = ["rail", "inspector"]\n')
    async with at_work(sample(tmp_path), WIDE) as desk:
        assert not on_screen(desk.rail)
        assert not on_screen(desk.inspector)
        assert desk.middle.region.width == WIDE[0]
        await desk.press("b", "i")
        assert on_screen(desk.rail)
        assert on_screen(desk.inspector)


# Editing -----------------------------------------------------------------------------------------------------


@contextmanager
def editor(monkeypatch: pytest.MonkeyPatch, edit: Callable[[Path], int]) -> Iterator[list[list[str]]]:
    """An editor that does that to the file, on a terminal that can be lent."""
    calls: list[list[str]] = []

    @contextmanager
    def suspend(self: WorkbenchApp) -> Iterator[None]:
        yield

    def run(command: list[str], *, check: bool) -> subprocess.CompletedProcess[str]:
        calls.append(command)
        return subprocess.CompletedProcess(command, edit(Path(command[-1])))

    monkeypatch.setattr(WorkbenchApp, "suspend", suspend)
    monkeypatch.setattr("subprocess.run", run)
    monkeypatch.setattr("shutil.which", lambda name: name)
    monkeypatch.setenv("VISUAL", "my-editor --wait")
    yield calls


async def test_settings_that_were_edited_hold_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def edit(path: Path) -> int:
        assert "# theme" in path.read_text()
        path.write_text(
            'theme = "nord"\nascii = true\nmouze = 1\n'
            '[keymap]\n"workbench.findings" = "f3"\n[layout]\nrail_width = 44\n'
        )
        return 0

    with editor(monkeypatch, edit) as calls:
        async with at_work(sample(tmp_path), WIDE, painted=True) as desk:
            desk.app.action_edit_settings()
            await settled(desk.pilot)
            assert calls == [["my-editor", "--wait", str(settings_path())]]
            assert desk.app.theme == "nord"
            assert desk.rail.region.width == 44
            assert desk.drawn().isascii()
            assert any("no setting mouze. Did you mean mouse?" in notice for notice in desk.notices)
            await desk.press("f3")
            desk.on(ProblemsScreen)
            await desk.press("escape")
            # and what is taken out again holds no longer
            settings("")
            monkeypatch.setattr("subprocess.run", lambda *_, **__: subprocess.CompletedProcess([], 0))
            desk.app.action_edit_settings()
            await settled(desk.pilot)
            assert desk.app.theme == "textual-dark"
            assert not desk.drawn().isascii()
            await desk.press("f")
            desk.on(ProblemsScreen)
            assert settings_path().read_text() == ""


async def test_an_editor_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(path: Path) -> int:
        raise FileNotFoundError(2, "No such file or directory")

    root = sample(tmp_path)
    for edit, told in ((lambda path: 3, "ended with the code 3"), (missing, "cannot be started")):
        with editor(monkeypatch, edit):
            async with at_work(root, SMALL) as desk:
                desk.app.action_edit_settings()
                await settled(desk.pilot)
                assert any(told in notice for notice in desk.notices)


async def test_without_an_editor_the_person_is_told_where_the_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", "")
    async with at_work(sample(tmp_path), SMALL) as desk:
        monkeypatch.setenv("PATH", str(tmp_path))
        desk.app.action_edit_settings()
        await settled(desk.pilot)
        assert any(str(settings_path()) in notice and "$EDITOR" in notice for notice in desk.notices)
        (tmp_path / "vi").write_text("#!/bin/sh\n")
        (tmp_path / "vi").chmod(0o700)
        monkeypatch.setenv("EDITOR", "vi")
        # this terminal is none
        desk.app.action_edit_settings()
        await settled(desk.pilot)
        assert any("cannot be lent" in notice for notice in desk.notices)


def test_the_users_themes_come_with_what_is_wrong_with_them() -> None:
    settings(f'{MINE}[themes.bad]\nprimary = "x"\n')
    found = user_themes(load_settings())
    assert [theme.name for theme in found.themes] == ["mine"]
    assert len(found.problems) == 2
