"""Blueprints for tests, from as little as they need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from personatui.api import AnalysisInput, Report
from personatui.testing import analysis_input

from personatui_service_blueprint.reading import Blueprint, blueprint_of
from personatui_service_blueprint.tool import TOOL

ANALYSES = {analysis.id.partition(".")[2]: analysis for analysis in TOOL.analyses}
PEOPLE = {"tom-brandt": {"name": "Tom Brandt"}}
BOTH = ["maya-okafor", "tom-brandt"]


def given(data: Mapping[str, Any], **more: Any) -> AnalysisInput:
    """The input of a canvas in a project with two personas."""
    return analysis_input(TOOL, data, personas=PEOPLE, **more)


def blueprint(data: Mapping[str, Any], **more: Any) -> Blueprint:
    """The blueprint of a canvas."""
    return blueprint_of(given(data, **more))


def report(analysis: str, data: Mapping[str, Any], **more: Any) -> Report:
    """What an analysis reports on a canvas."""
    return ANALYSES[analysis].run(given(data, **more))


def values(found: Report, metric: str) -> dict[str, object]:
    """The values of the metrics of that id by what their label says behind its colon."""
    return {one.label.rpartition(": ")[2]: one.value for one in found.metrics if one.id == metric}


def chain(**minutes: float | None) -> dict[str, Any]:
    """A blueprint of onstage steps one after the other, with their minutes."""
    names = list(minutes)
    steps = []
    for name, following in zip(names, [*names[1:], ""], strict=True):
        step: dict[str, Any] = {"id": name, "text": name.capitalize(), "stage": "s", "owner": "she"}
        if minutes[name] is not None:
            step["minutes"] = minutes[name]
        if following:
            step["leads_to"] = [following]
        steps.append(step)
    return {"stages": [{"id": "s", "text": "All of it"}], "onstage": steps}
