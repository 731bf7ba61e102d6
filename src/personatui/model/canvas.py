"""Canvases: one tool's filled form for one persona, several personas, a segment, or the project as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import Field

from personatui.model.base import SCHEMA_VERSION, Array, Model
from personatui.model.claims import Note


@dataclass(frozen=True, slots=True)
class Opening:
    """An entry of a canvas that calls for an opportunity: its id, what it says, and why, with the scale of a score."""

    item: str
    text: str
    why: str


class Canvas(Model):
    """What every canvas shares; a tool's canvas model derives from it.

    A canvas without `personas` and `segment` belongs to the persona whose id is the file's name; one of the name
    `project` is about all personas of the project together.
    """

    schema_version: int = Field(default=SCHEMA_VERSION, alias="schema")
    title: str = Field(default="", description="A name for the canvas where there are several")
    personas: Array[str] = Field(
        default=(), description="Ids of the personas that it is about; without them, the one of the file's name"
    )
    segment: str = Field(default="", description="Id of the segment that it is about")
    layout: str = Field(default="", description="Which of the tool's layouts is used; empty is the first")
    notes: Array[Note] = ()

    def openings(self) -> Iterable[Opening]:
        """What calls for an opportunity, most urgent first, as its own tool judges it; others list it as candidates."""
        return ()
