"""Canvases: one tool's filled form for one persona, several personas, or a segment."""

from __future__ import annotations

from pydantic import Field

from personatui.model.base import SCHEMA_VERSION, Array, Model
from personatui.model.claims import Note


class Canvas(Model):
    """What every canvas shares; a tool's canvas model derives from it.

    A canvas without `personas` and `segment` belongs to the persona whose id is the file's name.
    """

    schema_version: int = Field(default=SCHEMA_VERSION, alias="schema")
    title: str = ""
    personas: Array[str] = ()
    segment: str = ""
    layout: str = Field(default="", description="Which of the tool's layouts is used; empty is the first")
    notes: Array[Note] = ()
