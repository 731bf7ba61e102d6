"""The empathy map as data: notes in sections, and the contradictions that a person declared between them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from personatui.api import Array, Canvas, Claim, Item, ItemId, OnScale, Remembered


class EmpathyNote(Claim):
    """One note. `seen` tells what was observed or heard from what was imagined; empty is not said."""

    seen: Literal["observed", "heard", "imagined"] | None = Field(
        default=None, description="observed, heard from the person, or imagined by the team"
    )
    reason: str = Field(default="", description="Why; above all what a feeling comes from")
    moved_from: Remembered[str] = Field(
        default="",
        description="The section that held the note before a change of layout; the way back is read from it",
    )
    moved_at: Remembered[int | None] = Field(
        default=None, ge=0, description="The position in that section, from 0, where its notes parted"
    )


class Contradiction(Item):
    """Two notes that do not go together, such as what is said and what is done; to be looked into, not removed."""

    first: ItemId = Field(default="", description="Id of one note")
    second: ItemId = Field(default="", description="Id of the other note")
    severity: Annotated[int, OnScale(1, 5)] | None = Field(default=None, description="1 slight to 5 grave")
    note: str = ""

    @property
    def label(self) -> str:
        return self.note or f"{self.first} against {self.second}"


class EmpathyMap(Canvas):
    """An empathy map in the 2017 layout by Gray, the four quadrants of NN/g, or the older XPLANE layout.

    Sections of the layouts that are not shown are kept in the file.
    """

    who: Array[EmpathyNote] = ()
    need_to_do: Array[EmpathyNote] = ()
    sees: Array[EmpathyNote] = ()
    says: Array[EmpathyNote] = ()
    does: Array[EmpathyNote] = ()
    hears: Array[EmpathyNote] = ()
    think_feel: Array[EmpathyNote] = ()
    pains: Array[EmpathyNote] = ()
    gains: Array[EmpathyNote] = ()
    thinks: Array[EmpathyNote] = ()
    feels: Array[EmpathyNote] = ()
    says_does: Array[EmpathyNote] = ()
    contradictions: Array[Contradiction] = ()
