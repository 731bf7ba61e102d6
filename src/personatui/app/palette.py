"""What the command palette offers: every binding with its key, and in the workbench personas, tabs and commands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.actions import parse
from textual.binding import Binding
from textual.command import Command, CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.events import Click
from textual.fuzzy import Matcher
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList

from personatui.app.bindings import key_text, normal
from personatui.app.closing import ClosingScreen
from personatui.model.cleaning import clean_line
from personatui.model.ids import persona_reference
from personatui.render.layout import shorten

if TYPE_CHECKING:
    from personatui.api import Tool
    from personatui.app.app import WorkbenchApp
    from personatui.app.workbench import WorkbenchScreen


@dataclass(frozen=True, slots=True)
class Offer:
    """A command of the palette; `keys` do the same, and without `discover` it must be searched for."""

    title: str
    help: str
    callback: Callable[[], Awaitable[Any] | Any]
    keys: tuple[str, ...] = ()
    discover: bool = True


class Palette(CommandPalette, ClosingScreen[None]):
    """Textual's command palette, which fails on a page key that comes before its list is laid out.

    It fails as well on a click that was on its way to a command that is listed no more.
    """

    def on_mount(self) -> None:
        commands = self.query_one(CommandList)
        own = commands._dispatch_message

        async def dispatch(message: Message) -> None:
            option = message.style.meta.get("option") if isinstance(message, Click) else None
            if option is None or option < commands.option_count:
                await own(message)

        setattr(commands, "_dispatch_message", dispatch)  # noqa: B010 - a method of the class for the type checker

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):
            super()._action_command_list(action)


_AHEAD = 1.001
# Cells of the narrowest screen, without the margins.
_ONE_LINE = 74


class _OwnHit(DiscoveryHit):
    """A command of ours, which the palette shows before those that every Textual program has."""

    @property
    def score(self) -> float:
        return 1.0


class ThemePalette(Palette):
    """The themes; the one under the cursor is shown at once."""

    app: WorkbenchApp

    def __init__(self) -> None:
        super().__init__(providers=[_Themes], placeholder="Search for themes …")

    @on(OptionList.OptionHighlighted)
    def _preview(self, event: OptionList.OptionHighlighted) -> None:
        if isinstance(event.option, Command) and event.option.hit.text:
            self.app.preview_theme(event.option.hit.text)


class _Themes(Provider):
    async def discover(self) -> Hits:
        for name, choose in self._choices():
            yield DiscoveryHit(Content(name), choose, name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, choose in self._choices():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, _highlighted(name, matcher), choose, name)

    def _choices(self) -> Iterator[tuple[str, Callable[[], None]]]:
        app = cast("WorkbenchApp", self.app)
        # the present one first: what is first is shown at once
        for name in sorted(app.available_themes, key=lambda name: (name != app.theme, name)):
            yield name, partial(app.choose_theme, name)


class WorkbenchCommands(Provider):
    """Finds commands by fuzzy match."""

    async def discover(self) -> Hits:
        for command in self._commands():
            if command.discover:
                yield _OwnHit(_shown(Content(command.title), command), command.callback, command.title, _help(command))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.title)
            if score > 0:
                shown = _shown(_highlighted(command.title, matcher), command)
                # of what matches equally well, ours comes first
                yield Hit(score * _AHEAD, shown, command.callback, command.title, _help(command))

    def _commands(self) -> Iterable[Offer]:
        from personatui.app.workbench import WorkbenchScreen

        screen = self.screen
        named = list(workbench_commands(screen)) if isinstance(screen, WorkbenchScreen) else []
        taken = {key for command in named for key in command.keys}
        yield from named
        for command in binding_commands(screen):
            if not taken.intersection(command.keys):
                yield command


def _shown(title: Content, command: Offer) -> Content:
    keys = " ".join(map(key_text, command.keys))
    return Content.assemble(title, ("  " + keys, "dim")) if keys else title


def binding_commands(screen: Screen[object]) -> Iterator[Offer]:
    """Everything that a key does on a screen, from the focus outwards, with the keys that the person has set."""
    app = cast("WorkbenchApp", screen.app)
    nodes: list[DOMNode] = screen.focused.ancestors_with_self if screen.focused is not None else [screen, app]
    offers: dict[str, Offer] = {}
    for node in nodes:
        for binding in _bindings_of(type(node)):
            _, name, parameters = parse(binding.action)
            title = binding.description
            if not title or binding.system or name == "command_palette":
                continue
            if node.check_action(name, parameters) is not True:
                continue
            # moving about is better done with the keys themselves
            discover = node is screen or node is app
            if title in offers and not (discover and not offers[title].discover):
                continue
            set_keys = app.settings.keymap.get(binding.id or "", binding.key)
            keys = tuple(map(normal, set_keys.split(","))) if set_keys else ()
            told = binding.tooltip if binding.tooltip != title else ""
            offers[title] = Offer(title, told, partial(app.run_action, binding.action, node), keys, discover)
    yield from offers.values()


def _bindings_of(kind: type[DOMNode]) -> Iterator[Binding]:
    for owner in kind.__mro__:
        for binding in owner.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                yield binding


def _highlighted(title: str, matcher: Matcher) -> Content:
    """The title with the letters that matched; Textual's own way takes the title for markup."""
    shown = Content(title)
    for offset in matcher.fuzzy_search.match(matcher.query, title)[1]:
        if not title[offset].isspace():
            shown = shown.stylize(matcher.match_style, offset, offset + 1)
    return shown


def _help(command: Offer) -> str:
    # the palette takes content as well, and a text for markup
    return cast("str", Content(command.help))


def workbench_commands(screen: WorkbenchScreen) -> Iterable[Offer]:
    """The commands that make sense on the screen as it is."""
    session = screen.session
    if session is None:
        return
    keys = partial(_keys_of, screen)
    for title, text, action, binding in (
        ("Find", "Anything in the project, by a few letters", screen.action_find, "find"),
        ("Narrow the personas", "By words and filters", screen.action_narrow, "narrow"),
        ("Analyse", "Run the analyses of this tab", screen.action_analyse, "analyse"),
        ("Findings", "What is to be mended in the project", screen.action_findings, "findings"),
        ("Compare personas", "The marked ones, or this one with another", screen.action_compare, "compare"),
        ("Present", "This persona full-screen, page by page", screen.action_present, "present"),
        ("Edit the file", "In your own editor", screen.action_edit_file, "edit-file"),
        ("New …", "A persona, segment or source from a template", screen.action_new, "new"),
        ("Tour", "What the workbench does, one thing at a time", screen.action_tour, "tour"),
        ("Save now", "Write what is not on disk yet", screen.action_save, "save"),
        ("Read the project again", "After a change in another program", screen.action_reload, "reload"),
        ("Open another project", "Samples, new, import, recent", screen.action_projects, "projects"),
    ):
        yield Offer(title, text, action, keys(f"workbench.{binding}"))
    if screen.saver is not None and screen.saver.conflicts:
        told = "Choose between what was changed here and on disk"
        yield Offer("Settle conflicts", told, screen.action_conflicts, keys("workbench.conflicts"))
    if session.undo_label:
        yield Offer(
            f"Undo: {session.undo_label}", "Take back the last change", screen.action_undo, keys("workbench.undo")
        )
    if session.redo_label:
        yield Offer(f"Redo: {session.redo_label}", "Make it again", screen.action_redo, keys("workbench.redo"))
    for tool in session.tools.values():
        open_tab = partial(_open_tab, screen, tool.id)
        yield Offer(f"Open {tool.title}", tool.summary, open_tab)
        if tool.help:
            yield Offer(
                f"About {tool.title}", "What it is for, its method, and an example", partial(_show_help, screen, tool)
            )
    yield from _plugin_commands(screen)
    for persona_id, persona in session.project.personas.items():
        jump: Callable[[], None] = partial(screen.jump, persona_reference(persona_id))
        told = shorten(clean_line(persona.summary), _ONE_LINE)
        yield Offer(f"Persona: {persona.name or persona_id}", told, jump, discover=False)


def _keys_of(screen: WorkbenchScreen, name: str) -> tuple[str, ...]:
    """The keys that a binding of the workbench has, as the person has set them."""
    own = next((binding.key for binding in _bindings_of(type(screen)) if binding.id == name), "")
    keys = screen.app.settings.keymap.get(name, own)
    return tuple(map(normal, keys.split(","))) if keys else ()


def _open_tab(screen: WorkbenchScreen, tool_id: str) -> None:
    """Open a tab of the persona; a segment or a source in front has none."""
    screen.set_view("persona")
    screen.middle.open(tool_id, "")


def _show_help(screen: WorkbenchScreen, tool: Tool) -> None:
    from personatui.app.toolhelp import ToolHelpScreen

    screen.app.push_screen(ToolHelpScreen(tool.title, tool.help))


def _plugin_commands(screen: WorkbenchScreen) -> Iterable[Offer]:
    session = screen.session
    if session is None or screen.persona_id not in session.project.personas:
        return
    for command in session.plugins.commands:
        tool_id = command.id.partition(".")[0]
        tool = session.tools.get(tool_id)
        title = f"{tool.title}: {command.title}" if tool is not None else command.title
        yield Offer(title, command.summary, partial(screen.run_command, command))
