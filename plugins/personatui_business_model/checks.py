"""Rules over the business models of a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from personatui.api import CheckInput, Finding, Reference, canvas_reference
from personatui_business_model.blocks import TOOL_ID
from personatui_business_model.canvas import BusinessModel
from personatui_business_model.people import reference_findings
from personatui_business_model.service import link_findings


def check_links(given: CheckInput) -> Iterable[Finding]:
    """Notes for customer segments that the canvas does not have."""
    for where, model in _models(given):
        yield from link_findings(model, where)


def check_references(given: CheckInput) -> Iterable[Finding]:
    """Customer segments that name segments or personas which do not exist, or one segment twice."""
    for where, model in _models(given):
        yield from reference_findings(model, given.project, where)


def _models(given: CheckInput) -> Iterator[tuple[Reference, BusinessModel]]:
    for (tool, name), canvas in given.project.canvases.items():
        if tool == TOOL_ID and isinstance(canvas, BusinessModel):
            yield canvas_reference(tool, name), canvas
