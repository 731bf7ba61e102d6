"""Which parts of a file are personas and which are something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal

from personatui.host.importing.documents import ParsedFile, Piece, Section
from personatui.host.importing.inline import InlineReader
from personatui.host.importing.labels import LabelSplitter, Mode, mode_for
from personatui.host.importing.synonyms import names_in, normalise
from personatui.host.importing.vocabulary import Vocabulary
from personatui.model.ids import slugify

# Files of these names are about personas rather than one, unless they say otherwise.
_DOCUMENT_STEMS = names_in(
    "readme; index; license; licence; copying; notice; contributing; changelog; changes; code of conduct; "
    "authors; contributors; maintainers; security; support; summary; toc"
)
_COLLECTION = re.compile(
    r"\b(?:personas|profiles|archetypes|users|customers|people|audiences|segments|characters|readers|buyers)\b",
    re.I,
)
_NAME_MARK = re.compile(
    r"^(?:(?:user|customer|buyer|learner|proto|primary|secondary|negative)[\s-]+)*persona\s*"
    r"(?:#?\s*(?:\d+|[a-z]))?\s*(?:[:.|]|\s[-–—])\s*(?=\S)|^\d+[.)]\s+(?=\S)",
    re.I,
)
_DASH = re.compile(r"\s+[-–—|]\s+|\s*[–—]\s*")
_AGE = re.compile(r"^\d{1,3}(?:\s*(?:years?(?:\s+old)?|yo|y/o))?$", re.I)
_ENDING = re.compile(r"^(?P<name>.+?)\s*\((?P<rest>[^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a file: one persona, or text that is about something else.

    `title` is what the persona's heading says. `key` is the id that the file gives it. `root` is the section of
    the persona's own heading, when it has one. `is_split` when labels are sections already.
    """

    kind: Literal["persona", "document"]
    title: str
    sections: tuple[Section, ...]
    key: str = ""
    root: Section | None = None
    is_split: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """A persona's heading taken apart; `whole` is kept when the parts do not say everything."""

    name: str
    occupation: str = ""
    age: str = ""
    summary: str = ""
    whole: str = ""


@dataclass(slots=True)
class _Node:
    section: Section | None
    children: list[_Node]

    def sections(self) -> Iterator[Section]:
        if self.section is not None:
            yield self.section
        for child in self.children:
            yield from child.sections()


class Outliner:
    """Finds the personas of a parsed file. `links_to_files` counts a section's links to other imported files."""

    def __init__(self, vocabulary: Vocabulary, links_to_files: Callable[[ParsedFile], int]) -> None:
        self._vocabulary = vocabulary
        self._splitter = LabelSplitter(vocabulary)
        self._links_to_files = links_to_files

    def blocks(self, parsed: ParsedFile) -> tuple[Block, ...]:
        """The parts of a file in order; a file of one persona is one block."""
        if parsed.format == "yaml":
            return tuple(self._yaml_blocks(parsed))
        root = _tree(parsed.sections)
        stem = PurePath(parsed.name).stem
        found = self._find(root, stem, parsed)
        if not found or found[0] is root:
            rows = [row for section in parsed.sections for row in self._table_personas(section)]
            if rows:
                personas = [Block("persona", "", row, is_split=True) for row in rows]
                return (*personas, Block("document", _title_of(parsed, stem), parsed.sections))
        if found and found[0] is root:
            return tuple(self._whole_file(parsed, root))
        if not found:
            return (Block("document", _title_of(parsed, stem), parsed.sections),)
        return tuple(self._cut(parsed, found))

    def _yaml_blocks(self, parsed: ParsedFile) -> Iterator[Block]:
        others: list[Section] = [*parsed.sections]
        for record in parsed.records:
            names = [section for section in record.sections if section.level == 1]
            if not any(self._vocabulary.is_evidence(section.heading) for section in names) and not record.key:
                others.extend(record.sections)
                continue
            yield Block("persona", "", record.sections, record.key)
        if others or parsed.matter or not parsed.records:
            yield Block("document", _title_of(parsed, PurePath(parsed.name).stem), tuple(others))

    def _whole_file(self, parsed: ParsedFile, root: _Node) -> Iterator[Block]:
        heading = self._single(root)
        sections = parsed.sections
        title = heading.section if heading is not None else None
        if title is None and sections and self._opens_with_name(sections):
            title = next(section for section in sections if section.level)
        whole = Block("persona", title.heading if title is not None else "", sections, root=title)
        if any(section.level for section in sections):
            yield whole
            return
        # Without any heading, each `Name:` begins a persona.
        parts: list[list[Section]] = [[]]
        for part in self.labelled(whole):
            if _is_name(part, self._vocabulary) and any(_is_name(entry, self._vocabulary) for entry in parts[-1]):
                parts.append([])
            parts[-1].append(part)
        if len(parts) == 1:
            yield whole
            return
        for part_sections in parts:
            yield Block("persona", "", tuple(part_sections), is_split=True)

    def _single(self, root: _Node) -> _Node | None:
        """The one heading that everything else stands below, unless it names a field."""
        headed = [child for child in root.children if child.section is not None and child.section.level]
        if len(headed) != 1 or self._is_field(headed[0]):
            return None
        return headed[0]

    def _opens_with_name(self, sections: Sequence[Section]) -> bool:
        """Whether the first of several equal headings names the persona and the others are its fields."""
        first = next((section for section in sections if section.level), None)
        return (
            first is not None
            and not self._vocabulary.is_known(first.heading)
            and sum(self._vocabulary.is_known(section.heading) for section in sections if section is not first) > 0
            and first.level == min(section.level for section in sections if section.level)
        )

    def _cut(self, parsed: ParsedFile, found: Sequence[_Node]) -> Iterator[Block]:
        taken: set[int] = set()
        for node in found:
            sections = tuple(node.sections())
            taken.update(id(section) for section in sections)
            title = node.section
            yield Block("persona", title.heading if title is not None else "", sections, root=title)
        left = tuple(section for section in parsed.sections if id(section) not in taken)
        if left or parsed.matter:
            yield Block("document", _title_of(parsed, PurePath(parsed.name).stem), left)

    def _find(self, root: _Node, stem: str, parsed: ParsedFile) -> list[_Node]:
        """The headings that are personas; the root itself when the file as a whole is one."""
        top = self._single(root) or root
        heading = top.section.heading if top.section is not None and top.section.level else _matter_title(parsed)
        several = self._several(top, heading, stem)
        if several:
            return several
        evidence = self._evidence(parsed.sections) | {
            normalise(section.heading) for section in parsed.matter if self._vocabulary.is_evidence(section.heading)
        }
        if normalise(stem) in _DOCUMENT_STEMS:
            return [root] if len(evidence) >= 3 else []
        is_collection = bool(_COLLECTION.search(heading))
        if not evidence and (is_collection or self._links_to_files(parsed) >= 2):
            return []
        return [root]

    def _several(self, node: _Node, heading: str, stem: str) -> list[_Node]:
        """The personas below a heading, when there are several or the heading says that it gathers them."""
        candidates = [child for child in node.children if child.section is not None and child.section.level]
        likely = [child for child in candidates if self._is_persona(child)]
        known = [child for child in candidates if self._vocabulary.is_evidence(_heading_of(child))]
        is_collection = bool(_COLLECTION.search(heading))
        own = 1 if node.section is not None and any(self._splitter.labels_in(node.section)) else 0
        if slugify(heading) == stem.lower() and not is_collection:
            own += 1
        if likely and (is_collection or (len(likely) > len(known) + own and self._is_alike(likely, node))):
            return likely
        gathered = [child for child in candidates if _COLLECTION.search(_heading_of(child))]
        if known and not is_collection:
            return [found for child in gathered for found in self._several(child, _heading_of(child), "")]
        deeper = [found for child in candidates for found in self._several(child, _heading_of(child), "")]
        if is_collection or gathered or node.section is None or len(deeper) > 1:
            return deeper
        return []

    def _is_field(self, node: _Node) -> bool:
        if node.section is None or _COLLECTION.search(node.section.heading):
            return False
        return self._vocabulary.is_known(node.section.heading)

    def _is_persona(self, node: _Node) -> bool:
        """Whether a heading is no field itself, and fields stand right below it."""
        if self._is_field(node) or node.section is None:
            return False
        evidence = [node.section, *(child.section for child in node.children if child.section is not None)]
        return bool(self._evidence(evidence))

    def _is_alike(self, nodes: Sequence[_Node], parent: _Node) -> bool:
        """Whether at least two headings have a field in common, as personas do and a persona's parts do not.

        Headings of the first level that stand beside each other need not.
        """
        if parent.section is None:
            return True
        seen: set[str] = set()
        for node in nodes:
            evidence = self._evidence(list(node.sections()))
            if seen & evidence:
                return True
            seen |= evidence
        return False

    def _evidence(self, sections: Sequence[Section]) -> set[str]:
        """The names of the persona's fields that headings and labels hold."""
        found: set[str] = set()
        for section in sections:
            if section.level and self._vocabulary.is_evidence(section.heading):
                found.add(normalise(section.heading))
            found.update(normalise(label) for label in self._splitter.labels_in(section))
        return found

    def labelled(self, block: Block) -> tuple[Section, ...]:
        """The sections of a persona with the labels in its text as sections of their own."""
        if block.is_split:
            return block.sections
        done: list[Section] = []
        for position, section in enumerate(block.sections):
            is_root = section is block.root
            is_last = position == len(block.sections) - 1
            for part in _without_footer(section) if is_last and not is_root else (section,):
                done.extend(self._splitter.split(part, self._mode(part, is_root=is_root)))
        return tuple(done)

    def _mode(self, section: Section, *, is_root: bool) -> Mode:
        """How to look for labels in a section of a persona."""
        if is_root or not section.level or section.style == "aside":
            return "facts"
        home = self._vocabulary.home(section.heading)
        if home is None and section.style == "heading" and self._splitter.is_all_labels(section):
            return "facts"
        return mode_for(home)

    def _table_personas(self, section: Section) -> tuple[tuple[Section, ...], ...]:
        """The personas of a table that has one a row, its header naming their fields."""
        found: list[tuple[Section, ...]] = []
        for table in section.pieces:
            if table.kind != "table" or len(table.children) < 3:
                continue
            header, *rows = table.children
            homes = [self._vocabulary.home(cell) for cell in header.lines]
            if sum(home is not None for home in homes) < 2 or not any(home and home.kind == "name" for home in homes):
                continue
            found.extend(tuple(_cells(header, row, section.level)) for row in rows)
        return tuple(found)


def _is_name(section: Section, vocabulary: Vocabulary) -> bool:
    home = vocabulary.home(section.heading) if section.heading else None
    return home is not None and home.kind == "name"


def _cells(header: Piece, row: Piece, level: int) -> Iterator[Section]:
    for name, value in zip(header.lines, row.lines, strict=False):
        pieces = (Piece("paragraph", row.first, row.last, value, (value,)),) if value.strip() else ()
        yield Section(name, level + 1, row.first, row.first, row.last, "label", pieces, name)


def take_title_apart(heading: str) -> Title:
    """Name and occupation, age or summary out of a heading: `Maya Okafor - Vet`, `Maya, 34`, `Persona 2: Maya`."""
    text = _NAME_MARK.sub("", heading).strip()
    whole = heading if text != heading else ""
    parts = [part.strip() for part in _DASH.split(text, maxsplit=1)]
    if len(parts) == 2 and all(parts):
        name, rest = parts
        inner = take_title_apart(name) if _ENDING.match(name) or "," in name else Title(name)
        if _AGE.match(rest) and not inner.age:
            return replace(inner, age=rest, whole=whole)
        return replace(inner, occupation=inner.occupation or rest, whole=heading if inner.occupation else whole)
    ending = _ENDING.match(text)
    if ending is not None and _AGE.match(ending["rest"].strip()):
        inner = take_title_apart(ending["name"].strip())
        return replace(inner, age=ending["rest"].strip(), whole=whole)
    name, comma, rest = (part.strip() for part in text.partition(","))
    if comma and name and rest and len(name.split()) <= 4:
        if _AGE.match(rest):
            return Title(name, age=rest, whole=whole)
        words = [word for word in re.findall(r"[^\W\d_]+", rest) if len(word) > 3]
        if words and all(word[0].isupper() for word in words):
            return Title(name, occupation=rest, whole=whole)
        return Title(name, summary=rest, whole=whole)
    return Title(text or heading, whole=whole)


def _tree(sections: Sequence[Section]) -> _Node:
    root = _Node(None, [])
    stack: list[tuple[int, _Node]] = [(0, root)]
    for section in sections:
        node = _Node(section, [])
        if not section.level:
            root.children.append(node)
            continue
        while stack[-1][0] >= section.level:
            stack.pop()
        stack[-1][1].children.append(node)
        stack.append((section.level, node))
    return root


def _heading_of(node: _Node) -> str:
    return node.section.heading if node.section is not None else ""


def _matter_title(parsed: ParsedFile) -> str:
    for section in parsed.matter:
        if normalise(section.heading) in ("title", "name") and section.pieces:
            return " ".join(section.pieces[0].lines)
    return ""


def _title_of(parsed: ParsedFile, stem: str) -> str:
    """What a document is called: its front matter's title, its only first heading, or the file's name."""
    title = _matter_title(parsed)
    if title:
        return title
    headed = [section for section in parsed.sections if section.level]
    if headed and headed[0].level == min(section.level for section in headed):
        reader = InlineReader(parsed.references)
        return reader.read(headed[0].written).text or headed[0].heading or stem
    return stem


def _without_footer(section: Section) -> tuple[Section, ...]:
    """The last section of a persona, and what stands behind its last line across the page."""
    rules = [position for position, piece in enumerate(section.pieces) if piece.kind == "rule"]
    if not section.level or section.style != "heading" or not rules:
        return (section,)
    cut = rules[0]
    kept, footer = section.pieces[:cut], section.pieces[cut:]
    first, last = footer[0].first, footer[-1].last
    return (
        replace(section, pieces=kept, last=max([section.body - 1, *(piece.last for piece in kept)])),
        Section("", section.level, first, first, last, "aside", footer),
    )
