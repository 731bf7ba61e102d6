"""Editing that asks first: forms, evidence, other lists and questions, each as one step and with a way out."""

from __future__ import annotations

from pathlib import Path

from app.driving import Desk, at_work, contents, project, settled, told, write
from personatui.app.choosing import ChooseScreen
from personatui.app.dialogs import AskScreen
from personatui.app.evidence import EvidencePicker
from personatui.app.forms import FormScreen
from personatui.app.question import QuestionScreen
from personatui.model.persona import Persona
from personatui.widgets.editor import NoteEditor
from personatui.widgets.entries import EntryList
from personatui_empathy_map.canvas import EmpathyMap

FILES = {
    "personas/a.toml": """\
name = "Ada"
basis = "qualitative"
date = "2026-01-02"
tags = ["calm"]

[demographics]
age = 34

[[goals]]
id = "g1"
text = "Sleep well"
sources = ["talks#e1"]

[[pains]]
id = "p1"
text = "Nobody answers"
severity = 4

[[quotes]]
id = "q1"
text = "I just want to sleep"
""",
    "sources/talks.toml": """\
title = "Talks at night"
kind = "interview"
participants = 6

[[excerpts]]
id = "e1"
text = "I lie awake"

[[excerpts]]
id = "e2"
text = "The phone rings and rings"
""",
    "canvases/empathy_map/a.toml": '[[says]]\nid = "s1"\ntext = "It is fine"\n',
}


def _ada(desk: Desk) -> Persona:
    return desk.session.project.personas["a"]


async def _at(desk: Desk, key: str) -> EntryList:
    """The card with its cursor on a row."""
    card = desk.card
    assert isinstance(card, EntryList)
    card.focus()
    assert card.move_to(key), f"{key} is not among {[row.key for row in card.rows]}"
    await settled(desk.pilot)
    return card


async def _choose(desk: Desk, words: str) -> None:
    """Take the best of a list of choices."""
    desk.on(ChooseScreen)
    await desk.type(words)
    await desk.press("enter")


# Forms ------------------------------------------------------------------------------------------------------


async def test_the_form_of_an_entry(tmp_path: Path) -> None:
    root = project(tmp_path, FILES)
    before = contents(root)
    async with at_work(root) as desk:
        card = await _at(desk, "persona/a#p1")
        await desk.press("enter")
        form = desk.on(FormScreen)
        severity = next(row for row in form.rows if row.field.path == ("severity",))
        severity.control.focus()
        await settled(desk.pilot)
        await desk.press("backspace")
        await desk.type("9")
        await desk.press("ctrl+s")
        # a value off its scale is not taken, and what was entered stays in front
        assert desk.app.screen is form
        assert "1 to 5" in severity.problem
        await desk.press("escape")
        desk.on(QuestionScreen)
        await desk.press("escape")
        assert desk.app.screen is form
        await desk.press("backspace")
        await desk.type("2")
        await desk.press("ctrl+s")
        assert _ada(desk).pains[0].severity == 2
        assert desk.session.undo_label == "edit pain “Nobody answers”"
        assert card.has_focus
        assert card.current_key == "persona/a#p1"
        await desk.press("u")
        assert contents(root) == before


async def test_leaving_a_form_changes_nothing(tmp_path: Path) -> None:
    root = project(tmp_path, FILES)
    before = contents(root)
    async with at_work(root) as desk:
        await _at(desk, "persona/a#p1")
        await desk.press("enter", "escape")
        assert desk.card.has_focus
        await desk.press("enter", "ctrl+s")
        assert desk.card.has_focus
        assert not desk.session.undo_label
        assert contents(root) == before


async def test_the_form_of_a_record_begins_at_the_value(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await _at(desk, "persona/a:demographics:age")
        await desk.press("enter")
        form = desk.on(FormScreen)
        assert form.current is not None
        assert form.current.field.path == ("demographics", "age")
        await desk.press("backspace", "backspace")
        await desk.type("35")
        await desk.press("ctrl+s")
        assert _ada(desk).demographics.age == 35
        assert desk.session.undo_label == "edit persona Ada"
        assert "35" in told(desk.card)


async def _rate_in_a_form(desk: Desk, root: Path, written_meanwhile: str) -> None:
    """Give a pain a severity of 2 in its form, while somebody else writes the file."""
    session = desk.session
    await _at(desk, "persona/a#p1")
    await desk.press("enter")
    form = desk.on(FormScreen)
    write(root, {"personas/a.toml": written_meanwhile})
    session.refresh()
    severity = next(row for row in form.rows if row.field.path == ("severity",))
    severity.control.focus()
    await settled(desk.pilot)
    await desk.press("backspace")
    await desk.type("2")
    await desk.press("ctrl+s")


async def test_an_entry_that_is_gone_meanwhile(tmp_path: Path) -> None:
    root = project(tmp_path, FILES)
    async with at_work(root) as desk:
        await _rate_in_a_form(desk, root, 'name = "Ada"\n')
        # nothing is written over something else; the person is told
        assert not desk.session.project.personas["a"].pains
        assert desk.notices
        assert desk.app.is_running


async def test_a_form_finds_its_entry_where_it_is_by_then(tmp_path: Path) -> None:
    root = project(tmp_path, FILES)
    async with at_work(root) as desk:
        above = '[[pains]]\nid = "p0"\ntext = "Written meanwhile"\nseverity = 1\n\n[[pains]]\nid = "p1"'
        await _rate_in_a_form(desk, root, FILES["personas/a.toml"].replace('[[pains]]\nid = "p1"', above))
        assert [(pain.id, pain.severity) for pain in _ada(desk).pains] == [("p0", 1), ("p1", 2)]


# Values in place --------------------------------------------------------------------------------------------


async def test_a_value_is_edited_in_place(tmp_path: Path) -> None:
    root = project(tmp_path, FILES)
    before = contents(root)
    async with at_work(root) as desk:
        card = await _at(desk, "persona/a:date")
        await desk.press("e")
        editor = desk.screen.query_one(NoteEditor)
        assert editor.text == "2026-01-02"
        await desk.press("backspace")
        await desk.type("x")
        await desk.press("enter")
        # the wrong value stays in the editor, with a sentence
        editor = desk.screen.query_one(NoteEditor)
        assert editor.text == "2026-01-0x"
        assert "YYYY-MM-DD" in desk.notices[-1]
        assert contents(root) == before
        await desk.press("backspace")
        await desk.type("6")
        await desk.press("enter")
        assert not desk.screen.query(NoteEditor)
        assert _ada(desk).date == "2026-01-06"
        assert desk.session.undo_label == "edit grounded on"
        assert card.has_focus
        await desk.press("e", "escape", "u")
        assert contents(root) == before


async def test_what_is_more_than_a_line_opens_in_the_form(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        card = await _at(desk, "persona/a:tags")
        await desk.press("e")
        form = desk.on(FormScreen)
        assert form.current is not None
        assert form.current.field.path == ("tags",)
        await desk.press("escape")
        assert card.has_focus
        # the rail's key opens the whole record
        desk.rail.list.focus()
        await desk.press("e")
        desk.on(FormScreen)
        await desk.press("escape")
        assert desk.rail.list.has_focus


async def test_an_emptied_value_is_no_longer_said(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await _at(desk, "persona/a:demographics:age")
        await desk.press("e", "backspace", "backspace", "enter")
        assert _ada(desk).demographics.age is None
        await desk.press("u")
        await _at(desk, "persona/a:demographics:age")
        await desk.press("d")
        assert _ada(desk).demographics.age is None
        assert "age" in desk.session.undo_label


# Evidence ---------------------------------------------------------------------------------------------------


async def test_evidence_is_linked_and_unlinked(tmp_path: Path) -> None:
    root = project(tmp_path, FILES)
    before = contents(root)
    async with at_work(root) as desk:
        await _at(desk, "persona/a#p1")
        assert "○ Nobody answers" in told(desk.card)
        await desk.press("s")
        desk.on(EvidencePicker)
        await desk.type("rings")
        await desk.press("enter", "space", "ctrl+s")
        assert _ada(desk).pains[0].sources == ("talks#e2",)
        assert "● Nobody answers" in told(desk.card)
        assert desk.session.undo_label == "link evidence to: pain “Nobody answers”"
        # what is linked stands on top
        await desk.press("s", "space", "ctrl+s")
        assert _ada(desk).pains[0].sources == ()
        await desk.press("u", "u")
        assert contents(root) == before
        await desk.press("s", "space", "escape", "escape")
        assert contents(root) == before


async def test_new_words_of_a_source_can_be_linked_at_once(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await _at(desk, "persona/a#p1")
        await desk.press("s", "N")
        form = desk.on(FormScreen)
        assert "excerpt" in form._title
        # whoever leaves the form has changed nothing
        await desk.press("escape")
        assert not desk.session.undo_label
        await desk.press("s", "N")
        await desk.type("Only a voice from tape")
        await desk.press("ctrl+s")
        picker = desk.on(EvidencePicker)
        await desk.type("tape")
        await desk.press("enter", "space", "ctrl+s")
        assert desk.app.screen is not picker
        excerpt = desk.session.project.sources["talks"].excerpts[-1]
        assert excerpt.text == "Only a voice from tape"
        assert _ada(desk).pains[0].sources == (f"talks#{excerpt.id}",)
        await desk.press("u", "u")
        assert len(desk.session.project.sources["talks"].excerpts) == 2


async def test_only_statements_have_evidence(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        for key in ("persona/a:demographics:age",):
            await _at(desk, key)
            await desk.press("s")
            assert desk.card.has_focus
            assert "Evidence belongs to statements" in desk.notices[-1]


# Other lists ------------------------------------------------------------------------------------------------


async def test_an_excerpt_is_taken_over(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        # the persona that is shown is where it can go to
        await desk.press("v", "v")
        await _at(desk, "source/talks#e2")
        await desk.press("t")
        await _choose(desk, "quotes ada")
        quote = _ada(desk).quotes[-1]
        assert (quote.text, quote.sources, quote.kind) == ("The phone rings and rings", ("talks#e2",), "verbatim")
        await _at(desk, "source/talks#e2")
        await desk.press("t")
        await _choose(desk, "hear empathy")
        found = desk.session.project.canvas("empathy_map", "a")
        assert found is not None
        assert isinstance(found[1], EmpathyMap)
        assert [(note.text, note.sources) for note in found[1].hears] == [("The phone rings and rings", ("talks#e2",))]
        assert "take “The phone rings and rings” over" in desk.session.undo_label
        # a list of a canvas that has not begun begins it
        await _at(desk, "source/talks#e1")
        await desk.press("t")
        await _choose(desk, "outcomes jobs")
        assert desk.session.project.canvas("jtbd", "a") is not None
        await desk.press("u", "u", "u")
        assert desk.session.project.canvas("jtbd", "a") is None
        assert len(_ada(desk).quotes) == 1
        await desk.press("t", "escape")
        assert desk.card.has_focus


async def test_a_statement_moves_to_another_list_and_record(tmp_path: Path) -> None:
    root = project(tmp_path, FILES)
    before = contents(root)
    async with at_work(root) as desk:
        await _at(desk, "persona/a#p1")
        await desk.press("m", "escape")
        assert contents(root) == before
        await desk.press("m")
        await _choose(desk, "needs ada")
        ada = _ada(desk)
        assert (ada.pains, ada.needs[0].id, ada.needs[0].text) == ((), "p1", "Nobody answers")
        # what has no place there is told, and comes back with undo
        assert "severity 4 has no place there" in desk.notices[-1]
        await desk.press("u")
        assert _ada(desk).pains[0].severity == 4
        await _at(desk, "persona/a#q1")
        await desk.press("m")
        await _choose(desk, "think feel empathy")
        found = desk.session.project.canvas("empathy_map", "a")
        assert found is not None
        assert isinstance(found[1], EmpathyMap)
        assert found[1].think_feel[0].text == "I just want to sleep"
        assert _ada(desk).quotes == ()
        await desk.press("u")
        assert contents(root) == before
        # values of the record belong to it
        await _at(desk, "persona/a:demographics:age")
        await desk.press("m")
        if isinstance(desk.app.screen, ChooseScreen):
            await desk.press("enter")
        assert contents(root) == before
        assert desk.notices


async def test_adding_to_a_list_of_choice(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await _at(desk, "persona/a#g1")
        await desk.press("A", "escape")
        assert desk.card.has_focus
        # where the list is shown it is written there, and where it is not, at the end
        await desk.press("A")
        await _choose(desk, "pains")
        await desk.type("Cold nights")
        await desk.press("enter", "escape")
        assert [pain.text for pain in _ada(desk).pains] == ["Nobody answers", "Cold nights"]
        await desk.press("A")
        await _choose(desk, "needs")
        await desk.type("A voice")
        await desk.press("enter", "escape")
        assert _ada(desk).needs[0].text == "A voice"
        assert "A voice" in told(desk.card)
        # on a value the list is asked for as well
        await _at(desk, "persona/a:demographics:age")
        await desk.press("a")
        await _choose(desk, "needs")
        await desk.press("escape")
        assert len(_ada(desk).needs) == 1


async def test_what_has_no_text_of_its_own_is_added_in_a_form(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await desk.open_tab("empathy_map")
        desk.box("says").focus()
        await settled(desk.pilot)
        await desk.press("A")
        await _choose(desk, "contradictions")
        form = desk.on(FormScreen)
        assert "contradiction" in form._title
        await desk.press("escape")
        assert not desk.session.undo_label
        await desk.press("A")
        await _choose(desk, "contradictions")
        await desk.type("s1")
        await desk.press("ctrl+s")
        found = desk.session.project.canvas("empathy_map", "a")
        assert found is not None
        assert isinstance(found[1], EmpathyMap)
        assert found[1].contradictions[0].first == "s1"
        # it is shown, and edited where it is shown
        others = desk.middle.query_one(".region--others", EntryList)
        assert "s1 against" in told(others)
        others.focus()
        await settled(desk.pilot)
        await desk.press("3")
        found = desk.session.project.canvas("empathy_map", "a")
        assert found is not None
        assert isinstance(found[1], EmpathyMap)
        assert found[1].contradictions[0].severity == 3
        await desk.press("d")
        assert not others.display
        assert desk.app.focused is not None


# Questions --------------------------------------------------------------------------------------------------


async def test_a_question_is_answered_in_place(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await desk.open_tab("empathy_map")
        box = desk.box("says")
        box.focus()
        await settled(desk.pilot)
        await desk.press("w", "escape")
        assert box.has_focus
        await desk.press("w")
        chosen = desk.on(ChooseScreen)._choices[0].title
        await desk.press("enter")
        editor = desk.screen.query_one(NoteEditor)
        assert str(editor.placeholder) == chosen
        await desk.type("Leave me alone")
        await desk.press("enter", "escape")
        assert "Leave me alone" in told(box)
        await _card_question(desk)


async def _card_question(desk: Desk) -> None:
    """On the card the persona's own lists have questions; its values have none."""
    await desk.open_tab("")
    await _at(desk, "persona/a#p1")
    await desk.press("w", "enter")
    assert desk.screen.query_one(NoteEditor).placeholder
    await desk.press("escape")
    await _at(desk, "persona/a:demographics:age")
    await desk.press("w")
    assert "no questions" in desk.notices[-1]
    assert desk.card.has_focus


async def test_no_dialog_opens_twice(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await _at(desk, "persona/a#p1")
        for key in ("enter", "s", "m", "t", "A", "w"):
            desk.card.focus()
            await desk.press(key, "escape")
            assert not isinstance(desk.app.screen, AskScreen | ChooseScreen | FormScreen | EvidencePicker)
        assert desk.card.has_focus
