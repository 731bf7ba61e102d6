"""The person's own keys: where they hold, how they are shown, and what is told of wrong ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input, Static

from app.driving import SMALL, WIDE, Desk, at_work, project, sample, settled, told
from personatui.api import Canvas, Tool
from personatui.api.ui import ToolContext
from personatui.app.app import WorkbenchApp
from personatui.app.bindings import (
    KnownBinding,
    clashes,
    is_key,
    key_text,
    keymap_problems,
    known_bindings,
    textual_keymap,
)
from personatui.app.find import FindScreen, open_find
from personatui.app.help import HelpScreen, SearchLine, binding_groups
from personatui.app.keybar import KeyBar
from personatui.app.palette import WorkbenchCommands, binding_commands
from personatui.app.problems import ProblemsScreen
from personatui.app.settings import reload_settings
from personatui.app.start import StartScreen
from personatui.app.views import PlainView
from personatui.store.settings import settings_path
from personatui.widgets.editor import NoteEditor
from personatui.widgets.rows import RowList

KNOWN = known_bindings()


def settings(text: str) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def problems(keymap: dict[str, str], plugins: tuple[str, ...] = ()) -> list[str]:
    return keymap_problems(keymap, KNOWN, "settings.toml", plugins)


def shown_keys(desk: Desk) -> dict[str, str]:
    """What the line at the bottom says: keys by what they do."""
    return {key.binding.description: key.key for key in desk.app.screen.query_one(KeyBar).shown}


def help_text(desk: Desk) -> str:
    return told(desk.on(HelpScreen).query_one(RowList))


# What is told ------------------------------------------------------------------------------------------------


def test_every_binding_is_found_by_its_id() -> None:
    ids = {binding.id for binding in KNOWN}
    assert {"app.help", "app.jump", "app.commands", "workbench.find", "rows.down", "start.choose", "ask.cancel"} <= ids
    assert all(binding.text and binding.keys for binding in KNOWN)


@pytest.mark.parametrize(
    ("keymap", "expected"),
    [
        ({"workbench.findngs": "f2"}, "no binding is called workbench.findngs. Did you mean workbench.findings?"),
        ({"no.such": "f2"}, "no binding is called no.such."),
        ({"workbench.find": "contrl+f"}, "there is no key contrl+f. Did you mean ctrl+f?"),
        ({"workbench.find": "f2,pgdwn"}, "there is no key pgdwn. Did you mean pagedown?"),
        (
            {"workbench.find": "r"},
            "the key r is bound twice: workbench.find (Find anything and go there) has it, and workbench.analyse",
        ),
        ({"rows.down": "k"}, "the key k is bound twice: rows.down (Down) has it, and rows.up (Up)"),
        (
            {"workbench.find": "question_mark"},
            "workbench.find (Find anything and go there) has it, and app.help (Help) does not get it.",
        ),
    ],
)
def test_a_wrong_keymap_is_told(keymap: dict[str, str], expected: str) -> None:
    (problem,) = problems(keymap)
    assert problem.startswith("settings.toml: ")
    assert expected in problem


@pytest.mark.parametrize(
    "keymap",
    [
        {},
        {"workbench.find": "s"},
        {"workbench.find": ""},
        {"workbench.find": "r", "workbench.analyse": "slash"},
        # what a list of another kind does with that key, it does as before
        {"rows.down": "down,n,ctrl+n"},
        {"help.close": "q"},
    ],
)
def test_a_sound_keymap_is_told_nothing_about(keymap: dict[str, str]) -> None:
    assert problems(keymap) == []


def test_what_a_plugin_calls_its_bindings_is_its_own_affair() -> None:
    assert problems({"kano.rate": "f9"}, ("kano",)) == []
    assert len(problems({"workbench.rate": "f9"}, ("workbench",))) == 1


@pytest.mark.parametrize(
    "key", ["a", "G", "?", "f2", "ctrl+f", "shift+tab", "alt+enter", "question_mark", "é", "comma"]
)
def test_keys_that_a_terminal_can_send(key: str) -> None:
    assert is_key(key)


@pytest.mark.parametrize("key", ["", "ctrl", "ctrl+", "cmd+f", "f99x", "enterr", "two words"])
def test_keys_that_there_are_not(key: str) -> None:
    assert not is_key(key)


def test_keys_are_written_as_people_write_them() -> None:
    assert [key_text(key) for key in ("question_mark", "ctrl+f", "up", "enter", "left_square_bracket", "G")] == [
        "?", "ctrl+f", "↑", "enter", "[", "G",
    ]  # fmt: skip


def test_nearer_to_the_focus_wins() -> None:
    class Outer(Screen[None]):
        pass

    chain: list[type[DOMNode]] = [RowList, Outer, WorkbenchApp]
    (clash,) = clashes(chain, {"app.help": "j"}, KNOWN)
    assert (clash.key, clash.winner.id, clash.loser.id) == ("j", "rows.down", "app.help")
    (clash,) = clashes(chain, {"rows.down": "question_mark"}, KNOWN)
    assert (clash.winner.id, clash.loser.id) == ("rows.down", "app.help")
    assert list(clashes(chain, {}, KNOWN)) == []


def test_textual_gets_no_key_that_it_would_not_know_and_no_empty_one() -> None:
    keymap = textual_keymap({"a.b": "f2,nokey", "a.c": "", "a.d": "nokey"})
    assert keymap["a.b"] == "f2"
    assert "a.d" not in keymap
    assert keymap["a.c"]


# Where it holds ----------------------------------------------------------------------------------------------


async def test_keys_of_ones_own_are_shown_everywhere(tmp_path: Path) -> None:
    settings('[keymap]\n"workbench.findings" = "f3"\n"workbench.zoom" = ""\n"app.help" = "f1,ctrl+g"\n')
    async with at_work(sample(tmp_path)) as desk:
        keys = shown_keys(desk)
        assert keys["Findings"] == "f3"
        assert keys["Help"] == "f1"
        assert "Zoom" not in keys
        await desk.press("z")
        assert not desk.screen.panels.is_zoomed
        offers = {offer.title: offer.keys for offer in binding_commands(desk.screen)}
        assert offers["Findings"] == ("f3",)
        # without a key it can still be done
        assert offers["Zoom"] == ()
        hits = [str(hit.prompt) async for hit in WorkbenchCommands(desk.screen).search("findings")]
        assert "Findings  f3" in hits
        await desk.press("f1")
        text = help_text(desk)
        assert "f3" in text
        assert "f1 ctrl+g" in text
        assert "Give the Inspector the whole screen" not in text
        assert desk.notices == []


async def test_a_wrong_keymap_is_told_once_the_screen_is_there(tmp_path: Path) -> None:
    settings('[keymap]\n"workbench.findngs" = "f2"\n"workbench.find" = "contrl+f"\n')
    async with at_work(sample(tmp_path)) as desk:
        text = "\n".join(desk.notices)
        assert "Did you mean workbench.findings?" in text
        assert "Did you mean ctrl+f?" in text
        # what cannot be pressed leaves the key that it had
        await desk.press("slash")
        desk.on(FindScreen)


async def test_a_key_that_two_want_on_a_screen_is_told_when_they_meet(tmp_path: Path) -> None:
    settings('[keymap]\n"workbench.findings" = "j"\n')
    async with at_work(sample(tmp_path)) as desk:
        (notice,) = desk.notices
        assert "the key j is bound twice: rows.down (Down) has it, and workbench.findings" in notice
        await desk.press("j")
        assert desk.screen.persona_id == "tom-brandt"
        await desk.press("enter", "tab", "escape")
        assert len(desk.notices) == 1


# The line at the bottom --------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [140, 100, 80, 60, 40, 24])
async def test_the_line_of_keys_cuts_no_word_and_keeps_help_and_commands(tmp_path: Path, width: int) -> None:
    async with at_work(sample(tmp_path), (width, 24), painted=True) as desk:
        line = desk.lines()[-1].rstrip()
        assert len(line) <= width
        shown = list(shown_keys(desk).items())
        assert " ".join(f"{key} {text}" for text, key in shown) == line.strip()
        if width >= 40:
            assert [text for text, _ in shown[-2:]] == ["Help", "Commands"]


async def test_the_line_of_keys_follows_the_width_and_the_focus(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), WIDE) as desk:
        wide = shown_keys(desk)
        await desk.resize(60, 24)
        assert set(shown_keys(desk)) < set(wide)
        await desk.resize(*WIDE)
        assert shown_keys(desk) == wide


async def test_a_key_of_the_line_can_be_clicked(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), WIDE) as desk:
        bar = desk.screen.query_one(KeyBar)
        told = next(key for key in bar.shown if key.tooltip)
        await desk.pilot.hover(bar, offset=(bar.text.index(told.text), 0))
        assert bar.tooltip == told.tooltip
        await desk.pilot.hover(bar, offset=(bar.text.index("? Help") + 2, 0))
        assert not bar.tooltip
        await desk.pilot.click(bar, offset=(bar.text.index("? Help") + 2, 0))
        await settled(desk.pilot)
        desk.on(HelpScreen)


# Help --------------------------------------------------------------------------------------------------------


async def test_help_is_searched_by_typing(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        await desk.press("question_mark")
        everything = help_text(desk)
        await desk.type("inspector")
        text = help_text(desk)
        assert "Show or fold the Inspector" in text
        assert "Workbench" in text
        assert "Page down" not in text
        assert "assumption" not in text
        desk.app.screen.query_one(SearchLine).value = ""
        await settled(desk.pilot)
        assert help_text(desk) == everything
        await desk.type("xyzzy [b")
        assert "No key does that here." in help_text(desk)
        await desk.press("escape")
        assert len(desk.app.screen_stack) == 1


async def test_help_scrolls_while_its_line_has_the_keys(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        await desk.press("question_mark", "pagedown")
        rows = desk.on(HelpScreen).query_one(RowList)
        assert rows.scroll_offset.y > 0
        await desk.press("pageup", "down")
        assert rows.scroll_offset.y == 1
        await desk.press("up")
        assert rows.scroll_offset.y == 0


def _titles(desk: Desk) -> list[str]:
    rows = desk.on(HelpScreen).query_one(RowList).rows
    return [row.text for row in rows if row.pieces and row.pieces[0][1] == "heading"]


async def test_the_titles_of_the_help_come_from_who_offers_the_keys(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("question_mark")
        assert _titles(desk) == ["Marks", "Lists", "Personas", "Workbench", "Everywhere"]
        await desk.press("escape")
        await desk.open_tab("empathy_map")
        desk.box("who").focus()
        await desk.press("question_mark")
        assert _titles(desk) == ["Marks", "Entries", "Lists", "Boxes", "Workbench", "Everywhere"]


async def test_the_keys_of_entries_have_a_title_of_their_own_in_help_and_in_the_palette(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.open_tab("empathy_map")
        desk.box("who").focus()
        groups = dict(binding_groups(desk.screen))
        offered = {offer.title: offer.keys for offer in binding_commands(desk.screen)}
    of_entries = {entry.text: entry.keys for entry in groups["Entries"]}
    assert of_entries["Add below the cursor, one after the other"] == ["a"]
    assert {"Delete", "Duplicate", "Rate higher", "Move it to another list"} <= set(of_entries)
    assert {entry.text for entry in groups["Lists"]} <= {
        binding.text for binding in known_bindings() if _is_of_lists(binding)
    }
    for binding in known_bindings():
        if binding.id.startswith("entries.") and binding.text in of_entries:
            assert binding.group == "Entries"
            assert list(map(key_text, binding.keys)) == of_entries[binding.text]
            assert any(set(binding.keys) == set(keys) for keys in offered.values()), binding.id


def _is_of_lists(binding: KnownBinding) -> bool:
    return binding.id.startswith("rows.")


def test_bindings_of_one_place_stand_under_one_title() -> None:
    titles: dict[str, set[str]] = {}
    for binding in known_bindings():
        titles.setdefault(binding.id.partition(".")[0], set()).add(binding.group)
    assert {place: found for place, found in titles.items() if len(found) > 1} == {}
    every = [title for found in titles.values() for title in found]
    assert len(every) == len(set(every))


async def test_a_screen_that_nobody_foresaw_has_its_own_title() -> None:
    class ListOfDoings(Screen[None]):
        BINDINGS = [Binding("f8", "app.bell", "Ring", id="doings.ring")]

    async with at_work(None) as desk:
        await desk.app.push_screen(ListOfDoings())
        await desk.press("question_mark")
        assert "List of doings" in _titles(desk)
        assert "Ring" in help_text(desk)


# The palette -------------------------------------------------------------------------------------------------


async def test_the_palette_offers_every_binding_that_is_live(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        live = {
            active.binding.description
            for active in desk.screen.active_bindings.values()
            if active.binding.id and active.binding.description and not active.binding.system
        }
        offered = {offer.title: offer for offer in binding_commands(desk.screen)}
        assert live - {"Commands"} <= set(offered)
        assert offered["Help"].keys == ("question_mark",)
        await desk.app.run_action("zoom", desk.screen)
        assert desk.screen.panels.is_zoomed


async def test_the_palette_does_what_a_key_does(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        before = desk.screen.panels.has_rail
        offer = next(offer for offer in binding_commands(desk.screen) if offer.title == "Personas")
        assert offer.keys == ("b",)
        outcome: Any = offer.callback()
        await outcome
        await settled(desk.pilot)
        assert desk.screen.panels.has_rail != before


async def test_the_palette_works_where_no_project_is() -> None:
    async with at_work(None) as desk:
        titles = [str(hit.text) async for hit in WorkbenchCommands(desk.on(StartScreen)).discover()]
        assert {"Open", "Help", "Jump", "Quit"} <= set(titles)
        assert "Analyse" not in titles


async def test_the_palette_knows_the_keys_while_somebody_types(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {"personas/ann.toml": 'name = "Ann"\n'})) as desk:
        await desk.press("n")
        assert isinstance(desk.app.focused, Input)
        offered = {offer.title: offer.keys for offer in binding_commands(desk.screen)}
        assert offered["Zoom"] == ("z",)


# Texts that name a key ---------------------------------------------------------------------------------------


async def _texts_with_keys(desk: Desk) -> list[str]:
    """What names a key: the filters of the rail and of the findings, a tool without a canvas, and a hint."""
    tool = Tool(id="plain", title="Plain", summary="Nothing to show.", model=Canvas)
    persona_id = desk.screen.persona_id
    project = desk.session.project
    view = PlainView(ToolContext(tool, persona_id, project.personas[persona_id], project))
    await desk.screen.mount(view)
    await settled(desk.pilot)
    told = [desk.rail.filter.placeholder, str(view.query_one(Static).content)]
    session, desk.screen.session = desk.screen.session, None
    open_find(desk.screen)
    desk.screen.session = session
    await settled(desk.pilot)
    told.append(desk.notices[-1])
    desk.screen.action_findings()
    await settled(desk.pilot)
    told.append(desk.on(ProblemsScreen).line.placeholder)
    await desk.press("escape")
    return told


@pytest.mark.parametrize(
    ("keymap", "expected"),
    [
        ("", ("n narrow: words", "Press r to analyse.", "Press n to narrow", "/ narrow: words")),
        (
            '[keymap]\n"workbench.narrow" = "f4"\n"workbench.analyse" = "f6"\n"findings.narrow" = "f7"\n',
            ("f4 narrow: words", "Press f6 to analyse.", "Press f4 to narrow", "f7 narrow: words"),
        ),
    ],
)
async def test_texts_name_the_keys_of_the_keymap(tmp_path: Path, keymap: str, expected: tuple[str, ...]) -> None:
    settings(keymap)
    async with at_work(sample(tmp_path)) as desk:
        told = await _texts_with_keys(desk)
        assert all(wanted in text for wanted, text in zip(expected, told, strict=True)), told
        # as soon as the settings were edited
        settings('[keymap]\n"workbench.narrow" = "f9"\n')
        reload_settings(desk.app)
        await settled(desk.pilot)
        assert desk.rail.filter.placeholder.startswith("f9 narrow: ")


async def test_no_text_names_a_key_that_was_taken_away(tmp_path: Path) -> None:
    settings('[keymap]\n"workbench.narrow" = ""\n"workbench.analyse" = ""\n"findings.narrow" = ""\n')
    async with at_work(sample(tmp_path)) as desk:
        told = await _texts_with_keys(desk)
        assert not any("Press" in text or "unbound" in text for text in told)
        assert told[0].startswith("narrow: ")
        assert told[3].startswith("narrow: ")


_OWN_KEYS = """[keymap]
"entries.add" = "f4"
"entries.delete" = "f6"
"editor.accept" = "f7"
"editor.leave" = ""
"help.close" = "f8"
"find.close" = "f9"
"query.complete" = ""
"""
_ADA_AND_A_SOURCE = {"personas/ada.toml": 'name = "Ada"\n', "sources/talk.toml": 'title = "A talk"\n'}


async def test_empty_states_and_dialogs_name_the_keys_of_the_keymap(tmp_path: Path) -> None:
    settings(_OWN_KEYS)
    async with at_work(project(tmp_path, _ADA_AND_A_SOURCE)) as desk:
        await desk.press("v", "v")
        assert "Nothing yet. f4 adds, or paste several lines." in told(desk.card)
        await desk.press("v")
        await desk.open_tab("empathy_map")
        box = desk.box("says")
        assert "f4 adds" in str(box.border_subtitle)
        box.focus()
        await desk.press("f4")
        editor = desk.screen.query_one(NoteEditor)
        assert (editor.border_subtitle, str(editor.placeholder)) == ("f7 keeps", "Write, then f7")
        await desk.type("Nobody answers")
        await desk.press("f7", "f7", "e", *["backspace"] * len("Nobody answers"), "f7")
        assert desk.notices[-1] == "A note that says nothing was left as it was. f6 deletes it."
        await desk.press("question_mark")
        assert desk.on(HelpScreen).query_one(Vertical).border_subtitle == "f8 closes"
        await desk.press("f8", "slash")
        assert desk.on(FindScreen).query_one(Vertical).border_subtitle == "Enter goes there · f9 closes"
        await desk.type("zz kind:zz")
        assert "Leave a filter out." in told(desk.on(FindScreen).found)
