"""Segments: the groups of customers that personas stand for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personatui.model.base import SCHEMA_VERSION, Array, Model, Number
from personatui.model.claims import Claim, Note


class Segment(Model):
    """A group of customers; a target or not. The file's name is its id."""

    schema_version: int = Field(default=SCHEMA_VERSION, alias="schema")
    name: str = Field(default="", description="What the group is called")
    target: bool | None = Field(default=None, description="Whether the business means to serve it")
    market: Literal["b2c", "b2b"] | None = Field(default=None, description="Consumers or businesses")
    share: Number | None = Field(default=None, ge=0, le=1, description="Share of the market, 0 to 1")
    size: int | None = Field(default=None, ge=0, title="Customers", description="How many belong to the segment")
    summary: str = Field(default="", description="Who belongs to it, and who does not")
    sources: Array[str] = Field(default=(), description="What the segment as a whole rests on")
    tags: Array[str] = Field(default=(), description="Words of your own to find it by")
    characteristics: Array[Claim] = Field(
        default=(), title="What they have in common", description="What holds for all of its members"
    )
    needs: Array[Claim] = ()
    notes: Array[Note] = ()
    custom: dict[str, object] = Field(default_factory=dict, description="Free fields of your own")
