"""The Textual application: which screen comes first, the themes, the keymap and the way out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.actions import ActionParseResult
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.errors import NoWidget
from textual.filter import LineFilter, Monochrome, NoColor
from textual.notifications import Notify, SeverityLevel
from textual.screen import Screen
from textual.signal import Signal

from personatui.app.boundary import ContainingApp
from personatui.app.notices import Notice, Notices
from personatui.app.terminal import Colourless, Spelling, TerminalTitle, has_title, terminal_encoding
from personatui.app.typing import TypeAhead
from personatui.errors import PersonatuiError
from personatui.model.cleaning import clean
from personatui.render.plain import UNICODE
from personatui.store.preferences import UserSettings
from personatui.store.settings import has_seen, load_settings, set_setting

if TYPE_CHECKING:
    from textual.app import SystemCommand
    from textual.command import CommandPalette, Provider

    from personatui.app.bindings import KnownBinding
    from personatui.app.typing import AwaitingScreen
    from personatui.store.outline import OutlineReader


# What Textual's own commands do, in our words.
_TOLD = {
    "Maximize": "Give what has the keys the whole screen",
    "Minimize": "Show the others beside it again",
    "Screenshot": "Save the screen as a picture (SVG)",
}


def _workbench_commands() -> type[Provider]:
    from personatui.app.palette import WorkbenchCommands

    return WorkbenchCommands


class WorkbenchApp(ContainingApp[int]):
    """The workbench on a project, or the start screen when `root` is None."""

    TITLE = "personatui"
    COMMANDS = App.COMMANDS | {_workbench_commands}
    BINDING_GROUP_TITLE = "Everywhere"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "Quit", id="app.quit", show=False),
        Binding("question_mark", "help", "Help", id="app.help"),
        Binding(
            "ctrl+o", "jump", "Jump", id="app.jump", show=False, priority=True, tooltip="Go to what a letter names"
        ),
        Binding(
            "f6",
            "plugins",
            "Plugins",
            id="app.plugins",
            show=False,
            tooltip="Switch, approve or install them",
        ),
        Binding("ctrl+p", "command_palette", "Commands", id="app.commands", show=False, priority=True),
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
        # the style sheet is made at once, and the settings hold widths
        self.settings: UserSettings = load_settings()
        super().__init__()
        self._type_ahead = TypeAhead(self, super().on_event)
        self._notices = Notices()
        self._wants_tour = tour and not has_seen("tour")
        # publishes the name of every action that was done
        self.action_done: Signal[str] = Signal(self, "action-done")
        self._outline = outline
        self._shows_tracebacks = debug
        self.root = root
        self.plugins_off = plugins_off
        self.told: set[str] = set()
        self.known_bindings: tuple[KnownBinding, ...] = ()
        # the theme that the settings ask for, and the one before a preview
        self._kept_theme = ""
        self._theme_before = ""
        # an empty NO_COLOR asks for nothing
        self.no_color = bool(os.environ.get("NO_COLOR"))
        self._colourless = Colourless() if self.no_color else None
        self._spelling: Spelling | None = None
        self._title: TerminalTitle | None = None
        self.prepare_terminal()

    def prepare_terminal(self) -> None:
        """Suit what is drawn to the terminal, as the settings say."""
        encoding = terminal_encoding(self.settings.ascii_only)
        self._spelling = Spelling(encoding) if encoding != UNICODE else None
        if self._title is not None and not self.settings.terminal_title:
            self._title.restore(self._driver)
        wanted = self.settings.terminal_title and has_title()
        self._title = (self._title or TerminalTitle(encoding)) if wanted else None

    def get_default_screen(self) -> Screen[object]:
        screen = self.start_screen() if self.root is None else self.workbench(self.root)
        # Textual gives its first screen no callback, and then fails to switch from it; its version is pinned.
        screen._push_result_callback(self, None)
        return screen

    def get_css_variables(self) -> dict[str, str]:
        layout = self.settings.layout
        widths = {"rail-width": layout.rail_width, "inspector-width": layout.inspector_width}
        return {**super().get_css_variables(), **widths}

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line passes: without colour, ours instead of Textual's greys; then the spelling."""
        filters = [found for found in super().get_line_filters() if not isinstance(found, Monochrome | NoColor)]
        return [*filters, *(found for found in (self._colourless, self._spelling) if found is not None)]

    def get_key_display(self, binding: Binding) -> str:
        """A key as the person writes it in the keymap."""
        from personatui.app.bindings import key_text

        return binding.key_display or key_text(binding.key)

    def on_mount(self) -> None:
        from personatui.app.settings import apply_settings

        apply_settings(self)
        self.theme_changed_signal.subscribe(self, lambda theme: self._keep_theme(theme.name))

    def on_unmount(self) -> None:
        if self._title is not None:
            self._title.restore(self._driver)

    def name_terminal(self, *parts: str) -> None:
        """Show what is open in the title of the terminal."""
        if self._title is not None:
            self._title.show(self._driver, self.TITLE, *parts)

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
            self.show_instead(self.workbench(root))

        self._leave_project(go)

    def show_instead(self, screen: Screen[object]) -> None:
        """Show a screen in place of the project and of every dialog that lies on it."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(screen)

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

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._type_ahead.take(event)
        elif not (isinstance(event, events.MouseEvent) and not event.is_forwarded and self._is_going_at(event)):
            await super().on_event(event)

    def _is_going_at(self, event: events.MouseEvent) -> bool:
        """Whether what is under the mouse was just removed and is still to be seen, on which Textual fails."""
        if not self.screen_stack:
            return True
        try:
            under, _ = self.get_widget_at(round(event.x), round(event.y))
        except NoWidget:
            return False
        return under.parent is None

    def hold_keys(self) -> None:
        """Keep what is typed from now on, until `release_keys`: what it is meant for is on its way."""
        self._type_ahead.hold()

    def release_keys(self) -> None:
        """What was typed meanwhile goes to what has the focus now."""
        self._type_ahead.release()

    def screen_is_ready(self, screen: AwaitingScreen) -> None:
        """What was typed on a screen before it was ready takes effect now; none of it where that is another screen."""
        self._type_ahead.ready(screen)

    async def on_key_handled(self) -> None:
        await self._type_ahead.handled()

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        try:
            done = await super().run_action(action, default_namespace, namespaces)
        except PersonatuiError as error:
            # written for the person who pressed the key
            self.complain(error)
            return True
        if done:
            name = action.partition("(")[0].rpartition(".")[2] if isinstance(action, str) else action[1]
            self.action_done.publish(name)
        return done

    def pop_screen(self) -> AwaitComplete:
        # two presses of Escape may both reach a dialog before it has closed
        return super().pop_screen() if len(self.screen_stack) > 1 else AwaitComplete()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        seconds = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        notice = Notice(message, title, severity, seconds, markup)
        self._notices.add(notice)
        self.post_message(Notify(notice))

    def complain(self, error: PersonatuiError) -> None:
        """Tell the person what went wrong and what to do."""
        self.notify(clean(str(error)), severity="error", timeout=10, markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Commands without a key; those with one come from the live bindings."""
        from textual.app import SystemCommand

        yield SystemCommand("Choose theme", "See the colours while you choose", self.action_change_theme)
        yield SystemCommand("Edit settings", "Open the settings file in your editor", self.action_edit_settings)
        for title, told, callback, discover in super().get_system_commands(screen):
            if title not in ("Theme", "Quit", "Keys"):
                yield SystemCommand(title, _TOLD.get(title, told), callback, discover)

    def action_command_palette(self) -> None:
        from personatui.app.palette import Palette

        if not isinstance(self.screen, Palette):
            # without Textual's id for it, which the one before still has until it is gone
            self.push_screen(Palette())

    def action_help(self) -> None:
        from personatui.app.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_plugins(self) -> None:
        """The plugins that are installed, to be switched, approved, installed and removed."""
        from personatui.app.plugins import PluginsScreen
        from personatui.app.work import ProjectScreen

        if not isinstance(self.screen, PluginsScreen):
            is_open = any(isinstance(screen, ProjectScreen) for screen in self.screen_stack)
            self.push_screen(PluginsScreen(self.root if is_open else None))

    def action_jump(self) -> None:
        """Put a letter on everything that can be reached; once more takes the letters away."""
        from personatui.app.jumping import JumpScreen

        if isinstance(self.screen, JumpScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(JumpScreen(self.screen), lambda target: target.reach() if target is not None else None)

    def action_edit_settings(self) -> None:
        from personatui.app.settings import edit_settings

        edit_settings(self)

    # Keys ------------------------------------------------------------------------------------------------

    def watch_keys(self, known: tuple[KnownBinding, ...]) -> None:
        """From now on, tell where the keymap makes two bindings want one key."""
        self.known_bindings = known
        self.keys_changed(self.screen)

    def keys_changed(self, screen: Screen[object]) -> None:
        """Other bindings are live than before."""
        if self.known_bindings:
            from personatui.app.settings import tell_clashes

            tell_clashes(self, screen)

    # Themes ----------------------------------------------------------------------------------------------

    def action_change_theme(self) -> None:
        from personatui.app.palette import ThemePalette
        from personatui.app.settings import register_themes, tell

        tell(self, register_themes(self))
        self._theme_before = self.theme
        self.push_screen(ThemePalette())

    def use_theme(self, name: str) -> None:
        """Show a theme that the settings ask for."""
        self._kept_theme = self.theme = name

    def choose_theme(self, name: str) -> None:
        """Show a theme and keep it."""
        self._theme_before = ""
        self.theme = name
        self._keep_theme(name)

    def preview_theme(self, name: str) -> None:
        """Show a theme until it is chosen or the choice is left."""
        if self._theme_before and name in self.available_themes:
            self.theme = name

    def on_command_palette_closed(self, event: CommandPalette.Closed) -> None:
        if self._theme_before and not event.option_selected:
            self.theme, self._theme_before = self._theme_before, ""

    def _keep_theme(self, name: str) -> None:
        if self._theme_before or name in (self._kept_theme, self.settings.theme) or name != self.theme:
            return
        self._kept_theme = name

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
