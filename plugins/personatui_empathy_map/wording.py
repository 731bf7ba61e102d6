"""How the reports of this tool speak: items by name, numbers with their nouns."""

from __future__ import annotations

from collections.abc import Sequence

_SHOWN = 60


def quoted(text: str) -> str:
    """A note in quotation marks on one line, shortened when it is long; marks of its own are not doubled."""
    line = " ".join(text.split())
    for opening, closing in ("“”", '""'):
        if line.startswith(opening) and line.endswith(closing) and opening not in line[1:-1]:
            line = line[1:-1]
    line = line or "(no text)"
    return f"“{line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + '…'}”"


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 note`, `3 notes`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listed(words: Sequence[str]) -> str:
    """`See`, `See and Hear`, `See, Hear and Do`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def percent(share: float) -> str:
    """A share from 0 to 1 as whole percent."""
    return f"{share * 100:.0f} %"
