"""The Business Model Canvas as data: customer segments, and eight blocks whose notes name the segments they are for."""

from __future__ import annotations

from pydantic import Field

from personatui.api import Array, Canvas, Claim, ItemId


class CustomerSegment(Claim):
    """A group of customers that the model serves, as the project's segments and personas know it."""

    segment: str = Field(default="", description="The project's segment that it is, such as segment/urban-renters")
    personas: Array[str] = Field(
        default=(), description="Who stands for it, such as persona/maya-okafor; without them, those of the segment"
    )


class BlockNote(Claim):
    """A note of one of the other eight blocks."""

    segments: Array[ItemId] = Field(
        default=(), description="Ids of the customer segments of this canvas that it is for"
    )


class BusinessModel(Canvas):
    """A Business Model Canvas (Osterwalder and Pigneur 2010)."""

    segments: Array[CustomerSegment] = ()
    propositions: Array[BlockNote] = ()
    channels: Array[BlockNote] = ()
    relationships: Array[BlockNote] = ()
    revenues: Array[BlockNote] = ()
    resources: Array[BlockNote] = ()
    activities: Array[BlockNote] = ()
    partners: Array[BlockNote] = ()
    costs: Array[BlockNote] = ()
