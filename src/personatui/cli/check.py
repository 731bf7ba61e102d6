"""`personatui check`: what is to be mended, for people and for CI."""

from __future__ import annotations

import click

from personatui.cli.context import Context, as_json, colour, pass_context, print_json, warn
from personatui.errors import ExitCode


@click.command("check")
@as_json
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    help="How to print the findings.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    default=None,
    help="The least severity that makes the exit code 1; else what the project says, or error.",
)
@pass_context
def command(context: Context, as_json: bool, form: str, fail_on: str | None) -> int:
    """Check every file and every rule; exit code 1 when findings reach the gate."""
    from importlib.metadata import version

    from personatui.api import Severity
    from personatui.host.checking import check
    from personatui.host.session import today
    from personatui.render import findings

    session = context.open(tell_broken=False)
    outcome = check(session, today=today())
    match "json" if as_json else form:
        case "json":
            print_json(
                {
                    "findings": findings.findings_data(outcome.findings),
                    "faults": [fault.to_data() for fault in outcome.faults],
                }
            )
        case "sarif":
            click.echo(findings.findings_sarif(outcome.findings, version=version("personatui")))
        case "junit":
            click.echo(findings.findings_junit(outcome.findings))
        case _:
            if outcome.findings:
                click.echo(findings.findings_text(outcome.findings, colour=colour()))
            warn(findings.findings_summary(outcome.findings))
    for fault in outcome.faults:
        warn(f"{fault.plugin} failed at {fault.stage}: {fault.message}")
    gate = fail_on or session.project.settings.gates.fail_on
    if session.loaded.broken and not session.project.personas:
        return ExitCode.BAD_INPUT
    if gate != "never" and outcome.reaches(Severity(gate)):
        return ExitCode.FINDINGS
    return ExitCode.PLUGIN_FAILED if outcome.faults else ExitCode.OK
