"""Rules over the Kano surveys of a project: answers that cannot count, and counts that cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from personatui.api import (
    Change,
    CheckInput,
    Figures,
    Finding,
    RemoveValue,
    Severity,
    canvas_reference,
    listed,
    quoted,
)

from personatui_kano.canvas import MOST_IMPORTANT, Answer, KanoCanvas
from personatui_kano.survey import COUNTED, TITLES, TOOL_ID, counted, is_answer, is_importance, repeated


def check_answers(given: CheckInput) -> Iterable[Finding]:
    """Answers about no feature, off the scale, half a pair, or given twice."""
    for figures, canvas in _surveys(given):
        known = [feature.id for feature in canvas.features if feature.id]
        again = repeated(canvas)
        for answer in canvas.answers:
            yield from _answer_findings(figures, answer, known)
            if (answer.name.strip(), answer.feature) in again:
                yield figures.finding(
                    "answered-twice",
                    Severity.WARNING,
                    f"{quoted(answer.name)} answers twice about {answer.feature}; neither counts.",
                    "Delete the one that was a mistake.",
                    item=answer.id,
                    fix=figures.removal("answers", answer.id, "delete an answer given twice"),
                )


def check_counts(given: CheckInput) -> Iterable[Finding]:
    """Counts below 0, and counts beside answers, which come first."""
    for figures, canvas in _surveys(given):
        answered = {answer.feature for answer in canvas.answers}
        for feature in canvas.features:
            for category, field in COUNTED.items():
                value = getattr(feature, field)
                if value is not None and value < 0:
                    yield figures.finding(
                        "negative-count",
                        Severity.ERROR,
                        f"{value} people cannot find {quoted(feature.label)} {TITLES[category]}; its counts drop out.",
                        "Write how many people gave such a pair of answers.",
                        item=feature.id,
                        fix=_without(figures, "features", feature.id, field, "take out a count"),
                    )
            if counted(feature) is not None and feature.id in answered:
                yield figures.finding(
                    "counts-beside-answers",
                    Severity.NOTE,
                    f"{quoted(feature.label)} has both counts and answers; the answers count.",
                    "Take the counts out, or the answers.",
                    item=feature.id,
                )


def _answer_findings(figures: Figures, answer: Answer, known: list[str]) -> Iterator[Finding]:
    if answer.feature not in known:
        told = f"is about {answer.feature}, which is no feature here" if answer.feature else "is about no feature"
        yield figures.finding(
            "dangling-answer",
            Severity.ERROR,
            f"An answer of {quoted(answer.name or answer.id)} {told}.",
            f"Name its feature; there are {listed(known[:5]) or 'none yet'}.",
            item=answer.id,
            fix=figures.removal("answers", answer.id, "delete an answer about no feature"),
        )
    for field in ("functional", "dysfunctional"):
        value = getattr(answer, field)
        if value is not None and not is_answer(value):
            yield figures.finding(
                "answer-off-scale",
                Severity.ERROR,
                f"{quoted(answer.name or answer.id)} answers {value}; there are answers from 1 to 5.",
                "Correct it; what is off the scale is not rounded into it, and does not count.",
                item=answer.id,
                fix=_without(figures, "answers", answer.id, field, "take out an answer off the scale"),
            )
    if (answer.functional is None) != (answer.dysfunctional is None):
        missing = "if it is missing" if answer.dysfunctional is None else "if it is there"
        yield figures.finding(
            "half-a-pair",
            Severity.WARNING,
            f"{quoted(answer.name or answer.id)} does not say how it feels {missing} ({answer.feature}).",
            "Only a pair has a category. Ask again, or leave it.",
            item=answer.id,
        )
    if answer.importance is not None and not is_importance(answer.importance):
        yield figures.finding(
            "importance-off-scale",
            Severity.ERROR,
            f"{quoted(answer.name or answer.id)} gives it an importance of {answer.importance}; the scale is from 1 to "
            f"{MOST_IMPORTANT}.",
            "Correct it; it does not count.",
            item=answer.id,
            fix=_without(figures, "answers", answer.id, "importance", "take out an importance off the scale"),
        )


def _without(figures: Figures, field: str, item: str, value: str, label: str) -> Change | None:
    """The change that takes one value out of an entry; None for an entry without an id."""
    return Change(label, (RemoveValue(figures.where, (field, item, value)),)) if item else None


def _surveys(given: CheckInput) -> Iterator[tuple[Figures, KanoCanvas]]:
    for (tool, name), canvas in given.project.canvases.items():
        if tool == TOOL_ID and isinstance(canvas, KanoCanvas):
            yield Figures(given.project, canvas_reference(tool, name)), canvas
