"""What all tools hold to: the conformance tests, and that help, prompts and headings are whole."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from personatui.api import Report, Tool
from personatui.testing import ToolConformance
from tools.inputs import analyse

PACKAGES = sorted(path.name for path in (Path(__file__).parents[2] / "plugins").glob("personatui_*"))
ALL: tuple[Tool, ...] = tuple(importlib.import_module(f"{package}.tool").TOOL for package in PACKAGES)
TOOLS = pytest.mark.parametrize("tool", ALL, ids=lambda tool: tool.id)

# Headings that fields of a persona own; a tool that claimed one would take a persona's own text away.
PERSONA_HEADINGS = {
    "goals",
    "needs",
    "pains",
    "pain points",
    "challenges",
    "top challenges",
    "frustrations",
    "motivations",
    "behaviours",
    "behaviors",
    "desired outcome",
    "desired outcomes",
    "quotes",
    "channels",
}


# What tools about the project look at: personas and segments, as a small project has them.
MAYA: dict[str, Any] = {
    "name": "Maya Okafor",
    "segment": "guests",
    "basis": "qualitative",
    "demographics": {"age": 34, "location": "Leeds"},
    "goals": [{"id": "g2kd", "text": "A calm weekend", "tags": ["calm"]}],
}
TOM: dict[str, Any] = {
    "name": "Tom Brandt",
    "kind": "b2b",
    "segment": "guests",
    "buying_roles": ["buyer"],
    "demographics": {"age": 61, "location": "York"},
    "goals": [{"id": "g3kd", "text": "A lower price", "tags": ["price"]}],
}
GUESTS: dict[str, Any] = {"name": "Guests", "target": True, "share": 1.0}
# Groups, classes and reach are looked for in rows of a survey, which no demo holds.
WITHOUT_CHART = {"segments.groups", "segments.latent_classes", "segments.turf"}


def _report(tool: Tool, analysis_id: str, data: Mapping[str, Any]) -> Report:
    if tool.about == "persona":
        return analyse(tool, analysis_id, data)
    return analyse(tool, analysis_id, data, persona=MAYA, personas={"tom": TOM}, segments={"guests": GUESTS})


class TestTools(ToolConformance):
    @pytest.fixture(params=ALL, ids=lambda tool: tool.id)
    def tool(self, request: pytest.FixtureRequest) -> Tool:
        tool: Tool = request.param
        return tool


@TOOLS
def test_every_figure_has_its_scale_formula_and_subject(tool: Tool) -> None:
    for data in (tool.demo, {}):
        for analysis in tool.analyses:
            for metric in _report(tool, analysis.id, data).metrics:
                assert metric.scale, metric
                assert metric.formula, metric
                assert metric.subject, metric


@TOOLS
def test_every_box_asks_several_questions(tool: Tool) -> None:
    for layout in tool.layouts:
        for region in layout.regions:
            assert len(region.prompts) > 1, region.id
            assert all(prompt.strip() for prompt in region.prompts)


@TOOLS
def test_boxes_do_not_overlap(tool: Tool) -> None:
    for layout in tool.layouts:
        cells = [
            (row, column)
            for region in layout.regions
            for row in range(region.row, region.row + region.row_span)
            for column in range(region.column, region.column + region.column_span)
        ]
        assert len(cells) == len(set(cells)) == layout.rows * layout.columns


@TOOLS
def test_headings_are_lower_case_belong_to_one_box_and_to_no_persona_field(tool: Tool) -> None:
    owner: dict[str, str] = {}
    for layout in tool.layouts:
        for region in layout.regions:
            for heading in region.headings:
                assert heading == heading.lower().strip()
                assert heading not in PERSONA_HEADINGS
                assert owner.setdefault(heading, region.id) == region.id


def test_no_two_tools_claim_the_same_heading() -> None:
    claimed = [
        heading
        for tool in ALL
        for heading in {heading for layout in tool.layouts for region in layout.regions for heading in region.headings}
    ]
    assert sorted(claimed) == sorted(set(claimed))


@TOOLS
def test_every_report_has_a_reading_and_metrics_have_subject_and_label(tool: Tool) -> None:
    subjects = (f"canvas/{tool.id}/", *(("persona/", "segment/") if tool.about == "project" else ()))
    for analysis in tool.analyses:
        for data in (dict(tool.demo), {}):
            report = _report(tool, analysis.id, data)
            assert report.reading.endswith((".", "?"))
            assert report.id == analysis.id
            assert report.tool == tool.id
            assert all(metric.label and metric.subject.startswith(subjects) for metric in report.metrics)
            json.dumps(report.to_data(), allow_nan=False)


@TOOLS
def test_every_analysis_draws_a_chart_of_the_demo(tool: Tool) -> None:
    for analysis in tool.analyses:
        kinds = {block.kind for block in _report(tool, analysis.id, dict(tool.demo)).blocks}
        expected = {"bars", "scatter", "matrix"} if analysis.id != "jtbd.statements" else {"table"}
        assert kinds & expected or analysis.id in WITHOUT_CHART, analysis.id


@TOOLS
def test_conventions_are_marked_in_help_and_methods(tool: Tool) -> None:
    assert tool.help.startswith(f"# {tool.title}")
    assert "worked example" in tool.help
    assert len(re.findall(r"\[P\]", tool.help)) > 5
    assert all("[P]" in analysis.method for analysis in tool.analyses)


@TOOLS
def test_the_demo_has_no_findings_to_be_ashamed_of(tool: Tool) -> None:
    for analysis in tool.analyses:
        for finding in analyse(tool, analysis.id, dict(tool.demo)).findings:
            assert finding.severity == "note", finding
