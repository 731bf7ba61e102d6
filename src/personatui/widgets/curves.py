"""Curves over stages as lines of signs: a mark at every value, strokes between neighbours, gaps where none is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from rich.cells import cell_len

from personatui.widgets.lines import Piece

_MAX_LEVELS = 7
# The strokes of each curve: across, down, and the corners where it falls and rises; told apart without colour.
_STROKES = tuple(map(tuple, ("─│╮╰╯╭", "═║╗╚╝╔", "━┃┓┗┛┏", "╌╎╮╰╯╭")))


def stroke(number: int) -> str:
    """What the line of a curve is made of, by its position among all."""
    return _STROKES[number % len(_STROKES)][0]


def draw_curves(
    curves: Sequence[tuple[str, Sequence[float | None]]], low: float, high: float, *, width: int, step: int
) -> list[tuple[Piece, ...]]:
    """The curves, each a mark and its values, highest line first; a value stands in the middle of its `step` columns.

    The first curve is solid and the others dotted, so that they are told apart without colour. What lies
    outside the scale is drawn at its edge.
    """
    levels = min(max(int(high - low) + 1, 2), _MAX_LEVELS)
    signs = [[" "] * width for _ in range(levels)]
    roles = [["dim"] * width for _ in range(levels)]
    zero = _level(0, low, high, levels)
    if low < 0 < high:
        signs[zero] = ["┄"] * width

    def put(line: int, column: int, sign: str, role: str) -> None:
        if 0 <= column < width:
            signs[line][column], roles[line][column] = sign, role

    places = [
        [
            (column * step + step // 2, _level(value, low, high, levels)) if value is not None else None
            for column, value in enumerate(values)
        ]
        for _, values in curves
    ]
    # the first curve comes last, over the others
    for number, points in reversed(list(enumerate(places))):
        role = "mark" if number == 0 else "plain"
        flat, upright, falls, lands, rises, tops = _STROKES[number % len(_STROKES)]
        for start, end in pairwise(points):
            if start is None or end is None:
                continue
            (x0, y0), (x1, y1) = start, end
            middle = (x0 + x1) // 2
            for x in range(x0, x1 + 1):
                put(y0 if x < middle else y1, x, flat, role)
            if y0 != y1:
                down = y1 > y0
                put(y0, middle, falls if down else rises, role)
                put(y1, middle, lands if down else tops, role)
                for y in range(min(y0, y1) + 1, max(y0, y1)):
                    put(y, middle, upright, role)
    # marks come last, beside each other where several stand at one place
    crowd = Counter(point for points in places for point in points if point is not None)
    taken: Counter[tuple[int, int]] = Counter()
    for (mark, _), points in zip(curves, places, strict=True):
        sign = mark[:1] if cell_len(mark[:1]) == 1 else "●"
        for point in points:
            if point is not None:
                left = point[0] // step * step
                # within the columns of their value, or they would stand at the next one
                first = max(left, min(point[0], left + step - crowd[point]))
                put(point[1], min(first + taken[point], left + step - 1), sign, "strong")
                taken[point] += 1
    return [_pieces(line, looks) for line, looks in zip(signs, roles, strict=True)]


def _level(value: float, low: float, high: float, levels: int) -> int:
    """The line of a value, counted from the top."""
    share = (min(max(value, low), high) - low) / (high - low) if high > low else 0.5
    return levels - 1 - round(share * (levels - 1))


def _pieces(signs: list[str], roles: list[str]) -> tuple[Piece, ...]:
    runs = groupby(zip(roles, signs, strict=True), key=itemgetter(0))
    return tuple(("".join(sign for _, sign in run), role) for role, run in runs)
