"""What the conformance tests ask of a tool, as functions that say in a sentence what is wrong, or nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

from personatui.api import (
    AddItem,
    Analysis,
    AnalysisInput,
    Change,
    CheckInput,
    CheckRule,
    ExportInput,
    Finding,
    Parameters,
    Reference,
    Report,
    SetValue,
    Tool,
    canvas_reference,
)
from personatui.host.commanding import run_command
from personatui.host.contract import finding_trouble, report_trouble
from personatui.host.session import Session
from personatui.model.base import item_fields
from personatui.model.cleaning import UNSAFE, clean_data
from personatui.model.reports import Fault
from personatui.render.data import analysis_data, json_text
from personatui.render.html import report_html
from personatui.render.markdown import report_markdown
from personatui.render.text import report_text
from personatui.testing.folders import own_settings, write_project
from personatui.testing.hosting import host_of
from personatui.testing.projects import PERSONA_ID, analysis_input

_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def demo_of(tool: Tool) -> dict[str, Any]:
    """A copy of the tool's demo."""
    return deepcopy(dict(tool.demo))


def report_of(analysis: Analysis, given: AnalysisInput) -> Report:
    """The report of an analysis. Raises AssertionError for one that the host would refuse."""
    if analysis.parameters is not Parameters:
        given = replace(given, parameters=analysis.parameters())
    report = analysis.run(given)
    assert isinstance(report, Report), f"{analysis.id} returns {report!r}."
    trouble = report_trouble(analysis.id, given.tool, report)
    assert not trouble, f"{analysis.id}: {trouble}"
    return report


def findings_of(rule: CheckRule, given: AnalysisInput) -> list[Finding]:
    """What a check finds in the project of an input. Raises AssertionError for what is no finding."""
    findings = list(rule.run(CheckInput(project=given.project, today=given.today)))
    for finding in findings:
        assert isinstance(finding, Finding), f"{rule.id} yields {finding!r}."
        assert not finding_trouble(finding), f"{rule.id}: {finding_trouble(finding)}"
    return findings


def misplaced(findings: Iterable[Finding], given: AnalysisInput) -> str:
    """What is wrong with where findings say that something is wrong."""
    for finding in findings:
        if not finding.code.startswith(f"{given.tool}."):
            return f'The code "{finding.code}" must start with `{given.tool}.`.'
        if not finding.message.strip():
            return f"The finding {finding.code} says nothing."
        where = Reference.parse(finding.where, default_kind="persona") if finding.where else None
        if where is None or given.project.record(where.file) is None:
            return f'The finding {finding.code} is about "{finding.where}", which is no record of the project.'
    return ""


def render_trouble(report: Report) -> str:
    """What is wrong with the report once it is drawn as text, Markdown, HTML and JSON."""
    drawn = {
        "text": report_text(report),
        "narrow text": report_text(report, width=40, ascii_only=True),
        "coloured text": _ESCAPES.sub("", report_text(report, colour=True)),
        "Markdown": report_markdown(report),
        "HTML": report_html([report], title=report.title),
        "JSON": json_text(analysis_data(PERSONA_ID, [report], [])),
    }
    if "<script>alert" in drawn["HTML"]:
        return "Its HTML runs what stands in the canvas."
    json.loads(drawn["JSON"])
    for name, text in drawn.items():
        found = UNSAFE.search(text)
        if found is not None:
            return f"Its {name} holds the control character U+{ord(found.group()):04X}."
    body = drawn["HTML"].partition("<body")[2]
    try:
        ET.fromstring(f"<body{body.rpartition('</html>')[0]}")
    except ET.ParseError as error:
        return f"Its HTML is not well-formed: {error}."
    return ""


def file_trouble(tool: Tool) -> str:
    """What happens to the bytes of the demo's file when it is opened, saved, edited and undone."""
    with TemporaryDirectory() as folder, own_settings(Path(folder)):
        root = write_project(Path(folder) / "project", tool)
        session = Session.open(root, host_of(tool))
        where = canvas_reference(tool.id, tool.canvas_name(PERSONA_ID))
        path = session.folder.path_of(where)
        written = path.read_bytes()
        record = session.project.record(where)
        if type(record) is not tool.model or record.to_data() != clean_data(demo_of(tool))[0]:
            return "The demo, written to a file and read again, says something else."
        session.save()
        if path.read_bytes() != written:
            return "Saving the demo without a change writes other bytes."
        for change in _edits(tool, where):
            session.make(change)
            session.save()
            if path.read_bytes() == written:
                return f"The edit to {change.label} was not saved."
            session.undo()
            session.save()
            if path.read_bytes() != written:
                return f"Undoing the edit to {change.label} leaves other bytes than before."
    return ""


def _edits(tool: Tool, where: Reference) -> Iterator[Change]:
    """A change of the title, and one more entry in every list."""
    yield Change("give it a title", (SetValue(where, ("title",), "Another title"),))
    for name in item_fields(tool.model):
        yield Change(f"add to {name}", (AddItem(where, (name,), {"id": "zz9x"}),))


def export_trouble(tool: Tool) -> str:
    """What is wrong with what the tool's exporters give."""
    given = analysis_input(tool, demo_of(tool))
    reports = tuple(report_of(analysis, given) for analysis in tool.analyses)
    for exporter in tool.exporters:
        for known in (reports, ()):
            content: object = exporter.run(
                ExportInput(project=given.project, persona_id=PERSONA_ID, persona=given.persona, reports=known)
            )
            if not isinstance(content, bytes):
                return f"{exporter.id} gives {type(content).__name__} instead of bytes."
    return ""


def undo_trouble(tool: Tool) -> str:
    """What happens when each command of the tool is called on the demo, and on a canvas without anything."""
    contents: tuple[dict[str, Any] | None, ...] = (None, {})
    for data in contents:
        for command in tool.commands:
            with TemporaryDirectory() as folder, own_settings(Path(folder)):
                session = Session.open(write_project(Path(folder) / "project", tool, data), host_of(tool))
                before = {path: path.read_bytes() for path in session.root.rglob("*.toml")}
                change = run_command(session.project, session.plugins, command, PERSONA_ID)
                if isinstance(change, Fault):
                    return f"{command.id}: {change.message}"
                if change is None:
                    continue
                session.make(change)
                session.save()
                if session.undo_label:
                    session.undo()
                    session.save()
                if {path: path.read_bytes() for path in session.root.rglob("*.toml")} != before:
                    return f"{command.id}: undoing it leaves other bytes than before."
    return ""


def with_gaps(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
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
