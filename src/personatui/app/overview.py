"""What the Inspector shows when nothing is selected: a persona at a glance, and what is to be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from personatui.api import Finding, Tool
from personatui.app.emptiness import no_findings_about
from personatui.app.keys import Keys, no_keys
from personatui.model.project import Project, claims_of
from personatui.model.quality import evidence_coverage, persona_coverage
from personatui.render.figures import count
from personatui.render.marks import evidence_bar
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.report import finding_rows

_TO_TRY = (
    ("rows.select", "go into the card"),
    ("workbench.tab-next", "next tab"),
    ("workbench.analyse", "run the analyses"),
    ("workbench.find", "find anything"),
    ("workbench.narrow", "narrow the personas"),
    ("app.help", "all keys"),
)


def overview_rows(
    project: Project,
    persona_id: str,
    tools: Mapping[str, Tool],
    findings: Sequence[Finding],
    keys: Keys = no_keys,
) -> list[Row]:
    """Evidence of the card and of every canvas, then the findings of this persona."""
    persona = project.personas[persona_id]
    rows = [heading("Evidence"), _coverage_row("Card", persona_coverage(persona, project).share)]
    for tool in tools.values():
        found = project.canvas(tool.id, persona_id)
        if found is None:
            rows.append(Row(((f"{tool.tab_title:<10}", "plain"), ("empty", "dim"))))
        else:
            claims = [claim for _, _, claim in claims_of(found[1])]
            rows.append(_coverage_row(tool.tab_title, evidence_coverage(claims, project).share, len(claims)))
    about = [finding for finding in findings if _is_about(finding, persona_id)]
    rows += [BLANK, heading("To mend", str(len(about)))]
    if not about:
        rows += no_findings_about(keys)
    for finding in about:
        rows += finding_rows(finding)
    rows += [
        BLANK,
        heading("Try"),
        *(Row(((f"{keys(name):<6}", "strong"), (text, "dim"))) for name, text in _TO_TRY if keys(name)),
    ]
    return rows


def _coverage_row(title: str, share: float | None, total: int | None = None) -> Row:
    told = "" if total is None else f" {count(total, 'note')}"
    return Row(((f"{title:<10}", "plain"), (f"{evidence_bar(share)}", "mark"), (told, "dim")))


def _is_about(finding: Finding, persona_id: str) -> bool:
    place = finding.where.partition("#")[0]
    return place.endswith(f"/{persona_id}") and place.partition("/")[0] in ("persona", "canvas")
