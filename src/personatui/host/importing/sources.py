"""What is no persona: indexes, licences and the text around personas become documents, their groups segments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from personatui.host.importing.account import Row
from personatui.host.importing.addresses import Addresses
from personatui.host.importing.documents import ParsedFile, Piece, Section
from personatui.host.importing.drafts import Draft
from personatui.host.importing.inline import InlineReader, read_html
from personatui.host.importing.statements import on_one_line
from personatui.host.importing.synonyms import normalise
from personatui.model.cleaning import clean_line
from personatui.model.edits import Path
from personatui.model.ids import Reference

_GATHERS_ALL = re.compile(
    r"^(?:(?:all|our|the|list of|customer|user|buyer|persona)\s+)*(?:personas?|profiles|users|customers|contents|"
    r"table of contents|index|list|overview)$",
    re.IGNORECASE,
)
_SUMMARIES = frozenset(normalise(name) for name in ("description", "summary", "subtitle", "excerpt"))


@dataclass(frozen=True, slots=True)
class Group:
    """A section of an index that lists personas, and what it says about them."""

    name: str
    summary: str
    personas: tuple[str, ...]
    row: Row


@dataclass(slots=True)
class DocumentPlacement:
    """What a document became."""

    source: Draft
    rows: list[Row] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def place_document(
    parsed: ParsedFile,
    path: PurePath,
    source_id: str,
    title: str,
    sections: Sequence[Section],
    addresses: Addresses,
) -> DocumentPlacement:
    """Keep a document whole as a source, one note a section, and find the groups that it lists personas in."""
    source = Draft(Reference("source", source_id))
    placement = DocumentPlacement(source)
    source.set(("title",), clean_line(title))
    source.set(("kind",), "desk-research")
    for section in parsed.matter:
        if section.heading:
            _place_key(section, placement)
        else:
            row = _row(placement, section.first, section.last, "")
            _note(placement, row, "", parsed.text_of(section.first, section.last))
    for comment in parsed.comments:
        if any(record.first <= comment.first <= record.last for record in parsed.records):
            continue
        row = _row(placement, comment.first, comment.last, "Comment")
        _note(placement, row, "Comment", "\n".join(comment.lines))
    headed = [section for section in sections if section.level]
    for section in sections:
        if section.level and section.style == "key":
            _place_key(section, placement)
            continue
        row = _row(placement, section.first, section.last, section.heading)
        text = parsed.text_of(section.body, section.last)
        _note(placement, row, section.heading, text, section.written)
        if section.level and section is not headed[0]:
            group = _group(section, path, addresses, row, InlineReader(parsed.references))
            if group is not None:
                placement.groups.append(group)
    if len(placement.groups) == 1 and _GATHERS_ALL.match(placement.groups[0].name):
        placement.groups.clear()
    return placement


def _place_key(section: Section, placement: DocumentPlacement) -> None:
    row = _row(placement, section.first, section.last, section.heading)
    value = "\n".join(filter(None, map(on_one_line, section.pieces)))
    source = placement.source
    row.keep(section.heading)
    row.record = str(source.reference)
    name = normalise(section.heading)
    if len(section.pieces) == 1 and section.pieces[0].kind == "code":
        _note(placement, row, section.heading, section.pieces[0].source)
        return
    path: Path
    if value and name in ("title", "name") and clean_line(value) == source.get("title"):
        path = ("title",)
        row.at("Title", "field")
    elif value and name in _SUMMARIES and source.set(("summary",), value):
        path = ("summary",)
        row.at("Summary", "field")
    elif value and name == "author" and "\n" not in value and source.set(("author",), value):
        path = ("author",)
        row.at("Author", "field")
    else:
        path = ("custom", source.put_custom(section.heading, value))
        row.at(f"Free field “{path[1]}”", "custom" if value else "empty")
    row.keep(value, place=(source.reference, path))


def _note(placement: DocumentPlacement, row: Row, heading: str, text: str, written: str = "") -> None:
    item = {"heading": heading} if heading else {}
    if written and written != heading and not _says_as_much(heading, written):
        # A heading with a link in it: the note's text begins with it, so that the address is kept.
        text = f"{written}\n\n{text}".strip()
    if text:
        item["text"] = text
    source = placement.source
    row.keep(heading, text, place=(source.reference, ("notes", source.add("notes", item))) if item else None)
    row.record = str(source.reference)
    row.at(f"Notes of the document “{source.get('title')}”", "notes")


def _says_as_much(heading: str, written: str) -> bool:
    return re.sub(r"[\W_]+", "", heading) == re.sub(r"[\W_]+", "", written)


def _group(section: Section, path: PurePath, addresses: Addresses, row: Row, reader: InlineReader) -> Group | None:
    personas: list[str] = []
    prose: list[str] = []
    for piece in section.pieces:
        if piece.kind == "rule":
            break
        if piece.kind == "paragraph":
            prose.append(reader.read("\n".join(piece.lines)).text)
        personas.extend(_listed(piece, path, addresses, reader))
    if not personas:
        return None
    return Group(section.heading, "\n".join(prose), tuple(dict.fromkeys(personas)), row)


def _listed(piece: Piece, path: PurePath, addresses: Addresses, reader: InlineReader) -> Iterator[str]:
    """The personas that an item or a table's rows list, the first link of each."""
    if piece.kind in ("item", "row"):
        found = [address for line in piece.lines for address in reader.read(line).addresses]
        if piece.kind == "item":
            found = list(reader.read("\n".join(piece.lines)).addresses)
        ids = (addresses.persona(address.target, path) for address in found if not address.is_picture)
        first = next((found_id for found_id in ids if found_id), "")
        if first:
            yield first
    if piece.kind == "html":
        for address in read_html(piece.source).addresses:
            if not address.is_picture and (found_id := addresses.persona(address.target, path)):
                yield found_id
    for child in piece.children:
        yield from _listed(child, path, addresses, reader)


def _row(placement: DocumentPlacement, first: int, last: int, heading: str) -> Row:
    row = Row(first, last, heading, block=str(placement.source.reference))
    placement.rows.append(row)
    return row
