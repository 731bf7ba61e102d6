"""Importing again: what changed in the file is taken over, what a person edited stays.

An import record in the project holds, for every value that came from a file, a digest of what was imported. A
value that still has that digest was not touched since and follows the file; any other is the person's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from personatui.host.importing.report import Conflict, Removed
from personatui.model.edits import AddItem, Data, Edit, Path, RemoveValue, SetValue, spell
from personatui.model.ids import Reference

# Two texts at least this alike are one text that was reworded.
_ALIKE = 0.6
_MOST_COMPARED = 2_000

# Why something that a file says was not taken over.
CHANGED_TWICE = "Changed both here and in the file; the text here was kept."
EDITED = "Edited here since it was imported; the text here was kept."
DELETED = "Deleted here since it was imported; it stays deleted."
SAID_TWICE = "Another file of this import says something else there, which was taken."


@dataclass(frozen=True, slots=True)
class Unit:
    """A value that is taken over or kept as one: a single value, or an item of a list."""

    path: Path
    value: Any

    @property
    def is_item(self) -> bool:
        """Whether it is an entry of a list of tables."""
        return isinstance(self.value, dict)

    @property
    def field(self) -> Path:
        """The list that holds an item."""
        return self.path[:-1]


@dataclass(slots=True)
class Outcome:
    """The edits that bring a record up to date, what was imported by whom now, and where both sides changed.

    `left` are the places of what the file says and the record was not given, each with the reason. `removed` is what
    the edits take out of the record, since the file no longer says it.
    """

    edits: list[Edit] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    left: dict[Path, str] = field(default_factory=dict)
    removed: list[Removed] = field(default_factory=list)


def units_of(data: Data) -> list[Unit]:
    """The units of a record's data, its schema aside."""
    found: list[Unit] = []
    for key, value in data.items():
        if key == "schema":
            continue
        if isinstance(value, dict):
            found.extend(Unit((key, name), inner) for name, inner in value.items())
        elif isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            found.extend(Unit((key, str(entry["id"])), entry) for entry in value)
        else:
            found.append(Unit((key,), value))
    return found


def unit_at(data: Data, path: Path) -> Any:
    """The value of the unit at a path, or None when the record no longer holds it."""
    value = data.get(str(path[0]))
    if len(path) == 1:
        return value
    if isinstance(value, dict):
        return value.get(str(path[1]))
    entries = value if isinstance(value, list) else []
    return next((entry for entry in entries if isinstance(entry, dict) and entry.get("id") == path[1]), None)


def digest(value: Any) -> str:
    """A short digest of a value; the id of an item does not count."""
    if isinstance(value, dict):
        value = {key: inner for key, inner in value.items() if key != "id"}
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2s(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def key_of(reference: Reference, path: Path) -> str:
    """How an import record names a unit: the record's reference and a JSON pointer (RFC 6901) into it."""
    steps = [str(step).replace("~", "~0").replace("/", "~1") for step in path]
    return f"{reference}#/{'/'.join(steps)}"


def parse_key(key: str) -> tuple[Reference, Path] | None:
    """The record and path that a key names, or None."""
    name, mark, pointer = key.partition("#/")
    reference = Reference.parse(name)
    if reference is None or not mark:
        return None
    return reference, tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/"))


class Updater:
    """Brings one record up to date with what one file says of it now.

    `before` are the digests of what the file said when it was last imported, by path.
    """

    def __init__(self, reference: Reference, current: Data, before: Mapping[Path, str], file: str) -> None:
        self._reference = reference
        self._current = current
        self._before = dict(before)
        self._file = file
        self._outcome = Outcome()
        self._items = {
            (str(name), entry.get("id")): entry
            for name, value in current.items()
            if isinstance(value, list)
            for entry in value
            if isinstance(entry, dict)
        }
        self._ids = {str(item_id) for _, item_id in self._items}

    def update(self, data: Data) -> Outcome:
        """Compare the file's data with the record and return what to do."""
        units = units_of(data)
        for unit in units:
            if not unit.is_item:
                self._update_value(unit)
        lists: dict[Path, list[Unit]] = {}
        for unit in units:
            if unit.is_item:
                lists.setdefault(unit.field, []).append(unit)
        for path in self._before:
            if len(path) == 2 and not isinstance(self._current.get(str(path[0])), dict):
                lists.setdefault(path[:1], [])
        for name, items in lists.items():
            self._update_list(name, items)
        for path, imported in list(self._before.items()):
            self._drop_value(path, imported)
        return self._outcome

    # Single values ---------------------------------------------------------------------------------------

    def _update_value(self, unit: Unit) -> None:
        now = self._value(unit.path)
        imported = self._before.pop(unit.path, None)
        fresh = digest(unit.value)
        self._remember(unit.path, fresh)
        if now is None:
            if imported is None:
                self._outcome.edits.append(SetValue(self._reference, unit.path, unit.value))
            else:
                self._outcome.left[unit.path] = DELETED
            return
        if digest(now) == fresh:
            return
        if imported is not None and digest(now) == imported:
            self._outcome.edits.append(SetValue(self._reference, unit.path, unit.value))
        elif imported != fresh:
            self._conflict(unit.path, now, unit.value)
            self._outcome.left[unit.path] = CHANGED_TWICE
        else:
            self._outcome.left[unit.path] = EDITED

    def _drop_value(self, path: Path, imported: str) -> None:
        """What the file no longer says goes, unless a person edited it."""
        now = self._value(path)
        if now is None:
            return
        if digest(now) == imported:
            self._remove(path, now)
        else:
            self._conflict(path, now, "")

    # Items -----------------------------------------------------------------------------------------------

    def _update_list(self, name: Path, items: Sequence[Unit]) -> None:
        known = {path: self._before.pop(path) for path in list(self._before) if path[:-1] == name}
        pairs, added = self._pair(items, known)
        for unit, path in pairs:
            self._update_item(unit, path, known.pop(path))
        for unit in added:
            self._add(unit)
        for path, imported in known.items():
            self._remove_item(path, imported)

    def _pair(self, items: Sequence[Unit], known: Mapping[Path, str]) -> tuple[list[tuple[Unit, Path]], list[Unit]]:
        """Each item with what it was at the last import: the same text, a reworded one, the only other one."""
        left = {unit.path: unit for unit in items}
        open_paths = dict.fromkeys(known)
        pairs: list[tuple[Unit, Path]] = []

        def settle(unit: Unit, path: Path) -> None:
            pairs.append((unit, path))
            del left[unit.path], open_paths[path]

        by_digest: dict[str, list[Path]] = {}
        for path in open_paths:
            by_digest.setdefault(known[path], []).append(path)
        for unit in items:
            same = by_digest.get(digest(unit.value), [])
            if same:
                settle(unit, same.pop(0))
        for unit in list(left.values()):
            if unit.path in open_paths:
                settle(unit, unit.path)
        present = [path for path in open_paths if self._value(path) is not None]
        if len(left) * len(present) <= _MOST_COMPARED:
            ratios = [(self._likeness(unit, path), unit, path) for unit in left.values() for path in present]
            for ratio, unit, path in sorted(ratios, key=lambda entry: -entry[0]):
                if ratio >= _ALIKE and unit.path in left and path in open_paths:
                    settle(unit, path)
        present = [path for path in open_paths if self._value(path) is not None]
        if len(left) == len(present):
            for unit, path in zip(list(left.values()), present, strict=True):
                settle(unit, path)
        return pairs, list(left.values())

    def _likeness(self, unit: Unit, path: Path) -> float:
        now = self._value(path)
        return SequenceMatcher(None, text_of(unit.value)[:500], text_of(now)[:500]).ratio()

    def _update_item(self, unit: Unit, path: Path, imported: str) -> None:
        fresh = digest(unit.value)
        self._remember(path, fresh)
        now = self._value(path)
        if now is None:
            self._outcome.left[unit.path] = DELETED
            return
        if fresh == digest(_only(now, unit.value)):
            return
        if self._is_untouched(now, unit.value, imported):
            for key, value in unit.value.items():
                if key != "id" and now.get(key) != value:
                    self._outcome.edits.append(SetValue(self._reference, (*path, key), value))
        elif imported != fresh:
            self._conflict(path, text_of(now), text_of(unit.value))
            self._outcome.left[unit.path] = CHANGED_TWICE
        else:
            self._outcome.left[unit.path] = EDITED

    def _add(self, unit: Unit) -> None:
        item_id = str(unit.value["id"])
        same = self._value(unit.path)
        if same is not None and digest(_only(same, unit.value)) == digest(unit.value):
            self._remember(unit.path, digest(unit.value))
            return
        number = 2
        while item_id in self._ids:
            item_id = f"{unit.value['id']}-{number}"
            number += 1
        path = (*unit.field, item_id)
        self._ids.add(item_id)
        self._outcome.edits.append(AddItem(self._reference, unit.field, {**unit.value, "id": item_id}))
        self._remember(path, digest(unit.value))

    def _remove_item(self, path: Path, imported: str) -> None:
        now = self._value(path)
        if now is None:
            return
        if self._is_untouched(now, now, imported):
            self._remove(path, now)
        else:
            self._conflict(path, text_of(now), "")

    @staticmethod
    def _is_untouched(now: Data, fresh: Data, imported: str) -> bool:
        """Whether an item still says what was imported; what a person added beside it is no change."""
        return imported in (digest(_only(now, fresh)), digest(now)) or any(
            imported == digest({key: now[key] for key in keys if key in now})
            for keys in (("text",), ("text", "kind"), ("text", "note"), ("heading", "text"), ("title", "target"))
        )

    # The record ------------------------------------------------------------------------------------------

    def _value(self, path: Path) -> Any:
        """What the record holds at the path of a unit, or None."""
        value = self._current.get(str(path[0]))
        if len(path) == 1:
            return value
        if isinstance(value, dict):
            return value.get(str(path[1]))
        return self._items.get((str(path[0]), path[1]))

    def _remember(self, path: Path, fresh: str) -> None:
        self._outcome.digests[key_of(self._reference, path)] = fresh

    def _remove(self, path: Path, now: Any) -> None:
        self._outcome.edits.append(RemoveValue(self._reference, path))
        self._outcome.removed.append(Removed(str(self._reference), spell(path), self._file, text_of(now)))

    def _conflict(self, path: Path, now: Any, imported: Any) -> None:
        self._outcome.conflicts.append(
            Conflict(str(self._reference), spell(path), self._file, text_of(now), text_of(imported))
        )


def text_of(value: Any) -> str:
    """A value as one text, for comparing and showing."""
    if isinstance(value, dict):
        said = [str(value[key]) for key in ("heading", "title", "text", "target") if value.get(key)]
        return "\n".join(said)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _only(now: Data, fresh: Data) -> Data:
    return {key: now[key] for key in fresh if key in now}
