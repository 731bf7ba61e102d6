"""Labels inside running text (`**Age:** 42`, `Goals:` above a list, table rows) as sections of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from personatui.host.importing.documents import Piece, Section, SectionStyle
from personatui.host.importing.synonyms import names_in, normalise
from personatui.host.importing.vocabulary import Home, Vocabulary

# How freely labels are looked for: everywhere, only those that are known, only above lists, or not at all.
Mode = Literal["facts", "known", "headings", "none"]

_BOLD = re.compile(
    r"^(?P<open>\*\*\*|\*\*|__|\*|_)(?=\S)(?P<label>[^*\n]{1,80}?)(?P<inside>\s*:\s*)?(?P=open)"
    r"(?P<outside>\s*:|\s+[-–—](?=\s))?(?P<value>.*)$"
)
_BOLD_INSIDE = re.compile(r"(?<=\S)[ \t]*[|•·,;]?[ \t]+(?=(?:\*\*|__)[^*_\n]{1,60}(?::(?:\*\*|__)|(?:\*\*|__):))")
_HTML_BOLD = re.compile(
    r"^<(?P<tag>b|strong)>(?P<label>[^<\n]{1,80})</(?P=tag)>\s*(?P<colon>:)?\s*(?P<value>.*)$", re.I
)
_PLAIN = re.compile(r"^(?P<label>[^\W\d_][^:*_`\[\]<>|.!?;\"“”]{0,59}?)\s*:(?:\s+(?P<value>.*))?$")
_BARE = re.compile(r"^[^\W\d_a-z][^:.!?,;*_`\[\]<>|]{1,39}$")
_HEADER_WORDS = names_in(
    "field; value; attribute; detail; description; property; item; key; answer; label; fact; information; info; "
    "characteristic; category; content; name; feature; aspect; data; what"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label read from a line, and what stands behind it on the same line."""

    text: str
    value: str
    is_bold: bool = False
    is_bare: bool = False


@dataclass(slots=True)
class _Open:
    """A section that is being gathered. A closed one takes nothing that stands after a blank line."""

    section: Section
    pieces: list[Piece] = field(default_factory=list)
    is_closed: bool = False
    takes_one: bool = False


def mode_for(home: Home | None) -> Mode:
    """How to look for labels under a heading of this home."""
    if home is None:
        return "none"
    if home.kind == "container":
        return "facts"
    if home.path == ("background",):
        return "known"
    return "headings" if home.is_list else "none"


def read_label(line: str) -> Label | None:
    """The label that a line begins with, if it looks like one; whether it is one depends on what is known."""
    text = line.strip()
    bold = _BOLD.match(text)
    if bold is not None:
        value = bold["value"].strip()
        has_colon = bool(bold["inside"] or bold["outside"])
        if has_colon or not value:
            is_strong = bold["open"] in ("**", "__", "***")
            return Label(bold["label"].strip(), value, is_bold=is_strong, is_bare=not has_colon and not is_strong)
        return Label(bold["label"].strip(), value, is_bare=True)
    tagged = _HTML_BOLD.match(text)
    if tagged is not None:
        return Label(
            tagged["label"].strip().rstrip(":"),
            tagged["value"].strip(),
            is_bold=bool(tagged["colon"]),
            is_bare=not tagged["colon"],
        )
    plain = _PLAIN.match(text)
    if plain is not None:
        return Label(plain["label"], (plain["value"] or "").strip())
    if _BARE.match(text):
        return Label(text, "", is_bare=True)
    return None


class LabelSplitter:
    """Takes the labels out of a section's text. The sections it returns hold every piece of the one given."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def split(self, section: Section, mode: Mode) -> tuple[Section, ...]:
        """The section with what stands before its first label, then one section a label."""
        if mode == "none" or any(piece.plain for piece in section.pieces):
            return (section,)
        done: list[_Open] = [_Open(section)]
        facts = self._facts(section.pieces) if mode == "facts" else set()
        for position, piece in enumerate(section.pieces):
            match piece.kind:
                case "rule" if mode == "facts":
                    done.append(_Open(_untitled(section, piece.first, "aside"), [piece]))
                case "paragraph":
                    self._split_paragraph(section, piece, mode, done)
                case "item" if (
                    mode in ("facts", "known")
                    and not self._is_in_list(done[-1])
                    and (label := self._item_label(piece, mode, in_facts=position in facts))
                ):
                    done.append(_labelled(section, label, piece, _behind(label, piece), is_closed=True))
                case "table" if mode in ("facts", "known") and (rows := self._table(section, piece)):
                    done.extend(rows)
                case _:
                    self._take(section, done, piece)
        return tuple(_finished(opened) for opened in done if opened is done[0] or _says_something(opened))

    def is_all_labels(self, section: Section) -> bool:
        """Whether a section of unknown heading is a list of facts, at least one of a known name."""
        found = self.split(section, "facts")
        known = sum(self._vocabulary.is_evidence(part.heading) for part in found[1:] if part.heading)
        return known >= 1 and (not found[0].pieces or known >= 2)

    def labels_in(self, section: Section) -> Iterator[str]:
        """The known labels in a section's text, its heading's own kind aside."""
        home = self._vocabulary.home(section.heading) if section.level else None
        mode = mode_for(home) if home is not None else "facts"
        for part in self.split(section, mode)[1:]:
            if part.heading and self._vocabulary.is_evidence(part.heading):
                yield part.heading

    def _split_paragraph(self, section: Section, piece: Piece, mode: Mode, done: list[_Open]) -> None:
        chunks = list(self._chunks(piece, mode))
        for label, chunk in chunks:
            if label is None:
                self._take(section, done, chunk)
                continue
            home = self._vocabulary.home(label.text)
            takes_all = home is not None and (home.is_list or home.kind in ("container", "notes", "links"))
            pieces = _behind(label, chunk)
            is_closed = bool(pieces) and not takes_all
            opened = _labelled(section, label, chunk, pieces, is_closed=is_closed)
            opened.takes_one = not pieces and home is not None and not takes_all
            done.append(opened)

    def _take(self, section: Section, done: list[_Open], piece: Piece) -> None:
        """Put a piece without a label where it belongs: under the open label, or in text without one."""
        current = done[-1]
        if current.is_closed:
            done.append(_Open(_untitled(section, piece.first)))
            current = done[-1]
        elif current.takes_one and piece.kind != "item":
            current.is_closed = True
        current.pieces.append(piece)

    def _chunks(self, piece: Piece, mode: Mode) -> Iterator[tuple[Label | None, Piece]]:
        """A paragraph cut before every line that begins with a label."""
        lines = [
            (piece.first + min(number, piece.last - piece.first), part)
            for number, line in enumerate(piece.lines)
            for part in (_BOLD_INSIDE.split(line) if mode != "headings" else [line])
        ]
        label: Label | None = None
        start = 0
        only_labels = True
        for position, (_, line) in enumerate(lines):
            found = self._accepted(read_label(line), mode, is_first=only_labels, is_bare_allowed=position == 0)
            only_labels = only_labels and found is not None
            if found is None:
                continue
            if position > start or label is not None:
                yield label, _part(piece, lines[start:position])
            label, start = found, position
        yield label, _part(piece, lines[start:])

    def _accepted(self, label: Label | None, mode: Mode, *, is_first: bool, is_bare_allowed: bool) -> Label | None:
        """The label, if it counts as one here; `is_first` when nothing but labels stands above it."""
        if label is None or not normalise(label.text):
            return None
        is_known = self._vocabulary.is_known(label.text)
        words = len(label.text.split())
        if label.is_bare:
            # A line without colon or bold type is a label only when it is exactly a name that is known.
            return label if is_known and mode == "facts" and is_bare_allowed and words <= 4 else None
        if mode == "headings":
            home = self._vocabulary.home(label.text)
            is_heading = home is not None and (home.is_list or label.is_bold)
            return (
                label if (is_heading and (is_first or label.is_bold)) or (label.is_bold and not label.value) else None
            )
        if is_known:
            return label if is_first or label.is_bold or label.text[:1].isupper() else None
        if mode == "known":
            return None
        if label.is_bold:
            return label
        is_short = words <= (4 if label.value else 3)
        return label if is_first and is_short and label.text[:1].isupper() else None

    def _item_label(self, piece: Piece, mode: Mode, *, in_facts: bool) -> Label | None:
        label = _label_of_item(piece)
        if label is None or label.is_bare:
            return None
        if self._vocabulary.is_known(label.text):
            return label if label.is_bold or label.text[:1].isupper() or mode == "facts" else None
        return label if mode == "facts" and (label.is_bold or in_facts) else None

    def _facts(self, pieces: Sequence[Piece]) -> set[int]:
        """The positions of items whose list holds a label that is known."""
        found: set[int] = set()
        run: list[int] = []
        is_known = False
        for position, piece in enumerate(pieces):
            if piece.kind != "item":
                run, is_known = [], False
                continue
            run.append(position)
            label = _label_of_item(piece)
            is_known = is_known or (label is not None and not label.is_bare and self._vocabulary.is_known(label.text))
            if is_known:
                found.update(run)
                run = []
        return found

    def _is_in_list(self, opened: _Open) -> bool:
        """Whether statements are being gathered, whose own labels are part of them."""
        home = self._vocabulary.home(opened.section.heading) if opened.section.style == "label" else None
        return home is not None and home.is_list and not opened.is_closed

    def _table(self, section: Section, table: Piece) -> list[_Open]:
        """The rows of a table of facts: names in the first column, or in the header above a single row."""
        rows = [row for row in table.children if row.lines]
        if rows and all(len(row.lines) == 2 for row in rows):
            names = [_cell_name(row.lines[0]) for row in rows]
            if any(self._vocabulary.is_known(name) for name in names):
                return [self._row(section, name, row) for name, row in zip(names, rows, strict=True)]
        if len(rows) == 2 and len(rows[0].lines) > 2:
            header, values = rows
            names = [_cell_name(cell) for cell in header.lines]
            if sum(self._vocabulary.is_known(name) for name in names) >= 2 and all(names):
                return [
                    _cell(section, name, value, header.first, values.last)
                    for name, value in zip(names, values.lines, strict=False)
                ]
        return []

    def _row(self, section: Section, name: str, row: Piece) -> _Open:
        if all(normalise(cell) in _HEADER_WORDS or not normalise(cell) for cell in row.lines) or not name:
            opened = _Open(_untitled(section, row.first))
            kind: Literal["rule", "paragraph"] = "paragraph" if any(map(normalise, row.lines[1:])) else "rule"
            if normalise(name) in _HEADER_WORDS:
                kind = "rule"
            opened.pieces.append(replace(row, kind=kind, lines=tuple(filter(None, row.lines))))
            return opened
        return _cell(section, name, row.lines[1], row.first, row.last)


def _label_of_item(piece: Piece) -> Label | None:
    if piece.pairs or not piece.lines:
        return None
    label = read_label(piece.lines[0])
    if label is None or not normalise(label.text):
        return None
    if label.is_bare and not label.value and piece.children and len(piece.lines) == 1:
        # `- Goals` above a nested list
        return replace(label, is_bare=False)
    return label


def _behind(label: Label, piece: Piece) -> list[Piece]:
    """What a label holds: the rest of its line, the lines after it, and an item's nested blocks."""
    rest = list(piece.lines[1:])
    if label.value:
        rest.insert(0, label.value)
    elif rest and rest[0].lstrip().startswith(": "):
        rest[0] = rest[0].lstrip()[2:]
    found: list[Piece] = []
    if any(line.strip() for line in rest):
        found.append(replace(piece, kind="paragraph", lines=tuple(rest), children=(), source="\n".join(rest)))
    return [*found, *piece.children]


def _labelled(section: Section, label: Label, piece: Piece, pieces: list[Piece], *, is_closed: bool) -> _Open:
    made = Section(label.text, section.level + 1, piece.first, piece.first, piece.last, "label", (), label.text)
    return _Open(made, pieces, is_closed=is_closed)


def _cell(section: Section, name: str, value: str, first: int, last: int) -> _Open:
    made = Section(name, section.level + 1, first, first, last, "label", (), name)
    parts = [part.strip() for part in re.split(r"<br\s*/?>", value) if part.strip()]
    kind: Literal["item", "paragraph"] = "item" if len(parts) > 1 else "paragraph"
    return _Open(made, [Piece(kind, first, last, part, (part,)) for part in parts], is_closed=True)


def _cell_name(cell: str) -> str:
    return cell.strip().strip("*_").strip().rstrip(":").strip()


def _untitled(section: Section, first: int, style: SectionStyle = "text") -> Section:
    return Section("", section.level, first, first, first, style)


def _part(piece: Piece, lines: Sequence[tuple[int, str]]) -> Piece:
    texts = tuple(line for _, line in lines)
    whole = len(texts) == len(piece.lines)
    first = lines[0][0] if lines else piece.first
    last = piece.last if whole else lines[-1][0] if lines else piece.last
    return replace(piece, first=first, last=last, lines=texts, source=piece.source if whole else "\n".join(texts))


def _says_something(opened: _Open) -> bool:
    return bool(opened.pieces) or bool(opened.section.heading)


def _finished(opened: _Open) -> Section:
    section = opened.section
    lasts = [piece.last for piece in opened.pieces]
    if section.style in ("text", "aside") and opened.pieces:
        section = replace(section, first=opened.pieces[0].first, body=opened.pieces[0].first)
    last = max([section.body - 1 if section.style == "heading" else section.first, *lasts])
    return replace(section, pieces=tuple(opened.pieces), last=last)
