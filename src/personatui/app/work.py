"""What the workbench does with a project in workers: open, analyse, check, change, save. What is shown is not here."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.screen import Screen

from personatui.errors import PersonatuiError
from personatui.model.cleaning import clean

if TYPE_CHECKING:
    from personatui.api import Command
    from personatui.app.app import WorkbenchApp
    from personatui.app.opening import Opened
    from personatui.host.analysing import Outcome
    from personatui.host.checking import CheckOutcome
    from personatui.host.session import Session
    from personatui.model.edits import Change
    from personatui.store.outline import OutlineReader, ProjectOutline


class ProjectScreen(Screen[object]):
    """A screen on one project. Its workers never touch a widget: they hand what they found to the methods below."""

    app: WorkbenchApp

    def __init__(self, root: Path, *, plugins_off: bool = False) -> None:
        super().__init__()
        self.root = root
        self.plugins_off = plugins_off
        self.session: Session | None = None
        self.persona_id = ""
        self.selected = ""

    # What the screen shows -------------------------------------------------------------------------------

    @abstractmethod
    def show_outline(self, outline: ProjectOutline) -> None:
        """Show the names, before anything else is read."""

    @abstractmethod
    async def show_opened(self, opened: Opened) -> None:
        """Show the project, once it has been read."""

    @abstractmethod
    async def show_outcome(self, outcome: Outcome, tool_id: str) -> None:
        """Show the reports that a person asked for; `tool_id` is empty for all tools."""

    @abstractmethod
    def take_reports(self, persona_id: str, tool_id: str, outcome: Outcome) -> None:
        """Keep the reports that a tool's own screen draws."""

    @abstractmethod
    def take_findings(self, outcome: CheckOutcome) -> None:
        """Show what is to be mended."""

    @abstractmethod
    def show_again(self) -> None:
        """Bring everything on screen in line with the session."""

    # Opening ---------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="open")
    def await_outline(self, reader: OutlineReader) -> None:
        """Show the outline once it has been read."""
        self.app.call_from_thread(self.show_outline, reader.wait())

    @work(thread=True, exclusive=True, group="open")
    def open_session(self) -> None:
        """Load the plugins and read every record."""
        from personatui.app.opening import open_project

        try:
            opened = open_project(self.root, plugins_off=self.plugins_off)
        except PersonatuiError as error:
            self.app.call_from_thread(self._give_up, error)
            return
        self.app.call_from_thread(self._take_opened, opened)

    def _take_opened(self, opened: Opened) -> None:
        if self.is_attached:
            self.run_worker(self.show_opened(opened))

    def _give_up(self, error: PersonatuiError) -> None:
        # the person may have left for another project meanwhile
        if self.is_current:
            self.app.switch_screen(self.app.start_screen(clean(str(error))))

    # Analysing and checking ------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="analyse")
    def analyse(self, persona_id: str, tool_id: str) -> None:
        """Run the analyses that a person asked for."""
        outcome = self._analysed(persona_id, (tool_id,) if tool_id else ())
        if outcome is not None:
            self.app.call_from_thread(self.call_later, self.show_outcome, outcome, tool_id)

    @work(thread=True, exclusive=True, group="prepare")
    def prepare(self, persona_id: str, tool_id: str) -> None:
        """Run a tool's analyses quietly, for the charts that its own screen draws."""
        outcome = self._analysed(persona_id, (tool_id,))
        if outcome is not None:
            self.app.call_from_thread(self.take_reports, persona_id, tool_id, outcome)

    def _analysed(self, persona_id: str, names: tuple[str, ...]) -> Outcome | None:
        from personatui.host.analysing import analyse
        from personatui.host.session import today

        session = self.session
        if session is None:
            return None
        try:
            return analyse(session.project, session.plugins, session.tools, persona_id, names, today=today())
        except PersonatuiError as error:
            self.app.call_from_thread(self.app.complain, error)
            return None

    @work(thread=True, exclusive=True, group="check")
    def check(self) -> None:
        """Look for what is to be mended."""
        from personatui.host.checking import check
        from personatui.host.session import today

        if self.session is not None:
            outcome = check(self.session, today=today())
            self.app.call_from_thread(self.take_findings, outcome)

    # Changing --------------------------------------------------------------------------------------------

    def make(self, change: Change) -> bool:
        """Make a change, show it, and save it; whether it was made."""
        session = self.session
        return session is not None and self._act(lambda: session.make(change), change.label)

    def action_undo(self) -> None:
        session = self.session
        if session is not None:
            self._act(session.undo, f"undid {session.undo_label}")

    def action_redo(self) -> None:
        session = self.session
        if session is not None:
            self._act(session.redo, f"did again {session.redo_label}")

    def _act(self, action: Callable[[], object], told: str) -> bool:
        session = self.session
        assert session is not None
        try:
            action()
            result = session.save()
        except PersonatuiError as error:
            self.app.complain(error)
            return False
        for trouble in (*result.conflicts, *result.failures):
            self.app.complain(trouble)
        if not result.conflicts and not result.failures:
            self.notify(f"Saved: {told}", timeout=3, markup=False)
        self.show_again()
        return True

    def action_reload(self) -> None:
        # while the project is being opened, an exclusive worker of the same group would end that
        if self.session is not None:
            self._reload()

    @work(thread=True, exclusive=True, group="open")
    def _reload(self) -> None:
        session = self.session
        if session is None:
            return
        try:
            session.refresh()
        except PersonatuiError as error:
            self.app.call_from_thread(self.app.complain, error)
            return
        self.app.call_from_thread(self.show_again)

    # The person's own editor -----------------------------------------------------------------------------

    def edit_file(self, path: Path, line: int = 0) -> None:
        """Open a file in the person's editor, and come back to what it is then."""
        from textual.app import SuspendNotSupported

        from personatui.app.external import editor_command, run_editor

        try:
            command = editor_command(path, line=line, preferred=self.app.settings.editor)
        except PersonatuiError as error:
            self.app.complain(error)
            return
        try:
            with self.app.suspend():
                trouble = run_editor(command)
        except SuspendNotSupported:
            self.notify("This terminal cannot be handed to another program.", severity="error")
            return
        self.app.refresh()
        if trouble:
            self.notify(trouble, severity="error", markup=False)
        self.action_reload()

    # Commands --------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="command")
    def run_command(self, command: Command) -> None:
        """Run a plugin's command on the persona that is shown, and make the change that it returns."""
        from personatui.host.commanding import run_command
        from personatui.model.reports import Fault

        session = self.session
        if session is None:
            return
        outcome = run_command(session.project, session.plugins, command, self.persona_id, self.selected)
        if isinstance(outcome, Fault):
            told = f"{outcome.plugin} failed at {outcome.stage}: {outcome.message}"
            self.app.call_from_thread(self.notify, told, severity="error", markup=False)
        elif outcome is None:
            self.app.call_from_thread(self.notify, f"{command.title}: nothing to change", markup=False)
        else:
            self.app.call_from_thread(self.make, outcome)
