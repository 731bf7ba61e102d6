"""The report on coefficients: how far each feature satisfies when it is there, and dissatisfies when it is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from personatui.api import AnalysisInput, Divider, Figures, Metric, Point, Report, ScatterBlock, TableBlock, listed

from personatui_kano.survey import TOOL_ID, Tally, as_kano, tallies

ANALYSIS_ID = f"{TOOL_ID}.coefficients"
TITLE = "Better and worse"

_HALF = 0.5


def analyse_coefficients(given: AnalysisInput) -> Report:
    """The report `kano.coefficients`: satisfaction and dissatisfaction coefficients, and their chart."""
    found, figures = tallies(as_kano(given.canvas)), Figures.of(given)
    told = [one for one in found if one.better is not None]
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(told),
        metrics=tuple(metric for one in found for metric in _metrics(figures, one)),
        blocks=tuple(_blocks(told)),
    )


def _metrics(figures: Figures, tally: Tally) -> Iterator[Metric]:
    feature, item = (tally.feature,), tally.feature.id
    yield figures.metric(
        "better",
        f"Better: {tally.title}",
        tally.better,
        scale="0 to 1",
        n=tally.n_core,
        formula="(A + O) / (A + O + M + I)",
        of=feature,
        item=item,
    )
    yield figures.metric(
        "worse",
        f"Worse: {tally.title}",
        tally.worse,
        scale="-1 to 0",
        n=tally.n_core,
        formula="-(O + M) / (A + O + M + I)",
        of=feature,
        item=item,
    )


def _blocks(told: Sequence[Tally]) -> Iterator[ScatterBlock | TableBlock]:
    points = [
        Point(abs(worse), better, one.mark, one.feature.label or one.mark, one.order[0])
        for one in told
        if (better := one.better) is not None and (worse := one.worse) is not None
    ]
    if not points:
        return
    yield ScatterBlock(
        "Better against worse",
        "dissatisfies when missing (worse, without its sign)",
        "satisfies when there (better)",
        tuple(points),
        (0.0, 1.0),
        (0.0, 1.0),
        dividers=(Divider(_HALF, 0.0, _HALF, 1.0), Divider(0.0, _HALF, 1.0, _HALF)),
        zones=(
            ("attractive", 0.25, 0.9),
            ("one-dimensional", 0.75, 0.9),
            ("indifferent", 0.25, 0.1),
            ("must-be", 0.75, 0.1),
        ),
    )
    yield TableBlock(
        "Coefficients",
        ("feature", "better", "worse", "n"),
        tuple((one.title, _signed(one.better), _signed(one.worse), one.n_core) for one in told),
        "<>>>",
    )


def _signed(value: float | None) -> str | None:
    return None if value is None else f"{value:+.2f}" if value else "0.00"


def _reading(told: Sequence[Tally]) -> str:
    if not told:
        return "There are no coefficients yet: nobody gave a pair of answers that is A, O, M or I."
    most = max(one.better or 0.0 for one in told)
    least = min(one.worse or 0.0 for one in told)
    delights = listed([one.feature.label or one.mark for one in told if one.better == most])
    missed = listed([one.feature.label or one.mark for one in told if one.worse == least])
    return (
        f"{delights} can satisfy most ({_signed(most)}); {missed} would be missed most ({_signed(least)}). "
        "Look first at what stands on the right: to leave it out costs satisfaction."
    )
