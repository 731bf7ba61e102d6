"""`personatui list`: the personas of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from personatui.cli.context import Context, common_options, json_option, pass_context, project_option
from personatui.cli.output import ascii_only, print_json, print_rows, warn

if TYPE_CHECKING:
    from personatui.api import Persona, Project


@click.command("list")
@json_option
@project_option
@common_options
@pass_context
def command(context: Context, as_json: bool) -> None:
    """List the personas: id, name, role, kind, segment, and how much of each is supported and filled.

    \b
    Examples:
      personatui list
      personatui list -p my-project --json
    """
    from personatui.model.quality import completeness, persona_coverage
    from personatui.render.figures import percent
    from personatui.render.marks import evidence_bar, role_mark

    project = context.session().project
    if as_json:
        print_json([_entry(key, persona, project) for key, persona in project.personas.items()])
        return
    if not project.personas:
        warn(
            "This project has no personas yet. Add one with `personatui add persona NAME`, or import some with "
            "`personatui import markdown FILES`."
        )
        return
    plain = ascii_only()
    rows = [("id", "name", "role", "kind", "segment", "evidence", "filled")]
    for key, persona in project.personas.items():
        coverage = persona_coverage(persona, project)
        rows.append(
            (
                key,
                persona.name,
                f"{role_mark(persona.role, ascii_only=plain)} {persona.role or '-'}",
                persona.kind if "kind" in persona.model_fields_set else "-",
                persona.segment or "-",
                f"{evidence_bar(coverage.share, ascii_only=plain)} {coverage.supported}/{coverage.total}",
                percent(completeness(persona)[0]),
            )
        )
    print_rows(rows)


def _entry(persona_id: str, persona: Persona, project: Project) -> dict[str, Any]:
    """A persona as JSON-ready data."""
    from personatui.model.quality import completeness, persona_coverage

    coverage = persona_coverage(persona, project)
    return {
        "id": persona_id,
        "name": persona.name,
        "kind": persona.kind,
        "role": persona.role,
        "segment": persona.segment or None,
        "basis": persona.basis,
        "n": persona.n,
        "tags": list(persona.tags),
        "statements": coverage.total,
        "supported": coverage.supported,
        "evidence_coverage": coverage.share,
        "completeness": completeness(persona)[0],
        "canvases": [tool for tool, name in project.canvases if persona_id in project.personas_of(tool, name)],
    }
