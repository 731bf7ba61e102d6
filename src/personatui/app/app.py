"""The Textual application: which screen comes first, the themes, the keymap and the way out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.actions import ActionParseResult
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen
from textual.signal import Signal

from personatui.errors import PersonatuiError
from personatui.model.cleaning import clean
from personatui.store.settings import UserSettings, has_seen, load_settings, set_setting

if TYPE_CHECKING:
    from textual.command import Provider

    from personatui.store.outline import OutlineReader


def _workbench_commands() -> type[Provider]:
    from personatui.app.palette import WorkbenchCommands

    return WorkbenchCommands


class WorkbenchApp(App[int]):
    """The workbench on a project, or the start screen when `root` is None."""

    TITLE = "personatui"
    COMMANDS = App.COMMANDS | {_workbench_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "Quit", id="app.quit", show=False),
        Binding("question_mark", "help", "Help", id="app.help", key_display="?"),
    ]

    def __init__(
        self,
        root: Path | None = None,
        *,
        plugins_off: bool = False,
        debug: bool = False,
        outline: OutlineReader | None = None,
        tour: bool = False,
    ) -> None:
        super().__init__()
        self._wants_tour = tour and not has_seen("tour")
        # publishes the name of every action that was done
        self.action_done: Signal[str] = Signal(self, "action-done")
        self._outline = outline
        self._shows_tracebacks = debug
        self.root = root
        self.plugins_off = plugins_off
        self.settings: UserSettings = load_settings()

    def get_default_screen(self) -> Screen[object]:
        screen = self.start_screen() if self.root is None else self.workbench(self.root)
        # Textual gives its first screen no callback, and then fails to switch from it; its version is pinned.
        screen._push_result_callback(self, None)
        return screen

    def on_mount(self) -> None:
        if self.settings.theme in self.available_themes:
            self.theme = self.settings.theme
        if self.settings.keymap:
            self.set_keymap(dict(self.settings.keymap))
        if self.settings.problem:
            self.notify(self.settings.problem, title="Settings", severity="warning", markup=False)
        self.theme_changed_signal.subscribe(self, lambda theme: self._keep_theme(theme.name))

    def start_screen(self, message: str = "") -> Screen[object]:
        """The screen that offers a sample, a new project, an import, and recent projects."""
        from personatui.app.start import StartScreen

        return StartScreen(message)

    def workbench(self, root: Path, *, select: str = "") -> Screen[object]:
        """The screen that shows a project."""
        from personatui.app.workbench import WorkbenchScreen

        outline, self._outline = self._outline, None
        return WorkbenchScreen(root, plugins_off=self.plugins_off, select=select, outline=outline)

    def open_project(self, root: Path, *, tour: bool = False) -> None:
        """Leave the current screen for the workbench on another project, once what is open is saved.

        With a tour of it when that is wanted.
        """

        def go() -> None:
            self.root = root
            self._wants_tour = tour
            self.switch_screen(self.workbench(root))

        self._leave_project(go)

    async def action_quit(self) -> None:
        """End the program, once what is open is saved."""
        self._leave_project(self.exit)

    def _leave_project(self, then: Callable[[], object]) -> None:
        from personatui.app.work import ProjectScreen

        for screen in self.screen_stack:
            if isinstance(screen, ProjectScreen) and not screen.is_left:
                screen.leave(then)
                return
        then()

    def open_sample(self, root: Path, *, tour: bool = False) -> None:
        """Open a sample, the first time with the tour."""
        self.open_project(root, tour=tour or not has_seen("tour"))

    def take_tour(self) -> bool:
        """Whether a tour of the project that was just opened is wanted; asked once."""
        wanted, self._wants_tour = self._wants_tour, False
        return wanted

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        done = await super().run_action(action, default_namespace, namespaces)
        if done:
            name = action.partition("(")[0].rpartition(".")[2] if isinstance(action, str) else action[1]
            self.action_done.publish(name)
        return done

    def pop_screen(self) -> AwaitComplete:
        # two presses of Escape may both reach a dialog before it has closed
        return super().pop_screen() if len(self.screen_stack) > 1 else AwaitComplete()

    def complain(self, error: PersonatuiError) -> None:
        """Tell the person what went wrong and what to do."""
        self.notify(clean(str(error)), severity="error", timeout=10, markup=False)

    def action_command_palette(self) -> None:
        from personatui.app.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_help(self) -> None:
        from personatui.app.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def _keep_theme(self, name: str) -> None:
        if name == self.settings.theme:
            return

        def write() -> None:
            try:
                self.settings = set_setting(("theme",), name)
            except PersonatuiError as error:
                self.call_from_thread(self.complain, error)

        self.run_worker(write, thread=True, group="settings", exclusive=True)

    def _fatal_error(self) -> None:
        """Leave after a defect with a sentence; the traceback goes to a file, or to the screen with `--debug`."""
        # Textual has no public hook for this; its version is pinned, and a test plants a defect.
        if self._shows_tracebacks:
            super()._fatal_error()
            return
        from rich.text import Text

        self._exit_renderables.append(Text(crash_message(sys.exc_info()[1])))
        self._close_messages_no_wait()


def crash_message(error: BaseException | None) -> str:
    """Write the traceback to a file, and say in a sentence where it is."""
    from traceback import format_exception

    from personatui.model.cleaning import clean_line
    from personatui.store.settings import crash_log_path

    told = clean_line(f"{type(error).__name__}: {error}")
    sentence = f"personatui: this is a defect of personatui ({told}). What was saved is safe."
    path = crash_log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(format_exception(error)), encoding="utf-8")
    except OSError:
        return f"{sentence} Run again with --debug to see where."
    return f"{sentence} The details are in {path}"
