"""Write down what plugins may rely on, name by name, from the code itself: python docs/api.py"""

from __future__ import annotations

import dataclasses
import enum
import inspect
import re
import typing
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from textual.message import Message
from textual.widget import Widget

import personatui.api
import personatui.api.ui

PAGE = Path(__file__).parent / "api-1.txt"
_MODULES = (personatui.api, personatui.api.ui)
_OURS = ("personatui.",)


def surface() -> str:
    """Every public name of the plugin API with its signature, fields and methods, a line each."""
    lines = ["The plugin API, version 1: written by docs/api.py."]
    for module in _MODULES:
        lines += ["", f"# {module.__name__}"]
        for name in sorted(module.__all__, key=str.casefold):
            lines += ["", *_named(name, getattr(module, name))]
    return "\n".join(lines) + "\n"


def _named(name: str, value: object) -> Iterator[str]:
    if isinstance(value, type):
        yield from _class(name, value)
    elif inspect.isfunction(value):
        yield f"def {name}{_signature(value)}"
    elif typing.get_origin(value) is not None or hasattr(value, "__value__"):
        yield f"type {name} = {_text(value)}"
    else:
        yield f"{name}: {type(value).__name__}" + (f" = {value!r}" if isinstance(value, int | float) else "")


def _class(name: str, value: type) -> Iterator[str]:
    if not value.__module__.startswith(_OURS):
        # what is Textual's own is only named
        yield f"class {name} = {value.__module__.partition('.')[0]}"
        return
    bases = [base.__name__ for base in value.__bases__ if base is not object]
    yield f"class {name}({', '.join(bases)})" if bases else f"class {name}"
    if issubclass(value, enum.Enum):
        yield from (f"    {member.name} = {member.value!r}" for member in value)
    yield from _fields(value)
    if not (issubclass(value, BaseModel) or dataclasses.is_dataclass(value)):
        yield from (f"    {line}" for line in _constructor(value))
    for key, member in sorted(vars(value).items()):
        if not key.startswith("_") and not _is_inherited_from_outside(value, key):
            yield from (f"    {line}" for line in _member(key, member))


def _fields(value: type) -> Iterator[str]:
    own = inspect.get_annotations(value)
    if issubclass(value, BaseModel):
        for key, field in value.model_fields.items():
            if key in own:
                default = "" if field.is_required() else f" = {_default(field.get_default(call_default_factory=True))}"
                yield f"    {key}: {_text(own[key])}{default}"
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            if each.name in own and not each.name.startswith("_"):
                made = each.default_factory is not dataclasses.MISSING
                default = " = ..." if made else ""
                if each.default is not dataclasses.MISSING:
                    default = f" = {_default(each.default)}"
                yield f"    {each.name}: {_text(each.type)}{default}"


def _constructor(value: type) -> Iterator[str]:
    made = vars(value).get("__init__")
    if made is not None:
        yield f"def __init__{_signature(made)}"


def _member(key: str, member: object) -> Iterator[str]:
    if isinstance(member, classmethod | staticmethod):
        yield f"@{type(member).__name__} def {key}{_signature(member.__func__)}"
    elif isinstance(member, property) and member.fget is not None:
        yield f"{key}: {_text(inspect.get_annotations(member.fget).get('return', ''))}  (read)"
    elif inspect.isfunction(member):
        yield f"def {key}{_signature(member)}"
    elif isinstance(member, type) and issubclass(member, Message):
        yield f"class {key}{_signature(member.__init__)}"


def _is_inherited_from_outside(value: type, key: str) -> bool:
    """Whether a method only answers Textual: its handlers, actions, and what it asks of every widget."""
    if key.startswith(("on_", "action_", "watch_", "validate_", "render")):
        return True
    outside = [base for base in value.__mro__[1:] if not base.__module__.startswith(_OURS) and issubclass(base, Widget)]
    return any(hasattr(base, key) for base in outside)


def _signature(function: object) -> str:
    signature = inspect.signature(typing.cast("typing.Any", function))
    told: list[str] = []
    for one in signature.parameters.values():
        if one.kind is inspect.Parameter.KEYWORD_ONLY and "*" not in told:
            told.append("*")
        text = ("*" * (one.kind is one.VAR_POSITIONAL) or "**" * (one.kind is one.VAR_KEYWORD)) + one.name
        if one.annotation is not inspect.Parameter.empty:
            text += f": {_text(one.annotation)}"
        if one.default is not inspect.Parameter.empty:
            text += f" = {_default(one.default)}"
        told.append(text)
    returned = signature.return_annotation
    arrow = "" if returned is inspect.Signature.empty else f" -> {_text(returned)}"
    return f"({', '.join(told)}){arrow}"


def _default(value: object) -> str:
    is_plain = isinstance(value, str | int | float | bool | None) or value == ()
    return repr(value) if is_plain else "..."


def _text(annotation: object) -> str:
    if typing.get_origin(annotation) is typing.Annotated:
        return f"{_text(typing.get_args(annotation)[0])}, with a rule"
    text = annotation if isinstance(annotation, str) else str(annotation)
    if isinstance(annotation, type) and typing.get_origin(annotation) is None:
        text = annotation.__name__
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", text)


if __name__ == "__main__":
    PAGE.write_text(surface(), encoding="utf-8")
