"""What the Inspector tells about a selected item: its evidence, its uses, and what it still lacks."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.model.base import Model, is_remembered, item_id_fields
from personatui.model.claims import Claim, Item, Link, Note, Strength
from personatui.model.fields import field_title, in_words
from personatui.model.ids import Reference
from personatui.model.places import Place, entry_at, entry_key, find_place
from personatui.model.project import Project, items_of
from personatui.render.figures import count
from personatui.render.marks import strength_bar
from personatui.widgets.lines import BLANK, Row, heading

_MEANING = {
    Strength.ASSUMPTION: "An assumption: no source supports it yet.",
    Strength.ANECDOTE: "An anecdote: fewer participants in all than the project asks for.",
    Strength.QUALITATIVE: "Qualitative: enough participants in all.",
    Strength.QUANTITATIVE: "Quantitative: a survey or analytics with a large enough sample.",
}
# Shown in words of their own, so not repeated among the fields.
_TOLD_ELSEWHERE = {"id", "text", "sources", "note", "tags"}


def detail_rows(project: Project, key: str) -> list[Row]:
    """The rows that tell everything known about what a row's key names."""
    place = find_place(project, key)
    if place is None:
        whole = Reference.parse(key)
        if whole is not None and not whole.item and project.record(whole) is not None:
            return record_rows(project, whole)
        return [Row((("This is no longer there.", "dim"),))]
    item = entry_at(project, place)
    if item is None:
        return _value_rows(project, place)
    owner, name = place.owner, str(place.path[0])
    rows = [
        Row(((_title(project, place.owner, name), "heading"),), right=((item.id or "no id yet", "dim"),)),
        Row(((_text(item), "strong"),)),
    ]
    rows += _fields(project, owner, item)
    if isinstance(item, Claim):
        rows += _evidence(project, item)
        if item.note:
            rows += [BLANK, heading("Note"), Row(((item.note.strip(), "plain"),))]
        if item.tags:
            rows += [BLANK, Row((("Tags  ", "dim"), (", ".join(item.tags), "plain")), hanging=6)]
    if isinstance(item, Link):
        rows += [BLANK, Row((("Leads to  ", "dim"), (item.target, "plain")), hanging=2)]
    if item.id:
        rows += use_rows(project, owner.at(item.id))
    return rows


def _value_rows(project: Project, place: Place) -> list[Row]:
    """What a value of a record is, and what it means."""
    node: object = project.record(place.owner)
    meaning = ""
    for step in place.path:
        field = type(node).model_fields.get(str(step)) if isinstance(node, Model) else None
        meaning = field.description or "" if field is not None else ""
        node = getattr(node, str(step), None)
    if isinstance(node, tuple) and any(isinstance(entry, Item) for entry in node):
        name = str(place.path[-1])
        entries = [(index, entry) for index, entry in enumerate(node) if isinstance(entry, Item)]
        return [
            Row(((_title(project, place.owner, *map(str, place.path)), "heading"),)),
            *(
                Row((("· ", "dim"), (_text(entry), "plain")), key=entry_key(entry, place.owner, name, index), hanging=2)
                for index, entry in entries
            ),
        ]
    told = ", ".join(map(str, node)) if isinstance(node, tuple) else "" if node is None else str(node)
    rows = [
        Row(((_title(project, place.owner, *map(str, place.path)), "heading"),)),
        Row(((told or "not said", "strong" if told else "dim"),)),
    ]
    segment = project.segments.get(told) if place.path == ("segment",) else None
    if segment is not None:
        rows.append(Row((("→ ", "mark"), (segment.name or told, "plain")), key=f"segment/{told}", hanging=2))
    return [*rows, BLANK, Row(((meaning, "dim"),))] if meaning else rows


def record_rows(project: Project, reference: Reference, opening: str = "") -> list[Row]:
    """What the Inspector shows of a whole source or segment; `opening` is the key that opens it."""
    record = project.record(reference)
    if record is None:
        return [Row(((f"{reference} does not exist.", "error"),))]
    name = getattr(record, "name", "") or reference.record
    rows = [
        Row(((in_words(reference.kind), "heading"),), right=((reference.record, "dim"),)),
        Row(((name, "strong"),), key=str(reference.file)),
        Row(((f"{opening} opens it" if opening else "", "dim"),)),
    ]
    rows += _scalar_fields(record)
    for field, _, item in items_of(record):
        rows.append(Row(((f"{field_title(type(record), field)}  ", "dim"), (_text(item), "plain")), hanging=2))
    rows += use_rows(project, reference)
    return rows


def _title(project: Project, owner: Reference, *path: str) -> str:
    record = project.record(owner)
    return field_title(type(record) if record is not None else None, *path)


def _text(item: Item) -> str:
    if isinstance(item, Note):
        return item.text.strip() or item.heading
    return item.label or "(says nothing yet)"


def _fields(project: Project, owner: Reference, item: Item) -> Iterator[Row]:
    ids = item_id_fields(type(item))
    for name in type(item).model_fields:
        value = getattr(item, name)
        is_said = value not in ("", None, ()) and name in item.model_fields_set
        if name in _TOLD_ELSEWHERE or not is_said or is_remembered(type(item).model_fields[name]):
            continue
        texts = [str(one) for one in (value if isinstance(value, tuple) else (value,))]
        named = [(owner.at(text) if name in ids else Reference.parse(text), text) for text in texts]
        told = ", ".join(_in_words(project, reference, text) for reference, text in named)
        yield Row(((f"{field_title(type(item), name)}  ", "dim"), (told, "plain")), hanging=2)


def _in_words(project: Project, reference: Reference | None, text: str) -> str:
    """What a value that names an entry or a record leads to is called; any other as it stands."""
    if reference is None or not (reference.item or "/" in text):
        return text
    found = project.item(reference) if reference.item else project.record(reference)
    name = found.label if isinstance(found, Item) else getattr(found, "name", "") or getattr(found, "title", "")
    return " ".join(name.split()) or text


def _scalar_fields(record: Model) -> Iterator[Row]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name in ("schema_version", "name", "title") or name not in record.model_fields_set:
            continue
        if isinstance(value, str | int | float) and value != "":
            yield Row(((f"{field_title(type(record), name)}  ", "dim"), (str(value), "plain")), hanging=2)


def _evidence(project: Project, claim: Claim) -> Iterator[Row]:
    claim = project.resolved(claim)
    strength = project.strength(claim.sources)
    role = "assumption" if strength is Strength.ASSUMPTION else "mark"
    yield BLANK
    yield heading("Evidence")
    yield Row(((f"{strength_bar(strength)} ", role), (_MEANING[strength], "plain")), hanging=4)
    for text in claim.sources:
        pair = project.source_of(text)
        if pair is None:
            yield Row((("✖ ", "error"), (f"{text} does not exist", "plain")), hanging=2)
            continue
        source, excerpt = pair
        people = f", {count(source.participants, 'participant')}" if source.participants is not None else ""
        yield BLANK
        yield Row((("● ", "mark"), (source.title or text, "plain")), key=f"source/{text}", hanging=2)
        about = f"  {source.kind}{people}" + (f", {source.date}" if source.date else "")
        yield Row(((about, "dim"),), hanging=2)
        if excerpt is not None:
            yield Row(((f"  “{excerpt.text.strip()}”", "quote"),), hanging=2)
            said = " · ".join(part for part in (excerpt.speaker, excerpt.place) if part)
            if said:
                yield Row(((f"  {said}", "dim"),), hanging=2)


def use_rows(project: Project, used: Reference) -> Iterator[Row]:
    """Where something is referred to, below a heading; nothing where it is not."""
    uses = project.uses_of(used)
    if uses:
        yield BLANK
        yield heading("Used by", str(len(uses)))
        for reference in uses:
            target = project.item(reference)
            record = project.record(reference)
            name = getattr(record, "name", "") or getattr(record, "title", "")
            text = _text(target) if target is not None else name or str(reference)
            yield Row((("→ ", "mark"), (text, "plain")), key=str(reference), hanging=2)
