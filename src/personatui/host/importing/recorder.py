"""Stores what was found about one persona, and notes on each row what was stored and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePath

from personatui.host.importing.account import Place, Row
from personatui.host.importing.addresses import Addresses
from personatui.host.importing.drafts import Draft, typed
from personatui.host.importing.inline import Address, Inline
from personatui.host.importing.layouts import choose_boxes
from personatui.host.importing.vocabulary import Home, Vocabulary
from personatui.model.base import table_fields
from personatui.model.cleaning import clean_line
from personatui.model.edits import Data
from personatui.model.ids import canvas_reference, persona_reference
from personatui.model.persona import CLAIM_FIELDS, Persona

# Fields that only a business persona has.
_BUSINESS = frozenset({"size", "revenue", "structure", "department", "seniority"})
_SCORE = re.compile(r"^(?P<text>.+?)\s*[:=–-]\s*(?P<score>\d+(?:\.\d+)?)(?:\s*/\s*(?P<high>\d+(?:\.\d+)?))?$")
# A longer text under a free label is a note.
_LONGEST_FREE_VALUE = 500
_LONGEST_SEGMENT_NAME = 80

SegmentOf = Callable[[str, Row], str]


class Recorder:
    """The records of one persona in the making. `segment_of` gives the id of the segment that a text names."""

    def __init__(
        self,
        persona_id: str,
        path: PurePath,
        homes: Iterable[Home],
        vocabulary: Vocabulary,
        addresses: Addresses,
        segment_of: SegmentOf,
    ) -> None:
        self.persona = Draft(persona_reference(persona_id))
        self._path = path
        self._addresses = addresses
        self._segment_of = segment_of
        self._canvases: dict[str, Draft] = {}
        self._links: dict[str, dict[str, Place]] = {}
        homes = list(homes)
        self._boxes = choose_boxes([home for home in homes if home.kind == "region"], vocabulary.tools)
        self.is_business = any(
            home.path[0] == "buying_roles" or (home.path[0] == "firmographics" and home.path[-1] in _BUSINESS)
            for home in homes
            if home.kind == "field"
        )

    @property
    def job_path(self) -> tuple[str, ...]:
        """The field that says what the persona works as."""
        return ("firmographics", "job_title") if self.is_business else ("demographics", "occupation")

    @property
    def canvases(self) -> list[Draft]:
        """The canvases that got something, each with its layout unless that is the tool's first."""
        for tool_id, draft in self._canvases.items():
            if self._boxes.layouts.get(tool_id):
                draft.set(("layout",), self._boxes.layouts[tool_id])
        return list(self._canvases.values())

    def claim(self, home: Home, text: str, row: Row, note: str = "", more: Data | None = None) -> None:
        """Store a statement in a list of the persona or in a tool's box."""
        item: Data = {"text": text, **(more or {})}
        if note:
            item["note"] = f"{note}; {item['note']}" if item.get("note") else note
        texts = [str(value) for value in item.values()]
        if home.kind == "region":
            tool_id, field = self._boxes.box(home)
            draft = self._canvas(tool_id)
        else:
            field = home.path[0]
            if home.path == ("goals",) and home.goal_kind:
                item.setdefault("kind", home.goal_kind)
            if home.path == ("traits",):
                item.update(_score(text, item))
            draft = self.persona
        row.keep(*texts, place=(draft.reference, (field, draft.add(field, item))))
        row.record = row.record or str(draft.reference)
        row.at(self.spell(home), "field")

    def value(self, text: str, path: tuple[str, ...], row: Row, heading: str) -> None:
        """Store a single value; one that does not fit, or for which another stands, becomes a free field."""
        path = self.job_path if path == ("demographics", "occupation") else path
        if not text:
            row.at(spell_path(path), row.how or "empty")
            return
        value: object = typed(path, text)
        if path == ("segment",):
            is_name = len(text) <= _LONGEST_SEGMENT_NAME and "\n" not in text
            value = self._segment_of(text, row) if is_name and self.persona.get("segment") is None else None
        if value is None or not self.persona.set(path, value):
            self.free(text, row, heading)
            return
        row.keep(text, place=(self.persona.reference, path))
        row.record = row.record or str(self.persona.reference)
        row.at(spell_path(path), "field")

    def texts(self, values: list[str], path: tuple[str, ...], row: Row, said: list[str]) -> bool:
        """Store a list of texts, which the document `said`; False when another stands there."""
        if not self.persona.set(path, values):
            return False
        row.keep(*said, place=(self.persona.reference, path))
        row.record = row.record or str(self.persona.reference)
        row.at(spell_path(path), "field")
        return True

    def note(self, row: Row, heading: str, text: str) -> None:
        """Store free text under a heading; either may be empty."""
        item: Data = {"heading": heading} if heading else {}
        if text:
            item["text"] = text
        place = (self.persona.reference, ("notes", self.persona.add("notes", item))) if item else None
        row.keep(heading, text, place=place)
        row.record = row.record or str(self.persona.reference)
        row.at(f"Notes “{clean_line(heading)}”" if heading else "Notes", "notes")

    def free(self, text: str, row: Row, heading: str) -> None:
        """Store a value under its own label."""
        if len(text) > _LONGEST_FREE_VALUE:
            self.note(row, heading, text)
            return
        name = self.persona.put_custom(heading, text)
        row.keep(heading, text, place=(self.persona.reference, ("custom", name)))
        row.record = row.record or str(self.persona.reference)
        row.at(f"Free field “{name}”", "custom" if text else "empty")

    def addresses(self, inline: Inline, row: Row) -> None:
        """Store the links, pictures and comments that a text held."""
        for address in inline.addresses:
            self.link(address, row)
        for comment in inline.comments:
            self.note(row, "Comment", comment)

    def link(self, address: Address, row: Row, *, always: bool = False) -> None:
        """Store an address: the first picture as the persona's, everything else as a link.

        A link inside a text is stored once for each target, since the text has its words; `always` stores it
        unless the same link is there already.
        """
        said = (address.text, address.target, address.hint)
        title = " – ".join(part for part in (address.text, address.hint) if part)
        target = address.target
        if address.is_picture:
            always = bool(title)
            if target and self.persona.get("picture") is None:
                self.persona.set(("picture",), target)
                row.at("Picture", "field")
            if not title and self.persona.get("picture") == target:
                row.keep(*said, place=(self.persona.reference, ("picture",)))
                return
        else:
            target = self._addresses.target(target, self._path)
        known = self._links.setdefault(target, {})
        if title in known or (known and not always and not address.hint) or not (target or title):
            # the text that the link stands in, or the link that is there, has its words
            row.keep(*said, place=known.get(title))
            return
        item = {key: text for key, text in (("title", title), ("target", target)) if text}
        known[title] = (self.persona.reference, ("links", self.persona.add("links", item)))
        row.keep(*said, place=known[title])
        row.record = row.record or str(self.persona.reference)
        row.at("Links", "link")

    def spell(self, home: Home) -> str:
        """A home as people say it."""
        if home.kind == "region":
            return self._boxes.spell(home)
        if home.kind == "field":
            return spell_path(self.job_path if home.path == ("demographics", "occupation") else home.path)
        names = {"links": "Links", "notes": "Notes", "custom": "Free fields", "container": "Profile", "id": "Id"}
        return names.get(home.kind, home.kind.capitalize())

    def _canvas(self, tool_id: str) -> Draft:
        if tool_id not in self._canvases:
            self._canvases[tool_id] = Draft(canvas_reference(tool_id, self.persona.reference.record))
        return self._canvases[tool_id]


def spell_path(path: tuple[str, ...]) -> str:
    """A field of a persona as people say it: `Challenges and pains`, `Demographics: age`."""
    if path[0] in CLAIM_FIELDS:
        return CLAIM_FIELDS[path[0]]
    words = [step.replace("_", " ") for step in path]
    if path[0] in table_fields(Persona):
        return f"{words[0].capitalize()}: {words[-1]}"
    return words[0].capitalize()


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
