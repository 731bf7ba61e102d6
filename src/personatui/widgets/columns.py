"""A list of rows in columns: cells wrap in their column, rows stay level, and the headings stay in sight."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from personatui.widgets.lines import Piece, Row, cut_row, wrap_row
from personatui.widgets.rows import RowList

_NARROWEST = 26
_LABELS = (13, 18)
# From this width on there is room for the wider labels.
_WIDE = 110
# Below this height the headings take one line instead of three.
_LOW = 14

CellLines = tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class GridRow:
    """A label with a cell for each column. A row without a `key` is a title and cannot be selected."""

    label: Row
    cells: tuple[Row, ...] = ()
    key: str = ""


class ColumnGrid(RowList):
    """Columns side by side that scroll together. Those that do not fit are scrolled to sideways."""

    DEFAULT_CSS = """
    ColumnGrid {
        overflow-y: scroll;
        & > .rows--rule { color: $foreground 30%; }
        & > .rows--column { color: $text-accent; text-style: bold underline; }
    }
    """
    BINDING_GROUP_TITLE = "Columns"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "column(1)", "Column to the right", show=False, id="columns.right"),
        Binding("left,h", "column(-1)", "Column to the left", show=False, id="columns.left"),
    ]

    column: reactive[int] = reactive(0)

    class CellChosen(Message):
        """A cell was chosen with Enter or a click."""

        def __init__(self, grid: ColumnGrid, key: str, column: int) -> None:
            super().__init__()
            self.grid = grid
            self.key = key
            self.column = column

        @property
        def control(self) -> ColumnGrid:
            return self.grid

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._headings: tuple[tuple[Row, Row], ...] = ()
        self._grid: tuple[GridRow, ...] = ()
        self._first_column = 0
        # of each row, the lines of its label and of each cell
        self._wrapped: list[tuple[CellLines, ...]] = []
        self._tops: list[int] = []
        self._height = 0

    # Content ---------------------------------------------------------------------------------------------

    def show_grid(self, headings: Sequence[tuple[Row, Row]], rows: Sequence[GridRow]) -> None:
        """Replace everything; a heading is a column's name and the line below it."""
        self._headings, self._grid = tuple(headings), tuple(rows)
        self.set_reactive(ColumnGrid.column, max(0, min(self.column, len(headings) - 1)))
        self.show(Row(row.label.pieces, key=row.key) for row in rows)
        if self.cursor < 0:
            self.move_to_first()
        self._follow_column()

    @property
    def shown_columns(self) -> range:
        """The columns that are in sight."""
        return range(self._first_column, min(self._first_column + self._fitting, len(self._headings)))

    # Layout ----------------------------------------------------------------------------------------------

    @property
    def _room(self) -> int:
        return self.scrollable_content_region.width or self.size.width

    @property
    def _label_width(self) -> int:
        return min(_LABELS[self._room >= _WIDE], self._room // 3)

    @property
    def _fitting(self) -> int:
        """How many columns fit beside the labels."""
        return max(1, min(len(self._headings), (self._room - self._label_width) // _NARROWEST))

    @property
    def _cell_width(self) -> int:
        # a stroke and a blank stand before each cell, and a blank behind it
        return max(4, (self._room - self._label_width) // self._fitting - 3)

    @property
    def _heading_height(self) -> int:
        return (3 if self.size.height >= _LOW else 1) if self._headings else 0

    def _lay_out(self) -> None:
        width, label = self._cell_width, max(4, self._label_width - 1)
        self._laid_out_for = (self._width, self._version)
        self._wrapped, self._tops, self._height = [], [], 0
        for row in self._grid:
            cells: tuple[CellLines, ...] = ((cut_row(row.label, self._room),),)
            if row.key:
                cells = (wrap_row(row.label, label), *(wrap_row(cell, width) for cell in row.cells))
            self._wrapped.append(cells)
            self._tops.append(self._height)
            self._height += max(map(len, cells))
        self.virtual_size = Size(self._room, self._height + self._heading_height)

    def on_resize(self) -> None:
        self._version += 1
        self._follow_column()

    def scroll_to_row(self, index: int, *, within: bool = True) -> None:
        """Bring a row into view, its beginning when it is higher than the screen."""
        self._ensure_laid_out()
        if index >= len(self._tops):
            return
        room = self.size.height - self._heading_height
        top, bottom = self._span(index)
        if index and not self._grid[index - 1].key:
            # the title above the first row of a section comes into view with it
            top = self._tops[index - 1] if index > 1 else 0
        offset = self.scroll_offset.y
        if top < offset or bottom - top > room:
            self.scroll_to(y=top, animate=False, force=True)
        elif bottom > offset + room:
            self.scroll_to(y=bottom - room, animate=False, force=True)

    def _span(self, index: int) -> tuple[int, int]:
        following = self._tops[index + 1] if index + 1 < len(self._tops) else self._height
        return self._tops[index], following

    # Drawing ---------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        self._ensure_laid_out()
        base = self.rich_style
        if y < self._heading_height:
            return self._strip(self._heading_line(y), base)
        line = self.scroll_offset.y + y - self._heading_height
        if line >= self._height:
            return Strip.blank(self._room, base)
        index = bisect_right(self._tops, line) - 1
        return self._strip(self._row_line(index, line - self._tops[index], base), base)

    def _strip(self, segments: Iterator[Segment], base: Style) -> Strip:
        return Strip(list(segments)).adjust_cell_length(self._room, base)

    def _heading_line(self, y: int) -> Iterator[Segment]:
        base, rule = self.rich_style, self.rich_style + self._role_style("rule")
        if y == 2:
            yield Segment("─" * self._label_width, rule)
            for _ in self.shown_columns:
                yield Segment("┼" + "─" * (self._cell_width + 2), rule)
            return
        hint = self._sideways_hint(y)
        yield from self._filled(cut_row(Row(((hint, "dim"),)), self._label_width - 1), self._label_width, base)
        for column in self.shown_columns:
            row = self._headings[column][y]
            if y == 0 and column == self.column:
                row = Row((("▸ ", "mark"), *((text, "column") for text, _ in row.pieces)), right=row.right)
            yield Segment("│ ", rule)
            yield from self._filled(cut_row(row, self._cell_width), self._cell_width + 1, base)

    def _sideways_hint(self, y: int) -> str:
        """How many columns are out of sight, on the side where they are."""
        shown = self.shown_columns
        before, after = shown.start, len(self._headings) - shown.stop
        if not (before or after):
            return ""
        if y == 0 and self._heading_height > 1:
            return f"{len(shown)} of {len(self._headings)}"
        left, right = f"‹ {before}" if before else "", f"{after} ›" if after else ""
        return f"{left}  {right}" if left and right else f"{left} more" if left else f"{after} more ›"

    def _row_line(self, index: int, offset: int, base: Style) -> Iterator[Segment]:
        cells, row = self._wrapped[index], self._grid[index]
        if not row.key:
            yield from self._filled(cells[0][0], self._room, base)
            return
        here = index == self.cursor
        rule = base + self._role_style("rule")
        overlay = self._role_style("cursor") if here else Style.null()
        yield from self._filled(_line(cells[0], offset), self._label_width, base, overlay)
        for column in self.shown_columns:
            chosen = here and column == self.column
            strong = chosen and self.has_focus
            laid = self._role_style("cursor-focus") if strong else overlay
            yield Segment("│", rule)
            lines = cells[column + 1] if column + 1 < len(cells) else ()
            yield Segment(" ", base + laid)
            yield from self._filled(_line(lines, offset), self._cell_width + 1, base, laid, plain=strong)

    def _filled(
        self,
        pieces: Sequence[Piece],
        width: int,
        base: Style,
        overlay: Style | None = None,
        *,
        plain: bool = False,
    ) -> Iterator[Segment]:
        over = overlay or Style.null()
        used = 0
        for text, role in pieces:
            yield Segment(text, base + (over if plain else self._piece_style(role)) + over)
            used += cell_len(text)
        if used < width:
            yield Segment(" " * (width - used), base + over)

    # Moving ----------------------------------------------------------------------------------------------

    def watch_column(self) -> None:
        self._follow_column()

    def _follow_column(self) -> None:
        """Bring the column that has the focus into sight."""
        fitting = self._fitting
        first = min(max(self._first_column, self.column - fitting + 1), self.column)
        self._first_column = max(0, min(first, len(self._headings) - fitting))
        self.refresh()

    def action_column(self, direction: int) -> None:
        """Go to the column beside this one."""
        self.column = max(0, min(self.column + direction, len(self._headings) - 1))

    def action_cursor_down(self) -> None:
        """Down to the next row, after the rest of this one when it is higher than the screen."""
        room = self.size.height - self._heading_height
        if 0 <= self.cursor < len(self._tops) and self._span(self.cursor)[1] > self.scroll_offset.y + room:
            self.scroll_relative(y=max(1, room // 2), animate=False, force=True)
        else:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Up to the row before, after the beginning of this one when it is higher than the screen."""
        room = self.size.height - self._heading_height
        if 0 <= self.cursor < len(self._tops) and self._span(self.cursor)[0] < self.scroll_offset.y:
            self.scroll_relative(y=-max(1, room // 2), animate=False, force=True)
        else:
            super().action_cursor_up()

    def action_cursor_page(self, direction: int) -> None:
        """A screen further; the cursor goes to the first row that begins there."""
        room = max(1, self.size.height - self._heading_height)
        if not 0 <= self.cursor < len(self._tops):
            return
        goal = self._tops[self.cursor] + direction * max(1, room - 1)
        target = max(0, min(bisect_right(self._tops, goal) - 1, len(self._tops) - 1))
        if target == self.cursor:
            target = max(0, min(target + direction, len(self._tops) - 1))
        outward = range(target, len(self._grid)) if direction > 0 else range(target, -1, -1)
        if not self._step(outward):
            self.action_cursor_last() if direction > 0 else self.action_cursor_first()

    def action_select(self) -> None:
        if 0 <= self.cursor < len(self._grid) and self._grid[self.cursor].key:
            cells = self._grid[self.cursor].cells
            key = cells[self.column].key if self.column < len(cells) else ""
            self.post_message(self.CellChosen(self, key, self.column))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a cell, a double click chooses it; one on a heading goes to its column."""
        # the list itself would choose a row at once
        event.prevent_default()
        x, y = event.x - self.gutter.left, event.y - self.gutter.top
        shown = self.shown_columns
        beside = (x - self._label_width) // (self._cell_width + 3)
        column = shown.start + beside if x >= self._label_width and beside < len(shown) else self.column
        line = self.scroll_offset.y + y - self._heading_height
        if y < self._heading_height:
            self.column = column
            return
        index = bisect_right(self._tops, line) - 1
        if line >= self._height or not 0 <= index < len(self._grid) or not self._grid[index].key:
            return
        self.column, self.cursor = column, index
        if event.chain > 1:
            self.action_select()


def _line(lines: CellLines, offset: int) -> tuple[Piece, ...]:
    return lines[offset] if offset < len(lines) else ()
