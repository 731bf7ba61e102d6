"""The middle panel: a tab for the persona's card, and one for each tool, made when it is first opened."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Static, Tab

from personatui.app.boundary import Containing
from personatui.app.panel import Panel
from personatui.app.tabs import TabLine
from personatui.widgets.entries import EntryList
from personatui.widgets.lines import Row
from personatui.widgets.rows import RowList
from personatui.widgets.slots import Slot

if TYPE_CHECKING:
    from personatui.api import Tool
    from personatui.api.ui import ToolContext, ToolView
    from personatui.app.app import WorkbenchApp
    from personatui.app.faultpage import FaultPage
    from personatui.host.absent import AbsentTool
    from personatui.host.plugins import PluginHost
    from personatui.host.session import Session
    from personatui.model.edits import Change
    from personatui.model.ids import Reference
    from personatui.model.project import Project
    from personatui.model.reports import Fault, Report

CARD = "card"


class Middle(Containing, Panel):
    """Shows one persona: its card and its canvases."""

    DEFAULT_CSS = """
    Middle {
        border-title-style: bold;
        & > TabLine { display: none; }
        &.-ready > TabLine { display: block; }
        & > ContentSwitcher { height: 1fr; }
        & #card { padding: 0 1; }
        & #message { padding: 1 2; color: $foreground-muted; }
    }
    """

    class Selected(Message):
        """An item came under the cursor; `key` names it as its row does."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Opened(Selected):
        """An item was chosen with Enter or a click."""

    class TabShown(Message):
        """A tab came to the front; `tool_id` is empty for the card."""

        def __init__(self, tool_id: str) -> None:
            super().__init__()
            self.tool_id = tool_id

    class Failed(Message):
        """A tool's screen failed."""

        def __init__(self, fault: Fault) -> None:
            super().__init__()
            self.fault = fault

    class ChangeRequested(Message):
        """A tool's view asks for a change."""

        def __init__(self, change: Change) -> None:
            super().__init__()
            self.change = change

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._tools: Mapping[str, Tool] = {}
        self._views: dict[str, ToolView] = {}
        self._plugins: PluginHost | None = None
        self._absent: Mapping[str, AbsentTool] = {}
        self._stand_ins: Mapping[str, Tool] = {}
        self._persona_id = ""
        self._record: Reference | None = None
        self._project: Project | None = None
        self._reports: dict[tuple[str, str], tuple[Report, ...]] = {}
        self._stale: set[str] = set()
        self._goal = ""
        self._mounting = Lock()
        self._tabbing = Lock()

    def compose(self) -> ComposeResult:
        yield TabLine()
        with ContentSwitcher(initial="message"):
            yield Static(id="message")
            yield EntryList(id=CARD)

    @property
    def tool_id(self) -> str:
        """The tool whose tab is in front; empty for the card."""
        if self._record is not None:
            return ""
        active = self.query_one(TabLine).active
        name = active.removeprefix("tab-") if active else CARD
        return "" if name == CARD else name

    @property
    def tool_ids(self) -> tuple[str, ...]:
        """The tools that have a tab and are there."""
        return tuple(self._tools)

    def shows_tools_of(self, session: Session) -> bool:
        """Whether the tabs are those that a session's project needs by now."""
        return self.tool_ids == tuple(session.tools) and self._absent == session.absent_tools

    @property
    def tools(self) -> tuple[Tool, ...]:
        """The tools of the tabs in their order, with a stand-in for each that is not there."""
        return (*self._tools.values(), *self._stand_ins.values())

    @property
    def has_tabs(self) -> bool:
        """Whether there are tabs to go to: a segment and a source have none."""
        return bool(self._persona_id)

    @property
    def _switcher(self) -> ContentSwitcher:
        return self.query_one(ContentSwitcher)

    @property
    def _is_left(self) -> bool:
        """Whether the screen is being left: then its parts go before what was to follow is called."""
        return not self.query(ContentSwitcher) or not self.query(TabLine)

    def say(self, text: str) -> None:
        """Show a message in place of a persona."""
        self.query_one("#message", Static).update(Content(text))
        self._switcher.current = "message"
        self.remove_class("-ready")
        self.border_title = self.border_subtitle = ""
        self._persona_id, self._record = "", None

    async def set_tools(self, session: Session) -> None:
        """Make the tabs: the card, then each tool, and at the end those that the project needs and that are absent."""
        from personatui.app.absent import stand_in

        async with self._tabbing:
            front = self.tool_id
            self._tools, self._plugins, self._absent = session.tools, session.plugins, session.absent_tools
            self._stand_ins = {key: stand_in(absent) for key, absent in self._absent.items()}
            tabs = self.query_one(TabLine)
            await tabs.clear()
            for view in self._views.values():
                await view.remove()
            self._views.clear()
            await tabs.add_tab(Tab("Card", id=f"tab-{CARD}"))
            for tool in self.tools:
                await tabs.add_tab(Tab(Content(tool.tab_title), id=f"tab-{tool.id}"))
            if front in self._tools or front in self._stand_ins:
                tabs.active = f"tab-{front}"

    def show(self, persona_id: str, project: Project) -> None:
        """Show a persona in the tab that is in front; the others follow when they are opened."""
        from personatui.app.card import card_rows, persona_line
        from personatui.model.ids import persona_reference
        from personatui.widgets.keys import keys_of

        persona = project.personas[persona_id]
        if project is not self._project:
            self._reports.clear()
        moved = persona_id != self._persona_id or self._record is not None
        self._persona_id, self._record, self._project = persona_id, None, project
        self._stale = set(self._views)
        self.add_class("-ready")
        self.border_title = Content(" ".join(persona.name.split()) or persona_id)
        self.border_subtitle = Content(persona_line(persona))
        self._fill_card(
            persona_reference(persona_id), card_rows(persona_id, persona, project, keys_of(self)), from_top=moved
        )
        self._bring_forward()

    def show_record(self, reference: Reference, project: Project) -> None:
        """Show a segment or source, which has no tools."""
        from personatui.app.records import record_card, record_line, record_title
        from personatui.widgets.keys import keys_of

        record = project.record(reference)
        if record is None:
            return
        moved = reference != self._record
        self._persona_id, self._record, self._project = "", reference, project
        self._reports.clear()
        self.remove_class("-ready")
        self.border_title = Content(record_title(reference, record))
        self.border_subtitle = Content(record_line(record))
        self._fill_card(reference, record_card(reference, record, project, keys_of(self)), from_top=moved)
        self._put_forward(CARD)

    def _fill_card(self, owner: Reference, rows: list[Row], *, from_top: bool) -> None:
        card = self.query_one(f"#{CARD}", EntryList)
        card.slot = Slot(owner, "")
        card.show(rows)
        if from_top:
            card.scroll_home(animate=False)
            card.cursor = -1

    def open(self, tool_id: str, key: str) -> None:
        """Bring a tab to the front and put the cursor on an item of it."""
        self._goal = key
        wanted = f"tab-{tool_id or CARD}"
        tabs = self.query_one(TabLine)
        if tabs.active != wanted and tabs.query(f"#{wanted}"):
            tabs.active = wanted
        else:
            self._reach_goal()
        self.focus_content()

    def step(self, direction: int) -> None:
        """Go to the next tab, or the one before."""
        tabs = self.query_one(TabLine)
        if direction > 0:
            tabs.action_next_tab()
        else:
            tabs.action_previous_tab()

    def focus_content(self) -> None:
        """Give the keys to what is in front, unless they are somewhere in it."""
        if self._is_left:
            return
        current, focused = self._switcher.current, self.screen.focused
        if focused is not None and current is not None and self._holds(current, focused):
            return
        if current == CARD:
            self.query_one(f"#{CARD}").focus()
        elif current is not None and current.startswith("view-"):
            view = self._views.get(current.removeprefix("view-"))
            first = self._first_list(view) if view is not None else None
            lists = [*([first] if first is not None else []), *self._switcher.query(f"#{current} RowList")]
            focusable = next((rows for rows in lists if rows.is_attached and rows.focusable and rows.display), None)
            if focusable is not None:
                focusable.focus()

    def take_reports(self, persona_id: str, tool_id: str, reports: tuple[Report, ...]) -> None:
        """Keep the reports of a tool's analyses and hand them to its view."""
        self._reports[persona_id, tool_id] = reports
        view = self._views.get(tool_id)
        if view is not None and persona_id == self._persona_id and tool_id == self.tool_id:
            view.show(self._tool_context(tool_id))

    async def on_tabs_tab_activated(self, event: TabLine.TabActivated) -> None:
        event.stop()
        self._bring_forward()

    def _bring_forward(self) -> None:
        if self._is_left:
            return
        tool_id = self.tool_id
        if self._record is not None:
            self._put_forward(CARD)
            return
        if self._project is None or not self._persona_id:
            return
        if not tool_id:
            self._put_forward(CARD)
        elif tool_id in self._views:
            if tool_id in self._stale:
                self._stale.discard(tool_id)
                self._views[tool_id].show(self._tool_context(tool_id))
            self._put_forward(f"view-{tool_id}")
        else:
            # what is typed meanwhile is meant for the view
            self._hold(True)
            self.call_later(self._make_view, tool_id)
        self.post_message(self.TabShown(tool_id))

    def _put_forward(self, name: str) -> None:
        """Show a content; the keys go to it when they were with the one before."""
        focused = self.screen.focused
        if self._switcher.current == name and focused is not None and not self._goal and self._holds(name, focused):
            return
        had_keys = focused is None or self in focused.ancestors
        self._switcher.current = name
        self.call_after_refresh(self._reach_goal if self._goal or not had_keys else self.focus_content)
        self.call_after_refresh(self._hold, False)

    def _hold(self, is_held: bool) -> None:
        """Keep the keys for a view that is on its way, or let them go."""
        app = cast("WorkbenchApp", self.app)
        (app.hold_keys if is_held else app.release_keys)()

    def _holds(self, name: str, focused: Widget) -> bool:
        """Whether a widget that has the keys is still in a content, and not hidden by now."""
        is_there = focused.is_attached and focused.display
        return is_there and any(widget.id == name for widget in focused.ancestors_with_self)

    async def _make_view(self, tool_id: str) -> None:
        """Make a tool's view. Not in a worker: cancelling one would cancel the widgets that it is waiting for."""
        from personatui.app.absent import AbsentView
        from personatui.app.views import make_view
        from personatui.model.reports import Fault

        if tool_id in self._views or not self._persona_id or self._is_left:
            return
        faults: list[Fault] = []
        is_up = False

        def take_fault(fault: Fault) -> None:
            faults.append(fault)
            if is_up and len(faults) == 1:
                self.call_later(self._mount_fault, tool_id, fault)

        plugin = self._plugins.owner_of(tool_id) if self._plugins is not None else tool_id
        is_bundled = self._plugins is not None and self._plugins.is_bundled(plugin)
        context, absent = self._tool_context(tool_id), self._absent.get(tool_id)
        view = (
            make_view(context, plugin, take_fault, is_bundled=is_bundled)
            if absent is None
            else AbsentView(context, absent)
        )
        if isinstance(view, Fault):
            faults.append(view)
        else:
            await self._mount_view(tool_id, view)
            is_up = True
        if faults:
            # what failed after the first failed because of it
            await self._mount_fault(tool_id, faults[0])

    async def _mount_fault(self, tool_id: str, fault: Fault) -> None:
        """Say what failed, in place of the tool's view."""
        from personatui.app.faultpage import FaultPage

        if tool_id in self._tools:
            self.post_message(self.Failed(fault))
            await self._mount_view(tool_id, FaultPage(fault))

    def on_fault_page_answered(self, event: FaultPage.Answered) -> None:
        from personatui.app.faultpage import AGAIN

        if event.way == AGAIN and self.tool_id not in self._views:
            self.call_later(self._make_view, self.tool_id)

    async def _mount_view(self, tool_id: str, widget: Widget) -> None:
        """Put a tool's view, or what is said in its place, under the tool's tab."""
        from personatui.api.ui import ToolView

        async with self._mounting:
            if self._is_left:
                return
            self._views.pop(tool_id, None)
            name = widget.id = f"view-{tool_id}"
            for old in self._switcher.query_children(f"#{name}"):
                await old.remove()
            widget.display = self._switcher.current == name
            await self._switcher.mount(widget)
            if not widget.is_attached or self._is_left:
                return
            if isinstance(widget, ToolView):
                self._views[tool_id] = widget
                if self._persona_id:
                    # meanwhile the analyses may have run, or another persona was chosen
                    widget.show(self._tool_context(tool_id))
        if self.tool_id == tool_id and self._persona_id:
            self._put_forward(name)

    def _tool_context(self, tool_id: str) -> ToolContext:
        from personatui.api.ui import ToolContext
        from personatui.app.views import lent

        assert self._project is not None
        tool = self._tools.get(tool_id) or self._stand_ins[tool_id]
        found = self._project.canvas(tool_id, self._persona_id)
        context = ToolContext(
            tool=tool,
            persona_id=self._persona_id,
            persona=self._project.personas[self._persona_id],
            project=self._project,
            name=found[0] if found is not None else tool.canvas_name(self._persona_id),
            canvas=found[1] if found is not None else None,
            reports=self._reports.get((self._persona_id, tool_id), ()),
        )
        return lent(context, self._plugins) if self._plugins is not None else context

    def _first_list(self, view: ToolView) -> RowList | None:
        from personatui.app.views import first_list_of

        return first_list_of(view)

    def _is_drawn(self, view: ToolView) -> bool:
        from personatui.app.views import is_drawn

        return is_drawn(view)

    def _reach_goal(self) -> None:
        """Put the cursor on the item that was asked for, once the tab that holds it is there."""
        if self._is_left:
            return
        goal, current = self._goal, self._switcher.current
        if not goal or current is None or current != (f"view-{self.tool_id}" if self.tool_id else CARD):
            return
        lists = self._switcher.query(f"#{current}, #{current} RowList").results(Widget)
        for rows in lists:
            if isinstance(rows, RowList) and rows.move_to(goal):
                # at once, so that nothing else takes the keys meanwhile
                self.screen.set_focus(rows)
                break
        else:
            view = self._views.get(self.tool_id)
            if view is not None and not self._is_drawn(view):
                # the view says when it is
                return
        self._goal = ""

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        if event.key and event.rows.has_focus:
            self.post_message(self.Selected(event.key))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Opened(event.key))

    def on_tool_view_redrawn(self, event: ToolView.Redrawn) -> None:
        event.stop()
        if not self._is_left and event.view is self._views.get(self.tool_id):
            self._put_forward(f"view-{self.tool_id}")

    def on_tool_view_change_requested(self, event: ToolView.ChangeRequested) -> None:
        event.stop()
        self.post_message(self.ChangeRequested(event.change))
