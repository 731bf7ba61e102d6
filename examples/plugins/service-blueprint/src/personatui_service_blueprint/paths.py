"""The longest way through the links of a blueprint: how long the service takes a persona."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from personatui_service_blueprint.reading import Blueprint, Placed, chance_of, minutes_of, total


@dataclass(frozen=True)
class Way:
    """Steps one after the other, and the minutes of all of them; None where none of them is timed."""

    steps: tuple[Placed, ...] = ()
    minutes: float | None = None
    timed: int = 0


def circle(blueprint: Blueprint) -> tuple[Placed, ...]:
    """Steps that lead to each other in a circle, with those between two circles, or nothing."""
    # whatever nothing leads to is in no circle, and then whatever leads to nothing
    left = _peeled(set(blueprint.steps), blueprint.links)
    left = _peeled(left, [(end, start) for start, end in blueprint.links])
    return tuple(placed for placed in blueprint.steps if placed in left)


def _peeled(left: set[Placed], links: Sequence[tuple[Placed, Placed]]) -> set[Placed]:
    """The steps that remain when those that nothing leads to are taken out until there are none."""
    after: dict[Placed, list[Placed]] = {placed: [] for placed in left}
    into = dict.fromkeys(left, 0)
    for start, end in links:
        if start in left and end in left:
            after[start].append(end)
            into[end] += 1
    bare = [placed for placed, count in into.items() if not count]
    kept = set(left)
    while bare:
        placed = bare.pop()
        kept.discard(placed)
        for end in after[placed]:
            into[end] -= 1
            if not into[end]:
                bare.append(end)
    return kept


def longest(blueprint: Blueprint, persona_id: str, minutes: Callable[[Placed], float | None]) -> Way:
    """The longest way through the steps of a persona; a step of unknown time takes part without adding to it.

    Steps that are linked with nothing are ways of their own. In a circle there is none.
    """
    steps = blueprint.steps_of(persona_id)
    if circle(blueprint):
        return Way()
    own = set(steps)
    after: dict[Placed, list[Placed]] = {placed: [] for placed in steps}
    for start, end in blueprint.links:
        if start in own and end in own:
            after[start].append(end)
    best: dict[Placed, Way] = {}
    for placed in _ends_first(steps, after):
        following = max((best[one] for one in after[placed]), key=_order, default=Way())
        told = minutes(placed)
        best[placed] = Way(
            (placed, *following.steps), total((told, following.minutes)), following.timed + (told is not None)
        )
    return max((best[placed] for placed in steps), key=_order, default=Way())


def _order(way: Way) -> tuple[float, int, int]:
    return way.minutes or 0.0, way.timed, len(way.steps)


def _ends_first(steps: Sequence[Placed], after: dict[Placed, list[Placed]]) -> list[Placed]:
    """The steps so that each comes after all that it leads to; deep chains do not nest calls."""
    ordered: list[Placed] = []
    seen: set[Placed] = set()
    for first in steps:
        waiting = [(first, False)]
        while waiting:
            placed, is_left = waiting.pop()
            if is_left:
                ordered.append(placed)
            elif placed not in seen:
                seen.add(placed)
                waiting.append((placed, True))
                waiting += [(one, False) for one in after[placed]]
    return ordered


def usual(blueprint: Blueprint, persona_id: str) -> Callable[[Placed], float | None]:
    """The minutes of a step as a rule: its own, and those that the persona waits before it."""

    def minutes(placed: Placed) -> float | None:
        waits = [wait for wait in blueprint.waits_at(placed) if blueprint.is_of(wait, persona_id)]
        return total((minutes_of(placed.step), *map(minutes_of, waits)))

    return minutes


def worst(blueprint: Blueprint, persona_id: str) -> Callable[[Placed], float | None]:
    """The minutes of a step when everything fails that can, and is recovered."""
    as_usual = usual(blueprint, persona_id)

    def minutes(placed: Placed) -> float | None:
        return total((as_usual(placed), *map(minutes_of, blueprint.fails_at(placed))))

    return minutes


def expected_delay(blueprint: Blueprint, placed: Sequence[Placed]) -> tuple[float | None, int]:
    """Chance x minutes over the fail points of these steps, and how many of them tell both."""
    told = [
        chance * minutes
        for one in placed
        for fail in blueprint.fails_at(one)
        if (chance := chance_of(fail)) is not None and (minutes := minutes_of(fail)) is not None
    ]
    return (sum(told) if told else None), len(told)
