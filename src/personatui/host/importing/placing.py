"""Where the parts of one persona go: its record, the tools' canvases, notes and free fields, with a row for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from personatui.host.importing.account import Row
from personatui.host.importing.addresses import Addresses
from personatui.host.importing.documents import ParsedFile, Piece, Section
from personatui.host.importing.drafts import Draft, is_text_list, typed, typed_list
from personatui.host.importing.inline import Address, Inline, InlineReader, read_html
from personatui.host.importing.layouts import CanvasPlan, choose_boxes
from personatui.host.importing.outline import Title
from personatui.host.importing.synonyms import normalise
from personatui.host.importing.vocabulary import Home, Vocabulary
from personatui.model.base import table_fields
from personatui.model.cleaning import clean_line
from personatui.model.edits import Data
from personatui.model.ids import Reference, canvas_reference, is_record_id, persona_reference
from personatui.model.persona import CLAIM_FIELDS, Persona
from personatui.model.validation import read_record

_BUSINESS = frozenset({"size", "revenue", "structure", "tech_stack", "department", "seniority"})
_TEXT_KEYS = (
    "text",
    "item",
    "statement",
    "title",
    "name",
    "description",
    "value",
    "label",
    "goal",
    "pain",
    "quote",
)
_ITEM_KEYS = ("severity", "priority", "kind", "note", "score", "low", "high")
_SCORE = re.compile(r"^(?P<text>.+?)\s*[:=–-]\s*(?P<score>\d+(?:\.\d+)?)(?:\s*/\s*(?P<high>\d+(?:\.\d+)?))?$")
_LONGEST_LABEL_VALUE = 500

SegmentOf = Callable[[str, Row], str]


@dataclass(frozen=True, slots=True)
class PersonaInput:
    """One persona as found in a file: its id, its heading taken apart and its sections."""

    persona_id: str
    title: Title
    sections: tuple[Section, ...]
    matter: tuple[Section, ...] = ()
    comments: tuple[Piece, ...] = ()
    root: Section | None = None
    key: str = ""
    is_yaml: bool = False


@dataclass(slots=True)
class _Frame:
    """A heading that what follows may stand below."""

    level: int
    home: Home | None
    heading: str


@dataclass(slots=True)
class Placement:
    """What one persona became."""

    persona: Draft
    canvases: list[Draft] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def drafts(self) -> list[Draft]:
        """Every record, the persona first."""
        return [self.persona, *self.canvases]


class PersonaPlacer:
    """Places the sections of one persona; `place` is called once."""

    def __init__(
        self,
        parsed: ParsedFile,
        path: PurePath,
        found: PersonaInput,
        vocabulary: Vocabulary,
        addresses: Addresses,
        segment_of: SegmentOf,
    ) -> None:
        self._parsed = parsed
        self._path = path
        self._found = found
        self._vocabulary = vocabulary
        self._addresses = addresses
        self._segment_of = segment_of
        self._reader = InlineReader(parsed.references)
        self._persona = Draft(persona_reference(found.persona_id))
        self._placement = Placement(self._persona)
        self._canvases: dict[str, Draft] = {}
        self._homes = {
            section.heading: vocabulary.home(section.heading) for section in self._all if section.heading
        }
        self._boxes: CanvasPlan = choose_boxes(
            [home for home in self._homes.values() if home is not None and home.kind == "region"], vocabulary.tools
        )
        self._is_business = any(
            home.path[0] == "buying_roles" or (home.path[0] == "firmographics" and home.path[-1] in _BUSINESS)
            for home in self._homes.values()
            if home is not None and home.kind == "field"
        )
        self._has_labels = False
        self._name_places: list[str] = []

    @property
    def _all(self) -> Iterator[Section]:
        yield from self._found.matter
        yield from self._found.sections

    def place(self) -> Placement:
        """Place everything."""
        self._persona.set(("name",), self._found.title.name)
        if self._is_business:
            self._persona.set(("kind",), "b2b")
        for comment in self._found.comments:
            self._place_comment(comment, self._row(comment.first, comment.last, "Comment"))
        self._place_sections(self._found.matter, is_matter=True)
        self._place_sections(self._found.sections, is_matter=False)
        for tool_id, draft in self._canvases.items():
            layout = self._boxes.layouts.get(tool_id, "")
            if layout:
                draft.set(("layout",), layout)
            self._placement.canvases.append(draft)
        return self._placement

    # Sections --------------------------------------------------------------------------------------------

    def _place_sections(self, sections: Sequence[Section], *, is_matter: bool) -> None:
        frames: list[_Frame] = []
        position = 0
        while position < len(sections):
            section = sections[position]
            while frames and frames[-1].level >= max(section.level, 1):
                frames.pop()
            below = self._below(sections, position)
            position += 1
            if self._is_root(section):
                self._place_title(section)
                self._place_text(section, section.body)
                continue
            if not section.heading:
                self._place_text(section, section.first, frames[-1] if frames else None)
                continue
            self._has_labels = self._has_labels or not is_matter
            home, note = self._effective(section, frames)
            frames.append(_Frame(section.level, home, section.heading))
            if home is None:
                position += self._place_unknown(section, below)
            else:
                self._place_known(section, home, note, has_below=bool(below), is_matter=is_matter)

    def _is_root(self, section: Section) -> bool:
        """Whether this is the persona's own heading, its labels taken out of its text or not."""
        root = self._found.root
        return root is not None and section.style == "heading" and section.first == root.first

    @staticmethod
    def _below(sections: Sequence[Section], position: int) -> list[Section]:
        """The sections that stand below one."""
        section = sections[position]
        if not section.level or not section.heading:
            return []
        found: list[Section] = []
        for candidate in sections[position + 1 :]:
            if candidate.level <= section.level:
                break
            found.append(candidate)
        return found

    def _effective(self, section: Section, frames: Sequence[_Frame]) -> tuple[Home | None, str]:
        """The home of a section, and the heading to note with its statements.

        Below a list of statements an unknown heading groups them, and so does the name of a single value.
        """
        home = self._homes.get(section.heading)
        parent = next((frame for frame in reversed(frames) if frame.home is not None), None)
        if parent is not None and parent.home is not None and parent.home.is_list and parent is frames[-1]:
            is_background = parent.home.path == ("background",)
            is_weaker = (
                home is None
                or (not home.is_list or home.path == ("background",))
                and home.kind != "links"
                and not is_background
            )
            if is_weaker and not (is_background and section.style == "label"):
                return parent.home, section.heading
        if home is not None and home.keep_heading:
            return home, section.heading
        return home, ""

    def _place_known(self, section: Section, home: Home, note: str, *, has_below: bool, is_matter: bool) -> None:
        row = self._row(section.first, section.last, section.heading)
        row.keep(section.heading)
        self._keep_heading_addresses(section, row)
        if section.is_empty:
            # Headings above others hold them together; everything else that is empty is told so.
            row.at(self._spell(home), "structure" if has_below else "empty")
            if note:
                row.keep(note)
                if not has_below:
                    self._persona.add("notes", {"heading": note})
            return
        match home.kind:
            case "field" if home.path[0] in CLAIM_FIELDS:
                self._place_list(section.pieces, home, row, note)
            case "region":
                self._place_list(section.pieces, home, row, note)
            case "container":
                self._place_list(section.pieces, Home("field", ("background",)), row, note)
            case "links":
                self._place_links(section, row)
            case "notes":
                self._note(row, section.heading, self._markdown(section))
            case "custom":
                self._custom(row, section.heading, section)
            case "name":
                self._place_name(section, row)
            case "id":
                self._place_id(section, row)
            case "title":
                self._place_job_title(section, row, is_matter=is_matter)
            case _:
                self._place_value(section, home.path, row)

    def _place_unknown(self, section: Section, below: Sequence[Section]) -> int:
        """Keep a section that nobody knows; returns how many sections below it were kept with it."""
        taken = list(below) if all(self._is_unknown(part) for part in below) else []
        last = max([section.last, *(part.last for part in taken)])
        row = self._row(section.first, last, section.heading)
        self._keep_heading_addresses(section, row)
        is_fact = section.style in ("label", "key")
        if taken:
            self._note(row, section.heading, self._nested(section, taken))
        elif section.is_empty and is_fact and not below:
            self._persona.put_custom(section.heading, "")
            row.keep(section.heading)
            row.at(f"Free field “{clean_line(section.heading)}”", "empty")
        elif is_fact and len(section.pieces) == 1 and section.pieces[0].kind == "paragraph":
            self._custom(row, section.heading, section)
        elif section.pieces and all(piece.kind == "quote" for piece in section.pieces):
            row.keep(section.heading)
            self._place_list(section.pieces, Home("field", ("quotes",)), row, section.heading)
        else:
            self._note(row, section.heading, self._markdown(section))
        return len(taken)

    def _is_unknown(self, section: Section) -> bool:
        return section.style != "label" and (not section.heading or self._homes.get(section.heading) is None)

    def _nested(self, section: Section, below: Sequence[Section]) -> str:
        if self._parsed.format == "markdown" and section.style == "heading":
            return self._parsed.text_of(section.body, max(part.last for part in below))
        lines = [self._markdown(section)] if section.pieces else []
        for part in below:
            indent = "  " * (part.level - section.level - 1)
            values = [" ".join(piece.lines) for piece in part.pieces if piece.kind == "paragraph"]
            lines.append(f"{indent}- {part.heading}: {' '.join(values)}".rstrip())
            lines.extend(f"{indent}  - {_plain_item(piece)}" for piece in part.pieces if piece.kind != "paragraph")
        return "\n".join(lines)

    # Titles and text without a heading -------------------------------------------------------------------

    def _place_title(self, section: Section) -> None:
        row = self._row(section.first, max(section.body - 1, section.first), section.heading)
        self._keep_heading_addresses(section, row)
        title = self._found.title
        if title.whole or not set(section.heading.split()) & set(title.name.split()):
            name = self._persona.put_custom("Heading", section.heading)
            row.keep(section.heading)
            row.at(f"Free field “{name}”", "custom")
        if title.name and title.name in section.heading:
            row.at("Name", "field")
            row.keep(title.name)
        if title.occupation:
            self._place_text_value(title.occupation, self._job_path, row, "Title")
        if title.age:
            self._place_text_value(title.age, ("demographics", "age"), row, "Age")
        if title.summary:
            self._place_text_value(title.summary, ("summary",), row, "Title")

    @property
    def _job_path(self) -> tuple[str, ...]:
        return ("firmographics", "job_title") if self._is_business else ("demographics", "occupation")

    def _place_text(self, section: Section, first: int, frame: _Frame | None = None) -> None:
        """Text without a heading: about the persona at its beginning, notes behind a line across the page."""
        home = Home("field", ("background",))
        if frame is not None and frame.home is not None and (frame.home.is_list or frame.home.kind == "container"):
            home = frame.home if frame.home.is_list else home
        is_aside = section.style == "aside" and self._has_labels
        only_links = section.pieces and all(
            piece.kind == "rule" or self._is_only_links(piece) for piece in section.pieces
        )
        for piece in section.pieces:
            row = self._row(piece.first, piece.last, "")
            if piece.kind == "rule":
                self._place_rule(piece, row)
            elif only_links and piece.kind in ("item", "paragraph"):
                self._place_inline_links(piece, row)
            elif piece.kind == "table":
                self._note(row, "", piece.source)
            elif is_aside and piece.kind in ("paragraph", "item"):
                self._note(row, "", piece.source)
            else:
                self._place_list((piece,), home, row, "")

    def _is_only_links(self, piece: Piece) -> bool:
        if piece.kind not in ("item", "paragraph") or piece.plain or piece.children:
            return False
        found = self._read(piece)
        links = [address for address in found.addresses if not address.is_picture]
        return bool(links) and not re.search(r"\w", found.bare)

    def _place_inline_links(self, piece: Piece, row: Row) -> None:
        for address in self._read(piece).addresses:
            self._link(address, row, always=True)

    def _place_rule(self, piece: Piece, row: Row) -> None:
        row.at("", "structure")
        row.keep(*piece.lines, piece.source)

    # Statements ------------------------------------------------------------------------------------------

    def _place_list(self, pieces: Iterable[Piece], home: Home, row: Row, note: str) -> None:
        for piece in pieces:
            match piece.kind:
                case "paragraph" | "item":
                    self._statement(piece, home, row, note)
                case "quote":
                    self._place_quote(piece, row, note)
                case "table":
                    self._place_table(piece, home, row, note)
                case "html":
                    self._place_html(piece, home, row, note)
                case "comment":
                    self._place_comment(piece, row)
                case "rule":
                    self._place_rule(piece, row)
                case "definition":
                    self._place_definition(piece, row)
                case _:
                    self._note(row, note or row.heading, piece.source)

    def _statement(self, piece: Piece, home: Home, row: Row, note: str) -> None:
        if piece.pairs:
            self._place_pairs(piece, home, row, note)
            return
        inline = self._read(piece)
        self._add_addresses(inline, row)
        text = "\n".join([inline.text, *self._nested_lines(piece.children, "", row)]).strip()
        if text:
            self._claim(home, text, row, note)

    def _nested_lines(self, pieces: Sequence[Piece], indent: str, row: Row) -> Iterator[str]:
        """What stands below an item, as lines of plain text."""
        for piece in pieces:
            if piece.kind in ("paragraph", "item"):
                inline = self._read(piece)
                self._add_addresses(inline, row)
                mark = f"{piece.marker} " if piece.kind == "item" else ""
                text = inline.text or "; ".join(f"{key}: {value}" for key, value in piece.pairs)
                if text:
                    yield f"{indent}{mark}{text}"
                yield from self._nested_lines(piece.children, f"{indent}  ", row)
            elif piece.kind == "quote":
                yield from self._nested_lines(piece.children, f"{indent}> ", row)
            elif piece.kind == "comment":
                self._place_comment(piece, row)
            else:
                yield from (f"{indent}{line}" for line in piece.source.split("\n"))

    def _claim(self, home: Home, text: str, row: Row, note: str, more: Data | None = None) -> None:
        item: Data = {"text": text, **(more or {})}
        if note:
            item["note"] = f"{note}; {item['note']}" if item.get("note") else note
            row.keep(note)
        row.keep(text)
        if home.kind == "region":
            tool_id, region_id = self._boxes.box(home)
            self._canvas(tool_id).add(region_id, item)
            row.record = row.record or str(self._canvas(tool_id).reference)
        else:
            if home.path == ("goals",) and home.goal_kind:
                item.setdefault("kind", home.goal_kind)
            if home.path == ("traits",):
                item.update(_score(text, item))
            self._persona.add(home.path[0], item)
            row.record = row.record or str(self._persona.reference)
        row.at(self._spell(home), "field")

    def _place_pairs(self, piece: Piece, home: Home, row: Row, note: str) -> None:
        """An item that is a mapping: its text, the fields that fit, and the rest in the statement's note."""
        pairs = dict(piece.pairs)
        keys = {key.lower(): key for key in pairs}
        name = next((keys[key] for key in _TEXT_KEYS if keys.get(key) and pairs[keys[key]]), "")
        text = pairs.pop(name, "") if name else "; ".join(f"{key}: {value}" for key, value in pairs.items())
        item: Data = {}
        rest: list[str] = []
        if name:
            row.keep(name)
            for key, value in pairs.items():
                row.keep(key, value)
                fitting = self._item_value(home, key.lower(), value)
                if fitting is None:
                    rest.append(f"{key}: {value}" if value else key)
                else:
                    item[key.lower()] = fitting
        if rest:
            item["note"] = "; ".join([str(item["note"]), *rest] if "note" in item else rest)
        self._claim(home, text, row, note, item)

    @staticmethod
    def _item_value(home: Home, key: str, value: str) -> object:
        """The value that an item of the home's list takes under a key, or None."""
        if key not in _ITEM_KEYS or home.kind == "region":
            return value if key == "note" else None
        candidates: list[object] = [value, value.lower()]
        if re.fullmatch(r"\d{1,6}", value):
            candidates.insert(0, int(value))
        for candidate in candidates:
            reading = read_record(Persona, {home.path[0]: [{"id": "x", "text": "x", key: candidate}]})
            entry = getattr(reading.record, home.path[0])[0]
            if not reading.problems and key in type(entry).model_fields:
                return candidate
        return None

    def _place_quote(self, piece: Piece, row: Row, note: str) -> None:
        lines: list[str] = []
        for child in piece.children:
            if child.kind == "comment":
                self._place_comment(child, row)
            else:
                lines.extend(self._nested_lines((child,), "", row))
        if lines:
            self._claim(Home("field", ("quotes",)), "\n".join(lines), row, note)

    def _place_table(self, piece: Piece, home: Home, row: Row, note: str) -> None:
        """A table of statements: the first column is the text, the others are told in its note."""
        header, *rows = piece.children or (piece,)
        if not rows:
            self._note(row, note or row.heading, piece.source)
            return
        names = [self._reader.read(cell).text for cell in header.lines]
        row.keep(*names, *names)
        for entry in rows:
            cells = [self._reader.read(cell) for cell in entry.lines]
            for cell in cells:
                self._add_addresses(cell, row)
            texts = [cell.text for cell in cells]
            first = next((position for position, text in enumerate(texts) if text), None)
            if first is None:
                continue
            told = [
                f"{name}: {text}" if name else text
                for position, (name, text) in enumerate(zip([*names, *[""] * len(texts)], texts, strict=False))
                if text and position != first
            ]
            row.keep(*texts)
            self._claim(home, texts[first], row, note, {"note": "; ".join(told)} if told else None)

    def _place_html(self, piece: Piece, home: Home, row: Row, note: str) -> None:
        fragment = read_html(piece.source)
        is_list = home.path != ("background",)
        if fragment.paragraphs and not is_list:
            self._note(row, note or row.heading, piece.source)
            return
        inline = Inline("", fragment.addresses, fragment.comments)
        self._add_addresses(inline, row)
        for paragraph in fragment.paragraphs:
            self._claim(home, paragraph, row, note)
        if not fragment.paragraphs:
            row.at("", "structure")

    def _place_comment(self, piece: Piece, row: Row) -> None:
        self._note(row, "Comment", "\n".join(piece.lines))

    def _place_definition(self, piece: Piece, row: Row) -> None:
        label, target, hint = piece.lines
        row.keep(label)
        self._link(Address(hint or label.lower(), target), row)

    # Single values ---------------------------------------------------------------------------------------

    def _place_value(self, section: Section, path: tuple[str, ...], row: Row) -> None:
        """A single value, a list of texts, or a reference to a segment; what does not fit is a free field."""
        if path == ("demographics", "occupation"):
            path = self._job_path
        if path == ("picture",):
            self._place_picture(section, row)
            return
        texts = self._texts(section.pieces, row)
        if is_text_list(path):
            if len(texts) == 1:
                texts = [part.strip() for part in re.split(r"[,;\n]", texts[0]) if part.strip()]
            fitting, others = typed_list(path, texts)
            if fitting and self._persona.set(path, fitting):
                row.keep(*texts)
                row.at(_spell_path(path), "field")
                texts = others
            if texts:
                self._put_custom(row, section.heading, ", ".join(texts))
            return
        self._place_text_value(self._joined(section.pieces, texts), path, row, section.heading)

    def _place_text_value(self, text: str, path: tuple[str, ...], row: Row, heading: str) -> None:
        if not text:
            row.at(_spell_path(path), row.how or "empty")
            return
        value: object = typed(path, text)
        if path == ("segment",):
            value = self._segment_of(text, row) if len(text) <= 80 and "\n" not in text else None
        if value is None or not self._persona.set(path, value):
            self._put_custom(row, heading, text)
            return
        row.keep(text)
        row.record = row.record or str(self._persona.reference)
        row.at(_spell_path(path), "field")

    def _place_picture(self, section: Section, row: Row) -> None:
        before = self._persona.get("picture")
        texts = self._texts(section.pieces, row)
        rest = [text for text in texts if text]
        if before is None and self._persona.get("picture") is None and len(rest) == 1 and "\n" not in rest[0]:
            self._place_text_value(rest[0], ("picture",), row, section.heading)
        elif rest:
            self._put_custom(row, section.heading, "\n".join(rest))

    def _place_name(self, section: Section, row: Row) -> None:
        text = self._joined(section.pieces, self._texts(section.pieces, row))
        title = self._found.title
        if text in (title.name, title.whole) or (title.name and text.startswith(title.name)):
            row.keep(title.name)
            row.at("Name", "field")
            if text != title.name:
                rest = (
                    (title.occupation, self._job_path),
                    (title.age, ("demographics", "age")),
                    (title.summary, ("summary",)),
                )
                for value, path in rest:
                    if value and value in text:
                        self._place_text_value(value, path, row, section.heading)
                if title.whole == text:
                    self._put_custom(row, "Heading", text)
        else:
            self._put_custom(row, section.heading, text)

    def _place_job_title(self, section: Section, row: Row, *, is_matter: bool) -> None:
        """`title`: the persona's name in front matter and where no other is, else what it works as."""
        text = self._joined(section.pieces, self._texts(section.pieces, row))
        name = self._found.title.name
        if text == name or (not is_matter and text.startswith(name) and self._found.root is None and name):
            self._place_name(section, row)
        elif not is_matter:
            self._place_text_value(text, self._job_path, row, section.heading)
        elif text.casefold().startswith(name.casefold()) and self._found.root is None:
            self._place_name(section, row)
        elif text.casefold().startswith(name.casefold()):
            self._place_text_value(text, ("summary",), row, section.heading)
        else:
            self._put_custom(row, section.heading, text)

    def _place_id(self, section: Section, row: Row) -> None:
        text = self._joined(section.pieces, self._texts(section.pieces, row))
        if section.style == "key" and is_record_id(text) and text == self._found.persona_id:
            row.keep(text)
            row.at("The persona's id", "field")
        else:
            self._put_custom(row, section.heading, text)

    def _place_links(self, section: Section, row: Row) -> None:
        """A list of links: each item is one link with all of its text, further links in it follow."""
        for piece in section.pieces:
            if piece.pairs:
                pairs = {key.lower(): value for key, value in piece.pairs}
                target = next(
                    (pairs[key] for key in ("url", "href", "link", "target", "address") if pairs.get(key)), ""
                )
                told = [value for value in pairs.values() if value != target]
                row.keep(*pairs.keys())
                self._link(Address("; ".join(told), target), row, always=True)
            elif piece.kind in ("item", "paragraph"):
                inline = self._read(piece)
                links = [address for address in inline.addresses if not address.is_picture]
                text = "\n".join([inline.text, *self._nested_lines(piece.children, "", row)]).strip()
                if links:
                    self._link(Address(text, links[0].target, links[0].hint), row, always=True)
                    for address in links[1:]:
                        self._link(address, row)
                elif re.match(r"^\S+$", text) and "." in text:
                    self._link(Address("", text), row, always=True)
                else:
                    self._note(row, section.heading, piece.source or text)
                self._add_addresses(
                    Inline("", tuple(a for a in inline.addresses if a.is_picture), inline.comments), row
                )
            else:
                self._place_list((piece,), Home("field", ("background",)), row, "")

    # What text holds -------------------------------------------------------------------------------------

    def _read(self, piece: Piece) -> Inline:
        text = "\n".join(piece.lines)
        if piece.plain:
            return Inline(text.strip())
        return self._reader.read(text)

    def _texts(self, pieces: Sequence[Piece], row: Row) -> list[str]:
        """The plain texts of pieces; their links and comments are stored on the way."""
        found: list[str] = []
        for piece in pieces:
            if piece.kind in ("paragraph", "item"):
                inline = self._read(piece)
                self._add_addresses(inline, row)
                pairs = "; ".join(f"{key}: {value}" for key, value in piece.pairs)
                nested = self._nested_lines(piece.children, "", row)
                found.append("\n".join(part for part in (inline.text or pairs, *nested) if part))
            elif piece.kind in ("quote", "html", "comment", "rule", "definition"):
                self._place_list((piece,), Home("field", ("background",)), row, "")
            else:
                self._note(row, row.heading, piece.source)
        return [text for text in found if text]

    @staticmethod
    def _joined(pieces: Sequence[Piece], texts: Sequence[str]) -> str:
        return ("; " if any(piece.kind == "item" for piece in pieces) else "\n").join(texts)

    def _markdown(self, section: Section) -> str:
        """What stands under a heading, as Markdown."""
        if self._parsed.format == "markdown" and section.style == "heading" and section.pieces:
            is_whole = section.pieces[-1].last >= section.last
            if is_whole:
                return self._parsed.text_of(section.body, section.last)
        parts: list[str] = []
        for piece in section.pieces:
            is_item = piece.kind == "item"
            text = _plain_item(piece) if piece.plain or not piece.source else piece.source
            if is_item and (piece.plain or not piece.source):
                text = f"- {text}"
            parts.append(text)
        separator = "\n" if all(piece.kind == "item" for piece in section.pieces) else "\n\n"
        return separator.join(parts)

    def _keep_heading_addresses(self, section: Section, row: Row) -> None:
        if section.written and section.written != section.heading:
            inline = self._reader.read(section.written)
            self._add_addresses(inline, row)

    def _add_addresses(self, inline: Inline, row: Row) -> None:
        for address in inline.addresses:
            self._link(address, row)
        for comment in inline.comments:
            self._note(row, "Comment", comment)

    def _link(self, address: Address, row: Row, *, always: bool = False) -> None:
        """Store an address: the first picture as the persona's, everything else as a link, each target once."""
        row.keep(address.text, address.target, address.hint)
        title = (
            f"{address.text} – {address.hint}" if address.text and address.hint else address.text or address.hint
        )
        if address.is_picture and address.target:
            if self._persona.get("picture") is None:
                self._persona.set(("picture",), address.target)
                row.at("Picture", "field")
                if not title:
                    return
            elif self._persona.get("picture") == address.target and not title:
                return
        target = address.target if address.is_picture else self._addresses.target(address.target, self._path)
        if not target and not title:
            return
        known = [link for link in self._persona.get("links") or () if link.get("target", "") == target]
        if any(link.get("title", "") == title for link in known) or (
            known and not always and not address.hint and not address.is_picture
        ):
            return
        item: Data = {"title": title} if title else {}
        if target:
            item["target"] = target
        self._persona.add("links", item)
        row.record = row.record or str(self._persona.reference)
        row.at("Links", "link")

    # Where everything else goes --------------------------------------------------------------------------

    def _note(self, row: Row, heading: str, text: str) -> None:
        item: Data = {"heading": heading} if heading else {}
        if text:
            item["text"] = text
        row.keep(heading, text)
        row.record = row.record or str(self._persona.reference)
        row.at(f"Notes “{clean_line(heading)}”" if heading else "Notes", "notes")
        if item:
            self._persona.add("notes", item)

    def _custom(self, row: Row, heading: str, section: Section) -> None:
        texts = self._texts(section.pieces, row)
        self._put_custom(row, heading, self._joined(section.pieces, texts))

    def _put_custom(self, row: Row, heading: str, text: str) -> None:
        if len(text) > _LONGEST_LABEL_VALUE:
            self._note(row, heading, text)
            return
        name = self._persona.put_custom(heading, text)
        row.keep(heading, text)
        row.record = row.record or str(self._persona.reference)
        row.at(f"Free field “{name}”", "custom")

    def _canvas(self, tool_id: str) -> Draft:
        if tool_id not in self._canvases:
            self._canvases[tool_id] = Draft(canvas_reference(tool_id, self._found.persona_id))
        return self._canvases[tool_id]

    def _row(self, first: int, last: int, heading: str) -> Row:
        row = Row(first, last, heading)
        self._placement.rows.append(row)
        return row

    def _spell(self, home: Home) -> str:
        if home.kind == "region":
            return self._boxes.spell(home)
        if home.kind == "field":
            return _spell_path(self._job_path if home.path == ("demographics", "occupation") else home.path)
        return {"links": "Links", "notes": "Notes", "custom": "Free fields", "container": "Profile"}.get(
            home.kind, home.kind.capitalize()
        )


def name_of(sections: Iterable[Section], vocabulary: Vocabulary, kinds: Sequence[str]) -> str:
    """The name that a `Name:` label or key gives a persona."""
    for section in sections:
        home = vocabulary.home(section.heading) if section.heading else None
        if home is not None and home.kind in kinds and section.pieces:
            piece = section.pieces[0]
            text = "\n".join(piece.lines)
            return clean_line(text) if piece.plain else InlineReader({}).read(text).text
    return ""


def _plain_item(piece: Piece) -> str:
    parts = [
        " ".join(line.strip() for line in piece.lines),
        "; ".join(f"{key}: {value}" for key, value in piece.pairs),
    ]
    parts += [_plain_item(child) for child in piece.children]
    return ", ".join(part for part in parts if part)


def _score(text: str, item: Data) -> Data:
    """`Patience: 4/5` as a scored trait. The text is kept whole when the numbers make no sense."""
    match = _SCORE.match(text)
    if match is None or "score" in item:
        return {}
    high = float(match["high"]) if match["high"] else 0.0
    score = float(match["score"])
    if high and score <= high:
        return {"text": match["text"], "score": score, "high": high}
    return {"text": match["text"], "score": score} if not high and score <= 5 else {}


def _spell_path(path: tuple[str, ...]) -> str:
    """A field of a persona as people say it: `Challenges and pains`, `Demographics: age`."""
    if path[0] in CLAIM_FIELDS:
        return CLAIM_FIELDS[path[0]]
    words = [step.replace("_", " ") for step in path]
    if path[0] in table_fields(Persona):
        return f"{words[0].capitalize()}: {words[-1]}"
    return words[0].capitalize()


def is_reference_to(reference: Reference, text: str) -> bool:
    """Whether a text spells a reference."""
    return Reference.parse(text) == reference


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to a reader."""
    return normalise(one) == normalise(other)
