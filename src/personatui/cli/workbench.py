"""Opening the workbench, which needs a terminal."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from personatui.cli.context import Context, common_options, pass_context
from personatui.cli.output import warn
from personatui.cli.shortcut import has_terminal
from personatui.errors import ProjectError, UsageError

HEADLESS = "personatui list, show, compare, analyze, check, import"


@click.command("PROJECT")
@click.argument("project", metavar="", type=click.Path(path_type=Path))
@click.argument("rest", nargs=-1, metavar="")
@common_options
@pass_context
def command(context: Context, project: Path, rest: tuple[str, ...]) -> int:
    """Open the workbench on the project in the folder PROJECT."""
    if rest:
        raise UsageError(
            "Only the folder of a project can stand there alone.",
            hint=f"Did you mean `personatui {' '.join(rest)} -p {project}`?",
        )
    if context.project is not None:
        raise UsageError(f"Two projects are named, {context.project} and {project}.", hint="Leave out one of them.")
    return open_workbench(replace(context, project=project))


def require_terminal(hint: str = "") -> None:
    """Raise UsageError when there is no terminal to draw on."""
    if not has_terminal():
        raise UsageError(
            f"The workbench needs a terminal; without one use {HEADLESS} (-p PROJECT names the project).", hint=hint
        )


def open_workbench(context: Context, *, tour: bool = False) -> int:
    """Run the app on the project that is meant, or on its start screen when there is none around here."""
    require_terminal()
    root: Path | None
    try:
        root = context.root()
    except ProjectError:
        if context.project is not None:
            raise
        root = _first_project()
    from personatui.app.launch import run

    return run(root, plugins_off=context.plugins_off, debug=context.debug, tour=tour)


def _first_project() -> Path | None:
    """What the person wants to see where there is no project: the setting `start`; None for the start screen."""
    from personatui.store.folders import PROJECT_FILE
    from personatui.store.settings import load_settings, recent_projects

    start = load_settings().start
    match start:
        case "start":
            return None
        case "last":
            return next(iter(recent_projects()), None)
        case "sample":
            from personatui.host.projects import demo_project

            return demo_project()
    folder = Path(os.path.expanduser(start))  # noqa: PTH111 - Path's own raises for an unknown user
    try:
        found = (folder / PROJECT_FILE).is_file()
    except (OSError, ValueError):
        found = False
    if not found:
        warn(f"The setting start names {start}, where there is no project.")
        return None
    return folder
