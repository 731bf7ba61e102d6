"""The SWOT canvas as data: factors in four boxes, what pairs of them mean, strategies, and what is said of each."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from personatui.api import Array, Borrowed, Canvas, Claim, ItemId, Number, OnScale, Pair

StrategyKind = Literal["SO", "WO", "ST", "WT"]
Axis = Literal["FS", "ES", "CA", "IS"]
GroupName = Literal["strengths", "weaknesses", "opportunities", "threats"]
RatingRule = Literal["by-kind", "any"]


class Factor(Borrowed):
    """A strength or weakness, which is internal and present; or an opportunity or threat, which is external."""

    rating: Annotated[Number, OnScale(1, 4)] | None = Field(
        default=None,
        description="IFE: 1 major weakness, 2 minor weakness, 3 minor strength, 4 major strength. "
        "EFE: how well you respond, 1 poor to 4 superior",
    )
    weight: Annotated[Number, OnScale(0, 1)] | None = Field(
        default=None,
        description="How much it matters in the industry; the weights of strengths and weaknesses add up to 1, those "
        "of opportunities and threats too",
    )


class Interaction(Pair):
    """Whether an internal factor matters to an external one: a cell of the TOWS interaction matrix."""

    internal: ItemId = Field(default="", description="Id of a strength or weakness")
    external: ItemId = Field(default="", description="Id of an opportunity or threat")
    value: Annotated[Number, OnScale(0, 1)] | None = Field(
        default=None, description="1 they matter to each other, 0 not"
    )

    @property
    def label(self) -> str:
        return f"{self.internal} × {self.external}"


class Strategy(Claim):
    """A TOWS strategy, which cites the factors that it uses."""

    kind: StrategyKind | None = Field(
        default=None, description="SO maxi-maxi, WO mini-maxi, ST maxi-mini, WT mini-mini (Weihrich 1982)"
    )
    uses: Array[ItemId] = Field(default=(), description="Ids of the factors that it uses")


class Score(Pair):
    """How attractive a strategy is in view of one factor; without a value it is a dash: the factor does not matter."""

    strategy: ItemId = Field(default="", description="Id of the strategy")
    factor: ItemId = Field(default="", description="Id of the factor")
    value: Annotated[int, OnScale(1, 4)] | None = Field(
        default=None, description="1 not attractive, 2 somewhat, 3 reasonably, 4 highly attractive; none is a dash"
    )

    @property
    def label(self) -> str:
        return f"{self.strategy} × {self.factor}"


class Comparison(Pair):
    """How much more one factor matters than another of the same box, on Saaty's scale."""

    row: ItemId = Field(default="", description="Id of a factor")
    column: ItemId = Field(default="", description="Id of another factor of the same box")
    value: Number | None = Field(
        default=None, description="9 the first matters extremely more, 1 the same, 1/9 extremely less"
    )

    @property
    def label(self) -> str:
        return f"{self.row} against {self.column}"


class GroupComparison(Pair):
    """How much more one box matters than another, on Saaty's scale."""

    row: GroupName | None = None
    column: GroupName | None = None
    value: Number | None = Field(
        default=None, description="9 the first matters extremely more, 1 the same, 1/9 extremely less"
    )

    @property
    def label(self) -> str:
        return f"{self.row} against {self.column}"


class SpaceFactor(Claim):
    """What speaks for a place on one of the four axes of SPACE."""

    axis: Axis | None = Field(
        default=None,
        description="FS financial strength, ES stability of the environment, CA competitive advantage, IS strength of "
        "the industry",
    )
    value: Number | None = Field(
        default=None, description="FS and IS: 1 worst to 6 best. ES and CA: -1 best to -6 worst. With `space_high` to 7"
    )


class SwotCanvas(Canvas):
    """Strengths, weaknesses, opportunities and threats, for one persona, several, or a segment."""

    ife_rating_rule: RatingRule = Field(
        default="by-kind",
        description="by-kind: strengths are rated 3 or 4, weaknesses 1 or 2; any: 1 to 4 for all, as in newer editions",
    )
    space_high: Literal[6, 7] = Field(default=6, description="The end of the scales of SPACE: 6 (Rowe), 7 (David)")
    strengths: Array[Factor] = ()
    weaknesses: Array[Factor] = ()
    opportunities: Array[Factor] = ()
    threats: Array[Factor] = ()
    strategies: Array[Strategy] = ()
    interactions: Array[Interaction] = ()
    comparisons: Array[Comparison] = ()
    group_comparisons: Array[GroupComparison] = ()
    scores: Array[Score] = ()
    space_factors: Array[SpaceFactor] = ()
