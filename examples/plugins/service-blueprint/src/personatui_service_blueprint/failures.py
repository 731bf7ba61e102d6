"""The report on fail points: where the service can fail, who would see it, and whether it is recovered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from personatui.api import (
    AnalysisInput,
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

from personatui_service_blueprint.canvas import FailPoint
from personatui_service_blueprint.lanes import TITLES, TOOL_ID
from personatui_service_blueprint.reading import Blueprint, Placed, blueprint_of, chance_of, minutes_of, total

ANALYSIS_ID = f"{TOOL_ID}.failures"
TITLE = "Fail points"

_SEEN = ("customer", "onstage")


@dataclass(frozen=True)
class Failing:
    """A fail point with the step that fails, where it names one."""

    fail: FailPoint
    mark: str
    placed: Placed | None

    @property
    def is_recovered(self) -> bool:
        """Whether it is said what is done then."""
        return bool(self.fail.recovery.strip())

    @property
    def is_seen(self) -> bool | None:
        """Whether it happens in front of the line of visibility; None without a step."""
        return self.placed.lane in _SEEN if self.placed is not None else None

    @property
    def expected(self) -> float | None:
        """The minutes that it costs on average: chance x minutes."""
        chance, minutes = chance_of(self.fail), minutes_of(self.fail)
        return chance * minutes if chance is not None and minutes is not None else None


def failing_of(blueprint: Blueprint) -> tuple[Failing, ...]:
    """Every fail point in the order of the file."""
    return tuple(
        Failing(fail, f"F{index + 1}", blueprint.by_id.get(fail.step))
        for index, fail in enumerate(blueprint.canvas.fails)
    )


def analyse_failures(given: AnalysisInput) -> Report:
    """The report `service_blueprint.failures`: recovery, visibility and expected delay of the fail points."""
    blueprint, figures = blueprint_of(given), Figures.of(given)
    found = failing_of(blueprint)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(blueprint, found),
        metrics=tuple(_metrics(figures, blueprint, found)),
        blocks=tuple(_blocks(blueprint, found)),
        findings=tuple(_findings(figures, found)),
    )


def _metrics(figures: Figures, blueprint: Blueprint, found: tuple[Failing, ...]) -> Iterator[Metric]:
    fails = [one.fail for one in found]
    seen = [one.is_seen for one in found if one.is_seen is not None]
    expected = [one.expected for one in found if one.expected is not None]
    has_steps = bool(blueprint.steps)
    yield figures.metric(
        "fail_points",
        "Fail points",
        len(found) if has_steps else None,
        scale="0 and more",
        n=len(blueprint.steps),
        formula="fail points on the blueprint",
        of=fails,
    )
    yield figures.metric(
        "recovered",
        "With a recovery",
        sum(one.is_recovered for one in found) / len(found) if found else None,
        unit="share",
        scale="0-1",
        n=len(found),
        formula="fail points with a recovery / fail points",
        of=fails,
    )
    yield figures.metric(
        "seen",
        "In front of the customer",
        sum(seen) / len(seen) if seen else None,
        unit="share",
        scale="0-1",
        n=len(seen),
        formula="fail points at a customer action or onstage / fail points at a step",
        of=fails,
    )
    yield figures.metric(
        "expected_delay",
        "Expected delay of all",
        total(expected),
        unit="min",
        scale="0 and more",
        n=len(expected),
        formula="sum of chance x minutes of recovery",
        of=fails,
    )
    for one in found:
        yield figures.metric(
            "expected_delay_of",
            f"Expected delay: {one.mark} {one.fail.label or '(no text)'}",
            one.expected,
            unit="min",
            scale="0 and more",
            n=1,
            formula="chance x minutes of recovery",
            of=(one.fail,),
            item=one.fail.id,
            detail=True,
        )


def _blocks(blueprint: Blueprint, found: tuple[Failing, ...]) -> Iterator[TableBlock]:
    if found:
        ordered = sorted(found, key=lambda one: (one.is_recovered, -(one.expected or 0.0)))
        yield TableBlock(
            "Fail points, those without a recovery first",
            ("fail point", "step", "lane", "stage", "chance", "adds", "expected", "recovery"),
            tuple(
                (
                    f"{one.mark} {one.fail.label or '(no text)'}",
                    one.placed.mark if one.placed is not None else None,
                    TITLES[one.placed.lane].lower() if one.placed is not None else None,
                    blueprint.stage_title(one.fail.stage or (one.placed.step.stage if one.placed is not None else "")),
                    percent(chance_of(one.fail)) if chance_of(one.fail) is not None else None,
                    _told(minutes_of(one.fail)),
                    _told(one.expected),
                    " ".join(one.fail.recovery.split()) or None,
                )
                for one in ordered
            ),
            "<<<<>>><",
        )


def _findings(figures: Figures, found: tuple[Failing, ...]) -> Iterator[Finding]:
    for one in found:
        if not one.is_recovered:
            before = " in front of the customer" if one.is_seen else ""
            yield figures.finding(
                "no-recovery",
                Severity.WARNING,
                f"{quoted(one.fail.label)} can happen{before}, and nothing recovers it.",
                "Design the recovery, or make the step fail-safe.",
                item=one.fail.id,
                about=[one.placed.step.id] if one.placed is not None else (),
            )


def _told(minutes: float | None) -> str | None:
    return None if minutes is None else f"{round(minutes, 2):g} min"


def _reading(blueprint: Blueprint, found: tuple[Failing, ...]) -> str:
    if not blueprint.steps:
        return "There are no steps yet, so nothing can fail. Write down what the customer does."
    if not found:
        return "No fail point is named. Ask of every step what could go wrong there, and who would notice first."
    bare = [one for one in found if not one.is_recovered]
    if not bare:
        return f"Each of {counted(len(found), 'fail point')} has a recovery. Try the costliest one out."
    names = listed([f"{one.mark} {quoted(one.fail.label)}" for one in bare[:3]])
    more = f" and {len(bare) - 3} more" if len(bare) > 3 else ""
    return f"Without a recovery: {names}{more}. Begin with those in front of the line of visibility."
