"""The hooks that a plugin may implement. All are typed, take no arguments and return data."""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from personatui.api.contributions import Analysis, CheckRule, Command, Exporter, Tool

PROJECT_NAME = "personatui"
ENTRY_POINT_GROUP = "personatui.plugins"
API_VERSION = 1

hookspec = pluggy.HookspecMarker(PROJECT_NAME)
hookimpl = pluggy.HookimplMarker(PROJECT_NAME)


@hookspec
def personatui_tools() -> Iterable[Tool]:
    """The tools that this plugin adds.

        @hookimpl
        def personatui_tools() -> Iterable[Tool]:
            return [Tool(id="kano", title="Kano Model", summary="What delights", model=KanoCanvas)]

    A tool whose id is taken already is refused, and both owners are named.
    """
    raise NotImplementedError


@hookspec
def personatui_analyses() -> Iterable[Analysis]:
    """Further analyses for tools that exist, this plugin's or another's.

        @hookimpl
        def personatui_analyses() -> Iterable[Analysis]:
            return [Analysis(id="jtbd.my-score", title="My score", summary="...", run=my_score)]

    The part of the id before the first dot names the tool whose canvas the analysis is given.
    """
    raise NotImplementedError


@hookspec
def personatui_checks() -> Iterable[CheckRule]:
    """Rules over the whole project that are no part of a tool.

    @hookimpl
    def personatui_checks() -> Iterable[CheckRule]:
        return [CheckRule(id="house.names", title="Names follow the house style", run=check_names)]
    """
    raise NotImplementedError


@hookspec
def personatui_exporters() -> Iterable[Exporter]:
    """Exporters of personas that are no part of a tool.

    @hookimpl
    def personatui_exporters() -> Iterable[Exporter]:
        return [Exporter(id="house.csv", title="CSV", extension="csv", media_type="text/csv", run=to_csv)]
    """
    raise NotImplementedError


@hookspec
def personatui_commands() -> Iterable[Command]:
    """Commands that are no part of a tool.

    @hookimpl
    def personatui_commands() -> Iterable[Command]:
        return [Command(id="house.tidy", title="Tidy the tags", run=tidy_tags)]
    """
    raise NotImplementedError


HOOK_NAMES: tuple[str, ...] = (
    "personatui_tools",
    "personatui_analyses",
    "personatui_checks",
    "personatui_exporters",
    "personatui_commands",
)
