"""Rules over the SWOT canvases of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from personatui.api import CheckInput, Figures, Finding, borrowed_findings, canvas_reference
from personatui_swot.attractiveness import score_findings
from personatui_swot.canvas import SwotCanvas
from personatui_swot.evaluation import GROUPS_OF, Side, factor_findings, valued, weight_findings
from personatui_swot.factors import by_id, entries
from personatui_swot.priorities import priority_findings, read_priorities
from personatui_swot.regions import TOOL_ID
from personatui_swot.space import space_findings
from personatui_swot.tows import pair_findings, strategy_findings

_SIDES: tuple[Side, ...] = ("ife", "efe")


def check_ratings(given: CheckInput) -> Iterable[Finding]:
    """Weights and ratings off their scales, ratings against the kind, weights that do not add up to 1."""
    for figures, canvas in _canvases(given):
        found = entries(canvas, given.project)
        yield from factor_findings(figures, found, canvas.ife_rating_rule)
        for side in _SIDES:
            values = [valued(entry) for entry in found if entry.group in GROUPS_OF[side]]
            yield from weight_findings(figures, side, values)


def check_pairs(given: CheckInput) -> Iterable[Finding]:
    """Pairs, strategies and scores that cite what is not there, or are off their scale."""
    for figures, canvas in _canvases(given):
        found = entries(canvas, given.project)
        yield from pair_findings(figures, canvas, by_id(found))
        yield from strategy_findings(figures, canvas, by_id(found))
        yield from score_findings(figures, canvas, found)


def check_comparisons(given: CheckInput) -> Iterable[Finding]:
    """Comparisons that are missing, wrong or contradict each other."""
    for figures, canvas in _canvases(given):
        if canvas.comparisons or canvas.group_comparisons:
            found = entries(canvas, given.project)
            yield from priority_findings(figures, canvas, found, read_priorities(canvas, found))


def check_space(given: CheckInput) -> Iterable[Finding]:
    """Values off the scale of their axis, and axes without any."""
    for figures, canvas in _canvases(given):
        yield from space_findings(figures, canvas)


def check_origins(given: CheckInput) -> Iterable[Finding]:
    """References to what is gone or was edited since."""
    for figures, _ in _canvases(given):
        yield from borrowed_findings(TOOL_ID, figures.where, given.project)


def _canvases(given: CheckInput) -> Iterator[tuple[Figures, SwotCanvas]]:
    for (tool, name), canvas in given.project.canvases.items():
        if tool == TOOL_ID and isinstance(canvas, SwotCanvas):
            yield Figures(given.project, canvas_reference(tool, name)), canvas
