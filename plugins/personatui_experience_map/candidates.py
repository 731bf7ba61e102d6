"""What calls for an opportunity: low points of the map, and what the persona's other canvases hold open."""

from __future__ import annotations

from dataclasses import dataclass

from personatui.api import (
    AddItem,
    Change,
    CommandInput,
    Opening,
    Project,
    Reference,
    canvas_reference,
    items_of,
    mint_item_id,
    quoted,
)
from personatui_experience_map.canvas import ExperienceMap
from personatui_experience_map.lows import low_points
from personatui_experience_map.regions import TOOL_ID, as_experience_map


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that calls for an opportunity, where it stands, and the opportunities that take it up.

    A low point is taken up by what stands in its stage, any other by an opportunity that refers to it [P].
    """

    reference: str
    opening: Opening
    is_low: bool
    taken_up: tuple[str, ...]


def candidates(canvas: ExperienceMap, where: Reference, project: Project, persona_id: str) -> tuple[Candidate, ...]:
    """The low points of the map, lowest first, then the underserved outcomes and what else other tools hold open."""
    found = []
    said = [opportunity for opportunity in canvas.opportunities if project.resolved(opportunity).label]
    for low in low_points(canvas):
        here = tuple(project.resolved(one).label for one in said if low.stage.id and one.stage == low.stage.id)
        found.append(Candidate(str(where.at(low.item)), Opening(low.item, low.text, low.why), True, here))
    for reference, opening in project.openings(persona_id):
        if reference.file != where and reference.tool != TOOL_ID and opening.item and opening.text:
            there = tuple(project.resolved(one).label for one in said if one.origin == str(reference))
            found.append(Candidate(str(reference), opening, False, there))
    return tuple(found)


def take_over(given: CommandInput) -> Change | None:
    """Every candidate of another canvas that no opportunity refers to, by reference; None where there is none."""
    if given.canvas is None or given.tool != TOOL_ID:
        return None
    canvas, where = as_experience_map(given.canvas), canvas_reference(TOOL_ID, given.name)
    waiting = [
        one for one in candidates(canvas, where, given.project, given.persona_id) if not one.is_low and not one.taken_up
    ]
    if not waiting:
        return None
    ids = {item.id for _, _, item in items_of(canvas)}
    edits = []
    for one in waiting:
        name = mint_item_id(ids)
        ids.add(name)
        entry = {"id": name, "origin": one.reference, "origin_text": one.opening.text}
        edits.append(AddItem(where, ("opportunities",), entry))
    said = quoted(waiting[0].opening.text) if len(waiting) == 1 else f"{len(waiting)} candidates"
    return Change(f"take {said} over into the opportunities", tuple(edits))
