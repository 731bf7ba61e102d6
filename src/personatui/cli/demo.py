"""`personatui demo`: a copy of a sample project to play with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from personatui.cli.completion import complete_samples
from personatui.cli.context import Context, common_options, json_option, pass_context
from personatui.cli.output import print_json, put_line
from personatui.cli.workbench import open_workbench, require_terminal
from personatui.errors import ExitCode, UsageError


@click.command("demo")
@click.argument("sample", default="", shell_complete=complete_samples)
@click.option("--no-open", is_flag=True, help="Only make the copy, and print where it is.")
@click.option("--fresh", is_flag=True, help="Make a new copy, beside the one that you may have changed.")
@click.option("--to", "destination", metavar="FOLDER", type=click.Path(path_type=Path), help="Where to put the copy.")
@json_option
@common_options
@pass_context
def command(context: Context, sample: str, no_open: bool, fresh: bool, destination: Path | None, as_json: bool) -> int:
    """Copy the sample project SAMPLE and open it.

    Samples: exotic-pet-rental (the one without SAMPLE), underwater-restaurant, vein-visualizer. The copy is
    yours to change; the next time you get it as you left it.

    \b
    Examples:
      personatui demo
      personatui demo vein-visualizer --no-open --to ./hospital
    """
    from personatui.host.projects import DEFAULT_SAMPLE, demo_project

    if as_json and not no_open:
        raise UsageError("--json has nothing to print while the workbench is open.", hint="Add --no-open.")
    if not no_open:
        require_terminal(hint="`personatui demo --no-open` only makes the copy.")
    root = demo_project(sample or DEFAULT_SAMPLE, destination=destination, fresh=fresh)
    if not no_open:
        return open_workbench(replace(context, project=root), tour=True)
    if as_json:
        print_json({"project": str(root.absolute())})
    else:
        put_line(str(root.absolute()))
    return ExitCode.OK
