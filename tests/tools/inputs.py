"""Inputs and shortcuts for the tests of the bundled tools."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from personatui.api import Analysis, Finding, Parameters, Report, Tool
from personatui.testing import analysis_input
from support import SHARED

_CASES = SHARED / "cases" / "worked.json"
needs_cases = pytest.mark.skipif(not _CASES.is_file(), reason="the shared worked examples are not there")


def shared_case(method: str) -> dict[str, Any]:
    """The shared worked example whose method begins so."""
    cases: list[dict[str, Any]] = json.loads(_CASES.read_text("utf-8"))
    return next(case for case in cases if case["method"].startswith(method))


def analysis_of(tool: Tool, analysis_id: str) -> Analysis:
    """The tool's analysis of that id."""
    return next(analysis for analysis in tool.analyses if analysis.id == analysis_id)


def analyse(
    tool: Tool,
    analysis_id: str,
    data: Mapping[str, Any],
    *,
    sources: Mapping[str, Mapping[str, Any]] | None = None,
    persona: Mapping[str, Any] | None = None,
    personas: Mapping[str, Mapping[str, Any]] | None = None,
    segments: Mapping[str, Mapping[str, Any]] | None = None,
    parameters: Parameters | None = None,
) -> Report:
    """The report of a tool's analysis on canvas data, in a project with these other records."""
    given = analysis_input(
        tool,
        data,
        persona=persona,
        personas=personas,
        segments=segments,
        sources=sources,
        parameters=parameters,
    )
    return analysis_of(tool, analysis_id).run(given)


def value_of(report: Report, metric_id: str) -> float | int | str | None:
    """The value of a metric of a report."""
    return report.metric(metric_id).value


def codes(report: Report) -> list[str]:
    """The codes of a report's findings without the tool's id, sorted."""
    return sorted(finding.code.partition(".")[2] for finding in report.findings)


def found(report: Report, code: str) -> list[Finding]:
    """The findings of one code, given without the tool's id."""
    return [finding for finding in report.findings if finding.code == f"{report.tool}.{code}"]
