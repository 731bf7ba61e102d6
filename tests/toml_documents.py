"""Documents and edits for property tests: what a person may write, and what may be done to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import rtoml
from hypothesis import strategies as st

from personatui.model.edits import AddItem, Data, MoveItem, Path, RemoveValue, SetValue, ValueEdit
from personatui.model.ids import Reference
from personatui.store.formatting import format_inline, format_key, format_value

TARGET = Reference("persona", "maya-okafor")

_TEXT = st.text(
    st.one_of(st.sampled_from("ab \n\t\"'\\#[]{}=,.\r\x1b\x7f\u202e\ufeffé😀"), st.characters(codec="utf-8")),
    max_size=12,
)
_KEYS = st.one_of(
    st.sampled_from(["a", "b", "c", "id", "text", "tags"]), st.sampled_from(["a b", "x.y", 'q"q', "é", ""])
)
SCALARS = st.one_of(
    _TEXT,
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.booleans(),
    st.dates(date(1, 1, 1)),
    st.times().map(lambda moment: moment.replace(tzinfo=None)),
    st.just(datetime(1979, 5, 27, 7, 32, tzinfo=UTC)),
    st.just(time(7, 32)),
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=3)),
    max_leaves=5,
)
_ITEMS = st.lists(st.dictionaries(_KEYS, VALUES, max_size=3), min_size=1, max_size=3)
DATA = st.dictionaries(_KEYS, st.one_of(VALUES, _ITEMS), max_size=4)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A TOML text in many styles: tables, dotted keys, inline tables, comments, CRLF, no final newline."""
    lines: list[str] = []
    _write_table(draw, lines, (), draw(DATA))
    text = "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n\n"]))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text


def _write_table(draw: st.DrawFn, lines: list[str], keys: tuple[str, ...], data: Data) -> None:
    sections: list[tuple[str, Any]] = []
    for key, value in data.items():
        name = format_key(key)
        if draw(st.integers(0, 4)) == 0:
            lines.append(f"# about {len(lines)}")
        if _is_tables(value) and draw(st.integers(0, 3)):
            sections.append((key, value))
        elif isinstance(value, dict) and value and draw(st.booleans()):
            lines.extend(f"{name}.{format_key(inner)} = {format_inline(value[inner])}" for inner in value)
        elif isinstance(value, list) and value and draw(st.booleans()):
            lines.append(f"{name} = [ # list {len(lines)}")
            lines.extend(f"  {format_inline(item)}, # entry {len(lines)} {i}" for i, item in enumerate(value))
            lines.append("]")
        else:
            comment = draw(st.sampled_from(["", f" # value {len(lines)}"]))
            lines.append(f"{name} = {format_value(value)}{comment}")
    for key, value in sections:
        _write_sections(draw, lines, (*keys, key), value)


def _write_sections(draw: st.DrawFn, lines: list[str], keys: tuple[str, ...], value: Any) -> None:
    name = ".".join(map(format_key, keys))
    for table in [value] if isinstance(value, dict) else value:
        lines.extend(draw(st.sampled_from([[], [""], ["", f"# section {len(lines)}"], [f"# lead {len(lines)}"]])))
        lines.append(f"[{name}]" if isinstance(value, dict) else f"[[{name}]]")
        _write_table(draw, lines, keys, table)


def _is_tables(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
    )


def paths_in(node: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value in data with its path, the whole first."""
    yield path, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from paths_in(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from paths_in(value, (*path, index))


@st.composite
def edits_of(draw: st.DrawFn, data: Data) -> ValueEdit:
    """An edit that fits the data."""
    places = list(paths_in(data))
    path, node = draw(st.sampled_from(places))
    choices: list[st.SearchStrategy[ValueEdit]] = []
    if path:
        choices.append(VALUES.map(lambda value: SetValue(TARGET, path, value)))
        choices.append(st.just(RemoveValue(TARGET, path)))
    if isinstance(node, dict):
        choices.append(st.builds(lambda key, value: SetValue(TARGET, (*path, key), value), _KEYS, VALUES))
        choices.append(st.builds(lambda value: SetValue(TARGET, (*path, "new", "deep"), value), VALUES))
        choices.append(st.builds(lambda value: AddItem(TARGET, (*path, "fresh"), value), VALUES))
    if isinstance(node, list):
        index = st.one_of(st.none(), st.integers(0, len(node)))
        choices.append(st.builds(lambda value, at: AddItem(TARGET, path, value, at), VALUES, index))
        if node:
            last = len(node) - 1
            choices.append(
                st.builds(
                    lambda here, there: MoveItem(TARGET, (*path, here), there),
                    st.integers(0, last),
                    st.integers(0, last),
                )
            )
            others = [other for other, value in places if isinstance(value, list) and other[:1] != path[:1]]
            to = st.sampled_from([*others, ("elsewhere",), ("else", "where")])
            choices.append(
                st.builds(lambda here, there: MoveItem(TARGET, (*path, here), 0, there), st.integers(0, last), to)
            )
    return draw(st.one_of(choices)) if choices else SetValue(TARGET, ("only",), 1)


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, ValueEdit]:
    """A document and an edit that fits it."""
    text = draw(documents())
    return text, draw(edits_of(rtoml.loads(text)))
