"""Commands that take pains, gains and jobs over by reference from the persona and its other canvases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from personatui.api import (
    AddItem,
    Change,
    Claim,
    Command,
    CommandInput,
    CreateFile,
    Edit,
    Project,
    Reference,
    borrowed,
    canvas_reference,
    claims_of,
    counted,
    mint_item_id,
    persona_reference,
    quoted,
)
from personatui_value_proposition.fitting import ONE
from personatui_value_proposition.regions import PROFILE, TOOL_ID, as_value_proposition

# Lists of the persona and of other tools' canvases that hold what a box of the profile holds.
_PERSONA_LISTS = {"pains": ("pains",), "gains": ("success_factors",), "jobs": ("goals",)}
_CANVAS_LISTS = {
    "pains": (("empathy_map", "pains"), ("experience_map", "pains")),
    "gains": (("empathy_map", "gains"),),
    "jobs": (("jtbd", "related_jobs"),),
}


def candidates(project: Project, persona_id: str, part: str) -> Iterator[tuple[Reference, Claim]]:
    """What a box could take over, with its reference: of the persona, then of its empathy map, journey and jobs."""
    places = [(persona_reference(persona_id), name) for name in _PERSONA_LISTS[part]]
    for tool, name in _CANVAS_LISTS[part]:
        found = project.canvas(tool, persona_id)
        if found is not None:
            places.append((canvas_reference(tool, found[0]), name))
    for owner, name in places:
        record = project.record(owner)
        if record is not None:
            for field, _, claim in claims_of(record):
                if field == name and claim.id and claim.label:
                    yield owner.at(claim.id), claim


def take_all(given: CommandInput, *, part: str) -> Change | None:
    """All that a box could take over and has not; None where there is nothing."""
    return _taking(given, part, list(candidates(given.project, given.persona_id, part)))


def take_selected(given: CommandInput) -> Change | None:
    """The selected statement, into the box that its list belongs to: pains, jobs with goals, or else gains."""
    selected = given.selected
    item = given.project.item(selected) if selected is not None else None
    if selected is None or not isinstance(item, Claim) or selected.tool == TOOL_ID:
        return None
    record = given.project.record(selected.file)
    field = (
        next((name for name, _, claim in claims_of(record) if claim.id == item.id), "") if record is not None else ""
    )
    part = (
        "pains"
        if "pain" in field or field == "objections"
        else "jobs"
        if field in ("goals", "related_jobs")
        else "gains"
    )
    return _taking(given, part, [(selected, item)])


def _taking(given: CommandInput, part: str, found: list[tuple[Reference, Claim]]) -> Change | None:
    held = given.project.canvas(TOOL_ID, given.persona_id)
    canvas = as_value_proposition(held[1]) if held is not None else None
    taken = {item.origin for name in PROFILE for item in getattr(canvas, name, ())}
    ids = {item.id for name in PROFILE for item in getattr(canvas, name, ())}
    entries: list[dict[str, Any]] = []
    for reference, claim in found:
        if str(reference) not in taken:
            name = mint_item_id(ids)
            ids.add(name)
            entries.append({"id": name, **borrowed(reference, claim)})
    if not entries:
        return None
    said = quoted(found[0][1].label) if len(found) == 1 else counted(len(entries), ONE[part])
    label = f"take {said} over into the value proposition"
    target = canvas_reference(TOOL_ID, held[0] if held is not None else given.persona_id)
    if held is None:
        return Change(label, (CreateFile(target, {"schema": 1, part: entries}),))
    edits: tuple[Edit, ...] = tuple(AddItem(target, (part,), entry) for entry in entries)
    return Change(label, edits)


COMMANDS = (
    Command(
        id=f"{TOOL_ID}.take-pains",
        title="Take the pains over",
        run=partial(take_all, part="pains"),
        summary="By reference: of the persona, the empathy map and the journey",
    ),
    Command(
        id=f"{TOOL_ID}.take-gains",
        title="Take the gains over",
        run=partial(take_all, part="gains"),
        summary="By reference: success factors of the persona, gains of the empathy map",
    ),
    Command(
        id=f"{TOOL_ID}.take-jobs",
        title="Take the jobs over",
        run=partial(take_all, part="jobs"),
        summary="By reference: goals of the persona, related jobs of the jobs canvas",
    ),
    Command(
        id=f"{TOOL_ID}.take-selected",
        title="Take what is selected over",
        run=take_selected,
        summary="By reference, from any list of the persona or of another canvas",
    ),
)
