"""The experience map as data: stages in order, points of view, what happens in each stage, and what was measured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from personatui.api import Array, Borrowed, Canvas, Claim, Day, Item, ItemId, Number, OnScale, Opening

State = Literal["as-is", "to-be"]
MomentKind = Literal["zmot", "fmot", "smot", "umot", "other"]
MeasureKind = Literal["nps", "csat", "ces"]
# Steps on each side of zero: -2 to +2 is the template's scale, -5 to +5 the other one in use.
DEFAULT_SCALE, WIDEST_SCALE = 2, 10


class Stage(Claim):
    """A phase of the experience; the order of the list is the order in time."""

    moment: MomentKind | None = Field(
        default=None,
        description="A moment of truth: zmot before the purchase, fmot at it, smot in use, umot when told on, other",
    )
    duration: str = Field(default="", description="How long it takes; no figure is weighted by it")


class View(Item):
    """A point of view, which has a curve of its own: a persona, as it is today or as it should be."""

    persona: str = Field(default="", description="A persona such as persona/maya-okafor; empty is the map's own")
    state: State = Field(default="as-is", description="as-is: as it is today; to-be: as it should become")
    title: str = Field(default="", description="A name for the curve; empty is the persona's name and the state")

    @property
    def label(self) -> str:
        return self.title or " · ".join(part for part in (self.persona.partition("/")[2], self.state) if part)


class Entry(Claim):
    """What happens in a stage."""

    stage: ItemId = Field(default="", description="Id of the stage")
    view: ItemId = Field(default="", description="Id of the point of view that it belongs to; empty is all of them")


class Feeling(Claim):
    """What is felt in a stage, and how good that is: a point of a curve."""

    stage: ItemId = Field(default="", description="Id of the stage")
    view: ItemId = Field(
        default="", description="Id of the point of view; empty is the map's own persona as it is today"
    )
    emotion: Number | None = Field(
        default=None, description="A whole step of the map's `scale`: -2 very bad, 0 neither, 2 very good"
    )

    @property
    def words(self) -> str:
        """What is said of it; a point of a curve may have none."""
        return " ".join(self.text.split())

    @property
    def label(self) -> str:
        return self.words or (f"felt as {self.emotion:+g}" if self.emotion is not None else "")


class Touchpoint(Entry):
    """Where the person meets the offer in a stage."""

    channel: str = Field(default="", description="The channel that it runs over, such as phone or shop")


class PainPoint(Entry):
    """What goes wrong or hurts in a stage."""

    severity: Annotated[int, OnScale(1, 5)] | None = Field(default=None, description="1 moderate to 5 extreme")


class Opportunity(Entry, Borrowed):
    """What could be better in a stage, who sees to it, and how one would know; its own words or another record's."""

    owner: str = Field(default="", description="Who sees to it")
    metric: str = Field(default="", description="What would show that it helped")


class Measure(Claim):
    """What was asked at a touchpoint: the answers one by one, or counts of them, or their mean."""

    touchpoint: ItemId = Field(default="", description="Id of the touchpoint")
    kind: MeasureKind | None = Field(
        default=None, description="nps: would recommend, 0-10; csat: satisfied, 1-5; ces: effort or ease"
    )
    version: Literal["1.0", "2.0"] | None = Field(
        default=None,
        description="Of ces: 2.0 is agreement from 1 to 7, more is better; 1.0 is effort from 1 to 5, less is better",
    )
    answers: Array[int] = Field(default=(), description="The answers one by one")
    respondents: int | None = Field(default=None, description="People who answered, where the answers are counted")
    top: int | None = Field(
        default=None, description="Counted answers at the good end: nps 9-10, csat 4-5, ces 2.0 5-7"
    )
    bottom: int | None = Field(default=None, description="Of nps: counted answers from 0 to 6")
    mean: Number | None = Field(default=None, description="Of csat and ces: the mean answer, where only that is known")
    date: Day = Field(default="", description="When it was asked")

    @property
    def label(self) -> str:
        said = " ".join(self.text.split())
        version = f" {self.version}" if self.kind == "ces" and self.version else ""
        return said or f"{(self.kind or 'measure').upper()}{version}"


class ExperienceMap(Canvas):
    """An experience map of human behaviour, or a journey map of one offer, for one or several points of view."""

    kind: Literal["experience-map", "journey-map"] | None = Field(
        default=None,
        description="experience-map: what people do whoever serves them; journey-map: with one offer",
    )
    offer: str = Field(default="", description="Of a journey map: the product or company")
    scenario: str = Field(default="", description="The situation that the map tells from beginning to end")
    expectations: str = Field(default="", description="What the person expects of it beforehand")
    scale: int = Field(
        default=DEFAULT_SCALE, description="Steps of the emotion on each side of 0: 2 for -2 to +2, 5 for -5 to +5"
    )
    stages: Array[Stage] = ()
    views: Array[View] = ()
    doing: Array[Entry] = ()
    thinking: Array[Entry] = ()
    feelings: Array[Feeling] = ()
    touchpoints: Array[Touchpoint] = ()
    channels: Array[Entry] = ()
    pains: Array[PainPoint] = ()
    opportunities: Array[Opportunity] = ()
    measures: Array[Measure] = ()

    def openings(self) -> Iterable[Opening]:
        """The low points of today."""
        from personatui_experience_map.lows import low_points  # it reads the map that is defined here

        return tuple(Opening(low.item, low.text, low.why) for low in low_points(self))
