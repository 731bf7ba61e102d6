"""The report on statements: whether jobs, outcomes and stories are put as the method asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Change,
    Claim,
    Finding,
    Metric,
    Reference,
    Report,
    SetValue,
    Severity,
    TableBlock,
    canvas_reference,
    counted,
    quoted,
)
from personatui_jtbd.canvas import JobsCanvas, Outcome
from personatui_jtbd.lint import (
    Offence,
    has_emotional_prefix,
    lint_job,
    lint_outcome,
    lint_related_job,
    lint_story,
)
from personatui_jtbd.regions import TOOL_ID, as_jobs_canvas
from personatui_jtbd.words import DIRECTIONS, words_of

ANALYSIS_ID = f"{TOOL_ID}.statements"
TITLE = "Statements"

# A complete set of outcomes for one job (marketingjournal.org on Outcome-Driven Innovation).
FEWEST_OUTCOMES, MOST_OUTCOMES = 50, 150

_RULE_TITLES = {
    "joined": "Two things in one",
    "solution": "Names a solution",
    "vague": "Vague words",
    "direction": "Direction is not Minimize or Increase",
    "direction-differs": "Direction differs from the text",
    "without-metric": "No metric",
    "without-object": "No object",
    "without-clarifier": "No circumstances",
    "without-verb": "No verb",
    "verb-form": "Verb is not in the plain form",
    "empty": "No statement",
    "without-kind": "Kind of job is not said",
    "prefix": "Emotional or social job starts otherwise",
    "incomplete": "Story lacks a part",
    "lead-in": "Story repeats its form",
}


def analyse_statements(given: AnalysisInput) -> Report:
    """The report `jtbd.statements`: the offences, how many outcomes are free of them, and the size of the set."""
    canvas = as_jobs_canvas(given.canvas)
    target = canvas_reference(given.tool, given.name)
    outcomes = canvas.outcomes
    by_outcome = [tuple(lint_outcome(outcome)) for outcome in outcomes]
    clean = sum(not _serious(offences) for offences in by_outcome)
    complete = sum(not _serious(lint_story(story)) for story in canvas.stories)
    emotional = [job for job in canvas.related_jobs if job.kind in ("emotional", "social")]
    job_parts = sum(bool(part.strip()) for part in (canvas.job.verb, canvas.job.object, canvas.job.clarifier))
    offences = [
        *lint_job(canvas.job),
        *(offence for found in by_outcome for offence in found),
        *(offence for job in canvas.related_jobs for offence in lint_related_job(job)),
        *(offence for story in canvas.stories for offence in lint_story(story)),
    ]
    counts = Counter(_rule_title(offence.rule) for offence in offences)
    subject = given.at()

    def metric(
        name: str, label: str, value: float | None, scale: str, n: int, formula: str, on: Iterable[Claim]
    ) -> Metric:
        return Metric(
            name,
            label,
            value,
            "share" if scale == "0-1" else "",
            scale,
            n,
            formula,
            given.project.evidence(on),
            subject,
        )

    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(canvas, clean, counts),
        metrics=(
            Metric(
                "job_parts",
                "Parts of the job statement",
                job_parts or None,
                "",
                "0-3",
                3,
                "verb, object, circumstances that are filled",
                given.project.strength(canvas.job.sources) if job_parts else None,
                subject,
            ),
            metric("outcomes", "Outcomes", len(outcomes), "50-150 in a full set", len(outcomes), "count", outcomes),
            metric(
                "well_formed_outcomes",
                "Well-formed outcomes",
                clean / len(outcomes) if outcomes else None,
                "0-1",
                len(outcomes),
                "outcomes without a warning / outcomes [P]",
                outcomes,
            ),
            metric(
                "minimize_share",
                "Outcomes that minimize",
                _minimize_share(outcomes),
                "0-1",
                sum(_direction(outcome) is not None for outcome in outcomes),
                "minimize / (minimize + increase) [P]",
                outcomes,
            ),
            metric(
                "emotional_jobs",
                "Emotional and social jobs that start in the standard way",
                sum(has_emotional_prefix(job.text) for job in emotional) / len(emotional) if emotional else None,
                "0-1",
                len(emotional),
                "feel, avoid feeling, be perceived as, avoid being perceived as / all",
                emotional,
            ),
            metric(
                "complete_stories",
                "Complete job stories",
                complete / len(canvas.stories) if canvas.stories else None,
                "0-1",
                len(canvas.stories),
                "stories with all three parts / stories [P]",
                canvas.stories,
            ),
        ),
        blocks=(
            *(
                [
                    BarsBlock(
                        "What to mend",
                        tuple(Bar(title, number) for title, number in sorted(counts.items(), key=_most_first)),
                        unit="statements",
                    )
                ]
                if counts
                else []
            ),
            TableBlock(
                "Outcomes",
                ("Outcome", "What to mend"),
                tuple(
                    (outcome.label, "; ".join(offence.problem for offence in found) or None)
                    for outcome, found in zip(outcomes, by_outcome, strict=True)
                ),
            ),
        ),
        findings=tuple(_findings(canvas, target)),
    )


def _serious(offences: Iterable[Offence]) -> bool:
    return any(offence.severity is not Severity.NOTE for offence in offences)


def _rule_title(rule: str) -> str:
    return next((title for ending, title in _RULE_TITLES.items() if rule.endswith(ending)), rule)


def _most_first(entry: tuple[str, int]) -> tuple[int, str]:
    return -entry[1], entry[0]


def _direction(outcome: Outcome) -> str | None:
    words = words_of(outcome.statement)
    return DIRECTIONS.get(words[0]) if words else None


def _minimize_share(outcomes: tuple[Outcome, ...]) -> float | None:
    directions = [direction for outcome in outcomes if (direction := _direction(outcome))]
    return directions.count("Minimize") / len(directions) if directions else None


def _reading(canvas: JobsCanvas, clean: int, counts: Counter[str]) -> str:
    job = canvas.job.statement
    if not job and not canvas.outcomes:
        return (
            "There is neither a job nor an outcome to read. Start with the core job: verb, object and "
            "circumstances, without a solution."
        )
    lead = f"The job reads “{job}”." if job else "The core job is not stated."
    if not canvas.outcomes:
        return f"{lead} Write outcomes next: direction, metric, what is controlled, circumstances."
    total = len(canvas.outcomes)
    said = f"{clean} of {counted(total, 'outcome')} {'is' if clean == 1 else 'are'} well formed"
    if not counts:
        return f"{lead} {said} and no statement breaks a rule; look next at their ratings."
    most = min(counts.items(), key=_most_first)
    return f"{lead} {said}. Mend first: {most[0].lower()} ({counted(most[1], 'statement')})."


def _findings(canvas: JobsCanvas, target: Reference) -> Iterator[Finding]:
    def finding(offence: Offence, name: str, item: str = "", fix: Change | None = None) -> Finding:
        return Finding(
            f"{TOOL_ID}.{offence.rule}",
            offence.severity,
            f"{name} {offence.problem}.",
            str(target.at(item)),
            offence.hint,
            fix=fix,
        )

    if not canvas.job.statement and (canvas.outcomes or canvas.related_jobs or canvas.stories):
        yield Finding(
            f"{TOOL_ID}.missing-job",
            Severity.WARNING,
            "The core job is not stated.",
            str(target),
            "State it as verb, object and circumstances, without a solution.",
        )
    for offence in lint_job(canvas.job):
        yield finding(offence, f"The job {quoted(canvas.job.statement)}")
    for index, outcome in enumerate(canvas.outcomes):
        for offence in lint_outcome(outcome):
            fix = None
            if offence.better:
                edit = SetValue(target, ("outcomes", outcome.id or index, "text"), offence.better)
                fix = Change(f"Start the outcome with {offence.better.split()[0]}", (edit,))
            yield finding(offence, f"The outcome {quoted(outcome.label)}", outcome.id, fix)
    for job in canvas.related_jobs:
        for offence in lint_related_job(job):
            yield finding(offence, f"The job {quoted(job.label)}", job.id)
    for story in canvas.stories:
        for offence in lint_story(story):
            yield finding(offence, f"The job story {quoted(story.label)}", story.id)
    yield from _set_findings(canvas, target)


def _set_findings(canvas: JobsCanvas, target: Reference) -> Iterator[Finding]:
    total = len(canvas.outcomes)
    if total and not FEWEST_OUTCOMES <= total <= MOST_OUTCOMES:
        yield Finding(
            f"{TOOL_ID}.number-of-outcomes",
            Severity.NOTE,
            f"The job has {counted(total, 'outcome')}; a full set has {FEWEST_OUTCOMES} to {MOST_OUTCOMES}.",
            str(target),
            "Go through the job map step by step for more."
            if total < FEWEST_OUTCOMES
            else "Merge outcomes that say the same, or split the job.",
        )
    share = _minimize_share(canvas.outcomes)
    if share is not None and share < 0.5:
        yield Finding(
            f"{TOOL_ID}.mostly-increase",
            Severity.NOTE,
            "Most outcomes start with Increase; the style guide of the method prefers Minimize.",
            str(target),
            "Turn them round where it reads well: minimize the likelihood that it goes wrong.",
        )
