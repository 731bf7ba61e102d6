"""Rules over the canvas of segments: weights, scores, and entries about segments that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from personatui.api import CheckInput, Finding, Reference, Severity, canvas_reference, listed, quoted
from personatui_segments.canvas import Member, Score, SegmentsCanvas, Variable, Verdict
from personatui_segments.common import TOOL_ID, segment_of
from personatui_segments.weighing import weighing_findings

Entry = Member | Variable | Verdict | Score


def check_weights(given: CheckInput) -> Iterable[Finding]:
    """Weights that do not sum to 1, and scores that cannot count."""
    for where, canvas in _canvases(given):
        yield from weighing_findings(canvas, where)


def check_references(given: CheckInput) -> Iterable[Finding]:
    """Entries about segments that are not there."""
    known = given.project.segments
    for where, canvas in _canvases(given):
        entries: tuple[Entry, ...] = (*canvas.members, *canvas.variables, *canvas.verdicts, *canvas.scores)
        for one in entries:
            if segment_of(one.segment) not in known:
                told = f"names {one.segment}, which is no segment here" if one.segment else "names no segment"
                yield Finding(
                    f"{TOOL_ID}.dangling-segment",
                    Severity.ERROR,
                    f"{quoted(one.label)} {told}.",
                    str(where.at(one.id)),
                    f"Write it as segment/… ; there are {listed(list(known)[:5]) or 'none yet'}.",
                )


def _canvases(given: CheckInput) -> Iterator[tuple[Reference, SegmentsCanvas]]:
    for (tool, name), canvas in given.project.canvases.items():
        if tool == TOOL_ID and isinstance(canvas, SegmentsCanvas):
            yield canvas_reference(tool, name), canvas
