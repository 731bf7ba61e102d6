"""What the checks find in a survey, and how it is mended."""

from __future__ import annotations

from typing import Any

import pytest
from personatui.api import CheckInput, Finding, RemoveValue, canvas_reference
from personatui.testing import analysis_input

from personatui_kano.tool import TOOL

WHERE = canvas_reference("kano", "maya-okafor")
PAIR = {"functional": 1, "dysfunctional": 5}


def findings(*answers: dict[str, Any], **feature: Any) -> list[Finding]:
    data = {"features": [{"id": "f", "text": "A hat", **feature}], "answers": list(answers)}
    given = analysis_input(TOOL, data)
    return [one for rule in TOOL.checks for one in rule.run(CheckInput(project=given.project, today=given.today))]


def test_the_demo_has_nothing_but_half_a_pair() -> None:
    given = analysis_input(TOOL, TOOL.demo)
    found = [one for rule in TOOL.checks for one in rule.run(CheckInput(project=given.project, today=given.today))]
    assert [(one.code, one.where) for one in found] == [("kano.half-a-pair", "canvas/kano/maya-okafor#r08-visit")]


@pytest.mark.parametrize(
    ("answer", "code", "path"),
    [
        ({"feature": "gone", **PAIR}, "kano.dangling-answer", ("answers", "a")),
        ({**PAIR}, "kano.dangling-answer", ("answers", "a")),
        (
            {"feature": "f", "functional": 7, "dysfunctional": 1},
            "kano.answer-off-scale",
            ("answers", "a", "functional"),
        ),
        ({"feature": "f", **PAIR, "importance": 0}, "kano.importance-off-scale", ("answers", "a", "importance")),
    ],
)
def test_an_answer_that_cannot_count_is_found_with_its_fix(
    answer: dict[str, Any], code: str, path: tuple[str, ...]
) -> None:
    (found,) = findings({"id": "a", "name": "r1", **answer})
    assert (found.code, found.where) == (code, str(WHERE.at("a")))
    assert found.fix is not None
    assert found.fix.edits == (RemoveValue(WHERE, path),)


def test_who_answers_twice_is_asked_which() -> None:
    found = findings(
        {"id": "a", "name": "r1", "feature": "f", **PAIR}, {"id": "b", "name": "r1", "feature": "f", **PAIR}
    )
    assert [(one.code, one.where[-1]) for one in found] == [("kano.answered-twice", "a"), ("kano.answered-twice", "b")]


def test_what_has_no_id_is_found_without_a_fix() -> None:
    (found,) = findings({"name": "r1", "feature": "gone", **PAIR})
    assert (found.code, found.fix) == ("kano.dangling-answer", None)


def test_counts_below_zero_and_beside_answers() -> None:
    (negative,) = findings(must_be=-2)
    assert negative.code == "kano.negative-count"
    assert negative.fix is not None
    assert negative.fix.edits == (RemoveValue(WHERE, ("features", "f", "must_be")),)
    (beside,) = findings({"id": "a", "name": "r1", "feature": "f", **PAIR}, must_be=2)
    assert beside.code == "kano.counts-beside-answers"
