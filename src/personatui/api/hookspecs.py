"""The hooks that a plugin may implement. All are typed, take no arguments and return data."""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from personatui.api.contributions import Analysis, CheckRule, Command, Exporter, Tool

PROJECT_NAME = "personatui"
ENTRY_POINT_GROUP = "personatui.plugins"
# The version of the plugin API that this package serves; see docs/plugin-api.md for what it promises.
API_VERSION = 1

hookspec = pluggy.HookspecMarker(PROJECT_NAME)
# Marks a function as the implementation of the hook of its name: `@hookimpl`.
hookimpl = pluggy.HookimplMarker(PROJECT_NAME)


@hookspec
def personatui_tools() -> Iterable[Tool]:
    """The tools that this plugin adds, each with its analyses, checks, exporters and commands.

        @hookimpl
        def personatui_tools() -> Iterable[Tool]:
            return [Tool(id="kano", title="Kano Model", summary="What delights", model=KanoCanvas)]

    The id is a record id: up to 64 of a-z, 0-9, `_` and `-`. The ids of a tool's parts begin with it and a dot.
    A tool whose id is taken already is refused, and both owners are named; so is one whose canvas model refuses an
    empty file, or whose fields hold another type. A plugin of which anything is refused contributes nothing.
    """
    raise NotImplementedError


@hookspec
def personatui_analyses() -> Iterable[Analysis]:
    """Further analyses for tools that exist, this plugin's or another's.

        @hookimpl
        def personatui_analyses() -> Iterable[Analysis]:
            return [Analysis(id="jtbd.my-score", title="My score", summary="A score of mine", run=my_score)]

    The part of the id before the first dot names the tool whose canvas `run` is given, as an AnalysisInput. Each
    metric of the report states its unit and scale. An analysis of a tool that is not loaded waits for it; one whose id
    is taken is refused. What `run` raises becomes a fault that names the plugin, beside the other reports.
    """
    raise NotImplementedError


@hookspec
def personatui_checks() -> Iterable[CheckRule]:
    """Rules over the whole project that are no part of a tool.

        @hookimpl
        def personatui_checks() -> Iterable[CheckRule]:
            return [CheckRule(id="house.names", title="Names follow the house style", run=check_names)]

    `run` is given a CheckInput and yields findings. The id begins with the plugin's name, or with the id of one of its
    tools, and a dot; any other is refused. What `run` raises becomes a fault; the other rules still run.
    """
    raise NotImplementedError


@hookspec
def personatui_exporters() -> Iterable[Exporter]:
    """Exporters of personas that are no part of a tool.

        @hookimpl
        def personatui_exporters() -> Iterable[Exporter]:
            return [Exporter(id="house.csv", title="CSV", extension="csv", media_type="text/csv", run=to_csv)]

    `run` is given an ExportInput and returns bytes; it writes no file itself. The id begins as that of a check does,
    and the extension is 1 to 16 letters and digits without a dot; others are refused.
    """
    raise NotImplementedError


@hookspec
def personatui_commands() -> Iterable[Command]:
    """Commands that are no part of a tool.

        @hookimpl
        def personatui_commands() -> Iterable[Command]:
            return [Command(id="house.tidy", title="Tidy the tags", run=tidy_tags)]

    `run` is given a CommandInput and returns the Change to make, or None for nothing to do; the host makes it as one
    step that can be undone. The id begins as that of a check does. A change that does not fit the records is refused
    with a sentence, and nothing is changed.
    """
    raise NotImplementedError


# Every hook, in the order in which the host calls them.
HOOK_NAMES: tuple[str, ...] = (
    "personatui_tools",
    "personatui_analyses",
    "personatui_checks",
    "personatui_exporters",
    "personatui_commands",
)
