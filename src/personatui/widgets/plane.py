"""A plane of two axes with numbers as marks on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from personatui.render.figures import figure
from personatui.widgets.cells import aligned
from personatui.widgets.rows import RowList


@dataclass(frozen=True, slots=True)
class PlaneAxis:
    """A value of the entries as an axis: its field, name and range, and how far one key press moves.

    `low_label` and `high_label` stand at the ends in place of the numbers.
    """

    field: str
    title: str
    low: float = 1
    high: float = 5
    step: float = 1
    low_label: str = ""
    high_label: str = ""

    @property
    def middle(self) -> float:
        """The value in the middle that keys can reach."""
        return self.snapped((self.low + self.high) / 2)

    def snapped(self, value: float) -> float:
        """The nearest value that keys can reach."""
        steps = round((value - self.low) / self.step) if self.step > 0 else 0
        return min(max(self.low + steps * self.step, self.low), self.high)

    def moved(self, value: float, steps: int) -> float:
        """The value so many steps on, not beyond the ends."""
        return min(max(round(value + steps * self.step, 9), self.low), self.high) if steps else value

    def spelled(self, value: float) -> int | float:
        """The value as it is written: whole where the axis counts in whole steps."""
        whole = float(value).is_integer() and float(self.step).is_integer() and float(self.low).is_integer()
        return int(value) if whole else round(value, 6)

    def share(self, value: float) -> float:
        """How far along the axis a value is, from 0 to 1; what is outside stands at the end."""
        if self.high <= self.low:
            return 0.5
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number on the plane, and the key of the entry that it stands for."""

    key: str
    number: int
    x: float
    y: float


class Plane(RowList, inherit_bindings=False):
    """Draws the marks; tells by `Asked` what a person does with them."""

    DEFAULT_CSS = """
    Plane {
        border: round $foreground 30%;
        border-title-color: $foreground;
        border-title-style: bold;
        border-subtitle-color: $foreground-muted;
        min-height: 6;
        &:focus { border: round $accent; border-title-color: $text-accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,H,shift+left", "nudge(-1, 0)", "Move left", show=False, id="plane.left"),
        Binding("right,L,shift+right", "nudge(1, 0)", "Move right", show=False, id="plane.right"),
        Binding("up,K,shift+up", "nudge(0, 1)", "Move up", show=False, id="plane.up"),
        Binding("down,J,shift+down", "nudge(0, -1)", "Move down", show=False, id="plane.down"),
        Binding("j", "select_beside(1)", "Next entry", show=False, id="plane.next"),
        Binding("k", "select_beside(-1)", "Entry before", show=False, id="plane.before"),
        Binding("enter", "ask('form')", "All fields", id="plane.form", tooltip="Exact numbers, in a form"),
        Binding("e,f2", "ask('edit')", "Edit", id="plane.edit"),
        Binding("a", "ask('add')", "Add", id="plane.add"),
        Binding("d,delete", "ask('delete')", "Delete", id="plane.delete"),
        Binding("s", "ask('evidence')", "Evidence", id="plane.evidence", show=False),
        Binding("backspace", "ask('take_off')", "Take off the plane", show=False, id="plane.take-off"),
    ]

    class Asked(Message):
        """Select the entry `key` or the one beside, then place it, move it by steps, or act on it."""

        def __init__(
            self,
            *,
            key: str = "",
            select: int = 0,
            place: tuple[float, float] | None = None,
            step: tuple[int, int] = (0, 0),
            what: str = "",
        ) -> None:
            super().__init__()
            self.key = key
            self.select = select
            self.place = place
            self.step = step
            self.what = what

    def __init__(self, x: PlaneAxis, y: PlaneAxis, names: Sequence[Sequence[str]] = ()) -> None:
        super().__init__()
        self.x, self.y = x, y
        self.names = tuple(tuple(row) for row in names)
        self._marks: tuple[Mark, ...] = ()
        self._selected = ""
        self._drawn: tuple[tuple[object, ...], list[list[tuple[str, str]]]] | None = None
        # the keys of the marks in every cell that shows one
        self._at: dict[tuple[int, int], list[str]] = {}
        self._held = ""
        self._dragged = False

    def put(self, marks: Sequence[Mark], selected: str) -> None:
        """Draw these marks; the one of the entry `selected` stands out."""
        self._marks, self._selected = tuple(marks), selected
        self._drawn = None
        self.refresh()

    def select(self, key: str) -> None:
        """Let another mark stand out."""
        if key and key != self._selected and self.has_focus:
            self.call_later(self.post_message, self.Highlighted(self, key))
        self.put(self._marks, key)

    # Drawing ---------------------------------------------------------------------------------------------

    @property
    def _left(self) -> int:
        longest = max(cell_len(self._label(self.y, high)) for high in (False, True))
        return min(longest, max(3, self.size.width // 5)) + 1

    @property
    def _area(self) -> tuple[int, int]:
        """Columns and lines for marks."""
        return max(1, self.size.width - self._left - 3), max(1, self.size.height - 2)

    def _label(self, axis: PlaneAxis, high: bool) -> str:
        return (axis.high_label if high else axis.low_label) or figure(axis.high if high else axis.low)

    def _spot(self, mark: Mark) -> tuple[int, int]:
        width, height = self._area
        return round(self.x.share(mark.x) * (width - 1)), height - 1 - round(self.y.share(mark.y) * (height - 1))

    def _draw(self) -> list[list[tuple[str, str]]]:
        """Every line as signs with their roles, cell by cell."""
        state = (self.size, self._marks, self._selected, self.has_focus)
        if self._drawn is not None and self._drawn[0] == state:
            return self._drawn[1]
        width, height = self._area
        # a mark of two digits may begin in the last column
        grid = [[(" ", "")] * (width + 2) for _ in range(height)]
        self._name_parts(grid, width, height)
        self._put_marks(grid)
        self._drawn = (state, grid)
        return grid

    def _name_parts(self, grid: list[list[tuple[str, str]]], width: int, height: int) -> None:
        """Lines between the parts of the plane, and the name of each in its upper corner."""
        down = len(self.names)
        for i in range(1, down):
            line = round(i * height / down)
            if line < height:
                grid[line] = [("┄", "dim")] * len(grid[line])
        for i, row in enumerate(self.names):
            for j, name in enumerate(row):
                start, end = round(j * width / len(row)), round((j + 1) * width / len(row))
                top, bottom = round(i * height / down), round((i + 1) * height / down)
                for line in range(top, min(bottom, height)):
                    if j:
                        grid[line][start] = ("┆", "dim")
                at = top + (1 if i else 0)
                if at < min(bottom, height) and end - start > 4:
                    _write(grid[at], start + 1, aligned(name, min(cell_len(name) or 1, end - start - 2)), "dim")

    def _put_marks(self, grid: list[list[tuple[str, str]]]) -> None:
        self._at.clear()
        groups: dict[tuple[int, int], list[Mark]] = {}
        taken: dict[tuple[int, int], tuple[int, int]] = {}
        for mark in self._marks:
            column, line = self._spot(mark)
            size = len(str(mark.number)) + 1
            spot = next((taken[column + i, line] for i in range(size) if (column + i, line) in taken), (column, line))
            groups.setdefault(spot, []).append(mark)
            for i in range(size):
                taken.setdefault((column + i, line), spot)
        for (column, line), marks in groups.items():
            chosen = next((mark for mark in marks if mark.key == self._selected), None)
            text = str((chosen or marks[0]).number) + ("+" if len(marks) > 1 else "")
            role = "strong" if chosen is None else "cursor-focus" if self.has_focus else "cursor"
            outside = any(not self._holds(mark) for mark in marks)
            text += "!" if outside and len(marks) == 1 else ""
            if chosen is not None and column > 0 and column + len(text) < len(grid[line]):
                _write(grid[line], column - 1, f"‹{text}›", role)
            else:
                _write(grid[line], column, text, role)
            for i in range(-1, len(text) + 1):
                self._at.setdefault((column + i, line), [mark.key for mark in marks])

    def _holds(self, mark: Mark) -> bool:
        return self.x.low <= mark.x <= self.x.high and self.y.low <= mark.y <= self.y.high

    def render_line(self, y: int) -> Strip:
        grid, (width, height), left = self._draw(), self._area, self._left
        total = self.size.width
        base = self.rich_style
        if y < height:
            label = self._label(self.y, True) if y == 0 else self._label(self.y, False) if y == height - 1 else ""
            parts = [Segment(aligned(label, left - 1, "right") + " │", base + self._role("dim"))]
            parts += [Segment(sign, base + self._role(role)) for sign, role in grid[y] if sign]
        elif y == height:
            parts = [Segment(" " * left + "└" + "─" * (width + 1), base + self._role("dim"))]
        else:
            low, high = self._label(self.x, False), self._label(self.x, True)
            room = max(1, width - cell_len(low) - cell_len(high))
            between = aligned(f"{self.x.title} →", room, "middle") if room > 4 else " " * room
            parts = [Segment(" " * (left + 1) + low + between + high, base + self._role("dim"))]
        return Strip(parts).adjust_cell_length(total, base)

    def _role(self, role: str) -> Style:
        return self._role_style(role) if role else Style.null()

    # Keys ------------------------------------------------------------------------------------------------

    def move_to(self, key: str) -> bool:
        """Select the entry of that key; whether it stands on the plane."""
        if not any(mark.key == key for mark in self._marks):
            return False
        self.post_message(self.Asked(key=key))
        return True

    def action_nudge(self, right: int, up: int) -> None:
        self.post_message(self.Asked(step=(right, up)))

    def action_select_beside(self, direction: int) -> None:
        self.post_message(self.Asked(select=direction))

    def action_ask(self, what: str) -> None:
        self.post_message(self.Asked(what=what))

    # Mouse -----------------------------------------------------------------------------------------------

    def _value_at(self, event: events.MouseEvent) -> tuple[float, float]:
        """The place that a mouse points at, as keys can reach it."""
        column, line = self._cell_at(event)
        width, height = self._area
        across = min(max(column / max(1, width - 1), 0), 1)
        up = min(max((height - 1 - line) / max(1, height - 1), 0), 1)
        x, y = self.x, self.y
        return x.snapped(x.low + across * (x.high - x.low)), y.snapped(y.low + up * (y.high - y.low))

    def _cell_at(self, event: events.MouseEvent) -> tuple[int, int]:
        return event.x - self.gutter.left - self._left - 2, event.y - self.gutter.top

    def _keys_at(self, event: events.MouseEvent) -> list[str]:
        self._draw()
        return self._at.get(self._cell_at(event), [])

    def on_mouse_down(self, event: events.MouseDown) -> None:
        keys = self._keys_at(event)
        self._dragged = False
        if keys and event.button == 1:
            self._held = self._selected if self._selected in keys else keys[0]

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if not self._held or not event.button or not (self._dragged or event.delta_x or event.delta_y):
            return
        if not self._dragged:
            self._dragged = True
            self.capture_mouse()
        x, y = self._value_at(event)
        # only how it would look; the entry moves when the button is let go
        moved = [replace(mark, x=x, y=y) if mark.key == self._held else mark for mark in self._marks]
        self.put(moved, self._held)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        held, self._held = self._held, ""
        if held and self._dragged:
            self.release_mouse()
            self.post_message(self.Asked(key=held, place=self._value_at(event)))

    def on_click(self, event: events.Click) -> None:
        if self._dragged:
            self._dragged = False
            return
        keys = self._keys_at(event)
        if event.chain >= 2 and keys:
            self.post_message(self.Asked(what="form"))
        elif keys:
            # several at one place come one after the other
            position = keys.index(self._selected) + 1 if self._selected in keys else 0
            self.post_message(self.Asked(key=keys[position % len(keys)]))
        elif not any(mark.key == self._selected for mark in self._marks):
            self.post_message(self.Asked(place=self._value_at(event)))


def _write(cells: list[tuple[str, str]], column: int, text: str, role: str) -> None:
    """Write a text into the cells from a column on; a wide sign takes the next cell too."""
    for sign in text:
        size = get_character_cell_size(sign)
        if size == 0 or column < 0 or column + size > len(cells):
            continue
        cells[column] = (sign, role)
        if size == 2:
            cells[column + 1] = ("", role)
        column += size
