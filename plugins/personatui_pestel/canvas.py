"""The PESTEL canvas as data: factors in six dimensions, and what is said of pairs of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from personatui.api import Array, Canvas, Claim, ItemId, Number, OnScale, Pair

Dimension = Literal["political", "economic", "social", "technological", "environmental", "legal"]
Direction = Literal["opportunity", "threat"]
Horizon = Literal["under-1y", "1-3y", "3-5y", "over-5y"]


class Factor(Claim):
    """Something that changes, or may change, outside."""

    impact: Annotated[int, OnScale(1, 5)] | None = Field(default=None, description="1 slight to 5 decisive")
    likelihood: Annotated[int, OnScale(1, 5)] | None = Field(
        default=None, description="1 very unlikely to 5 almost certain"
    )
    direction: Direction | None = Field(default=None, description="Whether it is an opportunity or a threat for you")
    horizon: Horizon | None = Field(default=None, description="When it would be felt")
    weight: Annotated[Number, OnScale(0, 1)] | None = Field(
        default=None, description="EFE: how much it matters in the industry; all weights add up to 1"
    )
    rating: Annotated[Number, OnScale(1, 4)] | None = Field(
        default=None, description="EFE: how well you respond to it, 1 poor to 4 superior"
    )
    influence: Annotated[Number, OnScale(1, 3)] | None = Field(
        default=None, description="Weighted PEST: how strongly it could influence the business, 1 to 3"
    )
    expert_probabilities: Array[Number] = Field(
        default=(), description="Weighted PEST: how probable each expert finds the change, 1 to 5"
    )
    probability: Number | None = Field(
        default=None, description="Cross-impact: the probability that it happens, above 0 and below 1"
    )


class Conditional(Pair):
    """How probable a factor is once another has happened: P(event | given)."""

    event: ItemId = Field(default="", description="Id of the factor whose probability changes")
    given: ItemId = Field(default="", description="Id of the factor that is taken to have happened")
    probability: Number | None = Field(default=None, description="P(event | given), above 0 and below 1")

    @property
    def label(self) -> str:
        return f"{self.event} given {self.given}"


class Influence(Pair):
    """How strongly a factor influences another: a cell of the structural matrix."""

    row: ItemId = Field(default="", description="Id of the factor that influences")
    column: ItemId = Field(default="", description="Id of the factor that is influenced")
    value: Annotated[Number, OnScale(0, 3)] | None = Field(
        default=None, description="0 not, 1 weakly, 2 noticeably, 3 strongly"
    )

    @property
    def label(self) -> str:
        return f"{self.row} on {self.column}"


class PestelCanvas(Canvas):
    """What changes around one persona, several, or a segment."""

    political: Array[Factor] = ()
    economic: Array[Factor] = ()
    social: Array[Factor] = ()
    technological: Array[Factor] = ()
    environmental: Array[Factor] = ()
    legal: Array[Factor] = ()
    conditionals: Array[Conditional] = ()
    influences: Array[Influence] = ()
