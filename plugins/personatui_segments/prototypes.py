"""k-prototypes (Huang 1998): groups of rows with numbers and words, each around means and most frequent words."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite, sqrt

from personatui.api import EPSILON

Row = Mapping[str, float | str | bool]
# Half the mean standard deviation of the numbers, which is 1 once they are standardised.
GAMMA = 0.5
_STEPS = 100


@dataclass(frozen=True, slots=True)
class Partition:
    """The group of each row, and what they cost: squared distances of numbers, and gamma for each word that differs."""

    labels: tuple[int, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Mixed:
    """Rows with their numbers standardised (mean 0, standard deviation 1) and the rest as words.

    A number that is the same everywhere tells nothing apart and is left out.
    """

    numbers: tuple[dict[str, float], ...]
    words: tuple[dict[str, str], ...]


def mixed(rows: Sequence[Row]) -> Mixed:
    """The rows as k-prototypes compares them."""
    names = sorted({name for row in rows for name in row})
    spreads: dict[str, tuple[float, float]] = {}
    worded: list[str] = []
    for name in names:
        values = [row[name] for row in rows if name in row]
        if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
            worded.append(name)
            continue
        figures = [float(value) for value in values if isfinite(float(value))]
        mean = fsum(figures) / len(figures)
        deviation = sqrt(fsum((one - mean) ** 2 for one in figures) / len(figures))
        if deviation > EPSILON:
            spreads[name] = mean, deviation
    numbers = tuple(
        {name: (float(row[name]) - mean) / deviation for name, (mean, deviation) in spreads.items() if name in row}
        for row in rows
    )
    words = tuple({name: _word(row[name]) for name in worded if name in row} for row in rows)
    return Mixed(numbers, words)


def _word(value: float | str | bool) -> str:
    return " ".join(value.split()).casefold() if isinstance(value, str) else str(value)


def partition(rows: Mixed, drawn: Sequence[int], k: int, *, gamma: float, starts: int, seed: int) -> Partition:
    """The cheapest of several random starts over the rows drawn; what a row does not say costs nothing [P]."""
    chance, best = random.Random(seed), None
    places = sorted(set(drawn))
    for _ in range(starts):
        chosen = chance.sample(places, k)
        found = _run(rows, drawn, [(rows.numbers[one], rows.words[one]) for one in chosen], gamma)
        if best is None or found.cost < best.cost - EPSILON:
            best = found
    assert best is not None
    order = {label: place for place, label in enumerate(dict.fromkeys(best.labels))}
    return Partition(tuple(order[label] for label in best.labels), best.cost)


Centre = tuple[Mapping[str, float], Mapping[str, str]]


def _run(rows: Mixed, drawn: Sequence[int], centres: list[Centre], gamma: float) -> Partition:
    before: tuple[int, ...] = ()
    cost = 0.0
    for _ in range(_STEPS):
        costs = [[_cost(rows.numbers[row], rows.words[row], centre, gamma) for centre in centres] for row in drawn]
        labels = tuple(min(range(len(centres)), key=lambda g: (told[g], g)) for told in costs)
        cost = fsum(told[label] for told, label in zip(costs, labels, strict=True))
        if labels == before:
            break
        before = labels
        centres = [
            _centre(rows, [row for row, label in zip(drawn, labels, strict=True) if label == g]) or centres[g]
            for g in range(len(centres))
        ]
    return Partition(before, cost)


def _cost(numbers: Mapping[str, float], words: Mapping[str, str], centre: Centre, gamma: float) -> float:
    means, modes = centre
    squares = fsum((value - means[name]) ** 2 for name, value in numbers.items() if name in means)
    return squares + gamma * sum(value != modes[name] for name, value in words.items() if name in modes)


def _centre(rows: Mixed, inside: Sequence[int]) -> Centre | None:
    """Means, and the most frequent words; of equals the first in the alphabet."""
    if not inside:
        return None
    figures: dict[str, list[float]] = {}
    told: dict[str, dict[str, int]] = {}
    for row in inside:
        for name, value in rows.numbers[row].items():
            figures.setdefault(name, []).append(value)
        for name, word in rows.words[row].items():
            counts = told.setdefault(name, {})
            counts[word] = counts.get(word, 0) + 1
    means = {name: fsum(values) / len(values) for name, values in figures.items()}
    modes = {name: min(counts, key=lambda word: (-counts[word], word)) for name, counts in told.items()}
    return means, modes
