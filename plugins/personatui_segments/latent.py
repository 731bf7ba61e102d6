"""Latent classes: groups that explain how answers in words go together, fitted by expectation and maximisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, prod

# Answers by variable as numbers of their labels; -1 where there is none.
Codes = Sequence[Sequence[int]]
_STEPS, _NEAR = 2000, 1e-9
# Two starts found the same when their likelihoods are so near.
_SAME = 1e-4


@dataclass(frozen=True, slots=True)
class Fit:
    """The best fit of `k` classes, the largest first.

    `shares` are the sizes of the classes, `chances` the chance of each label of each variable in each class, `reached`
    how many starts came to the same likelihood.
    """

    k: int
    likelihood: float
    parameters: int
    bic: float
    shares: tuple[float, ...]
    chances: tuple[tuple[tuple[float, ...], ...], ...]
    reached: int


def parameters_of(k: int, labels: Sequence[int]) -> int:
    """What is estimated: (k - 1) sizes, and k x (labels - 1) chances for each variable."""
    return (k - 1) + k * sum(count - 1 for count in labels)


def is_identified(k: int, labels: Sequence[int], n: int) -> bool:
    """Whether there are no more parameters than patterns of answers, or rows, less one [P]."""
    return parameters_of(k, labels) <= min(prod(labels), n) - 1


def fit(codes: Codes, labels: Sequence[int], k: int, starts: int, seed: int) -> Fit:
    """The most likely of several random starts. What a row does not say counts for no class."""
    import numpy as np

    told = Counter(tuple(row) for row in codes)
    patterns = np.array(sorted(told), dtype=int)
    counts = np.array([told[tuple(row)] for row in patterns], dtype=float)
    n, chance = float(counts.sum()), np.random.default_rng([seed, k])
    known = [
        np.stack([(patterns[:, place] == label).astype(float) for label in range(count)], axis=1)
        for place, count in enumerate(labels)
    ]
    best: tuple[float, object, list[object]] | None = None
    found: list[float] = []
    for _ in range(starts if k > 1 else 1):
        shares = np.full(k, 1 / k)
        chances = [chance.dirichlet(np.ones(count), size=k) for count in labels]
        before = -np.inf
        for _ in range(_STEPS):
            joint = np.log(np.maximum(shares, 1e-300)) + sum(
                one @ np.log(np.maximum(told_in, 1e-300)).T for one, told_in in zip(known, chances, strict=True)
            )
            top = joint.max(axis=1, keepdims=True)
            total = top[:, 0] + np.log(np.exp(joint - top).sum(axis=1))
            likelihood = float(counts @ total)
            if likelihood - before < _NEAR:
                break
            before = likelihood
            weights = np.exp(joint - total[:, None]) * counts[:, None]
            shares = weights.sum(axis=0) / n
            chances = [
                np.where(
                    sums.sum(axis=1, keepdims=True) > 0,
                    sums / np.maximum(sums.sum(axis=1, keepdims=True), 1e-300),
                    1 / count,
                )
                for one, count in zip(known, labels, strict=True)
                for sums in [weights.T @ one]
            ]
        found.append(likelihood)
        if best is None or likelihood > best[0] + _SAME:
            best = likelihood, shares, list(chances)
    assert best is not None
    sizes, tables = np.asarray(best[1]), [np.asarray(one) for one in best[2]]
    order = sorted(range(k), key=lambda place: (-round(float(sizes[place]), 9), [tuple(t[place]) for t in tables]))
    likelihood, count_of = max(found), parameters_of(k, labels)
    return Fit(
        k,
        likelihood,
        count_of,
        -2 * likelihood + count_of * log(n),
        tuple(float(sizes[place]) for place in order),
        tuple(tuple(tuple(float(x) for x in table[place]) for place in order) for table in tables),
        sum(likelihood - one <= _SAME for one in found),
    )
