"""A blueprint read: its personas, its steps with their marks, and the links that lead from one to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from personatui.api import AnalysisInput, Project, Reference, canvas_reference

from personatui_service_blueprint.canvas import (
    CustomerAction,
    FailPoint,
    ServiceBlueprint,
    ServiceStep,
    Stage,
    Step,
    Wait,
)
from personatui_service_blueprint.lanes import MARKS, STEP_LANES, StepLane, as_blueprint

Timed: TypeAlias = Step | Wait | FailPoint

# Longer than a year is a mistake, such as seconds for minutes.
MOST_MINUTES = 366 * 24 * 60


@dataclass(frozen=True)
class Placed:
    """A step with its lane, its position there and the mark that others name it by."""

    step: Step = field(compare=False)
    lane: StepLane
    index: int

    @property
    def mark(self) -> str:
        """A letter for the lane and a number: `O2`."""
        return f"{MARKS[self.lane]}{self.index + 1}"

    @property
    def title(self) -> str:
        """The step as a table calls it."""
        return f"{self.mark} {self.step.label or '(no text)'}"

    @property
    def owner(self) -> str:
        """Who sees to it; the customer of what customers do."""
        return " ".join(self.step.owner.split()) if isinstance(self.step, ServiceStep) else ""


@dataclass(frozen=True)
class Blueprint:
    """A blueprint with what its entries refer to. Of one that is about no persona, everybody is the only one."""

    canvas: ServiceBlueprint
    where: Reference
    personas: tuple[str, ...]
    project: Project

    @cached_property
    def steps(self) -> tuple[Placed, ...]:
        """Every step, lane by lane from the customer inwards."""
        return tuple(
            Placed(step, lane, index) for lane in STEP_LANES for index, step in enumerate(getattr(self.canvas, lane))
        )

    @cached_property
    def by_id(self) -> dict[str, Placed]:
        """The steps that others can name."""
        return {placed.step.id: placed for placed in reversed(self.steps) if placed.step.id}

    @cached_property
    def links(self) -> tuple[tuple[Placed, Placed], ...]:
        """Every link between two steps once; those that lead nowhere or back to themselves are left out."""
        return tuple(
            (placed, self.by_id[name])
            for placed in self.steps
            for name in dict.fromkeys(placed.step.leads_to)
            if name in self.by_id and self.by_id[name] is not placed
        )

    @cached_property
    def stages(self) -> dict[str, Stage]:
        """The stages that entries can name."""
        return {stage.id: stage for stage in reversed(self.canvas.stages) if stage.id}

    def name(self, persona_id: str) -> str:
        """What a persona is called."""
        persona = self.project.personas.get(persona_id)
        return (" ".join(persona.name.split()) if persona is not None else "") or persona_id or "everybody"

    def titled(self, persona_id: str) -> str:
        """How figures tell of a persona: by name, with the id where two are called alike."""
        name = self.name(persona_id)
        alike = [other for other in self.personas if self.name(other) == name]
        return name if len(alike) < 2 else f"{name} ({persona_id})"

    def stage_title(self, stage_id: str) -> str:
        """What a stage is called."""
        stage = self.stages.get(stage_id)
        return (stage.label or stage.id) if stage is not None else "in no stage"

    def is_of(self, entry: CustomerAction | Wait, persona_id: str) -> bool:
        """Whether an action or wait is a persona's, its own or everybody's."""
        return persona_of(entry.persona) in ("", persona_id)

    def steps_of(self, persona_id: str) -> tuple[Placed, ...]:
        """The steps that a persona goes through or sets off: all but what only others do."""
        return tuple(
            placed
            for placed in self.steps
            if not isinstance(placed.step, CustomerAction) or self.is_of(placed.step, persona_id)
        )

    def waits_of(self, persona_id: str) -> tuple[Wait, ...]:
        """The waits of a persona, its own and everybody's."""
        return tuple(wait for wait in self.canvas.waits if self.is_of(wait, persona_id))

    def fails_at(self, placed: Placed) -> tuple[FailPoint, ...]:
        """The fail points of a step."""
        return tuple(fail for fail in self.canvas.fails if fail.step and fail.step == placed.step.id)

    def waits_at(self, placed: Placed) -> tuple[Wait, ...]:
        """The waits before a step."""
        return tuple(wait for wait in self.canvas.waits if wait.step and wait.step == placed.step.id)


def read_blueprint(canvas: ServiceBlueprint, where: Reference, project: Project) -> Blueprint:
    """The blueprint of a canvas that the project holds, or that a tool's screen shows before there is one."""
    is_there = (where.tool, where.record) in project.canvases
    about = project.personas_of(where.tool, where.record) if is_there else canvas.personas
    return Blueprint(canvas, where, tuple(dict.fromkeys(about)) or ("",), project)


def blueprint_of(given: AnalysisInput) -> Blueprint:
    """The blueprint that an analysis is given."""
    return read_blueprint(as_blueprint(given.canvas), canvas_reference(given.tool, given.name), given.project)


def persona_of(text: str) -> str:
    """The id of the persona that a text names, as `persona/maya-okafor` or bare; empty is everybody."""
    found = Reference.parse(text, default_kind="persona")
    return found.record if found is not None and found.kind == "persona" else text.strip()


def is_minutes(value: float | None) -> bool:
    """Whether a value can be a time: from 0 to a year."""
    # written so that a value that is no number fails too
    return value is not None and 0 <= value <= MOST_MINUTES


def is_chance(value: float | None) -> bool:
    """Whether a value can be a share."""
    return value is not None and 0 <= value <= 1


def minutes_of(entry: Timed) -> float | None:
    """The minutes that an entry tells, where they can be."""
    value = entry.minutes
    return value if is_minutes(value) else None


def chance_of(fail: FailPoint) -> float | None:
    """How often a step fails, where it is told as a share."""
    value = fail.chance
    return value if is_chance(value) else None


def total(values: Iterable[float | None]) -> float | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
