"""Weighted PEST: the share of a factor's influence x the mean probability that experts give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum, isfinite

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Figures,
    Finding,
    Metric,
    Report,
    Severity,
    TableBlock,
    counted,
    on_scale,
    ranks,
)
from personatui_pestel.factors import Entry, entries, factors_of
from personatui_pestel.regions import TOOL_ID, as_pestel_canvas

ANALYSIS_ID = f"{TOOL_ID}.weighted"
TITLE = "Weighted factors"
FORMULA = "influence / sum of influences x mean expert probability"


@dataclass(frozen=True, slots=True)
class Weighted:
    """A factor with what can be used of its influence and of what experts say."""

    entry: Entry
    influence: float | None
    probabilities: tuple[float, ...]

    @property
    def mean(self) -> float | None:
        """The mean probability, 1 to 5; None while no expert has said one."""
        return fsum(self.probabilities) / len(self.probabilities) if self.probabilities else None

    def score(self, influence_sum: float | None) -> float | None:
        """The weighted score; None while influence or probability is missing."""
        if self.influence is None or self.mean is None or not influence_sum:
            return None
        return self.influence / influence_sum * self.mean


def read_weighted(found: Sequence[Entry]) -> tuple[tuple[Weighted, ...], float | None]:
    """The factors, and the sum of all influences that are on their scale."""
    read = tuple(
        Weighted(
            entry,
            entry.factor.influence if on_scale(entry.factor.influence, 1, 3) else None,
            tuple(value for value in entry.factor.expert_probabilities if on_scale(value, 1, 5)),
        )
        for entry in found
    )
    influences = [one.influence for one in read if one.influence is not None]
    return read, fsum(influences) if influences else None


def analyse_weighted(given: AnalysisInput) -> Report:
    """The report `pestel.weighted`: the weighted score of each factor and their sum."""
    found = entries(as_pestel_canvas(given.canvas))
    read, influence_sum = read_weighted(found)
    scored = [(one, score) for one in read if (score := one.score(influence_sum)) is not None]
    places = ranks([score for _, score in scored])
    ordered = sorted(zip(places, scored, strict=True), key=lambda one: (one[0], one[1][0].entry.label))
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(read, [(place, one.entry, score) for place, (one, score) in ordered]),
        metrics=tuple(_metrics(given, read, influence_sum)),
        blocks=(
            BarsBlock(
                "Weighted scores, highest first",
                tuple(Bar(one.entry.label, score, f"rank {place}") for place, (one, score) in ordered),
                high=max((score for _, score in scored), default=None),
            ),
            TableBlock(
                "Factors",
                ("Factor", "Influence", "Share", "Experts", "Mean probability", "Weighted"),
                tuple(
                    (
                        one.entry.label,
                        one.influence,
                        one.influence / influence_sum if one.influence is not None and influence_sum else None,
                        len(one.probabilities),
                        one.mean,
                        one.score(influence_sum),
                    )
                    for one in read
                ),
                align="<>>>>>",
            ),
        ),
        findings=tuple(_findings(Figures.of(given), read)),
    )


def _metrics(given: AnalysisInput, read: Sequence[Weighted], influence_sum: float | None) -> Iterator[Metric]:
    figures = Figures.of(given)
    scored = [one for one in read if one.score(influence_sum) is not None]
    known = [one.entry for one in read if one.influence is not None]
    yield figures.metric(
        "influence_sum", "Sum of influences", influence_sum, scale="influences 1-3", n=len(known),
        formula="sum over the factors with an influence", of=factors_of(known),
    )  # fmt: skip
    yield figures.metric(
        "total",
        "Sum of weighted scores",
        fsum(one.score(influence_sum) or 0 for one in scored) if scored else None,
        scale=f"1-5 when all factors are rated; {len(scored)} of {len(read)} are",
        n=len(scored),
        formula=FORMULA,
        of=factors_of([one.entry for one in scored]),
    )
    for one in read:
        for key, label, value, scale, formula in (
            ("mean_probability", "Mean probability", one.mean, "1-5", "mean of the experts"),
            ("weighted", "Weighted score", one.score(influence_sum), "0-5", FORMULA),
        ):
            yield figures.metric(
                key, f"{label}: {one.entry.label}", value, scale=scale, n=len(one.probabilities), formula=formula,
                of=factors_of([one.entry]), item=one.entry.id, detail=True,
            )  # fmt: skip


def expert_findings(figures: Figures, found: Sequence[Entry]) -> Iterator[Finding]:
    """Influences and probabilities of experts that are off their scale."""
    for entry in found:
        influence = entry.factor.influence
        if influence is not None and not on_scale(influence, 1, 3):
            yield figures.finding(
                "influence-off-scale",
                Severity.ERROR,
                f"{entry.told} has the influence {influence:g}, which is not from 1 to 3, so it does not count.",
                "Correct it; nothing is rounded into range.",
                item=entry.id,
            )
        wrong = [value for value in entry.factor.expert_probabilities if not on_scale(value, 1, 5)]
        if wrong:
            told = ", ".join(f"{value:g}" if isfinite(value) else str(value) for value in wrong)
            yield figures.finding(
                "expert-off-scale",
                Severity.ERROR,
                f"For {entry.told} an expert says {told}, which is not from 1 to 5, so it does not count.",
                "Correct it; nothing is rounded into range.",
                item=entry.id,
            )


def _findings(figures: Figures, read: Sequence[Weighted]) -> Iterator[Finding]:
    yield from expert_findings(figures, [one.entry for one in read])
    for one in read:
        if one.influence is not None and not one.probabilities:
            yield figures.finding(
                "factor-without-experts",
                Severity.NOTE,
                f"{one.entry.told} has an influence, but no expert has said how probable it is.",
                "Its influence counts in the sum; it has no weighted score until then.",
                item=one.entry.id,
            )
        elif one.probabilities and one.influence is None and one.entry.factor.influence is None:
            yield figures.finding(
                "factor-without-influence",
                Severity.WARNING,
                f"{one.entry.told} has probabilities, but no influence, so it has no weighted score.",
                "Rate its influence from 1 to 3; missing is not zero.",
                item=one.entry.id,
            )


def _reading(read: Sequence[Weighted], ordered: Sequence[tuple[int, Entry, float]]) -> str:
    if not ordered:
        return (
            "No factor has both an influence and a probability from experts, so there is no weighted score. Rate the "
            "influence from 1 to 3, and ask experts for 1 to 5."
        )
    _, best, score = ordered[0]
    left = len(read) - len(ordered)
    missing = f" {counted(left, 'factor')} could not be scored." if left else ""
    return f"{best.told} weighs most with {score:.2f}. Look next at what the experts disagree on.{missing}"
