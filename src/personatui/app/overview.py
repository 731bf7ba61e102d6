"""What the Inspector shows when nothing is selected: a persona, segment or source at a glance; what is to be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from personatui.api import Finding, Tool
from personatui.app.details import use_rows
from personatui.app.emptiness import no_findings_about
from personatui.model.ids import Reference
from personatui.model.project import Project, claims_of
from personatui.model.quality import evidence_coverage, persona_coverage
from personatui.render.figures import count
from personatui.render.marks import evidence_bar
from personatui.widgets.keys import Keys, no_keys
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.report import finding_rows

# Ids of bindings, each with what its key does.
_Tips = tuple[tuple[str, str], ...]

_TO_TRY: _Tips = (
    ("rows.select", "go into the card"),
    ("workbench.tab-next", "next tab"),
    ("workbench.analyse", "run the analyses"),
    ("workbench.find", "find anything"),
    ("workbench.narrow", "narrow the personas"),
    ("app.help", "all keys"),
)
_TO_TRY_WITH: Mapping[str, _Tips] = {
    "segment": (
        ("rows.select", "go into the segment"),
        ("rail.edit", "all fields, in a form"),
        ("workbench.new", "make a segment"),
        ("workbench.view", "on to the sources"),
        ("app.help", "all keys"),
    ),
    "source": (
        ("rows.select", "go into the source"),
        ("entries.add", "add an excerpt there"),
        ("entries.take", "make a statement of an excerpt"),
        ("workbench.new", "make a source"),
        ("workbench.view", "on to the personas"),
        ("app.help", "all keys"),
    ),
}


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
    return [*rows, BLANK, *_mend_rows(about, keys), BLANK, *_tip_rows(_TO_TRY, keys)]


def record_overview(
    project: Project, reference: Reference, findings: Sequence[Finding], keys: Keys = no_keys
) -> list[Row]:
    """What is to be mended in a segment or source, and what rests on it."""
    about = [finding for finding in findings if finding.where.partition("#")[0] == str(reference)]
    tips = _tip_rows(_TO_TRY_WITH.get(reference.kind, ()), keys)
    return [*_mend_rows(about, keys), BLANK, *tips, *use_rows(project, reference)]


def _mend_rows(findings: Sequence[Finding], keys: Keys) -> list[Row]:
    rows = [heading("To mend", str(len(findings)))]
    if not findings:
        rows += no_findings_about(keys)
    for finding in findings:
        rows += finding_rows(finding)
    return rows


def _tip_rows(tips: _Tips, keys: Keys) -> list[Row]:
    rows = [Row(((f"{keys(name):<6}", "strong"), (text, "dim")), hanging=6) for name, text in tips if keys(name)]
    return [heading("Try"), *rows] if rows else []


def _coverage_row(title: str, share: float | None, total: int | None = None) -> Row:
    told = "" if total is None else f" {count(total, 'note')}"
    return Row(((f"{title:<10}", "plain"), (f"{evidence_bar(share)}", "mark"), (told, "dim")))


def _is_about(finding: Finding, persona_id: str) -> bool:
    place = finding.where.partition("#")[0]
    return place.endswith(f"/{persona_id}") and place.partition("/")[0] in ("persona", "canvas")
