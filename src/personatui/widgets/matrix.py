"""A matrix that was computed, to look through: numbered rows and columns, shades for the figures, and the scale."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from personatui.model.cleaning import clean_line
from personatui.model.reports import MatrixBlock
from personatui.render.charts import SHADES, matrix_range, shade
from personatui.render.figures import figure, is_number
from personatui.widgets.cells import MISSING, Cell, CellList, Line, Sheet, aligned, prompt_cells, wrapped
from personatui.widgets.lines import Row

_COLUMN, _WIDEST_COLUMN, _NAMED = 8, 20, 14
_HEADER_LINES = 2


class MatrixGrid(CellList):
    """Figures by row and column that nobody sets. The lower edge says which pair the cursor is on, by its full names.

    A row may stand for a record or an entry, which the Inspector shows when the cursor is on it. Figures of
    `notable` and more bear a `!`, which `note` explains.
    """

    BINDING_GROUP_TITLE = "Matrix"

    def __init__(self, *, title: str = "", prompts: Sequence[str] = (), id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.border_title = Content(title)
        self.prompts = tuple(prompts)
        self._block: MatrixBlock | None = None
        self._note = ""
        self._notable: float | None = None

    def fill(
        self, block: MatrixBlock | None, keys: Sequence[str] = (), note: str = "", notable: float | None = None
    ) -> None:
        """Show this matrix, its rows named by these keys; without one what it asks for."""
        self._block, self._note, self._notable = block, note, notable
        rows = block.rows if block is not None else ()
        known = [*keys, *[""] * len(rows)]
        self.show([Row(((clean_line(name), "plain"),), key=key) for name, key in zip(rows, known, strict=False)])
        self._tell()

    def move_to_first(self) -> None:
        """Put the cursor on the first pair, which is not on the diagonal."""
        part = 2 if self._is_square and (0, 2) in self._sheet.by_place else 1
        if (0, part) in self._sheet.by_place:
            self.go_to(self._sheet.by_place[0, part])

    @property
    def _is_square(self) -> bool:
        return self._block is not None and self._block.rows == self._block.columns

    # Drawing ---------------------------------------------------------------------------------------------

    def draw_sheet(self, width: int) -> Sheet:
        block = self._block
        if block is None or not block.rows or not block.columns:
            return Sheet(prompt_cells(self.prompts, width))
        digits = len(str(len(block.rows)))
        names = [_numbered(number, name, digits) for number, name in enumerate(block.rows)]
        count = len(block.columns)
        left = min(max(map(cell_len, names)) + 1, max(width // 3, 10, width - _COLUMN * count))
        size = min((width - left) // count, _WIDEST_COLUMN)
        is_named = size >= _NAMED or not self._is_square
        size = max(size, _NAMED if is_named else _COLUMN)
        if left + size * count > width:
            # no sliver of a column at the edge
            left += (width - left) % size
        heads = [self._head(number, name, size, is_named) for number, name in enumerate(block.columns)]
        top = max(len(lines) for lines in heads)
        cells = [Cell(0, 0, left, top)]
        for column, lines in enumerate(heads):
            cells.append(Cell(left + column * size, 0, size, top, [()] * (top - len(lines)) + lines))
        for row, name in enumerate(names):
            head: Line = ((aligned(name, left - 1), "plain"),)
            cells.append(Cell(0, top + row, left, 1, (head,), row, 0, row))
            cells += [
                Cell(left + column * size, top + row, size, 1, (self._drawn(row, column, size),), row, column + 1, row)
                for column in range(count)
            ]
        scale = wrapped(((self._scale(block), "dim"),), width, 3)
        cells.append(Cell(0, top + len(names), width, len(scale), scale))
        return Sheet(cells, top=top, left=left)

    def _head(self, number: int, name: str, size: int, is_named: bool) -> list[Line]:
        told = _numbered(number, name) if is_named else str(number + 1)
        # its end stands over the ends of the figures
        return [
            ((aligned(text, size - 3, "right") + "   ", "heading"),)
            for line in wrapped(((told, "plain"),), size - 3, _HEADER_LINES)
            for text in ("".join(part for part, _ in line).strip(),)
        ]

    def value(self, row: int, column: int) -> float | None:
        """The figure of a cell, if it has one."""
        cells = self._block.cells if self._block is not None else ()
        found = cells[row][column] if row < len(cells) and column < len(cells[row]) else None
        return found if is_number(found) else None

    def _drawn(self, row: int, column: int, size: int) -> Line:
        value = self.value(row, column)
        if value is None or self._block is None:
            is_itself = self._is_square and row == column
            return ((" " + aligned("■" if is_itself else MISSING, size - 4, "right") + "   ", "dim"),)
        notable = self._is_notable(value)
        told = f"{_figure(value)} {SHADES[shade(value, *matrix_range(self._block))]}{'!' if notable else ' '}"
        return ((" " + aligned(told, size - 1, "right"), "strong" if notable else "plain"),)

    def _is_notable(self, value: float) -> bool:
        return self._notable is not None and value >= self._notable

    def _scale(self, block: MatrixBlock) -> str:
        low, high = matrix_range(block)
        told = [f"scale {figure(low)} {' '.join(SHADES)} {figure(high)}"]
        flat = [
            (row, column)
            for row in range(len(block.rows))
            for column in range(len(block.columns))
            if not (self._is_square and row == column)
        ]
        values = [self.value(*place) for place in flat]
        if None in values:
            told.append(f"{MISSING} no value")
        if self._note and any(value is not None and self._is_notable(value) for value in values):
            told.append(f"! {self._note}")
        return " · ".join(told)

    def overlay_of(self, cell: Cell) -> str:
        found = super().overlay_of(cell)
        if found or not self.has_focus or cell.row < 0:
            return found
        beside = cell.row == self.cursor and not cell.part
        return "cursor" if beside or (cell.part and cell.part == self.part) else ""

    def watch_cursor(self, cursor: int) -> None:
        super().watch_cursor(cursor)
        self._tell()

    def watch_part(self) -> None:
        super().watch_part()
        self._tell()

    def _tell(self) -> None:
        """Say in the lower edge what the cell under the cursor is about."""
        block, row, column = self._block, self.cursor, self.part - 1
        if block is None or not (0 <= row < len(block.rows) and 0 <= column < len(block.columns)):
            self.border_subtitle = ""
            return
        one, other = (aligned(clean_line(name), 24).rstrip() for name in (block.rows[row], block.columns[column]))
        value = self.value(row, column)
        told = MISSING if value is None else _figure(value)
        if value is not None and self._note and self._is_notable(value):
            told += f" ! {self._note}"
        is_itself = self._is_square and row == column
        self.border_subtitle = Content(one if is_itself else f"{one} × {other}: {told}")


def _numbered(number: int, name: str, digits: int = 0) -> str:
    return f"{number + 1:>{digits}} {clean_line(name)}"


def _figure(value: float) -> str:
    """As many places in every cell, so that the points stand below each other."""
    return f"{value:.2f}" if abs(value) < 100 else figure(value)
