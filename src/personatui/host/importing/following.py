"""What imports remember of records that are renamed here, so that the next import still finds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from personatui.host.importing.updating import digest, key_of, parse_key, unit_at
from personatui.model.edits import Data, ValueEdit, apply_to_data
from personatui.model.ids import Reference


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
