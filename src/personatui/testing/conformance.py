"""The tests that every tool must pass, bundled or not, as a class for pytest to inherit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import chain
from typing import Any

from personatui.api import Analysis, AnalysisInput, CheckInput, Finding, Parameters, Report, Tool
from personatui.host.contract import Part, finding_trouble, report_trouble, tool_trouble
from personatui.model.base import unknown_keys
from personatui.model.edits import spell
from personatui.model.validation import read_record
from personatui.testing.projects import analysis_input


class ToolConformance:
    """Derive a class whose name starts with `Test` and give it a fixture `tool`.

    Analyses run unguarded here, so that a failing one shows its own traceback.
    """

    def test_the_host_accepts_the_tool(self, tool: Tool) -> None:
        """Ids are valid and prefixed, every field holds what it should, an empty canvas file can be read."""
        assert not tool_trouble(tool), tool_trouble(tool)

    def test_regions_show_fields_of_the_canvas(self, tool: Tool) -> None:
        """A region's id is a field of the canvas model, in every layout."""
        unknown = [
            f"{layout.id}: {region.id}"
            for layout in tool.layouts
            for region in layout.regions
            if region.id not in tool.model.model_fields
        ]
        assert not unknown, f"The canvas model has no such fields: {', '.join(unknown)}"

    def test_the_demo_loads_without_problems(self, tool: Tool) -> None:
        """There is a demo, every value of it fits, and the canvas model knows every key."""
        data = _demo(tool)
        assert data, "The tool has no demo."
        reading = read_record(tool.model, data)
        assert not reading.problems, "\n".join(problem.message for problem in reading.problems)
        unknown = [spell(path) for path in unknown_keys(reading.record)]
        assert not unknown, f"The canvas model does not know {', '.join(unknown)}."

    def test_the_demo_survives_the_way_to_a_file_and_back(self, tool: Tool) -> None:
        """A canvas as plain data, read again, is the same canvas."""
        canvas = tool.model.model_validate(_demo(tool))
        data = canvas.to_data()
        assert data == _demo(tool), "The canvas as data differs from the demo that it was read from."
        assert tool.model.model_validate(data) == canvas

    def test_the_tool_loads_without_textual(self, tool: Tool) -> None:
        """Importing the tool's modules in a new process loads no Textual."""
        parts: Iterator[Part] = chain(tool.analyses, tool.checks, tool.exporters, tool.commands)
        modules = sorted({tool.model.__module__, *(part.run.__module__ for part in parts)})
        code = f"import sys, importlib\nfor name in {modules!r}: importlib.import_module(name)\n"
        code += "sys.exit('Textual was loaded.' if 'textual' in sys.modules else 0)"
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        result = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert result.returncode == 0, result.stderr

    def test_every_analysis_reports_on_the_demo_and_on_nothing(self, tool: Tool) -> None:
        """Reports are whole and can be written as JSON, for a full canvas and for an empty one."""
        for analysis in tool.analyses:
            for data in (_demo(tool), {}):
                report = _report(analysis, analysis_input(tool, data))
                json.dumps(report.to_data(), allow_nan=False)

    def test_the_same_input_gives_the_same_report(self, tool: Tool) -> None:
        """Analyses are pure: they draw nothing by chance, and leave what they are given as it was."""
        for analysis in tool.analyses:
            given = analysis_input(tool, _demo(tool))
            first, second = _report(analysis, given), _report(analysis, given)
            assert first == second, f"{analysis.id} gives another report the second time."
            assert given == analysis_input(tool, _demo(tool)), f"{analysis.id} changes what it is given."

    def test_missing_data_is_no_error(self, tool: Tool) -> None:
        """Analyses report on the demo with any one of its fields left out, at the top or in every item."""
        for what, data in _with_gaps(_demo(tool)):
            given = analysis_input(tool, data)
            for analysis in tool.analyses:
                try:
                    _report(analysis, given)
                except Exception as error:
                    error.add_note(f"{analysis.id}, on the demo without {what}")
                    raise

    def test_every_check_yields_findings(self, tool: Tool) -> None:
        """Checks run on a project with the demo and on one with an empty canvas."""
        for rule in tool.checks:
            for data in (_demo(tool), {}):
                given = analysis_input(tool, data)
                for finding in rule.run(CheckInput(project=given.project, today=given.today)):
                    assert isinstance(finding, Finding), f"{rule.id} yields {finding!r}."
                    assert not finding_trouble(finding), f"{rule.id}: {finding_trouble(finding)}"


def _demo(tool: Tool) -> dict[str, Any]:
    return deepcopy(dict(tool.demo))


def _report(analysis: Analysis, given: AnalysisInput) -> Report:
    if analysis.parameters is not Parameters:
        given = replace(given, parameters=analysis.parameters())
    report = analysis.run(given)
    assert isinstance(report, Report), f"{analysis.id} returns {report!r}."
    trouble = report_trouble(analysis.id, given.tool, report)
    assert not trouble, f"{analysis.id}: {trouble}"
    return report


def _with_gaps(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The data with one key left out at a time, and what was: at the top, of a table, of all items of a list."""
    for key, value in data.items():
        yield key, {other: kept for other, kept in data.items() if other != key}
        if isinstance(value, dict):
            for field in value:
                yield f"{key}.{field}", {**data, key: _without(value, field)}
        elif isinstance(value, list) and all(isinstance(item, dict) for item in value):
            for field in dict.fromkeys(field for item in value for field in item):
                yield f"{key}[].{field}", {**data, key: [_without(item, field) for item in value]}


def _without(table: dict[str, Any], field: str) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key != field}
