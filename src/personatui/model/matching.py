"""Comparing text as a person means it: without case and accents, from best to worst, and where the letters stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache

# Fuzzy matching looks no further into a word: nobody types letters of a word's hundredth character.
_FUZZY_REACH = 64
# With fewer letters, nearly every word would match somehow.
SHORTEST_FUZZY = 3
# Signs that stand for a plain one on every keyboard.
_PLAIN_SIGNS = str.maketrans("“”„«»‘’‚‐‑‒–—−", '"""""\'\'' + "'" + "------")


class Level(IntEnum):
    """How well a word matches, best first."""

    EXACT = 0
    PREFIX = 1
    WORD_START = 2
    INSIDE = 3
    FUZZY = 4


class _Folding(dict[int, str]):
    """What each character becomes; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code).translate(_PLAIN_SIGNS)
        parts = unicodedata.normalize("NFKD", character)
        plain = "".join(part for part in parts if not unicodedata.combining(part))
        folded = unicodedata.normalize("NFKD", plain.casefold())
        self[code] = "".join(part for part in folded if not unicodedata.combining(part))
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text without case and accents; what is equal then is the same to a person who types."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def fold_line(text: str) -> str:
    """Like `fold`, with single blanks between words."""
    return " ".join(fold(text).split())


def fold_with_positions(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the position in `text` that it comes from."""
    if text.isascii():
        return text.lower(), range(len(text))
    parts: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        folded = fold(character)
        parts.append(folded)
        positions += [position] * len(folded)
    return "".join(parts), positions


@lru_cache(maxsize=256)
def _word_start(word: str) -> re.Pattern[str]:
    """Finds a folded word where a word begins."""
    # a sign at the beginning of what is looked for begins a word wherever it stands
    before = r"(?<![^\W_])" if word[:1].isalnum() else ""
    return re.compile(before + re.escape(word))


@lru_cache(maxsize=256)
def _letters(word: str) -> re.Pattern[str]:
    """Finds the letters of a folded word one after the other, the first where a word begins."""
    rest = "".join(f"[^{re.escape(letter)}]*{re.escape(letter)}" for letter in word[1:])
    return re.compile(rf"(?<![^\W_]){re.escape(word[0])}{rest}")


def level(word: str, text: str) -> Level | None:
    """How well a folded word matches a folded text, taken as one word or name; None when it does not.

    A longer word that matches is always matched by its own beginning too, from `SHORTEST_FUZZY` letters on.
    """
    if word in text:
        if text.startswith(word):
            return Level.EXACT if len(text) == len(word) else Level.PREFIX
        core = text.strip(_SIGNS)
        if core.startswith(word):
            return Level.EXACT if core == word else Level.PREFIX
        if _word_start(word).search(text):
            return Level.WORD_START
        # a single letter inside of words would find everything
        return Level.INSIDE if len(word) > 1 else None
    if len(word) >= SHORTEST_FUZZY and _letters(word).search(text, 0, _FUZZY_REACH):
        return Level.FUZZY
    return None


_SIGNS = "\"'()[]{}<>.,;:!?*_-/\\|#~`…"


def matched(word: str, text: str, *, is_name: bool = False) -> tuple[int, ...]:
    """Which characters of a text (not folded) a folded word or phrase matches at its best place; empty for none.

    In a name, the letters may come from several words.
    """
    folded, positions = fold_with_positions(text)
    best: tuple[Level, int, tuple[int, ...]] | None = None
    for start, end in _tokens(folded, whole=" " in word):
        token = folded[start:end]
        found = level(word, token)
        if found is None or (best is not None and found >= best[0]):
            continue
        best = (found, start, tuple(_places(word, token, found)))
        if found is Level.EXACT:
            break
    if best is None and is_name and (found := level(word, folded[:_FUZZY_REACH])) is not None:
        best = (found, 0, tuple(_places(word, folded[:_FUZZY_REACH], found)))
    if best is None:
        return ()
    return tuple(sorted({positions[best[1] + place] for place in best[2]}))


def _tokens(folded: str, *, whole: bool) -> Iterator[tuple[int, int]]:
    if whole:
        yield 0, len(folded)
        return
    for token in re.finditer(r"\S+", folded):
        yield token.span()


def _places(word: str, token: str, found: Level) -> Iterator[int]:
    """Where the characters of a word stand in a token that it matches."""
    if found is Level.FUZZY:
        match = _letters(word).search(token, 0, _FUZZY_REACH)
        assert match is not None
        at = match.start()
        for letter in word:
            at = token.index(letter, at)
            yield at
            at += 1
        return
    start = _word_start(word).search(token)
    at = start.start() if start is not None else token.index(word)
    yield from range(at, at + len(word))
