"""How much two sets have in common: Jaccard, Dice, overlap coefficient and cosine."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from math import sqrt

from personatui.api import Persona

# The lists whose statements are elements of a persona's set, beside its tags.
FIELDS = (
    "tags",
    "goals",
    "needs",
    "motivations",
    "behaviours",
    "preferences",
    "pains",
    "channels",
    "triggers",
    "success_factors",
    "objections",
    "decision_criteria",
)
FORMULAS = {
    "jaccard": ("Jaccard", "|A & B| / |A or B|"),
    "dice": ("Dice", "2 |A & B| / (|A| + |B|)"),
    "overlap": ("Overlap coefficient", "|A & B| / min(|A|, |B|)"),
    "cosine": ("Cosine", "|A & B| / sqrt(|A| |B|)"),
}

Element = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two sets have in common; None where a figure is not defined."""

    shared: int
    total: int
    jaccard: float | None
    dice: float | None
    overlap: float | None
    cosine: float | None


def overlap_of(first: Set[Element], second: Set[Element]) -> Overlap:
    """The four figures of two sets. Both empty gives none; one empty leaves the two that divide by it without value."""
    shared, total = len(first & second), len(first | second)
    smaller, product = min(len(first), len(second)), len(first) * len(second)
    return Overlap(
        shared,
        total,
        shared / total if total else None,
        2 * shared / (len(first) + len(second)) if total else None,
        shared / smaller if smaller else None,
        shared / sqrt(product) if product else None,
    )


def elements_of(persona: Persona, fields: tuple[str, ...] = FIELDS) -> frozenset[Element]:
    """The tags and statements of a persona, each with the list that it stands in; case and spaces do not matter [P]."""
    found: set[Element] = set()
    for name in fields:
        for entry in getattr(persona, name, ()):
            text = entry if isinstance(entry, str) else str(getattr(entry, "text", ""))
            words = " ".join(text.split()).casefold()
            if words:
                found.add((name, words))
    return frozenset(found)
