"""Canvas data whose texts try everything: markup, HTML, Markdown, orders to the terminal, other directions."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from personatui.api import Tool
from personatui.model.validation import read_record

# Put behind every text: what each renderer, and a terminal, could take for its own language.
HOSTILE = (
    " [bold red]b[/] [/] </td><script>alert(1)</script> &amp; | ` ``` * _ # \\ %s {x} \x1b]0;t\x07\u202e\x9b31m 你好"
)
# What names a record, an item or a layout is no text.
_NAMES = frozenset({"id", "schema", "layout", "personas", "segment", "sources", "origin"})


def hostile(tool: Tool, data: dict[str, Any]) -> dict[str, Any]:
    """The data with something hostile behind every text that its field can hold so."""
    spoiled = deepcopy(data)
    for holder, key in list(_texts(spoiled)):
        kept = holder[key]
        holder[key] = kept + HOSTILE
        if read_record(tool.model, spoiled).problems:
            holder[key] = kept
    return spoiled


def _texts(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every text with the table or list that holds it and its key there."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in pairs:
        if key in _NAMES:
            continue
        if isinstance(value, str):
            yield node, key
        elif isinstance(value, dict | list):
            yield from _texts(value)
