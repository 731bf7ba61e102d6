"""What every command shares: the options for all of them, and opening the project that is meant."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from personatui.cli.output import warn
from personatui.cli.progress import waiting
from personatui.errors import PluginError, ProjectError, UsageError

if TYPE_CHECKING:
    from personatui.api import Tool
    from personatui.host.absent import AbsentTool
    from personatui.host.patience import SlowCall
    from personatui.host.plugins import PluginHost
    from personatui.host.session import Session
    from personatui.model.reports import Fault

_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass(slots=True)
class Context:
    """The options for all commands. They are set while the command line is read, before any command runs."""

    project: Path | None = None
    plugins_off: bool = False
    debug: bool = False

    def root(self) -> Path:
        """The folder of the project that the person means. Raises ProjectError."""
        from personatui.store.folders import PROJECT_FILE, find_project

        if self.project is None:
            try:
                here = Path.cwd()
            except OSError as error:
                raise ProjectError(
                    "The current folder is gone, so no project can be found from here.",
                    hint="Change to another folder, or name the project with -p.",
                ) from error
            return find_project(here)
        folder = Path(os.path.expanduser(self.project))  # noqa: PTH111 - Path's own raises for an unknown user
        if folder.name == PROJECT_FILE:
            folder = folder.parent
        if not os.path.isdir(folder):  # noqa: PTH112 - Path's own raises for a name that is too long
            there = os.path.lexists(folder)
            raise ProjectError(
                f"{folder} is a file, not a project's folder." if there else f"There is no folder {folder}.",
                hint="" if there else f"Start a project with `personatui new {folder}`.",
            )
        try:
            is_project = (folder / PROJECT_FILE).exists()
        except OSError as error:
            raise ProjectError(
                f"{folder} cannot be read: {error.strerror or error}.", hint="Change its permissions, then try again."
            ) from error
        if not is_project:
            raise ProjectError(
                f"{folder} is no personatui project: it has no {PROJECT_FILE}.",
                hint=f"Start one there with `personatui new {folder}`, or look at a sample with `personatui demo`.",
            )
        return folder

    def plugins(self) -> PluginHost:
        """The plugins that the user has approved and not switched off; a trouble with the settings is told."""
        from personatui.host.patience import Patience
        from personatui.host.plugins import load_plugins
        from personatui.host.trust import PLUGINS_VARIABLE, load_trust
        from personatui.store.settings import load_settings

        if self.debug:
            # the tracebacks of plugins go to the log
            import logging

            logging.basicConfig(format="%(name)s: %(message)s")
            for handler in logging.root.handlers:
                # what they print would stand among the errors
                handler.setLevel(max(handler.level, logging.WARNING))
        settings = load_settings()
        if settings.problem:
            warn(settings.problem)
        trust = load_trust()
        if trust.problem:
            warn(f"{trust.problem} No plugin counts as approved.")
        patience = Patience(settings.plugin_seconds)
        patience.on_slow = _tell_slow
        with waiting("Loading the plugins"):
            plugins = load_plugins(
                disabled=settings.disabled_plugins, off=self.plugins_off, trust=trust, patience=patience
            )
        missing = trust.missing([name for status in plugins.statuses for name in (status.name, status.distribution)])
        if missing and not self.plugins_off:
            warn(f"{PLUGINS_VARIABLE} asks for what is not installed: {', '.join(missing)}.")
        return plugins

    def open(self, *, tell_broken: bool = True, asked: str = "") -> Session:
        """The open project; with `tell_broken`, files that could not be read are told on standard error.

        All but the file of the persona that is `asked` for: the command itself says what is wrong with that.
        """
        from personatui.host.session import Session

        root = self.root()
        plugins = self.plugins()
        with waiting("Reading the project") as tell:
            session = Session.open(root, plugins, tell)
        if tell_broken:
            broken = [error for reference, error in session.loaded.broken.items() if reference.record != asked]
            for error in (*broken, *session.loaded.misplaced):
                warn(str(error))
        warn_faults((*plugins.faults, *session.loaded.faults))
        for status in plugins.unapproved:
            warn(f"The plugin {status.name} is not loaded. {status.reason}")
        return session

    def session(self, *, asked: str = "") -> Session:
        """The open project. Raises ProjectError when it has personas and none of them could be read."""
        session = self.open(asked=asked)
        is_told = any(reference.record == asked for reference in session.loaded.broken)
        if session.loaded.nothing_read and not is_told:
            raise ProjectError("No persona of this project could be read.", hint="Mend the files that are named above.")
        return session


pass_context = click.make_pass_decorator(Context, ensure=True)


def _remember(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    if value and parameter.name is not None:
        setattr(ctx.ensure_object(Context), parameter.name, value)


project_option = click.option(
    "-p",
    "--project",
    "project",
    metavar="FOLDER",
    type=click.Path(path_type=Path, readable=False),
    expose_value=False,
    callback=_remember,
    help="The project's folder; else the nearest one from here upwards.",
)
_no_plugins_option = click.option(
    "--no-plugins",
    "plugins_off",
    is_flag=True,
    expose_value=False,
    callback=_remember,
    help="Load no plugins at all.",
)
_debug_option = click.option("--debug", is_flag=True, expose_value=False, callback=_remember, help="Show tracebacks.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def common_options(function: _F) -> _F:
    """The options that every command takes, before its name or after it."""
    return _no_plugins_option(_debug_option(function))


def chosen_format(form: str | None, as_json: bool) -> str:
    """The format that `--format` and `--json` ask for. Raises UsageError when they disagree."""
    if as_json and form not in (None, "json"):
        raise UsageError(f"--json and --format {form} ask for different things.", hint="Leave out one of them.")
    return "json" if as_json else form or "text"


def refuse_absent_tool(
    name: str,
    tools: Mapping[str, Tool],
    plugins: PluginHost,
    absent: Mapping[str, AbsentTool] = MappingProxyType({}),
) -> None:
    """Raise the reason when a tool that is asked for is known and yet not among `tools`.

    A PluginError for one whose plugin failed, else a UsageError: the project or the user has switched it off, or it
    is one of those that the project needs and that are not there.
    """
    from personatui.host.plugins import SWITCHED_OFF

    key = name.partition(".")[0].replace("-", "_")
    if key in tools:
        return
    if key in plugins.tools:
        raise UsageError(
            f"This project has switched off the tool {key}.", hint="It stands in tools_off of personatui.toml."
        )
    for fault in plugins.faults:
        if fault.plugin == key:
            raise PluginError(fault.plugin, fault.stage, fault.message, hint=_switched_off_by(key))
    for status in plugins.statuses:
        if status.name == key and status.status != "active":
            hint = f"`personatui plugins enable {key}` switches it on." if status.reason == SWITCHED_OFF else ""
            raise UsageError(f"The plugin {key} is not loaded. {status.reason}", hint=hint)
    if key in absent:
        command = absent[key].command
        raise UsageError(f"The tool {key} is not there. {absent[key].reason}", hint=f"`{command}`" if command else "")


def warn_faults(faults: tuple[Fault, ...]) -> None:
    """Tell which plugins failed, and once for each how it is switched off."""
    told: set[str] = set()
    for fault in faults:
        warn(fault.told)
        told.add(fault.plugin)
    for plugin in sorted(told):
        warn(_switched_off_by(plugin))


def _switched_off_by(plugin: str) -> str:
    return f"`personatui plugins disable {plugin}` switches {plugin} off."


def _tell_slow(call: SlowCall) -> None:
    warn(f"{call.told} {_switched_off_by(call.plugin)}")
