"""Differences between two states of a file's data as edits, and three-way merging field by field.

Entries of a list are told apart by their id, or by their text in a list of texts. Lists whose entries have
neither are compared position by position.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from personatui.model.base import plain
from personatui.model.edits import AddItem, Data, MoveItem, Path, RemoveValue, SetValue, ValueEdit
from personatui.model.ids import Reference
from personatui.store.comparing import is_same


class Missing:
    """The type of `MISSING`."""

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


# Stands for a value that one side does not have; None never stands in a file.
MISSING: Final = Missing()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that both sides changed, each in its own way. A side without the value holds `MISSING`."""

    path: Path
    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """The data with the changes of both sides; where they are in conflict, with what was chosen."""

    data: Data
    conflicts: tuple[Conflict, ...]


def edits_between(target: Reference, before: Data, after: Data) -> tuple[ValueEdit, ...]:
    """Edits that turn `before` into `after`, in order, each as small as can be."""
    return tuple(_table_edits(target, (), plain(before), plain(after)))


def changed_paths(before: Data, after: Data) -> tuple[Path, ...]:
    """The paths of what differs, each once, in order; an entry that was added is named by its id or position."""
    found: dict[Path, None] = {}
    for edit in edits_between(_ANY, before, after):
        path = edit.path
        if isinstance(edit, AddItem):
            item_id = _id_of(edit.value)
            path = (*path, item_id if item_id else -1 if edit.index is None else edit.index)
        found[path] = None
    return tuple(found)


def conflicts(base: Data, ours: Data, theirs: Data) -> tuple[Conflict, ...]:
    """What both sides changed since `base`, each in its own way."""
    return merge(base, ours, theirs).conflicts


def merge(base: Data, ours: Data, theirs: Data, *, keep_ours: Callable[[Conflict], bool] | None = None) -> Merge:
    """The changes of both sides since `base` in one.

    `keep_ours` settles a conflict: true keeps our value, false theirs. Without it theirs stands there.
    """
    merger = _Merger(keep_ours)
    data = merger.merged((), plain(base), plain(ours), plain(theirs))
    return Merge(data, tuple(merger.conflicts))


_ANY = Reference("project", "project")


# Differences ---------------------------------------------------------------------------------------------


def _edits(target: Reference, path: Path, before: Any, after: Any) -> Iterator[ValueEdit]:
    if is_same(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _table_edits(target, path, before, after)
    elif isinstance(before, list) and isinstance(after, list) and before and after:
        yield from _list_edits(target, path, before, after)
    else:
        yield SetValue(target, path, after)


def _table_edits(target: Reference, path: Path, before: Data, after: Data) -> Iterator[ValueEdit]:
    for key in before:
        if key not in after:
            yield RemoveValue(target, (*path, key))
    for key, value in after.items():
        if key in before:
            yield from _edits(target, (*path, key), before[key], value)
        else:
            yield SetValue(target, (*path, key), value)


def _list_edits(target: Reference, path: Path, before: list[Any], after: list[Any]) -> Iterator[ValueEdit]:
    old, new = _ids(before), _ids(after)
    if old and new and set(old) & set(new):
        yield from _edits_by_id(target, path, dict(zip(old, before, strict=True)), dict(zip(new, after, strict=True)))
    else:
        yield from _edits_by_position(target, path, before, after)


def _edits_by_id(target: Reference, path: Path, before: Data, after: Data) -> Iterator[ValueEdit]:
    order = [key for key in before if key in after]
    for key in before:
        if key not in after:
            yield RemoveValue(target, (*path, key))
    for index, (key, value) in enumerate(after.items()):
        if key not in before:
            # Without a position at the end, so that the edit fits a longer list of the other side too.
            yield AddItem(target, path, value, None if index == len(order) else index)
            order.insert(index, key)
        elif order[index] != key:
            yield MoveItem(target, (*path, key), index)
            order.remove(key)
            order.insert(index, key)
    for key, value in after.items():
        if key in before:
            yield from _edits(target, (*path, key), before[key], value)


def _edits_by_position(target: Reference, path: Path, before: list[Any], after: list[Any]) -> Iterator[ValueEdit]:
    start, shorter = 0, min(len(before), len(after))
    while start < shorter and is_same(before[start], after[start]):
        start += 1
    tail = 0
    while tail < shorter - start and is_same(before[-1 - tail], after[-1 - tail]):
        tail += 1
    old, new = before[start : len(before) - tail], after[start : len(after) - tail]
    if not start and not tail and not any(isinstance(entry, dict | list) for entry in before):
        yield SetValue(target, path, after)
        return
    shared = min(len(old), len(new))
    for offset in range(shared):
        yield from _edits(target, (*path, start + offset), old[offset], new[offset])
    for offset in reversed(range(shared, len(old))):
        yield RemoveValue(target, (*path, start + offset))
    for offset in range(shared, len(new)):
        index = start + offset
        yield AddItem(target, path, new[offset], None if not tail else index)


# Merging -------------------------------------------------------------------------------------------------


class _Merger:
    def __init__(self, keep_ours: Callable[[Conflict], bool] | None) -> None:
        self._keep_ours = keep_ours
        self.conflicts: list[Conflict] = []

    def merged(self, path: Path, base: Any, ours: Any, theirs: Any) -> Any:
        if _is_same(base, ours) or _is_same(ours, theirs):
            return theirs
        if _is_same(base, theirs):
            return ours
        if isinstance(ours, dict) and isinstance(theirs, dict) and isinstance(base, dict | Missing):
            return self._table(path, {} if isinstance(base, Missing) else base, ours, theirs)
        if isinstance(ours, list) and isinstance(theirs, list) and isinstance(base, list | Missing):
            old: list[Any] = [] if isinstance(base, Missing) else base
            if all(_names(entries) is not None for entries in (old, ours, theirs)):
                return self._named_entries(path, old, ours, theirs)
            return self._entries(path, old, ours, theirs)
        conflict = Conflict(path, base, ours, theirs)
        self.conflicts.append(conflict)
        return ours if self._keep_ours is not None and self._keep_ours(conflict) else theirs

    def _table(self, path: Path, base: Data, ours: Data, theirs: Data) -> Data:
        found: Data = {}
        for key in {**theirs, **ours}:
            old, mine, other = (side.get(key, MISSING) for side in (base, ours, theirs))
            emptied = isinstance(old, dict | list) and {type(mine), type(other)} == {type(old), Missing}
            if emptied:
                # Whoever took it away took what was in it, and not what the other side has put there since.
                mine, other = (type(old)() if side is MISSING else side for side in (mine, other))
            value = self.merged((*path, key), old, mine, other)
            if value is not MISSING and not (emptied and not value):
                found[key] = value
        return found

    def _named_entries(self, path: Path, base: list[Any], ours: list[Any], theirs: list[Any]) -> Any:
        sides = [dict(zip(_names(side) or (), side, strict=True)) for side in (base, ours, theirs)]
        found: dict[object, Any] = {}
        for name in _merged_order(*(list(side) for side in sides)):
            step = name[1] if _is_item_name(name) else self._place(name, sides)
            value = self.merged((*path, step), *(side.get(name, MISSING) for side in sides))
            if value is not MISSING:
                found[name] = value
        # A list that loses its last entry goes, as it does when an edit removes it.
        return list(found.values()) or MISSING

    def _entries(self, path: Path, base: list[Any], ours: list[Any], theirs: list[Any]) -> Any:
        """Entries without names: each is taken whole, and what either side put at the end is kept."""
        found: list[Any] = []
        for index, old in enumerate(base):
            mine = ours[index] if index < len(ours) else MISSING
            other = theirs[index] if index < len(theirs) else MISSING
            if _is_same(old, mine) or _is_same(mine, other):
                found.append(other)
            elif _is_same(old, other):
                found.append(mine)
            else:
                conflict = Conflict((*path, index), old, mine, other)
                self.conflicts.append(conflict)
                found.append(mine if self._keep_ours is not None and self._keep_ours(conflict) else other)
        added = theirs[len(base) :]
        added = added + [entry for entry in ours[len(base) :] if not any(is_same(entry, known) for known in added)]
        return [entry for entry in (*found, *added) if entry is not MISSING] or MISSING

    @staticmethod
    def _place(name: object, sides: list[dict[Any, Any]]) -> int:
        return next(list(side).index(name) for side in reversed(sides) if name in side)


def _is_same(one: Any, other: Any) -> bool:
    if one is MISSING or other is MISSING:
        return one is other
    return is_same(one, other)


def _merged_order(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    """Every name of any side: in our order when only we moved entries, else in theirs; new ones stay behind their
    neighbour."""
    shared = set(base) & set(ours) & set(theirs)
    moved_by_them = [name for name in base if name in shared] != [name for name in theirs if name in shared]
    first, second = (theirs, ours) if moved_by_them else (ours, theirs)
    order = list(first)
    for index, name in enumerate(second):
        if name not in order:
            after = next((order.index(known) + 1 for known in reversed(second[:index]) if known in order), 0)
            # Entries that both sides put at the same place: theirs come first.
            while second is ours and after < len(order) and order[after] not in base:
                after += 1
            order.insert(after, name)
    return order + [name for name in base if name not in order]


def _names(items: list[Any]) -> list[tuple[str, Any]] | None:
    """What tells the entries apart: ids, or the texts themselves; None when there is no telling."""
    ids = _ids(items)
    if ids is not None:
        return [("id", item_id) for item_id in ids]
    if all(isinstance(item, str) for item in items) and len(set(items)) == len(items):
        return [("text", item) for item in items]
    return None


def _is_item_name(name: tuple[str, Any]) -> bool:
    return name[0] == "id"


def _ids(items: list[Any]) -> list[str] | None:
    found = [_id_of(item) for item in items]
    return [item for item in found if item] if all(found) and len(set(found)) == len(found) else None


def _id_of(item: Any) -> str:
    found = item.get("id") if isinstance(item, dict) else None
    return found if isinstance(found, str) else ""
