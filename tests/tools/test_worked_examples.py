"""The published and computed examples, through the public analyses: ours, and the shared ones where they lie."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from personatui.api import Report
from personatui_empathy_map.tool import TOOL as EMPATHY_MAP
from personatui_experience_map.tool import TOOL as EXPERIENCE_MAP
from personatui_jtbd.tool import TOOL as JTBD
from tools.inputs import analyse, needs_cases, shared_case, value_of

OURS = {case["method"]: case for case in json.loads(Path(__file__).with_name("worked.json").read_text("utf-8"))}


def _per_outcome(outcomes: list[dict[str, Any]]) -> tuple[Report, list[dict[str, Any]]]:
    data = {
        "survey_segment": "One segment",
        "outcomes": [{"id": f"o{index}", "text": f"Outcome {index}"} | told for index, told in enumerate(outcomes)],
    }
    report = analyse(JTBD, "jtbd.opportunity", data)
    values = [
        {metric.id: metric.value for metric in report.metrics if metric.subject.endswith(f"#o{index}")}
        for index in range(len(outcomes))
    ]
    return report, values


def _forces(sides: dict[str, list[float]]) -> Report:
    entries = [
        {"id": f"{kind}{index}", "text": "x", "kind": kind, "intensity": intensity}
        for kind, intensities in sides.items()
        for index, intensity in enumerate(intensities)
    ]
    return analyse(JTBD, "jtbd.forces", {"forces": entries})


def _notes(counts: dict[str, int]) -> dict[str, Any]:
    return {
        section: [{"id": f"{section}{index}", "text": f"Note {index}"} for index in range(number)]
        for section, number in counts.items()
    }


def _remembered(patients: dict[str, dict[str, float]]) -> dict[str, Any]:
    """How each patient remembers what is told by its peak and its end, on a scale up to 10."""
    values = {}
    for name, patient in patients.items():
        told = (patient["peak"], patient["end"])
        data = {
            "scale": 10,
            "stages": [{"id": f"s{index}", "text": "Stage"} for index in range(len(told))],
            "feelings": [{"id": f"f{i}", "stage": f"s{i}", "emotion": emotion} for i, emotion in enumerate(told)],
        }
        values[name] = value_of(analyse(EXPERIENCE_MAP, "experience_map.emotion", data), "peak_end")
    return values


def _touchpoint_scores(*measures: dict[str, Any]) -> Report:
    told = [{"id": f"m{index}", "text": "Asked", "touchpoint": "t1"} | one for index, one in enumerate(measures)]
    data = {"touchpoints": [{"id": "t1", "text": "Desk", "stage": "s1"}], "stages": [{"id": "s1"}], "measures": told}
    return analyse(EXPERIENCE_MAP, "experience_map.touchpoints", data)


@pytest.mark.parametrize("method", ["opportunity from counts", "bands and limits"])
def test_opportunity_scores_as_written_down(method: str) -> None:
    case = OURS[method]
    report, values = _per_outcome(case["outcomes"])
    for name, expected in case["expected"].items():
        for index, value in enumerate(expected):
            got = values[index][name]
            assert got == (value if isinstance(value, str) else pytest.approx(value, abs=case["tolerance"]))
    assert not [finding for finding in report.findings if finding.severity == "error"]


def test_forces_as_written_down() -> None:
    case = OURS["forces of progress"]
    reports = [_forces(sides) for sides in case["forces"]]
    assert [value_of(report, "net") for report in reports] == case["expected"]["net"]
    assert [value_of(report, "verdict") for report in reports] == case["expected"]["verdict"]


def test_coverage_as_written_down() -> None:
    case = OURS["coverage and evenness"]
    report = analyse(EMPATHY_MAP, "empathy_map.coverage", {"layout": case["layout"], **_notes(case["counts"])})
    assert value_of(report, "coverage") == case["expected"]["coverage"]
    assert value_of(report, "evenness") == pytest.approx(case["expected"]["evenness"], abs=case["tolerance"])
    assert value_of(report, "dominant") == case["expected"]["dominant"]


def test_peak_and_end_as_written_down() -> None:
    case = OURS["peak-end rule"]
    assert _remembered(case["patients"]) == pytest.approx(case["expected"], abs=case["tolerance"])


@pytest.mark.parametrize("way", ["counts", "answers"])
def test_touchpoint_scores_as_written_down(way: str) -> None:
    case = OURS["scores of touchpoints"]
    report = _touchpoint_scores(*case["measures"][way].values())
    for name, expected in case["expected"][way].items():
        assert value_of(report, name) == pytest.approx(expected, abs=case["tolerance"])


@needs_cases
def test_shared_example_of_peak_and_end() -> None:
    case = shared_case("Peak-end average")
    assert _remembered(case["input"]["patients"]) == pytest.approx(case["expected"], abs=case["tolerance"])


@needs_cases
def test_shared_example_of_touchpoint_scores() -> None:
    case = shared_case("NPS, CSAT")
    given, expected = case["input"], case["expected"]
    shares, counts = given["nps_shares"], given["csat_counts"]
    counted = _touchpoint_scores(
        {
            "kind": "nps",
            "respondents": sum(shares.values()),
            "top": shares["promoters"],
            "bottom": shares["detractors"],
        },
        {"kind": "csat", "respondents": counts["n"], "top": counts["satisfied"]},
    )
    answered = _touchpoint_scores(
        {"kind": "nps", "answers": given["nps_responses"]},
        {"kind": "csat", "answers": given["csat_responses"]},
        {"kind": "ces", "version": "2.0", "answers": given["ces2_responses"]},
    )
    values = {
        "nps_from_shares": value_of(counted, "nps"),
        "csat_from_counts": value_of(counted, "csat"),
        "nps": value_of(answered, "nps"),
        "csat": value_of(answered, "csat"),
        "ces_mean": value_of(answered, "ces_mean"),
        "ces_pct_agree": value_of(answered, "ces_agree"),
    }
    assert values == pytest.approx(expected, abs=case["tolerance"])


@needs_cases
def test_shared_example_of_counts() -> None:
    case = shared_case("Ulwick opportunity score")
    given, expected = case["input"], case["expected"]
    _, (values,) = _per_outcome(
        [
            {
                "respondents": given["n_respondents"],
                "importance_top": given["n_importance_4or5"],
                "satisfaction_top": given["n_satisfaction_4or5"],
            }
        ]
    )
    for name in ("importance", "satisfaction", "opportunity"):
        assert values[name] == pytest.approx(expected[name], abs=1e-6)
    assert values["opportunity"] == pytest.approx(expected["opportunity_1dp"], abs=case["tolerance"])
    assert values["band"] == "high"


@needs_cases
def test_shared_example_of_bands() -> None:
    case = shared_case("Opportunity score bands")
    _, values = _per_outcome(
        [
            {"importance": importance, "satisfaction": satisfaction}
            for importance, satisfaction in case["input"]["items"]
        ]
    )
    assert [one["opportunity"] for one in values] == pytest.approx(case["expected"]["scores"], abs=case["tolerance"])
    assert [one["band"] for one in values] == case["expected"]["segment"]


@needs_cases
def test_shared_example_of_forces() -> None:
    case = shared_case("Four forces")
    reports = [_forces(sides) for sides in case["input"]["cases"]]
    assert [value_of(report, "verdict") for report in reports] == case["expected"]["verdict"]
    # without data there is no net at all, where the example writes 0
    assert [value_of(report, "net") or 0 for report in reports] == case["expected"]["net"]
    assert value_of(reports[-1], "net") is None


@needs_cases
def test_shared_example_of_coverage() -> None:
    case = shared_case("Coverage and balance")
    report = analyse(EMPATHY_MAP, "empathy_map.coverage", {"layout": "nng", **_notes(case["input"]["counts"])})
    for name, expected in case["expected"].items():
        got = value_of(report, name)
        assert got == (expected if isinstance(expected, str) else pytest.approx(expected, abs=case["tolerance"]))
