"""What matters most across tools: the order, the reasons it rests on, and one finding a kind."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.model.canvas import Canvas
from personatui.model.claims import Borrowed, Pain, Strength
from personatui.model.findings import Finding, Severity
from personatui.model.persona import Persona
from personatui.model.project import Project
from personatui.model.reports import Report
from personatui.model.source import Source
from personatui.model.summary import summary_of


class Offer(Canvas):
    """A canvas whose pains are taken over from elsewhere."""

    pains: tuple[Borrowed, ...] = ()


PROJECT = Project(
    personas={
        "ann": Persona(
            name="Ann",
            pains=(
                Pain(id="mild", text="A mild one", severity=1),
                Pain(id="hard", text="A hard one", severity=5),
                Pain(id="seen", text="One that was measured", severity=1, sources=("survey",)),
            ),
        )
    },
    sources={"survey": Source(title="Survey", kind="survey", participants=400)},
    canvases={
        ("offer", "ann"): Offer(pains=(Borrowed(id="own", origin="persona/ann#hard"), Borrowed(id="far", origin="x")))
    },
)


def _finding(code: str, severity: Severity = Severity.WARNING, where: str = "", **more: Any) -> Finding:
    return Finding(code, severity, f"Says {code}.", where, **more)


def _report(tool: str, *findings: Finding) -> Report:
    return Report(f"{tool}.one", tool, tool.title(), findings=findings)


def _codes(*reports: Report) -> list[str]:
    return [ranked.finding.code for ranked in summary_of(PROJECT, "ann", reports).findings]


def test_errors_before_warnings_before_notes() -> None:
    severities = (Severity.NOTE, Severity.ERROR, Severity.WARNING)
    assert _codes(_report("a", *(_finding(f"a.{severity}", severity) for severity in severities))) == [
        "a.error",
        "a.warning",
        "a.note",
    ]


def test_what_more_tools_point_at_comes_first_and_a_statement_taken_over_is_its_original() -> None:
    reports = (
        _report("a", _finding("a.mild", where="persona/ann#mild")),
        _report("b", _finding("b.seen", where="persona/ann#seen")),
        _report("offer", _finding("offer.own", where="canvas/offer/ann#own")),
        _report("c", _finding("c.other", references=("persona/ann#hard",))),
    )
    summary = summary_of(PROJECT, "ann", reports)
    assert [(ranked.finding.code, ranked.tools) for ranked in summary.findings[:2]] == [
        ("offer.own", ("offer", "c")),
        ("c.other", ("c", "offer")),
    ]
    assert summary.findings[0].pain == 5


def test_what_is_about_the_persona_comes_before_what_is_about_all_or_others() -> None:
    personas = {"ann": Persona(name="Ann", segment="us"), "bob": Persona(name="Bob", segment="them")}
    canvases = {("offer", "ann"): Offer(), ("offer", "bob"): Offer(), ("offer", "project"): Offer()}
    project = Project(personas=personas, canvases=canvases)
    places = ["persona/bob", "segment/them", "canvas/offer/project#aaaa", "canvas/offer/bob", "canvas/offer/gone"]
    own = ["persona/ann", "segment/us", "canvas/offer/ann#aaaa", ""]
    findings = [_finding(f"a.{number}", where=where) for number, where in enumerate((*places, *own))]
    ranked = summary_of(project, "ann", [_report("a", *findings)], shown=99).findings
    assert [entry.finding.where for entry in ranked] == [*own, *places]
    assert [entry.is_own for entry in ranked] == [True] * len(own) + [False] * len(places)


def test_one_tool_that_says_two_things_of_a_statement_is_one_tool() -> None:
    summary = summary_of(
        PROJECT,
        "ann",
        [_report("a", _finding("a.x", where="persona/ann#mild"), _finding("a.y", where="persona/ann#mild"))],
    )
    assert [ranked.tools for ranked in summary.findings] == [("a",), ("a",)]


def test_the_graver_pain_then_the_stronger_evidence() -> None:
    report = _report(
        "a",
        _finding("a.whole", where="canvas/offer/ann"),
        _finding("a.mild", where="persona/ann#mild"),
        _finding("a.seen", where="persona/ann#seen"),
        _finding("a.hard", where="persona/ann#hard"),
    )
    assert _codes(report) == ["a.hard", "a.seen", "a.mild", "a.whole"]
    found = summary_of(PROJECT, "ann", [report]).findings
    assert [(ranked.pain, ranked.strength) for ranked in found] == [
        (5, Strength.ASSUMPTION),
        (1, Strength.QUANTITATIVE),
        (1, Strength.ASSUMPTION),
        (None, None),
    ]


def test_findings_of_a_kind_are_one_and_the_gravest_stands_for_them() -> None:
    summary = summary_of(
        PROJECT,
        "ann",
        [
            _report("a", _finding("a.x", where="persona/ann#mild"), _finding("a.x", where="persona/ann#hard")),
            _report("a", _finding("a.x", Severity.NOTE), _finding("a.x")),
        ],
    )
    assert [(ranked.finding.where, ranked.finding.severity, ranked.alike) for ranked in summary.findings] == [
        ("persona/ann#hard", Severity.WARNING, 2),
        ("", Severity.NOTE, 0),
    ]
    assert summary.total == 4


@pytest.mark.parametrize(
    "where", ["", "README.md", "persona/ann#gone", "persona/no-one#mild", "canvas/offer/ann#far", "a/b/c/d#e"]
)
def test_what_names_no_statement_is_ranked_all_the_same(where: str) -> None:
    (ranked,) = summary_of(PROJECT, "ann", [_report("a", _finding("a.x", where=where))]).findings
    assert ranked.tools == ("a",)
    assert ranked.pain is None


def test_statements_that_are_taken_over_in_a_circle_end() -> None:
    offer = Offer(
        pains=(Borrowed(id="one", origin="canvas/offer/ann#two"), Borrowed(id="two", origin="canvas/offer/ann#one"))
    )
    project = Project(personas=PROJECT.personas, canvases={("offer", "ann"): offer})
    assert summary_of(project, "ann", [_report("a", _finding("a.x", where="canvas/offer/ann#one"))]).total == 1


def test_nothing_found() -> None:
    assert summary_of(PROJECT, "ann", []).findings == ()
    assert summary_of(PROJECT, "ann", [_report("a")]).total == 0


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(list(Severity))), max_size=12), st.integers(1, 6)
)
def test_no_more_than_asked_for_and_none_that_is_graver_is_left_out(
    made: list[tuple[str, Severity]], shown: int
) -> None:
    report = _report("a", *(_finding(f"a.{code}", severity) for code, severity in made))
    found = summary_of(PROJECT, "ann", [report], shown=shown).findings
    kinds = sorted({*made}, key=lambda kind: -kind[1].rank)
    assert [ranked.finding.severity for ranked in found] == [severity for _, severity in kinds[:shown]]
