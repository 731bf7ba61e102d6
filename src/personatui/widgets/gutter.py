"""The strip between two halves, in which lines lead from an entry to its partners."""

from __future__ import annotations

from typing import Literal

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

Side = Literal["left", "right"]


class LinkGutter(Widget):
    """Lines from one line of a side to lines of the other; what is out of sight has none."""

    DEFAULT_CSS = """
    LinkGutter { width: 9; height: 100%; color: $primary; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._start: int | None = None
        self._ends: tuple[int, ...] = ()
        self._side: Side = "left"

    def show(self, start: int | None, ends: tuple[int, ...], side: Side) -> None:
        """Draw lines from the line `start` of a side to lines of the other, counted from the top of the strip."""
        if (start, ends, side) != (self._start, self._ends, self._side):
            self._start, self._ends, self._side = start, ends, side
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        return Strip([Segment(self.line(y, width), self.rich_style)], width)

    def line(self, y: int, width: int) -> str:
        """The signs of one line."""
        if self._start is None or not self._ends or width < 3:
            return " " * width
        middle = width // 2
        first, last = min(self._start, *self._ends), max(self._start, *self._ends)
        if not first <= y <= last:
            return " " * width
        near, far = y == self._start, y in self._ends
        up, down = y > first, y < last
        from_left = near if self._side == "left" else far
        from_right = far if self._side == "left" else near
        left = "─" * middle if from_left else " " * middle
        right = "─" * (width - middle - 1) if from_right else " " * (width - middle - 1)
        if far and self._side == "left":
            right = right[:-1] + "▸"
        if far and self._side == "right":
            left = "◂" + left[1:]
        return left + _JOINTS[up, down, from_left, from_right] + right


# by whether a line leads up, down, to the left and to the right
_JOINTS = {
    (up, down, left, right): sign
    for (up, down, left, right), sign in zip(
        [(u, d, le, r) for u in (False, True) for d in (False, True) for le in (False, True) for r in (False, True)],
        " ╶╴─╷╭╮┬╵╰╯┴│├┤┼",
        strict=True,
    )
}
