"""What is typed into a form: a field's value as text, the value that a text says, and the edits that follow."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from pydantic import ValidationError

from personatui.model.base import Model, plain
from personatui.model.cleaning import clean, clean_line
from personatui.model.edits import Data, Edit, Path, RemoveValue, SetValue, apply_to_data, copied
from personatui.model.fields import FieldKind, FieldPath, FormField, bounds_in_words, fields_for, value_in
from personatui.model.freetables import parse_table, show_table
from personatui.model.ids import Reference
from personatui.model.validation import Problem

_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# A file holds whole numbers of 64 bits.
_MAX_INTEGER = 2**63 - 1
_MOST_DIGITS = 19
_YES, _NO = frozenset({"yes", "y", "true"}), frozenset({"no", "n", "false"})
_SHOWN = 40

# A place for edits of data that stand in no file.
_ANY = Reference("persona", "any")

Entered = Mapping[FieldPath, Any]


# From value to text -----------------------------------------------------------------------------------------


def show(field: FormField, value: Any) -> str:
    """A value as the text of its field. What does not fit the field is shown as it stands in the file."""
    if value is None:
        return ""
    text = _shown(field, value)
    return clean(_literal(value) if text is None else text)


def _shown(field: FormField, value: Any) -> str | None:
    match field.kind:
        case FieldKind.LINE | FieldKind.TEXT | FieldKind.CHOICE if isinstance(value, str):
            return value
        case FieldKind.DAY if isinstance(value, str | date):
            return value if isinstance(value, str) else value.isoformat()
        case FieldKind.NUMBER_OR_LINE if isinstance(value, str):
            # an age of "34" is a text, and stays one
            return value if _stands_as_text(value) else json.dumps(value, ensure_ascii=False)
        case FieldKind.NUMBER if type(value) in (int, float):
            return repr(value).removesuffix(".0")
        case FieldKind.YES_NO if isinstance(value, bool):
            return "yes" if value else "no"
        case FieldKind.CHOICES if isinstance(value, list | tuple):
            words = [str(entry) for entry in value if type(entry) in (str, int)]
            return ", ".join(words) if len(words) == len(value) and not any("," in word for word in words) else None
        case FieldKind.LINES | FieldKind.SOURCES if isinstance(value, list | tuple):
            lines = [_show_line(entry) for entry in value if isinstance(entry, str)]
            return "\n".join(lines) if len(lines) == len(value) else None
        case FieldKind.TABLE if isinstance(value, dict):
            return show_table(value)
        case _:
            return None


def _literal(value: Any) -> str:
    """A value much as a file writes it."""
    if isinstance(value, date | time):
        return value.isoformat()
    return json.dumps(plain(value), ensure_ascii=False, default=str)


def _show_line(entry: str) -> str:
    return json.dumps(entry, ensure_ascii=False) if _needs_quotation(entry) else entry


def _needs_quotation(entry: str) -> bool:
    """Whether a text cannot stand on a line of its own as it is."""
    return entry != entry.strip() or not entry or "\n" in entry or _unquoted(entry) != entry


def _unquoted(line: str) -> str:
    """The text that a line stands for: itself, unless it is a quotation that has to be one."""
    if line.startswith('"'):
        try:
            entry = json.loads(line)
        except ValueError:
            return line
        if isinstance(entry, str) and _needs_quotation(entry):
            return entry
    return line


def says_nothing(value: Any) -> bool:
    """Whether a value is what an emptied field leaves."""
    return value is None or (isinstance(value, str | list | tuple | dict) and not value)


# From text to value -----------------------------------------------------------------------------------------


def tidied(field: FormField, text: str) -> str:
    """What a person typed, without blanks around it and with everything that a terminal could obey made visible."""
    text = clean(text)
    if field.kind is FieldKind.TEXT:
        return "\n".join(line.rstrip() for line in text.strip().split("\n"))
    return text.strip()


def parse(field: FormField, text: str) -> Any:
    """The value that a text says, as a file holds it, or a `Problem` with a sentence. Nothing is ever clamped.

    An empty text says nothing: None, or an empty text, list or table.
    """
    text = clean(text)
    value = _read(field, text)
    if isinstance(value, Problem):
        return value
    if says_nothing(value) and not field.may_be_empty:
        return _problem(field, f"{field.label} must be filled in.")
    return value if says_nothing(value) else _accepted(field, value)


def _read(field: FormField, text: str) -> Any:
    match field.kind:
        case FieldKind.LINE | FieldKind.TEXT:
            return text
        case FieldKind.LINES | FieldKind.SOURCES:
            return [_unquoted(line.strip()) for line in text.split("\n") if line.strip()]
        case FieldKind.TABLE:
            try:
                return parse_table(text)
            except ValueError as error:
                return _problem(field, f"{field.label}: {clean_line(str(error))}.")
        case FieldKind.CHOICES:
            chosen = [_option(field, word) for word in text.split(",") if word.strip()]
            return next((one for one in chosen if isinstance(one, Problem)), chosen)
    text = text.strip()
    if not text:
        return None
    match field.kind:
        case FieldKind.NUMBER_OR_LINE:
            return _number_or_line(text)
        case FieldKind.WHOLE:
            return _whole(field, text)
        case FieldKind.NUMBER:
            return _number(field, text)
        case FieldKind.CHOICE:
            return _option(field, text)
        case FieldKind.YES_NO:
            word = text.casefold()
            if word in _YES or word in _NO:
                return word in _YES
            return _problem(field, f"{field.label} is yes or no; {_quoted(text)} is neither.")
        case FieldKind.DAY:
            return _day(field, text)
        case _:
            return _problem(field, f"{field.label} is not edited here.")


def _number_or_line(text: str) -> int | str:
    if _WHOLE.fullmatch(text) and len(text.lstrip("+-0")) < _MOST_DIGITS:
        return int(text)
    if text.startswith('"'):
        try:
            entry = json.loads(text)
        except ValueError:
            return text
        # only what would read as something else is put in quotation marks
        if isinstance(entry, str) and not _stands_as_text(entry):
            return entry
    return text


def _stands_as_text(text: str) -> bool:
    return text == text.strip() and "\n" not in text and bool(text) and _number_or_line(text) == text


def _whole(field: FormField, text: str) -> int | Problem:
    if not _WHOLE.fullmatch(text):
        return _no_number(field, text)
    if len(text.lstrip("+-0")) > _MOST_DIGITS:
        return _out_of_range(field, text)
    value = int(text)
    return value if _is_in_range(field, value) else _out_of_range(field, text)


def _number(field: FormField, text: str) -> float | Problem:
    if not _DECIMAL.fullmatch(text):
        return _no_number(field, text)
    is_whole = _WHOLE.fullmatch(text) and len(text.lstrip("+-0")) <= _MOST_DIGITS
    value = int(text) if is_whole else float(text)
    return value if math.isfinite(value) and _is_in_range(field, value) else _out_of_range(field, text)


def _is_in_range(field: FormField, value: float) -> bool:
    if isinstance(value, int) and not -_MAX_INTEGER - 1 <= value <= _MAX_INTEGER:
        return False
    is_low = field.low is not None and value < field.low
    return not is_low and not (field.high is not None and value > field.high)


def _out_of_range(field: FormField, text: str) -> Problem:
    """A number outside its bounds, or too long for any file."""
    is_low = text.startswith("-") or (field.low is not None and float(text) < field.low)
    bound = field.low if is_low else field.high
    beyond = f"too {'low' if is_low else 'high'}{'' if bound is not None else ' for a file'}"
    return _problem(field, f"{_number_asked(field)}; {_cut(text)} is {beyond}.")


def _no_number(field: FormField, text: str) -> Problem:
    if field.kind is FieldKind.NUMBER and _COMMA.fullmatch(text):
        return _problem(field, f"{_number_asked(field)}; write {text.replace(',', '.')} with a point.")
    return _problem(field, f"{_number_asked(field)}; {_quoted(text)} is none.")


def _number_asked(field: FormField) -> str:
    bounds = bounds_in_words(field.low, field.high)
    if field.low is not None and field.high is not None:
        bounds = f"from {bounds}"
    return (
        f"{field.label} is a {field.kind}{', ' if bounds and not bounds.startswith('from') else ' '}{bounds}".rstrip()
    )


def _day(field: FormField, text: str) -> str | Problem:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        return _problem(field, f"{field.label} is a day written as YYYY-MM-DD; there is no {text}.")
    return _problem(field, f"{field.label} is a day written as YYYY-MM-DD, such as 2026-03-29; not {_quoted(text)}.")


def _option(field: FormField, text: str) -> Any:
    word = text.strip()
    same = [option for option in field.options if str(option) == word]
    same = same or [option for option in field.options if str(option).casefold() == word.casefold()]
    if len(same) == 1:
        return same[0]
    options = ", ".join(map(str, field.options))
    if field.kind is FieldKind.CHOICES:
        return _problem(field, f"{field.label}: any of {options}; {_quoted(word)} is none of them.")
    return _problem(field, f"{field.label} is one of {options}; {_quoted(word)} is not.")


def _accepted(field: FormField, value: Any) -> Any:
    """The value if its model takes it: rules of the model that no kind of field knows are told in its own words."""
    if field.owner is None:
        return value
    try:
        field.owner.model_validate({field.key: value})
    except ValidationError as error:
        for entry in error.errors(include_url=False, include_context=False, include_input=False):
            if entry["loc"][:1] == (field.key,):
                message = clean_line(entry["msg"]).removeprefix("Value error, ")
                return _problem(field, f"{field.label}: {message[:1].lower()}{message[1:]}.")
    except Exception as error:  # noqa: BLE001 - a rule of a plugin's model may raise anything
        return _problem(field, f"{field.label} cannot be judged: {clean_line(f'{type(error).__name__}: {error}')}.")
    return value


def trouble(field: FormField, value: Any) -> str:
    """What is wrong with a value that stands in the file already, in a sentence; nothing when it fits."""
    if value is None or field.kind is FieldKind.SHOWN:
        return ""
    text = show(field, value)
    read = parse(field, text)
    if isinstance(read, Problem):
        return read.message
    return "" if is_same(field, read, value) else f"{field.label} stands in the file as {_cut(_literal(value))}."


def _problem(field: FormField, message: str) -> Problem:
    return Problem(field.path, message)


def _quoted(text: str) -> str:
    return f"“{_cut(text)}”"


def _cut(text: str) -> str:
    line = clean_line(text)
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


# From values to edits ---------------------------------------------------------------------------------------


def is_same(field: FormField, one: Any, other: Any) -> bool:
    """Whether two values say the same in a field: to a number `3` and `3.0`, to a day the text and the date."""
    if says_nothing(one) or says_nothing(other):
        return says_nothing(one) and says_nothing(other)
    if field.kind is FieldKind.NUMBER and {type(one), type(other)} <= {int, float}:
        return bool(one == other)
    if field.kind is FieldKind.DAY and isinstance(other, date) and not isinstance(other, datetime):
        return bool(one == other.isoformat())
    return _alike(one, other)


def _alike(one: Any, other: Any) -> bool:
    """Equal, and of the same types all the way down: true is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, date | time) and isinstance(other, date | time):
        # equal moments of different time zones are different texts
        return type(one) is type(other) and one.isoformat() == other.isoformat()
    return type(one) is type(other) and bool(one == other)


def form_changes(
    reference: Reference, path_to_item: Path, model: type[Model], before_data: Data, entered: Entered
) -> tuple[Edit, ...]:
    """The edits that bring an item's data to what was entered: only what differs, keys that say nothing removed.

    `entered` maps the paths of fields to values as `parse` gives them; fields that it does not name stay as they are.
    """
    edits: list[Edit] = []
    for field in fields_for(model, before_data):
        if field.path not in entered or field.kind is FieldKind.SHOWN:
            continue
        before, now = value_in(before_data, field.path), entered[field.path]
        if is_same(field, now, before):
            continue
        path = (*path_to_item, *field.path)
        if says_nothing(now):
            edits.append(RemoveValue(reference, path))
        elif field.kind is FieldKind.TABLE and isinstance(before, dict):
            edits += _table_changes(reference, path, before, now)
        else:
            edits.append(SetValue(reference, path, plain(now)))
    return tuple(edits)


def _table_changes(reference: Reference, path: Path, before: Data, now: Data) -> Iterable[Edit]:
    for key in before:
        if key not in now:
            yield RemoveValue(reference, (*path, key))
    for key, value in now.items():
        if key not in before or not _alike(before[key], value):
            yield SetValue(reference, (*path, key), value)


def filled(model: type[Model], data: Data, entered: Entered) -> Data:
    """The data of an item with what was entered: what a new item is added with."""
    result: Data = copied(data)
    for edit in form_changes(_ANY, (), model, data, entered):
        if isinstance(edit, SetValue | RemoveValue):
            result = apply_to_data(result, edit)
    return result
