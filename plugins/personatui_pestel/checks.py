"""Rules over the PESTEL canvases of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from personatui.api import CheckInput, Figures, Finding, canvas_reference
from personatui_pestel.canvas import PestelCanvas
from personatui_pestel.crossimpact import cross_findings
from personatui_pestel.evaluation import weight_findings
from personatui_pestel.factors import entries
from personatui_pestel.impact import rating_findings
from personatui_pestel.regions import TOOL_ID
from personatui_pestel.structure import influence_findings
from personatui_pestel.weighted import expert_findings


def check_ratings(given: CheckInput) -> Iterable[Finding]:
    """Ratings and weights off their scales, and weights that do not add up to 1."""
    for figures, canvas in _canvases(given):
        found = entries(canvas)
        yield from rating_findings(figures, found)
        yield from expert_findings(figures, found)
        yield from weight_findings(figures, found)


def check_pairs(given: CheckInput) -> Iterable[Finding]:
    """Probabilities and influences of pairs that lead nowhere, are off their scale, or cannot be true together."""
    for figures, canvas in _canvases(given):
        found = entries(canvas)
        yield from cross_findings(figures, canvas, found)
        yield from influence_findings(figures, canvas, found)


def _canvases(given: CheckInput) -> Iterator[tuple[Figures, PestelCanvas]]:
    for (tool, name), canvas in given.project.canvases.items():
        if tool == TOOL_ID and isinstance(canvas, PestelCanvas):
            yield Figures(given.project, canvas_reference(tool, name)), canvas
