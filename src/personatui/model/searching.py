"""The search: entries that can be found, an index over them, and the best of what matches a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from personatui.model.matching import SHORTEST_FUZZY, Level, fold_line, level, matched
from personatui.model.querying import Facets, Query, Word

# What an entry can be, in the order in which equally good ones are shown.
KINDS = ("persona", "segment", "source", "canvas", "claim", "excerpt", "note", "finding", "command")
# Of these a few letters of several words are enough: `mok` finds Maya Okafor.
_NAMED = frozenset({"persona", "segment", "source", "canvas", "command"})
_LONGEST_NAME = 64
# How many words' matches are remembered, so that typing on looks only through what matched before.
_REMEMBERED = 64

# Added to a level for what matches beside the title, and in nothing but the place.
_BESIDE, _PLACE = 10, 20
_WHOLE_TITLE, _TITLE_PREFIX, _WITHIN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its words on one line, where it is, and what leads there.

    `key` is a reference, the key of a row, or the name of a command. `also` are more words that find it; those of
    `where` only help to find it. `facets` are what filters look at.
    """

    kind: str
    title: str
    where: str = ""
    key: str = ""
    also: str = ""
    facets: Facets = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, how well (less is better), and the characters of its title that matched."""

    entry: Entry
    rank: tuple[int, ...]
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, best first, and how many there are in all."""

    hits: tuple[Hit, ...] = ()
    total: int = 0


class SearchIndex:
    """Entries by their words. Built once, in any thread; searching changes nothing that can be seen."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = tuple(entries)
        self._titles = [fold_line(entry.title) for entry in self.entries]
        # for each word, the entries that hold it in their title, beside it, and in the name of their place
        self._in_title: dict[str, list[int]] = {}
        self._beside: dict[str, list[int]] = {}
        self._in_place: dict[str, list[int]] = {}
        self._names: dict[str, list[int]] = {}
        self._facets: list[Facets] = []
        self._facets_of: list[int] = []
        self._remembered: dict[str, dict[str, Level]] = {}
        self._fill()
        self._words = tuple(dict.fromkeys((*self._in_title, *self._beside, *self._in_place)))
        self.values = self._values()

    def __len__(self) -> int:
        return len(self.entries)

    def _fill(self) -> None:
        folded: dict[str, tuple[str, ...]] = {}
        known: dict[tuple[int, str], int] = {}
        for number, entry in enumerate(self.entries):
            title = self._titles[number]
            for word in set(title.split()):
                self._in_title.setdefault(word, []).append(number)
            # places and names beside repeat themselves from entry to entry
            for text, postings in ((entry.also, self._beside), (entry.where, self._in_place)):
                if text not in folded:
                    folded[text] = tuple(set(fold_line(text).split()))
                for word in folded[text]:
                    postings.setdefault(word, []).append(number)
            if entry.kind in _NAMED and " " in title and len(title) <= _LONGEST_NAME:
                self._names.setdefault(title, []).append(number)
            shared = (id(entry.facets), entry.kind)
            if shared not in known:
                known[shared] = len(self._facets)
                self._facets.append({**entry.facets, "is": (entry.kind,)})
            self._facets_of.append(known[shared])

    def _values(self) -> Mapping[str, tuple[str, ...]]:
        """Every value that a filter can name, by filter."""
        found: dict[str, dict[str, None]] = {}
        for facets in self._facets:
            for name, values in facets.items():
                found.setdefault(name, {}).update(dict.fromkeys(values))
        kinds = {kind: number for number, kind in enumerate(KINDS)}
        return {
            name: tuple(sorted(values, key=lambda value: (kinds.get(value, len(kinds)) if name == "is" else 0, value)))
            for name, values in found.items()
        }

    def search(self, query: Query, limit: int = 200) -> Found:
        """The best of what matches; with nothing asked, nothing."""
        if query.is_empty or not self.entries:
            return Found()
        positive = [word for word in query.words if not word.negated]
        scores = self._scores(positive, is_filtered=bool(query.filters))
        for word in query.words:
            if word.negated:
                for number in self._holders(word):
                    scores.pop(number, None)
        if query.filters:
            passing = [query.passes(facets) for facets in self._facets]
            facets_of = self._facets_of
            scores = {number: score for number, score in scores.items() if passing[facets_of[number]]}
        text = query.text
        best = self._best(scores, text, limit)
        ranked = nsmallest(limit, ((self._rank(number, scores[number], text), number) for number in best))
        hits = (Hit(self.entries[number], rank, self._positions(number, positive)) for rank, number in ranked)
        return Found(tuple(hits), len(scores))

    def _best(self, scores: Mapping[int, int], text: str, limit: int) -> Iterable[int]:
        """Those among which the best `limit` are: what begins with the text, then level by level."""
        if len(scores) <= limit:
            return scores
        titles = self._titles
        best = [number for number in scores if titles[number].startswith(text)] if text else []
        for score in sorted(set(scores.values())):
            if len(best) >= limit:
                break
            # what begins with the text may come twice
            best += [number for number, found in scores.items() if found == score]
        return dict.fromkeys(best)

    def _rank(self, number: int, score: int, text: str) -> tuple[int, ...]:
        title = self._titles[number]
        begins = bool(text) and title.startswith(text)
        how = (_WHOLE_TITLE if len(title) == len(text) else _TITLE_PREFIX) if begins else _WITHIN
        return how, score, KINDS.index(self.entries[number].kind), len(title), number

    def _positions(self, number: int, words: Sequence[Word]) -> tuple[int, ...]:
        entry = self.entries[number]
        is_name = entry.kind in _NAMED
        found = (matched(word.text, entry.title, is_name=is_name) for word in words)
        return tuple(sorted({place for places in found for place in places}))

    # Words -----------------------------------------------------------------------------------------------

    def _scores(self, words: Sequence[Word], *, is_filtered: bool) -> dict[int, int]:
        """The entries that match every word, with the worst of its words' levels for each."""
        scores: dict[int, int] | None = None
        best: dict[int, int] = {}
        for word in words:
            found = self._matches(word)
            if scores is None:
                scores, best = found, found
                continue
            both = scores.keys() & found.keys()
            best = {number: min(best[number], found[number]) for number in both}
            scores = {number: max(scores[number], found[number]) for number in both}
        if scores is None:
            return dict.fromkeys(range(len(self.entries)), 0)
        # what only its place matches is found by the place itself, unless a filter says that something in it is meant
        return scores if is_filtered else {number: score for number, score in scores.items() if best[number] < _PLACE}

    def _matches(self, word: Word) -> dict[int, int]:
        """The entries that one word or phrase matches, with the level."""
        if word.is_phrase:
            return self._phrase(word.text)
        levels = sorted(self._levels(word.text).items(), key=lambda pair: -pair[1])
        found: dict[int, int] = {}
        # the worst first, so that the better ones overwrite them
        # a single letter begins a word of nearly every place
        elsewhere = ((_PLACE, self._in_place), (_BESIDE, self._beside)) if len(word.text) > 1 else ()
        for penalty, postings in (*elsewhere, (0, self._in_title)):
            if not penalty:
                found.update(self._fuzzy_names(word.text))
            for token, how in levels:
                if token in postings:
                    found.update(dict.fromkeys(postings[token], how + penalty))
        return found

    def _levels(self, word: str) -> Mapping[str, Level]:
        """The words of the index that a word matches, each with its level."""
        known = self._remembered.get(word)
        if known is not None:
            return known
        # what matches a word matched its beginning, so typing on looks only there
        beginnings = (word[:length] for length in range(len(word) - 1, SHORTEST_FUZZY - 1, -1))
        former = next((self._remembered[part] for part in beginnings if part in self._remembered), None)
        tokens = self._words if former is None else tuple(former)
        levels = {token: how for token in tokens if (how := level(word, token)) is not None}
        if len(self._remembered) >= _REMEMBERED:
            self._remembered = {}
        self._remembered[word] = levels
        return levels

    def _fuzzy_names(self, word: str) -> dict[int, int]:
        if len(word) < SHORTEST_FUZZY:
            return {}
        found: dict[int, int] = {}
        for name, numbers in self._names.items():
            if level(word, name) is not None:
                found.update(dict.fromkeys(numbers, Level.FUZZY))
        return found

    def _phrase(self, phrase: str) -> dict[int, int]:
        """The entries that hold words one after the other, with the level."""
        found: dict[int, int] = {}
        for penalty, postings in ((_PLACE, self._in_place), (_BESIDE, self._beside), (0, self._in_title)):
            for number in _together(phrase, postings):
                entry = self.entries[number]
                other = entry.where if penalty == _PLACE else entry.also
                how = level(phrase, fold_line(other) if penalty else self._titles[number])
                if how is not None and how is not Level.FUZZY:
                    found[number] = how + penalty
        return found

    def _holders(self, word: Word) -> Iterable[int]:
        """The entries that hold a word or phrase letter by letter, in their title or beside it."""
        if word.is_phrase:
            return [number for number, how in self._phrase(word.text).items() if how < _PLACE]
        found: set[int] = set()
        for postings in (self._in_title, self._beside):
            for token, numbers in postings.items():
                if word.text in token:
                    found.update(numbers)
        return found


def _together(phrase: str, postings: Mapping[str, list[int]]) -> set[int]:
    """The entries that hold every word of a phrase, together or apart."""
    numbers: set[int] | None = None
    for part in sorted(set(phrase.split()), key=len, reverse=True):
        holding: set[int] = set()
        for token, holders in postings.items():
            if part in token:
                holding.update(holders)
        numbers = holding if numbers is None else numbers & holding
        if len(numbers) <= 1:
            break
    return numbers or set()


def search_all(indexes: Sequence[SearchIndex], query: Query, limit: int = 200) -> Found:
    """The best of several indexes together."""
    found = [index.search(query, limit) for index in indexes]
    hits = sorted((hit for part in found for hit in part.hits), key=lambda hit: hit.rank[:-1])
    return Found(tuple(hits[:limit]), sum(part.total for part in found))


def all_values(indexes: Iterable[SearchIndex]) -> dict[str, tuple[str, ...]]:
    """What filters can name in several indexes together."""
    found: dict[str, dict[str, None]] = {}
    for index in indexes:
        for name, values in index.values.items():
            found.setdefault(name, {}).update(dict.fromkeys(values))
    return {name: tuple(values) for name, values in found.items()}
