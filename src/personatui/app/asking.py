"""Editing that asks first: all fields in a form, which list, which evidence, what to ask, what depends on it."""

from __future__ import annotations

from abc import abstractmethod
from asyncio import Future, get_running_loop
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from textual import on, work
from textual.screen import Screen

from personatui.app.editing import EditingScreen
from personatui.errors import PersonatuiError
from personatui.widgets.entries import EntryList
from personatui.widgets.requests import (
    AddRequested,
    DeleteRequested,
    EvidenceRequested,
    FormRequested,
    MoveElsewhereRequested,
    QuestionsRequested,
    TakeRequested,
)
from personatui.widgets.slots import Slot

if TYPE_CHECKING:
    from personatui.model.base import Model
    from personatui.model.edits import Data, Path
    from personatui.model.ids import Reference
    from personatui.widgets.choices import Choice

_T = TypeVar("_T")


class AskingScreen(EditingScreen):
    """A project that is edited in dialogs where one line in place is not enough."""

    async def _answer(self, dialog: Screen[_T]) -> _T | None:
        """What a dialog is left with; what was typed while it was on its way is typed into it."""
        answer: Future[_T | None] = get_running_loop().create_future()

        def take(given: _T | None) -> None:
            if not answer.done():
                answer.set_result(given)

        await self.app.push_screen(dialog, take)
        self.app.release_keys()
        return await answer

    @abstractmethod
    def jump(self, reference: Reference) -> None:
        """Show what a reference points at."""

    # Forms -----------------------------------------------------------------------------------------------

    @on(FormRequested)
    def _form(self, request: FormRequested) -> None:
        request.stop()
        try:
            place = self.entries().place(request.key)
            if len(place.path) == 2 and isinstance(place.path[1], int):
                self._fill_entry(request.key)
            else:
                self._fill_record(place.owner, tuple(map(str, place.path)))
        except PersonatuiError as error:
            self.app.complain(error)

    def _fill_entry(self, key: str) -> None:
        entries = self.entries()
        place = entries.place(key)
        model = entries.model(place.owner, str(place.path[0]))
        self._ask_form(entries.name(key), model, entries.data(key), place.owner, entries.path(key))

    def _fill_record(self, reference: Reference, focus: tuple[str, ...] = ()) -> None:
        from personatui.host.loading import model_for

        assert self.session is not None
        data = self.session.data_of(reference)
        if data is None and reference.kind == "canvas":
            # it begins with its first value
            data = {}
        if data is not None:
            title = self.entries().owner_name(reference)
            if reference.kind != "canvas":
                title = f"{reference.kind} {title}"
            self._ask_form(title, model_for(reference, self.session.plugins), data, reference, (), focus=focus)

    @work
    async def _ask_form(
        self,
        title: str,
        model: type[Model],
        data: Data,
        owner: Reference,
        path: Path,
        *,
        focus: tuple[str, ...] = (),
    ) -> None:
        """Show the form of an item, and make one change of all that was entered."""
        from personatui.app.forms import FormScreen

        assert self.session is not None
        form = FormScreen(title, model, data, project=self.session.project, focus=focus)
        entered: dict[tuple[str, ...], Any] | None = await self._answer(form)
        if entered:
            self._try(lambda entries: entries.entered(owner, path, data, entered, f"edit {title}"))

    # Records ---------------------------------------------------------------------------------------------

    def ask(self, reference: Reference, what: str) -> None:
        """Do something with a record: `edit`, `delete` or `rename` it."""
        from personatui.app.reshaping import delete

        if self.session is None:
            return
        match what:
            case "edit":
                try:
                    self._fill_record(reference)
                except PersonatuiError as error:
                    # such as of a file that cannot be read
                    self.app.complain(error)
            case "delete":
                delete(self, reference)
            case "rename":
                self._ask_id(reference)

    @work
    async def _ask_id(self, reference: Reference) -> None:
        from personatui.app.dialogs import AskScreen
        from personatui.app.reshaping import id_problem, rename

        session = self.session
        if session is None:
            return
        new_id = await self._answer(
            AskScreen(
                f"Rename {reference.kind} {reference.record}",
                "The file's new name, which others refer to it by:",
                value=reference.record,
                problem=lambda text: id_problem(session, reference, text),
            )
        )
        if new_id and new_id != reference.record:
            rename(self, reference, new_id)

    @on(DeleteRequested)
    def _delete_used(self, request: DeleteRequested) -> None:
        """An entry that others refer to is deleted with all of that in view."""
        from personatui.app.reshaping import delete, is_used
        from personatui.model.ids import Reference

        reference = Reference.parse(request.key, default_kind="persona")
        if self.session is not None and reference is not None and reference.item and is_used(self.session, reference):
            request.stop()
            request.prevent_default()
            delete(self, reference)

    # Lists -----------------------------------------------------------------------------------------------

    @on(AddRequested)
    def _add_somewhere(self, request: AddRequested) -> None:
        if not request.slot.field:
            request.stop()
            request.prevent_default()
            self._ask_list(request.source, request.slot.owner, request.texts)
        elif not self._has_text(request.slot):
            request.stop()
            request.prevent_default()
            self._ask_new_entry(request.slot, request.after)

    @work
    async def _ask_list(self, source: object, owner: Reference, texts: tuple[str, ...] = ()) -> None:
        """Add to a list of the person's choice: in place where the list is shown, else through a dialog."""
        from personatui.app.choosing import ChooseScreen

        chosen = await self._answer(ChooseScreen("Add to", list(self._lists((owner,)))))
        if not isinstance(chosen, str):
            return
        slot = Slot(owner, chosen.partition(" ")[2])
        if not self._has_text(slot):
            await self._ask_entry(slot)
        elif texts:
            self._add_texts(slot, "", texts)
        elif isinstance(source, EntryList):
            self._write_new(*self._shown_in(source, slot), "")

    def _shown_in(self, source: EntryList, slot: Slot) -> tuple[EntryList, Slot]:
        """Where a list is shown as a whole, and as which slot; else where the person is."""
        for rows in (source, *self.query(EntryList)):
            for found in rows.slots if rows.region else ():
                if (found.owner, found.field, found.values) == (slot.owner, slot.field, ()):
                    self.set_focus(rows)
                    return rows, found
        return source, slot

    def _has_text(self, slot: Slot) -> bool:
        """Whether an entry of a list says one text; else it is added in a form."""
        from personatui.host.entries import text_field

        try:
            return bool(text_field(self.entries().model(slot.owner, slot.field)))
        except PersonatuiError:
            # whoever adds to it tells why that cannot be
            return True

    @work
    async def _ask_new_entry(self, slot: Slot, after: str) -> None:
        await self._ask_entry(slot, after)

    async def _ask_entry(self, slot: Slot, after: str = "") -> bool:
        """Ask for a new entry of a list in its form, and add it; whether there is one."""
        from personatui.app.forms import FormScreen
        from personatui.host.entries import noun
        from personatui.model.forms import filled

        assert self.session is not None
        entries = self.entries()
        model = entries.model(slot.owner, slot.field)
        title = f"New {noun(model, slot.field)} · {entries.owner_name(slot.owner)}"
        entered = await self._answer(FormScreen(title, model, dict(slot.values), project=self.session.project))
        if not entered:
            return False
        try:
            data = filled(model, dict(slot.values), entered)
            change, keys = self.entries().added(slot.owner, slot.field, [data], after=after)
        except PersonatuiError as error:
            self.app.complain(error)
            return False
        was_made = self.make(change)
        if was_made:
            self.show_entry(keys[0], focus=False)
        return was_made

    @on(MoveElsewhereRequested)
    def _move_elsewhere(self, request: MoveElsewhereRequested) -> None:
        request.stop()
        self._ask_move(request.key)

    @work
    async def _ask_move(self, key: str) -> None:
        from personatui.app.choosing import ChooseScreen

        target = await self._ask_target(ChooseScreen, key, "Move")
        if target is None:
            return
        lost = ""
        try:
            change, lost = self.entries().moved(key, *target)
        except PersonatuiError as error:
            self.app.complain(error)
            return
        if change is not None and self.make(change) and lost:
            self.notify(f"{lost}. u brings it back.", markup=False)

    @on(TakeRequested)
    def _take(self, request: TakeRequested) -> None:
        request.stop()
        self._ask_take(request.key)

    @work
    async def _ask_take(self, key: str) -> None:
        from personatui.app.choosing import ChooseScreen

        target = await self._ask_target(ChooseScreen, key, "Take over")
        if target is None:
            return
        try:
            change, keys = self.entries().taken(key, *target)
        except PersonatuiError as error:
            self.app.complain(error)
            return
        if self.make(change):
            self.show_entry(keys, focus=False)

    async def _ask_target(self, screen: Any, key: str, verb: str) -> tuple[Reference, str] | None:
        """A list for an entry to go to: of its own record, or of the persona that is shown."""
        from personatui.model.ids import Reference

        try:
            place = self.entries().place(key)
            title = f"{verb} {self.entries().name(key)} to"
        except PersonatuiError as error:
            self.app.complain(error)
            return None
        owners = tuple(dict.fromkeys((place.owner, *self._owners())))
        choices = [choice for choice in self._lists(owners) if choice.key != f"{place.owner} {place.path[0]}"]
        chosen = await self._answer(screen(title, choices))
        if not isinstance(chosen, str):
            return None
        owner_text, _, field = chosen.partition(" ")
        owner = Reference.parse(owner_text, default_kind="persona")
        return (owner, field) if owner is not None else None

    def _owners(self) -> Iterator[Reference]:
        """The persona that is shown, and its canvas of every tool, whether it has begun or not."""
        from personatui.model.ids import canvas_reference, persona_reference

        session = self.session
        if session is None or self.persona_id not in session.project.personas:
            return
        yield persona_reference(self.persona_id)
        for tool_id, tool in session.tools.items():
            found = session.project.canvas(tool_id, self.persona_id)
            yield canvas_reference(tool_id, found[0] if found is not None else tool.canvas_name(self.persona_id))

    def _lists(self, owners: tuple[Reference, ...]) -> Iterator[Choice]:
        from personatui.widgets.choices import Choice

        entries = self.entries()
        for owner in owners:
            for field, title in entries.lists(owner):
                yield Choice(f"{owner} {field}", title, entries.owner_name(owner))

    # Evidence and questions ------------------------------------------------------------------------------

    @on(EvidenceRequested)
    def _evidence(self, request: EvidenceRequested) -> None:
        request.stop()
        self._ask_evidence(request.key)

    @work
    async def _ask_evidence(self, key: str) -> None:
        from personatui.app.evidence import EvidencePicker
        from personatui.model.claims import Claim
        from personatui.model.ids import Reference

        while self.session is not None:
            try:
                entries = self.entries()
                entry = entries.entry(key)
                title = entries.name(key)
            except PersonatuiError as error:
                self.app.complain(error)
                return
            if not isinstance(entry, Claim):
                self.notify("Evidence belongs to statements; this is none.", severity="warning")
                return
            chosen = await self._answer(EvidencePicker(self.session.project, entry.sources, title=title))
            if chosen is None:
                return
            if chosen.sources != entry.sources:
                change = self.entries().given(key, {"sources": list(chosen.sources) or None}, "link evidence to")
                if change is not None and not self.make(change):
                    return
            if not chosen.new_in or not await self._ask_entry(Slot(Reference("source", chosen.new_in), "excerpts")):
                return

    @on(QuestionsRequested)
    def _questions(self, request: QuestionsRequested) -> None:
        request.stop()
        if isinstance(request.source, EntryList):
            self._ask_question(request.source, request.slot)

    @work
    async def _ask_question(self, rows: EntryList, slot: Slot) -> None:
        """Show the questions of a list; the one that is chosen stands in the editor of the answer."""
        from personatui.app.choosing import ChooseScreen
        from personatui.model.guidance import QUESTIONS
        from personatui.widgets.boxes import NoteBox
        from personatui.widgets.choices import Choice

        questions = rows.place.prompts if isinstance(rows, NoteBox) else ()
        questions = questions or QUESTIONS.get(slot.field, ())
        if not questions:
            self.notify("There are no questions for this.", severity="warning")
            return
        title = slot.title or slot.field.replace("_", " ")
        choices = [Choice(str(number), question) for number, question in enumerate(questions)]
        chosen = await self._answer(ChooseScreen(f"{title}: what to ask", choices))
        if isinstance(chosen, str):
            self._write_new(rows, slot, rows.current_key, questions[int(chosen)])
