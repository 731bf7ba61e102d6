"""Checking a project: what every file must hold to, and the rules that plugins add."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from personatui.api import CheckInput, Finding, Severity, claims_of, items_of
from personatui.errors import FileError
from personatui.host.guard import guarded
from personatui.host.loading import file_finding, relative
from personatui.host.session import Session
from personatui.model.base import Model, unknown_keys
from personatui.model.canvas import Canvas
from personatui.model.edits import Path, spell
from personatui.model.ids import PROJECT_REFERENCE, Reference
from personatui.model.persona import Persona
from personatui.model.project import Project
from personatui.model.reports import Fault

# More secondary personas than this for one interface mean that its scope is too wide (after Cooper).
MOST_SECONDARY = 3


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a check found, gravest first, and the faults of plugins that failed meanwhile."""

    findings: tuple[Finding, ...]
    faults: tuple[Fault, ...]

    def reaches(self, severity: Severity) -> bool:
        """Whether a finding is at or above `severity`."""
        return any(finding.severity.rank >= severity.rank for finding in self.findings)


@dataclass(frozen=True, slots=True)
class _Located:
    """A finding, and the path in its record's file that it is about."""

    reference: Reference
    path: Path
    finding: Finding


def check(session: Session, *, today: date) -> CheckOutcome:
    """Everything that is to be mended in the project as it is in memory."""
    project = session.project
    findings = [
        file_finding(error, session.root, str(reference)) for reference, error in session.loaded.broken.items()
    ]
    findings += [file_finding(error, session.root) for error in session.loaded.misplaced]
    findings += _with_lines(session, list(_record_findings(session)))
    findings += _role_findings(project)
    faults: list[Fault] = []
    given = CheckInput(project=project, today=today)
    used = set(session.tools)
    for rule in session.plugins.checks:
        if rule.id.partition(".")[0] in session.plugins.tools and rule.id.partition(".")[0] not in used:
            continue
        outcome = guarded(session.plugins.owner_of(rule.id), rule.id, rule.run, given, expect=Finding, many=True)
        if isinstance(outcome, Fault):
            faults.append(outcome)
        else:
            findings += (_with_file(session, finding) for finding in outcome)
    ranked = sorted(findings, key=lambda found: (-found.severity.rank, found.file, found.line, found.code))
    return CheckOutcome(tuple(ranked), tuple(faults))


def _record_findings(session: Session) -> Iterator[_Located]:
    project = session.project
    yield from _settings_findings(session)
    for reference, record in project.records():
        loaded = session.loaded.files.get(reference)
        if loaded is not None:
            for problem in loaded.problems:
                yield _located(
                    reference,
                    problem.path,
                    problem.code,
                    Severity.ERROR,
                    problem.message,
                    hint="The value stays in the file but is not used.",
                )
            for path in loaded.unclean:
                yield _located(
                    reference,
                    path,
                    "core.control-character",
                    Severity.WARNING,
                    f"`{spell(path)}` holds control characters; they are shown as signs.",
                    hint="Type the text again without them.",
                )
            if loaded.read_only:
                yield _located(
                    reference,
                    ("schema",),
                    "core.newer-schema",
                    Severity.WARNING,
                    "The file was written by a newer version of personatui and opens read-only.",
                    hint="Upgrade personatui to edit it.",
                )
        yield from _unknown(reference, record, project, session)
        yield from _items(reference, record, project)
        yield from _belonging(reference, record, project, session)


def _settings_findings(session: Session) -> Iterator[_Located]:
    settings = session.project.settings
    loaded = session.loaded.files.get(PROJECT_REFERENCE)
    for problem in loaded.problems if loaded is not None else ():
        yield _located(PROJECT_REFERENCE, problem.path, problem.code, Severity.ERROR, problem.message)
    for path in unknown_keys(settings):
        yield _located(
            PROJECT_REFERENCE,
            path,
            "core.unknown-key",
            Severity.WARNING,
            f"`{spell(path)}` is no known setting.",
            hint="Check the spelling; it is kept as it is.",
        )


def _unknown(reference: Reference, record: Model, project: Project, session: Session) -> Iterator[_Located]:
    if reference.kind == "canvas" and reference.tool not in session.plugins.tools:
        yield _located(
            reference,
            (),
            "core.absent-tool",
            Severity.NOTE,
            f"The tool {reference.tool} is not installed; its canvas is kept as it is.",
        )
        return
    for path in unknown_keys(record):
        yield _located(
            reference,
            path,
            "core.unknown-key",
            Severity.WARNING,
            f"`{spell(path)}` is no known field.",
            hint="Check the spelling, or put it under [custom]; it is kept as it is.",
        )


def _items(reference: Reference, record: Model, project: Project) -> Iterator[_Located]:
    counted = Counter(item.id for _, _, item in items_of(record) if item.id)
    seen: Counter[str] = Counter()
    for name, index, item in items_of(record):
        seen[item.id] += 1
        if counted[item.id] > 1 and seen[item.id] > 1:
            yield _located(
                reference,
                (name, index, "id"),
                "core.duplicate-id",
                Severity.ERROR,
                f"The id {item.id} is used more than once in this file, so nothing can refer to it.",
                hint="Give one of them another id.",
                item=item.id,
            )
    for name, index, claim in claims_of(record):
        if not claim.label.strip():
            yield _located(
                reference,
                (name, index),
                "core.empty-claim",
                Severity.WARNING,
                f"Entry {index + 1} of {name} says nothing.",
                hint="Write its text or remove it.",
                item=claim.id,
            )
        for position, source in enumerate(claim.sources):
            if project.source_of(source) is None:
                yield _located(
                    reference,
                    (name, index, "sources", position),
                    "core.dangling-source",
                    Severity.ERROR,
                    f'"{_short(claim.label)}" rests on {source}, which does not exist.',
                    hint="Correct the reference, or add the source.",
                    item=claim.id,
                )


def _belonging(reference: Reference, record: Model, project: Project, session: Session) -> Iterator[_Located]:
    segment = getattr(record, "segment", "")
    if segment and segment not in project.segments:
        yield _located(
            reference,
            ("segment",),
            "core.dangling-segment",
            Severity.ERROR,
            f"The segment {segment} does not exist.",
            hint=f"Add segments/{segment}.toml or correct it.",
        )
    for position, source in enumerate(getattr(record, "sources", ())):
        if project.source_of(source) is None:
            yield _located(
                reference,
                ("sources", position),
                "core.dangling-source",
                Severity.ERROR,
                f"The source {source} does not exist.",
                hint="Correct the reference, or add the source.",
            )
    if isinstance(record, Persona):
        if not record.name.strip():
            yield _located(
                reference,
                ("name",),
                "core.no-name",
                Severity.ERROR,
                "The persona has no name.",
                hint='Add name = "...".',
            )
        if record.basis != "proto" and not record.n:
            yield _located(
                reference,
                ("basis",),
                "core.basis-without-n",
                Severity.WARNING,
                f"The basis is {record.basis}, but n does not say how many people were studied.",
                hint="Add n = ..., or make it a proto persona.",
            )
    if isinstance(record, Canvas):
        named = record.personas or (() if record.segment else (reference.record,))
        for persona_id in named:
            if (
                persona_id not in project.personas
                and Reference("persona", persona_id) not in session.loaded.broken
            ):
                yield _located(
                    reference,
                    ("personas",),
                    "core.dangling-persona",
                    Severity.ERROR,
                    f"The canvas is about {persona_id}, and there is no such persona.",
                    hint="Name the file after a persona, or list `personas`.",
                )


def _role_findings(project: Project) -> list[Finding]:
    """Cooper's rules for the set of personas of one interface, as warnings [P]."""
    by_interface: dict[str, list[tuple[str, Persona]]] = {}
    for persona_id, persona in project.personas.items():
        if not persona.is_negative:
            by_interface.setdefault(persona.interface, []).append((persona_id, persona))
    found: list[Finding] = []
    for interface, members in by_interface.items():
        if not any(persona.role for _, persona in members):
            continue
        place = f" for {interface}" if interface else ""
        primary = [key for key, persona in members if persona.role == "primary"]
        secondary = [key for key, persona in members if persona.role == "secondary"]
        if len(primary) != 1:
            found.append(
                Finding(
                    code="core.primary-personas",
                    severity=Severity.WARNING,
                    message=f"There are {len(primary) or 'no'} primary personas{place}; a design needs exactly one.",
                    hint="Cooper: one primary persona an interface. Split the interface or decide.",
                    where=str(Reference("persona", primary[0])) if primary else "",
                    references=tuple(str(Reference("persona", key)) for key in primary),
                )
            )
        if len(secondary) > MOST_SECONDARY:
            found.append(
                Finding(
                    code="core.secondary-personas",
                    severity=Severity.NOTE,
                    message=f"There are {len(secondary)} secondary personas{place}; the scope may be too wide.",
                    hint=f"Cooper: with more than {MOST_SECONDARY} or 4 the design tries to please too many.",
                    where=str(Reference("persona", secondary[0])),
                    references=tuple(str(Reference("persona", key)) for key in secondary),
                )
            )
    return found


def _located(
    reference: Reference,
    path: Path,
    code: str,
    severity: Severity,
    message: str,
    *,
    hint: str = "",
    item: str = "",
) -> _Located:
    where = str(reference.at(item)) if item else str(reference)
    return _Located(
        reference, path, Finding(code=code, severity=severity, message=message, where=where, hint=hint)
    )


def _with_lines(session: Session, located: list[_Located]) -> list[Finding]:
    """The findings with file and line; a file is read once, and only when something is found in it."""
    line_of = _line_finder(session)
    return [
        replace(entry.finding, file=_file(session, entry.reference), line=line_of(entry.reference, entry.path))
        for entry in located
    ]


def _with_file(session: Session, finding: Finding) -> Finding:
    """A plugin's finding with the file, and the line of the item, that its `where` points at."""
    reference = Reference.parse(finding.where, default_kind="persona") if finding.where else None
    if finding.file or reference is None:
        return finding
    line = 0
    if reference.item:
        record = session.project.record(reference)
        for name, index, item in items_of(record) if record is not None else ():
            if item.id == reference.item:
                line = _line_finder(session)(reference.file, (name, index))
                break
    return replace(finding, file=_file(session, reference.file), line=line)


def _line_finder(session: Session) -> Callable[[Reference, Path], int]:
    from personatui.store.locating import line_of

    texts: dict[Reference, str] = {}

    def find(reference: Reference, path: Path) -> int:
        if reference not in texts:
            try:
                texts[reference] = session.text_of(reference) or ""
            except FileError:
                texts[reference] = ""
        return line_of(texts[reference], path) if path else 0

    return find


def _file(session: Session, reference: Reference) -> str:
    return relative(session.folder.path_of(reference), session.root)


def _short(text: str, width: int = 48) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
