"""Markup inside a line: readable text, and the links, pictures and comments that it held."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

from personatui.model.cleaning import clean, clean_line


@dataclass(frozen=True, slots=True)
class Address:
    """A link or picture: its text, where it leads, and the title that only a pointer shows."""

    text: str
    target: str
    hint: str = ""
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Inline:
    """Markup read: `text` is plain, `bare` is the text without that of links."""

    text: str
    addresses: tuple[Address, ...] = ()
    comments: tuple[str, ...] = ()
    bare: str = ""


@dataclass(slots=True)
class _Reading:
    text: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def add(self, text: str, *, linked: bool) -> None:
        self.text.append(text)
        if not linked:
            self.bare.append(text)


def markdown_parser() -> MarkdownIt:
    """A Markdown parser that leaves addresses as they are written."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.normalizeLink = _as_written  # type: ignore[method-assign,assignment]
    parser.normalizeLinkText = _as_written  # type: ignore[method-assign,assignment]
    return parser


def _as_written(address: str) -> str:
    return address


class InlineReader:
    """Reads the Markdown inside paragraphs and headings of one document, with the document's link definitions."""

    def __init__(self, references: Mapping[str, object]) -> None:
        self._markdown = markdown_parser()
        self._references = dict(references)

    def read(self, text: str) -> Inline:
        """The text without its markup."""
        found = _Reading()
        for token in self._markdown.parseInline(text, {"references": self._references}):
            self._walk(token.children or [], found)
        return Inline(
            clean_line("".join(found.text)),
            tuple(found.addresses),
            tuple(found.comments),
            clean_line("".join(found.bare)),
        )

    def _walk(self, tokens: list[Token], found: _Reading) -> None:
        opened: list[tuple[str, str, int]] = []
        for token in tokens:
            linked = bool(opened)
            match token.type:
                case "text" | "code_inline" | "text_special":
                    found.add(token.content, linked=linked)
                case "softbreak" | "hardbreak":
                    found.add(" ", linked=linked)
                case "link_open":
                    opened.append(
                        (str(token.attrGet("href") or ""), str(token.attrGet("title") or ""), len(found.text))
                    )
                case "link_close" if opened:
                    _close(opened, found)
                case "image":
                    _add_picture(
                        token.content, str(token.attrGet("src") or ""), str(token.attrGet("title") or ""), found
                    )
                case "html_inline":
                    _read_tag(token.content, opened, found)
        while opened:
            _close(opened, found)


def _close(opened: list[tuple[str, str, int]], found: _Reading) -> None:
    target, hint, start = opened.pop()
    text = clean_line("".join(found.text[start:]))
    found.addresses.append(Address(text, clean_line(target), clean_line(hint)))


def _add_picture(text: str, target: str, hint: str, found: _Reading) -> None:
    found.addresses.append(Address(clean_line(text), clean_line(target), clean_line(hint), is_picture=True))


def _read_tag(content: str, opened: list[tuple[str, str, int]], found: _Reading) -> None:
    if content.startswith("<!--"):
        found.comments.append(clean(content.removeprefix("<!--").removesuffix("-->").strip()))
        return
    fragment = read_html(content)
    for address in fragment.addresses:
        if address.is_picture:
            found.addresses.append(address)
        else:
            opened.append((address.target, address.hint, len(found.text)))
    lowered = content.lower()
    if lowered.startswith("</a") and opened:
        _close(opened, found)
    elif lowered.startswith(("<br", "<p", "</p", "<li", "</li", "<td", "</td")):
        found.add(" ", linked=bool(opened))


@dataclass(frozen=True, slots=True)
class Fragment:
    """A block of HTML read: its paragraphs as plain text, its addresses and its comments."""

    paragraphs: tuple[str, ...]
    addresses: tuple[Address, ...]
    comments: tuple[str, ...]


def read_html(text: str) -> Fragment:
    """What a piece of HTML says. Broken HTML is read as far as it goes."""
    parser = _HtmlReader()
    parser.feed(text)
    parser.close()
    parser.end_paragraph()
    while parser.opened:
        parser.end_link()
    return Fragment(tuple(parser.paragraphs), tuple(parser.addresses), tuple(parser.comments))


class _HtmlReader(HTMLParser):
    _BLOCKS = re.compile(r"p|li|t[dhr]|h[1-6]|div|section|article|d[dt]|blockquote|[uo]l|table")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.addresses: list[Address] = []
        self.comments: list[str] = []
        self.opened: list[tuple[str, str, list[str]]] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.addresses.append(
                Address(
                    clean_line(values.get("alt", "")),
                    clean_line(values.get("src", "")),
                    clean_line(values.get("title", "")),
                    is_picture=True,
                )
            )
        elif tag == "a" and "href" in values:
            self.opened.append((clean_line(values["href"]), clean_line(values.get("title", "")), []))
        elif self._BLOCKS.fullmatch(tag):
            self.end_paragraph()
        elif tag == "br":
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.opened:
            self.end_link()
        elif self._BLOCKS.fullmatch(tag):
            self.end_paragraph()

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        for _, _, texts in self.opened:
            texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(clean(data.strip()))

    def end_link(self) -> None:
        target, hint, texts = self.opened.pop()
        self.addresses.append(Address(clean_line("".join(texts)), target, hint))

    def end_paragraph(self) -> None:
        text = clean_line("".join(self._text))
        self._text.clear()
        if text:
            self.paragraphs.append(text)
