"""Boxes of notes, and the grid of boxes that shows any canvas whose tool declares regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from personatui.widgets.entries import EntryList
from personatui.widgets.keys import offer
from personatui.widgets.lines import Row
from personatui.widgets.requests import MoveRequested
from personatui.widgets.slots import Slot

# What a frame needs beside the words on it: its corners, a stroke and a blank on either side.
_FRAME = 6
# In a box narrower than this every cell counts.
_NARROW = 20


@dataclass(frozen=True, slots=True)
class BoxPlace:
    """A box of the grid: its field, title, questions, and place; `short` is the title where the frame is narrow."""

    id: str
    title: str
    prompts: tuple[str, ...] = ()
    row: int = 0
    column: int = 0
    row_span: int = 1
    column_span: int = 1
    group: str = ""
    short: str = ""


class NoteBox(EntryList):
    """A titled box of notes. An empty one asks the questions that help to fill it."""

    DEFAULT_CSS = """
    NoteBox {
        border: round $foreground 30%;
        border-title-color: $foreground;
        border-title-style: bold;
        border-subtitle-color: $foreground-muted;
        padding: 0 1;
        min-height: 4;
        &:focus { border: round $accent; border-title-color: $text-accent; }
        &.-narrow { padding: 0 0 0 1; }
        &.-grouped { border: heavy $primary 70%; }
        &.-grouped:focus { border: heavy $accent; }
    }
    """

    def __init__(self, place: BoxPlace) -> None:
        super().__init__(id=f"box-{place.id}", classes="-grouped" if place.group else None)
        self.place = place
        self._counts: tuple[str, ...] = ("",)
        self.border_title = Content(place.title)

    def action_shift(self, by: int) -> None:
        """Move the note among its own, and from the end of the box into the one below or above."""
        keys = self.entries_of(self.slot) if self.slot is not None else []
        if self.current_key not in keys or 0 <= keys.index(self.current_key) + by < len(keys):
            super().action_shift(by)
            return
        neighbour = self._box_towards(by)
        if neighbour is not None and neighbour.slot is not None:
            others = neighbour.entries_of(neighbour.slot)
            before = others[0] if by > 0 and others else ""
            self.post_message(MoveRequested(self, self.current_key, neighbour.slot, before))

    def action_aside(self, direction: int) -> None:
        """Move the note to the box beside, or where the boxes are stacked to the next one."""
        if self.list_beside(direction) is not None:
            super().action_aside(direction)
            return
        boxes = [box for box in self.screen.query(NoteBox) if box.slot is not None]
        position = boxes.index(self) + direction if self in boxes else -1
        stacked = 0 <= position < len(boxes) and boxes[position].region.x == self.region.x
        slot = boxes[position].slot if stacked else None
        if self.current_key and slot is not None:
            self.post_message(MoveRequested(self, self.current_key, slot))

    def _box_towards(self, direction: int) -> NoteBox | None:
        """The nearest box below (1) or above (-1)."""
        here = self.region
        found = [
            box
            for box in self.screen.query(NoteBox)
            if (box.region.y - here.y) * direction > 0 and box.region.x < here.right and here.x < box.region.right
        ]
        return min(found, key=lambda box: (abs(box.region.y - here.y), abs(box.region.x - here.x)), default=None)

    def fill(self, rows: Sequence[Row], slot: Slot | None = None) -> None:
        """Show these notes, or the guiding questions when there are none. With a slot they can be edited."""
        self.slot = slot
        count = sum(1 for row in rows if row.key)
        assumed = sum(1 for row in rows if row.key and row.pieces and row.pieces[0][1] == "assumption")
        if count:
            self._counts = (f"{count} · {assumed} assumed", f"{count} · {assumed} ○") if assumed else (f"{count}",)
        else:
            adds = offer(self, "entries.add", "adds") if slot is not None else ""
            self._counts = (f"empty · {adds}", adds) if adds else ("empty",)
        self._tell_counts()
        self.show(rows or [Row(((prompt, "dim"),), hanging=2) for prompt in self.place.prompts])

    def on_resize(self) -> None:
        # the column that is kept for the scroll bar is blank enough where words need the room
        self.set_class(self.outer_size.width < _NARROW, "-narrow")
        if self.place.short:
            is_cut = cell_len(self.place.title) > self.outer_size.width - _FRAME
            self.border_title = Content(self.place.short if is_cut else self.place.title)
        self._tell_counts()

    def _tell_counts(self) -> None:
        """How many notes there are, in as many words as there is room for."""
        room = self.outer_size.width - _FRAME
        told = next((text for text in self._counts if cell_len(text) <= room), self._counts[-1])
        self.border_subtitle = told if self.outer_size.width else self._counts[0]


class BoxGrid(VerticalScroll, can_focus=False):
    """Boxes laid out as the method draws them, or stacked where the screen is too narrow for that."""

    DEFAULT_CSS = """
    BoxGrid {
        scrollbar-size-vertical: 1;
        & > Grid { height: 100%; grid-gutter: 0; }
        &.-stacked > Grid { height: auto; grid-size: 1; grid-rows: auto; }
        &.-stacked NoteBox { height: auto; max-height: 24; column-span: 1; row-span: 1; }
    }
    """
    BINDING_GROUP_TITLE = "Boxes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "sideways(-1)", "Box to the left", show=False, id="boxes.left"),
        Binding("right,l", "sideways(1)", "Box to the right", show=False, id="boxes.right"),
    ]
    # A column of a box narrower than this breaks every other word.
    MIN_COLUMN = 7
    MIN_ROW = 4
    # Narrower than this, the boxes are stacked; a grid of few columns may set less.
    MIN_WIDTH = 56

    def __init__(self, places: Sequence[BoxPlace], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._places = tuple(sorted(places, key=lambda place: (place.row, place.column)))
        self._columns = max((place.column + place.column_span for place in places), default=1)
        self._grid_rows = max((place.row + place.row_span for place in places), default=1)
        self.boxes = {place.id: NoteBox(place) for place in self._places}
        self._grid = Grid()
        self._holes: list[Static] = []

    def compose(self) -> ComposeResult:
        with self._grid:
            taken: set[tuple[int, int]] = set()
            for row in range(self._grid_rows):
                for column in range(self._columns):
                    if (row, column) in taken:
                        continue
                    place = next((p for p in self._places if (p.row, p.column) == (row, column)), None)
                    if place is None:
                        self._holes.append(Static())
                        yield self._holes[-1]
                        continue
                    taken |= {
                        (row + down, column + right)
                        for down in range(place.row_span)
                        for right in range(place.column_span)
                    }
                    yield self.boxes[place.id]

    def action_sideways(self, direction: int) -> None:
        """Go to the box beside the one that has the focus."""
        current = next((box for box in self.boxes.values() if box.has_focus), None)
        if current is None:
            return
        here = current.region
        beside = [
            box
            for box in self.boxes.values()
            if (box.region.x - here.x) * direction > 0 and box.region.y < here.bottom and box.region.bottom > here.y
        ]
        if beside:
            min(beside, key=lambda box: (abs(box.region.x - here.x), abs(box.region.y - here.y))).focus()

    def on_mount(self) -> None:
        self._arrange(self.size.width)

    def on_resize(self) -> None:
        self._arrange(self.size.width)

    def _arrange(self, width: int) -> None:
        narrow = width < self._columns * self.MIN_COLUMN or width < self.MIN_WIDTH
        low = self.size.height and self.size.height < self._grid_rows * self.MIN_ROW
        self.set_class(narrow, "-stacked")
        for hole in self._holes:
            hole.display = not narrow
        if narrow:
            self._grid.styles.grid_size_columns = 1
            self._grid.styles.grid_size_rows = None
            self._grid.styles.height = "auto"
        else:
            self._grid.styles.grid_size_columns = self._columns
            self._grid.styles.grid_size_rows = self._grid_rows
            self._grid.styles.height = self._grid_rows * (self.MIN_ROW + 2) if low else "100%"
        for box in self.boxes.values():
            box.styles.column_span = 1 if narrow else box.place.column_span
            box.styles.row_span = 1 if narrow else box.place.row_span
            box.styles.height = "auto" if narrow else "100%"
