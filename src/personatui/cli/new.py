"""`personatui new`: start a project."""

from __future__ import annotations

from pathlib import Path

import click

from personatui.cli.context import Context, pass_context, warn


@click.command("new")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--name", default="", help="The project's name; else made from the folder's.")
@pass_context
def command(_: Context, path: Path, name: str) -> None:
    """Start a project in the folder PATH, which is made when it is not there."""
    from personatui.host.projects import new_project

    root = new_project(path, name)
    click.echo(str(root))
    warn(f"Next: personatui -p {root} import markdown FILES, or personatui {root} to open it.")
