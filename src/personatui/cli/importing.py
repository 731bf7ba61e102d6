"""`personatui import`: personas from Markdown or YAML into the project."""

from __future__ import annotations

from pathlib import Path

import click

from personatui.cli.context import Context, common_options, json_option, pass_context, project_option
from personatui.cli.output import print_json, put, warn
from personatui.cli.progress import waiting
from personatui.errors import ExitCode


@click.command("import")
@click.argument("form", metavar="markdown|yaml", type=click.Choice(["markdown", "yaml"]))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.option(
    "--mapping",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A TOML file that maps headings to fields; docs/file-format.md describes it.",
)
@json_option
@project_option
@common_options
@pass_context
def command(
    context: Context, form: str, paths: tuple[Path, ...], dry_run: bool, mapping: Path | None, as_json: bool
) -> int:
    """Import the personas in each PATH, a file or a folder, and tell for every section where it went.

    Importing the same files again updates what changed in them, and never overwrites what was edited here.

    \b
    Examples:
      personatui import markdown research/personas --dry-run
      personatui import yaml personas.yml --mapping headings.toml
    """
    from personatui.host.importing.running import run_import

    session = context.session()
    with waiting("Importing"):
        result = run_import(session, paths, form, mapping=mapping, dry_run=dry_run)
    if as_json:
        print_json(result.report.to_data() | {"dry_run": dry_run})
    else:
        put(result.report.to_text().rstrip("\n"))
        if dry_run:
            warn("Nothing was written (dry run).")
    for error in result.failures:
        warn(f"personatui: {error}")
    if result.failures:
        warn("Not everything could be written. Mend what is named above and import again: nothing is doubled.")
    report = result.report
    nothing_came_in = report.skipped and not (report.created or report.updated or report.unchanged)
    return ExitCode.BAD_INPUT if result.failures or nothing_came_in else ExitCode.OK
