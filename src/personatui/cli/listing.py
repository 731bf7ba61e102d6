"""`personatui list`: the personas of a project."""

from __future__ import annotations

from collections.abc import Sequence

import click

from personatui.cli.context import Context, as_json, pass_context, print_json


@click.command("list")
@as_json
@pass_context
def command(context: Context, as_json: bool) -> None:
    """List the personas: id, name, role, kind, segment, and how much of each is supported and filled."""
    from personatui.model.quality import completeness, persona_coverage
    from personatui.render.figures import percent
    from personatui.render.marks import evidence_bar, role_mark

    project = context.session().project
    if as_json:
        print_json(
            [
                {
                    "id": key,
                    "name": persona.name,
                    "kind": persona.kind,
                    "role": persona.role,
                    "segment": persona.segment or None,
                    "basis": persona.basis,
                    "n": persona.n,
                    "tags": list(persona.tags),
                    "statements": (covered := persona_coverage(persona, project)).total,
                    "supported": covered.supported,
                    "evidence_coverage": covered.share,
                    "completeness": completeness(persona)[0],
                    "canvases": [
                        tool for tool, name in project.canvases if key in project.personas_of(tool, name)
                    ],
                }
                for key, persona in project.personas.items()
            ]
        )
        return
    if not project.personas:
        click.echo(
            "This project has no personas yet. Import some with `personatui import markdown FILES`.", err=True
        )
        return
    rows = [("id", "name", "role", "kind", "segment", "evidence", "filled")]
    for key, persona in project.personas.items():
        coverage = persona_coverage(persona, project)
        rows.append(
            (
                key,
                persona.name,
                f"{role_mark(persona.role)} {persona.role or '-'}",
                persona.kind,
                persona.segment or "-",
                f"{evidence_bar(coverage.share)} {coverage.supported}/{coverage.total}",
                percent(completeness(persona)[0]),
            )
        )
    for line in aligned(rows):
        click.echo(line)


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows as lines with aligned columns, measured in terminal cells."""
    from rich.cells import cell_len

    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(text + " " * (size - cell_len(text)) for text, size in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
