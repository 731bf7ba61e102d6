"""What the other analyses of a blueprint report."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from personatui.api import MatrixBlock, TableBlock

from blueprints import ANALYSES, BOTH, chain, given, report, values
from personatui_service_blueprint.lanes import as_blueprint, crossed
from personatui_service_blueprint.tool import TOOL

SAMPLE = Path(__file__).parents[1] / "sample" / "canvases" / "service_blueprint" / "first-rental.toml"


def test_coverage_of_the_demo_by_hand() -> None:
    found = report("coverage", TOOL.demo)
    by_lane = {one.id: one.value for one in found.metrics}
    assert by_lane == {
        "coverage.evidence": pytest.approx(2 / 3),
        "coverage.customer": 1,
        "coverage.onstage": 1,
        "coverage.backstage": pytest.approx(1 / 3),
        "coverage.support": pytest.approx(1 / 3),
        "evidenced": pytest.approx(2 / 3),
        "owned": pytest.approx(4 / 5),
    }
    (matrix,) = found.blocks
    assert isinstance(matrix, MatrixBlock)
    assert matrix.cells[0] == (1, 1, 0)
    assert [(one.code, one.where.rpartition("#")[2]) for one in found.findings] == [
        ("service_blueprint.no-evidence", "night"),
        ("service_blueprint.no-owner", "b1"),
    ]


def test_an_empty_lane_has_no_coverage() -> None:
    found = report("coverage", {"stages": [{"id": "s", "text": "One"}], "customer": [{"id": "c", "stage": "s"}]})
    assert values(found, "coverage.support") == {"support": None}
    assert values(found, "coverage.customer") == {"customer": 1}
    assert found.metric("owned").value is None
    assert "Nothing stands in evidence, onstage, backstage and support" in found.reading


def test_fail_points_of_the_demo_by_hand() -> None:
    found = report("failures", TOOL.demo)
    assert {one.id: one.value for one in found.figures} == {
        "fail_points": 2,
        "recovered": 0.5,
        "seen": 0.5,
        "expected_delay": pytest.approx(1.8),
    }
    (table,) = found.blocks
    assert isinstance(table, TableBlock)
    assert [row[0] for row in table.rows] == ["F2 Nobody answers at night", "F1 The wrong food is packed"]
    assert [one.code for one in found.findings] == ["service_blueprint.no-recovery"]
    assert found.findings[0].references == ("canvas/service_blueprint/maya-okafor#o3",)


def test_no_fail_point_is_a_count_of_zero_and_without_steps_it_is_none() -> None:
    assert report("failures", chain(a=1)).metric("fail_points").value == 0
    assert report("failures", {}).metric("fail_points").value is None
    assert report("failures", chain(a=1)).metric("recovered").value is None


def test_a_chance_without_minutes_expects_nothing() -> None:
    data = chain(a=1) | {
        "fails": [{"id": "f", "step": "a", "chance": 0.5}, {"id": "g", "step": "a", "chance": 2, "minutes": 4}]
    }
    found = report("failures", data)
    assert found.metric("expected_delay").value is None
    assert {one.value for one in found.metrics if one.id == "expected_delay_of"} == {None}


@pytest.mark.parametrize(
    ("start", "end", "lines"),
    [
        ("customer", "onstage", ("interaction",)),
        ("onstage", "customer", ("interaction",)),
        ("onstage", "onstage", ()),
        ("backstage", "support", ("internal",)),
        ("customer", "support", ("interaction", "visibility", "internal")),
        ("support", "onstage", ("visibility", "internal")),
    ],
)
def test_a_link_crosses_each_line_between_its_lanes(start: Any, end: Any, lines: tuple[str, ...]) -> None:
    assert crossed(start, end) == lines


def test_hand_overs_by_line_persona_and_owner() -> None:
    data: dict[str, Any] = {
        "personas": BOTH,
        "customer": [
            {"id": "c", "text": "Asks", "leads_to": ["o"]},
            {"id": "d", "text": "Rings", "persona": "persona/tom-brandt", "leads_to": ["s"]},
            {"id": "e", "text": "Alone"},
        ],
        "onstage": [{"id": "o", "text": "Answers", "owner": "Desk", "leads_to": ["b", "b", "gone", "o"]}],
        "backstage": [{"id": "b", "text": "Looks up", "owner": "desk ", "leads_to": ["s"]}],
        "support": [{"id": "s", "text": "Log", "owner": "IT"}],
    }
    found = report("handovers", data)
    assert {one.id: one.value for one in found.metrics if one.id != "encounters"} == {
        "across.interaction": 2,
        "across.visibility": 2,
        "across.internal": 2,
        "owner_changes": 1,
    }
    assert values(found, "encounters") == {"Maya Okafor": 1, "Tom Brandt": 2}
    assert [(one.code, one.where.rpartition("#")[2]) for one in found.findings] == [
        ("service_blueprint.loose-step", "e"),
        ("service_blueprint.skipped-contact", "d"),
    ]
    matrix = found.blocks[0]
    assert isinstance(matrix, MatrixBlock)
    assert matrix.cells == ((0, 1, 0, 1), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, 0, 0))


def test_without_links_there_are_no_counts() -> None:
    found = report("handovers", {"onstage": [{"id": "o", "text": "Answers"}]})
    assert {one.value for one in found.metrics} == {None}
    assert not found.findings
    assert not found.blocks


def test_the_sample_is_about_two_personas() -> None:
    data = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))
    of = given(data, name="first-rental")
    assert as_blueprint(of.canvas).to_data() == data
    found = ANALYSES["time"].run(of)
    assert values(found, "execution") == {"Maya Okafor": 214, "Tom Brandt": 234}
    assert values(ANALYSES["handovers"].run(of), "encounters") == {"Maya Okafor": 4, "Tom Brandt": 3}


def test_openings_are_the_fail_points_that_nothing_recovers() -> None:
    canvas = given(TOOL.demo).canvas
    assert [(one.item, one.why) for one in canvas.openings()] == [("f2", "fails without a recovery")]
