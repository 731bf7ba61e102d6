"""The IFE and EFE matrices (David): factors weighted by importance, and rated for what they are or for the response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from personatui.api import (
    EPSILON,
    AnalysisInput,
    Bar,
    BarsBlock,
    Figures,
    Finding,
    Metric,
    Parameters,
    Report,
    Severity,
    TableBlock,
    Weighing,
    counted,
    on_scale,
    quoted,
    reaches,
    weigh,
)
from personatui_swot.canvas import GroupName, SwotCanvas
from personatui_swot.factors import Entry, entries
from personatui_swot.regions import EXTERNAL, INTERNAL, ONE, TOOL_ID, as_swot_canvas

IFE_ID, EFE_ID = f"{TOOL_ID}.ife", f"{TOOL_ID}.efe"
Side = Literal["ife", "efe"]
TITLES: dict[Side, str] = {"ife": "IFE, internal factors", "efe": "EFE, external factors"}
GROUPS_OF: dict[Side, tuple[GroupName, ...]] = {"ife": INTERNAL, "efe": EXTERNAL}
# How many factors David asks for.
COUNTS: dict[Side, tuple[int, int]] = {"ife": (10, 20), "efe": (15, 20)}
MIDPOINT = 2.5
SCALE = "1.0-4.0, midpoint 2.5"
FORMULA = "sum of weight x rating"


class EvaluationParameters(Parameters):
    """`rule` overrides the canvas's rule for ratings of IFE; `smell` is the weight that one factor should not reach."""

    rule: Literal["", "by-kind", "any"] = ""
    smell: float = Field(default=0.30, gt=0, le=1)


@dataclass(frozen=True, slots=True)
class Valued:
    """A factor with its weight and rating, where they are on their scales."""

    entry: Entry
    weight: float | None
    rating: float | None

    @property
    def score(self) -> float | None:
        """Weight x rating; None when either is missing."""
        return None if self.weight is None or self.rating is None else self.weight * self.rating


def valued(entry: Entry) -> Valued:
    """The factor with what can be used of its weight and rating."""
    weight, rating = entry.factor.weight, entry.factor.rating
    return Valued(entry, weight if on_scale(weight, 0, 1) else None, rating if on_scale(rating, 1, 4) else None)


def weighing(values: Sequence[Valued]) -> Weighing:
    """The weighted total of factors."""
    return weigh((value.weight, value.rating) for value in values)


def standing(total: float | None) -> str | None:
    """Above, at or below the midpoint of 2.5."""
    if total is None:
        return None
    if abs(total - MIDPOINT) <= EPSILON:
        return "average (at the midpoint 2.5)"
    return "above average" if total > MIDPOINT else "below average"


def analyse_ife(given: AnalysisInput) -> Report:
    """The report `swot.ife`: how strong the inside is."""
    return _report(given, "ife")


def analyse_efe(given: AnalysisInput) -> Report:
    """The report `swot.efe`: how well the response to the outside is."""
    return _report(given, "efe")


def side_values(canvas: SwotCanvas, given: AnalysisInput, side: Side) -> tuple[Valued, ...]:
    """The factors of one side with their weights and ratings."""
    return tuple(valued(entry) for entry in entries(canvas, given.project, GROUPS_OF[side]))


def _report(given: AnalysisInput, side: Side) -> Report:
    canvas = as_swot_canvas(given.canvas)
    parameters = given.parameters if isinstance(given.parameters, EvaluationParameters) else EvaluationParameters()
    values = side_values(canvas, given, side)
    found = weighing(values)
    complete = [value for value in values if value.score is not None]
    ordered = sorted(complete, key=lambda value: (-(value.score or 0), value.entry.text, value.entry.id))
    return Report(
        id=f"{TOOL_ID}.{side}",
        tool=TOOL_ID,
        title=TITLES[side],
        reading=_reading(side, found, values, ordered),
        metrics=tuple(_metrics(given, side, values, found)),
        blocks=(
            BarsBlock(
                "Weighted scores",
                tuple(Bar(value.entry.label, value.score) for value in ordered),
                high=max((value.score or 0 for value in ordered), default=None),
            ),
            TableBlock(
                "Factors",
                ("Factor", "Weight", "Rating", "Score", "Evidence"),
                tuple(
                    (
                        value.entry.label,
                        value.weight,
                        value.rating,
                        value.score,
                        Figures.of(given).strength(value.entry.factor).value,
                    )
                    for value in values
                ),
                align="<>>><",
            ),
        ),
        findings=tuple(_findings(given, canvas, side, values, found, parameters)),
        parameters=parameters.model_dump(),
    )


def _metrics(given: AnalysisInput, side: Side, values: Sequence[Valued], found: Weighing) -> Iterator[Metric]:
    figures = Figures.of(given)
    used = [value.entry.factor for value in values if value.score is not None]
    weights = [value.entry.factor for value in values if value.weight is not None]
    flag = "" if found.adds_up or found.weight_sum is None else "; the weights do not add up to 1"
    formula = f"{FORMULA}; what lacks a rating drops out and its weight is shared [P]{flag}"
    yield figures.metric(
        "weight_sum",
        "Sum of weights, as given",
        found.weight_sum,
        scale="should be 1.0, within 0.005",
        n=len(weights),
        formula="sum of the weights",
        of=weights,
    )
    yield figures.metric(
        "weights_valid",
        "Weights add up to 1",
        None if found.weight_sum is None else "yes" if found.adds_up else "no",
        scale="yes, no",
        n=len(weights),
        formula="|sum of weights - 1| <= 0.005 [P]",
        of=weights,
    )
    yield figures.metric(
        "total",
        f"Total weighted score {side.upper()}",
        found.total,
        scale=SCALE,
        n=found.n,
        formula=formula,
        of=used,
    )
    yield figures.metric(
        "label",
        "Against the midpoint",
        standing(found.total),
        scale="above average, average, below average; midpoint 2.5",
        n=found.n,
        formula="total against 2.5, within 1e-9",
        of=used,
    )
    yield figures.metric(
        "normalised_total",
        "Total as if the weights added up",
        found.normalised,
        scale=SCALE,
        n=found.n,
        formula="sum of weight x rating / sum of weights, both of what is rated",
        of=used,
    )
    for group in GROUPS_OF[side]:
        inside = [value for value in values if value.entry.group == group and value.score is not None]
        yield figures.metric(
            f"{ONE[group]}_subtotal",
            f"Subtotal of {group}",
            sum(sorted(value.score or 0 for value in inside)) if inside else None,
            scale="part of the total",
            n=len(inside),
            formula=FORMULA,
            of=[value.entry.factor for value in inside],
        )
    for value in values:
        yield figures.metric(
            "score",
            f"Weighted score: {value.entry.label}",
            value.score,
            scale="0-4",
            n=1 if value.score is not None else 0,
            formula="weight x rating",
            of=[value.entry.factor],
            item=value.entry.id,
            detail=True,
        )


def _findings(
    given: AnalysisInput,
    canvas: SwotCanvas,
    side: Side,
    values: Sequence[Valued],
    found: Weighing,
    parameters: EvaluationParameters,
) -> Iterator[Finding]:
    figures = Figures.of(given)
    rule = parameters.rule or canvas.ife_rating_rule
    yield from factor_findings(figures, [value.entry for value in values], rule)
    yield from weight_findings(figures, side, values)
    yield from _wholly_missing(figures, side, values)
    is_begun = _is_given(values, "weight") and _is_given(values, "rating")
    half = [value for value in values if is_begun and (value.weight is None) != (value.rating is None)]
    for value in half:
        lacks = "weight" if value.weight is None else "rating"
        given_one = value.entry.factor.weight if value.weight is None else value.entry.factor.rating
        if given_one is None:
            yield figures.finding(
                f"factor-without-{lacks}",
                Severity.WARNING,
                f"{value.entry.code} {quoted(value.entry.text)} has no {lacks} and does not count in {side.upper()}.",
                "Missing is not zero: it drops out until it is given.",
                item=value.entry.id,
            )
    heavy = [v for v in values if v.weight is not None and reaches(v.weight, parameters.smell)]
    for value in heavy:
        yield figures.finding(
            "heavy-weight",
            Severity.NOTE,
            f"{value.entry.code} {quoted(value.entry.text)} alone weighs {value.weight:g}.",
            f"A single weight of {parameters.smell:g} and more decides the whole: is it several factors in one?",
            item=value.entry.id,
        )
    low, high = COUNTS[side]
    if found.weight_sum is not None and not low <= len(values) <= high:
        yield figures.finding(
            "number-of-factors",
            Severity.NOTE,
            f"{side.upper()} has {counted(len(values), 'factor')}; David asks for {low} to {high}.",
            "Fewer leave something out, more dilute the weights.",
        )


def _is_given(values: Sequence[Valued], name: str) -> bool:
    return any(getattr(value.entry.factor, name) is not None for value in values)


def _wholly_missing(figures: Figures, side: Side, values: Sequence[Valued]) -> Iterator[Finding]:
    """One note where no factor of a side has a weight, or none a rating: each by itself would say the same."""
    for has, lacks in (("rating", "weight"), ("weight", "rating")):
        if _is_given(values, has) and not _is_given(values, lacks):
            yield figures.finding(
                f"no-{lacks}s",
                Severity.NOTE,
                f"Factors of {side.upper()} have {has}s, but none has a {lacks}.",
                "Share out weights that add up to 1." if lacks == "weight" else "Rate each from 1 to 4.",
            )


def weight_findings(figures: Figures, side: Side, values: Sequence[Valued]) -> Iterator[Finding]:
    """Weights of one side that do not add up to 1."""
    found = weighing(values)
    if found.weight_sum is not None and not found.adds_up:
        yield figures.finding(
            "weights-do-not-add-up",
            Severity.ERROR,
            f"The weights of {side.upper()} add up to {found.weight_sum:.4g}, not to 1.",
            "Correct the weights. The total is shown as they give it, beside one as if they added up.",
            about=[value.entry.id for value in values if value.weight is not None],
        )


def factor_findings(figures: Figures, found: Sequence[Entry], rule: str) -> Iterator[Finding]:
    """Weights and ratings that are off their scales, and ratings that do not fit what a factor is."""
    for entry in found:
        weight, rating, name = entry.factor.weight, entry.factor.rating, f"{entry.code} {quoted(entry.text)}"
        if weight is not None and not on_scale(weight, 0, 1):
            yield figures.finding(
                "weight-off-scale",
                Severity.ERROR,
                f"{name} has the weight {weight:g}, which is not from 0 to 1, so it does not count.",
                "Correct the weight; nothing is rounded into range.",
                item=entry.id,
            )
        if rating is not None and not on_scale(rating, 1, 4):
            yield figures.finding(
                "rating-off-scale",
                Severity.ERROR,
                f"{name} has the rating {rating:g}, which is not from 1 to 4, so it does not count.",
                "Correct the rating; nothing is rounded into range.",
                item=entry.id,
            )
        elif rating is not None and rule == "by-kind" and entry.group in INTERNAL:
            fits = rating >= 3 if entry.group == "strengths" else rating <= 2
            if not fits:
                wanted = "3 or 4" if entry.group == "strengths" else "1 or 2"
                yield figures.finding(
                    "rating-against-kind",
                    Severity.WARNING,
                    f"{name} is a {ONE[entry.group]} rated {rating:g}; a {ONE[entry.group]} is rated {wanted}.",
                    "Rate it so, move it to the other box, or set `ife_rating_rule` to any, as newer editions do.",
                    item=entry.id,
                )


def _reading(side: Side, found: Weighing, values: Sequence[Valued], ordered: Sequence[Valued]) -> str:
    if found.total is None or not ordered:
        if not values:
            boxes = " and ".join(GROUPS_OF[side])
            return f"There are no {boxes} yet. Write them down, then weigh and rate each."
        return (
            f"None of {counted(len(values), 'factor')} has both a weight and a rating, so there is no total yet. Share "
            "out weights that add up to 1, and rate each factor from 1 to 4."
        )
    place = standing(found.total)
    told = {"ife": "the inside is", "efe": "the response to the outside is"}[side]
    left = len(values) - found.n
    missing = f" {counted(left, 'factor')} could not be counted." if left else ""
    if not found.adds_up:
        return (
            f"The weights of {side.upper()} add up to {found.weight_sum:.4g}, not to 1, so the total of "
            f"{found.total:.2f} cannot be read on 1 to 4; as if they added up it would be {found.normalised:.2f}. "
            f"Correct the weights first.{missing}"
        )
    return (
        f"{side.upper()} is {found.total:.2f} of 4: {told} {place}. {ordered[0].entry.code} "
        f"{quoted(ordered[0].entry.text)} counts most; look next at heavy factors with low ratings.{missing}"
    )
