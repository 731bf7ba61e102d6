"""The rules for statements, each broken and kept, and the report that counts them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from personatui.api import Report
from personatui.model.edits import SetValue, apply_to_data
from personatui_jtbd.canvas import Job, JobStory, Outcome, RelatedJob
from personatui_jtbd.lint import Offence, lint_job, lint_outcome, lint_related_job, lint_story, story_parts
from personatui_jtbd.tool import TOOL
from tools.inputs import analyse, codes, found, value_of


def _rules(offences: Iterable[Offence]) -> set[str]:
    return {offence.rule for offence in offences}


GOOD_JOB: dict[str, Any] = {"verb": "prepare", "object": "an evening meal", "clarifier": "on a working day"}
GOOD_OUTCOME = "Minimize the time it takes to decide on a dish that everybody will eat"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"verb": ""}, "job-without-verb"),
        ({"object": " "}, "job-without-object"),
        ({"clarifier": ""}, "job-without-clarifier"),
        ({"verb": "preparing"}, "job-verb-form"),
        ({"verb": "to prepare"}, "job-verb-form"),
        ({"object": "a meal and a dessert"}, "job-joined"),
        ({"verb": "cook or order"}, "job-joined"),
        ({"clarifier": "with an app"}, "job-solution"),
    ],
)
def test_a_job_statement_that_breaks_a_rule(changes: dict[str, str], rule: str) -> None:
    assert rule in _rules(lint_job(Job(**(GOOD_JOB | changes))))


@pytest.mark.parametrize(
    "job",
    [
        GOOD_JOB,
        GOOD_JOB | {"verb": "bring"},
        GOOD_JOB | {"object": "Anderson's orders"},
        GOOD_JOB | {"clarifier": "for a wardrobe designer in Orlando"},
        {},
    ],
)
def test_a_job_statement_that_keeps_them(job: dict[str, Any]) -> None:
    assert not _rules(lint_job(Job(**job)))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Reduce the time it takes to decide", "outcome-direction"),
        ("Quick decisions about the time of the dish", "outcome-direction"),
        ("The time it takes to decide", "outcome-direction"),
        ("Minimize that dishes burn at night", "outcome-without-metric"),
        ("Minimize the time it takes to choose and to buy", "outcome-joined"),
        ("Minimize the time it takes to choose or buy", "outcome-joined"),
        ("Minimize the time it takes to choose and/or buy", "outcome-joined"),
        ("Minimize the time it takes to choose & buy", "outcome-joined"),
        ("Minimize the time it takes to open the app", "outcome-solution"),
        ("Minimize the number of e-mails to read", "outcome-solution"),
        ("Increase the likelihood of an easy choice", "outcome-vague"),
        ("Minimize the time to a user-friendly result", "outcome-vague"),
        ("", "outcome-empty"),
        ("   ", "outcome-empty"),
        ("…", "outcome-empty"),
    ],
)
def test_an_outcome_that_breaks_a_rule(text: str, rule: str) -> None:
    assert rule in _rules(lint_outcome(Outcome(text=text)))


@pytest.mark.parametrize(
    "text",
    [
        GOOD_OUTCOME,
        "minimise the likelihood that a dish burns",
        "Increase the percentage of dinners that start on time",
        "Minimize the number of oranges that are thrown away",
        "Minimize the time it takes to decide, e.g. with an app and a good list",
        "Minimize the time it takes to decide (for example by app or phone)",
        "  Minimize\nthe time it takes to decide",
    ],
)
def test_an_outcome_that_keeps_them(text: str) -> None:
    assert not _rules(lint_outcome(Outcome(text=text)))


def test_outcomes_in_parts_need_object_and_clarifier() -> None:
    parts: dict[str, Any] = {"direction": "minimize", "metric": "the time it takes", "object": "to decide"}
    assert _rules(lint_outcome(Outcome(**parts))) == {"outcome-without-clarifier"}
    assert not _rules(lint_outcome(Outcome(**parts, clarifier="on the way home")))
    assert "outcome-without-object" in _rules(lint_outcome(Outcome(direction="minimize", metric="the time")))
    assert "outcome-direction" in _rules(lint_outcome(Outcome(metric="the time", object="to decide")))
    assert not _rules(lint_outcome(Outcome(text="Minimize delays at night", metric="minutes of delay")))


def test_a_direction_that_differs_from_the_text_is_named() -> None:
    assert "outcome-direction-differs" in _rules(lint_outcome(Outcome(text=GOOD_OUTCOME, direction="increase")))
    assert not _rules(lint_outcome(Outcome(text=GOOD_OUTCOME, direction="minimize")))


@pytest.mark.parametrize(
    ("text", "kind", "broken"),
    [
        ("Feel calm", "emotional", False),
        ("to feel calm", "emotional", False),
        ("avoid feeling guilty", "emotional", False),
        ("Be perceived as a good cook", "social", False),
        ("Avoid being perceived as careless", "social", False),
        ("Calm", "emotional", True),
        ("Feelings of calm", "emotional", True),
        ("Look like a good cook", "social", True),
        ("Keep the budget", "related", False),
        ("Keep the budget", "financial", False),
    ],
)
def test_emotional_and_social_jobs_start_in_the_standard_way(text: str, kind: Any, broken: bool) -> None:
    rules = _rules(lint_related_job(RelatedJob(text=text, kind=kind)))
    assert ("emotional-job-prefix" in rules) is broken


def test_a_related_job_says_its_kind() -> None:
    assert _rules(lint_related_job(RelatedJob(text="Keep the budget"))) == {"related-job-without-kind"}


@pytest.mark.parametrize("missing", ["situation", "motivation", "outcome"])
def test_a_job_story_needs_its_three_parts(missing: str) -> None:
    parts: dict[str, Any] = {"situation": "it is late", "motivation": "know a dish", "outcome": "eat by seven"}
    assert not _rules(lint_story(JobStory(**parts)))
    (offence,) = lint_story(JobStory(**(parts | {missing: " "})))
    assert offence.rule == "story-incomplete"
    assert missing in offence.problem


@pytest.mark.parametrize(
    ("field", "value"),
    [("situation", "When it is late"), ("motivation", "I want to know"), ("outcome", "so that I can eat")],
)
def test_a_job_story_does_not_repeat_its_form(field: str, value: str) -> None:
    parts: dict[str, Any] = {"situation": "it is late", "motivation": "know a dish", "outcome": "eat by seven"}
    assert _rules(lint_story(JobStory(**(parts | {field: value})))) == {"story-lead-in"}


def test_a_job_story_may_be_one_sentence() -> None:
    told = JobStory(text="When it is late, I want to know a dish, so that I can eat by seven")
    assert story_parts(told) == {"situation": "it is late", "motivation": "know a dish", "outcome": "eat by seven"}
    assert not _rules(lint_story(told))
    assert _rules(lint_story(JobStory(text="I want to eat"))) == {"story-incomplete"}


def _report(*texts: str, **canvas: Any) -> Report:
    outcomes = [{"id": f"o{index}", "text": text} for index, text in enumerate(texts)]
    return analyse(TOOL, "jtbd.statements", {"job": GOOD_JOB, "outcomes": outcomes, **canvas})


def test_the_report_counts_what_is_well_formed_and_names_what_is_not() -> None:
    report = _report(GOOD_OUTCOME, "Reduce the time it takes to decide")
    assert value_of(report, "well_formed_outcomes") == 0.5
    (finding,) = found(report, "outcome-direction")
    assert finding.where == "canvas/jtbd/maya-okafor#o1"
    assert "“Reduce the time it takes to decide”" in finding.message
    assert "“prepare an evening meal on a working day”" in report.reading


def test_a_direction_in_other_words_is_mended_by_an_edit() -> None:
    (finding,) = found(_report("Reduce the time it takes to decide"), "outcome-direction")
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert isinstance(edit, SetValue)
    data = apply_to_data({"outcomes": [{"id": "o0", "text": "Reduce the time it takes to decide"}]}, edit)
    assert data["outcomes"][0]["text"] == "Minimize the time it takes to decide"
    (without_standard_word,) = found(_report("Happy guests, at any time"), "outcome-direction")
    assert without_standard_word.fix is None


@pytest.mark.parametrize(("number", "noted"), [(0, False), (49, True), (50, False), (150, False), (151, True)])
def test_a_full_set_has_fifty_to_a_hundred_and_fifty_outcomes(number: int, noted: bool) -> None:
    assert ("number-of-outcomes" in codes(_report(*[GOOD_OUTCOME] * number))) is noted


def test_mostly_minimize_is_preferred() -> None:
    more = "Increase the number of dinners on time"
    assert "mostly-increase" in codes(_report(more, more, GOOD_OUTCOME))
    assert "mostly-increase" not in codes(_report(more, GOOD_OUTCOME))
    assert value_of(_report(more, GOOD_OUTCOME), "minimize_share") == 0.5


def test_a_missing_job_is_a_finding_only_where_something_stands() -> None:
    assert "missing-job" in codes(_report(GOOD_OUTCOME, job={}))
    assert codes(analyse(TOOL, "jtbd.statements", {})) == []


def test_nothing_stated_gives_no_values() -> None:
    report = analyse(TOOL, "jtbd.statements", {})
    for name in ("job_parts", "well_formed_outcomes", "minimize_share", "emotional_jobs", "complete_stories"):
        assert value_of(report, name) is None
