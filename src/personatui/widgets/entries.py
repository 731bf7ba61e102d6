"""A list of entries that are edited in place: the keys, the mouse and the clipboard turned into requests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region

from personatui.widgets.lines import Row
from personatui.widgets.requests import (
    AddRequested,
    CopyRequested,
    DeleteRequested,
    DuplicateRequested,
    EditRequested,
    EvidenceRequested,
    FormRequested,
    MoveElsewhereRequested,
    MoveRequested,
    PasteRequested,
    QuestionsRequested,
    RateRequested,
    TakeRequested,
)
from personatui.widgets.rows import RowList
from personatui.widgets.slots import Slot

_DIGITS = tuple(range(10))
# The key of the row that makes room for a new entry.
GAP = "+"
# What the mark of an entry takes, before its text.
_MARK = 2


def pasted_texts(text: str) -> tuple[str, ...]:
    """The lines of a pasted text that say something, each without the bullet of a list in front."""
    lines = (line.strip() for line in text.splitlines())
    stripped = (line[2:].lstrip() if line[:2] in ("- ", "* ", "• ") else line for line in lines)
    return tuple(line for line in stripped if line)


class EntryList(RowList):
    """Rows that stand for entries of a record. Rows of a record's value are named by the value's place.

    A row may name the slot that it and those below it stand in; otherwise all stand in `slot`. Without a slot
    nothing can be edited, and Enter only chooses.
    """

    BINDING_GROUP_TITLE = "Entries"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", id="entries.add", tooltip="Add below the cursor, one after the other"),
        Binding("e,f2", "edit", "Edit", id="entries.edit", tooltip="Edit the text in place"),
        Binding("enter", "form", "All fields", id="entries.form", tooltip="Everything about it, in a form"),
        Binding("d,delete", "delete", "Delete", id="entries.delete"),
        Binding("s", "evidence", "Evidence", id="entries.evidence", tooltip="Link it to what supports it"),
        Binding("m", "move", "Move", id="entries.move", tooltip="Move it to another list"),
        Binding(
            "A", "add_elsewhere", "Add to", id="entries.add-to", show=False, tooltip="Add to a list of your choice"
        ),
        Binding("t", "take", "Take over", id="entries.take", show=False, tooltip="Make a statement of it elsewhere"),
        Binding("D", "duplicate", "Duplicate", id="entries.duplicate", show=False),
        Binding("y", "copy", "Copy", id="entries.copy", show=False),
        Binding("p", "paste", "Paste", id="entries.paste", show=False),
        Binding("w", "questions", "What to ask", id="entries.questions", show=False),
        Binding("J,shift+down", "shift(1)", "Move down", id="entries.lower", show=False),
        Binding("K,shift+up", "shift(-1)", "Move up", id="entries.raise", show=False),
        Binding("L,shift+right", "aside(1)", "Move to the right", id="entries.rightward", show=False),
        Binding("H,shift+left", "aside(-1)", "Move to the left", id="entries.leftward", show=False),
        Binding("plus", "step(1)", "Rate higher", id="entries.rate-up", key_display="+", show=False),
        Binding("minus", "step(-1)", "Rate lower", id="entries.rate-down", key_display="-", show=False),
        *(
            Binding(str(digit), f"rate({digit})", f"Rate {digit}", id=f"entries.rate-{digit}", show=False)
            for digit in _DIGITS
        ),
    ]

    # The list that an entry is dragged over shows where it would go.
    DEFAULT_CSS = """
    EntryList.-target { background: $boost; border: round $warning; }
    """

    slot: Slot | None = None
    _gap: tuple[Slot, str] | None = None
    _could_edit = False
    _held = ""
    _over: EntryList | None = None

    # Where entries stand ---------------------------------------------------------------------------------

    def slot_of(self, index: int) -> Slot | None:
        """The slot that a row stands in."""
        rows = self.rows
        begun = (rows[i].slot for i in range(min(index, len(rows) - 1), -1, -1) if rows[i].slot is not None)
        return next(begun, self.slot)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots that the list shows, from top to bottom."""
        begun = [self.slot, *(row.slot for row in self.rows)]
        return tuple(dict.fromkeys(slot for slot in begun if slot is not None))

    @property
    def current_slot(self) -> Slot | None:
        """The slot under the cursor."""
        return self.slot_of(self.cursor) if self.cursor >= 0 else self.slot_of(len(self.rows) - 1)

    @property
    def current_key(self) -> str:
        """The key of the entry under the cursor; empty when there is none that can be edited."""
        row = self.current
        return row.key if row is not None and self.slot_of(self.cursor) is not None else ""

    def entries_of(self, slot: Slot) -> list[str]:
        """The keys of the entries of a slot, from top to bottom, each once."""
        keys = (row.key for index, row in enumerate(self.rows) if row.key and self.slot_of(index) == slot)
        return list(dict.fromkeys(keys))

    def region_of(self, key: str) -> Region | None:
        """Where the row of a key is on the screen, scrolled into view; None when it is not shown."""
        index = next((i for i, row in enumerate(self.rows) if row.key == key), -1)
        if index < 0 or not self.region.area:
            return None
        self.scroll_to_row(index)
        return self.seen_region(index)

    def seen_region(self, index: int) -> Region | None:
        """Where a row is on the screen as the list is scrolled now; None when nothing of it is visible."""
        top, height = self.lines_of(index)
        area = self.content_region
        region = Region(area.x, area.y + top - self.scroll_offset.y, area.width, height)
        return region if region.overlaps(self.screen.region) else None

    def text_region(self, key: str) -> Region | None:
        """Where the text of a row is on the screen, without the mark or name before it; None when it is not shown."""
        region = self.region_of(key)
        row = next((row for row in self.rows if row.key == key), None)
        if region is None or row is None:
            return None
        before = min(row.hanging, region.width // 2)
        return Region(region.x + before, region.y, region.width - before, region.height)

    def open_gap(self, slot: Slot, after: str = "") -> None:
        """Make room for a new entry below the one of a key, or at the end of the slot."""
        self._gap = (slot, after)
        self.show([row for row in self.rows if row.key != GAP])

    @property
    def gap(self) -> tuple[Slot, str] | None:
        """Where a new entry is being written: its slot, and the key of the entry above it."""
        return self._gap

    def close_gap(self) -> None:
        """Take the room away again."""
        if self._gap is not None:
            self._gap = None
            self.show([row for row in self.rows if row.key != GAP])

    def _with_gap(self, rows: Iterable[Row]) -> list[Row]:
        found = list(rows)
        if self._gap is None:
            return found
        slot, after = self._gap
        begun = self.slot
        place, is_below = 0 if begun == slot else len(found), False
        for index, row in enumerate(found):
            begins = row.slot is not None
            begun = row.slot if begins else begun
            if after and row.key == after:
                # an entry may take several rows
                place, is_below = index + 1, True
            elif begun == slot and not is_below and (row.key or begins):
                place = index + 1
        found.insert(place, Row(((" ", "plain"),), key=GAP, hanging=_MARK))
        return found

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in _NEEDS_SLOT:
            return self.current_slot is not None
        return True

    # Keys ------------------------------------------------------------------------------------------------

    def keep_keys(self) -> None:
        """Have what is typed from now on kept for the editor or dialog that was asked for, where the app can."""
        hold = getattr(self.app, "hold_keys", None)
        if hold is not None:
            hold()

    def action_add(self) -> None:
        slot = self.current_slot
        if slot is not None:
            self.keep_keys()
            self.post_message(AddRequested(self, slot, self.current_key if self.cursor >= 0 else ""))

    def action_add_elsewhere(self) -> None:
        slot = self.current_slot
        if slot is not None:
            self.keep_keys()
            self.post_message(AddRequested(self, Slot(slot.owner, "")))

    def action_take(self) -> None:
        if self.current_key:
            self.keep_keys()
            self.post_message(TakeRequested(self, self.current_key))

    def action_edit(self) -> None:
        if self.current_key:
            self.keep_keys()
            self.post_message(EditRequested(self, self.current_key))

    def action_cursor_down(self) -> None:
        """Down in the list, and from its end into the next one."""
        if not self._step(range(self.cursor + 1, len(self.rows))):
            self.leave_towards(1)

    def action_cursor_up(self) -> None:
        """Up in the list, and from its top into the one before."""
        if not self._step(range(self.cursor - 1, -1, -1)):
            self.leave_towards(-1)

    def leave_towards(self, direction: int) -> None:
        """Go on in the list that follows this one (1) or comes before it (-1); without one, scroll."""
        lists = [rows for rows in self.screen.query(EntryList) if rows.region and rows.focusable]
        position = lists.index(self) + direction if self in lists else -1
        if not 0 <= position < len(lists):
            self.scroll_relative(y=direction, animate=False)
            return
        neighbour = lists[position]
        neighbour.focus()
        if direction > 0:
            neighbour.action_cursor_first()
        else:
            neighbour.action_cursor_last()

    def action_form(self) -> None:
        if self.current_key:
            self.keep_keys()
            self.post_message(FormRequested(self, self.current_key))
        else:
            self.action_select()

    def action_delete(self) -> None:
        if self.current_key:
            self.post_message(DeleteRequested(self, self.current_key))

    def action_duplicate(self) -> None:
        if self.current_key:
            self.post_message(DuplicateRequested(self, self.current_key))

    def action_evidence(self) -> None:
        if self.current_key:
            self.keep_keys()
            self.post_message(EvidenceRequested(self, self.current_key))

    def action_copy(self) -> None:
        if self.current_key:
            self.post_message(CopyRequested(self, self.current_key))

    def action_paste(self) -> None:
        slot = self.current_slot
        if slot is not None:
            self.post_message(PasteRequested(self, slot, self.current_key))

    def action_questions(self) -> None:
        slot = self.current_slot
        if slot is not None:
            self.keep_keys()
            self.post_message(QuestionsRequested(self, slot))

    def action_move(self) -> None:
        if self.current_key:
            self.keep_keys()
            self.post_message(MoveElsewhereRequested(self, self.current_key))

    def action_shift(self, by: int) -> None:
        """Move the entry under the cursor up or down among its own."""
        key, slot = self.current_key, self.current_slot
        if not key or slot is None:
            return
        keys = self.entries_of(slot)
        if key not in keys or not 0 <= keys.index(key) + by < len(keys):
            return
        others = [other for other in keys if other != key]
        position = keys.index(key) + by
        self.post_message(MoveRequested(self, key, slot, others[position] if position < len(others) else ""))

    def action_aside(self, direction: int) -> None:
        """Move the entry under the cursor to the list beside this one."""
        neighbour = self.list_beside(direction)
        if self.current_key and neighbour is not None and neighbour.current_slot is not None:
            self.post_message(MoveRequested(self, self.current_key, neighbour.current_slot))

    def list_beside(self, direction: int) -> EntryList | None:
        """The list of entries to the right (1) or left (-1) of this one on the screen, the nearest."""
        here = self.region
        beside = [
            other
            for other in self.screen.query(EntryList)
            if other is not self
            and other.region.area
            and (other.region.x - here.x) * direction > 0
            and other.region.y < here.bottom
            and other.region.bottom > here.y
        ]
        return min(beside, key=lambda other: _distance(other.region, here), default=None)

    def action_step(self, by: int) -> None:
        if self.current_key:
            self.post_message(RateRequested(self, self.current_key, step=by))

    def action_rate(self, value: int) -> None:
        if self.current_key:
            self.post_message(RateRequested(self, self.current_key, value=value))

    # Clipboard and mouse ---------------------------------------------------------------------------------

    def on_paste(self, event: events.Paste) -> None:
        slot, texts = self.current_slot, pasted_texts(event.text)
        if slot is not None and texts:
            event.stop()
            self.post_message(AddRequested(self, slot, self.current_key, texts))

    def click_row(self, index: int, event: events.Click) -> None:
        if self.slot_of(index) is None:
            super().click_row(index, event)
        elif self.rows[index].key:
            self.cursor = index
            if event.chain >= 2:
                self.post_message(FormRequested(self, self.rows[index].key))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        index = self.row_at(event.y, event.x)
        is_entry = index is not None and bool(self.rows[index].key) and self.slot_of(index) is not None
        if event.button == 1 and is_entry and index is not None and self.can_drag:
            self._held = self.rows[index].key

    @property
    def can_drag(self) -> bool:
        """Whether entries can be moved with the mouse."""
        return True

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if not self._held or not event.button:
            return
        if self.app.mouse_captured is not self:
            if not (event.delta_x or event.delta_y):
                return
            self.capture_mouse()
        over = self._list_at(event.screen_x, event.screen_y)
        if over is not self._over:
            self._mark_target(over)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        held, self._held = self._held, ""
        if self.app.mouse_captured is not self:
            return
        self.release_mouse()
        over = self._list_at(event.screen_x, event.screen_y)
        self._mark_target(None)
        if over is None or not held:
            return
        index = over.row_at(event.screen_y - over.region.y, event.screen_x - over.region.x)
        slot = over.slot_of(index) if index is not None else over.current_slot
        before = over.rows[index].key if index is not None else ""
        if slot is not None and before != held:
            self.post_message(MoveRequested(self, held, slot, before))

    def _list_at(self, x: int, y: int) -> EntryList | None:
        widget = self.screen.get_widget_at(x, y)[0] if self.screen.region.contains(x, y) else None
        return widget if isinstance(widget, EntryList) else None

    def _mark_target(self, over: EntryList | None) -> None:
        if self._over is not None:
            self._over.remove_class("-target")
        self._over = over
        if over is not None and over is not self:
            over.add_class("-target")

    def show(self, rows: Iterable[Row], *, cursor_key: str | None = None) -> None:
        """Replace the rows. Where the entry under the cursor is gone, the cursor goes to its neighbour."""
        before, position = self.current, self.cursor
        super().show(self._with_gap(rows), cursor_key=cursor_key)
        if cursor_key is None and before is not None and self.cursor < 0 and before.key:
            owner = _owner(before)
            near = [i for i, row in enumerate(self.rows) if row.key and _owner(row) == owner]
            if near:
                self.cursor = min(near, key=lambda i: abs(i - position))
        can_edit = self.current_slot is not None
        if can_edit is not self._could_edit and self.has_focus:
            self.refresh_bindings()
        self._could_edit = can_edit
        if before is None and self.cursor < 0 and self.has_focus:
            # it got the keys while it had nothing to put the cursor on
            self.move_to_first()


_NEEDS_SLOT = frozenset(
    (
        "add",
        "add_elsewhere",
        "take",
        "edit",
        "delete",
        "duplicate",
        "evidence",
        "copy",
        "paste",
        "questions",
        "move",
        "shift",
        "aside",
    )
) | {"step", "rate"}


def _owner(row: Row) -> str:
    return row.key.partition("#")[0].partition(":")[0]


def _distance(one: Region, other: Region) -> tuple[int, int]:
    return abs(one.x - other.x), abs(one.y - other.y)
