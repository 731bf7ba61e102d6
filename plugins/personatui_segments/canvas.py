"""What a team judges about the segments of its market: how they differ, what they are worth, whether to serve them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personatui.api import Array, Canvas, Claim, ItemId, Number

MarketType = Literal["mass", "niche", "segmented", "diversified", "multi-sided"]
Difference = Literal["offer", "channel", "relationship", "profitability", "willingness"]
VariableKind = Literal[
    "geographic",
    "demographic",
    "psychographic",
    "behavioural",
    "firmographic",
    "operating",
    "purchasing",
    "situational",
    "personal",
]
CriterionName = Literal[
    "measurable",
    "accessible",
    "substantial",
    "differentiable",
    "actionable",
    "homogeneous",
    "distinct",
    "large-enough",
    "matching-strengths",
    "identifiable",
    "reachable",
]
Axis = Literal["attractiveness", "strength"]
Scale = Literal["1-5", "0-100"]

_SEGMENT = "The segment, such as segment/urban-renters"


class Member(Claim):
    """What a segment is in the market as a whole; `text` says why it is a segment of its own."""

    segment: str = Field(default="", description=_SEGMENT)
    differs: Array[Difference] = Field(
        default=(), description="What sets it apart: offer, channel, relationship, profitability, willingness to pay"
    )
    narrow: bool | None = Field(default=None, description="Whether it is narrow enough for a niche")
    side: str = Field(default="", description="Its side of a multi-sided market, such as hosts")
    needs_sides: Array[str] = Field(default=(), description="The sides without which it would not come")

    @property
    def label(self) -> str:
        return super().label or self.segment


class Variable(Claim):
    """One variable that a segment is described by, such as city or seniority."""

    segment: str = Field(default="", description=_SEGMENT)
    kind: VariableKind | None = Field(
        default=None,
        description="consumers: geographic to behavioural (Kotler); businesses: the others (Bonoma, Shapiro)",
    )


class Verdict(Claim):
    """Whether a segment meets one criterion; `text` says why."""

    segment: str = Field(default="", description=_SEGMENT)
    criterion: CriterionName | None = Field(
        default=None, description="The first five are Kotler's, the other six knock a segment out (Dolnicar)"
    )
    passed: bool | None = Field(default=None, description="Whether the segment meets it")

    @property
    def label(self) -> str:
        return super().label or " ".join(part for part in (self.segment, self.criterion) if part)


class Group(Claim):
    """Factors that are weighed together, such as market forces."""

    weight: Number | None = Field(default=None, description="Share of the axis, 0 to 1; groups sum to 1")


class Factor(Claim):
    """One thing that makes a segment attractive, or the business strong in it."""

    axis: Axis | None = Field(default=None, description="attractiveness of the segment, or strength of the business")
    group: ItemId = Field(default="", description="Id of the group, where factors are nested")
    weight: Number | None = Field(default=None, description="Share of its group or axis, 0 to 1; they sum to 1")
    scale: Scale = Field(default="1-5", description="The scale of its scores; scales are never mixed")
    high: str = Field(default="", description="What counts as high, said before anything is scored: over 2,000 a year")
    medium: str = Field(default="", description="What counts as medium")
    low: str = Field(default="", description="What counts as low")


class Score(Claim):
    """How a segment does on one factor."""

    segment: str = Field(default="", description=_SEGMENT)
    factor: ItemId = Field(default="", description="Id of the factor")
    score: Number | None = Field(default=None, description="On the scale of the factor")

    @property
    def label(self) -> str:
        return super().label or " ".join(part for part in (self.segment, self.factor) if part)


class Respondent(Claim):
    """One row of a survey, to look for groups in: values by variable."""

    values: dict[str, object] = Field(default_factory=dict, description="Numbers and words by variable")

    @property
    def label(self) -> str:
        # of a yes the name is enough, and a no goes without saying
        told = (
            name if value is True else f"{name} {value}" for name, value in self.values.items() if value is not False
        )
        return super().label or ", ".join(told) or self.id


class SegmentsCanvas(Canvas):
    """All segments of a project."""

    market: MarketType | None = Field(
        default=None, description="mass, niche, segmented, diversified or multi-sided (Osterwalder)"
    )
    members: Array[Member] = ()
    variables: Array[Variable] = ()
    verdicts: Array[Verdict] = ()
    groups: Array[Group] = ()
    factors: Array[Factor] = ()
    scores: Array[Score] = ()
    respondents: Array[Respondent] = ()
