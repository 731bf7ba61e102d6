"""Opening a project for the workbench, in a worker: load the plugins, read everything, describe it for the rail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from personatui.app.outline import role_order
from personatui.app.rail import RailEntry, RailGroup
from personatui.host.loading import Progress
from personatui.host.opening import open_session
from personatui.host.patience import Patience
from personatui.host.session import Session
from personatui.model.base import Model
from personatui.model.cleaning import strings_in
from personatui.model.entries import PersonaFacets
from personatui.model.matching import fold_line
from personatui.model.persona import Persona
from personatui.model.project import Project, claims_of
from personatui.model.quality import persona_coverage
from personatui.render.figures import percent
from personatui.render.marks import evidence_bar, role_mark
from personatui.store.settings import remember_project

# What was described last of each session, so that a change makes anew only what it touched.


@dataclass(frozen=True, slots=True)
class Opened:
    """An open session and what the rail shows of it."""

    session: Session
    project: Project
    groups: tuple[RailGroup, ...]
    entries: tuple[RailEntry, ...]


def open_project(
    root: Path, *, plugins_off: bool = False, progress: Progress | None = None, patience: Patience | None = None
) -> Opened:
    """Open the project at `root`. Raises ProjectError, and what `progress` raises to end it."""
    session = open_session(root, plugins_off=plugins_off, progress=progress, patience=patience)
    remember_project(root, len(session.project.personas))
    return describe(session)


def describe(session: Session, before: Opened | None = None) -> Opened:
    """What the rail shows of a session: segments by share, personas by role and name.

    What cannot have changed since `before` is taken from there.
    """
    project = session.project
    ordered = sorted(project.segments, key=lambda key: (-(project.segments[key].share or 0.0), key))
    groups = tuple(
        RailGroup(
            key,
            project.segments[key].name or key,
            "" if project.segments[key].share is None else percent(project.segments[key].share),
        )
        for key in ordered
    )
    facets = PersonaFacets(project)
    known = _still_true(before, project, facets)
    entries = [
        known.get(key) or _entry(key, persona, project, facets)
        for key, persona in sorted(project.personas.items(), key=_by_role)
    ]
    entries += [
        RailEntry(reference.record, reference.record, "✖", "", reference.record, problem=True)
        for reference in session.loaded.broken
        if reference.kind == "persona"
    ]
    return Opened(session, project, groups, tuple(entries))


def describe_records(session: Session, kind: str) -> tuple[tuple[RailGroup, ...], tuple[RailEntry, ...]]:
    """What the rail shows of the segments, by share, or of the sources, by kind."""
    project = session.project
    entries: list[RailEntry] = []
    groups: tuple[RailGroup, ...] = ()
    if kind == "segment":
        for key in sorted(project.segments, key=lambda key: (-(project.segments[key].share or 0.0), key)):
            segment = project.segments[key]
            share = "" if segment.share is None else percent(segment.share)
            entries.append(_record_entry(key, segment.name, segment, "◆" if segment.target else "◇", "", share))
    else:
        kinds = sorted({source.kind for source in project.sources.values()})
        groups = tuple(RailGroup(name, name.replace("-", " ").capitalize()) for name in kinds)
        for key in sorted(project.sources, key=lambda key: project.sources[key].title.casefold() or key):
            source = project.sources[key]
            people = "" if source.participants is None else f"n={source.participants}"
            entries.append(_record_entry(key, source.title, source, "·", source.kind, people))
    entries += [
        RailEntry(reference.record, reference.record, "✖", "", reference.record, problem=True)
        for reference in session.loaded.broken
        if reference.kind == kind
    ]
    return groups, tuple(entries)


def _record_entry(key: str, name: str, record: Model, mark: str, group: str, right: str) -> RailEntry:
    text = fold_line(" ".join((key, *_texts(record))))
    return RailEntry(key, " ".join(name.split()) or key, mark, group, text, bar=right)


def _still_true(before: Opened | None, project: Project, facets: PersonaFacets) -> dict[str, RailEntry]:
    """The entries of personas that are as they were, where nothing changed that all of them rest on."""
    if before is None:
        return {}
    old = before.project
    if old.settings is not project.settings:
        return {}
    segments, sources = _changed(old.segments, project.segments), _changed(old.sources, project.sources)
    return {
        entry.id: entry
        for entry in before.entries
        if not entry.problem
        and (persona := project.personas.get(entry.id)) is not None
        and old.personas.get(entry.id) is persona
        and persona.segment not in segments
        and not (sources and _rests_on(persona, sources))
        and entry.facets["tool"] == facets.tools_of(entry.id)
    }


def _changed(old: Mapping[str, Model], new: Mapping[str, Model]) -> frozenset[str]:
    """The ids of the records that are others than they were, or there only before or now."""
    if old is new:
        return frozenset()
    return frozenset(key for key in {**old, **new} if old.get(key) is not new.get(key))


def _rests_on(persona: Persona, sources: frozenset[str]) -> bool:
    """Whether a statement of a persona names one of these sources, or an excerpt of one."""
    named = (text for _, _, claim in claims_of(persona) for text in claim.sources)
    return any(text.removeprefix("source/").partition("#")[0] in sources for text in named)


def _by_role(pair: tuple[str, Persona]) -> tuple[int, str]:
    return role_order(pair[1].role), pair[1].name.casefold()


def _entry(persona_id: str, persona: Persona, project: Project, facets: PersonaFacets) -> RailEntry:
    segment = project.segments.get(persona.segment)
    words = [persona_id, *_texts(persona), segment.name if segment is not None else ""]
    return RailEntry(
        id=persona_id,
        name=persona.name or persona_id,
        mark=role_mark(persona.role),
        group=persona.segment if segment is not None else "",
        text=fold_line(" ".join(words)),
        bar=evidence_bar(persona_coverage(persona, project).share),
        facets=facets.of(persona_id),
    )


def _texts(record: Model) -> list[str]:
    return list(strings_in(record.to_data()))
