"""Narrowing a list by typing: which texts hold all words of a query, and where."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from personatui.widgets.lines import Piece


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    return (unicodedata.normalize("NFD", character)[:1].lower() or character)[:1]


def folded(text: str) -> str:
    """The text without case and accents, each character in its place: `Zoë` gives `zoe`."""
    return text.lower() if text.isascii() else "".join(map(_folded_character, text))


class Narrower:
    """Finds texts by the words of a query; a query that grows looks only among what it found before."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(map(folded, texts))
        self._all = tuple(range(len(self._texts)))
        self._query = ""
        self._found: Sequence[int] = self._all

    def find(self, query: str) -> Sequence[int]:
        """The positions of the texts that hold every word: those that begin with the query first, then in order."""
        query = folded(query).strip()
        words = query.split()
        if not words:
            self._query, self._found = "", self._all
            return self._all
        among = self._found if query.startswith(self._query) else self._all
        texts = self._texts
        found = [position for position in among if all(word in texts[position] for word in words)]
        # in the order of the list, so that a growing query keeps to it
        self._query, self._found = query, found
        first = [position for position in found if texts[position].startswith(query)]
        if not first or len(first) == len(found):
            return found
        others = set(first)
        return first + [position for position in found if position not in others]


def marked(text: str, query: str, role: str = "plain", match_role: str = "match") -> tuple[Piece, ...]:
    """The text in pieces, those that a word of the query names in their own role."""
    plain = folded(text)
    spans: list[tuple[int, int]] = []
    for word in set(folded(query).split()):
        start = plain.find(word)
        while start >= 0:
            spans.append((start, start + len(word)))
            start = plain.find(word, start + len(word))
    pieces: list[Piece] = []
    end = 0
    for start, stop in _joined(spans):
        if start > end:
            pieces.append((text[end:start], role))
        pieces.append((text[start:stop], match_role))
        end = stop
    if end < len(text) or not pieces:
        pieces.append((text[end:], role))
    return tuple(pieces)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined
