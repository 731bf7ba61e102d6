"""Text is hostile until cleaned: control and direction characters become visible signs.

Terminals obey escape sequences inside text, so every reader cleans what it reads and every error message
what it quotes. Newline and tab stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# C0 without tab and newline, DEL and C1, then the bidirectional controls and the line and paragraph separators.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
# What can become an unsafe character once a TOML string is read: the character itself or an escape.
SUSPICIOUS = re.compile(UNSAFE.pattern + r"|\\[uUxbfre]")

_CONTROL_PICTURES = 0x2400
_LINE_ENDS = re.compile("[\x0b\x0c\r\x85\u2028\u2029]")


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if code == 0x7F:
        return "\u2421"
    return f"\u27e8U+{code:04X}\u27e9"


def is_clean(text: str) -> bool:
    """Whether the text holds nothing that a terminal could obey."""
    return UNSAFE.search(text) is None


def clean(text: str) -> str:
    """The text with every unsafe character replaced by a visible sign; CRLF becomes a newline."""
    if UNSAFE.search(text) is None:
        return text
    return UNSAFE.sub(_visible, text.replace("\r\n", "\n"))


def without_controls(text: str) -> str:
    """The text without its unsafe characters; those that end a line become a blank."""
    return UNSAFE.sub("", _LINE_ENDS.sub(" ", text.replace("\r\n", "\n")))


def clean_line(text: str) -> str:
    """Like `clean`, on one line: for titles, file names and messages."""
    return " ".join(clean(text).split())


def clean_data(data: Any, where: tuple[str | int, ...] = ()) -> tuple[Any, list[tuple[str | int, ...]]]:
    """Plain data with every string and key cleaned, and the paths of what had to be changed."""
    changed: list[tuple[str | int, ...]] = []
    return _clean_node(data, where, changed), changed


def _clean_node(node: Any, where: tuple[str | int, ...], changed: list[tuple[str | int, ...]]) -> Any:
    if isinstance(node, str):
        cleaned = clean(node)
        # a CRLF inside a multi-line string is an ordinary line end, nothing to report
        if cleaned != node and not is_clean(node.replace("\r\n", "\n")):
            changed.append(where)
        return cleaned
    if isinstance(node, dict):
        return {clean(str(key)): _clean_node(value, (*where, clean(str(key))), changed) for key, value in node.items()}
    if isinstance(node, list):
        return [_clean_node(value, (*where, index), changed) for index, value in enumerate(node)]
    return node


def strings_in(data: Any) -> Iterator[str]:
    """Every string value in plain data, depth first, in order."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings_in(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from strings_in(value)
