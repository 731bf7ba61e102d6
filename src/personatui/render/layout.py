"""Laying out text by terminal cells: wrapping, tables and styles through Rich, to a plain string.

Whatever comes in is cleaned here, so that what goes out holds no control sequence but colours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import StringIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from personatui.model.cleaning import clean, clean_line

NARROWEST = 20
# A table with less room than this for each column is told row by row instead.
_NARROWEST_COLUMN = 8
_INDENT = 2
_TRAILING = re.compile(r"(?<! )(?:[ ]|\x1b\[[0-9;]*m)+$", re.MULTILINE)
# What makes one sign out of several, and would shift everything after it in a drawing.
_JOINERS = re.compile("[\u200b-\u200f\u2060\ufe00-\ufe0f]")

Row = Sequence[str | Text]


def text_of(*parts: RenderableType, width: int, colour: bool) -> str:
    """The parts below each other, wrapped to `width` cells, without trailing spaces or a last newline."""
    console = _console(max(width, NARROWEST), colour)
    for part in parts:
        console.print(part)
    return _written(console)


def drawn(lines: Iterable[Text], *, colour: bool) -> str:
    """Lines as they are: never wrapped or cut, without trailing spaces."""
    console = _console(NARROWEST, colour)
    for text in lines:
        console.print(text, soft_wrap=True)
    return _written(console)


def _console(width: int, colour: bool) -> Console:
    return Console(
        file=StringIO(),
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        # neither the width nor the colours of this process's own terminal
        _environ={},
    )


def _written(console: Console) -> str:
    text = console.file.getvalue() if isinstance(console.file, StringIO) else ""
    return _TRAILING.sub(lambda match: match.group().replace(" ", ""), text).removesuffix("\n")


def words(text: str, style: str = "") -> Text:
    """Cleaned text that keeps its line ends."""
    return Text(clean(text).expandtabs(4), style)


def line(text: str, style: str = "") -> Text:
    """Cleaned text on one line; it may still wrap."""
    return Text(clean_line(text), style)


def chart_label(text: str) -> str:
    """Text for the inside of a drawing: one line without joiners, so that its signs stand on their own."""
    return _JOINERS.sub("", clean_line(text))


def shorten(text: str, width: int, ellipsis: str = "…") -> str:
    """Text cut to `width` cells, with an ellipsis where something is missing."""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    return set_cell_size(text, room).rstrip() + ellipsis if room > 0 else ellipsis[: max(width, 0)]


def pad(text: str, width: int, align: str = "<") -> str:
    """Text filled with spaces to `width` cells; `align` is `<`, `>` or `^`."""
    space = max(width - cell_len(text), 0)
    if align == ">":
        return " " * space + text
    if align == "^":
        return " " * (space // 2) + text + " " * (space - space // 2)
    return text + " " * space


def indented(part: RenderableType, by: int = _INDENT) -> Padding:
    """A part moved to the right; it wraps within what is left."""
    return Padding(part, (0, 0, 0, by))


def hanging(mark: Text, body: RenderableType) -> Table:
    """A mark with its text beside it: further lines stand below the text, not below the mark."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(mark, body)
    return grid


def table(columns: Row, rows: Iterable[Row], *, width: int, align: str = "", fixed: int = 0) -> RenderableType:
    """An aligned table; told row by row as `column: value` when the columns have too little room.

    `align` holds `<` or `>` a column. The first `fixed` columns never wrap.
    """
    heads = [_as_text(head) for head in columns]
    body = [[_as_text(entry) for entry in row] for row in rows]
    if len(heads) > 1 and width < _NARROWEST_COLUMN * len(heads):
        return _records(heads, body)
    drawing = Table(
        box=None,
        padding=(0, 2, 0, 0),
        pad_edge=False,
        show_header=any(head.plain for head in heads),
        header_style="dim",
    )
    for index, head in enumerate(heads):
        right = align[index : index + 1] == ">"
        drawing.add_column(head, justify="right" if right else "left", overflow="fold", no_wrap=index < fixed)
    for row in body:
        drawing.add_row(*row[: len(heads)])
    return drawing


def _records(heads: list[Text], rows: list[list[Text]]) -> RenderableType:
    """One paragraph a row; the leading columns without a heading stand together on its first line."""
    lead = max(next((index for index, head in enumerate(heads) if head.plain), len(heads)), 1)
    parts: list[RenderableType] = []
    for row in rows:
        parts.append(Text(" ").join(entry for entry in row[:lead] if entry.plain))
        for head, entry in zip(heads[lead:], row[lead:], strict=False):
            parts.append(indented(Text.assemble((f"{head.plain}: ", "dim"), entry)))
    return Group(*parts)


def _as_text(value: str | Text) -> Text:
    return value if isinstance(value, Text) else words(value)
