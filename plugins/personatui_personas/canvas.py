"""What a team adds to its personas as a set: judgements, shares and answers about them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personatui.api import Array, Canvas, Claim, Item, Number

AttributeKind = Literal["numeric", "nominal", "ordinal", "symmetric", "asymmetric"]
Pole = Literal["task", "technology"]

_PERSONA = "The persona, such as persona/maya-okafor"


class AttributeRule(Item):
    """How one attribute counts when personas are compared; without a rule it counts once, as its values suggest."""

    name: str = Field(default="", description="The attribute, such as demographics.age or custom.visits")
    kind: AttributeKind | None = Field(
        default=None,
        description="numeric, nominal, ordinal by `levels`; yes and no: symmetric, or asymmetric where no says nothing",
    )
    levels: Array[str] = Field(default=(), description="The values of an ordinal attribute, lowest first")
    weight: Number = Field(default=1.0, description="How much it counts; 0 leaves it out")

    @property
    def label(self) -> str:
        return self.name


class KeptApart(Claim):
    """Two personas that look alike and stay two; `text` says why."""

    first: str = Field(default="", description=_PERSONA)
    second: str = Field(default="", description=_PERSONA)


class Motive(Claim):
    """Why a persona uses technology, judged between the poles of the GenderMag facet."""

    persona: str = Field(default="", description=_PERSONA)
    pole: Pole | None = Field(
        default=None, description="task: for what it gets done; technology: also because it is fun to use"
    )

    @property
    def label(self) -> str:
        return super().label or " ".join(part for part in (self.persona, self.pole) if part)


class AttributeShare(Claim):
    """How many of all customers an attribute of the persona fits."""

    persona: str = Field(default="", description=_PERSONA)
    share: Number | None = Field(default=None, description="Share of the population with this attribute, 0 to 1")


class Conjunction(Claim):
    """A survey that counted who has all attributes of the persona at once."""

    persona: str = Field(default="", description=_PERSONA)
    matching: int | None = Field(default=None, description="Respondents with all the attributes")
    respondents: int | None = Field(default=None, description="Respondents in all")

    @property
    def label(self) -> str:
        return super().label or self.persona


class Response(Claim):
    """What one respondent answered about a persona on the Persona Perception Scale."""

    persona: str = Field(default="", description=_PERSONA)
    respondent: str = Field(default="", description="Who answered, as a code")
    answers: dict[str, object] = Field(
        default_factory=dict, description="1 to 7 an item, such as credibility-2 = 6; leave out what was not answered"
    )

    @property
    def label(self) -> str:
        return super().label or " ".join(part for part in (self.respondent or self.id, "on", self.persona) if part)


class TogetherCanvas(Canvas):
    """All personas of a project, looked at as a set."""

    population: int | None = Field(default=None, description="Customers in the market that the shares are about")
    attributes: Array[AttributeRule] = ()
    apart: Array[KeptApart] = ()
    motives: Array[Motive] = ()
    shares: Array[AttributeShare] = ()
    conjunctions: Array[Conjunction] = ()
    responses: Array[Response] = ()
