"""What the screen for conflicts shows: where a field is, its texts, and the file that the choices lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from personatui.errors import ConflictError, EditError
from personatui.model.cleaning import clean, clean_line
from personatui.model.edits import Data, Path
from personatui.model.ids import Reference
from personatui.store.formatting import format_file, format_value
from personatui.store.locating import line_of
from personatui.store.merging import MISSING, Conflict
from personatui.widgets.lines import Row

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Field:
    """One conflict, and where it is in words."""

    conflict: Conflict
    place: str


class Choices:
    """The conflicts of one file and the side that was chosen of each: True is ours, None is not chosen yet."""

    def __init__(self, reference: Reference, conflict: ConflictError, data: Data) -> None:
        self.reference = reference
        self.conflict = conflict
        found = cast("tuple[Conflict, ...]", conflict.conflicts)
        self.fields = tuple(Field(one, place_in_words(one.path, data)) for one in found)
        self.sides: list[bool | None] = [None] * len(found)

    @property
    def left(self) -> int:
        """How many fields nobody has chosen yet."""
        return self.sides.count(None)

    def next_open(self, after: int) -> int | None:
        """The next field that is not chosen yet, from the top again at the end."""
        order = [*range(after + 1, len(self.sides)), *range(after + 1)]
        return next((number for number in order if self.sides[number] is None), None)

    def choose(self, conflict: Conflict) -> bool:
        """Settle a conflict as it was chosen. Raises EditError for one that nobody has seen."""
        side = self._side(conflict)
        if side is None:
            raise EditError("The file changed once more meanwhile.", hint="Look at what is in conflict now.")
        return side

    def choose_or_theirs(self, conflict: Conflict) -> bool:
        """The same for a look ahead: what is open is as on disk."""
        return self._side(conflict) or False

    def _side(self, conflict: Conflict) -> bool | None:
        for field, side in zip(self.fields, self.sides, strict=True):
            if field.conflict == conflict:
                return side
        return None


def place_in_words(path: Path, data: Data) -> str:
    """Where a value is, with the text of an item for its id."""
    if not path:
        return "the whole file"
    names: list[str] = []
    node: Any = data
    for step in path:
        name = str(step)
        if isinstance(node, list):
            index = next((i for i, item in enumerate(node) if isinstance(item, dict) and item.get("id") == step), step)
            node = node[index] if isinstance(index, int) and 0 <= index < len(node) else None
            name = _named(node) or (f"entry {step + 1}" if isinstance(step, int) else name)
        else:
            node = node.get(step) if isinstance(node, dict) else None
        names.append(clean_line(name))
    return " › ".join(names)


def _named(item: Any) -> str:
    found = (
        next((item[key] for key in ("text", "name", "title") if item.get(key)), "") if isinstance(item, dict) else ""
    )
    text = " ".join(str(found).split())
    return f"“{text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + '…'}”" if text else ""


def value_rows(value: Any, key: str) -> list[Row]:
    """A value as a person reads it, a line a row; `key` makes the rows such as can be chosen."""
    if value is MISSING:
        return [Row((("(nothing: it is not there)", "dim"),), key=key)]
    if isinstance(value, str):
        text = value
    elif isinstance(value, dict):
        text = format_file(value)
    else:
        text = format_value(value)
    return [Row(((clean(line) or " ", "plain"),), key=f"{key}-{n}") for n, line in enumerate(text.splitlines() or [""])]


def outcome_rows(text: str | None, choices: Choices) -> list[Row]:
    """The file's text with a sign before the lines where the fields in conflict stand."""
    if text is None:
        return [Row((("The file will be deleted.", "warning"),), key="field-0")]
    fields: dict[int, int] = {}
    for number, field in enumerate(choices.fields):
        if line := line_of(text, field.conflict.path):
            fields.setdefault(line, number)
    rows = []
    for number, shown in enumerate(text.splitlines(), start=1):
        at = fields.get(number)
        if at is None:
            rows.append(Row((("  ", "plain"), (clean(shown) or " ", "dim")), hanging=2))
            continue
        role = "warning" if choices.sides[at] is None else "good"
        rows.append(Row((("▸ ", role), (clean(shown), "strong")), key=f"field-{at}", hanging=2))
    return rows
