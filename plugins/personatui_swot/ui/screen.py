"""The SWOT screen: two by two in front, and behind it TOWS, weights, SPACE, priorities and scores."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from personatui.api import Change, Edit, SetValue, pair_change
from personatui.api.ui import (
    ComposeResult,
    EntryList,
    Pages,
    PairRequested,
    ToolContext,
    ToolView,
)
from personatui_swot.canvas import SwotCanvas
from personatui_swot.factors import Entry, entries
from personatui_swot.origins import take_over
from personatui_swot.ui.pages import NARROW, Priorities, Scores, Space, SwotWeights, Tows, TwoByTwo

_COMPARED = ("row", "column", "value")


class SwotView(ToolView):
    """Strengths, weaknesses, opportunities and threats, and what follows from them."""

    DEFAULT_CSS = """
    SwotView {
        & TwoByTwo > BoxGrid { height: 1fr; min-height: 18; }
        &.swot-low TwoByTwo > BoxGrid { height: 100%; min-height: 0; }
        & .swot-offered { height: auto; max-height: 6; border: round $primary 70%; padding: 0 1; }
        & .swot-offered:focus { border: round $accent; }
        & PairMatrix { height: auto; max-height: 24; }
        & .swot-boxes { grid-size: 2; grid-rows: auto; height: auto; }
        & .swot-boxes > NoteBox { height: auto; min-height: 5; }
        & .swot-boxes > RatedList { height: auto; min-height: 6; }
        & .swot-chart { margin: 0 1; }
        & .swot-others { height: auto; padding: 0 1; border: round $foreground 30%; }
        & .swot-others:focus { border: round $accent; }
        &.swot-narrow .swot-boxes { grid-size: 1; }
        &.swot-half SwotWeights .swot-boxes { grid-size: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "x",
            "settle",
            "Take over, cite",
            id="swot.settle",
            show=False,
            tooltip="Take a factor of PESTEL over; have a strategy cite the pair under the matrix's cursor",
        ),
    ]

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._two_by_two, self._tows, self._priorities, self._scores = TwoByTwo(), Tows(), Priorities(), Scores()
        self.pages = (self._two_by_two, self._tows, SwotWeights(), Space(), self._priorities, self._scores)
        self.book = Pages(*self.pages)

    def compose(self) -> ComposeResult:
        yield self.book

    def on_resize(self) -> None:
        self.set_class(self.size.width < NARROW, "swot-narrow")
        self.set_class(self.size.width < 100, "swot-half")
        self.set_class(self.size.height < 26, "swot-low")

    # What is shown ---------------------------------------------------------------------------------------

    @property
    def shown(self) -> SwotCanvas:
        """The canvas, or an empty one."""
        canvas = self.context.canvas
        return canvas if isinstance(canvas, SwotCanvas) else SwotCanvas()

    @property
    def factors(self) -> tuple[Entry, ...]:
        """The factors of the canvas."""
        return entries(self.shown, self.context.project)

    def refresh_canvas(self) -> None:
        canvas, found = self.shown, self.factors
        for page in self.pages:
            page.show_canvas(self.context, canvas, found)
        self._tell()

    def on_pages_turned(self) -> None:
        self._tell()

    def _tell(self) -> None:
        told = self.pages[self.book.front].tell(self.context, self.shown, self.factors)
        self.book.say(told)

    # What is asked for -----------------------------------------------------------------------------------

    def on_pair_requested(self, event: PairRequested) -> None:
        """Keep what was said of a pair: one entry for each that has a value."""
        event.stop()
        canvas, where, source = self.shown, self.context.reference, event.source
        if source is self._priorities.matrices["groups"]:
            said = canvas.group_comparisons
            pair = (event.row_key.rpartition(":")[2], event.column_key.rpartition(":")[2])
            change = pair_change(
                where, "group_comparisons", said, _COMPARED, pair, event.value, both_ways=True, label="compare"
            )
            self._make(change, ())
            return
        (row, first), (column, second) = self.context.id_of(event.row_key), self.context.id_of(event.column_key)
        pair, given = (row, column), (*first, *second)
        if source is self._tows.matrix:
            names = ("internal", "external", "value")
            change = pair_change(where, "interactions", canvas.interactions, names, pair, event.value)
        elif source is self._scores.matrix:
            names = ("factor", "strategy", "value")
            change = pair_change(where, "scores", canvas.scores, names, pair, event.value, label="score a strategy")
        else:
            change = pair_change(
                where, "comparisons", canvas.comparisons, _COMPARED, pair, event.value, both_ways=True, label="compare"
            )
        self._make(change, given)

    def _make(self, change: Change | None, before: tuple[Edit, ...]) -> None:
        if change is not None:
            self.post_message(self.ChangeRequested(Change(change.label, (*before, *change.edits))))

    def action_settle(self) -> None:
        """Take the factor of PESTEL under the cursor over, or have a strategy cite the pair of the matrix."""
        focused = self.screen.focused
        if focused is self._two_by_two.offered:
            self._take_over()
        elif isinstance(focused, EntryList) and focused in self._tows.boxes.values():
            self._cite(focused)

    def _take_over(self) -> None:
        row = self._two_by_two.offered.current
        candidate = self._two_by_two.waiting.get(row.key) if row is not None else None
        if candidate is not None:
            canvas = self.context.canvas
            known = canvas if isinstance(canvas, SwotCanvas) else None
            self.post_message(self.ChangeRequested(take_over((candidate,), known, self.context.reference)))

    def _cite(self, box: EntryList) -> None:
        """Add what the pair under the matrix's cursor names to what a strategy uses; what it cites already goes."""
        pair = self._tows.pair
        places = [index for index, _ in enumerate(self.shown.strategies) if self._key_of(index) == box.current_key]
        if pair is None or not places:
            self.notify(
                "Put the cursor of the matrix on a pair first, then come back to the strategy.", severity="warning"
            )
            return
        (row, first), (column, second) = self.context.id_of(pair[0]), self.context.id_of(pair[1])
        uses = list(self.shown.strategies[places[0]].uses)
        if {row, column} <= set(uses):
            uses = [name for name in uses if name not in (row, column)]
        else:
            uses += [name for name in (row, column) if name not in uses]
        edit = SetValue(self.context.reference, ("strategies", places[0], "uses"), uses)
        self._make(Change("cite a pair", (edit,)), (*first, *second))

    def _key_of(self, index: int) -> str:
        return self.context.key(self.shown.strategies[index], "strategies", index)
