"""`personatui analyze`: run analyses on a persona."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from personatui.cli.context import Context, as_json, colour, pass_context, print_json, warn, width
from personatui.errors import ExitCode, ProjectError

if TYPE_CHECKING:
    from personatui.host.analysing import Outcome


@click.command("analyze")
@click.argument("persona")
@click.argument("what", nargs=-1, metavar="[TOOL|ANALYSIS]...")
@as_json
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html"]),
    default="text",
    help="How to print the reports.",
)
@pass_context
def command(context: Context, persona: str, what: tuple[str, ...], as_json: bool, form: str) -> int:
    """Run analyses on PERSONA: those named, or all of the tools that have a canvas for it."""
    from personatui.host.analysing import analyse
    from personatui.host.session import today

    session = context.session()
    persona_id = session.find_persona(persona)
    outcome = analyse(session.project, session.plugins, session.tools, persona_id, what, today=today())
    name = session.project.personas[persona_id].name or persona_id
    if what and outcome.without_canvas and not outcome.reports and not outcome.faults:
        missing = " or ".join(outcome.without_canvas)
        raise ProjectError(
            f"{name} has no {missing} canvas, so there is nothing to analyse.",
            hint=f"It would be the file canvases/{outcome.without_canvas[0]}/{persona_id}.toml.",
        )
    _print(outcome, name, "json" if as_json else form)
    for fault in outcome.faults:
        warn(f"{fault.plugin} failed at {fault.stage}: {fault.message}")
    if not outcome.reports and not outcome.faults:
        warn(f"{name} has no canvas of any tool yet. `personatui tools` lists them.")
    return ExitCode.PLUGIN_FAILED if outcome.faults else ExitCode.OK


def _print(outcome: Outcome, name: str, form: str) -> None:
    match form:
        case "json":
            from personatui.render.data import analysis_data

            print_json(analysis_data(outcome.persona_id, outcome.reports, outcome.faults))
        case "markdown":
            from personatui.render.markdown import report_markdown

            click.echo(f"# {name}\n")
            for report in outcome.reports:
                click.echo(report_markdown(report))
        case "html":
            from personatui.render.html import report_html

            click.echo(report_html(outcome.reports, title=name))
        case _:
            from personatui.render.text import report_text

            for number, report in enumerate(outcome.reports):
                click.echo(("\n" if number else "") + report_text(report, width=width(), colour=colour()))
