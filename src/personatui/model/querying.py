"""The query language of the search and of every filter: free words, and filters such as `role:primary` or `-tag:x`.

Words and values are compared without case and accents. `"two words"` in quotes stand together, a quoted value must
be all of it (`tag:"cat"`), a comma means either (`role:primary,secondary`), and `-` before a term means without.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from personatui.model.matching import SHORTEST_FUZZY, fold, fold_line

# What can be filtered by, with what it means, in the order in which help shows it.
FILTERS: dict[str, str] = {
    "is": "what it is: persona, segment, source, excerpt, claim, note, canvas, finding, command",
    "tag": "a tag of it or of its persona",
    "role": "primary, secondary, supplemental, customer, served, negative",
    "segment": "the id or name of a segment",
    "kind": "b2b or b2c; of a source, interview, survey …",
    "basis": "proto, qualitative, statistical",
    "evidence": "assumption, anecdote, qualitative, quantitative",
    "tool": "a tool with a canvas",
    "severity": "of a finding: error, warning, note",
    "code": "of a finding, such as core.unknown-key",
}
# Those that make sense of personas alone.
PERSONA_FILTERS = ("role", "tag", "segment", "kind", "basis", "evidence", "tool")
FINDING_FILTERS = ("severity", "tool", "code")

# The values of what is searched, by the name of the filter; one thing may have several.
Facets = Mapping[str, tuple[str, ...]]

_TERM = re.compile(
    r"""(?P<minus>-)?(?:(?P<name>[^\W\d_][\w-]*):)?(?P<value>"(?:\\.|[^"\\])*(?:"|\\?$)|[^\s]+)?""", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Word:
    """A free word, or a phrase of several, folded."""

    text: str
    negated: bool = False

    @property
    def is_phrase(self) -> bool:
        return " " in self.text


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: one of `values`, folded, must be the beginning of a word of what is filtered, or all of it."""

    name: str
    values: tuple[str, ...]
    negated: bool = False
    whole: bool = False

    def accepts(self, facets: Facets) -> bool:
        """Whether something with these values passes."""
        found = any(self.fits(value) for value in facets.get(self.name, ()))
        return found is not self.negated

    def fits(self, value: str) -> bool:
        """Whether a value is one of those that the filter names, whether or not it is negated."""
        return _fits(self.values, self.whole, value)


@lru_cache(maxsize=4096)
def _fits(wanted: tuple[str, ...], whole: bool, value: str) -> bool:
    # a thousand personas share a handful of values
    folded = fold_line(value)
    if whole:
        return folded in wanted
    return any(folded.startswith(start) or _begins_word(start, folded) for start in wanted)


def _begins_word(wanted: str, folded: str) -> bool:
    return any(folded.startswith(wanted, match.end()) for match in re.finditer(r"[\W_]+", folded))


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for. `problems` are sentences about what could not be understood."""

    words: tuple[Word, ...] = ()
    filters: tuple[Filter, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing, so that everything would be found."""
        return not self.words and not self.filters

    @property
    def wanted(self) -> tuple[str, ...]:
        """The words that must be there."""
        return tuple(word.text for word in self.words if not word.negated)

    @property
    def text(self) -> str:
        """The words that must be there, as one text."""
        return " ".join(self.wanted)

    def passes(self, facets: Facets) -> bool:
        """Whether something with these values passes every filter."""
        return all(entry.accepts(facets) for entry in self.filters)

    def narrows(self, former: Query) -> bool:
        """Whether everything that this finds was found by `former` too, so that only that need be looked through."""
        longer = [word.text for word in self.words if not word.negated]
        return all(
            word in self.words
            or (
                not word.negated
                and len(word.text) >= SHORTEST_FUZZY
                and any(text.startswith(word.text) for text in longer)
            )
            for word in former.words
        ) and all(
            entry in self.filters or (not entry.negated and any(_is_narrower(other, entry) for other in self.filters))
            for entry in former.filters
        )


def _is_narrower(entry: Filter, former: Filter) -> bool:
    return (
        entry.name == former.name
        and not entry.negated
        and not entry.whole
        and not former.whole
        and all(any(value.startswith(wanted) for wanted in former.values) for value in entry.values)
    )


def parse(text: str, names: Collection[str] = tuple(FILTERS)) -> Query:
    """The query that a person typed; `names` are the filters that make sense where it was typed."""
    words: list[Word] = []
    filters: list[Filter] = []
    problems: list[str] = []
    for term in _terms(text):
        name, value = term["name"] or "", term["value"] or ""
        negated = bool(term["minus"])
        if name and fold(name) in names:
            found = _filter(fold(name), value, negated)
            if found is not None:
                filters.append(found)
            continue
        if name:
            # an address or a text that ends in a colon is no filter that went wrong
            if value and not value.startswith("/"):
                problems.append(_unknown(name, names))
            value = f"{name}:{value}"
        elif negated and not value:
            continue
        folded = fold_line(_unquoted(value))
        if folded:
            words.append(Word(folded, negated))
    return Query(tuple(words), tuple(filters), tuple(dict.fromkeys(problems)))


def _terms(text: str) -> Iterable[re.Match[str]]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _TERM.match(text, at)
        assert match is not None
        at = max(match.end(), at + 1)
        yield match


def _filter(name: str, value: str, negated: bool) -> Filter | None:
    """The filter, or None while its value has not been typed."""
    if value.startswith('"'):
        wanted = fold_line(_unquoted(value))
        is_closed = len(value) > 1 and value.endswith('"')
        return Filter(name, (wanted,), negated, whole=is_closed) if wanted else None
    values = tuple(folded for part in value.split(",") if (folded := fold_line(part)))
    return Filter(name, values, negated) if values else None


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    inner = value[1:-1] if len(value) > 1 and value.endswith('"') else value[1:]
    return re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL)


def quoted(text: str) -> str:
    """A text spelled so that a query means it word for word."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unknown(name: str, names: Collection[str]) -> str:
    near = get_close_matches(fold(name), names, n=1, cutoff=0.6)
    meant = f"Did you mean {near[0]}:? " if near else ""
    return f"There is no filter {name}:. {meant}The filters are {_listed(f'{known}:' for known in names)}."


def _listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them: `a, b and c`."""
    *others, last = tuple(names) or ("",)
    return f"{', '.join(others)} and {last}" if others else last


def value_problems(query: Query, values: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A sentence for every filter whose value nothing has, with the values that there are."""
    problems = []
    for entry in query.filters:
        known = values.get(entry.name, ())
        if any(entry.fits(value) for value in known):
            continue
        asked = ", ".join(entry.values)
        if not known:
            problems.append(f"Nothing here has a {entry.name}.")
        else:
            shown = _listed(known) if len(known) <= 9 else ", ".join(known[:8]) + " …"
            problems.append(f"Nothing has {entry.name}:{asked}; there is {shown}.")
    return tuple(problems)


def completions(
    text: str, values: Mapping[str, Sequence[str]], names: Collection[str] = tuple(FILTERS)
) -> tuple[str, ...]:
    """What the text could become: the last term completed to a filter's name, or to a value that there is."""
    terms = list(_terms(text))
    if not terms or text[-1:].isspace():
        return ()
    last = terms[-1]
    head = text[: last.start()] + (last["minus"] or "")
    name, value = fold(last["name"] or ""), last["value"] or ""
    if name in names:
        *former, typed = [value] if value.startswith('"') else value.split(",")
        wanted = fold_line(_unquoted(typed))
        before = "".join(f"{part}," for part in former)
        known = values.get(name, ())
        fitting = [known_value for known_value in known if fold_line(known_value).startswith(wanted)]
        fitting += [entry for entry in known if entry not in fitting and _begins_word(wanted, fold_line(entry))]
        # a quoted value would not be read after a comma
        spelled = [_spelled(entry) for entry in fitting]
        return tuple(f"{head}{name}:{before}{entry} " for entry in spelled if not (former and entry.startswith('"')))
    typed = fold(value)
    if last["name"] or not typed or typed.startswith('"'):
        return ()
    return tuple(f"{head}{known}:" for known in names if known.startswith(typed))


def _spelled(value: str) -> str:
    return quoted(value) if re.search(r'[\s",]', value) else value
