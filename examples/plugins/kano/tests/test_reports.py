"""What the analyses of a Kano survey report, and the questionnaire."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from personatui.api import AnalysisInput, ExportInput, Report, ScatterBlock, TableBlock
from personatui.testing import analysis_input

from personatui_kano.categories import CategoriesParameters, stacked
from personatui_kano.questionnaire import export_questionnaire
from personatui_kano.survey import as_kano, tallies
from personatui_kano.tool import TOOL

SAMPLE = Path(__file__).parents[1] / "sample"
ANALYSES = {analysis.id: analysis for analysis in TOOL.analyses}


def given(data: dict[str, Any] | None = None, **sources: Any) -> AnalysisInput:
    return analysis_input(TOOL, TOOL.demo if data is None else data, sources=sources or None)


def report(name: str, of: AnalysisInput) -> Report:
    analysis = ANALYSES[f"kano.{name}"]
    return analysis.run(replace(of, parameters=analysis.parameters()))


def value(found: Report, metric: str, item: str) -> object:
    return next(one.value for one in found.metrics if one.id == metric and one.subject.endswith(f"#{item}"))


def questionnaire(of: AnalysisInput) -> str:
    return export_questionnaire(ExportInput(project=of.project, persona_id=of.persona_id, persona=of.persona)).decode()


def test_the_demo_by_hand() -> None:
    found = report("categories", given())
    assert {item: value(found, "category", item) for item in ("night", "cage", "card", "visit")} == {
        "night": "one-dimensional",
        "cage": "must-be",
        "card": "attractive",
        "visit": "attractive",
    }
    # night: seven O, two M, one A of ten
    assert value(found, "share.O", "night") == pytest.approx(0.7)
    assert value(found, "category_strength", "night") == pytest.approx(50)
    assert value(found, "fong", "night") == "significant"
    # card: six A and three I of ten: 3 is less than 1.65 sqrt(9 * 11 / 20)
    assert value(found, "fong", "card") == "not significant"
    assert {one.code for one in found.findings} == {
        "kano.few-answers",
        "kano.questionable",
        "kano.reverse",
        "kano.answers-left-out",
    }


def test_the_shares_are_stacked_to_one_length() -> None:
    found = report("categories", given())
    table = found.blocks[1]
    assert isinstance(table, TableBlock)
    assert [row[-1] for row in table.rows] == [
        "MMMMOOOOOOOOOOOOOOAA",
        "MMMMMMMMMMMMMMMMMMOO",
        "AAAAAAAAAAAAIIIIIIQQ",
        "AAAAAAAIIIIIIRRRRRRR",
    ]
    nothing = tallies(as_kano(given({"features": [{"id": "f"}]}).canvas))
    assert stacked(nothing[0]) == ""


def test_better_against_worse_is_drawn_without_those_that_have_none() -> None:
    found = report("coefficients", given({**TOOL.demo, "features": [*TOOL.demo["features"], {"id": "new"}]}))
    chart = found.blocks[0]
    assert isinstance(chart, ScatterBlock)
    assert [(point.mark, round(point.x, 2), round(point.y, 2)) for point in chart.points] == [
        ("F1", 0.9, 0.8),
        ("F2", 1.0, 0.1),
        ("F3", 0.0, 0.67),
        ("F4", 0.0, 0.5),
    ]
    assert value(found, "better", "new") is None
    assert value(found, "worse", "night") == pytest.approx(-0.9)


def test_importance_is_ranked_within_the_category() -> None:
    found = report("importance", given())
    table = found.blocks[1]
    assert isinstance(table, TableBlock)
    assert [(row[0], str(row[1])[:2]) for row in table.rows] == [
        ("must-be", "F2"),
        ("one-dimensional", "F1"),
        ("attractive", "F4"),
        ("attractive", "F3"),
    ]
    # 7 8 9 8 6 7 5 9 8 of nine people; one did not say
    assert value(found, "importance", "cage") == pytest.approx(67 / 9)


@pytest.mark.parametrize("name", ["categories", "coefficients", "importance"])
def test_a_survey_without_answers_has_no_values_and_says_so(name: str) -> None:
    found = report(name, given({"features": [{"id": "f", "text": "A feature"}]}))
    told = [one for one in found.metrics if one.subject.endswith("#f")]
    assert told
    assert {one.value for one in told} == {None}
    assert found.blocks == ()
    assert found.reading


def test_figures_rest_on_the_evidence_of_their_feature() -> None:
    data = {"features": [{"id": "f", "must_be": 40, "sources": ["big"]}, {"id": "g", "must_be": 40}]}
    found = report("categories", given(data, big={"kind": "survey", "participants": 40}))
    of = {one.subject[-1]: one.evidence for one in found.metrics if one.id == "category"}
    assert {key: str(strength) for key, strength in of.items()} == {"f": "quantitative", "g": "assumption"}


def test_few_is_a_parameter() -> None:
    analysis, of = ANALYSES["kano.categories"], given({"features": [{"id": "f", "must_be": 12}]})
    assert [one.code for one in report("categories", of).findings] == ["kano.few-answers"]
    assert analysis.run(replace(of, parameters=CategoriesParameters(min_respondents=12))).findings == ()


def test_the_questionnaire_asks_both_questions_of_every_feature() -> None:
    text = questionnaire(given())
    assert text.count("## ") == 4
    assert text.count("- [ ] 5. dislike") == 8
    assert "If nobody answers at night, how do you feel?" in text
    bare = questionnaire(given({"features": [{"id": "f", "text": "A hat"}]}))
    assert "How do you feel if there is this: A hat?" in bare


def test_the_sample_says_what_its_survey_found() -> None:
    path = SAMPLE / "canvases" / "kano" / "maya-okafor.toml"
    source = tomllib.loads((SAMPLE / "sources" / "kano-renters.toml").read_text(encoding="utf-8"))
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    of = given(data, **{"kano-renters": source})
    assert as_kano(of.canvas).to_data() == data
    found = report("categories", of)
    named = {row[0]: row[1] for row in found.blocks[0].rows} if isinstance(found.blocks[0], TableBlock) else {}
    assert named == {
        "F1 A line that is answered at night": "one-dimensional",
        "F2 The enclosure comes with the animal": "must-be",
        "F3 A half-page on handling instead of the manual": "one-dimensional (mixed)",
        "F4 A photographer for an hour": "attractive",
        "F5 A keeper looks in every morning": "indifferent",
        "F6 A video call with a vet": "attractive",
    }
