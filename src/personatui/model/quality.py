"""How complete a persona is and how much of it is supported. Both are conventions of this project [P]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from personatui.model.claims import Claim
from personatui.model.persona import Persona
from personatui.model.project import Project, claims_of

# The fields that a complete persona fills, with their weights [P]: what it wants and suffers counts double.
COMPLETENESS_WEIGHTS: dict[str, int] = {
    "name": 1,
    "role": 1,
    "segment": 1,
    "summary": 1,
    "profile": 1,
    "goals": 2,
    "needs": 1,
    "motivations": 1,
    "behaviours": 1,
    "pains": 2,
    "channels": 1,
    "quotes": 1,
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of some statements have at least one source; `share` is None when there are none."""

    supported: int
    total: int

    @property
    def share(self) -> float | None:
        """The supported of all, from 0 to 1; None when there are none."""
        return self.supported / self.total if self.total else None


def evidence_coverage(claims: Iterable[Claim], project: Project) -> Coverage:
    """Statements with at least one source that exists, of all statements with text."""
    told = [claim for claim in map(project.resolved, claims) if claim.text.strip()]
    supported = sum(any(project.source_of(reference) is not None for reference in claim.sources) for claim in told)
    return Coverage(supported, len(told))


def persona_coverage(persona: Persona, project: Project) -> Coverage:
    """Evidence coverage over the statements of a persona itself, without its canvases."""
    return evidence_coverage((claim for _, _, claim in claims_of(persona)), project)


def completeness(persona: Persona) -> tuple[float, tuple[str, ...]]:
    """The weighted share of filled fields, 0 to 1, and the fields that are empty. It is not quality."""
    missing = tuple(name for name in COMPLETENESS_WEIGHTS if not _is_filled(persona, name))
    total = sum(COMPLETENESS_WEIGHTS.values())
    return 1 - sum(COMPLETENESS_WEIGHTS[name] for name in missing) / total, missing


def _is_filled(persona: Persona, name: str) -> bool:
    if name == "profile":
        profile = persona.firmographics if persona.kind == "b2b" else persona.demographics
        return bool(profile.to_data())
    return bool(getattr(persona, name))
