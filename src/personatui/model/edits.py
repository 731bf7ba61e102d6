"""Edits: a change to one file as data, and how plain data looks after it.

A path leads from the top of a file to a value. A string step is a key of a table, or the id of an item in a
list; a number is a position in a list: `("pains", "m2xa", "severity")`, `("tags", 0)`.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from personatui.errors import EditError
from personatui.model.base import Model
from personatui.model.ids import Reference

Path: TypeAlias = tuple[str | int, ...]
Data: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SetValue:
    """Set the value at a path; missing tables on the way are made."""

    target: Reference
    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class AddItem:
    """Add an entry to the list at a path, at `index` or at the end; a missing list is made."""

    target: Reference
    path: Path
    value: Any
    index: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveValue:
    """Remove the key or the list entry at a path."""

    target: Reference
    path: Path


@dataclass(frozen=True, slots=True)
class MoveItem:
    """Move the list entry at a path to position `index` of the list at `to`, or of its own list."""

    target: Reference
    path: Path
    index: int
    to: Path | None = None


@dataclass(frozen=True, slots=True)
class CreateFile:
    """Create a record's file holding `data`."""

    target: Reference
    data: Data


@dataclass(frozen=True, slots=True)
class DeleteFile:
    """Delete a record's file."""

    target: Reference


ValueEdit: TypeAlias = SetValue | AddItem | RemoveValue | MoveItem
Edit: TypeAlias = ValueEdit | CreateFile | DeleteFile


@dataclass(frozen=True, slots=True)
class Change:
    """One undo step: edits that are made together or not at all, with a name that a person reads."""

    label: str
    edits: tuple[Edit, ...]

    @property
    def targets(self) -> tuple[Reference, ...]:
        """The records that the change touches, each once, in order."""
        return tuple(dict.fromkeys(edit.target for edit in self.edits))


_M = TypeVar("_M", bound=Model)


def apply(model: _M, edit: ValueEdit) -> _M:
    """The record after the edit, validated. Raises EditError when the edit does not fit."""
    from pydantic import ValidationError

    data = apply_to_data(model.to_data(), edit)
    try:
        return type(model).model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise EditError(f"{where or 'The value'} cannot be changed so: {first['msg']}.") from error


def apply_to_data(data: Data, edit: ValueEdit) -> Data:
    """Plain data after the edit; the data given is left as it is. Raises EditError when a path leads nowhere."""
    result = copy.deepcopy(data)
    match edit:
        case SetValue():
            parent, key = _parent(result, edit.path, make=True)
            if isinstance(parent, list):
                parent[_position(parent, key, edit.path)] = copy.deepcopy(edit.value)
            else:
                parent[str(key)] = copy.deepcopy(edit.value)
        case AddItem():
            items = _list_at(result, edit.path, make=True)
            index = len(items) if edit.index is None else edit.index
            if not 0 <= index <= len(items):
                raise EditError(f"{spell(edit.path)} has {len(items)} entries, so none can be added at {index}.")
            items.insert(index, copy.deepcopy(edit.value))
        case RemoveValue():
            parent, key = _parent(result, edit.path)
            if isinstance(parent, list):
                del parent[_position(parent, key, edit.path)]
                drop_empty_list(result, edit.path[:-1])
            elif str(key) in parent:
                del parent[str(key)]
            else:
                raise EditError(f"There is no {spell(edit.path)} to remove.")
        case MoveItem():
            parent, key = _parent(result, edit.path)
            if not isinstance(parent, list):
                raise EditError(f"{spell(edit.path)} is no entry of a list, so it cannot be moved.")
            item = parent.pop(_position(parent, key, edit.path))
            items = parent if edit.to is None else _list_at(result, edit.to, make=True)
            if not 0 <= edit.index <= len(items):
                raise EditError(f"{spell(edit.path)} cannot be moved to position {edit.index}.")
            items.insert(edit.index, item)
            if items is not parent:
                drop_empty_list(result, edit.path[:-1])
    return result


def invert(data: Data, edit: ValueEdit) -> tuple[ValueEdit, ...]:
    """The edits that take `apply_to_data(data, edit)` back to `data`."""
    match edit:
        case SetValue():
            try:
                before = value_at(data, edit.path)
            except EditError:
                return (RemoveValue(edit.target, _first_missing(data, edit.path)),)
            return (SetValue(edit.target, edit.path, copy.deepcopy(before)),)
        case AddItem():
            items = _find_list(data, edit.path)
            if not items:
                missing = _first_missing(data, edit.path) if items is None else edit.path
                if items is None and missing != edit.path:
                    return (RemoveValue(edit.target, missing),)
                if items is not None:
                    return (SetValue(edit.target, edit.path, []),)
                return (RemoveValue(edit.target, edit.path),)
            return (RemoveValue(edit.target, (*edit.path, len(items) if edit.index is None else edit.index)),)
        case RemoveValue():
            parent, key = _parent(data, edit.path)
            if isinstance(parent, list):
                position = _position(parent, key, edit.path)
                return (AddItem(edit.target, edit.path[:-1], copy.deepcopy(parent[position]), position),)
            return (SetValue(edit.target, edit.path, copy.deepcopy(value_at(data, edit.path))),)
        case MoveItem():
            parent, key = _parent(data, edit.path)
            if not isinstance(parent, list):
                raise EditError(f"{spell(edit.path)} is no entry of a list, so it cannot be moved.")
            position = _position(parent, key, edit.path)
            if edit.to is None or edit.to == edit.path[:-1]:
                return (MoveItem(edit.target, (*edit.path[:-1], edit.index), position),)
            back: list[ValueEdit] = [MoveItem(edit.target, (*edit.to, edit.index), position, edit.path[:-1])]
            if _find_list(data, edit.to) == []:
                back.append(SetValue(edit.target, edit.to, []))
            return tuple(back)


def value_at(data: Data, path: Path) -> Any:
    """The value at a path. Raises EditError when it leads nowhere."""
    node: Any = data
    for step in path:
        node = _child(node, step, path)
    return node


def drop_empty_list(data: Data, path: Path) -> None:
    """Remove the list at `path` when it holds nothing: a file cannot tell an empty list of tables from none."""
    parent, key = _parent(data, path)
    if isinstance(parent, dict) and parent.get(str(key)) == []:
        del parent[str(key)]


def spell(path: Path) -> str:
    """A path as a person writes it: `pains.m2xa.severity`, `tags[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "the file"


def _child(node: Any, step: str | int, path: Path) -> Any:
    if isinstance(node, list):
        return node[_position(node, step, path)]
    if isinstance(node, dict) and str(step) in node:
        return node[str(step)]
    raise EditError(f"There is no {spell(path)}.")


def _position(items: list[Any], step: str | int, path: Path) -> int:
    if isinstance(step, int):
        if 0 <= step < len(items):
            return step
        raise EditError(f"There is no {spell(path)}: the list has {len(items)} entries.")
    found = [index for index, item in enumerate(items) if isinstance(item, dict) and item.get("id") == step]
    if len(found) != 1:
        problem = "no entry" if not found else f"{len(found)} entries"
        raise EditError(f"{spell(path)}: {problem} with the id {step}.")
    return found[0]


def _parent(data: Data, path: Path, *, make: bool = False) -> tuple[Any, str | int]:
    if not path:
        raise EditError("An edit needs a path; the file as a whole is created or deleted instead.")
    node: Any = data
    for step in path[:-1]:
        if make and isinstance(node, dict) and str(step) not in node:
            node[str(step)] = {}
        node = _child(node, step, path)
    if not isinstance(node, dict | list):
        raise EditError(f"{spell(path[:-1])} is a single value and has no {path[-1]}.")
    return node, path[-1]


def _list_at(data: Data, path: Path, *, make: bool = False) -> list[Any]:
    parent, key = _parent(data, path, make=make)
    if make and isinstance(parent, dict) and str(key) not in parent:
        parent[str(key)] = []
    found = _child(parent, key, path)
    if not isinstance(found, list):
        raise EditError(f"{spell(path)} is no list.")
    return found


def _find_list(data: Data, path: Path) -> list[Any] | None:
    try:
        return _list_at(data, path)
    except EditError:
        return None


def _first_missing(data: Data, path: Path) -> Path:
    for length in range(1, len(path)):
        try:
            value_at(data, path[:length])
        except EditError:
            return path[:length]
    return path
