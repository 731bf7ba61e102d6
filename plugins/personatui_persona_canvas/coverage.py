"""How much of a Customer Persona Canvas is filled, and how much of it rests on a source. Both are conventions [P]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Coverage,
    Finding,
    Metric,
    Report,
    Severity,
    TableBlock,
    counted,
    evidence_coverage,
    listed,
    percent,
)
from personatui_persona_canvas.sections import (
    LAYOUT,
    SECTIONS,
    TITLES,
    TOOL_ID,
    all_notes,
    as_persona_canvas,
    notes_in,
)

ANALYSIS_ID = f"{TOOL_ID}.coverage"
TITLE = "Completeness and evidence"


def analyse_coverage(given: AnalysisInput) -> Report:
    """The report `persona_canvas.coverage`."""
    canvas = as_persona_canvas(given.canvas)
    notes = tuple(all_notes(canvas))
    counts = {section: len(notes_in(canvas, section)) for section in SECTIONS}
    rests = {section: evidence_coverage(notes_in(canvas, section), given.project) for section in SECTIONS}
    whole = evidence_coverage(notes, given.project)
    evidence = given.project.evidence(notes)
    filled = sum(1 for number in counts.values() if number)

    def metric(name: str, label: str, value: float | None, n: int, formula: str, unit: str = "share") -> Metric:
        return Metric(name, label, value, unit, "0-1" if unit else "0 and up", n, formula, evidence, given.at())

    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(counts, whole),
        metrics=(
            metric(
                "completeness",
                "Boxes with a note",
                filled / len(counts) if notes else None,
                len(counts),
                "filled boxes / boxes, each weighs the same [P]",
            ),
            metric(
                "evidence_coverage",
                "Notes with a source",
                whole.share,
                whole.total,
                "notes with at least one source / notes [P]",
            ),
            metric("notes", "Notes", len(notes), len(notes), "notes with a text", unit=""),
        ),
        blocks=(
            BarsBlock(
                "Notes with a source, share of the notes of a box",
                tuple(Bar(TITLES[section], told.share, f"n = {told.total}") for section, told in rests.items()),
                high=1.0,
                unit="share",
            ),
            TableBlock(
                "Boxes",
                ("Box", "Notes", "With a source"),
                tuple((TITLES[section], told.total, told.supported) for section, told in rests.items()),
                align="<>>",
            ),
        ),
        findings=tuple(_findings(given, counts)),
    )


def _reading(counts: Mapping[str, int], whole: Coverage) -> str:
    if whole.share is None:
        first = LAYOUT.regions[0]
        return (
            f"The canvas is empty, so there is nothing to measure yet. Start with “{first.title}”: {first.prompts[0]}"
        )
    empty = [region for region in LAYOUT.regions if not counts[region.id]]
    said = f"{len(counts) - len(empty)} of {len(counts)} boxes have notes"
    sourced = f"{whole.supported} of {counted(whole.total, 'note')} name{'s' if whole.total == 1 else ''} a source"
    if empty:
        words = listed([region.title for region in empty])
        return f"{said}, {sourced}. {words} {'is' if len(empty) == 1 else 'are'} empty; ask next: {empty[0].prompts[0]}"
    if whole.share < 0.5:
        return f"{said}, but only {sourced}: plan interviews with it, do not decide on it yet."
    if whole.supported < whole.total:
        return f"{said}, {sourced} ({percent(whole.share)}). Look next at the assumptions among the needs."
    return f"{said} and {sourced}. A full canvas is not yet a good one: look next at the balance of the pairs."


def _findings(given: AnalysisInput, counts: Mapping[str, int]) -> Iterator[Finding]:
    if not any(counts.values()):
        yield Finding(
            f"{TOOL_ID}.empty-canvas",
            Severity.NOTE,
            "The Customer Persona Canvas has no notes.",
            given.at(),
            "Start with what goes on around the person; the needs come last.",
        )
        return
    for section in ("needs", "outline"):
        if not counts[section]:
            yield Finding(
                f"{TOOL_ID}.empty-section",
                Severity.NOTE,
                f"The box “{TITLES[section]}” has no notes.",
                given.at(),
                next(region.prompts[0] for region in LAYOUT.regions if region.id == section),
            )
