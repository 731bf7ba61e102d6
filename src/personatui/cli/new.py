"""`personatui new`: start a project."""

from __future__ import annotations

from pathlib import Path

import click

from personatui.cli.context import Context, common_options, json_option, pass_context
from personatui.cli.output import print_json, put_line, warn


@click.command("new")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--name", metavar="TEXT", default="", help="The project's name; else made from the folder's.")
@json_option
@common_options
@pass_context
def command(_: Context, path: Path, name: str, as_json: bool) -> None:
    """Start a project in the folder PATH, which is made when it is not there, and print where it is.

    \b
    Example:
      personatui new my-personas --name "My personas"
    """
    from personatui.host.projects import new_project

    root = new_project(path, name)
    if as_json:
        print_json({"project": str(root.absolute())})
        return
    put_line(str(root.absolute()))
    warn(f"Next: `personatui import markdown FILES -p {path}`, or `personatui {path}` to open it.")
