"""Two to four personas side by side: their cards, or their canvases of one tool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from personatui.app.card import persona_line
from personatui.app.choosing import Choice, ChooseScreen
from personatui.app.closing import ClosingScreen
from personatui.app.keybar import KeyBar
from personatui.model.aligning import Cell, Mark
from personatui.model.claims import Quote, Strength, Trait
from personatui.model.comparing import FEWEST, MOST, Comparison, compare_canvases, compare_personas, tools_with_canvas
from personatui.model.ids import persona_reference
from personatui.model.places import entry_key
from personatui.model.project import Project
from personatui.render.comparison import (
    MISSING,
    NOTHING_DIFFERS,
    Line,
    cell_details,
    cell_text,
    lines_of,
    mark_legend,
    mark_sign,
    tally_words,
)
from personatui.render.marks import role_mark, support_mark
from personatui.widgets.columns import ColumnGrid, GridRow
from personatui.widgets.lines import BLANK, Piece, Row, heading

if TYPE_CHECKING:
    from personatui.api import Tool
    from personatui.app.workbench import WorkbenchScreen

_ROLES = {Mark.SAME: "dim", Mark.SHARED: "mark", Mark.DIFFERENT: "warning", Mark.ONLY: "good"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the workbench is to go: a persona, the tab of a tool or its card, and an item as rows name it."""

    persona_id: str
    tool: str = ""
    key: str = ""


class CompareScreen(ClosingScreen[Place | None]):
    """Shows personas in columns; returns the place that was chosen, or None."""

    DEFAULT_CSS = """
    CompareScreen {
        & #compare-title { height: 1; padding: 0 1; background: $panel; }
        & #compare-tally { height: 1; padding: 0 1; color: $foreground-muted; }
        & ColumnGrid { height: 1fr; padding: 0 1; }
        & #compare-legend { height: auto; max-height: 2; padding: 0 1; color: $foreground-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Back", id="compare.close"),
        Binding("d", "differences", "Differences", id="compare.differences", tooltip="Show only what differs, or all"),
        Binding("t", "tool", "Cards, tools", id="compare.tool", tooltip="From the cards to each tool's canvases"),
        Binding("a,plus", "add", "Add", key_display="a", id="compare.add", tooltip="Add a persona"),
        Binding("r", "replace", "Replace", id="compare.replace", tooltip="Put another persona into this column"),
        Binding("x", "remove", "Remove", id="compare.remove", tooltip="Remove this column"),
    ]

    def __init__(
        self,
        project: Project,
        persona_ids: Sequence[str],
        tool: str = "",
        *,
        tools: Mapping[str, Tool] | None = None,
    ) -> None:
        super().__init__()
        self.persona_ids = [persona_id for persona_id in persona_ids if persona_id in project.personas][:MOST]
        self.tool = tool
        self.only_differences = False
        self._project = project
        self._tools: Mapping[str, Tool] = tools or {}
        self._lines: list[Line] = []

    def compose(self) -> ComposeResult:
        yield Static(id="compare-title")
        yield Static(id="compare-tally")
        yield ColumnGrid()
        yield Static(id="compare-legend")
        yield KeyBar()

    def on_mount(self) -> None:
        self._show()
        self.grid.focus()

    @property
    def grid(self) -> ColumnGrid:
        """The columns."""
        return self.query_one(ColumnGrid)

    @property
    def comparison(self) -> Comparison:
        """What is shown, whole: with what is the same in all."""
        if self.tool:
            tool = self._tools.get(self.tool)
            regions = tool.region_titles if tool is not None else {}
            return compare_canvases(self._project, self.persona_ids, self.tool, regions)
        titles = {key: tool.title for key, tool in self._tools.items()}
        return compare_personas(self._project, self.persona_ids, titles)

    # Showing ---------------------------------------------------------------------------------------------

    def _show(self) -> None:
        whole = self.comparison
        shown = whole.only_differences() if self.only_differences else whole
        tool = self._tools.get(self.tool)
        what = (tool.title if tool is not None else self.tool) or "Cards"
        narrowed = " · only differences" if self.only_differences else ""
        title = Content.assemble(("Compare", "bold"), " · ", Content(what), (narrowed, "$text-warning"))
        self.query_one("#compare-title", Static).update(title)
        self.query_one("#compare-tally", Static).update(Content(tally_words(whole)))
        self.query_one("#compare-legend", Static).update(Content(mark_legend(whole)))
        self.grid.show_grid([self._heading(key, name) for key, name in _named(whole)], self._rows(shown))

    def _heading(self, persona_id: str, name: str) -> tuple[Row, Row]:
        persona = self._project.personas[persona_id]
        return (
            Row(((f"{role_mark(persona.role)} ", "mark"), (name, "strong"))),
            Row(((persona_line(persona), "dim"),)),
        )

    def _rows(self, comparison: Comparison) -> list[GridRow]:
        rows: list[GridRow] = []
        self._lines = []
        for section in comparison.sections:
            if rows:
                rows.append(GridRow(BLANK))
                self._lines.append(_NO_LINE)
            rows.append(GridRow(heading(section.title)))
            self._lines.append(_NO_LINE)
            for number, line in enumerate(lines_of(section)):
                rows.append(_grid_row(line, f"{section.id} {line.label or number} {_first_key(line)}"))
                self._lines.append(line)
        if not rows:
            told = "There is nothing to compare." if not self.only_differences else NOTHING_DIFFERS
            rows = [GridRow(Row(((told, "dim"),)))]
            self._lines = [_NO_LINE]
        return rows

    # Choosing what is compared ---------------------------------------------------------------------------

    def action_differences(self) -> None:
        self.only_differences = not self.only_differences
        self._show()

    def action_tool(self) -> None:
        """From the cards to the canvases of each tool that somebody here has, and back to the cards."""
        there = ("", *tools_with_canvas(self._project, self.persona_ids, self._tools))
        if there == (self.tool,):
            self.notify("None of these personas has a canvas.", severity="warning")
            return
        after = there.index(self.tool) + 1 if self.tool in there else 0
        self.tool = there[after % len(there)]
        self.grid.scroll_home(animate=False)
        self._show()
        self.grid.action_cursor_first()

    def action_add(self) -> None:
        if len(self.persona_ids) >= MOST:
            self.notify(f"{MOST} personas stand side by side at most.", severity="warning")
            return
        self._choose("Add a persona", len(self.persona_ids))

    def action_replace(self) -> None:
        self._choose("Put in this column", self.grid.column)

    def action_remove(self) -> None:
        if len(self.persona_ids) <= FEWEST:
            self.notify("Two personas are the least to compare; r puts another one here.", severity="warning")
            return
        del self.persona_ids[self.grid.column]
        self._show()

    def _choose(self, title: str, column: int) -> None:
        others = other_personas(self._project, self.persona_ids)
        if not others:
            self.notify("All personas of this project are here already.", severity="warning")
            return

        def put(persona_id: object) -> None:
            if isinstance(persona_id, str):
                self.persona_ids[column : column + 1] = [persona_id]
                self._show()
                self.grid.column = column

        self.app.push_screen(ChooseScreen(title, _choices(others)), put)

    # Leaving ---------------------------------------------------------------------------------------------

    def action_close(self) -> None:
        self.dismiss(None)

    def on_column_grid_cell_chosen(self, event: ColumnGrid.CellChosen) -> None:
        event.stop()
        persona_id = self.persona_ids[event.column]
        line = self._lines[self.grid.cursor]
        cell = line.cells[event.column] if event.column < len(line.cells) else None
        owner = cell.owner if cell is not None else persona_reference(persona_id)
        tool = owner.tool or self.tool
        self.dismiss(Place(persona_id, tool, event.key))


_NO_LINE = Line("", Mark.SAME, ())


def other_personas(project: Project, persona_ids: Sequence[str]) -> list[tuple[str, str]]:
    """The ids and names of the personas of a project but for some, by name."""
    others = [(key, persona.name or key) for key, persona in project.personas.items() if key not in persona_ids]
    return sorted(others, key=lambda pair: pair[1].casefold())


def compare_marked(workbench: WorkbenchScreen) -> None:
    """Compare the personas that are marked in the rail, or the one that is shown with one chosen from a list."""
    session = workbench.session
    if session is None:
        workbench.notify("The project is still being read.")
        return
    personas = session.project.personas
    marked = [persona_id for persona_id in workbench.rail.marked if persona_id in personas]
    if len(marked) >= FEWEST:
        _open(workbench, marked)
        return
    shown = workbench.persona_id
    if shown not in personas:
        workbench.notify("Choose a persona first.", severity="warning")
        return
    others = other_personas(session.project, [shown])
    if not others:
        workbench.notify("There is no other persona to compare this one with.", severity="warning")
        return

    def compare(persona_id: object) -> None:
        if isinstance(persona_id, str):
            _open(workbench, [shown, persona_id])

    name = " ".join(personas[shown].name.split()) or shown
    chooser = ChooseScreen(f"Compare {name} with", _choices(others), chosen=marked)
    workbench.app.push_screen(chooser, compare)


def _choices(personas: Sequence[tuple[str, str]]) -> list[Choice]:
    return [Choice(persona_id, name, persona_id) for persona_id, name in personas]


def _open(workbench: WorkbenchScreen, persona_ids: Sequence[str]) -> None:
    session = workbench.session
    there = [key for key in persona_ids if session is not None and key in session.project.personas]
    if session is None or len(there) < FEWEST:
        workbench.notify("A persona that was to be compared is gone.", severity="warning")
        return

    def go(place: Place | None) -> None:
        if place is not None:
            _go(workbench, place)

    tool = workbench.middle.tool_id
    if tool not in session.tools or not tools_with_canvas(session.project, there, (tool,)):
        tool = ""
    workbench.app.push_screen(CompareScreen(session.project, there, tool, tools=session.tools), go)


def _go(workbench: WorkbenchScreen, place: Place) -> None:
    session = workbench.session
    # the file may have been deleted while the personas were compared
    if session is None or place.persona_id not in session.project.personas:
        workbench.notify(f"{place.persona_id} is no longer in the project.", severity="warning", markup=False)
        return
    workbench.jump(persona_reference(place.persona_id))
    if place.tool in session.tools or not place.tool:
        workbench.middle.open(place.tool, place.key)


def _named(comparison: Comparison) -> Iterator[tuple[str, str]]:
    return zip(comparison.persona_ids, comparison.names, strict=True)


def _first_key(line: Line) -> str:
    return next((_key(cell) for cell in line.cells if cell is not None), "")


def _key(cell: Cell) -> str:
    return entry_key(cell.item, cell.owner, cell.field, cell.index) if cell.item is not None else ""


def _grid_row(line: Line, key: str) -> GridRow:
    role = _ROLES[line.mark]
    sign: tuple[Piece, ...] = ((f"{mark_sign(line.mark)} ", role),)
    if line.packed and not line.label:
        sign = (("  ", "plain"),)
    label = Row((*sign, (line.label, "dim" if line.mark is Mark.SAME else "plain")), hanging=2)
    return GridRow(label, tuple(_cell_row(cell, line) for cell in line.cells), key)


def _cell_row(cell: Cell | None, line: Line) -> Row:
    if cell is None:
        return BLANK if line.packed else Row(((MISSING[0], "dim"),))
    text: Piece = (cell_text(cell), "quote" if isinstance(cell.item, Quote) else "plain")
    pieces: list[Piece] = [text]
    hanging = 0
    if cell.strength is not None:
        role = "assumption" if cell.strength is Strength.ASSUMPTION else "mark"
        pieces.insert(0, (f"{support_mark(cell.strength)} ", role))
        hanging = 2
    details = cell_details(cell)
    if details:
        apart = "\n" if isinstance(cell.item, Trait) else "  "
        pieces.append((f"{apart}{details}", "dim"))
    return Row(tuple(pieces), key=_key(cell), hanging=hanging)
