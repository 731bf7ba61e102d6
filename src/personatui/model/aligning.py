"""Rows of cells that are compared: when two texts, values or statements say the same, and which stand side by side.

Statements are the same when their texts are, but for case, spaces, quotation marks and the punctuation around
words. Nothing is guessed from texts that are merely alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from personatui.model.base import Model, item_fields
from personatui.model.claims import Claim, Item, Link, Note, Strength
from personatui.model.ids import Reference
from personatui.model.project import Project

# What an item says besides its rating, and the schema that a file happens to be written in.
_NOT_A_RATING = {"id", "text", "sources", "note", "tags"}

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES = "\"'`\u00ab\u00bb\u2018-\u201f\u2039\u203a"
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc`]")
# Only around words: 1.5 is not 15, and C# is not C.
_AROUND = re.compile(rf"^[{_QUOTES}()\[\]¿¡]+|[{_QUOTES}()\[\].,;:!?…]+$")


class Mark(StrEnum):
    """What a row tells about the personas. Where only some say something, the others' cells are None."""

    SAME = "same"
    SHARED = "shared"
    DIFFERENT = "different"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one persona says in a row; an `item` with the record `owner` and the place in it where it stands.

    `share` is from 0 to 1, and `strength` that of a claim's evidence; both are None for what has none.
    """

    text: str
    said: Hashable
    owner: Reference
    item: Item | None = None
    field: str = ""
    index: int = 0
    share: float | None = None
    strength: Strength | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One field or statement: a cell for each persona in their order, None where it is missing."""

    label: str
    cells: tuple[Cell | None, ...]

    @property
    def mark(self) -> Mark:
        """How the cells compare."""
        there = [cell for cell in self.cells if cell is not None]
        if len(there) < 2:
            return Mark.SAME if len(self.cells) == 1 else Mark.ONLY
        if len({cell.said for cell in there}) > 1:
            return Mark.DIFFERENT
        return Mark.SAME if len(there) == len(self.cells) else Mark.SHARED

    @property
    def is_statement(self) -> bool:
        """Whether the row is about a statement rather than a field with a name."""
        return not self.label


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together. `derived` ones are computed, and no part of what the files say."""

    id: str
    title: str
    rows: tuple[Row, ...]
    derived: bool = False

    def counted(self) -> Counter[Mark]:
        """How many rows have each mark."""
        return Counter(row.mark for row in self.rows)


def same_text(text: str) -> str:
    """What two texts have in common that say the same: for comparing only, never to be shown."""
    plain = unicodedata.normalize("NFC", _DASHES.sub("-", _APOSTROPHES.sub("'", text)).casefold())
    words = [bare for word in plain.split() if (bare := _AROUND.sub("", word)).strip("-")]
    return " ".join(words) or " ".join(plain.split())


def items_in(record: Model, name: str) -> tuple[Item, ...]:
    """The items of a list of a record; none where its model has no such list."""
    return getattr(record, name) if name in item_fields(type(record)) else ()


def aligned(columns: Sequence[Sequence[Cell]]) -> Iterator[Row]:
    """Cells of the same name on one row, those first that several have; the rest follows, one column after another.

    A column that says the same twice has it on two rows.
    """
    rows: dict[tuple[Hashable, int], list[Cell | None]] = {}
    for column, cells in enumerate(columns):
        seen: Counter[Hashable] = Counter()
        for cell in cells:
            name = _name_of(cell)
            rows.setdefault((name, seen[name]), [None] * len(columns))[column] = cell
            seen[name] += 1
    made = [Row("", tuple(row)) for row in rows.values()]
    yield from (row for row in made if row.mark is not Mark.ONLY)
    yield from (row for row in made if row.mark is Mark.ONLY)


def item_cell(project: Project, item: Item, owner: Reference, field: str, index: int) -> Cell:
    """The cell of an item, with the strength of its evidence."""
    strength = project.strength(item.sources) if isinstance(item, Claim) else None
    return Cell(_item_text(item), _item_said(item), owner, item, field, index, strength=strength)


def _item_text(item: Item) -> str:
    match item:
        case Note():
            return "\n".join(part for part in (item.heading.strip(), item.text.strip()) if part)
        case Link():
            return "\n".join(dict.fromkeys(part for part in (item.title.strip(), item.target.strip()) if part))
        case Claim():
            return item.text.strip()
        case _:
            return item.label


def _name_of(cell: Cell) -> Hashable:
    """What brings items of several personas onto one row: a note's heading, a link's address, else the text."""
    match cell.item:
        case Note(heading=heading) if heading.strip():
            return "heading", same_text(heading)
        case Link(target=target) if target.strip():
            return "target", target.strip()
        case _:
            return "text", same_text(cell.text)


def _item_said(item: Item) -> Hashable:
    """What an item says, with its rating: the same statement rated otherwise is something different."""
    ratings = [
        (name, said_of(getattr(item, name)))
        for name in type(item).model_fields
        if name not in _NOT_A_RATING and isinstance(item, Claim)
    ]
    return same_text(_item_text(item)), tuple(ratings)


def said_of(value: object) -> Hashable:
    """A value as far as it counts when it is compared: `34` as text and as number say the same."""
    match value:
        case str():
            return same_text(value)
        case bool() | int() | float():
            return same_text(told_of(value))
        case list() | tuple():
            return tuple(map(said_of, value))
        case None | datetime() | date() | time():
            return value
        case Model():
            return said_of(value.to_data())
        case Mapping():
            return tuple((str(key), said_of(entry)) for key, entry in value.items())
        case _:
            return repr(value)


def told_of(value: object) -> str:
    """A value in full: rounded, two that differ would look alike."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case list() | tuple():
            return ", ".join(map(told_of, value))
        case _:
            return str(value)


def leaves_of(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every value in nested data that says something, with the keys that lead to it."""
    if isinstance(value, Model):
        value = value.to_data()
    if isinstance(value, Mapping):
        for key, entry in value.items():
            yield from leaves_of(entry, (*path, str(key)))
    elif isinstance(value, list | tuple) and any(isinstance(entry, Mapping | list | tuple) for entry in value):
        for number, entry in enumerate(value, 1):
            yield from leaves_of(entry, (*path, str(number)))
    elif value not in (None, "", [], ()):
        yield path, value
