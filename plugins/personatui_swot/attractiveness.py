"""QSPM (David 1986): how attractive each strategy is in view of every factor, weighted as in IFE and EFE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

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
    counted,
    on_scale,
    quoted,
    ranks,
)
from personatui_swot.canvas import Strategy, SwotCanvas
from personatui_swot.evaluation import Valued, valued, weighing
from personatui_swot.factors import Entry, by_id, codes_of, entries, said_twice
from personatui_swot.regions import EXTERNAL, INTERNAL, TOOL_ID, as_swot_canvas

ANALYSIS_ID = f"{TOOL_ID}.qspm"
TITLE = "QSPM"
SCALE = "sum of weight x AS; with weights that add up to 2, from 0 to 8"


@dataclass(frozen=True, slots=True)
class Qspm:
    """The strategies that are compared, the factors that all of them have a score for, and the scores.

    `dashes` are factors without a score for any, `partial` those with a score for some only, `unweighted` those
    that have scores but no weight; none of these counts.
    """

    strategies: tuple[Strategy, ...]
    rows: tuple[Valued, ...]
    scores: dict[tuple[str, str], int]
    dashes: tuple[Entry, ...]
    partial: tuple[Entry, ...]
    unweighted: tuple[Entry, ...]

    def total(self, strategy: Strategy) -> float | None:
        """The sum total attractiveness score; None while no factor counts."""
        if not self.rows:
            return None
        return fsum((row.weight or 0) * self.scores[strategy.id, row.entry.id] for row in self.rows)


def read_qspm(canvas: SwotCanvas, found: Sequence[Entry]) -> Qspm:
    """The comparison of the strategies that have a score. A dash must be a dash for all of them."""
    known = by_id(found)
    strategies = {strategy.id: strategy for strategy in canvas.strategies if strategy.id}
    said: dict[tuple[str, str], set[int]] = {}
    for score in canvas.scores:
        if score.strategy in strategies and score.factor in known and on_scale(score.value, 1, 4):
            said.setdefault((score.strategy, score.factor), set()).add(score.value or 0)
    scores = {key: min(values) for key, values in said.items() if len(values) == 1}
    compared = tuple(strategy for name, strategy in strategies.items() if any(key[0] == name for key in scores))
    rows, dashes, partial, unweighted = [], [], [], []
    for entry in found:
        given = sum((strategy.id, entry.id) in scores for strategy in compared)
        if not given:
            dashes.append(entry)
        elif given < len(compared):
            partial.append(entry)
        elif valued(entry).weight is None:
            unweighted.append(entry)
        else:
            rows.append(valued(entry))
    return Qspm(compared, tuple(rows), scores, tuple(dashes), tuple(partial), tuple(unweighted))


def analyse_attractiveness(given: AnalysisInput) -> Report:
    """The report `swot.qspm`: the sum total attractiveness of each strategy, their rank and the margin."""
    canvas = as_swot_canvas(given.canvas)
    found = entries(canvas, given.project)
    qspm = read_qspm(canvas, found)
    totals = [(strategy, total) for strategy in qspm.strategies if (total := qspm.total(strategy)) is not None]
    places = ranks([total for _, total in totals])
    ordered = sorted(zip(places, totals, strict=True), key=lambda one: (one[0], one[1][0].label, one[1][0].id))
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(qspm, [(place, strategy, total) for place, (strategy, total) in ordered]),
        metrics=tuple(_metrics(given, qspm, [(place, *told) for place, told in ordered], found)),
        blocks=(
            BarsBlock(
                "Sum total attractiveness",
                tuple(Bar(strategy.label, total, f"rank {place}") for place, (strategy, total) in ordered),
                high=max((total for _, total in totals), default=None),
            ),
            TableBlock(
                "Attractiveness scores (AS) and weight x AS",
                ("Factor", "Weight", *(f"{place}. {strategy.label}" for place, (strategy, _) in ordered)),
                tuple(
                    (
                        row.entry.label,
                        row.weight,
                        *(_scored(row.weight, qspm.scores[strategy.id, row.entry.id]) for _, (strategy, _) in ordered),
                    )
                    for row in qspm.rows
                ),
                align="<>" + ">" * len(ordered),
            ),
        ),
        findings=tuple(_findings(Figures.of(given), canvas, found, qspm)),
    )


def _scored(weight: float | None, score: int) -> str:
    """A score with what it is worth: `4 (0.8)`."""
    worth = f"{(weight or 0) * score:.3f}".rstrip("0").rstrip(".")
    return f"{score} ({worth})"


def margin(totals: Sequence[float]) -> float | None:
    """How far the best is ahead of the second, in percent of the best; None for fewer than two."""
    best = sorted(totals, reverse=True)[:2]
    return None if len(best) < 2 or best[0] <= EPSILON else max(0.0, (best[0] - best[1]) / best[0] * 100)


def _metrics(
    given: AnalysisInput, qspm: Qspm, ordered: Sequence[tuple[int, Strategy, float]], found: Sequence[Entry]
) -> Iterator[Metric]:
    figures = Figures.of(given)
    used = [row.entry.factor for row in qspm.rows]
    ahead = margin([total for _, _, total in ordered])
    best = [strategy for place, strategy, _ in ordered if place == 1]
    sums = [weighing([valued(e) for e in found if e.group in side]).weight_sum for side in (INTERNAL, EXTERNAL)]
    yield figures.metric(
        "weight_sum",
        "Sum of weights, as given",
        fsum(one for one in sums if one is not None) if any(one is not None for one in sums) else None,
        scale="should be 2.0: 1 of IFE and 1 of EFE",
        n=len(found),
        formula="sum of the weights of all factors",
        of=used,
    )
    yield figures.metric(
        "best",
        "Most attractive",
        (best[0].label if len(best) == 1 else f"tie of {len(best)}") if best else None,
        scale="within these strategies only",
        n=len(qspm.rows),
        formula="highest STAS; equals are a tie",
        of=used,
        item=best[0].id if len(best) == 1 else "",
    )
    yield figures.metric(
        "margin",
        "Ahead of the second",
        ahead,
        unit="%",
        scale="percent of the highest STAS",
        n=len(ordered),
        formula="(highest - second) / highest",
        of=used,
    )
    for name, label, value in (
        ("rows", "Factors that count", qspm.rows),
        ("dashes", "Dashes", qspm.dashes),
        ("partial", "Factors with a score for some only", qspm.partial),
    ):
        yield figures.metric(
            name,
            label,
            len(value) if qspm.strategies else None,
            scale=f"0-{len(found)}",
            n=len(found),
            formula="a dash must be a dash for all strategies",
        )
    for place, strategy, total in ordered:
        for key, label, figure, formula in (
            ("stas", "STAS", total, "sum of weight x AS"),
            ("rank", "Rank", place, "highest STAS first; equals share a rank"),
        ):
            yield figures.metric(
                key,
                f"{label}: {strategy.label}",
                figure,
                scale=SCALE if key == "stas" else f"1-{len(ordered)}",
                n=len(qspm.rows),
                formula=formula,
                of=used,
                item=strategy.id,
                detail=True,
            )


def _findings(figures: Figures, canvas: SwotCanvas, found: Sequence[Entry], qspm: Qspm) -> Iterator[Finding]:
    yield from score_findings(figures, canvas, found)
    for entry in qspm.partial:
        lacking = [s.label for s in qspm.strategies if (s.id, entry.id) not in qspm.scores]
        yield figures.finding(
            "partial-dash",
            Severity.WARNING,
            f"{entry.code} {quoted(entry.text)} has no score for {quoted(lacking[0])}, but for other strategies, so it "
            "counts for none.",
            "A dash must be a dash for all strategies: score the rest, or take the scores out.",
            item=entry.id,
        )
    if qspm.unweighted:
        yield figures.finding(
            "score-without-weight",
            Severity.WARNING,
            f"There are scores but no usable weight for {codes_of(qspm.unweighted)}.",
            "Weigh them as in IFE and EFE; missing is not zero.",
            about=[entry.id for entry in qspm.unweighted],
        )
    if qspm.strategies:
        for name, side in (("IFE", INTERNAL), ("EFE", EXTERNAL)):
            told = weighing([valued(entry) for entry in found if entry.group in side])
            if told.weight_sum is not None and not told.adds_up:
                yield figures.finding(
                    "weights-do-not-add-up",
                    Severity.ERROR,
                    f"The weights of {name} add up to {told.weight_sum:.4g}, not to 1, and QSPM uses them.",
                    "Correct the weights.",
                )
        if len(qspm.strategies) == 1:
            yield figures.finding(
                "single-strategy",
                Severity.NOTE,
                f"Only {quoted(qspm.strategies[0].label)} has scores, so there is nothing to compare it with.",
                "Score at least two strategies that exclude each other.",
                item=qspm.strategies[0].id,
            )


def score_findings(figures: Figures, canvas: SwotCanvas, found: Sequence[Entry]) -> Iterator[Finding]:
    """Scores that lead nowhere, are off the scale, or are said twice in different ways."""
    known = by_id(found)
    strategies = {strategy.id: strategy for strategy in canvas.strategies if strategy.id}
    for score in canvas.scores:
        if score.strategy not in strategies or score.factor not in known:
            yield figures.finding(
                "broken-score",
                Severity.ERROR,
                f"The score of {score.strategy or '?'} for {score.factor or '?'} does not join a strategy and a factor "
                "that are there.",
                "Remove it, or correct its ids.",
                item=score.id,
                fix=figures.removal("scores", score.id, "remove a score that leads nowhere"),
            )
        elif score.value is not None and not on_scale(score.value, 1, 4):
            yield figures.finding(
                "score-off-scale",
                Severity.ERROR,
                f"{quoted(strategies[score.strategy].label)} has the score {score.value:g} for "
                f"{known[score.factor].code}, which is not from 1 to 4.",
                "Correct it; it does not count.",
                item=score.id,
            )
    for strategy, factor in said_twice((s.strategy, s.factor) for s in canvas.scores if s.value is not None):
        values = {
            s.value for s in canvas.scores if (s.strategy, s.factor) == (strategy, factor) and s.value is not None
        }
        if len(values) > 1 and strategy in strategies and factor in known:
            yield figures.finding(
                "score-said-twice",
                Severity.ERROR,
                f"{quoted(strategies[strategy].label)} has several scores for {known[factor].code}.",
                "Remove all but one; none counts until then.",
                item=strategy,
            )


def _reading(qspm: Qspm, ordered: Sequence[tuple[int, Strategy, float]]) -> str:
    if not qspm.strategies:
        return "No strategy has scores yet. Say for each factor how attractive it makes each strategy, from 1 to 4."
    if not ordered:
        return "No factor has a weight and a score for every strategy, so there is no total. Complete a row first."
    best = [strategy for place, strategy, _ in ordered if place == 1]
    if len(ordered) == 1:
        return f"Only {quoted(best[0].label)} is scored, so nothing can be compared. Score another strategy."
    if len(best) > 1:
        return (
            f"{counted(len(best), 'strategy', 'strategies')} tie at {ordered[0][2]:.2f}. Look at the factors where "
            "their scores differ."
        )
    ahead = margin([total for _, _, total in ordered]) or 0.0
    close = " That is little: look again at the scores that differ." if ahead < 5 else ""
    return (
        f"{quoted(best[0].label)} is most attractive with {ordered[0][2]:.2f}, {ahead:.1f} % ahead of the second of "
        f"these {len(ordered)} strategies.{close} Look next at its factors with a low score."
    )
