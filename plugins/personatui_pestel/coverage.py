"""Which of the six dimensions have factors, and which factors rest on evidence."""

from __future__ import annotations

from collections.abc import Sequence

from personatui.api import AnalysisInput, Bar, BarsBlock, Figures, Report, Severity, TableBlock, counted, listed
from personatui_pestel.factors import entries, factors_of
from personatui_pestel.regions import DIMENSIONS, TOOL_ID, as_pestel_canvas

ANALYSIS_ID = f"{TOOL_ID}.coverage"
TITLE = "Coverage"


def analyse_coverage(given: AnalysisInput) -> Report:
    """The report `pestel.coverage`: factors and evidence per dimension."""
    found = entries(as_pestel_canvas(given.canvas))
    figures = Figures.of(given)
    inside = {name: [entry for entry in found if entry.dimension == name] for name in DIMENSIONS}
    bare = [entry for entry in found if given.project.strength(entry.factor.sources).rank == 0]
    empty = [name for name in DIMENSIONS if not inside[name]]
    findings = []
    if found:
        findings += [
            figures.finding(
                "empty-dimension",
                Severity.NOTE,
                f"There are no {name} factors.",
                "Ask about it: an empty column was more often not looked at than truly empty.",
            )
            for name in empty
        ]
        if bare:
            others = f" and {counted(len(bare) - 1, 'other factor')}" if len(bare) > 1 else ""
            findings.append(
                figures.finding(
                    "factor-without-evidence",
                    Severity.NOTE,
                    f"{bare[0].told}{others} {'rest' if others else 'rests'} on no source.",
                    "Changes outside are written about: link what was read, with its date.",
                    about=[entry.id for entry in bare],
                )
            )
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(len(found), len(bare), empty),
        metrics=(
            figures.metric(
                "coverage",
                "Dimensions with a factor",
                (len(DIMENSIONS) - len(empty)) / len(DIMENSIONS) if found else None,
                unit="share",
                scale="share of 6 dimensions",
                n=len(found),
                formula="dimensions with at least one factor / 6",
                of=factors_of(found),
            ),
            figures.metric(
                "evidence",
                "Factors with a source",
                (len(found) - len(bare)) / len(found) if found else None,
                unit="share",
                scale="share of all factors",
                n=len(found),
                formula="factors that name a source / all factors",
                of=factors_of(found),
            ),
            *(
                figures.metric(
                    name,
                    f"Factors, {name}",
                    len(inside[name]) if found else None,
                    scale=f"0-{len(found)}",
                    n=len(found),
                    formula="number of factors",
                    of=factors_of(inside[name]),
                )
                for name in DIMENSIONS
            ),
        ),
        blocks=(
            BarsBlock(
                "Factors per dimension", tuple(Bar(name, len(inside[name])) for name in DIMENSIONS), unit="factors"
            ),
            TableBlock(
                "Factors",
                ("Factor", "Evidence", "Sources"),
                tuple(
                    (
                        entry.label,
                        given.project.strength(entry.factor.sources).value,
                        ", ".join(entry.factor.sources) or None,
                    )
                    for entry in found
                ),
            ),
        ),
        findings=tuple(findings),
    )


def _reading(count: int, bare: int, empty: Sequence[str]) -> str:
    if not count:
        return "There are no factors yet. Go through the six columns and ask what changes for this customer."
    told = f"{counted(count, 'factor')} {'stands' if count == 1 else 'stand'} in {6 - len(empty)} of 6 dimensions"
    if empty:
        return f"{told}. Ask next about what is {listed(empty)}."
    if bare:
        return f"{told}, {bare} without a source. Look for evidence of those with the highest scores."
    return f"{told}, all with a source. Look next at which of them matter most."
