"""The nine blocks: what each asks, where it stands, and the notes that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from personatui.api import Canvas, Claim, Layout, Region
from personatui_business_model.canvas import BlockNote, BusinessModel, CustomerSegment

TOOL_ID = "business_model"


# Five blocks side by side leave no room for two words.
_SHORT = {
    "segments": "Segments",
    "propositions": "Propositions",
    "relationships": "Relationships",
    "partners": "Partners",
    "activities": "Activities",
    "resources": "Resources",
}


def _block(name: str, title: str, prompts: tuple[str, ...], place: tuple[int, int, int, int]) -> Region:
    row, column, rows, columns = place
    group = "value" if name in ("segments", "propositions") else ""
    return Region(
        id=name,
        title=title,
        prompts=prompts,
        row=row,
        column=column,
        row_span=rows,
        column_span=columns,
        group=group,
        short=_SHORT.get(name, ""),
    )


# In the order in which Osterwalder and Pigneur fill them, the segments first; placed as they draw them.
LAYOUT = Layout(
    id="canvas",
    title="Business Model Canvas",
    regions=(
        _block(
            "segments",
            "Customer Segments",
            (
                "For whom do we create value?",
                "Who are our most important customers?",
                "Which groups need another offer, channel or relationship, or pay in another way?",
            ),
            (0, 8, 2, 2),
        ),
        _block(
            "propositions",
            "Value Propositions",
            (
                "What do we offer, and to which segment?",
                "Which of their problems do we help to solve?",
                "Which of their needs do we satisfy?",
            ),
            (0, 4, 2, 2),
        ),
        _block(
            "channels",
            "Channels",
            (
                "Through which channels does each segment want to be reached?",
                "How do they hear of us, buy, receive, and get help?",
            ),
            (1, 6, 1, 2),
        ),
        _block(
            "relationships",
            "Customer Relationships",
            (
                "What relationship does each segment expect us to keep up?",
                "How do we win them, keep them, and sell them more?",
            ),
            (0, 6, 1, 2),
        ),
        _block(
            "revenues",
            "Revenue Streams",
            (
                "What is each segment willing to pay for?",
                "How do they pay today, and how would they rather?",
                "How much does each stream add to the whole?",
            ),
            (2, 5, 1, 5),
        ),
        _block(
            "resources",
            "Key Resources",
            (
                "What must we have for our propositions, channels and relationships?",
                "Which of it is hard to get?",
            ),
            (1, 2, 1, 2),
        ),
        _block(
            "activities",
            "Key Activities",
            (
                "What must we do well for our propositions, channels and relationships?",
                "What would customers notice first if we stopped?",
            ),
            (0, 2, 1, 2),
        ),
        _block(
            "partners",
            "Key Partners",
            (
                "Who helps us, and with what?",
                "Which resources and activities come from them?",
            ),
            (0, 0, 2, 2),
        ),
        _block(
            "costs",
            "Cost Structure",
            (
                "What costs most in our model?",
                "Which costs come with which segment?",
            ),
            (2, 0, 1, 5),
        ),
    ),
)
TITLES = {region.id: region.title for region in LAYOUT.regions}
PROMPTS = {region.id: region.prompts for region in LAYOUT.regions}
# The eight blocks beside the segments.
RELATED = tuple(region.id for region in LAYOUT.regions if region.id != "segments")
# A segment without one of these has no business model of its own [P].
ESSENTIAL = ("propositions", "channels", "relationships", "revenues")


def as_business_model(canvas: Canvas) -> BusinessModel:
    """The canvas as one of this tool; one read before the tool was there is a plain record of the same data."""
    return canvas if isinstance(canvas, BusinessModel) else BusinessModel.model_validate(canvas.to_data())


def segments_of(model: BusinessModel) -> tuple[CustomerSegment, ...]:
    """The customer segments that say something or name a segment of the project."""
    return tuple(one for one in model.segments if one.text.strip() or one.segment.strip())


def notes_in(model: BusinessModel, block: str) -> tuple[BlockNote, ...]:
    """The notes of one of the eight blocks that say something."""
    return tuple(note for note in cast(tuple[BlockNote, ...], getattr(model, block)) if note.text.strip())


def all_claims(model: BusinessModel) -> Iterator[Claim]:
    """Every note that says something, and every segment."""
    yield from segments_of(model)
    for block in RELATED:
        yield from notes_in(model, block)


def served(model: BusinessModel, note: BlockNote) -> tuple[str, ...]:
    """The ids of the segments of the canvas that a note is for, each once."""
    known = {one.id for one in segments_of(model) if one.id}
    return tuple(name for name in dict.fromkeys(note.segments) if name in known)


def name_of(segment: CustomerSegment) -> str:
    """What a customer segment is called: its text, or the segment of the project."""
    return segment.label or segment.segment.removeprefix("segment/")
