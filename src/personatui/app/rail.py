"""The left panel: segments and their personas, narrowed by typing. Knows no model, so it shows before one is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input

from personatui.app.filtering import QueryInput, name_key
from personatui.app.panel import Panel
from personatui.widgets.lines import Piece, Row, heading, wrap_row
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.model.querying import Query

NO_SEGMENT = "Without a segment"
UNREADABLE = "Cannot be read"
# As many as can be compared side by side.
MOST_MARKED = 4


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A persona in the rail. `text` is what the filter's words look through, folded; `facets` what its filters do."""

    id: str
    name: str
    mark: str
    group: str
    text: str
    bar: str = ""
    problem: bool = False
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RailGroup:
    """A segment in the rail; `note` stands at the right, such as its share of the market."""

    id: str
    name: str
    note: str = ""


class _Filter(QueryInput):
    """The line that narrows the list: it tells the way on, since most other keys are letters here."""

    BINDING_GROUP_TITLE = "Personas"
    BINDINGS = [Binding("enter", "submit", "To the list", id="rail.submit")]


class Rail(Panel):
    """A filter and the list of personas below it."""

    DEFAULT_CSS = """
    Rail {
        & > Input { border: none; height: 1; padding: 0 1; background: $surface; }
        & > RowList { height: 1fr; padding: 0 1; }
    }
    """
    BINDING_GROUP_TITLE = "Personas"
    BINDINGS = [
        Binding("escape", "leave_filter", "List", show=False, id="rail.leave-filter"),
        Binding("down", "leave_filter", "List", show=False, id="rail.to-list"),
        Binding("space", "mark", "Mark", show=False, id="rail.mark", tooltip="Mark a persona to be compared, or not"),
        Binding("e,f2", "ask('edit')", "All fields", id="rail.edit", tooltip="Everything about it, in a form"),
        Binding("d,delete", "ask('delete')", "Delete", id="rail.delete", tooltip="Delete it, with what that means"),
        Binding("R", "ask('rename')", "Rename", id="rail.rename", tooltip="Give the file another name", show=False),
    ]

    class Picked(Message):
        """Another persona came under the cursor."""

        def __init__(self, persona_id: str) -> None:
            super().__init__()
            self.persona_id = persona_id

    class Entered(Picked):
        """A persona was chosen with Enter or a click."""

    class Asked(Picked):
        """Something is to be done with a record: `edit`, `delete` or `rename`."""

        def __init__(self, persona_id: str, what: str) -> None:
            super().__init__(persona_id)
            self.what = what

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._groups: tuple[RailGroup, ...] = ()
        self._entries: tuple[RailEntry, ...] = ()
        self._marked: tuple[str, ...] = ()
        self._kind = "persona"
        self._is_empty = False
        # a row for each entry, its folded name, and what the filter found last
        self._rows: dict[tuple[str, bool], tuple[RailEntry, Row]] = {}
        self._names: dict[str, str] = {}
        self._values: dict[str, tuple[str, ...]] | None = None
        self._former: tuple[Query, list[RailEntry]] | None = None
        # says again what stands in the empty filter
        self._prompt: Callable[[], None] = lambda: None
        self.border_title = "Personas"

    def compose(self) -> ComposeResult:
        yield _Filter(_filter_names, self._known_values, id="filter")
        yield RowList(wrap=False, id="personas")

    def on_mount(self) -> None:
        self._prompt = name_key(self.filter, "workbench.narrow", self._example)

    def _example(self) -> str:
        return "words, role: …" if self._kind == "persona" else "words"

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
        if self._kind != "persona":
            return ()
        known = {entry.id for entry in self._entries if not entry.problem}
        return tuple(persona_id for persona_id in self._marked if persona_id in known)

    def show(
        self,
        groups: Sequence[RailGroup],
        entries: Sequence[RailEntry],
        *,
        select: str = "",
        kind: str = "persona",
    ) -> None:
        """Replace the personas, or what else is of a `kind`; the cursor stays where it was, or goes to `select`."""
        if kind != self._kind:
            self._kind = kind
            self.border_title = f"{kind.capitalize()}s"
            with self.prevent(Input.Changed):
                self.filter.value = ""
            self._prompt()
        self._groups, self._entries = tuple(groups), tuple(entries)
        self._former = self._values = None
        rows = self._rows
        # only what changed is drawn anew
        self._rows = {
            (entry.id, entry.problem): known
            if (known := rows.get((entry.id, entry.problem))) is not None and known[0] == entry
            else (entry, _entry_row(entry))
            for entry in self._entries
        }
        self._refill(select)

    def reveal(self, persona_id: str) -> bool:
        """Put the cursor on a persona even if the filter hides it; whether there is such a persona."""
        if not {(persona_id, False), (persona_id, True)} & self._rows.keys():
            return False
        if persona_id not in self.visible_ids:
            with self.prevent(Input.Changed):
                self.filter.value = ""
            self._refill()
        return self.list.move_to(persona_id)

    def _refill(self, select: str = "", *, typed: bool = False) -> None:
        is_narrowed = bool(self.filter.value.strip())
        marked = self.marked
        found, problems = self._found() if is_narrowed else (self._entries, ())
        by_group: dict[str, list[RailEntry]] = {}
        broken = [entry for entry in found if entry.problem]
        for entry in found:
            if not entry.problem:
                by_group.setdefault(entry.group, []).append(entry)
        known = {group.id for group in self._groups}
        rows: list[Row] = [row for problem in problems for row in self._sentence(problem, "warning")]
        for group in (*self._groups, RailGroup("", NO_SEGMENT)):
            members = by_group.get(group.id, [])
            if group.id == "":
                members = [entry for key, entries in by_group.items() if key not in known for entry in entries]
            if members:
                if known or len(by_group) > 1:
                    rows.append(heading(group.name, group.note))
                rows += [self._row(entry, marked) for entry in members]
        if broken:
            rows += [heading(UNREADABLE), *(self._row(entry, marked) for entry in broken)]
        if not found:
            rows += self._nothing(is_narrowed)
        total = len(self._entries)
        counted = f"{len(found)} of {total}" if is_narrowed else str(total)
        self.border_subtitle = f"{counted} · {len(marked)} marked" if marked else counted
        self.list.show(rows, cursor_key=select or (self._best_match() if typed and is_narrowed else "") or None)
        if self._is_empty is not (not found):
            self._is_empty = not found
            self.refresh_bindings()

    def _sentence(self, text: str, role: str) -> Sequence[Row]:
        return self._lines(Row(((text, role),)))

    def _lines(self, row: Row) -> Sequence[Row]:
        """A row as several, since the rows of a long list are not wrapped."""
        width = max(16, self.list.scrollable_content_region.width)
        return [Row(line) for line in wrap_row(row, width)]

    def _found(self) -> tuple[Sequence[RailEntry], tuple[str, ...]]:
        """The entries that pass the filter, in their order, and what is wrong with it."""
        from personatui.model.querying import parse, value_problems

        query = parse(self.filter.value, _filter_names())
        former = self._former
        among = former[1] if former is not None and query.narrows(former[0]) else self._entries
        found = [entry for entry in among if self._passes(entry, query)]
        self._former = (query, found)
        return found, query.problems or (value_problems(query, self._known_values()) if not found else ())

    def _passes(self, entry: RailEntry, query: Query) -> bool:
        """Whether every word stands in what the persona says, or its letters in the name; and it passes the filters."""
        if query.filters and not query.passes(entry.facets):
            return False
        return all(
            (word.text in entry.text or self._is_named(entry, word.text)) != word.negated for word in query.words
        )

    def _is_named(self, entry: RailEntry, word: str) -> bool:
        from personatui.model.matching import fold_line, level

        name = self._names.get(entry.name)
        if name is None:
            name = self._names[entry.name] = fold_line(entry.name)
        return level(word, name) is not None

    def _known_values(self) -> Mapping[str, tuple[str, ...]]:
        """What the filters can name, by filter."""
        if self._values is None:
            found: dict[str, set[str]] = {}
            for entry in self._entries:
                for name, values in entry.facets.items():
                    found.setdefault(name, set()).update(values)
            self._values = {name: tuple(sorted(values)) for name, values in found.items()}
        return self._values

    def _row(self, entry: RailEntry, marked: Sequence[str]) -> Row:
        return _entry_row(entry, marked=True) if entry.id in marked else self._rows[entry.id, entry.problem][1]

    def _nothing(self, is_narrowed: bool) -> Sequence[Row]:
        from personatui.app.emptiness import no_match, none_in_rail
        from personatui.widgets.keys import keys_of

        keys = keys_of(self)
        rows = no_match(keys) if is_narrowed else none_in_rail(self._kind, keys)
        return [line for row in rows for line in self._lines(row)]

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        before = self.list.current
        self._refill(typed=True)
        if self.list.current is None:
            self.list.move_to_first()
        elif before is None or before.key != self.list.current.key:
            self.post_message(self.Picked(self.list.current.key))

    def _best_match(self) -> str:
        """The persona whose very name holds what was typed, else none: others match in what they say."""
        if self._former is None or not (words := self._former[0].wanted):
            return ""
        named = (entry for entry in self._former[1] if all(self._is_named(entry, word) for word in words))
        return next((entry.id for entry in named), "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.list.focus()

    def action_leave_filter(self) -> None:
        """From the filter to the list; a second Escape in the list clears the filter."""
        if self.filter.has_focus:
            self.list.focus()
        elif self.filter.value:
            self.filter.value = ""

    def action_mark(self) -> None:
        """Mark the persona under the cursor to be compared, or take the mark away."""
        row = self.list.current
        if row is None or not row.key or self._kind != "persona":
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

    def action_ask(self, what: str) -> None:
        """Ask for something to be done with what is under the cursor."""
        if self.list.current is not None and self.list.current.key:
            self.post_message(self.Asked(self.list.current.key, what))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # what is typed into the filter is no command, and there must be something to do it with
        is_off = self._is_empty or isinstance(self.screen.focused, QueryInput)
        return not (is_off and action in ("ask", "mark"))

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        if event.key:
            self.post_message(self.Picked(event.key))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Entered(event.key))


def _filter_names() -> Sequence[str]:
    from personatui.model.querying import PERSONA_FILTERS

    return PERSONA_FILTERS


def _entry_row(entry: RailEntry, *, marked: bool = False) -> Row:
    name: Piece = (entry.name, "error" if entry.problem else "plain")
    chosen: Piece = ("✓" if marked else " ", "strong")
    mark: Piece = (f"{entry.mark} ", "error" if entry.problem else "mark")
    return Row((chosen, mark, name), key=entry.id, right=((entry.bar, "dim"),) if entry.bar else ())
