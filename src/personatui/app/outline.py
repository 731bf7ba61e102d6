"""What the rail shows from the outline alone, before the records are read."""

from __future__ import annotations

from personatui.app.rail import RailEntry, RailGroup
from personatui.store.outline import ProjectOutline

# The marks of the roles that the outline knows; the full ones are in personatui.render.marks, which needs the model.
_MARKS = {"primary": "●", "negative": "✕", "": "·"}


# The order of the roles in a segment: whom the design is for comes first, whom it is not for last.
_ROLE_ORDER = ("primary", "secondary", "supplemental", "customer", "served", "", "negative")


def role_order(role: str | None) -> int:
    """Where personas of a role stand in their segment, from 0."""
    return _ROLE_ORDER.index(role if role in _ROLE_ORDER else "")


def outline_entries(outline: ProjectOutline) -> tuple[list[RailGroup], list[RailEntry]]:
    """Groups and entries of the rail, in the order that they keep once the records are read."""
    segments = sorted(outline.segments, key=lambda segment: (-segment.share, segment.id))
    groups = [RailGroup(segment.id, segment.name or segment.id) for segment in segments]
    personas = sorted(outline.personas, key=lambda persona: (role_order(persona.role), persona.name.casefold()))
    entries = [
        RailEntry(
            id=persona.id,
            name=persona.name or persona.id,
            mark=_MARKS.get(persona.role, "○"),
            group=persona.segment,
            text=f"{persona.id} {persona.name} {persona.segment}".casefold(),
            facets={
                name: (value,)
                for name, value in (("role", persona.role), ("kind", persona.kind), ("segment", persona.segment))
                if value
            },
        )
        for persona in personas
    ]
    return groups, entries
