"""The persona card as rows: who it is, what it wants and suffers, and what each statement rests on."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.model.base import Model
from personatui.model.ids import persona_reference
from personatui.model.persona import CLAIM_FIELDS, Persona
from personatui.model.places import entry_key
from personatui.model.project import Project
from personatui.model.quality import completeness, persona_coverage
from personatui.render.figures import percent
from personatui.render.marks import evidence_bar
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.notes import item_row, note_rows

_LABEL_WIDTH = 14
_PROFILES = (("demographics", "Profile"), ("firmographics", "Organisation"), ("facets", "GenderMag facets"))


def persona_line(persona: Persona) -> str:
    """What kind of persona it is, on one line: `primary · b2c · qualitative, n=7`."""
    # what a file does not say is not told as a fact
    kind = persona.kind if "kind" in persona.model_fields_set else ""
    basis = persona.basis + (f", n={persona.n}" if persona.n is not None else "")
    return " · ".join(part for part in (persona.role or "no role", kind, basis) if part)


def card_rows(persona_id: str, persona: Persona, project: Project) -> list[Row]:
    """Everything that the persona's file says, in the order in which a person reads it."""
    rows: list[Row] = []
    if persona.summary:
        rows += [Row(((persona.summary.strip(), "plain"),)), BLANK]
    rows += _facts(persona, project)
    rows += _quality(persona, project)
    for name, title in _PROFILES:
        rows += _profile(getattr(persona, name), title)
    owner = persona_reference(persona_id)
    for name, title in CLAIM_FIELDS.items():
        items = getattr(persona, name)
        if items:
            rows += [BLANK, heading(title, str(len(items)))]
            rows += (item_row(item, project, owner, (name, index)) for index, item in enumerate(items))
    if persona.notes:
        rows += [BLANK, heading("Notes", str(len(persona.notes)))]
        for index, note in enumerate(persona.notes):
            rows += note_rows(note, owner, ("notes", index))
    if persona.custom:
        rows += [BLANK, heading("Your own fields")]
        rows += (_fact(str(key), _told(value)) for key, value in persona.custom.items())
    if persona.links:
        rows += [BLANK, heading("Links", str(len(persona.links)))]
        for index, link in enumerate(persona.links):
            key = entry_key(link, owner, "links", index)
            rows.append(Row((("→ ", "mark"), (link.label, "plain"), (f"  {link.target}", "dim")), key=key, hanging=2))
    if not any(row.key for row in rows):
        rows += [BLANK, Row((("This persona says nothing about goals, needs or pains yet.", "dim"),))]
    return rows


def _facts(persona: Persona, project: Project) -> Iterator[Row]:
    segment = project.segments.get(persona.segment)
    if persona.segment:
        yield _fact("Segment", segment.name or persona.segment if segment else f"{persona.segment} (missing)")
    if persona.relation:
        yield _fact("Customer", persona.relation)
    if persona.buying_roles:
        yield _fact("Buying centre", ", ".join(persona.buying_roles))
    if persona.interface:
        yield _fact("Interface", persona.interface)
    if persona.tags:
        yield _fact("Tags", ", ".join(persona.tags))
    if persona.date:
        yield _fact("Grounded on", persona.date)
    if persona.picture:
        yield _fact("Picture", persona.picture)


def _quality(persona: Persona, project: Project) -> Iterator[Row]:
    covered = persona_coverage(persona, project)
    share, missing = completeness(persona)
    told = f"{covered.supported} of {covered.total} statements have a source" if covered.total else "no statements yet"
    yield Row(
        ((f"{'Evidence':<{_LABEL_WIDTH}}", "dim"), (f"{evidence_bar(covered.share)} ", "mark"), (told, "plain")),
        hanging=_LABEL_WIDTH,
    )
    text = percent(share) + (f", without {', '.join(missing)}" if missing else "")
    yield _fact("Filled", text)


def _profile(profile: Model, title: str) -> Iterator[Row]:
    data = {name: value for name, value in profile if value not in ("", None, ())}
    data |= profile.model_extra or {}
    if not data:
        return
    yield BLANK
    yield heading(title)
    for name, value in data.items():
        yield _fact(name.replace("_", " ").capitalize(), _told(value))


def _fact(name: str, value: str) -> Row:
    """A fact, with the values of short names one below the other."""
    label = f"{name:<{_LABEL_WIDTH}}" if len(name) <= _LABEL_WIDTH else f"{name}  "
    return Row(((label, "dim"), (value, "plain")), hanging=_LABEL_WIDTH)


def _told(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_told(entry) for entry in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_told(entry)}" for key, entry in value.items())
    return str(value)
