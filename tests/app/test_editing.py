"""Editing in place as a person does: keys, mouse and clipboard on the card and on a canvas, and the way back."""

from __future__ import annotations

from pathlib import Path

from textual.events import MouseDown, MouseMove, MouseUp, Paste
from textual.widgets import TextArea

from app.driving import SMALL, Desk, at_work, contents, sample, send_key, settled, told
from personatui.widgets.editor import NoteEditor
from personatui.widgets.entries import EntryList

MAYA = "personas/maya-okafor.toml"


async def _box(desk: Desk, name: str) -> EntryList:
    box = desk.box(name)
    box.focus()
    await settled(desk.pilot)
    return box


def _texts(box: EntryList) -> list[str]:
    return [row.text.strip("●○ ") for row in box.rows if row.key]


async def test_notes_are_written_one_after_the_other(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root) as desk:
        await desk.open_tab("empathy_map")
        box = await _box(desk, "hears")
        known = _texts(box)
        await desk.press("end", "a")
        assert isinstance(desk.app.focused, NoteEditor)
        await desk.type("First new note")
        await desk.press("enter")
        # the next one can be written at once
        assert isinstance(desk.app.focused, NoteEditor)
        await desk.type("Second")
        await desk.press("enter", "enter")
        assert not desk.screen.query(NoteEditor)
        assert box.has_focus
        assert _texts(box) == [*known, "First new note", "Second"]
        assert desk.session.undo_label == "add empathy note “Second”"
        assert b"First new note" in contents(root)["canvases/empathy_map/maya-okafor.toml"]
        await desk.press("u", "u")
        assert contents(root) == before


async def test_escape_leaves_a_text_as_it_was(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root) as desk:
        await desk.open_tab("empathy_map")
        box = await _box(desk, "says")
        known = _texts(box)
        await desk.press("home", "e")
        assert desk.screen.query_one(NoteEditor).text
        await desk.type(" and more")
        await desk.press("escape")
        assert not desk.screen.query(NoteEditor)
        assert _texts(box) == known
        await desk.press("a")
        await desk.type("never mind")
        await desk.press("escape")
        assert _texts(box) == known
        assert contents(root) == before
        assert desk.app.focused is box


async def test_text_is_changed_in_place_over_several_lines(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        desk.card.focus()
        assert desk.card.move_to("persona/maya-okafor#m2xa")
        await settled(desk.pilot)
        await desk.press("e", "f7", "backspace")
        await desk.type("Nobody answers")
        await desk.press("ctrl+j")
        await desk.type("at night")
        await desk.press("enter")
        pain = next(p for p in desk.session.project.personas["maya-okafor"].pains if p.id == "m2xa")
        assert pain.text == "Nobody answers\nat night"
        assert "Nobody answers" in told(desk.card)
        assert 'text = """' in (root / MAYA).read_text() or "\\n" in (root / MAYA).read_text()
        # an emptied text is no way to delete
        await desk.press("e", "f7", "backspace", "enter")
        assert "says nothing" in desk.notices[-1]
        pain = next(p for p in desk.session.project.personas["maya-okafor"].pains if p.id == "m2xa")
        assert pain.text == "Nobody answers\nat night"


async def test_going_elsewhere_keeps_what_was_written(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.open_tab("empathy_map")
        box = await _box(desk, "gains")
        await desk.press("a")
        await desk.type("Kept by a click")
        await desk.pilot.click(desk.box("pains"), offset=(5, 1))
        await settled(desk.pilot)
        assert not desk.screen.query(NoteEditor)
        assert "Kept by a click" in _texts(box)


async def test_lines_that_are_pasted_become_notes(tmp_path: Path) -> None:
    lines = "- One\r\n\r\n* Two \x1b]0;title\x07\n  Three  \n"
    async with at_work(sample(tmp_path)) as desk:
        await desk.open_tab("empathy_map")
        box = await _box(desk, "does")
        known = _texts(box)
        await desk.press("end")
        box.post_message(Paste(lines))
        await settled(desk.pilot)
        added = _texts(box)[len(known) :]
        assert len(added) == 3
        assert (added[0], added[2]) == ("One", "Three")
        assert "\x1b" not in added[1]
        await desk.press("u")
        assert _texts(box) == known
        # while a new note is being written, too; in a note that is there they are lines of it
        await desk.press("a")
        await desk.type("Zero")
        desk.screen.query_one(NoteEditor).post_message(Paste("One\nTwo"))
        await settled(desk.pilot)
        assert _texts(box)[-3:] == ["Zero", "One", "Two"]
        await desk.press("e")
        desk.screen.query_one(NoteEditor).post_message(Paste(" and\nmore"))
        await settled(desk.pilot)
        await desk.press("enter")
        assert _texts(box)[-1].startswith("Two and")


async def test_a_note_is_deleted_and_the_cursor_stays_near(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root) as desk:
        await desk.open_tab("empathy_map")
        box = await _box(desk, "says")
        known = _texts(box)
        await desk.press("home", "j", "d")
        assert _texts(box) == [known[0], *known[2:]]
        assert box.current is not None
        assert box.current.text.strip("●○ ") == known[2] if len(known) > 2 else known[0]
        # the Inspector shows what is under the cursor now
        await settled(desk.pilot)
        assert desk.told.splitlines()[1] == box.current.text.strip("●○ ")
        assert desk.session.undo_label.startswith("delete empathy note “")
        await desk.press("u")
        assert _texts(box) == known
        assert contents(root) == before


async def test_notes_move_within_a_box_and_to_the_one_beside(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.open_tab("empathy_map")
        box = await _box(desk, "who")
        known = _texts(box)
        assert len(known) > 1
        await desk.press("home", "J")
        assert _texts(box)[:2] == [known[1], known[0]]
        assert box.current is not None
        assert box.current.text.strip("●○ ") == known[0]
        await desk.press("shift+up")
        assert _texts(box) == known
        await desk.press("L")
        assert known[0] not in _texts(box)
        assert _texts(desk.box("need_to_do"))[-1] == known[0]
        assert desk.app.focused is desk.box("need_to_do")
        await desk.press("H")
        assert _texts(box)[-1] == known[0]


async def test_a_copy_can_be_put_into_another_list(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.open_tab("empathy_map")
        box = await _box(desk, "says")
        await desk.press("home", "y")
        text = box.current.text if box.current is not None else ""
        target = await _box(desk, "hears")
        await desk.press("p")
        assert target.current is not None
        assert target.current.text.strip("●○ ") == text.strip("●○ ")
        await desk.press("D")
        assert _texts(target).count(text.strip("●○ ")) == 2


async def test_ratings_are_set_by_digits_and_signs(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        desk.card.focus()
        assert desk.card.move_to("persona/maya-okafor#m2xa")
        await settled(desk.pilot)

        def severity() -> int | None:
            return next(p for p in desk.session.project.personas["maya-okafor"].pains if p.id == "m2xa").severity

        await desk.press("3")
        assert severity() == 3
        assert "severity 3" in told(desk.card)
        await desk.press("plus", "plus", "plus")
        assert severity() == 5
        assert "highest severity" in desk.notices[-1]
        await desk.press("9")
        assert severity() == 5
        assert "from 1 to 5" in desk.notices[-1]
        await desk.press("1", "minus")
        assert severity() is None
        need = desk.session.project.personas["maya-okafor"].needs[0]
        assert desk.card.move_to(f"persona/maya-okafor#{need.id}")
        await desk.press("3")
        assert "nothing to rate" in desk.notices[-1]


async def test_a_note_is_dragged_to_another_box(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.open_tab("empathy_map")
        box, other = desk.box("who"), desk.box("need_to_do")
        first, target = _texts(box)[0], _texts(other)[0]

        async def mouse(kind: type[MouseDown | MouseMove | MouseUp], x: int, y: int) -> None:
            event = kind(None, x, y, 1, 0, 1, False, False, False, screen_x=x, screen_y=y)
            desk.app.screen._forward_event(event)
            await settled(desk.pilot)

        here, there = box.content_region, other.content_region
        await mouse(MouseDown, here.x + 3, here.y)
        await mouse(MouseMove, here.x + 4, here.y)
        await mouse(MouseMove, there.x + 3, there.y)
        assert other.has_class("-target")
        await mouse(MouseUp, there.x + 3, there.y)
        assert not other.has_class("-target")
        assert first not in _texts(box)
        assert _texts(other)[:2] == [first, target]


async def test_an_empty_box_takes_its_first_note(tmp_path: Path) -> None:
    root = sample(tmp_path)
    (root / "canvases/empathy_map/collector-carl.toml").unlink()
    async with at_work(root, SMALL) as desk:
        await desk.select("collector-carl")
        await desk.open_tab("empathy_map")
        box = await _box(desk, "says")
        await desk.press("a")
        await desk.type("Is it rare?")
        await desk.press("enter", "escape")
        assert _texts(box) == ["Is it rare?"]
        assert (root / "canvases/empathy_map/collector-carl.toml").exists()
        await desk.press("u")
        assert not (root / "canvases/empathy_map/collector-carl.toml").exists()


async def test_the_editor_follows_a_resize(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        desk.card.focus()
        assert desk.card.move_to("persona/maya-okafor#m2xa")
        await desk.press("e")
        await desk.resize(80, 24)
        editor = desk.screen.query_one(NoteEditor)
        assert isinstance(desk.card, EntryList)
        row = desk.card.region_of("persona/maya-okafor#m2xa")
        assert row is not None
        assert editor.region.y + 1 == row.y
        assert desk.app.screen.region.contains_region(editor.region)
        assert isinstance(editor, TextArea)
        await desk.press("escape")


async def test_a_fast_typist_writes_notes_and_gives_no_commands(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.open_tab("empathy_map")
        box = await _box(desk, "gains")
        known = _texts(box)
        await desk.press("end")
        # nothing is waited for: every letter here is a command as well
        for key in ("a", *"Ndcv", "enter", *"Pfru", "enter", "escape"):
            send_key(desk.app, key)
        await settled(desk.pilot)
        assert _texts(box) == [*known, "Ndcv", "Pfru"]
        assert not desk.screen.query(NoteEditor)
        for key in ("e", *"xoz", "enter", "j", "k"):
            send_key(desk.app, key)
        await settled(desk.pilot)
        assert _texts(box) == [*known, "Ndcv", "Pfruxoz"]
        assert box.has_focus


async def test_what_cannot_be_kept_stays_in_front(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        desk.card.focus()
        assert desk.card.move_to("persona/maya-okafor:date")
        await desk.press("e", "f7", "backspace")
        await desk.type("tomorrow")
        await desk.press("enter")
        editor = desk.screen.query_one(NoteEditor)
        assert editor.text == "tomorrow"
        assert editor.has_focus
        assert "YYYY-MM-DD" in desk.notices[-1]
        await desk.press("f7", "backspace")
        await desk.type("2026-05-04")
        await desk.press("enter")
        assert not desk.screen.query(NoteEditor)
        assert desk.session.project.personas["maya-okafor"].date == "2026-05-04"
        assert desk.session.undo_label == "edit grounded on"


async def test_what_is_typed_before_a_dialog_is_there_goes_into_it(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        desk.card.focus()
        assert desk.card.move_to("persona/maya-okafor#m2xa")
        await settled(desk.pilot)
        # every letter is a command of the workbench too
        for key in ("A", *"need", "enter"):
            send_key(desk.app, key)
        await settled(desk.pilot)
        assert isinstance(desk.app.focused, NoteEditor)
        await desk.type("Sleep")
        await desk.press("enter", "escape")
        assert desk.session.project.personas["maya-okafor"].needs[-1].text == "Sleep"
        for key in ("slash", *"priya", "enter"):
            send_key(desk.app, key)
        await settled(desk.pilot)
        await desk.press(*(["enter"] if desk.app.screen.is_modal else []))
        assert desk.screen.persona_id == "priya-nair"
