"""Rules over the value propositions of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from personatui.api import CheckInput, Finding, Reference, Severity, canvas_reference, listed
from personatui_value_proposition.canvas import ValueProposition
from personatui_value_proposition.fitting import read_fitting
from personatui_value_proposition.regions import TOOL_ID


def check_links(given: CheckInput) -> Iterable[Finding]:
    """Weights off the scale, links to what is gone, originals that were edited or removed since.

    What is only worth a note stands in the reports.
    """
    for where, canvas in _canvases(given):
        findings = read_fitting(canvas, where, given.project).findings
        yield from (finding for finding in findings if finding.severity is not Severity.NOTE)


def check_segments(given: CheckInput) -> Iterable[Finding]:
    """A canvas about personas of several segments: one canvas is for one."""
    for where, _ in _canvases(given):
        personas = given.project.personas_of(where.tool, where.record)
        segments = sorted({given.project.personas[one].segment for one in personas} - {""})
        if len(segments) > 1:
            yield Finding(
                f"{TOOL_ID}.several-segments",
                Severity.WARNING,
                f"The value proposition is about personas of {len(segments)} segments: {listed(segments)}.",
                str(where),
                "One canvas is for one segment: make another one.",
            )


def _canvases(given: CheckInput) -> Iterator[tuple[Reference, ValueProposition]]:
    for (tool, name), canvas in given.project.canvases.items():
        if tool == TOOL_ID and isinstance(canvas, ValueProposition):
            yield canvas_reference(tool, name), canvas
