"""Analyses as JSON: the stable names, exact numbers, and nothing that JSON or a terminal trips over."""

from __future__ import annotations

import json
import math
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from personatui.model.claims import Strength
from personatui.model.cleaning import is_clean
from personatui.model.reports import Fault, LineBlock, Report
from personatui.render.data import analysis_data, json_text, plain_data
from render.records import HOSTILE, NOTHING, REPORT, report_of


def test_the_stable_names() -> None:
    data = analysis_data("maya-okafor", [REPORT], [Fault("jtbd", "run", "It failed.")])
    assert list(data) == ["persona", "reports", "summary", "faults"]
    assert data["persona"] == "maya-okafor"
    assert data["faults"] == [{"plugin": "jtbd", "stage": "run", "message": "It failed."}]
    report = data["reports"][0]
    assert {"id", "tool", "title", "metrics", "blocks", "findings"} <= set(report)
    assert set(report["metrics"][0]) == {
        "id", "label", "value", "unit", "scale", "n", "formula", "evidence", "subject",
    }  # fmt: skip
    assert [block["kind"] for block in report["blocks"]] == ["text", "table", "bars", "line", "scatter", "matrix"]
    assert report["metrics"][0]["evidence"] == "anecdote"
    assert report["metrics"][1]["value"] is None


def test_json_returns_what_was_written() -> None:
    for report in (REPORT, NOTHING, report_of(HOSTILE)):
        data = analysis_data("maya", [report], [])
        assert json.loads(json_text(data)) == data
        assert is_clean(json_text(data))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(), max_size=6), st.text(max_size=20))
def test_floats_are_exact_and_never_nan(values: list[float], text: str) -> None:
    block = LineBlock(text, (), tuple(values), 0, 1)
    told = json.loads(json_text(analysis_data("a", [Report("a", "a", text, blocks=(block,))], [])))
    wanted = [value if math.isfinite(value) else None for value in values]
    assert told["reports"][0]["blocks"][0]["values"] == wanted


def test_parameters_of_any_type_have_a_form() -> None:
    odd = {
        "day": date(2026, 5, 1),
        "set": {"b", "a"},
        "strength": Strength.ANECDOTE,
        1: object,
        "deep": [(math.inf,)],
    }
    data = plain_data(odd)
    assert data["day"] == "2026-05-01"
    assert data["set"] == ["a", "b"]
    assert type(data["strength"]) is str
    assert data["deep"] == [[None]]
    json.dumps(data, allow_nan=False)
