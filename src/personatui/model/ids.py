"""Ids and references: the file-safe names of records, the short ids of items, and how text points at them."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

RECORD_ID = re.compile(r"^[a-z0-9][a-z0-9_-]{0,63}$")
ITEM_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")
RESERVED_IDS = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{device}{n}" for device in ("com", "lpt") for n in range(10)}
)

# No vowels and no look-alikes: random ids spell no words and are read aloud without mistakes.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
_ID_LENGTH = 4

RECORD_KINDS = ("persona", "segment", "source", "canvas", "import", "project")


def is_record_id(text: str) -> bool:
    """Whether `text` may name a persona, segment, source, canvas or tool on every file system."""
    return RECORD_ID.fullmatch(text) is not None and text not in RESERVED_IDS


def slugify(text: str, taken: Collection[str] = ()) -> str:
    """A record id made from a name, numbered when it is taken: `Zoë O'Neil` gives `zoe-o-neil`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "unnamed"
    if base in RESERVED_IDS:
        base = f"{base}-1"
    candidate, number = base, 2
    while candidate in taken:
        candidate = f"{base[:58]}-{number}"
        number += 1
    return candidate


def mint_item_id(taken: Collection[str] = ()) -> str:
    """A new random id for an item, so that two branches never mint the same one."""
    while True:
        candidate = "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))
        if candidate not in taken and not candidate.isdigit():
            return candidate


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference in text points at: a record, and perhaps one item in it.

    `interview-maya#e3` (a source) · `persona/maya-okafor#m2xa` · `canvas/jtbd/maya-okafor#a1b2`
    """

    kind: str
    record: str
    tool: str = ""
    item: str = ""

    def __str__(self) -> str:
        parts = [self.kind, self.tool, self.record] if self.tool else [self.kind, self.record]
        return "/".join(parts) + (f"#{self.item}" if self.item else "")

    @property
    def file(self) -> Reference:
        """The record that holds what this points at."""
        return Reference(self.kind, self.record, self.tool) if self.item else self

    def at(self, item: str) -> Reference:
        """The reference to one item of the same record."""
        return Reference(self.kind, self.record, self.tool, item)

    @classmethod
    def parse(cls, text: str, *, default_kind: str = "source") -> Reference | None:
        """The reference that `text` spells, or None; a bare id is a record of `default_kind`."""
        path, hash_sign, item = text.strip().partition("#")
        if hash_sign and not ITEM_ID.fullmatch(item):
            return None
        parts = path.split("/")
        if len(parts) == 1:
            parts = [default_kind, *parts]
        kind, names = parts[0], parts[1:]
        expected = 2 if kind == "canvas" else 1
        if kind not in RECORD_KINDS or len(names) != expected or not all(map(is_record_id, names)):
            return None
        return cls(kind, names[-1], names[0] if kind == "canvas" else "", item)


PROJECT_REFERENCE = Reference("project", "project")
# The file name of a canvas that is about all personas of a project together.
PROJECT_CANVAS = "project"


def persona_reference(persona_id: str, item: str = "") -> Reference:
    """The reference to a persona or one of its items."""
    return Reference("persona", persona_id, item=item)


def canvas_reference(tool_id: str, name: str, item: str = "") -> Reference:
    """The reference to a canvas or one of its items."""
    return Reference("canvas", name, tool_id, item)
