"""Commands that begin a blueprint with what other tools know, and that put another persona on it."""

from __future__ import annotations

from personatui.api import (
    AddItem,
    Canvas,
    Change,
    Command,
    CommandInput,
    CreateFile,
    Item,
    Reference,
    SetValue,
    canvas_reference,
    mint_item_id,
    quoted,
)

from personatui_service_blueprint.canvas import ServiceBlueprint
from personatui_service_blueprint.lanes import TOOL_ID

_JOURNEY = "experience_map"


def _own(given: CommandInput) -> tuple[Reference, ServiceBlueprint | None]:
    """Where the persona's blueprint stands or would stand, and the blueprint."""
    name, canvas = given.project.canvas(TOOL_ID, given.persona_id) or (given.persona_id, None)
    if given.tool == TOOL_ID and given.name:
        name, canvas = given.name, given.canvas
    return canvas_reference(TOOL_ID, name), canvas if isinstance(canvas, ServiceBlueprint) else None


def take_stages(given: CommandInput) -> Change | None:
    """The stages of the persona's experience map, those that the blueprint does not name yet; None for none."""
    found = given.project.canvas(_JOURNEY, given.persona_id)
    where, blueprint = _own(given)
    known = {stage.label.casefold() for stage in blueprint.stages} if blueprint is not None else set()
    labels = [label for label in _stages(found[1] if found is not None else None) if label.casefold() not in known]
    taken = [stage.id for stage in blueprint.stages] if blueprint is not None else []
    stages: list[dict[str, str]] = []
    for label in dict.fromkeys(labels):
        stages.append({"id": mint_item_id([*taken, *(stage["id"] for stage in stages)]), "text": label})
    if not stages:
        return None
    told = "take the stages of the experience map"
    if blueprint is None:
        return Change(told, (CreateFile(where, {"schema": 1, "stages": stages}),))
    return Change(told, tuple(AddItem(where, ("stages",), stage) for stage in stages))


def _stages(canvas: Canvas | None) -> list[str]:
    """What the stages of another tool's canvas are called; nothing where that tool is not installed."""
    entries = getattr(canvas, "stages", ())
    return [entry.label for entry in entries if isinstance(entry, Item) and entry.label]


def add_persona(given: CommandInput) -> Change | None:
    """The next persona on the blueprint: of the same segment first, never a negative one; None for none left."""
    where, blueprint = _own(given)
    if blueprint is None:
        return None
    project = given.project
    about = project.personas_of(TOOL_ID, where.record)
    others = [key for key, persona in project.personas.items() if key not in about and not persona.is_negative]
    others.sort(key=lambda key: project.personas[key].segment != given.persona.segment)
    if not others:
        return None
    name = project.personas[others[0]].name or others[0]
    return Change(f"put {quoted(name)} on the blueprint", (SetValue(where, ("personas",), [*about, others[0]]),))


COMMANDS = (
    Command(
        id=f"{TOOL_ID}.take-stages",
        title="Take the stages of the experience map over",
        run=take_stages,
        summary="Those that the blueprint does not name yet",
    ),
    Command(
        id=f"{TOOL_ID}.add-persona",
        title="Put the next persona on the blueprint",
        run=add_persona,
        summary="Of the same segment first; its own actions get a lane",
    ),
)
