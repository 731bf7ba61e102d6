"""The line of tabs: whole names only, and on either side how many more there are."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static, Tab, Tabs
from textual.widgets._tabs import Underline

# Each sign with a number of up to two digits, and a blank.
_SIGNS = 8


class MoreTabs(Static):
    """How many tabs are out of sight on one side; a click goes to the next of them."""

    class Pressed(Message):
        """The person wants to see more on that side."""

        def __init__(self, direction: int) -> None:
            super().__init__()
            self.direction = direction

    def __init__(self, direction: int) -> None:
        super().__init__(classes="tabs--more")
        self._direction = direction

    def tell(self, count: int) -> None:
        """Show how many there are; none is blank."""
        self.update("" if not count else f"{count} ›" if self._direction > 0 else f"‹ {count}")

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Pressed(self._direction))


class TabLine(Tabs):
    """Tabs of which those that do not fit are counted at the edges."""

    DEFAULT_CSS = """
    TabLine {
        layout: horizontal;
        & > #tabs-scroll { width: 1fr; height: 2; }
        & > .tabs--more { display: none; width: 4; height: 1; color: $text-accent; text-style: bold; }
        &.-more > .tabs--more { display: block; }
        & Tab { color: $foreground-muted; }
        & Tab.-active { color: $foreground; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._first = 0
        self._before, self._after = MoreTabs(-1), MoreTabs(1)

    def compose(self) -> ComposeResult:
        yield self._before
        yield from super().compose()
        yield self._after

    def _scroll_active_tab(self) -> None:
        """In place of Textual's, which centres the tab and cuts the names at the edges."""
        self._place_later()

    def _highlight_active(self, animate: bool = True) -> None:
        """At once where tabs come and go: a stroke on its way would end where the tab was not yet."""
        # asked for after a refresh, before which the screen may have been left
        if self.query(Underline):
            super()._highlight_active(animate=animate and not self.has_class("-more"))

    def _place_later(self) -> None:
        self.call_after_refresh(self._place)

    def _place(self) -> None:
        """Show as many whole tabs as fit, the active one and its neighbours among them."""
        tabs = list(self.query("#tabs-list > Tab").results(Tab))
        widths = [tab.outer_size.width for tab in tabs]
        room = self.size.width
        if not all(widths) or not room:
            return
        active = next((number for number, tab in enumerate(tabs) if tab.id == self.active), 0)
        is_crowded = sum(widths) > room
        shown = in_sight(widths, room - _SIGNS, active, self._first) if is_crowded else range(len(tabs))
        self._first = shown.start
        self.set_class(is_crowded, "-more")
        self._before.tell(shown.start)
        self._after.tell(len(tabs) - shown.stop)
        for number, tab in enumerate(tabs):
            tab.visible = number in shown
        # a tab that was hidden until now had no place for the stroke under it
        self.call_after_refresh(self._highlight_active, animate=False)
        self.query_one("#tabs-scroll").scroll_to(x=sum(widths[: shown.start]), animate=False, force=True)

    def on_more_tabs_pressed(self, event: MoreTabs.Pressed) -> None:
        event.stop()
        tabs = list(self.query("#tabs-list > Tab").results(Tab))
        shown = [number for number, tab in enumerate(tabs) if tab.visible]
        if shown:
            wanted = shown[-1] + 1 if event.direction > 0 else shown[0] - 1
            if 0 <= wanted < len(tabs):
                self.active = tabs[wanted].id or ""


def in_sight(widths: Iterable[int], room: int, active: int, first: int) -> range:
    """Which tabs are shown: from the first of before where that holds the active one and what stands beside it."""
    held = list(widths)

    def end(start: int) -> int:
        used, stop = held[start], start + 1
        while stop < len(held) and used + held[stop] <= room:
            used += held[stop]
            stop += 1
        return stop

    # the one before it is in sight too, and the one behind it where both fit
    start = min(max(first, 0), max(active - 1, 0))
    beside = min(active + 1, len(held) - 1)
    while start < active and end(start) <= beside:
        start += 1
    # nothing is left blank at the end
    while start > 0 and end(start - 1) == len(held):
        start -= 1
    return range(start, end(start))
