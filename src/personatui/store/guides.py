"""Comments that show how a field is written, such as `# [[goals]]`: what is written goes below them."""

from __future__ import annotations

import re

from personatui.store.formatting import format_key
from personatui.store.layout import Layout


def place_of_section(layout: Layout, keys: tuple[str, ...]) -> int | None:
    """Where a new `[table]` or `[[list]]` goes: behind the comment that shows its header, or None without one."""
    name = re.escape(".".join(map(format_key, keys)))
    position = _below(layout, re.compile(rf"#\s*(?:\[{name}\]|\[\[{name}\]\])\s*"), 0, len(layout.text))
    if position is None:
        return None
    following = next((found for found in layout.statements if found.start >= position), None)
    # keys that follow would come to stand in the new section
    return position if following is None or following.is_header else None


def place_of_pair(layout: Layout, table: tuple[str | int, ...], key: str) -> int | None:
    """Where a new key of the file or of a `[table]` goes: behind the comment that shows it, or None without one."""
    header = layout.header(table) if table else None
    if table and header is None:
        return None
    start = header.end if header is not None else 0
    end = next((found.lead for found in layout.statements if found.is_header and found.start >= start), None)
    line = re.compile(rf"#\s*{re.escape(format_key(key))}\s*=.*")
    return _below(layout, line, start, len(layout.text) if end is None else end, to_block_end=False)


def _below(layout: Layout, line: re.Pattern[str], start: int, end: int, *, to_block_end: bool = True) -> int | None:
    """The start of the line below the first comment line that matches, or below the comment lines that follow it."""
    text = layout.text
    for comment in layout.comments:
        if not start <= comment.start < end or not line.fullmatch(comment.text.rstrip()):
            continue
        if text[text.rfind("\n", 0, comment.start) + 1 : comment.start].strip(" \t\ufeff"):
            # it stands behind something else
            continue
        if any(found.start <= comment.start < found.end for found in layout.statements):
            continue
        position = _next_line(text, comment.start)
        while to_block_end and position < len(text) and text[position:].lstrip(" \t").startswith("#"):
            position = _next_line(text, position)
        return position if position and text[position - 1] == "\n" else None
    return None


def _next_line(text: str, position: int) -> int:
    found = text.find("\n", position)
    return len(text) if found < 0 else found + 1
