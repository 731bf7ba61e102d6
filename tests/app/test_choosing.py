"""Choosing from a list, and the evidence of a claim, as a person does it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from textual.app import App
from textual.events import Paste

from app.driving import SMALL, WIDE, Desk, at_work, project, raw_texts, sample, send_key, settled
from personatui.app.choosing import Choice, ChooseScreen
from personatui.app.evidence import EvidenceChoice, EvidencePicker, strength_told
from personatui.model.project import Project
from personatui.widgets.choices import ChoiceList, PickList, QueryInput
from personatui.widgets.keyline import KeyLine
from personatui.widgets.rows import RowList

OPEN = object()
LISTS = (
    Choice("goals", "Goals", "what it wants", shortcut="g"),
    Choice("needs", "Needs", "what it needs", shortcut="n"),
    Choice("pains", "Pains", "what hurts", search="frustrations", shortcut="p"),
    Choice("quotes", "Quotes", "in its voice"),
)
PLAIN = tuple(Choice(choice.key, choice.title, choice.note, choice.search) for choice in LISTS)


class Choosing:
    """A dialog over the workbench, and what it returned."""

    def __init__(self, desk: Desk, screen: ChooseScreen | EvidencePicker) -> None:
        self.desk = desk
        self.screen = screen
        self.answer: Any = OPEN

    @property
    def choices(self) -> ChoiceList:
        return self.screen.query_one(ChoiceList)

    @property
    def shown(self) -> list[str]:
        return [row.key for row in self.choices.shown]

    @property
    def told(self) -> str:
        return "\n".join(row.text for row in self.screen.query_one("#evidence-told", RowList).rows)

    async def press(self, *keys: str) -> None:
        await self.desk.press(*keys)

    async def type(self, text: str) -> None:
        await self.desk.type(text)


async def choosing(desk: Desk, screen: ChooseScreen | EvidencePicker) -> Choosing:
    found = Choosing(desk, screen)

    def answered(answer: object) -> None:
        found.answer = answer

    desk.app.push_screen(screen, answered)
    await settled(desk.pilot)
    return found


async def test_typing_narrows_and_enter_chooses(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {})) as desk:
        at = await choosing(desk, ChooseScreen("Add to which list", PLAIN))
        assert "Add to which list" in desk.drawn()
        await at.type("hurts pa")
        assert at.shown == ["pains"]
        await at.press("enter")
        assert at.answer == "pains"

        at = await choosing(desk, ChooseScreen("x", PLAIN, chosen=("needs",)))
        assert at.choices.current == "needs"
        await at.press("down", "down", "up", "enter")
        assert at.answer == "pains"

        at = await choosing(desk, ChooseScreen("x", PLAIN))
        await at.type("frust")
        assert at.shown == ["pains"]
        await at.type("x")
        assert at.shown == []
        assert "Nothing matches “frustx”." in desk.drawn()
        await at.press("enter", "ctrl+s")
        assert at.answer is OPEN
        await at.press("escape")
        assert len(at.shown) == 4
        await at.press("escape")
        assert at.answer is None


async def test_a_click_chooses(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {}), SMALL) as desk:
        at = await choosing(desk, ChooseScreen("x", PLAIN))
        await desk.pilot.click(PickList, offset=(5, 3))
        await settled(desk.pilot)
        assert at.answer == "quotes"


async def test_the_line_of_keys_can_be_clicked(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {}), SMALL) as desk:
        at = await choosing(desk, ChooseScreen("x", PLAIN, several=True, chosen=("needs",)))
        line = at.screen.query_one(KeyLine)
        assert "space Tick" in line.text
        assert "esc Cancel" in line.text
        await desk.pilot.click(KeyLine, offset=(line.text.index("ctrl+s") + 1, 0))
        await settled(desk.pilot)
        assert at.answer == ("needs",)


async def test_shortcuts_choose_at_once_and_other_letters_narrow(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {})) as desk:
        at = await choosing(desk, ChooseScreen("x", LISTS))
        assert "g  Goals" in desk.drawn()
        assert "   Quotes" in desk.drawn()
        await at.press("n")
        assert at.answer == "needs"

        at = await choosing(desk, ChooseScreen("x", LISTS))
        await at.type("vg")
        assert at.answer is OPEN
        assert at.choices.query_text == "vg"
        await at.press("backspace")
        assert at.shown == ["quotes"]

        await at.press("escape")
        await at.press("slash", "g", "enter")
        assert at.answer == "goals"


async def test_several_are_ticked_and_come_back_in_the_order_of_the_list(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {})) as desk:
        at = await choosing(desk, ChooseScreen("x", PLAIN, several=True, chosen=("pains",)))
        assert "[x] Pains" in desk.drawn()
        await at.type("quo")
        await at.press("enter", "space")
        assert "2 chosen" in desk.drawn()
        # the ticks outlive the query, and words are typed with blanks between them
        await at.press("escape")
        await at.press("home", "space", "space", "space", "end")
        await at.type("what hu")
        assert at.shown == ["pains"]
        assert at.choices.query_text == "what hu"
        await at.press("down", "space", "enter")
        assert at.answer == ("goals", "quotes")


async def test_nothing_to_choose(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {}), SMALL) as desk:
        at = await choosing(desk, ChooseScreen("x", (), empty="No personas yet."))
        assert "No personas yet." in desk.drawn()
        await at.press("enter", "down", "up", "pagedown", "ctrl+s")
        assert at.answer is OPEN
        await at.press("escape")
        assert at.answer is None


async def test_hostile_titles_and_pastes(tmp_path: Path) -> None:
    nasty = "[red]x[/red] [bold [/] \x1b[31m\u202e\n\ttail"
    async with at_work(project(tmp_path, {}), SMALL) as desk:
        at = await choosing(desk, ChooseScreen(nasty, [Choice("a", nasty, nasty, nasty)], empty=nasty))
        assert "[red]x[/red] [bold [/]" in desk.drawn()
        at.screen.query_one(QueryInput).post_message(Paste("[red]\x1b]0;x\x07\r\n[bold"))
        await settled(desk.pilot)
        assert "\x1b" not in at.choices.query_text
        assert "Nothing matches" in desk.drawn()
        assert raw_texts(desk) == []


async def test_keys_sent_faster_than_the_screen_follows(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {})) as desk:
        at = await choosing(desk, ChooseScreen("x", PLAIN, several=True))
        for key in ("w", "h", "a", "t", "space", "n", "e"):
            send_key(desk.app, key)
        await settled(desk.pilot)
        assert at.choices.query_text == "what ne"
        assert at.choices.chosen == ()
        for key in ("escape", "escape", "escape", "escape"):
            send_key(desk.app, key)
        await settled(desk.pilot)
        assert at.answer is None
        assert desk.app.is_running


async def test_ten_thousand_rows_are_quick(tmp_path: Path) -> None:
    class ListApp(App[None]):
        def on_mount(self) -> None:
            self.push_screen(ChooseScreen("Move to …", many))

    many = [Choice(f"k{at}", f"Row {at} about {('apples', 'pears')[at % 2]}", f"note {at % 7}") for at in range(10_000)]
    app = ListApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        found = app.screen.query_one(ChoiceList)
        slowest = 0.0
        for text in ("p", "pe", "pears", "pears 99", "pears 9999", "pears", ""):
            start = perf_counter()
            found._narrow(text)
            slowest = max(slowest, perf_counter() - start)
        assert slowest < 0.25
        await pilot.press(*"9999", "enter")
        await pilot.pause()
        assert not isinstance(app.screen, ChooseScreen)


# Evidence ---------------------------------------------------------------------------------------------------


SOURCES = {
    "sources/talk.toml": 'title = "Talks"\nkind = "interview"\nparticipants = 4\ndate = "2026-02-01"\n'
    '[[excerpts]]\nid = "e1"\ntext = "Nobody rings back"\nspeaker = "P1"\n'
    '[[excerpts]]\nid = "e2"\ntext = "It was the night"\nspeaker = "P2, Zoë"\nplace = "00:12"\n'
    '[[excerpts]]\ntext = "Without an id"\n',
    "sources/calls.toml": 'title = "Calls"\nkind = "support"\n[[excerpts]]\nid = "c1"\ntext = "Is it eating?"\n',
    "sources/poll.toml": 'title = "Poll"\nkind = "survey"\nparticipants = 200\n',
}
LINKED = ("source/talk#e2", "ghost#e9", "calls")


def folder(tmp_path: Path) -> Path:
    return project(tmp_path, SOURCES)


def evidence(desk: Desk, sources: Iterable[str] = LINKED, **more: Any) -> EvidencePicker:
    return EvidencePicker(desk.session.project, sources, title="Nobody answers", **more)


async def test_what_is_linked_stands_on_top_and_keeps_its_place(tmp_path: Path) -> None:
    async with at_work(folder(tmp_path)) as desk:
        at = await choosing(desk, evidence(desk))
        assert at.shown[:3] == ["talk#e2", "ghost#e9", "calls"]
        assert sorted(at.shown[3:]) == ["calls#c1", "poll", "talk", "talk#\x002", "talk#e1"]
        assert "Nobody answers" in desk.drawn()
        assert "✖ does not exist" in desk.drawn()
        await at.press("enter")
        assert at.answer == EvidenceChoice(LINKED)


async def test_ticks_change_the_list_and_what_the_strength_would_become(tmp_path: Path) -> None:
    async with at_work(folder(tmp_path)) as desk:
        at = await choosing(desk, evidence(desk, ("talk#e2",)))
        assert "▰▱▱ anecdote: 4 participants in all" in desk.drawn()
        await at.type("eating")
        await at.press("enter", "space")
        # a source that does not say how many counts as one
        assert "▰▰▱ anecdote → qualitative: 5 participants in all, 2 sources" in desk.drawn()
        await at.press("escape")
        await at.type("poll")
        await at.press("down", "space")
        assert "▰▰▰ anecdote → quantitative: 205 participants in all, 3 sources" in desk.drawn()
        await at.press("escape", "home", "space")
        await at.press("ctrl+s")
        assert at.answer == EvidenceChoice(("calls#c1", "poll"))


async def test_nothing_ticked_is_an_assumption(tmp_path: Path) -> None:
    async with at_work(folder(tmp_path)) as desk:
        at = await choosing(desk, evidence(desk, ("talk#e2",)))
        await at.press("space")
        assert "▱▱▱ anecdote → assumption: no source that exists" in desk.drawn()
        await at.press("enter")
        assert at.answer == EvidenceChoice(())


@pytest.mark.parametrize(
    ("words", "key"),
    [("rings", "talk#e1"), ("zoe", "talk#e2"), ("00:12", "talk#e2"), ("survey", "poll"), ("night talks", "talk#e2")],
)
async def test_found_by_words_speaker_place_title_and_kind(tmp_path: Path, words: str, key: str) -> None:
    async with at_work(folder(tmp_path)) as desk:
        at = await choosing(desk, evidence(desk, ()))
        await at.type(words)
        assert at.shown == [key]


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_all_of_the_excerpt_is_told(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(folder(tmp_path), size) as desk:
        at = await choosing(desk, evidence(desk))
        for text in ("“It was the night”", "P2, Zoë · 00:12", "Talks", "interview · 4 participants · 2026-02-01"):
            assert text in at.told
        told, listed = at.screen.query_one("#evidence-told"), at.choices
        if size == WIDE:
            assert told.region.x >= listed.region.right
        else:
            assert told.region.y >= listed.region.bottom
        assert "“It was the night”" in desk.drawn().split("Nobody answers", 1)[1]
        await at.press("down")
        assert "There is no such source: ghost#e9" in at.told
        await at.press("down")
        assert "support · participants unknown" in at.told
        await at.type("zzz")
        assert at.told == ""
        await desk.resize(*(SMALL if size == WIDE else WIDE))
        await desk.resize(40, 12)
        await at.press("escape", "escape")
        assert at.answer is None


async def test_a_new_excerpt_is_asked_for_in_the_source_under_the_cursor(tmp_path: Path) -> None:
    async with at_work(folder(tmp_path)) as desk:
        at = await choosing(desk, evidence(desk))
        await at.press("N")
        assert at.answer == EvidenceChoice(LINKED, "talk")

        at = await choosing(desk, evidence(desk))
        await at.press("down", "N")
        # a source that does not exist takes none; the letter narrows
        assert at.answer is OPEN
        assert at.choices.query_text == "N"
        await at.press("escape", "escape")

        at = await choosing(desk, evidence(desk, may_add=False))
        assert "New excerpt" not in at.screen.query_one(KeyLine).text
        await at.press("N")
        assert at.answer is OPEN


async def test_an_excerpt_without_an_id_cannot_be_linked_and_says_so(tmp_path: Path) -> None:
    async with at_work(folder(tmp_path), SMALL) as desk:
        at = await choosing(desk, evidence(desk, ()))
        await at.type("without")
        await at.press("down", "space")
        assert any("no id yet" in notice for notice in desk.notices)
        assert "no id yet: 2" in at.told
        await at.press("enter")
        assert at.answer == EvidenceChoice(())


async def test_a_click_ticks(tmp_path: Path) -> None:
    async with at_work(folder(tmp_path)) as desk:
        at = await choosing(desk, evidence(desk))
        await desk.pilot.click(PickList, offset=(8, 1))
        await settled(desk.pilot)
        await at.press("ctrl+s")
        assert at.answer == EvidenceChoice(("source/talk#e2", "calls"))


async def test_a_project_without_sources(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {}), SMALL) as desk:
        at = await choosing(desk, evidence(desk, ()))
        assert "This project has no sources yet." in desk.drawn()
        await at.press("space", "N", "escape", "enter")
        assert at.answer is OPEN or at.answer == EvidenceChoice(())


async def test_the_sample(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        claim = desk.session.project.personas["maya-okafor"].pains[0]
        at = await choosing(desk, EvidencePicker(desk.session.project, claim.sources, title=claim.label))
        assert raw_texts(desk) == []
        await at.press("enter")
        assert at.answer == EvidenceChoice(claim.sources)


def test_strength_in_words() -> None:
    assert strength_told(Project(), (), ()) == "▱▱▱ assumption: no source that exists"
