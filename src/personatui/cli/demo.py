"""`personatui demo`: a copy of a sample project to play with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from personatui.cli.context import Context, pass_context
from personatui.cli.workbench import open_workbench, require_terminal


@click.command("demo")
@click.argument("sample", default="exotic-pet-rental")
@click.option("--no-open", is_flag=True, help="Only make the copy, and print where it is.")
@click.option("--fresh", is_flag=True, help="Make a new copy, beside the one that you may have changed.")
@click.option("--to", "destination", type=click.Path(path_type=Path), help="Where to put the copy.")
@pass_context
def command(context: Context, sample: str, no_open: bool, fresh: bool, destination: Path | None) -> int:
    """Copy the sample project SAMPLE and open it.

    Samples: exotic-pet-rental, vein-visualizer, underwater-restaurant. The copy is yours to change.
    """
    from personatui.host.projects import demo_project

    if not no_open:
        require_terminal()
    root = demo_project(sample, destination=destination, fresh=fresh)
    if no_open:
        click.echo(str(root))
        return 0
    return open_workbench(replace(context, project=root))
