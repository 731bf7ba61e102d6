"""The lanes of the experience map: what each asks, and what documents call it."""

from __future__ import annotations

from personatui.api import Canvas, Layout, Region
from personatui_experience_map.canvas import ExperienceMap

TOOL_ID = "experience_map"

_LANES: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "stages",
        "Stages",
        (
            "Where does it begin for them, before they know of any offer?",
            "What has to be over before the next stage begins?",
            "Where does it end for them, after the offer has done its part?",
        ),
        ("journey stages", "journey phases", "phases", "stages", "customer journey", "stages of the journey"),
    ),
    (
        "doing",
        "Doing",
        ("What do they do in this stage, step by step?", "What have we seen them do?"),
        ("doing", "journey actions", "customer actions"),
    ),
    (
        "thinking",
        "Thinking",
        ("What do they ask themselves in this stage?", "What do they expect to happen next?"),
        ("thinking", "mindsets", "journey thoughts"),
    ),
    (
        "feelings",
        "Feeling",
        ("How good or bad is it, and what makes it so?", "Where did their mood turn, and on what?"),
        ("feeling", "journey emotions", "emotional journey", "emotion curve"),
    ),
    (
        "touchpoints",
        "Touchpoints",
        ("Where do they meet the offer in this stage?", "Whom or what do they meet in our stead?"),
        ("touchpoints", "touch points", "journey touchpoints"),
    ),
    (
        "channels",
        "Channels",
        ("Over which channel does it happen?", "What makes them change to another one?"),
        ("journey channels", "touchpoint channels"),
    ),
    (
        "pains",
        "Pain points",
        ("What goes wrong here, or takes too long?", "What do they put up with, and work around?"),
        ("journey pain points", "journey pains", "friction points"),
    ),
    (
        "opportunities",
        "Opportunities",
        ("What could be better here, without naming the solution yet?", "Who would see to it, and what would show it?"),
        ("journey opportunities", "improvement opportunities"),
    ),
)
LAYOUT = Layout(
    id="stages",
    title="Stages and lanes",
    regions=tuple(
        Region(id=field, title=title, prompts=prompts, row=row, headings=headings)
        for row, (field, title, prompts, headings) in enumerate(_LANES)
    ),
)
LAYOUTS = (LAYOUT,)
TITLES = {field: title for field, title, _, _ in _LANES}
PROMPTS = {field: prompts for field, _, prompts, _ in _LANES}
# The lists whose entries belong to a stage, in the order in which they are shown.
LANES = tuple(field for field, _, _, _ in _LANES if field != "stages")


def as_experience_map(canvas: Canvas) -> ExperienceMap:
    """The canvas as an experience map; one read before the tool was there is a plain record of the same data."""
    return canvas if isinstance(canvas, ExperienceMap) else ExperienceMap.model_validate(canvas.to_data())
