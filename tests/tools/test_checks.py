"""The rules of both tools over a whole project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from personatui.api import CheckInput, Finding, Tool
from personatui.model.edits import RemoveValue, apply_to_data
from personatui.testing import make_project
from personatui.testing.projects import TODAY
from personatui_empathy_map.tool import TOOL as EMPATHY_MAP
from personatui_jtbd.tool import TOOL as JTBD


def _checked(tool: Tool, data: Mapping[str, Any], *, tools: tuple[Tool, ...] | None = None) -> list[Finding]:
    project = make_project(
        personas={"maya-okafor": {"name": "Maya Okafor"}},
        canvases={(tool.id, "maya-okafor"): data, ("kano", "maya-okafor"): {"layout": "nng2018"}},
        tools=(tool,) if tools is None else tools,
    )
    given = CheckInput(project=project, today=TODAY)
    return [finding for rule in tool.checks for finding in rule.run(given)]


@pytest.mark.parametrize("tool", [EMPATHY_MAP, JTBD], ids=lambda tool: tool.id)
def test_demo_and_empty_canvas_pass(tool: Tool) -> None:
    assert _checked(tool, dict(tool.demo)) == []
    assert _checked(tool, {}) == []


def test_a_canvas_that_was_read_without_the_tool_is_left_alone() -> None:
    assert _checked(EMPATHY_MAP, {"layout": "nng2018"}, tools=()) == []


def test_dangling_contradictions_are_found() -> None:
    (finding,) = _checked(EMPATHY_MAP, {"contradictions": [{"id": "c", "first": "a", "second": "b"}]})
    assert finding.code == "empathy_map.dangling-contradiction"
    assert finding.severity == "error"


def test_a_note_from_an_unknown_section_is_found() -> None:
    data = {"says": [{"id": "a", "text": "Why?", "moved_from": "speaks"}]}
    (finding,) = _checked(EMPATHY_MAP, data)
    assert finding.code == "empathy_map.unknown-origin"
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert isinstance(edit, RemoveValue)
    assert apply_to_data(data, edit) == {"says": [{"id": "a", "text": "Why?"}]}


def test_ratings_off_their_scale_are_found() -> None:
    outcomes = [
        {"id": "a", "text": "x", "respondents": 10, "importance_top": 11, "satisfaction_top": 1},
        {"id": "b", "text": "y", "importance_mean": 6, "satisfaction_mean": 2},
        {"id": "c", "text": "z", "importance": 5},
        {"id": "d", "text": "u", "importance": 11, "satisfaction": 5},
    ]
    codes = [finding.code for finding in _checked(JTBD, {"outcomes": outcomes})]
    assert codes == [
        "jtbd.count-exceeds-respondents",
        "jtbd.mean-off-scale",
        "jtbd.unrated-outcome",
        "jtbd.rating-off-scale",
    ]
    (finding,) = _checked(JTBD, {"forces": [{"id": "a", "text": "x", "kind": "push", "intensity": 6}]})
    assert finding.code == "jtbd.intensity-off-scale"


def test_dates_that_are_no_days_are_found() -> None:
    (finding,) = _checked(JTBD, {"timeline": [{"id": "a", "text": "x", "moment": "buying", "date": "2024-13-01"}]})
    assert finding.code == "jtbd.invalid-date"
