"""`personatui export`: a file made of a persona, by an exporter of a plugin."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from personatui.cli.completion import complete_personas
from personatui.cli.context import Context, common_options, json_option, pass_context, project_option, warn_faults
from personatui.cli.output import print_json, print_rows, put_bytes, put_line, warn
from personatui.errors import ExitCode, FileError, UsageError


@click.command("export")
@click.argument("persona", shell_complete=complete_personas)
@click.argument("exporter", required=False, default="")
@click.option("--to", "target", metavar="FILE", default="", help="Where; - prints it. Else PERSONA.EXTENSION here.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@json_option
@project_option
@common_options
@pass_context
def command(context: Context, persona: str, exporter: str, target: str, force: bool, as_json: bool) -> int:
    """Make a file of PERSONA with EXPORTER, which a plugin contributes; without EXPORTER, list them.

    \b
    Examples:
      personatui export maya-okafor
      personatui export maya kano.questionnaire --to survey.csv
    """
    from personatui.host.exporting import find_exporter, run_exporter
    from personatui.host.session import today
    from personatui.model.reports import Fault

    session = context.session(asked=persona)
    persona_id = session.find_persona(persona)
    if not exporter:
        known = session.plugins.exporters
        if as_json:
            print_json([{"id": one.id, "title": one.title, "extension": one.extension} for one in known])
            return ExitCode.OK
        if not known:
            warn("No plugin that is installed has an exporter.")
        print_rows([(one.id, one.title, f".{one.extension}") for one in known])
        return ExitCode.OK
    if as_json and target == "-":
        raise UsageError("--json and --to - both print.", hint="Leave out one of them.")
    found = find_exporter(session, exporter)
    made = run_exporter(session, found, persona_id, today=today())
    if isinstance(made, Fault):
        warn_faults((made,))
        return ExitCode.PLUGIN_FAILED
    if target == "-":
        if sys.stdout.isatty():
            # whatever it holds, a terminal would obey it
            raise UsageError("A file is not shown in a terminal.", hint="Name one with --to, or send it on with |.")
        put_bytes(made)
        return ExitCode.OK
    path = Path(target or f"{persona_id}.{found.extension}")
    _write(path, made, force=force)
    if as_json:
        print_json({"persona": persona_id, "exporter": found.id, "file": str(path)})
    else:
        put_line(str(path))
    return ExitCode.OK


def _write(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file. Raises UsageError for one that is there, FileError where it cannot be written."""
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already.", hint="Name another with --to, or say --force.") from error
    except OSError as error:
        raise FileError(path, f"It cannot be written: {error.strerror or error}.", hint="Choose with --to.") from error
