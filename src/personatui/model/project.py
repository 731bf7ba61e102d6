"""A project as a frozen view: settings and every record that could be read, with the evidence behind claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeVar

from pydantic import Field

from personatui.model.base import SCHEMA_VERSION, Array, Model, item_fields, item_id_fields
from personatui.model.canvas import Canvas, Opening
from personatui.model.claims import Borrowed, Claim, Item, Pair, Strength
from personatui.model.ids import PROJECT_CANVAS, Reference, canvas_reference
from personatui.model.persona import Persona
from personatui.model.segment import Segment
from personatui.model.source import MEASURED_KINDS, Excerpt, Source


class Thresholds(Model):
    """When evidence counts as strong; see `Project.strength`."""

    qualitative: int = Field(default=5, ge=1, description="Participants in all for `qualitative`")
    quantitative: int = Field(default=30, ge=1, description="Participants of one survey for `quantitative`")


class Gates(Model):
    """What `personatui check` fails on."""

    fail_on: Literal["error", "warning", "note", "never"] = Field(
        default="error", description="The least severity that fails"
    )


class Settings(Model):
    """`personatui.toml`: what holds for the project as a whole."""

    schema_version: int = Field(default=SCHEMA_VERSION, alias="schema")
    name: str = Field(default="", description="What the project is called")
    summary: str = Field(default="", description="What is being made, and for whom")
    thresholds: Thresholds = Thresholds()
    gates: Gates = Gates()
    tools_off: Array[str] = Field(default=(), description="Ids of the tools that this project does not use")
    uses: dict[str, object] = Field(
        default_factory=dict, description="Tools that do not come with personatui, by id, each with what brings it"
    )
    custom: dict[str, object] = Field(default_factory=dict, description="Free fields of your own")


_K = TypeVar("_K")
_V = TypeVar("_V")


def _empty(_: object = None) -> Mapping[_K, _V]:
    return MappingProxyType({})


CanvasKey = tuple[str, str]
_C = TypeVar("_C", bound=Canvas)
_I = TypeVar("_I", bound=Claim)


class References:
    """What the items of records refer to, each record read once. Projects that share records share it."""

    def __init__(self) -> None:
        self._known: dict[Reference, tuple[Model, Mapping[str, tuple[int, ...]]]] = {}

    def of(self, owner: Reference, record: Model) -> Mapping[str, tuple[int, ...]]:
        """The texts that can be references, sources without their kind, each with the positions of its items."""
        known = self._known.get(owner)
        if known is not None and known[0] is record:
            return known[1]
        found: dict[str, dict[int, None]] = {}
        for position, (_, _, item) in enumerate(items_of(record)):
            for text in _references_in(item):
                found.setdefault(text.removeprefix("source/"), {})[position] = None
        read = {text: tuple(positions) for text, positions in found.items()}
        self._known[owner] = (record, read)
        return read


@dataclass(frozen=True)
class Project:
    """Everything that analyses and checks may read; nothing here touches a disk.

    `canvases` is keyed by tool id and the file's name. Canvases of tools that are not installed are plain
    `Canvas` records that hold their fields in `model_extra`.
    """

    settings: Settings = field(default_factory=Settings)
    personas: Mapping[str, Persona] = field(default_factory=_empty)
    segments: Mapping[str, Segment] = field(default_factory=_empty)
    sources: Mapping[str, Source] = field(default_factory=_empty)
    canvases: Mapping[CanvasKey, Canvas] = field(default_factory=_empty)
    references: References = field(default_factory=References, repr=False, compare=False)

    def canvas(self, tool_id: str, persona_id: str) -> tuple[str, Canvas] | None:
        """The name and canvas of a tool for one persona: its own, the first that lists it, or the whole project's."""
        own = self.canvases.get((tool_id, persona_id))
        if own is not None and not (own.personas and persona_id not in own.personas):
            return persona_id, own
        for (tool, name), canvas in self.canvases.items():
            if tool == tool_id and persona_id in canvas.personas:
                return name, canvas
        if self.is_about_all(tool_id, PROJECT_CANVAS):
            return PROJECT_CANVAS, self.canvases[tool_id, PROJECT_CANVAS]
        return None

    def is_about_all(self, tool_id: str, name: str) -> bool:
        """Whether there is such a canvas, and it is about all personas together: the project's, and not about some."""
        canvas = self.canvases.get((tool_id, name)) if name == PROJECT_CANVAS else None
        return canvas is not None and not (canvas.personas or canvas.segment or name in self.personas)

    def canvas_of(self, tool_id: str, persona_id: str, model: type[_C]) -> _C | None:
        """Like `canvas`, of a known model; None where there is none of that model."""
        found = self.canvas(tool_id, persona_id)
        return found[1] if found is not None and isinstance(found[1], model) else None

    def openings(self, persona_id: str) -> Iterator[tuple[Reference, Opening]]:
        """What the canvases about a persona call for as opportunities, with the references, tool by tool."""
        for tool_id in sorted({tool for tool, _ in self.canvases}):
            found = self.canvas(tool_id, persona_id)
            if found is not None:
                for opening in _openings(found[1]):
                    yield canvas_reference(tool_id, found[0], opening.item), opening

    def personas_of(self, tool_id: str, name: str) -> tuple[str, ...]:
        """The ids of the personas that a canvas is about, those that exist."""
        if self.is_about_all(tool_id, name):
            return tuple(self.personas)
        canvas = self.canvases[tool_id, name]
        named = canvas.personas or (() if canvas.segment else (name,))
        return tuple(persona_id for persona_id in named if persona_id in self.personas)

    def personas_in(self, segment_id: str) -> tuple[str, ...]:
        """The ids of the personas that stand for a segment; an empty id gives those without one that exists."""
        if segment_id:
            return tuple(key for key, persona in self.personas.items() if persona.segment == segment_id)
        return tuple(key for key, persona in self.personas.items() if persona.segment not in self.segments)

    def source_of(self, reference: str) -> tuple[Source, Excerpt | None] | None:
        """The source and excerpt that a claim's source text names, or None when either is missing."""
        parsed = Reference.parse(reference)
        if parsed is None or parsed.kind != "source" or parsed.record not in self.sources:
            return None
        source = self.sources[parsed.record]
        if not parsed.item:
            return source, None
        for excerpt in source.excerpts:
            if excerpt.id == parsed.item:
                return source, excerpt
        return None

    def strength(self, sources: Iterable[str]) -> Strength:
        """How strong the evidence is that these source references give, each source counted once.

        `quantitative` needs one survey or analytics source with enough participants, `qualitative` enough
        participants in all; a source that does not say how many counts as one. References to nothing count
        as nothing.
        """
        found: dict[int, Source] = {}
        for reference in sources:
            pair = self.source_of(reference)
            if pair is not None:
                found[id(pair[0])] = pair[0]
        if not found:
            return Strength.ASSUMPTION
        limits = self.settings.thresholds
        if any(
            source.kind in MEASURED_KINDS and (source.participants or 0) >= limits.quantitative
            for source in found.values()
        ):
            return Strength.QUANTITATIVE
        people = sum(1 if source.participants is None else source.participants for source in found.values())
        return Strength.QUALITATIVE if people >= limits.qualitative else Strength.ANECDOTE

    def evidence(self, claims: Iterable[Claim]) -> Strength | None:
        """The weakest strength among claims, or None when there are none."""
        ranked = [self.strength(self.resolved(claim).sources) for claim in claims]
        return min(ranked, key=lambda strength: strength.rank) if ranked else None

    def records(self) -> Iterator[tuple[Reference, Model]]:
        """Every record with its reference: personas, segments, sources, canvases."""
        for persona_id, persona in self.personas.items():
            yield Reference("persona", persona_id), persona
        for segment_id, segment in self.segments.items():
            yield Reference("segment", segment_id), segment
        for source_id, source in self.sources.items():
            yield Reference("source", source_id), source
        for (tool_id, name), canvas in self.canvases.items():
            yield canvas_reference(tool_id, name), canvas

    def record(self, reference: Reference) -> Model | None:
        """The record that a reference names, or None."""
        match reference.kind:
            case "persona":
                return self.personas.get(reference.record)
            case "segment":
                return self.segments.get(reference.record)
            case "source":
                return self.sources.get(reference.record)
            case "canvas":
                return self.canvases.get((reference.tool, reference.record))
            case "project":
                return self.settings
            case _:
                return None

    def item(self, reference: Reference) -> Item | None:
        """The item that a reference points at, or None."""
        record = self.record(reference)
        if record is None or not reference.item:
            return None
        return next((item for _, _, item in items_of(record) if item.id == reference.item), None)

    def original(self, claim: Borrowed) -> Item | None:
        """The entry that a statement is taken over from, or None where it is from nowhere or that is gone."""
        reference = Reference.parse(claim.origin) if "/" in claim.origin else None
        if reference is None or not reference.item:
            return None
        record = self.record(reference.file)
        found = self.item(reference)
        if found is None and type(record) is Canvas:
            found = _plain_item(record, reference.item)
        return found

    def resolved(self, claim: _I) -> _I:
        """A statement with what it says and rests on; only one that is taken over differs from what the file says."""
        original = self.original(claim) if isinstance(claim, Borrowed) and claim.origin else None
        if original is None:
            return claim
        sources = (*claim.sources, *(getattr(original, "sources", ()) if isinstance(original, Claim) else ()))
        text = claim.text.strip() or original.label
        return claim.model_copy(update={"text": text, "sources": tuple(dict.fromkeys(sources))})

    def is_outdated(self, claim: Borrowed) -> bool:
        """Whether the original of a statement says something else than when somebody last looked at it here."""
        original = self.original(claim) if claim.origin else None
        return original is not None and original.label != " ".join(claim.origin_text.split())

    def uses_of(self, reference: Reference) -> tuple[Reference, ...]:
        """Which items and records refer to a source, one of its excerpts, a persona, segment or item."""
        wanted = str(reference).removeprefix("source/")
        lead = f"{wanted}#"
        found: list[Reference] = []
        for owner, record in self.records():
            if reference.kind == "segment" and getattr(record, "segment", "") == reference.record:
                found.append(owner)
            texts = self.references.of(owner, record)
            users = set(texts.get(wanted, ()))
            if not reference.item:
                users.update(*(positions for text, positions in texts.items() if text.startswith(lead)))
            if users:
                items = [item for _, _, item in items_of(record)]
                found += (owner.at(items[user].id) if items[user].id else owner for user in sorted(users))
        return tuple(dict.fromkeys(found))

    def uses_within(self, source_id: str) -> Mapping[str, int]:
        """How many items refer to each excerpt of a source, by the excerpt's id."""
        lead = f"{source_id}#"
        found: Counter[str] = Counter()
        for owner, record in self.records():
            for text, positions in self.references.of(owner, record).items():
                if text.startswith(lead):
                    found[text.removeprefix(lead)] += len(positions)
        return found


def _openings(canvas: Canvas) -> tuple[Opening, ...]:
    """What a canvas calls for; one that fails to tell calls for nothing, and leaves the reports of others alone."""
    try:
        found: list[object] = list(canvas.openings())
        return tuple(opening for opening in found if isinstance(opening, Opening))
    except (Exception, SystemExit):  # noqa: BLE001 - the method may be a plugin's code
        return ()


def items_of(record: Model) -> Iterator[tuple[str, int, Item]]:
    """Every item of a record with the name of its list and its position there."""
    for name, model in item_fields(type(record)).items():
        if issubclass(model, Item):
            for index, item in enumerate(getattr(record, name)):
                yield name, index, item


def pairs_with(record: Model, item_id: str) -> Iterator[tuple[str, int, Pair]]:
    """Every pair of a record that an item is one of the two of, with the name of its list and its position there."""
    for name, index, item in items_of(record):
        if isinstance(item, Pair) and any(getattr(item, field) == item_id for field in item_id_fields(type(item))):
            yield name, index, item


def claims_of(record: Model) -> Iterator[tuple[str, int, Claim]]:
    """Every claim of a record with the name of its list and its position there."""
    for name, index, item in items_of(record):
        if isinstance(item, Claim):
            yield name, index, item


def _plain_item(record: Canvas, item_id: str) -> Claim | None:
    """The entry of that id in a canvas whose tool is not there, by its text and sources."""
    for entries in (record.model_extra or {}).values():
        for entry in entries if isinstance(entries, list | tuple) else ():
            if isinstance(entry, dict) and entry.get("id") == item_id and isinstance(entry.get("text"), str):
                sources = entry.get("sources")
                named = tuple(one for one in sources if isinstance(one, str)) if isinstance(sources, list) else ()
                return Claim(id=item_id, text=entry["text"], sources=named)
    return None


def _references_in(item: Item) -> Iterator[str]:
    """The texts of an item that can be references: of its own fields, those that hold strings. None has a blank."""
    for value in item.__dict__.values():
        if isinstance(value, str):
            if value and " " not in value:
                yield value
        elif isinstance(value, tuple):
            yield from (entry for entry in value if isinstance(entry, str) and " " not in entry)
