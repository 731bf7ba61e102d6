"""Rules for statements of jobs, outcomes and stories; each rule sees one statement and says what breaks it.

Job: verb, object, contextual clarifier, no solution (Ulwick and Bettencourt 2008). Outcome: direction, metric,
object of control, clarifier. Which words count as solutions or as vague is a convention of this project [P].
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from personatui.api import Severity, listed
from personatui_jtbd.canvas import Job, JobStory, Outcome, RelatedJob
from personatui_jtbd.words import (
    DIRECTIONS,
    EMOTIONAL_PREFIXES,
    METRICS,
    NO_GERUNDS,
    OTHER_DIRECTIONS,
    SOLUTIONS,
    VAGUE,
    found_in,
    joins_two,
    without_example,
    words_of,
)

# The metric follows the direction closely: `Minimize the likelihood that ...`.
_METRIC_WITHIN = 5


@dataclass(frozen=True, slots=True)
class Offence:
    """A rule that a statement breaks. `problem` continues the statement's name: `... names a solution: app`."""

    rule: str
    severity: Severity
    problem: str
    hint: str
    better: str = ""


# What the parts of a statement are called on screen, where not as in the file.
_SAID = {"clarifier": "circumstances"}


def lint_job(job: Job) -> Iterator[Offence]:
    """What is wrong with the statement of the core job; nothing is said of a job that is empty altogether."""
    statement = job.statement
    if not statement:
        return
    for part, value, hint in (
        ("verb", job.verb, "Start with what the customer wants to do, such as “prepare”."),
        ("object", job.object, "Say what is acted upon, such as “an evening meal”."),
        ("clarifier", job.clarifier, "Say when and where, such as “on a working day”."),
    ):
        if not value.strip():
            severity = Severity.NOTE if part == "clarifier" else Severity.WARNING
            yield Offence(f"job-without-{part}", severity, f"has no {_SAID.get(part, part)}", hint)
    verb = words_of(job.verb)
    if verb and (verb[0] == "to" or _is_gerund(verb[0])):
        yield Offence(
            "job-verb-form",
            Severity.NOTE,
            f"starts with “{job.verb.strip()}”, which is no plain verb",
            "Use the plain form, such as “prepare” and not “preparing” or “to prepare”.",
        )
    yield from _wording(statement, "job", "Name what the customer wants to get done, whatever does it.")


def lint_outcome(outcome: Outcome) -> Iterator[Offence]:
    """What is wrong with the statement of an outcome, told in one text or in its parts."""
    statement = without_example(outcome.statement)
    words = words_of(statement)
    if not words:
        yield Offence(
            "outcome-empty", Severity.WARNING, "has no statement", "Write it as: Minimize the time it takes to …"
        )
        return
    in_parts = not outcome.text.strip()
    said = DIRECTIONS.get(words[0])
    if said is None:
        better = OTHER_DIRECTIONS.get(words[0], "")
        yield Offence(
            "outcome-direction",
            Severity.WARNING,
            f"starts with “{words[0]}” and not with Minimize or Increase",
            f"Start with {better}." if better else "Start with Minimize or Increase, then name the metric.",
            better=re.sub(r"^\W*\w[\w'’-]*", better, statement, count=1) if better and not in_parts else "",
        )
    elif outcome.direction and said.lower() != outcome.direction:
        yield Offence(
            "outcome-direction-differs",
            Severity.WARNING,
            f"says {said} in its text and {outcome.direction} in `direction`",
            "Correct one of the two.",
        )
    if not outcome.metric.strip() and not METRICS & set(words[1 : 1 + _METRIC_WITHIN]):
        yield Offence(
            "outcome-without-metric",
            Severity.WARNING,
            "names no metric",
            "Name what is measured right after the direction: the time, the likelihood, the number of …",
        )
    if in_parts:
        for part, value in (("object", outcome.object), ("clarifier", outcome.clarifier)):
            if not value.strip():
                yield Offence(
                    f"outcome-without-{part}",
                    Severity.WARNING if part == "object" else Severity.NOTE,
                    "does not say what is controlled" if part == "object" else "has no circumstances",
                    "Say what should take less time or happen less often."
                    if part == "object"
                    else "Say when and where it holds.",
                )
    yield from _wording(statement, "outcome", "Say what the customer wants to control, whatever does the job.")
    vague = found_in(statement, VAGUE)
    if vague:
        yield Offence(
            "outcome-vague",
            Severity.WARNING,
            f"uses {_words(vague)}, which everybody reads differently",
            "Say what can be measured: in time, likelihood, number or effort.",
        )


def _wording(statement: str, kind: str, no_solution: str) -> Iterator[Offence]:
    joined = joins_two(statement)
    if joined:
        yield Offence(
            f"{kind}-joined",
            Severity.WARNING,
            f"joins two things with “{joined}”",
            f"Split it into two {kind}s; each must be true or false by itself.",
        )
    solutions = found_in(statement, SOLUTIONS)
    if solutions:
        yield Offence(f"{kind}-solution", Severity.WARNING, f"names a solution: {_words(solutions)}", no_solution)


def lint_related_job(job: RelatedJob) -> Iterator[Offence]:
    """Whether a job says its kind, and an emotional or social job starts as Bettencourt (2010) has it."""
    if job.kind is None:
        yield Offence(
            "related-job-without-kind",
            Severity.NOTE,
            "does not say what kind of job it is",
            "Set `kind`: related, emotional, social, consumption or financial.",
        )
    if job.kind in ("emotional", "social") and not has_emotional_prefix(job.text):
        start = "“be perceived as” or “avoid being perceived as”"
        if job.kind == "emotional":
            start = f"“feel”, “avoid feeling”, {start}"
        yield Offence(
            "emotional-job-prefix",
            Severity.WARNING,
            f"is {'an emotional' if job.kind == 'emotional' else 'a social'} job but does not start like one",
            f"Start it with {start}.",
        )


def has_emotional_prefix(text: str) -> bool:
    """Whether a text starts with feel, avoid feeling, be perceived as, or avoid being perceived as."""
    line = " ".join(words_of(text)).removeprefix("to ")
    return any(line == prefix or line.startswith(f"{prefix} ") for prefix in EMOTIONAL_PREFIXES)


_STORY = re.compile(
    r"^\s*when\s+(?P<situation>.+?)[,;]?\s+i\s+want\s+to\s+(?P<motivation>.+?)[,;]?\s+so\s+(?:that\s+)?i\s+can\s+"
    r"(?P<outcome>.+?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_LEAD_INS = {
    "situation": ("when",),
    "motivation": ("i want to", "want to"),
    "outcome": ("so i can", "so that i can"),
}


def story_parts(story: JobStory) -> dict[str, str]:
    """Situation, motivation and outcome of a job story, from its fields, else its text; empty where missing."""
    parts = {"situation": story.situation, "motivation": story.motivation, "outcome": story.outcome}
    found = _STORY.match(story.text)
    return {name: value.strip() or (found.group(name).strip() if found else "") for name, value in parts.items()}


def lint_story(story: JobStory) -> Iterator[Offence]:
    """Whether a job story has its three parts (Intercom and Klement)."""
    missing = [name for name, value in story_parts(story).items() if not value]
    if missing:
        yield Offence(
            "story-incomplete",
            Severity.WARNING,
            f"has no {listed(missing)}",
            "Complete it: When (situation), I want to (motivation), so I can (outcome).",
        )
    for name, leads in _LEAD_INS.items():
        value = " ".join(words_of(getattr(story, name)))
        repeated = next((lead for lead in leads if value == lead or value.startswith(f"{lead} ")), "")
        if repeated:
            yield Offence(
                "story-lead-in",
                Severity.NOTE,
                f"repeats “{repeated}” in `{name}`",
                "Leave it out: the form adds it.",
            )


def _is_gerund(word: str) -> bool:
    return word.endswith("ing") and len(word) > 4 and word not in NO_GERUNDS


def _words(found: tuple[str, ...]) -> str:
    return listed([f"“{word}”" for word in found])
