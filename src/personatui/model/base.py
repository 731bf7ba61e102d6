"""What every model shares: frozen, strict about types, and keeping the keys that it does not know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema

SCHEMA_VERSION = 1


class Model(BaseModel):
    """A frozen record read from a file. Unknown keys are kept in `model_extra` and reported by the checks."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True, protected_namespaces=())

    def to_data(self) -> dict[str, Any]:
        """Plain data as it stands in a file: only what was set, no None."""
        data: dict[str, Any] = plain(self.model_dump(by_alias=True, exclude_unset=True, exclude_none=True))
        return data


@cache
def schema_version(model: type[Model]) -> int:
    """The version of the file format that a model stands for: the default of its `schema_version`."""
    field = model.model_fields.get("schema_version")
    return field.default if field is not None and isinstance(field.default, int) else SCHEMA_VERSION


def plain(value: Any) -> Any:
    """Tuples as lists and nested values likewise, as a TOML reader would return them."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _tuple_from_list(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


_T = TypeVar("_T")
# A TOML array: read as a list, held as a tuple.
Array = Annotated[tuple[_T, ...], BeforeValidator(_tuple_from_list)]
# A number that a TOML file may write as `3` or `3.0`: a strict float takes both.
Number: TypeAlias = float
# A day, as text YYYY-MM-DD; a TOML date is read as the same text.
Day = Annotated[str, BeforeValidator(lambda value: value.isoformat() if isinstance(value, date) else value)]
# A judgement from 1 to 5. What a file says beside that is left out of the record and reported; see OnScale.
Rating = Annotated[int, Field(ge=1, le=5)]


@dataclass(frozen=True, slots=True)
class OnScale:
    """States the scale of a rating, `Annotated[int, OnScale(1, 4)]`, and keeps what a file says beside it.

    Keys and forms set values from `ge` to `le`; of others an analysis says that they are off the scale.
    """

    ge: float
    le: float

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "minimum": self.ge, "maximum": self.le}


class _ItemOfFile:
    """Marks a text as the id of an entry of the same file."""


# The id of another entry of the same file: it follows when that is renamed, and goes when that is deleted.
ItemId = Annotated[str, _ItemOfFile()]


class _Remembered:
    """Marks a value that the program keeps for itself."""


# What a tool remembers in an entry for itself, such as where it came from: no form asks for it, the file keeps it.
Remembered = Annotated[_T, _Remembered()]


def is_remembered(field: FieldInfo) -> bool:
    """Whether a field holds what a tool remembers for itself."""
    return any(isinstance(mark, _Remembered) for mark in field.metadata)


@cache
def item_fields(model: type[Model]) -> dict[str, type[Model]]:
    """The fields of a model that are lists of records, and the record type of each."""
    found: dict[str, type[Model]] = {}
    for name, field in model.model_fields.items():
        for argument in _arguments(field.annotation):
            if isinstance(argument, type) and issubclass(argument, Model) and field.annotation is not argument:
                found[name] = argument
    return found


@cache
def table_fields(model: type[Model]) -> dict[str, type[Model]]:
    """The fields of a model that are tables of their own, such as `[demographics]`."""
    return {
        name: field.annotation
        for name, field in model.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, Model)
    }


@cache
def item_id_fields(model: type[Model]) -> frozenset[str]:
    """The fields of a model that hold an `ItemId`, or a list of them."""
    return frozenset(
        name
        for name, field in model.model_fields.items()
        if any(isinstance(mark, _ItemOfFile) for mark in (*field.metadata, *_marks_inside(field.annotation)))
    )


def _marks_inside(annotation: Any) -> Iterator[Any]:
    for argument in _arguments(annotation):
        yield from getattr(argument, "__metadata__", ())


def _arguments(annotation: Any) -> Iterator[Any]:
    for argument in getattr(annotation, "__args__", ()):
        yield argument
        yield from _arguments(argument)


def unknown_keys(model: Model, where: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of the keys in a record and its items that its model does not know."""
    for key in model.model_extra or ():
        yield (*where, key)
    for name in table_fields(type(model)):
        yield from unknown_keys(getattr(model, name), (*where, name))
    for name in item_fields(type(model)):
        for index, item in enumerate(getattr(model, name)):
            yield from unknown_keys(item, (*where, name, index))
