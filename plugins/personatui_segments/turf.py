"""The report on reach: which few of several things reach most people at least once (TURF)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import comb

from pydantic import Field

from personatui.api import (
    AnalysisInput,
    Array,
    Bar,
    BarsBlock,
    Finding,
    Metric,
    Parameters,
    Report,
    Severity,
    TableBlock,
    counted,
    listed,
    percent,
    quoted,
)
from personatui_segments.canvas import Respondent
from personatui_segments.common import TOOL_ID, as_segments
from personatui_segments.groups import FEWEST

ANALYSIS_ID = f"{TOOL_ID}.turf"
TITLE = "Reach"

# Every set is looked at up to so many; beyond, the best addition is taken step by step.
MOST_SETS = 1_000_000
_SHOWN = 10


class TurfParameters(Parameters):
    """`size`: how many things go together. `depth`: hits that reach a person. `items`: which, else all yes-or-no."""

    size: int = Field(default=3, ge=1, le=10)
    depth: int = Field(default=1, ge=1, le=10)
    items: Array[str] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """A set of items by their places: how many people it reaches, and how many hits it has in all."""

    items: tuple[int, ...]
    reach: int
    frequency: int

    @property
    def order(self) -> tuple[int, int, tuple[int, ...]]:
        """Most people first, then most hits, then as the items stand."""
        return (-self.reach, -self.frequency, self.items)


@dataclass(frozen=True, slots=True)
class Search:
    """The best sets of one size, best first, and whether every set was looked at."""

    best: tuple[Reached, ...]
    is_exhaustive: bool


def search(hits: Sequence[Sequence[bool]], size: int, depth: int = 1) -> Search:
    """The sets of `size` items with most reach; `hits` holds, for each person, yes or no for each item."""
    width = len(hits[0]) if hits else 0
    size = min(size, width)
    if not size:
        return Search((), True)
    masks = [sum(1 << row for row, told in enumerate(hits) if told[item]) for item in range(width)]
    start = tuple(0 for _ in range(depth))
    if comb(width, size) <= MOST_SETS:
        found = _every(masks, start, (1 << len(hits)) - 1, size)
        return Search(tuple(nsmallest(_SHOWN, found, key=lambda one: one.order)), True)
    chosen: tuple[int, ...] = ()
    layers, best = start, Reached((), 0, 0)
    for _ in range(size):
        options = []
        for item in range(width):
            if item not in chosen:
                after = _with(layers, masks[item], (1 << len(hits)) - 1)
                frequency = best.frequency + masks[item].bit_count()
                options.append((Reached((*chosen, item), after[-1].bit_count(), frequency), after))
        best, layers = min(options, key=lambda one: one[0].order)
        chosen = best.items
    return Search((Reached(tuple(sorted(chosen)), best.reach, best.frequency),), False)


def _with(layers: tuple[int, ...], mask: int, everybody: int) -> tuple[int, ...]:
    """Who has at least 1, 2 … hits once an item is added."""
    return tuple(layer | (mask & (layers[place - 1] if place else everybody)) for place, layer in enumerate(layers))


def _every(masks: Sequence[int], start: tuple[int, ...], everybody: int, size: int) -> Iterator[Reached]:
    waiting: list[tuple[tuple[int, ...], tuple[int, ...], int]] = [((), start, 0)]
    while waiting:
        items, layers, frequency = waiting.pop()
        if len(items) == size:
            yield Reached(items, layers[-1].bit_count(), frequency)
            continue
        first = items[-1] + 1 if items else 0
        for item in range(first, len(masks) - (size - len(items)) + 1):
            after = _with(layers, masks[item], everybody)
            waiting.append(((*items, item), after, frequency + masks[item].bit_count()))


def yes_or_no(value: object) -> bool | None:
    """What a value says of a thing: yes, no, or nothing. 1 and 0 stand for yes and no."""
    if isinstance(value, bool):
        return value
    return bool(value) if isinstance(value, int | float) and value in (0, 1) else None


def items_of(rows: Sequence[Respondent], wanted: Sequence[str]) -> tuple[str, ...]:
    """The things that are asked of: those wanted, or all variables of which somebody says true or false."""
    told = {name for row in rows for name, value in row.values.items() if isinstance(value, bool)}
    return tuple(sorted(told if not wanted else set(wanted)))


def analyse_turf(given: AnalysisInput) -> Report:
    """The report `segments.turf`: the set with most reach, what each more adds, and the runners-up."""
    canvas = as_segments(given.canvas)
    parameters = given.parameters if isinstance(given.parameters, TurfParameters) else TurfParameters()
    items = items_of(canvas.respondents, parameters.items)
    answers = {row.id or str(place): _answers(row, items) for place, row in enumerate(canvas.respondents)}
    asked = {key: told for key, told in answers.items() if any(value is not None for value in told)}
    # who leaves a thing out might be reached by it, so that neither yes nor no can be taken for it [P]
    usable = {key: [bool(value) for value in told] for key, told in asked.items() if None not in told}
    hits = [told for _, told in sorted(usable.items())] if items else []
    active = sum(any(told) for told in hits)
    sizes = range(1, min(parameters.size, len(items)) + 1)
    by_size = {size: search(hits, size, parameters.depth) for size in sizes} if hits else {}
    last = by_size[max(by_size)] if by_size else Search((), True)
    used = [row for place, row in enumerate(canvas.respondents) if (row.id or str(place)) in usable]
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(items, len(hits), last, by_size),
        metrics=tuple(_metrics(given, used, items, len(hits), active, last, parameters)),
        blocks=tuple(_blocks(items, len(hits), active, by_size, last)),
        findings=tuple(_findings(given, items, len(asked), len(hits), last, parameters)),
        parameters=parameters.model_dump(mode="json"),
    )


def _answers(row: Respondent, items: Sequence[str]) -> list[bool | None]:
    return [yes_or_no(row.values.get(name)) for name in items]


def _named(items: Sequence[str], one: Reached) -> str:
    return listed([items[place] for place in one.items])


def _metrics(
    given: AnalysisInput,
    used: Sequence[Respondent],
    items: Sequence[str],
    usable: int,
    active: int,
    last: Search,
    parameters: TurfParameters,
) -> Iterator[Metric]:
    evidence = given.project.evidence(used)
    best = last.best[0] if last.best else None
    hit = "1 hit" if parameters.depth == 1 else f"{parameters.depth} hits"

    def metric(
        name: str, label: str, value: float | str | None, scale: str, n: int, formula: str, unit: str = ""
    ) -> Metric:
        return Metric(name, label, value, unit, scale, n, formula, evidence, given.at())

    asked = len(items) or None
    yield metric("items", "Things compared", asked, "0 and more", usable, "variables that are yes or no")
    yield metric("active", "People with any hit", active if usable else None, f"0-{usable}", usable, "active base")
    yield metric("best", "Best set", _named(items, best) if best else None, "any set of the things", usable, _how(last))
    formula = f"people with at least {hit} in the set"
    yield metric("reach", "Reach", best.reach if best else None, f"0-{usable}", usable, formula)
    for name, label, base in (("usable", "Reach of all", usable), ("active", "Reach of those with any hit", active)):
        value = best.reach / base if best and base else None
        yield metric(f"reach_{name}", label, value, "0-100 %", base, f"reach / {name} base", "share")
    top = len(best.items) * usable if best else 0
    value = best.frequency if best else None
    yield metric("frequency", "Hits", value, f"0-{top}", usable, "all hits of people on things of the set")


def _how(last: Search) -> str:
    told = (
        "every set looked at" if last.is_exhaustive else f"more than {MOST_SETS} sets: the best addition, step by step"
    )
    return f"most reach, then most hits; {told}"


def _blocks(
    items: Sequence[str], usable: int, active: int, by_size: Mapping[int, Search], last: Search
) -> Iterator[BarsBlock | TableBlock]:
    if not last.best:
        return
    yield BarsBlock(
        "Reach of the best set by its size",
        tuple(
            Bar(counted(size, "thing"), found.best[0].reach / usable, _named(items, found.best[0]))
            for size, found in by_size.items()
        ),
        0.0,
        1.0,
        "share",
    )
    rows: list[tuple[str | float | int | None, ...]] = []
    for one in last.best:
        rank = 1 + sum(other.order[:2] < one.order[:2] for other in last.best)
        of_active = percent(one.reach / active) if active else None
        rows.append((rank, _named(items, one), one.reach, percent(one.reach / usable), of_active, one.frequency))
    yield TableBlock("Best sets", ("#", "set", "reach", "of all", "of active", "hits"), tuple(rows), "><>>>>")


def _reading(items: Sequence[str], usable: int, last: Search, by_size: Mapping[int, Search]) -> str:
    if not last.best:
        return (
            "Nobody answered yes or no to things that could be offered together. Add survey rows with values such as "
            "delivery = true."
        )
    best = last.best[0]
    told = f"{_named(items, best)} {'reaches' if len(best.items) == 1 else 'reach'} {best.reach} of "
    told += f"{counted(usable, 'person', 'people')}"
    equal = sum(one.order[:2] == best.order[:2] for one in last.best)
    tie = f"; {equal} sets tie" if equal > 1 else ""
    before = by_size.get(len(best.items) - 1)
    if before is None:
        return f"{told}{tie}. Look next at what a second thing would add."
    more = best.reach - before.best[0].reach
    return f"{told}{tie}. The last one adds {more}: look next at whether that is worth what it costs."


def _findings(
    given: AnalysisInput, items: Sequence[str], asked: int, usable: int, last: Search, parameters: TurfParameters
) -> Iterator[Finding]:
    told = {name for row in as_segments(given.canvas).respondents for name in row.values}
    for name in sorted(set(parameters.items) - told):
        yield Finding(
            f"{TOOL_ID}.unknown-thing",
            Severity.WARNING,
            f"No row says anything of {quoted(name)}, so that no row can be used.",
            given.at(),
            "Correct the name in `items`, or take it out.",
        )
    if items and asked > usable:
        yield Finding(
            f"{TOOL_ID}.gaps-in-rows",
            Severity.NOTE,
            f"{counted(asked - usable, 'row')} of {asked} {'leaves' if asked - usable == 1 else 'leave'} out a thing, "
            "or say neither yes nor no, and drop out.",
            given.at(),
            "A missing answer is not no: ask again, or compare fewer things.",
        )
    if last.best and not last.is_exhaustive:
        yield Finding(
            f"{TOOL_ID}.greedy-search",
            Severity.NOTE,
            f"There are more than {MOST_SETS:,} sets, so the best addition was taken step by step.",
            given.at(),
            "Compare fewer things to be sure of the best set.",
        )
    if 0 < usable < FEWEST and items:
        yield Finding(
            f"{TOOL_ID}.few-people",
            Severity.WARNING,
            f"{counted(usable, 'person', 'people')} answered: a demonstration, not a reach in the market.",
            given.at(),
            f"Ask at least {FEWEST}.",
        )
