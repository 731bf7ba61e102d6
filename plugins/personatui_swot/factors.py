"""The factors of a canvas with their codes, such as S1 and O3, what they say, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from personatui.api import (
    AnalysisInput,
    Change,
    Finding,
    Metric,
    Project,
    Reference,
    RemoveValue,
    Severity,
    Strength,
    canvas_reference,
    quoted,
)
from personatui_swot.canvas import Factor, GroupName, SwotCanvas
from personatui_swot.regions import GROUPS, LETTERS, TOOL_ID


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


def strength_of(factor: Factor, project: Project) -> Strength:
    """How strong the evidence behind a factor is: its own sources, and those of its original."""
    return project.strength(project.resolved(factor).sources)


def weakest(factors: Iterable[Factor], project: Project) -> Strength | None:
    """The weakest strength among factors; None without any."""
    return min((strength_of(factor, project) for factor in factors), key=lambda one: one.rank, default=None)


class Figures:
    """Makes the metrics and findings of one report, which name the canvas and its items."""

    def __init__(self, project: Project, where: Reference) -> None:
        self._project = project
        self.where = where

    @classmethod
    def of(cls, given: AnalysisInput) -> Figures:
        """Those of the canvas that an analysis is given."""
        return cls(given.project, canvas_reference(given.tool, given.name))

    def at(self, item: str = "") -> str:
        """The reference to the canvas, or to one of its items."""
        return str(self.where.at(item))

    def metric(
        self,
        name: str,
        label: str,
        value: float | int | str | None,
        *,
        scale: str = "",
        unit: str = "",
        n: int | None = None,
        formula: str = "",
        of: Iterable[Factor] = (),
        item: str = "",
        detail: bool = False,
    ) -> Metric:
        """A figure that rests on the factors `of`."""
        evidence = weakest(of, self._project)
        return Metric(name, label, value, unit, scale, n, formula, evidence, self.at(item), detail)

    def finding(
        self,
        code: str,
        severity: Severity,
        message: str,
        hint: str,
        *,
        item: str = "",
        about: Iterable[str] = (),
        fix: Change | None = None,
    ) -> Finding:
        """A finding on an item of the canvas, or on the canvas."""
        references = tuple(self.at(one) for one in about if one)
        return Finding(f"{TOOL_ID}.{code}", severity, message, self.at(item), hint, references=references, fix=fix)

    def removal(self, field: str, item: str, label: str) -> Change | None:
        """The change that removes an entry of a list; None for one without an id, which a position could miss."""
        return Change(label, (RemoveValue(self.where, (field, item)),)) if item else None


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
