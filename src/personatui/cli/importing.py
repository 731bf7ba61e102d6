"""`personatui import`: personas from Markdown or YAML into the project."""

from __future__ import annotations

from pathlib import Path

import click

from personatui.cli.context import Context, as_json, pass_context, print_json, warn
from personatui.errors import ExitCode


@click.command("import")
@click.argument("form", metavar="markdown|yaml", type=click.Choice(["markdown", "yaml"]))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.option(
    "--mapping", type=click.Path(path_type=Path), help="A TOML file that maps headings to fields; see the docs."
)
@as_json
@pass_context
def command(
    context: Context, form: str, paths: tuple[Path, ...], dry_run: bool, mapping: Path | None, as_json: bool
) -> int:
    """Import the personas in PATHS, files or folders, and tell for every section where it went.

    Importing the same files again updates what changed in them, and never overwrites what was edited here.
    """
    from personatui.host.importing.running import run_import

    session = context.session()
    result = run_import(session, paths, form, mapping=mapping, dry_run=dry_run)
    if as_json:
        print_json(result.report.to_data() | {"dry_run": dry_run})
    else:
        click.echo(result.report.to_text())
        if dry_run:
            click.echo("Nothing was written (dry run).", err=True)
    for error in result.failures:
        warn(str(error))
    return ExitCode.BAD_INPUT if result.failures else ExitCode.OK
