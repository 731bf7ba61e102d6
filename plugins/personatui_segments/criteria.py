"""The report on criteria: whether each segment is worth serving at all, before its score is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from personatui.api import AnalysisInput, Finding, MatrixBlock, Metric, Project, Report, Severity, counted, listed
from personatui_segments.canvas import SegmentsCanvas, Verdict
from personatui_segments.common import TOOL_ID, as_segments, names_of, reference, segment_of, segments_of

ANALYSIS_ID = f"{TOOL_ID}.criteria"
TITLE = "Criteria"

MASDA = ("measurable", "accessible", "substantial", "differentiable", "actionable")
KNOCK_OUTS = ("homogeneous", "distinct", "large-enough", "matching-strengths", "identifiable", "reachable")

Targetable = Literal["yes", "no", "open"]


@dataclass(frozen=True, slots=True)
class Judged:
    """The criteria that a segment meets, fails, and those that nobody has judged or not in one way."""

    passed: tuple[str, ...]
    failed: tuple[str, ...]
    open: tuple[str, ...]
    disputed: tuple[str, ...]

    @property
    def targetable(self) -> Targetable:
        """No with any knock-out failed, whatever else; yes with all six met; else open."""
        if set(self.failed) & set(KNOCK_OUTS):
            return "no"
        return "yes" if set(KNOCK_OUTS) <= set(self.passed) else "open"


def judge(verdicts: Sequence[Verdict], segment_id: str) -> Judged:
    """The verdicts on a segment; of two that disagree neither counts [P]."""
    told: dict[str, set[bool]] = {}
    for verdict in verdicts:
        if verdict.criterion is not None and verdict.passed is not None and segment_of(verdict.segment) == segment_id:
            told.setdefault(verdict.criterion, set()).add(verdict.passed)
    every = (*MASDA, *KNOCK_OUTS)
    return Judged(
        tuple(name for name in every if told.get(name) == {True}),
        tuple(name for name in every if told.get(name) == {False}),
        tuple(name for name in every if len(told.get(name, ())) != 1),
        tuple(name for name in every if len(told.get(name, ())) == 2),
    )


def judged_segments(project: Project, canvas: SegmentsCanvas) -> dict[str, Judged]:
    """Every segment with what was judged of it."""
    return {key: judge(canvas.verdicts, key) for key in segments_of(project)}


def analyse_criteria(given: AnalysisInput) -> Report:
    """The report `segments.criteria`: Kotler's five criteria and Dolnicar's six knock-outs, passed or failed."""
    canvas = as_segments(given.canvas)
    judged, names = judged_segments(given.project, canvas), names_of(given.project)
    some = {key: one for key, one in judged.items() if one.passed or one.failed}
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(judged, names),
        metrics=(
            Metric(
                "targetable",
                "Segments that pass every knock-out",
                sum(one.targetable == "yes" for one in some.values()) if some else None,
                "",
                f"0-{len(some)}",
                len(some),
                "segments that meet all six knock-out criteria",
                given.project.evidence(canvas.verdicts),
                given.at(),
            ),
            Metric(
                "knocked_out",
                "Segments that are knocked out",
                sum(one.targetable == "no" for one in some.values()) if some else None,
                "",
                f"0-{len(some)}",
                len(some),
                "segments that fail at least one knock-out criterion",
                given.project.evidence(canvas.verdicts),
                given.at(),
            ),
            *(metric for key, one in judged.items() for metric in _metrics(given, canvas, key, names[key], one)),
        ),
        blocks=(
            (
                MatrixBlock(
                    "Criteria",
                    (*MASDA, *(f"{name} !" for name in KNOCK_OUTS), "targetable"),
                    tuple(names.values()),
                    (
                        *(tuple(_cell(judged[key], name) for key in names) for name in (*MASDA, *KNOCK_OUTS)),
                        tuple(judged[key].targetable for key in names),
                    ),
                ),
            )
            if names
            else ()
        ),
        findings=tuple(_findings(given, judged, names)),
    )


def _cell(one: Judged, name: str) -> str | None:
    if name in one.disputed:
        return "disputed"
    return "yes" if name in one.passed else "no" if name in one.failed else None


def _metrics(given: AnalysisInput, canvas: SegmentsCanvas, key: str, name: str, one: Judged) -> Iterator[Metric]:
    mine = [verdict for verdict in canvas.verdicts if segment_of(verdict.segment) == key]
    evidence, n = given.project.evidence(mine), len(one.passed) + len(one.failed)
    yield Metric(
        "verdict",
        f"Targetable: {name}",
        one.targetable if n else None,
        "",
        "yes, no, open",
        n,
        "no with any knock-out failed, yes with all six met, else open",
        evidence,
        reference(key),
    )
    for group, criteria in (("masda", MASDA), ("knock_outs", KNOCK_OUTS)):
        met = [criterion for criterion in criteria if criterion in one.passed]
        told = [criterion for criterion in criteria if criterion in (*one.passed, *one.failed)]
        title = "Kotler's criteria met" if group == "masda" else "Knock-out criteria met"
        yield Metric(
            group,
            f"{title}: {name}",
            len(met) / len(told) if told else None,
            "share",
            "0-100 %",
            len(told),
            "criteria met / criteria judged",
            evidence,
            reference(key),
            detail=True,
        )


def _reading(judged: dict[str, Judged], names: dict[str, str]) -> str:
    if not any(one.passed or one.failed for one in judged.values()):
        return "No segment was judged by a criterion yet. Begin with the six that knock a segment out."
    out = [names[key] for key, one in judged.items() if one.targetable == "no"]
    unsure = [names[key] for key, one in judged.items() if one.targetable == "open"]
    told = f"Knocked out: {listed(out)}" if out else "No segment is knocked out"
    rest = f"; not judged to the end: {listed(unsure)}. Judge these next." if unsure else ". Compare the scores next."
    return told + rest


def _findings(given: AnalysisInput, judged: dict[str, Judged], names: dict[str, str]) -> Iterator[Finding]:
    for key, one in judged.items():
        segment, out = given.project.segments[key], [name for name in one.failed if name in KNOCK_OUTS]
        weak = [name for name in one.failed if name in MASDA]
        if out:
            yield Finding(
                f"{TOOL_ID}.knocked-out",
                Severity.WARNING if segment.target else Severity.NOTE,
                f"{names[key]} is not targetable whatever its score: it is not {listed(out)}."
                + (" It is marked as a target." if segment.target else ""),
                reference(key),
                "Take it off the targets, or change what makes it fail.",
            )
        if weak:
            yield Finding(
                f"{TOOL_ID}.weak-segment",
                Severity.WARNING if segment.target else Severity.NOTE,
                f"{names[key]} is not {listed(weak)}.",
                reference(key),
                "It can be targeted, but say how you will live with that.",
            )
        for name in one.disputed:
            yield Finding(
                f"{TOOL_ID}.disputed-criterion",
                Severity.WARNING,
                f"{names[key]} is judged both ways on {name}; neither counts.",
                reference(key),
                "Agree on one.",
            )
        if segment.target and one.open and (one.passed or one.failed):
            yield Finding(
                f"{TOOL_ID}.criteria-open",
                Severity.NOTE,
                f"{names[key]} is a target, and {counted(len(one.open), 'criterion', 'criteria')} are open.",
                reference(key),
                f"Judge {listed([*one.open[:3], *([f'{len(one.open) - 3} more'] if len(one.open) > 3 else [])])}.",
            )
