"""What was asked at each touchpoint: NPS, CSAT and CES, each with its n."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import Field

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Block,
    Finding,
    Metric,
    Parameters,
    Reference,
    Report,
    Severity,
    TableBlock,
    counted,
    quoted,
)
from personatui_experience_map.canvas import ExperienceMap, Measure, Touchpoint
from personatui_experience_map.regions import TOOL_ID, as_experience_map
from personatui_experience_map.scores import RULES, Refusal, Score, given_in, score

ANALYSIS_ID = f"{TOOL_ID}.touchpoints"
TITLE = "Touchpoint scores"


class TouchpointParameters(Parameters):
    """`min_answers`: below it a finding warns that the interval around a score is wide."""

    min_answers: int = Field(default=30, ge=1)


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement that gave figures, and what it is called."""

    measure: Measure
    score: Score
    name: str
    touchpoint: Touchpoint | None


def measured(canvas: ExperienceMap) -> tuple[Measured, ...]:
    """The measurements with figures, each under a name of its own."""
    touchpoints = {touchpoint.id: touchpoint for touchpoint in canvas.touchpoints if touchpoint.id}
    found = []
    for measure in canvas.measures:
        result = score(measure)
        if isinstance(result, Score):
            touchpoint = touchpoints.get(measure.touchpoint) if measure.touchpoint else None
            where = touchpoint.label if touchpoint is not None else measure.label
            name = f"{where} ({measure.date})" if measure.date.strip() else where
            found.append(Measured(measure, result, name, touchpoint))
    names = Counter((one.name, one.score.rules.title) for one in found)
    seen: Counter[tuple[str, str]] = Counter()
    told = []
    for one in found:
        key = one.name, one.score.rules.title
        seen[key] += 1
        name = f"{one.name} #{seen[key]}" if names[key] > 1 else one.name
        told.append(Measured(one.measure, one.score, name, one.touchpoint))
    return tuple(told)


def measure_findings(canvas: ExperienceMap, where: Reference) -> Iterator[Finding]:
    """Measurements that give no figure, are given twice, or belong to no touchpoint."""
    touchpoints = {touchpoint.id for touchpoint in canvas.touchpoints if touchpoint.id}
    for measure in canvas.measures:
        name, place = quoted(measure.label), str(where.at(measure.id))
        if not measure.touchpoint:
            yield Finding(
                f"{TOOL_ID}.measure-without-touchpoint",
                Severity.WARNING,
                f"The measurement {name} does not say at which touchpoint it was asked.",
                place,
                "Set `touchpoint` to the id of one.",
            )
        elif measure.touchpoint not in touchpoints:
            yield Finding(
                f"{TOOL_ID}.unknown-touchpoint",
                Severity.ERROR,
                f"The measurement {name} names the touchpoint “{measure.touchpoint}”, which is not on the map.",
                place,
                "The touchpoint was removed or its id is misspelt: name another.",
            )
        ways = given_in(measure)
        if len(ways) > 1 and "answers" in ways:
            yield Finding(
                f"{TOOL_ID}.several-ways",
                Severity.WARNING,
                f"The measurement {name} is given as {' and '.join(ways)}; the answers were used.",
                place,
                "Keep one of them.",
            )
        result = score(measure)
        if isinstance(result, Refusal):
            yield Finding(
                f"{TOOL_ID}.{result.code}",
                Severity.ERROR if result.wrong else Severity.WARNING,
                f"The measurement {name} gives no score: {result.reason}.",
                place,
                result.hint,
            )


def analyse_touchpoints(given: AnalysisInput) -> Report:
    """The report `experience_map.touchpoints`: each measurement's score with its n and interval."""
    canvas = as_experience_map(given.canvas)
    parameters = given.parameters if isinstance(given.parameters, TouchpointParameters) else TouchpointParameters()
    found = measured(canvas)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(canvas, found, parameters.min_answers),
        metrics=tuple(metric for one in found for metric in _metrics(given, one)),
        blocks=tuple(_blocks(given, found)),
        findings=(
            *measure_findings(canvas, Reference("canvas", given.name, given.tool)),
            *_few_findings(given, found, parameters.min_answers),
        ),
        parameters=parameters.model_dump(),
    )


def _metrics(given: AnalysisInput, one: Measured) -> Iterator[Metric]:
    result = one.score
    evidence = given.project.evidence([one.measure])
    subject = given.at(one.touchpoint.id if one.touchpoint is not None else one.measure.id)

    def metric(name: str, label: str, value: float | None, unit: str, scale: str, formula: str) -> Metric:
        return Metric(name, f"{label} · {one.name}", value, unit, scale, result.n, formula, evidence, subject)

    if one.measure.kind == "nps":
        yield metric("nps", "NPS", result.nps, "", "-100 to 100", "% of 9-10 - % of 0-6")
        yield metric("promoters", "Promoters", result.good, "%", "0-100", "answers 9-10 / n")
        yield metric("detractors", "Detractors", result.bad, "%", "0-100", "answers 0-6 / n")
    elif one.measure.kind == "csat":
        yield metric("csat", "CSAT", result.good, "%", "share of answers 4 and 5 of 1-5", "answers 4-5 / n")
        yield metric(
            "csat_mean", "CSAT as a mean", result.mean, "", "1-5", "mean answer; not the share that is meant by CSAT"
        )
    elif one.measure.version == "2.0":
        yield metric("ces_mean", "CES 2.0", result.mean, "", "1-7, higher is easier", "mean agreement that it was easy")
        yield metric(
            "ces_agree", "CES 2.0 agreeing", result.good, "%", "share of answers 5 to 7 of 1-7", "answers 5-7 / n"
        )
    else:
        yield metric("ces_effort", "CES 1.0", result.mean, "", "1-5 effort, lower is better", "mean effort")


def _blocks(given: AnalysisInput, found: tuple[Measured, ...]) -> Iterator[Block]:
    for kind, title, low, high, unit in (
        ("nps", "NPS, % promoters - % detractors", -100.0, 100.0, ""),
        ("csat", "CSAT, % of answers 4 and 5", 0.0, 100.0, "%"),
        ("ces 2.0", "CES 2.0, mean ease from 1 to 7, higher is better", 1.0, 7.0, ""),
        ("ces 1.0", "CES 1.0, mean effort from 1 to 5, lower is better", 1.0, 5.0, ""),
    ):
        told = [one for one in found if one.score.rules is RULES[kind] and _main(one.score) is not None]
        if told:
            yield BarsBlock(
                title, tuple(Bar(one.name, _main(one.score), _n(one.score)) for one in told), low, high, unit
            )
    counted_only = [one for one in found if one.measure.kind == "ces" and one.score.mean is None]
    if counted_only:
        bars = tuple(Bar(one.name, one.score.good, _n(one.score)) for one in counted_only)
        yield BarsBlock("CES 2.0, % of answers 5 to 7", bars, 0.0, 100.0, "%")
    if found:
        yield TableBlock(
            "Measurements",
            ("Touchpoint", "Asked", "Score", "Scale", "± 95 %", "n", "Mean", "Evidence"),
            tuple(
                (
                    one.name,
                    one.score.rules.title,
                    _main(one.score),
                    "-100 to 100"
                    if one.measure.kind == "nps"
                    else "0-100 %"
                    if one.measure.kind == "csat"
                    else one.score.rules.scale,
                    round(one.score.margin, 1) if one.score.margin is not None and one.measure.kind != "ces" else None,
                    one.score.n,
                    one.score.mean,
                    given.project.strength(one.measure.sources).value,
                )
                for one in found
            ),
            align="<<><>>><",
        )


def _main(result: Score) -> float | None:
    """The figure that the kind of question is known by."""
    if result.rules is RULES["nps"]:
        return result.nps
    return result.good if result.rules is RULES["csat"] else result.mean


def _n(result: Score) -> str:
    return f"n={result.n}" if result.n is not None else "n unknown"


def _few_findings(given: AnalysisInput, found: tuple[Measured, ...], least: int) -> Iterator[Finding]:
    for one in found:
        result, where = one.score, given.at(one.measure.id)
        if result.n is None:
            yield Finding(
                f"{TOOL_ID}.unknown-n",
                Severity.WARNING,
                f"The {result.rules.title} of {quoted(one.name)} does not say how many answered.",
                where,
                "Enter `respondents`: a score without its n cannot be weighed.",
            )
        elif result.n < least:
            margin = result.margin if one.measure.kind != "ces" else None
            wide = "the interval is wide" + (f", ± {margin:.0f} points" if margin is not None else "")
            yield Finding(
                f"{TOOL_ID}.few-answers",
                Severity.WARNING,
                f"The {result.rules.title} of {quoted(one.name)} rests on {counted(result.n, 'answer')}: {wide}.",
                where,
                f"Ask at least {least} people before you compare it with another score.",
            )


def _reading(canvas: ExperienceMap, found: tuple[Measured, ...], least: int) -> str:
    if not canvas.measures:
        return "Nothing was asked at any touchpoint yet. Begin where the curve is lowest, and keep every answer."
    if not found:
        return (
            f"None of {counted(len(canvas.measures), 'measurement')} gives a score. The findings say what each lacks."
        )
    few = sum(one.score.n is None or one.score.n < least for one in found)
    unsure = (
        f" {few} of {counted(len(found), 'score')} rest on fewer than {least} answers: ask more before you compare."
        if few
        else ""
    )
    ranked = [(place, one) for one in found if (place := _place(one.score)) is not None]
    worst = min(ranked, key=lambda pair: pair[0], default=(0.0, found[0]))[1]
    return (
        f"{quoted(worst.name)} stands lowest on its own scale ({worst.score.rules.title} {_said(worst)}, "
        f"{_n(worst.score)}): look there first, and never compare scores of different questions.{unsure}"
    )


def _said(one: Measured) -> str:
    if one.measure.kind == "nps":
        return f"{one.score.nps:+.0f}"
    if one.score.good is not None and (one.measure.kind == "csat" or one.score.mean is None):
        return f"{one.score.good:.0f} %"
    return f"mean {one.score.mean:.1f}"


def _place(result: Score) -> float | None:
    """Where the main figure stands between the bad (0) and the good end (1) of its scale."""
    if result.rules is RULES["nps"]:
        return (result.nps + 100) / 200 if result.nps is not None else None
    value = result.mean
    if result.good is not None and (result.rules is RULES["csat"] or value is None):
        return result.good / 100
    if value is None:
        return None
    share = (value - result.rules.low) / (result.rules.high - result.rules.low)
    return 1 - share if result.rules is RULES["ces 1.0"] else share
