"""Finding anything in the project by a few letters, and going there: `/` in the workbench."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from personatui.app.closing import Dialog
from personatui.app.filtering import QueryInput
from personatui.app.found import filter_rows, hit_row, nothing_rows, preview_rows
from personatui.app.going import go, trouble
from personatui.app.palette import workbench_commands
from personatui.model.entries import ProjectEntries, Titles, finding_entries
from personatui.model.querying import FILTERS, Query, parse, value_problems
from personatui.model.searching import Entry, Found, Hit, SearchIndex, all_values, search_all
from personatui.render.figures import count
from personatui.widgets.keys import key_of, offer, own_key, told_together
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp
    from personatui.app.workbench import WorkbenchScreen
    from personatui.host.checking import CheckOutcome
    from personatui.host.session import Session
    from personatui.model.project import Project

# Up to so many entries a search takes less time than a frame, and needs no thread.
_AT_ONCE = 5_000
_MOST_SHOWN = 200
_RECENT_PLACES = 8
# Below this width there is no room to show the whole of what is under the cursor.
_WIDE = 110


@dataclass(slots=True)
class _Known:
    """What is known of a session: the indexes over it as it was, and where the person went."""

    project: Project | None = None
    outcome: CheckOutcome | None = None
    records: SearchIndex = field(default_factory=SearchIndex)
    findings: SearchIndex = field(default_factory=SearchIndex)
    recent: list[Entry] = field(default_factory=list)


_KNOWN: WeakKeyDictionary[Session, _Known] = WeakKeyDictionary()


def titles_of(session: Session) -> Titles:
    """How the tools and boxes of a session are called on screen."""
    tools = session.tools.values()
    return Titles(
        {tool.id: tool.tab_title for tool in tools},
        {(tool.id, box.id): box.title for tool in tools for layout in tool.layouts for box in layout.regions},
    )


class FindScreen(Dialog[Entry | None]):
    """A line to type into, and below it what matches, best first. Returns what was chosen."""

    DEFAULT_CSS = """
    FindScreen {
        align: center top;
        & > Vertical {
            width: 132; max-width: 96%; height: 80%; margin: 1 0 0 0;
            border: round $accent; background: $surface; padding: 0 1;
        }
        & QueryInput { border: none; height: 1; padding: 0; background: $surface; }
        & #find-told { height: auto; max-height: 3; color: $foreground-muted; }
        & #find-told.-problem { color: $text-warning; }
        & Horizontal { height: 1fr; }
        & #found { width: 1fr; }
        & #found > .rows--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & #preview { width: 44; border-left: vkey $foreground 30%; padding: 0 0 0 1; display: none; }
        &.-wide #preview { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", id="find.close"),
        Binding("down,ctrl+n", "move(1)", "Down", show=False, id="find.down"),
        Binding("up", "move(-1)", "Up", show=False, id="find.up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="find.page-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="find.page-up"),
        Binding("enter", "go", "Go there", show=False, id="find.go", tooltip="Go there, or run the command"),
    ]
    app: WorkbenchApp

    def __init__(self, workbench: WorkbenchScreen, session: Session) -> None:
        super().__init__()
        self._workbench = workbench
        self._session = session
        self._known = _KNOWN.setdefault(session, _Known())
        self._actions: dict[str, Callable[[], object]] = {}
        self._commands = SearchIndex(self._command_entries())
        self._shown: dict[str, Entry] = {}
        self._is_searching = False

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = "Find"
            line = QueryInput(lambda: tuple(FILTERS), self._values, placeholder="words, role:primary, is:source …")
            box.border_subtitle = told_together(
                offer(self, "find.go", "goes there"),
                offer(line, "query.complete", "completes a filter"),
                offer(self, "find.close", "closes"),
            )
            yield line
            yield Static(id="find-told")
            with Horizontal():
                found = RowList(wrap=False, id="found")
                # the keys stay with the line above
                found.can_focus = False
                yield found
                preview = RowList(id="preview")
                preview.can_focus = False
                yield preview

    @property
    def line(self) -> QueryInput:
        """The line to type into."""
        return self.query_one(QueryInput)

    @property
    def found(self) -> RowList:
        """The list of what matches."""
        return self.query_one("#found", RowList)

    def on_mount(self) -> None:
        self.line.focus()
        outcome = self._workbench.findings
        if self._known.project is not self._session.project or self._known.outcome is not outcome:
            self._build(self._session.project, outcome)
        self._seek()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= _WIDE, "-wide")

    # Indexes ---------------------------------------------------------------------------------------------

    def _command_entries(self) -> Iterable[Entry]:
        for number, command in enumerate(workbench_commands(self._workbench)):
            if command.discover:
                key = f"command {number}"
                self._actions[key] = command.callback
                yield Entry("command", command.title, command.help, key)

    @work(thread=True, exclusive=True, group="index")
    def _build(self, project: Project, outcome: CheckOutcome | None) -> None:
        """Make the indexes over the project as it is; meanwhile those from before serve."""
        known = self._known
        if known.project is not project:
            records = SearchIndex(ProjectEntries(project, titles_of(self._session)))
            known.project, known.records = project, records
        if known.outcome is not outcome and outcome is not None:
            known.outcome, known.findings = outcome, SearchIndex(finding_entries(outcome.findings))
        self.app.call_from_thread(self._seek)

    @property
    def _indexes(self) -> tuple[SearchIndex, ...]:
        return self._known.records, self._known.findings, self._commands

    def _values(self) -> Mapping[str, tuple[str, ...]]:
        return all_values(self._indexes)

    # Searching -------------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._seek()

    def _seek(self) -> None:
        """Look for what is typed: at once when that is quick, else in a thread, one search at a time."""
        if not self.is_there or self._is_searching:
            return
        text = self.line.value
        if not text.strip():
            self._show_hints()
        elif len(self._known.records) <= _AT_ONCE:
            self._show(*self._searched(text))
        else:
            self._is_searching = True
            self._search(text)

    @work(thread=True, group="search")
    def _search(self, text: str) -> None:
        outcome: tuple[Query, Found] | None = None
        try:
            outcome = self._searched(text)
        finally:
            self.app.call_from_thread(self._take, text, outcome)

    def _take(self, text: str, outcome: tuple[Query, Found] | None) -> None:
        self._is_searching = False
        if not self.is_there:
            return
        if text != self.line.value:
            # meanwhile something else was typed, and only that counts
            self._seek()
        elif outcome is not None:
            self._show(*outcome)

    def _searched(self, text: str) -> tuple[Query, Found]:
        query = parse(text)
        return query, search_all(self._indexes, query, _MOST_SHOWN)

    # Showing ---------------------------------------------------------------------------------------------

    def _show(self, query: Query, found: Found) -> None:
        problems = (*query.problems, *value_problems(query, self._values()))
        self._shown = {str(number): hit.entry for number, hit in enumerate(found.hits)}
        width = self.found.size.width
        rows = [hit_row(str(number), hit, width) for number, hit in enumerate(found.hits)]
        if found.total > len(found.hits):
            rows.append(Row(((f"and {count(found.total - len(found.hits), 'more one')}; type on", "dim"),)))
        if not rows:
            rows = list(nothing_rows(query, own_key(self.line, "query.complete")))
        if self._known.project is None:
            told = "The texts of the project are still being read; commands can be found."
        else:
            told = " ".join(problems) or self._offer() or f"{found.total} found"
        self._tell(told, is_problem=bool(problems) and self._known.project is not None)
        self.found.show(rows, cursor_key="")
        self.found.scroll_home(animate=False)
        self.found.move_to_first()
        self._preview()

    def _offer(self) -> str:
        """How what is being typed could go on, when it is a filter."""
        if ":" not in self.line.value.rpartition(" ")[2]:
            return ""
        ways = [way.rstrip().rpartition(" ")[2] for way in self.line.offered]
        if not ways or ways[0] == self.line.value.rpartition(" ")[2]:
            return ""
        key = own_key(self.line, "query.complete")
        return (f"{key}: " if key else "") + "  ".join(ways[:8])

    def _tell(self, text: str, *, is_problem: bool = False) -> None:
        told = self.query_one("#find-told", Static)
        told.set_class(is_problem, "-problem")
        told.update(Content(text))

    def _show_hints(self) -> None:
        """Before anything is typed: where the person was, and what can be typed."""
        rows: list[Row] = []
        self._shown = {}
        if self._known.recent:
            rows.append(heading("Recent"))
            for number, entry in enumerate(self._known.recent):
                self._shown[str(number)] = entry
                rows.append(hit_row(str(number), Hit(entry, ()), self.found.size.width))
            rows.append(BLANK)
        self._shown |= {
            f"{name}:": Entry("filter", f"{name}:", meaning, f"{name}:") for name, meaning in FILTERS.items()
        }
        rows += filter_rows()
        self._tell("Personas, statements, sources, canvases, findings and commands: type a few letters.")
        self.found.show(rows, cursor_key="")
        if self._known.recent:
            self.found.move_to_first()
        self._preview()

    @property
    def chosen(self) -> Entry | None:
        """What is under the cursor."""
        row = self.found.current
        return self._shown.get(row.key) if row is not None else None

    def _preview(self) -> None:
        """The whole of what is under the cursor, and where it is."""
        entry = self.chosen
        rows = preview_rows(self._session.project, entry) if entry is not None and entry.kind != "filter" else []
        self.query_one("#preview", RowList).show(rows)

    # Moving and going ------------------------------------------------------------------------------------

    def action_move(self, direction: int) -> None:
        """Move the cursor while the line keeps the keys."""
        if direction > 0:
            self.found.action_cursor_down()
        else:
            self.found.action_cursor_up()
        self._preview()

    def action_page(self, direction: int) -> None:
        self.found.action_cursor_page(direction)
        self._preview()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.rows is self.found:
            self.action_go()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_go()

    def action_go(self) -> None:
        """Go to what is under the cursor, unless it is no longer there."""
        entry = self.chosen
        if entry is None:
            return
        if entry.kind == "filter":
            self.line.value = entry.key
            self.line.cursor_position = len(entry.key)
            return
        told = "" if entry.kind == "command" else self._trouble(entry)
        if told:
            self._tell(told, is_problem=True)
            return
        self.dismiss(entry)

    def _trouble(self, entry: Entry) -> str:
        if entry.kind != "finding":
            return trouble(self._session, entry.key)
        outcome = self._known.outcome
        return "" if outcome is not None and int(entry.key) < len(outcome.findings) else "This finding is gone."

    def perform(self, entry: Entry | None) -> None:
        """Do what was chosen, once this screen has closed."""
        if entry is None:
            return
        if entry.kind == "command":
            self._actions[entry.key]()
            return
        recent = self._known.recent
        recent[:] = [entry, *(other for other in recent if other.key != entry.key)][:_RECENT_PLACES]
        if entry.kind == "finding" and self._known.outcome is not None:
            from personatui.app.problems import show_finding

            recent.remove(entry)
            show_finding(self._workbench, self._known.outcome.findings[int(entry.key)])
        else:
            go(self._workbench, entry.key)


def open_find(workbench: WorkbenchScreen) -> None:
    """Open the search over a workbench's project, once that has been read."""
    if workbench.session is None:
        key = key_of(workbench, "workbench.narrow")
        way = f" Press {key} to narrow the personas meanwhile." if key else ""
        workbench.notify(f"The project is still being read.{way}", markup=False)
        return
    screen = FindScreen(workbench, workbench.session)
    workbench.app.push_screen(screen, screen.perform)
