"""Groups in survey rows: Gower, partitioning around medoids, average linkage, silhouettes, and stability."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from math import fsum, isfinite, sqrt

from personatui.api import EPSILON, reaches

Distances = Sequence[Sequence[float]]
Labels = tuple[int, ...]
Row = Mapping[str, float | str | bool]

_BANDS = ((0.70, "strong"), (0.50, "reasonable"), (0.25, "weak"))
_STABLE = ((0.85, "highly stable"), (0.75, "stable"), (0.60, "doubtful pattern"))


def distances_of(rows: Sequence[Row], *, euclidean: bool = False) -> list[list[float]]:
    """Every distance: Gower's over what both rows say, 1 where they share nothing [P]; Euclid's for numbers alone."""
    names = sorted({name for row in rows for name in row})
    spans: dict[str, float] = {}
    for name in names:
        numbers = [float(row[name]) for row in rows if is_figure(row.get(name))]
        spans[name] = max(numbers) - min(numbers) if numbers else 0.0
    found = [[0.0] * len(rows) for _ in rows]
    for i, row in enumerate(rows):
        for j in range(i):
            other = rows[j]
            shared = [name for name in names if name in row and name in other]
            if euclidean:
                value = sqrt(fsum((float(row[name]) - float(other[name])) ** 2 for name in shared))
            else:
                terms = [
                    abs(float(row[name]) - float(other[name])) / spans[name]
                    if is_figure(row[name]) and is_figure(other[name])
                    else float(row[name] != other[name])
                    for name in shared
                    if spans[name] or not (is_figure(row[name]) and is_figure(other[name]))
                ]
                value = fsum(terms) / len(terms) if terms else 1.0
            found[i][j] = found[j][i] = value
    return found


def is_figure(value: object) -> bool:
    """Whether a value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def pam(distances: Distances, k: int) -> tuple[Labels, tuple[int, ...]]:
    """Partitioning around medoids (Kaufman and Rousseeuw): build, then the best swap until none helps.

    Gives the group of each row, and the medoids; ties go to the earlier row.
    """
    n = len(distances)
    medoids = [min(range(n), key=lambda i: (round(fsum(distances[i]), 12), i))]
    while len(medoids) < k:
        near = [min(distances[i][m] for m in medoids) for i in range(n)]
        rest = [i for i in range(n) if i not in medoids]
        gains = {i: fsum(max(near[j] - distances[i][j], 0.0) for j in range(n)) for i in rest}
        medoids.append(max(rest, key=lambda i: (round(gains[i], 12), -i)))
    while (swap := _best_swap(distances, medoids)) is not None:
        medoids[swap[0]] = swap[1]
    medoids.sort()
    labels = tuple(min(range(k), key=lambda g: (distances[i][medoids[g]], g)) for i in range(n))
    return labels, tuple(medoids)


def _best_swap(distances: Distances, medoids: Sequence[int]) -> tuple[int, int] | None:
    """The place of a medoid and the row to put there that save most; None when no swap saves anything.

    What each row loses without its medoid is reckoned once for all candidates (Schubert and Rousseeuw 2019).
    """
    k, n = len(medoids), len(distances)
    order = [sorted((distances[j][m], place) for place, m in enumerate(medoids))[:2] for j in range(n)]
    loss = [0.0] * k
    for near in order:
        loss[near[0][1]] += (near[1][0] if k > 1 else 0.0) - near[0][0]
    best, found = -EPSILON, None
    for new in range(n):
        if new in medoids:
            continue
        shared, change = 0.0, list(loss)
        for j, near in enumerate(order):
            d, (first, place) = distances[j][new], near[0]
            second = near[1][0] if k > 1 else 0.0
            if d < first:
                shared += d - first
                change[place] += first - second
            elif k == 1 or d < second:
                change[place] += d - second
        for place in range(k):
            if shared + change[place] < best:
                best, found = shared + change[place], (place, new)
    return found


def average_linkage(distances: Distances, k: int) -> Labels:
    """Joins the two groups whose rows are nearest on average until k are left; of equals the earlier rows."""
    import numpy as np

    n = len(distances)
    table = np.array(distances, dtype=float)
    np.fill_diagonal(table, np.inf)
    sizes, groups = np.ones(n), {row: [row] for row in range(n)}
    while len(groups) > k:
        # rounded, so that equals stay equal whatever was added up before
        one, other = (int(place) for place in np.unravel_index(int(np.argmin(np.round(table, 12))), table.shape))
        one, other = min(one, other), max(one, other)
        joined = (sizes[one] * table[one] + sizes[other] * table[other]) / (sizes[one] + sizes[other])
        table[one, :] = table[:, one] = joined
        table[one, one] = np.inf
        table[other, :] = table[:, other] = np.inf
        sizes[one] += sizes[other]
        groups[one] += groups.pop(other)
    order = {row: place for place, first in enumerate(sorted(groups)) for row in groups[first]}
    return tuple(order[row] for row in range(n))


def medoids_of(distances: Distances, labels: Labels) -> tuple[int, ...]:
    """The row of each group that is nearest to all others in it; of equals the earlier one."""
    groups = [[row for row, label in enumerate(labels) if label == group] for group in sorted(set(labels))]
    return tuple(
        min(inside, key=lambda row: (round(fsum(distances[row][other] for other in inside), 12), row))
        for inside in groups
    )


def silhouettes(distances: Distances, labels: Labels) -> tuple[float, ...]:
    """(b - a) / max(a, b) for each row; 0 for a row that is a group of its own. One group has none."""
    groups: dict[int, list[int]] = {}
    for index, label in enumerate(labels):
        groups.setdefault(label, []).append(index)
    if len(groups) < 2:
        return ()
    found: list[float] = []
    for index, label in enumerate(labels):
        own = groups[label]
        if len(own) == 1:
            found.append(0.0)
            continue
        row = distances[index]
        a = fsum(row[other] for other in own) / (len(own) - 1)
        b = min(fsum(row[other] for other in members) / len(members) for g, members in groups.items() if g != label)
        found.append((b - a) / max(a, b) if max(a, b) > 0 else 0.0)
    return tuple(found)


def structure_of(width: float) -> str:
    """How strong the structure is: above .70 strong, .50 reasonable, .25 weak, else none (Kaufman and Rousseeuw)."""
    return next((name for limit, name in _BANDS if width > limit + EPSILON), "none")


def clusterwise_jaccard(original: Labels, drawn: Sequence[int], labels: Sequence[int]) -> dict[int, float | None]:
    """For each group the largest Jaccard with a group of one draw, over the rows drawn (Hennig 2007).

    `labels` are the groups of `drawn`, which may name a row several times. None for a group that was not drawn.
    """
    new: dict[int, set[int]] = {}
    for row, label in zip(drawn, labels, strict=True):
        new.setdefault(label, set()).add(row)
    found: dict[int, float | None] = {}
    for group in sorted(set(original)):
        own = {row for row in drawn if original[row] == group}
        found[group] = max((len(own & other) / len(own | other) for other in new.values()), default=0) if own else None
    return found


def stability_of(mean_jaccard: float) -> str:
    """Hennig's reading of a mean; a limit belongs to the band above it, and 0.5 itself is dissolved."""
    named = next((name for limit, name in _STABLE if reaches(mean_jaccard, limit)), "")
    return named or ("dissolved" if mean_jaccard <= 0.5 + EPSILON else "do not trust")


def stabilities(
    cluster: Callable[[Sequence[int]], Sequence[int]], labels: Labels, draws: int, seed: int
) -> dict[int, float | None]:
    """The mean over bootstrap draws of each group's Jaccard; the same seed gives the same figures.

    `cluster` gives the groups of the rows drawn, which may name a row several times.
    """
    chance, k = random.Random(seed), len(set(labels))
    told: dict[int, list[float]] = {group: [] for group in sorted(set(labels))}
    n = len(labels)
    for _ in range(draws):
        drawn = [chance.randrange(n) for _ in range(n)]
        if len(set(drawn)) < k:
            continue
        for group, value in clusterwise_jaccard(labels, drawn, cluster(drawn)).items():
            if value is not None:
                told[group].append(value)
    return {group: fsum(values) / len(values) if values else None for group, values in told.items()}
