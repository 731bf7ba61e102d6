"""The Customer Persona Canvas as data: an outline, the needs, and three pairs of what is good and bad for them."""

from __future__ import annotations

from pydantic import Field

from personatui.api import Array, Canvas, Claim, ItemId


class Need(Claim):
    """What the customer needs, and which notes around it make it a need."""

    answers: Array[ItemId] = Field(
        default=(), description="Ids of the headaches, fears and hopes of this canvas that the need comes from"
    )


class PersonaCanvas(Canvas):
    """A Customer Persona Canvas. Name and role are those of the persona and are not kept twice."""

    outline: Array[Claim] = ()
    needs: Array[Need] = ()
    positive_trends: Array[Claim] = ()
    negative_trends: Array[Claim] = ()
    opportunities: Array[Claim] = ()
    headaches: Array[Claim] = ()
    hopes: Array[Claim] = ()
    fears: Array[Claim] = ()
