"""The opportunity landscape: importance across, satisfaction up, and the lines between the zones."""

from __future__ import annotations

from collections.abc import Sequence

from personatui.api import Divider, Point, ScatterBlock
from personatui_jtbd.ratings import Rating

# Below S = I a score is 2I - S, so the line of a score c runs from (c/2, 0) to (c, c) or the edge of the chart.
_DIVIDERS = (
    Divider(0.0, 0.0, 10.0, 10.0, "S = I"),
    Divider(5.0, 0.0, 10.0, 10.0, "O=10"),
    Divider(6.0, 0.0, 10.0, 8.0, "O=12"),
    Divider(7.5, 0.0, 10.0, 5.0, "O=15"),
)
_ZONES = (
    ("overserved", 2.5, 8.0),
    ("served", 3.5, 1.5),
    ("worth considering", 8.2, 5.4),
    ("high", 8.2, 3.2),
    ("extreme", 9.3, 1.2),
)


def mark(index: int) -> str:
    """The short mark of the outcome at a place of its ranking, counted from 1."""
    return str(index + 1)


def landscape(title: str, ratings: Sequence[Rating]) -> ScatterBlock:
    """Ratings of one group in the order of their ranking; means get no lines but S = I."""
    points = tuple(
        Point(
            rating.importance,
            rating.satisfaction,
            mark(index),
            rating.outcome.label,
            rating.band or "",
        )
        for index, rating in enumerate(ratings)
    )
    top = ratings[0].top if ratings else 10
    if ratings and ratings[0].kind == "mean":
        return ScatterBlock(
            title,
            "importance",
            "satisfaction",
            points,
            x_range=(1.0, float(top)),
            y_range=(1.0, float(top)),
            dividers=(Divider(1.0, 1.0, float(top), float(top), "S = I"),),
        )
    return ScatterBlock(title, "importance", "satisfaction", points, dividers=_DIVIDERS, zones=_ZONES)
