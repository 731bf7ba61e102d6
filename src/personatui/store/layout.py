"""Where everything stands in a TOML text: its statements with their data paths, and its comments.

The text must be valid TOML (rtoml read it before); the layout only finds places, it checks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

import rtoml

if TYPE_CHECKING:
    from personatui.model.edits import Path

# Possessive quantifiers: text that closes no quote must not make the search go back and forth.
_STRING = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
)
_TOKEN = re.compile(rf"(?P<string>{_STRING})|(?P<comment>\#[^\n]*)|[\[\]{{}},=.]|[^\s\[\]{{}},=.\"'#]+", re.DOTALL)
_KEY = re.compile(rf"[ \t]*(?P<key>{_STRING}|[^\s.=\[\]\"'#]+)[ \t]*(?P<dot>\.)?", re.DOTALL)
_BLANK = re.compile(r"[ \t]*(?P<comment>#[^\n]*)?\r?(?:\n|\Z)")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_REST = re.compile(r"[ \t]*(?P<comment>#[^\n]*)?[^\n]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from its `#` to the end of its line."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A key with its value, a `[table]` header or an `[[item]]` header, with offsets into the text.

    `start` to `end` are whole lines with their line end. `lead` is where the comment lines directly above begin.
    """

    kind: Literal["pair", "table", "item"]
    path: Path
    section: Path
    keys: tuple[str, ...]
    lead: int
    start: int
    end: int
    keys_start: int
    keys_end: int
    value_start: int = 0
    value_end: int = 0

    @property
    def is_header(self) -> bool:
        """Whether a table begins here."""
        return self.kind != "pair"


class Layout:
    """The statements of a text in order, and its comments."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.statements: list[Statement] = []
        self.comments: list[Comment] = []
        self._counts: dict[Path, int] = {}
        self._scan()

    @cached_property
    def _pairs(self) -> dict[Path, Statement]:
        return {statement.path: statement for statement in self.statements if statement.kind == "pair"}

    def pair_over(self, path: Path) -> Statement | None:
        """The pair whose value is at `path` or holds it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._pairs:
                return self._pairs[path[:length]]
        return None

    def header(self, path: Path) -> Statement | None:
        """The header of exactly this table or item."""
        return next((found for found in self.statements if found.is_header and found.path == path), None)

    def within(self, path: Path) -> list[int]:
        """The positions of the statements that describe `path` or something in it."""
        size = len(path)
        return [index for index, statement in enumerate(self.statements) if statement.path[:size] == path]

    def runs(self, path: Path) -> list[tuple[int, int]]:
        """The statements of `within`, as first and last of each unbroken run."""
        found: list[tuple[int, int]] = []
        for index in self.within(path):
            if found and found[-1][1] == index - 1:
                found[-1] = (found[-1][0], index)
            else:
                found.append((index, index))
        return found

    def end_of(self, index: int) -> int:
        """The end of a statement and of the comment lines right below it that lead to no other statement."""
        position = self.statements[index].end
        limit = self.statements[index + 1].lead if index + 1 < len(self.statements) else len(self.text)
        while position < limit:
            line = _BLANK.match(self.text, position)
            if line is None or not line["comment"]:
                break
            position = line.end()
        return min(position, limit)

    def _scan(self) -> None:
        text = self.text
        position = 1 if text.startswith("\ufeff") else 0
        section: Path = ()
        lead: int | None = None
        while position < len(text):
            blank = _BLANK.match(text, position)
            if blank is not None and blank.end() > position:
                if blank["comment"]:
                    self._comment(blank.start("comment"), blank["comment"])
                    lead = position if lead is None else lead
                else:
                    lead = None
                position = blank.end()
                continue
            statement = self._statement(position, position if lead is None else lead, section)
            if statement.is_header:
                section = statement.path
            self.statements.append(statement)
            position, lead = statement.end, None

    def _statement(self, start: int, lead: int, section: Path) -> Statement:
        text = self.text
        begin = start
        while text[begin] in " \t":
            begin += 1
        brackets = 2 if text.startswith("[[", begin) else 1 if text[begin] == "[" else 0
        keys, keys_end = _read_keys(text, begin + brackets)
        if brackets:
            path = self._enter(keys, is_item=brackets == 2)
            end = self._finish(text.index("]", keys_end) + brackets)
            kind: Literal["table", "item"] = "item" if brackets == 2 else "table"
            return Statement(kind, path, path, keys, lead, start, end, begin + brackets, keys_end)
        equals = _EQUALS.match(text, keys_end)
        if equals is None:
            raise ValueError(f"no value at offset {keys_end}")
        value_end = _value_end(text, equals.end(), self.comments)
        end = self._finish(value_end)
        return Statement(
            "pair", section + keys, section, keys, lead, start, end, begin, keys_end, equals.end(), value_end
        )

    def _enter(self, keys: tuple[str, ...], *, is_item: bool) -> Path:
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        path = (*path, keys[-1])
        if is_item:
            self._counts[path] = self._counts.get(path, 0) + 1
            path = (*path, self._counts[path] - 1)
        return path

    def _finish(self, position: int) -> int:
        rest = _REST.match(self.text, position)
        if rest is None:
            return len(self.text)
        if rest["comment"]:
            self._comment(rest.start("comment"), rest["comment"])
        return rest.end()

    def _comment(self, start: int, text: str) -> None:
        self.comments.append(Comment(start, text.rstrip()))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an array or inline table: the keys or the position it has, and where its value stands."""

    steps: Path
    start: int
    value_start: int
    value_end: int


def entries(text: str, start: int) -> Iterator[Entry]:
    """The entries of the array or inline table that opens at `start`; nothing for any other value."""
    if text[start] not in "[{":
        return
    is_table = text[start] == "{"
    position, index = start + 1, 0
    while True:
        token = _next_token(text, position)
        if token is None or token.group() in "]}":
            return
        if token.group() == ",":
            position = token.end()
            continue
        begin = value_start = token.start()
        steps: Path = (index,)
        if is_table:
            steps, keys_end = _read_keys(text, begin)
            equals = _EQUALS.match(text, keys_end)
            if equals is None:
                return
            value_start = equals.end()
        position = _value_end(text, value_start, [])
        yield Entry(steps, begin, value_start, position)
        index += 1


def span_of_entry(text: str, start: int, steps: Path) -> tuple[int, int]:
    """From where an entry of the value at `start` begins to where the next one does, or the value ends.

    The whole value when there is no such entry.
    """
    span = (start, _value_end(text, start, []))
    while steps:
        found = list(entries(text, start))
        for index, entry in enumerate(found):
            shared = min(len(entry.steps), len(steps))
            if entry.steps[:shared] == steps[:shared]:
                end = found[index + 1].start if index + 1 < len(found) else span[1]
                span, start, steps = (entry.start, end), entry.value_start, steps[shared:]
                break
        else:
            break
    return span


def _read_keys(text: str, position: int) -> tuple[tuple[str, ...], int]:
    keys: list[str] = []
    while True:
        match = _KEY.match(text, position)
        if match is None:
            raise ValueError(f"no key at offset {position}")
        key = match["key"]
        if key[0] in "\"'":
            key = next(iter(rtoml.loads(f"{key} = 0"))) if "\\" in key else key[1:-1]
        keys.append(key)
        position = match.end()
        if not match["dot"]:
            return tuple(keys), match.end("key")


def _value_end(text: str, start: int, comments: list[Comment]) -> int:
    """Where the value at `start` ends; comments inside it are added to `comments`."""
    depth, position = 0, start
    while True:
        token = _TOKEN.search(text, position)
        if token is None:
            return len(text)
        kind = token.group()
        if kind[0] == "#":
            if depth:
                comments.append(Comment(token.start(), kind.rstrip()))
        elif kind in "[{":
            depth += 1
        elif kind in "]}":
            depth -= 1
        position = token.end()
        if depth <= 0 and kind[0] != "#":
            return position if kind in "]}" or token["string"] else _bare_end(text, start)


_BARE = re.compile(r"[^\s,\]}#]+(?:[ ](?=\d)[^\s,\]}#]+)?")


def _bare_end(text: str, start: int) -> int:
    """Where a number, boolean or date ends; a date and its time may stand apart by one space."""
    match = _BARE.match(text, start)
    return len(text) if match is None else match.end()


def _next_token(text: str, position: int) -> re.Match[str] | None:
    while True:
        token = _TOKEN.search(text, position)
        if token is None or not token["comment"]:
            return token
        position = token.end()


@lru_cache(maxsize=4)
def layout_of(text: str) -> Layout:
    """The layout of a text; of the last few it is known, since one edit asks again and again."""
    return Layout(text)
