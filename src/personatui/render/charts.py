"""Charts in the terminal as lines of text: plain signs that read without colour, and nothing a terminal obeys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from personatui.model.reports import Bar, BarsBlock, LineBlock, MatrixBlock, ScatterBlock
from personatui.render.canvas import WIDEST
from personatui.render.figures import NO_VALUE, figure, is_number
from personatui.render.layout import chart_label, drawn, line, pad, shorten, table, text_of
from personatui.render.marks import to_ascii
from personatui.render.plots import draw_line, draw_scatter

ChartBlock = ScatterBlock | LineBlock | BarsBlock | MatrixBlock
_SHORTEST_BAR, _LONGEST_BAR = 8, 40
_EIGHTHS = "▏▎▍▌▋▊▉"
SHADES = "·░▒▓█"
_NO_CELL = "–"
_GAP = 2


def draw_chart(block: ChartBlock, *, width: int, height: int, colour: bool, ascii_only: bool = False) -> str:
    """A chart within `width` cells, without its title; `height` is the lines of a scatter or line chart's drawing.

    Legends come below. A scatter or line chart with less than 40 by 10 becomes a table; bars and matrices
    take the lines they need. `ascii_only` holds for the chart's own signs, labels stay as they are.
    """
    match block:
        case ScatterBlock():
            return draw_scatter(block, width=width, height=height, colour=colour, ascii_only=ascii_only)
        case LineBlock():
            return draw_line(block, width=width, height=height, colour=colour, ascii_only=ascii_only)
        case BarsBlock():
            return _draw_bars(block, width=width, colour=colour, ascii_only=ascii_only)
        case MatrixBlock():
            return _draw_matrix(block, width=width, colour=colour, ascii_only=ascii_only)


def bars_range(block: BarsBlock) -> tuple[float, float]:
    """The scale of a bar chart: its own, or up to its largest value; never empty."""
    values = [bar.value for bar in block.bars if is_number(bar.value)]
    low = block.low if is_number(block.low) else 0.0
    high = block.high if is_number(block.high) else max(values, default=low + 1)
    return _mended(low, high)


@dataclass(frozen=True, slots=True)
class _Scale:
    """A row of `cells` for the values from `low` to `high`; bars start at 0, or at the end nearest to it."""

    low: float
    high: float
    cells: int

    def at(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return share * self.cells

    def bar(self, value: float, *, ascii_only: bool) -> str:
        if self.low < 0:
            return self._from_zero(value)
        eighths = round(self.at(value) * 8)
        # what is more than nothing shows
        full, rest = divmod(max(eighths, 1) if value > self.low else eighths, 8)
        if ascii_only:
            full, rest = full + (rest >= 4), 0
        part = _EIGHTHS[rest - 1] if rest else ""
        return ("█" * full + part).ljust(self.cells, "░")

    def _from_zero(self, value: float) -> str:
        zero, end = round(self.at(0)), round(self.at(value))
        if value and end == zero:
            end += 1 if value > 0 else -1
        cells = ["░"] * self.cells
        for index in range(max(min(zero, end), 0), min(max(zero, end), self.cells)):
            cells[index] = "█"
        return "".join(cells[:zero]) + "│" + "".join(cells[zero:])


def _draw_bars(block: BarsBlock, *, width: int, colour: bool, ascii_only: bool) -> str:
    if not block.bars:
        return NO_VALUE
    ellipsis = "..." if ascii_only else "…"
    labels = [chart_label(bar.label) for bar in block.bars]
    values = [_bar_value(bar, block.unit) for bar in block.bars]
    value_width = min(max(map(cell_len, values)), max(width // 3, 8))
    label_width = min(max(map(cell_len, labels)), max(width // 2 - value_width // 2, 6))
    low, high = bars_range(block)
    # the line at 0 takes a cell of its own
    room = width - label_width - value_width - 2 * _GAP - (low < 0)
    notes = [chart_label(bar.note) for bar in block.bars]
    beside = room - max(map(cell_len, notes)) - _GAP
    inline = beside >= 2 * _SHORTEST_BAR
    cells = min(beside if inline and any(notes) else room, _LONGEST_BAR)
    scale = _Scale(low, high, cells) if cells >= _SHORTEST_BAR else None
    lines: list[Text] = []
    below: list[str] = []
    for bar, label, value, note in zip(block.bars, labels, values, notes, strict=True):
        text = Text(pad(shorten(label, label_width, ellipsis), label_width) + " " * _GAP)
        if scale is not None:
            drawing = scale.bar(bar.value, ascii_only=ascii_only) if is_number(bar.value) else ""
            drawing = to_ascii(drawing) if ascii_only else drawing
            text.append(pad(drawing, scale.cells + (low < 0)), "cyan").append(" " * _GAP)
        text.append(pad(shorten(value, value_width, ellipsis), value_width, ">"))
        if note and inline:
            text.append(" " * _GAP).append(note, "dim")
        lines.append(text)
        if cell_len(label) > label_width or (note and not inline):
            below.append(f"{label}: {note}" if note and not inline else label)
    parts = [drawn(lines, colour=colour)]
    parts += [text_of(line(text, "dim"), width=width, colour=colour) for text in dict.fromkeys(below)]
    return "\n".join(parts)


def _bar_value(bar: Bar, unit: str) -> str:
    return figure(bar.value, unit) if is_number(bar.value) else NO_VALUE


def matrix_range(block: MatrixBlock) -> tuple[float, float]:
    """The scale of a matrix: its own, or from its smallest to its largest number; never empty."""
    values = [value for row in block.cells for value in row if is_number(value)]
    low = block.low if is_number(block.low) else min(values, default=0.0)
    high = block.high if is_number(block.high) else max(values, default=1.0)
    return _mended(low, high)


def _mended(low: float, high: float) -> tuple[float, float]:
    """A range that is neither empty nor so wide that its length overflows."""
    low, high = (min(max(value, -WIDEST), WIDEST) for value in (low, high))
    return low, high if high > low else low + max(abs(low), 1.0)


def shade(value: float, low: float, high: float) -> int:
    """The step from 0 to 4 that a value takes in a range; only the lowest value takes 0, only the highest 4."""
    share = (min(max(value, low), high) - low) / (high - low)
    steps = len(SHADES) - 1
    return round(share * steps) if share in (0, 1) else min(max(round(share * steps), 1), steps - 1)


def _draw_matrix(block: MatrixBlock, *, width: int, colour: bool, ascii_only: bool) -> str:
    if not block.rows or not block.columns:
        return NO_VALUE
    ellipsis = "..." if ascii_only else "…"
    names = [chart_label(name) for name in block.rows]
    heads = [chart_label(name) for name in block.columns]
    low, high = matrix_range(block)
    grid = [
        [_matrix_cell(row[index] if index < len(row) else None, low, high) for index in range(len(heads))]
        for row in (*block.cells, *[()] * len(names))
    ][: len(names)]
    name_width = min(max(map(cell_len, names)), max(width // 3, 6))
    room = max(width - name_width - _GAP, 4)
    widths = _column_widths(heads, grid, room)
    numbered = sum(widths) + _GAP * (len(widths) - 1) > room
    shown = [str(index + 1) for index in range(len(heads))] if numbered else heads
    if numbered:
        widths = _column_widths(shown, grid, room)
    lines: list[Text] = []
    for part in _column_groups(widths, room):
        lines.append(Text(" " * name_width))
        for index in part:
            lines[-1].append(" " * _GAP + pad(shown[index], widths[index], ">"), "dim")
        for name, row in zip(names, grid, strict=True):
            lines.append(Text(pad(shorten(name, name_width, ellipsis), name_width)))
            for index in part:
                text = pad(shorten(row[index], widths[index], ellipsis), widths[index], ">")
                lines[-1].append(" " * _GAP + (to_ascii(text) if ascii_only else text))
    parts = [drawn(lines, colour=colour)]
    if numbered:
        legend = [(str(index + 1), head) for index, head in enumerate(heads)]
        parts.append(text_of(table(("", ""), legend, width=width, align="><"), width=width, colour=colour))
    parts += [text_of(line(name, "dim"), width=width, colour=colour) for name in names if cell_len(name) > name_width]
    if any(entry == _NO_CELL for row in grid for entry in row):
        parts.append(f"{to_ascii(_NO_CELL) if ascii_only else _NO_CELL} {NO_VALUE}")
    return "\n".join(parts)


def _column_widths(heads: Sequence[str], grid: Sequence[Sequence[str]], room: int) -> list[int]:
    return [min(max(cell_len(head), *(cell_len(row[index]) for row in grid)), room) for index, head in enumerate(heads)]


def _column_groups(widths: Sequence[int], room: int) -> Iterator[list[int]]:
    """The columns that fit beside each other, then the next ones, to be shown below."""
    group: list[int] = []
    used = 0
    for index, width in enumerate(widths):
        if group and used + _GAP + width > room:
            yield group
            group, used = [], 0
        used += width + (_GAP if group else 0)
        group.append(index)
    yield group


def _matrix_cell(value: object, low: float, high: float) -> str:
    if is_number(value):
        return f"{figure(value)} {SHADES[shade(value, low, high)]}"
    return chart_label(value) or _NO_CELL if isinstance(value, str) else _NO_CELL
