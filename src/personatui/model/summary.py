"""What matters most of all that analyses found about a persona: an order across tools, with the reasons for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from personatui.model.claims import Borrowed, Claim, Strength
from personatui.model.findings import Finding, Severity
from personatui.model.ids import Reference
from personatui.model.project import Project
from personatui.model.reports import Report

SHOWN = 5
ORDER = (
    "Errors first, since figures rest on what they tell of, then warnings, then notes; among equals what is about this "
    "persona and its segment, then what most tools point at, then the severity of the pain, then the stronger "
    "evidence. Findings of one kind count as one."
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A finding with what it is ranked by.

    `tools` are those whose findings name the same statement, its own first; `is_own` when it is about the persona
    rather than about all or others; `alike` is how many more findings of the same kind there are. `pain` is the
    statement's severity, 1 to 5, and `strength` its evidence, or None.
    """

    finding: Finding
    tools: tuple[str, ...]
    is_own: bool = True
    alike: int = 0
    pain: int | None = None
    strength: Strength | None = None

    @property
    def rank(self) -> tuple[int, ...]:
        """Larger is more important."""
        strength = -1 if self.strength is None else self.strength.rank
        return self.finding.severity.rank, self.is_own, len(self.tools), self.pain or 0, strength


@dataclass(frozen=True, slots=True)
class Summary:
    """The findings that matter most, the first most of all, of so many in `total`."""

    findings: tuple[Ranked, ...]
    total: int


def summary_of(project: Project, persona_id: str, reports: Iterable[Report], *, shown: int = SHOWN) -> Summary:
    """What matters most of all findings in the reports on a persona. Equals stay in the order of the reports.

    A statement that was taken over is the one that it was taken from, so that tools that share it agree on it.
    """
    found = [(report.tool, finding) for report in reports for finding in report.findings]
    statements = [_statements(project, finding) for _, finding in found]
    tools: dict[Reference, dict[str, None]] = {}
    for (tool, _), named in zip(found, statements, strict=True):
        for statement in named:
            tools.setdefault(statement, {})[tool] = None
    ranked = [
        Ranked(
            finding,
            _agreeing(tool, [tools[statement] for statement in named]),
            _is_about(project, persona_id, finding),
            0,
            *_weight(project, named),
        )
        for (tool, finding), named in zip(found, statements, strict=True)
    ]
    kinds: dict[tuple[str, Severity], list[Ranked]] = {}
    for entry in sorted(ranked, key=lambda entry: entry.rank, reverse=True):
        kinds.setdefault((entry.finding.code, entry.finding.severity), []).append(entry)
    first = [replace(alike[0], alike=len(alike) - 1) for alike in kinds.values()]
    return Summary(tuple(first[:shown]), len(found))


def _is_about(project: Project, persona_id: str, finding: Finding) -> bool:
    """Whether a finding is about the persona, its segment or a canvas that is not everybody's, or about no record."""
    reference = Reference.parse(finding.where) if "/" in finding.where else None
    match reference:
        case Reference("persona"):
            return reference.record == persona_id
        case Reference("segment"):
            return reference.record == project.personas[persona_id].segment
        case Reference("canvas"):
            key = reference.tool, reference.record
            return (
                not project.is_about_all(*key) and key in project.canvases and persona_id in project.personas_of(*key)
            )
    return reference is None


def _statements(project: Project, finding: Finding) -> tuple[Reference, ...]:
    """The statements that a finding names, each as its original."""
    named: dict[Reference, None] = {}
    for text in (finding.where, *finding.references):
        reference = Reference.parse(text) if "/" in text and "#" in text else None
        # of the same statement taken over twice, once from the other
        for _ in range(len(project.canvases) + 1):
            item = project.item(reference) if reference is not None else None
            if not (isinstance(item, Borrowed) and "#" in item.origin):
                break
            origin = Reference.parse(item.origin)
            if origin is None or project.item(origin) is None:
                break
            reference = origin
        if reference is not None and isinstance(project.item(reference), Claim):
            named[reference] = None
    return tuple(named)


def _agreeing(tool: str, named: Sequence[Iterable[str]]) -> tuple[str, ...]:
    """The tools of the statement that most tools name, the finding's own first."""
    most = max((tuple(tools) for tools in named), key=len, default=())
    return tuple(dict.fromkeys((tool, *most)))


def _weight(project: Project, named: Iterable[Reference]) -> tuple[int | None, Strength | None]:
    """The highest severity, and the strongest evidence, of statements."""
    items = [item for item in map(project.item, named) if isinstance(item, Claim)]
    pains = [pain for item in items if isinstance(pain := getattr(item, "severity", None), int)]
    strengths = [project.strength(project.resolved(item).sources) for item in items]
    return max(pains, default=None), max(strengths, key=lambda strength: strength.rank, default=None)
