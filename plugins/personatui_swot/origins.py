"""What other canvases offer as factors, and the change that makes factors which refer to it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from personatui.api import (
    AddItem,
    Change,
    CommandInput,
    CreateFile,
    Project,
    Reference,
    canvas_reference,
    items_of,
    mint_item_id,
    on_scale,
    quoted,
)
from personatui_swot.canvas import GroupName, SwotCanvas
from personatui_swot.regions import GROUPS, PESTEL, TOOL_ID

# How many factors PESTEL carries over at most.
MOST = 8
_BOX_OF: dict[str, GroupName] = {"opportunity": "opportunities", "threat": "threats"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry of another canvas that no factor here refers to.

    `score` is impact x likelihood of a factor of PESTEL, when rated; `why` is what another tool says of an entry that
    calls for an opportunity, such as a low point of a journey or an underserved outcome.
    """

    reference: str
    text: str
    group: GroupName
    score: float | None = None
    why: str = ""


def candidates(canvas: SwotCanvas, project: Project, persona_id: str) -> tuple[Candidate, ...]:
    """What is not taken over: PESTEL's opportunities and threats, the highest score first, then what calls for one."""
    taken = {factor.origin for group in GROUPS for factor in getattr(canvas, group)}
    called = (
        Candidate(str(reference), opening.text, "opportunities", why=opening.why)
        for reference, opening in project.openings(persona_id)
        if reference.tool != TOOL_ID and opening.item and opening.text
    )
    return (*factors_of_pestel(taken, project, persona_id), *(one for one in called if one.reference not in taken))


def factors_of_pestel(taken: Collection[str], project: Project, persona_id: str) -> tuple[Candidate, ...]:
    """The opportunities and threats of the persona's PESTEL canvas that are not taken over, the highest score first."""
    found = project.canvas(PESTEL, persona_id)
    if found is None:
        return ()
    name, pestel = found
    # the tool may be absent, and plugins do not import each other: its canvas is read as plain data
    waiting = []
    for entries in pestel.to_data().values():
        for entry in entries if isinstance(entries, list) else ():
            candidate = _candidate(entry, name) if isinstance(entry, dict) else None
            if candidate is not None and candidate.reference not in taken:
                waiting.append(candidate)
    return tuple(sorted(waiting, key=lambda one: (-(one.score or 0), one.text, one.reference)))


def _candidate(entry: dict[str, object], name: str) -> Candidate | None:
    group = _BOX_OF.get(str(entry.get("direction")))
    item, text = entry.get("id"), entry.get("text")
    if group is None or not isinstance(item, str) or not isinstance(text, str) or not text.strip():
        return None
    ratings = [value for field in ("impact", "likelihood") if (value := _rating(entry.get(field))) is not None]
    return Candidate(
        str(canvas_reference(PESTEL, name, item)),
        " ".join(text.split()),
        group,
        ratings[0] * ratings[1] if len(ratings) == 2 else None,
    )


def _rating(value: object) -> float | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and on_scale(float(value), 1, 5) else None  # type: ignore[arg-type]  # a number


def take_over(chosen: tuple[Candidate, ...], canvas: SwotCanvas | None, where: Reference) -> Change:
    """The change that makes factors of candidates, by reference: they say what their originals say."""
    taken = {item.id for _, _, item in items_of(canvas)} if canvas is not None else set()
    added: dict[str, list[dict[str, object]]] = {}
    for candidate in chosen:
        item = mint_item_id(taken)
        taken.add(item)
        entry: dict[str, object] = {"id": item, "origin": candidate.reference, "origin_text": candidate.text}
        added.setdefault(candidate.group, []).append(entry)
    said = quoted(chosen[0].text) if len(chosen) == 1 else f"{len(chosen)} factors"
    label = f"take {said} over"
    if canvas is None:
        return Change(label, (CreateFile(where, {"schema": 1} | added),))
    edits = tuple(AddItem(where, (group,), entry) for group, found in added.items() for entry in found)
    return Change(label, edits)


def take_over_command(given: CommandInput) -> Change | None:
    """The change that takes over what PESTEL rates highest, up to eight in all; None when nothing is left."""
    own = given.project.canvas(TOOL_ID, given.persona_id)
    canvas = own[1] if own is not None and isinstance(own[1], SwotCanvas) else None
    name = own[0] if own is not None else given.persona_id
    taken = {factor.origin for group in GROUPS for factor in getattr(canvas or SwotCanvas(), group)} - {""}
    waiting = factors_of_pestel(taken, given.project, given.persona_id)
    there = sum(reference.startswith(f"canvas/{PESTEL}/") for reference in taken)
    chosen = waiting[: max(0, MOST - there)]
    return take_over(chosen, canvas, canvas_reference(TOOL_ID, name)) if chosen else None
