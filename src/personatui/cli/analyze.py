"""`personatui analyze`: run analyses on a persona."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from personatui.cli.completion import complete_personas
from personatui.cli.context import (
    Context,
    chosen_format,
    common_options,
    json_option,
    pass_context,
    project_option,
    refuse_absent_tool,
    warn_faults,
)
from personatui.cli.output import ascii_only, colour, print_json, put, put_markup, warn, width
from personatui.cli.progress import waiting
from personatui.errors import ExitCode, ProjectError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from personatui.api import Report
    from personatui.model.reports import Fault
    from personatui.model.summary import Summary


@click.command("analyze")
@click.argument("persona", shell_complete=complete_personas)
@click.argument("what", nargs=-1, metavar="[TOOL|ANALYSIS]...")
@json_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html"]),
    help="How to print the reports; text by default.",
)
@project_option
@common_options
@pass_context
def command(context: Context, persona: str, what: tuple[str, ...], as_json: bool, form: str | None) -> int:
    """Run analyses on PERSONA: those named, or all of the tools that have a canvas for it.

    Without a name the five findings that matter most of all tools stand at the end, with the reasons for their order.
    PERSONA is an id, a name or the beginning of one. `personatui tools` names the tools and analyses.

    \b
    Examples:
      personatui analyze maya-okafor
      personatui analyze maya jtbd
      personatui analyze "Maya Okafor" jtbd.opportunity empathy_map.coverage --json
    """
    from personatui.host.analysing import analyse
    from personatui.host.session import today
    from personatui.model.summary import summary_of

    form = chosen_format(form, as_json)
    session = context.session(asked=persona)
    persona_id = session.find_persona(persona)
    for name in what:
        refuse_absent_tool(name, session.tools, session.plugins, session.absent_tools)
    with waiting("Analysing"):
        outcome = analyse(session.project, session.plugins, session.tools, persona_id, what, today=today())
    name = session.project.personas[persona_id].name or persona_id
    if what and outcome.without_canvas:
        missing = " or ".join(outcome.without_canvas)
        if not outcome.reports and not outcome.faults:
            raise ProjectError(
                f"{name} has no {missing} canvas, so there is nothing to analyse.",
                hint=f"It would be the file canvases/{outcome.without_canvas[0]}/{persona_id}.toml.",
            )
        warn(f"{name} has no {missing} canvas.")
    # what failed while loading concerns whoever asked for everything; they were told when the project opened
    earlier = () if what else (*session.plugins.faults, *session.loaded.faults)
    faults = (*earlier, *outcome.faults)
    summary = None if what else summary_of(session.project, persona_id, outcome.reports)
    titles = {key: tool.title for key, tool in session.tools.items()}
    _print(persona_id, name, outcome.reports, faults, form, summary, titles)
    warn_faults(outcome.faults)
    if not outcome.reports and not faults:
        nothing = f"{', '.join(what)} computes nothing" if what else f"{name} has no canvas of any tool yet"
        warn(f"{nothing}. `personatui tools` lists them.")
    return ExitCode.PLUGIN_FAILED if faults else ExitCode.OK


def _print(
    persona_id: str,
    name: str,
    reports: tuple[Report, ...],
    faults: tuple[Fault, ...],
    form: str,
    summary: Summary | None,
    titles: Mapping[str, str],
) -> None:
    from personatui.render.summary import summary_report

    if summary is not None and reports and form != "json":
        # the end is what stays on a terminal's screen
        reports = (*reports, summary_report(summary, titles))
    match form:
        case "json":
            from personatui.render.data import analysis_data

            print_json(analysis_data(persona_id, reports, faults, summary))
        case "markdown":
            from personatui.model.cleaning import clean_line
            from personatui.render.markdown import report_markdown

            put("\n\n".join([f"# {clean_line(name)}", *map(report_markdown, reports)]))
        case "html":
            from personatui.render.html import report_html

            put_markup(report_html(reports, title=name))
        case _:
            from personatui.render.text import report_text

            for number, report in enumerate(reports):
                text = report_text(report, width=width(), colour=colour(), ascii_only=ascii_only())
                put(("\n" if number else "") + text)
