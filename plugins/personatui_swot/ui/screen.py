"""The SWOT screen: two by two in front, and behind it TOWS, weights, SPACE, priorities and scores."""

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
    Static,
    ToolContext,
    ToolView,
    own_key,
)
from personatui_swot.canvas import SwotCanvas
from personatui_swot.factors import Entry, entries
from personatui_swot.origins import take_over
from personatui_swot.pairs import pair_change
from personatui_swot.regions import GROUPS
from personatui_swot.ui.pages import NARROW, Page, Priorities, Scores, Space, Tows, TwoByTwo, Weights

# Below this width the names of the pages stand close together.
_NAMED = 64


class PageName(Static):
    """The name of a page; a click brings it to the front."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__(Content(title), classes="swot-name")
        self.number = number

    def on_click(self, event: events.Click) -> None:
        event.stop()
        view = next(one for one in self.ancestors if isinstance(one, SwotView))
        view.show_page(self.number, focus=True)


class SwotView(ToolView):
    """Strengths, weaknesses, opportunities and threats, and what follows from them."""

    DEFAULT_CSS = """
    SwotView {
        layout: vertical;
        & > .swot-names { height: 1; }
        & .swot-name { width: auto; padding: 0 1; color: $foreground-muted; }
        &.swot-close > .swot-names { padding: 0 0 0 1; }
        &.swot-close .swot-name { padding: 0 1 0 0; }
        &.swot-close .swot-told { padding: 0; }
        & .swot-name.-front { color: $text-accent; text-style: bold reverse; }
        & .swot-told { width: 1fr; height: 1; content-align: right middle; color: $foreground-muted; padding: 0 1; }
        & > .swot-verdict { height: auto; max-height: 2; padding: 0 1; text-style: bold; }
        & Page { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
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
        &.swot-half Weights .swot-boxes { grid-size: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "page(1)", "Next page", key_display=".", id="swot.page-next", tooltip="TOWS, weights, …"),
        Binding("comma", "page(-1)", "Page back", key_display=",", id="swot.page-back", show=False),
        Binding(
            "x",
            "settle",
            "Take over, cite",
            id="swot.settle",
            show=False,
            tooltip="Take a factor of PESTEL over; have a strategy cite the pair under the matrix's cursor",
        ),
        Binding("left,h", "sideways(-1)", "Box to the left", show=False, id="swot.left"),
        Binding("right,l", "sideways(1)", "Box to the right", show=False, id="swot.right"),
    ]

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._two_by_two, self._tows, self._priorities, self._scores = TwoByTwo(), Tows(), Priorities(), Scores()
        self.pages: tuple[Page, ...] = (
            self._two_by_two,
            self._tows,
            Weights(),
            Space(),
            self._priorities,
            self._scores,
        )
        self._names = tuple(PageName(number, page.title) for number, page in enumerate(self.pages))
        self._told = Static(classes="swot-told")
        self._verdict = Static(classes="swot-verdict")
        self.front = 0

    def compose(self) -> ComposeResult:
        with Horizontal(classes="swot-names"):
            yield from self._names
            yield self._told
        yield self._verdict
        yield from self.pages

    def on_mount(self) -> None:
        self.show_page(0)
        super().on_mount()

    def on_resize(self) -> None:
        is_close = self.size.width < _NAMED
        self.set_class(is_close, "swot-close")
        key = own_key(self, "swot.page-next")
        self._told.update(Content(f"{key} {'›' if is_close else 'next page'}" if key else ""))
        self.set_class(self.size.width < NARROW, "swot-narrow")
        self.set_class(self.size.width < 100, "swot-half")
        self.set_class(self.size.height < 26, "swot-low")

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
            first = next(lists, None)
            self.screen.set_focus(first)

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

    def _tell(self) -> None:
        told = self.pages[self.front].tell(self.context, self.shown, self.factors)
        self._verdict.update(Content(told))
        self._verdict.display = bool(told)

    # What is asked for -----------------------------------------------------------------------------------

    def on_pair_requested(self, event: PairRequested) -> None:
        """Keep what was said of a pair: one entry for each that has a value."""
        event.stop()
        canvas, where, source = self.shown, self.context.reference, event.source
        if source is self._priorities.matrices["groups"]:
            said = canvas.group_comparisons
            pair = (event.row_key.rpartition(":")[2], event.column_key.rpartition(":")[2])
            change = pair_change(
                where, "group_comparisons", said, ("row", "column"), pair, event.value, both_ways=True, label="compare"
            )
            self._make(change, [])
            return
        (row, first), (column, second) = self._named(event.row_key), self._named(event.column_key)
        pair, given = (row, column), [*first, *second]
        if source is self._tows.matrix:
            ends = ("internal", "external")
            change = pair_change(where, "interactions", canvas.interactions, ends, pair, event.value)
        elif source is self._scores.matrix:
            ends = ("factor", "strategy")
            change = pair_change(where, "scores", canvas.scores, ends, pair, event.value, label="score a strategy")
        else:
            ends = ("row", "column")
            change = pair_change(
                where, "comparisons", canvas.comparisons, ends, pair, event.value, both_ways=True, label="compare"
            )
        self._make(change, given)

    def _make(self, change: Change | None, before: list[Edit]) -> None:
        if change is not None:
            self.post_message(self.ChangeRequested(Change(change.label, (*before, *change.edits))))

    def _named(self, key: str) -> tuple[str, list[Edit]]:
        """The id of the entry of a key, and the edit that gives it one where it has none."""
        path, sign, item = key.partition("#")
        if sign:
            return item, []
        _, field, position = path.split(":")
        taken = [one.id for name in (*GROUPS, "strategies") for one in getattr(self.shown, name)]
        minted = mint_item_id(taken)
        return minted, [SetValue(self.context.reference, (field, int(position), "id"), minted)]

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
        (row, first), (column, second) = self._named(pair[0]), self._named(pair[1])
        uses = list(self.shown.strategies[places[0]].uses)
        if {row, column} <= set(uses):
            uses = [name for name in uses if name not in (row, column)]
        else:
            uses += [name for name in (row, column) if name not in uses]
        edit = SetValue(self.context.reference, ("strategies", places[0], "uses"), uses)
        self._make(Change("cite a pair", (edit,)), [*first, *second])

    def _key_of(self, index: int) -> str:
        return self.context.key(self.shown.strategies[index], "strategies", index)
