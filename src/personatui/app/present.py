"""A persona full-screen, page by page: for a room that looks at the screen together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Grid, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from personatui.api.ui import ToolContext, ToolView
from personatui.app.card import persona_line
from personatui.app.closing import ClosingScreen
from personatui.app.pages import CANVAS, CARD, TITLE, Page, best_quote, card_blocks, fault_text, pages_of
from personatui.app.views import lent, make_view
from personatui.errors import PersonatuiError
from personatui.host.analysing import Outcome, analyse
from personatui.host.session import Session, today
from personatui.model.claims import Strength
from personatui.model.cleaning import clean, clean_line
from personatui.model.ids import persona_reference
from personatui.model.persona import Persona
from personatui.model.quality import persona_coverage
from personatui.model.reports import Fault
from personatui.render.cards import LEGEND
from personatui.render.charts import draw_chart
from personatui.render.marks import evidence_bar, role_mark, support_mark
from personatui.widgets.charts import ChartBlock, ChartView
from personatui.widgets.lines import BLANK, Row, heading, wrap_row
from personatui.widgets.notes import claim_row
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp
    from personatui.app.workbench import WorkbenchScreen

# Margins grow with the screen.
_MEDIUM, _LARGE = (100, 30), (160, 45)
_LOWEST_CHART = 12
_WIDEST_READING = 100


class PresentScreen(ClosingScreen[None]):
    """One page at a time and nothing else. What is shown cannot be changed here."""

    # nothing on a page takes the keys: they turn the pages
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    PresentScreen {
        padding: 1 3;
        &.-medium { padding: 2 6; }
        &.-large { padding: 4 14; }
        & #present-head { height: 2; color: $foreground-muted; }
        & #present-stage { height: 1fr; }
        & #present-foot { height: 1; margin: 1 0 0 0; color: $foreground-muted; }
        & #present-legend { width: 1fr; }
        & #present-number { width: auto; }
        & .present--page { align: center middle; scrollbar-size-vertical: 1; height: 1fr; }
        & .present--middle { width: 76; max-width: 100%; height: auto; }
        & .present--middle Static { width: 100%; text-align: center; margin: 0 0 1 0; }
        & .present--name { text-style: bold; color: $text-accent; }
        & .present--dim { color: $foreground-muted; }
        & .present--middle .present--quote { text-style: italic; margin: 1 0 0 0; }
        & .present--fault { color: $text-error; }
        & .present--reading { height: auto; max-width: 100; margin: 0 0 1 0; }
        & .present--blocks {
            grid-size: 2; grid-gutter: 1 5; grid-rows: auto; height: auto; max-width: 130;
            & RowList { height: auto; }
        }
        &.-slim .present--blocks { grid-size: 1; }
        & .present--chart { height: auto; width: 100%; max-width: 120; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,pagedown,l,enter", "turn(1)", "Next page", id="present.next"),
        Binding("left,pageup,backspace", "turn(-1)", "Page back", id="present.back"),
        Binding("home,g", "first", "First page", id="present.first"),
        Binding("end,G", "last", "Last page", id="present.last"),
        *(Binding(str(n), f"page({n})", "Go to that page", id=f"present.page-{n}") for n in range(1, 10)),
        Binding("down,j,ctrl+d", "scroll(1)", "Down the page", id="present.down"),
        Binding("up,k,ctrl+u", "scroll(-1)", "Up the page", id="present.up"),
        Binding("n", "persona(1)", "Next persona", id="present.next-persona"),
        Binding("p", "persona(-1)", "Persona before", id="present.persona-back"),
        Binding("h", "number", "Page number", id="present.number", tooltip="Show or hide the number of the page"),
        Binding("escape,q,P", "close", "End", id="present.close"),
    ]

    app: WorkbenchApp

    def __init__(self, session: Session, persona_ids: Sequence[str], persona_id: str) -> None:
        super().__init__()
        # as it was at the beginning: nothing moves while people look at it
        self._project = session.project
        self._tools = session.tools
        self._plugins = session.plugins
        ids = dict.fromkeys(key for key in persona_ids if key in self._project.personas)
        self._order = tuple(ids) if persona_id in ids else (persona_id, *ids)
        self._outcomes: dict[str, Outcome] = {}
        self.persona_id = persona_id
        self.pages: tuple[Page, ...] = ()
        self.index = 0
        self._shown: tuple[str, str] = ("", "")
        self._view: ToolView | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="present-head")
        yield Container(id="present-stage")
        with Horizontal(id="present-foot"):
            yield Static(id="present-legend")
            yield Static(id="present-number")

    def on_mount(self) -> None:
        self._begin(self.persona_id)

    @property
    def page(self) -> Page:
        """The page that is shown, or about to be."""
        return self.pages[self.index]

    @property
    def _persona(self) -> Persona:
        return self._project.personas[self.persona_id]

    @property
    def _spoken_name(self) -> str:
        return " ".join(self._persona.name.split()) or self.persona_id

    # Pages -----------------------------------------------------------------------------------------------

    def _begin(self, persona_id: str) -> None:
        """Show the first page of a persona, and find out what there is to draw."""
        self.persona_id = persona_id
        self.index = 0
        self._gather()
        if persona_id not in self._outcomes:
            self._analyse(persona_id)
        self.call_later(self._show_page)

    def _gather(self) -> None:
        outcome = self._outcomes.get(self.persona_id)
        found = (outcome.reports, outcome.faults) if outcome is not None else ((), ())
        self.pages = pages_of(self.persona_id, self._project, self._tools, *found)

    @work(thread=True, exclusive=True, group="present")
    def _analyse(self, persona_id: str) -> None:
        try:
            outcome = analyse(self._project, self._plugins, self._tools, persona_id, today=today())
        except PersonatuiError as error:
            self.app.call_from_thread(self.app.complain, error)
            return
        self.app.call_from_thread(self._take_outcome, outcome)

    def _take_outcome(self, outcome: Outcome) -> None:
        self._outcomes[outcome.persona_id] = outcome
        if outcome.persona_id != self.persona_id or not self.is_there:
            return
        here = self.page.id
        self._gather()
        self.index = next((number for number, page in enumerate(self.pages) if page.id == here), 0)
        self._show_number()
        if self._view is not None and self.page.kind == CANVAS:
            self._view.show(self._tool_context(self.page.tool_id))

    async def _show_page(self) -> None:
        """Put the widgets of the page in place of those before. Made in a message handler, and only the last one."""
        if not self.is_there or self._shown == (self.persona_id, self.page.id):
            return
        page = self.page
        self._shown = (self.persona_id, page.id)
        self._view = None
        stage = self.query_one("#present-stage", Container)
        await stage.remove_children()
        await stage.mount(self._widget(page))
        self._show_frame(page)

    def _show_frame(self, page: Page) -> None:
        head = self.query_one("#present-head", Static)
        head.display = page.kind != TITLE
        title = page.title
        apart = "   " if title else ""
        head.update(Content.assemble((self._spoken_name, "bold $text-accent"), apart, Content(clean_line(title))))
        has_claims = page.kind in (CARD, CANVAS) or (page.kind == TITLE and bool(self.query(".present--quote")))
        # what is not known comes first: on a narrow screen the rest may be cut off
        marks = (f"{support_mark(Strength.ASSUMPTION)} {LEGEND[1]}", f"{support_mark(Strength.ANECDOTE)} {LEGEND[0]}")
        self.query_one("#present-legend", Static).update(Content("   ".join(marks) if has_claims else ""))
        self._show_number()

    def _show_number(self) -> None:
        self.query_one("#present-number", Static).update(Content(f"{self.index + 1}/{len(self.pages)}"))

    def _widget(self, page: Page) -> Widget:
        match page.kind:
            case "title":
                return _scrolled(Vertical(*self._title_parts(), classes="present--middle"))
            case "card":
                return _scrolled(Grid(*self._blocks(), classes="present--blocks"))
            case "canvas":
                return self._canvas(page)
            case "chart" if page.block is not None:
                return self._chart(page, page.block)
            case _:
                return _said(page.reading)

    def _title_parts(self) -> Iterator[Static]:
        persona = self._persona
        segment = self._project.segments.get(persona.segment)
        line = " · ".join(part for part in (persona_line(persona), segment.name if segment is not None else "") if part)
        yield Static(Content(f"{role_mark(persona.role)} {clean_line(line)}"), classes="present--dim")
        yield Static(Content(clean_line(self._spoken_name)), classes="present--name")
        yield Static(Content("━" * 12), classes="present--dim")
        if persona.summary.strip():
            yield Static(Content(clean(persona.summary.strip())))
        quote = best_quote(persona, self._project)
        if quote is not None:
            text = clean(quote.text.strip().strip('“”"'))
            mark = support_mark(self._project.strength(quote.sources))
            yield Static(Content(f"“{text}”"), classes="present--quote")
            kind = "said" if quote.kind == "verbatim" else "made up to illustrate"
            yield Static(Content(f"{mark} {kind}"), classes="present--dim")
        covered = persona_coverage(persona, self._project)
        told = f"{covered.supported} of {covered.total} statements have a source"
        bar = Content.assemble((evidence_bar(covered.share), "$primary"), f"  {told}")
        yield Static(bar if covered.total else Content("This persona says nothing about goals, needs or pains yet."))

    def _blocks(self) -> Iterator[RowList]:
        owner = persona_reference(self.persona_id)
        for name, title in card_blocks(self._persona):
            items = getattr(self._persona, name)
            rows: list[Row] = [heading(title, str(len(items))), BLANK]
            rows += (claim_row(item, self._project, owner, (name, index)) for index, item in enumerate(items))
            yield RowList(rows)

    # Tools -----------------------------------------------------------------------------------------------

    def _canvas(self, page: Page) -> Widget:
        shown = (self.persona_id, page.id)
        faults: list[Fault] = []

        def take_fault(fault: Fault) -> None:
            faults.append(fault)
            # what fails after the first failed because of it
            if len(faults) == 1:
                self.call_later(self._say_instead, shown, fault)

        plugin = self._plugins.owner_of(page.tool_id)
        is_bundled = self._plugins.is_bundled(plugin)
        view = make_view(self._tool_context(page.tool_id), plugin, take_fault, is_bundled=is_bundled)
        if isinstance(view, Fault):
            return _said(fault_text(view))
        self._view = view
        return view

    async def _say_instead(self, shown: tuple[str, str], fault: Fault) -> None:
        """Put a sentence in place of a view that failed, if it is still the one in sight."""
        if self._shown != shown:
            return
        self._view = None
        stage = self.query_one("#present-stage", Container)
        await stage.remove_children()
        await stage.mount(_said(fault_text(fault)))

    def _tool_context(self, tool_id: str) -> ToolContext:
        found = self._project.canvas(tool_id, self.persona_id)
        outcome = self._outcomes.get(self.persona_id)
        reports = outcome.reports if outcome is not None else ()
        context = ToolContext(
            tool=self._tools[tool_id],
            persona_id=self.persona_id,
            persona=self._persona,
            project=self._project,
            name=found[0] if found is not None else self._tools[tool_id].canvas_name(self.persona_id),
            canvas=found[1] if found is not None else None,
            reports=tuple(report for report in reports if report.tool == tool_id),
        )
        return lent(context, self._plugins)

    def _chart(self, page: Page, block: ChartBlock) -> Widget:
        parts: list[Widget] = []
        if page.reading:
            parts.append(Static(Content(clean(page.reading)), classes="present--reading"))
        parts.append(_FittedChart(block, page.reading))
        return _scrolled(*parts)

    def on_tool_view_change_requested(self, event: ToolView.ChangeRequested) -> None:
        # a presentation changes nothing
        event.stop()

    # Turning ---------------------------------------------------------------------------------------------

    def _turn_to(self, index: int) -> None:
        self.index = max(0, min(index, len(self.pages) - 1))
        self.call_later(self._show_page)

    def action_turn(self, direction: int) -> None:
        """Go to the next page, or the one before."""
        self._turn_to(self.index + direction)

    def action_first(self) -> None:
        self._turn_to(0)

    def action_last(self) -> None:
        self._turn_to(len(self.pages) - 1)

    def action_page(self, number: int) -> None:
        """Go to the page of that number, if there is one."""
        if number <= len(self.pages):
            self._turn_to(number - 1)

    def action_persona(self, direction: int) -> None:
        """Go to the first page of the next persona in the rail, or of the one before."""
        position = self._order.index(self.persona_id) + direction
        if 0 <= position < len(self._order):
            self._begin(self._order[position])

    def action_scroll(self, direction: int) -> None:
        """Scroll whatever on the page is longer than its place."""
        for widget in self.query("#present-stage *").results(Widget):
            if widget.max_scroll_y > 0:
                widget.scroll_relative(y=direction * max(1, widget.size.height // 2), animate=False)

    def action_number(self) -> None:
        number = self.query_one("#present-number", Static)
        number.visible = not number.visible

    def action_close(self) -> None:
        self.dismiss(None)

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        # a click into a canvas would take the keys that turn the pages
        super().set_focus(None, scroll_visible, from_app_focus)

    def on_click(self, event: events.Click) -> None:
        """The right half of the screen is the next page, the left half the one before."""
        for rows in self.query(RowList):
            rows.cursor = -1
        self.action_turn(1 if event.screen_x >= self.size.width // 2 else -1)

    def on_resize(self, event: events.Resize) -> None:
        size = (event.size.width, event.size.height)
        is_large = size[0] >= _LARGE[0] and size[1] >= _LARGE[1]
        self.set_class(is_large, "-large")
        self.set_class(not is_large and size[0] >= _MEDIUM[0] and size[1] >= _MEDIUM[1], "-medium")
        self.set_class(size[0] < 60, "-slim")


class _FittedChart(ChartView):
    """A chart as high as the page leaves it below its reading, so that it is seen at once."""

    def __init__(self, block: ChartBlock, reading: str) -> None:
        super().__init__(block, classes="present--chart")
        self._reading = Row(((reading, "plain"),)) if reading else BLANK
        self._fitted: tuple[tuple[int, int], str] = ((0, 0), "")

    def _draw(self, width: int) -> str:
        stage = self.screen.query_one("#present-stage").size
        read = len(wrap_row(self._reading, min(stage.width, _WIDEST_READING))) + 1 if self._reading.pieces else 0
        room = max(_LOWEST_CHART, stage.height - read)
        if self._fitted[0] != (width, room):
            has_colour = not os.environ.get("NO_COLOR")
            drawing = draw_chart(self._block, width=width, height=room, colour=has_colour)
            # legends come below
            over = drawing.count("\n") + 1 - room
            if over > 0:
                height = max(_LOWEST_CHART, room - over)
                drawing = draw_chart(self._block, width=width, height=height, colour=has_colour)
            self._fitted = ((width, room), drawing)
        return self._fitted[1]


def present(workbench: WorkbenchScreen) -> None:
    """Present the persona that is shown in the workbench."""
    session = workbench.session
    if session is None:
        workbench.notify("The project is still being read.")
        return
    if workbench.persona_id not in session.project.personas:
        workbench.notify("Choose a persona first.", severity="warning")
        return
    workbench.app.push_screen(PresentScreen(session, workbench.rail.visible_ids, workbench.persona_id))


def _scrolled(*parts: Widget) -> VerticalScroll:
    return VerticalScroll(*parts, classes="present--page", can_focus=False)


def _said(text: str) -> VerticalScroll:
    return _scrolled(Vertical(Static(Content(clean(text)), classes="present--fault"), classes="present--middle"))
