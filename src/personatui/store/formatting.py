"""The house style of a file: scalars, then `[tables]`, then `[[lists]]` of tables, one blank line between."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from personatui.errors import EditError
from personatui.model.cleaning import UNSAFE

if TYPE_CHECKING:
    from personatui.model.edits import Data

WIDTH = 100
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# TOML writes integers of 64 bits; larger ones are not read alike everywhere.
_MAX_INTEGER = 2**63 - 1


def storable(value: Any) -> Any:
    """The value as a file holds it: tuples as lists, no None in tables.

    Raises EditError for what TOML cannot hold.
    """
    if isinstance(value, Mapping):
        return {_text(key): storable(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    if isinstance(value, bool | float | date | time):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int) and -_MAX_INTEGER - 1 <= value <= _MAX_INTEGER:
        return value
    shown = "nothing" if value is None else f"the number {value}" if isinstance(value, int) else type(value).__name__
    raise EditError(f"A file cannot hold {shown} as a value.")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise EditError(f"A key must be a text, not {value!r}.")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise EditError("The text holds half a character, which no file can keep.") from error
    return str(value)


def format_file(data: Data, header: str = "") -> str:
    """A whole new file in the house style; `header` stands above it, as comment lines."""
    blocks = list(format_table((), data))
    if header:
        lines = (line if line.startswith("#") or not line else f"# {line}" for line in header.splitlines())
        blocks.insert(0, "".join(f"{line}\n" for line in lines))
        if header.startswith("#:schema") and len(blocks) > 1 and not blocks[1].startswith("["):
            blocks[:2] = [blocks[0] + blocks[1]]
    return "\n".join(blocks)


def format_table(keys: tuple[str, ...], data: Data, *, header: str = "") -> Iterator[str]:
    """The blocks that describe a table at `keys`: its own lines under `header`, then its tables and lists."""
    lines = [header] if header else []
    lines += [format_pair(key, value) for key, value in data.items() if not is_section(value)]
    if lines:
        yield "".join(f"{line}\n" for line in lines)
    for key, value in data.items():
        if isinstance(value, dict):
            yield from format_section((*keys, key), value)
    for key, value in data.items():
        if is_section(value) and isinstance(value, list):
            yield from format_section((*keys, key), value)


def format_section(keys: tuple[str, ...], value: Data | list[Data]) -> Iterator[str]:
    """The blocks of a `[table]` or of all the `[[items]]` of a list."""
    name = ".".join(map(format_key, keys))
    if isinstance(value, dict):
        yield from format_table(keys, value, header=f"[{name}]")
    else:
        for item in value:
            yield from format_table(keys, item, header=f"[[{name}]]")


def is_section(value: Any) -> bool:
    """Whether a value stands below a header of its own: a table, or a list of nothing but tables."""
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
    )


def format_pair(key: str, value: Any) -> str:
    """`key = value`, a long array or a long text over several lines."""
    return f"{format_key(key)} = {format_value(value, room=WIDTH - len(key) - 3)}"


def format_key(key: str) -> str:
    """A key, in quotes when it needs them."""
    return key if _BARE_KEY.fullmatch(key) else format_text(key)


def format_value(value: Any, *, room: int = WIDTH) -> str:
    """A value; an array longer than `room` has one entry a line, a text with newlines stands in triple quotes."""
    if isinstance(value, str) and "\n" in value:
        return format_long_text(value)
    plain = format_inline(value)
    if isinstance(value, list) and value and len(plain) > room:
        return "[\n" + "".join(f"    {format_inline(item)},\n" for item in value) + "]"
    return plain


def format_inline(value: Any) -> str:
    """A value on one line."""
    match value:
        case str():
            return format_text(value)
        case bool():
            return "true" if value else "false"
        case int():
            return str(int(value))
        case float():
            return _format_float(value)
        case datetime() | date() | time():
            return value.isoformat().replace("+00:00", "Z")
        case list():
            return "[" + ", ".join(map(format_inline, value)) + "]"
        case dict() if value:
            return "{ " + ", ".join(f"{format_key(k)} = {format_inline(v)}" for k, v in value.items()) + " }"
        case dict():
            return "{}"
        case _:
            raise EditError(f"A file cannot hold {type(value).__name__} as a value.")


def format_text(text: str) -> str:
    """A text in double quotes; what a terminal could obey is written as an escape."""
    # JSON and TOML agree on quotes and escapes, but for the characters that JSON lets through as they are.
    return UNSAFE.sub(_escape, json.dumps(text, ensure_ascii=False))


def format_long_text(text: str) -> str:
    """A text over several lines in triple quotes, starting on a line of its own."""
    escaped = "\n".join(format_text(line)[1:-1] for line in text.split("\n"))
    readable = _ESCAPE.sub(lambda match: match[1] if match[1] == '"' else match[0], escaped)
    readable = readable.replace('"""', '""\\"')
    if readable.endswith('"'):
        readable = readable[:-1] + '\\"'
    return f'"""\n{readable}"""'


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04X}"


def _format_float(value: float) -> str:
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return repr(float(value))
