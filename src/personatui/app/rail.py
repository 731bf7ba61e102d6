"""The left panel: segments and their personas, narrowed by typing. Knows no model, so it shows before one is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from personatui.widgets.lines import Piece, Row, heading
from personatui.widgets.rows import RowList

NO_SEGMENT = "Without a segment"
# As many as can be compared side by side.
MOST_MARKED = 4


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A persona in the rail. `text` is what the filter looks through, in lower case."""

    id: str
    name: str
    mark: str
    group: str
    text: str
    bar: str = ""
    problem: bool = False


@dataclass(frozen=True, slots=True)
class RailGroup:
    """A segment in the rail; `note` stands at the right, such as its share of the market."""

    id: str
    name: str
    note: str = ""


class Rail(Vertical):
    """A filter and the list of personas below it."""

    DEFAULT_CSS = """
    Rail {
        border: round $foreground 30%;
        border-title-color: $foreground;
        border-subtitle-color: $foreground-muted;
        &:focus-within { border: round $accent; border-title-color: $accent; }
        & > Input { border: none; height: 1; padding: 0 1; background: $surface; }
        & > RowList { height: 1fr; padding: 0 1; }
    }
    """
    BINDINGS = [
        Binding("escape", "leave_filter", "List", show=False, id="rail.leave-filter"),
        Binding("down,enter", "leave_filter", "List", show=False, id="rail.to-list"),
        Binding("space", "mark", "Mark", show=False, id="rail.mark", tooltip="Mark a persona to be compared, or not"),
    ]

    class Picked(Message):
        """Another persona came under the cursor."""

        def __init__(self, persona_id: str) -> None:
            super().__init__()
            self.persona_id = persona_id

    class Entered(Picked):
        """A persona was chosen with Enter or a click."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._groups: tuple[RailGroup, ...] = ()
        self._entries: tuple[RailEntry, ...] = ()
        self._marked: tuple[str, ...] = ()
        self.border_title = "Personas"

    def compose(self) -> ComposeResult:
        yield Input(placeholder="/ type to filter", id="filter", compact=True)
        yield RowList(wrap=False, id="personas")

    @property
    def list(self) -> RowList:
        """The list of personas."""
        return self.query_one("#personas", RowList)

    @property
    def filter(self) -> Input:
        """The line that narrows the list."""
        return self.query_one("#filter", Input)

    @property
    def visible_ids(self) -> tuple[str, ...]:
        """The ids of the personas that pass the filter, from top to bottom."""
        return tuple(row.key for row in self.list.rows if row.key)

    @property
    def marked(self) -> tuple[str, ...]:
        """The ids of the personas that are marked to be compared, in the order in which they were."""
        known = {entry.id for entry in self._entries if not entry.problem}
        return tuple(persona_id for persona_id in self._marked if persona_id in known)

    def show(self, groups: Sequence[RailGroup], entries: Sequence[RailEntry], *, select: str = "") -> None:
        """Replace the personas; the cursor stays where it was, or goes to `select`."""
        self._groups, self._entries = tuple(groups), tuple(entries)
        self._refill(select)

    def reveal(self, persona_id: str) -> bool:
        """Put the cursor on a persona even if the filter hides it; whether there is such a persona."""
        if not any(entry.id == persona_id for entry in self._entries):
            return False
        if persona_id not in self.visible_ids:
            with self.prevent(Input.Changed):
                self.filter.value = ""
            self._refill()
        return self.list.move_to(persona_id)

    def _refill(self, select: str = "") -> None:
        words = self.filter.value.casefold().split()
        marked = self.marked
        found = [entry for entry in self._entries if all(word in entry.text for word in words)]
        by_group: dict[str, list[RailEntry]] = {}
        for entry in found:
            by_group.setdefault(entry.group, []).append(entry)
        known = {group.id for group in self._groups}
        rows: list[Row] = []
        for group in (*self._groups, RailGroup("", NO_SEGMENT)):
            members = by_group.get(group.id, [])
            if group.id == "":
                members = [entry for key, entries in by_group.items() if key not in known for entry in entries]
            if members:
                if known or len(by_group) > 1:
                    rows.append(heading(group.name, group.note))
                rows += (_entry_row(entry, marked=entry.id in marked) for entry in members)
        if not found:
            rows += self._nothing(words)
        total = len(self._entries)
        counted = f"{len(found)} of {total}" if words else str(total)
        self.border_subtitle = f"{counted} · {len(marked)} marked" if marked else counted
        self.list.show(rows, cursor_key=select or None)

    def _nothing(self, words: Sequence[str]) -> Sequence[Row]:
        from personatui.app.emptiness import no_match, no_personas_in_rail
        from personatui.app.keys import keys_of

        return no_match(keys_of(self)) if words else no_personas_in_rail(keys_of(self))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        before = self.list.current
        self._refill(self._best_match())
        if self.list.current is None:
            self.list.move_to_first()
        elif before is None or before.key != self.list.current.key:
            self.post_message(self.Picked(self.list.current.key))

    def _best_match(self) -> str:
        """The persona whose very name holds what was typed, else none: others match in what they say."""
        words = self.filter.value.casefold().split()
        if not words:
            return ""
        named = (entry for entry in self._entries if all(word in entry.name.casefold() for word in words))
        return next((entry.id for entry in named), "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_leave_filter()

    def action_leave_filter(self) -> None:
        """From the filter to the list; a second Escape in the list clears the filter."""
        if self.filter.has_focus:
            self.list.focus()
        elif self.filter.value:
            self.filter.value = ""

    def action_mark(self) -> None:
        """Mark the persona under the cursor to be compared, or take the mark away."""
        row = self.list.current
        if row is None or not row.key:
            return
        marked = self.marked
        if row.key in marked:
            marked = tuple(persona_id for persona_id in marked if persona_id != row.key)
        elif any(entry.id == row.key and entry.problem for entry in self._entries):
            self.notify("This file cannot be read, so there is nothing to compare.", severity="warning")
            return
        elif len(marked) == MOST_MARKED:
            self.notify(f"{MOST_MARKED} personas can be compared; take away a mark first.", severity="warning")
            return
        else:
            marked = (*marked, row.key)
        self._marked = marked
        self._refill()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        if event.key:
            self.post_message(self.Picked(event.key))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Entered(event.key))


def _entry_row(entry: RailEntry, *, marked: bool) -> Row:
    name: Piece = (entry.name, "error" if entry.problem else "plain")
    chosen: Piece = ("✓" if marked else " ", "strong")
    mark: Piece = (f"{entry.mark} ", "error" if entry.problem else "mark")
    return Row((chosen, mark, name), key=entry.id, right=((entry.bar, "dim"),) if entry.bar else ())
