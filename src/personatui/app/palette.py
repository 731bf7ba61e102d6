"""What the command palette offers in the workbench: personas, tabs, analyses, and the commands of plugins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import SystemCommand
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher

from personatui.model.ids import persona_reference

if TYPE_CHECKING:
    from personatui.api import Tool
    from personatui.app.workbench import WorkbenchScreen


class Palette(CommandPalette):
    """Textual's command palette, which fails on a page key that comes before its list is laid out."""

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):
            super()._action_command_list(action)


_AHEAD = 1.001


class _OwnHit(DiscoveryHit):
    """A command of ours, which the palette shows before those that every Textual program has."""

    @property
    def score(self) -> float:
        return 1.0


class WorkbenchCommands(Provider):
    """Finds commands of the workbench by fuzzy match."""

    async def discover(self) -> Hits:
        for command in self._commands():
            if command.discover:
                yield _OwnHit(Content(command.title), command.callback, command.title, _help(command))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.title)
            if score > 0:
                shown = _highlighted(command.title, matcher)
                # of what matches equally well, ours comes first
                yield Hit(score * _AHEAD, shown, command.callback, command.title, _help(command))

    def _commands(self) -> Iterable[SystemCommand]:
        from personatui.app.workbench import WorkbenchScreen

        if isinstance(self.screen, WorkbenchScreen):
            yield from workbench_commands(self.screen)


def _highlighted(title: str, matcher: Matcher) -> Content:
    """The title with the letters that matched; Textual's own way takes the title for markup."""
    shown = Content(title)
    for offset in matcher.fuzzy_search.match(matcher.query, title)[1]:
        if not title[offset].isspace():
            shown = shown.stylize(matcher.match_style, offset, offset + 1)
    return shown


def _help(command: SystemCommand) -> str:
    # the palette takes content as well, and a text for markup
    return cast("str", Content(command.help))


def workbench_commands(screen: WorkbenchScreen) -> Iterable[SystemCommand]:
    """The commands that make sense on the screen as it is."""
    session = screen.session
    if session is None:
        return
    yield SystemCommand("Find", "Anything in the project, by a few letters", screen.action_find)
    yield SystemCommand("Narrow the personas", "By words and filters", screen.action_narrow)
    yield SystemCommand("Analyse", "Run the analyses of this tab", screen.action_analyse)
    yield SystemCommand("Findings", "What is to be mended in the project", screen.action_findings)
    yield SystemCommand("Compare personas", "The marked ones, or this one with another", screen.action_compare)
    yield SystemCommand("Present", "This persona full-screen, page by page", screen.action_present)
    yield SystemCommand("Read the project again", "After a change in another program", screen.action_reload)
    yield SystemCommand("New …", "A persona, segment or source from a template", screen.action_new)
    yield SystemCommand("Tour", "What the workbench does, one thing at a time", screen.action_tour)
    yield SystemCommand("Open another project", "Samples, new, import, recent", screen.action_projects)
    yield SystemCommand("Save now", "Write what is not on disk yet", screen.action_save)
    if screen.saver is not None and screen.saver.conflicts:
        yield SystemCommand(
            "Settle conflicts", "Choose between what was changed here and on disk", screen.action_conflicts
        )
    if session.undo_label:
        yield SystemCommand(f"Undo: {session.undo_label}", "Take back the last change", screen.action_undo)
    if session.redo_label:
        yield SystemCommand(f"Redo: {session.redo_label}", "Make it again", screen.action_redo)
    for tool in session.tools.values():
        open_tab = partial(screen.middle.open, tool.id, "")
        yield SystemCommand(f"Open {tool.title}", tool.summary, open_tab)
        if tool.help:
            yield SystemCommand(
                f"About {tool.title}", "What it is for, its method, and an example", partial(_show_help, screen, tool)
            )
    yield from _plugin_commands(screen)
    for persona_id, persona in session.project.personas.items():
        jump: Callable[[], None] = partial(screen.jump, persona_reference(persona_id))
        yield SystemCommand(f"Persona: {persona.name or persona_id}", persona.summary[:80], jump, discover=False)


def _show_help(screen: WorkbenchScreen, tool: Tool) -> None:
    from personatui.app.toolhelp import ToolHelpScreen

    screen.app.push_screen(ToolHelpScreen(tool.title, tool.help))


def _plugin_commands(screen: WorkbenchScreen) -> Iterable[SystemCommand]:
    session = screen.session
    if session is None or screen.persona_id not in session.project.personas:
        return
    for command in session.plugins.commands:
        tool_id = command.id.partition(".")[0]
        tool = session.tools.get(tool_id)
        title = f"{tool.title}: {command.title}" if tool is not None else command.title
        yield SystemCommand(title, command.summary, partial(screen.run_command, command))
