"""Cross-impact (Gordon and Helmer 1966, Turoff): what a factor's happening makes of the probability of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, log

from personatui.api import (
    EPSILON,
    AnalysisInput,
    Figures,
    Finding,
    MatrixBlock,
    Metric,
    Report,
    Severity,
    TableBlock,
    counted,
)
from personatui_pestel.canvas import Conditional, PestelCanvas
from personatui_pestel.factors import Entry, by_id, entries, factors_of
from personatui_pestel.regions import TOOL_ID, as_pestel_canvas

ANALYSIS_ID = f"{TOOL_ID}.cross-impact"
TITLE = "Cross-impact"
# How far P(i|j) P(j) and P(j|i) P(i), which are the same probability, may be apart [P].
_TOLERANCE = 0.01
_SCALES = {"admissible": "yes, no", "factor": "any number; 0 is no influence, below 0 it hinders"}


def is_open(probability: float | None) -> bool:
    """Whether a value is a probability above 0 and below 1."""
    return probability is not None and isfinite(probability) and EPSILON < probability < 1 - EPSILON


def bounds(p_i: float, p_j: float) -> tuple[float, float]:
    """The lowest and highest P(i|j) that go with P(i) and P(j): max(0, (Pi + Pj - 1) / Pj) to min(1, Pi / Pj)."""
    return max(0.0, (p_i + p_j - 1) / p_j), min(1.0, p_i / p_j)


def complement(p_i: float, p_j: float, p_i_given_j: float) -> float:
    """P(i | not j) = (Pi - Pj P(i|j)) / (1 - Pj)."""
    return (p_i - p_j * p_i_given_j) / (1 - p_j)


def _logit(probability: float) -> float:
    return log(probability / (1 - probability))


def turoff(p_i: float, p_j: float, p_i_given_j: float) -> float:
    """Turoff's factor C_ij = (logit R_ij - logit P_i) / (1 - P_j); above 0 the one promotes the other."""
    return (_logit(p_i_given_j) - _logit(p_i)) / (1 - p_j)


@dataclass(frozen=True, slots=True)
class Impact:
    """A conditional probability with what it says and must keep to. `factor` is None for P(i|j) of 0 or 1."""

    said: Conditional
    event: Entry
    given: Entry
    low: float
    high: float
    is_admissible: bool
    complement: float | None
    factor: float | None

    @property
    def name(self) -> str:
        """P(L1 | P2)."""
        return f"P({self.event.code} | {self.given.code})"


def read_impacts(canvas: PestelCanvas, found: Sequence[Entry]) -> tuple[Impact, ...]:
    """The conditional probabilities between factors that have a probability; those said twice differently drop out."""
    known = by_id(found)
    values: dict[tuple[str, str], set[float]] = {}
    for one in canvas.conditionals:
        if one.probability is not None:
            values.setdefault((one.event, one.given), set()).add(one.probability)
    impacts: dict[tuple[str, str], Impact] = {}
    for one in canvas.conditionals:
        event, given, value = known.get(one.event), known.get(one.given), one.probability
        if event is None or given is None or event is given or value is None or not isfinite(value):
            continue
        p_i, p_j = event.factor.probability, given.factor.probability
        if p_i is None or p_j is None or not is_open(p_i) or not is_open(p_j):
            continue
        if not 0 <= value <= 1 or len(values[one.event, one.given]) > 1:
            continue
        low, high = bounds(p_i, p_j)
        fits = low - EPSILON <= value <= high + EPSILON
        impacts[one.event, one.given] = Impact(
            one,
            event,
            given,
            low,
            high,
            fits,
            min(1.0, max(0.0, complement(p_i, p_j, value))) if fits else None,
            turoff(p_i, p_j, value) if is_open(value) else None,
        )
    return tuple(impacts.values())


def analyse_cross_impact(given: AnalysisInput) -> Report:
    """The report `pestel.cross-impact`: admissible bounds, complements, and Turoff's factors."""
    canvas = as_pestel_canvas(given.canvas)
    found = entries(canvas)
    impacts = read_impacts(canvas, found)
    events = [entry for entry in found if is_open(entry.factor.probability)]
    cells = {(one.event.code, one.given.code): one.factor for one in impacts}
    peak = max((abs(value) for value in cells.values() if value is not None), default=None)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(events, impacts),
        metrics=tuple(_metrics(given, found, events, impacts)),
        blocks=(
            MatrixBlock(
                "Turoff factors: what the column does to the row (above 0 promotes, below 0 hinders)",
                tuple(f"{entry.label} ({entry.factor.probability:g})" for entry in events),
                tuple(entry.code for entry in events),
                tuple(tuple(cells.get((row.code, column.code)) for column in events) for row in events),
                None if peak is None else -peak,
                peak,
            ),
            TableBlock(
                "Conditional probabilities",
                ("Event", "Said", "Lowest", "Highest", "Admissible", "If not", "Factor"),
                tuple(
                    (
                        one.name,
                        one.said.probability,
                        one.low,
                        one.high,
                        "yes" if one.is_admissible else "no",
                        one.complement,
                        one.factor,
                    )
                    for one in impacts
                ),
                align="<>>><>>",
            ),
        ),
        findings=tuple(cross_findings(Figures.of(given), canvas, found)),
    )


def _metrics(
    given: AnalysisInput, found: Sequence[Entry], events: Sequence[Entry], impacts: Sequence[Impact]
) -> Iterator[Metric]:
    figures = Figures.of(given)
    yield figures.metric(
        "events", "Factors with a probability", len(events) if found else None, scale="above 0 and below 1",
        n=len(found), formula="number of factors", of=factors_of(events),
    )  # fmt: skip
    used = [entry for one in impacts for entry in (one.event, one.given)]
    wrong = [one for one in impacts if not one.is_admissible]
    yield figures.metric(
        "inadmissible", "Judgements out of bounds", len(wrong) if impacts else None, scale=f"0-{len(impacts)}",
        n=len(impacts), formula="P(i|j) outside [max(0, (Pi + Pj - 1) / Pj), min(1, Pi / Pj)]", of=factors_of(used),
    )  # fmt: skip
    for name, label, best in (
        ("promotes", "Strongest promotion", _extreme(impacts, 1)),
        ("hinders", "Strongest hindrance", _extreme(impacts, -1)),
    ):
        yield figures.metric(
            name,
            f"{label}: {best.given.code} on {best.event.code}" if best is not None else label,
            best.factor if best is not None else None,
            scale="Turoff factor, no limits",
            n=len(impacts),
            formula="(logit P(i|j) - logit P(i)) / (1 - P(j)), of the judgements that can be",
            of=factors_of([best.event, best.given] if best is not None else []),
            item=best.said.id if best is not None else "",
        )
    for one in impacts:
        for key, label, value, formula in (
            ("lower", "Lowest", one.low, "max(0, (Pi + Pj - 1) / Pj)"),
            ("upper", "Highest", one.high, "min(1, Pi / Pj)"),
            ("admissible", "Admissible", "yes" if one.is_admissible else "no", "between lowest and highest"),
            ("complement", "If the other does not happen", one.complement, "(Pi - Pj P(i|j)) / (1 - Pj)"),
            ("factor", "Turoff factor", one.factor, "(logit P(i|j) - logit P(i)) / (1 - P(j))"),
        ):
            yield figures.metric(
                key, f"{label}: {one.name}", value, scale=_SCALES.get(key, "0-1"), n=1,
                formula=formula, of=factors_of([one.event, one.given]), item=one.said.id, detail=True,
            )  # fmt: skip


def _extreme(impacts: Sequence[Impact], sign: int) -> Impact | None:
    known = [one for one in impacts if one.is_admissible and one.factor is not None and one.factor * sign > EPSILON]
    return max(known, key=lambda one: ((one.factor or 0) * sign, one.name), default=None)


def cross_findings(figures: Figures, canvas: PestelCanvas, found: Sequence[Entry]) -> Iterator[Finding]:
    """Probabilities that are not between 0 and 1, and judgements that lead nowhere or cannot be true together."""
    for entry in found:
        probability = entry.factor.probability
        if probability is not None and not is_open(probability):
            certain = "is certain or impossible" if probability in (0, 1) else "is no probability"
            yield figures.finding(
                "probability-not-open",
                Severity.ERROR,
                f"{entry.told} has the probability {probability:g}, which {certain}; cross-impact needs one "
                "above 0 and below 1.",
                "Give a probability such as 0.05 or 0.95; until then it is left out.",
                item=entry.id,
            )
    known = by_id(found)
    said: dict[tuple[str, str], set[float]] = {}
    for one in canvas.conditionals:
        event, given, value = known.get(one.event), known.get(one.given), one.probability
        if event is None or given is None or event is given:
            yield figures.finding(
                "broken-conditional",
                Severity.ERROR,
                f"The judgement {one.event or '?'} given {one.given or '?'} does not join two factors that are there.",
                "Remove it, or correct its ids.",
                item=one.id,
                fix=figures.removal("conditionals", one.id, "remove a judgement that leads nowhere"),
            )
            continue
        name = f"P({event.code} | {given.code})"
        if value is None:
            yield figures.finding(
                "conditional-without-probability",
                Severity.WARNING,
                f"{name} has no value.",
                "Say how probable the one is once the other has happened.",
                item=one.id,
            )
            continue
        said.setdefault((one.event, one.given), set()).add(value)
        if not is_open(value):
            kind = "makes it certain or impossible, so it has no factor" if value in (0, 1) else "is no probability"
            yield figures.finding(
                "conditional-not-open",
                Severity.ERROR,
                f"{name} is {value:g}, which {kind}.",
                "Give a value above 0 and below 1.",
                item=one.id,
            )
        for entry in (event, given):
            if entry.factor.probability is None:
                yield figures.finding(
                    "event-without-probability",
                    Severity.WARNING,
                    f"{entry.told} has no probability of its own, so {name} cannot be used.",
                    "Say how probable it is by itself; missing is not zero.",
                    item=entry.id,
                )
    for (one_id, other_id), values in said.items():
        if len(values) > 1:
            yield figures.finding(
                "conditional-said-twice",
                Severity.ERROR,
                f"P({known[one_id].code} | {known[other_id].code}) is said in several ways.",
                "Remove all but one; none counts until then.",
                about=(one_id, other_id),
            )
    yield from _contradictions(figures, read_impacts(canvas, found))


def _contradictions(figures: Figures, impacts: Sequence[Impact]) -> Iterator[Finding]:
    for one in impacts:
        if not one.is_admissible:
            yield figures.finding(
                "inadmissible-probability",
                Severity.ERROR,
                f"{one.name} = {one.said.probability:g} cannot be: with the probabilities of both it is between "
                f"{one.low:.2f} and {one.high:.2f}.",
                "Change it, or the probabilities of the two factors.",
                item=one.said.id,
                about=(one.event.id, one.given.id),
            )
    by_pair = {(one.event.id, one.given.id): one for one in impacts if one.is_admissible}
    for (event, given), one in by_pair.items():
        back = by_pair.get((given, event))
        if back is None or event > given:
            continue
        both = (one.said.probability or 0) * (one.given.factor.probability or 0)
        turned = (back.said.probability or 0) * (back.given.factor.probability or 0)
        if abs(both - turned) > _TOLERANCE + EPSILON:
            yield figures.finding(
                "contradicting-conditionals",
                Severity.WARNING,
                f"{one.name} and {back.name} do not agree: both together would have the probability {both:.2f} by the "
                f"one and {turned:.2f} by the other.",
                "P(i|j) P(j) is the same as P(j|i) P(i): change one of them.",
                item=one.said.id,
                about=(event, given),
            )


def _reading(events: Sequence[Entry], impacts: Sequence[Impact]) -> str:
    if len(events) < 2:
        return "Fewer than two factors have a probability, so nothing can act on anything. Give some a probability."
    if not impacts:
        return (
            f"{counted(len(events), 'factor')} have a probability, but nothing is said of pairs yet. Ask: if this "
            "happened, how probable would that be?"
        )
    wrong = [one for one in impacts if not one.is_admissible]
    if wrong:
        return (
            f"{counted(len(wrong), 'judgement')} of {len(impacts)} cannot be true with the probabilities of "
            f"the factors, such as {wrong[0].name} = {wrong[0].said.probability:g}. Correct these first."
        )
    known = [one for one in impacts if one.factor is not None]
    if not known:
        return "No judgement has a factor, because all are certain or impossible. Give values above 0 and below 1."
    best = max(known, key=lambda one: (abs(one.factor or 0), one.name))
    verb = "promotes" if (best.factor or 0) > 0 else "hinders"
    return (
        f"{best.given.told} {verb} {best.event.told} most (factor {best.factor:+.2f}). Look next at what you could do "
        f"about {best.given.code}, since it moves the other."
    )
