"""`personatui new`: start a project."""

from __future__ import annotations

from pathlib import Path

import click

from personatui.cli.context import Context, common_options, json_option, pass_context
from personatui.cli.output import print_json, put_line, warn

# Spelled out, so that the help needs no model; a test compares them.
PROJECT_TEMPLATES = ("b2c", "b2b", "blank")


@click.command("new")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--name", metavar="TEXT", default="", help="The project's name; else made from the folder's.")
@click.option(
    "--template",
    type=click.Choice(PROJECT_TEMPLATES),
    default="blank",
    show_default=True,
    help="b2c and b2b bring a segment and a source whose files ask what belongs there.",
)
@json_option
@common_options
@pass_context
def command(_: Context, path: Path, name: str, template: str, as_json: bool) -> None:
    """Start a project in the folder PATH, which is made when it is not there, and print where it is.

    \b
    Examples:
      personatui new my-personas --template b2c
      personatui new my-personas --name "My personas"
    """
    from personatui.host.projects import new_project

    root = new_project(path, name, template)
    if as_json:
        print_json({"project": str(root.absolute())})
        return
    put_line(str(root.absolute()))
    warn(
        f"Next: `personatui add persona NAME -p {path}`, `personatui import markdown FILES -p {path}`, "
        f"or `personatui {path}` to open it."
    )
