"""Claims: one statement each, with the evidence it rests on, or openly an assumption."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from personatui.model.base import Array, Model, Number, Rating


class Strength(StrEnum):
    """How strong the evidence of a claim is; `rank` counts from 0, weakest first."""

    ASSUMPTION = "assumption"
    ANECDOTE = "anecdote"
    QUALITATIVE = "qualitative"
    QUANTITATIVE = "quantitative"

    @property
    def rank(self) -> int:
        """0 for an assumption to 3 for quantitative evidence."""
        return list(Strength).index(self)


class Item(Model):
    """One entry of a list in a file. Entries written by hand may lack an id until they are next saved."""

    id: str = ""

    @property
    def label(self) -> str:
        """The item on one line, for lists, undo names and messages."""
        return self.id


class Pair(Item):
    """What is said of two entries of the same file, named by fields of type `ItemId`; it says nothing by itself.

    It goes when one of the two is deleted, and is neither found nor compared.
    """


class Claim(Item):
    """One statement about a persona or on a canvas. Without a source it is an assumption."""

    text: str = Field(default="", description="The statement, one thing at a time")
    sources: Array[str] = Field(
        default=(), description="The sources and excerpts that show it; without one it is an assumption"
    )
    note: str = Field(default="", description="Remarks for the team: doubts, context, what to ask next")
    tags: Array[str] = Field(default=(), description="Words of your own to find it by")

    @property
    def label(self) -> str:
        return " ".join(self.text.split())


class Borrowed(Claim):
    """A statement that may be taken over from another record, by reference: then it says what its original says.

    `Project.resolved` gives it with the words and sources of the original; a text of its own comes before those.
    """

    origin: str = Field(
        default="", description="The entry that it is taken over from, such as persona/maya-okafor#m2xa"
    )
    origin_text: str = Field(default="", description="What the original said when somebody last looked at it here")

    @property
    def label(self) -> str:
        return " ".join((self.text.strip() or self.origin_text).split())


class Goal(Claim):
    """What the persona wants: how to feel (experience), to get done (end), or to be (life). Cooper's kinds."""

    kind: Literal["experience", "end", "life"] | None = Field(
        default=None, description="Cooper's kind of goal: experience, end or life"
    )
    priority: Rating | None = Field(default=None, description="1 least to 5 most important")


class Pain(Claim):
    """A challenge, frustration or pain."""

    severity: Rating | None = Field(default=None, description="1 moderate to 5 extreme")


class Quote(Claim):
    """Words in the persona's voice: verbatim from a source, or made up to illustrate."""

    kind: Literal["verbatim", "illustrative"] = Field(
        default="illustrative", description="verbatim: said so in a source; illustrative: made up by the team"
    )


class Trait(Claim):
    """A scored trait between two poles, such as patience from 1 to 5."""

    score: Number | None = Field(default=None, description="Where the persona stands between the poles")
    low: Number = Field(default=1.0, title="Lowest score", description="The low end of the scale")
    high: Number = Field(default=5.0, title="Highest score", description="The high end of the scale")
    low_label: str = Field(
        default="", title="Lowest score means", description="The pole at the low end, such as patient"
    )
    high_label: str = Field(
        default="", title="Highest score means", description="The pole at the high end, such as hasty"
    )


class Note(Item):
    """Free text under a heading: what has no field of its own, kept as it was."""

    heading: str = Field(default="", description="What the text is about")
    text: str = Field(default="", description="Free text; Markdown is kept as it is")

    @property
    def label(self) -> str:
        return self.heading or " ".join(self.text.split())


class Link(Item):
    """An address or another record that the persona refers to."""

    title: str = Field(default="", description="What is found there")
    target: str = Field(default="", description="An address, or a record such as persona/maya-okafor")

    @property
    def label(self) -> str:
        return self.title or self.target
