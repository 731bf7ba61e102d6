"""Where the data of files refers to records and their items, in known and unknown keys alike.

`persona/x#i`, `segment/x`, `source/x#i` and `canvas/tool/x#i` are references wherever a text is nothing else. A bare
id is one only where it can mean nothing else: in lists of `sources`, as the `segment` of a persona or canvas, among
the `personas` of a canvas, and in fields that are declared to hold the id of an item of the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from personatui.model.base import Model, item_fields, item_id_fields
from personatui.model.claims import Pair
from personatui.model.edits import Data, Path
from personatui.model.ids import ITEM_ID, Reference, is_record_id

_SOURCES, _SEGMENT, _PERSONAS = "sources", "segment", "personas"


@dataclass(frozen=True, slots=True)
class Mention:
    """A text that is a reference: the file that holds it, where there, and what it points at.

    `form` says how it is spelt: `full` (`persona/x#i`), `bare` (`x#i`) or `item` (`i`). What is `is_of_pair` names one
    of the two that a pair is about, which says nothing without it.
    """

    owner: Reference
    path: Path
    reference: Reference
    form: str
    is_of_pair: bool = False

    @property
    def is_source(self) -> bool:
        """Whether it stands in a list of sources."""
        return len(self.path) > 1 and self.path[-2] == _SOURCES and isinstance(self.path[-1], int)

    @property
    def is_persona(self) -> bool:
        """Whether it names a persona that a canvas is about."""
        return self.owner.kind == "canvas" and self.path[:-1] == (_PERSONAS,)

    @property
    def is_segment(self) -> bool:
        """Whether it names the segment of a persona or canvas."""
        return self.owner.kind in ("persona", "canvas") and self.path == (_SEGMENT,)

    def spelt(self, other: Reference) -> str:
        """The text that points at another record or item in the same form."""
        if self.form == "full":
            return str(other)
        if self.form == "item":
            return other.item
        return f"{other.record}#{other.item}" if other.item else other.record


def mentions_in(owner: Reference, data: Data, model: type[Model]) -> Iterator[Mention]:
    """Every reference in the data of a file, in its order; `model` is what its records are validated with."""
    for path, text in _texts(data, ()):
        if "/" in text:
            found = Reference.parse(text)
            if found is not None:
                yield Mention(owner, path, found, "full")
            continue
        mention = Mention(owner, path, owner, "bare")
        if mention.is_source:
            found = Reference.parse(text)
        elif mention.is_segment or mention.is_persona:
            found = Reference(_SEGMENT if mention.is_segment else "persona", text) if is_record_id(text) else None
        elif _holds_item_id(model, path) and ITEM_ID.fullmatch(text):
            mention, found = replace(mention, form="item", is_of_pair=_is_pair(model, path)), owner.at(text)
        else:
            continue
        if found is not None:
            yield replace(mention, reference=found)


def _texts(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, (*path, index))


def _holds_item_id(model: type[Model], path: Path) -> bool:
    """Whether a field of an entry is declared to hold the id of an item of the same file, or a list of such ids."""
    if len(path) != 3 and not (len(path) == 4 and isinstance(path[3], int)):
        return False
    entry = item_fields(model).get(str(path[0]))
    return entry is not None and path[2] in item_id_fields(entry)


def _is_pair(model: type[Model], path: Path) -> bool:
    return issubclass(item_fields(model)[str(path[0])], Pair)


def personas_named(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the personas that a canvas lists."""
    listed = data.get(_PERSONAS)
    return tuple(entry for entry in listed if isinstance(entry, str)) if isinstance(listed, list) else ()


def segment_named(data: Mapping[str, Any]) -> str:
    """The id of the segment that a persona or canvas names; empty when it names none."""
    found = data.get(_SEGMENT)
    return found if isinstance(found, str) else ""


def items_in(data: Data) -> Iterator[tuple[Path, str]]:
    """Every entry of a list that has an id, with its path, in the file's order."""
    yield from _items(data, ())


def _items(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(node, dict):
        if path and isinstance(path[-1], int) and isinstance(node.get("id"), str):
            yield path, node["id"]
        for key, value in node.items():
            yield from _items(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _items(value, (*path, index))
