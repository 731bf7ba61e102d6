"""The PESTEL screen: six columns in front, and behind them impact, weights, cross-impact and structure."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from personatui.api import Change, Edit, SetValue, mint_item_id
from personatui.api.ui import (
    ComposeResult,
    EntryList,
    Horizontal,
    PairRequested,
    RowList,
    SetRequested,
    Static,
    ToolContext,
    ToolView,
    own_key,
)
from personatui_pestel.canvas import PestelCanvas
from personatui_pestel.factors import Entry, entries
from personatui_pestel.pairs import pair_change
from personatui_pestel.regions import DIMENSIONS
from personatui_pestel.ui.pages import Columns, CrossImpact, Impact, Page, Structure, Weights, factor_rows

# From these widths on there are six columns, three, and two.
_SIX, _THREE, _TWO = 96, 44, 28
# Below this one the names of the pages stand close together.
_NAMED = 64
_TURNS = {None: "opportunity", "opportunity": "threat", "threat": None}


class PageName(Static):
    """The name of a page; a click brings it to the front."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__(Content(title), classes="pestel-name")
        self.number = number

    def on_click(self, event: events.Click) -> None:
        event.stop()
        view = next(one for one in self.ancestors if isinstance(one, PestelView))
        view.show_page(self.number, focus=True)


class PestelView(ToolView):
    """What changes outside, how much it matters, and what drives what."""

    DEFAULT_CSS = """
    PestelView {
        layout: vertical;
        & > .pestel-names { height: 1; }
        & .pestel-name { width: auto; padding: 0 1; color: $foreground-muted; }
        &.pestel-close > .pestel-names { padding: 0 0 0 1; }
        &.pestel-close .pestel-name { padding: 0 1 0 0; }
        &.pestel-close .pestel-told { padding: 0; }
        & .pestel-name.-front { color: $text-accent; text-style: bold reverse; }
        & .pestel-told { width: 1fr; height: 1; content-align: right middle; color: $foreground-muted; padding: 0 1; }
        & > .pestel-verdict { height: auto; max-height: 2; padding: 0 1; text-style: bold; }
        & Page { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
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
        & Weights > RatedList { max-height: 100%; }
        & PairMatrix { height: auto; max-height: 26; }
        & .pestel-chart { margin: 0 1; }
        & .pestel-others { height: auto; padding: 0 1; border: round $foreground 30%; }
        & .pestel-others:focus { border: round $accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "full_stop", "page(1)", "Next page", key_display=".", id="pestel.page-next", tooltip="Impact, weights, …"
        ),
        Binding("comma", "page(-1)", "Page back", key_display=",", id="pestel.page-back", show=False),
        Binding(
            "x",
            "direction",
            "Opportunity, threat",
            id="pestel.direction",
            show=False,
            tooltip="Make it an opportunity ▲, a threat ▼, or neither",
        ),
        Binding("left,h", "sideways(-1)", "Box to the left", show=False, id="pestel.left"),
        Binding("right,l", "sideways(1)", "Box to the right", show=False, id="pestel.right"),
    ]

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._cross, self._structure = CrossImpact(), Structure()
        self.pages: tuple[Page, ...] = (Columns(), Impact(), Weights(), self._cross, self._structure)
        self._names = tuple(PageName(number, page.title) for number, page in enumerate(self.pages))
        self._told = Static(classes="pestel-told")
        self._verdict = Static(classes="pestel-verdict")
        self.front = 0

    def compose(self) -> ComposeResult:
        with Horizontal(classes="pestel-names"):
            yield from self._names
            yield self._told
        yield self._verdict
        yield from self.pages

    def on_mount(self) -> None:
        self.show_page(0)
        super().on_mount()

    def on_resize(self) -> None:
        width = self.size.width
        is_close = width < _NAMED
        self.set_class(is_close, "pestel-close")
        key = own_key(self, "pestel.page-next")
        self._told.update(Content(f"{key} {'›' if is_close else 'next page'}" if key else ""))
        self.set_class(width >= _SIX, "pestel-six")
        self.set_class(_TWO <= width < _THREE, "pestel-two")
        self.set_class(width < _TWO, "pestel-one")
        self.set_class(self.size.height < 26, "pestel-low")

    # Pages -----------------------------------------------------------------------------------------------

    def show_page(self, number: int, *, focus: bool = False) -> None:
        """Bring a page to the front, and give it the keys."""
        self.front = number % len(self.pages)
        for index, (page, name) in enumerate(zip(self.pages, self._names, strict=True)):
            page.display = index == self.front
            name.set_class(index == self.front, "-front")
        self._tell()
        if focus:
            lists = (rows for rows in self.pages[self.front].query(RowList) if rows.focusable and rows.display)
            self.screen.set_focus(next(lists, None))

    def action_page(self, by: int) -> None:
        """Show the next page, or the one before."""
        self.show_page(self.front + by, focus=True)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Whoever comes to an entry of another page, such as from a finding, sees that page."""
        if event.widget is not self.screen.focused:
            # by now somebody else has the keys
            return
        for number, page in enumerate(self.pages):
            if page in event.widget.ancestors and number != self.front:
                self.show_page(number)

    def action_sideways(self, direction: int) -> None:
        """Go to the box beside the one that has the focus."""
        focused = self.screen.focused
        beside = focused.list_beside(direction) if isinstance(focused, EntryList) else None
        if beside is not None and self in beside.ancestors:
            beside.focus()

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

    def _tell(self) -> None:
        told = self.pages[self.front].tell(self.shown, self.factors)
        self._verdict.update(Content(told))
        self._verdict.display = bool(told)

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
        (row, first), (column, second) = self._named(event.row_key), self._named(event.column_key)
        pair = (row, column)
        if event.source is self._cross.matrix:
            names = ("event", "given", "probability")
            value = round(event.value, 6) if event.value is not None else None
            change = pair_change(where, "conditionals", canvas.conditionals, names, pair, value, "judge a probability")
        else:
            names = ("row", "column", "value")
            number = int(event.value) if event.value is not None else None
            change = pair_change(where, "influences", canvas.influences, names, pair, number, "judge an influence")
        if change is not None:
            self.post_message(self.ChangeRequested(Change(change.label, (*first, *second, *change.edits))))

    def _named(self, key: str) -> tuple[str, list[Edit]]:
        """The id of the factor of a key, and the edit that gives it one where it has none."""
        path, sign, item = key.partition("#")
        if sign:
            return item, []
        _, field, position = path.split(":")
        taken = [one.id for name in DIMENSIONS for one in getattr(self.shown, name)]
        minted = mint_item_id(taken)
        return minted, [SetValue(self.context.reference, (field, int(position), "id"), minted)]
