"""Ratings of outcomes and the opportunity algorithm (Ulwick): three kinds of rating, never mixed.

Importance I and satisfaction S of one outcome come from the same kind of rating; scores of different kinds or
scales are not compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from personatui.api import on_scale
from personatui_jtbd.canvas import Outcome

RatingKind = Literal["survey", "mean", "expert"]
# The bands of the score, best opportunity first; the two below 10 are told apart by S against I.
Band = Literal["extreme", "high", "opportunity", "overserved", "served"]
BANDS: tuple[Band, ...] = ("extreme", "high", "opportunity", "overserved", "served")
UNDERSERVED: frozenset[Band] = frozenset({"extreme", "high", "opportunity"})
BAND_TITLES: dict[Band, str] = {
    "extreme": "extreme, 15 and more",
    "high": "high, 12 to 15",
    "opportunity": "worth considering, 10 to 12",
    "overserved": "overserved, S > I",
    "served": "appropriately served",
}
BAND_NAMES: dict[Band, str] = {
    "extreme": "extreme",
    "high": "high",
    "opportunity": "worth considering",
    "overserved": "overserved",
    "served": "served",
}
KIND_TITLES: dict[RatingKind, str] = {
    "survey": "survey, share of answers 4 and 5",
    "mean": "survey, mean answers",
    "expert": "expert estimate",
}
FORMULA = "I + max(I - S, 0)"
EPSILON = 1e-9
EXPERT_SCALE = (0, 10)
# The least and the most that the top of a scale of means can be.
LEAST_TOP, MOST_TOP = 2, 10


def opportunity(importance: float, satisfaction: float) -> float:
    """The opportunity score I + max(I - S, 0): 0 to 20 on scales from 0 to 10. Ulwick 2016."""
    return importance + max(importance - satisfaction, 0.0)


def band(importance: float, satisfaction: float) -> Band:
    """The band of a score from scales 0 to 10; the limits 10, 12 and 15 belong to the band above them."""
    score = opportunity(importance, satisfaction)
    if score >= 15 - EPSILON:
        return "extreme"
    if score >= 12 - EPSILON:
        return "high"
    if score >= 10 - EPSILON:
        return "opportunity"
    return "overserved" if satisfaction > importance + EPSILON else "served"


def is_table_stake(importance: float, satisfaction: float) -> bool:
    """Whether the outcome is important and well satisfied: I of 5 or more and S at least I, scales 0 to 10."""
    return importance >= 5 - EPSILON and satisfaction >= importance - EPSILON


@dataclass(frozen=True, slots=True)
class Rating:
    """Importance and satisfaction of one outcome, of one kind. `top` is the end of the scale.

    Survey and expert ratings run from 0 to 10, means from 1 to `top`. `n` counts respondents, None when unknown.
    """

    outcome: Outcome
    kind: RatingKind
    importance: float
    satisfaction: float
    top: int
    n: int | None

    @property
    def score(self) -> float:
        return opportunity(self.importance, self.satisfaction)

    @property
    def band(self) -> Band | None:
        """The band; None for means, for which the limits 10, 12 and 15 do not hold."""
        return None if self.kind == "mean" else band(self.importance, self.satisfaction)

    @property
    def is_table_stake(self) -> bool:
        return self.kind != "mean" and is_table_stake(self.importance, self.satisfaction)

    @property
    def group(self) -> tuple[RatingKind, int]:
        """What scores may be compared within: the kind and the scale."""
        return self.kind, self.top

    @property
    def scale(self) -> str:
        """The scale of I and S, in words."""
        match self.kind:
            case "survey":
                return "0-10, share of answers 4 and 5 x 10"
            case "mean":
                return f"1-{self.top}, mean answer"
            case _:
                return "0-10, expert estimate"

    @property
    def score_scale(self) -> str:
        """The range of the score, in words."""
        match self.kind:
            case "survey":
                return "0-20"
            case "mean":
                return f"1-{2 * self.top - 1}, no bands on means"
            case _:
                return "0-20, expert estimate"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a kind of rating cannot be used; `wrong` when a value is out of range rather than missing."""

    kind: RatingKind
    reason: str
    wrong: bool = False
    code: str = "unrated-outcome"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the ratings of an outcome give: at most one rating, every refusal, and the kinds that were given."""

    outcome: Outcome
    rating: Rating | None
    refusals: tuple[Refusal, ...]
    given: tuple[RatingKind, ...]


def judge(outcome: Outcome) -> Judgement:
    """The rating of an outcome; of several complete kinds survey counts, else means, else an estimate [P]."""
    found = [answer for answer in (_survey(outcome), _mean(outcome), _expert(outcome)) if answer is not None]
    ratings = [answer for answer in found if isinstance(answer, Rating)]
    return Judgement(
        outcome,
        ratings[0] if ratings else None,
        tuple(answer for answer in found if isinstance(answer, Refusal)),
        tuple(answer.kind for answer in found),
    )


def underserved(outcomes: Iterable[Outcome]) -> tuple[Rating, ...]:
    """The ratings with a score of 10 or more: those of a survey before estimates, each kind best first."""
    found = tuple(rating for outcome in outcomes if (rating := judge(outcome).rating) and rating.band in UNDERSERVED)
    return tuple(
        rating for kind in ("survey", "expert") for _, rating in ranked(tuple(one for one in found if one.kind == kind))
    )


def _survey(outcome: Outcome) -> Rating | Refusal | None:
    importance, satisfaction, n = outcome.importance_top, outcome.satisfaction_top, outcome.respondents
    if importance is None and satisfaction is None:
        return None
    for name, count in (
        ("respondents", n),
        ("answers to importance", importance),
        ("answers to satisfaction", satisfaction),
    ):
        if count is not None and count < 0:
            return Refusal("survey", f"{count} {name} cannot be", wrong=True, code="negative-count")
    if n is None:
        return Refusal("survey", "the number of respondents is missing", code="missing-respondents")
    if n == 0:
        return Refusal("survey", "nobody answered", code="missing-respondents")
    for name, count in (("importance", importance), ("satisfaction", satisfaction)):
        if count is not None and count > n:
            return Refusal(
                "survey",
                f"{count} answers 4 or 5 to {name} of only {n} respondents",
                wrong=True,
                code="count-exceeds-respondents",
            )
    if importance is None or satisfaction is None:
        return Refusal("survey", _missing(importance, "the count for importance", "the count for satisfaction"))
    return Rating(outcome, "survey", importance * 10 / n, satisfaction * 10 / n, 10, n)


def _mean(outcome: Outcome) -> Rating | Refusal | None:
    importance, satisfaction, top = outcome.importance_mean, outcome.satisfaction_mean, outcome.mean_scale
    if importance is None and satisfaction is None:
        return None
    if not LEAST_TOP <= top <= MOST_TOP:
        return Refusal(
            "mean",
            f"its scale from 1 to {top} cannot be: `mean_scale` is {LEAST_TOP} to {MOST_TOP}",
            wrong=True,
            code="invalid-mean-scale",
        )
    for name, mean in (("importance", importance), ("satisfaction", satisfaction)):
        # written so that a value that is no number fails too
        if mean is not None and not 1 <= mean <= top:
            return Refusal(
                "mean",
                f"the mean {mean:g} of {name} is not on the scale 1-{top}",
                wrong=True,
                code="mean-off-scale",
            )
    if importance is None or satisfaction is None:
        return Refusal("mean", _missing(importance, "the mean of importance", "the mean of satisfaction"))
    return Rating(outcome, "mean", importance, satisfaction, top, outcome.respondents)


def _expert(outcome: Outcome) -> Rating | Refusal | None:
    importance, satisfaction = outcome.importance, outcome.satisfaction
    if importance is None and satisfaction is None:
        return None
    for name, rating in (("importance", importance), ("satisfaction", satisfaction)):
        if rating is not None and not on_scale(rating, *EXPERT_SCALE):
            return Refusal(
                "expert",
                f"the rating {rating:g} of {name} is not on the scale 0-10",
                wrong=True,
                code="rating-off-scale",
            )
    if importance is None or satisfaction is None:
        return Refusal("expert", _missing(importance, "the rating of importance", "the rating of satisfaction"))
    return Rating(outcome, "expert", importance, satisfaction, 10, None)


def _missing(importance: float | None, of_importance: str, of_satisfaction: str) -> str:
    return f"{of_importance if importance is None else of_satisfaction} is missing"


def ranked(ratings: tuple[Rating, ...]) -> tuple[tuple[int, Rating], ...]:
    """Ratings of one group by score, best first, each with its rank from 1.

    On equal scores the higher importance comes first, then the lower satisfaction; what is equal in all three
    shares a rank and stands in the order of the statements [P].
    """

    def figures(rating: Rating) -> tuple[float, float, float]:
        return -round(rating.score, 9), -round(rating.importance, 9), round(rating.satisfaction, 9)

    ordered = sorted(ratings, key=lambda one: (*figures(one), one.outcome.statement, one.outcome.id))
    places: list[tuple[int, Rating]] = []
    for index, rating in enumerate(ordered):
        same = index > 0 and figures(rating) == figures(ordered[index - 1])
        places.append((places[-1][0] if same else index + 1, rating))
    return tuple(places)
