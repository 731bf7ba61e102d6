"""Markdown into sections and pieces, each with the lines it was written on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import rtoml
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.front_matter import front_matter_plugin

from personatui.errors import ImportFormatError
from personatui.host.importing.documents import ParsedFile, Piece, Section
from personatui.host.importing.inline import InlineReader, markdown_parser, read_html
from personatui.host.importing.yaml_files import comments_in, value_pieces, yaml_sections
from personatui.model.cleaning import clean, clean_line

# Underlined text longer than this is a paragraph above a line, not a heading.
_LONGEST_UNDERLINED = 100
_TOML_FENCE = "+++"
_DEFINED = re.compile(r"^[\s>]*\[((?:[^\[\]\\]|\\.)+)\]:")


def parse_markdown(name: str, text: str) -> ParsedFile:
    """The sections of a Markdown text, in order. Every text is Markdown, so this raises nothing."""
    lines = tuple(text.split("\n"))
    matter, structure, comments, skipped = _toml_matter(lines)
    body = "\n".join(["", *[""] * (skipped - 1), *lines[skipped:]]) if skipped else text
    environment: dict[str, Any] = {}
    markdown = markdown_parser().use(front_matter_plugin)
    tree = SyntaxTreeNode(markdown.parse(body, environment))
    nodes = list(tree.children)
    if nodes and nodes[0].type == "front_matter" and not skipped:
        matter, structure, comments = _yaml_matter(name, lines, *_span(nodes.pop(0), lines))
    references: Mapping[str, object] = environment.get("references", {})
    reader = InlineReader(references)
    pieces = sorted(
        [*_top_level(nodes, lines), *_definitions(environment, lines)], key=lambda found: (found.first, found.last)
    )
    return ParsedFile(
        name,
        "markdown",
        lines,
        matter=matter,
        sections=tuple(_sections(pieces, lines, reader)),
        structure=structure,
        comments=comments,
        references=references,
    )


def _sections(found: Sequence[Piece | Section], lines: Sequence[str], reader: InlineReader) -> Iterator[Section]:
    current = Section("", 0, 1, 1, 0, "text")
    pieces: list[Piece] = []
    for entry in found:
        if isinstance(entry, Piece):
            if pieces and entry.kind == pieces[-1].kind == "comment" and entry.first == pieces[-1].last + 1:
                entry = _joined_comments(pieces.pop(), entry)
            pieces.append(entry)
            continue
        if pieces or current.level:
            yield _finished(current, pieces, lines, entry.first - 1)
        heading = reader.read(entry.written)
        text = heading.text or next((address.text for address in heading.addresses), "")
        current = Section(text, entry.level, entry.first, entry.body, entry.last, "heading", (), entry.written)
        pieces = []
    if pieces or current.level:
        yield _finished(current, pieces, lines, len(lines))


def _joined_comments(one: Piece, other: Piece) -> Piece:
    return replace(one, last=other.last, source=f"{one.source}\n{other.source}", lines=(*one.lines, *other.lines))


def _finished(section: Section, pieces: list[Piece], lines: Sequence[str], last: int) -> Section:
    first = section.first if section.level else (pieces[0].first if pieces else 1)
    last = max(_last_written(lines, first, last), section.body - 1, *(piece.last for piece in pieces), first)
    body = section.body if section.level else first
    return Section(section.heading, section.level, first, body, last, section.style, tuple(pieces), section.written)


def _top_level(nodes: Sequence[SyntaxTreeNode], lines: Sequence[str]) -> Iterator[Piece | Section]:
    for node in nodes:
        if node.type == "heading":
            first, last = _span(node, lines)
            written = node.children[0].content if node.children else ""
            if "\n" in written or (node.markup in ("-", "=") and len(written) > _LONGEST_UNDERLINED):
                yield Piece("paragraph", first, last - 1, _text(lines, first, last - 1), tuple(written.split("\n")))
                yield Piece("rule", last, last, lines[last - 1])
            else:
                yield Section("", int(node.tag[1:]), first, last + 1, last, "heading", (), written)
        else:
            yield from _pieces(node, lines)


def _pieces(node: SyntaxTreeNode, lines: Sequence[str]) -> Iterator[Piece]:
    first, last = _span(node, lines)
    source = _text(lines, first, last)
    match node.type:
        case "bullet_list" | "ordered_list":
            for item in node.children:
                yield _item(item, lines)
        case "blockquote":
            children = tuple(piece for child in node.children for piece in _pieces(child, lines))
            yield Piece("quote", first, last, source, children=children)
        case "fence" | "code_block":
            yield Piece("code", first, last, source, tuple(node.content.split("\n")))
        case "html_block":
            yield from _html(node.content, first, last, source)
        case "hr":
            yield Piece("rule", first, last, source)
        case "table":
            yield Piece("table", first, last, source, children=tuple(_rows(node, lines)))
        case _:
            content = node.children[0].content if node.children else node.content
            yield Piece("paragraph", first, last, source, tuple(content.split("\n")))


def _item(node: SyntaxTreeNode, lines: Sequence[str]) -> Piece:
    first, last = _span(node, lines)
    pieces = [piece for child in node.children for piece in _pieces(child, lines)]
    lead: tuple[str, ...] = ()
    if pieces and pieces[0].kind == "paragraph":
        lead = pieces.pop(0).lines
    marker = f"{node.info}{node.markup}" if node.info else "-"
    return Piece("item", first, last, _text(lines, first, last), lead, tuple(pieces), marker=marker)


def _rows(node: SyntaxTreeNode, lines: Sequence[str]) -> Iterator[Piece]:
    for row in node.walk():
        if row.type == "tr":
            first, last = _span(row, lines)
            cells = tuple(cell.children[0].content if cell.children else "" for cell in row.children)
            yield Piece("row", first, last, _text(lines, first, last), cells)


def _html(content: str, first: int, last: int, source: str) -> Iterator[Piece]:
    fragment = read_html(content)
    if fragment.comments and not fragment.paragraphs and not fragment.addresses:
        yield Piece("comment", first, last, source, fragment.comments)
    else:
        yield Piece("html", first, last, source, fragment.paragraphs)


def _definitions(environment: Mapping[str, Any], lines: Sequence[str]) -> Iterator[Piece]:
    """Link definitions (`[name]: address`), which leave no mark in the parsed text."""
    found = [(label, entry) for label, entry in environment.get("references", {}).items()]
    found += [(entry["label"], entry) for entry in environment.get("duplicate_refs", ())]
    for label, entry in found:
        first, last = entry["map"]
        last = max(last, first + 1)
        source = _text(lines, first + 1, last)
        # The parser gives the name in capitals.
        written = _DEFINED.match(source)
        name = clean_line(written[1] if written is not None else str(label))
        values = (name, clean_line(str(entry["href"])), clean_line(str(entry["title"])))
        yield Piece("definition", first + 1, last, source, values)


_Matter = tuple[tuple[Section, ...], tuple[tuple[int, int], ...], tuple[Piece, ...]]


def _yaml_matter(name: str, lines: Sequence[str], first: int, last: int) -> _Matter:
    text = "\n".join([*[""] * first, *lines[first : last - 1]])
    fences = ((first, first), (last, last))
    try:
        return yaml_sections(name, text), fences, comments_in(text)
    except ImportFormatError:
        return (_unread_matter(lines, first, last),), fences, ()


def _toml_matter(
    lines: Sequence[str],
) -> tuple[tuple[Section, ...], tuple[tuple[int, int], ...], tuple[Piece, ...], int]:
    if not lines or lines[0].rstrip() != _TOML_FENCE:
        return (), (), (), 0
    last = next((index for index, line in enumerate(lines[1:], 2) if line.rstrip() == _TOML_FENCE), 0)
    if not last:
        return (), (), (), 0
    fences = ((1, 1), (last, last))
    try:
        sections, comments = _toml_sections(lines, 2, last - 1)
    except (rtoml.TomlParsingError, RecursionError, ValueError):
        return (_unread_matter(lines, 1, last),), fences, (), last
    return sections, fences, comments, last


def _toml_sections(lines: Sequence[str], first: int, last: int) -> tuple[tuple[Section, ...], tuple[Piece, ...]]:
    """One section a key: each statement is read on its own, so that its lines are known."""
    sections: list[Section] = []
    comments: list[Piece] = []
    prefix = ""
    number = first
    while number <= last:
        line = lines[number - 1].strip()
        if line.startswith("#"):
            comments.append(Piece("comment", number, number, line, (line.lstrip("# "),)))
        elif line.startswith("["):
            prefix = line
            name = line.split("#")[0].strip("[] ")
            sections.append(Section(clean_line(name), 1, number, number + 1, number, "key"))
        elif line:
            end = number
            while True:
                try:
                    data = rtoml.loads("\n".join(lines[number - 1 : end]))
                    break
                except rtoml.TomlParsingError:
                    end += 1
                    if end > last:
                        raise
            level = 2 if prefix else 1
            for key, value in data.items():
                pieces = tuple(value_pieces(value, number, end))
                sections.append(Section(clean_line(key), level, number, number, end, "key", pieces))
            number = end
        number += 1
    return tuple(sections), tuple(comments)


def _unread_matter(lines: Sequence[str], first: int, last: int) -> Section:
    """Front matter that is no valid YAML or TOML: kept as the text it is."""
    text = _text(lines, first + 1, last - 1)
    code = Piece("code", first + 1, last - 1, text, tuple(text.split("\n")), plain=True)
    return Section("Front matter", 1, first + 1, first + 1, last - 1, "text", (code,))


def _span(node: SyntaxTreeNode, lines: Sequence[str]) -> tuple[int, int]:
    first, end = node.map or (0, 1)
    return first + 1, max(_last_written(lines, first + 1, end), first + 1)


def _last_written(lines: Sequence[str], first: int, last: int) -> int:
    """The last line of a span that is not blank."""
    last = min(last, len(lines))
    while last > first and not lines[last - 1].strip():
        last -= 1
    return last


def _text(lines: Sequence[str], first: int, last: int) -> str:
    return clean("\n".join(lines[first - 1 : last]))
