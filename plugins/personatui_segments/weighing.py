"""Weighted scores of segments on an axis, flat or nested in groups, with every weight shown as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum, isfinite

from personatui.api import Finding, Reference, Severity, listed, quoted, weigh
from personatui_segments.canvas import Axis, Factor, Group, Scale, Score, SegmentsCanvas
from personatui_segments.common import TOOL_ID, segment_of

RANGES: dict[Scale, tuple[float, float]] = {"1-5": (1.0, 5.0), "0-100": (0.0, 100.0)}
AXES: tuple[Axis, ...] = ("attractiveness", "strength")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A weighted sum: as it is, and divided by the sum of its weights; `n` of `of` factors had a score."""

    value: float | None
    normalised: float | None
    n: int
    of: int


@dataclass(frozen=True, slots=True)
class Part:
    """A factor without a group, or a group with its factors, as one term of an axis."""

    id: str
    title: str
    weight: float | None
    factors: tuple[Factor, ...]
    is_group: bool


@dataclass(frozen=True, slots=True)
class AxisWeights:
    """One axis on one scale: its terms and what their weights sum to."""

    axis: Axis
    scale: Scale
    parts: tuple[Part, ...]

    @property
    def sum(self) -> float | None:
        """The sum of the weights of the terms as they are; None while none has one."""
        known = [part.weight for part in self.parts if is_weight(part.weight)]
        return fsum(weight for weight in known if weight is not None) if known else None

    @property
    def adds_up(self) -> bool:
        """Whether these weights sum to 1."""
        return sums_to_one(self.sum)

    @property
    def is_valid(self) -> bool:
        """Whether the weights of its terms sum to 1, and those within each group too."""
        return self.adds_up and all(
            sums_to_one(fsum(one.weight for one in part.factors if one.weight is not None and is_weight(one.weight)))
            for part in self.parts
            if part.is_group
        )


def is_weight(value: float | None) -> bool:
    """Whether a value can be a weight: from 0 to 1, as nearly as printed weights are."""
    return value is not None and isfinite(value) and value >= 0 and (value <= 1 or sums_to_one(value))


def sums_to_one(total: float | None) -> bool:
    """Whether weights sum to 1, as nearly as printed weights do."""
    return weigh([(total, None)]).adds_up


def axes_of(canvas: SegmentsCanvas) -> tuple[AxisWeights, ...]:
    """Every axis and scale that has factors, with its groups first."""
    found: list[AxisWeights] = []
    known = {group.id for group in canvas.groups if group.id}
    for axis in AXES:
        for scale in RANGES:
            factors = [factor for factor in canvas.factors if factor.axis == axis and factor.scale == scale]
            if not factors:
                continue
            parts = [
                Part(group.id, group.label or group.id, group.weight, members, True)
                for group in canvas.groups
                if group.id and (members := tuple(one for one in factors if one.group == group.id))
            ]
            parts += [
                Part(one.id, one.label or one.id, one.weight, (one,), False)
                for one in factors
                if one.group not in known
            ]
            found.append(AxisWeights(axis, scale, tuple(parts)))
    return tuple(found)


def scores_of(canvas: SegmentsCanvas, segment_id: str) -> dict[str, float]:
    """The usable scores of a segment by factor; of two that differ neither counts [P]."""
    scales = {factor.id: factor.scale for factor in canvas.factors if factor.id}
    told: dict[str, set[float]] = {}
    for score in canvas.scores:
        if segment_of(score.segment) == segment_id and score.factor in scales and score.score is not None:
            low, high = RANGES[scales[score.factor]]
            # written so that a value that is no number fails too
            if low <= score.score <= high:
                told.setdefault(score.factor, set()).add(score.score)
    return {factor: next(iter(values)) for factor, values in told.items() if len(values) == 1}


def weigh_terms(terms: Sequence[tuple[float | None, float | None]]) -> Weighed:
    """The weighted sum of (weight, value); what cannot be a weight is none."""
    found = weigh([(weight if is_weight(weight) else None, value) for weight, value in terms])
    return Weighed(found.total, found.normalised, found.n if found.total is not None else 0, len(terms))


def part_score(part: Part, scores: dict[str, float]) -> Weighed:
    """The score of one term: of a factor its own, of a group the weighted sum of its factors."""
    if part.is_group:
        return weigh_terms([(one.weight, scores.get(one.id)) for one in part.factors])
    value = scores.get(part.factors[0].id)
    return Weighed(value, value, 0 if value is None else 1, 1)


def axis_score(axis: AxisWeights, scores: dict[str, float]) -> Weighed:
    """The score of a segment on an axis: the weighted sum of its terms, groups weighed first."""
    parts = [(part, part_score(part, scores)) for part in axis.parts]
    raw = weigh_terms([(part.weight, one.value) for part, one in parts])
    normal = weigh_terms([(part.weight, one.normalised) for part, one in parts])
    return Weighed(raw.value, normal.normalised, sum(one.n for _, one in parts), sum(one.of for _, one in parts))


def weighing_findings(canvas: SegmentsCanvas, where: Reference) -> Iterator[Finding]:
    """Weights that do not sum to 1, factors that cannot count, and scores off their scale."""
    for axis in axes_of(canvas):
        place = f"{axis.axis} (scale {axis.scale})"
        if not axis.adds_up:
            yield _sum_finding(f"The weights of {place}", axis.sum, str(where))
        for part in axis.parts:
            if part.is_group:
                known = [one.weight for one in part.factors if one.weight is not None and is_weight(one.weight)]
                total = fsum(known) if known else None
                if not sums_to_one(total):
                    yield _sum_finding(f"The weights in {quoted(part.title)}", total, str(where.at(part.id)))
    groups = {group.id for group in canvas.groups}
    weighed: tuple[Group | Factor, ...] = (*canvas.groups, *canvas.factors)
    for entry in weighed:
        if entry.weight is None or not is_weight(entry.weight):
            told = (
                "has no weight"
                if entry.weight is None
                else f"has the weight {entry.weight:g}, which is not from 0 to 1,"
            )
            yield Finding(
                f"{TOOL_ID}.invalid-weight",
                Severity.WARNING if entry.weight is None else Severity.ERROR,
                f"{quoted(entry.label)} {told} and drops out.",
                str(where.at(entry.id)),
                "Give it a weight from 0 to 1.",
            )
    for factor in canvas.factors:
        if factor.axis is None:
            yield Finding(
                f"{TOOL_ID}.factor-without-axis",
                Severity.WARNING,
                f"{quoted(factor.label)} is on no axis and counts nowhere.",
                str(where.at(factor.id)),
                "Say whether it is about attractiveness or strength.",
            )
        if factor.group and factor.group not in groups:
            yield Finding(
                f"{TOOL_ID}.dangling-group",
                Severity.ERROR,
                f"{quoted(factor.label)} is in the group {factor.group}, which is not there.",
                str(where.at(factor.id)),
                "Correct the id, or leave the group out.",
            )
    yield from _score_findings(canvas, where)


def _sum_finding(what: str, total: float | None, where: str) -> Finding:
    told = "have no sum yet" if total is None else f"sum to {total:.3g}, not to 1"
    return Finding(
        f"{TOOL_ID}.weights-sum",
        Severity.WARNING if total is None else Severity.ERROR,
        f"{what} {told}.",
        where,
        "Correct the weights. Scores use them as they are; the normalised score stands beside them.",
    )


def _score_findings(canvas: SegmentsCanvas, where: Reference) -> Iterator[Finding]:
    factors = {factor.id: factor for factor in canvas.factors if factor.id}
    told: dict[tuple[str, str], list[Score]] = {}
    for score in canvas.scores:
        place, factor = str(where.at(score.id)), factors.get(score.factor)
        if factor is None:
            yield Finding(
                f"{TOOL_ID}.dangling-factor",
                Severity.ERROR,
                f"{quoted(score.label)} scores the factor {score.factor or '(none)'}, which is not there.",
                place,
                f"Correct the id; there are {listed(list(factors)[:5]) or 'no factors yet'}.",
            )
            continue
        low, high = RANGES[factor.scale]
        if score.score is not None and not low <= score.score <= high:
            yield Finding(
                f"{TOOL_ID}.score-off-scale",
                Severity.ERROR,
                f"{segment_of(score.segment) or 'A segment'} has {score.score:g} for {quoted(factor.label)}; its "
                f"scale is {factor.scale}.",
                place,
                "Correct the score; nothing is rounded into range.",
            )
        told.setdefault((segment_of(score.segment), score.factor), []).append(score)
    for (segment_id, factor_id), scores in told.items():
        if len({score.score for score in scores if score.score is not None}) > 1:
            yield Finding(
                f"{TOOL_ID}.several-scores",
                Severity.WARNING,
                f"{segment_id} has several scores for {quoted(factors[factor_id].label)}; none counts.",
                str(where.at(scores[0].id)),
                "Keep one.",
            )
