"""The report on the emotion curves: level, swings, the steepest fall and rise, and how the whole is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from personatui.api import (
    EPSILON,
    AnalysisInput,
    Block,
    Line,
    LineBlock,
    MatrixBlock,
    Metric,
    Reference,
    Report,
    TableBlock,
    counted,
    listed,
    quoted,
)
from personatui_experience_map import figures
from personatui_experience_map.journey import Curve, Journey, marks_of, read_journey
from personatui_experience_map.regions import TOOL_ID, as_experience_map

ANALYSIS_ID = f"{TOOL_ID}.emotion"
TITLE = "Emotion curve"


def analyse_emotion(given: AnalysisInput) -> Report:
    """The report `experience_map.emotion`: the figures of every point of view, and what is to change."""
    journey = read_journey(as_experience_map(given.canvas), Reference("canvas", given.name, given.tool), given.project)
    several = len(journey.curves) > 1
    changes = list(_changes(journey))
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(journey, changes),
        metrics=(
            *(
                # what a table shows of the other curves is not told twice
                replace(metric, detail=number > 0 or metric.id == "mean_normalised")
                for number, curve in enumerate(journey.curves)
                for metric in _metrics(given, journey, curve, several)
            ),
            *(_change_metric(given, journey, *change) for change in changes),
        ),
        blocks=tuple(_blocks(given, journey)),
        findings=journey.findings,
        parameters={"scale": journey.scale_text},
    )


def _metrics(given: AnalysisInput, journey: Journey, curve: Curve, several: bool) -> Iterator[Metric]:
    values, felt = curve.values, curve.felt
    evidence = given.project.evidence(curve.feelings)
    subject = given.at(curve.view.id)
    of = f" · {curve.title}" if several else ""
    n = len(values)

    def name(index: int) -> str:
        return journey.name(felt[index].stage)

    def metric(
        name: str, label: str, value: float | str | None, formula: str, scale: str = "", counts: int = n
    ) -> Metric:
        return Metric(name, f"{label}{of}", value, "", scale or journey.scale_text, counts, formula, evidence, subject)

    def step(name_: str, label: str, found: figures.Step | None, formula: str) -> Metric:
        where = f": {name(found.first)} → {name(found.last)}" if found is not None else ""
        return metric(name_, label + where, found.change if found is not None else None, formula, steps, max(n - 1, 0))

    widest = 2 * journey.scale if journey.scale is not None else None
    steps = f"steps of {journey.scale_text}"
    swing = f"0 to {widest}" if widest is not None else journey.scale_text
    average = figures.mean(values)
    normal = average / journey.scale if average is not None and journey.scale is not None else None
    low, high, top = figures.lowest(values), figures.highest(values), figures.peak(values)
    yield metric("mean", "Mean emotion", average, "sum of emotions / stages with one; no stage weighs more")
    yield metric("mean_normalised", "Mean emotion, to compare maps", normal, "mean / end of the scale [P]", "-1 to +1")
    yield metric("range", "Range", figures.spread(values), "highest - lowest", swing)
    yield metric("sd", "Standard deviation", figures.deviation(values), "of a sample, n - 1 [P]", "0 and up")
    yield metric("masd", "Mean step (MASD)", figures.mean_step(values), "mean of |e(t+1) - e(t)|", swing, max(n - 1, 0))
    yield metric(
        "rmssd",
        "Instability (RMSSD)",
        figures.root_mean_square_step(values),
        "root of the mean of (e(t+1) - e(t))²",
        swing,
        max(n - 1, 0),
    )
    yield step("biggest_drop", "Biggest drop", figures.biggest_drop(values), "smallest e(t+1) - e(t) below 0")
    yield step("biggest_rise", "Biggest rise", figures.biggest_rise(values), "largest e(t+1) - e(t) above 0")
    for name_, label, at in (("lowest", "Lowest", low), ("highest", "Highest", high), ("peak", "Peak", top)):
        where = f": {name(at)}" if at is not None else ""
        formula = (
            "most extreme |e|; on a tie the negative [P]" if name_ == "peak" else f"{name_} e, on a tie the earliest"
        )
        yield metric(name_, label + where, values[at] if at is not None else None, formula)
    end = f": {name(n - 1)}" if values else ""
    yield metric("end", f"End{end}", values[-1] if values else None, "last stage with an emotion")
    yield metric("peak_end", "Remembered as (peak-end)", figures.peak_end(values), "(peak + end) / 2")
    yield metric(
        "sign_changes",
        "Turns from good to bad or back",
        figures.sign_changes(values),
        "sign changes, 0 ignored",
        "0 and up",
    )


def _changes(journey: Journey) -> Iterator[tuple[Curve, Curve, float, int]]:
    """Per persona with a curve as it is and one as it should be: the mean change over the stages that both rate [P]."""
    for now in journey.today:
        for then in journey.curves:
            if then.view.state == "to-be" and _who(then) == _who(now):
                pairs = [(a.value, b.value) for a, b in zip(now.at, then.at, strict=True) if a and b]
                if pairs:
                    change = figures.mean([later - earlier for earlier, later in pairs])
                    if change is not None:
                        yield now, then, change, len(pairs)


def _who(curve: Curve) -> str:
    return curve.view.persona.removeprefix("persona/")


def _change_metric(given: AnalysisInput, journey: Journey, now: Curve, then: Curve, change: float, n: int) -> Metric:
    return Metric(
        "planned_change",
        f"To be gained: {now.title} → {then.title}",
        change,
        "",
        f"steps of {journey.scale_text}",
        n,
        "mean of to-be - as-is over stages that have both [P]",
        given.project.evidence((*now.feelings, *then.feelings)),
        given.at(then.view.id),
    )


def _blocks(given: AnalysisInput, journey: Journey) -> Iterator[Block]:
    if not journey.stages or journey.scale is None:
        return
    names = tuple(journey.name(stage) for stage in journey.stages)
    marks = marks_of(journey)
    lines = [
        Line(curve.title, tuple(felt.value if felt is not None else None for felt in curve.at), mark)
        for curve, mark in zip(journey.curves, marks, strict=True)
        if curve.felt
    ]
    if lines:
        first, *others = lines
        end = float(journey.scale)
        title = f"Emotion over the stages ({journey.scale_text})"
        yield LineBlock(title, names, first.values, -end, end, first.name, first.mark, tuple(others))
    yield MatrixBlock(
        f"Emotion per stage ({journey.scale_text})",
        names,
        tuple(curve.title for curve in journey.curves),
        tuple(
            tuple(felt.value if (felt := curve.at[index]) is not None else None for curve in journey.curves)
            for index in range(len(names))
        ),
        -float(journey.scale),
        float(journey.scale),
    )
    if len(journey.curves) > 1:
        yield TableBlock(
            f"Curves side by side ({journey.scale_text})",
            ("Figure", *(curve.title for curve in journey.curves)),
            tuple(_side_by_side(journey)),
            align="<" + ">" * len(journey.curves),
        )
    yield TableBlock(
        f"Stages · {journey.curves[0].title}" if len(journey.curves) > 1 else "Stages",
        ("Stage", "Emotion", "Change", "Why", "Evidence"),
        tuple(_stage_rows(given, journey, journey.curves[0])),
        align="<>><<",
    )


def _side_by_side(journey: Journey) -> Iterator[tuple[str | float | None, ...]]:
    for title, compute in (
        ("Mean", figures.mean),
        ("Remembered as (peak-end)", figures.peak_end),
        ("Range", figures.spread),
        ("Standard deviation", figures.deviation),
        ("Mean step (MASD)", figures.mean_step),
        ("Instability (RMSSD)", figures.root_mean_square_step),
        ("Turns", figures.sign_changes),
    ):
        yield (title, *(compute(curve.values) for curve in journey.curves))
    for title, steepest in (("Biggest drop", figures.biggest_drop), ("Biggest rise", figures.biggest_rise)):
        steps = [steepest(curve.values) for curve in journey.curves]
        yield (title, *(step.change if step is not None else None for step in steps))
    yield ("Stages with an emotion", *(len(curve.values) for curve in journey.curves))


def _stage_rows(given: AnalysisInput, journey: Journey, curve: Curve) -> Iterator[tuple[str | float | None, ...]]:
    before: float | None = None
    for stage, felt in zip(journey.stages, curve.at, strict=True):
        if felt is None:
            yield (journey.name(stage), None, None, None, None)
            continue
        evidence = given.project.evidence(felt.feelings)
        why = "; ".join(feeling.words for feeling in felt.feelings if feeling.words) or None
        change = felt.value - before if before is not None else None
        yield (journey.name(stage), felt.value, change, why, evidence.value if evidence else None)
        before = felt.value


def _reading(journey: Journey, changes: list[tuple[Curve, Curve, float, int]]) -> str:
    if not journey.stages:
        return (
            "The map has no stages yet. Write down where it begins for them and where it ends, then what lies between."
        )
    if journey.scale is None:
        return "The scale of the map is not valid, so no emotion could be read. Correct `scale` first."
    told = [curve for curve in journey.curves if curve.felt]
    if not told:
        return (
            f"None of {counted(len(journey.stages), 'stage')} has an emotion yet, so there is no curve. Ask how each "
            f"stage felt and rate it from {journey.scale_text}."
        )
    curve = next((one for one in told if one.view.state == "as-is"), told[0])
    values = curve.values
    memory = figures.peak_end(values) or 0.0
    mood = "well" if memory > EPSILON else "badly" if memory < -EPSILON else "neither well nor badly"
    who = f"{curve.title}: the" if len(journey.curves) > 1 else "The"
    said = f"{who} experience is remembered {mood} (peak-end {figures.signed(memory)} on {journey.scale_text})."
    drop = figures.biggest_drop(values)
    if drop is not None:
        first, last = (journey.name(curve.felt[at].stage) for at in (drop.first, drop.last))
        said += f" Look first at {quoted(last)}: there it falls by {-drop.change:g} from {quoted(first)}."
    else:
        at = figures.lowest(values) or 0
        said += f" It never falls; look next at {quoted(journey.name(curve.felt[at].stage))}, its lowest stage."
    gaps = len(journey.stages) - len(values)
    if gaps:
        said += f" {counted(gaps, 'stage')} {'has' if gaps == 1 else 'have'} no emotion."
    if changes:
        gained = [f"{figures.signed(change)} for {then.title}" for _, then, change, _ in changes]
        said += f" To be gained: {listed(gained)}."
    return said
