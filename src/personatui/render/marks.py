"""The small marks used everywhere. None relies on colour, and each has a form in plain ASCII."""

from __future__ import annotations

import math

from personatui.model.claims import Strength
from personatui.model.findings import Severity
from personatui.model.persona import Role
from personatui.render.plain import to_ascii

_STEPS = 4
_SEVERITY_MARKS = {Severity.ERROR: ("✖", "E"), Severity.WARNING: ("▲", "W"), Severity.NOTE: ("•", "N")}

__all__ = ["evidence_bar", "role_mark", "severity_mark", "strength_bar", "support_mark", "to_ascii"]


def support_mark(strength: Strength, *, ascii_only: bool = False) -> str:
    """`●` for a supported claim, `○` for an assumption."""
    if strength is Strength.ASSUMPTION:
        return "o" if ascii_only else "○"
    return "*" if ascii_only else "●"


def strength_bar(strength: Strength, *, ascii_only: bool = False) -> str:
    """Three steps from `▱▱▱` (assumption) to `▰▰▰` (quantitative)."""
    bar = "▰" * strength.rank + "▱" * (len(Strength) - 1 - strength.rank)
    return to_ascii(bar) if ascii_only else bar


def evidence_bar(share: float | None, *, ascii_only: bool = False) -> str:
    """A share from 0 to 1 in four steps: full only at 1, empty only at 0, `––––` for no value."""
    if share is None or not math.isfinite(share):
        bar = "–" * _STEPS
    else:
        steps = round(share * _STEPS)
        if 0 < share < 1:
            steps = min(max(steps, 1), _STEPS - 1)
        steps = min(max(steps, 0), _STEPS)
        bar = "▰" * steps + "▱" * (_STEPS - steps)
    return to_ascii(bar) if ascii_only else bar


def role_mark(role: Role | None, *, ascii_only: bool = False) -> str:
    """`●` for the primary persona, `✕` for a negative one, `○` for the others, `·` without a role."""
    mark = {"primary": "●", "negative": "✕", None: "·"}.get(role, "○")
    return to_ascii(mark) if ascii_only else mark


def severity_mark(severity: Severity, *, ascii_only: bool = False) -> str:
    """`✖` error, `▲` warning, `•` note; E, W and N in ASCII."""
    return _SEVERITY_MARKS[severity][ascii_only]
