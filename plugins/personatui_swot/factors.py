"""The factors of a canvas with their codes, such as S1 and O3, what they say, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from personatui.api import (
    Project,
    quoted,
)
from personatui_swot.canvas import Factor, GroupName, SwotCanvas
from personatui_swot.regions import GROUPS, LETTERS


@dataclass(frozen=True, slots=True)
class Entry:
    """A factor, the box that it stands in, its code, and what it says now."""

    factor: Factor
    group: GroupName
    code: str
    text: str

    @property
    def id(self) -> str:
        return self.factor.id

    @property
    def label(self) -> str:
        """The code and the text: `S1 Answers at night`."""
        return f"{self.code} {self.text}".strip()


def entries(canvas: SwotCanvas, project: Project, groups: Iterable[GroupName] = GROUPS) -> tuple[Entry, ...]:
    """The factors of these boxes, numbered in the order of the file."""
    return tuple(
        Entry(factor, group, f"{LETTERS[group]}{number}", project.resolved(factor).label)
        for group in groups
        for number, factor in enumerate(getattr(canvas, group), start=1)
    )


def some(found: list[Entry]) -> str:
    """The first of several factors by its text, and how many others there are."""
    others = f" and {len(found) - 1} other factor{'' if len(found) == 2 else 's'}" if len(found) > 1 else ""
    return f"{found[0].code} {quoted(found[0].text)}{others}"


def codes_of(found: Iterable[Entry]) -> str:
    """The codes of factors, between commas."""
    return ", ".join(entry.code for entry in found)


def by_id(found: Iterable[Entry]) -> dict[str, Entry]:
    """Factors by their id; those without one cannot be referred to."""
    return {entry.id: entry for entry in found if entry.id}


def said_twice(keys: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs that occur more than once, each once."""
    seen: dict[tuple[str, str], int] = {}
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
    return (key for key, count in seen.items() if count > 1)
