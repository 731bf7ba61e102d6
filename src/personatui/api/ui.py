"""The one door to Textual for plugins: the base of a tool's own screen, and the widgets to build it from.

Only a tool's `ui` modules import this; the host loads them when the tool's tab is first opened. Widgets show what
they are given with `fill` and ask for every change; the workbench makes it and shows the view again.

`NoteBox`, `BoxGrid`     boxes of notes, where the method draws them
`Board`                  blocks of notes, of which those that belong together can be brought out (`BUSINESS_MODEL`)
`FacingHalves`           boxes on two sides, with links between their entries
`RatedList`              entries with ratings beside them, sorted by any of them
`StageGrid`              stages across, lanes down, curves over the stages
`PairMatrix`             what each entry means to each other: `SAATY`, `CROSS_IMPACT`, `INFLUENCE`, `LINKS`
`MatrixGrid`             a matrix that was computed, to look through
`AxesPlacement`          entries placed on two axes
`Pages`, `Page`          pages of which one is in front, with their names above
`EntryList`, `RowList`   rows that are edited in place, rows that are only read
`CellList`               the base to draw a sheet of cells of your own
`ChartView`, `ReportView`  what analyses found

`python -m personatui.testing.gallery` shows them all with examples that can be edited.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from personatui.api.contributions import Layout, Tool
from personatui.api.deprecation import Deprecated, deprecated_value
from personatui.model.base import item_fields
from personatui.model.canvas import Canvas
from personatui.model.claims import Claim, Item, Note
from personatui.model.edits import Change, Edit, SetValue
from personatui.model.fields import field_title
from personatui.model.ids import Reference, canvas_reference, mint_item_id
from personatui.model.persona import Persona
from personatui.model.places import entry_key, place_key
from personatui.model.project import Project, items_of
from personatui.model.reports import Report
from personatui.render.figures import count
from personatui.widgets.axes import AxesPlacement, Placed
from personatui.widgets.board import BUSINESS_MODEL, Board, Highlight
from personatui.widgets.boxes import BoxGrid, BoxPlace, NoteBox
from personatui.widgets.cells import Cell, CellList, Sheet
from personatui.widgets.charts import ChartView
from personatui.widgets.entries import EntryList
from personatui.widgets.facing import FacingHalves, Tie
from personatui.widgets.keys import key_of, own_key
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.matrix import MatrixGrid
from personatui.widgets.notes import claim_row, fact, item_row, note_rows
from personatui.widgets.pages import Page, Pages
from personatui.widgets.pairs import CROSS_IMPACT, INFLUENCE, LINKS, SAATY, PairItem, PairMatrix, PairRules
from personatui.widgets.plane import PlaneAxis
from personatui.widgets.rated import RatedList, RatedRow, RatingColumn
from personatui.widgets.report import ReportView
from personatui.widgets.requests import PairRequested, RateRequested, SetRequested
from personatui.widgets.rows import RowList
from personatui.widgets.slots import Slot
from personatui.widgets.stages import Curve, CurveLane, Lane, Stage, StageGrid

__all__ = [
    "BLANK",
    "BUSINESS_MODEL",
    "CROSS_IMPACT",
    "INFLUENCE",
    "LINKS",
    "SAATY",
    "AxesPlacement",
    "Binding",
    "BindingType",
    "Board",
    "BoxGrid",
    "BoxPlace",
    "Cell",
    "CellList",
    "ChartView",
    "ComposeResult",
    "Content",
    "Curve",
    "CurveLane",
    "EntryList",
    "FacingHalves",
    "Grid",
    "Highlight",
    "Horizontal",
    "Lane",
    "MatrixGrid",
    "NoteBox",
    "Page",
    "Pages",
    "PairItem",
    "PairMatrix",
    "PairRequested",
    "PairRules",
    "Placed",
    "PlaneAxis",
    "RateRequested",
    "RatedList",
    "RatedRow",
    "RatingColumn",
    "RegionView",
    "ReportView",
    "Row",
    "RowList",
    "SetRequested",
    "Sheet",
    "Slot",
    "Stage",
    "StageGrid",
    "Static",
    "Tie",
    "ToolContext",
    "ToolView",
    "Vertical",
    "VerticalScroll",
    "claim_row",
    "heading",
    "item_row",
    "key_of",
    "own_key",
]


# What the `BINDINGS` of a view hold: `BINDINGS: ClassVar[list[BindingType]]`.
BindingType: TypeAlias = Binding | tuple[str, str] | tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool's screen shows: one canvas of one persona. `name` is the canvas's file name.

    `canvas` is None while the persona has none; `reports` are filled once analyses have run.
    """

    tool: Tool
    persona_id: str
    persona: Persona
    project: Project
    name: str = ""
    canvas: Canvas | None = None
    reports: tuple[Report, ...] = ()

    @property
    def reference(self) -> Reference:
        """The reference to the canvas."""
        return canvas_reference(self.tool.id, self.name or self.tool.canvas_name(self.persona_id))

    def slot(self, field: str, title: str = "", **values: object) -> Slot:
        """The list of the canvas that a widget shows, so that the person can edit it there.

        With `values` it is the part of the list whose entries have these values: what is added there gets them, what
        is moved there takes them on, None is a value that is not set. An empty `field` is the slot of the rows that
        `fact` makes.
        """
        return Slot(self.reference, field, tuple(values.items()), title)

    def row(self, item: Item, field: str, index: int) -> Row:
        """An item of the canvas as a row that the Inspector understands when it is selected."""
        return item_row(item, self.project, self.reference, (field, index))

    def other_rows(self, shown: Iterable[str]) -> list[Row]:
        """The entries of all lists of the canvas but those that are shown elsewhere, below a heading for each list.

        In an `EntryList` with the slot of no field they are edited as in any other; without entries there are no rows.
        """
        rows: list[Row] = []
        for field in [name for name in item_fields(self.tool.model) if name not in shown]:
            items = [item for item in getattr(self.canvas, field, ()) if isinstance(item, Item)]
            if items:
                title = field.replace("_", " ").capitalize()
                rows.append(replace(heading(title, str(len(items))), slot=self.slot(field, title)))
            for index, item in enumerate(items):
                position = (field, index)
                if isinstance(item, Note):
                    rows.extend(note_rows(item, self.reference, position))
                else:
                    rows.append(self.row(item, *position))
        return rows

    def key(self, item: Item, field: str, index: int) -> str:
        """How a row, and every message about it, names an entry of the canvas."""
        return entry_key(item, self.reference, field, index)

    def id_of(self, key: str) -> tuple[str, tuple[Edit, ...]]:
        """The id of the entry of the canvas that a key names, and the edit that gives it one where it has none yet."""
        path, sign, item = key.partition("#")
        if sign:
            return item, ()
        _, field, position = path.split(":")
        taken = {one.id for _, _, one in items_of(self.canvas)} if self.canvas is not None else set()
        minted = mint_item_id(taken)
        return minted, (SetValue(self.reference, (field, int(position), "id"), minted),)

    def fact(self, title: str, value: object, *path: str, prompt: str = "") -> Row:
        """A value of the canvas itself as a row to edit, in an `EntryList` with the slot of no field.

        `path` leads to it: `fact("", canvas.job.executor, "job", "executor")`. Without a title it is called as its
        field is in the model. `prompt` asks for a value that is not said yet. It works before the canvas has a
        file: the first value creates it.
        """
        said = "" if value is None else str(value)
        return fact(title or field_title(self.tool.model, *path), said, place_key(self.reference, *path), prompt)


class ToolView(Widget):
    """The base of a tool's screen. Override `compose` and `refresh_canvas`.

    The workbench sets `context` before the view is mounted and calls `show` whenever the persona, the canvas
    or the reports change. Style it with `DEFAULT_CSS` and class names that start with the tool's id.
    """

    DEFAULT_CSS = """
    ToolView { height: 1fr; width: 1fr; }
    """

    class ChangeRequested(Message):
        """The view asks the workbench to make a change, as one undo step."""

        def __init__(self, change: Change) -> None:
            super().__init__()
            self.change = change

    class Redrawn(Message):
        """The view put other widgets in place of its own, so whoever had the keys has lost them."""

        def __init__(self, view: ToolView) -> None:
            super().__init__()
            self.view = view

    def __init__(self, context: ToolContext) -> None:
        super().__init__()
        self.context = context

    @property
    def is_drawn(self) -> bool:
        """Whether all widgets are in place; a view that replaces them posts `Redrawn` when they are."""
        return True

    @property
    def first_list(self) -> RowList | None:
        """Where the keys begin when the screen is opened; None is the first list that takes them."""
        return None

    def on_mount(self) -> None:
        self.refresh_canvas()

    def show(self, context: ToolContext) -> None:
        """Show another state of the canvas, or another persona's."""
        self.context = context
        if self.is_mounted:
            self.refresh_canvas()

    def refresh_canvas(self) -> None:
        """Bring what is on screen in line with `context`."""


class RegionView(ToolView):
    """The generic screen of a tool that declares layouts: a box of notes a region."""

    DEFAULT_CSS = """
    RegionView {
        & .region--layout { height: 1; color: $foreground-muted; padding: 0 1; }
        & .region--others { height: auto; max-height: 25%; padding: 0 1; border: round $foreground 30%; }
        & .region--others:focus { border: round $accent; }
    }
    """

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._layout_id = ""
        self._title = Static(classes="region--layout")
        self._holder = VerticalScroll(can_focus=False)
        self._grid: BoxGrid | None = None
        self._others = EntryList(classes="region--others")

    @property
    def is_drawn(self) -> bool:
        return self._grid is not None

    def compose(self) -> ComposeResult:
        yield self._title
        with self._holder:
            layout = self.context.tool.layout(self.context.canvas)
            if layout is not None:
                self._layout_id, self._grid = layout.id, _box_grid(layout)
                yield self._grid
        yield self._others

    def refresh_canvas(self) -> None:
        layout = self.context.tool.layout(self.context.canvas)
        if layout is None:
            return
        if layout.id != self._layout_id:
            self._layout_id = layout.id
            self._grid = None
            # not in a worker: cancelling one would cancel the widgets that it is waiting for
            self.call_later(self._rebuild, layout)
        elif self._grid is not None:
            self._fill(layout, self._grid)

    async def _rebuild(self, layout: Layout) -> None:
        if layout.id != self._layout_id:
            return
        grid = _box_grid(layout)
        await self._holder.remove_children()
        await self._holder.mount(grid)
        if layout.id != self._layout_id:
            # another was chosen meanwhile, and is on its way
            return
        self._grid = grid
        self._fill(layout, grid)
        self.post_message(self.Redrawn(self))

    def _fill(self, layout: Layout, grid: BoxGrid) -> None:
        canvas = self.context.canvas
        kept = _kept_aside(self.context.tool, layout, canvas)
        aside = f" · {count(kept, 'note')} of other layouts kept in the file" if kept else ""
        self._title.update(Content(layout.title + aside))
        for region in layout.regions:
            items = getattr(canvas, region.id, ()) if canvas is not None else ()
            rows = [self.context.row(item, region.id, index) for index, item in enumerate(items)]
            grid.boxes[region.id].fill(rows, self.context.slot(region.id, region.title))
        regions = {region.id for other in self.context.tool.layouts for region in other.regions}
        others = self.context.other_rows(regions)
        self._others.slot = self.context.slot("")
        self._others.display = bool(others)
        self._others.show(others)


def box_place(region: object) -> BoxPlace:
    """A region of a layout as a place in a grid of boxes."""
    return BoxPlace(**{name: getattr(region, name) for name in BoxPlace.__slots__})


def _box_grid(layout: Layout) -> BoxGrid:
    return BoxGrid([box_place(region) for region in layout.regions])


def _kept_aside(tool: Tool, layout: Layout, canvas: Canvas | None) -> int:
    """How many notes stand in regions that only other layouts of the tool show."""
    if canvas is None:
        return 0
    shown = {region.id for region in layout.regions}
    others = {region.id for other in tool.layouts for region in other.regions} - shown
    return sum(len([item for item in getattr(canvas, name, ()) if isinstance(item, Claim)]) for name in others)


# Names that a later version will not have, each with what comes instead; there are none today.
_DEPRECATED: dict[str, Deprecated] = {}

# type checkers would take every name for one of ours
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        return deprecated_value(__name__, name, _DEPRECATED)
