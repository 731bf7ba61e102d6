"""`personatui check`: what is to be mended, for people and for CI."""

from __future__ import annotations

import click

from personatui.cli.context import (
    Context,
    chosen_format,
    common_options,
    json_option,
    pass_context,
    project_option,
    warn_faults,
)
from personatui.cli.output import colour, print_json, put, put_json, put_markup, warn
from personatui.cli.progress import waiting
from personatui.errors import ExitCode


@click.command("check")
@json_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    help="How to print the findings; text by default.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    help="The least severity that makes the exit code 1; else what the project says, or error.",
)
@project_option
@common_options
@pass_context
def command(context: Context, as_json: bool, form: str | None, fail_on: str | None) -> int:
    """Check every file and every rule; exit code 1 when findings reach the gate.

    \b
    Examples:
      personatui check
      personatui check --fail-on warning
      personatui check --format sarif > personas.sarif
    """
    from importlib.metadata import version

    from personatui.api import Severity
    from personatui.host.checking import check
    from personatui.host.session import today
    from personatui.render import findings

    form = chosen_format(form, as_json)
    session = context.open(tell_broken=False)
    least = fail_on or session.project.settings.gates.fail_on
    gate = None if least == "never" else Severity(least)
    with waiting("Checking"):
        outcome = check(session, today=today())
    faults = (*session.plugins.faults, *session.loaded.faults, *outcome.faults)
    match form:
        case "json":
            print_json(
                {
                    "findings": findings.findings_data(outcome.findings),
                    "faults": [fault.to_data() for fault in faults],
                }
            )
        case "sarif":
            titles = {rule.id: rule.title for rule in session.plugins.checks}
            put_json(findings.findings_sarif(outcome.findings, version=version("personatui"), titles=titles))
        case "junit":
            failing = {} if gate is None else {"fail_on": gate}
            put_markup(findings.findings_junit(outcome.findings, **failing))
        case _:
            if outcome.findings:
                put(findings.findings_text(outcome.findings, colour=colour()))
            warn(findings.findings_summary(outcome.findings))
    warn_faults(outcome.faults)
    if session.loaded.nothing_read:
        return ExitCode.BAD_INPUT
    if gate is not None and outcome.reaches(gate):
        return ExitCode.FINDINGS
    return ExitCode.PLUGIN_FAILED if faults else ExitCode.OK
