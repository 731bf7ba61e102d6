"""The structural matrix: who influences whom, directly and over several steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import Literal

from personatui.api import EPSILON, on_scale, ranks, reaches
from personatui_pestel.canvas import PestelCanvas
from personatui_pestel.factors import Entry, by_id

Role = Literal["driver", "relay", "dependent", "autonomous"]
# A ranking that does not settle within this many steps is said not to.
MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Structure:
    """The factors that are judged and the influence of each on each, 0 to 3, by their ids."""

    factors: tuple[Entry, ...]
    cells: dict[tuple[str, str], float]

    @property
    def pairs(self) -> int:
        """How many pairs there are to judge."""
        return len(self.factors) * (len(self.factors) - 1)

    @property
    def is_complete(self) -> bool:
        """Whether every pair is judged."""
        return bool(self.factors) and len(self.cells) == self.pairs

    def influences(self, entry: Entry) -> list[float]:
        """What is said of a factor's influence on others."""
        return [value for (row, _), value in self.cells.items() if row == entry.id]

    def dependences(self, entry: Entry) -> list[float]:
        """What is said of the influence of others on a factor."""
        return [value for (_, column), value in self.cells.items() if column == entry.id]

    def place(self, entry: Entry) -> tuple[float, float] | None:
        """Mean influence and mean dependence over the judged pairs; None while either has none."""
        influences, dependences = self.influences(entry), self.dependences(entry)
        if not influences or not dependences:
            return None
        return fsum(influences) / len(influences), fsum(dependences) / len(dependences)

    @property
    def split(self) -> tuple[float, float] | None:
        """The mean influence and the mean dependence of all placed factors, which part the quadrants."""
        places = [place for entry in self.factors if (place := self.place(entry)) is not None]
        if not places or not any(self.cells.values()):
            return None
        return fsum(one for one, _ in places) / len(places), fsum(other for _, other in places) / len(places)

    def role(self, entry: Entry) -> Role | None:
        """The quadrant of a factor; at the mean it counts as above it [P]."""
        place, split = self.place(entry), self.split
        if place is None or split is None:
            return None
        drives, depends = reaches(place[0], split[0]), reaches(place[1], split[1])
        if drives:
            return "relay" if depends else "driver"
        return "dependent" if depends else "autonomous"


@dataclass(frozen=True, slots=True)
class Indirect:
    """Shares of influence and dependence over `steps` steps, in the order of the factors."""

    steps: int
    is_stable: bool
    # nothing acts over more steps, so there was no ranking to settle
    is_over: bool
    influence: tuple[float, ...]
    dependence: tuple[float, ...]


def read_structure(canvas: PestelCanvas, found: Sequence[Entry]) -> Structure:
    """The structural matrix of the factors that are named in it, without what is wrong."""
    known = by_id(found)
    said: dict[tuple[str, str], set[float]] = {}
    for one in canvas.influences:
        if one.row in known and one.column in known and one.row != one.column and on_scale(one.value, 0, 3):
            said.setdefault((one.row, one.column), set()).add(float(one.value or 0))
    cells = {pair: min(values) for pair, values in said.items() if len(values) == 1}
    named = {name for pair in cells for name in pair}
    return Structure(tuple(entry for entry in found if entry.id in named), cells)


def indirect(structure: Structure) -> Indirect | None:
    """Influence over several steps, from powers of the matrix until both rankings stay the same.

    None while pairs are not judged, for what is missing is no 0, and where nothing acts over two steps.
    """
    if not structure.is_complete:
        return None
    import numpy as np

    ids = [entry.id for entry in structure.factors]
    matrix = np.array([[structure.cells.get((row, column), 0.0) for column in ids] for row in ids])
    power, before = matrix, _ranking(matrix)
    last: Indirect | None = None
    for steps in range(2, MOST_STEPS + 1):
        power = power @ matrix
        total = float(power.sum())
        if total <= EPSILON:
            return replace(last, is_over=True) if last is not None else None
        power = power / total
        now = _ranking(power)
        shares = tuple(float(one) for one in power.sum(axis=1)), tuple(float(one) for one in power.sum(axis=0))
        last = Indirect(steps, now == before, False, *shares)
        if now == before:
            return last
        before = now
    return last


def _ranking(matrix: object) -> tuple[tuple[int, ...], tuple[int, ...]]:
    import numpy as np

    table = np.asarray(matrix)
    total = float(table.sum()) or 1.0
    return ranks([float(one) / total for one in table.sum(axis=1)]), ranks(
        [float(one) / total for one in table.sum(axis=0)]
    )
