"""The changes that a person asks for on entries of records: add, edit, move, rate, each as one undo step with a name.

Nothing is changed here: every function returns the Change for `Session.make`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from personatui.api.borrowing import borrowed
from personatui.errors import EditError
from personatui.host.loading import model_for
from personatui.host.session import Session
from personatui.model.base import Model, item_fields, schema_version
from personatui.model.canvas import Canvas
from personatui.model.claims import Borrowed, Claim, Item, Quote
from personatui.model.edits import (
    AddItem,
    Change,
    CreateFile,
    Data,
    MoveItem,
    Path,
    RemoveValue,
    SetValue,
    ValueEdit,
    copied,
    value_at,
)
from personatui.model.fields import field_title
from personatui.model.forms import Entered, filled, form_changes
from personatui.model.ids import Reference, mint_item_id
from personatui.model.persona import CLAIM_FIELDS
from personatui.model.places import Place, entry_at, entry_key, find_place
from personatui.model.project import pairs_with
from personatui.model.scales import Scale, scales_of
from personatui.model.source import Excerpt
from personatui.model.validation import read_record
from personatui.render.wording import listed, quoted

# The field that holds what an entry says, the first of these that its model has.
_TEXT_FIELDS = ("text", "statement", "title", "name", "heading")
Values = Mapping[str, Any] | Sequence[tuple[str, Any]]


def text_field(model: type[Model]) -> str:
    """The field of an entry that holds what it says, which is edited in place; empty when it has none."""
    return next((name for name in _TEXT_FIELDS if name in model.model_fields), "")


def noun(model: type[Model], field: str) -> str:
    """What one entry of a list is called: `pain`, `job step`, `decision criterion`."""
    if model in (Claim, Item):
        words = field.replace("_", " ")
        for plural, singular in (("criteria", "criterion"), ("ies", "y"), ("s", "")):
            if words.endswith(plural):
                return words.removesuffix(plural) + singular
        return words
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()


class EntryChanges:
    """Makes the changes on entries of a session's records, as they are at that moment."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._project = session.project

    # What is there ---------------------------------------------------------------------------------------

    def place(self, key: str) -> Place:
        """Where the row of a key leads. Raises EditError when what it named is gone."""
        place = find_place(self._project, key)
        if place is None:
            raise EditError("This is no longer there.", hint="It was deleted or moved meanwhile.")
        return place

    def entry(self, key: str) -> Item | None:
        """The entry of a key; None where it names a value."""
        return entry_at(self._project, self.place(key))

    def model(self, owner: Reference, field: str) -> type[Model]:
        """The model of a list's entries. Raises EditError where the record has no such list."""
        models = item_fields(model_for(owner, self._session.plugins))
        if field not in models:
            raise EditError(f"{owner} has no list {field}.")
        return models[field]

    def name(self, key: str) -> str:
        """An entry in words: `pain “Nobody answers”`."""
        place = self.place(key)
        entry = entry_at(self._project, place)
        if entry is None:
            record = self._project.record(place.owner)
            title = field_title(type(record) if record is not None else None, *map(str, place.path))
            return title[:1].lower() + title[1:]
        return f"{noun(type(entry), str(place.path[0]))} {quoted(entry.label)}"

    def text(self, key: str) -> str:
        """What an entry says, to be edited in place.

        Raises EditError where that is not one text of its own but made up of several fields.
        """
        entry = self.entry(key)
        if entry is None or not self.is_one_text(entry):
            raise EditError("This is made up of several fields.", hint="The form shows all of them.")
        return str(getattr(entry, text_field(type(entry))))

    def is_one_text(self, entry: Item) -> bool:
        """Whether what an entry says is one text of its own, and not put together from several fields."""
        field = text_field(type(entry))
        return bool(field) and (bool(getattr(entry, field)) or not entry.label or entry.label == entry.id)

    def text_field(self, owner: Reference, field: str) -> str:
        """The field of a list's entries that holds what they say. Raises EditError where there is none."""
        name = text_field(self.model(owner, field))
        if not name:
            raise EditError(f"An entry of {field} has no text of its own.", hint="Add it in the form.")
        return name

    def lists(self, owner: Reference) -> list[tuple[str, str]]:
        """The lists of a record with their titles, in the order in which they are shown."""
        models = item_fields(model_for(owner, self._session.plugins))
        named: dict[str, str] = dict(CLAIM_FIELDS) if owner.kind == "persona" else {}
        tool = self._session.tools.get(owner.tool) if owner.kind == "canvas" else None
        record = self._project.record(owner)
        layout = tool.layout(record if isinstance(record, Canvas) else None) if tool is not None else None
        if layout is not None:
            named = {region.id: region.title for region in layout.regions}
        others = {field: field.replace("_", " ").capitalize() for field in models if field not in named}
        return [(field, title) for field, title in {**named, **others}.items() if field in models]

    def owner_name(self, owner: Reference) -> str:
        """A record in words: `Maya Okafor`, `Empathy Map of Maya Okafor`."""
        tool = self._session.plugins.tools.get(owner.tool)
        if owner.kind == "canvas":
            title = tool.title if tool is not None else owner.tool
            is_there = (owner.tool, owner.record) in self._project.canvases
            is_whole = tool is not None and tool.about == "project" and not is_there
            if is_whole or self._project.is_about_all(owner.tool, owner.record):
                return title
            personas = self._project.personas_of(owner.tool, owner.record) if is_there else ()
            names = [self._project.personas[key].name or key for key in personas]
            return f"{title} of {listed(names) or owner.record}"
        record = self._project.record(owner)
        return str(getattr(record, "name", "") or getattr(record, "title", "") or owner.record)

    def data(self, key: str) -> Data:
        """What the file says of an entry, with the keys that no model knows."""
        place = self.place(key)
        found = value_at(self._session.data_of(place.owner) or {}, place.path)
        return copied(found) if isinstance(found, dict) else {}

    # Changes ---------------------------------------------------------------------------------------------

    def added(
        self, owner: Reference, field: str, entries: Sequence[Values], *, after: str = ""
    ) -> tuple[Change, tuple[str, ...]]:
        """Entries added to a list, below the one of the key `after` or at its end, and the keys that they get.

        The record's file is created where there is none, as a canvas's is with its first entry.
        """
        model = self.model(owner, field)
        index = self._index_after(owner, field, after)
        taken = self._ids_of(owner)
        added: list[Data] = []
        for values in entries:
            data = {name: value for name, value in dict(values).items() if value is not None}
            if issubclass(model, Item):
                data = {"id": mint_item_id(taken), **{name: value for name, value in data.items() if name != "id"}}
                taken.add(data["id"])
            added.append(data)
        keys = tuple(str(owner.at(data["id"])) if "id" in data else "" for data in added)
        one = noun(model, field)
        said = quoted(self._label(model, added[0])) if len(added) == 1 else ""
        label = f"add {one} {said}" if said else f"add {len(added)} entries to {field.replace('_', ' ')}"
        if self._session.data_of(owner) is None:
            return Change(label, (CreateFile(owner, {**self._new_file(owner), field: added}),)), keys
        edits = (
            AddItem(owner, (field,), data, None if index is None else index + position)
            for position, data in enumerate(added)
        )
        return Change(label, tuple(edits)), keys

    def entered(self, owner: Reference, path: Path, data: Data, entered: Entered, label: str) -> Change | None:
        """What a form brings: values of a record or, with its path, of an entry; None where nothing changes.

        `data` is what the form began with. The file of a canvas is created with its first value.
        """
        model = self.model(owner, str(path[0])) if path else model_for(owner, self._session.plugins)
        if not path and self._session.data_of(owner) is None:
            given = filled(model, {}, entered)
            return Change(label, (CreateFile(owner, {**self._new_file(owner), **given}),)) if given else None
        edits = form_changes(owner, path, model, data, entered)
        return Change(label, edits) if edits else None

    def edited(self, key: str, text: str) -> Change | None:
        """The text of an entry set anew; None where it stays the same."""
        place, entry = self.place(key), self.entry(key)
        field = text_field(type(entry)) if entry is not None else ""
        if entry is None or not field:
            raise EditError("This has no text of its own.", hint="Edit its fields in the form.")
        if self.data(key).get(field, "") == text:
            return None
        return Change(f"edit {self.name(key)}", (SetValue(place.owner, (*place.path, field), text),))

    def deleted(self, key: str) -> Change:
        """An entry deleted with the pairs that it is part of, or a value taken out of its record."""
        place, entry = self.place(key), self.entry(key)
        record = self._project.record(place.owner)
        pairs = list(pairs_with(record, entry.id)) if record is not None and entry is not None and entry.id else []
        gone = [RemoveValue(place.owner, (name, index)) for name, index, _ in reversed(pairs)]
        return Change(f"delete {self.name(key)}", (*gone, RemoveValue(place.owner, self._stable(place))))

    def duplicated(self, key: str) -> tuple[Change, str]:
        """A copy of an entry below it, and the copy's key."""
        place = self.place(key)
        data = self.data(key)
        change, keys = self.added(place.owner, str(place.path[0]), (data,), after=key)
        return Change(f"duplicate {self.name(key)}", change.edits), keys[0]

    def pasted(
        self, model: type[Model], data: Data, owner: Reference, field: str, values: Values = (), *, after: str = ""
    ) -> tuple[Change, str]:
        """A copy of what an entry of `model` said, in a list that may be of another kind, and its key."""
        kept, _ = self._fitting(data, model, self.model(owner, field))
        change, keys = self.added(owner, field, ({**kept, **dict(values)},), after=after)
        return Change(change.label.replace("add", "paste", 1), change.edits), keys[0]

    def taken(self, key: str, owner: Reference, field: str) -> tuple[Change, str]:
        """A statement in another list that says what an entry says, and its key.

        What is taken from an excerpt rests on it; what is taken from a statement rests on the same sources, or
        refers to it where the list is made for that.
        """
        place, entry = self.place(key), self.entry(key)
        if entry is None:
            raise EditError("Only entries of a list can be taken over.")
        model = self.model(owner, field)
        data: Data = {self.text_field(owner, field): entry.label}
        if isinstance(entry, Excerpt) and entry.id:
            data["sources"] = [str(place.owner.at(entry.id)).removeprefix("source/")]
            if issubclass(model, Quote):
                data["kind"] = "verbatim"
        elif issubclass(model, Borrowed) and isinstance(entry, Claim) and entry.id and place.owner != owner:
            data = borrowed(place.owner.at(entry.id), entry)
        elif isinstance(entry, Claim) and entry.sources:
            data["sources"] = list(entry.sources)
        kept = {name: value for name, value in data.items() if name in model.model_fields}
        change, keys = self.added(owner, field, [kept])
        there = f"{field.replace('_', ' ')} of {self.owner_name(owner)}"
        return Change(f"take {quoted(entry.label)} over to {there}", change.edits), keys[0]

    def moved(
        self, key: str, owner: Reference, field: str, values: Values = (), *, before: str = ""
    ) -> tuple[Change | None, str]:
        """An entry moved above the one of the key `before`, or to the end of those with these values.

        Also says in words what the entry cannot take along, because the list it goes to has no place for it.
        Between records it is added there and deleted here, and keeps its id where that is free.
        """
        place, entry = self.place(key), self.entry(key)
        if entry is None:
            raise EditError("Only entries of a list can be moved.")
        data = self.data(key)
        kept, lost = self._fitting(data, type(entry), self.model(owner, field))
        wanted = {**kept, **{name: value for name, value in dict(values).items() if value is not None}}
        for name in (name for name, value in dict(values).items() if value is None):
            wanted.pop(name, None)
        source, position = str(place.path[0]), int(place.path[1])
        index = self._index_before(owner, field, before, dict(values))
        label = f"move {self.name(key)}"
        if (owner, field) != (place.owner, source):
            label += f" to {field.replace('_', ' ')}"
        said = f"{listed(lost)} has no place there" if lost else ""
        if owner != place.owner:
            return self._carried(place, wanted, owner, field, index, label), said
        if field == source and position < index:
            index -= 1
        changed = self._differences(place, data, wanted)
        if field == source and index == position and not changed:
            return None, ""
        path = self._stable(place)
        to = None if field == source else (field,)
        return Change(label, (*changed, MoveItem(owner, path, index, to))), said

    def rated(
        self, key: str, field: str = "", *, value: int | None = None, step: int = 0
    ) -> tuple[Change, Scale, float | None] | None:
        """A rating set or stepped, its scale and what it is then; None where it stays the same.

        Raises EditError where there is nothing to rate, and for a value that is not on the scale.
        """
        place, entry = self.place(key), self.entry(key)
        scales = scales_of(entry) if entry is not None else ()
        scale = next((scale for scale in scales if field in ("", scale.field)), None)
        if entry is None or scale is None:
            raise EditError("There is nothing to rate here.")
        known = getattr(entry, scale.field)
        try:
            wanted = scale.stepped(known, step) if value is None else float(value)
        except ValueError as error:
            raise EditError(f"{error}.") from error
        if wanted is not None and not scale.holds(wanted):
            raise EditError(f"{wanted:g} is not on the scale: {scale}.")
        if wanted == known:
            return None
        path = (*self._stable(place), scale.field)
        edit: ValueEdit
        if wanted is None:
            edit = RemoveValue(place.owner, path)
            label = f"take {scale.title} from {self.name(key)}"
        else:
            edit = SetValue(place.owner, path, scale.value(wanted))
            label = f"rate {self.name(key)}: {scale.title} {wanted:g}"
        return Change(label, (edit,)), scale, wanted

    def given(self, key: str, values: Values, what: str) -> Change | None:
        """Values of an entry set, or taken out where they are None; None where nothing changes."""
        place, data = self.place(key), self.data(key)
        wanted = {**data, **dict(values)}
        edits = self._differences(place, data, {name: value for name, value in wanted.items() if value is not None})
        return Change(f"{what}: {self.name(key)}", edits) if edits else None

    # How -------------------------------------------------------------------------------------------------

    def path(self, key: str) -> Path:
        """The path of an entry by its id, which holds when others move; by position where it has none."""
        return self._stable(self.place(key))

    def _stable(self, place: Place) -> Path:
        entry = entry_at(self._project, place)
        return (place.path[0], entry.id) if entry is not None and entry.id else place.path

    def _differences(self, place: Place, data: Data, wanted: Data) -> tuple[ValueEdit, ...]:
        path = self._stable(place)
        edits: list[ValueEdit] = [RemoveValue(place.owner, (*path, name)) for name in data if name not in wanted]
        for name, value in wanted.items():
            if name not in data or data[name] != value:
                edits.append(SetValue(place.owner, (*path, name), value))
        return tuple(edits)

    def _carried(self, place: Place, data: Data, owner: Reference, field: str, index: int, label: str) -> Change:
        """The change that takes an entry from one record to another."""
        if data.get("id") in self._ids_of(owner):
            data = {name: value for name, value in data.items() if name != "id"}
        gone = RemoveValue(place.owner, self._stable(place))
        if self._session.data_of(owner) is None:
            return Change(label, (CreateFile(owner, {**self._new_file(owner), field: [data]}), gone))
        return Change(label, (AddItem(owner, (field,), data, index), gone))

    def _fitting(self, data: Data, here: type[Model], there: type[Model]) -> tuple[Data, tuple[str, ...]]:
        """What of an entry's data an entry of another list can hold, and the names of what it cannot."""
        if here is there:
            return data, ()
        foreign = {name for name in data if name in here.model_fields and name not in there.model_fields}
        wrong = {str(problem.path[0]) for problem in read_record(there, data).problems if problem.path}
        lost = tuple(name for name in data if name in foreign | wrong and name != "id")
        return {name: value for name, value in data.items() if name not in lost}, tuple(
            f"{name.replace('_', ' ')} {data[name]}" if isinstance(data[name], str | int | float) else name
            for name in lost
        )

    def _entries(self, owner: Reference, field: str) -> tuple[Item, ...]:
        record = self._project.record(owner)
        found = getattr(record, field, ()) if record is not None else ()
        return found if isinstance(found, tuple) else ()

    def _index_after(self, owner: Reference, field: str, key: str) -> int | None:
        """The position below the entry of a key; None for the end, also where the key is of another list."""
        place = find_place(self._project, key) if key else None
        if place is None or place.owner != owner or place.path[0] != field or len(place.path) != 2:
            return None
        return int(place.path[1]) + 1

    def _index_before(self, owner: Reference, field: str, key: str, values: Mapping[str, Any]) -> int:
        entries = self._entries(owner, field)
        for index, entry in enumerate(entries):
            if key and entry_key(entry, owner, field, index) == key:
                return index
        alike = [
            index
            for index, entry in enumerate(entries)
            if all(getattr(entry, name, None) == value for name, value in values.items())
        ]
        return alike[-1] + 1 if alike and values else len(entries)

    def _ids_of(self, owner: Reference) -> set[str]:
        data = self._session.data_of(owner) or {}
        return {
            str(entry["id"])
            for entries in data.values()
            if isinstance(entries, list)
            for entry in entries
            if isinstance(entry, dict) and "id" in entry
        }

    def _new_file(self, owner: Reference) -> Data:
        model = model_for(owner, self._session.plugins)
        return {"schema": schema_version(model)} if issubclass(model, Canvas) else {"schema": 1}

    def _label(self, model: type[Model], data: Data) -> str:
        record = read_record(model, data).record
        return record.label if isinstance(record, Item) else ""
