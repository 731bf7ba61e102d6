"""SPACE (Rowe et al. 1982): means of four axes become a vector, whose quadrant names the posture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import fsum

from personatui.api import (
    EPSILON,
    AnalysisInput,
    Divider,
    Figures,
    Finding,
    Metric,
    Point,
    Report,
    ScatterBlock,
    Severity,
    Strength,
    TableBlock,
    listed,
    on_scale,
    quoted,
)
from personatui_swot.canvas import Axis, SpaceFactor, SwotCanvas
from personatui_swot.regions import AXES, TOOL_ID, as_swot_canvas

ANALYSIS_ID = f"{TOOL_ID}.space"
TITLE = "SPACE vector"
RISING: frozenset[Axis] = frozenset({"FS", "IS"})
_NAMES = dict(AXES)
_MEANING = {
    "aggressive": "use the strength to grow, integrate or diversify",
    "conservative": "stay near what you do well and take few risks",
    "defensive": "mend weaknesses, cut, or leave",
    "competitive": "defend the place in an unsteady market and find money for it",
}


def scale_of(axis: Axis, high: int) -> tuple[int, int]:
    """The lowest and highest value of an axis: 1 to 6, or -6 to -1."""
    return (1, high) if axis in RISING else (-high, -1)


def quadrant(x: float | None, y: float | None) -> str | None:
    """The posture of a vector; `on axis` where it lies on an axis or has no length [P]. None without a vector."""
    if x is None or y is None:
        return None
    if abs(x) <= EPSILON or abs(y) <= EPSILON:
        return "on axis"
    if y > 0:
        return "aggressive" if x > 0 else "conservative"
    return "competitive" if x > 0 else "defensive"


def usable(factor: SpaceFactor, high: int) -> bool:
    """Whether a factor has an axis and a value on its scale."""
    return factor.axis is not None and on_scale(factor.value, *scale_of(factor.axis, high))


def means(canvas: SwotCanvas) -> dict[Axis, float | None]:
    """The mean of each axis over the values on its scale; None for an axis without any."""
    found: dict[Axis, float | None] = {}
    for axis, _ in AXES:
        values = [
            factor.value
            for factor in canvas.space_factors
            if factor.axis == axis and factor.value is not None and usable(factor, canvas.space_high)
        ]
        found[axis] = fsum(values) / len(values) if values else None
    return found


def vector(found: dict[Axis, float | None]) -> tuple[float | None, float | None]:
    """x = mean of CA + mean of IS, y = mean of FS + mean of ES; without all four axes there is no vector."""
    fs, es, ca, is_ = (found[axis] for axis in ("FS", "ES", "CA", "IS"))
    if fs is None or es is None or ca is None or is_ is None:
        return None, None
    return ca + is_, fs + es


def analyse_space(given: AnalysisInput) -> Report:
    """The report `swot.space`: the axes, the vector and its quadrant."""
    canvas = as_swot_canvas(given.canvas)
    found = means(canvas)
    x, y = vector(found)
    posture = quadrant(x, y)
    figures = Figures.of(given)
    used = [factor for factor in canvas.space_factors if usable(factor, canvas.space_high)]
    evidence = given.project.evidence(used)
    metrics = []
    for axis, title in AXES:
        low, high = scale_of(axis, canvas.space_high)
        inside = [factor for factor in used if factor.axis == axis]
        metric = figures.metric(
            axis,
            f"{title} ({axis})",
            found[axis],
            scale=f"{low} to {high}",
            n=len(inside),
            formula="mean of the values",
        )
        metrics.append(_resting(metric, given.project.evidence(inside)))
    for name, value, formula in (("x", x, "mean CA + mean IS"), ("y", y, "mean FS + mean ES")):
        scale = f"{1 - canvas.space_high} to {canvas.space_high - 1}"
        metrics.append(_resting(figures.metric(name, name, value, scale=scale, n=len(used), formula=formula), evidence))
    named = figures.metric(
        "quadrant",
        "Posture",
        posture,
        scale="aggressive ++, conservative -+, defensive --, competitive +-; on axis [P]",
        n=len(used),
        formula="signs of x and y",
    )
    metrics.append(_resting(named, evidence))
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(canvas.space_high, found, x, y, posture),
        metrics=tuple(metrics),
        blocks=(
            space_chart(x, y, canvas.space_high),
            TableBlock(
                "What the axes rest on",
                ("Axis", "Factor", "Value", "Evidence"),
                tuple(
                    (factor.axis, factor.label, factor.value, given.project.strength(factor.sources).value)
                    for axis, _ in AXES
                    for factor in canvas.space_factors
                    if factor.axis == axis
                ),
                align="<<><",
            ),
        ),
        findings=tuple(space_findings(figures, canvas)),
    )


def space_chart(x: float | None, y: float | None, high: int) -> ScatterBlock:
    """The SPACE matrix with the vector, where there is one; a short vector is drawn twice as large, off the axes."""
    is_short = x is not None and y is not None and max(abs(x), abs(y)) <= high / 4
    reach = high / 2 if is_short else float(high)
    points: tuple[Point, ...] = ()
    arrow: tuple[Divider, ...] = ()
    if x is not None and y is not None:
        points = (Point(x, y, "●", f"{quadrant(x, y)}, x {x:.2f} and y {y:.2f}"),)
        arrow = (Divider(0.0, 0.0, x, y, "vector"),)
    return ScatterBlock(
        f"SPACE matrix, enlarged to {reach:g} of {high}" if is_short else "SPACE matrix",
        "CA + IS",
        "FS + ES",
        points,
        (-reach, reach),
        (-reach, reach),
        dividers=(Divider(-reach, 0.0, reach, 0.0), Divider(0.0, -reach, 0.0, reach), *arrow),
        zones=(
            ("aggressive", reach / 2, reach * 0.85),
            ("conservative", -reach / 2, reach * 0.85),
            ("defensive", -reach / 2, -reach * 0.85),
            ("competitive", reach / 2, -reach * 0.85),
        ),
    )


def _resting(metric: Metric, evidence: Strength | None) -> Metric:
    return replace(metric, evidence=evidence)


def space_findings(figures: Figures, canvas: SwotCanvas) -> Iterator[Finding]:
    """Values off the scale of their axis, factors without axis or value, and axes without values."""
    for factor in canvas.space_factors:
        name = quoted(factor.label)
        if factor.axis is None:
            yield figures.finding(
                "space-without-axis",
                Severity.WARNING,
                f"{name} is on no axis of SPACE, so it does not count.",
                "Choose FS, ES, CA or IS.",
                item=factor.id,
            )
        elif factor.value is None:
            yield figures.finding(
                "space-without-value",
                Severity.WARNING,
                f"{name} has no value on {factor.axis}, so it does not count.",
                "Missing is not zero: it drops out of the mean until it is given.",
                item=factor.id,
            )
        elif not usable(factor, canvas.space_high):
            low, high = scale_of(factor.axis, canvas.space_high)
            yield figures.finding(
                "space-off-scale",
                Severity.ERROR,
                f"{name} has the value {factor.value:g} on {factor.axis}, whose scale is {low} to {high}.",
                "Correct the value; FS and IS are positive, ES and CA negative.",
                item=factor.id,
            )
    if canvas.space_factors:
        for axis in [axis for axis, value in means(canvas).items() if value is None]:
            yield figures.finding(
                "empty-space-axis",
                Severity.WARNING,
                f"{_NAMES[axis]} ({axis}) has no values, so there is no vector.",
                "Give each of the four axes at least one value.",
            )


def _reading(high: int, found: dict[Axis, float | None], x: float | None, y: float | None, posture: str | None) -> str:
    if x is None or y is None:
        empty = [axis for axis, value in found.items() if value is None]
        if len(empty) == len(found):
            return "No axis has values yet, so there is no vector. Say what speaks for each axis, and value it."
        return f"There is no vector while {listed(empty)} {'has' if len(empty) == 1 else 'have'} no values. Add some."
    if posture == "on axis":
        return (
            f"The vector ({x:.2f}, {y:.2f}) lies on an axis, so it names no posture. Look for values that are in doubt."
        )
    # on the falling axes -1 is the best, which is `high` on the rising ones
    worst = min(found, key=lambda axis: (found[axis] or 0.0) + (0 if axis in RISING else high + 1))
    return (
        f"The vector ({x:.2f}, {y:.2f}) is {posture}: {_MEANING[posture or '']}. Look next at the axis that pulls it "
        f"down most, {_NAMES[worst].lower()} ({worst})."
    )
