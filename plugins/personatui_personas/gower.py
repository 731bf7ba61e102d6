"""Gower's similarity of records with numbers, labels, ranks and yes or no, each pair by what both of them say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite

from personatui_personas.canvas import AttributeKind

Value = float | str | bool


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute and its value for each record that has one; an ordinal one holds the places of its levels."""

    name: str
    kind: AttributeKind
    values: Mapping[str, Value]
    weight: float = 1.0

    @property
    def is_constant(self) -> bool:
        """Whether its numbers or ranks have no range to divide by."""
        return self.kind in ("numeric", "ordinal") and len(set(self.values.values())) < 2


@dataclass(frozen=True, slots=True)
class Similarity:
    """How alike two records are; None when they share no attribute. `n` counts the attributes compared."""

    value: float | None
    n: int


def similarities(
    attributes: Sequence[Attribute], pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Similarity]:
    """The similarity of each pair: sum of weight x similarity over the sum of weights, over what both say.

    Numbers: 1 - |x - y| / range over the whole set. Ranks likewise, corrected for ties (Podani 1999). Labels and
    symmetric yes or no: the same or not. Asymmetric: a pair of two no says nothing and drops out. Gower 1971.
    """
    usable = [one for one in attributes if one.weight > 0 and isfinite(one.weight) and not one.is_constant]
    scales = {one.name: _scale(one) for one in usable}
    found: dict[tuple[str, str], Similarity] = {}
    for first, second in pairs:
        terms = [
            (one.weight, score) for one in usable if (score := _score(one, scales[one.name], first, second)) is not None
        ]
        total = fsum(weight for weight, _ in terms)
        value = fsum(weight * score for weight, score in terms) / total if terms else None
        found[first, second] = Similarity(value, len(terms))
    return found


@dataclass(frozen=True, slots=True)
class _Scale:
    """What the values of a numeric or ordinal attribute are divided by; ranks and ties of each ordinal value."""

    span: float = 1.0
    ranks: Mapping[float, tuple[float, int]] | None = None


def _scale(attribute: Attribute) -> _Scale:
    if attribute.kind not in ("numeric", "ordinal"):
        return _Scale()
    numbers = [float(value) for value in attribute.values.values()]
    if attribute.kind == "numeric":
        return _Scale(max(numbers) - min(numbers))
    ranks: dict[float, tuple[float, int]] = {}
    below = 0
    for number, ties in sorted(Counter(numbers).items()):
        ranks[number] = below + (ties + 1) / 2, ties
        below += ties
    (low, low_ties), (high, high_ties) = ranks[min(ranks)], ranks[max(ranks)]
    return _Scale(high - low - (high_ties - 1) / 2 - (low_ties - 1) / 2, ranks)


def _score(attribute: Attribute, scale: _Scale, first: str, second: str) -> float | None:
    one, other = attribute.values.get(first), attribute.values.get(second)
    if one is None or other is None:
        return None
    if attribute.kind == "numeric":
        return 1 - abs(float(one) - float(other)) / scale.span
    if attribute.kind == "ordinal":
        if one == other:
            return 1.0
        ranks = scale.ranks or {}
        (rank, ties), (other_rank, other_ties) = ranks[float(one)], ranks[float(other)]
        return 1 - (abs(rank - other_rank) - (ties - 1) / 2 - (other_ties - 1) / 2) / scale.span
    if attribute.kind == "asymmetric" and not one and not other:
        return None
    return float(one == other)
