"""A persona's card as plain parts, so that every renderer shows the same things in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from personatui.model.base import Model, table_fields
from personatui.model.claims import Claim, Goal, Pain, Quote, Strength, Trait
from personatui.model.fields import field_title
from personatui.model.persona import CLAIM_FIELDS, Persona
from personatui.model.project import Project
from personatui.model.quality import completeness, persona_coverage
from personatui.render.figures import figure, is_number, percent
from personatui.render.marks import evidence_bar, to_ascii

_SCALE_CELLS = 9
LEGEND = ("supported by a source", "assumption")

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim to show: its strength, text, what qualifies it, and where it comes from."""

    strength: Strength
    text: str
    details: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""
    trait: Trait | None = None
    is_quote: bool = False

    def told(self, *, ascii_only: bool = False) -> str:
        """The text, in quotation marks when it is somebody's words; `(no text)` when there is none."""
        if not self.text:
            return "(no text)"
        if not self.is_quote:
            return self.text
        return f'"{self.text}"' if ascii_only else f"“{self.text}”"


@dataclass(frozen=True, slots=True)
class Card:
    """Everything a card shows, in its order. Texts are as they stand in the record: not yet cleaned or escaped."""

    name: str
    headline: str
    facts: Rows
    summary: str
    tables: tuple[tuple[str, Rows], ...]
    statements: tuple[tuple[str, tuple[Statement, ...]], ...]
    notes: tuple[tuple[str, str], ...]
    links: Rows
    custom: Rows
    quality: Rows
    shares: tuple[float | None, float]


def card_of(persona_id: str, persona: Persona, project: Project) -> Card:
    """The card of a persona, with the evidence that the project holds for it."""
    coverage = persona_coverage(persona, project)
    share, missing = completeness(persona)
    supported = (
        f"{percent(coverage.share)}, {coverage.supported} of {coverage.total} statements have a source"
        if coverage.total
        else "no statements yet"
    )
    filled = f"{percent(share)}, empty: {', '.join(map(_spoken, missing))}" if missing else percent(share)
    return Card(
        name=persona.name or persona_id,
        headline=_headline(persona),
        facts=tuple(_facts(persona_id, persona, project)),
        summary=persona.summary,
        tables=tuple(
            (field_title(Persona, name), rows)
            for name in table_fields(Persona)
            if (rows := tuple(_rows(getattr(persona, name)))) != ()
        ),
        statements=tuple(
            (title, tuple(statement_of(claim, project) for claim in getattr(persona, name)))
            for name, title in CLAIM_FIELDS.items()
            if getattr(persona, name)
        ),
        notes=tuple((note.heading, note.text) for note in persona.notes),
        links=tuple((link.label, link.target) for link in persona.links),
        custom=tuple(flat_rows(persona.custom)),
        quality=(("Evidence", supported), ("Completeness", filled)),
        shares=(coverage.share, share),
    )


def statement_of(claim: Claim, project: Project) -> Statement:
    """A claim with its strength in the project; sources that do not exist are said to be missing."""
    claim = project.resolved(claim)
    return Statement(
        strength=project.strength(claim.sources),
        text=claim.text.strip(),
        details=tuple(claim_details(claim)),
        sources=tuple(
            source if project.source_of(source) is not None else f"{source} (not found)" for source in claim.sources
        ),
        note=claim.note,
        trait=claim if isinstance(claim, Trait) else None,
        is_quote=isinstance(claim, Quote),
    )


def trait_scale(trait: Trait, *, ascii_only: bool = False) -> str:
    """A score between its two poles: `patient ├──●──────┤ hasty: 2 of 1 to 5`."""
    score, low, high = trait.score, trait.low, trait.high
    told = f"{figure(score)} of {figure(low)} to {figure(high)}" if is_number(score) else figure(None)
    cells = ["─"] * _SCALE_CELLS
    if is_number(score) and is_number(low) and is_number(high) and low <= score <= high and low < high:
        cells[round((score - low) / (high - low) * (_SCALE_CELLS - 1))] = "●"
    scale = "├" + "".join(cells) + "┤"
    poles = [trait.low_label, to_ascii(scale) if ascii_only else scale, trait.high_label]
    return f"{' '.join(part for part in poles if part)}: {told}"


def quality_bars(card: Card, *, ascii_only: bool = False) -> tuple[str, ...]:
    """The four-step bar of each row of `Card.quality`."""
    return tuple(evidence_bar(share, ascii_only=ascii_only) for share in card.shares)


def flat_rows(data: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Nested data as rows: `a.b` with its value; a list of plain values is one row."""
    if isinstance(data, Model):
        data = data.to_data()
    if isinstance(data, dict):
        for key, value in data.items():
            yield from flat_rows(value, f"{name}.{key}" if name else str(key))
    elif isinstance(data, list | tuple) and any(isinstance(entry, dict | list | tuple) for entry in data):
        for index, entry in enumerate(data, 1):
            yield from flat_rows(entry, f"{name}.{index}" if name else str(index))
    elif isinstance(data, list | tuple):
        if data:
            yield name, ", ".join(map(_told, data))
    elif data is not None and data != "":
        yield name, _told(data)


def _headline(persona: Persona) -> str:
    basis = f"{persona.basis}, n={persona.n}" if persona.n is not None else persona.basis
    # what a file does not say is not told as a fact
    kind = persona.kind if "kind" in persona.model_fields_set else ""
    return " · ".join(filter(None, [persona.role or "no role", kind, basis]))


def _facts(persona_id: str, persona: Persona, project: Project) -> Iterator[tuple[str, str]]:
    yield "Id", persona_id
    if persona.segment:
        segment = project.segments.get(persona.segment)
        yield (
            field_title(Persona, "segment"),
            segment.name or persona.segment if segment else f"{persona.segment} (not found)",
        )
    for name, value in (
        ("relation", persona.relation),
        ("interface", persona.interface),
        ("buying_roles", ", ".join(persona.buying_roles)),
        ("date", persona.date),
        ("sources", ", ".join(_source(source, project) for source in persona.sources)),
        ("tags", ", ".join(persona.tags)),
        ("picture", persona.picture),
    ):
        if value:
            yield field_title(Persona, name), value


def _rows(record: Model) -> Iterator[tuple[str, str]]:
    for name, value in flat_rows(record):
        yield field_title(type(record), name), value


def claim_details(claim: Claim) -> Iterator[str]:
    """What qualifies a claim: its kind and rating, and its tags."""
    match claim:
        case Goal():
            if claim.kind:
                yield f"{claim.kind} goal"
            if claim.priority is not None:
                yield f"priority {claim.priority}"
        case Pain():
            if claim.severity is not None:
                yield f"severity {claim.severity}"
        case Quote():
            yield claim.kind
    yield from (f"#{tag}" for tag in claim.tags)


def _source(reference: str, project: Project) -> str:
    return reference if project.source_of(reference) is not None else f"{reference} (not found)"


def _told(value: object) -> str:
    return figure(value) if isinstance(value, bool | float) else str(value)


def _spoken(name: str) -> str:
    return name.replace("_", " ")
