"""The Jobs To Be Done canvas as data: one core job, its map, its outcomes, the forces and the timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from personatui.api import Array, Canvas, Claim, Day, Model, Number, OnScale, Opening

StepName = Literal["define", "locate", "prepare", "confirm", "execute", "monitor", "modify", "conclude"]
ForceKind = Literal["push", "pull", "anxiety", "habit"]
Moment = Literal[
    "first-thought",
    "passive-looking",
    "event-one",
    "active-looking",
    "event-two",
    "deciding",
    "buying",
    "ongoing-use",
]


# What is off its scale is kept, and a finding names it.
Estimate = Annotated[Number, OnScale(0, 10)]
Intensity = Annotated[Number, OnScale(0, 5)]


class Job(Model):
    """The core functional job: verb, object of the verb, contextual clarifier (Ulwick and Bettencourt 2008)."""

    verb: str = Field(default="", description="What is to be done, such as prepare or find")
    object: str = Field(default="", description="To what it is done, such as an evening meal")
    clarifier: str = Field(default="", title="Circumstances", description="When and where, without naming a solution")
    executor: str = Field(default="", title="Done by", description="Who does the job")
    buyer: str = Field(default="", title="Bought by", description="Who decides on the purchase")
    support: str = Field(default="", title="Supported by", description="Who installs, maintains or repairs the product")
    sources: Array[str] = Field(default=(), description="What the statement of the job rests on")

    @property
    def statement(self) -> str:
        """The job on one line."""
        return " ".join(part.strip() for part in (self.verb, self.object, self.clarifier) if part.strip())


class RelatedJob(Claim):
    """A job beside the core one."""

    kind: Literal["related", "emotional", "social", "consumption", "financial"] | None = Field(
        default=None,
        description="related functional job, emotional or social job, consumption-chain job, financial outcome",
    )


class JobStep(Claim):
    """What happens in one of the eight steps of the job map; a step may be told by several."""

    step: StepName | None = None


class Outcome(Claim):
    """A desired outcome: direction, metric, object of control, contextual clarifier.

    `text` may hold the whole statement instead. Ratings come from a survey (counts of answers 4 and 5 among
    `respondents`), as means of a survey on `mean_scale`, or as one expert's ratings from 0 to 10.
    """

    direction: Literal["minimize", "increase"] | None = None
    metric: str = Field(default="", description="time, likelihood, number, amount, ...")
    object: str = Field(default="", description="What is controlled")
    clarifier: str = Field(default="", title="Circumstances", description="When and where it counts")
    example: str = Field(default="", description="What it can look like")
    step: StepName | None = Field(default=None, description="The step of the job map that it belongs to")
    respondents: int | None = Field(default=None, description="People who answered the survey")
    importance_top: int | None = Field(
        default=None, title="Found it important", description="How many answered 4 or 5, of 1 to 5"
    )
    satisfaction_top: int | None = Field(
        default=None, title="Were satisfied", description="How many answered 4 or 5, of 1 to 5"
    )
    importance: Estimate | None = Field(default=None, description="One expert's rating, 0 to 10")
    satisfaction: Estimate | None = Field(default=None, description="One expert's rating, 0 to 10")
    importance_mean: Number | None = Field(
        default=None, title="Mean importance", description="Mean answer of a survey, on the scale below"
    )
    satisfaction_mean: Number | None = Field(
        default=None, title="Mean satisfaction", description="Mean answer of a survey, on the scale below"
    )
    mean_scale: Annotated[int, OnScale(2, 10)] = Field(
        default=5, title="Scale of the means", description="Its highest answer; the lowest is 1"
    )

    @property
    def statement(self) -> str:
        """The outcome on one line: the text, or its parts."""
        if self.text.strip():
            return " ".join(self.text.split())
        parts = ((self.direction or "").capitalize(), self.metric, self.object, self.clarifier)
        return " ".join(part.strip() for part in parts if part.strip())

    @property
    def label(self) -> str:
        return self.statement


class Force(Claim):
    """One of the forces of progress (Moesta and Spiek)."""

    kind: ForceKind | None = Field(
        default=None,
        description="push of the situation, pull of the new, anxiety of the new, habit of the present",
    )
    intensity: Intensity | None = Field(default=None, description="0 none to 5 overwhelming")


class JobStory(Claim):
    """When (situation), I want to (motivation), so I can (expected outcome); in parts, or whole in `text`."""

    situation: str = ""
    motivation: str = ""
    outcome: str = ""

    @property
    def label(self) -> str:
        if self.text.strip():
            return " ".join(self.text.split())
        parts = (
            ("When", self.situation),
            ("I want to", self.motivation),
            ("so I can", self.outcome),
        )
        return ", ".join(f"{lead} {' '.join(part.split())}" for lead, part in parts if part.strip())


class TimelineEvent(Claim):
    """A moment on the way to the purchase and after it."""

    moment: Moment | None = None
    date: Day = ""


class Strategy(Model):
    """How an offer does the job against the present solutions: Ulwick's growth strategy matrix."""

    performance: Literal["better", "same", "worse"] | None = Field(
        default=None, title="The offer", description="How well it does the job against today's solutions"
    )
    price: Literal["more", "same", "less"] | None = Field(
        default=None, title="Its price", description="What it costs against today's solutions"
    )
    note: str = ""
    sources: Array[str] = Field(default=(), description="What the judgement rests on")


class JobsCanvas(Canvas):
    """The jobs of one persona, or of one outcome-based segment."""

    job: Job = Job()
    strategy: Strategy = Strategy()
    survey_segment: str = Field(
        default="", title="Segment asked", description="The outcome-based segment that the survey asked"
    )
    related_jobs: Array[RelatedJob] = ()
    steps: Array[JobStep] = ()
    outcomes: Array[Outcome] = ()
    stories: Array[JobStory] = ()
    forces: Array[Force] = ()
    timeline: Array[TimelineEvent] = ()

    def openings(self) -> Iterable[Opening]:
        """The underserved outcomes, those of a survey before estimates, each by score."""
        from personatui_jtbd.ratings import underserved  # ratings are of outcomes, which are defined here

        return tuple(
            Opening(rating.outcome.id, rating.outcome.label, f"underserved, {rating.score:.1f} of {rating.score_scale}")
            for rating in underserved(self.outcomes)
        )
