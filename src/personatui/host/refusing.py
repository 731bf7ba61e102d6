"""What an edit may not bring in: values that their field cannot hold, and ids that nothing could refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from personatui.errors import EditError
from personatui.host.loading import LoadedFile
from personatui.model.base import Model
from personatui.model.edits import Data, value_at
from personatui.model.ids import ITEM_ID
from personatui.model.project import items_of

# What is wrong, in a form that does not depend on where in its list an entry stands.
_Trouble: TypeAlias = tuple[object, ...]


def refuse_invalid(
    before: tuple[Model, LoadedFile] | None, old: Data | None, record: Model, file: LoadedFile, new: Data | None
) -> None:
    """Raise EditError when a record holds something wrong that it did not hold before.

    `old` and `new` are the data of the file before and after. What was wrong before may stay.
    """
    if file.read_only:
        raise EditError(
            file.fault.message if file.fault is not None else "`schema` cannot be newer than this program's.",
            hint="Nothing was changed.",
        )
    known = Counter(trouble for trouble, _ in _troubles(*before, old)) if before is not None else Counter[_Trouble]()
    for trouble, message in _troubles(record, file, new):
        known[trouble] -= 1
        if known[trouble] < 0:
            raise EditError(message, hint="Nothing was changed.")


def _troubles(record: Model, file: LoadedFile, data: Data | None) -> Iterator[tuple[_Trouble, str]]:
    for problem in file.problems:
        place = tuple("*" if isinstance(step, int) else step for step in problem.path)
        value = value_at(data, problem.path) if data is not None and problem.path else None
        yield (problem.code, place, repr(value)), problem.message
    seen: set[str] = set()
    for name, index, item in items_of(record):
        if not item.id:
            continue
        if not ITEM_ID.fullmatch(item.id):
            yield (
                ("id", item.id),
                f"The id of {name}[{index}] cannot be {item.id}: ids are letters, digits, - and _, at most 64.",
            )
        if item.id in seen:
            yield ("twice", item.id), f"The id {item.id} is used already in this file."
        seen.add(item.id)
