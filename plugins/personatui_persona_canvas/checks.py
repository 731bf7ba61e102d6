"""Rules over the Customer Persona Canvases of a project."""

from __future__ import annotations

from collections.abc import Iterable

from personatui.api import CheckInput, Finding, canvas_reference
from personatui_persona_canvas.canvas import PersonaCanvas
from personatui_persona_canvas.needs import link_findings
from personatui_persona_canvas.sections import TOOL_ID


def check_links(given: CheckInput) -> Iterable[Finding]:
    """Links of needs to notes that do not exist."""
    for (tool, name), canvas in given.project.canvases.items():
        if tool == TOOL_ID and isinstance(canvas, PersonaCanvas):
            yield from link_findings(canvas, canvas_reference(tool, name))
