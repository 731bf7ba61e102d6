"""Ulwick's growth strategy matrix: what kind of growth an offer aims at, and whether the outcomes bear it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from personatui.api import AnalysisInput, Finding, MatrixBlock, Metric, Report, Severity, TextBlock, listed
from personatui_jtbd.canvas import JobsCanvas, Strategy
from personatui_jtbd.ratings import UNDERSERVED, Band, judge
from personatui_jtbd.regions import TOOL_ID, as_jobs_canvas

ANALYSIS_ID = f"{TOOL_ID}.strategy"
TITLE = "Growth strategy"

Growth = Literal["differentiated", "dominant", "disruptive", "discrete", "sustaining"]
_PERFORMANCE = ("better", "same", "worse")
_PRICE = ("less", "same", "more")
_CORNERS: dict[tuple[str, str], Growth] = {
    ("better", "more"): "differentiated",
    ("better", "less"): "dominant",
    ("worse", "less"): "disruptive",
    ("worse", "more"): "discrete",
}
_MEANING: dict[Growth, str] = {
    "differentiated": "it gets the job done better and costs more, which pays with underserved customers",
    "dominant": "it gets the job done better and costs less, which can win every customer",
    "disruptive": "it gets the job done worse and costs less, which suits overserved customers and non-consumers",
    "discrete": "it gets the job done worse and costs more, which works only where people have no other choice",
    "sustaining": "it is about as good or as dear as what people have, which keeps customers but wins few",
}


def growth_strategy(performance: str | None, price: str | None) -> Growth | None:
    """The strategy of a performance and a price against the present solutions; None when either is unknown.

    Where one of the two is the same as today the strategy counts as sustaining [P]. Ulwick 2016.
    """
    if performance is None or price is None:
        return None
    return _CORNERS.get((performance, price), "sustaining")


def analyse_strategy(given: AnalysisInput) -> Report:
    """The report `jtbd.strategy`: where the offer stands in the matrix, checked against the rated outcomes."""
    canvas = as_jobs_canvas(given.canvas)
    strategy = canvas.strategy
    growth = growth_strategy(strategy.performance, strategy.price)
    stated = strategy.performance is not None or strategy.price is not None
    evidence = given.project.strength(strategy.sources) if stated else None
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(strategy, growth),
        metrics=(
            Metric(
                "strategy",
                "Growth strategy",
                growth,
                "",
                "differentiated, dominant, disruptive, discrete, sustaining",
                sum(value is not None for value in (strategy.performance, strategy.price)),
                "performance and price against the present solutions",
                evidence,
                given.at(),
            ),
        ),
        blocks=(
            MatrixBlock(
                "Growth strategy matrix",
                tuple(f"gets the job done {'as well' if row == 'same' else row}" for row in _PERFORMANCE),
                tuple("costs the same" if column == "same" else f"costs {column}" for column in _PRICE),
                tuple(tuple(_cell(row, column, strategy) for column in _PRICE) for row in _PERFORMANCE),
            ),
            *([TextBlock("Remark", strategy.note.strip())] if strategy.note.strip() else []),
        ),
        findings=tuple(_findings(given, canvas, growth)),
    )


def _cell(performance: str, price: str, strategy: Strategy) -> str:
    name = growth_strategy(performance, price) or ""
    return f"» {name} «" if (strategy.performance, strategy.price) == (performance, price) else name


def _reading(strategy: Strategy, growth: Growth | None) -> str:
    if growth is not None:
        return (
            f"The strategy is {growth}: {_MEANING[growth]}. Compare it with how many outcomes are underserved and "
            "overserved."
        )
    missing = [name for name in ("performance", "price") if getattr(strategy, name) is None]
    return (
        f"The strategy cannot be named while {listed(missing)} against the present solutions "
        f"{'is' if len(missing) == 1 else 'are'} not said. Judge both from the customer's side."
    )


def _findings(given: AnalysisInput, canvas: JobsCanvas, growth: Growth | None) -> Iterator[Finding]:
    strategy = canvas.strategy
    if growth is None and (strategy.performance is not None or strategy.price is not None):
        yield Finding(
            f"{TOOL_ID}.incomplete-strategy",
            Severity.WARNING,
            f"The strategy states its {'performance' if strategy.performance else 'price'} but not its "
            f"{'price' if strategy.performance else 'performance'}.",
            given.at(),
            "State both against what people use today.",
        )
    bands: list[Band] = []
    for outcome in canvas.outcomes:
        rating = judge(outcome).rating
        if rating is not None and rating.band is not None:
            bands.append(rating.band)
    if not bands:
        return
    if growth == "differentiated" and not UNDERSERVED & set(bands):
        yield Finding(
            f"{TOOL_ID}.strategy-without-need",
            Severity.WARNING,
            "The strategy is differentiated, but no rated outcome is underserved.",
            given.at(),
            "People pay more only for outcomes that are not met today: look for another segment or strategy.",
        )
    if growth == "disruptive" and "overserved" not in bands:
        yield Finding(
            f"{TOOL_ID}.strategy-without-surplus",
            Severity.WARNING,
            "The strategy is disruptive, but no rated outcome is overserved.",
            given.at(),
            "People accept less only where they get more than they need: look for another segment, or for people "
            "who cannot afford what there is.",
        )
