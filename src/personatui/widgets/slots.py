"""Where on screen the entries of which list of a record stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from personatui.model.ids import Reference


@dataclass(frozen=True, slots=True)
class Slot:
    """A list of a record, or the part of it whose entries have certain values.

    A cell of a journey shows the entries of `doing` with `values=(("stage", "k2fd"),)`: what is added there gets
    these values, and what is moved there takes them on; None stands for a value that is not set. `title` is what
    the person calls the list. An empty `field` stands for the values of the record itself.
    """

    owner: Reference
    field: str
    values: tuple[tuple[str, Any], ...] = ()
    title: str = ""
