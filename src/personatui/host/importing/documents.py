"""What a file says, before anybody decides where it belongs: sections and pieces that know their lines.

Markdown and YAML come out as the same words, so that everything after reading is written once.
Lines count from 1 and spans include both ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

PieceKind = Literal["paragraph", "item", "quote", "code", "table", "row", "html", "comment", "rule", "definition"]
SectionStyle = Literal["heading", "label", "key", "text", "aside"]
Format = Literal["markdown", "yaml"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of content.

    `source` is the text as written. `lines` holds the text of a paragraph, of an item's first paragraph, the
    cells of a table's row, or name, address and title of a link definition. `children` are an item's further
    blocks, a quote's blocks or a table's rows. `pairs` are the keys and values of an item that is a mapping.
    `plain` text has no markup in it.
    """

    kind: PieceKind
    first: int
    last: int
    source: str = ""
    lines: tuple[str, ...] = ()
    children: tuple[Piece, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    marker: str = "-"
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under a heading, a label or a key; `level` is 0 for text before any heading.

    `body` is the first line after the heading. `written` is the heading with its markup. An `aside` is text
    behind a line across the page.
    """

    heading: str
    level: int
    first: int
    body: int
    last: int
    style: SectionStyle = "heading"
    pieces: tuple[Piece, ...] = ()
    written: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file as read. `matter` holds the keys of its front matter, or of a YAML file beside its personas.

    `structure` are lines that only hold the file together. `records` are the mappings of a YAML file that can
    be personas, each as its sections; a Markdown file has none, its personas are found in `sections`.
    """

    name: str
    format: Format
    lines: tuple[str, ...]
    matter: tuple[Section, ...] = ()
    sections: tuple[Section, ...] = ()
    structure: tuple[tuple[int, int], ...] = ()
    comments: tuple[Piece, ...] = ()
    records: tuple[YamlRecord, ...] = ()
    references: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def text_of(self, first: int, last: int) -> str:
        """The lines of a span as written, without blank lines around them."""
        lines = list(self.lines[first - 1 : last])
        while lines and not lines[0].strip():
            lines.pop(0)
        while lines and not lines[-1].strip():
            lines.pop()
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class YamlRecord:
    """A mapping of a YAML file that can be a persona; `key` is the key it stands under, if any."""

    key: str
    first: int
    last: int
    sections: tuple[Section, ...]
