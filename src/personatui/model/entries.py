"""What of a project can be found: every record, and every text in it, each with the place that leads there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from personatui.model.base import Model, item_fields, table_fields
from personatui.model.canvas import Canvas
from personatui.model.claims import Claim, Item, Note, Pair, Strength
from personatui.model.cleaning import strings_in
from personatui.model.findings import Finding
from personatui.model.ids import ITEM_ID, Reference, canvas_reference, persona_reference
from personatui.model.persona import CLAIM_FIELDS, Persona
from personatui.model.project import Project, claims_of, items_of
from personatui.model.querying import Facets
from personatui.model.searching import Entry
from personatui.model.source import Excerpt

# The keys under which tools that are not installed may keep what an entry says, the first that is there counts.
_TITLE_KEYS = ("text", "statement", "title", "name", "label", "heading")
_TABLES = ("demographics", "firmographics", "facets")


@dataclass(frozen=True)
class Titles:
    """How tools and their boxes are called on screen; a box is named by its tool and the list that it shows."""

    tools: Mapping[str, str] = field(default_factory=dict)
    boxes: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def tool(self, tool_id: str) -> str:
        """The tool's title, or its id while it is not installed."""
        return self.tools.get(tool_id, tool_id)

    def box(self, tool_id: str, name: str) -> str:
        """The title of the box that shows a list of a canvas."""
        return self.boxes.get((tool_id, name)) or _spoken(name)


def _spoken(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _line(text: str) -> str:
    return " ".join(text.split())


def _path(*parts: str) -> str:
    return " · ".join(_line(part) for part in parts if part)


class PersonaFacets:
    """What filters look at, for the personas of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._tools: dict[str, set[str]] = {}
        for tool, name in project.canvases:
            for persona_id in project.personas_of(tool, name):
                self._tools.setdefault(persona_id, set()).add(tool)
        self._strengths: dict[tuple[str, ...], Strength] = {}

    def strength(self, sources: tuple[str, ...]) -> Strength:
        """How strong the evidence is that these sources give; many claims name the same ones."""
        if sources not in self._strengths:
            self._strengths[sources] = self._project.strength(sources)
        return self._strengths[sources]

    def tools_of(self, persona_id: str) -> tuple[str, ...]:
        """The tools that have a canvas about a persona."""
        return tuple(sorted(self._tools.get(persona_id, ())))

    def of(self, persona_id: str) -> Facets:
        """The values of a persona: `evidence` are the strengths that its statements have, weakest first."""
        persona = self._project.personas[persona_id]
        strengths = {self.strength(claim.sources) for _, _, claim in claims_of(persona)}
        evidence = tuple(strength.value for strength in sorted(strengths, key=lambda strength: strength.rank))
        return {**self.base(persona), "tool": self.tools_of(persona_id), "evidence": evidence}

    def base(self, persona: Persona) -> Facets:
        """The values that everything about a persona shares."""
        return {
            "role": (persona.role,) if persona.role else (),
            "kind": (persona.kind,),
            "basis": (persona.basis,),
            "segment": segment_values(self._project, persona.segment),
            "tag": persona.tags,
        }


def segment_values(project: Project, segment_id: str) -> tuple[str, ...]:
    """What a filter may call a segment: its id, and its name."""
    segment = project.segments.get(segment_id)
    name = _line(segment.name) if segment is not None else ""
    return tuple(value for value in dict.fromkeys((segment_id, name)) if value)


class ProjectEntries:
    """Walks a project; iterate it for the entries."""

    def __init__(self, project: Project, titles: Titles | None = None) -> None:
        self._project = project
        self._titles = titles or Titles()
        self._facets = PersonaFacets(project)
        self._shared: dict[object, Facets] = {}

    def __iter__(self) -> Iterator[Entry]:
        project = self._project
        for persona_id, persona in project.personas.items():
            yield from self._persona(persona_id, persona)
        for segment_id, segment in project.segments.items():
            facets: Facets = {
                "segment": segment_values(project, segment_id),
                "tag": segment.tags,
                "kind": (segment.market,) if segment.market else (),
            }
            name = _line(segment.name) or segment_id
            also = _path(segment_id, segment.summary, *segment.tags)
            yield from self._record(Reference("segment", segment_id), segment, "segment", name, "", also, facets)
        for source_id, source in project.sources.items():
            facets = {"kind": (source.kind,), "tag": source.tags}
            title = _line(source.title) or source_id
            also = _path(source_id, source.kind, source.summary, source.author, source.url, *source.tags)
            where = _path(source.kind, source.date)
            yield from self._record(Reference("source", source_id), source, "source", title, where, also, facets)
        for (tool, name), canvas in project.canvases.items():
            yield from self._canvas(tool, name, canvas)

    def _persona(self, persona_id: str, persona: Persona) -> Iterator[Entry]:
        owner = persona_reference(persona_id)
        name = _line(persona.name) or persona_id
        told = [text for table in _TABLES for text in strings_in(getattr(persona, table).to_data())]
        also = _path(persona_id, persona.summary, persona.interface, *persona.tags, *told)
        segment = self._project.segments.get(persona.segment)
        where = _path(persona.role or "", _line(segment.name) if segment is not None else "")
        yield Entry("persona", name, where, str(owner), also, self._facets.of(persona_id))
        base = self._facets.base(persona)
        yield from self._items(owner, persona, name, base, lambda field: CLAIM_FIELDS.get(field, _spoken(field)))
        yield from self._free(owner, persona, name, base)

    def _record(
        self, owner: Reference, record: Model, kind: str, title: str, where: str, also: str, facets: Facets
    ) -> Iterator[Entry]:
        """A record that is no persona, and everything in it."""
        yield Entry(kind, title, where, str(owner), also, facets)
        yield from self._items(owner, record, title, facets, _spoken)
        yield from self._free(owner, record, title, facets)

    def _canvas(self, tool: str, name: str, canvas: Canvas) -> Iterator[Entry]:
        project, owner = self._project, canvas_reference(tool, name)
        about = () if project.is_about_all(tool, name) else project.personas_of(tool, name)
        bases = [self._facets.base(project.personas[persona_id]) for persona_id in about]
        joined: dict[str, tuple[str, ...]] = {"tool": tuple(dict.fromkeys((tool, self._titles.tool(tool))))}
        for base in bases:
            for key, values in base.items():
                joined[key] = tuple(dict.fromkeys((*joined.get(key, ()), *values)))
        if canvas.segment:
            named = segment_values(project, canvas.segment)
            joined["segment"] = tuple(dict.fromkeys((*joined.get("segment", ()), *named)))
        whose = ", ".join(_line(project.personas[persona_id].name) or persona_id for persona_id in about)
        tool_title = self._titles.tool(tool)
        place = _path(whose or name, tool_title)
        title = _line(canvas.title) or _path(tool_title, whose or name)
        yield Entry("canvas", title, place, str(owner), _path(tool, name), joined)
        for field_name, text in _own_texts(canvas):
            where = _path(place, self._titles.box(tool, field_name))
            yield Entry("note", _line(text), where, str(owner), "", joined)
        yield from self._items(owner, canvas, place, joined, lambda box: self._titles.box(tool, box))
        yield from self._free(owner, canvas, place, joined)

    # Items -----------------------------------------------------------------------------------------------

    def _items(
        self, owner: Reference, record: Model, place: str, facets: Facets, box: Callable[[str], str]
    ) -> Iterator[Entry]:
        # the values of a record are kept as long as its items are walked, so their identity names them
        self._shared, places = {}, dict[str, str]()
        for name, index, item in items_of(record):
            if isinstance(item, Pair):
                continue
            key = str(owner.at(item.id)) if ITEM_ID.fullmatch(item.id) else f"{owner}:{name}:{index}"
            if name not in places:
                places[name] = _path(place, box(name))
            yield from self._item(item, key, places[name], facets)

    def _item(self, item: Item, key: str, where: str, facets: Facets) -> Iterator[Entry]:
        """An item and those in its own lists, which are shown with it."""
        title, also = _words_of(item)
        if title:
            kind = "claim" if isinstance(item, Claim) else "excerpt" if isinstance(item, Excerpt) else "note"
            yield Entry(kind, title, where, key, also, self._of(item, facets))
        for name, model in item_fields(type(item)).items():
            for nested in getattr(item, name):
                if issubclass(model, Item):
                    yield from self._item(nested, key, _path(where, _spoken(name)), facets)
                else:
                    yield from _plain_entries(nested.to_data(), key, _path(where, _spoken(name)), facets)

    def _of(self, item: Item, facets: Facets) -> Facets:
        """The values of what an item is part of, with its own evidence and tags."""
        if not isinstance(item, Claim):
            return facets
        strength = self._facets.strength(self._project.resolved(item).sources).value
        # the claims of a record share a handful of these
        shared = (id(facets), strength, item.tags)
        if shared not in self._shared:
            tags = tuple(dict.fromkeys((*facets.get("tag", ()), *item.tags)))
            self._shared[shared] = {**facets, "evidence": (strength,), "tag": tags}
        return self._shared[shared]

    def _free(self, owner: Reference, record: Model, place: str, facets: Facets) -> Iterator[Entry]:
        """Fields of a person's own, those that the model does not know, and all of an absent tool's."""
        for name, value in {**getattr(record, "custom", {}), **(record.model_extra or {})}.items():
            yield from _plain_entries(value, str(owner), _path(place, _spoken(str(name))), facets, owner)


def _words_of(item: Item) -> tuple[str, str]:
    """What an item says on one line, and everything else that it holds."""
    try:
        title = str(item.heading or item.text if isinstance(item, Note) else item.label)
    except Exception:  # noqa: BLE001 - the property may be a plugin's code
        title = ""
    title = _line(title) or _line(getattr(item, "text", "") or "")
    if title == item.id:
        title = ""
    others: list[str] = []
    for name, value in item.__dict__.items():
        if isinstance(value, str) and name != "id":
            others.append(value)
        elif isinstance(value, tuple):
            others += (entry for entry in value if isinstance(entry, str))
    others += strings_in(item.model_extra or {})
    return title, _path(*(text for text in others if _line(text) != title))


def _own_texts(canvas: Canvas) -> Iterator[tuple[str, str]]:
    """The texts that a tool's canvas holds outside of its lists."""
    for name, info in type(canvas).model_fields.items():
        value = getattr(canvas, name)
        if name not in Canvas.model_fields and info.annotation is str and value.strip():
            yield name, value
    for name in table_fields(type(canvas)):
        for text in strings_in(getattr(canvas, name).to_data()):
            if text.strip():
                yield name, text


def plain_title(entry: object) -> tuple[str, str]:
    """What an entry of a tool that is not installed says, on one line, and under which key; empty if nothing."""
    if not isinstance(entry, dict):
        return "", ""
    named = next((name for name in _TITLE_KEYS if isinstance(entry.get(name), str) and entry[name].strip()), "")
    return (_line(entry[named]), named) if named else ("", "")


def _plain_entries(value: Any, key: str, where: str, facets: Facets, owner: Reference | None = None) -> Iterator[Entry]:
    """The texts of plain data: one entry a text, one a table that says what it is."""
    if isinstance(value, str):
        if value.strip():
            yield Entry("note", _line(value), where, key, "", facets)
    elif isinstance(value, dict):
        item = value.get("id")
        if owner is not None and isinstance(item, str) and ITEM_ID.fullmatch(item):
            key = str(owner.at(item))
        title, named = plain_title(value)
        if named:
            kept = {name: part for name, part in value.items() if name not in (named, "id") and isinstance(part, str)}
            yield Entry("claim", title, where, key, _path(*kept.values()), facets)
        for name, part in value.items():
            if not isinstance(part, str) or (not named and name != "id"):
                yield from _plain_entries(part, key, _path(where, _spoken(str(name))), facets)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _plain_entries(part, key, where, facets, owner)


def finding_entries(findings: Iterable[Finding]) -> Iterator[Entry]:
    """Findings as entries; the key is the finding's position."""
    for number, finding in enumerate(findings):
        where = f"{finding.file}:{finding.line}" if finding.line else finding.file
        yield Entry(
            "finding",
            _line(finding.message),
            where,
            str(number),
            _path(finding.code, finding.hint),
            finding_facets(finding),
        )


def finding_facets(finding: Finding) -> Facets:
    """What filters look at of a finding; `tool` is the owner of its rule, or of the canvas that it is about."""
    owner = finding.code.partition(".")[0]
    reference = Reference.parse(finding.where, default_kind="persona") if finding.where else None
    tools = (owner, reference.tool if reference is not None else "")
    return {
        "severity": (finding.severity.value,),
        "code": (finding.code,),
        "tool": tuple(dict.fromkeys(tool for tool in tools if tool and tool != "core")),
    }
