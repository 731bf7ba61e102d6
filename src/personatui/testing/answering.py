"""Requests of widgets answered on a project in memory: each becomes a change, and the change a new project."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from personatui.api import Canvas, Change, Model, Project
from personatui.errors import EditError
from personatui.model.base import item_fields
from personatui.model.claims import Item
from personatui.model.edits import AddItem, Edit, MoveItem, Path, RemoveValue, SetValue, apply
from personatui.model.ids import Reference, mint_item_id
from personatui.model.places import Place, find_place
from personatui.model.project import items_of
from personatui.widgets.requests import (
    AddRequested,
    DeleteRequested,
    DuplicateRequested,
    EntryRequest,
    MoveRequested,
    RateRequested,
    Request,
    SetRequested,
)
from personatui.widgets.slots import Slot


def answer(project: Project, request: Request) -> tuple[Change | None, str]:
    """The change that a request asks for, None where it needs a person's answer, and the entry to go to then."""
    match request:
        case AddRequested(texts=texts) if texts:
            return add(project, request.slot, request.after, texts)
        case EntryRequest():
            place = find_place(project, request.key)
            found = _answer_entry(project, request, place) if place is not None else None
            if isinstance(found, tuple):
                return found
            # who changes a value looks at something else perhaps, and stays there
            return found, request.key if isinstance(request, MoveRequested) else ""
        case _:
            return None, ""


def add(project: Project, slot: Slot, after: str, texts: tuple[str, ...]) -> tuple[Change, str]:
    """The change that adds entries to a slot below another, and the last of them."""
    place = find_place(project, after) if after else None
    path = place.path if place is not None and place.path[0] == slot.field else ()
    index = int(path[1]) + 1 if path else None
    edits: list[Edit] = []
    key = ""
    for offset, text in enumerate(texts):
        entry = {"id": _mint(project, slot.owner), text_field(project, slot.owner, slot.field): text}
        entry |= {name: value for name, value in slot.values if value is not None}
        edits.append(AddItem(slot.owner, (slot.field,), entry, None if index is None else index + offset))
        key = str(slot.owner.at(entry["id"]))
    return Change("add", tuple(edits)), key


def edit(project: Project, key: str, text: str) -> Change | None:
    """The change that gives an entry another text."""
    place = find_place(project, key)
    if place is None:
        return None
    field = text_field(project, place.owner, str(place.path[0]))
    return Change("edit", (SetValue(place.owner, (*place.path, field), text),))


def text_field(project: Project, owner: Reference, field: str) -> str:
    """The field that holds what an entry of a list says."""
    record = project.record(owner)
    fields = item_fields(type(record))[field].model_fields if record is not None else {}
    return next((name for name in ("text", "title") if name in fields), "text")


def make(project: Project, change: Change) -> Project:
    """The project after a change to its canvases. Raises EditError when the change does not fit."""
    canvases: dict[tuple[str, str], Canvas] = dict(project.canvases)
    for step in change.edits:
        key = (step.target.tool, step.target.record)
        if key not in canvases or not isinstance(step, SetValue | AddItem | RemoveValue | MoveItem):
            raise EditError(f"{step.target} cannot be changed here.", hint="Only canvases that are open can.")
        canvases[key] = apply(canvases[key], step)
    return replace(project, canvases=MappingProxyType(canvases))


def _answer_entry(project: Project, request: EntryRequest, place: Place) -> Change | tuple[Change, str] | None:
    owner, path = place.owner, place.path
    match request:
        case DeleteRequested():
            return Change("delete", (RemoveValue(owner, path),))
        case DuplicateRequested():
            entry = {**_data(project, place), "id": _mint(project, owner)}
            added = AddItem(owner, path[:1], entry, int(path[1]) + 1)
            return Change("duplicate", (added,)), str(owner.at(entry["id"]))
        case MoveRequested():
            return _move(project, request, place)
        case RateRequested():
            return _rate(project, request, place)
        case SetRequested():
            return Change(request.what, tuple(_set(project, place, request.values)))
        case _:
            return None


def _move(project: Project, request: MoveRequested, place: Place) -> Change:
    slot, owner, path = request.slot, place.owner, place.path
    before = find_place(project, request.before) if request.before else None
    index = int(before.path[1]) if before is not None else len(getattr(project.record(owner), slot.field))
    edits: list[Edit] = list(_set(project, place, dict(slot.values)))
    if slot.field == path[0]:
        index -= int(path[1]) < index
        edits.append(MoveItem(owner, path, index))
    else:
        edits.append(MoveItem(owner, path, index, (slot.field,)))
    return Change("move", tuple(edits))


def _rate(project: Project, request: RateRequested, place: Place) -> Change | None:
    entry = _data(project, place)
    model = item_fields(type(project.record(place.owner)))[str(place.path[0])]  # type: ignore[arg-type]
    ratings = [name for name in model.model_fields if name not in Item.model_fields and _is_rating(model, name)]
    field = request.field or next(iter(ratings), "")
    if not field:
        return None
    # from nothing, a step leads to the weakest value of a scale from 1, or beside the middle of one around 0
    value = request.value if request.value is not None else int(entry.get(field, 0)) + request.step
    return Change("rate", (SetValue(place.owner, (*place.path, field), value),))


def _set(project: Project, place: Place, values: Any) -> list[Edit]:
    """Edits that set values of an entry; None takes one out, where it is set."""
    entry = _data(project, place)
    edits: list[Edit] = []
    for name, value in values.items():
        path: Path = (*place.path, name)
        if value is not None:
            edits.append(SetValue(place.owner, path, value))
        elif name in entry:
            edits.append(RemoveValue(place.owner, path))
    return edits


def _is_rating(model: type[Model], name: str) -> bool:
    return "int" in str(model.model_fields[name].annotation)


def _data(project: Project, place: Place) -> dict[str, Any]:
    entries = getattr(project.record(place.owner), str(place.path[0]))
    data: dict[str, Any] = entries[int(place.path[1])].to_data()
    return data


def _mint(project: Project, owner: Reference) -> str:
    record = project.record(owner)
    return mint_item_id([item.id for _, _, item in items_of(record)] if record is not None else ())
