"""The boxes of the SWOT canvas: what each asks, where it stands, and what documents call it."""

from __future__ import annotations

from personatui.api import Canvas, Layout, Region
from personatui_swot.canvas import Axis, GroupName, StrategyKind, SwotCanvas

TOOL_ID = "swot"
# The tool whose factors feed the opportunities and threats; it may be absent.
PESTEL = "pestel"

GROUPS: tuple[GroupName, ...] = ("strengths", "weaknesses", "opportunities", "threats")
INTERNAL: tuple[GroupName, ...] = ("strengths", "weaknesses")
EXTERNAL: tuple[GroupName, ...] = ("opportunities", "threats")
# What a factor of a box is called, and the letter before its number.
ONE: dict[GroupName, str] = {
    "strengths": "strength",
    "weaknesses": "weakness",
    "opportunities": "opportunity",
    "threats": "threat",
}
LETTERS: dict[GroupName, str] = {group: ONE[group][0].upper() for group in GROUPS}

STRATEGIES: tuple[tuple[StrategyKind, str, str], ...] = (
    ("SO", "SO · maxi-maxi", "Which strength makes use of which opportunity?"),
    ("WO", "WO · mini-maxi", "Which opportunity helps to overcome which weakness?"),
    ("ST", "ST · maxi-mini", "Which strength wards off which threat?"),
    ("WT", "WT · mini-mini", "Where does a weakness meet a threat, and what keeps the damage small?"),
)
AXES: tuple[tuple[Axis, str], ...] = (
    ("FS", "Financial strength"),
    ("ES", "Stability of the environment"),
    ("CA", "Competitive advantage"),
    ("IS", "Strength of the industry"),
)

TWO_BY_TWO = Layout(
    id="two-by-two",
    title="SWOT",
    regions=(
        Region(
            id="strengths",
            title="Strengths",
            prompts=(
                "What do you do better than others, in the eyes of this customer?",
                "What do you have that others cannot get easily?",
                "Why did the last customers choose you?",
            ),
            headings=("strengths", "strengths (internal)"),
            group="internal",
        ),
        Region(
            id="weaknesses",
            title="Weaknesses",
            prompts=(
                "What do others do better?",
                "What do customers complain about, and why did the last ones leave?",
                "What do you lack today: money, people, knowledge, reach?",
            ),
            column=1,
            headings=("weaknesses", "weaknesses (internal)"),
            group="internal",
        ),
        Region(
            id="opportunities",
            title="Opportunities",
            prompts=(
                "What changes outside that you could use: law, technology, habits, prices?",
                "Which need of this customer does nobody meet yet?",
                "What leaves an opening because a competitor retreats?",
            ),
            row=1,
            headings=("opportunities", "opportunities (external)"),
        ),
        Region(
            id="threats",
            title="Threats",
            prompts=(
                "What could happen outside that would hurt you?",
                "Who could take this customer away, and with what?",
                "Which rule, cost or habit is turning against you?",
            ),
            row=1,
            column=1,
            headings=("threats", "threats (external)"),
        ),
        Region(
            id="strategies",
            title="TOWS strategies",
            prompts=tuple(question for _, _, question in STRATEGIES),
            row=2,
            column_span=2,
            headings=("tows", "tows strategies", "tows matrix"),
        ),
    ),
)
LAYOUTS = (TWO_BY_TWO,)


def as_swot_canvas(canvas: Canvas) -> SwotCanvas:
    """The canvas as a SWOT canvas; one read before the tool was there is a plain record of the same data."""
    return canvas if isinstance(canvas, SwotCanvas) else SwotCanvas.model_validate(canvas.to_data())
