"""A matrix of pairs: what each row means to each column, set cell by cell by the rules of the method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content

from personatui.model.cleaning import clean_line
from personatui.render.figures import figure, is_number
from personatui.widgets.cells import MISSING, Cell, CellList, Line, Sheet, aligned, prompt_cells, wrapped
from personatui.widgets.lines import Row
from personatui.widgets.requests import PairRequested

_NARROW, _NAMED = 5, 12
_HEADER_LINES = 3


@dataclass(frozen=True, slots=True)
class PairItem:
    """A row or column: the key of its entry, its name, and a short name where that does not fit."""

    key: str
    title: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class PairRules:
    """Which values a pair takes and what follows from them.

    `steps` are the values in rising order. With a `mirror` only the upper half is set, and the lower one shows
    the same, the reciprocal or the opposite. The diagonal of a square shows `diagonal` and cannot be set.
    `neutral` is where `+` and `-` start. `signs` name values, as a mark for a link.
    """

    steps: tuple[float, ...]
    mirror: Literal["", "same", "reciprocal", "opposite"] = ""
    diagonal: str = "■"
    neutral: float = 0
    signs: tuple[tuple[float, str], ...] = ()

    @property
    def scale(self) -> str:
        """The range of the values."""
        if len(self.steps) == 1:
            return self.told(self.steps[0])
        return f"{self.told(self.steps[0])} … {self.told(self.steps[-1])}"

    def told(self, value: float | None) -> str:
        """A value as people write it: `1/3`, `+2`, `–` for none."""
        if value is None or not is_number(value):
            return MISSING
        for step, sign in self.signs:
            if step == value:
                return sign
        if self.mirror == "reciprocal" and 0 < value < 1:
            fraction = Fraction(value).limit_denominator(9)
            return f"{fraction}" if abs(float(fraction) - value) < 1e-3 else figure(value)
        sign = "+" if value > 0 and self.steps[0] < 0 else ""
        return f"{sign}{figure(value)}".replace("-", "−")

    def follows(self, value: float | None) -> float | None:
        """What the other half shows for a value of the upper half."""
        if value is None or self.mirror == "same":
            return value
        if self.mirror == "reciprocal":
            return 1 / value if value else None
        return -value

    def step(self, value: float | None, by: int) -> float:
        """The next value up or down."""
        start = self.neutral if value is None else value
        if value is None and start not in self.steps:
            return self.steps[0] if by > 0 else self.steps[-1]
        beyond = [step for step in self.steps if (step - start) * by > 1e-9]
        return (min(beyond) if by > 0 else max(beyond)) if beyond else start


# Saaty's scale of pairwise comparison: 9 matters extremely more, 1 the same, 1/9 extremely less.
SAATY = PairRules(
    (*(1 / n for n in range(9, 1, -1)), *(float(n) for n in range(1, 10))), mirror="reciprocal", diagonal="1", neutral=1
)
# How strongly one promotes (+3) or hinders (-3) the other.
CROSS_IMPACT = PairRules(tuple(range(-3, 4)))
# How strongly one influences the other, as in MICMAC.
INFLUENCE = PairRules(tuple(range(4)))
# Whether one is linked with the other.
LINKS = PairRules((1,), signs=((1, "●"),))


class PairMatrix(CellList):
    """Rows against columns. Digits, `+` and `-` set the pair under the cursor, delete takes it out.

    Every change is a `PairRequested`, which the tool's own screen answers. A matrix without columns of its own
    is square: its rows stand against themselves.
    """

    BINDING_GROUP_TITLE = "Pairs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "turn", "Turn round", id="pairs.turn", tooltip="3 becomes 1/3, or −3", show=False),
        Binding("enter", "link_pair", "Set or clear", id="pairs.toggle", show=False),
    ]

    def __init__(
        self,
        rules: PairRules,
        *,
        title: str = "",
        prompts: Sequence[str] = (),
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.rules = rules
        self.prompts = tuple(prompts)
        self.border_title = Content(title)
        self._across: tuple[PairItem, ...] = ()
        self._down: tuple[PairItem, ...] = ()
        self._square = True
        self._values: dict[tuple[str, str], float] = {}

    def fill(
        self,
        rows: Sequence[PairItem],
        values: Mapping[tuple[str, str], float],
        columns: Sequence[PairItem] | None = None,
    ) -> None:
        """Show what is said of pairs, named by the keys of row and column; a pair without a value is missing.

        Where one half follows from the other, a pair may be said in either direction.
        """
        column = self._across[self.part].key if self.part < len(self._across) else ""
        self._square = columns is None
        self._down = tuple(rows)
        self._across = self._down if columns is None else tuple(columns)
        self._values = {pair: value for pair, value in values.items() if is_number(value)}
        if self._square and self.rules.mirror:
            for (row, other), value in list(self._values.items()):
                turned = self.rules.follows(value)
                if turned is not None:
                    self._values.setdefault((other, row), turned)
        keys = [item.key for item in self._across]
        part = keys.index(column) if column in keys else min(self.part, max(0, len(keys) - 1))
        self.set_reactive(CellList.part, part)
        self.show([Row(((item.title, "plain"),), key=item.key) for item in self._down])
        self._tell()
        if self.has_focus:
            self.refresh_bindings()

    @property
    def columns(self) -> tuple[PairItem, ...]:
        """The columns; `part` is the position of the one under the cursor."""
        return self._across

    def move_to_first(self) -> None:
        """Put the cursor on the first pair that can be set."""
        column = 1 if self._square and len(self._across) > 1 else 0
        if (0, column) in self._sheet.by_place:
            self.go_to(self._sheet.by_place[0, column])

    def value(self, row: int, column: int) -> float | None:
        """What a cell shows: what was set, or what follows from the other half."""
        if self._square and row == column:
            return None
        if self._follows(row, column):
            return self.rules.follows(self._values.get((self._down[column].key, self._across[row].key)))
        return self._values.get((self._down[row].key, self._across[column].key))

    def _follows(self, row: int, column: int) -> bool:
        return self._square and bool(self.rules.mirror) and row > column

    # Drawing ---------------------------------------------------------------------------------------------

    def draw_sheet(self, width: int) -> Sheet:
        if not self._down or not self._across:
            return Sheet(prompt_cells(self.prompts, width))
        longest = max(cell_len(self._named(i, item)) for i, item in enumerate(self._down)) + 1
        left = min(longest, max(width // 3, 10, width - _NARROW * len(self._across)))
        named = (width - left) // len(self._across) >= _NAMED
        size = min((width - left) // len(self._across), 18) if named else _NARROW
        heads = [self._head(i, item, size, named) for i, item in enumerate(self._across)]
        top = max(len(lines) for lines in heads)
        cells = [Cell(0, 0, left, top)]
        for column, lines in enumerate(heads):
            cells.append(Cell(left + column * size, 0, size, top, [()] * (top - len(lines)) + lines))
        for row, item in enumerate(self._down):
            at_cursor: Line = ((aligned(self._named(row, item), left - 1), "plain"),)
            cells.append(Cell(0, top + row, left, 1, (at_cursor,), band=-1 - row))
            cells += [
                Cell(left + column * size, top + row, size, 1, (self._drawn(row, column, size),), row, column, row)
                for column in range(len(self._across))
            ]
        if not named and not self._square:
            cells += self._legend(top + len(self._down) + 1, max(left + size * len(self._across), width))
        return Sheet(cells, top=top, left=left)

    def _named(self, number: int, item: PairItem) -> str:
        return f"{item.short or number + 1} {clean_line(item.title)}"

    def _head(self, number: int, item: PairItem, size: int, named: bool) -> list[Line]:
        if named:
            lines = wrapped(((self._named(number, item), "heading"),), size - 2, _HEADER_LINES)
            return [((" ", "plain"), *line) for line in lines]
        return [((aligned(item.short or str(number + 1), size - 1, "right"), "heading"),)]

    def _drawn(self, row: int, column: int, size: int) -> Line:
        if self._square and row == column:
            return ((" " + aligned(self.rules.diagonal, size - 2, "right") + " ", "dim"),)
        text = self.rules.told(self.value(row, column))
        role = "dim" if text == MISSING or self._follows(row, column) else "strong"
        return ((" " + aligned(text, size - 2, "right") + " ", role),)

    def _legend(self, y: int, width: int) -> list[Cell]:
        """The names of the columns, below the matrix."""
        cells: list[Cell] = []
        for number, item in enumerate(self._across):
            cells.append(Cell(0, y + number, width, 1, [((aligned(self._named(number, item), width), "dim"),)]))
        return cells

    def is_value(self, cell: Cell) -> bool:
        return True

    def overlay_of(self, cell: Cell) -> str:
        found = super().overlay_of(cell)
        if found or not self.has_focus:
            return found
        in_row = cell.row < 0 and cell.band == -1 - self.cursor
        return "cursor" if in_row or (cell.row >= 0 and (cell.row == self.cursor or cell.part == self.part)) else ""

    def watch_cursor(self, cursor: int) -> None:
        super().watch_cursor(cursor)
        self._tell()

    def watch_part(self) -> None:
        super().watch_part()
        self._tell()

    def _tell(self) -> None:
        """Say in the lower edge which pair is under the cursor, by its full names."""
        row, column = self.cursor, self.part
        if not (0 <= row < len(self._down) and column < len(self._across)):
            self.border_subtitle = Content(self.rules.scale if self._down else "empty")
            return
        one, other = clean_line(self._down[row].title), clean_line(self._across[column].title)
        if self._square and row == column:
            told = "with itself"
        else:
            told = self.rules.told(self.value(row, column))
            told += " · follows from the other half" if self._follows(row, column) else f" · {self.rules.scale}"
        self.border_subtitle = Content(f"{aligned(one, 24).rstrip()} × {aligned(other, 24).rstrip()}: {told}")

    # Asking ----------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("step", "rate", "delete", "clear", "turn", "link_pair"):
            return bool(self._down and self._across)
        return super().check_action(action, parameters)

    def _ask(self, value: float | None) -> None:
        row, column = self.cursor, self.part
        if not (0 <= row < len(self._down) and column < len(self._across)):
            return
        if self._square and row == column:
            self.refuse("There is nothing to say of an entry and itself.")
        elif self._follows(row, column):
            self.refuse("This half follows from the other: set the pair above the diagonal.")
        elif value is not None and not any(abs(value - step) < 1e-6 for step in self.rules.steps):
            self.refuse(f"{figure(value)} is not on the scale {self.rules.scale}.")
        elif value != self.value(row, column):
            self.post_message(PairRequested(self, self._down[row].key, self._across[column].key, value))

    @property
    def _current(self) -> float | None:
        known = 0 <= self.cursor < len(self._down) and self.part < len(self._across)
        return self.value(self.cursor, self.part) if known else None

    def action_rate(self, value: int) -> None:
        self._ask(None if value == 0 and 0 not in self.rules.steps else float(value))

    def action_step(self, by: int) -> None:
        self._ask(self.rules.step(self._current, by))

    def action_clear(self) -> None:
        self._ask(None)

    def action_delete(self) -> None:
        self._ask(None)

    def action_turn(self) -> None:
        """Set the reciprocal of the value, or its opposite."""
        if self._current:
            self._ask(1 / self._current if self.rules.mirror == "reciprocal" else -self._current)

    def action_link_pair(self) -> None:
        """Set what has but one value, or take it out."""
        if len(self.rules.steps) == 1:
            self._ask(None if self._current is not None else self.rules.steps[0])
