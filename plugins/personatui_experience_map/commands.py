"""Commands that put another curve on the map: what it should become, and the next persona."""

from __future__ import annotations

from personatui.api import (
    AddItem,
    Change,
    Command,
    CommandInput,
    Edit,
    SetValue,
    canvas_reference,
    mint_item_id,
    quoted,
)
from personatui_experience_map.candidates import take_over
from personatui_experience_map.journey import views_of
from personatui_experience_map.regions import TOOL_ID, as_experience_map


def _add_view(given: CommandInput, persona_id: str, state: str, *, lists: bool = False) -> Change | None:
    if given.canvas is None:
        return None
    canvas = as_experience_map(given.canvas)
    target = canvas_reference(TOOL_ID, given.name)
    view = {"id": mint_item_id([view.id for view in canvas.views]), "persona": f"persona/{persona_id}", "state": state}
    edits: list[Edit] = [AddItem(target, ("views",), view)]
    if lists and persona_id not in canvas.personas:
        about = canvas.personas or given.project.personas_of(TOOL_ID, given.name)
        edits.append(SetValue(target, ("personas",), [*about, persona_id]))
    name = given.project.personas[persona_id].name if persona_id in given.project.personas else persona_id
    return Change(f"add the curve {quoted(f'{name} · {state}')}", tuple(edits))


def add_to_be(given: CommandInput) -> Change | None:
    """A curve for what the persona's experience should become; None where it has one."""
    if given.canvas is None or given.tool != TOOL_ID:
        return None
    reference = f"persona/{given.persona_id}"
    has_one = any(view.state == "to-be" and view.persona == reference for view in as_experience_map(given.canvas).views)
    return None if has_one else _add_view(given, given.persona_id, "to-be")


def add_persona(given: CommandInput) -> Change | None:
    """A curve for the next persona that has none: of the same segment first, never a negative one."""
    if given.canvas is None or given.tool != TOOL_ID:
        return None
    project = given.project
    shown = {
        view.persona.removeprefix("persona/")
        for view in views_of(as_experience_map(given.canvas), project.personas_of(TOOL_ID, given.name))
    }
    others = [key for key, persona in project.personas.items() if key not in shown and not persona.is_negative]
    others.sort(key=lambda key: project.personas[key].segment != given.persona.segment)
    return _add_view(given, others[0], "as-is", lists=True) if others else None


COMMANDS = (
    Command(
        id=f"{TOOL_ID}.add-to-be",
        title="Add what it should become",
        run=add_to_be,
        summary="Another curve for the same persona, to be compared with today's",
    ),
    Command(
        id=f"{TOOL_ID}.add-persona",
        title="Add the next persona",
        run=add_persona,
        summary="A curve for another persona on the same map, of the same segment first",
    ),
    Command(
        id=f"{TOOL_ID}.take-candidates",
        title="Take what is underserved over into the opportunities",
        run=take_over,
        summary="By reference: outcomes of the jobs canvas whose score is 10 or more",
    ),
)
