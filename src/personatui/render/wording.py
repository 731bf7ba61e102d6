"""How reports speak of items and of several things at once."""

from __future__ import annotations

from collections.abc import Sequence

_SHOWN = 60


def quoted(text: str) -> str:
    """A text in quotation marks on one line, shortened when it is long; marks of its own are not doubled."""
    line = " ".join(text.split())
    for opening, closing in ("“”", '""'):
        if line.startswith(opening) and line.endswith(closing) and opening not in line[1:-1]:
            line = line[1:-1]
    line = line or "(no text)"
    return f"“{line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + '…'}”"


def as_title(text: str) -> str:
    """Words that stand alone, with a capital in front: `Pain “Nobody answers”`."""
    return text[:1].upper() + text[1:]


def listed(words: Sequence[str]) -> str:
    """`push`, `push and pull`, `push, pull and habit`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
