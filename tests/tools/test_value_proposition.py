"""The value proposition: coverage, gaps, surplus and fit at every limit; what is broken, and what is taken over."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.api import Change, CheckInput, CommandInput, RemoveValue, Report, SetValue, TableBlock
from personatui.model.edits import apply_to_data
from personatui.testing import analysis_input, make_project
from personatui_empathy_map.tool import TOOL as EMPATHY_MAP
from personatui_value_proposition.tool import TOOL
from tools.inputs import analyse, codes, found, value_of

WHERE = "canvas/value_proposition/maya-okafor"
ANALYSES = [analysis.id for analysis in TOOL.analyses]


def _items(prefix: str, field: str, *weights: int | None, **others: Any) -> list[dict[str, Any]]:
    return [
        {"id": f"{prefix}{index}", "text": f"{prefix} {index}"}
        | ({field: weight} if weight is not None else {})
        | others
        for index, weight in enumerate(weights)
    ]


def _pains(*weights: int | None) -> list[dict[str, Any]]:
    return _items("p", "severity", *weights)


def _gains(*weights: int | None, kind: str = "required") -> list[dict[str, Any]]:
    return _items("g", "relevance", *weights, kind=kind)


def _jobs(*weights: int | None) -> list[dict[str, Any]]:
    return _items("j", "importance", *weights)


def _answer(name: str, **others: Any) -> dict[str, Any]:
    return {"id": name, "text": f"Answer {name}", **others}


def _report(analysis: str, **data: Any) -> Report:
    return analyse(TOOL, f"value_proposition.{analysis}", data)


# Coverage ----------------------------------------------------------------------------------------------------

EXAMPLE: dict[str, Any] = {
    "pains": _pains(5, 4, 3),
    "gains": _gains(4),
    "jobs": _jobs(4),
    "relievers": [_answer("r0", fully=["p0"]), _answer("r1", partly=["p1"]), _answer("r2", partly=["p1"])],
    "creators": [_answer("c0", partly=["g0"])],
    "products": [_answer("d0", fully=["j0"])],
}


def test_the_example_of_the_help_page() -> None:
    report = _report("coverage", **EXAMPLE)
    assert value_of(report, "pain_coverage") == pytest.approx(7 / 12)
    assert value_of(report, "gain_coverage") == 0.5
    assert value_of(report, "job_coverage") == 1
    assert value_of(report, "fit") == pytest.approx(13 / 20)
    assert report.metric("fit").n == 5
    for shown in ("**58 %**", "**50 %**", "**100 %**", "**65 %**"):
        assert shown in TOOL.help
    gaps = _report("gaps", **EXAMPLE)
    assert value_of(gaps, "unaddressed") == 1
    assert value_of(gaps, "critical_gaps") == 0


def test_an_empty_profile_gives_no_value() -> None:
    for data in ({}, {"relievers": [_answer("r0")]}):
        report = _report("coverage", **data)
        assert {metric.value for metric in report.metrics} == {None}
    assert _report("coverage", pains=_pains(5)).metric("pain_coverage").value == 0
    assert value_of(_report("coverage", pains=_pains(5)), "gain_coverage") is None


def test_an_item_without_a_weight_drops_out_and_is_named() -> None:
    report = _report("coverage", pains=_pains(4, None), relievers=[_answer("r0", fully=["p0"])])
    assert value_of(report, "pain_coverage") == 1
    assert report.metric("pain_coverage").n == 1
    assert value_of(report, "unweighted") == 1
    (finding,) = found(report, "item-without-weight")
    assert finding.where == f"{WHERE}#p1"
    nothing = _report("coverage", pains=_pains(None), relievers=[_answer("r0", fully=["p0"])])
    assert value_of(nothing, "pain_coverage") is None


@pytest.mark.parametrize("weight", [0, 6, -1, 99])
def test_a_weight_off_the_scale_is_named_and_left_out(weight: int) -> None:
    report = _report("coverage", pains=_pains(4, weight), relievers=[_answer("r0", fully=["p0"], relevance=weight)])
    assert {finding.where for finding in found(report, "weight-off-scale")} == {f"{WHERE}#p1", f"{WHERE}#r0"}
    assert value_of(report, "pain_coverage") == 1
    assert "1-5" in report.metric("pain_coverage").scale


def test_the_best_effect_counts_and_an_effect_of_none_is_none() -> None:
    report = _report(
        "coverage",
        pains=_pains(2, 2),
        relievers=[_answer("r0", partly=["p0"], fully=["p0"]), _answer("r1", without_effect=["p1"])],
    )
    assert value_of(report, "pain_coverage") == 0.5
    (finding,) = found(report, "several-effects")
    assert finding.where == f"{WHERE}#r0"


@given(st.permutations(range(5)), st.lists(st.sampled_from([0, 1, 2]), min_size=5, max_size=5))
def test_the_order_does_not_matter_and_shares_stay_in_range(order: list[int], effects: list[int]) -> None:
    names = ("without_effect", "partly", "fully")
    answers = [_answer(f"r{index}", **{names[effect]: [f"p{index}"]}) for index, effect in enumerate(effects)]
    pains = _pains(1, 2, 3, 4, 5)
    first = _report("coverage", pains=pains, relievers=answers)
    second = _report("coverage", pains=[pains[i] for i in order], relievers=[answers[i] for i in reversed(order)])
    share = value_of(first, "fit")
    assert isinstance(share, float)
    assert 0 <= share <= 1
    assert share == pytest.approx(sum((i + 1) * effect / 2 for i, effect in enumerate(effects)) / 15)
    assert value_of(second, "fit") == pytest.approx(share)


# Gaps and surplus --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("severity", "critical"), [(3, 0), (4, 1), (5, 1)])
def test_from_severity_4_on_an_open_pain_is_critical(severity: int, critical: int) -> None:
    report = _report("gaps", pains=_pains(severity))
    assert value_of(report, "critical_gaps") == critical
    assert codes(report).count("critical-gap") == critical
    assert codes(report).count("unaddressed") == 1 - critical
    half = _report("gaps", pains=_pains(severity), relievers=[_answer("r0", partly=["p0"])])
    assert value_of(half, "critical_gaps") == 0


def test_unaddressed_items_stand_by_weight_with_those_without_one_last() -> None:
    report = _report("gaps", pains=_pains(2, None, 5), gains=_gains(3))
    table = next(block for block in report.blocks if isinstance(block, TableBlock))
    assert [row[1] for row in table.rows] == ["p 2", "g 0", "p 0", "p 1"]


def test_a_product_that_names_what_is_gone_is_named_and_nothing_else() -> None:
    report = _report("coverage", products=[_answer("d0", fully=["gone"])], creators=[_answer("c0", products=["gone"])])
    assert codes(report) == ["unknown-target", "unknown-target"]


def test_a_link_to_what_is_gone_is_taken_out_and_the_others_stay() -> None:
    data = {"pains": _pains(3), "relievers": [_answer("r0", fully=["p0", "gone"], partly=["gone"])]}
    (finding,) = found(analyse(TOOL, "value_proposition.coverage", data), "unknown-target")
    assert finding.fix is not None
    mended: Any = data
    for edit in finding.fix.edits:
        assert isinstance(edit, SetValue | RemoveValue)
        mended = apply_to_data(mended, edit)
    assert mended["relievers"] == [_answer("r0", fully=["p0"])]
    assert "unknown-target" not in codes(analyse(TOOL, "value_proposition.coverage", mended))


def test_orphans_serve_nobody() -> None:
    report = _report(
        "gaps",
        pains=_pains(3),
        jobs=_jobs(3),
        products=[_answer("d0"), _answer("d1"), _answer("d2", partly=["j0"])],
        relievers=[_answer("r0", fully=["p0"], products=["d0"]), _answer("r1", fully=["gone"])],
        creators=[_answer("c0")],
    )
    assert value_of(report, "orphans") == 3
    assert {finding.where for finding in found(report, "orphan")} == {f"{WHERE}#{name}" for name in ("d1", "r1", "c0")}
    (gone,) = found(report, "unknown-target")
    assert (gone.severity, gone.where) == ("error", f"{WHERE}#r1")
    assert "“Answer r1” answers “gone”" in gone.message


@pytest.mark.parametrize(
    ("relevance", "weights", "over"),
    [
        (4, (2,), 1),
        (5, (1, 2), 1),
        (3, (1,), 0),
        (4, (3,), 0),
        (5, (1, 3), 0),
        (5, (None,), 0),
        (None, (1,), 0),
        (5, (), 0),
    ],
)
def test_an_essential_creator_for_minor_gains_is_over_serving(
    relevance: int | None, weights: tuple[int | None, ...], over: int
) -> None:
    gains = _gains(*weights, kind="desired")
    creator = _answer("c0", fully=[gain["id"] for gain in gains])
    creator |= {"relevance": relevance} if relevance is not None else {}
    report = _report("gaps", gains=gains, creators=[creator])
    assert len(found(report, "over-serving")) == over
    assert (value_of(report, "over_serving") or 0) == over


# Fit ---------------------------------------------------------------------------------------------------------

SOURCES = {"survey": {"title": "Survey", "kind": "survey", "participants": 100}}


def _fit(
    *evidence: tuple[str | None, list[str]], gains: list[dict[str, Any]] | None = None, covered: bool = True
) -> Report:
    data = {
        "gains": _gains(5) if gains is None else gains,
        "creators": [_answer("c0", fully=["g0"])] if covered else [],
        "evidence": [
            {"id": f"e{index}", "text": f"Evidence {index}", "sources": sources} | ({"stage": stage} if stage else {})
            for index, (stage, sources) in enumerate(evidence)
        ],
    }
    return analyse(TOOL, "value_proposition.fit", data, sources=SOURCES)


def test_the_stage_is_the_highest_with_evidence_and_coverage_never_raises_it() -> None:
    assert value_of(_fit(), "fit_stage") is None
    assert value_of(_fit(("problem-solution", ["survey"])), "fit_stage") == "problem-solution"
    assert value_of(_fit(("problem-solution", [])), "fit_stage") is None
    assert (
        value_of(_fit(("business-model", ["gone"]), ("problem-solution", ["survey"])), "fit_stage")
        == "problem-solution"
    )
    highest = _fit(("product-market", ["survey"]))
    assert value_of(highest, "fit_stage") == "product-market"
    assert found(highest, "stage-skipped")
    assert value_of(highest, "fit_claim") == "yes"


def test_without_a_required_gain_fit_cannot_be_claimed() -> None:
    open_ = _fit(("product-market", ["survey"]), covered=False)
    assert value_of(open_, "fit_claim") == "no"
    assert value_of(open_, "required_gains") == 0
    (finding,) = found(open_, "required-gains-open")
    assert finding.where == f"{WHERE}#g0"
    assert "cannot be claimed" in open_.reading
    other = _fit(("product-market", ["survey"]), gains=_gains(5, kind="desired"))
    assert value_of(other, "required_gains") is None
    assert value_of(other, "fit_claim") == "no"
    assert found(other, "no-required-gain")
    assert value_of(_report("fit"), "fit_claim") is None


def test_evidence_that_does_not_count_is_named() -> None:
    report = _fit((None, ["survey"]), ("product-market", []))
    assert [finding.where for finding in found(report, "evidence-without-stage")] == [f"{WHERE}#e0"]
    assert [finding.where for finding in found(report, "evidence-without-source")] == [f"{WHERE}#e1"]


# Taking over -------------------------------------------------------------------------------------------------

PERSONA = {
    "name": "Maya Okafor",
    "pains": [{"id": "m2xa", "text": "Nobody answers at night", "severity": 4, "sources": ["survey"]}],
    "goals": [{"id": "k7qd", "text": "Surprise the children"}],
}


def _taken(origin_text: str, origin: str = "persona/maya-okafor#m2xa", **others: Any) -> Any:
    data = {"pains": [{"id": "p0", "origin": origin, "origin_text": origin_text, **others}]}
    data |= {"relievers": [_answer("r0", partly=["p0"])]}
    return analysis_input(TOOL, data, persona=PERSONA, sources=SOURCES)


def _findings(given_: Any) -> list[Any]:
    return [one for rule in TOOL.checks for one in rule.run(CheckInput(project=given_.project, today=given_.today))]


def test_what_is_taken_over_says_what_its_original_says_now() -> None:
    given_ = _taken("Nobody answers at night")
    report = TOOL.analyses[0].run(given_)
    assert not _findings(given_)
    assert value_of(report, "pain_coverage") == 0.5
    table = next(block for block in report.blocks if isinstance(block, TableBlock))
    # the words, the weight and the sources are the original's
    assert table.rows[0][1:4] == ("Nobody answers at night", None, 4)
    assert table.rows[0][6] == "quantitative"
    own = TOOL.analyses[0].run(_taken("Nobody answers at night", severity=2))
    assert next(block for block in own.blocks if isinstance(block, TableBlock)).rows[0][3] == 2


def test_an_edited_original_marks_what_refers_to_it() -> None:
    given_ = _taken("Nobody answers")
    (finding,) = _findings(given_)
    assert finding.code == "value_proposition.original-edited"
    assert finding.where == f"{WHERE}#p0"
    assert "it said “Nobody answers” and now says “Nobody answers at night”" in finding.message
    assert finding.references == ("persona/maya-okafor#m2xa",)
    assert isinstance(finding.fix, Change)


@pytest.mark.parametrize(
    "origin", ["persona/maya-okafor#gone", "persona/nobody#m2xa", "persona/maya-okafor", "m2xa", "a/b/c"]
)
def test_an_original_that_is_gone_is_named_and_the_rest_is_there(origin: str) -> None:
    given_ = _taken("Nobody answers", origin, severity=5)
    (finding,) = _findings(given_)
    assert finding.code == "value_proposition.original-gone"
    # of a file that cannot be read nobody knows what is in it
    assert ("or cannot be read" in finding.message) == (origin == "persona/nobody#m2xa")
    assert "“Nobody answers”" in finding.message
    assert value_of(TOOL.analyses[0].run(given_), "pain_coverage") == 0.5


def _command(name: str, project: Any, **others: Any) -> Change | None:
    command = next(one for one in TOOL.commands if one.id == f"value_proposition.{name}")
    return command.run(
        CommandInput(project=project, persona_id="maya-okafor", persona=project.personas["maya-okafor"], **others)
    )


def test_commands_take_over_what_is_not_there_yet() -> None:
    project = make_project(
        personas={"maya-okafor": PERSONA},
        canvases={("empathy_map", "maya-okafor"): {"pains": [{"id": "e1", "text": "Lies awake"}]}},
        tools=(TOOL, EMPATHY_MAP),
    )
    change = _command("take-pains", project)
    assert change is not None
    (edit,) = change.edits
    entries = getattr(edit, "data", {})["pains"]
    assert [(entry["origin"], entry["origin_text"]) for entry in entries] == [
        ("persona/maya-okafor#m2xa", "Nobody answers at night"),
        ("canvas/empathy_map/maya-okafor#e1", "Lies awake"),
    ]
    assert all("text" not in entry for entry in entries)
    held = make_project(
        personas={"maya-okafor": PERSONA},
        canvases={("value_proposition", "maya-okafor"): {"pains": entries}},
        tools=(TOOL,),
    )
    assert _command("take-pains", held) is None
    assert _command("take-jobs", held) is not None


def test_one_canvas_is_for_one_segment() -> None:
    project = make_project(
        personas={"a": {"name": "A", "segment": "x"}, "b": {"name": "B", "segment": "y"}},
        canvases={("value_proposition", "a"): {"personas": ["a", "b"]}},
        tools=(TOOL,),
    )
    found_ = [
        one.code
        for rule in TOOL.checks
        for one in rule.run(CheckInput(project=project, today=analysis_input(TOOL).today))
    ]
    assert "value_proposition.several-segments" in found_


def test_a_reliever_of_a_gain_counts_and_is_said() -> None:
    report = _report("coverage", gains=_gains(3), relievers=[_answer("r0", fully=["g0"])])
    assert value_of(report, "gain_coverage") == 1
    assert found(report, "other-side")


def test_everything_holds_without_ids() -> None:
    data = {
        "pains": [{"text": "One", "severity": 5}, {"text": "One", "severity": 5}],
        "relievers": [{"text": "Two"}, {}],
        "evidence": [{"text": "Three"}],
    }
    for analysis in ANALYSES:
        assert analyse(TOOL, analysis, data).reading
