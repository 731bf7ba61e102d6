"""A journey: stages across, lanes down, and what is felt drawn as a curve over the stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from textual.content import Content

from personatui.render.figures import count, figure, is_number
from personatui.widgets.cells import MISSING, Cell, CellList, Line, Sheet, aligned, prompt_cells, wrapped
from personatui.widgets.curves import draw_curves, stroke
from personatui.widgets.keys import offer, told_together
from personatui.widgets.lines import Piece, Row, wrap_row
from personatui.widgets.requests import MoveRequested, RateRequested
from personatui.widgets.slots import Slot

# A stage narrower than this breaks every other word; a wider one than the other only holds blanks.
_MIN_STAGE, _WIDEST_STAGE = 13, 48
# The column of the titles holds the word "Opportunities", where there is little room "Thinking".
_TITLES_WIDTH, _NARROW_TITLES_WIDTH = 14, 9
_STRAY = "In no stage"
_RULE = "┄"
# The name of a line is repeated, so that it is in sight wherever the sheet is scrolled to.
_NAMED_EVERY = 48


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: the entry that stands for it, and the id that entries of a lane name it by."""

    id: str
    row: Row


@dataclass(frozen=True, slots=True)
class Lane:
    """A list of the record whose entries each belong to a stage.

    `rows` are the entries with the id of their stage; `field` is the field that holds it. Entries whose stage
    is not among the stages are shown in a column of their own. With a `line` the rule below the lane has that
    name, and is drawn with `stroke`, one character one cell wide: lines are told apart by it, not by colour.
    """

    title: str
    rows: Sequence[tuple[str, Row]]
    slot: Slot | None = None
    field: str = "stage"
    prompts: tuple[str, ...] = ()
    line: str = ""
    stroke: str = _RULE


@dataclass(frozen=True, slots=True)
class Curve:
    """A value of every stage; None is a gap. With a `field` of the stage's entry it can be set.

    `keys` name the entries that hold the values where these are not the stages; empty is a stage without one yet.
    To rate there asks with the key of the stage, and whoever knows where the values are kept makes the entry.
    """

    title: str
    values: tuple[float | None, ...]
    field: str = ""
    mark: str = "●"
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CurveLane:
    """Curves over the stages on one scale, each with a mark of its own."""

    title: str
    curves: tuple[Curve, ...]
    low: int = -2
    high: int = 2


class StageGrid(CellList):
    """Stages across and lanes down; every cell is a list of entries that can be added to, moved and edited.

    Stages are entries too: shift+left and shift+right reorder them. `+`, `-` and digits set the value of a
    curve at the stage under the cursor, with `RateRequested`.
    """

    def __init__(self, *, title: str = "", prompts: Sequence[str] = (), id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.border_title = Content(title)
        self.prompts = tuple(prompts)
        self._stages: tuple[Stage, ...] = ()
        self._lanes: tuple[Lane | CurveLane, ...] = ()
        # the positions of the rows of every cell of a lane, and the slot of the cell
        self._held_in: dict[tuple[int, int], list[int]] = {}
        self._slots: dict[tuple[int, int], Slot | None] = {}
        self._strays = False
        self._count = 0

    def fill(self, stages: Sequence[Stage], lanes: Sequence[Lane | CurveLane], slot: Slot | None = None) -> None:
        """Show these stages and lanes; `slot` is the list of the stages."""
        self.slot = slot
        self._stages, self._lanes = tuple(stages), tuple(lanes)
        known = {stage.id for stage in self._stages if stage.id}
        self._strays = any(
            stage not in known for lane in self._lanes if isinstance(lane, Lane) for stage, _ in lane.rows
        )
        rows = [replace(stage.row, slot=slot) for stage in self._stages]
        self._held_in, self._slots = {}, {}
        for number, lane in enumerate(self._lanes):
            if isinstance(lane, Lane):
                self._place(number, lane, rows, known)
        self._count = sum(1 for row in rows if row.key) - len(self._stages)
        self.show(rows)
        self._tell()

    def _tell(self) -> None:
        """How much there is, and which of the stages are in sight when not all are."""
        empty = told_together("empty", offer(self, "entries.add", "adds a stage") if self.slot is not None else "")
        stages = len(self._stages)
        if not stages:
            self.border_subtitle = Content(empty)
            return
        seen = self.stages_in_sight
        told = count(stages, "stage")
        if len(seen) < stages:
            before, after = "‹ " if seen.start else "", " ›" if seen.stop < stages else ""
            told = f"{before}stages {seen.start + 1}–{seen.stop} of {stages}{after}"
        self.border_subtitle = Content(f"{told} · {count(self._count, 'note')}")

    @property
    def stages_in_sight(self) -> range:
        """The stages whose columns are on screen, by their positions."""
        self._ensure_laid_out()
        sheet, scrolled = self._sheet, self.scroll_offset.x
        right = scrolled + self.scrollable_content_region.width
        heads = [sheet.by_place[number, 0] for number in range(len(self._stages)) if (number, 0) in sheet.by_place]
        seen = [number for number, cell in enumerate(heads) if cell.x >= scrolled + sheet.left and cell.right <= right]
        return range(seen[0], seen[-1] + 1) if seen else range(len(heads))

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_x(old_value, new_value)
        if round(old_value) != round(new_value):
            self._tell()

    def on_resize(self) -> None:
        self.call_after_refresh(self._tell)

    def _place(self, number: int, lane: Lane, rows: list[Row], known: set[str]) -> None:
        """Put the rows of a lane below each other, cell by cell; an empty cell has a row to add at."""
        for column in range(self._columns):
            stage = self._stages[column] if column < len(self._stages) else None
            slot = None
            if lane.slot is not None and (stage is None or stage.id):
                where = stage.row.text if stage is not None else _STRAY.lower()
                title = f"{lane.slot.title or lane.title}, {where.strip()}"
                values = (*lane.slot.values, (lane.field, stage.id if stage is not None else None))
                slot = replace(lane.slot, values=values, title=title)
            found = [
                replace(row, slot=slot)
                for name, row in lane.rows
                if (name == stage.id if stage is not None and stage.id else stage is None and name not in known)
            ]
            hint = lane.prompts[0] if lane.prompts and not lane.rows and column == 0 else "·"
            self._slots[number, column] = slot
            self._held_in[number, column] = list(range(len(rows), len(rows) + max(1, len(found))))
            rows.extend(found or [Row(((hint, "dim"),), slot=slot)])

    @property
    def _columns(self) -> int:
        return len(self._stages) + self._strays

    # Drawing ---------------------------------------------------------------------------------------------

    def draw_sheet(self, width: int) -> Sheet:
        if not self._columns:
            return Sheet(prompt_cells(self.prompts, width))
        left = _TITLES_WIDTH if width >= 2 * _MIN_STAGE + _TITLES_WIDTH else _NARROW_TITLES_WIDTH
        size = _stage_width(width - left, self._columns)
        if left + size * self._columns > width:
            # no sliver of a stage at the edge
            left += (width - left) % size
        cells: list[Cell] = []
        heads = [self._head(column, size) for column in range(self._columns)]
        top = max(len(lines) for lines in heads)
        for column, lines in enumerate(heads):
            row = column if column < len(self._stages) else -1
            cells.append(Cell(left + column * size + 1, 0, size - 1, top, lines, row, band=-1))
        whole = self._columns * size
        cells += _rule(top, left, whole, "━")
        y = top + 1
        for number, lane in enumerate(self._lanes):
            if isinstance(lane, Lane):
                drawn = self._draw_lane(number, lane, y, left, size)
            else:
                drawn = self._draw_curves(number, lane, y, left, size)
            cells += drawn
            y = max((cell.bottom for cell in drawn), default=y)
            named = isinstance(lane, Lane) and bool(lane.line)
            if named or number + 1 < len(self._lanes):
                cells += _named_rule(y, left, whole, lane) if isinstance(lane, Lane) else _rule(y, left, whole, _RULE)
                y += 1
        return Sheet(cells, top=top + 1, left=left)

    def _head(self, column: int, size: int) -> tuple[Line, ...]:
        if column >= len(self._stages):
            return (((aligned(_STRAY, size - 2), "warning"),),)
        title = self._stages[column].row.pieces
        return wrapped(((f"{column + 1} ", "dim"), *((text, "strong") for text, _ in title)), size - 2, 2)

    def _draw_lane(self, number: int, lane: Lane, y: int, left: int, size: int) -> list[Cell]:
        cells = []
        for column in range(self._columns):
            at = y
            for index in self._held_in[number, column]:
                lines = wrap_row(self.rows[index], size - 2)
                can_hold = bool(self.rows[index].key) or self._slots[number, column] is not None
                x = left + column * size + 1
                cells.append(Cell(x, at, size - 1, len(lines), lines, index if can_hold else -1, band=number))
                at += len(lines)
        bottom = max(cell.bottom for cell in cells)
        title = wrapped(((lane.title, "heading"),), left - 1, bottom - y)
        bars = [
            Cell(left + column * size, y, 1, bottom - y, [(("│", "dim"),)] * (bottom - y))
            for column in range(self._columns)
        ]
        return [Cell(0, y, left, bottom - y, title), *bars, *cells]

    def _draw_curves(self, number: int, lane: CurveLane, y: int, left: int, size: int) -> list[Cell]:
        values = [
            (curve.mark, [_shown(curve.values[i] if i < len(curve.values) else None) for i in range(len(self._stages))])
            for curve in lane.curves
        ]
        plot = draw_curves(values, lane.low, lane.high, width=self._columns * size, step=size)
        labels = {0: f"{lane.high:+d}", len(plot) - 1: f"{lane.low:+d}".replace("-", "−")}
        if lane.low < 0 < lane.high:
            labels[round((len(plot) - 1) * lane.high / (lane.high - lane.low))] = "0"
        name = wrapped(((lane.title, "heading"),), left - 1, 1)
        names: list[Line] = []
        for at in range(len(plot)):
            label: Line = ((aligned(labels.get(at, ""), left - 1, "right"), "dim"),)
            names.append(name[0] if at == 1 else label)
        cells = [Cell(0, y, left, len(plot), names), Cell(left, y, self._columns * size, len(plot), plot)]
        y += len(plot)
        first = 1 + sum(len(other.curves) for other in self._lanes[:number] if isinstance(other, CurveLane))
        for offset, (curve, (mark, shown)) in enumerate(zip(lane.curves, values, strict=True)):
            told = f"{mark}{stroke(offset)} {curve.title}" if len(lane.curves) > 1 else f"{mark} {curve.title}"
            cells.append(Cell(0, y + offset, left, 1, [((aligned(told, left - 1), "plain"),)]))
            for column, value in enumerate(shown):
                told = MISSING if value is None else f"{'+' if value > 0 else ''}{figure(value)}".replace("-", "−")
                line: Line = ((aligned(told, size - 1, "middle"), "dim" if value is None else "strong"),)
                row, band = (column if curve.field else -1), number * 100 + offset + 1000
                x = left + column * size + 1
                cells.append(Cell(x, y + offset, size - 1, 1, (line,), row, first + offset, band))
        return cells

    # Asking ----------------------------------------------------------------------------------------------

    @property
    def curve(self) -> int | None:
        """The number of the curve under the cursor, counted over all lanes; None where the cursor is on an entry."""
        return self.part - 1 if 0 < self.part <= len(self._curves) else None

    @property
    def stage(self) -> int | None:
        """The position of the stage that the cursor is on, itself or at a curve."""
        return self.cursor if 0 <= self.cursor < len(self._stages) else None

    @property
    def _curves(self) -> list[Curve]:
        return [curve for lane in self._lanes if isinstance(lane, CurveLane) for curve in lane.curves]

    @property
    def _curve(self) -> Curve | None:
        return self._curves[self.curve] if self.curve is not None else None

    @property
    def current_key(self) -> str:
        curve = self._curve
        if curve is not None and self.cursor < len(curve.keys):
            return curve.keys[self.cursor]
        return super().current_key

    def value_field(self) -> str:
        """The field of the curve under the cursor."""
        return self._curve.field if self._curve is not None else ""

    def action_step(self, by: int) -> None:
        self._rate(step=by)

    def action_rate(self, value: int) -> None:
        self._rate(value=value)

    def _rate(self, *, value: int | None = None, step: int = 0) -> None:
        key = self.current_key
        if not key and self._curve is not None and self.stage is not None:
            key = self.rows[self.stage].key
        if key:
            self.post_message(RateRequested(self, key, field=self.value_field(), value=value, step=step))

    def action_shift(self, by: int) -> None:
        if self.cursor >= len(self._stages):
            super().action_shift(by)

    def action_aside(self, direction: int) -> None:
        """Move a stage among the stages, or an entry to the stage beside."""
        if not self.current_key:
            return
        if self.cursor < len(self._stages):
            position = self.cursor + direction
            if self.slot is not None and 0 <= position < len(self._stages):
                others = [stage.row.key for i, stage in enumerate(self._stages) if i != self.cursor]
                before = others[position] if position < len(others) else ""
                self.post_message(MoveRequested(self, self.rows[self.cursor].key, self.slot, before))
            return
        for (number, column), held in self._held_in.items():
            if self.cursor in held:
                slot = self._slots.get((number, column + direction))
                if slot is not None:
                    self.post_message(MoveRequested(self, self.current_key, slot))
                return


def _stage_width(room: int, stages: int) -> int:
    """As wide as all stages fit, else so that as many as can be read fill the room."""
    if room // stages >= _MIN_STAGE:
        return min(room // stages, _WIDEST_STAGE)
    return max(min(room, _MIN_STAGE), room // max(1, room // _MIN_STAGE))


def _rule(y: int, left: int, width: int, sign: str) -> list[Cell]:
    return [Cell(0, y, left, 1, [((sign * left, "dim"),)]), Cell(left, y, width, 1, [((sign * width, "dim"),)])]


def _named_rule(y: int, left: int, width: int, lane: Lane) -> list[Cell]:
    """The rule below a lane, with the name of the line where it has one."""
    if not lane.line:
        return _rule(y, left, width, _RULE)
    sign = lane.stroke
    name = f"{sign * 2} {aligned(lane.line, min(cell_len(lane.line), max(1, width - 4)))} "
    told = name + sign * (min(width, _NAMED_EVERY) - cell_len(name))
    drawn: list[Piece] = []
    for start in range(0, width, max(1, cell_len(told))):
        rest = min(cell_len(told), width - start)
        drawn.append((told if rest == cell_len(told) else sign * rest, "plain"))
    return [Cell(0, y, left, 1, [((sign * left, "plain"),)]), Cell(left, y, width, 1, [tuple(drawn)])]


def _shown(value: float | None) -> float | None:
    return value if is_number(value) else None
