"""A project's data as plain dicts and lists, and what every step of a person makes of them: the expected outcome.

Nothing here uses the program: a step that the program makes wrongly is made right here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

Data = dict[str, Any]
# What one step did: the values of top-level keys before and after it, by file and key; the key of a file is empty.
Delta = dict[tuple[str, str], tuple[Any, Any]]
_NEW = "new-"
# What an entry of one list has that those of another have not.
_OWN_FIELDS = {"pains": {"severity"}, "goals": {"kind", "priority"}}


class GONE:
    """Stands for what is not there. A class, since a copy of it is still the same."""


class Shadow:
    """The files of a project by their paths. Entries that the program gives an id have one of ours: `new-7`."""

    def __init__(self, root: Path) -> None:
        self.files = read(root)
        self._undo: list[Delta] = []
        self._redo: list[Delta] = []
        self._minted = 0

    # Steps -----------------------------------------------------------------------------------------------

    def step(self, act: Callable[[], object]) -> bool:
        """Do something as one step to undo; whether it changed anything."""
        before = deepcopy(self.files)
        act()
        delta: Delta = {}
        for name in before.keys() | self.files.keys():
            old, new = before.get(name), self.files.get(name)
            if old is None or new is None:
                delta[name, ""] = (GONE if old is None else old, GONE if new is None else new)
            elif old != new:
                keys = (key for key in old.keys() | new.keys() if old.get(key, GONE) != new.get(key, GONE))
                delta |= {(name, key): (old.get(key, GONE), new.get(key, GONE)) for key in keys}
        if delta:
            self._undo.append(deepcopy(delta))
            self._redo.clear()
        return bool(delta)

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    def undo(self) -> None:
        delta = self._undo.pop()
        self._put(delta, 0)
        self._redo.append(delta)

    def redo(self) -> None:
        delta = self._redo.pop()
        self._put(delta, 1)
        self._undo.append(delta)

    def forget_steps(self) -> None:
        """What was overruled cannot be undone, and neither can what lies below it."""
        self._undo.clear()
        self._redo.clear()

    def _put(self, delta: Delta, side: int) -> None:
        for (name, key), values in delta.items():
            value = deepcopy(values[side]) if values[side] is not GONE else GONE
            where: Data = self.files if not key else self.files[name]
            if value is GONE:
                where.pop(key or name)
            else:
                where[key or name] = value

    # Entries ---------------------------------------------------------------------------------------------

    def entries(self, name: str, field: str) -> list[Data]:
        """The entries of a list."""
        found: list[Data] = self.files[name].get(field, [])
        return found

    def insert(self, name: str, field: str, index: int, entry: Data) -> None:
        self.files[name].setdefault(field, []).insert(index, deepcopy(entry))

    def take_out(self, name: str, field: str, index: int) -> Data:
        """An entry taken out of its list, which goes with its last entry."""
        items: list[Data] = self.files[name][field]
        taken = items.pop(index)
        if not items:
            del self.files[name][field]
        return taken

    def new(self, **values: Any) -> Data:
        """An entry that gets an id from the program."""
        self._minted += 1
        return {"id": f"{_NEW}{self._minted}", **values}

    def copy(self, name: str, field: str, index: int) -> Data:
        entry = self.entries(name, field)[index]
        return self.new(**{key: value for key, value in entry.items() if key != "id"})

    def move(self, name: str, field: str, index: int, to: str) -> None:
        """Move an entry to the end of another list of its file, where it loses what has no place there."""
        entry = self.take_out(name, field, index)
        for lost in _OWN_FIELDS.get(field, set()) - _OWN_FIELDS.get(to, set()):
            entry.pop(lost, None)
        self.insert(name, to, len(self.entries(name, to)), entry)

    def rate(self, name: str, field: str, index: int, rating: str, key: str) -> None:
        """Press a digit, or + or -, on an entry with a rating from 1 to 5."""
        entry = self.entries(name, field)[index]
        known = entry.get(rating)
        if key in "+-":
            wanted = (known + (1 if key == "+" else -1)) if known is not None else (1 if key == "+" else 5)
        else:
            wanted = int(key)
        if wanted == 0 and key == "-":
            del entry[rating]
        elif 1 <= wanted <= 5:
            entry[rating] = wanted

    def delete_excerpt(self, name: str, index: int) -> None:
        """Delete an excerpt of a source, and every reference to it."""
        entry = self.take_out(name, "excerpts", index)
        gone = f"{Path(name).stem}#{entry['id']}"
        for data in self.files.values():
            for node in list(_tables(data)):
                if gone in node.get("sources", ()):
                    node["sources"] = [text for text in node["sources"] if text != gone]
                    if not node["sources"]:
                        del node["sources"]

    def rename_segment(self, old: str, new: str) -> None:
        """Give a segment's file another name, and let personas and canvases follow."""
        self.files[f"segments/{new}.toml"] = self.files.pop(f"segments/{old}.toml")
        for name, data in self.files.items():
            if name.startswith("personas/") and data.get("segment") == old:
                data["segment"] = new
            for node in _tables(data):
                for key, value in node.items():
                    if value == f"segment/{old}":
                        node[key] = f"segment/{new}"

    def mentions(self, text: str) -> int:
        """How many texts are or end with an id."""
        return sum(
            value == text or value.endswith(f"#{text}") for data in self.files.values() for value in _texts(data)
        )


def _tables(node: Any) -> Iterator[Data]:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _tables(child)


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _texts(child)


def read(root: Path) -> dict[str, Data]:
    """The data of every file of a project."""
    paths = (path for path in root.rglob("*.toml") if ".git" not in path.parts)
    return {path.relative_to(root).as_posix(): tomllib.loads(path.read_text("utf-8")) for path in sorted(paths)}


def differences(shadow: dict[str, Data], found: dict[str, Data]) -> list[str]:
    """Where two projects differ, in words. An id of ours stands for any one id of the program's."""
    told = [f"{name}: not there" for name in shadow.keys() - found.keys()]
    told += [f"{name}: should not be there" for name in found.keys() - shadow.keys()]
    for name in sorted(shadow.keys() & found.keys()):
        told += _differences(shadow[name], found[name], name, {})
    return told


def _differences(wanted: Any, found: Any, where: str, ids: dict[str, str]) -> list[str]:
    if isinstance(wanted, dict) and isinstance(found, dict):
        told = [f"{where}.{key}: not there" for key in wanted.keys() - found.keys()]
        told += [f"{where}.{key}: should not be there: {found[key]!r}" for key in found.keys() - wanted.keys()]
        for key in wanted.keys() & found.keys():
            told += _differences(wanted[key], found[key], f"{where}.{key}", ids)
        return told
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        return [
            text
            for index, pair in enumerate(zip(wanted, found, strict=True))
            for text in _differences(*pair, f"{where}[{index}]", ids)
        ]
    if isinstance(wanted, str) and wanted.startswith(_NEW) and isinstance(found, str):
        is_fine = re.fullmatch(r"[a-z0-9]{4,}", found) and ids.setdefault(wanted, found) == found
        is_fine = is_fine and list(ids.values()).count(found) == 1
        return [] if is_fine else [f"{where}: the id {found!r} for {wanted}"]
    return [] if wanted == found and type(wanted) is type(found) else [f"{where}: {found!r} for {wanted!r}"]
