"""Changes to the statements of a TOML text: lines are put in, taken out and moved, all others stay as they are.

Paths hold positions, not ids. What stands inside one value is the business of `store.writing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from personatui.model.edits import Data, Path
from personatui.store.formatting import format_key, format_pair, format_section, is_section
from personatui.store.guides import place_of_pair, place_of_section
from personatui.store.layout import Layout, Statement, layout_of

_BREAK = re.compile(r"\r?\n")
_INDENT = re.compile(r"[ \t]*")


def line_end(text: str) -> str:
    """The line end that most lines of a text have."""
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


def replace_value(text: str, statement: Statement, value: str) -> str:
    """The text with the value of a pair replaced by the text of another."""
    value = _BREAK.sub(line_end(text), value)
    return text[: statement.value_start] + value + text[statement.value_end :]


def insert(text: str, table: Path, key: str, value: Any) -> str:
    """The text with a new key in a table; the table need not have a header, or stand there at all."""
    if is_section(value):
        layout = layout_of(text)
        guided = place_of_section(layout, (key,)) if not table else None
        position = _end_of_table(layout, table) if guided is None else guided
        return put_blocks(text, position, format_section(header_keys((*table, key)), value))
    return _insert_pair(text, table, key, value)


def insert_item(text: str, items: Path, index: int, count: int, value: Data) -> str:
    """The text with a new `[[item]]` at a position of a list that has `count` of them."""
    layout = layout_of(text)
    blocks = format_section(header_keys(items), [value])
    if index == count:
        return put_blocks(text, layout.end_of(layout.within((*items, count - 1))[-1]), blocks)
    return put_blocks(text, layout.statements[layout.within((*items, index))[0]].lead, blocks)


def remove(text: str, path: Path) -> str:
    """The text without the statements that describe a path. Comments above them stay.

    A table that held nothing else keeps a header, since it is still there.
    """
    layout = layout_of(text)
    for first, last in reversed(layout.runs(path)):
        statement = layout.statements[first]
        end = layout.end_of(last) if statement.is_header else layout.statements[last].end
        text = cut(text, statement.start, end, part_comments=statement.is_header)
    return keep_table(text, path[:-1])


def keep_table(text: str, table: Path) -> str:
    """The text with a header for a table of which nothing is left."""
    if not table or isinstance(table[-1], int) or layout_of(text).within(table):
        return text
    return insert(text, table[:-1], str(table[-1]), {})


def move_item(text: str, source: Path, items: Path, index: int, count: int) -> str | None:
    """The text with an `[[item]]` moved into another place of a list that has `count` items without it.

    None when the item does not stand in one piece.
    """
    layout = layout_of(text)
    runs = layout.runs(source)
    if len(runs) != 1 or not layout.statements[runs[0][0]].is_header:
        return None
    first, last = runs[0]
    start, end = layout.statements[first].lead, layout.end_of(last)
    block = text[start:end]
    if header_keys(items) != header_keys(source[:-1]):
        block = _rename(layout, first, last, start, end, items, source[:-1])
    text = cut(text, start, end)
    if count == 0:
        text = keep_table(text, source[:-2])
        return put_blocks(text, _end_of_table(layout_of(text), items[:-1]), [block])
    layout = layout_of(text)
    if index == count:
        return put_blocks(text, layout.end_of(layout.within((*items, count - 1))[-1]), [block])
    return put_blocks(text, layout.statements[layout.within((*items, index))[0]].lead, [block])


def put_lines(text: str, position: int, lines: str) -> str:
    """The text with whole lines put in at the start of a line."""
    return text[:position] + _with_ends(lines, line_end(text)) + text[position:]


def cut(text: str, start: int, end: int, *, part_comments: bool = False) -> str:
    """The text without some lines, and without the blank lines that they leave in pairs.

    With `part_comments`, a comment that stood above them does not come to stand above what follows.
    """
    before, after = text[:start], text[end:]
    if not before.strip("\ufeff") or _ends_blank(before):
        after = _drop_blank(after)
        if not after:
            before = _drop_blank_end(before)
    elif part_comments and after and not _BREAK.match(after) and _last_line(before).lstrip().startswith("#"):
        after = line_end(text) + after
    if not after and not text.endswith("\n"):
        before = before.removesuffix("\n").removesuffix("\r")
    return before + after


def put_blocks(text: str, position: int, blocks: Iterable[str]) -> str:
    """The text with blocks of lines put in at the start of a line, one blank line around each."""
    parts = [block.rstrip("\r\n") + "\n" for block in blocks]
    before, after = text[:position], text[position:]
    end = line_end(text)
    if before.strip("\ufeff") and not before.endswith("\n"):
        # Nothing follows, so the text had no newline at its end and gets none.
        return before + end * 2 + _with_ends("\n".join(parts), end).removesuffix(end)
    lead = "" if not before.strip("\ufeff") or _ends_blank(before) else end
    tail = "" if not after or _BREAK.match(after) else end
    return before + lead + _with_ends("\n".join(parts), end) + tail + after


def header_keys(path: Path) -> tuple[str, ...]:
    """The keys in the header of a table or item: its path without positions."""
    return tuple(step for step in path if isinstance(step, str))


def _insert_pair(text: str, table: Path, key: str, value: Any) -> str:
    layout = layout_of(text)
    header = layout.header(table) if table else None
    own = [statement for statement in layout.statements if statement.kind == "pair"]
    direct = [found for found in own if found.section == table]
    size = len(table)
    dotted = [found for found in own if found.path[:size] == table and len(found.section) < size]
    if table and header is None and dotted:
        # The table exists through dotted keys alone, so the new key must be one too.
        last = dotted[-1]
        rest = header_keys(table[len(last.section) :])
        prefix = ".".join(map(format_key, rest))
        return _put_line(text, last.end, _indent(text, last) + f"{prefix}.{format_pair(key, value)}")
    pair = format_pair(key, value)
    guided = place_of_pair(layout, table, key)
    if guided is not None:
        return _put_line(text, guided, pair)
    if direct:
        return _put_line(text, direct[-1].end, _indent(text, direct[-1]) + pair)
    if header is not None:
        return _put_line(text, header.end, pair)
    if table:
        name = ".".join(map(format_key, header_keys(table)))
        within = layout.within(table)
        position = layout.statements[within[0]].lead if within else _end_of_table(layout, table[:-1])
        return put_blocks(text, position, [f"[{name}]\n{pair}"])
    position = layout.statements[0].lead if layout.statements else len(text)
    if text.startswith("\ufeff"):
        position = max(position, 1)
    return put_blocks(text, position, [pair])


def _end_of_table(layout: Layout, table: Path) -> int:
    """Where a new section of a table goes: behind all that describes it."""
    within = layout.within(table) if table else []
    while table and not within:
        table = table[:-1]
        within = layout.within(table) if table else []
    if not within:
        return len(layout.text)
    last = within[-1]
    # Lines of the table's own may be followed by more of the section that they stand in.
    statements = layout.statements
    while last + 1 < len(statements) and not statements[last + 1].is_header:
        last += 1
    return layout.end_of(last)


def _put_line(text: str, position: int, line: str) -> str:
    end = line_end(text)
    line = _with_ends(line, end)
    before, after = text[:position], text[position:]
    if before and not before.endswith("\n"):
        return f"{before}{end}{line}{after}"
    return f"{before}{line}{end}{after}"


def _drop_blank(text: str) -> str:
    while match := _BREAK.match(text):
        text = text[match.end() :]
    return text


def _drop_blank_end(text: str) -> str:
    while text.endswith(("\n\n", "\n\r\n")):
        text = text.removesuffix("\n").removesuffix("\r")
    return text


def _ends_blank(text: str) -> bool:
    return text.endswith(("\n\n", "\n\r\n")) or text in ("\n", "\r\n")


def _last_line(text: str) -> str:
    return text.rstrip("\r\n").rpartition("\n")[2]


def _indent(text: str, statement: Statement) -> str:
    match = _INDENT.match(text, statement.start)
    return match.group() if match else ""


def _with_ends(text: str, end: str) -> str:
    return _BREAK.sub(end, text)


def _rename(layout: Layout, first: int, last: int, start: int, end: int, items: Path, source: Path) -> str:
    """The block of an item with the headers that its new list needs."""
    old, new = header_keys(source), header_keys(items)
    text, position, parts = layout.text, start, []
    for statement in layout.statements[first : last + 1]:
        if statement.is_header:
            keys = new + statement.keys[len(old) :]
            parts += [text[position : statement.keys_start], ".".join(map(format_key, keys))]
            position = statement.keys_end
    return "".join([*parts, text[position:end]])
