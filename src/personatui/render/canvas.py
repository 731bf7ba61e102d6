"""The cells of a drawing: frames come from plotext as plain signs, labels and marks are put over them."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import plotext
from rich.cells import get_character_cell_size
from rich.text import Text

from personatui.render.figures import figure
from personatui.render.marks import to_ascii

_SGR = re.compile(r"\x1b\[[0-9;]*m")
# plotext draws on one figure for the whole process.
_DRAWING = threading.Lock()
# A range stays far from the limits of floating point, and wide enough for its ticks to be told apart.
WIDEST = 1e200
_NARROWEST = 1e-9
# The signs of strokes, which a label may cover, and how far it may move away to cover less.
_STROKES = " ·."
_REACH = (2, 10)

Range = tuple[float, float]
Stroke = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A range on one axis and the values that are marked on it; none marked when `ticks` is empty."""

    low: float
    high: float
    ticks: tuple[float, ...] = ()

    def position(self, value: float, cells: int) -> int:
        """Which of the cells a value falls into, as plotext rounds it."""
        return math.floor(round(0.5 + (cells - 1) * (value - self.low) / (self.high - self.low), 8))

    def holds(self, value: float) -> bool:
        """Whether the value is on the axis."""
        return math.isfinite(value) and self.low <= value <= self.high


def axis_of(span: Range, ticks: int) -> Axis:
    """An axis over a range, mended when it is empty, reversed or infinite, with up to `ticks` round values."""
    low, high = sorted(min(max(value, -WIDEST), WIDEST) if math.isfinite(value) else 0.0 for value in span)
    if high - low <= _NARROWEST * max(abs(low), abs(high), _NARROWEST):
        margin = max(abs(low) * 0.5, 0.5)
        low, high = low - margin, high + margin
    step = _round_step((high - low) / max(ticks, 1))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return Axis(low, high, tuple(number * step for number in range(first, last + 1)))


class Canvas:
    """A grid of cells below each other. A wide character takes two cells, the second of which is empty."""

    def __init__(self, rows: list[str], styles: str = "") -> None:
        self._cells = [list(row) for row in rows]
        self._styles = [[styles] * len(row) for row in rows]
        self._taken: set[tuple[int, int]] = set()

    def is_free(self, row: int, column: int, text: str, *, over: str = " ", margin: int = 0) -> bool:
        """Whether a label fits there without covering anything but the signs in `over`."""
        size = cells_in(text)
        for at in range(column - margin, column + size + margin):
            inside = 0 <= row < len(self._cells) and 0 <= at < len(self._cells[row])
            if not inside or (row, at) in self._taken or self._cells[row][at] not in over:
                return False
        return True

    def is_untouched(self, row: int, column: int) -> bool:
        """Whether nothing was put into a cell yet, whatever strokes go through it."""
        return (row, column) not in self._taken

    def put(self, row: int, column: int, text: str, style: str = "") -> None:
        """Writes a label into the cells from there on; what falls outside is left out."""
        for character in text:
            size = get_character_cell_size(character)
            if not (0 <= row < len(self._cells) and column >= 0 and column + size <= len(self._cells[row])):
                return
            if size == 0:
                continue
            for offset in range(size):
                self._cells[row][column + offset] = "" if offset else character
                self._styles[row][column + offset] = style
                self._taken.add((row, column + offset))
            column += size

    def put_near(
        self, row: int, column: int, text: str, style: str = "", *, allowed: Callable[[int, int], bool]
    ) -> bool:
        """Writes a label centred there or near it, over strokes if it must; False where it has no room.

        `allowed` tells of a row and column whether the middle of the label may stand there.
        """
        half = cells_in(text) // 2
        rows, columns = _REACH
        best: tuple[int, int, int] | None = None
        for down in range(-rows, rows + 1):
            for right in range(-columns, columns + 1):
                at, start = row + down, column + right - half
                if self.is_free(at, start, text, over=_STROKES, margin=1) and allowed(at, column + right):
                    covered = sum(sign != " " for sign in self._cells[at][start : start + cells_in(text)])
                    cost = abs(down) * 4 + abs(right) + covered * 2
                    best = min(best or (cost, at, start), (cost, at, start))
        if best is None:
            return False
        # a blank on both sides keeps the label apart from the strokes
        self.put(best[1], best[2] - 1, f" {text} ", style)
        return True

    def lines(self) -> list[Text]:
        """The rows as styled text."""
        found = []
        for cells, styles in zip(self._cells, self._styles, strict=True):
            text = Text()
            for style, run in groupby(zip(styles, cells, strict=True), key=itemgetter(0)):
                text.append("".join(character for _, character in run), style)
            found.append(text)
        return found


@dataclass(frozen=True, slots=True)
class Plot:
    """A canvas with a frame and axes, and where the plotted area stands on it."""

    canvas: Canvas
    x: Axis
    y: Axis
    left: int
    top: int
    width: int
    height: int

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """The row and column of a point that is on both axes."""
        return (
            self.top + self.height - 1 - self.y.position(y, self.height),
            self.left + self.x.position(x, self.width),
        )

    def point(self, row: int, column: int) -> tuple[float, float]:
        """The values at the middle of a cell."""
        across = (column - self.left) / max(self.width - 1, 1)
        up = (self.top + self.height - 1 - row) / max(self.height - 1, 1)
        return (
            self.x.low + across * (self.x.high - self.x.low),
            self.y.low + up * (self.y.high - self.y.low),
        )


def plot(x: Axis, y: Axis, strokes: Iterable[tuple[Stroke, str]], *, width: int, height: int, ascii_only: bool) -> Plot:
    """A frame of that size with ticks and strokes, drawn by plotext, each stroke with one of its markers."""
    with _DRAWING:
        try:
            plotext.clear_figure()
            plotext.limit_size(False, False)
            plotext.plot_size(width, height)
            plotext.theme("clear")
            plotext.xlim(x.low, x.high)
            plotext.ylim(y.low, y.high)
            plotext.xticks(list(x.ticks), [figure(tick) for tick in x.ticks])
            plotext.yticks(list(y.ticks), [figure(tick) for tick in y.ticks])
            # without data plotext draws no axes: a blank in a corner makes them
            plotext.scatter([x.low], [y.low], marker=" ")
            for stroke, sign in strokes:
                plotext.plot([point[0] for point in stroke], [point[1] for point in stroke], marker=sign)
            drawing = _SGR.sub("", str(plotext.build()))
        finally:
            plotext.clear_figure()
    rows = [row.ljust(width) for row in drawing.splitlines()]
    bottom = next(index for index, row in enumerate(rows) if "└" in row)
    left = rows[bottom].index("└") + 1
    right = rows[bottom].index("┘")
    if ascii_only:
        rows = [to_ascii(row) for row in rows]
    return Plot(Canvas(rows, "dim"), x, y, left, 1, right - left, bottom - 1)


def clipped(x0: float, y0: float, x1: float, y1: float, x: Axis, y: Axis) -> Stroke:
    """The part of a line that lies within both axes (Liang and Barsky 1984); empty when none does."""
    if not all(abs(value) <= WIDEST for value in (x0, y0, x1, y1)):
        return ()
    enter, leave = 0.0, 1.0
    across, up = x1 - x0, y1 - y0
    for change, room in ((-across, x0 - x.low), (across, x.high - x0), (-up, y0 - y.low), (up, y.high - y0)):
        if change == 0:
            if room < 0:
                return ()
            continue
        at = room / change
        if change < 0:
            enter = max(enter, at)
        else:
            leave = min(leave, at)
    if enter > leave:
        return ()
    # rounding must not lead out of the frame again
    return tuple(
        (min(max(x0 + at * across, x.low), x.high), min(max(y0 + at * up, y.low), y.high)) for at in (enter, leave)
    )


def cells_in(text: str) -> int:
    """How many cells a label takes on a canvas."""
    return sum(map(get_character_cell_size, text))


def _round_step(rough: float) -> float:
    magnitude = 10.0 ** math.floor(math.log10(rough))
    return next(magnitude * factor for factor in (1, 2, 5, 10, 20) if magnitude * factor >= rough * (1 - 1e-9))
