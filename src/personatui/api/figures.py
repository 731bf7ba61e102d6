"""The metrics and findings of one report, with the references and the evidence that each has to name."""

from __future__ import annotations

from collections.abc import Iterable

from personatui.api.contributions import AnalysisInput
from personatui.model.claims import Claim, Strength
from personatui.model.edits import Change, RemoveValue
from personatui.model.findings import Finding, Severity
from personatui.model.ids import Reference, canvas_reference
from personatui.model.project import Project
from personatui.model.reports import Metric


class Figures:
    """Makes the metrics and findings about one canvas, `where`, and its items."""

    def __init__(self, project: Project, where: Reference) -> None:
        self._project = project
        self.where = where

    @classmethod
    def of(cls, given: AnalysisInput) -> Figures:
        """Those of the canvas that an analysis is given."""
        return cls(given.project, canvas_reference(given.tool, given.name))

    def at(self, item: str = "") -> str:
        """The reference to the canvas, or to one of its items."""
        return str(self.where.at(item))

    def metric(
        self,
        name: str,
        label: str,
        value: float | int | str | None,
        *,
        scale: str = "",
        unit: str = "",
        n: int | None = None,
        formula: str = "",
        of: Iterable[Claim] = (),
        item: str = "",
        detail: bool = False,
    ) -> Metric:
        """A figure that rests on the statements `of`: its evidence is their weakest, also of what they take over."""
        evidence = self._project.evidence(of)
        return Metric(name, label, value, unit, scale, n, formula, evidence, self.at(item), detail)

    def strength(self, claim: Claim) -> Strength:
        """How strong the evidence behind a statement is: its own sources, and those of its original."""
        return self._project.strength(self._project.resolved(claim).sources)

    def finding(
        self,
        code: str,
        severity: Severity,
        message: str,
        hint: str,
        *,
        item: str = "",
        about: Iterable[str] = (),
        fix: Change | None = None,
    ) -> Finding:
        """A finding on an item of the canvas, or on the canvas; `code` gets the tool's id in front."""
        references = tuple(self.at(one) for one in about if one)
        code = f"{self.where.tool}.{code}"
        return Finding(code, severity, message, self.at(item), hint, references=references, fix=fix)

    def removal(self, field: str, item: str, label: str) -> Change | None:
        """The change that removes an entry of a list; None for one without an id, which a position could miss."""
        return Change(label, (RemoveValue(self.where, (field, item)),)) if item else None
