"""Findings: something to mend, where it is, and the change that mends it when there is one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from personatui.model.edits import Change


class Severity(StrEnum):
    """How much a finding matters; `rank` counts from 0, least first."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend.

    `code` is stable and starts with the owner's id (`core.unknown-key`); `where` is a reference
    (`persona/maya-okafor#m2xa`) or a file; `file`, `line` are set when a place in a file is known.
    """

    code: str
    severity: Severity
    message: str
    where: str = ""
    hint: str = ""
    file: str = ""
    line: int = 0
    references: tuple[str, ...] = ()
    fix: Change | None = None

    def to_data(self) -> dict[str, object]:
        """The finding as JSON-ready data, without the fix's edits."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "where": self.where,
            "hint": self.hint,
            "file": self.file,
            "line": self.line,
            "references": list(self.references),
            "fixable": self.fix is not None,
        }
