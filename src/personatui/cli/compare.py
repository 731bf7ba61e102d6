"""`personatui compare`: personas side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from personatui.cli.completion import complete_personas
from personatui.cli.context import (
    Context,
    common_options,
    json_option,
    pass_context,
    project_option,
    refuse_absent_tool,
)
from personatui.cli.output import ascii_only, colour, print_json, put, width
from personatui.errors import ProjectError, UsageError

if TYPE_CHECKING:
    from personatui.host.session import Session
    from personatui.model.comparing import Comparison


@click.command("compare")
@click.argument("personas", nargs=-1, metavar="PERSONA...", shell_complete=complete_personas)
@json_option
@click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown tables.")
@click.option("--only-differences", is_flag=True, help="Leave out what is the same in all.")
@click.option("--tool", "tool", metavar="TOOL", default="", help="Compare the canvases of this tool, not the cards.")
@project_option
@common_options
@pass_context
def command(
    context: Context, personas: tuple[str, ...], as_json: bool, as_markdown: bool, only_differences: bool, tool: str
) -> None:
    """Show two to four personas side by side, field by field.

    Each PERSONA is an id, a name or the beginning of one. The same statement of several personas stands on one
    row; texts that are merely alike are not taken for the same.

    \b
    Examples:
      personatui compare maya-okafor tom-brandt
      personatui compare maya tom priya --only-differences
      personatui compare maya priya --tool jtbd --json
    """
    from personatui.model.comparing import FEWEST, MOST

    if as_json and as_markdown:
        raise UsageError("--json and --markdown ask for different things.", hint="Leave out one of them.")
    if not FEWEST <= len(personas) <= MOST:
        raise UsageError(
            f"{FEWEST} to {MOST} personas can be compared, not {len(personas)}.",
            hint="Name them one after the other; `personatui list` shows them.",
        )
    # the command itself says what is wrong with the file of a persona that is asked for
    session = context.session(asked=personas[0])
    ids = [session.find_persona(name) for name in personas]
    twice = next((key for key in ids if ids.count(key) > 1), None)
    if twice is not None:
        raise UsageError(f"{twice} is named twice.", hint="Name another persona to compare it with.")
    comparison = _compared(session, ids, tool)
    if only_differences:
        comparison = comparison.only_differences()
    _print(comparison, as_json=as_json, as_markdown=as_markdown)


def _compared(session: Session, ids: list[str], tool: str) -> Comparison:
    from personatui.model.comparing import compare_canvases, compare_personas, tools_with_canvas

    project, tools = session.project, session.tools
    if not tool:
        return compare_personas(project, ids, {key: entry.title for key, entry in tools.items()})
    refuse_absent_tool(tool, tools, session.plugins, session.absent_tools)
    key = tool if tool in tools else tool.replace("-", "_")
    if key not in tools:
        known = ", ".join(tools) or "none"
        raise UsageError(f"There is no tool {tool}.", hint=f"The tools of this project: {known}.")
    if not tools_with_canvas(project, ids, (key,)):
        raise ProjectError(
            f"None of these personas has a {key} canvas, so there is nothing to compare.",
            hint=f"It would be the file canvases/{key}/{tools[key].canvas_name(ids[0])}.toml.",
        )
    return compare_canvases(project, ids, key, tools[key].region_titles)


def _print(comparison: Comparison, *, as_json: bool, as_markdown: bool) -> None:
    from personatui.render.comparison import comparison_data, comparison_markdown, comparison_text

    if as_json:
        print_json(comparison_data(comparison))
    elif as_markdown:
        put(comparison_markdown(comparison).rstrip("\n"))
    else:
        put(comparison_text(comparison, width=width(), colour=colour(), ascii_only=ascii_only()))
