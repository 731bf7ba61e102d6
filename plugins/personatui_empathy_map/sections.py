"""The sections of the empathy map: what each asks, where each layout puts it, and which notes it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from personatui.api import Canvas, Layout, Region
from personatui_empathy_map.canvas import EmpathyMap, EmpathyNote

TOOL_ID = "empathy_map"

# What can be seen and heard from outside, and what goes on inside the head; Gray fills the outside first.
EXTERIOR = ("sees", "says", "does", "hears", "says_does")
INTERIOR = ("think_feel", "pains", "gains", "thinks", "feels")


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    prompts: tuple[str, ...]
    headings: tuple[str, ...]
    group: str = ""


_SECTIONS = {
    "who": _Section(
        "Who",
        (
            "Who is the person that we want to understand?",
            "What situation are they in?",
            "What is their role in that situation?",
        ),
        ("who", "who is it", "who are we empathizing with", "who are we empathising with"),
    ),
    "need_to_do": _Section(
        "Need to do",
        (
            "What do they need to do differently?",
            "What jobs do they want or need to get done?",
            "What decisions do they have to make?",
            "How will we know that they were successful?",
        ),
        ("need to do", "needs to do", "what do they need to do"),
    ),
    "sees": _Section(
        "See",
        (
            "What do they see in the marketplace?",
            "What do they see in their immediate environment?",
            "What do they see others saying and doing?",
            "What are they watching and reading?",
        ),
        ("sees", "see", "what do they see"),
    ),
    "says": _Section(
        "Say",
        (
            "What have we heard them say, word for word?",
            "What do we imagine them saying? Mark it as imagined.",
            "What do they tell others, and what do they only tell friends?",
        ),
        ("says", "say", "what do they say"),
    ),
    "does": _Section(
        "Do",
        (
            "What do they do today?",
            "What behaviour have we observed?",
            "What can we imagine them doing? Mark it as imagined.",
        ),
        ("does", "do", "what do they do"),
    ),
    "hears": _Section(
        "Hear",
        (
            "What are they hearing others say?",
            "What are they hearing from friends?",
            "What are they hearing from colleagues?",
            "What are they hearing second-hand?",
        ),
        ("hears", "hear", "what do they hear"),
    ),
    "think_feel": _Section(
        "Think and feel",
        (
            "What other thoughts and feelings might motivate their behaviour?",
            "What really counts for them, and would they say so?",
            "What keeps them awake at night?",
        ),
        (
            "thinks/feels",
            "think/feel",
            "think & feel",
            "thinks & feels",
            "think and feel",
            "thinks and feels",
            "what do they think and feel",
        ),
        "head",
    ),
    "pains": _Section(
        "Pains",
        (
            "What are their fears?",
            "What frustrates them?",
            "What are they anxious about?",
        ),
        ("fears, frustrations and anxieties", "fears, frustrations, anxieties"),
        "head",
    ),
    "gains": _Section(
        "Gains",
        (
            "What do they want and need?",
            "What do they hope for?",
            "What do they dream of?",
        ),
        ("gains", "wants, needs, hopes and dreams", "wants, needs, hopes, dreams"),
        "head",
    ),
    "thinks": _Section(
        "Thinks",
        (
            "What occupies their thoughts, and what matters to them?",
            "What do they think but not say, and why are they reluctant to share it?",
        ),
        ("thinks", "think", "what do they think"),
        "head",
    ),
    "feels": _Section(
        "Feels",
        (
            "What worries them? What excites them?",
            "What emotion is it, in one word, and what is the reason for it?",
        ),
        ("feels", "feel", "what do they feel"),
        "head",
    ),
    "says_does": _Section(
        "Say and do",
        (
            "How do they behave in public?",
            "What do they say, and to whom?",
            "Where do words and behaviour differ?",
        ),
        ("says/does", "say/do", "say & do", "says & does", "say and do", "says and does"),
    ),
}

# NN/g names its quadrants in the third person.
_NNG_TITLES = {"says": "Says", "does": "Does"}


def _region(
    section: str,
    row: int,
    column: int,
    *,
    rows: int = 1,
    columns: int = 1,
    title: str = "",
    group: str | None = None,
) -> Region:
    told = _SECTIONS[section]
    return Region(
        id=section,
        title=title or told.title,
        prompts=told.prompts,
        row=row,
        column=column,
        row_span=rows,
        column_span=columns,
        headings=told.headings,
        group=told.group if group is None else group,
    )


# Regions stand in the order in which the method fills them.
GRAY_2017 = Layout(
    id="gray2017",
    title="Gray 2017",
    regions=(
        _region("who", 0, 0, columns=2),
        _region("need_to_do", 0, 2, columns=2),
        _region("sees", 1, 3),
        _region("says", 2, 3),
        _region("does", 3, 0, columns=4),
        _region("hears", 1, 0, rows=2),
        _region("think_feel", 1, 1, columns=2),
        _region("pains", 2, 1),
        _region("gains", 2, 2),
    ),
)
NNG = Layout(
    id="nng",
    title="NN/g quadrants",
    regions=(
        _region("says", 0, 0, title=_NNG_TITLES["says"]),
        _region("thinks", 0, 1, group=""),
        _region("does", 1, 0, title=_NNG_TITLES["does"]),
        _region("feels", 1, 1, group=""),
    ),
)
XPLANE = Layout(
    id="xplane",
    title="XPLANE",
    regions=(
        _region("hears", 1, 0),
        _region("sees", 1, 1),
        _region("says_does", 2, 0, columns=2),
        _region("think_feel", 0, 0, columns=2, group=""),
        _region("pains", 3, 0, group=""),
        _region("gains", 3, 1, group=""),
    ),
)
LAYOUTS = (GRAY_2017, NNG, XPLANE)
ALL_SECTIONS = tuple(_SECTIONS)


def as_empathy_map(canvas: Canvas) -> EmpathyMap:
    """The canvas as an empathy map; one read before the tool was there is a plain record of the same data."""
    return canvas if isinstance(canvas, EmpathyMap) else EmpathyMap.model_validate(canvas.to_data())


def layout_of(canvas: Canvas) -> Layout:
    """The layout that a canvas names, else the first."""
    return next((layout for layout in LAYOUTS if layout.id == canvas.layout), LAYOUTS[0])


def sections_of(layout: Layout) -> tuple[str, ...]:
    """The canonical sections of a layout, in the order in which they are filled."""
    return tuple(region.id for region in layout.regions)


def all_notes(canvas: EmpathyMap, section: str) -> tuple[EmpathyNote, ...]:
    """Every note of a section, those without a text too."""
    return cast(tuple[EmpathyNote, ...], getattr(canvas, section))


def notes_in(canvas: EmpathyMap, section: str) -> tuple[EmpathyNote, ...]:
    """The notes of a section that say something."""
    return tuple(note for note in all_notes(canvas, section) if note.text.strip())


def shown_notes(canvas: EmpathyMap) -> Iterator[EmpathyNote]:
    """The notes that the canvas's layout shows, in the order of its sections."""
    for section in sections_of(layout_of(canvas)):
        yield from notes_in(canvas, section)


def titles(layout: Layout) -> dict[str, str]:
    """What each section is called, in this layout where it has it."""
    return {name: told.title for name, told in _SECTIONS.items()} | {
        region.id: region.title for region in layout.regions
    }
