"""The factors of a canvas with their codes, such as Ec1 and L2, and what can be used of their ratings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from personatui.api import (
    on_scale,
    quoted,
)
from personatui_pestel.canvas import Dimension, Factor, PestelCanvas
from personatui_pestel.regions import CODES, DIMENSIONS, URGENCY


@dataclass(frozen=True, slots=True)
class Entry:
    """A factor, the dimension that it stands in, and its code."""

    factor: Factor
    dimension: Dimension
    code: str

    @property
    def id(self) -> str:
        return self.factor.id

    @property
    def label(self) -> str:
        """The code and the text: `L1 A licence for each hire`."""
        return f"{self.code} {self.factor.label}".strip()

    @property
    def told(self) -> str:
        """The code and the text as messages name it."""
        return f"{self.code} {quoted(self.factor.label)}"

    @property
    def impact(self) -> int | None:
        """The impact where it is on its scale."""
        return self.factor.impact if on_scale(self.factor.impact, 1, 5) else None

    @property
    def likelihood(self) -> int | None:
        """The likelihood where it is on its scale."""
        return self.factor.likelihood if on_scale(self.factor.likelihood, 1, 5) else None

    @property
    def score(self) -> int | None:
        """Impact x likelihood, 1 to 25; None while either is missing or off its scale."""
        impact, likelihood = self.impact, self.likelihood
        return None if impact is None or likelihood is None else impact * likelihood

    @property
    def urgency(self) -> float | None:
        """The score by when it would be felt; None without a score or a horizon [P]."""
        score, horizon = self.score, self.factor.horizon
        return None if score is None or horizon is None else score * URGENCY[horizon]


def entries(canvas: PestelCanvas) -> tuple[Entry, ...]:
    """The factors of all dimensions, numbered in the order of the file."""
    return tuple(
        Entry(factor, dimension, f"{CODES[dimension]}{number}")
        for dimension in DIMENSIONS
        for number, factor in enumerate(getattr(canvas, dimension), start=1)
    )


def by_id(found: Iterable[Entry]) -> dict[str, Entry]:
    """Factors by their id; those without one cannot be referred to."""
    return {entry.id: entry for entry in found if entry.id}


def factors_of(found: Iterable[Entry]) -> list[Factor]:
    """The statements behind entries, as the figures want them."""
    return [entry.factor for entry in found]
