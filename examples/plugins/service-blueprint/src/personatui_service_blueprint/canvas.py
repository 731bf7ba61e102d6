"""A service blueprint as data: stages, what is seen and done in each of them, waits and fail points."""

from __future__ import annotations

from collections.abc import Iterable

from personatui.api import Array, Canvas, Claim, Item, ItemId, Number, Opening
from pydantic import Field

_MINUTES = "Minutes that it takes as a rule; none is unknown, and is not 0"
_PERSONA = "Of one persona only, such as persona/maya-okafor; empty is everybody on the blueprint"


class Stage(Item):
    """A stage of the service; the order of the list is the order in time. It claims nothing, and needs no source."""

    text: str = Field(default="", description="What the customer goes through in it, in a word or two")

    @property
    def label(self) -> str:
        return " ".join(self.text.split())


class Entry(Claim):
    """Something in a stage."""

    stage: ItemId = Field(default="", description="Id of the stage")


class Evidence(Entry):
    """What the customer sees, hears, holds or reads in a stage: physical evidence."""


class Step(Entry):
    """Something that is done, and what it leads to."""

    minutes: Number | None = Field(default=None, description=_MINUTES)
    leads_to: Array[ItemId] = Field(default=(), description="Ids of the steps that follow from it, in any lane")


class CustomerAction(Step):
    """What a customer does; each persona may do it otherwise."""

    persona: str = Field(default="", description=_PERSONA)


class ServiceStep(Step):
    """What somebody or something of the service does."""

    owner: str = Field(default="", description="Who sees to it: a role, a team, a partner, a system")


class Wait(Entry):
    """Time in which the customer waits."""

    step: ItemId = Field(default="", description="Id of the step before which one waits")
    minutes: Number | None = Field(default=None, description="Minutes that one waits as a rule")
    acceptable: Number | None = Field(default=None, description="Minutes that customers put up with")
    persona: str = Field(default="", description=_PERSONA)


class FailPoint(Entry):
    """Where the service can fail, and how it is recovered (Shostack 1984)."""

    step: ItemId = Field(default="", description="Id of the step that can fail")
    recovery: str = Field(default="", description="What is done then, so that the customer is served after all")
    chance: Number | None = Field(default=None, description="How often it fails, as a share from 0 to 1")
    minutes: Number | None = Field(default=None, description="Minutes that the recovery takes")


class ServiceBlueprint(Canvas):
    """A service as customers go through it, for one persona or several."""

    service: str = Field(default="", description="Which service, from what to what")
    acceptable: Number | None = Field(
        default=None,
        title="Acceptable time",
        description="Minutes that the whole may take in the customer's eyes (Shostack: total acceptable time)",
    )
    stages: Array[Stage] = ()
    evidence: Array[Evidence] = ()
    customer: Array[CustomerAction] = ()
    onstage: Array[ServiceStep] = ()
    backstage: Array[ServiceStep] = ()
    support: Array[ServiceStep] = ()
    waits: Array[Wait] = ()
    fails: Array[FailPoint] = ()

    def openings(self) -> Iterable[Opening]:
        """The fail points that nothing recovers."""
        unrecovered = [fail for fail in self.fails if fail.id and fail.text.strip() and not fail.recovery.strip()]
        return tuple(Opening(fail.id, fail.label, "fails without a recovery") for fail in unrecovered)
