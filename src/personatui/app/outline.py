"""What the rail shows from the outline alone, before the records are read."""

from __future__ import annotations

from personatui.app.rail import RailEntry, RailGroup
from personatui.store.outline import ProjectOutline

# The marks of the roles that the outline knows; the full ones are in personatui.render.marks, which needs the model.
_MARKS = {"primary": "●", "negative": "✕", "": "·"}


def outline_entries(outline: ProjectOutline) -> tuple[list[RailGroup], list[RailEntry]]:
    """Groups and entries of the rail."""
    groups = [RailGroup(segment.id, segment.name or segment.id) for segment in outline.segments]
    entries = [
        RailEntry(
            id=persona.id,
            name=persona.name or persona.id,
            mark=_MARKS.get(persona.role, "○"),
            group=persona.segment,
            text=f"{persona.id} {persona.name} {persona.segment}".casefold(),
        )
        for persona in outline.personas
    ]
    return groups, entries
