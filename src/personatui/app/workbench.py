"""The screen that shows a project: personas left, card and tools in the middle, the Inspector right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import Reactive
from textual.widgets import Input, Static

from personatui.app.inspecting import InspectingScreen
from personatui.app.middle import Middle
from personatui.app.rail import Rail
from personatui.model.cleaning import clean, clean_line
from personatui.store.outline import OutlineReader, ProjectOutline
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp
    from personatui.app.faultpage import FaultPage
    from personatui.app.opening import Opened
    from personatui.app.saving import SaveState
    from personatui.model.ids import Reference

_VIEWS = ("persona", "segment", "source")
# What can be done with the names alone, and what leads away from them, while the project is being read.
_EARLY = frozenset(("rows.down", "rows.up", "rows.page-down", "rows.page-up", "rows.first", "rows.last"))
_BACK = frozenset(("workbench.back", "rail.leave-filter"))
_EARLY |= {"workbench.narrow", "workbench.faults", "app.help", *_BACK}
_OUT = frozenset(("quit", "projects"))


class WorkbenchScreen(InspectingScreen):
    """A project, open."""

    DEFAULT_CSS = """
    WorkbenchScreen {
        & #title { height: 1; padding: 0 1; background: $panel; }
        & #body { height: 1fr; }
        & #rail { width: $rail-width; }
        & #middle { width: 1fr; }
        & #inspector { width: $inspector-width; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find", key_display="/", id="workbench.find", tooltip="Find anything and go there"),
        Binding("n", "narrow", "Narrow", id="workbench.narrow", tooltip="Narrow the list of personas", show=False),
        Binding("r", "analyse", "Analyse", id="workbench.analyse", tooltip="Analyse this canvas, or all on the card"),
        Binding("f", "findings", "Findings", id="workbench.findings", tooltip="Show what is to be mended"),
        Binding("F", "faults", "Faults", id="workbench.faults", show=False, tooltip="Plugins that failed"),
        Binding("f8", "next_finding(1)", "Next finding", id="workbench.finding-next", show=False),
        Binding("shift+f8,f20", "next_finding(-1)", "Finding before", id="workbench.finding-back", show=False),
        Binding("right_square_bracket", "tab(1)", "Next tab", key_display="]", id="workbench.tab-next"),
        Binding("left_square_bracket", "tab(-1)", "Tab back", key_display="[", id="workbench.tab-back", show=False),
        Binding("T", "tabs", "Go to tab", id="workbench.tabs", show=False, tooltip="Choose a tab by its name"),
        Binding("right,l", "tab(1)", "Next tab", id="workbench.right", show=False),
        Binding("left,h", "tab(-1)", "Tab back", id="workbench.left", show=False),
        Binding("i", "inspector", "Inspector", id="workbench.inspector", tooltip="Show or fold the Inspector"),
        Binding("b", "rail", "Personas", id="workbench.rail", tooltip="Show or fold the personas", show=False),
        Binding("v", "view", "View", id="workbench.view", show=False, tooltip="Personas, segments or sources"),
        Binding("z", "zoom", "Zoom", id="workbench.zoom", tooltip="Give the Inspector the whole screen"),
        Binding("E", "edit_file", "Edit the file", id="workbench.edit-file", show=False, tooltip="In your own editor"),
        Binding("u,ctrl+z", "undo", "Undo", id="workbench.undo", show=False),
        Binding("ctrl+r,ctrl+y", "redo", "Redo", id="workbench.redo", show=False),
        Binding("ctrl+s", "save", "Save", id="workbench.save", show=False, tooltip="Save now"),
        Binding("X", "conflicts", "Conflicts", id="workbench.conflicts", tooltip="Settle what both sides changed"),
        Binding("c", "compare", "Compare", id="workbench.compare", show=False, tooltip="Compare the marked personas"),
        Binding("P", "present", "Present", id="workbench.present", show=False, tooltip="Show this persona full-screen"),
        Binding("f5", "reload", "Read again", id="workbench.reload", show=False),
        Binding("o", "projects", "Projects", id="workbench.projects", show=False, tooltip="Open another project"),
        Binding("N", "new", "New …", id="workbench.new", tooltip="New persona, segment or source from a template"),
        Binding("f9", "tour", "Tour", id="workbench.tour", show=False, tooltip="Begin it, or go to its next step"),
        Binding("f12", "leave_tour", "Leave the tour", id="workbench.tour-leave", show=False),
        Binding("escape", "back", "Back", show=False, id="workbench.back"),
    ]
    app: WorkbenchApp

    # Textual's own repaint the whole screen, which shows neither.
    title: Reactive[str | None] = Reactive(None, compute=False, repaint=False)
    sub_title: Reactive[str | None] = Reactive(None, compute=False, repaint=False)

    def __init__(
        self, root: Path, *, plugins_off: bool = False, select: str = "", outline: OutlineReader | None = None
    ) -> None:
        super().__init__(root, plugins_off=plugins_off)
        self.persona_id = select
        self._outline = outline or OutlineReader(root)
        self._opened: Opened | None = None
        self._shown_name = ""

    # Opening ---------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.show_title(clean_line(self.root.name))
        self.rail.list.focus()
        if self._outline.outline is not None:
            self.show_outline(self._outline.outline)
        else:
            self.await_outline(self._outline)

    def show_outline(self, outline: ProjectOutline) -> None:
        from personatui.app.outline import outline_entries

        self.show_title(outline.name)
        groups, entries = outline_entries(outline)
        self.rail.show(groups, entries, select=self.persona_id)
        if self.rail.list.current is None:
            # the list had the focus before there were names
            self.rail.list.move_to_first()
        self.middle.say("Reading the project …")
        self.open_when_painted()

    def takes_early(self, key: events.Key) -> bool:
        if self.session is not None:
            # a change is being made, on which any key may bear
            return False
        return isinstance(self.focused, Input) or any(binding.id in _EARLY for binding in self._bound_to(key))

    def leads_out(self, key: events.Key) -> bool:
        is_text = isinstance(self.focused, Input) and key.is_printable
        return self.session is None and not is_text and any(binding.action in _OUT for binding in self._bound_to(key))

    def goes_back(self, key: events.Key) -> bool:
        return self.session is None and any(binding.id in _BACK for binding in self._bound_to(key))

    def _bound_to(self, key: events.Key) -> list[Binding]:
        active = self.active_bindings
        return [active[name].binding for name in key.aliases if name in active]

    async def show_opened(self, opened: Opened) -> None:
        await self.middle.set_tools(opened.session)
        self.session = opened.session
        self._show_project(opened)
        self.note_faults((*opened.session.plugins.faults, *opened.session.loaded.faults), tell=True)
        for status in opened.session.plugins.unapproved:
            self.notify(f"The plugin {status.name} is not loaded. {status.reason}", severity="warning", markup=False)
        self.check()
        if self.app.take_tour():
            self.action_tour()

    async def show_tools(self) -> None:
        if self.session is not None and not self.is_left:
            await self.middle.set_tools(self.session)
            self.show_again()

    def _show_project(self, opened: Opened, *, again: bool = False) -> None:
        session = opened.session
        self._opened = opened
        self.show_title(session.project.settings.name or clean_line(self.root.name))
        chosen = self.persona_id if self.persona_id in session.project.personas else ""
        self._fill_rail(chosen if self.view == "persona" else "")
        current = self.rail.list.current
        if current is None or not current.key:
            from personatui.app.emptiness import no_personas, no_records
            from personatui.widgets.keys import keys_of

            keys = keys_of(self)
            self.middle.say(no_personas(keys) if self.view == "persona" else no_records(self.view, keys))
            self.show_overview()
        else:
            self._show(current.key, again=again)

    def _fill_rail(self, select: str = "") -> None:
        """Show in the rail what the view asks for."""
        if self._opened is None:
            return
        groups, entries = self._opened.groups, self._opened.entries
        if self.view != "persona":
            from personatui.app.opening import describe_records

            groups, entries = describe_records(self._opened.session, self.view)
        self.rail.show(groups, entries, select=select, kind=self.view)
        if self.rail.list.current is None:
            self.rail.list.move_to_first()

    def action_view(self) -> None:
        """From the personas to the segments, to the sources, and back."""
        if self.session is not None:
            # first, since a box that is hidden with the keys gives them to the one beside it
            self.panels.open_rail()
            self.set_focus(self.rail.list)
            self.set_view(_VIEWS[(_VIEWS.index(self.view) + 1) % len(_VIEWS)])

    def set_view(self, kind: str) -> None:
        """Show the personas, the segments or the sources in the rail."""
        if kind != self.view and self._opened is not None:
            self.view = kind
            self._record = None
            self.panels.open_rail()
            self._show_project(self._opened)

    def show_title(self, name: str = "") -> None:
        self._shown_name = name or self._shown_name
        found = ""
        if self.findings is not None and self.findings.findings:
            from personatui.render.figures import count

            number = len(self.findings.findings)
            key = self.key_of("workbench.findings")
            found = f"   ▲ {count(number, 'finding')}" + (f" ({key})" if key else "")
        self.title = self._shown_name
        title = Content.assemble(("personatui", "bold"), " · ", Content(self._shown_name), (found, "$text-warning"))
        if self.saver is not None:
            from personatui.app.saving import title_line

            title = title_line(title, self.saver.state, self.size.width - 2)
        for line in self.query("#title").results(Static):
            # there is none while the screen is put up or taken away
            line.update(title, layout=False)

    def watch_title(self) -> None:
        self.app.name_terminal(self.title or "", self.sub_title or "")

    watch_sub_title = watch_title

    def show_save_state(self, state: SaveState) -> None:
        if not self.is_left:
            self.show_title()
            self.refresh_bindings()

    # Showing ---------------------------------------------------------------------------------------------

    def on_rail_picked(self, event: Rail.Picked) -> None:
        current = self.rail.list.current
        # the cursor may be elsewhere by now, which is told next
        if current is not None and current.key == event.persona_id:
            self._show(event.persona_id)

    def on_rail_entered(self, event: Rail.Entered) -> None:
        self._show(event.persona_id)
        self.middle.focus_content()

    def on_rail_asked(self, event: Rail.Asked) -> None:
        from personatui.model.ids import Reference

        self.ask(Reference(self.view, event.persona_id), event.what)

    def _show(self, record_id: str, *, again: bool = False) -> None:
        """Show the persona, segment or source of that id in the middle."""
        from personatui.model.ids import Reference

        if self.view == "persona":
            self._show_persona(record_id, again=again)
        elif self.session is not None:
            self._show_record(Reference(self.view, record_id), again=again)

    def _show_record(self, reference: Reference, *, again: bool = False) -> None:
        session = self.session
        changed = reference != self._record
        self._record = reference
        if session is None or self._tell_broken(reference):
            return
        self.middle.show_record(reference, session.project)
        self.sub_title = reference.record
        if again and not changed:
            self._show_inspected()
        elif changed:
            self.panels.close_report()
            self.show_overview()

    def _tell_broken(self, reference: Reference) -> bool:
        """Show what is wrong with a record's file; whether it cannot be read."""
        from personatui.host.loading import relative

        error = self.session.loaded.broken.get(reference) if self.session is not None else None
        if error is None or self.session is None:
            return False
        place = relative(error.path, self.session.root) + (f", line {error.line}" if error.line else "")
        told = clean(f"{place}\n\n{error.message}\n{error.hint}")
        self.middle.say(f"{told}\n\nThe file was left as it is. Once it is mended, it shows here.")
        self.inspector.show_rows("Inspector", [])
        return True

    def _show_persona(self, persona_id: str, *, again: bool = False) -> None:
        from personatui.model.ids import Reference

        changed = persona_id != self.persona_id or self._record is not None
        self.persona_id, self._record = persona_id, None
        if self.session is None or self._tell_broken(Reference("persona", persona_id)):
            return
        if persona_id not in self.session.project.personas:
            return
        self.middle.show(persona_id, self.session.project)
        self.sub_title = self.session.project.personas[persona_id].name or persona_id
        if again and not changed:
            self._show_inspected()
        elif changed or not self.inspector.shows_report:
            self.panels.close_report()
            self.show_overview()

    def on_middle_failed(self, event: Middle.Failed) -> None:
        self.note_faults((event.fault,))

    def on_fault_page_answered(self, event: FaultPage.Answered) -> None:
        """What to do about a tool that failed; to try again is the panel's own affair."""
        from personatui.app.faultpage import LOG, SWITCH_OFF
        from personatui.host.log import plugin_log_path

        if event.way == SWITCH_OFF:
            self.switch_off(event.fault.plugin)
        elif event.way == LOG:
            self.edit_file(plugin_log_path())

    def on_middle_tab_shown(self, event: Middle.TabShown) -> None:
        if self.session is None:
            return
        if event.tool_id in self.session.tools and self.persona_id in self.session.project.personas:
            self.prepare(self.persona_id, event.tool_id)

    def action_findings(self) -> None:
        from personatui.app.problems import open_problems

        open_problems(self)

    def action_next_finding(self, direction: int) -> None:
        from personatui.app.problems import step_finding

        step_finding(self, direction)

    # Comparing and presenting ----------------------------------------------------------------------------

    def action_compare(self) -> None:
        from personatui.app.compare import compare_marked

        compare_marked(self)

    def action_present(self) -> None:
        from personatui.app.present import present

        present(self)

    # Moving ----------------------------------------------------------------------------------------------

    def jump(self, reference: Reference) -> None:
        """Show what a reference points at: a persona, an item of it, an item of a canvas, a source or segment."""
        session = self.session
        if session is None:
            return
        project = session.project
        persona_id, tool_id = reference.record, ""
        if reference.kind == "canvas":
            tool_id = reference.tool
            key = (reference.tool, reference.record)
            owners = project.personas_of(*key) if key in project.canvases else ()
            persona_id = self.persona_id if self.persona_id in owners else owners[0] if owners else ""
        elif reference.kind != "persona":
            self.show_record(reference)
            return
        self.set_view("persona")
        if not persona_id or not self.rail.reveal(persona_id):
            return
        self.panels.open_middle()
        self._show_persona(persona_id)
        self.middle.open(tool_id, str(reference))

    def show_record(self, reference: Reference) -> None:
        """Show a segment or a source in the middle, and in the rail beside it."""
        session = self.session
        if session is None or reference.kind not in _VIEWS:
            return
        self.set_view(reference.kind)
        if self.rail.reveal(reference.record):
            self.panels.open_middle()
            self._show_record(reference.file)
            self.middle.open("", str(reference) if reference.item else "")

    def action_find(self) -> None:
        from personatui.app.find import open_find

        open_find(self)

    def action_projects(self) -> None:
        self.leave(lambda: self.app.show_instead(self.app.start_screen()))

    def action_new(self) -> None:
        from personatui.app.creating import create

        create(self)

    def action_tour(self) -> None:
        from personatui.app.tour import go_on

        go_on(self)

    def action_leave_tour(self) -> None:
        from personatui.app.tour import leave

        leave(self)

    def on_resize(self, event: events.Resize) -> None:
        self.show_title()

    def action_edit_file(self) -> None:
        """Open the file of what is selected: the canvas in front, the segment or source, else the persona."""
        from personatui.model.ids import canvas_reference, persona_reference

        session = self.session
        if session is None:
            return
        if self._record is None and not self.persona_id:
            self.notify("Nothing is selected whose file could be opened.")
            return
        reference = self._record or persona_reference(self.persona_id)
        tool_id = self.middle.tool_id
        if tool_id and self.persona_id in session.project.personas:
            found = session.project.canvas(tool_id, self.persona_id)
            reference = canvas_reference(tool_id, found[0]) if found is not None else reference
        path = session.folder.path_of(reference)
        if path.is_file():
            self.edit_file(path)

    # Changing --------------------------------------------------------------------------------------------

    def prepare_again(self) -> None:
        from personatui.app.opening import describe

        if self.session is not None:
            self._opened = describe(self.session, self._opened)

    def show_again(self) -> None:
        from personatui.app.opening import describe

        session = self.session
        if session is None or self.is_left:
            return
        if not self.middle.shows_tools_of(session):
            self.show_in_turn(self._make_tabs_again())
            return
        self._show_project(describe(session, self._opened), again=True)
        self.check()

    async def _make_tabs_again(self) -> None:
        """The project's own file switched tools off or on."""
        if self.session is not None:
            await self.middle.set_tools(self.session)
            self.show_again()

    def on_middle_change_requested(self, event: Middle.ChangeRequested) -> None:
        self.make(event.change)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
