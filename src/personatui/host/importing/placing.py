"""Where the sections of one persona go: its record, the tools' canvases, notes and free fields; a row for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from personatui.host.importing.account import Row
from personatui.host.importing.addresses import Addresses
from personatui.host.importing.documents import ParsedFile, Piece, Section
from personatui.host.importing.drafts import Draft, is_text_list, typed_list
from personatui.host.importing.inline import Address, Inline, InlineReader
from personatui.host.importing.outline import Title, take_title_apart
from personatui.host.importing.recorder import Recorder, SegmentOf
from personatui.host.importing.statements import BACKGROUND, QUOTES, StatementPlacer, on_one_line
from personatui.host.importing.vocabulary import Home, Vocabulary
from personatui.host.importing.yaml_files import TEXT_KEYS
from personatui.model.cleaning import clean_line
from personatui.model.ids import is_record_id

_TARGET_KEYS = ("url", "href", "link", "target", "address")


@dataclass(frozen=True, slots=True)
class PersonaInput:
    """One persona as found in a file: its id, its heading taken apart and its sections.

    `key` is the key that it stands under in a YAML file, and that key's line.
    """

    persona_id: str
    title: Title
    sections: tuple[Section, ...]
    matter: tuple[Section, ...] = ()
    comments: tuple[Piece, ...] = ()
    root: Section | None = None
    key: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    """A heading that what follows may stand below; `heading` is what of it is noted with statements."""

    level: int
    home: Home | None
    heading: str


@dataclass(slots=True)
class Placement:
    """What one persona became: its record, its canvases, and where each line went."""

    drafts: list[Draft]
    rows: list[Row] = field(default_factory=list)


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
        self._found = found
        self._reader = InlineReader(parsed.references)
        self._homes = {
            section.heading: vocabulary.home(section.heading)
            for section in (*found.matter, *found.sections)
            if section.heading
        }
        self._recorder = Recorder(
            found.persona_id, path, filter(None, self._homes.values()), vocabulary, addresses, segment_of
        )
        self._statements = StatementPlacer(self._recorder, self._reader, vocabulary.is_known)
        self._rows: list[Row] = []
        self._has_labels = False

    def place(self) -> Placement:
        """Place everything."""
        self._recorder.persona.set(("name",), self._found.title.name)
        if self._recorder.is_business:
            self._recorder.persona.set(("kind",), "b2b")
        if self._found.key is not None:
            self._place_key(*self._found.key)
        for comment in self._found.comments:
            row = self._row(comment.first, comment.last, "Comment")
            self._statements.place((comment,), BACKGROUND, row)
        self._place_sections(self._found.matter, is_matter=True)
        self._place_sections(self._found.sections, is_matter=False)
        return Placement([self._recorder.persona, *self._recorder.canvases], self._rows)

    def _place_key(self, key: str, line: int) -> None:
        row = self._row(line, line, key)
        if key in (self._found.persona_id, self._found.title.name):
            row.keep(key)
            row.at("The persona's id" if key == self._found.persona_id else "Name", "field")
        else:
            self._recorder.free(key, row, "Key")

    # Sections --------------------------------------------------------------------------------------------

    def _place_sections(self, sections: Sequence[Section], *, is_matter: bool) -> None:
        frames: list[_Frame] = []
        position = 0
        while position < len(sections):
            section = sections[position]
            while frames and section.heading and frames[-1].level >= max(section.level, 1):
                frames.pop()
            below = _below(sections, position)
            position += 1
            if self._is_root(section):
                self._place_title(section)
                self._place_text(section, None)
            elif not section.heading:
                self._place_text(section, frames[-1] if frames else None)
            else:
                self._has_labels = self._has_labels or not is_matter
                home, note = self._effective(section, frames)
                frames.append(_Frame(section.level, home, note))
                if home is None:
                    position += self._place_unknown(section, below)
                else:
                    self._place_known(section, home, note, below, is_matter=is_matter)

    def _is_root(self, section: Section) -> bool:
        """Whether this is the persona's own heading, its labels taken out of its text or not."""
        root = self._found.root
        return root is not None and section.style == "heading" and section.first == root.first

    def _effective(self, section: Section, frames: Sequence[_Frame]) -> tuple[Home | None, str]:
        """The home of a section, and the heading to note with its statements.

        Below a list of statements an unknown heading groups them, and so does the name of a single value.
        """
        home = self._homes.get(section.heading)
        if home is not None and home.kind == "id" and section.style != "key":
            home = None
        parent = frames[-1].home if frames else None
        if parent is not None and parent.is_list:
            if parent.path == BACKGROUND.path:
                groups = home is None and section.style != "label"
            else:
                groups = home is None or (home.kind != "links" and (not home.is_list or home.path == BACKGROUND.path))
            if groups:
                above = frames[-1].heading
                return parent, f"{above}: {section.heading}" if above else section.heading
        return home, section.heading if home is not None and home.keep_heading else ""

    def _place_known(
        self, section: Section, home: Home, note: str, below: Sequence[Section], *, is_matter: bool
    ) -> None:
        row = self._row(section.first, section.last, section.heading)
        if self._homes.get(section.heading) is not None:
            row.keep(section.heading)
        self._heading_addresses(section, row)
        if not section.pieces:
            # Headings above others hold them together; everything else that is empty is told so.
            groups = any(part.pieces and self._is_unknown(part) and part.level == section.level + 1 for part in below)
            if note and not groups:
                self._recorder.note(row, note, "")
            row.keep(note)
            row.at(self._recorder.spell(home), "structure" if below else "empty")
            return
        if home.is_list:
            pieces = section.pieces
            if note and home.path == ("traits",) and len(pieces) == 1 and pieces[0].kind == "paragraph":
                # `patience: 4` below the traits
                self._recorder.claim(home, f"{section.heading}: {self._joined(section, row)}", row)
            else:
                self._statements.place(pieces, home, row, note)
            if note and not row.holds(note):
                self._recorder.note(row, note, "")
            return
        match home.kind:
            case "container":
                self._statements.place(section.pieces, BACKGROUND, row, note)
            case "links":
                self._place_links(section, row)
            case "notes":
                self._recorder.note(row, section.heading, self._markdown(section))
            case "custom":
                self._recorder.free(self._joined(section, row), row, section.heading)
            case "name":
                self._place_name(self._joined(section, row), section, row)
            case "id":
                self._place_id(section, row)
            case "title":
                self._place_job_title(section, row, is_matter=is_matter)
            case _:
                self._place_value(section, home.path, row)

    def _place_unknown(self, section: Section, below: Sequence[Section]) -> int:
        """Keep a section that nobody knows; returns how many sections below it were kept with it."""
        taken = list(below) if all(self._is_unknown(part) for part in below) else []
        row = self._row(section.first, max([section.last, *(part.last for part in taken)]), section.heading)
        self._heading_addresses(section, row)
        is_fact = section.style in ("label", "key")
        if taken:
            self._recorder.note(row, section.heading, self._nested(section, taken))
        elif not section.pieces and is_fact and not below:
            self._recorder.free("", row, section.heading)
        elif is_fact and len(section.pieces) == 1 and section.pieces[0].kind == "paragraph":
            self._recorder.free(self._joined(section, row), row, section.heading)
        elif section.pieces and all(piece.kind == "quote" for piece in section.pieces):
            self._statements.place(section.pieces, QUOTES, row, section.heading)
            if not row.holds(section.heading):
                self._recorder.note(row, section.heading, "")
        else:
            self._recorder.note(row, section.heading, self._markdown(section))
        return len(taken)

    def _is_unknown(self, section: Section) -> bool:
        return section.style != "label" and (not section.heading or self._homes.get(section.heading) is None)

    def _nested(self, section: Section, below: Sequence[Section]) -> str:
        """A section and those below it as one Markdown text."""
        if self._parsed.format == "markdown" and section.style == "heading":
            return self._parsed.text_of(section.body, max(part.last for part in below))
        lines = [self._markdown(section)] if section.pieces else []
        for part in below:
            indent = "  " * (part.level - section.level - 1)
            values = [" ".join(piece.lines) for piece in part.pieces if piece.kind == "paragraph"]
            lines.append(f"{indent}- {part.heading}: {' '.join(values)}".rstrip())
            lines.extend(f"{indent}  - {on_one_line(piece)}" for piece in part.pieces if piece.kind != "paragraph")
        return "\n".join(lines)

    # Titles and text without a heading -------------------------------------------------------------------

    def _place_title(self, section: Section) -> None:
        row = self._row(section.first, max(section.body - 1, section.first), section.heading)
        self._heading_addresses(section, row)
        self._place_name(section.heading, section, row)

    def _place_name(self, text: str, section: Section, row: Row) -> None:
        """The parts of the persona's title; a name that is not the one chosen is kept as a free field."""
        name = self._found.title.name
        parts = Title(text) if text == name else take_title_apart(text)
        if parts.name != name:
            self._recorder.free(text, row, "Heading" if section.style == "heading" else section.heading)
            return
        row.keep(name, place=(self._recorder.persona.reference, ("name",)))
        row.at("Name", "field")
        said = (
            (parts.occupation, self._recorder.job_path),
            (parts.age, ("demographics", "age")),
            (parts.summary, ("summary",)),
        )
        for value, path in said:
            if value:
                self._recorder.value(value, path, row, "Heading")
        if parts.whole:
            self._recorder.free(text, row, "Heading")

    def _place_text(self, section: Section, frame: _Frame | None) -> None:
        """Text without a heading: about the persona at its beginning, notes behind a line across the page."""
        home = frame.home if frame is not None and frame.home is not None and frame.home.is_list else BACKGROUND
        is_aside = section.style == "aside" and self._has_labels
        only_links = all(piece.kind == "rule" or self._is_only_links(piece) for piece in section.pieces)
        for piece in section.pieces:
            row = self._row(piece.first, piece.last, "")
            if only_links and piece.kind != "rule":
                for address in self._statements.read(piece).addresses:
                    self._recorder.link(address, row, always=True)
            elif piece.kind == "table" or (is_aside and piece.kind in ("paragraph", "item")):
                self._recorder.note(row, "", piece.source)
            else:
                self._statements.place((piece,), home, row)

    def _is_only_links(self, piece: Piece) -> bool:
        if piece.kind not in ("item", "paragraph") or piece.plain or piece.children:
            return False
        found = self._statements.read(piece)
        links = [address for address in found.addresses if not address.is_picture]
        return bool(links) and not re.search(r"\w", found.bare)

    # Single values ---------------------------------------------------------------------------------------

    def _place_value(self, section: Section, path: tuple[str, ...], row: Row) -> None:
        """A single value or a list of texts; what does not fit becomes a free field."""
        if path == ("picture",):
            self._place_picture(section, row)
            return
        if not is_text_list(path):
            self._recorder.value(self._joined(section, row), path, row, section.heading)
            return
        texts = self._statements.texts(section.pieces, row)
        if len(texts) == 1:
            texts = [part.strip() for part in re.split(r"[,;\n]", texts[0]) if part.strip()]
        fitting, others = typed_list(path, texts)
        if fitting and not self._recorder.texts(fitting, path, row, texts):
            others = texts
        elif not fitting:
            row.keep(*texts)
        if others:
            self._recorder.free(", ".join(others), row, section.heading)

    def _place_picture(self, section: Section, row: Row) -> None:
        """A picture by its address, whether as text, link or image."""
        had_one = self._recorder.persona.get("picture") is not None
        text = self._joined(section, row)
        has_one = self._recorder.persona.get("picture") is not None
        if text and "\n" not in text and had_one is has_one is False:
            self._recorder.value(text, ("picture",), row, section.heading)
        elif text:
            self._recorder.free(text, row, section.heading)

    def _place_job_title(self, section: Section, row: Row, *, is_matter: bool) -> None:
        """`title`: the persona's name in front matter and where no other is, else what it works as."""
        text = self._joined(section, row)
        name = self._found.title.name
        is_name = bool(name) and text.casefold().startswith(name.casefold())
        if name and (text == name or (self._found.root is None and take_title_apart(text).name == name)):
            self._place_name(text, section, row)
        elif is_name and is_matter:
            self._recorder.value(text, ("summary",), row, section.heading)
        elif is_matter:
            self._recorder.free(text, row, section.heading)
        else:
            self._recorder.value(text, self._recorder.job_path, row, section.heading)

    def _place_id(self, section: Section, row: Row) -> None:
        text = self._joined(section, row)
        if section.style == "key" and is_record_id(text) and text == self._found.persona_id:
            row.keep(text)
            row.at("The persona's id", "field")
        else:
            self._recorder.free(text, row, section.heading)

    def _place_links(self, section: Section, row: Row) -> None:
        """A list of links: each item is one link with all of its text, further links in it follow."""
        for piece in section.pieces:
            if piece.pairs:
                pairs = {key.lower(): value for key, value in piece.pairs}
                target = next((pairs[key] for key in _TARGET_KEYS if pairs.get(key)), "")
                titled = [key for key in pairs if key in (*_TARGET_KEYS, *TEXT_KEYS) and pairs[key]]
                row.keep(*titled)
                told = [pairs[key] for key in titled if pairs[key] != target]
                told += [f"{key}: {value}" if value else key for key, value in pairs.items() if key not in titled]
                self._recorder.link(Address("; ".join(told), target), row, always=True)
            elif piece.kind in ("item", "paragraph"):
                self._place_link(piece, section, row)
            else:
                self._statements.place((piece,), BACKGROUND, row)

    def _place_link(self, piece: Piece, section: Section, row: Row) -> None:
        inline = self._statements.read(piece)
        links = [address for address in inline.addresses if not address.is_picture]
        if links and not piece.children:
            self._recorder.link(Address(inline.text, links[0].target, links[0].hint), row, always=True)
            others = tuple(address for address in inline.addresses if address is not links[0])
            self._recorder.addresses(Inline("", others, inline.comments), row)
        elif re.fullmatch(r"\S+\.\S+", inline.text) and not piece.children:
            self._recorder.link(Address("", inline.text), row, always=True)
        else:
            self._recorder.addresses(inline, row)
            self._recorder.note(row, section.heading, piece.source or on_one_line(piece))

    # Small things ----------------------------------------------------------------------------------------

    def _joined(self, section: Section, row: Row) -> str:
        """All of a section as one text; links, pictures, quotes and the like are stored on the way."""
        texts = self._statements.texts(section.pieces, row)
        return ("; " if any(piece.kind == "item" for piece in section.pieces) else "\n").join(texts)

    def _markdown(self, section: Section) -> str:
        """What stands under a heading, as Markdown."""
        pieces = section.pieces
        if self._parsed.format == "markdown" and section.style == "heading" and pieces[-1:]:
            return self._parsed.text_of(section.body, section.last)
        texts = []
        for piece in pieces:
            is_built = piece.plain or not piece.source
            text = on_one_line(piece) if is_built else piece.source
            texts.append(f"- {text}" if is_built and piece.kind == "item" else text)
        return ("\n" if all(piece.kind == "item" for piece in pieces) else "\n\n").join(texts)

    def _heading_addresses(self, section: Section, row: Row) -> None:
        if section.written and section.written != section.heading:
            self._recorder.addresses(self._reader.read(section.written), row)

    def _row(self, first: int, last: int, heading: str) -> Row:
        row = Row(first, last, heading, block=str(self._recorder.persona.reference))
        self._rows.append(row)
        return row


def name_of(sections: Iterable[Section], vocabulary: Vocabulary, kinds: Sequence[str]) -> str:
    """The name that a `Name:` label or key gives a persona."""
    for section in sections:
        home = vocabulary.home(section.heading) if section.heading else None
        if home is not None and home.kind in kinds and section.pieces:
            piece = section.pieces[0]
            text = "\n".join(piece.lines)
            return clean_line(text) if piece.plain else InlineReader({}).read(text).text
    return ""


def _below(sections: Sequence[Section], position: int) -> list[Section]:
    """The sections that stand below one."""
    section = sections[position]
    found: list[Section] = []
    for candidate in sections[position + 1 :] if section.heading else ():
        if candidate.level <= section.level:
            break
        found.append(candidate)
    return found
