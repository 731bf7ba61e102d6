"""What `personatui plugins check` runs in a process of its own: the contract and the conformance tests, one by one.

`python -m personatui.testing.inspection ASKED TOLD` reads what to inspect from the JSON file ASKED, and appends a line
of JSON to TOLD for each step, tool and finding.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from types import TracebackType
from typing import Any

from personatui.api import Canvas, CheckInput, ExportInput, Tool
from personatui.api.deprecation import DeprecatedNameWarning
from personatui.api.hookspecs import ENTRY_POINT_GROUP
from personatui.host.contract import finding_trouble, implementations
from personatui.host.discovery import BUNDLED_DISTRIBUTION, FoundPlugin, discover
from personatui.host.plugins import PluginHost, load_found, run_analysis
from personatui.model.reports import Fault
from personatui.testing.conformance import ToolConformance
from personatui.testing.projects import PERSONA_ID, analysis_input
from personatui.testing.proving import undo_trouble

# What to do about each test that fails.
REMEDIES = {
    "test_the_host_accepts_the_tool": "`python -m pydoc personatui.api.Tool` tells what is expected of each part.",
    "test_regions_show_fields_of_the_canvas": "Give each region the id of a field of the canvas model.",
    "test_the_demo_loads_without_problems": "Make Tool.demo fit the canvas model.",
    "test_the_demo_survives_the_way_to_a_file_and_back": "Write Tool.demo as it would stand in a file, without None.",
    "test_the_demo_keeps_every_byte_of_its_file": "Let the model keep what it is given: no validator that changes it.",
    "test_the_tool_loads_without_textual": "Import personatui.api.ui in the module of Tool.screen alone.",
    "test_the_styles_of_the_screen_reach_no_other": "Begin the names of widgets and styles with the tool's own.",
    "test_the_screen_opens": "Open it with personatui.testing.open_tool, and see what fails.",
    "test_every_analysis_reports_on_the_demo_and_on_nothing": "Return a whole Report, for an empty canvas too.",
    "test_every_report_can_be_drawn": "Put text, numbers and None into the report, nothing else.",
    "test_the_same_input_gives_the_same_report": "Take day and seed from AnalysisInput, and change nothing in it.",
    "test_nothing_touches_a_disk_or_a_network": "Look at the canvas, persona and project that are given, no further.",
    "test_missing_data_is_no_error": "Every field may be empty: leave such an entry out of the figures.",
    "test_every_check_yields_findings": "Yield a Finding for each trouble.",
    "test_every_finding_names_its_place": "Use personatui.api.Figures.finding, which fills in code and place.",
    "test_every_exporter_gives_bytes": "Return bytes; text.encode() makes them of text.",
    "test_every_command_can_be_undone": "Return a Change whose edits fit the canvas, or None.",
}
_ADDED = "`python -m pydoc personatui.api.hookspecs` tells what is expected of it."
_LONGEST = 500


class Inspector:
    """Inspects one package and tells what it finds as it goes."""

    def __init__(self, asked: dict[str, Any], told: Path) -> None:
        self._root = Path(asked["root"])
        self._asked = asked
        self._told = told
        self._findings = 0

    def run(self) -> None:
        """Inspect every plugin of the package."""
        bundled = [found for found in discover() if found.distribution == BUNDLED_DISTRIBUTION]
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", DeprecatedNameWarning)
            for name, value in self._asked["entry_points"]:
                self._inspect(name, value, bundled)
        for warning in {(str(one.message), one.filename, one.lineno): one for one in caught}.values():
            if issubclass(warning.category, DeprecatedNameWarning):
                file, line = self._place(warning.filename, warning.lineno)
                self._tell_finding("deprecated", str(warning.message), "Use the new name.", file, line, "warning")
        self._tell(done=True)

    def _inspect(self, name: str, value: str, bundled: list[FoundPlugin]) -> None:
        entry_point = EntryPoint(name, value, ENTRY_POINT_GROUP)
        was_loaded = "textual" in sys.modules
        plugin: object = None
        with self._step(f"The import of {value}", "import", "Install what else it needs, and mend what fails there."):
            plugin = entry_point.load()
        if plugin is None:
            return
        before = self._findings
        for hook, implementation in implementations(plugin):
            with self._step(f"The hook {hook}", "hook", "Return a list of what the hook is for."):
                implementation()
        if self._findings > before:
            return
        if "textual" in sys.modules and not was_loaded:
            message = f"Importing {value} or calling its hooks loads Textual, for every command without a screen too."
            self._tell_finding("loads-textual", message, REMEDIES["test_the_tool_loads_without_textual"])
        if name in {found.name for found in bundled}:
            message = f"The name {name} belongs to a plugin of {BUNDLED_DISTRIBUTION} already."
            self._tell_finding("name-taken", message, "Give the entry point another name.", *self._file_of(plugin))
            return
        own = FoundPlugin(name, value, self._asked["name"], self._asked["version"], entry_point=entry_point)
        self._tell(stage=f"The contract of {name}")
        host = load_found([*bundled, own])
        status = next(one for one in host.statuses if (one.name, one.distribution) == (name, own.distribution))
        if status.status != "active":
            self._tell_finding("refused", f"{name} would be refused: {status.reason}", _ADDED, *self._file_of(plugin))
            return
        if not status.hooks:
            hint = "Mark a function such as personatui_tools with @hookimpl in the module that the entry point names."
            self._tell_finding("no-hook", f"{name} implements no hook.", hint, *self._file_of(plugin))
        for tool_id in status.tools:
            self._tell(tool=tool_id)
            self._inspect_tool(host.tools[tool_id], host)
        self._inspect_added(host, set(status.tools), {key for key, owner in host.owners.items() if owner == name})

    def _inspect_tool(self, tool: Tool, host: PluginHost) -> None:
        """Run every conformance test on a tool of the plugin."""
        if tool.screen:
            for other in host.tools.values():
                # a widget of the same name is only seen once both are there
                if other.screen and other is not tool:
                    import_module(other.screen.partition(":")[0])
        home = _home_of(tool)
        for name, demand in vars(ToolConformance).items():
            if name.startswith("test_"):
                code = name.removeprefix("test_").replace("_", "-")
                stage = f"{tool.id}: {name.removeprefix('test_').replace('_', ' ')}"
                with self._step(stage, code, REMEDIES[name], home):
                    demand(ToolConformance(), tool)

    def _inspect_added(self, host: PluginHost, tools: set[str], own: set[str]) -> None:
        """Run what the plugin adds beside its tools: analyses of others' tools, checks, exporters, commands."""
        for tool_id, analyses in host.analyses.items():
            tool = host.tools[tool_id]
            for analysis in analyses if tool_id not in tools else ():
                if analysis.id in own:
                    for data in (tool.demo, {}):
                        with self._step(f"The analysis {analysis.id}", "analysis", _ADDED):
                            outcome = run_analysis(host, analysis, analysis_input(tool, data))
                            assert not isinstance(outcome, Fault), f"{analysis.id}: {outcome.message}"
        sample = next(iter(host.tools.values()), Tool(id="sample", title="Sample", summary="", model=Canvas))
        given = analysis_input(sample, sample.demo)
        for rule in host.checks:
            if rule.id in own and rule.id.partition(".")[0] not in tools:
                with self._step(f"The check {rule.id}", "check", _ADDED):
                    for finding in rule.run(CheckInput(project=given.project, today=given.today)):
                        assert not finding_trouble(finding), f"{rule.id}: {finding_trouble(finding)}"
        for exporter in host.exporters:
            if exporter.id in own and exporter.id.partition(".")[0] not in tools:
                with self._step(f"The exporter {exporter.id}", "exporter", _ADDED):
                    content: object = exporter.run(
                        ExportInput(project=given.project, persona_id=PERSONA_ID, persona=given.persona)
                    )
                    assert isinstance(content, bytes), f"{exporter.id} gives {type(content).__name__}, not bytes."
        for command in host.commands:
            if command.id in own and command.id.partition(".")[0] not in tools:
                with self._step(f"The command {command.id}", "command", _ADDED):
                    trouble = undo_trouble(replace(sample, commands=(command,)))
                    assert not trouble, trouble

    @contextmanager
    def _step(self, stage: str, code: str, hint: str, home: str = "") -> Iterator[None]:
        """Tell that a step begins, and what it raised, wherever in the package that was."""
        self._tell(stage=stage)
        try:
            yield
        except BaseException as error:  # noqa: BLE001 - a plugin may raise SystemExit and anything else
            file, line = self._raised_at(error.__traceback__)
            if not file and home:
                file, line = self._place(home, 0)
            said = str(error) if isinstance(error, AssertionError) and str(error) else _named(error)
            message = f"{stage}: {' '.join([said, *getattr(error, '__notes__', ())])[:_LONGEST]}"
            self._tell_finding(code, message, hint, file, line)

    def _raised_at(self, trace: TracebackType | None) -> tuple[str, int]:
        """The innermost place in the package that an exception passed; empty when it passed none."""
        places = (self._place(frame.filename, frame.lineno or 0) for frame in reversed(traceback.extract_tb(trace)))
        return next((place for place in places if place[0]), ("", 0))

    def _place(self, file: str, line: int) -> tuple[str, int]:
        """A file below the package's folder with its line; nothing for one elsewhere."""
        path = Path(os.path.realpath(file))
        return (path.relative_to(self._root).as_posix(), line) if path.is_relative_to(self._root) else ("", 0)

    def _file_of(self, plugin: object) -> tuple[str, int]:
        return self._place(getattr(plugin, "__file__", None) or "", 0)

    def _tell_finding(
        self, code: str, message: str, hint: str, file: str = "", line: int = 0, severity: str = "error"
    ) -> None:
        self._findings += 1
        found = {"code": f"plugin.{code}", "message": message, "hint": hint, "file": file, "line": line}
        self._tell(finding={**found, "severity": severity})

    def _tell(self, **told: object) -> None:
        with self._told.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(told) + "\n")


def _home_of(tool: Tool) -> str:
    """The file of the tool's canvas model; empty for one that was made without a file."""
    try:
        return inspect.getsourcefile(tool.model) or ""
    except TypeError:
        return ""


def _named(error: BaseException) -> str:
    """An exception by its kind, with what it says if it can say it."""
    say: Callable[[BaseException], str] = str
    try:
        text = say(error)
    except BaseException:  # noqa: BLE001 - the exception is the plugin's, and so is its text
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def main(arguments: list[str]) -> None:
    """Inspect what the first file asks for and tell the second."""
    asked, told = map(Path, arguments)
    Inspector(json.loads(asked.read_text(encoding="utf-8")), told).run()


if __name__ == "__main__":
    main(sys.argv[1:])
