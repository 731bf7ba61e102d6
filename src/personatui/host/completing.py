"""Ids for entries that have none: what an edit makes or touches gets one, so that others can refer to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from personatui.errors import EditError
from personatui.model.base import Model, item_fields, plain, table_fields
from personatui.model.claims import Item
from personatui.model.edits import AddItem, Data, MoveItem, Path, RemoveValue, SetValue, ValueEdit, value_at
from personatui.model.ids import mint_item_id


def complete_data(data: Mapping[str, Any], model: type[Model]) -> Data:
    """A new file's data with an id for every entry that has none."""
    found: Data = _table_with_ids(plain(dict(data)), model, _ids_in(data))
    return found


def complete_edit(edit: ValueEdit, data: Data, model: type[Model]) -> tuple[ValueEdit, ...]:
    """The edits that do what an edit says, and give an id to every entry that it makes or touches."""
    taken = _ids_in(data)
    edits: list[ValueEdit] = []
    within: type[Model] | None = model
    entries: type[Model] | None = None
    for length, step in enumerate(edit.path, 1):
        if within is not None:
            within, entries = table_fields(within).get(str(step)), item_fields(within).get(str(step))
            continue
        if entries is None:
            break
        within, entries = entries, None
        path = edit.path[:length]
        if issubclass(within, Item) and _is_touched(edit, path):
            known = _entry_at(data, path)
            if known is not None and not known.get("id"):
                edits.append(SetValue(edit.target, (*path, "id"), _minted(taken)))
    return (*edits, _with_ids(edit, data, within, entries, taken))


def _is_touched(edit: ValueEdit, entry: Path) -> bool:
    """Whether an edit changes an entry at a path, and not its id, and does more than to remove or replace it."""
    if edit.path == entry:
        return isinstance(edit, MoveItem)
    return edit.path != (*entry, "id")


def _with_ids(
    edit: ValueEdit, data: Data, within: type[Model] | None, entries: type[Model] | None, taken: set[str]
) -> ValueEdit:
    """The edit with ids in its value, which is a table or entry of the model `within`, or a list of `entries`."""
    match edit:
        case SetValue(value=value) if within is not None:
            value = plain(value)
            if issubclass(within, Item) and isinstance(value, dict) and not value.get("id"):
                # An entry that is written anew is still the same entry.
                known = (_entry_at(data, edit.path) or {}).get("id")
                value = {"id": known, **_without_id(value)} if known else value
            return replace(edit, value=_entry_with_ids(value, within, taken))
        case SetValue(value=value) if entries is not None:
            return replace(edit, value=_list_with_ids(plain(value), entries, taken))
        case AddItem(value=value) if entries is not None:
            return replace(edit, value=_entry_with_ids(plain(value), entries, taken))
        case SetValue() | AddItem() | RemoveValue() | MoveItem():
            return edit


def _table_with_ids(value: Any, model: type[Model], taken: set[str]) -> Any:
    if not isinstance(value, dict):
        return value
    lists, tables = item_fields(model), table_fields(model)
    found = {}
    for key, entry in value.items():
        if key in lists:
            found[key] = _list_with_ids(entry, lists[key], taken)
        else:
            found[key] = _table_with_ids(entry, tables[key], taken) if key in tables else entry
    return found


def _list_with_ids(value: Any, model: type[Model], taken: set[str]) -> Any:
    return [_entry_with_ids(entry, model, taken) for entry in value] if isinstance(value, list) else value


def _entry_with_ids(value: Any, model: type[Model], taken: set[str]) -> Any:
    value = _table_with_ids(value, model, taken)
    if isinstance(value, dict) and issubclass(model, Item) and not value.get("id"):
        return {"id": _minted(taken), **_without_id(value)}
    return value


def _without_id(value: Data) -> Data:
    return {key: entry for key, entry in value.items() if key != "id"}


def _minted(taken: set[str]) -> str:
    minted = mint_item_id(taken)
    taken.add(minted)
    return minted


def _entry_at(data: Data, path: Path) -> Data | None:
    try:
        found = value_at(data, path)
    except EditError:
        return None
    return found if isinstance(found, dict) else None


def _ids_in(data: object) -> set[str]:
    return set(_every_id(data))


def _every_id(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        known = node.get("id")
        if isinstance(known, str):
            yield known
        for value in node.values():
            yield from _every_id(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _every_id(value)
