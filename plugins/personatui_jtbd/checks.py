"""Rules over the jobs canvases of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from personatui.api import (
    Change,
    CheckInput,
    Finding,
    Reference,
    RemoveValue,
    Severity,
    canvas_reference,
)
from personatui_jtbd.canvas import JobsCanvas
from personatui_jtbd.opportunity import rating_findings
from personatui_jtbd.regions import LAYOUTS, TOOL_ID
from personatui_jtbd.timeline import day_of
from personatui_jtbd.wording import listed, quoted


def check_layouts(given: CheckInput) -> Iterable[Finding]:
    """Layouts that this tool does not have."""
    for where, canvas in _canvases(given):
        if canvas.layout and canvas.layout not in {layout.id for layout in LAYOUTS}:
            yield Finding(
                f"{TOOL_ID}.unknown-layout",
                Severity.WARNING,
                f"The jobs canvas has no layout “{canvas.layout}”, so it is shown as {LAYOUTS[0].title}.",
                str(where),
                f"Use {listed([layout.id for layout in LAYOUTS])}, or leave it out.",
                fix=Change(f"Use the layout {LAYOUTS[0].title}", (RemoveValue(where, ("layout",)),)),
            )


def check_ratings(given: CheckInput) -> Iterable[Finding]:
    """Ratings off their scale, counts above the number of respondents, and ratings that lack a half."""
    for where, canvas in _canvases(given):
        yield from rating_findings(canvas, where)


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
