"""The figures of an emotion curve: e_1 to e_n in the order of the stages, those without an emotion skipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, sqrt

from personatui.api import EPSILON


@dataclass(frozen=True, slots=True)
class Step:
    """The change between two neighbours of the curve, by their positions in it."""

    first: int
    last: int
    change: float


def mean(values: Sequence[float]) -> float | None:
    """The mean; every value counts the same, however long its stage lasts (duration neglect, Kahneman)."""
    return fsum(values) / len(values) if values else None


def spread(values: Sequence[float]) -> float | None:
    """Highest minus lowest; None without a value."""
    return max(values) - min(values) if values else None


def deviation(values: Sequence[float]) -> float | None:
    """The standard deviation of a sample (divided by n - 1); None for fewer than two values."""
    middle = mean(values)
    if middle is None or len(values) < 2:
        return None
    return sqrt(fsum((value - middle) ** 2 for value in values) / (len(values) - 1))


def mean_step(values: Sequence[float]) -> float | None:
    """MASD, the mean of |e_t+1 - e_t|; None for fewer than two values."""
    steps = [abs(later - earlier) for earlier, later in pairwise(values)]
    return fsum(steps) / len(steps) if steps else None


def root_mean_square_step(values: Sequence[float]) -> float | None:
    """RMSSD, the root of the mean of (e_t+1 - e_t)²; None for fewer than two values. Von Neumann 1941, Jahng 2008."""
    steps = [(later - earlier) ** 2 for earlier, later in pairwise(values)]
    return sqrt(fsum(steps) / len(steps)) if steps else None


def biggest_drop(values: Sequence[float]) -> Step | None:
    """The steepest fall between neighbours; on a tie the earliest, None where nothing falls."""
    return _steepest(values, -1)


def biggest_rise(values: Sequence[float]) -> Step | None:
    """The steepest rise between neighbours; on a tie the earliest, None where nothing rises."""
    return _steepest(values, 1)


def _steepest(values: Sequence[float], sign: int) -> Step | None:
    best: Step | None = None
    for index, (earlier, later) in enumerate(pairwise(values)):
        step = Step(index, index + 1, later - earlier)
        if step.change * sign > (best.change * sign if best is not None else 0) + EPSILON:
            best = step
    return best


def lowest(values: Sequence[float]) -> int | None:
    """The position of the lowest value, on a tie the earliest."""
    return next((index for index, value in enumerate(values) if value <= min(values) + EPSILON), None)


def highest(values: Sequence[float]) -> int | None:
    """The position of the highest value, on a tie the earliest."""
    return next((index for index, value in enumerate(values) if value >= max(values) - EPSILON), None)


def peak(values: Sequence[float]) -> int | None:
    """The position of the most extreme value; between + and - the negative one, then the earliest [P]."""
    most = max((abs(value) for value in values), default=None)
    if most is None:
        return None
    extreme = [index for index, value in enumerate(values) if abs(value) >= most - EPSILON]
    return next((index for index in extreme if values[index] < 0), extreme[0])


def peak_end(values: Sequence[float]) -> float | None:
    """(peak + end) / 2, how the whole is remembered (Kahneman); with one value, that value."""
    at = peak(values)
    return (values[at] + values[-1]) / 2 if at is not None else None


def sign_changes(values: Sequence[float]) -> int | None:
    """How often the curve crosses from good to bad or back; zeros are passed over. None without a value."""
    if not values:
        return None
    signs = [value > 0 for value in values if abs(value) > EPSILON]
    return sum(earlier != later for earlier, later in pairwise(signs))


def signed(value: float) -> str:
    """A value with its sign and one decimal at most, as it is told in a sentence."""
    rounded = round(value, 1)
    return f"{rounded:+g}" if rounded else "0"
