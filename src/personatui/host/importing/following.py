"""What imports remember of records that are renamed, here or by hand, so that the next import still finds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from personatui.host.importing.updating import digest, key_of, parse_key, unit_at
from personatui.model.base import Model, item_fields
from personatui.model.edits import Data, Path, ValueEdit, apply_to_data
from personatui.model.ids import Reference
from personatui.model.project import Project, items_of

# What a record of a kind is called by.
_TITLES = {"persona": "name", "source": "title"}


class Follower:
    """Renames records and items in what imports remember; `edits` are what else changes in the records meanwhile.

    `data_of` gives the data of a record before them.
    """

    def __init__(
        self,
        renamed: Mapping[Reference, Reference],
        edits: Sequence[ValueEdit],
        data_of: Callable[[Reference], Data],
    ) -> None:
        self._renamed = renamed
        self._before = {edit.target: data_of(edit.target) for edit in edits}
        self._after = {
            owner: reduce(apply_to_data, [edit for edit in edits if edit.target == owner], data)
            for owner, data in self._before.items()
        }

    def fields(self, stored: Data) -> Data | None:
        """The fields of an import record as they are to be, or None when they stay as they are."""
        fields = stored.get("fields")
        if not isinstance(fields, dict):
            return None
        found = dict(sorted(self._field(str(key), told) for key, told in fields.items()))
        return found if found != fields else None

    def _field(self, key: str, told: object) -> tuple[str, object]:
        parsed = parse_key(key)
        if parsed is None:
            return key, told
        owner, path = parsed
        item = self._renamed.get(owner.at(str(path[1]))) if len(path) == 2 else None
        new_path = path if item is None else (path[0], item.item)
        if owner in self._after:
            # An import takes for untouched what still has the digest that it left.
            before = unit_at(self._before[owner], path)
            if before is not None and told == digest(before):
                told = digest(unit_at(self._after[owner], new_path))
        return key_of(self._renamed.get(owner, owner), new_path), told


@dataclass(frozen=True, slots=True)
class Moved:
    """Records whose file is gone: what they are called now, and for others which records may be them."""

    renamed: Mapping[Reference, Reference] = field(default_factory=dict)
    doubtful: Mapping[Reference, tuple[Reference, ...]] = field(default_factory=dict)


def find_moved(
    before: Mapping[Reference, Mapping[Path, str]], project: Project, is_gone: Callable[[Reference], bool]
) -> Moved:
    """Look for the records that an import remembers and whose files were renamed by hand.

    A record is found by its name and by the ids of most of its items, where they lead to one that the import does not
    know. A canvas follows its persona.
    """
    renamed: dict[Reference, Reference] = {}
    doubtful: dict[Reference, tuple[Reference, ...]] = {}
    for reference, paths in before.items():
        title = _TITLES.get(reference.kind)
        if title is None or (title,) not in paths or not is_gone(reference):
            continue
        records: Mapping[str, Model] = project.personas if reference.kind == "persona" else project.sources
        alike = {
            found: record
            for key, record in records.items()
            if (found := Reference(reference.kind, key)) not in before and _is_like(record, paths, title)
        }
        same = [found for found, record in alike.items() if digest(getattr(record, title)) == paths[title,]]
        if len(same) == 1 and same[0] not in renamed.values():
            renamed[reference] = same[0]
        elif alike:
            doubtful[reference] = tuple(alike)
    for reference in before:
        new = renamed.get(Reference("persona", reference.record)) if reference.kind == "canvas" else None
        if new is not None and is_gone(reference) and (reference.tool, new.record) in project.canvases:
            renamed[reference] = replace(reference, record=new.record)
    return Moved(renamed, doubtful)


def _is_like(record: Model, paths: Mapping[Path, str], title: str) -> bool:
    """Whether a record has most of the items that are remembered; where none are, whether it has the name."""
    lists = item_fields(type(record))
    remembered = {(str(path[0]), str(path[1])) for path in paths if len(path) == 2 and path[0] in lists}
    if not remembered:
        return digest(getattr(record, title)) == paths[title,]
    there = {(name, item.id) for name, _, item in items_of(record)}
    return 2 * len(remembered & there) > len(remembered)
