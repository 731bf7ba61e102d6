"""The PESTEL screen: six columns in front, and behind them impact, weights, cross-impact and structure."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from personatui.api import Change, pair_change
from personatui.api.ui import (
    ComposeResult,
    EntryList,
    Pages,
    PairRequested,
    SetRequested,
    ToolContext,
    ToolView,
)
from personatui_pestel.canvas import PestelCanvas
from personatui_pestel.factors import Entry, entries
from personatui_pestel.ui.pages import Columns, CrossImpact, Impact, PestelWeights, Structure, factor_rows

# From these widths on there are six columns, three, and two.
_SIX, _THREE, _TWO = 96, 44, 28
_TURNS = {None: "opportunity", "opportunity": "threat", "threat": None}


class PestelView(ToolView):
    """What changes outside, how much it matters, and what drives what."""

    DEFAULT_CSS = """
    PestelView {
        & .pestel-boxes { grid-size: 3 2; height: 1fr; min-height: 12; }
        & .pestel-boxes > NoteBox { height: 100%; }
        &.pestel-six .pestel-boxes { grid-size: 6 1; }
        &.pestel-two .pestel-boxes { grid-size: 2 3; min-height: 18; }
        &.pestel-one .pestel-boxes { grid-size: 1; grid-rows: auto; height: auto; }
        &.pestel-one .pestel-boxes > NoteBox { height: auto; }
        &.pestel-low .pestel-boxes { height: 100%; min-height: 8; }
        & .pestel-pair { grid-size: 1; grid-rows: auto; height: auto; }
        &.pestel-six .pestel-pair { grid-size: 2; }
        &.pestel-low .pestel-pair > RatedList { max-height: 10; }
        & RatedList { height: auto; max-height: 26; min-height: 5; }
        & PestelWeights > RatedList { max-height: 100%; }
        & PairMatrix { height: auto; max-height: 26; }
        & .pestel-chart { margin: 0 1; }
        & .pestel-others { height: auto; padding: 0 1; border: round $foreground 30%; }
        & .pestel-others:focus { border: round $accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "x",
            "direction",
            "Opportunity, threat",
            id="pestel.direction",
            show=False,
            tooltip="Make it an opportunity ▲, a threat ▼, or neither",
        ),
    ]

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._cross, self._structure = CrossImpact(), Structure()
        self.pages = (Columns(), Impact(), PestelWeights(), self._cross, self._structure)
        self.book = Pages(*self.pages)

    def compose(self) -> ComposeResult:
        yield self.book

    def on_resize(self) -> None:
        width = self.size.width
        self.set_class(width >= _SIX, "pestel-six")
        self.set_class(_TWO <= width < _THREE, "pestel-two")
        self.set_class(width < _TWO, "pestel-one")
        self.set_class(self.size.height < 26, "pestel-low")

    # What is shown ---------------------------------------------------------------------------------------

    @property
    def shown(self) -> PestelCanvas:
        """The canvas, or an empty one."""
        canvas = self.context.canvas
        return canvas if isinstance(canvas, PestelCanvas) else PestelCanvas()

    @property
    def factors(self) -> tuple[Entry, ...]:
        """The factors of the canvas."""
        return entries(self.shown)

    def refresh_canvas(self) -> None:
        canvas, found = self.shown, self.factors
        for page in self.pages:
            page.show_canvas(self.context, canvas, found)
        self._tell()

    def on_pages_turned(self) -> None:
        self._tell()

    def _tell(self) -> None:
        told = self.pages[self.book.front].tell(self.shown, self.factors)
        self.book.say(told)

    # What is asked for -----------------------------------------------------------------------------------

    def action_direction(self) -> None:
        """Make the factor under the cursor an opportunity, a threat, or neither."""
        focused = self.screen.focused
        if not isinstance(focused, EntryList) or not focused.current_key:
            return
        rows = factor_rows(self.context, self.factors)
        for row, entry in zip(rows, self.factors, strict=True):
            if row.key == focused.current_key:
                values = {"direction": _TURNS[entry.factor.direction]}
                focused.post_message(SetRequested(focused, row.key, values, "say what it is"))

    def on_pair_requested(self, event: PairRequested) -> None:
        """Keep what was said of a pair: one entry for each that has a value."""
        event.stop()
        canvas, where = self.shown, self.context.reference
        (row, first), (column, second) = self.context.id_of(event.row_key), self.context.id_of(event.column_key)
        pair = (row, column)
        if event.source is self._cross.matrix:
            names = ("event", "given", "probability")
            change = pair_change(
                where, "conditionals", canvas.conditionals, names, pair, event.value, label="judge a probability"
            )
        else:
            names = ("row", "column", "value")
            change = pair_change(
                where, "influences", canvas.influences, names, pair, event.value, label="judge an influence"
            )
        if change is not None:
            self.post_message(self.ChangeRequested(Change(change.label, (*first, *second, *change.edits))))
