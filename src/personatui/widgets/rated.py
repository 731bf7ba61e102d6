"""Entries with ratings beside them: one column each, set with a key, sorted for the eye alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from personatui.render.figures import figure, is_number
from personatui.widgets.cells import MISSING, Cell, CellList, Line, Sheet, aligned, prompt_cells
from personatui.widgets.keys import offer, own_key, told_together
from personatui.widgets.lines import Row, wrap_row
from personatui.widgets.requests import RateRequested, SetRequested
from personatui.widgets.slots import Slot

_BAR = 5
# From this width on there is room for a bar beside every number.
_WIDE = 64
_MIN_TEXT = 18


@dataclass(frozen=True, slots=True)
class RatingColumn:
    """A rating of every entry, from `low` to `high`. A `computed` one is only shown.

    With a `step` other than 1, such as 0.01 for weights, `+` and `-` change it by that, and a digit sets so many steps.
    """

    field: str
    title: str
    low: float = 1
    high: float = 5
    computed: bool = False
    step: float = 1

    @property
    def scale(self) -> str:
        """The scale as it stands in the header."""
        return (
            f"{figure(self.low)}–{figure(self.high)}" if self.low >= 0 else f"−{figure(-self.low)}…+{figure(self.high)}"
        )

    def bar(self, value: float) -> str:
        """How much of the scale a value is, in five steps; nothing where the scale goes below zero."""
        if self.low < 0 or self.high <= 0:
            return ""
        steps = min(max(round(value / self.high * _BAR), 0), _BAR)
        return "▰" * steps + "▱" * (_BAR - steps)


@dataclass(frozen=True, slots=True)
class RatedRow:
    """An entry with its values, one for each column; None is one that nobody has given.

    `fixed` tells in a sentence why its values are not set here, such as because a survey gave them.
    """

    row: Row
    values: tuple[float | None, ...]
    fixed: str = ""


class RatedList(CellList):
    """Entries with one or several ratings. Left and right choose the rating that `+`, `-` and digits set.

    Asks with `RateRequested`, which names the column's field; `S` or a click on a header sorts by that column.
    """

    BINDING_GROUP_TITLE = "Ratings"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "S", "sort", "Sort", id="rated.sort", tooltip="By the column under the cursor; the file stays as it is"
        ),
    ]

    def __init__(
        self,
        columns: Sequence[RatingColumn],
        *,
        title: str = "",
        prompts: Sequence[str] = (),
        sorted_by: str = "",
        id: str | None = None,  # noqa: A002
    ) -> None:
        """`sorted_by` is the field of the column that the entries are sorted by at first, the highest on top."""
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.prompts = tuple(prompts)
        self.border_title = Content(title)
        self._entries: tuple[RatedRow, ...] = ()
        self._shown: tuple[RatedRow, ...] = ()
        fields = [column.field for column in self.columns]
        self._sorted_by: tuple[int, bool] | None = (fields.index(sorted_by), False) if sorted_by else None

    def fill(self, entries: Sequence[RatedRow], slot: Slot | None = None) -> None:
        """Show these entries in the order of the file. With a slot they can be edited."""
        self.slot = slot
        self._entries = tuple(entries)
        self._arrange()

    @property
    def is_sorted(self) -> bool:
        """Whether the entries are shown in another order than the file's."""
        return self._sorted_by is not None

    def _arrange(self) -> None:
        """Show the entries in the order that is chosen; what has no value comes last either way."""
        shown = list(self._entries)
        if self._sorted_by is not None:
            column, rising = self._sorted_by
            rated = [entry for entry in shown if _value(entry, column) is not None]
            rated.sort(key=lambda entry: _value(entry, column) or 0.0, reverse=not rising)
            shown = rated + [entry for entry in shown if _value(entry, column) is None]
        self._shown = tuple(shown)
        self.border_subtitle = Content(self._told())
        self.show([entry.row for entry in shown])

    def _told(self) -> str:
        if not self._entries:
            return told_together("empty", offer(self, "entries.add", "adds") if self.slot is not None else "")
        rated = [number for number, column in enumerate(self.columns) if not column.computed]
        missing = sum(1 for entry in self._entries if any(_value(entry, number) is None for number in rated))
        return f"{len(self._entries)}" + (f" · {missing} unrated" if missing else "")

    # Drawing ---------------------------------------------------------------------------------------------

    def draw_sheet(self, width: int) -> Sheet:
        if not self._shown:
            return Sheet(prompt_cells(self.prompts, width))
        bars = width >= _WIDE
        widths = [self._width_of(number, bars) for number in range(len(self.columns))]
        text_width = max(min(_MIN_TEXT, width), width - sum(widths))
        starts = [text_width + sum(widths[:number]) for number in range(len(widths))]
        cells = [Cell(0, 0, text_width, 2)]
        for number, column in enumerate(self.columns):
            mark = "" if not self._sorted_by or self._sorted_by[0] != number else "▲" if self._sorted_by[1] else "▼"
            title = aligned(f"{column.title}{mark}", widths[number] - 1, "right") + " "
            scale = aligned("computed" if column.computed and bars else column.scale, widths[number] - 1, "right")
            cells.append(Cell(starts[number], 0, widths[number], 2, (((title, "heading"),), ((scale, "dim"),))))
        y = 2
        for index, entry in enumerate(self._shown):
            lines = wrap_row(entry.row, text_width - 1)
            cells.append(Cell(0, y, text_width, len(lines), lines, row=index, band=index))
            cells.extend(
                Cell(
                    starts[number],
                    y,
                    size,
                    len(lines),
                    (self._rating(entry, number, size, bars),),
                    index,
                    number + 1,
                    index,
                )
                for number, size in enumerate(widths)
            )
            y += len(lines)
        return Sheet(cells, top=2, left=text_width)

    def _width_of(self, number: int, bars: bool) -> int:
        column = self.columns[number]
        values = [_value(entry, number) for entry in self._entries]
        figures = max((len(_number(value, column)) for value in values if value is not None), default=1)
        bar = _BAR + 1 if bars and column.bar(column.high) else 0
        title = len(column.title) + 1 if bars else min(len(column.title) + 1, 7)
        return max(title, len(column.scale), min(figures, 9) + bar) + 3

    def _rating(self, entry: RatedRow, number: int, width: int, bars: bool) -> Line:
        column, value = self.columns[number], _value(entry, number)
        if value is None:
            return ((" " + aligned(MISSING, width - 2, "right") + " ", "dim"),)
        bar = column.bar(value) if bars else ""
        text = f"{bar} {_number(value, column)}" if bar else _number(value, column)
        return ((" " + aligned(text, width - 2, "right") + " ", "dim" if column.computed or entry.fixed else "plain"),)

    def overlay_of(self, cell: Cell) -> str:
        found = super().overlay_of(cell)
        return found or ("cursor" if cell.row >= 0 and cell.row == self.cursor and self.has_focus else "")

    # Rating and sorting ----------------------------------------------------------------------------------

    def value_field(self) -> str:
        """The field of the column under the cursor; on the entry itself, that of the first one."""
        if self.part:
            column = self.columns[self.part - 1]
            return "" if column.computed else column.field
        return next((column.field for column in self.columns if not column.computed), "")

    def action_step(self, by: int) -> None:
        self._rate(step=by)

    def action_rate(self, value: int) -> None:
        self._rate(value=value)

    def _rate(self, *, value: int | None = None, step: int = 0) -> None:
        field = self.value_field()
        if not self.current_key:
            return
        if self._fixed:
            self.refuse(self._fixed)
        elif field and self._column.step != 1:
            self._set_in_steps(field, value, step)
        elif field:
            self.post_message(RateRequested(self, self.current_key, field=field, value=value, step=step))
        else:
            self.refuse("This column is computed. Rate in the columns that it is computed from.")

    @property
    def _column(self) -> RatingColumn:
        """The column that digits set."""
        return self.columns[self.part - 1] if self.part else next(one for one in self.columns if not one.computed)

    def _set_in_steps(self, field: str, value: int | None, step: int) -> None:
        column = self._column
        entry = next(one for one in self._shown if one.row.key == self.current_key)
        known = _value(entry, self.columns.index(column)) or 0.0
        wanted = round(known + step * column.step if value is None else value * column.step, 6)
        if column.low <= wanted <= column.high:
            self.post_message(SetRequested(self, self.current_key, {field: wanted}, f"set {column.title}"))
        else:
            self.refuse(f"{figure(wanted)} is not on the scale: {column.title} from {column.scale}.")

    @property
    def _fixed(self) -> str:
        """Why the values of the entry under the cursor are not set here."""
        return next((entry.fixed for entry in self._shown if entry.row.key == self.current_key), "")

    def action_clear(self) -> None:
        if self.part and self._fixed:
            self.refuse(self._fixed)
        else:
            super().action_clear()

    def action_sort(self) -> None:
        """Sort by the column under the cursor: highest first, lowest first, as in the file."""
        self.sort_by(self.part - 1)

    def sort_by(self, number: int) -> None:
        """Sort by a column, the other way round when it is sorted by it, and then no more; below 0 no more."""
        if not 0 <= number < len(self.columns):
            self._sorted_by = None
        elif self._sorted_by is None or self._sorted_by[0] != number:
            self._sorted_by = (number, False)
        else:
            self._sorted_by = None if self._sorted_by[1] else (number, True)
        self._arrange()

    def action_shift(self, by: int) -> None:
        if self.is_sorted:
            key = own_key(self, "rated.sort")
            until = f" Press {key} until the order is the file's." if key else ""
            self.refuse(f"The list is sorted, so there is no place to move to.{until}")
        else:
            super().action_shift(by)

    @property
    def can_drag(self) -> bool:
        return not self.is_sorted

    def on_click(self, event: events.Click) -> None:
        cell = self.cell_at(event.x, event.y)
        if cell is not None and cell.row < 0 and cell.y == 0 and cell.x > 0:
            starts = sorted({other.x for other in self._sheet.by_line.get(0, ())})
            self.sort_by(starts.index(cell.x) - 1)


def _value(entry: RatedRow, number: int) -> float | None:
    value = entry.values[number] if number < len(entry.values) else None
    return value if is_number(value) else None


def _number(value: float, column: RatingColumn) -> str:
    return f"{'+' if column.low < 0 and value > 0 else ''}{figure(value)}".replace("-", "−")
