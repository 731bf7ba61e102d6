"""Entries in cells: a sheet drawn line by line, whose headers stay while the rest scrolls in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip

from personatui.widgets.entries import GAP, EntryList
from personatui.widgets.lines import Piece, Row, cut_row, wrap_row
from personatui.widgets.requests import SetRequested
from personatui.widgets.rows import RowList

Line = tuple[Piece, ...]
MISSING = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """A rectangle of a sheet and what is written in it.

    It shows the row at position `row` of the list, or one of its values when `part` is above 0; with -1 it is
    only looked at. Left and right lead through the cells of one `band`.
    """

    x: int
    y: int
    width: int
    height: int
    lines: Sequence[Line] = ()
    row: int = -1
    part: int = 0
    band: int = 0

    @property
    def right(self) -> int:
        """The column after the last."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The line after the last."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells side by side and below each other; `top` lines and `left` columns stay where they are."""

    cells: Sequence[Cell] = ()
    top: int = 0
    left: int = 0
    by_line: dict[int, list[Cell]] = field(default_factory=dict)
    by_place: dict[tuple[int, int], Cell] = field(default_factory=dict)
    parts: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for cell in sorted(self.cells, key=lambda cell: cell.x):
            for line in range(cell.y, cell.bottom):
                self.by_line.setdefault(line, []).append(cell)
            if cell.row >= 0 and (cell.row, cell.part) not in self.by_place:
                self.by_place[cell.row, cell.part] = cell
                self.parts.setdefault(cell.row, []).append(cell.part)

    @property
    def size(self) -> Size:
        """How much room all cells take."""
        return Size(
            max((cell.right for cell in self.cells), default=0), max((cell.bottom for cell in self.cells), default=0)
        )


def aligned(text: str, width: int, align: Literal["left", "right", "middle"] = "left") -> str:
    """The text in exactly `width` cells, cut with an ellipsis where it is longer."""
    width = max(1, width)
    text = "".join(part for part, _ in cut_row(Row(((text, "plain"),)), width))
    spare = width - cell_len(text)
    before = {"left": 0, "right": spare, "middle": spare // 2}[align]
    return " " * before + text + " " * (spare - before)


def wrapped(pieces: Iterable[Piece], width: int, most: int) -> tuple[Line, ...]:
    """The pieces on up to `most` lines of that width; the last one tells with an ellipsis that more follows."""
    lines = wrap_row(Row(tuple(pieces)), width)
    if len(lines) <= most:
        return lines
    rest = tuple((text.rstrip("\n") + " ", role) for line in lines[most - 1 :] for text, role in line)
    return (*lines[: most - 1], cut_row(Row(rest), max(4, width)))


def prompt_cells(prompts: Iterable[str], width: int) -> list[Cell]:
    """What an empty sheet asks."""
    cells: list[Cell] = []
    for prompt in prompts:
        lines = wrap_row(Row(((prompt, "dim"),), hanging=2), width)
        cells.append(Cell(0, sum(cell.height for cell in cells), max(4, width), len(lines), lines))
    return cells


class CellList(EntryList):
    """A list of entries drawn as a sheet of cells. The cursor is on a row and one of its parts.

    Part 0 is the entry itself, the others are values of it. Derive from it and draw in `draw_sheet`.
    """

    DEFAULT_CSS = """
    CellList {
        border: round $foreground 30%;
        border-title-color: $foreground;
        border-title-style: bold;
        border-subtitle-color: $foreground-muted;
        padding: 0 1;
        min-height: 4;
        overflow-x: auto;
        scrollbar-size-horizontal: 1;
        &:focus { border: round $accent; border-title-color: $text-accent; }
        &.-target { background: $boost; border: round $warning; }
    }
    """
    BINDING_GROUP_TITLE = "Cells"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "cell(-1)", "Cell to the left", show=False, id="cells.left"),
        Binding("right,l", "cell(1)", "Cell to the right", show=False, id="cells.right"),
        Binding("backspace", "clear", "Clear the value", show=False, id="cells.clear"),
    ]

    part: reactive[int] = reactive(0)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._sheet = Sheet()

    def draw_sheet(self, width: int) -> Sheet:
        """The cells at a width. Every row that can be selected has one."""
        raise NotImplementedError

    # Layout ----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        width = self._width
        self._laid_out_for = (width, self._version)
        self._sheet = self.draw_sheet(max(4, width))
        if self._sheet.size.height > self.size.height:
            self._sheet = self.draw_sheet(max(4, width - self.styles.scrollbar_size_vertical))
        self.virtual_size = self._sheet.size

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.draw_sheet(max(4, width)).size.height

    def show(self, rows: Iterable[Row], *, cursor_key: str | None = None) -> None:
        """Replace the rows. The cursor stays on its entry, else in its slot, else near where it was."""
        before, position = self.current, self.cursor
        slot = self.current_slot if before is not None else None
        super().show(rows, cursor_key=cursor_key)
        kept = self.current is not None and before is not None and before.key and self.current.key == before.key
        if cursor_key is None and before is not None and not kept and slot is not None:
            near = [i for i in range(len(self.rows)) if self.slot_of(i) == slot and self._parts_of(i)]
            if near:
                self.set_reactive(RowList.cursor, min(near, key=lambda i: abs(i - position)))
                self.post_message(self.Highlighted(self, self.rows[self.cursor].key))
        if self.cursor >= 0 and (self.cursor, self.part) not in self._sheet.by_place:
            self.set_reactive(CellList.part, min(self._parts_of(self.cursor), default=0))
        if self.cursor < 0 and self.has_focus:
            self.move_to_first()
        self.refresh()

    def _parts_of(self, index: int) -> list[int]:
        return self._sheet.parts.get(index, [])

    # Drawing ---------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        self._ensure_laid_out()
        width = self.scrollable_content_region.width
        left = min(self._sheet.left, width)
        scrolled = self.scroll_offset
        line = y if y < self._sheet.top else y + scrolled.y
        cells = self._sheet.by_line.get(line, ())
        stays = [cell for cell in cells if cell.x < left]
        # what begins in the columns that stay may reach beyond them, as a line below a table does
        moves = [cell for cell in cells if cell.right > left]
        fixed = self._strip_of(stays, line, 0, left)
        return Strip.join([fixed, self._strip_of(moves, line, left + scrolled.x, width + scrolled.x)])

    def _strip_of(self, cells: Iterable[Cell], line: int, start: int, end: int) -> Strip:
        base = self.rich_style
        parts: list[Segment] = []
        at = start
        for cell in cells:
            if cell.right <= at or cell.x >= end:
                continue
            if cell.x > at:
                parts.append(Segment(" " * (cell.x - at), base))
                at = cell.x
            strip = self._draw_cell(cell, line - cell.y)
            until = min(cell.right, end)
            parts.extend(strip.crop(at - cell.x, until - cell.x))
            at = until
        if at < end:
            parts.append(Segment(" " * (end - at), base))
        return Strip(parts, max(0, end - start))

    def _draw_cell(self, cell: Cell, number: int) -> Strip:
        base = self.rich_style
        overlay = self.overlay_of(cell)
        laid = self._role_style(overlay) if overlay else Style.null()
        pieces = cell.lines[number] if number < len(cell.lines) else ()
        if overlay == "cursor-focus" and not number and pieces and self.is_value(cell):
            pieces = _framed(pieces)
        segments = [
            Segment(text, base + (laid if overlay == "cursor-focus" else self._piece_style(role)) + laid)
            for text, role in pieces
        ]
        filled = sum(cell_len(segment.text) for segment in segments)
        if filled < cell.width:
            segments.append(Segment(" " * (cell.width - filled), base + laid))
        return Strip(segments, max(cell.width, filled)).crop(0, cell.width)

    def is_value(self, cell: Cell) -> bool:
        """Whether a cell shows a value between blanks, which signs replace under the cursor."""
        return cell.part > 0

    def overlay_of(self, cell: Cell) -> str:
        """The look that is laid over a cell: of the cursor, of what belongs to it, or none."""
        if cell.row < 0 or cell.row != self.cursor or cell.part != self.part:
            return ""
        return "cursor-focus" if self.has_focus else "cursor"

    # Moving ----------------------------------------------------------------------------------------------

    @property
    def current_cell(self) -> Cell | None:
        """The cell under the cursor."""
        self._ensure_laid_out()
        return self._sheet.by_place.get((self.cursor, self.part))

    def go_to(self, cell: Cell) -> None:
        """Put the cursor on a cell."""
        if cell.row == self.cursor:
            self.part = cell.part
        else:
            self.set_reactive(CellList.part, cell.part)
            self.cursor = cell.row

    def watch_part(self) -> None:
        self.refresh()
        if self.cursor >= 0:
            self.scroll_to_row(self.cursor)

    def scroll_to_row(self, index: int, *, within: bool = True) -> None:
        self._ensure_laid_out()
        sheet = self._sheet
        parts = self._parts_of(index)
        if not parts:
            return
        cell = sheet.by_place[index, self.part if index == self.cursor and self.part in parts else min(parts)]
        # what stays covers as much at the edge, so that the region begins that much earlier
        x, width = (cell.x - sheet.left, cell.width + sheet.left) if cell.x >= sheet.left else (self.scroll_offset.x, 1)
        y, height = (cell.y - sheet.top, cell.height + sheet.top) if cell.y >= sheet.top else (self.scroll_offset.y, 1)
        area = self.scrollable_content_region
        region = Region(x, y, min(width, max(1, area.width)), min(height, max(1, area.height)))
        self.scroll_to_region(region, animate=False, force=True)
        if within:
            self._reveal_within(cell.y, cell.height)

    def lines_of(self, index: int) -> tuple[int, int]:
        self._ensure_laid_out()
        parts = self._parts_of(index)
        if not parts:
            return 0, 1
        cell = self._sheet.by_place[index, min(parts)]
        return cell.y, cell.height

    def seen_region(self, index: int) -> Region | None:
        self._ensure_laid_out()
        cell = self._sheet.by_place.get((index, min(self._parts_of(index), default=0)))
        if cell is None:
            return None
        area, scrolled, sheet = self.scrollable_content_region, self.scroll_offset, self._sheet
        x = cell.x - (scrolled.x if cell.x >= sheet.left else 0)
        y = cell.y - (scrolled.y if cell.y >= sheet.top else 0)
        shown = Region(x, y, cell.width, cell.height).intersection(Region(0, 0, area.width, area.height))
        return shown.translate(self.content_region.offset) if shown.area else None

    def _with_gap(self, rows: Iterable[Row]) -> list[Row]:
        """A sheet makes no room for a new entry: its editor lies below the entry above it."""
        return list(rows)

    def text_region(self, key: str) -> Region | None:
        return self._gap_region() if key == GAP else super().text_region(key)

    def _gap_region(self) -> Region | None:
        """Where a new entry is written: below the one above it, or where its empty slot stands."""
        if self.gap is None or not self.region.area:
            return None
        slot, after = self.gap
        drawn = [index for index in range(len(self.rows)) if self._parts_of(index)]
        above = [index for index in drawn if after and self.rows[index].key == after]
        above = above or [index for index in drawn if self.slot_of(index) == slot]
        if not above:
            area = self.content_region
            return Region(area.x, area.y, area.width, 1)
        self.scroll_to_row(above[-1])
        region = self.seen_region(above[-1])
        if region is None:
            return None
        y = region.bottom if self.rows[above[-1]].key else region.y
        return Region(region.x, y, region.width, 1)

    def step(self, across: int, down: int) -> bool:
        """Go to the next cell in a direction; whether there is one."""
        here = self.current_cell
        held = list(self._sheet.by_place.values())
        if here is None:
            found = held[:1]
        elif across:
            found = [cell for cell in held if cell.band == here.band and (cell.x - here.x) * across > 0]
            found.sort(key=lambda cell: (abs(cell.x - here.x), abs(cell.y - here.y)))
        else:
            found = [c for c in held if (c.y - here.y) * down > 0 and c.x < here.right and here.x < c.right]
            found.sort(key=lambda cell: (abs(cell.y - here.y), abs(cell.x - here.x)))
        if found:
            self.go_to(found[0])
        return bool(found)

    def action_cell(self, direction: int) -> None:
        if not self.step(direction, 0):
            self.scroll_relative(x=direction * 4, animate=False, force=True)

    def action_cursor_down(self) -> None:
        if not self.step(0, 1):
            self.leave_towards(1)

    def action_cursor_up(self) -> None:
        if not self.step(0, -1):
            self.leave_towards(-1)

    def action_cursor_page(self, direction: int) -> None:
        here = self.current_cell
        page = max(1, self.scrollable_content_region.height - self._sheet.top - 1)
        goal = (here.y if here is not None else 0) + direction * page
        while here is not None and (goal - here.y) * direction > 0 and self.step(0, direction):
            here = self.current_cell

    def _step(self, candidates: Iterable[int]) -> bool:
        self._ensure_laid_out()
        for index in candidates:
            parts = self._parts_of(index)
            if parts:
                part = self.part if self.part in parts else min(parts)
                self.go_to(self._sheet.by_place[index, part])
                return True
        return False

    # Values ----------------------------------------------------------------------------------------------

    def value_field(self) -> str:
        """The field of the value under the cursor; empty where there is none to set."""
        return ""

    def action_clear(self) -> None:
        """Take the value under the cursor out."""
        if self.part and self.current_key and self.value_field():
            self.post_message(SetRequested(self, self.current_key, {self.value_field(): None}, "clear the value"))

    def action_delete(self) -> None:
        """Delete the entry under the cursor, or clear the value."""
        if self.part:
            self.action_clear()
        else:
            super().action_delete()

    def refuse(self, why: str) -> None:
        """Tell why a key does nothing here."""
        self.notify(why, severity="warning", markup=False, timeout=4)

    # Mouse -----------------------------------------------------------------------------------------------

    def cell_at(self, x: int, y: int) -> Cell | None:
        """The cell at a place of the widget, counted from its upper left corner."""
        self._ensure_laid_out()
        x, y = x - self.gutter.left, y - self.gutter.top
        if x < 0 or y < 0:
            return None
        x += self.scroll_offset.x if x >= self._sheet.left else 0
        y += self.scroll_offset.y if y >= self._sheet.top else 0
        return next((cell for cell in self._sheet.by_line.get(y, ()) if cell.x <= x < cell.right), None)

    def row_at(self, y: int, x: int = 0) -> int | None:
        cell = self.cell_at(x, y)
        return cell.row if cell is not None and cell.row >= 0 else None

    def click_row(self, index: int, event: events.Click) -> None:
        cell = self.cell_at(event.x, event.y)
        if cell is not None:
            self.go_to(cell)
        if self.rows[index].key:
            if not self.part:
                super().click_row(index, event)
        elif event.chain >= 2:
            self.action_add()


def _framed(pieces: Line) -> Line:
    """The pieces with signs in place of the blanks at both ends, so that the cursor shows without colour."""
    text = "".join(part for part, _ in pieces)
    role = pieces[0][1]
    if len(text) < 3 or text[0] != " ":
        return pieces
    end = "›" if text[-1] == " " else text[-1]
    return ((f"‹{text[1:-1]}{end}", role),)
