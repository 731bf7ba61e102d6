"""Places: how a row on screen names what it shows, a value of a record or an entry of one of its lists."""

from __future__ import annotations

from dataclasses import dataclass

from personatui.model.base import Model
from personatui.model.claims import Item
from personatui.model.edits import Path
from personatui.model.ids import Reference
from personatui.model.project import Project, items_of

_SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a record: the path of a value or of an entry.

    Spelled `persona/maya#k7qd` for an entry with an id, `persona/maya:goals:0` for one without,
    `persona/maya:demographics:age` for a value.
    """

    owner: Reference
    path: Path

    def __str__(self) -> str:
        return place_key(self.owner, *self.path)


def place_key(owner: Reference, *path: str | int) -> str:
    """How a row names a value of a record, or an entry that has no id."""
    return _SEPARATOR.join((str(owner), *map(str, path)))


def entry_key(item: Item, owner: Reference, field: str, index: int) -> str:
    """How a row names an entry: by reference, or by list and position while it has no id."""
    return str(owner.at(item.id)) if item.id else place_key(owner, field, index)


def find_place(project: Project, key: str) -> Place | None:
    """The place that a row's key names, with the position of the entry; None when it is no longer there.

    The path of an entry is its list and its position; whether a value is set makes no difference, nor for a value
    of a canvas whether its file has begun.
    """
    owner_text, *steps = key.split(_SEPARATOR)
    reference = Reference.parse(owner_text, default_kind="persona")
    if reference is None:
        return None
    record = project.record(reference.file)
    path = tuple(int(step) if step.isdecimal() else step for step in steps)
    if record is None:
        names_value = path and not reference.item and all(isinstance(step, str) for step in path)
        return Place(reference, path) if names_value and reference.kind == "canvas" else None
    if reference.item:
        for field, index, item in items_of(record):
            if item.id == reference.item:
                return Place(reference.file, (field, index))
        return None
    if len(path) >= 2 and isinstance(path[1], int):
        entries = getattr(record, str(path[0]), ())
        if not isinstance(entries, tuple) or path[1] >= len(entries):
            return None
    return Place(reference, path) if path else None


def entry_at(project: Project, place: Place) -> Item | None:
    """The entry at a place, or None where the place is a value or leads nowhere."""
    record: Model | None = project.record(place.owner)
    if record is None or len(place.path) != 2:
        return None
    field, index = place.path
    entries = getattr(record, str(field), ())
    if not isinstance(entries, tuple) or not isinstance(index, int) or index >= len(entries):
        return None
    found = entries[index]
    return found if isinstance(found, Item) else None
