"""What a form asks for: the fields of a record or item, each with its kind, meaning and range, read off its model."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from personatui.model.base import Day, Model, is_remembered, table_fields
from personatui.model.claims import Item
from personatui.model.cleaning import clean_line
from personatui.model.edits import Data

FieldPath = tuple[str, ...]


class FieldKind(StrEnum):
    """What a person enters into a field."""

    LINE = "line"
    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    NUMBER_OR_LINE = "number or text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes or no"
    DAY = "day"
    LINES = "texts"
    SOURCES = "sources"
    TABLE = "free table"
    # of a type that forms do not understand, or unknown to the model: shown as it stands, and kept
    SHOWN = "shown"


# What can be written in place; the others are chosen from a list.
WRITTEN_KINDS = frozenset(
    (FieldKind.LINE, FieldKind.TEXT, FieldKind.WHOLE, FieldKind.NUMBER, FieldKind.NUMBER_OR_LINE, FieldKind.DAY)
)
# Words that say something at length, by the names that the models give them.
_LONG = frozenset({"text", "note", "summary", "description"})
# What stands below the fields that say what an item is.
_LAST = ("sources", "note", "tags", "custom")
_NEVER_EDITED = frozenset({"schema"})


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form. `path` leads to it from the item: tables give paths such as `("demographics", "age")`.

    `low` and `high` are inclusive; `limits` are other rules in words; `default` is what counts where the file says
    nothing. `options` are the values of a choice, `headings` the names of the tables that it stands in.
    """

    path: FieldPath
    kind: FieldKind
    meaning: str = ""
    options: tuple[str | int, ...] = ()
    low: float | None = None
    high: float | None = None
    limits: tuple[str, ...] = ()
    default: Any = None
    headings: tuple[str, ...] = ()
    may_be_empty: bool = True
    is_known: bool = True
    owner: type[Model] | None = field(default=None, repr=False)

    @property
    def key(self) -> str:
        """The key in the file."""
        return self.path[-1]

    @property
    def label(self) -> str:
        """What it is called: `Buying roles`."""
        return field_title(self.owner, self.key)

    @property
    def group(self) -> str:
        """The heading that the field stands below: what the table is called, empty at the top."""
        return " · ".join(self.headings or map(in_words, self.path[:-1]))

    @property
    def range(self) -> str:
        """What may be entered, in words: `whole number, 1 to 5`, `YYYY-MM-DD`, `one of: low, medium, high`."""
        return ", ".join((*_told(self), *self.limits))

    @property
    def default_text(self) -> str:
        """What counts where nothing is said, or nothing."""
        if self.default in (None, "", (), []) or isinstance(self.default, dict | Model):
            return ""
        if isinstance(self.default, bool):
            return "yes" if self.default else "no"
        return f"{self.default:g}" if isinstance(self.default, float) else str(self.default)


def in_words(key: str) -> str:
    """A key as a label: `tech_stack` gives `Tech stack`."""
    words = " ".join(clean_line(key).replace("_", " ").split())
    return words[:1].upper() + words[1:] or "(no name)"


def field_title(model: type[Model] | None, *path: str) -> str:
    """What a field is called wherever it is shown: the title that its model gives it, else its key in words."""
    for table in path[:-1]:
        model = table_fields(model).get(table) if model is not None else None
    key = path[-1]
    fields = model.model_fields if model is not None else {}
    info = fields.get(key) or next((info for info in fields.values() if info.alias == key), None)
    return (info.title if info is not None else None) or in_words(key)


def _told(form_field: FormField) -> Iterator[str]:
    options = ", ".join(map(str, form_field.options))
    match form_field.kind:
        case FieldKind.WHOLE | FieldKind.NUMBER:
            yield str(form_field.kind)
            bounds = bounds_in_words(form_field.low, form_field.high)
            if bounds:
                yield bounds
        case FieldKind.DAY:
            yield "YYYY-MM-DD"
        case FieldKind.CHOICE:
            yield f"one of: {options}"
        case FieldKind.CHOICES:
            yield f"any of: {options}"
        case FieldKind.LINES:
            yield "one a line"
        case FieldKind.TABLE:
            yield "one a line, such as  plan = gold"
        case FieldKind.SHOWN:
            yield "is not edited here"
        case _:
            yield from ()


def bounds_in_words(low: float | None, high: float | None) -> str:
    """`1 to 5`, `0 or more`, `at most 10`, or nothing."""
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    if low is not None:
        return f"{low:g} or more"
    return "" if high is None else f"at most {high:g}"


# Of a model -------------------------------------------------------------------------------------------------


@cache
def form_fields(model: type[Model]) -> tuple[FormField, ...]:
    """The fields of a model that a form edits, in the order in which a person fills them.

    Ids, the version of the format, what tools remember for themselves, and lists of records are left out: those
    are edited on the canvas.
    """
    own: list[FormField] = []
    tables: list[FormField] = []
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key in _NEVER_EDITED or (key == "id" and issubclass(model, Item)) or is_remembered(info):
            continue
        members, metadata = _members(info.annotation, list(info.metadata))
        table = members[0] if len(members) == 1 else None
        if isinstance(table, type) and issubclass(table, Model):
            heading = info.title or in_words(key)
            tables += (
                replace(inner, path=(key, *inner.path), headings=(heading, *inner.headings))
                for inner in form_fields(table)
            )
        elif not any(_holds_records(member) for member in members):
            own.append(_described(key, info, members, metadata, model))
    own.sort(key=lambda one: _LAST.index(one.key) if one.key in _LAST else -1)
    free = [one for one in own if one.kind is FieldKind.TABLE]
    return (*(one for one in own if one not in free), *tables, *free)


def fields_for(model: type[Model], data: Data) -> tuple[FormField, ...]:
    """The fields of a model, and what else the data of an item holds, to be shown: nothing of it is hidden.

    Where something else stands in place of a table, that stands for the table's fields.
    """
    known = form_fields(model)
    blocked = {
        path[:length]
        for path in (one.path for one in known)
        for length in range(1, len(path))
        if not isinstance(_at(data, path[:length], {}), dict)
    }
    shown = [one for one in known if not any(one.path[:length] in blocked for length in range(1, len(one.path)))]
    misplaced = "Something else stands here where a table belongs"
    shown += (FormField(path, FieldKind.SHOWN, misplaced) for path in sorted(blocked))
    return (*shown, *_unknown(model, data, (), ()))


def _unknown(model: type[Model], data: Data, where: FieldPath, headings: tuple[str, ...]) -> Iterator[FormField]:
    names = {info.alias or name: info for name, info in model.model_fields.items()}
    for key, value in data.items():
        if key not in names:
            meaning = "Unknown to this version; it stays in the file"
            yield FormField((*where, key), FieldKind.SHOWN, meaning, headings=headings, is_known=False)
            continue
        members, _ = _members(names[key].annotation, [])
        table = members[0] if len(members) == 1 else None
        if isinstance(table, type) and issubclass(table, Model) and isinstance(value, dict):
            yield from _unknown(table, value, (*where, key), (*headings, names[key].title or in_words(key)))


def _at(data: Any, path: FieldPath, default: Any = None) -> Any:
    for step in path:
        if not isinstance(data, dict) or step not in data:
            return default
        data = data[step]
    return data


def value_in(data: Data, path: FieldPath) -> Any:
    """What the data of an item says at the path of a field; None where it says nothing."""
    return _at(data, path)


# Of a type --------------------------------------------------------------------------------------------------


def _described(key: str, info: FieldInfo, members: list[Any], metadata: list[Any], model: type[Model]) -> FormField:
    kind, options = _kind(key, members, metadata)
    low, high, limits = _bounds(metadata, whole=kind is FieldKind.WHOLE)
    return FormField(
        (key,),
        kind,
        clean_line(info.description or ""),
        options,
        low,
        high,
        limits,
        None if info.default is PydanticUndefined else info.default,
        may_be_empty=not info.is_required(),
        owner=model,
    )


def _kind(key: str, members: list[Any], metadata: list[Any]) -> tuple[FieldKind, tuple[str | int, ...]]:
    options = _options(members)
    if options:
        return FieldKind.CHOICE, options
    match members:
        case [only] if only is str and any(mark is _DAY for mark in metadata):
            return FieldKind.DAY, ()
        case [only] if only is str:
            return (FieldKind.TEXT if key in _LONG else FieldKind.LINE), ()
        case [only] if only in _SIMPLE:
            return _SIMPLE[only], ()
        case [one, other] if {one, other} == {int, float}:
            return FieldKind.NUMBER, ()
        case [one, other] if {one, other} == {int, str}:
            return FieldKind.NUMBER_OR_LINE, ()
        case [only] if typing.get_origin(only) is tuple:
            return _kind_of_entries(key, typing.get_args(only))
        case [only] if typing.get_origin(only) is dict and typing.get_args(only) in ((str, object), (str, Any)):
            return FieldKind.TABLE, ()
        case _:
            return FieldKind.SHOWN, ()


_DAY = Day.__metadata__[0]  # type: ignore[attr-defined]  # an Annotated alias has it
_SIMPLE: dict[Any, FieldKind] = {int: FieldKind.WHOLE, float: FieldKind.NUMBER, bool: FieldKind.YES_NO}


def _kind_of_entries(key: str, arguments: tuple[Any, ...]) -> tuple[FieldKind, tuple[str | int, ...]]:
    if len(arguments) != 2 or arguments[1] is not Ellipsis:
        return FieldKind.SHOWN, ()
    members, _ = _members(arguments[0], [])
    options = _options(members)
    # a choice of several is entered as words between commas
    if options and not any("," in str(option) for option in options):
        return FieldKind.CHOICES, options
    if members == [str]:
        return (FieldKind.SOURCES if key == "sources" else FieldKind.LINES), ()
    return FieldKind.SHOWN, ()


def _options(members: list[Any]) -> tuple[str | int, ...]:
    """The values of a choice between texts or whole numbers that are told apart on a line; else nothing."""
    if not members or any(typing.get_origin(member) is not Literal for member in members):
        return ()
    options = tuple(dict.fromkeys(option for member in members for option in typing.get_args(member)))
    texts = {" ".join(str(option).split()) for option in options if type(option) in (str, int)}
    is_plain = len(texts) == len(options) and "" not in texts and all(str(option) in texts for option in options)
    return options if is_plain else ()


def _members(annotation: Any, metadata: list[Any]) -> tuple[list[Any], list[Any]]:
    """The types that a value may have, without None, and the marks on them."""
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        base, *marks = typing.get_args(annotation)
        for mark in marks:
            metadata += mark.metadata if isinstance(mark, FieldInfo) else [mark]
        return _members(base, metadata)
    if origin in (typing.Union, types.UnionType):
        members: list[Any] = []
        for argument in typing.get_args(annotation):
            found, metadata = _members(argument, metadata)
            members += found
        return members, metadata
    return ([] if annotation is type(None) else [annotation]), metadata


def _holds_records(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return True
    return any(_holds_records(argument) for argument in typing.get_args(annotation))


def _bounds(metadata: list[Any], *, whole: bool) -> tuple[float | None, float | None, tuple[str, ...]]:
    low, high = _mark(metadata, "ge"), _mark(metadata, "le")
    above, below = _mark(metadata, "gt"), _mark(metadata, "lt")
    limits: list[str] = []
    if whole and isinstance(above, int):
        low, above = above + 1, None
    if whole and isinstance(below, int):
        high, below = below - 1, None
    for name, bound in (("more than", above), ("less than", below)):
        if bound is not None:
            limits.append(f"{name} {bound:g}")
    multiple, pattern = _mark(metadata, "multiple_of"), _mark(metadata, "pattern")
    shortest, longest = _mark(metadata, "min_length"), _mark(metadata, "max_length")
    if multiple is not None:
        limits.append(f"a multiple of {multiple:g}")
    if shortest:
        limits.append(f"at least {shortest} long")
    if longest is not None:
        limits.append(f"at most {longest} long")
    if pattern is not None:
        limits.append(f"of the pattern {clean_line(str(getattr(pattern, 'pattern', pattern)))}")
    return low, high, tuple(limits)


def _mark(metadata: list[Any], name: str) -> Any:
    return next((value for mark in metadata if (value := getattr(mark, name, None)) is not None), None)
