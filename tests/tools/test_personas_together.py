"""Personas together: published examples, limits, gaps and findings, through the public analyses."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from statistics import covariance, mean, variance
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personatui.api import CheckInput, Metric, Parameters, Report
from personatui.testing import ToolConformance, analysis_input, make_project
from personatui.testing.projects import TODAY
from personatui_personas.gower import Attribute, similarities
from personatui_personas.perception import reliability_of
from personatui_personas.prevalence import prevalence_of
from personatui_personas.sets import overlap_of
from personatui_personas.similarity import SimilarityParameters
from personatui_personas.tool import TOOL
from tools.inputs import analysis_of, codes, found, needs_cases, shared_case, value_of

Data = Mapping[str, Any]


class TestPersonasTogether(ToolConformance):
    @pytest.fixture
    def tool(self) -> Any:
        return TOOL


def report_on(
    analysis: str,
    personas: Mapping[str, Data],
    canvas: Data | None = None,
    *,
    segments: Mapping[str, Data] | None = None,
    parameters: Parameters | None = None,
) -> Report:
    """The report on a project with these personas."""
    first, *others = personas
    given_data = analysis_input(
        TOOL,
        canvas,
        persona_id=first,
        persona=personas[first],
        personas={key: personas[key] for key in others},
        segments=segments,
        parameters=parameters,
    )
    return analysis_of(TOOL, f"personas.{analysis}").run(given_data)


def metric_of(report: Report, metric_id: str, persona_id: str) -> Metric:
    """The metric of one persona."""
    return next(one for one in report.metrics if one.id == metric_id and one.subject == f"persona/{persona_id}")


EMPLOYEES: list[dict[str, Any]] = [
    {"Age": 22, "Race": "1", "Height": "Tall", "Income": 0.39, "IsMale": "T", "Politics": "mod"},
    {"Age": 33, "Race": "3", "Height": "Short", "Income": 0.34, "IsMale": "T", "Politics": "lib"},
    {"Age": 52, "Race": "1", "Height": "Moderate", "Income": 0.51, "IsMale": "F", "Politics": "mod"},
    {"Age": 46, "Race": "6", "Height": "Tall", "Income": 0.63, "IsMale": "T", "Politics": "con"},
]


def _employees(rows: list[dict[str, Any]]) -> dict[str, Data]:
    return {f"e{index}": {"name": f"Employee {index}", "custom": row} for index, row in enumerate(rows)}


# Similarity ----------------------------------------------------------------------------------------------


def test_gower_of_the_help_page() -> None:
    report = report_on("similarity", _employees(EMPLOYEES))
    expected = (11 / 30 + 0.05 / 0.29 + 3) / 6
    assert value_of(report, "distance.e0.e1") == pytest.approx(expected)
    assert value_of(report, "gower.e0.e1") == pytest.approx(1 - expected)
    assert report.metric("gower.e0.e1").n == 6


@needs_cases
def test_shared_example_of_gower() -> None:
    case = shared_case("Gower")
    report = report_on("similarity", _employees(case["input"]["rows"]))
    for row, line in enumerate(case["expected"]["matrix"]):
        for column, expected in enumerate(line):
            if row < column:
                got = value_of(report, f"distance.e{row}.e{column}")
                assert got == pytest.approx(expected, abs=case["tolerance"])


def test_gower_of_people_with_incomes_and_credit() -> None:
    # the table that the gower library for Python documents; the ninth record says nothing
    people = [
        (21, "M", "MARRIED", 3000, True, 2200),
        (21, "M", "SINGLE", 1200, False, 100),
        (19, "N", "SINGLE", 32000, True, 22000),
        (30, "M", "SINGLE", 1800, True, 1100),
        (21, "F", "MARRIED", 2900, True, 2000),
        (21, "F", "SINGLE", 1100, False, 100),
        (19, "F", "WIDOW", 10000, False, 6000),
        (30, "F", "DIVORCED", 1500, True, 2200),
    ]
    names = ("age", "gender", "status", "salary", "children", "credit")
    rows: list[dict[str, Any]] = [dict(zip(names, one, strict=True)) for one in people]
    report = report_on("similarity", _employees([*rows, {}]))
    expected = [0.3590238, 0.6707398, 0.31787416, 0.16872811, 0.52622986, 0.59697855, 0.47778758]
    got = [value_of(report, f"distance.e0.e{other}") for other in range(1, 8)]
    assert got == pytest.approx(expected, abs=1e-6)
    assert value_of(report, "distance.e0.e8") is None


@needs_cases
def test_shared_example_of_sets() -> None:
    case = shared_case("Jaccard, overlap")
    given_sets = case["input"]
    report = report_on(
        "similarity", {"a": {"name": "A", "tags": given_sets["a"]}, "b": {"name": "B", "tags": given_sets["b"]}}
    )
    for name, expected in case["expected"].items():
        assert value_of(report, f"{name}.a.b") == pytest.approx(expected, abs=case["tolerance"])


def test_sets_that_are_empty() -> None:
    both = overlap_of(frozenset(), frozenset())
    assert (both.jaccard, both.dice, both.overlap, both.cosine) == (None, None, None, None)
    one = overlap_of(frozenset({("tags", "x")}), frozenset())
    assert (one.jaccard, one.dice, one.overlap, one.cosine) == (0, 0, None, None)


def test_statements_are_the_same_in_any_case_but_in_one_list_only() -> None:
    personas: dict[str, Data] = {
        "a": {"name": "A", "needs": [{"id": "n", "text": "A  Number for the night"}]},
        "b": {"name": "B", "needs": [{"id": "n", "text": "a number for the NIGHT"}]},
        "c": {"name": "C", "pains": [{"id": "n", "text": "A number for the night"}]},
    }
    report = report_on("similarity", personas)
    assert value_of(report, "jaccard.a.b") == 1
    assert value_of(report, "jaccard.a.c") == 0
    assert [finding.references for finding in found(report, "merge")] == [("persona/a", "persona/b")]


@pytest.mark.parametrize(("shared", "own", "is_alike"), [(7, 3, True), (6, 3, False), (14, 6, True)])
def test_merge_from_jaccard_seven_tenths(shared: int, own: int, is_alike: bool) -> None:
    tags = [f"t{index}" for index in range(shared)]
    personas: dict[str, Data] = {
        "a": {"name": "A", "tags": tags},
        "b": {"name": "B", "tags": [*tags, *(f"b{index}" for index in range(own))]},
    }
    report = report_on("similarity", personas)
    assert value_of(report, "jaccard.a.b") == pytest.approx(shared / (shared + own))
    assert bool(found(report, "merge")) == is_alike


@pytest.mark.parametrize(("middle", "is_alike"), [(15, True), (15.1, False), (14.9, True)])
def test_merge_from_gower_85_hundredths(middle: float, is_alike: bool) -> None:
    rows = [{"a": 0.0, "b": 0.0, "c": 0.0}, {"a": middle, "b": middle, "c": middle}, {"a": 100, "b": 100.0, "c": 100}]
    report = report_on("similarity", _employees([{**row} for row in rows]))
    pairs = [finding for finding in found(report, "merge") if finding.where == "persona/e0"]
    assert bool(pairs) == is_alike
    assert all(finding.severity == "warning" for finding in pairs)


def test_few_attributes_are_a_note_and_so_is_what_was_kept_apart() -> None:
    rows: list[dict[str, Any]] = [{"a": 0.0}, {"a": 1.0}, {"a": 100.0}]
    (finding,) = found(report_on("similarity", _employees(rows)), "merge")
    assert finding.severity == "note"
    rows = [{"a": 0.0, "b": 0.0, "c": 0.0}, {"a": 1.0, "b": 1.0, "c": 1.0}, {"a": 100.0, "b": 100.0, "c": 100.0}]
    apart = {"apart": [{"id": "x", "first": "persona/e1", "second": "e0", "text": "One buys, one uses"}]}
    (finding,) = found(report_on("similarity", _employees(rows), apart), "merge")
    assert finding.severity == "note"
    assert "One buys, one uses" in finding.message


def test_a_missing_value_drops_the_attribute_of_the_pair() -> None:
    rows: list[dict[str, Any]] = [{"a": 0.0, "b": "x"}, {"a": 10.0, "b": "x"}, {"a": 5.0}]
    report = report_on("similarity", _employees(rows))
    assert (value_of(report, "gower.e0.e1"), report.metric("gower.e0.e1").n) == (0.5, 2)
    assert (value_of(report, "gower.e0.e2"), report.metric("gower.e0.e2").n) == (0.5, 1)
    nothing = report_on("similarity", _employees([{}, {}]))
    assert value_of(nothing, "gower.e0.e1") is None
    assert value_of(nothing, "jaccard.e0.e1") is None
    assert value_of(nothing, "highest") is None


def test_one_persona_makes_no_pair() -> None:
    report = report_on("similarity", {"a": {"name": "A"}})
    assert value_of(report, "alike") is None
    assert not report.blocks


def test_a_number_without_range_is_left_out_and_told() -> None:
    report = report_on("similarity", _employees([{"a": 1, "b": "x"}, {"a": 1, "b": "y"}]))
    assert value_of(report, "gower.e0.e1") == 0
    assert [finding.message[:8] for finding in found(report, "constant-attribute")] == ["custom.a"]


def test_weights_and_kinds_are_as_the_team_says() -> None:
    rows: list[dict[str, Any]] = [
        {"size": "small", "old": False, "a": 0.0},
        {"size": "large", "old": False, "a": 10.0},
        {"size": "medium"},
    ]
    rules = [
        {"id": "1", "name": "custom.size", "kind": "ordinal", "levels": ["small", "medium", "large"], "weight": 3},
        {"id": "2", "name": "custom.old", "kind": "asymmetric"},
        {"id": "3", "name": "custom.a", "weight": 0},
    ]
    report = report_on("similarity", _employees(rows), {"attributes": rules})
    assert (value_of(report, "gower.e0.e1"), report.metric("gower.e0.e1").n) == (0, 1)
    assert value_of(report, "gower.e0.e2") == 0.5


def test_ties_of_ranks_are_corrected_as_podani_does() -> None:
    # ranks 1.5 1.5 3 4: span 4 - 1.5 - 0 - 0.5 = 2
    one = Attribute("x", "ordinal", {"a": 0.0, "b": 0.0, "c": 1.0, "d": 2.0})
    got = similarities([one], [("a", "b"), ("a", "c"), ("a", "d"), ("c", "d")])
    assert [value.value for value in got.values()] == pytest.approx([1, 0.5, 0, 0.5])


def test_two_who_do_not_buy_share_no_buying_role() -> None:
    personas: dict[str, Data] = {
        "a": {"name": "A", "kind": "b2b", "buying_roles": ["user"]},
        "b": {"name": "B", "kind": "b2b", "buying_roles": ["user", "buyer"]},
    }
    report = report_on("similarity", personas)
    assert report.metric("gower.a.b").n == 3
    assert value_of(report, "gower.a.b") == pytest.approx(2 / 3)


def test_many_personas_are_compared_with_the_one_shown() -> None:
    personas = _employees([{"a": float(index)} for index in range(70)])
    report = report_on("similarity", personas)
    assert len([metric for metric in report.metrics if metric.id.startswith("gower.")]) == 69


_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "n": st.floats(-5, 5, allow_nan=False) | st.integers(0, 9),
        "w": st.sampled_from(["x", "y", "z"]),
        "b": st.booleans(),
    },
)


@settings(max_examples=30, deadline=None)
@given(st.lists(_VALUES, min_size=2, max_size=5), st.randoms())
def test_the_order_of_personas_does_not_matter(rows: list[dict[str, Any]], random: Any) -> None:
    personas = _employees(rows)
    keys = list(personas)
    random.shuffle(keys)
    one = report_on("similarity", personas)
    other = report_on("similarity", {key: personas[key] for key in keys})
    assert one.metrics == other.metrics
    assert one.blocks == other.blocks
    values = [metric.value for metric in one.metrics if metric.id.startswith("gower.")]
    assert all(value is None or -1e-9 <= float(value) <= 1 + 1e-9 for value in values)


def test_parameters_move_the_limits() -> None:
    rows = [{"a": 0.0, "b": 1.0, "c": 2.0}, {"a": 2.0, "b": 3.0, "c": 4.0}, {"a": 4.0, "b": 5.0, "c": 6.0}]
    assert not found(report_on("similarity", _employees(rows)), "merge")
    lower = report_on("similarity", _employees(rows), parameters=SimilarityParameters(gower=0.5))
    assert len(found(lower, "merge")) == 2
    assert lower.parameters["gower"] == 0.5


# Segments ------------------------------------------------------------------------------------------------


def test_segments_without_with_and_with_too_many_personas() -> None:
    personas: dict[str, Data] = {
        **{f"p{index}": {"name": f"P {index}", "segment": "many"} for index in range(4)},
        "alone": {"name": "Alone"},
        "bad": {"name": "Bad", "role": "negative"},
    }
    segments: dict[str, Data] = {
        "many": {"name": "Many", "target": True},
        "none": {"name": "None", "target": True},
        "maybe": {"name": "Maybe"},
        "not": {"name": "Not", "target": False},
    }
    report = report_on("segments", personas, segments=segments)
    assert value_of(report, "coverage") == pytest.approx(1 / 3)
    assert value_of(report, "per_segment") == pytest.approx(5 / 3)
    assert (value_of(report, "crowded"), value_of(report, "without_segment")) == (1, 1)
    missing = {finding.where: finding.severity for finding in found(report, "segment-without-persona")}
    assert missing == {"segment/none": "warning", "segment/maybe": "note"}
    assert [finding.where for finding in found(report, "too-many-for-segment")] == ["segment/many"]
    assert [finding.where for finding in found(report, "persona-without-segment")] == ["persona/alone"]


def test_no_segments_give_no_value() -> None:
    report = report_on("segments", {"a": {"name": "A"}})
    assert value_of(report, "coverage") is None
    assert value_of(report, "per_segment") is None


@pytest.mark.parametrize(
    ("persona", "is_broad"),
    [
        ({"demographics": {"age": "20-40"}}, False),
        ({"demographics": {"age": "20-41"}}, True),
        ({"demographics": {"age": 34}}, False),
        ({"demographics": {"age": "thirties"}}, False),
        ({"buying_roles": ["user", "buyer", "decider", "initiator"]}, False),
        ({"buying_roles": ["user", "buyer", "decider", "initiator", "approver"]}, True),
        ({"goals": [{"text": str(n), "kind": "end"} for n in range(5)]}, False),
        ({"goals": [{"text": str(n), "kind": "end"} for n in range(6)]}, True),
        ({"summary": "Everyone who likes food"}, True),
        ({"summary": "Wants it to go well for everyone"}, False),
        ({"summary": "Overall calm"}, False),
    ],
)
def test_too_broad(persona: dict[str, Any], is_broad: bool) -> None:
    report = report_on("segments", {"a": {"name": "A", **persona}})
    assert bool(found(report, "too-broad")) == is_broad


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (["life", "experience", "experience"], ""),
        (["life", "life"], "2 life goals"),
        (["experience"] * 3, "3 experience goals"),
        ([None] * 9, ""),
    ],
)
def test_coopers_rule_of_thumb_for_goals(kinds: list[str | None], told: str) -> None:
    goals = [{"text": str(n)} | ({"kind": kind} if kind else {}) for n, kind in enumerate(kinds)]
    findings = found(report_on("segments", {"a": {"name": "A", "goals": goals}}), "many-goals")
    assert [told in finding.message for finding in findings] == ([True] if told else [])


# Roles and the buying centre -----------------------------------------------------------------------------


def _roles(*roles: str) -> dict[str, Data]:
    return {f"p{index}": {"name": f"P{index}", "role": role} for index, role in enumerate(roles)}


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (("primary",), []),
        (("primary", "primary"), ["several-primary"]),
        (("secondary",), ["no-primary"]),
        (("primary", *["secondary"] * 3), []),
        (("primary", *["secondary"] * 4), ["many-secondary"]),
        (("negative",), []),
    ],
)
def test_the_rules_of_roles(roles: tuple[str, ...], expected: list[str]) -> None:
    assert codes(report_on("roles", _roles(*roles))) == expected


def test_five_secondary_personas_are_a_warning() -> None:
    severities = [
        found(report_on("roles", _roles("primary", *["secondary"] * n)), "many-secondary")[0].severity for n in (4, 5)
    ]
    assert severities == ["note", "warning"]


def test_interfaces_are_judged_apart() -> None:
    personas: dict[str, Data] = {
        "a": {"name": "A", "role": "primary", "interface": "Desk"},
        "b": {"name": "B", "role": "primary", "interface": "Phone"},
        "c": {"name": "C", "role": "secondary", "interface": "Till"},
        "d": {"name": "D"},
    }
    report = report_on("roles", personas)
    assert value_of(report, "interfaces") == pytest.approx(2 / 3)
    assert value_of(report, "unset") == 1
    assert value_of(report_on("roles", {"d": {"name": "D"}}), "interfaces") is None


def test_the_buying_centre() -> None:
    personas: dict[str, Data] = {
        "a": {"name": "A", "kind": "b2b", "buying_roles": ["user", "initiator", "user"]},
        "b": {"name": "B", "kind": "b2b", "buying_roles": ["user"]},
        "c": {"name": "C", "kind": "b2b"},
        "d": {"name": "D", "kind": "b2c"},
        "e": {"name": "E", "kind": "b2b", "role": "negative", "buying_roles": ["decider"]},
    }
    report = report_on("buying_centre", personas)
    assert value_of(report, "coverage") == pytest.approx(2 / 7)
    assert report.metric("coverage").n == 3
    gaps = {finding.message: finding.severity for finding in found(report, "buying-role-gap")}
    assert len(gaps) == 5
    assert gaps["No persona is the decider of the buying centre."] == "warning"
    assert [finding.where for finding in found(report, "no-buying-role")] == ["persona/c"]


def test_consumers_have_no_buying_centre() -> None:
    report = report_on("buying_centre", {"d": {"name": "D", "kind": "b2c"}})
    assert value_of(report, "coverage") is None
    assert not report.findings


# GenderMag -----------------------------------------------------------------------------------------------

ABI = {"information_processing": "comprehensive", "self_efficacy": "low", "risk": "averse", "learning": "process"}
TIM = {"information_processing": "selective", "self_efficacy": "high", "risk": "tolerant", "learning": "tinkering"}


def test_abi_and_tim_span_all_facets() -> None:
    personas: dict[str, Data] = {"abi": {"name": "Abi", "facets": ABI}, "tim": {"name": "Tim", "facets": TIM}}
    motives = {
        "motives": [
            {"id": "a", "persona": "persona/abi", "pole": "task"},
            {"id": "b", "persona": "persona/tim", "pole": "technology"},
        ]
    }
    report = report_on("gendermag", personas, motives)
    assert value_of(report, "coverage") == 1
    assert metric_of(report, "distance_abi", "abi").value == 0
    assert metric_of(report, "distance_tim", "abi").value == 1
    assert value_of(report_on("gendermag", personas), "coverage") == pytest.approx(4 / 5)


def test_facets_in_the_middle_or_missing() -> None:
    personas: dict[str, Data] = {
        "pat": {"name": "Pat", "facets": {**ABI, "self_efficacy": "medium"}},
        "none": {"name": "None"},
    }
    report = report_on("gendermag", personas)
    assert metric_of(report, "distance_abi", "pat").value == 0.25
    assert metric_of(report, "distance_abi", "pat").n == 4
    assert metric_of(report, "distance_abi", "none").value is None
    assert value_of(report, "coverage") == 0
    assert value_of(report_on("gendermag", {"none": {"name": "None"}}), "coverage") is None


def test_judgements_that_disagree_count_for_nothing() -> None:
    motives = {
        "motives": [
            {"id": "a", "persona": "persona/abi", "pole": "task"},
            {"id": "b", "persona": "persona/abi", "pole": "technology"},
        ]
    }
    report = report_on("gendermag", {"abi": {"name": "Abi", "facets": ABI}}, motives)
    assert metric_of(report, "distance_abi", "abi").n == 4


# Prevalence ----------------------------------------------------------------------------------------------


def _shares(*shares: float | None, **more: object) -> dict[str, Any]:
    return {
        "shares": [
            {"id": f"s{index}", "persona": "persona/maya", "text": f"Attribute {index}"}
            | ({} if share is None else {"share": share})
            for index, share in enumerate(shares)
        ],
        **more,
    }


MAYA: dict[str, Data] = {"maya": {"name": "Maya"}}


@needs_cases
def test_shared_example_of_prevalence() -> None:
    case = shared_case("Attribute-conjunction")
    given_case, expected = case["input"], case["expected"]
    report = report_on("prevalence", MAYA, _shares(*given_case["p"], population=given_case["n_population"]))
    for name in ("independent", "frechet_lower", "frechet_upper"):
        assert value_of(report, name) == pytest.approx(expected[name], abs=case["tolerance"])
    assert value_of(report, "people") == pytest.approx(expected["expected_people"], abs=1e-6)


def test_bounds_that_bind() -> None:
    found_one = prevalence_of([0.9, 0.8])
    assert found_one is not None
    assert found_one.lower == pytest.approx(0.7)
    assert found_one.upper == 0.8
    assert prevalence_of([]) is None


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_the_product_lies_within_the_bounds(shares: list[float]) -> None:
    one = prevalence_of(shares)
    assert one is not None
    assert one.lower - 1e-9 <= one.independent <= one.upper + 1e-9


def test_missing_and_wrong_shares_drop_out_and_are_named() -> None:
    report = report_on("prevalence", MAYA, _shares(0.5, None, 1.5, -0.1, 0, 1, population=100))
    assert report.metric("independent").n == 3
    assert value_of(report, "independent") == 0
    assert codes(report) == ["extreme-share", "extreme-share", "invalid-share", "invalid-share", "missing-share"]
    only = report_on("prevalence", MAYA, _shares(None))
    assert value_of(only, "independent") is None
    assert value_of(only, "people") is None


def test_counts_of_a_survey() -> None:
    counts = [
        {"id": "a", "persona": "persona/maya", "matching": 12, "respondents": 240},
        {"id": "b", "persona": "persona/maya", "matching": 5, "respondents": 10},
        {"id": "c", "persona": "persona/maya", "matching": 11, "respondents": 10},
        {"id": "d", "persona": "persona/maya", "matching": 0, "respondents": 0},
    ]
    report = report_on("prevalence", MAYA, {"conjunctions": counts})
    assert (value_of(report, "counted"), report.metric("counted").n) == (0.05, 240)
    assert codes(report) == ["invalid-count", "invalid-count"]


# Persona Perception Scale --------------------------------------------------------------------------------


def _responses(*answers: dict[str, object]) -> dict[str, Any]:
    return {
        "responses": [
            {"id": f"r{index}", "persona": "persona/maya", "respondent": f"R{index}", "answers": told}
            for index, told in enumerate(answers)
        ]
    }


def test_alpha_of_the_help_page_and_the_mean_of_what_was_answered() -> None:
    canvas = _responses(
        {"credibility-1": 5, "credibility-2": 6},
        {"credibility-1": 3, "credibility-2": 3},
        {"credibility-1": 6},
    )
    report = report_on("perception", MAYA, canvas)
    assert value_of(report, "alpha_credibility") == pytest.approx(0.96)
    assert report.metric("alpha_credibility").n == 2
    assert value_of(report, "credibility") == pytest.approx((5.5 + 3 + 6) / 3)
    assert report.metric("credibility").n == 3
    assert value_of(report, "clarity") is None
    assert value_of(report, "alpha_clarity") is None


def test_alpha_agrees_with_its_covariance_form() -> None:
    # three items of variance v and covariance c: k c / (v + (k - 1) c)
    rows = [{"a": x, "b": x, "c": y} for x, y in ((1.0, 2.0), (3.0, 1.0), (5.0, 6.0), (6.0, 7.0))]
    columns = {name: [row[name] for row in rows] for name in "abc"}
    v = mean(variance(columns[name]) for name in "abc")
    c = mean(covariance(columns[one], columns[other]) for one, other in ("ab", "ac", "bc"))
    assert reliability_of(rows).alpha == pytest.approx(3 * c / (v + 2 * c))


@pytest.mark.parametrize(
    "rows", [[], [{"a": 1.0}], [{"a": 1.0, "b": 2.0}], [{"a": 1.0}, {"a": 2.0}], [{"a": 1.0, "b": 2.0}] * 3]
)
def test_alpha_that_is_not_defined(rows: list[dict[str, float]]) -> None:
    found_one = reliability_of(rows)
    assert found_one.alpha is None
    assert found_one.reason


@pytest.mark.parametrize(
    ("ratio", "band"),
    [(0.7, "acceptable"), (0.8, "good"), (0.9, "excellent"), (0.69, "not acceptable"), (0.7999, "acceptable")],
)
def test_the_limits_of_alpha(ratio: float, band: str) -> None:
    # two items with variance 1 and correlation r have alpha 2 r / (1 + r)
    r = ratio / (2 - ratio)
    e = sqrt(1 - r * r)
    first, second = (1.0, -1.0, 1.0, -1.0), (1.0, 1.0, -1.0, -1.0)
    rows = [{"a": one, "b": r * one + e * other} for one, other in zip(first, second, strict=True)]
    got = reliability_of(rows)
    assert got.alpha == pytest.approx(ratio)
    assert got.band == band


def test_answers_off_the_scale_and_of_no_construct() -> None:
    canvas = _responses({"clarity-1": 8, "clarity-2": 0, "beauty-1": 3, "clarity-3": 7, "clarity-4": "yes"}, {})
    report = report_on("perception", MAYA, canvas)
    assert value_of(report, "clarity") == 7
    assert codes(report).count("answer-off-scale") == 3
    assert codes(report).count("unknown-item") == 1
    assert codes(report).count("empty-response") == 1


def test_whoever_answers_twice_is_named() -> None:
    canvas = _responses({"clarity-1": 5}, {"clarity-1": 6}, {"clarity-1": 6})
    for response, who in zip(canvas["responses"], ("r1", "R1 ", "r2"), strict=True):
        response["respondent"] = who
    assert codes(report_on("perception", MAYA, canvas)).count("answered-twice") == 1


# Checks --------------------------------------------------------------------------------------------------


def _checked(canvas: Data, personas: Mapping[str, Data] = MAYA) -> list[str]:
    project = make_project(personas=personas, canvases={("personas", "project"): canvas}, tools=(TOOL,))
    given_check = CheckInput(project=project, today=TODAY)
    return [finding.code.partition(".")[2] for rule in TOOL.checks for finding in rule.run(given_check)]


def test_entries_about_nobody_and_rules_for_nothing() -> None:
    canvas = {
        "apart": [{"id": "a", "text": "x", "first": "persona/maya", "second": "persona/gone"}],
        "motives": [{"id": "b", "pole": "task"}],
        "attributes": [
            {"id": "c", "name": "custom.none"},
            {"id": "d", "name": "kind", "weight": -1},
            {"id": "e", "name": "custom.size", "kind": "ordinal"},
        ],
    }
    personas: dict[str, Data] = {"maya": {"name": "Maya", "kind": "b2c", "custom": {"size": "small"}}}
    assert _checked(canvas, personas) == [
        "dangling-persona",
        "dangling-persona",
        "unknown-attribute",
        "invalid-weight",
        "missing-levels",
    ]
    twice = {"attributes": [{"id": "c", "name": "custom.size"}, {"id": "d", "name": "custom.size"}]}
    assert _checked(twice, personas) == ["several-rules"]
    same = {"apart": [{"id": "a", "text": "x", "first": "maya", "second": "persona/maya"}]}
    assert _checked(same, personas) == ["apart-from-itself"]


def test_nothing_is_nothing_to_mend() -> None:
    assert _checked({}) == []
    for analysis in TOOL.analyses:
        report = report_on(analysis.id.partition(".")[2], {"bad": {"name": "Bad", "role": "negative"}})
        assert all(metric.value is None or isinstance(metric.value, int) for metric in report.metrics), analysis.id
