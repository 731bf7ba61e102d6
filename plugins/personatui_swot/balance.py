"""How many factors stand in each box, what they rest on, and what they refer to."""

from __future__ import annotations

from collections.abc import Sequence

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Figures,
    Finding,
    Report,
    Severity,
    TableBlock,
    borrowed_findings,
    counted,
    listed,
)
from personatui_swot.factors import entries
from personatui_swot.regions import GROUPS, TOOL_ID, as_swot_canvas

ANALYSIS_ID = f"{TOOL_ID}.balance"
TITLE = "Factors per box"


def analyse_balance(given: AnalysisInput) -> Report:
    """The report `swot.balance`: counts only, since scores of S x O against W x T have no source [P]."""
    canvas = as_swot_canvas(given.canvas)
    found = entries(canvas, given.project)
    figures = Figures.of(given)
    inside = {group: [entry for entry in found if entry.group == group] for group in GROUPS}
    backed = [entry for entry in found if figures.strength(entry.factor).rank > 0]
    linked = [entry for entry in found if entry.factor.origin]
    empty = [group for group in GROUPS if not inside[group]]
    findings: list[Finding] = list(borrowed_findings(TOOL_ID, figures.where, given.project))
    if found:
        findings += [
            figures.finding(
                "empty-box",
                Severity.NOTE,
                f"There are no {group}.",
                "A box that stays empty was more often not asked about than truly empty.",
            )
            for group in empty
        ]
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(len(found), len(backed), empty),
        metrics=(
            *(
                figures.metric(
                    group,
                    group.capitalize(),
                    len(entries_of) if found else None,
                    scale=f"0-{len(found)}",
                    n=len(found),
                    formula="number of factors; S x O against W x T is not scored [P]",
                    of=[entry.factor for entry in entries_of],
                )
                for group, entries_of in inside.items()
            ),
            figures.metric(
                "evidence",
                "Factors with a source",
                len(backed) / len(found) if found else None,
                unit="share",
                scale="share of all factors",
                n=len(found),
                formula="factors that name a source, or whose original does / all factors",
                of=[entry.factor for entry in found],
            ),
            figures.metric(
                "referring",
                "Factors taken over by reference",
                len(linked) if found else None,
                scale=f"0-{len(found)}",
                n=len(found),
                formula="factors that refer to another tool's factor",
                of=[entry.factor for entry in linked],
            ),
        ),
        blocks=(
            BarsBlock("Factors per box", tuple(Bar(group, len(inside[group])) for group in GROUPS), unit="factors"),
            TableBlock(
                "Factors",
                ("Factor", "Evidence", "Refers to"),
                tuple(
                    (entry.label, figures.strength(entry.factor).value, entry.factor.origin or None) for entry in found
                ),
            ),
        ),
        findings=tuple(findings),
    )


def _reading(count: int, backed: int, empty: Sequence[str]) -> str:
    if not count:
        return "There are no factors yet. Begin with what customers say that you do well, and where they leave you."
    told = f"{backed} of {counted(count, 'factor')} {'rests' if backed == 1 else 'rest'} on a source"
    if empty:
        return f"{told}, and there are no {listed(empty)}. Ask about these next."
    if not backed:
        return f"None of {counted(count, 'factor')} rests on a source yet: all are assumptions. Look for evidence."
    if backed < count:
        return f"{told}; the others are assumptions. Look for evidence of those that your strategies use."
    return f"{told}. Look next at what pairs of them mean to each other (TOWS)."
