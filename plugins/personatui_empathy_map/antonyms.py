"""A lexical hint at contradictions: two notes that use words of opposite meaning about the same thing.

It only suggests where to look. It declares no contradiction and counts in no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PAIRS = (
    "always/never",
    "often/rarely",
    "everything/nothing",
    "everyone/nobody",
    "easy/hard",
    "easy/difficult",
    "simple/complicated",
    "cheap/expensive",
    "fast/slow",
    "quick/slow",
    "early/late",
    "more/less",
    "love/hate",
    "loves/hates",
    "like/dislike",
    "likes/dislikes",
    "trust/distrust",
    "trusts/distrusts",
    "trust/doubt",
    "trusts/doubts",
    "confident/anxious",
    "confident/unsure",
    "calm/nervous",
    "calm/stressed",
    "safe/unsafe",
    "safe/risky",
    "happy/unhappy",
    "happy/sad",
    "satisfied/frustrated",
    "alone/together",
    "enjoy/avoid",
    "enjoys/avoids",
    "buy/avoid",
    "buys/avoids",
    "keep/cancel",
    "keeps/cancels",
    "remember/forget",
    "remembers/forgets",
    "accept/refuse",
    "accepts/refuses",
    "open/closed",
    "plan/improvise",
    "plans/improvises",
)
_OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in _PAIRS:
    _one, _, _other = _pair.partition("/")
    _OPPOSITES[_one] = _OPPOSITES.get(_one, frozenset()) | {_other}
    _OPPOSITES[_other] = _OPPOSITES.get(_other, frozenset()) | {_one}

# Words that say nothing about what a note is about.
_STOP_TEXT = """
    about after again also and are because been before being but can cannot could did does doing done for from
    get gets getting had has have having her hers him his how into its just made make makes many may might most
    much must not now off once only other our out over own same she should some such than that the their them
    then there these they this those through too under until very was well were what when where which while who
    why will with without would you your
"""
_STOP_WORDS = frozenset(_STOP_TEXT.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def has_opposite(text: str) -> bool:
    """Whether the text holds a word whose opposite is known."""
    return any(word in _OPPOSITES for word in _words(text))


def opposite_words(first: str, second: str) -> Iterator[tuple[str, str]]:
    """The words of opposite meaning in two texts that share another word, each pair once, in order.

    `I never skip the terms` and `Always skips the terms` give `("never", "always")`.
    """
    one, other = _words(first), _words(second)
    if not _topics(one) & _topics(other):
        return
    present = set(other)
    for word in dict.fromkeys(one):
        for opposite in sorted(_OPPOSITES.get(word, frozenset()) & present):
            yield word, opposite


def _words(text: str) -> list[str]:
    return [match.group().casefold() for match in _WORD.finditer(text)]


def _topics(words: list[str]) -> set[str]:
    return {word for word in words if len(word) > 2 and word not in _STOP_WORDS and word not in _OPPOSITES}
