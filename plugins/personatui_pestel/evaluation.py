"""The EFE matrix (David) over PESTEL factors: weights of importance, and how well the response to each is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from personatui.api import (
    EPSILON,
    AnalysisInput,
    Bar,
    BarsBlock,
    Figures,
    Finding,
    Metric,
    Report,
    Severity,
    TableBlock,
    Weighing,
    counted,
    on_scale,
    reaches,
    weigh,
)
from personatui_pestel.factors import Entry, entries, factors_of
from personatui_pestel.regions import TOOL_ID, as_pestel_canvas

ANALYSIS_ID = f"{TOOL_ID}.efe"
TITLE = "EFE over PESTEL"
MIDPOINT, SMELL = 2.5, 0.30
SCALE = "1.0-4.0, midpoint 2.5"
_LOWEST, _HIGHEST = 15, 20


def usable(entry: Entry) -> tuple[float | None, float | None]:
    """The weight and the rating of a factor, where they are on their scales."""
    weight, rating = entry.factor.weight, entry.factor.rating
    return weight if on_scale(weight, 0, 1) else None, rating if on_scale(rating, 1, 4) else None


def score(entry: Entry) -> float | None:
    """Weight x rating; None while either is missing."""
    weight, rating = usable(entry)
    return None if weight is None or rating is None else weight * rating


def standing(total: float | None) -> str | None:
    """Above, at or below the midpoint of 2.5."""
    if total is None:
        return None
    if abs(total - MIDPOINT) <= EPSILON:
        return "average (at the midpoint 2.5)"
    return "above average" if total > MIDPOINT else "below average"


def analyse_evaluation(given: AnalysisInput) -> Report:
    """The report `pestel.efe`: the total weighted score of the factors that have a weight or a rating."""
    found = entries(as_pestel_canvas(given.canvas))
    weighed = weigh(map(usable, found))
    complete = sorted(
        (entry for entry in found if score(entry) is not None),
        key=lambda one: (-(score(one) or 0), one.factor.label, one.id),
    )
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(found, weighed, complete),
        metrics=tuple(_metrics(given, found, weighed, complete)),
        blocks=(
            BarsBlock(
                "Weighted scores",
                tuple(Bar(entry.label, score(entry)) for entry in complete),
                high=max((score(entry) or 0 for entry in complete), default=None),
            ),
            TableBlock(
                "Factors",
                ("Factor", "Weight", "Rating", "Score"),
                tuple((entry.label, *usable(entry), score(entry)) for entry in found),
                align="<>>>",
            ),
        ),
        findings=tuple(_findings(Figures.of(given), found)),
    )


def _metrics(
    given: AnalysisInput, found: Sequence[Entry], weighed: Weighing, complete: Sequence[Entry]
) -> Iterator[Metric]:
    figures = Figures.of(given)
    with_weight = [entry for entry in found if usable(entry)[0] is not None]
    yield figures.metric(
        "weight_sum", "Sum of weights, as given", weighed.weight_sum, scale="should be 1.0, within 0.005",
        n=len(with_weight), formula="sum of the weights", of=factors_of(with_weight),
    )  # fmt: skip
    yield figures.metric(
        "weights_valid",
        "Weights add up to 1",
        None if weighed.weight_sum is None else "yes" if weighed.adds_up else "no",
        scale="yes, no",
        n=len(with_weight),
        formula="|sum of weights - 1| <= 0.005 [P]",
        of=factors_of(with_weight),
    )
    yield figures.metric(
        "total", "Total weighted score EFE", weighed.total, scale=SCALE, n=weighed.n, of=factors_of(complete),
        formula="sum of weight x rating; what lacks a rating drops out and its weight is shared [P]",
    )  # fmt: skip
    yield figures.metric(
        "label", "Against the midpoint", standing(weighed.total), scale="above average, average, below average",
        n=weighed.n, formula="total against 2.5, within 1e-9", of=factors_of(complete),
    )  # fmt: skip
    yield figures.metric(
        "normalised_total", "Total as if the weights added up", weighed.normalised, scale=SCALE, n=weighed.n,
        formula="sum of weight x rating / sum of weights, both of what is rated", of=factors_of(complete),
    )  # fmt: skip
    for entry in found:
        yield figures.metric(
            "score", f"Weighted score: {entry.label}", score(entry), scale="0-4", formula="weight x rating",
            n=1 if score(entry) is not None else 0, of=factors_of([entry]), item=entry.id, detail=True,
        )  # fmt: skip


def weight_findings(figures: Figures, found: Sequence[Entry]) -> Iterator[Finding]:
    """Weights and ratings off their scales, and weights that do not add up to 1."""
    for entry in found:
        weight, rating = usable(entry)
        for name, said, used, told in (
            ("weight", entry.factor.weight, weight, "from 0 to 1"),
            ("rating", entry.factor.rating, rating, "from 1 to 4"),
        ):
            if said is not None and used is None:
                yield figures.finding(
                    f"{name}-off-scale",
                    Severity.ERROR,
                    f"{entry.told} has the {name} {said:g}, which is not {told}, so it does not count.",
                    "Correct it; nothing is rounded into range.",
                    item=entry.id,
                )
    weighed = weigh(map(usable, found))
    if weighed.weight_sum is not None and not weighed.adds_up:
        yield figures.finding(
            "weights-do-not-add-up",
            Severity.ERROR,
            f"The weights add up to {weighed.weight_sum:.4g}, not to 1.",
            "Correct the weights. The total is shown as they give it, beside one as if they added up.",
            about=[entry.id for entry in found if entry.factor.weight is not None],
        )


def _findings(figures: Figures, found: Sequence[Entry]) -> Iterator[Finding]:
    yield from weight_findings(figures, found)
    in_use = [entry for entry in found if entry.factor.weight is not None or entry.factor.rating is not None]
    for entry in in_use:
        lacks = "weight" if entry.factor.weight is None else "rating" if entry.factor.rating is None else ""
        if lacks:
            yield figures.finding(
                f"factor-without-{lacks}",
                Severity.WARNING,
                f"{entry.told} has no {lacks} and does not count in EFE.",
                "Missing is not zero: it drops out until it is given.",
                item=entry.id,
            )
        weight = usable(entry)[0]
        if weight is not None and reaches(weight, SMELL):
            yield figures.finding(
                "heavy-weight",
                Severity.NOTE,
                f"{entry.told} alone weighs {weight:g}.",
                f"A single weight of {SMELL:g} and more decides the whole: is it several factors in one?",
                item=entry.id,
            )
    if in_use and not _LOWEST <= len(in_use) <= _HIGHEST:
        yield figures.finding(
            "number-of-factors",
            Severity.NOTE,
            f"EFE has {counted(len(in_use), 'factor')}; David asks for {_LOWEST} to {_HIGHEST}.",
            "Fewer leave something out, more dilute the weights.",
        )


def _reading(found: Sequence[Entry], weighed: Weighing, complete: Sequence[Entry]) -> str:
    if not found:
        return "There are no factors yet. Go through the six columns and ask what changes for this customer."
    if weighed.total is None or not complete:
        return (
            f"None of {counted(len(found), 'factor')} has both a weight and a rating, so there is no total. Share out "
            "weights that add up to 1, and rate from 1 to 4 how well you respond."
        )
    left = sum(any(value is not None for value in usable(entry)) for entry in found) - len(complete)
    missing = f" {counted(left, 'factor')} could not be counted." if left else ""
    if not weighed.adds_up:
        return (
            f"The weights add up to {weighed.weight_sum:.4g}, not to 1, so the total of {weighed.total:.2f} cannot be "
            f"read on 1 to 4; as if they added up it would be {weighed.normalised:.2f}. Correct the weights "
            f"first.{missing}"
        )
    return (
        f"EFE is {weighed.total:.2f} of 4: the response is {standing(weighed.total)}. {complete[0].told} counts most; "
        f"look next at heavy factors with low ratings.{missing}"
    )
