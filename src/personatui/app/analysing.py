"""What the workbench has tools and plugins do with a project, in workers: analyse, check, run commands."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from personatui.app.work import ProjectScreen
from personatui.errors import PersonatuiError

if TYPE_CHECKING:
    from personatui.api import Command
    from personatui.host.analysing import Outcome
    from personatui.host.checking import CheckOutcome
    from personatui.host.patience import SlowCall
    from personatui.model.reports import Fault

# Seconds: a check that took less goes unnoticed; how long one that took more waits after an edit, and its steps.
_SHORT = 0.1
_PAUSE = 0.5
_STEP = 0.02


class AnalysingScreen(ProjectScreen):
    """A project whose tools are at work. The workers never touch a widget either."""

    def __init__(self, root: Path, *, plugins_off: bool = False) -> None:
        super().__init__(root, plugins_off=plugins_off)
        # a check of a large project would compete with the next keys
        self._check_delay = 0.0
        # what plugins failed at since the project was opened, each thing once
        self.faults: list[Fault] = []

    @abstractmethod
    async def show_outcome(self, outcome: Outcome, tool_id: str) -> None:
        """Show the reports that a person asked for; `tool_id` is empty for all tools."""

    @abstractmethod
    def take_reports(self, persona_id: str, tool_id: str, outcome: Outcome) -> None:
        """Keep the reports that a tool's own screen draws."""

    @abstractmethod
    async def show_tools(self) -> None:
        """Show the tools that there are now."""

    @abstractmethod
    def take_findings(self, outcome: CheckOutcome) -> None:
        """Show what is to be mended."""

    # Plugins that fail -----------------------------------------------------------------------------------

    def note_faults(self, faults: Iterable[Fault], *, tell: bool = False, again: bool = False) -> None:
        """Remember what plugins failed at; `tell` it as well, once unless a person asks for it `again`."""
        from personatui.app.faults import FaultsScreen, told_of

        key = self.key_of("workbench.faults")
        for fault in faults:
            is_new = fault not in self.faults
            if is_new:
                self.faults.append(fault)
            if tell and (is_new or again) and not self.is_left:
                self.notify(told_of(fault, key), severity="error", timeout=10, markup=False)
        self.refresh_bindings()
        if isinstance(self.app.screen, FaultsScreen):
            self.app.screen.show_faults_again()

    def tell_slow(self, call: SlowCall) -> None:
        """Say that a plugin is still at work, and let it be switched off."""
        from personatui.model.reports import Fault

        if not self.is_left:
            self.note_faults((Fault(call.plugin, call.stage, f"It is still at work after {call.seconds:g} s."),))
            key = self.key_of("workbench.faults")
            off = f"\n{key} shows it, and switches the plugin off." if key else ""
            self.notify(call.told + off, severity="warning", timeout=10, markup=False)

    def action_faults(self) -> None:
        """Show what plugins failed at."""
        from personatui.app.faults import FaultsScreen

        self.app.push_screen(FaultsScreen(self))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "faults":
            return bool(self.faults)
        return super().check_action(action, parameters)

    def switch_off(self, plugin: str) -> None:
        """Switch a plugin off, here at once and for every project that is opened later."""
        self.faults = [fault for fault in self.faults if fault.plugin != plugin]
        self.refresh_bindings()
        self._write_switched_off(plugin)
        if self.session is not None:
            self.session.plugins = self.session.plugins.without(plugin)
            self.call_later(self.show_tools)

    @work(thread=True, group="settings")
    def _write_switched_off(self, plugin: str) -> None:
        from personatui.store.settings import set_plugin_disabled

        told = f"{plugin} is switched off. `personatui plugins enable {plugin}` switches it on again."
        try:
            settings = set_plugin_disabled(plugin, True)
        except PersonatuiError as error:
            self.app.call_from_thread(self.app.complain, error)
            return
        self.app.call_from_thread(setattr, self.app, "settings", settings)
        self.app.call_from_thread(self.notify, told, markup=False)

    # Analysing and checking ------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="analyse")
    def analyse(self, persona_id: str, tool_id: str) -> None:
        """Run the analyses that a person asked for."""
        outcome = self._analysed(persona_id, (tool_id,) if tool_id else ())
        if outcome is not None:
            self.app.call_from_thread(self.note_faults, outcome.faults)
            self.app.call_from_thread(self.call_later, self.show_outcome, outcome, tool_id)

    @work(thread=True, exclusive=True, group="prepare")
    def prepare(self, persona_id: str, tool_id: str) -> None:
        """Run a tool's analyses quietly, for the charts that its own screen draws."""
        outcome = self._analysed(persona_id, (tool_id,))
        if outcome is not None:
            self.app.call_from_thread(self.note_faults, outcome.faults, tell=True)
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
        """Look for what is to be mended; where that takes long, once the person pauses."""
        from personatui.host.checking import check
        from personatui.host.session import today

        worker, patience = get_current_worker(), time.monotonic() + self._check_delay
        while time.monotonic() < patience and not worker.is_cancelled:
            time.sleep(_STEP)
        if self.session is None or worker.is_cancelled:
            return
        started = time.monotonic()
        outcome = check(self.session, today=today())
        took = time.monotonic() - started
        self._check_delay = 0.0 if took < _SHORT else _PAUSE
        if not worker.is_cancelled:
            self.app.call_from_thread(self.note_faults, outcome.faults, tell=True)
            self.app.call_from_thread(self.take_findings, outcome)

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
            self.app.call_from_thread(self.note_faults, (outcome,), tell=True, again=True)
        elif outcome is None:
            self.app.call_from_thread(self.notify, f"{command.title}: nothing to change", markup=False)
        else:
            self.app.call_from_thread(self.make, outcome)
