"""Which blocks each segment has, and which segments lack an offer, a channel, a relationship or a revenue [P]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    MatrixBlock,
    Metric,
    Report,
    Severity,
    counted,
    evidence_coverage,
    listed,
    quoted,
)
from personatui_business_model.blocks import (
    ESSENTIAL,
    PROMPTS,
    RELATED,
    TITLES,
    TOOL_ID,
    all_claims,
    as_business_model,
    name_of,
    notes_in,
    segments_of,
    served,
)
from personatui_business_model.canvas import BusinessModel, CustomerSegment

ANALYSIS_ID = f"{TOOL_ID}.coverage"
TITLE = "Blocks of each segment"
_LACKS = {
    "propositions": "value proposition",
    "channels": "channel",
    "relationships": "relationship",
    "revenues": "revenue stream",
}
_HINTS = {
    "revenues": "Name what they pay for, or who pays in their place: in a market of several sides one may pay nothing.",
}


@dataclass(frozen=True, slots=True)
class Served:
    """A customer segment with the number of notes for it in each of the eight blocks."""

    segment: CustomerSegment
    counts: Mapping[str, int]

    @property
    def filled(self) -> int:
        """The blocks with a note for the segment, of eight."""
        return sum(1 for number in self.counts.values() if number)

    @property
    def missing(self) -> tuple[str, ...]:
        """The essential blocks without a note for it."""
        return tuple(block for block in ESSENTIAL if not self.counts[block])


def services(model: BusinessModel) -> tuple[Served, ...]:
    """What each segment has; a note without a segment is for none."""
    return tuple(
        Served(
            segment,
            {
                block: sum(1 for note in notes_in(model, block) if segment.id and segment.id in served(model, note))
                for block in RELATED
            },
        )
        for segment in segments_of(model)
    )


def analyse_coverage(given: AnalysisInput) -> Report:
    """The report `business_model.coverage`."""
    model = as_business_model(given.canvas)
    told = services(model)
    claims = tuple(all_claims(model))
    evidence = given.project.evidence(claims)
    sourced = evidence_coverage(claims, given.project)
    filled = sum(1 for block in RELATED if notes_in(model, block)) + bool(segments_of(model))
    complete = sum(1 for one in told if not one.missing)
    cells = len(told) * len(RELATED)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(told),
        metrics=(
            Metric(
                "coverage",
                "Blocks that the segments have",
                sum(one.filled for one in told) / cells if cells else None,
                "share",
                "0-1",
                cells,
                "pairs of segment and related block with a note / all pairs [P]",
                evidence,
                given.at(),
            ),
            Metric(
                "complete_segments",
                "Segments with all four essentials",
                complete / len(told) if told else None,
                "share",
                "0-1",
                len(told),
                "segments with proposition, channel, relationship and revenue / segments [P]",
                evidence,
                given.at(),
            ),
            *(
                Metric(
                    f"without_{block}",
                    f"Segments without {_LACKS[block]}",
                    sum(1 for one in told if not one.counts[block]) if told else None,
                    "",
                    f"0-{len(told)}",
                    len(told),
                    "segments that no note of the block is for [P]",
                    evidence,
                    given.at(),
                )
                for block in ESSENTIAL
            ),
            Metric(
                "filled_blocks",
                "Blocks with a note",
                filled / (len(RELATED) + 1) if claims else None,
                "share",
                "0-1",
                len(RELATED) + 1,
                "filled blocks / 9 [P]",
                evidence,
                given.at(),
            ),
            Metric(
                "evidence_coverage",
                "Notes with a source",
                sourced.share,
                "share",
                "0-1",
                sourced.total,
                "notes with at least one source / notes [P]",
                evidence,
                given.at(),
            ),
            *(
                Metric(
                    "segment_coverage",
                    f"Blocks of {name_of(one.segment)}",
                    one.filled / len(RELATED),
                    "share",
                    "0-1",
                    len(RELATED),
                    "related blocks with a note for the segment / 8 [P]",
                    given.project.evidence([one.segment]),
                    given.at(one.segment.id),
                    detail=True,
                )
                for one in told
            ),
        ),
        blocks=(
            MatrixBlock(
                "Notes for each segment",
                tuple(name_of(one.segment) for one in told),
                tuple(TITLES[block] for block in RELATED),
                tuple(tuple(one.counts[block] or None for block in RELATED) for one in told),
                low=0,
            ),
            BarsBlock(
                "Blocks that each segment has, share of 8",
                tuple(
                    Bar(name_of(one.segment), one.filled / len(RELATED), f"{one.filled} of {len(RELATED)}")
                    for one in told
                ),
                high=1.0,
                unit="share",
            ),
        ),
        findings=tuple(_findings(given, model, told)),
    )


def _reading(told: tuple[Served, ...]) -> str:
    if not told:
        return f"There is no customer segment yet, so nothing can be covered. Start there: {PROMPTS['segments'][0]}"
    gaps = [one for one in told if one.missing]
    if not gaps:
        least = min(told, key=lambda one: one.filled)
        said = f"Each of {counted(len(told), 'segment')} has an offer, a channel, a relationship and a revenue."
        if len(told) == 1:
            said = "The only segment has an offer, a channel, a relationship and a revenue."
        if least.filled < len(RELATED):
            empty = next(block for block in RELATED if not least.counts[block])
            return f"{said} Look next at {TITLES[empty].lower()} for {quoted(name_of(least.segment))}."
        return f"{said} Look next at which of the notes are assumptions."
    worst = max(gaps, key=lambda one: len(one.missing))
    return (
        f"{len(told) - len(gaps)} of {counted(len(told), 'segment')} "
        f"{'has' if len(told) == 1 else 'have'} all four essentials. {quoted(name_of(worst.segment))} lacks "
        f"{listed([f'a {_LACKS[block]}' for block in worst.missing])}. Ask next: {PROMPTS[worst.missing[0]][0]}"
    )


def _findings(given: AnalysisInput, model: BusinessModel, told: tuple[Served, ...]) -> Iterator[Finding]:
    if not told:
        yield Finding(
            f"{TOOL_ID}.no-segment",
            Severity.WARNING if any(notes_in(model, block) for block in RELATED) else Severity.NOTE,
            "The business model has no customer segment.",
            given.at(),
            "Name for whom it is first; everything else depends on that.",
        )
    for one in told:
        for block in one.missing:
            yield Finding(
                f"{TOOL_ID}.without-{block}",
                Severity.WARNING,
                f"The segment {quoted(name_of(one.segment))} has no {_LACKS[block]}.",
                given.at(one.segment.id),
                _HINTS.get(block, PROMPTS[block][0]),
            )
