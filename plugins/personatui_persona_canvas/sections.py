"""The boxes of the Customer Persona Canvas: what each asks, where it stands, and which pairs they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from personatui.api import Canvas, Claim, Layout, Region
from personatui_persona_canvas.canvas import Need, PersonaCanvas

TOOL_ID = "persona_canvas"


@dataclass(frozen=True, slots=True)
class Pair:
    """A positive and a negative box about the same level of a customer's life."""

    id: str
    title: str
    level: str
    positive: str
    negative: str


PAIRS = (
    Pair("trends", "Trends", "environment", "positive_trends", "negative_trends"),
    Pair("work", "Opportunities and headaches", "work", "opportunities", "headaches"),
    Pair("future", "Hopes and fears", "personal", "hopes", "fears"),
)
# A need is supported by what troubles the customer or what they hope for.
SUPPORTING = ("headaches", "fears", "hopes")

LAYOUT = Layout(
    id="canvas",
    title="Customer Persona Canvas",
    # in the order in which the canvas is filled: who, what moves them, and then what they need
    regions=(
        Region(
            id="outline",
            title="Outline",
            prompts=(
                "How would you draw them: age, place, what they have at hand?",
                "What does an ordinary day look like?",
                "What would they say of themselves in one sentence?",
            ),
            row=0,
            column=1,
        ),
        Region(
            id="positive_trends",
            title="Positive trends",
            prompts=(
                "What changes around them for the better?",
                "Which technology, rule or habit of others makes it easier for them?",
            ),
            row=0,
            column=0,
            headings=("positive trends",),
        ),
        Region(
            id="negative_trends",
            title="Negative trends",
            prompts=(
                "What changes around them for the worse?",
                "What becomes dearer, slower, or forbidden?",
            ),
            row=0,
            column=2,
            headings=("negative trends",),
        ),
        Region(
            id="opportunities",
            title="Opportunities",
            prompts=(
                "What could go better for them at work, or in what they do every day?",
                "Who or what could help them if they only asked?",
            ),
            row=1,
            column=0,
        ),
        Region(
            id="headaches",
            title="Headaches",
            prompts=(
                "What goes wrong at work, or in what they do every day?",
                "What do they put up with, and what does it cost them?",
            ),
            row=1,
            column=2,
            headings=("headaches",),
        ),
        Region(
            id="hopes",
            title="Hopes",
            prompts=(
                "What do they hope for themselves and those near to them?",
                "What would make a good year for them?",
            ),
            row=2,
            column=0,
        ),
        Region(
            id="fears",
            title="Fears",
            prompts=(
                "What are they afraid of, for themselves and those near to them?",
                "What would they never forgive themselves?",
            ),
            row=2,
            column=2,
        ),
        Region(
            id="needs",
            title="Needs",
            prompts=(
                "What do they need, whatever we may offer?",
                "Which headache, fear or hope makes it a need?",
                "What would they miss first?",
            ),
            row=1,
            column=1,
            row_span=2,
            group="needs",
        ),
    ),
)
SECTIONS = tuple(region.id for region in LAYOUT.regions)
TITLES = {region.id: region.title for region in LAYOUT.regions}
AROUND = tuple(side for pair in PAIRS for side in (pair.positive, pair.negative))


def as_persona_canvas(canvas: Canvas) -> PersonaCanvas:
    """The canvas as one of this tool; one read before the tool was there is a plain record of the same data."""
    return canvas if isinstance(canvas, PersonaCanvas) else PersonaCanvas.model_validate(canvas.to_data())


def notes_in(canvas: PersonaCanvas, section: str) -> tuple[Claim, ...]:
    """The notes of a box that say something."""
    return tuple(note for note in cast(tuple[Claim, ...], getattr(canvas, section)) if note.text.strip())


def needs_of(canvas: PersonaCanvas) -> tuple[Need, ...]:
    """The needs that say something."""
    return tuple(need for need in canvas.needs if need.text.strip())


def all_notes(canvas: PersonaCanvas) -> Iterator[Claim]:
    """Every note that says something, in the order of the boxes."""
    for section in SECTIONS:
        yield from notes_in(canvas, section)
