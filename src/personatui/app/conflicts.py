"""Settling conflicts: what was changed here and on disk in different ways, field by field, with the outcome in view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from personatui.app.closing import ClosingScreen
from personatui.app.conflicting import Choices, outcome_rows, value_rows
from personatui.app.keybar import KeyBar
from personatui.errors import PersonatuiError
from personatui.model.cleaning import clean_line
from personatui.render.figures import count
from personatui.widgets.lines import Row
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp
    from personatui.app.work import ProjectScreen
    from personatui.host.session import Session
    from personatui.model.ids import Reference

# Below this width two texts side by side would be too narrow to read.
NARROW = 100
OURS, THEIRS = True, False
_MARKS = {OURS: "ours  ", THEIRS: "theirs", None: "?     "}


class _Outcome(RowList):
    """The text that will be saved: it follows the field, but never scrolls both texts above it out of sight."""

    def scroll_to_row(self, index: int, *, within: bool = True) -> None:
        super().scroll_to_row(index, within=within and self.has_focus)


class ConflictScreen(ClosingScreen[None]):
    """Both texts of every field, and what is saved with the choices made so far. Nothing is changed before that."""

    DEFAULT_CSS = """
    ConflictScreen {
        & #conflict-title { height: 1; padding: 0 1; background: $panel; }
        & RowList {
            border: round $foreground 30%; padding: 0 1;
            border-title-color: $foreground; border-title-style: bold; border-subtitle-color: $foreground-muted;
        }
        & RowList:focus { border: round $accent; border-title-color: $text-accent; }
        & #conflict-fields { height: auto; max-height: 30%; }
        & #conflict-texts { height: 1fr; }
        & #conflict-base { height: auto; max-height: 6; }
        & #conflict-sides { layout: horizontal; height: 30%; min-height: 6; }
        & #conflict-sides RowList { width: 1fr; height: 1fr; }
        & #conflict-outcome { height: 1fr; min-height: 6; }
        & .-chosen { border: heavy $success; }
        &.-narrow #conflict-fields { max-height: 6; }
        &.-narrow #conflict-sides { layout: vertical; height: auto; }
        &.-narrow #conflict-sides RowList { width: 1fr; height: auto; max-height: 12; }
        &.-narrow #conflict-outcome { height: 8; }
    }
    """
    BINDING_GROUP_TITLE = "Conflicts"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "choose(True)", "Ours", id="conflicts.ours", tooltip="Keep what was changed here"),
        Binding("t", "choose(False)", "Theirs", id="conflicts.theirs", tooltip="Take what is on disk"),
        Binding("s,ctrl+s", "save", "Save", id="conflicts.save", tooltip="Save the outcome"),
        Binding("O", "choose_all(True)", "All ours", id="conflicts.all-ours"),
        Binding("T", "choose_all(False)", "All theirs", id="conflicts.all-theirs"),
        Binding("tab", "app.focus_next", "Next box", id="conflicts.next", show=False),
        Binding("escape", "close", "Leave", id="conflicts.close", tooltip="Leave it unsaved"),
    ]
    app: WorkbenchApp

    def __init__(self, desk: ProjectScreen, session: Session, references: Sequence[Reference]) -> None:
        super().__init__()
        self._desk = desk
        self._session = session
        self._waiting = list(references)
        self._number = len(self._waiting)
        self.choices: Choices | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="conflict-title")
        yield RowList(id="conflict-fields", wrap=False)
        with VerticalScroll(id="conflict-texts", can_focus=False):
            yield RowList(id="conflict-base")
            with Container(id="conflict-sides"):
                yield RowList(id="conflict-ours")
                yield RowList(id="conflict-theirs")
            yield _Outcome(id="conflict-outcome")
        yield KeyBar()

    def on_mount(self) -> None:
        for name, title in (
            ("fields", "Changed here and on disk"),
            ("base", "Before both changes"),
            ("ours", "Ours: changed here"),
            ("theirs", "Theirs: on disk now"),
            ("outcome", "What will be saved"),
        ):
            self._rows(name).border_title = title
        self._rows("fields").focus()
        self._look()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < NARROW, "-narrow")

    def _rows(self, name: str) -> RowList:
        return self.query_one(f"#conflict-{name}", RowList)

    # What is in conflict ---------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="look")
    def _look(self, told: str = "") -> None:
        """Find what is in conflict in the first file that waits, as the disk is now."""
        if not self._waiting:
            return
        reference = self._waiting[0]
        try:
            conflict = self._session.conflict_in(reference)
        except PersonatuiError as error:
            self.app.call_from_thread(self._give_up, error)
            return
        found = None
        if conflict is not None:
            found = Choices(reference, conflict, self._session.data_of(reference) or {})
        self.app.call_from_thread(self._show, found, told)

    def _show(self, found: Choices | None, told: str) -> None:
        if not self.is_there or not self.is_current or not self._waiting:
            return
        if told:
            self.notify(told, severity="warning", markup=False)
        if found is None:
            self._next(self._waiting[0])
            return
        self.choices = found
        number = self._number - len(self._waiting) + 1
        place = found.conflict.path
        name = clean_line(place.relative_to(self._session.root).as_posix())
        many = f"  file {number} of {self._number}" if self._number > 1 else ""
        title = Content.assemble(
            ("Settle conflicts", "bold"), " · ", Content(name), f" · {count(len(found.fields), 'field')}", many
        )
        self.query_one("#conflict-title", Static).update(title)
        self._show_fields()
        self._rows("fields").move_to_first()
        self._show_field()

    def _show_fields(self) -> None:
        choices = self.choices
        assert choices is not None
        rows = []
        for number, field in enumerate(choices.fields):
            side = choices.sides[number]
            mark = (f"{_MARKS[side]}  ", "warning" if side is None else "good")
            rows.append(Row((mark, (field.place, "plain")), key=f"field-{number}"))
        self._rows("fields").show(rows)
        self._work_out()

    @property
    def _at(self) -> int:
        """The field under the cursor."""
        current = self._rows("fields").current
        return int(current.key.removeprefix("field-")) if current is not None and current.key else 0

    def _show_field(self) -> None:
        choices = self.choices
        if choices is None:
            return
        field, side = choices.fields[self._at].conflict, choices.sides[self._at]
        self.query_one("#conflict-texts").scroll_home(animate=False)
        self._rows("base").show(value_rows(field.base, "base"))
        for name, value, own in (("ours", field.ours, OURS), ("theirs", field.theirs, THEIRS)):
            box = self._rows(name)
            box.show(value_rows(value, name))
            box.set_class(side is own, "-chosen")
            box.border_subtitle = Content("chosen" if side is own else f"{self._key_of(name)} chooses")

    def _key_of(self, side: str) -> str:
        for bindings in self._bindings.key_to_bindings.values():
            for binding in bindings:
                if binding.id == f"conflicts.{side}":
                    return self.app.get_key_display(binding)
        return ""

    @work(thread=True, exclusive=True, group="outcome")
    def _work_out(self) -> None:
        """Make the text that the choices lead to."""
        choices = self.choices
        if choices is None:
            return
        try:
            text = self._session.outcome_of(choices.reference, choices.choose_or_theirs)
        except PersonatuiError as error:
            self.app.call_from_thread(self._show_outcome, [Row(((clean_line(str(error)), "error"),))], choices.left)
        else:
            self.app.call_from_thread(self._show_outcome, outcome_rows(text, choices), choices.left)

    def _show_outcome(self, rows: Sequence[Row], left: int) -> None:
        if not self.is_there:
            return
        box = self._rows("outcome")
        box.show(rows)
        box.border_subtitle = f"{count(left, 'field')} not chosen: theirs so far" if left else "all chosen"
        self._reach_field()

    def _reach_field(self) -> None:
        box = self._rows("outcome")
        wanted = f"field-{self._at}"
        for index, row in enumerate(box.rows):
            if row.key == wanted:
                box.cursor = index
                return
        box.cursor = -1

    # Choosing --------------------------------------------------------------------------------------------

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        if event.rows.id == "conflict-fields":
            self._show_field()
            self._reach_field()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click on a text, or Enter in it, chooses its side."""
        event.stop()
        if event.rows.id in ("conflict-ours", "conflict-theirs"):
            self.action_choose(event.rows.id == "conflict-ours")

    def action_choose(self, ours: bool) -> None:
        """Choose a side for the field under the cursor, and go on to the next that is open."""
        if self.choices is None:
            return
        self.choices.sides[self._at] = ours
        following = self.choices.next_open(self._at)
        self._show_fields()
        if following is not None:
            self._rows("fields").move_to(f"field-{following}")
        self._show_field()

    def action_choose_all(self, ours: bool) -> None:
        """Choose a side for the whole file."""
        if self.choices is not None:
            self.choices.sides[:] = [ours] * len(self.choices.sides)
            self._show_fields()
            self._show_field()

    # Going on --------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Settle the file as chosen, and save it."""
        if self.choices is None:
            return
        if self.choices.left:
            self.notify(f"Choose ours or theirs first: {count(self.choices.left, 'field')} left.", severity="warning")
            return
        self._settle(self.choices)

    @work(thread=True, exclusive=True, group="look")
    def _settle(self, choices: Choices) -> None:
        try:
            self._session.resolve(choices.reference, choices.choose)
        except PersonatuiError as error:
            # Most likely the disk changed once more: what is in conflict now is shown instead.
            self._session_look(error)
            return
        self.app.call_from_thread(self._next, choices.reference)

    def _session_look(self, error: PersonatuiError) -> None:
        self.app.call_from_thread(self._look, clean_line(f"{error.message} {error.hint}"))

    def _next(self, settled: Reference) -> None:
        """The file is settled: save it, and show the next. Told twice of one, it goes on once."""
        if not self.is_there or self._waiting[:1] != [settled]:
            return
        self.choices = None
        self._waiting.pop(0)
        self._desk.show_again()
        if self._desk.saver is not None:
            self._desk.saver.save()
        if self._waiting:
            self._look()
        else:
            self.dismiss(None)

    def _give_up(self, error: PersonatuiError) -> None:
        self.app.complain(error)
        self.dismiss(None)

    def action_close(self) -> None:
        """Leave everything as it is: unsaved, and in the journal."""
        self.dismiss(None)
