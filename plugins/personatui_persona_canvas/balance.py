"""How good and bad weigh against each other on a Customer Persona Canvas. Its authors publish no figures: all [P]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from personatui.api import (
    EPSILON,
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    Metric,
    Report,
    Severity,
    TableBlock,
    counted,
    listed,
)
from personatui_persona_canvas.sections import (
    AROUND,
    LAYOUT,
    PAIRS,
    TITLES,
    TOOL_ID,
    Pair,
    as_persona_canvas,
    notes_in,
)

ANALYSIS_ID = f"{TOOL_ID}.balance"
TITLE = "Balance of the pairs"
SCALE = "-1 only negative, 0 even, 1 only positive"
FORMULA = "(positive - negative) / (positive + negative) [P]"
_PROMPTS = {region.id: region.prompts for region in LAYOUT.regions}


@dataclass(frozen=True, slots=True)
class Weight:
    """How many positive and negative notes there are."""

    positive: int
    negative: int

    @property
    def total(self) -> int:
        return self.positive + self.negative

    @property
    def balance(self) -> float | None:
        """(positive - negative) / all, -1 to 1; None without any note."""
        return (self.positive - self.negative) / self.total if self.total else None

    @property
    def is_one_sided(self) -> bool:
        """Whether exactly one of the two halves is empty."""
        return self.total > 0 and 0 in (self.positive, self.negative)


def pooled(weights: Iterable[Weight]) -> Weight:
    """All notes together; the tilt is the balance of these, not the mean of the balances."""
    told = tuple(weights)
    return Weight(sum(one.positive for one in told), sum(one.negative for one in told))


def analyse_balance(given: AnalysisInput) -> Report:
    """The report `persona_canvas.balance`."""
    canvas = as_persona_canvas(given.canvas)
    weights = {
        pair.id: Weight(len(notes_in(canvas, pair.positive)), len(notes_in(canvas, pair.negative))) for pair in PAIRS
    }
    whole = pooled(weights.values())
    subject = given.at()

    def metric(name: str, label: str, weight: Weight, sections: Iterable[str], formula: str = FORMULA) -> Metric:
        evidence = given.project.evidence(note for section in sections for note in notes_in(canvas, section))
        return Metric(name, label, weight.balance, "", SCALE, weight.total, formula, evidence, subject)

    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(weights, whole),
        metrics=(
            metric("tilt", "Tilt of the canvas", whole, AROUND, f"{FORMULA}, the notes of all pairs together"),
            *(
                metric(f"balance_{pair.id}", f"Balance of {pair.title.lower()}", weights[pair.id], _sides(pair))
                for pair in PAIRS
            ),
            Metric(
                "one_sided",
                "Pairs with one empty half",
                sum(weight.is_one_sided for weight in weights.values()) if whole.total else None,
                "",
                f"0-{len(PAIRS)}",
                sum(1 for weight in weights.values() if weight.total),
                "pairs with notes on one side only [P]",
                given.project.evidence(note for section in AROUND for note in notes_in(canvas, section)),
                subject,
            ),
        ),
        blocks=(
            BarsBlock(
                f"Balance, {SCALE}",
                tuple(
                    Bar(title, weight.balance, f"{weight.positive} : {weight.negative}")
                    for title, weight in (
                        *((pair.title, weights[pair.id]) for pair in PAIRS),
                        ("All pairs together", whole),
                    )
                ),
                low=-1.0,
                high=1.0,
            ),
            TableBlock(
                "Notes per pair",
                ("Pair", "Level", "Positive", "Negative"),
                tuple((pair.title, pair.level, weights[pair.id].positive, weights[pair.id].negative) for pair in PAIRS),
                align="<<>>",
            ),
        ),
        findings=tuple(_findings(given, weights)),
    )


def _sides(pair: Pair) -> tuple[str, str]:
    return pair.positive, pair.negative


def _reading(weights: Mapping[str, Weight], whole: Weight) -> str:
    tilt = whole.balance
    if tilt is None:
        first = PAIRS[0].positive
        return (
            f"No pair has a note, so there is nothing to weigh yet. Start with “{TITLES[first]}”: {_PROMPTS[first][0]}"
        )
    said = f"{whole.positive} positive and {counted(whole.negative, 'negative note')}: tilt {tilt:+.2f}."
    missing = [
        TITLES[side]
        for pair in PAIRS
        for side, number in ((pair.positive, weights[pair.id].positive), (pair.negative, weights[pair.id].negative))
        if not number
    ]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        return f"{said} {listed(missing)} {verb} empty: ask for that before you read anything into the tilt."
    far = max(PAIRS, key=lambda pair: abs(weights[pair.id].balance or 0.0))
    leaning = weights[far.id].balance or 0.0
    if abs(leaning) < EPSILON:
        return f"{said} Every pair is even; look next at which needs the notes support."
    side = far.positive if leaning > 0 else far.negative
    return (
        f"{said} {far.title} lean furthest ({leaning:+.2f}, towards {TITLES[side].lower()}). "
        "It counts notes and not how much they matter: ask whether the other side was asked for."
    )


def _findings(given: AnalysisInput, weights: Mapping[str, Weight]) -> Iterator[Finding]:
    for pair in PAIRS:
        weight = weights[pair.id]
        if weight.is_one_sided:
            empty, full = (pair.negative, pair.positive) if weight.positive else (pair.positive, pair.negative)
            yield Finding(
                f"{TOOL_ID}.one-sided",
                Severity.NOTE,
                f"There are {TITLES[full].lower()} but no {TITLES[empty].lower()}.",
                given.at(),
                _PROMPTS[empty][0],
            )
        elif not weight.total and any(other.total for other in weights.values()):
            yield Finding(
                f"{TOOL_ID}.empty-pair",
                Severity.NOTE,
                f"The pair “{pair.title}” has no notes.",
                given.at(),
                _PROMPTS[pair.positive][0],
            )
