"""Segments and sources as rows that are edited in place: what they say, and who rests on them."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.app.card import note_section, section
from personatui.model.base import Model
from personatui.model.claims import Item
from personatui.model.fields import field_title
from personatui.model.ids import Reference, persona_reference
from personatui.model.places import place_key
from personatui.model.project import Project
from personatui.model.segment import Segment
from personatui.model.source import Source
from personatui.render.figures import count, percent
from personatui.render.marks import role_mark
from personatui.widgets.keys import Keys, no_keys
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.notes import fact, item_row

_SEGMENT_FACTS = ("market", "target", "share", "size")
_SOURCE_FACTS = ("kind", "date", "participants", "author", "url")
_SEGMENT_LISTS = ("characteristics", "needs")


def record_title(reference: Reference, record: Model) -> str:
    """The name of a record, or its id where it has none."""
    return " ".join(str(getattr(record, "name", "") or reference.record).split())


def record_line(record: Model) -> str:
    """What kind of record it is, on one line."""
    if isinstance(record, Source):
        people = count(record.participants, "participant") if record.participants is not None else ""
        return " · ".join(part for part in (record.kind, record.date, people) if part)
    if isinstance(record, Segment):
        target = {True: "target", False: "not a target", None: ""}[record.target]
        share = percent(record.share) if record.share is not None else ""
        return " · ".join(part for part in ("segment", target, share) if part)
    return ""


def record_card(reference: Reference, record: Model, project: Project, keys: Keys = no_keys) -> list[Row]:
    """Everything that a segment's or source's file says, and what refers to it."""
    rows: list[Row] = []
    summary = str(getattr(record, "summary", "")).strip()
    if summary:
        rows += [Row(((summary, "plain"),), key=place_key(reference, "summary")), BLANK]
    rows += _facts(reference, record)
    if isinstance(record, Segment):
        rows += _personas(reference, project)
        for field in _SEGMENT_LISTS:
            rows += _list(reference, field, field_title(Segment, field), getattr(record, field), project, keys)
    if isinstance(record, Source):
        rows += _list(reference, "excerpts", "Excerpts", record.excerpts, project, keys)
    rows += note_section(getattr(record, "notes", ()), reference)
    return rows


def _facts(reference: Reference, record: Model) -> Iterator[Row]:
    names = _SOURCE_FACTS if isinstance(record, Source) else _SEGMENT_FACTS
    for name in (*names, "tags", "sources"):
        value = getattr(record, name, None)
        if value in ("", None, ()) or name not in record.model_fields_set:
            continue
        yield fact(field_title(type(record), name), _told(name, value), place_key(reference, name))


def _told(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "share" and isinstance(value, float):
        return percent(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _personas(reference: Reference, project: Project) -> Iterator[Row]:
    members = project.personas_in(reference.record)
    yield BLANK
    yield heading("Personas", str(len(members)))
    if not members:
        yield Row((("No persona stands for this segment yet.", "dim"),))
    for persona_id in members:
        persona = project.personas[persona_id]
        key = str(persona_reference(persona_id))
        yield Row(((f"{role_mark(persona.role)} ", "mark"), (persona.name or persona_id, "plain")), key=key)


def _list(
    reference: Reference, field: str, title: str, items: tuple[Item, ...], project: Project, keys: Keys
) -> Iterator[Row]:
    yield BLANK
    yield section(title, reference, field, len(items))
    if not items:
        key = keys("entries.add")
        offer = ((key, "strong"), (" adds, or paste several lines.", "dim")) if key else ()
        yield Row((("Nothing yet. ", "dim"), *offer))
    uses = project.uses_within(reference.record) if field == "excerpts" else {}
    for index, item in enumerate(items):
        row = item_row(item, project, reference, (field, index))
        if field == "excerpts":
            used = uses.get(item.id, 0)
            row = row.with_right(f"used {used}×" if used else "unused")
        yield row
