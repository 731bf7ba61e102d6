"""YAML into sections and pieces. Values stay as they are written: `no` is "no", a date is its text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import yaml

from personatui.errors import ImportFormatError
from personatui.host.importing.documents import ParsedFile, Piece, Section, YamlRecord
from personatui.host.importing.synonyms import names_in, normalise
from personatui.model.cleaning import clean, clean_line

# More values than this, aliases followed, are no persona file but an attack on whoever opens it.
_MOST_VALUES = 50_000
_DEEPEST = 64
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Keys that hold the personas of a file, and keys that say nothing but that a text follows.
WRAPPERS = names_in(
    "personas; user personas; customer personas; buyer personas; users; customers; characters; "
    "profiles; archetypes; data; items"
)
TEXT_KEYS = (
    "item",
    "text",
    "value",
    "statement",
    "description",
    "title",
    "name",
    "label",
    "goal",
    "pain",
    "quote",
)
_SAYS_NOTHING = frozenset({"item", "text", "value", "statement"})
_BULLET = re.compile(r"^\s*[-*•]\s+(.*)$")
_COMMENT = re.compile(r"(?:^|(?<=\s))#(.*)$")


def parse_yaml(name: str, text: str, is_known: Callable[[str], bool]) -> ParsedFile:
    """The personas of a YAML text: a list, a mapping of ids, a `personas` key, or one mapping; several documents.

    `is_known` tells the keys of a persona. Raises ImportFormatError with the line where the YAML ends to be YAML.
    """
    lines = tuple(text.split("\n"))
    reader = _Reader(name, is_known)
    matter: list[Section] = []
    records: list[YamlRecord] = []
    wrappers: list[int] = []
    roots = _compose(name, text)
    for position, root in enumerate(roots):
        last = _line(roots[position + 1]) - 1 if position + 1 < len(roots) else len(lines)
        reader.read_root(root, max(last, _line(root)), matter, records, wrappers)
    marks = (number for number, line in enumerate(lines, 1) if re.fullmatch(r"(---|\.\.\.)\s*|%\S.*", line))
    structure = tuple((number, number) for number in sorted({*marks, *wrappers}))
    return ParsedFile(
        name, "yaml", lines, tuple(matter), structure=structure, comments=comments_in(text), records=tuple(records)
    )


def yaml_sections(name: str, text: str) -> tuple[Section, ...]:
    """The keys of one YAML mapping, such as front matter, as sections. Raises ImportFormatError."""
    reader = _Reader(name, bool)
    roots = _compose(name, text)
    if not roots:
        return ()
    if len(roots) > 1 or not isinstance(roots[0], yaml.MappingNode):
        raise ImportFormatError(name, "The front matter is no list of keys and values.", line=_line(roots[0]))
    return tuple(reader.sections(roots[0], 1, len(text.split("\n")), 0))


def value_pieces(value: Any, first: int, last: int) -> Iterator[Piece]:
    """Pieces of a value that another parser has read already."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield Piece("item", first, last, pairs=((clean_line(str(key)), _flat_value(entry)),), plain=True)
    elif isinstance(value, list):
        for entry in value:
            if isinstance(entry, dict):
                pairs = tuple((clean_line(str(key)), _flat_value(inner)) for key, inner in entry.items())
                yield Piece("item", first, last, pairs=pairs, plain=True)
            else:
                yield Piece("item", first, last, lines=(_flat_value(entry),), plain=True)
    elif _flat_value(value).strip():
        yield from _text_pieces(_flat_value(value), first, last)


def _flat_value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(_flat_value(entry) for entry in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_flat_value(entry)}" for key, entry in value.items())
    return clean("" if value is None else str(value))


def comments_in(text: str) -> tuple[Piece, ...]:
    """The comments of a YAML text, those at the end of a line too."""
    ends: dict[int, float] = {}
    try:
        for token in yaml.scan(text, Loader=_LOADER):
            first, last = token.start_mark, token.end_mark
            if isinstance(token, yaml.ScalarToken):
                for line in range(first.line, last.line):
                    ends[line] = math.inf
            ends[last.line] = max(ends.get(last.line, 0), last.column)
    except (yaml.YAMLError, RecursionError):
        return ()
    found: list[Piece] = []
    for number, written in enumerate(text.split("\n")):
        start = ends.get(number, 0)
        match = None if start == math.inf else _COMMENT.search(written, int(start))
        if match is not None and match[1].strip("# "):
            found.append(Piece("comment", number + 1, number + 1, written, (clean(match[1].strip("# ")),)))
    return tuple(found)


class _Reader:
    def __init__(self, name: str, is_known: Callable[[str], bool]) -> None:
        self._name = name
        self._is_known = is_known
        self._count = 0

    def read_root(
        self,
        root: yaml.Node,
        last: int,
        matter: list[Section],
        records: list[YamlRecord],
        wrappers: list[int],
    ) -> None:
        """Sort what one YAML document holds into personas and what stands beside them."""
        if isinstance(root, yaml.SequenceNode):
            self._read_list(root, last, matter, records)
        elif isinstance(root, yaml.MappingNode):
            self._read_mapping(root, last, matter, records, wrappers)
        elif root.value.strip():
            pieces = tuple(_text_pieces(clean(root.value), _line(root), last))
            matter.append(Section("", 0, _line(root), _line(root), last, "text", pieces))

    def _read_list(self, root: yaml.SequenceNode, last: int, matter: list[Section], records: list[YamlRecord]) -> None:
        others: list[Piece] = []
        for node, first, end in _spans(root.value, last):
            if isinstance(node, yaml.MappingNode):
                records.append(self._record("", node, first, end))
            else:
                others.extend(self._items([node], first, end, 1))
        if others:
            matter.append(Section("", 0, others[0].first, others[0].first, others[-1].last, "text", tuple(others)))

    def _read_mapping(
        self,
        root: yaml.MappingNode,
        last: int,
        matter: list[Section],
        records: list[YamlRecord],
        wrappers: list[int],
    ) -> None:
        keys = [_flat(key) for key, _ in root.value]
        values = [value for _, value in root.value]
        named = [key for key in keys if not self._is_known(key)]
        has_ids = 2 * len(named) > len(keys) and not any(_is_wrapper(key) for key in keys)
        if has_ids and all(isinstance(value, yaml.MappingNode) for value in values):
            for (key, value), first, end in _pair_spans(root, last):
                if isinstance(value, yaml.MappingNode):
                    records.append(self._record(_flat(key), value, first, end))
            return
        wrapped = [_is_wrapper(_flat(key)) and _holds_personas(value) for key, value in root.value]
        if not any(wrapped):
            records.append(self._record("", root, _line(root), last))
            return
        for ((key, value), first, end), is_wrapped in zip(_pair_spans(root, last), wrapped, strict=True):
            if is_wrapped:
                if _line(value) > first:
                    wrappers.append(first)
                self.read_root(value, end, matter, records, wrappers)
            else:
                matter.extend(self._section(key, value, 1, first, end, 0))

    def _record(self, key: str, node: yaml.MappingNode, first: int, last: int) -> YamlRecord:
        return YamlRecord(key, first, last, tuple(self.sections(node, 1, last, 0)))

    def sections(self, node: yaml.MappingNode, level: int, last: int, depth: int) -> Iterator[Section]:
        """One section a key, a nested mapping's keys one level deeper."""
        for (key, value), first, end in _pair_spans(node, last):
            yield from self._section(key, value, level, first, end, depth)

    def _section(
        self, key: yaml.Node, value: yaml.Node, level: int, first: int, last: int, depth: int
    ) -> Iterator[Section]:
        self._visit(key, depth)
        heading = clean_line(_flat(key))
        if heading == "<<" and isinstance(value, yaml.MappingNode):
            # A merge key: what the alias brings in stands on this line.
            yield from (_moved(section, first, last) for section in self.sections(value, level, last, depth + 1))
            return
        if isinstance(value, yaml.MappingNode):
            children = list(self.sections(value, level + 1, last, depth + 1))
            body = min((child.first for child in children), default=last + 1)
            yield Section(heading, level, first, body, max(first, body - 1), "key")
            yield from (_moved(child, first, last) for child in children)
            return
        if isinstance(value, yaml.SequenceNode):
            pieces = tuple(self._items(value.value, first, last, depth + 1))
        else:
            self._visit(value, depth)
            pieces = () if _is_nothing(value) else tuple(_text_pieces(clean(value.value), first, last))
        yield Section(heading, level, first, first, last, "key", pieces)

    def _items(self, nodes: Sequence[yaml.Node], first: int, last: int, depth: int) -> Iterator[Piece]:
        for node, start, end in _spans(nodes, last):
            start, end = (start, end) if first <= start <= end <= last else (first, last)
            self._visit(node, depth)
            if isinstance(node, yaml.MappingNode):
                pairs = tuple((clean_line(_flat(key)), self._flat(value, depth + 1)) for key, value in node.value)
                if len(pairs) == 1 and pairs[0][0].lower() in _SAYS_NOTHING:
                    yield Piece("item", start, end, lines=tuple(pairs[0][1].split("\n")), plain=True)
                else:
                    yield Piece("item", start, end, pairs=pairs, plain=True)
            elif isinstance(node, yaml.SequenceNode):
                yield Piece(
                    "item", start, end, children=tuple(self._items(node.value, start, end, depth + 1)), plain=True
                )
            elif not _is_nothing(node):
                yield Piece("item", start, end, lines=tuple(clean(node.value).strip().split("\n")), plain=True)

    def _flat(self, node: yaml.Node, depth: int) -> str:
        """A value as one text: lists with commas, mappings with semicolons."""
        self._visit(node, depth)
        if isinstance(node, yaml.SequenceNode):
            return ", ".join(self._flat(entry, depth + 1) for entry in node.value)
        if isinstance(node, yaml.MappingNode):
            return "; ".join(f"{_flat(key)}: {self._flat(value, depth + 1)}" for key, value in node.value)
        return "" if _is_nothing(node) else clean(str(node.value)).strip()

    def _visit(self, node: yaml.Node, depth: int) -> None:
        self._count += 1
        if self._count > _MOST_VALUES:
            raise ImportFormatError(
                self._name,
                f"The file holds more than {_MOST_VALUES:,} values once its aliases are followed.",
                hint="Write the values out instead of repeating them with aliases.",
                line=_line(node),
            )
        if depth > _DEEPEST:
            raise ImportFormatError(
                self._name,
                f"Values are nested more than {_DEEPEST} levels deep, or an alias holds itself.",
                line=_line(node),
            )


def _compose(name: str, text: str) -> list[yaml.Node]:
    """The documents of a YAML text. The depth is looked at first, because the composer recurses."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > _DEEPEST:
                    raise ImportFormatError(
                        name,
                        f"Values are nested more than {_DEEPEST} levels deep.",
                        line=event.start_mark.line + 1 if event.start_mark else 0,
                    )
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
        return list(yaml.compose_all(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = clean_line(error.problem or error.context or "it cannot be read")
        raise ImportFormatError(
            name,
            f"This is no valid YAML: {problem}.",
            hint="Mend that line and import again.",
            line=mark.line + 1 if mark is not None else 0,
            column=mark.column + 1 if mark is not None else 0,
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ImportFormatError(name, f"This is no valid YAML: {clean_line(str(error))[:200]}.") from error


def _text_pieces(text: str, first: int, last: int) -> Iterator[Piece]:
    """A text as paragraphs, or as items when every line of it is one."""
    text = text.strip("\n")
    lines = text.split("\n")
    bullets = [_BULLET.match(line) for line in lines if line.strip()]
    if len(bullets) > 1 and all(bullets):
        for match in bullets:
            if match is not None:
                yield Piece("item", first, last, lines=(match[1],), plain=True)
        return
    for paragraph in re.split(r"\n[ \t]*\n", text):
        if paragraph.strip():
            yield Piece("paragraph", first, last, paragraph, tuple(paragraph.strip("\n").split("\n")), plain=True)


def _flat(node: yaml.Node) -> str:
    """A key as text; a key that is a list or mapping is spelled out one level deep."""
    if isinstance(node, yaml.ScalarNode):
        return clean_line(str(node.value))
    return clean_line(
        ", ".join(
            str(entry.value) if isinstance(entry, yaml.ScalarNode) else "..."
            for value in node.value
            for entry in (value if isinstance(value, tuple) else (value,))
        )
    )


def _is_nothing(node: yaml.Node) -> bool:
    return bool(node.tag == "tag:yaml.org,2002:null") or not str(node.value).strip()


def _is_wrapper(key: str) -> bool:
    return normalise(key) in WRAPPERS


def _holds_personas(node: yaml.Node) -> bool:
    if isinstance(node, yaml.SequenceNode):
        return any(isinstance(entry, yaml.MappingNode) for entry in node.value)
    return isinstance(node, yaml.MappingNode) and bool(node.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _spans(nodes: Sequence[yaml.Node], last: int) -> Iterator[tuple[yaml.Node, int, int]]:
    """Nodes of a list with their first and last lines."""
    for position, node in enumerate(nodes):
        following = _line(nodes[position + 1]) - 1 if position + 1 < len(nodes) else last
        yield node, _line(node), max(following, _line(node), _end(node, _line(node), last))


def _pair_spans(node: yaml.MappingNode, last: int) -> Iterator[tuple[tuple[yaml.Node, yaml.Node], int, int]]:
    """Keys and values of a mapping with the first and last line of each."""
    pairs = node.value
    for position, (key, value) in enumerate(pairs):
        following = _line(pairs[position + 1][0]) - 1 if position + 1 < len(pairs) else last
        yield (key, value), _line(key), max(following, _line(key), _end(value, _line(key), last))


def _end(node: yaml.Node, first: int, last: int) -> int:
    """The last line of a value that ends with a sign or word of its own; 0 for others and for an alias."""
    is_closed = isinstance(node, yaml.ScalarNode) or bool(getattr(node, "flow_style", False))
    end = int(node.end_mark.line) + (1 if node.end_mark.column else 0)
    return end if is_closed and first <= _line(node) and end <= last else 0


def _moved(section: Section, first: int, last: int) -> Section:
    """The section, on the line of the alias that brought it in when it was written elsewhere."""
    if first <= section.first <= section.last <= last:
        return section
    pieces = tuple(replace(piece, first=first, last=last) for piece in section.pieces)
    return replace(section, first=first, body=first, last=last, pieces=pieces)
