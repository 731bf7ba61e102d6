"""`personatui show`: one persona."""

from __future__ import annotations

import click

from personatui.cli.context import Context, as_json, colour, pass_context, print_json, width


@click.command("show")
@click.argument("persona")
@as_json
@pass_context
def command(context: Context, persona: str, as_json: bool) -> None:
    """Show the card of PERSONA, an id or a name, with what each statement rests on."""
    from personatui.model.ids import persona_reference
    from personatui.model.project import claims_of
    from personatui.model.quality import completeness, persona_coverage
    from personatui.render.text import card_text

    session = context.session()
    project = session.project
    persona_id = session.find_persona(persona)
    record = project.personas[persona_id]
    if as_json:
        coverage = persona_coverage(record, project)
        print_json(
            {
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
                "completeness": completeness(record)[0],
                "missing": list(completeness(record)[1]),
                "canvases": [
                    {"tool": tool, "name": name}
                    for tool, name in project.canvases
                    if persona_id in project.personas_of(tool, name)
                ],
            }
        )
        return
    click.echo(card_text(persona_id, record, project, width=width(), colour=colour()))
