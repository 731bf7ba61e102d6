"""The analytic hierarchy process (Saaty): weights from pairwise comparisons, and how consistent these are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from personatui.api import EPSILON

# Random indices by the size of the matrix, n = 1 to 10 (Saaty).
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
ACCEPTED = 0.10
# Printed reciprocals are rounded: 0.13 for 1/8. Beyond this a pair is not reciprocal [P].
_RECIPROCAL_TOLERANCE = 0.05
_LOWEST, _HIGHEST = 1 / 9, 9.0
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the judgement of a pair: `off-scale`, `not-reciprocal`, `diagonal`, `said-twice`."""

    kind: str
    pair: Pair
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Weights by name, in the order of the names, and how consistent the judgements are.

    `weights` is None when there is nothing to weigh, a judgement is wrong, or too many are missing. `ratio` is also
    None where there is no random index: beyond 10 items, or with missing judgements.
    """

    names: tuple[str, ...]
    weights: tuple[float, ...] | None
    lambda_max: float | None
    index: float | None
    ratio: float | None
    missing: tuple[Pair, ...]
    troubles: tuple[Trouble, ...]
    apart: tuple[str, ...] = ()

    @property
    def is_consistent(self) -> bool | None:
        """Whether the consistency ratio is accepted, 0.10 included; None without a ratio."""
        return None if self.ratio is None else self.ratio <= ACCEPTED + EPSILON


def judge(names: Sequence[str], said: Sequence[tuple[str, str, float]]) -> Judged:
    """The weights of names from what is said of their pairs: how much more the first matters than the second.

    One direction is enough. Missing judgements are filled in as Harker does, where each name is still joined with
    every other; a judgement that is wrong leaves the whole without weights.
    """
    names = tuple(names)
    matrix, troubles = _matrix(names, said)
    missing = tuple(
        (one, other) for i, one in enumerate(names) for other in names[i + 1 :] if (one, other) not in matrix
    )
    if troubles or not names:
        return Judged(names, None, None, None, None, missing, troubles)
    if len(names) == 1:
        return Judged(names, (1.0,), 1.0, 0.0, 0.0, (), ())
    apart = _apart(names, matrix)
    if apart:
        return Judged(names, None, None, None, None, missing, (), apart)
    weights, lambda_max = _eigenvector(names, matrix)
    n = len(names)
    index = (lambda_max - n) / (n - 1) if n > 2 and lambda_max - n > EPSILON else 0.0
    ratio: float | None = None
    if n <= 2:
        ratio = 0.0
    elif n <= len(RANDOM_INDEX) and not missing:
        ratio = index / RANDOM_INDEX[n - 1]
    return Judged(names, weights, lambda_max, index, ratio, missing, ())


def _matrix(
    names: tuple[str, ...], said: Sequence[tuple[str, str, float]]
) -> tuple[dict[Pair, float], tuple[Trouble, ...]]:
    told: dict[Pair, list[float]] = {}
    for row, column, value in said:
        if row in names and column in names:
            told.setdefault((row, column), []).append(value)
    troubles: list[Trouble] = []
    matrix: dict[Pair, float] = {}
    for pair, values in told.items():
        if pair[0] == pair[1]:
            if any(not isfinite(value) or abs(value - 1) > EPSILON for value in values):
                troubles.append(Trouble("diagonal", pair, tuple(values)))
        elif max(values) - min(values) > EPSILON:
            troubles.append(Trouble("said-twice", pair, tuple(sorted(values))))
        elif not _is_on_scale(values[0]):
            troubles.append(Trouble("off-scale", pair, (values[0],)))
    wrong = {trouble.pair for trouble in troubles}
    for (row, column), values in told.items():
        if row == column or (row, column) in wrong or (column, row) in wrong:
            continue
        value, back = values[0], told.get((column, row))
        if back is not None and abs(value * back[0] - 1) > _RECIPROCAL_TOLERANCE:
            if names.index(row) < names.index(column):
                troubles.append(Trouble("not-reciprocal", (row, column), (value, back[0])))
            continue
        # of two directions the one above 1 is not rounded
        exact = value if back is None or value >= 1 else 1 / back[0]
        matrix[row, column], matrix[column, row] = exact, 1 / exact
    return matrix, tuple(sorted(troubles, key=lambda one: (names.index(one.pair[0]), names.index(one.pair[1]))))


def _is_on_scale(value: float) -> bool:
    # a printed 0.11 stands for 1/9
    return isfinite(value) and _LOWEST * (1 - _RECIPROCAL_TOLERANCE) <= value <= _HIGHEST + EPSILON


def _apart(names: tuple[str, ...], matrix: Mapping[Pair, float]) -> tuple[str, ...]:
    """The names that no chain of judgements joins with the first."""
    reached, waiting = {names[0]}, [names[0]]
    while waiting:
        one = waiting.pop()
        for other in names:
            if other not in reached and (one, other) in matrix:
                reached.add(other)
                waiting.append(other)
    return tuple(name for name in names if name not in reached)


def _eigenvector(names: tuple[str, ...], matrix: Mapping[Pair, float]) -> tuple[tuple[float, ...], float]:
    """The principal eigenvector, adding up to 1, and its value. A missing pair counts on the diagonal (Harker)."""
    import numpy as np

    n = len(names)
    table = np.zeros((n, n))
    for i, row in enumerate(names):
        table[i, i] = 1.0 + sum(other != row and (row, other) not in matrix for other in names)
        for j, column in enumerate(names):
            if i != j:
                table[i, j] = matrix.get((row, column), 0.0)
    values, vectors = np.linalg.eig(table)
    best = int(np.argmax(values.real))
    vector = np.abs(vectors[:, best].real)
    vector = vector / vector.sum()
    return tuple(float(weight) for weight in vector), float(values[best].real)
