"""Pages of which one is in front: their names above, keys to turn them, and a line on what the page shows."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from personatui.widgets.entries import EntryList
from personatui.widgets.keys import own_key
from personatui.widgets.rows import RowList

# Below this width the names of the pages stand close together.
_NAMED = 64


class Page(VerticalScroll, can_focus=False):
    """One page, called `title` in the line of names. It keeps room for its scroll bar.

    A bar that came and went would change what has room, and with it whether there is a bar.
    """

    DEFAULT_CSS = """
    Page { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    """
    title: ClassVar[str] = ""


class _Name(Static):
    """The name of a page; a click brings it to the front."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__(Content(title), classes="pages--name")
        self._number = number

    def on_click(self, event: events.Click) -> None:
        event.stop()
        pages = next(one for one in self.ancestors if isinstance(one, Pages))
        pages.turn_to(self._number, focus=True)


class Pages(Vertical):
    """Pages one behind the other. `Turned` is posted when another comes to the front."""

    DEFAULT_CSS = """
    Pages {
        & > .pages--names { height: 1; }
        & .pages--name { width: auto; padding: 0 1; color: $foreground-muted; }
        & .pages--name.-front { color: $text-accent; text-style: bold reverse; }
        & .pages--told { width: 1fr; height: 1; content-align: right middle; color: $foreground-muted; padding: 0 1; }
        & > .pages--verdict { height: auto; max-height: 2; padding: 0 1; text-style: bold; }
        &.-close > .pages--names { padding: 0 0 0 1; }
        &.-close .pages--name { padding: 0 1 0 0; }
        &.-close .pages--told { padding: 0; }
    }
    """
    BINDING_GROUP_TITLE = "Pages"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "turn(1)", "Next page", key_display=".", id="pages.next"),
        Binding("comma", "turn(-1)", "Page back", key_display=",", id="pages.back", show=False),
        Binding("left,h", "sideways(-1)", "Box to the left", show=False, id="pages.left"),
        Binding("right,l", "sideways(1)", "Box to the right", show=False, id="pages.right"),
    ]

    class Turned(Message):
        """Another page is in front."""

        def __init__(self, pages: Pages) -> None:
            super().__init__()
            self.pages = pages

    def __init__(self, *pages: Page, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.pages = pages
        self.front = 0
        self._names = tuple(_Name(number, page.title) for number, page in enumerate(pages))
        self._told = Static(classes="pages--told")
        self._verdict = Static(classes="pages--verdict")

    def compose(self) -> ComposeResult:
        with Horizontal(classes="pages--names"):
            yield from self._names
            yield self._told
        yield self._verdict
        yield from self.pages

    def on_mount(self) -> None:
        self.turn_to(self.front)

    def on_resize(self) -> None:
        is_close = self.size.width < _NAMED
        self.set_class(is_close, "-close")
        key = own_key(self, "pages.next")
        self._told.update(Content(f"{key} {'›' if is_close else 'next page'}" if key else ""))

    def say(self, text: str) -> None:
        """What the page in front tells, below the names; nothing takes no room."""
        self._verdict.update(Content(text))
        self._verdict.display = bool(text)

    def turn_to(self, number: int, *, focus: bool = False) -> None:
        """Bring a page to the front; past the last one comes the first. With `focus` it gets the keys."""
        self.front = number % len(self.pages)
        for index, (page, name) in enumerate(zip(self.pages, self._names, strict=True)):
            page.display = index == self.front
            name.set_class(index == self.front, "-front")
        self.post_message(self.Turned(self))
        if focus:
            lists = (rows for rows in self.pages[self.front].query(RowList) if rows.focusable and rows.display)
            self.screen.set_focus(next(lists, None))

    def action_turn(self, by: int) -> None:
        """Show the next page, or the one before."""
        self.turn_to(self.front + by, focus=True)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Whoever comes to an entry of another page, such as from a finding, sees that page."""
        if event.widget is not self.screen.focused:
            # by now somebody else has the keys
            return
        for number, page in enumerate(self.pages):
            if page in event.widget.ancestors and number != self.front:
                self.turn_to(number)

    def action_sideways(self, direction: int) -> None:
        """Go to the box beside the one that has the focus."""
        focused = self.screen.focused
        beside = focused.list_beside(direction) if isinstance(focused, EntryList) else None
        if beside is not None and self in beside.ancestors:
            beside.focus()
