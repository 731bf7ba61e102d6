"""The tests that every tool must pass, bundled or not, as a class for pytest to inherit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain

from personatui.api import CheckInput, Tool
from personatui.host.contract import Part, tool_trouble
from personatui.model.base import unknown_keys
from personatui.model.edits import spell
from personatui.model.validation import read_record
from personatui.testing.driving import screen_texts
from personatui.testing.hostile import hostile
from personatui.testing.outside import nothing_outside
from personatui.testing.projects import analysis_input
from personatui.testing.proving import (
    demo_of,
    export_trouble,
    file_trouble,
    findings_of,
    misplaced,
    render_trouble,
    report_of,
    undo_trouble,
    with_gaps,
)
from personatui.testing.styles import screen_trouble


class ToolConformance:
    """Derive a class whose name starts with `Test` and give it a fixture `tool`.

    Analyses run unguarded here, so that a failing one shows its own traceback. Every message names what failed.
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
        data = demo_of(tool)
        assert data, "The tool has no demo."
        reading = read_record(tool.model, data)
        assert not reading.problems, "\n".join(problem.message for problem in reading.problems)
        unknown = [spell(path) for path in unknown_keys(reading.record)]
        assert not unknown, f"The canvas model does not know {', '.join(unknown)}."

    def test_the_demo_survives_the_way_to_a_file_and_back(self, tool: Tool) -> None:
        """A canvas as plain data, read again, is the same canvas."""
        canvas = tool.model.model_validate(demo_of(tool))
        data = canvas.to_data()
        assert data == demo_of(tool), "The canvas as data differs from the demo that it was read from."
        assert tool.model.model_validate(data) == canvas

    def test_the_demo_keeps_every_byte_of_its_file(self, tool: Tool) -> None:
        """Opened and saved without a change, and after every edit that is undone, the file has the same bytes."""
        assert not file_trouble(tool), file_trouble(tool)

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

    def test_the_styles_of_the_screen_reach_no_other(self, tool: Tool) -> None:
        """The screen derives from ToolView, its widgets have names of their own, and so do their styles."""
        assert not screen_trouble(tool), screen_trouble(tool)

    def test_the_screen_opens(self, tool: Tool) -> None:
        """The workbench shows the tool on its demo, at 140 by 36 and at 80 by 24; no key is needed."""
        for text in screen_texts(tool):
            assert tool.tab_title.split()[0] in text

    def test_every_analysis_reports_on_the_demo_and_on_nothing(self, tool: Tool) -> None:
        """Reports are whole, for a full canvas and for an empty one."""
        for analysis in tool.analyses:
            for data in (demo_of(tool), {}):
                report_of(analysis, analysis_input(tool, data))

    def test_every_report_can_be_drawn(self, tool: Tool) -> None:
        """As text, Markdown, HTML and JSON: reports on the demo, on nothing, and on texts that try everything."""
        for analysis in tool.analyses:
            for data in (demo_of(tool), {}, hostile(tool, demo_of(tool))):
                trouble = render_trouble(report_of(analysis, analysis_input(tool, data)))
                assert not trouble, f"{analysis.id}: {trouble}"

    def test_the_same_input_gives_the_same_report(self, tool: Tool) -> None:
        """Analyses are pure: they draw nothing by chance, and leave what they are given as it was."""
        for analysis in tool.analyses:
            given = analysis_input(tool, demo_of(tool))
            first, second = report_of(analysis, given), report_of(analysis, given)
            assert first == second, f"{analysis.id} gives another report the second time."
            assert given == analysis_input(tool, demo_of(tool)), f"{analysis.id} changes what it is given."

    def test_nothing_touches_a_disk_or_a_network(self, tool: Tool) -> None:
        """Analyses and checks open no file, no connection and no process, and start no thread."""
        for data in (demo_of(tool), {}):
            given = analysis_input(tool, data)
            for analysis in tool.analyses:
                with nothing_outside(analysis.id):
                    report_of(analysis, given)
            for rule in tool.checks:
                with nothing_outside(rule.id):
                    list(rule.run(CheckInput(project=given.project, today=given.today)))

    def test_missing_data_is_no_error(self, tool: Tool) -> None:
        """Analyses and checks work on the demo with any one of its fields left out, at the top or in every item."""
        for what, data in with_gaps(demo_of(tool)):
            given = analysis_input(tool, data)
            part: Part
            try:
                for part in tool.analyses:
                    report_of(part, given)
                for part in tool.checks:
                    findings_of(part, given)
            except Exception as error:
                error.add_note(f"{part.id}, on the demo without {what}")
                raise

    def test_every_check_yields_findings(self, tool: Tool) -> None:
        """Checks run on a project with the demo and on one with an empty canvas."""
        for rule in tool.checks:
            for data in (demo_of(tool), {}, hostile(tool, demo_of(tool))):
                findings_of(rule, analysis_input(tool, data))

    def test_every_finding_names_its_place(self, tool: Tool) -> None:
        """The code of a finding begins with the tool's id, and it says what is wrong with which record."""
        for what, data in (("", demo_of(tool)), *with_gaps(demo_of(tool))):
            given = analysis_input(tool, data)
            for analysis in tool.analyses:
                trouble = misplaced(report_of(analysis, given).findings, given)
                assert not trouble, f"{analysis.id}, on the demo{f' without {what}' if what else ''}: {trouble}"
            for rule in tool.checks:
                trouble = misplaced(findings_of(rule, given), given)
                assert not trouble, f"{rule.id}, on the demo{f' without {what}' if what else ''}: {trouble}"

    def test_every_exporter_gives_bytes(self, tool: Tool) -> None:
        """Exporters work with the reports of the demo and without any."""
        assert not export_trouble(tool), export_trouble(tool)

    def test_every_command_can_be_undone(self, tool: Tool) -> None:
        """What a command asks for on the demo can be made, and undoing it brings back every byte."""
        assert not undo_trouble(tool), undo_trouble(tool)
