"""The value proposition canvas as data: a customer profile, a value map, and how well each answers the other."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from personatui.api import Array, Borrowed, Canvas, Claim, ItemId, OnScale

FitStage = Literal["problem-solution", "product-market", "business-model"]
# What is off the scale is kept, and a finding names it.
Weight = Annotated[int, OnScale(1, 5)]


class Job(Borrowed):
    """Something that the customer tries to get done."""

    kind: Literal["functional", "social", "emotional", "buyer", "co-creator", "transferrer"] | None = Field(
        default=None, description="functional, social or emotional; or supporting: as buyer, co-creator or transferrer"
    )
    importance: Weight | None = Field(default=None, description="1 insignificant to 5 important")


class ProfilePain(Borrowed):
    """What annoys the customer before, during or after a job, or keeps them from it."""

    kind: Literal["functional", "social", "emotional", "ancillary", "obstacle", "risk"] | None = Field(
        default=None,
        description="an undesired outcome (functional, social, emotional, ancillary), obstacle or risk",
    )
    severity: Weight | None = Field(default=None, description="1 moderate to 5 extreme")


class ProfileGain(Borrowed):
    """An outcome or benefit that the customer wants."""

    kind: Literal["required", "expected", "desired", "unexpected"] | None = Field(
        default=None, description="required: without it nothing works; expected; desired; unexpected"
    )
    relevance: Weight | None = Field(default=None, description="1 nice to have to 5 essential")


class Answer(Claim):
    """A part of the value map, and which items of the profile it answers: fully, in part, or not after all."""

    relevance: Weight | None = Field(default=None, description="1 nice to have to 5 essential")
    fully: Array[ItemId] = Field(default=(), description="Ids of what it answers fully (effect 1)")
    partly: Array[ItemId] = Field(default=(), description="Ids of what it answers in part (effect 0.5)")
    without_effect: Array[ItemId] = Field(default=(), description="Ids of what it aims at without effect (effect 0)")


class Product(Answer):
    """A product or service that the value proposition builds on."""

    kind: Literal["physical", "intangible", "digital", "financial"] | None = Field(
        default=None, description="physical, intangible, digital or financial"
    )


class Reliever(Answer):
    """How products and services take away a pain."""

    products: Array[ItemId] = Field(default=(), description="Ids of the products and services that it comes with")


class Creator(Answer):
    """How products and services bring a gain about."""

    products: Array[ItemId] = Field(default=(), description="Ids of the products and services that it comes with")


class FitEvidence(Claim):
    """What shows that a stage of fit is reached; it counts with a source that exists."""

    stage: FitStage | None = Field(
        default=None,
        description="problem-solution: on paper; product-market: in the market; business-model: in the bank",
    )


class ValueProposition(Canvas):
    """One value proposition for one customer segment."""

    offer: str = Field(default="", description="The product or service that is proposed")
    jobs: Array[Job] = ()
    pains: Array[ProfilePain] = ()
    gains: Array[ProfileGain] = ()
    products: Array[Product] = ()
    relievers: Array[Reliever] = ()
    creators: Array[Creator] = ()
    evidence: Array[FitEvidence] = ()
