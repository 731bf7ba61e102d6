"""Checking a project: what every file must hold to, and the rules that plugins add."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from personatui.api import CheckInput, CheckRule, Finding, Severity, items_of
from personatui.errors import FileError
from personatui.host.absent import absent_findings
from personatui.host.contract import finding_trouble
from personatui.host.guard import guarded
from personatui.host.loading import LoadedProject, relative
from personatui.host.plugins import PluginHost, ask
from personatui.host.rules import Located, record_findings, set_findings
from personatui.host.session import Session
from personatui.model.cleaning import clean
from personatui.model.edits import Path
from personatui.model.ids import Reference
from personatui.model.reports import Fault


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """What a check found, gravest first, and the faults of plugins that failed meanwhile."""

    findings: tuple[Finding, ...]
    faults: tuple[Fault, ...]

    def reaches(self, severity: Severity) -> bool:
        """Whether a finding is at or above `severity`."""
        return any(finding.severity.rank >= severity.rank for finding in self.findings)


def check(session: Session, *, today: date) -> CheckOutcome:
    """Everything that is to be mended in the project as it is in memory, the gravest first, then by file and line.

    The rules of tools that the project has switched off are left out.
    """
    loaded, plugins = session.loaded, session.plugins
    places = _Places(session, loaded)
    findings = [places.unreadable(error, str(reference)) for reference, error in loaded.broken.items()]
    findings += [places.unreadable(error) for error in loaded.misplaced]
    findings += [places.located(found) for found in record_findings(loaded, plugins.tools)]
    findings += [places.located(found) for found in absent_findings(loaded.project, plugins)]
    findings += [places.pointed(found) for found in set_findings(loaded.project)]
    faults: list[Fault] = []
    given = CheckInput(project=loaded.project, today=today)
    off = set(loaded.project.settings.tools_off)
    for rule in plugins.checks:
        if rule.id.partition(".")[0] in off:
            continue
        outcome = _run(plugins, rule, given)
        if isinstance(outcome, Fault):
            faults.append(outcome)
        else:
            findings += [places.pointed(_cleaned(finding)) for finding in outcome]
    return CheckOutcome(tuple(sorted(findings, key=_rank)), tuple(faults))


def _run(plugins: PluginHost, rule: CheckRule, given: CheckInput) -> tuple[Finding, ...] | Fault:
    def run(owner: str, lent: CheckInput) -> tuple[Finding, ...] | Fault:
        return guarded(owner, rule.id, rule.run, lent, expect=Finding, many=True, verify=finding_trouble)

    return ask(plugins, rule.id, given, run)


def _rank(finding: Finding) -> tuple[int, str, int, str, str]:
    return -finding.severity.rank, finding.file, finding.line, finding.code, finding.message


def _cleaned(finding: Finding) -> Finding:
    """A plugin's finding without anything that a terminal could obey."""
    return replace(
        finding,
        code=clean(finding.code),
        message=clean(finding.message),
        where=clean(finding.where),
        hint=clean(finding.hint),
        file=clean(finding.file),
    )


class _Places:
    """Where findings stand: their file below the project, and the line in it."""

    def __init__(self, session: Session, loaded: LoadedProject) -> None:
        self._folder = session.folder
        self._loaded = loaded

    def unreadable(self, error: FileError, where: str = "") -> Finding:
        """The finding for a file that could not be read."""
        return Finding(
            code="core.unreadable-file",
            severity=Severity.ERROR,
            message=error.message,
            where=where,
            hint=error.hint,
            file=relative(error.path, self._folder.root),
            line=error.line,
        )

    def located(self, found: Located) -> Finding:
        """The finding with its file and line."""
        return replace(found.finding, file=self._file(found.reference), line=self._line_of(found.reference, found.path))

    def pointed(self, finding: Finding) -> Finding:
        """A finding with the file that its `where` points at, and the line of the item there."""
        reference = Reference.parse(finding.where, default_kind="persona") if finding.where else None
        if finding.file or reference is None or reference.file not in self._loaded.files:
            return finding
        record = self._loaded.project.record(reference)
        items = items_of(record) if reference.item and record is not None else ()
        path = next(((name, index) for name, index, item in items if item.id == reference.item), ())
        return replace(finding, file=self._file(reference.file), line=self._line_of(reference.file, path))

    def _file(self, reference: Reference) -> str:
        return relative(self._folder.path_of(reference), self._folder.root)

    def _line_of(self, reference: Reference, path: Path) -> int:
        """The line of a value, or of the innermost part of its path that stands in the file; else the first."""
        from personatui.store.locating import line_of

        text = self._loaded.files[reference].text
        return next(filter(None, (line_of(text, path[:length]) for length in range(len(path), -1, -1))), 0)
