"""Opening the workbench, which needs a terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from personatui.cli.context import Context, common_options, pass_context
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
        root = None
    from personatui.app.launch import run

    return run(root, plugins_off=context.plugins_off, debug=context.debug, tour=tour)
