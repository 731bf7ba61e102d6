"""`personatui show`: one persona."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from personatui.cli.completion import complete_personas
from personatui.cli.context import Context, common_options, json_option, pass_context, project_option
from personatui.cli.output import ascii_only, colour, print_json, put, width

if TYPE_CHECKING:
    from personatui.api import Project


@click.command("show")
@click.argument("persona", shell_complete=complete_personas)
@json_option
@project_option
@common_options
@pass_context
def command(context: Context, persona: str, as_json: bool) -> None:
    """Show the card of PERSONA, an id, a name or the beginning of one, with what each statement rests on.

    \b
    Examples:
      personatui show maya-okafor
      personatui show maya --json
    """
    from personatui.render.text import card_text

    session = context.session(asked=persona)
    persona_id = session.find_persona(persona)
    project = session.project
    if as_json:
        print_json(_data(persona_id, project))
        return
    record = project.personas[persona_id]
    put(card_text(persona_id, record, project, width=width(), colour=colour(), ascii_only=ascii_only()))


def _data(persona_id: str, project: Project) -> dict[str, Any]:
    """A persona as JSON-ready data, with the strength of what each statement rests on."""
    from personatui.api import claims_of, completeness, persona_coverage, persona_reference

    record = project.personas[persona_id]
    coverage = persona_coverage(record, project)
    filled, missing = completeness(record)
    return {
        "id": persona_id,
        "persona": record.to_data(),
        "evidence": {
            "supported": coverage.supported,
            "statements": coverage.total,
            "coverage": coverage.share,
            "claims": {
                str(persona_reference(persona_id, item.id)): project.strength(item.sources).value
                for _, _, item in claims_of(record)
                if item.id
            },
        },
        "completeness": filled,
        "missing": list(missing),
        "canvases": [
            {"tool": tool, "name": name}
            for tool, name in project.canvases
            if persona_id in project.personas_of(tool, name)
        ],
    }
