"""The report on weighted scores: how attractive each segment is, flat or nested, and what makes it so."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.api import (
    EPSILON,
    AnalysisInput,
    Bar,
    BarsBlock,
    Block,
    MatrixBlock,
    Metric,
    Report,
    Strength,
    TableBlock,
    canvas_reference,
    counted,
)
from personatui_segments.canvas import SegmentsCanvas
from personatui_segments.common import TOOL_ID, as_segments, names_of, reference, segment_of
from personatui_segments.weighing import RANGES, AxisWeights, axes_of, axis_score, part_score, scores_of, sums_to_one
from personatui_segments.weighing import weighing_findings as findings_of

ANALYSIS_ID = f"{TOOL_ID}.attractiveness"
TITLE = "Weighted scores"


def score_id(axis: AxisWeights) -> str:
    """What the metric of an axis is called: the 0-100 attractiveness is the index."""
    if axis.scale == "1-5":
        return axis.axis
    return "index" if axis.axis == "attractiveness" else "strength_index"


def analyse_attractiveness(given: AnalysisInput) -> Report:
    """The report `segments.attractiveness`: a weighted sum for each segment, axis and scale, with its parts."""
    canvas, names = as_segments(given.canvas), names_of(given.project)
    axes = axes_of(canvas)
    metrics = [metric for axis in axes for metric in _axis_metrics(given, axis)]
    metrics += [
        metric for key in names for axis in axes for metric in _segment_metrics(given, canvas, axis, key, names[key])
    ]
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(canvas, axes, names),
        metrics=(
            Metric(
                "scored",
                "Segments with a score",
                sum(bool(scores_of(canvas, key)) for key in names) if names else None,
                "",
                f"0-{len(names)}",
                len(names),
                "segments with at least one usable score",
                given.project.evidence(canvas.scores),
                given.at(),
            ),
            *metrics,
        ),
        blocks=(*(block for axis in axes for block in _blocks(canvas, axis, names)), *_parameters(canvas)),
        findings=tuple(findings_of(canvas, canvas_reference(given.tool, given.name))),
    )


def evidence_of(given: AnalysisInput, canvas: SegmentsCanvas, axis: AxisWeights, key: str) -> Strength | None:
    """The weakest evidence of the scores of a segment on an axis."""
    factors = {factor.id for part in axis.parts for factor in part.factors}
    return given.project.evidence(
        score for score in canvas.scores if segment_of(score.segment) == key and score.factor in factors
    )


def _axis_metrics(given: AnalysisInput, axis: AxisWeights) -> Iterator[Metric]:
    total = axis.sum
    yield Metric(
        f"weights.{score_id(axis)}",
        f"Sum of the weights of {axis.axis}, {axis.scale}",
        total,
        "",
        "should be 1",
        len(axis.parts),
        "sum of weights as they are" + ("" if sums_to_one(total) else "; not 1, never made so"),
        given.project.evidence(factor for part in axis.parts for factor in part.factors),
        given.at(),
    )


def _segment_metrics(
    given: AnalysisInput, canvas: SegmentsCanvas, axis: AxisWeights, key: str, name: str
) -> Iterator[Metric]:
    scores, evidence, subject = scores_of(canvas, key), evidence_of(given, canvas, axis, key), reference(key)
    one, metric_id = axis_score(axis, scores), score_id(axis)
    formula = "sum(weight x score), groups weighed first; without a score the weight goes to the others"
    title = axis.axis.capitalize()
    yield Metric(metric_id, f"{title}: {name}", one.value, "", axis.scale, one.n, formula, evidence, subject)
    yield Metric(
        f"normalised.{metric_id}",
        f"{title}, normalised: {name}",
        one.normalised,
        "",
        axis.scale,
        one.n,
        "sum(weight x score) / sum(weight)",
        evidence,
        subject,
        detail=True,
    )
    for part in axis.parts:
        if part.is_group:
            of_part = part_score(part, scores)
            yield Metric(
                f"group.{part.id}.{metric_id}",
                f"{part.title}: {name}",
                of_part.value,
                "",
                axis.scale,
                of_part.n,
                "sum(weight x score) of the group",
                evidence,
                subject,
                detail=True,
            )


def _blocks(canvas: SegmentsCanvas, axis: AxisWeights, names: dict[str, str]) -> Iterator[Block]:
    if not names:
        return
    low, high = RANGES[axis.scale]
    scores = {key: scores_of(canvas, key) for key in names}
    weighed = {key: axis_score(axis, scores[key]) for key in names}
    title = f"{axis.axis.capitalize()} ({axis.scale})"
    yield BarsBlock(
        title,
        tuple(Bar(names[key], one.value, f"{one.n} of {one.of} scores") for key, one in weighed.items()),
        low,
        high,
    )
    yield MatrixBlock(
        f"{title}: what it is made of",
        tuple(f"{part.title} x {part.weight:g}" if part.weight is not None else part.title for part in axis.parts),
        tuple(names.values()),
        tuple(tuple(_rounded(part_score(part, scores[key]).value) for key in names) for part in axis.parts),
        low,
        high,
    )


def _parameters(canvas: SegmentsCanvas) -> Iterator[TableBlock]:
    """What high, medium and low mean for each factor that says so (McDonald and Dunbar)."""
    told = [factor for factor in canvas.factors if factor.high or factor.medium or factor.low]
    if told:
        yield TableBlock(
            "What counts as high, medium and low",
            ("factor", "high", "medium", "low"),
            tuple((one.label or one.id, one.high or None, one.medium or None, one.low or None) for one in told),
        )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _reading(canvas: SegmentsCanvas, axes: tuple[AxisWeights, ...], names: dict[str, str]) -> str:
    if not names:
        return "There are no segments to score. Write segments first."
    if not axes:
        return "There are no factors yet. Name what makes a segment attractive, and weigh it before you score."
    axis = next((one for one in axes if one.axis == "attractiveness"), axes[0])
    weighed = {key: axis_score(axis, scores_of(canvas, key)).value for key in names}
    found = [(value, names[key]) for key, value in weighed.items() if value is not None]
    best = max(found, default=None)
    if best is None:
        return f"No segment has a score for {axis.axis} yet. Score each segment on {counted(len(axis.parts), 'part')}."
    top = [name for value, name in found if abs(value - best[0]) <= EPSILON]
    who = " and ".join(top)
    if not axis.is_valid:
        return (
            f"The weights of {axis.axis} do not sum to 1, so its scores cannot be read on {axis.scale}. Correct the "
            "weights first; normalised scores stand beside the others."
        )
    return (
        f"{who} {'has' if len(top) == 1 else 'have'} the highest {axis.axis}: {best[0]:.2f} on {axis.scale}. "
        "See what it is made of, and whether a criterion knocks it out."
    )
