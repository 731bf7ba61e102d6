"""NPS, CSAT and CES of one measurement: from the answers, from counts of them, or from their mean."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, sqrt

from personatui.api import EPSILON
from personatui_experience_map.canvas import Measure

# The 95 % quantile of the normal distribution, two-sided.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Rules:
    """The scale of a kind of question and which answers count as good, and for NPS as bad."""

    title: str
    low: int
    high: int
    good: tuple[int, int]
    bad: tuple[int, int] | None = None

    @property
    def scale(self) -> str:
        return f"{self.low}-{self.high}"


RULES: dict[str, Rules] = {
    "nps": Rules("NPS", 0, 10, (9, 10), (0, 6)),
    "csat": Rules("CSAT", 1, 5, (4, 5)),
    "ces 2.0": Rules("CES 2.0", 1, 7, (5, 7)),
    # effort: 1 is very low, so its good end is not counted by any published rule
    "ces 1.0": Rules("CES 1.0", 1, 5, (1, 2)),
}


@dataclass(frozen=True, slots=True)
class Score:
    """What a measurement says; each figure None where it cannot be told.

    `good` and `bad` are percentages of n; `margin` is half of the 95 % interval of the main figure, in points.
    """

    rules: Rules
    n: int | None
    good: float | None = None
    bad: float | None = None
    mean: float | None = None

    @property
    def nps(self) -> float | None:
        """% promoters - % detractors, -100 to 100."""
        return self.good - self.bad if self.good is not None and self.bad is not None else None

    @property
    def margin(self) -> float | None:
        """Half of the 95 % interval of NPS or of the share of good answers, by the normal distribution [P].

        None where all answered alike: then that tells of no interval, and certainly of no width of 0.
        """
        if not self.n or self.good is None:
            return None
        good, bad = self.good / 100, (self.bad or 0.0) / 100
        variance = good + bad - (good - bad) ** 2
        return 100 * _Z * sqrt(variance / self.n) if variance > EPSILON else None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a measurement gives no figure; `wrong` when something in it cannot be, rather than missing."""

    code: str
    reason: str
    hint: str
    wrong: bool = False


def score(measure: Measure) -> Score | Refusal:
    """The figures of a measurement. Answers come before counts, and counts before a mean [P]."""
    if measure.kind is None:
        return Refusal("measure-without-kind", "it does not say what was asked", "Set `kind` to nps, csat or ces.")
    if measure.kind == "ces" and measure.version is None:
        return Refusal(
            "effort-without-version",
            "it does not say which version of the effort score it is, and in one more is better, in the other less",
            "Set `version` to 2.0 (agreement that it was easy, 1-7) or 1.0 (effort, 1-5).",
        )
    rules = RULES[f"{measure.kind} {measure.version}" if measure.kind == "ces" else measure.kind]
    if measure.answers:
        return _of_answers(measure, rules)
    if measure.top is not None or measure.bottom is not None:
        return _of_counts(measure, rules)
    if measure.mean is not None:
        return _of_mean(measure, rules)
    return Refusal("measure-without-answers", "it has no answers yet", "Enter `answers`, or counts, or the `mean`.")


def given_in(measure: Measure) -> tuple[str, ...]:
    """In which ways the result of a measurement is given."""
    ways = (
        ("answers", bool(measure.answers)),
        ("counts", measure.top is not None or measure.bottom is not None),
        ("a mean", measure.mean is not None),
    )
    return tuple(way for way, is_given in ways if is_given)


def _of_answers(measure: Measure, rules: Rules) -> Score | Refusal:
    wrong = [answer for answer in measure.answers if not rules.low <= answer <= rules.high]
    if wrong:
        return Refusal(
            "answer-off-scale",
            f"the answer {wrong[0]} is not on the scale {rules.scale}",
            "Correct the answers, or the kind of question; nothing is rounded into range.",
            wrong=True,
        )
    n = len(measure.answers)

    def share(band: tuple[int, int]) -> float:
        return 100 * sum(band[0] <= answer <= band[1] for answer in measure.answers) / n

    mean = fsum(measure.answers) / n
    good = None if rules is RULES["ces 1.0"] else share(rules.good)
    return Score(rules, n, good, share(rules.bad) if rules.bad else None, mean)


def _of_counts(measure: Measure, rules: Rules) -> Score | Refusal:
    if rules is RULES["ces 1.0"]:
        return Refusal(
            "no-counts-of-effort",
            "CES 1.0 is a mean, and counts of answers are no figure of it",
            "Enter the `answers` or their `mean`.",
        )
    n, top, bottom = measure.respondents, measure.top, measure.bottom
    if n is None or n == 0:
        reason = "the number of respondents is missing" if n is None else "nobody answered"
        return Refusal("missing-respondents", reason, "Enter `respondents`: a count alone is no share.")
    counts = [count for count in (top, bottom) if count is not None]
    if n < 0 or min(counts) < 0 or sum(counts) > n:
        return Refusal(
            "counts-exceed-respondents",
            f"its counts ({' and '.join(map(str, counts))}) do not fit {n} respondents",
            "Correct the counts; nothing is rounded into range.",
            wrong=True,
        )
    if top is None or (rules.bad and bottom is None):
        missing = f"{rules.good[0]}-{rules.good[1]}" if top is None else "0-6"
        return Refusal("missing-count", f"the count of answers {missing} is missing", "Enter it: missing is not zero.")
    bad = 100 * bottom / n if rules.bad and bottom is not None else None
    return Score(rules, n, 100 * top / n, bad, measure.mean if _on(measure.mean, rules) else None)


def _of_mean(measure: Measure, rules: Rules) -> Score | Refusal:
    if rules.bad:
        return Refusal("mean-of-nps", "NPS is no mean of answers", "Enter the `answers`, or their counts.")
    if not _on(measure.mean, rules):
        return Refusal(
            "mean-off-scale",
            f"the mean {measure.mean:g} is not on the scale {rules.scale}",
            "Correct the mean; nothing is rounded into range.",
            wrong=True,
        )
    n = measure.respondents
    return Score(rules, n if n is not None and n > 0 else None, mean=measure.mean)


def _on(value: float | None, rules: Rules) -> bool:
    return value is not None and rules.low <= value <= rules.high
