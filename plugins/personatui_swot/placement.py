"""The IE matrix: one of nine cells from the totals of IFE and EFE, and what David advises there."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from personatui.api import AnalysisInput, Figures, Finding, MatrixBlock, Parameters, Report, Severity, reaches
from personatui_swot.evaluation import side_values, weighing
from personatui_swot.regions import TOOL_ID, as_swot_canvas

ANALYSIS_ID = f"{TOOL_ID}.ie"
TITLE = "IE matrix"
Advice = Literal["grow and build", "hold and maintain", "harvest or divest"]
CELLS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ADVICE: dict[str, Advice] = {
    **dict.fromkeys(("I", "II", "IV"), "grow and build"),
    **dict.fromkeys(("III", "V", "VII"), "hold and maintain"),
    **dict.fromkeys(("VI", "VIII", "IX"), "harvest or divest"),
}
_MEANING: dict[Advice, str] = {
    "grow and build": "penetrate and develop the market and the product, or integrate",
    "hold and maintain": "penetrate the market and develop the product",
    "harvest or divest": "cut cost, take out what can be taken, or leave",
}


class PlacementParameters(Parameters):
    """Totals that were found elsewhere, in place of those of the canvas."""

    ife: float | None = Field(default=None, ge=1, le=4)
    efe: float | None = Field(default=None, ge=1, le=4)


def third(total: float) -> int:
    """Which third of 1 to 4 a total is in, from 0 the highest: [3, 4], [2, 3) and [1, 2)."""
    return 0 if reaches(total, 3) else 1 if reaches(total, 2) else 2


def cell(ife: float | None, efe: float | None) -> str | None:
    """The cell of two totals, I to IX; None when either is missing or not from 1 to 4."""
    if ife is None or efe is None or not all(reaches(total, 1) and reaches(4, total) for total in (ife, efe)):
        return None
    return CELLS[3 * third(efe) + third(ife)]


def advice_of(place: str) -> Advice:
    """What is advised in a cell."""
    return _ADVICE[place]


def analyse_placement(given: AnalysisInput) -> Report:
    """The report `swot.ie`: the cell, and what is advised there."""
    canvas = as_swot_canvas(given.canvas)
    parameters = given.parameters if isinstance(given.parameters, PlacementParameters) else PlacementParameters()
    inside, outside = side_values(canvas, given, "ife"), side_values(canvas, given, "efe")
    weighed = {"IFE": weighing(inside), "EFE": weighing(outside)}
    ife = weighed["IFE"].total if parameters.ife is None else parameters.ife
    efe = weighed["EFE"].total if parameters.efe is None else parameters.efe
    place = cell(ife, efe)
    advice = _ADVICE[place] if place is not None else None
    of_ife = [value.entry.factor for value in inside if value.score is not None]
    of_efe = [value.entry.factor for value in outside if value.score is not None]
    figures = Figures.of(given)
    n = weighed["IFE"].n + weighed["EFE"].n
    scale = "1.0-4.0; [1, 2), [2, 3), [3, 4]"
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(ife, efe, place),
        metrics=(
            figures.metric("ife", "IFE", ife, scale=scale, n=len(of_ife), formula="total weighted score", of=of_ife),
            figures.metric("efe", "EFE", efe, scale=scale, n=len(of_efe), formula="total weighted score", of=of_efe),
            figures.metric(
                "cell",
                "Cell",
                place,
                scale="I-IX, row by row",
                n=n,
                formula="columns: IFE strong, average, weak; rows: EFE high, medium, low; a limit is of the band above",
                of=[*of_ife, *of_efe],
            ),
            figures.metric(
                "advice",
                "Advice",
                advice,
                scale="grow and build, hold and maintain, harvest or divest",
                n=n,
                formula="I, II, IV; III, V, VII; VI, VIII, IX",
                of=[*of_ife, *of_efe],
            ),
        ),
        blocks=(
            MatrixBlock(
                "IE matrix",
                ("EFE high 3-4", "EFE medium 2-3", "EFE low 1-2"),
                ("IFE strong 3-4", "IFE average 2-3", "IFE weak 1-2"),
                tuple(tuple(_drawn(CELLS[3 * row + column], place) for column in range(3)) for row in range(3)),
            ),
        ),
        findings=tuple(
            Finding(
                f"{TOOL_ID}.placement-on-invalid-weights",
                Severity.WARNING,
                f"The place rests on {name}, whose weights add up to {found.weight_sum:.4g} and not to 1.",
                given.at(),
                "Correct the weights first; the place may change.",
            )
            for name, found, own in (
                ("IFE", weighed["IFE"], parameters.ife),
                ("EFE", weighed["EFE"], parameters.efe),
            )
            if own is None and found.total is not None and not found.adds_up
        ),
        parameters=parameters.model_dump(),
    )


def _drawn(name: str, place: str | None) -> str:
    told = f"{name} {_ADVICE[name]}"
    return f"» {told} «" if name == place else told


def _reading(ife: float | None, efe: float | None, place: str | None) -> str:
    if place is not None:
        return (
            f"IFE {ife:.2f} and EFE {efe:.2f} meet in cell {place}: {_ADVICE[place]}, "
            f"that is {_MEANING[_ADVICE[place]]}. "
            "Look at how near the totals are to a limit before you follow it."
        )
    missing = [name for name, total in (("IFE", ife), ("EFE", efe)) if total is None]
    if missing:
        return (
            f"There is no cell without a total of {' and of '.join(missing)}. Weigh and rate the factors of that side."
        )
    return "There is no cell, because a total is not from 1 to 4. Correct the weights, which must add up to 1."
