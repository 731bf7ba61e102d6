"""A list to choose from, narrowed by typing: one line for the query, and the rows that match it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from personatui.model.cleaning import clean_line
from personatui.widgets.lines import Row
from personatui.widgets.narrowing import Narrower, marked
from personatui.widgets.rows import RowList


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose. `note` stands dim behind the title; `search` is found by typing, and not shown.

    `shortcut` is one character that chooses it at once.
    """

    key: str
    title: str
    note: str = ""
    search: str = ""
    shortcut: str = ""

    @property
    def texts(self) -> str:
        """All that typing can find."""
        return f"{self.title} {self.note} {self.search}"


class QueryInput(Input):
    """The line that narrows the list below it. Up and down move in the list."""

    BINDING_GROUP_TITLE = "Filter"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "list('cursor_down')", "Down", show=False, id="query.down"),
        Binding("up", "list('cursor_up')", "Up", show=False, id="query.up"),
        Binding("pagedown", "list('cursor_page', 1)", "Page down", show=False, id="query.page-down"),
        Binding("pageup", "list('cursor_page', -1)", "Page up", show=False, id="query.page-up"),
        Binding("enter", "choose", "Choose", id="query.choose"),
        Binding("enter", "choose_in_list", "To the list", show=False, id="query.list"),
    ]

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=False)

    def action_list(self, action: str, *arguments: int) -> None:
        """Move in the list."""
        if isinstance(self.parent, ChoiceList):
            self.parent.move(action, *arguments)

    def action_choose(self) -> None:
        """Take what the list has under its cursor."""
        if isinstance(self.parent, ChoiceList):
            self.parent.accept()

    def action_choose_in_list(self) -> None:
        """Go to the list, where space ticks."""
        self.action_choose()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "choose" or not (isinstance(self.parent, ChoiceList) and self.parent.takes_several)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(clean_line(event.text), *self.selection)


class PickList(RowList, inherit_bindings=False):
    """The rows of a list to choose from; letters are left to the query."""

    DEFAULT_CSS = """
    PickList {
        height: 1fr;
        & > .rows--match { text-style: bold underline; }
        & > .rows--cursor { background: $surface-lighten-2; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "cursor_down", "Down", show=False, id="pick.down"),
        Binding("up", "cursor_up", "Up", show=False, id="pick.up"),
        Binding("pagedown", "cursor_page(1)", "Page down", show=False, id="pick.page-down"),
        Binding("pageup", "cursor_page(-1)", "Page up", show=False, id="pick.page-up"),
        Binding("home", "cursor_first", "First", show=False, id="pick.first"),
        Binding("end", "cursor_last", "Last", show=False, id="pick.last"),
    ]

    def __init__(self, *, several: bool) -> None:
        super().__init__(wrap=False)
        self._several = several
        self.query_text = ""
        self.chosen: dict[str, None] = {}

    def dressed(self, row: Row) -> Row:
        """The row with the marks of the cursor, of what is chosen, and of what the query found."""
        if not row.key:
            return row
        current = self.current
        lead = "▸ " if current is not None and current.key == row.key else "  "
        if self._several:
            lead += "[x] " if row.key in self.chosen else "[ ] "
        pieces = [piece for text, role in row.pieces for piece in marked(text, self.query_text, role)]
        return Row(((lead, "plain"), *pieces), row.key, row.right)

    def on_key(self, event: events.Key) -> None:
        # letters typed fast may come here when the query has the focus already
        is_here = self.screen.focused is self
        is_bound = is_here and event.key in self.screen.active_bindings
        if event.is_printable and event.character is not None and not is_bound and isinstance(self.parent, ChoiceList):
            event.stop()
            event.prevent_default()
            self.parent.typed(event.character)


class ChoiceList(Vertical):
    """Choices with a query above them. In a list of several, space ticks; ticks outlive the query."""

    DEFAULT_CSS = """
    ChoiceList {
        height: 1fr;
        & > QueryInput { margin: 0 0 1 0; }
        & > .choices--none { display: none; color: $foreground-muted; padding: 0 2; height: 1fr; }
        &.-none > PickList { display: none; }
        &.-none > .choices--none { display: block; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick", id="choices.tick"),
        Binding("enter", "choose", "Choose", id="choices.choose"),
        Binding("enter", "accept", "Accept", id="choices.accept", show=False),
    ]

    class Highlighted(Message):
        """The cursor came to a choice; an empty key where there is none."""

        def __init__(self, choices: ChoiceList, key: str) -> None:
            super().__init__()
            self.choices = choices
            self.key = key

        @property
        def control(self) -> ChoiceList:
            return self.choices

    class Ticked(Highlighted):
        """A choice was ticked, or is no longer."""

    class Accepted(Highlighted):
        """A choice was taken: by Enter, a click, or its shortcut."""

    def __init__(
        self,
        choices: Iterable[Choice],
        *,
        several: bool = False,
        chosen: Iterable[str] = (),
        empty: str = "There is nothing to choose.",
        placeholder: str = "type to narrow",
    ) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self._several = several
        self._empty = empty
        self._shortcuts = {choice.shortcut: choice.key for choice in self._choices if choice.shortcut}
        self._narrower = Narrower(choice.texts for choice in self._choices)
        self._rows = tuple(_row(choice, bool(self._shortcuts)) for choice in self._choices)
        self._input = QueryInput(placeholder)
        self._list = PickList(several=several)
        chosen = tuple(chosen)
        self._first = "" if several else next(iter(chosen), "")
        self._list.chosen = dict.fromkeys(chosen if several else ())
        self._none = Static(classes="choices--none")

    def compose(self) -> ComposeResult:
        yield self._input
        yield self._list
        yield self._none

    def on_mount(self) -> None:
        self._narrow("")
        if self._first:
            self._list.move_to(self._first)

    @property
    def takes_several(self) -> bool:
        """Whether choices are ticked."""
        return self._several

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys that are ticked, those ticked first before the later ones."""
        return tuple(self._list.chosen)

    @property
    def current(self) -> str:
        """The key under the cursor, or nothing."""
        return self._list.current.key if self._list.current is not None else ""

    @property
    def query_text(self) -> str:
        """What was typed to narrow the list."""
        return self._input.value

    @property
    def shown(self) -> Sequence[Row]:
        """The rows that match the query."""
        return self._list.rows

    def take_focus(self) -> None:
        """Give the keys to the list where they tick or choose at once, else to the query."""
        self.screen.set_focus(self._list if self._several or self._shortcuts else self._input)

    def clear_query(self) -> bool:
        """Show everything again; whether anything was hidden."""
        had_query = bool(self._input.value)
        self._input.value = ""
        if had_query:
            self.take_focus()
        return had_query

    def move(self, action: str, *arguments: int) -> None:
        """Move the cursor of the list from the query."""
        if self._several:
            # from here on space ticks
            self.screen.set_focus(self._list)
        getattr(self._list, f"action_{action}")(*arguments)

    def tick(self, key: str = "") -> None:
        """Tick a choice, or take the tick away: the one under the cursor, unless another is named."""
        key = key or self.current
        if not (self._several and key):
            return
        if key in self._list.chosen:
            del self._list.chosen[key]
        else:
            self._list.chosen[key] = None
        self._list.refresh()
        self.post_message(self.Ticked(self, key))

    def accept(self) -> None:
        """Take the choice under the cursor. In a list of several, the list comes before it."""
        if self._several and self.screen.focused is self._input and self.current:
            self.screen.set_focus(self._list)
        elif self.current or self._several:
            self.post_message(self.Accepted(self, self.current))

    def _narrow(self, query: str) -> None:
        found = self._narrower.find(query)
        self._list.query_text = query
        self._list.show([self._rows[position] for position in found] if query.strip() else self._rows)
        if query.strip() or self._list.cursor < 0:
            self._list.set_reactive(RowList.cursor, -1)
            self._list.move_to_first()
            self._list.scroll_to(y=0, animate=False)
        self.set_class(not found, "-none")
        told = f"Nothing matches “{clean_line(query)}”." if self._choices else self._empty
        self._none.update(Content(told))
        self._tell_count(len(found))
        self.post_message(self.Highlighted(self, self.current))

    def _tell_count(self, found: int) -> None:
        total = len(self._choices)
        self.border_subtitle = f"{found:,} of {total:,}" if found != total else f"{total:,}"

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow(event.value)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._list.refresh()
        # fast typing leaves messages of rows behind that are gone by now
        self.post_message(self.Highlighted(self, self.current))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        # a click: Enter is bound by the screen
        event.stop()
        if self._several:
            self.tick(event.key)
        else:
            self.post_message(self.Accepted(self, event.key))

    def typed(self, character: str) -> None:
        """A character typed in the list goes to the query, unless it is a shortcut."""
        if character in self._shortcuts and not self._input.value:
            self.post_message(self.Accepted(self, self._shortcuts[character]))
            return
        # at once, so that the next letter finds it there
        self.screen.set_focus(self._input)
        if character != "/" or self._input.value:
            self._input.insert_text_at_cursor(character)

    def action_tick(self) -> None:
        """Tick what is under the cursor."""
        self.tick()

    def action_choose(self) -> None:
        """Take what is under the cursor."""
        self.accept()

    def action_accept(self) -> None:
        """Take what is ticked."""
        self.accept()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._several == (action in ("tick", "accept")) if action in ("tick", "accept", "choose") else True


def _row(choice: Choice, has_shortcuts: bool) -> Row:
    title = clean_line(choice.title) or "(no name)"
    if has_shortcuts:
        title = f"{choice.shortcut or ' '}  {title}"
    note = clean_line(choice.note)
    return Row(((title, "plain"), (f"  {note}", "dim")) if note else ((title, "plain"),), key=choice.key)
