"""The job map: which of the eight steps of the job are described and have outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    Metric,
    Report,
    Severity,
    TableBlock,
    listed,
    quoted,
)
from personatui_jtbd.canvas import JobsCanvas, Outcome, StepName
from personatui_jtbd.ratings import UNDERSERVED, judge
from personatui_jtbd.regions import STEPS, TOOL_ID, as_jobs_canvas

ANALYSIS_ID = f"{TOOL_ID}.job_map"
TITLE = "Job map"


def analyse_job_map(given: AnalysisInput) -> Report:
    """The report `jtbd.job_map`: coverage of the eight steps, in their order and not the file's."""
    canvas = as_jobs_canvas(given.canvas)
    outcomes = [outcome for outcome in canvas.outcomes if outcome.statement]
    steps = [step for step in canvas.steps if step.text.strip()]
    placed = [outcome for outcome in outcomes if outcome.step is not None]
    per_step = Counter(outcome.step for outcome in placed)
    under = Counter(outcome.step for outcome in placed if _is_underserved(outcome))
    told = {name: [step.label for step in steps if step.step == name] for name, _, _ in STEPS}
    described = sum(bool(labels) for labels in told.values())
    subject = given.at()
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(outcomes, per_step),
        metrics=(
            Metric(
                "coverage",
                "Steps with an outcome",
                len(per_step) / len(STEPS) if outcomes else None,
                "share",
                "0-1",
                len(STEPS),
                "steps with at least one outcome / 8 [P]",
                given.project.evidence(outcomes),
                subject,
            ),
            Metric(
                "described",
                "Steps that are described",
                described / len(STEPS) if steps else None,
                "share",
                "0-1",
                len(STEPS),
                "steps with at least one entry / 8 [P]",
                given.project.evidence(steps),
                subject,
            ),
            Metric(
                "unplaced",
                "Outcomes without a step",
                len(outcomes) - len(placed),
                "",
                f"0-{len(outcomes)}",
                len(outcomes),
                "outcomes whose step is not said",
                given.project.evidence(outcomes),
                subject,
            ),
        ),
        blocks=(
            BarsBlock(
                "Outcomes per step",
                tuple(Bar(title, per_step[name]) for name, title, _ in STEPS),
                unit="outcomes",
            ),
            TableBlock(
                "Steps in their order",
                ("Step", "What happens", "Outcomes", "Underserved"),
                tuple(
                    (f"{number}. {title}", "; ".join(told[name]) or None, per_step[name], under[name])
                    for number, (name, title, _) in enumerate(STEPS, start=1)
                ),
                align="<<>>",
            ),
        ),
        findings=tuple(_findings(given, canvas, per_step)),
    )


def _is_underserved(outcome: Outcome) -> bool:
    rating = judge(outcome).rating
    return rating is not None and rating.band in UNDERSERVED


def _reading(outcomes: list[Outcome], per_step: Counter[StepName | None]) -> str:
    if not outcomes:
        return (
            "There are no outcomes yet, so no step is covered. Walk through the job from define to conclude and "
            "ask in each step what makes it slow, unsure or wasteful."
        )
    if not per_step:
        return "No outcome says which step of the job it belongs to. Place the outcomes first."
    empty = [(title, what) for name, title, what in STEPS if not per_step[name]]
    if not empty:
        return "All eight steps have outcomes. Look next at which steps hold the underserved ones."
    first, what = empty[0]
    return (
        f"{len(per_step)} of eight steps {'has' if len(per_step) == 1 else 'have'} outcomes; "
        f"{listed([title for title, _ in empty])} {'has' if len(empty) == 1 else 'have'} none. A step may be "
        f"empty in truth, but ask first about {first}: {what}."
    )


def _findings(given: AnalysisInput, canvas: JobsCanvas, per_step: Counter[StepName | None]) -> Iterator[Finding]:
    unplaced = [outcome for outcome in canvas.outcomes if outcome.step is None and outcome.statement]
    for outcome in unplaced:
        yield Finding(
            f"{TOOL_ID}.outcome-without-step",
            Severity.NOTE,
            f"{quoted(outcome.label)} belongs to no step of the job map.",
            given.at(outcome.id),
            f"Set `step` to one of {listed([name for name, _, _ in STEPS])}.",
        )
    for step in canvas.steps:
        if step.step is None and step.text.strip():
            yield Finding(
                f"{TOOL_ID}.entry-without-step",
                Severity.NOTE,
                f"{quoted(step.label)} does not say which step of the job map it describes.",
                given.at(step.id),
                f"Set `step` to one of {listed([name for name, _, _ in STEPS])}.",
            )
    if per_step:
        for name, title, what in STEPS:
            if not per_step[name]:
                yield Finding(
                    f"{TOOL_ID}.step-without-outcome",
                    Severity.NOTE,
                    f"The step {title} ({what}) has no outcome.",
                    given.at(),
                    "Ask what makes it slow, unsure or wasteful; leave it empty if the job has no such step.",
                )
