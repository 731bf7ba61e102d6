"""A Kano survey as data: the features that were asked about, and who answered what."""

from __future__ import annotations

from typing import Annotated

from personatui.api import Array, Canvas, Claim, Item, ItemId, OnScale
from pydantic import Field

# The five answers, the same to both questions of a pair.
ANSWERS = {1: "like", 2: "expect", 3: "neutral", 4: "live with", 5: "dislike"}
# Self-stated importance after the Center for Quality of Management: 1 not at all, 9 extremely important.
MOST_IMPORTANT = 9

_ANSWER = "1 I like it, 2 I expect it, 3 I am neutral, 4 I can live with it, 5 I dislike it"
_COUNT = "where only counts are known: people whose pair of answers makes it"
AnswerScale = Annotated[int, OnScale(1, 5)]


class Feature(Claim):
    """A feature that people were asked about, and the wording of its two questions."""

    functional: str = Field(default="", title="If it is there", description="How would you feel if it were there?")
    dysfunctional: str = Field(
        default="", title="If it is missing", description="How would you feel if it were not there?"
    )
    attractive: int | None = Field(default=None, title="Counted: attractive", description=_COUNT)
    one_dimensional: int | None = Field(default=None, title="Counted: one-dimensional", description=_COUNT)
    must_be: int | None = Field(default=None, title="Counted: must-be", description=_COUNT)
    indifferent: int | None = Field(default=None, title="Counted: indifferent", description=_COUNT)
    reverse: int | None = Field(default=None, title="Counted: reverse", description=_COUNT)
    questionable: int | None = Field(default=None, title="Counted: questionable", description=_COUNT)


class Answer(Item):
    """What one person answered to the questions about one feature; what is left out is no answer, and never 0."""

    name: str = Field(default="", title="Respondent", description="Who answers, such as r07; no names of people")
    feature: ItemId = Field(default="", description="Id of the feature")
    functional: AnswerScale | None = Field(default=None, title="If it is there", description=_ANSWER)
    dysfunctional: AnswerScale | None = Field(default=None, title="If it is missing", description=_ANSWER)
    importance: Annotated[int, OnScale(1, MOST_IMPORTANT)] | None = Field(
        default=None, description="How important it is to them: 1 not at all to 9 extremely"
    )

    @property
    def label(self) -> str:
        said = "/".join("–" if one is None else str(one) for one in (self.functional, self.dysfunctional))
        return f"{self.name or self.id or 'somebody'} on {self.feature or 'no feature'}: {said}"


class KanoCanvas(Canvas):
    """A Kano survey among people whom a persona stands for."""

    features: Array[Feature] = ()
    answers: Array[Answer] = ()
