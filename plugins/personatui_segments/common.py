"""What the analyses of segments share."""

from __future__ import annotations

from collections.abc import Sequence

from personatui.api import Canvas, Claim, Project, Reference, Segment
from personatui_segments.canvas import SegmentsCanvas

TOOL_ID = "segments"


def as_segments(canvas: Canvas) -> SegmentsCanvas:
    """The canvas of segments; one read before the tool was there is a plain record of the same data."""
    return canvas if isinstance(canvas, SegmentsCanvas) else SegmentsCanvas.model_validate(canvas.to_data())


def segment_of(text: str) -> str:
    """The id of the segment that a text names, as `segment/urban-renters` or bare."""
    found = Reference.parse(text, default_kind="segment")
    return found.record if found is not None and found.kind == "segment" else ""


def reference(segment_id: str) -> str:
    """How metrics and findings name a segment."""
    return str(Reference("segment", segment_id))


def segments_of(project: Project) -> dict[str, Segment]:
    """All segments by id, in the order of their ids, so that the order of files does not matter."""
    return dict(sorted(project.segments.items()))


def names_of(project: Project) -> dict[str, str]:
    """What each segment is called; those of one name get their id beside it."""
    plain = {key: " ".join(segment.name.split()) or key for key, segment in segments_of(project).items()}
    names = list(plain.values())
    return {key: name if names.count(name) == 1 else f"{name} ({key})" for key, name in plain.items()}


def about(claims: Sequence[Claim], segment_id: str) -> list[Claim]:
    """The entries that name a segment."""
    return [claim for claim in claims if segment_of(str(getattr(claim, "segment", ""))) == segment_id]
