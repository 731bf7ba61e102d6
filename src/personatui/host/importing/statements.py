"""Pieces of content as statements: one an item, paragraph or row; quotes, comments and code where they belong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from personatui.host.importing.account import Row
from personatui.host.importing.documents import Piece
from personatui.host.importing.inline import Address, Inline, InlineReader, read_html
from personatui.host.importing.recorder import Recorder
from personatui.host.importing.vocabulary import Home
from personatui.host.importing.yaml_files import TEXT_KEYS
from personatui.model.edits import Data
from personatui.model.persona import Persona
from personatui.model.validation import read_record

BACKGROUND = Home("field", ("background",))
QUOTES = Home("field", ("quotes",))
# A paragraph that is nothing but somebody's words.
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]{3,}[\"”“»]", re.DOTALL)
# What an item of a list may say beside its text.
_ITEM_KEYS = ("severity", "priority", "kind", "note", "score", "low", "high")


class StatementPlacer:
    """Stores pieces through a recorder."""

    def __init__(self, recorder: Recorder, reader: InlineReader, is_known: Callable[[str], bool]) -> None:
        self._recorder = recorder
        self._reader = reader
        self._is_known = is_known

    def read(self, piece: Piece) -> Inline:
        """The plain text of a piece, without what stands below it."""
        text = "\n".join(piece.lines)
        return Inline(text.strip(), bare=text) if piece.plain else self._reader.read(text)

    def place(self, pieces: Iterable[Piece], home: Home, row: Row, note: str = "") -> None:
        """Store pieces as statements of `home`; `note` is a heading that groups them.

        Quotes go to the persona's, unless the list that they stand in holds nothing else.
        """
        pieces = tuple(pieces)
        only_quotes = home != BACKGROUND and all(piece.kind == "quote" for piece in pieces)
        for piece in pieces:
            match piece.kind:
                case "paragraph" | "item" if piece.pairs:
                    self._place_pairs(piece, home, row, note)
                case "paragraph" | "item":
                    text = self.whole_text(piece, row)
                    is_quote = home == BACKGROUND and piece.kind == "paragraph" and _QUOTED.fullmatch(text)
                    if text:
                        self._recorder.claim(QUOTES if is_quote else home, text, row, note)
                case "quote":
                    self._place_quote(piece, home if only_quotes else QUOTES, row, note)
                case "table":
                    self._place_table(piece, home, row, note)
                case "html":
                    self._place_html(piece, home, row, note)
                case "comment":
                    self._recorder.note(row, "Comment", "\n".join(piece.lines))
                case "rule":
                    row.keep(*piece.lines, piece.source)
                    row.at("", "structure")
                case "definition":
                    label, target, hint = piece.lines
                    self._recorder.link(Address(label, target, hint), row, always=True)
                case _:
                    self._recorder.note(row, note or row.heading, piece.source)

    def whole_text(self, piece: Piece, row: Row) -> str:
        """The text of a piece with what stands below it, as plain lines; links and comments are stored."""
        inline = self.read(piece)
        self._recorder.addresses(inline, row)
        return "\n".join(part for part in (inline.text, *self._nested(piece.children, "", row)) if part)

    def texts(self, pieces: Sequence[Piece], row: Row) -> list[str]:
        """The plain texts of pieces; what is no text is stored on the way."""
        found: list[str] = []
        for piece in pieces:
            if piece.kind in ("paragraph", "item"):
                found.append(self.whole_text(piece, row) or flat_pairs(piece))
            elif piece.kind in ("quote", "html", "comment", "rule", "definition"):
                self.place((piece,), BACKGROUND, row)
            else:
                self._recorder.note(row, row.heading, piece.source)
        return [text for text in found if text]

    def _nested(self, pieces: Sequence[Piece], indent: str, row: Row) -> Iterator[str]:
        for piece in pieces:
            if piece.kind in ("paragraph", "item"):
                inline = self.read(piece)
                self._recorder.addresses(inline, row)
                mark = f"{piece.marker} " if piece.kind == "item" else ""
                text = inline.text or flat_pairs(piece)
                if text:
                    yield f"{indent}{mark}{text}"
                yield from self._nested(piece.children, f"{indent}  ", row)
            elif piece.kind == "quote":
                yield from self._nested(piece.children, f"{indent}> ", row)
            elif piece.kind == "comment":
                self._recorder.note(row, "Comment", "\n".join(piece.lines))
            else:
                yield from (f"{indent}{line}" for line in piece.source.split("\n"))

    def _place_pairs(self, piece: Piece, home: Home, row: Row, note: str) -> None:
        """An item that is a mapping: its text, the fields that fit, and the rest in the statement's note."""
        pairs = list(piece.pairs)
        keys = {key.lower(): (key, value) for key, value in reversed(pairs) if value}
        said = next((keys[key] for key in TEXT_KEYS if key in keys), None)
        row.keep(*(text for pair in pairs for text in pair))
        if said is None:
            self._recorder.claim(home, flat_pairs(piece), row, note)
            return
        item: Data = {}
        rest: list[str] = []
        pairs.remove(said)
        for key, value in pairs:
            fitting = _item_value(home, key.lower(), value)
            if fitting is None or key.lower() in item:
                rest.append(f"{key}: {value}" if value else key)
            else:
                item[key.lower()] = fitting
        if rest:
            item["note"] = "; ".join([str(item["note"]), *rest] if "note" in item else rest)
        self._recorder.claim(home, said[1], row, note, item)

    def _place_quote(self, piece: Piece, home: Home, row: Row, note: str) -> None:
        lines = list(self._nested(piece.children, "", row))
        if lines:
            self._recorder.claim(home, "\n".join(lines), row, note)

    def _place_table(self, piece: Piece, home: Home, row: Row, note: str) -> None:
        """A table of statements: the first cell is the text, the others are told in its note under their header.

        A header that names a field says nothing more above the statements themselves.
        """
        header, *rows = piece.children or (piece,)
        names = [self._reader.read(cell).text for cell in header.lines]
        told_names: set[str] = set()
        for entry in rows:
            cells = [self._reader.read(cell) for cell in entry.lines]
            texts = [cell.text for cell in cells]
            first = next((position for position, text in enumerate(texts) if text), None)
            for cell in cells:
                self._recorder.addresses(cell, row)
            if first is None:
                continue
            named = list(zip([*names, *[""] * len(texts)], texts, strict=False))
            item: Data = {}
            told: list[str] = []
            for name, text in named[first + 1 :]:
                value = _item_value(home, name.lower(), text)
                if value is not None and name.lower() not in ("note", *item):
                    item[name.lower()] = value
                    row.keep(name)
                elif text:
                    told.append(f"{name}: {text}" if name else text)
            title = named[first][0]
            if title and not self._is_known(title):
                told.insert(0, title)
            told_names.update(name for name, text in named if text)
            if told:
                item["note"] = "; ".join(told)
            self._recorder.claim(home, texts[first], row, note, item)
            row.keep(title)
        if not told_names:
            self._recorder.note(row, note or row.heading, piece.source)
        elif left := [name for name in names if name and name not in told_names]:
            self._recorder.note(row, note or row.heading, "; ".join(left))

    def _place_html(self, piece: Piece, home: Home, row: Row, note: str) -> None:
        """HTML: pictures and links; its paragraphs as statements of a list, kept as it is anywhere else."""
        fragment = read_html(piece.source)
        if fragment.paragraphs and home == BACKGROUND:
            self._recorder.note(row, note or row.heading, piece.source)
            return
        self._recorder.addresses(Inline("", fragment.addresses, fragment.comments), row)
        for paragraph in fragment.paragraphs:
            self._recorder.claim(home, paragraph, row, note)
        if not fragment.paragraphs:
            row.at("", "structure")


def flat_pairs(piece: Piece) -> str:
    """An item that is a mapping, on one line."""
    return "; ".join(f"{key}: {value}" if value else key for key, value in piece.pairs)


def on_one_line(piece: Piece) -> str:
    """A piece with everything in it, on one line."""
    text = " ".join(line.strip() for line in piece.lines)
    return ", ".join(part for part in (text, flat_pairs(piece), *map(on_one_line, piece.children)) if part)


def _item_value(home: Home, key: str, value: str) -> object:
    """The value that an item of the home's list takes under a key, or None."""
    if key not in _ITEM_KEYS or home.kind == "region" or not value:
        return value or None if key == "note" else None
    candidates: list[object] = [value, value.lower()]
    if re.fullmatch(r"\d{1,6}", value):
        candidates.insert(0, int(value))
    for candidate in candidates:
        reading = read_record(Persona, {home.path[0]: [{"text": "x", key: candidate}]})
        entry = getattr(reading.record, home.path[0])[0]
        if not reading.problems and key in type(entry).model_fields:
            return candidate
    return None
