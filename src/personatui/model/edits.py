"""Edits: a change to one file as data, and how plain data looks after it.

A path leads from the top of a file to a value. A string step is a key of a table, or the id of an item in a
list; a number is a position in a list: `("pains", "m2xa", "severity")`, `("tags", 0)`.
"""

from __future__ import annotations

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
    """Create a record's file holding `data`, written as `text` where comments are to stand in it."""

    target: Reference
    data: Data
    text: str = ""


@dataclass(frozen=True, slots=True)
class DeleteFile:
    """Delete a record's file."""

    target: Reference


@dataclass(frozen=True, slots=True)
class RenameFile:
    """Give a record's file another id; its text stays as it is. Edits after it address the record as `to`."""

    target: Reference
    to: Reference


ValueEdit: TypeAlias = SetValue | AddItem | RemoveValue | MoveItem
# One thing that a Change does: to a value in a file, or to a whole file.
Edit: TypeAlias = ValueEdit | CreateFile | DeleteFile | RenameFile


@dataclass(frozen=True, slots=True)
class Change:
    """One undo step: edits that are made together or not at all, with a name that a person reads."""

    label: str
    edits: tuple[Edit, ...]

    @property
    def targets(self) -> tuple[Reference, ...]:
        """The records that the change touches, each once, in order."""
        found: dict[Reference, None] = {}
        for edit in self.edits:
            found[edit.target] = None
            if isinstance(edit, RenameFile):
                found[edit.to] = None
        return tuple(found)


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
    result: Data = copied(data)
    match edit:
        case SetValue():
            parent, key = _parent(result, edit.path, make=True)
            if isinstance(parent, list):
                parent[_position(parent, key, edit.path)] = copied(edit.value)
            else:
                parent[str(key)] = copied(edit.value)
        case AddItem():
            items = _list_at(result, edit.path, make=True)
            index = len(items) if edit.index is None else edit.index
            if not 0 <= index <= len(items):
                raise EditError(f"{spell(edit.path)} has {len(items)} entries, so none can be added at {index}.")
            items.insert(index, copied(edit.value))
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
            # The list's own place is looked up first: the move may shift the positions that lead to it.
            owner, name = _parent(result, edit.path[:-1])
            item = parent.pop(_position(parent, key, edit.path))
            items = parent if edit.to is None else _list_at(result, edit.to, make=True)
            if not 0 <= edit.index <= len(items):
                raise EditError(f"{spell(edit.path)} cannot be moved to position {edit.index}.")
            items.insert(edit.index, item)
            if not parent and isinstance(owner, dict):
                del owner[str(name)]
    return result


def invert(data: Data, edit: ValueEdit) -> tuple[ValueEdit, ...]:
    """The edits that take `apply_to_data(data, edit)` back to `data`. Raises EditError like `apply_to_data`."""
    after = apply_to_data(data, edit)
    back: ValueEdit
    match edit:
        case SetValue():
            back = _put_back(data, after, edit)
        case AddItem():
            items = _find_list(data, edit.path)
            if items:
                index = len(items) if edit.index is None else edit.index
                back = RemoveValue(edit.target, (*edit.path, index))
            else:
                back = _put_back(data, after, edit)
        case RemoveValue():
            parent, key = _parent(data, edit.path)
            if isinstance(parent, list):
                position = _position(parent, key, edit.path)
                back = AddItem(edit.target, edit.path[:-1], copied(parent[position]), position)
            else:
                back = _put_back(data, after, edit)
        case MoveItem():
            return _move_back(data, edit)
    return (back,)


def _put_back(data: Data, after: Data, edit: ValueEdit) -> SetValue | RemoveValue:
    """The edit that sets what stood at an edit's path, or removes what was not there."""
    missing = _first_missing(data, edit.path)
    if missing is not None:
        return RemoveValue(edit.target, missing)
    path = positions(data, edit.path)
    try:
        is_still_there = positions(after, edit.path[:-1]) == path[:-1] and not _is_id_of_entry(data, edit.path)
    except EditError:
        is_still_there = False
    # An id on the way may be what the edit changed; positions lead there all the same.
    return SetValue(edit.target, edit.path if is_still_there else path, copied(value_at(data, path)))


def _is_id_of_entry(data: Data, path: Path) -> bool:
    """Whether the last step names an entry of a list by its id."""
    return isinstance(path[-1], str) and isinstance(value_at(data, path[:-1]), list)


def _move_back(data: Data, edit: MoveItem) -> tuple[ValueEdit, ...]:
    source = edit.path[:-1]
    position = _position(value_at(data, source), edit.path[-1], edit.path)
    if edit.to is None or edit.to == source:
        return (MoveItem(edit.target, (*source, edit.index), position),)
    if edit.to[0] == source[0]:
        # One list may hold the other, and the positions on the way shift: the whole is put back.
        top = edit.path[:1]
        return (SetValue(edit.target, top, copied(value_at(data, top))),)
    back: list[ValueEdit] = [MoveItem(edit.target, (*edit.to, edit.index), position, source)]
    missing = _first_missing(data, edit.to)
    if missing is not None and missing != edit.to:
        back.append(RemoveValue(edit.target, missing))
    elif missing is None and not value_at(data, edit.to):
        back.append(SetValue(edit.target, edit.to, []))
    return tuple(back)


def positions(data: Data, path: Path) -> Path:
    """The path with every id of an entry replaced by its position. Raises EditError when it leads nowhere."""
    node: Any = data
    found: list[str | int] = []
    for step in path:
        found.append(_position(node, step, path) if isinstance(node, list) else str(step))
        node = _child(node, step, path)
    return tuple(found)


def copied(value: Any) -> Any:
    """A copy of plain data that shares no table or list with it.

    The scalars are shared: they cannot change, and the parser's time zones cannot be copied.
    """
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copied(item) for item in value]
    return value


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


def _first_missing(data: Data, path: Path) -> Path | None:
    """The shortest beginning of a path that leads nowhere, or None when all of it leads to a value."""
    for length in range(1, len(path) + 1):
        try:
            value_at(data, path[:length])
        except EditError:
            return path[:length]
    return None
