"""What the checks find in a blueprint, how it is mended, and what the commands do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from personatui.api import (
    Change,
    CheckInput,
    CommandInput,
    Finding,
    RemoveValue,
    SetValue,
    canvas_reference,
)
from personatui.testing import make_project

from blueprints import BOTH, PEOPLE, chain, given
from personatui_service_blueprint.tool import TOOL

WHERE = canvas_reference("service_blueprint", "maya-okafor")
FULL: dict[str, Any] = {
    "stages": [{"id": "s", "text": "One"}],
    "evidence": [{"id": "e", "text": "Sign", "stage": "s"}],
    "customer": [{"id": "c", "text": "Asks", "stage": "s"}],
    "onstage": [{"id": "o", "text": "Answers", "stage": "s"}],
    "backstage": [{"id": "b", "text": "Looks", "stage": "s"}],
    "support": [{"id": "u", "text": "Log", "stage": "s"}],
}
COMMANDS = {command.id.partition(".")[2]: command.run for command in TOOL.commands}


def findings(data: Mapping[str, Any]) -> list[Finding]:
    of = given(data)
    return [one for rule in TOOL.checks for one in rule.run(CheckInput(project=of.project, today=of.today))]


def changed(lane: str, **values: Any) -> dict[str, Any]:
    """The full blueprint with other values in the one entry of a lane."""
    return FULL | {lane: [FULL.get(lane, [{"id": "x", "text": "Extra", "stage": "s"}])[0] | values]}


def test_a_full_blueprint_and_the_demo_have_nothing_to_mend() -> None:
    assert findings(FULL) == []
    assert findings(TOOL.demo) == []


@pytest.mark.parametrize(
    ("data", "code", "edit"),
    [
        (changed("onstage", leads_to=["gone"]), "dangling-link", RemoveValue(WHERE, ("onstage", "o", "leads_to"))),
        (
            changed("onstage", leads_to=["b", "o"]),
            "dangling-link",
            SetValue(WHERE, ("onstage", "o", "leads_to"), ["b"]),
        ),
        (changed("waits", step="gone"), "dangling-step", RemoveValue(WHERE, ("waits", "x", "step"))),
        (changed("fails", step="gone"), "dangling-step", RemoveValue(WHERE, ("fails", "x", "step"))),
        (changed("support", stage="gone"), "in-no-stage", SetValue(WHERE, ("support", "u", "stage"), "s")),
        (changed("onstage", minutes=-3), "time-out-of-range", RemoveValue(WHERE, ("onstage", "o", "minutes"))),
        (
            changed("waits", step="o", acceptable=10**9),
            "time-out-of-range",
            RemoveValue(WHERE, ("waits", "x", "acceptable")),
        ),
        (FULL | {"acceptable": -1}, "time-out-of-range", RemoveValue(WHERE, ("acceptable",))),
        (changed("fails", step="o", chance=5), "chance-out-of-range", RemoveValue(WHERE, ("fails", "x", "chance"))),
        (
            changed("customer", persona="persona/nobody"),
            "unknown-persona",
            RemoveValue(WHERE, ("customer", "c", "persona")),
        ),
        (
            changed("customer", persona="persona/tom-brandt"),
            "persona-not-on-blueprint",
            SetValue(WHERE, ("personas",), BOTH),
        ),
    ],
)
def test_what_is_wrong_is_found_with_its_fix(data: dict[str, Any], code: str, edit: object) -> None:
    (found,) = findings(data)
    assert found.code == f"service_blueprint.{code}"
    assert found.fix is not None
    assert found.fix.edits == (edit,)


def test_empty_lanes_are_found_once_there_are_stages() -> None:
    assert findings({}) == []
    assert [one.code for one in findings(chain(a=1))] == ["service_blueprint.empty-lane"] * 4


def test_what_has_no_id_is_found_without_a_fix() -> None:
    (found,) = findings(FULL | {"onstage": [{"text": "Answers", "stage": "s", "leads_to": ["gone"]}]})
    assert (found.code, found.fix) == ("service_blueprint.dangling-link", None)


def test_a_wait_at_no_step_is_a_note() -> None:
    (found,) = findings(changed("waits", minutes=3))
    assert (found.code, found.fix) == ("service_blueprint.at-no-step", None)


# Commands -----------------------------------------------------------------------------------------------


def called(name: str, canvases: Mapping[tuple[str, str], Any]) -> Change | None:
    personas = {"maya-okafor": {"name": "Maya Okafor"}, **PEOPLE, "carl": {"name": "Carl", "role": "negative"}}
    project = make_project(personas=personas, canvases=canvases, tools=(TOOL,))
    return COMMANDS[name](
        CommandInput(project=project, persona_id="maya-okafor", persona=project.personas["maya-okafor"])
    )


JOURNEY = {("experience_map", "maya-okafor"): {"stages": [{"id": "a", "text": "Book"}, {"id": "b", "text": "Meet"}]}}


def test_stages_of_a_tool_that_is_not_installed_stay_where_they_are() -> None:
    # without its tool a canvas is a plain record, whose stages are no items
    assert called("take-stages", JOURNEY) is None
    assert called("take-stages", {}) is None


def test_the_next_persona_is_put_on_the_blueprint_but_never_a_negative_one() -> None:
    change = called("add-persona", {("service_blueprint", "maya-okafor"): FULL})
    assert change is not None
    assert change.edits == (SetValue(WHERE, ("personas",), BOTH),)
    assert called("add-persona", {("service_blueprint", "maya-okafor"): FULL | {"personas": BOTH}}) is None
    assert called("add-persona", {}) is None
