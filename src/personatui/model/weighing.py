"""Weights and ratings: weighted totals that flag weights which do not add up, limits, and ranks with ties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, isfinite

# Sums such as 0.1 + 0.2 count as the limit that they should reach.
EPSILON = 1e-9
# How far the sum of weights may be from 1.
WEIGHT_TOLERANCE = 0.005


def reaches(value: float, limit: float) -> bool:
    """Whether a value is at a limit or above it; a limit belongs to the band above it."""
    return value >= limit - EPSILON


@dataclass(frozen=True, slots=True)
class Weighing:
    """What weights and ratings give together.

    `weight_sum` is the raw sum of all weights, None without any. `total` is the sum of weight x rating; entries that
    lack a rating drop out, and their weight is shared among the others in proportion. `normalised` is the total as if
    the weights added up to 1. `n` counts entries with both.
    """

    weight_sum: float | None
    total: float | None
    normalised: float | None
    n: int

    @property
    def adds_up(self) -> bool:
        """Whether the weights add up to 1, within 0.005."""
        return self.weight_sum is not None and abs(self.weight_sum - 1) <= WEIGHT_TOLERANCE + EPSILON


def weigh(entries: Iterable[tuple[float | None, float | None]]) -> Weighing:
    """The weighing of pairs of weight and rating; None is missing, and the order does not matter."""
    known = [(weight, rating) for weight, rating in entries if weight is not None]
    if not known:
        return Weighing(None, None, None, 0)
    weight_sum = fsum(weight for weight, _ in known)
    rated = [(weight, rating) for weight, rating in known if rating is not None]
    weight_of_rated = fsum(weight for weight, _ in rated)
    if not rated or weight_of_rated <= EPSILON:
        return Weighing(weight_sum, None, None, len(rated))
    raw = fsum(weight * rating for weight, rating in rated)
    share = 1.0 if len(rated) == len(known) else weight_sum / weight_of_rated
    return Weighing(weight_sum, raw * share, raw / weight_of_rated, len(rated))


def ranks(values: Sequence[float]) -> tuple[int, ...]:
    """The rank of each value from 1, the highest first; equal values share a rank."""
    return tuple(1 + sum(other > value + EPSILON for other in values) for value in values)


def on_scale(value: float | None, low: float, high: float) -> bool:
    """Whether a value is a number from `low` to `high`."""
    return value is not None and isfinite(value) and low <= value <= high
