"""What all tools hold to: the conformance tests, and that help, prompts and headings are whole."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path

import pytest

from personatui.api import Tool
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


class TestTools(ToolConformance):
    @pytest.fixture(params=ALL, ids=lambda tool: tool.id)
    def tool(self, request: pytest.FixtureRequest) -> Tool:
        tool: Tool = request.param
        return tool


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
    for analysis in tool.analyses:
        for data in (dict(tool.demo), {}):
            report = analyse(tool, analysis.id, data)
            assert report.reading.endswith((".", "?"))
            assert report.id == analysis.id
            assert report.tool == tool.id
            assert all(metric.label and metric.subject.startswith(f"canvas/{tool.id}/") for metric in report.metrics)
            json.dumps(report.to_data(), allow_nan=False)


@TOOLS
def test_every_analysis_draws_a_chart_of_the_demo(tool: Tool) -> None:
    for analysis in tool.analyses:
        kinds = {block.kind for block in analyse(tool, analysis.id, dict(tool.demo)).blocks}
        expected = {"bars", "scatter", "matrix"} if analysis.id != "jtbd.statements" else {"table"}
        assert kinds & expected, analysis.id


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
