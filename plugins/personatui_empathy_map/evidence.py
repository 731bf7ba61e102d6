"""What the notes of an empathy map rest on: observed or heard, imagined, supported by a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    Metric,
    Report,
    Severity,
    TableBlock,
    counted,
    evidence_coverage,
    percent,
    quoted,
)
from personatui_empathy_map.canvas import EmpathyNote
from personatui_empathy_map.sections import (
    TOOL_ID,
    as_empathy_map,
    layout_of,
    notes_in,
    sections_of,
    shown_notes,
    titles,
)

ANALYSIS_ID = f"{TOOL_ID}.evidence"
TITLE = "Observed or imagined"

# Below this share of observed and heard notes a map is called assumption-heavy [P].
ASSUMPTION_HEAVY_BELOW = 0.5
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Marks:
    """How many notes are marked as observed, heard and imagined, and how many are not marked."""

    observed: int
    heard: int
    imagined: int
    unmarked: int

    @property
    def marked(self) -> int:
        return self.observed + self.heard + self.imagined

    @property
    def observed_ratio(self) -> float | None:
        """(observed + heard) / marked, 0 to 1; notes without a mark drop out, and None when none has one."""
        return (self.observed + self.heard) / self.marked if self.marked else None


def count_marks(notes: Iterable[EmpathyNote]) -> Marks:
    """The marks of some notes."""
    seen = [note.seen for note in notes]
    return Marks(seen.count("observed"), seen.count("heard"), seen.count("imagined"), seen.count(None))


def is_assumption_heavy(marks: Marks) -> bool:
    """Whether fewer than half of the marked notes were observed or heard [P]."""
    ratio = marks.observed_ratio
    return ratio is not None and ratio < ASSUMPTION_HEAVY_BELOW - _EPSILON


def analyse_evidence(given: AnalysisInput) -> Report:
    """The report `empathy_map.evidence` on the notes that the layout shows."""
    canvas = as_empathy_map(given.canvas)
    layout = layout_of(canvas)
    names = titles(layout)
    notes = tuple(shown_notes(canvas))
    marks = count_marks(notes)
    notes_by_section = {section: notes_in(canvas, section) for section in sections_of(layout)}
    by_section = {section: count_marks(held) for section, held in notes_by_section.items()}
    supported = evidence_coverage(notes, given.project)
    evidence = given.project.evidence(notes)
    subject = given.at()

    def count(name: str, label: str, value: int) -> Metric:
        return Metric(name, label, value, "", f"0-{len(notes)}", len(notes), "notes so marked", evidence, subject)

    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(marks, supported.supported, supported.total),
        metrics=(
            Metric(
                "observed_ratio",
                "Observed or heard",
                marks.observed_ratio,
                "share",
                "0-1",
                marks.marked,
                "(observed + heard) / (observed + heard + imagined) [P]",
                evidence,
                subject,
            ),
            count("observed", "Notes marked observed", marks.observed),
            count("heard", "Notes marked heard", marks.heard),
            count("imagined", "Notes marked imagined", marks.imagined),
            count("unmarked", "Notes without a mark", marks.unmarked),
            Metric(
                "evidence_coverage",
                "Notes with a source",
                supported.share,
                "share",
                "0-1",
                supported.total,
                "notes with at least one source / notes [P]",
                evidence,
                subject,
            ),
        ),
        blocks=(
            BarsBlock(
                "Observed or heard, share of the marked notes",
                tuple(
                    Bar(names[section], told.observed_ratio, f"n = {told.marked}")
                    for section, told in by_section.items()
                ),
                high=1.0,
                unit="share",
            ),
            TableBlock(
                "Marks per section",
                ("Section", "Observed", "Heard", "Imagined", "Not said"),
                tuple(
                    (names[section], told.observed, told.heard, told.imagined, told.unmarked)
                    for section, told in by_section.items()
                ),
                align="<>>>>",
            ),
        ),
        findings=tuple(_findings(given, names, notes_by_section)),
        parameters={"layout": layout.id},
    )


def _reading(marks: Marks, supported: int, total: int) -> str:
    if not total:
        return "The map has no notes, so it rests on nothing yet. Add what you saw and heard first."
    sourced = f"{supported} of {counted(total, 'note')} name{'s' if total == 1 else ''} a source"
    ratio = marks.observed_ratio
    if ratio is None:
        return f"No note says whether it was observed, heard or imagined; {sourced}. Mark the notes first."
    said = f"{percent(ratio)} of {counted(marks.marked, 'marked note')} were observed or heard; {sourced}."
    if is_assumption_heavy(marks):
        return f"{said} The map is mostly assumption: use it to plan interviews, not to decide."
    if supported < total:
        return f"{said} Add sources next, so that others can check what they rest on."
    return f"{said} The map rests on research; look next at the imagined notes that matter most."


def _findings(
    given: AnalysisInput,
    names: Mapping[str, str],
    notes_by_section: Mapping[str, tuple[EmpathyNote, ...]],
) -> Iterator[Finding]:
    notes = [note for section in notes_by_section.values() for note in section]
    marks = count_marks(notes)
    by_section = {section: count_marks(held) for section, held in notes_by_section.items()}
    ratio = marks.observed_ratio
    if ratio is not None and is_assumption_heavy(marks):
        yield Finding(
            f"{TOOL_ID}.assumption-heavy",
            Severity.WARNING,
            f"{f'Only {percent(ratio)}' if ratio else 'None'} of {counted(marks.marked, 'marked note')} "
            f"{'was' if marks.marked == 1 else 'were'} observed or heard.",
            given.at(),
            "Observe or interview before you rely on the map; half or more should not be imagined.",
        )
    for section, told in by_section.items():
        if told.imagined and not (told.observed or told.heard or told.unmarked):
            yield Finding(
                f"{TOOL_ID}.only-imagined",
                Severity.WARNING,
                f"All {counted(told.imagined, 'note')} in “{names[section]}” are imagined."
                if told.imagined > 1
                else f"The only note in “{names[section]}” is imagined.",
                given.at(),
                "Look for something that was seen or heard, or leave the section open.",
            )
    if marks.unmarked:
        yield Finding(
            f"{TOOL_ID}.unmarked-notes",
            Severity.NOTE,
            f"{counted(marks.unmarked, 'note')} {'does' if marks.unmarked == 1 else 'do'} not say whether "
            f"{'it was' if marks.unmarked == 1 else 'they were'} observed, heard or imagined.",
            given.at(),
            "Set `seen`; notes without it do not count for the ratio.",
            references=tuple(given.at(note.id) for note in notes if note.seen is None and note.id),
        )
    for section, title in names.items():
        unsourced = [note for note in notes_by_section.get(section, ()) if _lacks_source(note)]
        if unsourced:
            others = f" and {counted(len(unsourced) - 1, 'other')}" if len(unsourced) > 1 else ""
            yield Finding(
                f"{TOOL_ID}.observed-without-source",
                Severity.NOTE,
                f"{quoted(unsourced[0].label)}{others} in “{title}” "
                f"{'is' if len(unsourced) == 1 else 'are'} marked as observed or heard but "
                f"{'names' if len(unsourced) == 1 else 'name'} no source.",
                given.at(unsourced[0].id),
                "Name the interview or observation, or mark the note as imagined.",
                references=tuple(given.at(note.id) for note in unsourced if note.id),
            )


def _lacks_source(note: EmpathyNote) -> bool:
    return note.seen in ("observed", "heard") and not note.sources
