"""Rules over the jobs canvases of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from personatui.api import (
    CheckInput,
    Finding,
    Reference,
    Severity,
    canvas_reference,
    quoted,
)
from personatui_jtbd.canvas import JobsCanvas
from personatui_jtbd.forces import intensity_findings
from personatui_jtbd.opportunity import rating_findings
from personatui_jtbd.regions import TOOL_ID
from personatui_jtbd.timeline import day_of


def check_ratings(given: CheckInput) -> Iterable[Finding]:
    """Ratings off their scale, counts above the number of respondents, and ratings that lack a half."""
    for where, canvas in _canvases(given):
        yield from rating_findings(canvas, where)


def check_forces(given: CheckInput) -> Iterable[Finding]:
    """Intensities off their scale."""
    for where, canvas in _canvases(given):
        yield from intensity_findings(canvas.forces, where)


def check_dates(given: CheckInput) -> Iterable[Finding]:
    """Dates on a timeline that are no days."""
    for where, canvas in _canvases(given):
        for event in canvas.timeline:
            if event.date.strip() and day_of(event) is None:
                yield Finding(
                    f"{TOOL_ID}.invalid-date",
                    Severity.WARNING,
                    f"{quoted(event.label)} has the date “{event.date}”, which is no day.",
                    str(where.at(event.id)),
                    "Write it as YYYY-MM-DD.",
                )


def _canvases(given: CheckInput) -> Iterator[tuple[Reference, JobsCanvas]]:
    for (tool, name), canvas in given.project.canvases.items():
        if tool == TOOL_ID and isinstance(canvas, JobsCanvas):
            yield canvas_reference(tool, name), canvas
