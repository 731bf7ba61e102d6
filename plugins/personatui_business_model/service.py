"""Which notes serve a segment, and which blocks and notes serve none [P]."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Change,
    Finding,
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
from personatui_business_model.blocks import (
    ESSENTIAL,
    RELATED,
    TITLES,
    TOOL_ID,
    as_business_model,
    name_of,
    notes_in,
    segments_of,
    served,
)
from personatui_business_model.canvas import BlockNote, BusinessModel

ANALYSIS_ID = f"{TOOL_ID}.service"
TITLE = "What serves whom"


def analyse_service(given: AnalysisInput) -> Report:
    """The report `business_model.service`."""
    model = as_business_model(given.canvas)
    notes = {block: notes_in(model, block) for block in RELATED}
    linked = {block: sum(1 for note in notes[block] if served(model, note)) for block in RELATED}
    total = sum(len(held) for held in notes.values())
    idle = [(block, note) for block in RELATED for note in notes[block] if not served(model, note)]
    idle_blocks = [block for block in RELATED if notes[block] and not linked[block]]
    names = {one.id: name_of(one) for one in segments_of(model)}
    evidence = given.project.evidence(note for held in notes.values() for note in held)
    filled = sum(1 for held in notes.values() if held)

    def metric(name: str, label: str, value: float | None, unit: str, scale: str, n: int, formula: str) -> Metric:
        return Metric(name, label, value, unit, scale, n, formula, evidence, given.at())

    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(total, idle, idle_blocks),
        metrics=(
            metric(
                "serving_notes",
                "Notes that serve a segment",
                (total - len(idle)) / total if total else None,
                "share",
                "0-1",
                total,
                "notes of the eight blocks with a segment / notes of the eight blocks [P]",
            ),
            metric(
                "idle_notes",
                "Notes that serve no segment",
                len(idle) if total else None,
                "",
                "0 and up",
                total,
                "notes of the eight blocks without a segment of the canvas [P]",
            ),
            metric(
                "idle_blocks",
                "Blocks that serve no segment",
                len(idle_blocks) if total else None,
                "",
                f"0-{len(RELATED)}",
                filled,
                "blocks with notes, none of which is for a segment [P]",
            ),
        ),
        blocks=(
            BarsBlock(
                "Notes that serve a segment, share of the notes of a block",
                tuple(
                    Bar(
                        TITLES[block],
                        linked[block] / len(notes[block]) if notes[block] else None,
                        f"n = {len(notes[block])}",
                    )
                    for block in RELATED
                ),
                high=1.0,
                unit="share",
            ),
            TableBlock(
                "Who each note is for",
                ("Block", "Note", "For"),
                tuple(
                    (TITLES[block], note.label, ", ".join(names[name] for name in served(model, note)) or None)
                    for block in RELATED
                    for note in notes[block]
                ),
            ),
        ),
        findings=(
            *link_findings(model, canvas_reference(given.tool, given.name)),
            *_findings(given, idle, idle_blocks),
        ),
    )


def link_findings(model: BusinessModel, where: Reference) -> Iterator[Finding]:
    """Notes for segments that the canvas does not have, each with the edit that takes the link out."""
    known = {one.id for one in model.segments if one.id}
    for block in RELATED:
        for index, note in enumerate(getattr(model, block)):
            for name in dict.fromkeys(note.segments):
                if name in known:
                    continue
                kept = [other for other in note.segments if other != name]
                path = (block, note.id or index, "segments")
                yield Finding(
                    f"{TOOL_ID}.dangling-segment",
                    Severity.ERROR,
                    f"{quoted(note.label)} is for {quoted(name)}, which is no customer segment of the canvas.",
                    str(where.at(note.id)),
                    "Name the id of a customer segment of this canvas, or take the link out.",
                    fix=Change(
                        "Take out the link to no segment",
                        (SetValue(where, path, kept) if kept else RemoveValue(where, path),),
                    ),
                )


def _reading(total: int, idle: list[tuple[str, BlockNote]], idle_blocks: list[str]) -> str:
    if not total:
        return "The eight blocks are empty. Start with the value propositions, and say for each whom it is for."
    said = f"{total - len(idle)} of {counted(total, 'note')} {'serves' if total == 1 else 'serve'} a segment."
    if idle_blocks:
        return f"{said} Nothing in {TITLES[idle_blocks[0]]} is for anybody: link its notes, or ask what they are for."
    if idle:
        block, note = idle[0]
        return f"{said} Ask next for whom {quoted(note.label)} is ({TITLES[block].lower()})."
    return f"{said} Look next at the segments that lack an essential block."


def _findings(given: AnalysisInput, idle: list[tuple[str, BlockNote]], idle_blocks: list[str]) -> Iterator[Finding]:
    for block in idle_blocks:
        held = tuple(note for name, note in idle if name == block)
        yield Finding(
            f"{TOOL_ID}.idle-block",
            Severity.WARNING,
            f"Nothing in “{TITLES[block]}” serves a segment.",
            given.at(),
            "Link its notes with the segments that they are for, or ask whether the model needs them.",
            references=tuple(given.at(note.id) for note in held if note.id),
        )
    for block, note in idle:
        if block not in idle_blocks:
            yield Finding(
                f"{TOOL_ID}.idle-note",
                Severity.WARNING if block in ESSENTIAL else Severity.NOTE,
                f"{quoted(note.label)} in “{TITLES[block]}” serves no segment.",
                given.at(note.id),
                "Link it with the segments that it is for.",
            )
