"""The report on the Persona Perception Scale: what people think of a persona, and how consistent their answers are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite
from statistics import variance

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    Metric,
    Report,
    Severity,
    TableBlock,
    canvas_reference,
    counted,
    listed,
    quoted,
)
from personatui_personas.canvas import Response, TogetherCanvas
from personatui_personas.common import TOOL_ID, as_together, at_least, names_of, persona_of, personas_of, reference

ANALYSIS_ID = f"{TOOL_ID}.perception"
TITLE = "Persona perception"

CONSTRUCTS: dict[str, str] = {
    "consistency": "Consistency",
    "completeness": "Completeness",
    "willingness": "Willingness to use",
    "credibility": "Credibility",
    "clarity": "Clarity",
    "similarity": "Similarity",
    "likability": "Likability",
    "empathy": "Empathy",
}
LOW, HIGH = 1, 7
_BANDS = ((0.9, "excellent"), (0.8, "good"), (0.7, "acceptable"))
_ITEM = re.compile(r"([a-z]+)-?([0-9]+)")

# The answers of one respondent to the items of a construct.
Answers = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha, or why there is none; `n` respondents answered all `k` items."""

    alpha: float | None
    n: int
    k: int
    reason: str = ""

    @property
    def band(self) -> str | None:
        """Nunnally's bands; a limit belongs to the band above it."""
        if self.alpha is None:
            return None
        return next((name for limit, name in _BANDS if at_least(self.alpha, limit)), "not acceptable")


def reliability_of(rows: Sequence[Answers]) -> Reliability:
    """Alpha = k / (k - 1) * (1 - sum of item variances / variance of the sums), with ddof 1.

    Respondents who left out an item drop out of it [P]. Undefined for k < 2, n < 2 or sums that do not vary.
    """
    items = sorted({item for row in rows for item in row})
    whole = [[row[item] for item in items] for row in rows if len(row) == len(items)]
    n, k = len(whole), len(items)
    if k < 2:
        return Reliability(None, n, k, "it has fewer than two items")
    if n < 2:
        return Reliability(None, n, k, "fewer than two people answered all items")
    total = variance([sum(row) for row in whole])
    if total < 1e-12:
        return Reliability(None, n, k, "everybody gave the same sum")
    of_items = fsum(variance(column) for column in zip(*whole, strict=True))
    return Reliability(k / (k - 1) * (1 - of_items / total), n, k)


def construct_of(item: str) -> str:
    """The construct that an item such as `credibility-2` belongs to; empty when it is none of the eight."""
    found = _ITEM.fullmatch(item.strip().lower())
    return found[1] if found and found[1] in CONSTRUCTS else ""


def is_answer(value: object) -> bool:
    """Whether a value is on the scale from 1 to 7."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and LOW <= value <= HIGH


def analyse_perception(given: AnalysisInput) -> Report:
    """The report `personas.perception`: mean and alpha of each construct, for each persona that was judged."""
    canvas = as_together(given.canvas)
    names = names_of(personas_of(given.project))
    judged: dict[str, list[Response]] = {}
    for response in canvas.responses:
        judged.setdefault(persona_of(response.persona), []).append(response)
    keys = [key for key in names if key in judged]
    rows = {key: {name: _rows(judged[key], name) for name in CONSTRUCTS} for key in keys}
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(keys, names, rows, judged),
        metrics=(
            Metric(
                "judged",
                "Personas that were judged",
                len(keys) if names else None,
                "",
                f"0-{len(canvas.responses)}",
                len(canvas.responses),
                "personas with at least one response",
                given.project.evidence(canvas.responses),
                given.at(),
            ),
            *(metric for key in keys for metric in _metrics(given, key, names[key], judged[key], rows[key])),
        ),
        blocks=tuple(block for key in keys for block in _blocks(names[key], rows[key])),
        findings=(*perception_findings(canvas, given.name), *_weak(keys, names, rows)),
    )


def _rows(responses: Sequence[Response], construct: str) -> list[Answers]:
    found: list[Answers] = []
    for response in responses:
        row = {
            item: float(str(value))
            for item, value in response.answers.items()
            if construct_of(item) == construct and is_answer(value)
        }
        if row:
            found.append({_ITEM.sub(r"\1-\2", item.strip().lower()): value for item, value in row.items()})
    return found


def score_of(rows: Sequence[Answers]) -> float | None:
    """The mean over respondents of the mean of the items that each answered; None without answers."""
    means = [sum(row.values()) / len(row) for row in rows]
    return sum(means) / len(means) if means else None


def _metrics(
    given: AnalysisInput,
    key: str,
    name: str,
    responses: Sequence[Response],
    rows: Mapping[str, Sequence[Answers]],
) -> Iterator[Metric]:
    evidence, subject = given.project.evidence(responses), reference(key)
    for construct, title in CONSTRUCTS.items():
        answered = rows[construct]
        found = reliability_of(answered)
        yield Metric(
            construct,
            f"{title}: {name}",
            score_of(answered),
            "",
            "1-7, Likert",
            len(answered),
            "mean of the answered items of each respondent, then of respondents",
            evidence,
            subject,
            detail=True,
        )
        yield Metric(
            f"alpha_{construct}",
            f"Alpha of {title.lower()}: {name}",
            found.alpha,
            "",
            "up to 1; from 0.7 acceptable, 0.8 good, 0.9 excellent",
            found.n,
            "k/(k-1) (1 - sum of item variances / variance of sums), ddof 1",
            evidence,
            subject,
            detail=True,
        )


def _blocks(name: str, rows: Mapping[str, Sequence[Answers]]) -> Iterator[BarsBlock | TableBlock]:
    yield BarsBlock(
        f"{name} (1 to 7)",
        tuple(Bar(title, score_of(rows[key]), _n(rows[key])) for key, title in CONSTRUCTS.items()),
        float(LOW),
        float(HIGH),
    )
    found = {key: reliability_of(answered) for key, answered in rows.items() if answered}
    yield TableBlock(
        f"{name}: reliability",
        ("construct", "alpha", "band", "items", "n"),
        tuple(
            (
                CONSTRUCTS[key],
                None if one.alpha is None else round(one.alpha, 3),
                one.band or one.reason,
                one.k,
                one.n,
            )
            for key, one in found.items()
        ),
        "<><>>",
    )


def _n(rows: Sequence[Answers]) -> str:
    return f"n={len(rows)}" if rows else ""


def _reading(
    keys: Sequence[str],
    names: Mapping[str, str],
    rows: Mapping[str, Mapping[str, Sequence[Answers]]],
    judged: Mapping[str, Sequence[Response]],
) -> str:
    if not keys:
        return "Nobody has judged a persona yet. Give it to colleagues with the items of the Persona Perception Scale."
    scores = [
        (score, names[key], title)
        for key in keys
        for construct, title in CONSTRUCTS.items()
        if (score := score_of(rows[key][construct])) is not None
    ]
    n = counted(sum(len(judged[key]) for key in keys), "response")
    if not scores:
        return f"{n} hold no answer from 1 to 7 to an item of the scale. Correct the answers."
    low = min(scores)
    return (
        f"{n} on {counted(len(keys), 'persona')}; the lowest is {low[2].lower()} of {low[1]}, {low[0]:.1f} of 7. "
        "Ask what was missed, and do not lean on constructs without an acceptable alpha."
    )


def _weak(
    keys: Sequence[str], names: Mapping[str, str], rows: Mapping[str, Mapping[str, Sequence[Answers]]]
) -> Iterator[Finding]:
    for key in keys:
        found = {name: reliability_of(answered) for name, answered in rows[key].items() if answered}
        weak = [CONSTRUCTS[name].lower() for name, one in found.items() if one.band == "not acceptable"]
        if weak:
            yield Finding(
                f"{TOOL_ID}.low-alpha",
                Severity.WARNING,
                f"The answers on {listed(weak)} of {names[key]} have an alpha below 0.7.",
                reference(key),
                "The items do not measure one thing here: read them one by one, or ask more people.",
            )
        none = [CONSTRUCTS[name].lower() for name, one in found.items() if one.alpha is None]
        if none:
            yield Finding(
                f"{TOOL_ID}.no-alpha",
                Severity.NOTE,
                f"There is no alpha for {listed(none)} of {names[key]}.",
                reference(key),
                "It takes two items, two people who answered all of them, and sums that differ.",
            )


def perception_findings(canvas: TogetherCanvas, name: str) -> Iterator[Finding]:
    """Answers off the scale, and items that belong to no construct."""
    where = canvas_reference(TOOL_ID, name)
    seen: set[tuple[str, str]] = set()
    for response in canvas.responses:
        who = (" ".join(response.respondent.split()).casefold(), persona_of(response.persona))
        if who[0] and who in seen:
            yield Finding(
                f"{TOOL_ID}.answered-twice",
                Severity.WARNING,
                f"{response.respondent} has answered about {who[1] or 'nobody'} more than once, and each time counts.",
                str(where.at(response.id)),
                "Keep one entry for each respondent and persona.",
            )
        seen.add(who)
        place = str(where.at(response.id))
        for item, value in response.answers.items():
            if not construct_of(item):
                yield Finding(
                    f"{TOOL_ID}.unknown-item",
                    Severity.WARNING,
                    f"{quoted(response.label)} answers {item}, which is no item of the scale.",
                    place,
                    f"Write the construct and a number: {listed(tuple(CONSTRUCTS))}, such as clarity-2.",
                )
            elif not is_answer(value):
                yield Finding(
                    f"{TOOL_ID}.answer-off-scale",
                    Severity.ERROR,
                    f"{quoted(response.label)} answers {value} to {item}; the scale is 1 to 7.",
                    place,
                    "Correct the answer, or leave it out: a missing answer is not zero.",
                )
        if not response.answers:
            yield Finding(
                f"{TOOL_ID}.empty-response",
                Severity.WARNING,
                f"{quoted(response.label)} holds no answer.",
                place,
                "Add the answers, or remove it.",
            )
