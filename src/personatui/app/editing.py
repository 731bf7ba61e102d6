"""What the workbench does when a person edits: requests of lists become changes, with an editor laid over the row."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on

from personatui.app.analysing import AnalysingScreen
from personatui.errors import EditError, PersonatuiError
from personatui.widgets.entries import GAP, EntryList
from personatui.widgets.requests import (
    AddRequested,
    CopyRequested,
    DeleteRequested,
    DuplicateRequested,
    EditRequested,
    FormRequested,
    MoveRequested,
    PasteRequested,
    RateRequested,
    SetRequested,
)
from personatui.widgets.slots import Slot

if TYPE_CHECKING:
    from textual.geometry import Region

    from personatui.host.entries import EntryChanges
    from personatui.model.base import Model
    from personatui.model.edits import Change, Data
    from personatui.model.places import Place
    from personatui.widgets.editor import NoteEditor

# How often to look whether an entry has been scrolled into view, and the pause between two looks in seconds.
_TRIES = 15
_PAUSE = 0.02


class EditingScreen(AnalysingScreen):
    """A project that is edited where it is shown."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._accept: Callable[[str], bool] = lambda text: True
        self._copied: tuple[type[Model], Data] | None = None

    def entries(self) -> EntryChanges:
        """The changes that can be made on entries, as the project is now. Raises EditError before it is read."""
        from personatui.host.entries import EntryChanges

        if self.session is None:
            raise EditError("The project is still being read.", hint="Wait a moment.")
        return EntryChanges(self.session)

    def show_entry(self, key: str, *, focus: bool = True) -> bool:
        """Put the cursor on an entry wherever it is shown; whether it is."""
        for rows in self.query(EntryList):
            if rows.is_on_screen and any(row.key == key for row in rows.rows):
                if focus:
                    rows.focus()
                return rows.move_to(key)
        return False

    # Writing in place ------------------------------------------------------------------------------------

    @on(AddRequested)
    def _add(self, request: AddRequested) -> None:
        request.stop()
        source = request.source
        if request.texts:
            self._add_texts(request.slot, request.after, request.texts)
        elif isinstance(source, EntryList) and request.slot.field:
            self._write_new(source, request.slot, request.after)

    def _write_new(self, rows: EntryList, slot: Slot, after: str, question: str = "") -> None:
        """Open an editor in a gap of the list. Enter makes the entry and opens the next one below it."""
        rows.open_gap(slot, after)
        # a list that is as high as its rows makes room first
        self.call_after_refresh(self._once_seen, rows, GAP, partial(self._write_in_gap, rows, question))

    def _once_seen(
        self, rows: EntryList, key: str, then: Callable[[Region | None], object], tries: int = _TRIES
    ) -> None:
        """Go on with where the text of an entry is, once what holds its list has been scrolled there, or with None."""
        area = rows.text_region(key)
        if area is not None or tries == 0 or self.is_left:
            then(area)
        else:
            self.set_timer(_PAUSE, partial(self._once_seen, rows, key, then, tries - 1))

    def _write_in_gap(self, rows: EntryList, question: str, area: Region | None) -> None:
        if rows.gap is None:
            self.app.release_keys()
            return
        if area is None:
            rows.close_gap()
            self.app.release_keys()
            self.notify("There is no room to write here: the window is too small.", severity="warning")
            return

        from personatui.widgets.editor import NoteEditor

        def accept(text: str) -> bool:
            if not text or rows.gap is None:
                return True
            slot, after = rows.gap
            keys = self._add_texts(slot, after, (text,))
            if keys:
                rows.open_gap(slot, keys[-1])
            return bool(keys)

        self._accept = accept
        self._mount_editor(NoteEditor("", area, source=rows, adds=True, placeholder=question))

    def _add_texts(self, slot: Slot, after: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Add entries that say these texts; their keys, none when it failed."""
        try:
            entries = self.entries()
            field = entries.text_field(slot.owner, slot.field)
            values = [{field: text, **dict(slot.values)} for text in texts]
            change, keys = entries.added(slot.owner, slot.field, values, after=after)
        except PersonatuiError as error:
            self.app.complain(error)
            return ()
        if not self.make(change):
            return ()
        self.show_entry(keys[-1], focus=False)
        return keys

    @on(EditRequested)
    def _edit_text(self, request: EditRequested) -> None:
        request.stop()
        rows, key = request.source, request.key
        if isinstance(rows, EntryList):
            self._once_seen(rows, key, partial(self._edit_at, rows, key))

    def _edit_at(self, rows: EntryList, key: str, area: Region | None) -> None:
        try:
            editor = self._editor_for(rows, key, area)
        except PersonatuiError as error:
            self.app.complain(error)
            self.app.release_keys()
            return
        if editor is not None:
            self._mount_editor(editor)
        else:
            # what is more than one text opens in the form
            self.post_message(FormRequested(rows, key))
            self.app.release_keys()

    def _editor_for(self, rows: EntryList, key: str, area: Region | None) -> NoteEditor | None:
        """The editor of what a key names; None for what cannot be written as one text. Raises EditError."""
        entries = self.entries()
        place, entry = entries.place(key), entries.entry(key)
        if area is None or (entry is not None and not entries.is_one_text(entry)):
            return None
        if entry is None:
            return self._value_editor(rows, place, area)

        from personatui.widgets.editor import NoteEditor
        from personatui.widgets.keys import offer

        def accept(written: str) -> bool:
            if not written:
                deletes = offer(rows, "entries.delete", "deletes it.")
                self.notify(f"A note that says nothing was left as it was. {deletes}".rstrip(), markup=False)
                return True
            change = self.entries().edited(key, written)
            return change is None or self.make(change)

        self._accept = accept
        return NoteEditor(entries.text(key), area, source=rows)

    def _value_editor(self, rows: EntryList, place: Place, area: Region) -> NoteEditor | None:
        """The editor of a value of a record; None for what is chosen rather than written."""
        from personatui.host.loading import model_for
        from personatui.model.fields import WRITTEN_KINDS, fields_for, value_in
        from personatui.model.forms import parse, show
        from personatui.model.validation import Problem
        from personatui.widgets.editor import NoteEditor

        assert self.session is not None
        data = self.session.data_of(place.owner) or {}
        model = model_for(place.owner, self.session.plugins)
        path = tuple(map(str, place.path))
        field = next((field for field in fields_for(model, data) if field.path == path), None)
        if field is None or field.kind not in WRITTEN_KINDS:
            return None

        def accept(written: str) -> bool:
            value = parse(field, written)
            if isinstance(value, Problem):
                self.notify(value.message, severity="warning", markup=False)
                return False
            change = self.entries().entered(place.owner, (), data, {path: value}, f"edit {field.label.lower()}")
            return change is None or self.make(change)

        self._accept = accept
        return NoteEditor(show(field, value_in(data, path)), area, source=rows, placeholder=field.meaning)

    def _mount_editor(self, editor: NoteEditor) -> None:
        self.call_later(self._put_editor, editor)

    async def _put_editor(self, editor: NoteEditor) -> None:
        await self.query("NoteEditor").remove()
        await self.mount(editor)
        self.set_focus(editor)
        self.app.release_keys()
        # what was scrolled to make room has come to rest then
        self.call_after_refresh(self._replace_editor)

    def on_note_editor_accepted(self, event: NoteEditor.Accepted) -> None:
        event.stop()
        editor, rows = event.editor, event.editor.source
        try:
            was_made = self._accept(event.text)
        except PersonatuiError as error:
            self.app.complain(error)
            was_made = False
        if not was_made:
            # what was written stays in front of the person
            editor.restore(event.text)
        elif event.goes_on:
            self.call_after_refresh(self._replace_editor)
        else:
            if isinstance(rows, EntryList):
                rows.close_gap()
            self.call_later(self._close_editor, editor, focus=event.by_key)

    def on_note_editor_left(self, event: NoteEditor.Left) -> None:
        event.stop()
        rows = event.editor.source
        if isinstance(rows, EntryList):
            rows.close_gap()
        self.call_later(self._close_editor, event.editor, focus=True)

    def on_note_editor_several(self, event: NoteEditor.Several) -> None:
        event.stop()
        rows = event.editor.source
        if isinstance(rows, EntryList) and rows.gap is not None:
            slot, after = rows.gap
            rows.close_gap()
            self._add_texts(slot, after, event.texts)
        self.call_later(self._close_editor, event.editor, focus=True)

    async def _close_editor(self, editor: NoteEditor, *, focus: bool) -> None:
        await editor.remove()
        if focus and editor.source.is_attached:
            editor.source.focus()

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._replace_editor)

    def _editors(self) -> list[NoteEditor]:
        """The editor that is open, if any. It is loaded with the first one that opens."""
        found = self.query("NoteEditor")
        if not found:
            return []
        from personatui.widgets.editor import NoteEditor

        return list(found.results(NoteEditor))

    def _replace_editor(self) -> None:
        for editor in self._editors():
            rows = editor.source
            if isinstance(rows, EntryList):
                area = rows.text_region(GAP if editor.adds else rows.current_key)
                if area is not None:
                    editor.place(area)

    # One step each ---------------------------------------------------------------------------------------

    @on(DeleteRequested)
    def _delete(self, request: DeleteRequested) -> None:
        request.stop()
        self._try(lambda entries: entries.deleted(request.key))

    @on(DuplicateRequested)
    def _duplicate(self, request: DuplicateRequested) -> None:
        request.stop()
        keys: list[str] = []

        def change(entries: EntryChanges) -> Change:
            made, key = entries.duplicated(request.key)
            keys.append(key)
            return made

        if self._try(change):
            self.show_entry(keys[0])

    @on(MoveRequested)
    def _move(self, request: MoveRequested) -> None:
        request.stop()
        slot, lost = request.slot, [""]

        def change(entries: EntryChanges) -> Change | None:
            made, lost[0] = entries.moved(request.key, slot.owner, slot.field, slot.values, before=request.before)
            return made

        if self._try(change):
            self.show_entry(request.key)
            if lost[0]:
                self.notify(f"{lost[0]}. u brings it back.", markup=False)

    @on(RateRequested)
    def _rate(self, request: RateRequested) -> None:
        request.stop()

        def change(entries: EntryChanges) -> Change | None:
            rated = entries.rated(request.key, request.field, value=request.value, step=request.step)
            return rated[0] if rated is not None else None

        self._try(change)

    @on(SetRequested)
    def _set(self, request: SetRequested) -> None:
        request.stop()
        self._try(lambda entries: entries.given(request.key, request.values, request.what))

    @on(CopyRequested)
    def _copy(self, request: CopyRequested) -> None:
        request.stop()
        try:
            entries = self.entries()
            entry = entries.entry(request.key)
            if entry is None:
                raise EditError("Only entries of a list can be copied.")
            self._copied = (type(entry), entries.data(request.key))
        except PersonatuiError as error:
            self.app.complain(error)
            return
        self.app.copy_to_clipboard(entry.label)
        self.notify("Copied. p puts it below the cursor.", timeout=2)

    @on(PasteRequested)
    def _paste(self, request: PasteRequested) -> None:
        request.stop()
        if self._copied is None:
            self.notify("Nothing was copied here yet. y copies; your terminal's own paste works too.", markup=False)
            return
        slot, keys = request.slot, [""]

        def change(entries: EntryChanges) -> Change | None:
            assert self._copied is not None
            made, keys[0] = entries.pasted(*self._copied, slot.owner, slot.field, slot.values, after=request.after)
            return made

        if self._try(change):
            self.show_entry(keys[0])

    def _try(self, build: Callable[[EntryChanges], Change | None]) -> bool:
        """Make the change that is built, if any; whether one was made."""
        try:
            change = build(self.entries())
        except PersonatuiError as error:
            self.app.complain(error)
            return False
        return change is not None and self.make(change)
