"""The persona card as rows: who it is, what it wants and suffers, and what each statement rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from personatui.app.emptiness import no_statements
from personatui.model.base import Model, table_fields
from personatui.model.claims import Note
from personatui.model.fields import field_title, in_words
from personatui.model.ids import Reference, persona_reference
from personatui.model.persona import CLAIM_FIELDS, Persona
from personatui.model.places import entry_key, place_key
from personatui.model.project import Project
from personatui.model.quality import completeness, persona_coverage
from personatui.render.figures import percent
from personatui.render.marks import evidence_bar
from personatui.render.wording import listed
from personatui.widgets.keys import Keys, no_keys
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.notes import LABEL_WIDTH, fact, item_row, label_width, note_rows
from personatui.widgets.slots import Slot


def persona_line(persona: Persona) -> str:
    """What kind of persona it is, on one line: `primary · b2c · qualitative, n=7`."""
    # what a file does not say is not told as a fact
    kind = persona.kind if "kind" in persona.model_fields_set else ""
    basis = persona.basis + (f", n={persona.n}" if persona.n is not None else "")
    return " · ".join(part for part in (persona.role or "no role", kind, basis) if part)


def card_rows(persona_id: str, persona: Persona, project: Project, keys: Keys = no_keys) -> list[Row]:
    """Everything that the persona's file says, in the order in which a person reads it."""
    owner = persona_reference(persona_id)
    rows: list[Row] = []
    if persona.summary:
        rows += [Row(((persona.summary.strip(), "plain"),), key=place_key(owner, "summary")), BLANK]
    rows += _facts(owner, persona, project)
    rows += _quality(persona, project)
    for name in table_fields(Persona):
        rows += _profile(owner, name, getattr(persona, name))
    for name, title in CLAIM_FIELDS.items():
        items = getattr(persona, name)
        if items:
            rows += [BLANK, section(title, owner, name, len(items))]
            rows += (item_row(item, project, owner, (name, index)) for index, item in enumerate(items))
    rows += note_section(persona.notes, owner)
    if persona.custom:
        rows += [BLANK, heading("Your own fields")]
        width = label_width(map(str, persona.custom))
        rows += (fact(str(key), _told(value), width=width) for key, value in persona.custom.items())
    if persona.links:
        rows += [BLANK, section("Links", owner, "links", len(persona.links))]
        for index, link in enumerate(persona.links):
            key = entry_key(link, owner, "links", index)
            rows.append(Row((("→ ", "mark"), (link.label, "plain"), (f"  {link.target}", "dim")), key=key, hanging=2))
    unsaid = [title for name, title in CLAIM_FIELDS.items() if not getattr(persona, name)]
    if len(unsaid) == len(CLAIM_FIELDS):
        rows += [BLANK, *no_statements(keys)]
    else:
        rows += _unsaid(owner, unsaid, keys)
    return rows


def section(title: str, owner: Reference, field: str, number: int) -> Row:
    """The heading of a list of a record, which begins the list's slot."""
    return replace(heading(title, str(number)), slot=Slot(owner, field, title=title))


def note_section(notes: Sequence[Note], owner: Reference) -> Iterator[Row]:
    """The free notes of a record."""
    if notes:
        yield BLANK
        yield section("Notes", owner, "notes", len(notes))
        for index, note in enumerate(notes):
            yield from note_rows(note, owner, ("notes", index))


def _unsaid(owner: Reference, titles: Sequence[str], keys: Keys) -> Iterator[Row]:
    """Which lists say nothing yet, and the key that adds to one of them."""
    if titles:
        told = listed([title.lower() for title in titles])
        key = keys("entries.add-to")
        offer = ((f".  {key}", "strong"), (" adds to a list of your choice", "dim")) if key else ((".", "dim"),)
        yield BLANK
        yield Row((("Nothing yet on ", "dim"), (told, "dim"), *offer), slot=Slot(owner, ""))


def _facts(owner: Reference, persona: Persona, project: Project) -> Iterator[Row]:
    segment = project.segments.get(persona.segment)
    if persona.segment:
        told = segment.name or persona.segment if segment else f"{persona.segment} (missing)"
        yield fact(field_title(Persona, "segment"), told, place_key(owner, "segment"))
    for name, value in (
        ("relation", persona.relation),
        ("buying_roles", ", ".join(persona.buying_roles)),
        ("interface", persona.interface),
        ("tags", ", ".join(persona.tags)),
        ("date", persona.date),
        ("picture", persona.picture),
    ):
        if value:
            yield fact(field_title(Persona, name), value, place_key(owner, name))


def _quality(persona: Persona, project: Project) -> Iterator[Row]:
    covered = persona_coverage(persona, project)
    share, missing = completeness(persona)
    told = f"{covered.supported} of {covered.total} statements have a source" if covered.total else "no statements yet"
    yield Row(
        ((f"{'Evidence':<{LABEL_WIDTH}}", "dim"), (f"{evidence_bar(covered.share)} ", "mark"), (told, "plain")),
        hanging=LABEL_WIDTH,
    )
    text = percent(share) + (f", without {', '.join(missing)}" if missing else "")
    yield fact("Filled", text)


def _profile(owner: Reference, field: str, profile: Model) -> Iterator[Row]:
    known = {name: value for name, value in profile if value not in ("", None, ())}
    unknown = profile.model_extra or {}
    if not known and not unknown:
        return
    yield BLANK
    yield replace(heading(field_title(Persona, field)), slot=Slot(owner, ""))
    width = label_width(field_title(type(profile), name) for name in (*known, *unknown))
    for name, value in known.items():
        yield fact(field_title(Persona, field, name), _told(value), place_key(owner, field, name), width=width)
    for name, value in unknown.items():
        yield fact(in_words(name), _told(value), width=width)


def _told(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_told(entry) for entry in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_told(entry)}" for key, entry in value.items())
    return str(value)
