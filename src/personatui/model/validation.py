"""From plain data to records, leniently: a value that does not fit is left out and reported, the rest is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from personatui.model.base import Model, schema_version
from personatui.model.edits import Data, Path, copied, spell

_M = TypeVar("_M", bound=Model)

# Every round drops at least one value; a record with more wrong values than this is beyond reading.
_MAX_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """A value of a record that could not be used, and why."""

    path: Path
    message: str
    code: str = "core.invalid-value"


@dataclass(frozen=True, slots=True)
class Reading(Generic[_M]):
    """A record and what had to be left out of it. `read_only` when its schema is newer than this program's."""

    record: _M
    problems: tuple[Problem, ...] = ()
    read_only: bool = False


def read_record(model: type[_M], data: Data) -> Reading[_M]:
    """The record that the data describes, with every value that does not fit left out and reported."""
    version = data.get("schema")
    newer = type(version) is int and version > schema_version(model)
    try:
        return Reading(model.model_validate(data), read_only=newer)
    except ValidationError as error:
        first = error
    remaining = copied(data)
    problems: list[Problem] = []
    failure: ValidationError | None = first
    for _ in range(_MAX_ROUNDS):
        if failure is None:
            break
        for entry in failure.errors(include_url=False, include_context=False):
            path = _droppable(remaining, tuple(entry["loc"]), absent_is_cause=entry["type"] == "missing")
            if path and _drop(remaining, path):
                problems.append(Problem(path, _explain(path, entry["type"], entry["msg"], entry["input"])))
        try:
            return Reading(model.model_validate(remaining), tuple(problems), newer)
        except ValidationError as error:
            failure = error
    return Reading(
        model.model_validate({}),
        (*problems, Problem((), "Too many values do not fit; none was used.")),
        newer,
    )


def _droppable(data: Data, location: tuple[Any, ...], *, absent_is_cause: bool) -> Path:
    """The innermost key on the way to an error: list entries are never dropped, so that positions hold.

    Empty when the key was dropped for an earlier error of the same value.
    """
    node: Any = data
    path: list[str | int] = []
    best: Path = ()
    for step in location:
        if isinstance(node, dict) and step in node:
            path.append(str(step))
            best = tuple(path)
            node = node[step]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            path.append(step)
            node = node[step]
        else:
            return () if isinstance(node, dict) and not absent_is_cause else best
    return best


def _drop(data: Data, path: Path) -> bool:
    node: Any = data
    for step in path[:-1]:
        node = node[step]
    return isinstance(node, dict) and node.pop(str(path[-1]), node) is not node


_EXPECTED = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}


def _explain(path: Path, kind: str, message: str, value: object) -> str:
    if kind in ("model_type", "model_attributes_type") and not isinstance(value, list):
        name = next((step for step in path if isinstance(step, str)), "entry")
        return f"`{spell(path)}` must be written as [[{name}]] or [{name}] tables, so it was not used."
    if kind in _EXPECTED:
        return f"`{spell(path)}` must be {_EXPECTED[kind]}, not {_shown(value)}."
    if kind == "literal_error":
        allowed = message.removeprefix("Input should be ")
        return f"`{spell(path)}` must be {allowed}, not {_shown(value)}."
    return f"`{spell(path)}` cannot be {_shown(value)}: {message[:1].lower()}{message[1:]}."


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f'the text "{value[:40]}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return str(value)[:40]
