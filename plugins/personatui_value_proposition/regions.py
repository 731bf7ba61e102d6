"""The boxes of the value proposition canvas: what each asks, and what documents call it."""

from __future__ import annotations

from personatui.api import Canvas, Layout, Region
from personatui_value_proposition.canvas import FitStage, ValueProposition

TOOL_ID = "value_proposition"
STAGES: tuple[tuple[FitStage, str, str], ...] = (
    ("problem-solution", "Problem-solution fit", "on paper"),
    ("product-market", "Product-market fit", "in the market"),
    ("business-model", "Business-model fit", "in the bank"),
)
# The boxes of the two halves, each beside the one that it faces.
VALUE_MAP = ("creators", "products", "relievers")
PROFILE = ("gains", "jobs", "pains")

_BOXES: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "jobs",
        "Customer jobs",
        (
            "What are they trying to get done, at work or in life?",
            "How do they want to be seen, and how do they want to feel?",
            "What do they do as buyer, as co-creator, or when they pass it on?",
        ),
        ("customer jobs", "customer job"),
    ),
    (
        "pains",
        "Pains",
        (
            "What is too costly, too slow, or leaves them annoyed?",
            "What keeps them from the job, and what do they risk?",
            "How extreme is it, from 1 to 5?",
        ),
        ("customer pains", "profile pains"),
    ),
    (
        "gains",
        "Gains",
        (
            "What must be there, or nothing works? (required)",
            "What do they expect, what would they love, what would surprise them?",
            "How essential is it, from 1 to 5?",
        ),
        ("customer gains", "profile gains"),
    ),
    (
        "products",
        "Products and services",
        ("What does the offer consist of?", "Which of it is physical, intangible, digital or financial?"),
        ("products and services", "products & services"),
    ),
    (
        "relievers",
        "Pain relievers",
        ("Which pain does it take away, and how far?", "Which risk does it lower, which obstacle does it remove?"),
        ("pain relievers", "pain reliever"),
    ),
    (
        "creators",
        "Gain creators",
        ("Which gain does it bring about, and how far?", "What does it do better than they expect?"),
        ("gain creators", "gain creator"),
    ),
    (
        "evidence",
        "Evidence of fit",
        (
            "What shows that they care about these jobs, pains and gains? (on paper)",
            "What shows that they use it and pay for it? (in the market)",
            "What shows that it can be done at a profit, again and again? (in the bank)",
        ),
        ("evidence of fit", "fit evidence"),
    ),
)
TITLES = {field: title for field, title, _, _ in _BOXES}
PROMPTS = {field: prompts for field, _, prompts, _ in _BOXES}


def _region(field: str, row: int, column: int, columns: int = 1) -> Region:
    headings = next(headings for name, _, _, headings in _BOXES if name == field)
    return Region(
        id=field,
        title=TITLES[field],
        prompts=PROMPTS[field],
        row=row,
        column=column,
        column_span=columns,
        headings=headings,
        group="profile" if field in PROFILE else "",
    )


LAYOUT = Layout(
    id="canvas",
    title="Value proposition canvas",
    regions=(
        *(
            _region(field, row, column)
            for column, half in enumerate((VALUE_MAP, PROFILE))
            for row, field in enumerate(half)
        ),
        _region("evidence", 3, 0, 2),
    ),
)
LAYOUTS = (LAYOUT,)


def as_value_proposition(canvas: Canvas) -> ValueProposition:
    """The canvas in the tool's model; one read before the tool was there is a plain record of the same data."""
    return canvas if isinstance(canvas, ValueProposition) else ValueProposition.model_validate(canvas.to_data())
