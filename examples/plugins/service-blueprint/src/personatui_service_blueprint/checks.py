"""Rules over the blueprints of a project: what leads nowhere, what stands nowhere, what is off its range or empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from personatui.api import (
    Change,
    CheckInput,
    Claim,
    Figures,
    Finding,
    RemoveValue,
    SetValue,
    Severity,
    canvas_reference,
    quoted,
)

from personatui_service_blueprint.canvas import CustomerAction, Entry, FailPoint, ServiceBlueprint, Wait
from personatui_service_blueprint.lanes import STEP_LANES, TITLES, TOOL_ID
from personatui_service_blueprint.reading import (
    MOST_MINUTES,
    Blueprint,
    is_chance,
    is_minutes,
    persona_of,
    read_blueprint,
)

_LANES = ("evidence", *STEP_LANES, "waits", "fails")


def check_links(given: CheckInput) -> Iterable[Finding]:
    """Links, waits and fail points at steps that are gone, and links of a step to itself."""
    for blueprint, figures in _blueprints(given):
        for placed in blueprint.steps:
            step = placed.step
            for name in dict.fromkeys(step.leads_to):
                if name in blueprint.by_id and blueprint.by_id[name] is not placed:
                    continue
                told = "itself" if name in blueprint.by_id else f"{name}, which is no step here"
                kept = [other for other in step.leads_to if other != name]
                yield figures.finding(
                    "dangling-link",
                    Severity.ERROR,
                    f"{quoted(step.label)} leads to {told}.",
                    "Link it with a step of the blueprint, or take the link out.",
                    item=step.id,
                    fix=_set(figures, placed.lane, step.id, "leads_to", kept or None, "take out a link to nowhere"),
                )
        named: tuple[tuple[str, Wait | FailPoint], ...] = (
            *(("waits", wait) for wait in blueprint.canvas.waits),
            *(("fails", fail) for fail in blueprint.canvas.fails),
        )
        for lane, entry in named:
            if entry.step and entry.step not in blueprint.by_id:
                yield figures.finding(
                    "dangling-step",
                    Severity.ERROR,
                    f"{quoted(entry.label)} is at the step {entry.step}, which is not there.",
                    "Name a step of the blueprint, or none.",
                    item=entry.id,
                    fix=_set(figures, lane, entry.id, "step", None, "take out a step that is gone"),
                )
            elif not entry.step:
                yield figures.finding(
                    "at-no-step",
                    Severity.NOTE,
                    f"{quoted(entry.label)} is at no step, so it is on no way through the blueprint.",
                    "Name the step in its form.",
                    item=entry.id,
                )


def check_lanes(given: CheckInput) -> Iterable[Finding]:
    """Lanes without an entry, entries in no stage, and actions of personas that the blueprint is not about."""
    for blueprint, figures in _blueprints(given):
        if blueprint.canvas.stages:
            for lane in ("evidence", *STEP_LANES):
                if not getattr(blueprint.canvas, lane):
                    yield figures.finding(
                        "empty-lane",
                        Severity.WARNING,
                        f"Nothing stands in the lane {quoted(TITLES[lane])}.",
                        "Fill it, or say in a note why this service has none.",
                    )
        for lane in _LANES:
            for entry in getattr(blueprint.canvas, lane):
                yield from _place_findings(figures, blueprint, lane, entry)


def check_ranges(given: CheckInput) -> Iterable[Finding]:
    """Times that cannot be, and chances that are no shares."""
    for blueprint, figures in _blueprints(given):
        limit = blueprint.canvas.acceptable
        if limit is not None and not is_minutes(limit):
            yield figures.finding(
                "time-out-of-range",
                Severity.ERROR,
                f"The acceptable time is {limit:g} minutes; a time is from 0 to a year.",
                "Write it in minutes.",
                fix=Change("take out a time out of range", (RemoveValue(figures.where, ("acceptable",)),)),
            )
        for lane in (*STEP_LANES, "waits", "fails"):
            for entry in getattr(blueprint.canvas, lane):
                yield from _range_findings(figures, lane, entry)


def _place_findings(figures: Figures, blueprint: Blueprint, lane: str, entry: Entry) -> Iterator[Finding]:
    if entry.stage not in blueprint.stages:
        told = f"is in the stage {entry.stage}, which is not there" if entry.stage else "is in no stage"
        first = next(iter(blueprint.canvas.stages), None)
        fix = (
            _set(figures, lane, entry.id, "stage", first.id, "put an entry into the first stage")
            if first is not None and first.id
            else None
        )
        yield figures.finding(
            "in-no-stage",
            Severity.WARNING,
            f"{quoted(entry.label)} {told}.",
            "Move it to its stage." if fix is None else "Move it to its stage; mended, it stands in the first one.",
            item=entry.id,
            fix=fix,
        )
    if isinstance(entry, CustomerAction | Wait) and (persona := persona_of(entry.persona)):
        if persona not in blueprint.project.personas:
            yield figures.finding(
                "unknown-persona",
                Severity.ERROR,
                f"{quoted(entry.label)} is of {persona}, who is no persona of the project.",
                "Correct the id; mended, it is everybody's.",
                item=entry.id,
                fix=_set(figures, lane, entry.id, "persona", None, "make an entry everybody's"),
            )
        elif persona not in blueprint.personas:
            about = [one for one in blueprint.personas if one]
            yield figures.finding(
                "persona-not-on-blueprint",
                Severity.WARNING,
                f"{quoted(entry.label)} is of {blueprint.name(persona)}, and the blueprint is not about them.",
                "Add the persona to the blueprint, or make the entry everybody's.",
                item=entry.id,
                fix=Change("add a persona", (SetValue(figures.where, ("personas",), [*about, persona]),)),
            )


def _range_findings(figures: Figures, lane: str, entry: Claim) -> Iterator[Finding]:
    for field in ("minutes", "acceptable"):
        value = getattr(entry, field, None)
        if value is not None and not is_minutes(value):
            yield figures.finding(
                "time-out-of-range",
                Severity.ERROR,
                f"{quoted(entry.label)} takes {value:g} minutes; a time is from 0 to {MOST_MINUTES:,}, a year.",
                "Write it in minutes; it does not count.",
                item=entry.id,
                fix=_set(figures, lane, entry.id, field, None, "take out a time out of range"),
            )
    if isinstance(entry, FailPoint) and entry.chance is not None and not is_chance(entry.chance):
        yield figures.finding(
            "chance-out-of-range",
            Severity.ERROR,
            f"{quoted(entry.label)} fails with a chance of {entry.chance:g}; a share is from 0 to 1.",
            "Write 5 % as 0.05; it does not count.",
            item=entry.id,
            fix=_set(figures, lane, entry.id, "chance", None, "take out a chance out of range"),
        )


def _set(figures: Figures, lane: str, item: str, field: str, value: object, label: str) -> Change | None:
    """The change that sets a value of an entry, or takes it out; None for an entry without an id."""
    if not item:
        return None
    path = (lane, item, field)
    return Change(label, (RemoveValue(figures.where, path) if value is None else SetValue(figures.where, path, value),))


def _blueprints(given: CheckInput) -> Iterator[tuple[Blueprint, Figures]]:
    for (tool, name), canvas in given.project.canvases.items():
        if tool == TOOL_ID and isinstance(canvas, ServiceBlueprint):
            where = canvas_reference(tool, name)
            yield read_blueprint(canvas, where, given.project), Figures(given.project, where)
