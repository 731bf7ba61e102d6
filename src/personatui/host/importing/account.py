"""The line account: every line of a file belongs to one row, and every word of it is found in what was stored.

What is stored is known only once the records are planned: a value may give way to one that a person edited, and a whole
record may be left alone. The lines that said it are then not placed, and the account says why.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from personatui.host.importing.documents import Format, ParsedFile
from personatui.model.edits import Path
from personatui.model.ids import Reference

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


# A value or item of a draft that some lines became.
Place = tuple[Reference, Path]


@dataclass(frozen=True, slots=True)
class Kept:
    """A text that was stored on behalf of some lines, and the place that it was stored in, where it is one value."""

    text: str
    place: Place | None = None


@dataclass(slots=True)
class Row:
    """Where a span of lines went.

    `where` spells the places for people, `how` is one of field, notes, custom, link, structure or empty. `kept`
    holds every text that was stored on behalf of these lines. `lines` counts the lines that the row owns, each
    line having one owner, and `left` those of them that were left alone in the end. `record` is the record that got
    the most of it, `block` the one that the lines are about.
    """

    first: int
    last: int
    heading: str = ""
    where: list[str] = field(default_factory=list)
    how: str = ""
    record: str = ""
    block: str = ""
    kept: list[Kept] = field(default_factory=list)
    lines: int = 0
    left: int = 0

    def keep(self, *texts: str, place: Place | None = None) -> None:
        """Note texts that were stored, in one place or as part of the document's structure."""
        self.kept.extend(Kept(text, place) for text in texts if text)

    def holds(self, text: str) -> bool:
        """Whether exactly this text was stored."""
        return any(kept.text == text for kept in self.kept)

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


@dataclass(slots=True)
class Fate:
    """What became of the drafts of one file: which records and which places in them were left alone, and why."""

    records: dict[Reference, str] = field(default_factory=dict)
    places: dict[Place, str] = field(default_factory=dict)

    def reason(self, place: Place) -> str:
        """Why a place was left alone; empty when it was not."""
        return self.records.get(place[0], "") or self.places.get(place, "")


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A line that says something which was not stored."""

    number: int
    record: str
    reason: str


def left_lines(
    parsed: ParsedFile, rows: Sequence[Row], added: Mapping[int, Place], fate: Fate, records: Collection[Reference]
) -> list[LeftLine]:
    """The lines that were left alone, each once, in order. Their rows count them.

    `added` are the lines that were stored as they stand, `records` all that the file says something about.
    """
    if not fate.records and not fate.places:
        return []
    whole = {str(reference): reason for reference, reason in fate.records.items()}
    nothing_came_in = bool(records) and all(reference in fate.records for reference in records)
    owners = _owners(parsed, rows)
    found: dict[int, LeftLine] = {}
    for number, row in owners.items():
        about = row.record or row.block
        if about in whole:
            found[number] = LeftLine(number, about, whole[about])
        elif nothing_came_in:
            # what holds a document together is worth nothing without it
            record = next(iter(whole))
            found[number] = LeftLine(number, record, whole[record])
    for group in _groups(rows):
        gone = {kept.place for row in group for kept in row.kept if kept.place and fate.reason(kept.place)}
        if not gone:
            continue
        for number in _missing_lines(parsed, group, gone):
            place = added.get(number)
            if number in owners and number not in found and (place is None or fate.reason(place)):
                found[number] = _left(parsed, number, group, fate)
    for number, place in added.items():
        if number in owners and number not in found and fate.reason(place):
            found[number] = LeftLine(number, str(place[0]), fate.reason(place))
    for number in found:
        owners[number].left += 1
    return [found[number] for number in sorted(found)]


def _owners(parsed: ParsedFile, rows: Sequence[Row]) -> dict[int, Row]:
    """The row of every line that is not blank: the first that covers it, as `settle` counts them."""
    owners: dict[int, Row] = {}
    for row in rows:
        for number in range(row.first, row.last + 1):
            if parsed.lines[number - 1].strip():
                owners.setdefault(number, row)
    return owners


def _left(parsed: ParsedFile, number: int, group: Sequence[Row], fate: Fate) -> LeftLine:
    """Which of the places that were left alone a line is about: the one that shares most words with it."""
    said = needed_words(parsed.lines[number - 1], parsed.format)[1]
    choices = [
        (sum((words(kept.text) & said).values()), kept.place)
        for row in group
        for kept in row.kept
        if kept.place is not None and fate.reason(kept.place)
    ]
    _, place = max(choices, key=lambda choice: choice[0])
    return LeftLine(number, str(place[0]), fate.reason(place))


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


def _missing_lines(parsed: ParsedFile, group: Sequence[Row], without: Collection[Place | None] = ()) -> list[int]:
    """The lines of which a word was not stored, when what was to stand in some places is not there."""
    first, last = min(row.first for row in group), max(row.last for row in group)
    stored: Counter[str] = Counter()
    for row in group:
        for kept in row.kept:
            if kept.place is None or kept.place not in without:
                stored.update(words(kept.text))
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
