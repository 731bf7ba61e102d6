"""The screen that shows a project: personas left, card and tools in the middle, the Inspector right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.signal import Signal
from textual.widgets import Static

from personatui.app.inspector import Inspector
from personatui.app.middle import Middle
from personatui.app.panels import PanelScreen
from personatui.app.rail import Rail
from personatui.model.cleaning import clean, clean_line
from personatui.store.outline import OutlineReader, ProjectOutline
from personatui.widgets.lines import Row
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp
    from personatui.app.opening import Opened
    from personatui.app.saving import SaveState
    from personatui.host.analysing import Outcome
    from personatui.host.checking import CheckOutcome
    from personatui.model.findings import Finding
    from personatui.model.ids import Reference


class WorkbenchScreen(PanelScreen):
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
        Binding("f8", "next_finding(1)", "Next finding", id="workbench.finding-next", show=False),
        Binding("shift+f8,f20", "next_finding(-1)", "Finding before", id="workbench.finding-back", show=False),
        Binding("right_square_bracket", "tab(1)", "Next tab", key_display="]", id="workbench.tab-next"),
        Binding("left_square_bracket", "tab(-1)", "Tab back", key_display="[", id="workbench.tab-back", show=False),
        Binding("right,l", "tab(1)", "Next tab", id="workbench.right", show=False),
        Binding("left,h", "tab(-1)", "Tab back", id="workbench.left", show=False),
        Binding("i", "inspector", "Inspector", id="workbench.inspector", tooltip="Show or fold the Inspector"),
        Binding("b", "rail", "Personas", id="workbench.rail", tooltip="Show or fold the personas", show=False),
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

    def __init__(
        self, root: Path, *, plugins_off: bool = False, select: str = "", outline: OutlineReader | None = None
    ) -> None:
        super().__init__(root, plugins_off=plugins_off)
        self.persona_id = select
        self._outline = outline or OutlineReader(root)
        self._record: Reference | None = None
        # the source or segment that the Inspector shows beside what refers to it
        self._previewed = ""
        # what the last check found, told to whoever shows it, and the finding that was gone to last
        self.findings: CheckOutcome | None = None
        self.checked: Signal[CheckOutcome] = Signal(self, "checked")
        self.finding: Finding | None = None
        self._opened: Opened | None = None
        self._shown_name = ""
        self._inspected = ""

    # Opening ---------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self._show_title(clean_line(self.root.name))
        self.rail.list.focus()
        if self._outline.outline is not None:
            self.show_outline(self._outline.outline)
        else:
            self.await_outline(self._outline)

    def show_outline(self, outline: ProjectOutline) -> None:
        from personatui.app.outline import outline_entries

        self._show_title(outline.name)
        groups, entries = outline_entries(outline)
        self.rail.show(groups, entries, select=self.persona_id)
        self.middle.say("Reading the project …")
        # the names are painted before the heavy part of the program is loaded
        self.call_after_refresh(self.open_session)

    async def show_opened(self, opened: Opened) -> None:
        await self.middle.set_tools(opened.session.tools, opened.session.plugins)
        self.session = opened.session
        self._show_project(opened)
        for fault in opened.session.plugins.faults:
            self.notify(f"{fault.plugin} failed at {fault.stage}: {fault.message}", severity="error", markup=False)
        self.check()
        if self.app.take_tour():
            self.action_tour()

    def _show_project(self, opened: Opened, *, again: bool = False) -> None:
        session = opened.session
        self._opened = opened
        self._show_title(session.project.settings.name or clean_line(self.root.name))
        chosen = self.persona_id if self.persona_id in session.project.personas else ""
        self.rail.show(opened.groups, opened.entries, select=chosen)
        if self.rail.list.current is None:
            self.rail.list.move_to_first()
        record = self._record
        if record is not None and session.project.record(record) is not None:
            self.middle.show_record(record, session.project)
        elif not opened.entries:
            from personatui.app.emptiness import no_personas
            from personatui.app.keys import keys_of

            self.middle.say(no_personas(keys_of(self)))
            self.show_overview()
        elif self.rail.list.current is not None:
            self._show_persona(self.rail.list.current.key, again=again)

    def _show_title(self, name: str = "") -> None:
        self._shown_name = name or self._shown_name
        found = ""
        if self.findings is not None and self.findings.findings:
            number = len(self.findings.findings)
            found = f"   ▲ {number} {'finding' if number == 1 else 'findings'} (f)"
        self.title = self._shown_name
        title = Content.assemble(("personatui", "bold"), " · ", Content(self._shown_name), (found, "$text-warning"))
        if self.saver is not None:
            from personatui.app.saving import title_line

            title = title_line(title, self.saver.state, self.size.width - 2)
        self.query_one("#title", Static).update(title)

    def watch_title(self) -> None:
        self.app.name_terminal(self.title or "", self.sub_title or "")

    watch_sub_title = watch_title

    def show_save_state(self, state: SaveState) -> None:
        if not self.is_left:
            self._show_title()
            self.refresh_bindings()

    # Showing ---------------------------------------------------------------------------------------------

    def on_rail_picked(self, event: Rail.Picked) -> None:
        self._show_persona(event.persona_id)

    def on_rail_entered(self, event: Rail.Entered) -> None:
        self._show_persona(event.persona_id)
        self.middle.focus_content()

    def _show_persona(self, persona_id: str, *, again: bool = False) -> None:
        from personatui.host.loading import relative
        from personatui.model.ids import Reference

        changed = persona_id != self.persona_id or self._record is not None
        self.persona_id, self._record = persona_id, None
        if self.session is None:
            return
        error = self.session.loaded.broken.get(Reference("persona", persona_id))
        if error is not None:
            place = relative(error.path, self.session.root) + (f", line {error.line}" if error.line else "")
            told = clean(f"{place}\n\n{error.message}\n{error.hint}")
            self.middle.say(f"{told}\n\nThe file was left as it is. Press f5 once it is mended.")
            self.inspector.show_rows("Inspector", [])
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

    def _show_inspected(self) -> None:
        """What the Inspector shows, as it is now; a report and the findings stay as they were asked for."""
        from personatui.app.details import detail_rows

        if self.session is None or self.panels.has_report:
            return
        if self._inspected:
            self.inspector.show_rows_again(detail_rows(self.session.project, self._inspected))
        else:
            self.inspector.show_rows_again(self._overview())

    def show_overview(self) -> None:
        self._inspected = ""
        self.inspector.show_rows("Inspector", self._overview())

    def _overview(self) -> list[Row]:
        from personatui.app.emptiness import nothing_selected
        from personatui.app.keys import keys_of
        from personatui.app.overview import overview_rows

        rows: list[Row] = []
        if self.session is not None and self.persona_id in self.session.project.personas:
            findings = self.findings.findings if self.findings is not None else ()
            rows = overview_rows(self.session.project, self.persona_id, self.session.tools, findings, keys_of(self))
        elif self.session is not None and not self.rail.visible_ids:
            rows = nothing_selected(keys_of(self))
        return rows

    def on_middle_selected(self, event: Middle.Selected) -> None:
        """Something on the card or a canvas came under the cursor."""
        from personatui.app.details import detail_rows

        self.selected = event.key
        self._previewed = ""
        if self.session is None or self.panels.has_report:
            return
        self._inspected = event.key
        self.inspector.show_rows("Inspector", detail_rows(self.session.project, event.key))

    def on_middle_opened(self, event: Middle.Opened) -> None:
        """Something was chosen: its details come to the front, also on a narrow screen."""
        from personatui.app.details import detail_rows

        if self.session is None:
            return
        self.panels.open_inspector(report=False)
        self._inspected = event.key
        self.inspector.show_rows("Inspector", detail_rows(self.session.project, event.key))
        if self.panels.is_narrow:
            self.inspector.focus_content()

    def on_middle_tab_shown(self, event: Middle.TabShown) -> None:
        if self.session is None:
            return
        if event.tool_id and self.persona_id in self.session.project.personas:
            self.prepare(self.persona_id, event.tool_id)

    # Analysing and checking ------------------------------------------------------------------------------

    def action_analyse(self) -> None:
        if self.session is None or self.persona_id not in self.session.project.personas:
            self.notify("Choose a persona first.", severity="warning")
            return
        self.analyse(self.persona_id, self.middle.tool_id)

    async def show_outcome(self, outcome: Outcome, tool_id: str) -> None:
        from personatui.app.emptiness import no_report
        from personatui.app.keys import keys_of

        if self.session is None or outcome.persona_id not in self.session.project.personas:
            return
        tool = self.session.tools.get(tool_id)
        what = tool.title if tool is not None else "all tools"
        empty = no_report(self.session.project, outcome.persona_id, tool, keys_of(self))
        await self._show_reports(f"Report · {what}", outcome, empty)

    async def _show_reports(self, title: str, outcome: Outcome, empty: str) -> None:
        self.panels.open_inspector(report=True)
        view = await self.inspector.show_reports(title, outcome.reports, outcome.faults, empty)
        view.focus()

    def take_findings(self, outcome: CheckOutcome) -> None:
        self.findings = outcome
        if self.session is not None:
            self._show_title(self.session.project.settings.name or clean_line(self.root.name))
            self.checked.publish(outcome)
            if not self.inspector.shows_report and not self.selected:
                self.show_overview()

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

    def on_inspector_jump(self, event: Inspector.Jump) -> None:
        from personatui.app.details import record_rows
        from personatui.model.ids import Reference

        reference = Reference.parse(event.reference, default_kind="persona")
        if reference is None or self.session is None:
            return
        if reference.kind in ("source", "segment") and str(reference.file) != self._previewed:
            # first a look at it beside what refers to it; from there it opens
            self._previewed = str(reference.file)
            self.inspector.show_rows("Inspector", record_rows(self.session.project, reference))
        else:
            self.jump(reference)

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
        if not persona_id or not self.rail.reveal(persona_id):
            return
        self.panels.open_middle()
        self._show_persona(persona_id)
        self.middle.open(tool_id, str(reference))

    def show_record(self, reference: Reference) -> None:
        """Show a segment or a source in the middle."""
        session = self.session
        if session is None or session.project.record(reference.file) is None:
            return
        self.panels.open_middle()
        self._record = reference.file
        self.middle.show_record(reference.file, session.project)
        self.middle.open("", str(reference) if reference.item else "")

    def action_find(self) -> None:
        from personatui.app.find import open_find

        open_find(self)

    def action_projects(self) -> None:
        self.leave(lambda: self.app.switch_screen(self.app.start_screen()))

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
        self._show_title()

    def action_edit_file(self) -> None:
        """Open the file of what is selected: the canvas in front, the segment or source, else the persona."""
        from personatui.model.ids import canvas_reference, persona_reference

        session = self.session
        if session is None:
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

    def show_again(self) -> None:
        from personatui.app.opening import describe

        session = self.session
        if session is None:
            return
        if tuple(session.tools) != self.middle.tool_ids:
            self.show_in_turn(self._make_tabs_again())
            return
        self._show_project(describe(session, self._opened), again=True)
        self.check()

    async def _make_tabs_again(self) -> None:
        """The project's own file switched tools off or on."""
        if self.session is not None:
            await self.middle.set_tools(self.session.tools, self.session.plugins)
            self.show_again()

    def take_reports(self, persona_id: str, tool_id: str, outcome: Outcome) -> None:
        self.middle.take_reports(persona_id, tool_id, outcome.reports)

    def on_middle_change_requested(self, event: Middle.ChangeRequested) -> None:
        self.make(event.change)

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
