"""The lanes of a blueprint from the customer to what nobody sees, and the three lines between them."""

from __future__ import annotations

from typing import Literal

from personatui.api import Canvas, Layout, Region

from personatui_service_blueprint.canvas import ServiceBlueprint

TOOL_ID = "service_blueprint"

StepLane = Literal["customer", "onstage", "backstage", "support"]
Line = Literal["interaction", "visibility", "internal"]

# The lanes in which something is done. Between each and the next runs a line.
STEP_LANES: tuple[StepLane, ...] = ("customer", "onstage", "backstage", "support")
SERVICE_LANES: tuple[StepLane, ...] = STEP_LANES[1:]
LINES: tuple[Line, ...] = ("interaction", "visibility", "internal")
LINE_TITLES: dict[Line, str] = {
    "interaction": "Line of interaction",
    "visibility": "Line of visibility",
    "internal": "Line of internal interaction",
}
# What each line is drawn with: they differ by form, and have their names.
STROKES: dict[Line, str] = {"interaction": "═", "visibility": "━", "internal": "╍"}
# The letter before the number of an entry, by which links, waits and fail points name it.
MARKS = {"customer": "C", "onstage": "O", "backstage": "B", "support": "S", "waits": "W", "fails": "F"}

_REGIONS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "stages",
        "Stages",
        (
            "Where does the service begin for the customer, and where does it end?",
            "What has to be over before the next stage begins?",
        ),
        ("service stages", "service phases"),
    ),
    (
        "evidence",
        "Evidence",
        ("What do they see, hear, hold or read in this stage?", "By what do they judge whether it is done well?"),
        ("physical evidence", "tangibles"),
    ),
    (
        "customer",
        "Customer",
        ("What do they do in this stage, step by step?", "Which persona does it otherwise?"),
        ("customer actions", "customer steps"),
    ),
    (
        "onstage",
        "Onstage",
        ("Whom or what do they meet, and what does it do?", "Who sees to it?"),
        ("onstage contact employee actions", "onstage actions", "frontstage actions", "frontstage"),
    ),
    (
        "backstage",
        "Backstage",
        ("What is done for it that they do not see?", "Who sees to it?"),
        ("backstage contact employee actions", "backstage actions", "backstage"),
    ),
    (
        "support",
        "Support",
        ("What must others deliver, so that it can be done?", "Which system or partner is behind it?"),
        ("support processes", "supporting processes"),
    ),
    (
        "waits",
        "Waits",
        ("Where do they wait, for how long, and how long would they put up with?",),
        ("waiting times", "waits"),
    ),
    (
        "fails",
        "Fail points",
        ("Where can it go wrong, and how often?", "What is done then, so that they are served after all?"),
        ("fail points", "failure points"),
    ),
)
TITLES = {field: title for field, title, _, _ in _REGIONS}
PROMPTS = {field: prompts for field, _, prompts, _ in _REGIONS}
LAYOUT = Layout(
    id="bitner2008",
    title="Bitner, Ostrom and Morgan 2008",
    regions=tuple(
        Region(id=field, title=title, prompts=prompts, row=row, headings=headings)
        for row, (field, title, prompts, headings) in enumerate(_REGIONS)
    ),
)


def crossed(start: StepLane, end: StepLane) -> tuple[Line, ...]:
    """The lines that a link from one lane to another crosses, from the customer inwards."""
    first, last = sorted((STEP_LANES.index(start), STEP_LANES.index(end)))
    return LINES[first:last]


def as_blueprint(canvas: Canvas) -> ServiceBlueprint:
    """The canvas as a blueprint; one read before the tool was there is a plain record of the same data."""
    return canvas if isinstance(canvas, ServiceBlueprint) else ServiceBlueprint.model_validate(canvas.to_data())
