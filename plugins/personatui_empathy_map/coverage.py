"""How full and how even an empathy map is. Its authors publish no figures: all but the evenness is convention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    Layout,
    Metric,
    Report,
    Severity,
    TableBlock,
    counted,
    listed,
    percent,
)
from personatui_empathy_map.canvas import EmpathyMap
from personatui_empathy_map.sections import (
    ALL_SECTIONS,
    EXTERIOR,
    INTERIOR,
    TOOL_ID,
    as_empathy_map,
    layout_of,
    notes_in,
    sections_of,
    shown_notes,
    titles,
)

ANALYSIS_ID = f"{TOOL_ID}.coverage"
TITLE = "Coverage and balance"


def evenness(counts: Iterable[int]) -> float | None:
    """Pielou's evenness J = H / ln S of notes over sections, 0 (all in one) to 1 (all equal).

    S counts the empty sections too. None without any note and for fewer than two sections. Pielou 1966.
    """
    numbers = tuple(counts)
    total = sum(numbers)
    if total == 0 or len(numbers) < 2:
        return None
    shares = [number / total for number in numbers if number]
    entropy = -sum(share * log(share) for share in shares)
    return min(1.0, max(0.0, entropy / log(len(numbers))))


def dominant(counts: Mapping[str, int]) -> tuple[str, ...]:
    """The sections with the most notes: one, several on a tie, none when all are empty."""
    most = max(counts.values(), default=0)
    return tuple(section for section, number in counts.items() if number == most) if most else ()


def analyse_coverage(given: AnalysisInput) -> Report:
    """The report `empathy_map.coverage` on the sections of the layout that the canvas uses."""
    canvas = as_empathy_map(given.canvas)
    layout = layout_of(canvas)
    names = titles(layout)
    counts = {section: len(notes_in(canvas, section)) for section in sections_of(layout)}
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(layout, counts),
        metrics=_metrics(given, canvas, counts),
        blocks=(
            BarsBlock(
                "Notes per section",
                tuple(Bar(names[section], number) for section, number in counts.items()),
                unit="notes",
            ),
            TableBlock(
                "Sections",
                ("Section", "Notes", "Share"),
                tuple(
                    (names[section], number, percent(number / sum(counts.values())) if number else None)
                    for section, number in counts.items()
                ),
                align="<>>",
            ),
        ),
        findings=tuple(_findings(given, canvas, counts)),
        parameters={"layout": layout.id},
    )


def _metrics(given: AnalysisInput, canvas: EmpathyMap, counts: Mapping[str, int]) -> tuple[Metric, ...]:
    total = sum(counts.values())
    filled = sum(1 for number in counts.values() if number)
    interior = sum(counts.get(section, 0) for section in INTERIOR)
    exterior = sum(counts.get(section, 0) for section in EXTERIOR)
    pains, gains = counts.get("pains", 0), counts.get("gains", 0)
    told = interior + exterior
    evidence = given.project.evidence(shown_notes(canvas))
    subject = given.at()
    of = f"one or several of {len(counts)} sections"

    def metric(name: str, label: str, value: float | str | None, scale: str, n: int, formula: str) -> Metric:
        unit = "share" if scale == "0-1" else ""
        return Metric(name, label, value, unit, scale, n, formula, evidence, subject)

    return (
        metric(
            "coverage",
            "Sections with a note",
            filled / len(counts) if total else None,
            "0-1",
            len(counts),
            "filled sections / sections of the layout [P]",
        ),
        metric(
            "evenness",
            "Evenness over the sections",
            evenness(counts.values()),
            "0 all in one section, 1 equally spread",
            total,
            "Pielou J = H / ln S, S with the empty sections",
        ),
        metric("dominant", "Fullest section", ", ".join(dominant(counts)) or None, of, total, "most notes [P]"),
        Metric("notes", "Notes", total, "", "0 and up", total, "notes with a text", evidence, subject),
        metric(
            "pain_gain_ratio",
            "Pains for each gain",
            pains / gains if gains else None,
            "0 and up",
            pains + gains,
            "notes in pains / notes in gains [P]",
        ),
        metric(
            "interior_share",
            "Notes inside the head",
            interior / told if told else None,
            "0-1",
            told,
            "interior / (interior + exterior) notes [P]",
        ),
        metric(
            "exterior_share",
            "Notes on the outside",
            exterior / told if told else None,
            "0-1",
            told,
            "exterior / (interior + exterior) notes [P]",
        ),
    )


def _reading(layout: Layout, counts: Mapping[str, int]) -> str:
    names = titles(layout)
    total = sum(counts.values())
    if not total:
        first = layout.regions[0]
        return f"The map is empty, so there is nothing to measure yet. Start with “{first.title}”: {first.prompts[0]}"
    empty = [region for region in layout.regions if not counts[region.id]]
    if empty:
        words = listed([names[region.id] for region in empty])
        verb = "is" if len(empty) == 1 else "are"
        return (
            f"{len(counts) - len(empty)} of {len(counts)} sections have notes; {words} {verb} empty. "
            f"Ask next: {empty[0].prompts[0]}"
        )
    top = dominant(counts)
    if len(top) == len(counts):
        return f"Every section holds {counted(total // len(counts), 'note')}. Look next at what the notes rest on."
    share = percent(counts[top[0]] / total)
    if len(top) == 1:
        return (
            f"Every section has notes; {names[top[0]]} is the fullest ({share}). Few notes elsewhere may only "
            "mean that nobody asked: compare the bars before you conclude anything."
        )
    words = listed([names[section] for section in top])
    return f"Every section has notes; {words} are the fullest ({share} each). Look next at what the notes rest on."


def _findings(given: AnalysisInput, canvas: EmpathyMap, counts: Mapping[str, int]) -> Iterable[Finding]:
    layout = layout_of(canvas)
    names = titles(layout)

    def finding(code: str, severity: Severity, message: str, hint: str) -> Finding:
        return Finding(f"{TOOL_ID}.{code}", severity, message, given.at(), hint)

    if not sum(counts.values()):
        yield finding(
            "empty-map",
            Severity.NOTE,
            f"The empathy map has no notes in the layout “{layout.title}”.",
            "Add what you saw and heard first; what goes on inside the head comes last.",
        )
    else:
        for section, number in counts.items():
            if not number:
                yield finding(
                    "empty-section",
                    Severity.NOTE,
                    f"The section “{names[section]}” has no notes.",
                    next(region.prompts[0] for region in layout.regions if region.id == section),
                )
    inside = sum(counts.get(section, 0) for section in INTERIOR)
    if inside and not any(counts.get(section) for section in EXTERIOR):
        yield finding(
            "inside-first",
            Severity.WARNING,
            f"The map has {counted(inside, 'note')} about what goes on inside the head and none from the outside.",
            "Thoughts and feelings are inferred from what can be seen and heard: fill the outside first.",
        )
    for one, other in (("pains", "gains"), ("gains", "pains")):
        if counts.get(one) and counts.get(other) == 0:
            yield finding(
                "one-sided",
                Severity.NOTE,
                f"The map has {names[one].lower()} but no {names[other].lower()}.",
                "Ask what the person wants to gain." if one == "pains" else "Ask what the person is afraid of.",
            )
    hidden = {
        section: len(notes_in(canvas, section))
        for section in ALL_SECTIONS
        if section not in counts and notes_in(canvas, section)
    }
    if hidden:
        yield finding(
            "notes-out-of-sight",
            Severity.NOTE,
            f"{counted(sum(hidden.values()), 'note')} in {listed([names[section] for section in hidden])} "
            f"cannot be seen in the layout “{layout.title}” and did not count.",
            "They are kept in the file; change the layout to see them.",
        )
    unexplained = [note for note in notes_in(canvas, "feels") if not note.reason.strip() and not note.note.strip()]
    if "feels" in counts and unexplained:
        yield Finding(
            f"{TOOL_ID}.feeling-without-reason",
            Severity.NOTE,
            f"{counted(len(unexplained), 'feeling')} in “{names['feels']}” "
            f"{'has' if len(unexplained) == 1 else 'have'} no reason.",
            given.at(),
            "Name the emotion and, in `reason`, what it comes from.",
            references=tuple(given.at(note.id) for note in unexplained if note.id),
        )
