"""Records in the making: plain data with typed values and with item ids that the same text always gets again."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import cache
from typing import Any, get_origin

from personatui.model.base import SCHEMA_VERSION, Model, item_fields, table_fields
from personatui.model.cleaning import clean, clean_line
from personatui.model.edits import Data
from personatui.model.ids import Reference
from personatui.model.persona import Persona
from personatui.model.validation import read_record

# The letters of `model.ids`: ids that were imported look like those that were minted.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
_SHORTEST, _LONGEST = 4, 6
_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_NUMBER = re.compile(r"^\d{1,9}$")


class Draft:
    """What one file says about one record. Nothing that was put in is changed or taken out again."""

    def __init__(self, reference: Reference, taken: set[str] | None = None) -> None:
        self.reference = reference
        self.data: Data = {}
        self._taken = taken if taken is not None else set()
        self._seen: Counter[tuple[str, str]] = Counter()
        self._labels: Counter[str] = Counter()

    def set(self, path: tuple[str, ...], value: Any) -> bool:
        """Put a value where none is yet. False when another one stands there."""
        table = self.data
        for step in path[:-1]:
            table = table.setdefault(step, {})
        if path[-1] in table:
            return bool(table[path[-1]] == value)
        table[path[-1]] = clean(value) if isinstance(value, str) else value
        return True

    def get(self, *path: str) -> Any:
        """The value at a path, or None."""
        node: Any = self.data
        for step in path:
            node = node.get(step) if isinstance(node, dict) else None
        return node

    def add(self, field: str, item: Data) -> str:
        """Add an item to a list and return its id, made from the list's name and the item's text."""
        cleaned = {key: clean(value) if isinstance(value, str) else value for key, value in item.items()}
        text = "\0".join(str(cleaned.get(key, "")) for key in ("text", "heading", "title", "target"))
        self._seen[field, text] += 1
        item_id = self._item_id(f"{field}\0{text}\0{self._seen[field, text]}")
        self.data.setdefault(field, []).append({"id": item_id, **cleaned})
        return item_id

    def put_custom(self, label: str, value: Any) -> str:
        """Put a value under a free name and return the name, numbered when it is taken."""
        name = clean_line(label) or "Untitled"
        while True:
            self._labels[name] += 1
            candidate = name if self._labels[name] == 1 else f"{name} {self._labels[name]}"
            if self.set(("custom", candidate), value):
                return candidate

    def _item_id(self, seed: str) -> str:
        salt = 0
        while True:
            number = int.from_bytes(hashlib.blake2s(f"{seed}\0{salt}".encode()).digest(), "big")
            letters = ""
            for _ in range(_LONGEST):
                number, position = divmod(number, len(_ALPHABET))
                letters += _ALPHABET[position]
            for length in range(_SHORTEST, _LONGEST + 1):
                candidate = letters[:length]
                if candidate not in self._taken and not candidate.isdigit():
                    self._taken.add(candidate)
                    return candidate
            salt += 1


def in_file_order(model: type[Model], data: Data) -> Data:
    """The data with its schema first and its fields in the order of the model."""
    order = {field.alias or name: position for position, (name, field) in enumerate(model.model_fields.items())}
    whole = {"schema": SCHEMA_VERSION, **data}
    return {key: whole[key] for key in sorted(whole, key=lambda key: order.get(key, len(order)))}


@cache
def is_text_list(path: tuple[str, ...]) -> bool:
    """Whether a field of a persona is a list of texts, such as tags."""
    model: type[Model] = Persona
    for step in path[:-1]:
        model = table_fields(model)[step]
    field = model.model_fields[path[-1]]
    return get_origin(field.annotation) is tuple and path[-1] not in item_fields(model)


def typed(path: tuple[str, ...], text: str) -> Any:
    """The value that a text is in a field of a persona: a number, a fixed word or a text; None when none fits."""
    if path == ("date",):
        return text if _ISO_DAY.match(text) else None
    candidates: list[Any] = [int(text)] if _NUMBER.match(text) else []
    lowered = text.lower()
    candidates += [text, lowered, lowered.replace(" ", "-"), lowered.removesuffix(" persona")]
    return next((value for value in candidates if _fits(path, value)), None)


def _fits(path: tuple[str, ...], value: Any) -> bool:
    data: Any = value
    for step in reversed(path):
        data = {step: data}
    return not read_record(Persona, data).problems


def typed_list(path: tuple[str, ...], texts: list[str]) -> tuple[list[str], list[str]]:
    """Texts for a list field of a persona, and those that the field does not take."""
    fitting: list[str] = []
    others: list[str] = []
    for text in texts:
        value = next((entry for entry in (text, text.lower()) if _fits(path, [entry])), None)
        if value is None:
            others.append(text)
        elif value not in fitting:
            fitting.append(value)
    return fitting, others
