"""The report on time: how long the service takes each persona, how much of it is waiting, and what failing adds."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.api import (
    EPSILON,
    AnalysisInput,
    Bar,
    BarsBlock,
    Figures,
    Finding,
    Metric,
    Report,
    Severity,
    TableBlock,
    counted,
    listed,
    percent,
    quoted,
)

from personatui_service_blueprint.lanes import SERVICE_LANES, TITLES, TOOL_ID
from personatui_service_blueprint.paths import Way, circle, expected_delay, longest, usual, worst
from personatui_service_blueprint.reading import Blueprint, blueprint_of, is_minutes, minutes_of, total

ANALYSIS_ID = f"{TOOL_ID}.time"
TITLE = "Time and waiting"


def analyse_time(given: AnalysisInput) -> Report:
    """The report `service_blueprint.time`: execution time, waiting and delay by failure, for each persona."""
    blueprint, figures = blueprint_of(given), Figures.of(given)
    ways = {persona: longest(blueprint, persona, usual(blueprint, persona)) for persona in blueprint.personas}
    metrics = [metric for persona, way in ways.items() for metric in _metrics(figures, blueprint, persona, way)]
    metrics += _effort(figures, blueprint)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(blueprint, ways),
        metrics=tuple(metrics),
        blocks=tuple(_blocks(blueprint, ways)),
        findings=tuple(_findings(figures, blueprint, ways)),
    )


def waiting_share(blueprint: Blueprint, persona: str) -> float | None:
    """What part of a persona's time is waiting; None where no wait or no action of it is timed."""
    waiting = total(map(minutes_of, blueprint.waits_of(persona)))
    acting = total(minutes_of(one.step) for one in blueprint.steps_of(persona) if one.lane == "customer")
    if waiting is None or acting is None or waiting + acting <= 0:
        return None
    return waiting / (waiting + acting)


def _metrics(figures: Figures, blueprint: Blueprint, persona: str, way: Way) -> Iterator[Metric]:
    name, scale = blueprint.titled(persona), "0 and more"
    steps = [placed.step for placed in way.steps]
    yield figures.metric(
        "execution",
        f"Execution time: {name}",
        way.minutes,
        unit="min",
        scale=scale,
        n=way.timed,
        formula="longest way through the links: minutes of its steps and of the waits before them",
        of=steps,
    )
    failing = longest(blueprint, persona, worst(blueprint, persona))
    yield figures.metric(
        "execution_failing",
        f"When everything fails: {name}",
        failing.minutes,
        unit="min",
        scale=scale,
        n=failing.timed,
        formula="the same, with the minutes of every recovery",
        of=[placed.step for placed in failing.steps],
    )
    delay, told = expected_delay(blueprint, blueprint.steps_of(persona))
    yield figures.metric(
        "expected_delay",
        f"Expected delay by failure: {name}",
        delay,
        unit="min",
        scale=scale,
        n=told,
        formula="sum of chance x minutes of recovery",
        of=[fail for placed in blueprint.steps_of(persona) for fail in blueprint.fails_at(placed)],
    )
    limit = blueprint.canvas.acceptable
    spare = limit - way.minutes if limit is not None and is_minutes(limit) and way.minutes is not None else None
    yield figures.metric(
        "spare",
        f"Spare of the acceptable time: {name}",
        spare,
        unit="min",
        scale="below 0: longer than acceptable",
        n=way.timed,
        formula="acceptable time - execution time",
        of=steps,
    )
    waits = blueprint.waits_of(persona)
    known = [one for one in waits if minutes_of(one) is not None]
    yield figures.metric(
        "waiting",
        f"Waiting: {name}",
        total(map(minutes_of, waits)),
        unit="min",
        scale=scale,
        n=len(known),
        formula="sum of the minutes of all waits",
        of=waits,
    )
    acts = [placed.step for placed in blueprint.steps_of(persona) if placed.lane == "customer"]
    yield figures.metric(
        "waiting_share",
        f"Share of waiting: {name}",
        waiting_share(blueprint, persona),
        unit="share",
        scale="0-1",
        n=len(known) + sum(minutes_of(one) is not None for one in acts),
        formula="waiting / (waiting + minutes of the customer's actions)",
        of=(*waits, *acts),
    )


def _effort(figures: Figures, blueprint: Blueprint) -> Iterator[Metric]:
    for lane in SERVICE_LANES:
        steps = [placed.step for placed in blueprint.steps if placed.lane == lane]
        yield figures.metric(
            f"effort.{lane}",
            f"Minutes of work: {TITLES[lane].lower()}",
            total(map(minutes_of, steps)),
            unit="min",
            scale="0 and more",
            n=sum(minutes_of(step) is not None for step in steps),
            formula="sum of the minutes of the lane",
            of=steps,
            detail=True,
        )


def _blocks(blueprint: Blueprint, ways: dict[str, Way]) -> Iterator[BarsBlock | TableBlock]:
    for persona, way in ways.items():
        if way.minutes is not None:
            yield TableBlock(
                f"The longest way: {blueprint.titled(persona)}",
                ("step", "stage", "waits", "takes"),
                tuple(
                    (
                        placed.title,
                        blueprint.stage_title(placed.step.stage),
                        _told(
                            total(
                                minutes_of(wait)
                                for wait in blueprint.waits_at(placed)
                                if blueprint.is_of(wait, persona)
                            )
                        ),
                        _told(minutes_of(placed.step)),
                    )
                    for placed in way.steps
                ),
                "<<>>",
            )
    bars = tuple(
        Bar(f"W{index + 1} {wait.label or '(no text)'}", minutes_of(wait), blueprint.stage_title(wait.stage))
        for index, wait in enumerate(blueprint.canvas.waits)
    )
    if bars:
        yield BarsBlock("Waits", bars, 0.0, unit="min")


def _findings(figures: Figures, blueprint: Blueprint, ways: dict[str, Way]) -> Iterator[Finding]:
    if around := circle(blueprint):
        yield figures.finding(
            "circular",
            Severity.WARNING,
            f"{listed([placed.mark for placed in around])} lead to each other in a circle, so no way has an end.",
            "Take the link out that leads back; what happens on a failure is a fail point.",
            item=around[0].step.id,
            about=[placed.step.id for placed in around],
        )
    untimed = dict.fromkeys(
        placed
        for way in ways.values()
        for placed in way.steps
        if way.minutes is not None and minutes_of(placed.step) is None
    )
    for placed in untimed:
        yield figures.finding(
            "untimed-step",
            Severity.NOTE,
            f"{quoted(placed.step.label)} stands on the longest way, and nobody says how long it takes.",
            "Time it; until then the execution time is at least what is told.",
            item=placed.step.id,
        )
    limit = blueprint.canvas.acceptable
    for persona, way in ways.items():
        if limit is not None and is_minutes(limit) and way.minutes is not None and way.minutes > limit + EPSILON:
            yield figures.finding(
                "too-long",
                Severity.WARNING,
                f"For {blueprint.name(persona)} it takes {way.minutes:g} minutes, and {limit:g} are acceptable.",
                "Shorten the longest way: its waits first, then what can be done side by side.",
            )
    for wait in blueprint.canvas.waits:
        minutes = minutes_of(wait)
        if minutes is not None and is_minutes(wait.acceptable) and minutes > (wait.acceptable or 0.0) + EPSILON:
            yield figures.finding(
                "long-wait",
                Severity.WARNING,
                f"{quoted(wait.label)}: {minutes:g} minutes, and people put up with {wait.acceptable:g}.",
                "Shorten it, or give them something to see or to do meanwhile.",
                item=wait.id,
            )


def _told(minutes: float | None) -> str | None:
    return None if minutes is None else f"{minutes:g} min"


def _reading(blueprint: Blueprint, ways: dict[str, Way]) -> str:
    if not blueprint.steps:
        return "There are no steps yet. Write down what the customer does, stage by stage."
    if circle(blueprint):
        return "Some steps lead to each other in a circle, so there is no longest way. Take the link back out first."
    told = []
    for persona, way in ways.items():
        if way.minutes is not None:
            share = waiting_share(blueprint, persona)
            waiting = f", {percent(share)} of the own time waiting" if share is not None else ""
            told.append(f"{blueprint.titled(persona)}: {way.minutes:g} minutes{waiting}")
    if not told:
        return f"None of {counted(len(blueprint.steps), 'step')} has a time yet. Time the longest ones first."
    return f"{'; '.join(told)}. Look first at the longest waits, then at the steps on the longest way."
