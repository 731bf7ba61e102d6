"""The survey read: the category that each pair of answers makes, and what may count of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt
from typing import Literal

from personatui.api import EPSILON, Canvas

from personatui_kano.canvas import MOST_IMPORTANT, Answer, Feature, KanoCanvas

TOOL_ID = "kano"

Category = Literal["M", "O", "A", "I", "R", "Q"]
# In the order of what is decided first on a tie: M > O > A > I (Berger et al. 1993).
CATEGORIES: tuple[Category, ...] = ("M", "O", "A", "I", "R", "Q")
TITLES: dict[Category, str] = {
    "M": "must-be",
    "O": "one-dimensional",
    "A": "attractive",
    "I": "indifferent",
    "R": "reverse",
    "Q": "questionable",
}
COUNTED: dict[Category, str] = {
    "M": "must_be",
    "O": "one_dimensional",
    "A": "attractive",
    "I": "indifferent",
    "R": "reverse",
    "Q": "questionable",
}
# The evaluation table of Kano et al. 1984 as in Berger et al. 1993: a line an answer to the functional question, in it
# a letter an answer to the dysfunctional one, both from like to dislike.
EVALUATION: tuple[tuple[Category, ...], ...] = (
    ("Q", "A", "A", "A", "O"),
    ("R", "I", "I", "I", "M"),
    ("R", "I", "I", "I", "M"),
    ("R", "I", "I", "I", "M"),
    ("R", "R", "R", "R", "Q"),
)
# Fong 1996: the normal deviate of a one-sided test at 5 %.
_DEVIATE = 1.65
# Lee and Newcomb 1997: of a weak category and a strong total, what is wanted is mixed.
WEAKEST_CATEGORY, STRONGEST_TOTAL = 6.0, 60.0


def evaluate(functional: int, dysfunctional: int) -> Category:
    """The category that a pair of answers makes. Raises IndexError for answers that are not from 1 to 5."""
    if not (is_answer(functional) and is_answer(dysfunctional)):
        raise IndexError(f"{functional} and {dysfunctional} are not both from 1 to 5")
    return EVALUATION[functional - 1][dysfunctional - 1]


def is_answer(value: int | None) -> bool:
    """Whether a value is one of the five answers."""
    return value is not None and 1 <= value <= 5


def is_importance(value: int | None) -> bool:
    """Whether a value is on the scale of importance."""
    return value is not None and 1 <= value <= MOST_IMPORTANT


@dataclass(frozen=True)
class Tally:
    """What people say of one feature: how many make each category, and how important they find it.

    `mark` is its short name in tables and on charts. `is_counted` tells counts from answers one by one. `left_out` is
    how many answers say something that cannot count: half a pair, off the scale, twice by the same person.
    """

    feature: Feature
    mark: str
    counts: Mapping[Category, int]
    importance: tuple[int, ...] = ()
    left_out: int = 0
    is_counted: bool = False

    @property
    def title(self) -> str:
        """The feature as a table calls it."""
        return f"{self.mark} {self.feature.label or '(no name)'}"

    @property
    def n(self) -> int:
        """The pairs of answers that count."""
        return sum(self.counts.values())

    @property
    def n_core(self) -> int:
        """Those of them that are A, O, M or I: the base of the coefficients."""
        return sum(self.counts[one] for one in ("A", "O", "M", "I"))

    def share(self, category: Category) -> float | None:
        """The share of a category among all pairs, 0 to 1; None without a pair."""
        return self.counts[category] / self.n if self.n else None

    @cached_property
    def order(self) -> tuple[Category, ...]:
        """The categories, most frequent first, on a tie by M > O > A > I."""
        return tuple(sorted(CATEGORIES, key=lambda one: (-self.counts[one], CATEGORIES.index(one))))

    @property
    def category(self) -> Category | None:
        """The most frequent category; None without a pair."""
        return self.order[0] if self.n else None

    @property
    def is_tied(self) -> bool:
        """Whether the tie rule decided the category."""
        return self.n > 0 and self.counts[self.order[0]] == self.counts[self.order[1]]

    @property
    def category_strength(self) -> float | None:
        """Percent of the first category minus percent of the second (Lee and Newcomb 1997)."""
        return 100 * (self.counts[self.order[0]] - self.counts[self.order[1]]) / self.n if self.n else None

    @property
    def total_strength(self) -> float | None:
        """Percent of A, O and M together (Lee and Newcomb 1997)."""
        return 100 * sum(self.counts[one] for one in ("A", "O", "M")) / self.n if self.n else None

    @property
    def is_mixed(self) -> bool:
        """Whether the feature is wanted, but its category hardly stands out."""
        weak, strong = self.category_strength, self.total_strength
        return weak is not None and strong is not None and weak < WEAKEST_CATEGORY and strong >= STRONGEST_TOTAL

    @property
    def least_difference(self) -> float | None:
        """What the first two categories must differ by at least, in answers, to tell them apart (Fong 1996)."""
        if not self.n:
            return None
        both = self.counts[self.order[0]] + self.counts[self.order[1]]
        return _DEVIATE * sqrt(both * (2 * self.n - both) / (2 * self.n))

    @property
    def is_significant(self) -> bool | None:
        """Whether the first category is more than chance above the second; None without a pair."""
        least = self.least_difference
        if least is None:
            return None
        return self.counts[self.order[0]] - self.counts[self.order[1]] >= least - EPSILON

    @property
    def better(self) -> float | None:
        """How far it can satisfy when it is there, 0 to 1: (A + O) / (A + O + M + I)."""
        return (self.counts["A"] + self.counts["O"]) / self.n_core if self.n_core else None

    @property
    def worse(self) -> float | None:
        """How far it dissatisfies when it is missing, -1 to 0: -(O + M) / (A + O + M + I)."""
        return -(self.counts["O"] + self.counts["M"]) / self.n_core if self.n_core else None

    @property
    def mean_importance(self) -> float | None:
        """The mean of what people say of its importance; None where nobody says."""
        return sum(self.importance) / len(self.importance) if self.importance else None


@dataclass
class _Collected:
    pairs: list[Category] = field(default_factory=list)
    importance: list[int] = field(default_factory=list)
    left_out: int = 0


def as_kano(canvas: Canvas) -> KanoCanvas:
    """The canvas as a Kano survey; one read before the tool was there is a plain record of the same data."""
    return canvas if isinstance(canvas, KanoCanvas) else KanoCanvas.model_validate(canvas.to_data())


def repeated(canvas: KanoCanvas) -> frozenset[tuple[str, str]]:
    """Respondent and feature of answers that are given more than once; nobody knows which of them counts."""
    seen: set[tuple[str, str]] = set()
    again: set[tuple[str, str]] = set()
    for answer in canvas.answers:
        key = (answer.name.strip(), answer.feature)
        if all(key):
            (again if key in seen else seen).add(key)
    return frozenset(again)


def tallies(canvas: KanoCanvas) -> tuple[Tally, ...]:
    """What people say of each feature. Answers one by one come before counts."""
    again = repeated(canvas)
    collected: dict[str, _Collected] = {feature.id: _Collected() for feature in canvas.features if feature.id}
    for answer in canvas.answers:
        if answer.feature in collected:
            _collect(collected[answer.feature], answer, (answer.name.strip(), answer.feature) in again)
    found: list[Tally] = []
    for number, feature in enumerate(canvas.features, start=1):
        held = collected.get(feature.id, _Collected())
        mark = f"F{number}"
        counts = counted(feature)
        if counts is not None and not held.pairs:
            found.append(Tally(feature, mark, counts, tuple(held.importance), held.left_out, is_counted=True))
        else:
            said = {one: held.pairs.count(one) for one in CATEGORIES}
            found.append(Tally(feature, mark, said, tuple(held.importance), held.left_out))
    return tuple(found)


def counted(feature: Feature) -> dict[Category, int] | None:
    """The counts of a feature; those of a category that nobody chose may be left out. None without a sound count."""
    told: dict[Category, int | None] = {one: getattr(feature, name) for one, name in COUNTED.items()}
    known = [value for value in told.values() if value is not None]
    if not known or any(value < 0 for value in known):
        return None
    return {one: value or 0 for one, value in told.items()}


def _collect(into: _Collected, answer: Answer, is_repeated: bool) -> None:
    functional, dysfunctional = answer.functional, answer.dysfunctional
    if is_repeated:
        into.left_out += 1
        return
    if functional is not None and dysfunctional is not None and is_answer(functional) and is_answer(dysfunctional):
        into.pairs.append(evaluate(functional, dysfunctional))
    elif functional is not None or dysfunctional is not None:
        into.left_out += 1
    if answer.importance is not None and is_importance(answer.importance):
        into.importance.append(answer.importance)
