"""The persona: one archetype of a customer, of a consumer or of a business market."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personatui.model.base import SCHEMA_VERSION, Array, Day, Model
from personatui.model.claims import Claim, Goal, Link, Note, Pain, Quote, Trait

Role = Literal["primary", "secondary", "supplemental", "customer", "served", "negative"]
Basis = Literal["proto", "qualitative", "statistical"]
BuyingRole = Literal["initiator", "user", "influencer", "decider", "approver", "buyer", "gatekeeper"]


class Demographics(Model):
    """Who a consumer is; every field is optional."""

    age: int | str | None = Field(default=None, description="Years, or a range such as 30-39")
    gender: str = ""
    pronouns: str = Field(default="", description="How to speak of the persona, such as she/her")
    location: str = Field(default="", description="Where the persona lives, and in what kind of place")
    family: str = Field(default="", description="Household and family situation")
    education: str = Field(default="", description="Highest qualification, or field of study")
    occupation: str = Field(default="", description="What the persona does all day, paid or not")
    income: str = Field(default="", description="With currency and period, such as 42,000 GBP a year")
    languages: Array[str] = Field(default=(), description="Those the persona reads or speaks")


class Firmographics(Model):
    """The organisation behind a business persona."""

    industry: str = Field(default="", description="What the organisation makes or does")
    size: str = Field(default="", description="People employed, or a class such as 50-249")
    revenue: str = Field(default="", description="With currency and year")
    geography: str = Field(default="", description="Where the organisation works")
    structure: str = Field(default="", description="Ownership and organisation")
    tech_stack: Array[str] = Field(default=(), description="Systems in use that an offer has to fit")
    department: str = Field(default="", description="The part of the organisation that the persona works in")
    job_title: str = Field(default="", description="As on the business card")
    seniority: str = Field(default="", description="Level or years, such as head of department")


class Facets(Model):
    """The five GenderMag facets (gendermag.org)."""

    motivations: str = Field(default="", description="Why the persona uses technology")
    information_processing: Literal["comprehensive", "selective"] | None = Field(
        default=None, description="Gathers everything before acting, or acts on the first promising thing"
    )
    self_efficacy: Literal["low", "medium", "high"] | None = Field(
        default=None, title="Self-efficacy", description="How much the persona trusts itself with computers"
    )
    risk: Literal["averse", "neutral", "tolerant"] | None = Field(default=None, description="Attitude toward risk")
    learning: Literal["process", "mixed", "tinkering"] | None = Field(
        default=None, description="Learns by process or by tinkering"
    )


class Persona(Model):
    """One archetype of a customer. The file's name is its id."""

    schema_version: int = Field(default=SCHEMA_VERSION, alias="schema", description="Version of the file format")
    name: str = Field(default="", description="A first and last name, or a telling label")
    kind: Literal["b2c", "b2b"] = Field(default="b2c", description="Consumer or business persona")
    role: Role | None = Field(
        default=None,
        description="Cooper's design role; negative is one the product is explicitly not designed for",
    )
    relation: Literal["existing", "future"] | None = Field(
        default=None, title="Customer", description="Whether such customers exist already"
    )
    basis: Basis = Field(
        default="proto",
        description="proto: assumptions; qualitative: interviews; statistical: survey and clustering",
    )
    n: int | None = Field(default=None, ge=0, title="People studied", description="How many people it rests on")
    date: Day = Field(
        default="", title="Grounded on", description="When the persona was last grounded in research, YYYY-MM-DD"
    )
    segment: str = Field(default="", description="Id of the segment that the persona stands for")
    interface: str = Field(default="", description="The interface or offer that the role is about")
    summary: str = Field(default="", description="Who this is and what matters most, in one or two sentences")
    picture: str = Field(default="", description="Path of a picture, relative to the project")
    tags: Array[str] = Field(default=(), description="Words of your own to find the persona by")
    buying_roles: Array[BuyingRole] = Field(
        default=(), description="Roles in the buying centre; one person may hold several"
    )
    sources: Array[str] = Field(default=(), description="What the persona as a whole rests on")
    demographics: Demographics = Demographics()
    firmographics: Firmographics = Field(default=Firmographics(), title="Organisation")
    facets: Facets = Field(default=Facets(), title="GenderMag facets")
    background: Array[Claim] = ()
    goals: Array[Goal] = ()
    needs: Array[Claim] = ()
    motivations: Array[Claim] = ()
    behaviours: Array[Claim] = ()
    preferences: Array[Claim] = ()
    pains: Array[Pain] = Field(default=(), title="Challenges and pains")
    channels: Array[Claim] = ()
    triggers: Array[Claim] = Field(default=(), description="What starts the search for a solution")
    success_factors: Array[Claim] = Field(default=(), description="What the customer expects to gain")
    objections: Array[Claim] = Field(default=(), description="What holds the customer back")
    decision_criteria: Array[Claim] = Field(default=(), description="What alternatives are judged by")
    quotes: Array[Quote] = ()
    traits: Array[Trait] = ()
    notes: Array[Note] = ()
    links: Array[Link] = ()
    custom: dict[str, object] = Field(default_factory=dict, description="Free fields of your own")

    @property
    def is_negative(self) -> bool:
        """Whether the product is explicitly not designed for this persona."""
        return self.role == "negative"


# The lists of statements of a persona, in the order in which a card shows them.
CLAIM_FIELDS: dict[str, str] = {
    "background": "Background",
    "goals": "Goals",
    "needs": "Needs",
    "motivations": "Motivations",
    "behaviours": "Behaviours",
    "preferences": "Preferences",
    "pains": "Challenges and pains",
    "channels": "Channels",
    "triggers": "Triggers",
    "success_factors": "Success factors",
    "objections": "Objections",
    "decision_criteria": "Decision criteria",
    "quotes": "Quotes",
    "traits": "Traits",
}
