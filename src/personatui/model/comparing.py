"""Two to four personas side by side, field by field: what is equal, what differs, and what only one of them says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from personatui.model.aligning import (
    Cell,
    Mark,
    Row,
    Section,
    aligned,
    item_cell,
    items_in,
    leaves_of,
    said_of,
    told_of,
)
from personatui.model.base import Model, item_fields, table_fields
from personatui.model.canvas import Canvas
from personatui.model.claims import Item, Pair
from personatui.model.fields import field_title
from personatui.model.ids import Reference, canvas_reference, persona_reference
from personatui.model.persona import CLAIM_FIELDS, Persona
from personatui.model.project import Project, items_of
from personatui.model.quality import completeness, persona_coverage

FEWEST, MOST = 2, 4
FACTS, NOTES, LINKS, CUSTOM, QUALITY, CANVASES = "facts", "notes", "links", "custom", "quality", "canvases"

_FACTS = (
    "role",
    "kind",
    "relation",
    "basis",
    "n",
    "date",
    "segment",
    "buying_roles",
    "interface",
    "summary",
    "tags",
    "sources",
    "picture",
)
_NOT_SAID = {"schema_version", "title", "personas", "segment"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Personas side by side; of the canvases of one tool when `tool` names it, else of their cards."""

    persona_ids: tuple[str, ...]
    names: tuple[str, ...]
    sections: tuple[Section, ...]
    tool: str = ""

    @property
    def tally(self) -> Mapping[Mark, int]:
        """How many fields and statements have each mark; what is derived does not count."""
        found: Counter[Mark] = Counter()
        for section in self.sections:
            if not section.derived:
                found += section.counted()
        return {mark: found[mark] for mark in Mark}

    def only_differences(self) -> Comparison:
        """The same without the rows that are equal in all."""
        kept = (
            Section(section.id, section.title, rows, section.derived)
            for section in self.sections
            if (rows := tuple(row for row in section.rows if row.mark is not Mark.SAME))
        )
        return Comparison(self.persona_ids, self.names, tuple(kept), self.tool)


def compare_personas(
    project: Project, persona_ids: Sequence[str], tools: Mapping[str, str] | None = None
) -> Comparison:
    """The cards of personas side by side; `tools` holds the titles of the tools whose canvases are told of."""
    personas = [project.personas[persona_id] for persona_id in persona_ids]
    owners = [persona_reference(persona_id) for persona_id in persona_ids]
    sections = [
        Section(FACTS, "Facts", tuple(_facts(project, personas, owners))),
        *(
            _table(name, field_title(Persona, name), [getattr(persona, name) for persona in personas], owners)
            for name in table_fields(Persona)
        ),
        *_lists(project, personas, owners, {**CLAIM_FIELDS, NOTES: "Notes", LINKS: "Links"}),
        Section(CUSTOM, "Free fields", tuple(_data_rows([_free(persona) for persona in personas], owners))),
        Section(QUALITY, "Evidence and completeness", tuple(_quality(project, personas, owners)), derived=True),
        Section(CANVASES, "Canvases", tuple(_canvases(project, persona_ids, tools or {})), derived=True),
    ]
    return _comparison(project, persona_ids, sections)


def compare_canvases(
    project: Project, persona_ids: Sequence[str], tool: str, regions: Mapping[str, str] | None = None
) -> Comparison:
    """One tool's canvases of personas side by side; `regions` holds the titles of its lists, in their order."""
    found = [project.canvas(tool, persona_id) for persona_id in persona_ids]
    owners = [
        canvas_reference(tool, pair[0] if pair is not None else persona_id)
        for pair, persona_id in zip(found, persona_ids, strict=True)
    ]
    canvases = [pair[1] if pair is not None else Canvas() for pair in found]
    models = tuple(dict.fromkeys(type(canvas) for canvas in canvases))
    lists = {
        name: None
        for model in models
        for name, kind in item_fields(model).items()
        if issubclass(kind, Item) and not issubclass(kind, Pair)
    }
    titles = {name: title for name, title in (regions or {}).items() if name in lists}
    titles |= {name: _title_in(models, name) for name in lists if name not in titles}
    tables = dict.fromkeys(name for model in models for name in table_fields(model))
    facts = [{**_scalars(canvas), **(canvas.model_extra or {})} for canvas in canvases]
    sections = [
        Section(FACTS, "Canvas", tuple(_data_rows(facts, owners, models))),
        *(
            _table(name, _title_in(models, name), [_table_in(canvas, name) for canvas in canvases], owners)
            for name in tables
        ),
        *_lists(project, canvases, owners, titles),
    ]
    return _comparison(project, persona_ids, sections, tool)


def tools_with_canvas(project: Project, persona_ids: Iterable[str], tools: Iterable[str]) -> tuple[str, ...]:
    """Which of the tools have a canvas for at least one of the personas."""
    ids = tuple(persona_ids)
    return tuple(tool for tool in tools if any(project.canvas(tool, persona_id) is not None for persona_id in ids))


def _comparison(
    project: Project, persona_ids: Sequence[str], sections: Iterable[Section], tool: str = ""
) -> Comparison:
    names = tuple(" ".join(project.personas[key].name.split()) or key for key in persona_ids)
    return Comparison(tuple(persona_ids), names, tuple(section for section in sections if section.rows), tool)


# Fields ------------------------------------------------------------------------------------------------------


def _facts(project: Project, personas: Sequence[Persona], owners: Sequence[Reference]) -> Iterator[Row]:
    for name in _FACTS:
        cells = []
        for persona, owner in zip(personas, owners, strict=True):
            value = getattr(persona, name)
            # what a file does not say is not told as a fact
            is_said = value not in (None, "", ()) and (name != "kind" or "kind" in persona.model_fields_set)
            text = told_of(value)
            if name == "segment" and value in project.segments:
                text = project.segments[value].name or value
            said = frozenset(map(said_of, value)) if isinstance(value, tuple) else said_of(value)
            cells.append(Cell(text, said, owner) if is_said else None)
        if any(cells):
            yield Row(field_title(Persona, name), tuple(cells))


def _quality(project: Project, personas: Sequence[Persona], owners: Sequence[Reference]) -> Iterator[Row]:
    covered = [persona_coverage(persona, project) for persona in personas]
    yield Row(
        "Evidence",
        tuple(
            Cell(
                f"{found.supported} of {found.total} statements have a source" if found.total else "no statements yet",
                (found.supported, found.total),
                owner,
                share=found.share,
            )
            for found, owner in zip(covered, owners, strict=True)
        ),
    )
    filled = [completeness(persona) for persona in personas]
    yield Row(
        "Completeness",
        tuple(
            Cell(f"without {', '.join(missing)}" if missing else "nothing is missing", missing, owner, share=share)
            for (share, missing), owner in zip(filled, owners, strict=True)
        ),
    )


def _canvases(project: Project, persona_ids: Sequence[str], tools: Mapping[str, str]) -> Iterator[Row]:
    known = {**tools, **{tool: tool for tool, _ in project.canvases if tool not in tools}}
    for tool, title in known.items():
        found = [project.canvas(tool, persona_id) for persona_id in persona_ids]
        counts = [None if pair is None else _notes_on(pair[1]) for pair in found]
        if any(count is not None for count in counts):
            yield Row(
                title,
                tuple(
                    None
                    if pair is None or count is None
                    else Cell(f"{count} {'note' if count == 1 else 'notes'}", count, canvas_reference(tool, pair[0]))
                    for pair, count in zip(found, counts, strict=True)
                ),
            )


def _notes_on(canvas: Canvas) -> int:
    """The entries of a canvas; those of a tool that is not installed are plain data."""
    extra = (canvas.model_extra or {}).values()
    plain = [entry for value in extra if isinstance(value, list | tuple) for entry in value if isinstance(entry, dict)]
    return sum(not isinstance(item, Pair) for _, _, item in items_of(canvas)) + len(plain)


def _table(name: str, title: str, tables: Sequence[Model | None], owners: Sequence[Reference]) -> Section:
    data = [table.to_data() if table is not None else {} for table in tables]
    models = tuple(dict.fromkeys(type(table) for table in tables if table is not None))
    return Section(name, title, tuple(_data_rows(data, owners, models)))


def _table_in(record: Model, name: str) -> Model | None:
    # in a record of another model the same name may hold anything
    return getattr(record, name) if name in table_fields(type(record)) else None


def _free(persona: Persona) -> dict[str, object]:
    """The free fields of a persona, and the keys that its model does not know."""
    return {**(persona.model_extra or {}), **persona.custom}


def _scalars(record: Model) -> dict[str, object]:
    """What a canvas says outside its lists and tables."""
    others = {*item_fields(type(record)), *table_fields(type(record)), *_NOT_SAID}
    return {
        name: getattr(record, name)
        for name in type(record).model_fields
        if name not in others and name in record.model_fields_set
    }


def _data_rows(
    tables: Sequence[Mapping[str, object]], owners: Sequence[Reference], models: Sequence[type[Model]] = ()
) -> Iterator[Row]:
    """A row for each value in nested data, named as its model calls it, else by the keys that lead to it."""
    flat = [dict(leaves_of(table, ())) for table in tables]
    for path in dict.fromkeys(path for leaves in flat for path in leaves):
        label = _title_in(models, ".".join(path)) if models else ".".join(path)
        yield Row(
            label or "(no name)",
            tuple(
                Cell(told_of(leaves[path]), said_of(leaves[path]), owner) if path in leaves else None
                for leaves, owner in zip(flat, owners, strict=True)
            ),
        )


# Lists of items ----------------------------------------------------------------------------------------------


def _lists(
    project: Project, records: Sequence[Model], owners: Sequence[Reference], titles: Mapping[str, str]
) -> Iterator[Section]:
    for name, title in titles.items():
        cells = [
            [item_cell(project, item, owner, name, index) for index, item in enumerate(items_in(record, name))]
            for record, owner in zip(records, owners, strict=True)
        ]
        yield Section(name, title, tuple(aligned(cells)))


def _title_in(models: Sequence[type[Model]], name: str) -> str:
    """What the first model that knows a field calls it."""
    return field_title(next((model for model in models if name in model.model_fields), None), name)
