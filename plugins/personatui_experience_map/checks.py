"""Rules over the experience maps of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from personatui.api import CheckInput, Finding, Reference, Severity, canvas_reference
from personatui_experience_map.canvas import ExperienceMap
from personatui_experience_map.journey import read_journey
from personatui_experience_map.regions import TOOL_ID
from personatui_experience_map.touchpoints import measure_findings


def check_stages(given: CheckInput) -> Iterable[Finding]:
    """Stages without an emotion, emotions off the scale, entries of stages and points of view that are gone.

    What is only worth a note stands in the reports.
    """
    for where, canvas in _maps(given):
        findings = read_journey(canvas, where, given.project).findings
        yield from (finding for finding in findings if finding.severity is not Severity.NOTE)


def check_measures(given: CheckInput) -> Iterable[Finding]:
    """Measurements that give no score or belong to no touchpoint."""
    for where, canvas in _maps(given):
        yield from measure_findings(canvas, where)


def _maps(given: CheckInput) -> Iterator[tuple[Reference, ExperienceMap]]:
    for (tool, name), canvas in given.project.canvases.items():
        if tool == TOOL_ID and isinstance(canvas, ExperienceMap):
            yield canvas_reference(tool, name), canvas
