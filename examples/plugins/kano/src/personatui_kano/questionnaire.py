"""The questionnaire of a survey as Markdown: for each feature the two questions, and how important it is."""

from __future__ import annotations

from personatui.api import ExportInput

from personatui_kano.canvas import ANSWERS, MOST_IMPORTANT, Feature
from personatui_kano.survey import TOOL_ID, as_kano

EXPORTER_ID = f"{TOOL_ID}.questionnaire"


def export_questionnaire(given: ExportInput) -> bytes:
    """A questionnaire to print or to paste into a survey tool."""
    found = given.project.canvas(TOOL_ID, given.persona_id)
    features = as_kano(found[1]).features if found is not None else ()
    parts = ["# Questionnaire\n\nFor each question tick the answer that says best how you feel."]
    parts += [_section(number, feature) for number, feature in enumerate(features, start=1)]
    return ("\n\n".join(parts) + "\n").encode()


def _section(number: int, feature: Feature) -> str:
    name = feature.label or f"feature {number}"
    there = feature.functional.strip() or f"How do you feel if there is this: {name}?"
    missing = feature.dysfunctional.strip() or f"How do you feel if there is not this: {name}?"
    boxes = "\n".join(f"- [ ] {number}. {text}" for number, text in ANSWERS.items())
    asked = f"How important is it to you, from 1 (not at all) to {MOST_IMPORTANT} (extremely)? ____"
    return f"## {number}. {name}\n\n{there}\n\n{boxes}\n\n{missing}\n\n{boxes}\n\n{asked}"
