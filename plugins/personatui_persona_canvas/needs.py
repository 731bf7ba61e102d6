"""Which needs rest on a headache, a fear or a hope of the same canvas, and which on nothing [P]."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from personatui.api import (
    AnalysisInput,
    Change,
    Claim,
    Finding,
    MatrixBlock,
    Metric,
    Reference,
    RemoveValue,
    Report,
    SetValue,
    Severity,
    TableBlock,
    canvas_reference,
    counted,
    quoted,
)
from personatui_persona_canvas.canvas import Need, PersonaCanvas
from personatui_persona_canvas.sections import (
    AROUND,
    SUPPORTING,
    TITLES,
    TOOL_ID,
    as_persona_canvas,
    needs_of,
    notes_in,
)

ANALYSIS_ID = f"{TOOL_ID}.needs"
TITLE = "What the needs rest on"


@dataclass(frozen=True, slots=True)
class Support:
    """The notes around the needs that one need is linked with, each with its box."""

    need: Need
    notes: tuple[tuple[str, Claim], ...]

    @property
    def is_supported(self) -> bool:
        """Whether a headache, a fear or a hope is among the notes; trends and opportunities are no reason [P]."""
        return any(section in SUPPORTING for section, _ in self.notes)

    def count(self, section: str) -> int:
        """How many notes of a box the need is linked with."""
        return sum(1 for name, _ in self.notes if name == section)


def support_of(canvas: PersonaCanvas) -> tuple[Support, ...]:
    """What each need is linked with, each note once."""
    known = {note.id: (section, note) for section in AROUND for note in notes_in(canvas, section) if note.id}
    return tuple(
        Support(need, tuple(known[name] for name in dict.fromkeys(need.answers) if name in known))
        for need in needs_of(canvas)
    )


def analyse_needs(given: AnalysisInput) -> Report:
    """The report `persona_canvas.needs`."""
    canvas = as_persona_canvas(given.canvas)
    told = support_of(canvas)
    supported = [one for one in told if one.is_supported]
    linked = {note.id for one in told for _, note in one.notes}
    waiting = [(section, note) for section in SUPPORTING for note in notes_in(canvas, section) if note.id not in linked]
    supports = sum(len(notes_in(canvas, section)) for section in SUPPORTING)
    evidence = given.project.evidence(one.need for one in told)
    subject = given.at()
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(told, supported, waiting),
        metrics=(
            Metric(
                "supported_needs",
                "Needs with a reason",
                len(supported) / len(told) if told else None,
                "share",
                "0-1",
                len(told),
                "needs linked with a headache, fear or hope / needs [P]",
                evidence,
                subject,
            ),
            Metric(
                "unsupported_needs",
                "Needs without a reason",
                len(told) - len(supported) if told else None,
                "",
                "0 and up",
                len(told),
                "needs linked with no headache, fear or hope [P]",
                evidence,
                subject,
            ),
            Metric(
                "notes_with_need",
                "Headaches, fears and hopes with a need",
                (supports - len(waiting)) / supports if supports else None,
                "share",
                "0-1",
                supports,
                "headaches, fears and hopes that a need names / all of them [P]",
                given.project.evidence(note for section in SUPPORTING for note in notes_in(canvas, section)),
                subject,
            ),
        ),
        blocks=(
            MatrixBlock(
                "Links of each need",
                tuple(one.need.label for one in told),
                tuple(TITLES[section] for section in AROUND),
                tuple(tuple(one.count(section) or None for section in AROUND) for one in told),
                low=0,
            ),
            TableBlock(
                "Notes that no need names",
                ("Box", "Note"),
                tuple((TITLES[section], note.label) for section, note in waiting),
            ),
        ),
        findings=(*link_findings(canvas, canvas_reference(given.tool, given.name)), *_findings(given, told)),
    )


def link_findings(canvas: PersonaCanvas, where: Reference) -> Iterator[Finding]:
    """Links of needs that name no note of the canvas, each with the edit that takes it out."""
    for index, need in enumerate(canvas.needs):
        known = {note.id for section in AROUND for note in getattr(canvas, section) if note.id}
        for name in dict.fromkeys(need.answers):
            if name in known:
                continue
            kept = [other for other in need.answers if other != name]
            path = ("needs", need.id or index, "answers")
            yield Finding(
                f"{TOOL_ID}.dangling-link",
                Severity.ERROR,
                f"The need {quoted(need.label)} is linked with {quoted(name)}, which is no note around the needs.",
                str(where.at(need.id)),
                "Link it with a headache, fear or hope of this canvas, or take the link out.",
                fix=Change(
                    "Take out the link to nothing",
                    (SetValue(where, path, kept) if kept else RemoveValue(where, path),),
                ),
            )


def _reading(told: tuple[Support, ...], supported: list[Support], waiting: list[tuple[str, Claim]]) -> str:
    if not told:
        return "There are no needs yet. Take the sharpest headache, fear or hope and ask what it makes them need."
    said = f"{len(supported)} of {counted(len(told), 'need')} {'rests' if len(told) == 1 else 'rest'} on a headache, "
    said += "fear or hope."
    if len(supported) < len(told):
        first = next(one for one in told if not one.is_supported)
        return f"{said} Ask first why they need {quoted(first.need.label)}: it may be our wish and not theirs."
    if waiting:
        section, note = waiting[0]
        return f"{said} Look next at {quoted(note.label)} ({TITLES[section].lower()}), which no need takes up."
    return f"{said} Every note has its need; look next at what the notes themselves rest on."


def _findings(given: AnalysisInput, told: tuple[Support, ...]) -> Iterator[Finding]:
    for one in told:
        if one.is_supported:
            continue
        named = f"only with {quoted(one.notes[0][1].label)}" if one.notes else "with nothing"
        others = f" and {counted(len(one.notes) - 1, 'other')}" if len(one.notes) > 1 else ""
        yield Finding(
            f"{TOOL_ID}.unsupported-need",
            Severity.WARNING,
            f"The need {quoted(one.need.label)} is linked {named}{others}: no headache, fear or hope makes it one.",
            given.at(one.need.id),
            "Link it with what troubles them or what they hope for, or ask them why they need it.",
        )
