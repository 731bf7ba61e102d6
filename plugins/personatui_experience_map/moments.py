"""Moments of truth: the stages that decide what is remembered, found by the curve and flagged by the team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from personatui.api import (
    AnalysisInput,
    Finding,
    MatrixBlock,
    Metric,
    Reference,
    Report,
    Severity,
    TableBlock,
    listed,
    quoted,
)
from personatui_experience_map import figures
from personatui_experience_map.canvas import MomentKind, Stage
from personatui_experience_map.journey import Journey, read_journey
from personatui_experience_map.regions import TOOL_ID, as_experience_map

ANALYSIS_ID = f"{TOOL_ID}.moments"
TITLE = "Moments of truth"
# Carlzon 1987 coined the term; Procter & Gamble 2005 the first and second, Google 2011 the zero one.
KIND_TITLES: dict[MomentKind, str] = {
    "zmot": "flagged: zero moment, before the purchase",
    "fmot": "flagged: first moment, at the purchase",
    "smot": "flagged: second moment, in use",
    "umot": "flagged: ultimate moment, when it is told on",
    "other": "flagged",
}


@dataclass(frozen=True, slots=True)
class MomentOfTruth:
    """A stage that decides, and why it is a candidate."""

    index: int
    stage: Stage
    reasons: tuple[str, ...]


def moments_of(journey: Journey) -> tuple[MomentOfTruth, ...]:
    """Peak, end and the foot of the biggest drop of every curve of today, and what is flagged, in stage order [P]."""
    reasons: dict[int, list[str]] = {}
    several = len(journey.today) > 1
    for curve in journey.today:
        if not curve.felt:
            continue
        of = f" of {curve.title}" if several else ""
        drop = figures.biggest_drop(curve.values)
        for what, at in (
            ("peak", figures.peak(curve.values)),
            ("end", len(curve.values) - 1),
            ("biggest drop", drop.last if drop is not None else None),
        ):
            if at is not None:
                reasons.setdefault(curve.felt[at].index, []).append(what + of)
    for index, stage in enumerate(journey.stages):
        if stage.moment is not None:
            reasons.setdefault(index, []).append(KIND_TITLES[stage.moment])
    return tuple(MomentOfTruth(index, journey.stages[index], tuple(found)) for index, found in sorted(reasons.items()))


def analyse_moments(given: AnalysisInput) -> Report:
    """The report `experience_map.moments`: each candidate with its reasons and its emotions."""
    canvas = as_experience_map(given.canvas)
    journey = read_journey(canvas, Reference("canvas", given.name, given.tool), given.project)
    moments = moments_of(journey)
    subject = given.at()
    evidence = given.project.evidence(feeling for curve in journey.today for feeling in curve.feelings)
    rated = any(curve.felt for curve in journey.today)
    flagged = sum(stage.moment is not None for stage in journey.stages)
    blocks: list[MatrixBlock | TableBlock] = []
    if moments and journey.scale is not None:
        blocks.append(
            MatrixBlock(
                f"Emotion at the moments of truth ({journey.scale_text})",
                tuple(journey.name(moment.stage) for moment in moments),
                tuple(curve.title for curve in journey.curves),
                tuple(
                    tuple(felt.value if (felt := curve.at[moment.index]) else None for curve in journey.curves)
                    for moment in moments
                ),
                -float(journey.scale),
                float(journey.scale),
            )
        )
    if moments:
        blocks.append(
            TableBlock(
                "Why each is one",
                ("Stage", "Because it is", "Opportunities"),
                tuple(
                    (
                        journey.name(moment.stage),
                        "; ".join(moment.reasons),
                        len(journey.entries("opportunities", moment.stage)),
                    )
                    for moment in moments
                ),
                align="<<>",
            )
        )
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(journey, moments),
        metrics=(
            Metric(
                "moments",
                "Stages that are moments of truth",
                len(moments) if rated or flagged else None,
                "",
                f"0-{len(journey.stages)}",
                len(journey.stages),
                "peak, end and foot of the biggest drop of each curve as it is, and flagged stages [P]",
                evidence,
                subject,
            ),
            Metric(
                "flagged",
                "Flagged by the team",
                flagged if journey.stages else None,
                "",
                f"0-{len(journey.stages)}",
                len(journey.stages),
                "stages with `moment`",
                given.project.evidence(journey.stages),
                subject,
            ),
        ),
        blocks=tuple(blocks),
        findings=(*journey.findings, *_findings(given, journey, moments)),
        parameters={"scale": journey.scale_text},
    )


def _reading(journey: Journey, moments: tuple[MomentOfTruth, ...]) -> str:
    if not journey.stages:
        return "The map has no stages yet, so nothing can be a moment of truth. Begin with the stages."
    if not moments:
        return "No stage has an emotion or is flagged, so no moment of truth can be named. Rate the stages first."
    worst = [
        (felt.value, moment)
        for moment in moments
        for curve in journey.today
        if (felt := curve.at[moment.index]) is not None and felt.value < 0
    ]
    names = listed([quoted(journey.name(moment.stage)) for moment in moments])
    said = f"What is remembered is decided at {names}."
    if worst:
        value, moment = min(worst, key=lambda pair: (pair[0], pair[1].index))
        return f"{said} Begin with {quoted(journey.name(moment.stage))}, which is felt as {value:+g}."
    return f"{said} None of them is felt as bad: protect them, and look next at the lowest stage."


def _findings(given: AnalysisInput, journey: Journey, moments: tuple[MomentOfTruth, ...]) -> Iterator[Finding]:
    for moment in moments:
        if moment.stage.moment is not None and not any(curve.at[moment.index] for curve in journey.today):
            yield Finding(
                f"{TOOL_ID}.moment-without-emotion",
                Severity.NOTE,
                f"{quoted(journey.name(moment.stage))} is flagged as a moment of truth, but nobody said how it feels.",
                given.at(moment.stage.id),
                "Ask for it first: this stage decides what is remembered.",
            )
