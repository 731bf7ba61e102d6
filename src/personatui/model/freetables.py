"""A free table as lines that a person types: `plan = gold`, `seats = 12`, `trial = true`.

What reads as nothing else is a text, without quotation marks; a text that would read as something else has them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

_MAX_INTEGER = 2**63 - 1
_MOMENTS: tuple[tuple[re.Pattern[str], Callable[[str], date | time]], ...] = (
    (re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), date.fromisoformat),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", re.ASCII), datetime.fromisoformat),
    (re.compile(r"\d\d:\d\d(:\d\d(\.\d+)?)?", re.ASCII), time.fromisoformat),
)


def show_table(table: dict[str, Any]) -> str:
    """A line for each key."""
    return "\n".join(f"{_show_key(key)} = {show_value(value)}" for key, value in table.items())


def parse_table(text: str) -> dict[str, Any]:
    """The table that the lines say. Raises ValueError with a sentence."""
    table: dict[str, Any] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        key, rest = _split(line.strip(), number)
        if key in table:
            raise ValueError(f"line {number} says {key} a second time")
        if not rest:
            raise ValueError(f"line {number} says nothing about {key}")
        table[key] = parse_value(rest)
    return table


def show_value(value: Any) -> str:
    """A value so that `parse_value` reads it again; what it cannot read is shown all the same."""
    if isinstance(value, str):
        plain = value == value.strip() and "\n" not in value and value and parse_value(value) == value
        return value if plain else _dumped(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return _dumped(value)


def parse_value(text: str) -> Any:
    """The value that a text says: true or false, a number, a day or time, a list, a table, else the text itself."""
    for pattern, read in _MOMENTS:
        if pattern.fullmatch(text):
            try:
                return read(text)
            except ValueError:
                return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if _is_storable(value) else text


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _is_storable(value: Any) -> bool:
    """Whether a file can hold the value: no null, nothing infinite, no number that is too long."""
    if isinstance(value, dict):
        return all(map(_is_storable, value.values()))
    if isinstance(value, list):
        return all(map(_is_storable, value))
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return -_MAX_INTEGER - 1 <= value <= _MAX_INTEGER
    return value is not None


def _show_key(key: str) -> str:
    plain = key and key == key.strip() and not key.startswith('"') and "=" not in key and "\n" not in key
    return key if plain else json.dumps(key, ensure_ascii=False)


def _split(line: str, number: int) -> tuple[str, str]:
    wrong = f"line {number} must be written as  name = value"
    if line.startswith('"'):
        try:
            key, end = json.JSONDecoder().raw_decode(line)
        except ValueError:
            raise ValueError(wrong) from None
        rest = line[end:].lstrip()
        if not rest.startswith("="):
            raise ValueError(wrong)
        return key, rest[1:].strip()
    key, sign, rest = line.partition("=")
    if not sign or not key.strip():
        raise ValueError(wrong)
    return key.strip(), rest.strip()
