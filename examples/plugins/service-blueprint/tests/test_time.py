"""Times along the links, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from personatui.api import TableBlock

from blueprints import BOTH, blueprint, chain, report, values
from personatui_service_blueprint.paths import circle, longest, usual

# Shostack 1984, the corner shoeshine: 30, 30, 45 and 15 seconds, of which 5 minutes would be acceptable.
SHOESHINE = chain(brush=0.5, polish=0.5, buff=0.75, pay=0.25) | {
    "acceptable": 5,
    "fails": [{"id": "wax", "text": "Wrong colour of wax", "step": "polish", "chance": 0.2, "minutes": 0.75}],
}


def test_the_shoeshine_takes_two_minutes() -> None:
    found = report("time", SHOESHINE)
    assert values(found, "execution") == {"Maya Okafor": pytest.approx(2)}
    assert values(found, "spare") == {"Maya Okafor": pytest.approx(3)}
    assert values(found, "execution_failing") == {"Maya Okafor": pytest.approx(2.75)}
    assert values(found, "expected_delay") == {"Maya Okafor": pytest.approx(0.15)}
    assert values(found, "waiting") == values(found, "waiting_share") == {"Maya Okafor": None}
    assert found.findings == ()
    assert found.metric("execution").n == 4


def test_what_is_done_side_by_side_counts_once() -> None:
    data: dict[str, Any] = {
        "onstage": [{"id": "a", "minutes": 2, "leads_to": ["b", "c"]}, {"id": "d", "minutes": 1}],
        "backstage": [{"id": "b", "minutes": 10, "leads_to": ["d"]}],
        "support": [{"id": "c", "minutes": 4, "leads_to": ["d"]}],
    }
    found = report("time", data)
    assert values(found, "execution") == {"Maya Okafor": 13}
    table = found.blocks[0]
    assert isinstance(table, TableBlock)
    assert [row[0] for row in table.rows] == ["O1 (no text)", "B1 (no text)", "O2 (no text)"]
    assert values(found, "effort.onstage") == {"onstage": 3}


def test_personas_wait_and_act_each_for_themselves() -> None:
    data: dict[str, Any] = {
        "personas": BOTH,
        "customer": [
            {"id": "a", "minutes": 2, "leads_to": ["o"]},
            {"id": "b", "minutes": 4, "persona": "persona/maya-okafor", "leads_to": ["o"]},
            {"id": "c", "minutes": 20, "persona": "tom-brandt"},
        ],
        "onstage": [{"id": "o", "minutes": 5}],
        "waits": [
            {"id": "w", "minutes": 3, "step": "o"},
            {"id": "v", "minutes": 1, "step": "o", "persona": "persona/maya-okafor"},
        ],
    }
    found = report("time", data)
    assert values(found, "waiting") == {"Maya Okafor": 4, "Tom Brandt": 3}
    assert values(found, "waiting_share") == {
        "Maya Okafor": pytest.approx(4 / 10),
        "Tom Brandt": pytest.approx(3 / 25),
    }
    # b 4, waits 3 + 1, o 5; and for the other a step of his own that is linked with nothing
    assert values(found, "execution") == {"Maya Okafor": 13, "Tom Brandt": 20}


def test_what_is_unknown_is_never_zero() -> None:
    nothing = report("time", chain(a=None, b=None))
    assert {one.value for one in nothing.metrics} == {None}
    assert "None of 2 steps has a time yet" in nothing.reading
    some = report("time", chain(a=3, b=None, c=0))
    assert values(some, "execution") == {"Maya Okafor": 3}
    assert some.metric("execution").n == 2
    assert [one.code for one in some.findings] == ["service_blueprint.untimed-step"]
    assert report("time", chain(a=0)).metric("execution").value == 0


@pytest.mark.parametrize("minutes", [-1, 10**9, float("nan"), float("inf")])
def test_times_that_cannot_be_do_not_count(minutes: float) -> None:
    found = report("time", chain(a=3, b=minutes))
    assert values(found, "execution") == {"Maya Okafor": 3}


def test_a_circle_has_no_longest_way() -> None:
    data = chain(a=1, b=1, c=1, d=1)
    data["onstage"][2]["leads_to"] = ["b", "d"]
    read = blueprint(data)
    assert [placed.mark for placed in circle(read)] == ["O2", "O3"]
    found = report("time", data)
    assert values(found, "execution") == {"Maya Okafor": None}
    assert [one.code for one in found.findings] == ["service_blueprint.circular"]
    assert "circle" in found.reading


def test_a_long_chain_is_walked_without_nesting_calls() -> None:
    read = blueprint(chain(**{f"s{number}": 1 for number in range(3000)}))
    assert longest(read, "maya-okafor", usual(read, "maya-okafor")).minutes == 3000


def test_too_long_and_long_waits_are_found() -> None:
    data = chain(a=3) | {
        "acceptable": 4,
        "waits": [{"id": "w", "text": "Queue", "step": "a", "minutes": 5, "acceptable": 2}],
    }
    assert {one.code for one in report("time", data).findings} == {
        "service_blueprint.too-long",
        "service_blueprint.long-wait",
    }


def test_a_blueprint_about_no_persona_is_everybodys() -> None:
    found = report("time", chain(a=3) | {"segment": "renters"}, segments={"renters": {"name": "Renters"}}, name="all")
    assert values(found, "execution") == {"everybody": 3}
