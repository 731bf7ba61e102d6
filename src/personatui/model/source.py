"""Sources: the pieces of evidence that claims rest on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personatui.model.base import SCHEMA_VERSION, Array, Day, Model
from personatui.model.claims import Item, Note

SourceKind = Literal["interview", "survey", "analytics", "support", "sales", "observation", "desk-research", "workshop"]
# A sample of these kinds can make a claim quantitative.
MEASURED_KINDS = frozenset({"survey", "analytics"})


class Excerpt(Item):
    """Words or figures taken from a source, verbatim."""

    text: str = Field(default="", description="Word for word, or the figure as it was measured")
    speaker: str = Field(default="", description="Who said it, as far as it may be told, such as P3, mother of two")
    place: str = Field(default="", description="Page, minute or question in the source")

    @property
    def label(self) -> str:
        return " ".join(self.text.split())


class Source(Model):
    """A piece of evidence. The file's name is its id."""

    schema_version: int = Field(default=SCHEMA_VERSION, alias="schema")
    title: str = Field(default="", description="What it is, so that others find it")
    kind: SourceKind = Field(
        default="desk-research", description="How it was gathered; surveys and analytics can make a claim quantitative"
    )
    date: Day = Field(default="", description="When it was gathered, YYYY-MM-DD")
    participants: int | None = Field(default=None, ge=0, description="People asked or observed")
    author: str = Field(default="", description="Who gathered or wrote it")
    url: str = Field(default="", title="Address", description="Where the whole of it lies")
    summary: str = Field(default="", description="Who was asked or observed, how, and what came of it")
    tags: Array[str] = Field(default=(), description="Words of your own to find it by")
    excerpts: Array[Excerpt] = ()
    notes: Array[Note] = ()
    custom: dict[str, object] = Field(default_factory=dict, description="Free fields of your own")

    @property
    def name(self) -> str:
        """The title, under the name that personas and segments use for theirs."""
        return self.title
