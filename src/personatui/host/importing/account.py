"""The line account: every line of a file belongs to one row, and every word of it is found in what was stored."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from personatui.host.importing.documents import Format, ParsedFile

_WORD = re.compile(r"[^\W_]+")
_ORDERED = re.compile(r"^[\s>]*(?:[-*+]\s+)*\d{1,9}[.)](?:\s+|$)")
_TAG = re.compile(r"<(?!!--|https?:|mailto:)[/?a-zA-Z][^<>]*>")
_ATTRIBUTE = re.compile(r"\b(?:src|href|alt|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_MARKS = re.compile(r"[*`~\\]|<!--|-->")
_YAML_MARKS = re.compile(r"(?<![\w\"'])(?:&|\*|!!?)[\w/-]+|(?:^|(?<=[:\[,-]))\s*(?:null|~|Null|NULL)\s*(?=[,}\]]|$)")
_YAML_WRAPPER = re.compile(r"(^\s*|[-{,\[]\s*)[\"']?(?:item|text|value|statement)[\"']?\s*:(?=\s)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8})|[nrtbfe0])")

# The ways in which lines are placed, the weightiest first.
_WAYS = ("field", "notes", "custom", "link", "empty", "structure", "")


@dataclass(slots=True)
class Row:
    """Where a span of lines went.

    `where` spells the places for people, `how` is one of field, notes, custom, link, structure or empty. `kept`
    holds every text that was stored on behalf of these lines. `lines` counts the lines that the row owns, each
    line having one owner. `record` is the record that got the most of it.
    """

    first: int
    last: int
    heading: str = ""
    where: list[str] = field(default_factory=list)
    how: str = ""
    record: str = ""
    kept: list[str] = field(default_factory=list)
    lines: int = 0

    def keep(self, *texts: str) -> None:
        """Note texts that were stored."""
        self.kept.extend(text for text in texts if text)

    def at(self, where: str, how: str) -> None:
        """Note a place that something went to. The weightiest way names the row and its places come first."""
        is_weightier = _WAYS.index(how) < _WAYS.index(self.how)
        if where and where not in self.where:
            self.where.insert(0 if is_weightier else len(self.where), where)
        if is_weightier:
            self.how = how


def words(text: str) -> Counter[str]:
    """The words of a text as they are compared: without case, punctuation and width of letters."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", html.unescape(text)).casefold()))


def needed_words(line: str, file_format: Format) -> tuple[Counter[str], Counter[str]]:
    """The words that a line says, once with words cut at marks inside them and once with the marks left out."""
    if file_format == "yaml":
        text = _YAML_WRAPPER.sub(r"\1", _YAML_MARKS.sub(" ", line))
        text = _ESCAPE.sub(_unescape, text)
    else:
        text = _TAG.sub(_attributes, _ORDERED.sub("", line))
    return words(text), words(_MARKS.sub("", text))


def settle(parsed: ParsedFile, rows: list[Row]) -> list[int]:
    """Give every line that is not blank one owner, and return the lines of which a word was not stored.

    A line that no row covers gets a row of its own and counts as not stored.
    """
    written = [number for number, line in enumerate(parsed.lines, 1) if line.strip()]
    owners: dict[int, Row] = {}
    for row in rows:
        row.last = max(min(row.last, len(parsed.lines)), row.first)
        while row.last > row.first and not parsed.lines[row.last - 1].strip():
            row.last -= 1
        for number in range(row.first, row.last + 1):
            owners.setdefault(number, row)
    lost: list[int] = []
    for number in written:
        owner = owners.get(number)
        if owner is None:
            owner = Row(number, number, how="structure")
            rows.append(owner)
            if needed_words(parsed.lines[number - 1], parsed.format)[0]:
                lost.append(number)
        owner.lines += 1
    for group in _groups(rows):
        lost.extend(_missing_lines(parsed, group))
    rows.sort(key=lambda row: (row.first, row.last))
    return sorted(set(lost))


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows that share lines, together."""
    current: list[Row] = []
    last = 0
    for row in sorted(rows, key=lambda row: (row.first, row.last)):
        if current and row.first > last:
            yield current
            current = []
            last = 0
        current.append(row)
        last = max(last, row.last)
    if current:
        yield current


def _missing_lines(parsed: ParsedFile, group: Sequence[Row]) -> list[int]:
    first, last = min(row.first for row in group), max(row.last for row in group)
    stored: Counter[str] = Counter()
    for row in group:
        for text in row.kept:
            stored.update(words(text))
    missing: list[int] = []
    for number in range(first, min(last, len(parsed.lines)) + 1):
        choices = needed_words(parsed.lines[number - 1], parsed.format)
        needed = next((choice for choice in choices if _holds(stored, choice)), None)
        if needed is None:
            missing.append(number)
        else:
            stored.subtract(needed)
    return missing


def _holds(stored: Counter[str], needed: Counter[str]) -> bool:
    return all(stored[word] >= count for word, count in needed.items())


def _attributes(match: re.Match[str]) -> str:
    """What of a tag a reader sees or follows."""
    return " " + " ".join("".join(found) for found in _ATTRIBUTE.findall(match.group())) + " "


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    return chr(int(code, 16)) if code and int(code, 16) <= 0x10FFFF else " "
