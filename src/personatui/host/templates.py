"""Templates for new personas, segments, sources and projects: questions as comments, nothing that passes for a fact."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import get_args

from personatui.errors import UsageError
from personatui.model.cleaning import clean_line
from personatui.model.edits import Change, CreateFile, Data
from personatui.model.ids import PROJECT_REFERENCE, Reference, slugify
from personatui.model.project import Project
from personatui.model.segment import Segment
from personatui.model.source import SourceKind
from personatui.store.formatting import format_pair
from personatui.store.reading import parse

_FOLDER = Path(__file__).with_name("template_files")
_SECTION = re.compile(r"^(?:# )?\[", re.MULTILINE)

SOURCE_KINDS: tuple[str, ...] = get_args(SourceKind)


@dataclass(frozen=True, slots=True)
class Template:
    """A template that a person chooses by its title; `summary` says what it is for."""

    id: str
    title: str
    summary: str


_PERSONAS = (
    Template("b2c", "Consumer (B2C)", "somebody who decides and pays for themselves"),
    Template("b2b", "Business (B2B)", "somebody in an organisation, with their part in its buying"),
    Template("negative", "Negative persona", "whom the product is deliberately not for"),
    Template("proto", "Proto-persona", "what the team believes before anybody was asked"),
    Template("blank", "Blank", "a name and nothing else"),
)
_PROJECTS = (
    Template("b2c", "Consumers (B2C)", "with a first segment and a first interview to fill in"),
    Template("b2b", "Organisations (B2B)", "the same for a business market"),
    Template("blank", "Blank", "a name and nothing else"),
)
FIRST_SEGMENT = "First segment"
FIRST_SOURCE = "First interview (not held yet)"


def persona_templates() -> tuple[Template, ...]:
    """The templates for a persona, the most common first."""
    return _PERSONAS


def project_templates() -> tuple[Template, ...]:
    """The templates for a project, the most common first."""
    return _PROJECTS


def new_persona_change(
    project: Project, template: str, name: str, segment: str = "", *, taken: Collection[str] = ()
) -> Change:
    """The change that adds a persona made from a template.

    Its id is made from the name, and numbered when the project has it or it is among `taken`, the ids of files that
    cannot be read. `segment` is the id or name of a segment. Raises UsageError for an unknown template or segment.
    """
    chosen = _chosen(template, _PERSONAS)
    answers: Data = {"name": _name(name, "persona")}
    if segment:
        answers["segment"] = find_segment(project, segment)
    record = slugify(answers["name"], {*project.personas, *taken})
    file = _file(Reference("persona", record), f"persona-{chosen.id}", answers)
    return Change(f"Add persona {answers['name']}", (file,))


def new_segment_change(project: Project, name: str, market: str = "", *, taken: Collection[str] = ()) -> Change:
    """The change that adds a segment; `market` is b2c, b2b or empty. Ids as for personas."""
    answers: Data = {"name": _name(name, "segment")}
    if market:
        answers["market"] = market
    record = slugify(answers["name"], {*project.segments, *taken})
    return Change(f"Add segment {answers['name']}", (_file(Reference("segment", record), "segment", answers),))


def new_source_change(
    project: Project,
    kind: str,
    title: str,
    *,
    day: str = "",
    participants: int | None = None,
    taken: Collection[str] = (),
) -> Change:
    """The change that adds a source of evidence. Ids as for personas. `day` is as 2026-01-31.

    Raises UsageError for an unknown kind, and for a day that is none.
    """
    if kind not in SOURCE_KINDS:
        raise UsageError(f"There is no kind of source {clean_line(kind)}.", hint=_choices(kind, SOURCE_KINDS))
    answers: Data = {"title": _name(title, "source"), "kind": kind}
    if day:
        answers["date"] = _day(day)
    if participants is not None:
        answers["participants"] = participants
    record = slugify(answers["title"], {*project.sources, *taken})
    return Change(f"Add source {answers['title']}", (_file(Reference("source", record), "source", answers),))


def project_files(template: str, name: str, persona: str = "") -> tuple[CreateFile, ...]:
    """The files of a new project, its own first, with a first persona when that has a name.

    Raises UsageError for an unknown template.
    """
    chosen = _chosen(template, _PROJECTS)
    is_blank = chosen.id == "blank"
    further: list[Change] = []
    project = Project()
    if not is_blank:
        further += [
            new_segment_change(project, FIRST_SEGMENT, chosen.id),
            new_source_change(project, "interview", FIRST_SOURCE),
        ]
        project = Project(segments={slugify(FIRST_SEGMENT): Segment(name=FIRST_SEGMENT)})
    if persona.strip():
        further.append(new_persona_change(project, chosen.id, persona, "" if is_blank else FIRST_SEGMENT))
    files = [edit for change in further for edit in change.edits if isinstance(edit, CreateFile)]
    return (_file(PROJECT_REFERENCE, "project-blank" if is_blank else "project", {"name": name}), *files)


def find_segment(project: Project, text: str) -> str:
    """The id of the segment that a person means, by id or name. Raises UsageError when there is none."""
    wanted = text.strip().casefold()
    for record, segment in project.segments.items():
        if wanted in (record, segment.name.casefold()):
            return record
    raise UsageError(
        f"There is no segment {clean_line(text)}.",
        hint=_choices(text, tuple(project.segments)) if project.segments else "Add it first.",
    )


def _name(text: str, what: str) -> str:
    name = " ".join(clean_line(text).split())
    if not name:
        raise UsageError(f"A {what} needs a name.", hint="Type one.")
    return name


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{clean_line(text)} is no day.", hint="Write it as 2026-01-31.") from error


def _chosen(template: str, templates: Collection[Template]) -> Template:
    found = next((known for known in templates if known.id == template), None)
    if found is None:
        names = tuple(known.id for known in templates)
        raise UsageError(f"There is no template {clean_line(template)}.", hint=_choices(template, names))
    return found


def _choices(text: str, names: tuple[str, ...]) -> str:
    close = get_close_matches(text.casefold(), names, n=1)
    return f"Did you mean {close[0]}?" if close else f"Choose one of: {', '.join(names[:20])}."


def _file(reference: Reference, template: str, answers: Mapping[str, object]) -> CreateFile:
    text = _read(template)
    for key, value in answers.items():
        text = _answered(text, key, value)
    return CreateFile(reference, parse(text, path=_FOLDER / f"{template}.toml").data, text)


def _answered(text: str, key: str, value: object) -> str:
    """The text with a value for a key, on the line that has it or asks for it."""
    first = _SECTION.search(text)
    end = first.start() if first is not None else len(text)
    line = re.compile(rf"^(?:# )?{re.escape(key)} = .*$", re.MULTILINE)
    head, found = line.subn(lambda _: format_pair(key, value), text[:end], count=1)
    return (head if found else f"{head.rstrip()}\n{format_pair(key, value)}\n") + text[end:]


@cache
def _read(template: str) -> str:
    return (_FOLDER / f"{template}.toml").read_text(encoding="utf-8")
