"""The columns of the PESTEL canvas: what each asks, where it stands, and what documents call it."""

from __future__ import annotations

from personatui.api import Canvas, Layout, Region
from personatui_pestel.canvas import Dimension, Horizon, PestelCanvas

TOOL_ID = "pestel"
# Economic and environmental begin alike, so both take two letters.
CODES: dict[Dimension, str] = {
    "political": "P",
    "economic": "Ec",
    "social": "S",
    "technological": "T",
    "environmental": "En",
    "legal": "L",
}
DIMENSIONS: tuple[Dimension, ...] = tuple(CODES)
# How urgent a factor is by when it would be felt: no canonical values exist [P].
URGENCY: dict[Horizon, float] = {"under-1y": 1.0, "1-3y": 0.75, "3-5y": 0.5, "over-5y": 0.25}
HORIZONS: dict[Horizon, str] = {
    "under-1y": "under 1 year",
    "1-3y": "1 to 3 years",
    "3-5y": "3 to 5 years",
    "over-5y": "over 5 years",
}
_PROMPTS: dict[Dimension, tuple[str, ...]] = {
    "political": (
        "Which decisions of government or councils are coming, and who pushes for them?",
        "What depends on subsidies, taxes or trade?",
    ),
    "economic": (
        "What happens to the money that these customers can spend?",
        "Which costs of yours rise or fall: wages, rents, energy, interest?",
    ),
    "social": (
        "How do families, work and homes of these customers change?",
        "What is becoming proper, and what is frowned upon?",
    ),
    "technological": (
        "What will customers be able to do themselves soon?",
        "Which technology makes your way of doing it obsolete, or cheap?",
    ),
    "environmental": (
        "What do weather, waste, energy and nature ask of you?",
        "What do customers begin to refuse for the sake of the environment?",
    ),
    "legal": (
        "Which laws, licences, liabilities or court rulings are about to change?",
        "What is tolerated today, and by whom?",
    ),
}
_HEADINGS: dict[Dimension, tuple[str, ...]] = {
    "political": ("political", "political factors", "politics"),
    "economic": ("economic", "economic factors", "economy"),
    "social": ("social", "social factors", "sociocultural"),
    "technological": ("technological", "technological factors", "technological environment"),
    "environmental": ("environmental", "environmental factors", "ecological factors"),
    "legal": ("legal", "legal factors"),
}


def _layout(name: str, title: str, columns: int) -> Layout:
    return Layout(
        id=name,
        title=title,
        regions=tuple(
            Region(
                id=dimension,
                title=dimension.capitalize(),
                prompts=_PROMPTS[dimension],
                row=number // columns,
                column=number % columns,
                headings=_HEADINGS[dimension],
            )
            for number, dimension in enumerate(DIMENSIONS)
        ),
    )


SIX_COLUMNS, THREE_BY_TWO = _layout("columns", "PESTEL", 6), _layout("three-by-two", "PESTEL, three by two", 3)
LAYOUTS = (SIX_COLUMNS, THREE_BY_TWO)


def as_pestel_canvas(canvas: Canvas) -> PestelCanvas:
    """The canvas as a PESTEL canvas; one read before the tool was there is a plain record of the same data."""
    return canvas if isinstance(canvas, PestelCanvas) else PestelCanvas.model_validate(canvas.to_data())
