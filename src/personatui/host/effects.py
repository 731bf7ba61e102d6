"""What renaming or deleting something does to whatever refers to it, in sentences that a person reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from personatui.api import Tool, listed, quoted
from personatui.host.loading import LoadedProject
from personatui.host.mentions import Mention, personas_named, segment_named
from personatui.model.claims import Claim
from personatui.model.cleaning import clean_line
from personatui.model.edits import Data, Path, spell, value_at
from personatui.model.ids import ITEM_ID, Reference, is_record_id

_NAMES = {"persona": "name", "segment": "name", "source": "title"}
_TEXTS = ("text", "title", "heading", "name", "note")
_SINGULAR = {"decision_criteria": "decision criterion"}

What = Literal["changed", "renamed", "deleted"]
WHATS: tuple[What, ...] = ("changed", "renamed", "deleted")


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to something besides what was asked for: its reference, its file below the project, a sentence.

    `what` happens to the file: it is changed, renamed or deleted.
    """

    reference: Reference
    file: str
    message: str
    what: What = "changed"


class Wording:
    """Names what stands in the files of a project; `data_of` gives the data of each, `tools` are those there are."""

    def __init__(self, loaded: LoadedProject, data_of: Callable[[Reference], Data], tools: Mapping[str, Tool]) -> None:
        self._loaded = loaded
        self._data_of = data_of
        self._tools = tools

    def name(self, owner: Reference) -> str:
        """A record as people call it: its name or title, or `Empathy Map of Maya Okafor`."""
        if owner.kind in _NAMES:
            name = self._data_of(owner).get(_NAMES[owner.kind])
            return clean_line(name) if isinstance(name, str) and name.strip() else owner.record
        return self.record(owner)

    def record(self, owner: Reference) -> str:
        """A record with its kind: `persona Maya Okafor`, `Empathy Map of Maya Okafor`."""
        match owner.kind:
            case "canvas":
                return self._canvas(owner)
            case "project":
                return "the project"
            case "import":
                file = self._data_of(owner).get("file")
                return f"the import of {clean_line(file) if isinstance(file, str) and file else owner.record}"
            case kind:
                return f"{kind} {self.name(owner)}"

    def _canvas(self, owner: Reference) -> str:
        """A canvas by its tool and those whom it is about."""
        data, tool = self._data_of(owner), self._tools.get(owner.tool)
        what = clean_line(tool.title) if tool is not None else f"canvas {quoted(owner.tool)}"
        personas, segment = dict.fromkeys(personas_named(data)), segment_named(data)
        whom = [self._named("persona", key) for key in personas or (() if segment else (owner.record,))]
        return f"{what} of {listed([*whom, *([self._named('segment', segment)] if segment else [])])}"

    def _named(self, kind: str, record: str) -> str:
        return self.name(Reference(kind, record)) if is_record_id(record) else quoted(record)

    def item(self, owner: Reference, path: Path) -> str:
        """An entry of a list: `pain “Nobody answers”`."""
        entry = value_at(self._data_of(owner), path)
        text = next((entry[name] for name in _TEXTS if isinstance(entry.get(name), str) and entry[name].strip()), "")
        text = text or self._label(owner, entry.get("id"))
        return f"{self.noun(owner, path)} {quoted(text) if text else entry.get('id') or int(path[-1]) + 1}"

    def noun(self, owner: Reference, path: Path) -> str:
        """What an entry of a list is: `pain`; those of a tool's lists are entries."""
        key = str(path[-2])
        return "entry" if owner.kind == "canvas" and key not in ("notes", "links") else _singular(key)

    def subject(self, owner: Reference, path: Path) -> str:
        """Whatever holds the value at a path: an entry of a list, a table, or the record itself."""
        entry = self.entry_over(owner, path)
        if entry:
            return f"{self.item(owner, entry)} of {self.name(owner)}"
        table = path[:-1]
        return f"`{clean_line(spell(table))}` of {self.name(owner)}" if table else self.record(owner)

    def entry_over(self, owner: Reference, path: Path) -> Path:
        """The path of the innermost entry of a list that holds the value at a path; empty when none does."""
        data = self._data_of(owner)
        lengths = (length for length in range(len(path) - 1, 1, -1) if isinstance(path[length - 1], int))
        return next((path[:length] for length in lengths if isinstance(value_at(data, path[:length]), dict)), ())

    def reference(self, owner: Reference, path: Path) -> Reference:
        """The reference to the entry that holds the value at a path, or to its record."""
        entry = self.entry_over(owner, path)
        found = value_at(self._data_of(owner), entry).get("id") if entry else None
        return owner.at(found) if isinstance(found, str) and ITEM_ID.fullmatch(found) else owner

    def loss(self, mentions: Sequence[Mention], has_source: Callable[[str], bool]) -> str:
        """What the mentions of one list, or a single one, lose when what they point at is deleted.

        `has_source` tells whether a text names a source that stays.
        """
        first = mentions[0]
        owner, path = first.owner, first.path
        if first.is_segment:
            return f"segment removed from {self.record(owner)}"
        if first.is_persona:
            return f"{self.record(owner)} is no longer about {self.name(first.reference)}"
        if first.is_source:
            return self._lost_sources(mentions, has_source)
        if first.is_of_pair:
            return f"{self.subject(owner, path)} goes with it"
        if isinstance(path[-1], int):
            key, lost = path[:-1], "an entry" if len(mentions) == 1 else f"{len(mentions)} entries"
        else:
            key, lost = path, ""
        if not self.entry_over(owner, path):
            return f"{f'{lost} of ' if lost else ''}`{clean_line(spell(key))}` removed from {self.record(owner)}"
        words = _words(key[-1])
        return f"{self.subject(owner, key)} loses {f'{lost} of its {words}' if lost else f'its {words}'}"

    def gain(self, mentions: Sequence[Mention], texts: Sequence[str]) -> str:
        """What the mentions of one list, or a single one, say once what they point at is renamed."""
        first = mentions[0]
        path = first.path[:-1] if isinstance(first.path[-1], int) else first.path
        verb = "now rests on" if first.is_source else "is now about" if first.is_persona else "now refers to"
        what = "segment " if first.is_segment else ""
        return f"{self.subject(first.owner, path)} {verb} {what}{listed(tuple(dict.fromkeys(texts)))}"

    def _lost_sources(self, mentions: Sequence[Mention], has_source: Callable[[str], bool]) -> str:
        owner, path = mentions[0].owner, mentions[0].path[:-1]
        sources = value_at(self._data_of(owner), path)
        lost = {mention.path[-1] for mention in mentions}
        kept = [entry for index, entry in enumerate(sources) if index not in lost]
        subject = self.subject(owner, path)
        end = " and becomes an assumption" if self._is_claim(owner, path) else ""
        if not kept:
            amount = "its only source" if len(lost) == 1 else f"all {len(lost)} of its sources"
            return f"{subject} loses {amount}{end}"
        if not any(isinstance(entry, str) and has_source(entry) for entry in kept):
            return f"{subject} loses its last source that exists{end}"
        return f"{subject} loses {len(lost) if len(lost) > 1 else 'one'} of its {len(sources)} sources"

    def _is_claim(self, owner: Reference, path: Path) -> bool:
        entry = self.entry_over(owner, path)
        if not entry:
            return False
        item = self._loaded.project.item(self.reference(owner, path))
        # In a canvas of an absent tool nobody knows; what has a text and sources is a claim to a reader.
        return isinstance(item, Claim) or (item is None and "text" in value_at(self._data_of(owner), entry))

    def _label(self, owner: Reference, item_id: object) -> str:
        """What the item calls itself where that is put together of several fields."""
        if not isinstance(item_id, str) or not ITEM_ID.fullmatch(item_id):
            return ""
        item = self._loaded.project.item(owner.at(item_id))
        try:
            label = str(item.label) if item is not None else ""
        except Exception:  # noqa: BLE001 - the property may be a plugin's code
            return ""
        return label if label != item_id else ""


def _singular(key: str) -> str:
    words = _words(key)
    if key in _SINGULAR:
        return _SINGULAR[key]
    if words.endswith("ies"):
        return f"{words[:-3]}y"
    return words[:-1] if words.endswith("s") and not words.endswith("ss") else words


def _words(key: object) -> str:
    return clean_line(str(key)).replace("_", " ")
