"""The opportunity report: which outcomes are important and badly satisfied, ranked and on the landscape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

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
    Strength,
    TableBlock,
    counted,
    listed,
    quoted,
)
from personatui_jtbd.canvas import JobsCanvas
from personatui_jtbd.landscape import landscape, mark
from personatui_jtbd.ratings import (
    BAND_TITLES,
    BANDS,
    FORMULA,
    KIND_TITLES,
    UNDERSERVED,
    Judgement,
    Rating,
    judge,
    ranked,
)
from personatui_jtbd.regions import TOOL_ID, as_jobs_canvas

ANALYSIS_ID = f"{TOOL_ID}.opportunity"
TITLE = "Opportunities"

_ORDER = ("survey", "mean", "expert")


class OpportunityParameters(Parameters):
    """`min_respondents`: below it a finding warns that shares and means are uncertain."""

    min_respondents: int = Field(default=30, ge=1)


def rating_findings(canvas: JobsCanvas, where: Reference) -> Iterator[Finding]:
    """What is wrong with the ratings of single outcomes; `where` is the reference of the canvas's file."""
    for outcome in canvas.outcomes:
        judgement = judge(outcome)
        name, place = quoted(outcome.label), str(where.at(outcome.id))
        if len(judgement.given) > 1:
            kinds = listed([KIND_TITLES[kind] for kind in judgement.given])
            used = f"the {KIND_TITLES[judgement.rating.kind]} was used" if judgement.rating else "none could be used"
            yield Finding(
                f"{TOOL_ID}.several-rating-kinds",
                Severity.WARNING,
                f"{name} is rated in several ways at once ({kinds}); {used}.",
                place,
                "Keep one kind: figures of different scales cannot be compared.",
            )
        for refusal in judgement.refusals:
            yield Finding(
                f"{TOOL_ID}.{refusal.code}",
                Severity.ERROR if refusal.wrong else Severity.WARNING,
                f"{name} cannot be scored by its {KIND_TITLES[refusal.kind]}: {refusal.reason}.",
                place,
                "Correct the figure; nothing is rounded into range."
                if refusal.wrong
                else "Add what is missing: a missing rating is not zero.",
            )


def analyse_opportunity(given: AnalysisInput) -> Report:
    """The report `jtbd.opportunity`: scores per outcome, the landscape, and what could not be rated."""
    canvas = as_jobs_canvas(given.canvas)
    parameters = given.parameters if isinstance(given.parameters, OpportunityParameters) else OpportunityParameters()
    judgements = [judge(outcome) for outcome in canvas.outcomes]
    ratings = tuple(judgement.rating for judgement in judgements if judgement.rating is not None)
    unrated = sorted(
        (judgement for judgement in judgements if judgement.rating is None),
        key=lambda judgement: (judgement.outcome.statement, judgement.outcome.id),
    )
    groups = {
        group: ranked(tuple(rating for rating in ratings if rating.group == group))
        for group in sorted({rating.group for rating in ratings}, key=lambda one: (_ORDER.index(one[0]), one[1]))
    }
    blocks: list[Block] = []
    for places in groups.values():
        blocks += _blocks(places, given)
    if unrated:
        blocks.append(_unrated_table(unrated))
    elsewhere = _openings_elsewhere(given)
    if elsewhere is not None:
        blocks.append(elsewhere)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(tuple(groups.values()), len(unrated)),
        metrics=(
            *_summary(given, canvas, ratings, len(unrated)),
            *_told_apart(
                metric for places in groups.values() for _, rating in places for metric in _metrics(given, rating)
            ),
        ),
        blocks=tuple(blocks),
        findings=(
            *rating_findings(canvas, Reference("canvas", given.name, given.tool)),
            *_set_findings(given, canvas, ratings, unrated, parameters.min_respondents),
        ),
        parameters=parameters.model_dump(),
    )


def _summary(given: AnalysisInput, canvas: JobsCanvas, ratings: tuple[Rating, ...], unrated: int) -> Iterator[Metric]:
    evidence = given.project.evidence(rating.outcome for rating in ratings)
    banded = [rating for rating in ratings if rating.band is not None]
    bands = Counter(rating.band for rating in banded)
    subject = given.at()

    def count(name: str, label: str, value: int | None, n: int, formula: str) -> Metric:
        return Metric(name, label, value, "", f"0-{n}", n, formula, evidence, subject)

    def of_banded(value: int) -> int | None:
        return value if banded else None

    yield Metric(
        "survey_segment",
        "Outcome-based segment",
        canvas.survey_segment.strip() or None,
        "",
        "name of a segment",
        sum(rating.kind != "expert" for rating in ratings),
        "as `survey_segment` says; n counts outcomes with figures of a survey",
        given.project.evidence(rating.outcome for rating in ratings if rating.kind != "expert"),
        subject,
    )
    yield count("rated", "Outcomes with a score", len(ratings), len(canvas.outcomes), "I and S of one kind are known")
    yield count("unrated", "Outcomes without a score", unrated, len(canvas.outcomes), "I or S is missing or unusable")
    yield count(
        "underserved",
        "Underserved outcomes",
        of_banded(sum(bands[name] for name in UNDERSERVED)),
        len(banded),
        "outcomes with a score of 10 or more",
    )
    yield count(
        "overserved",
        "Overserved outcomes",
        of_banded(bands["overserved"]),
        len(banded),
        "outcomes with a score below 10 and S > I",
    )
    yield count(
        "table_stakes",
        "Table stakes",
        of_banded(sum(rating.is_table_stake for rating in banded)),
        len(banded),
        "outcomes with I of 5 or more and S at least I",
    )
    # scores of different kinds have no best one among them: measured ones go first
    first = min((_ORDER.index(rating.kind) for rating in banded), default=None)
    best = next((one for _, one in ranked(tuple(r for r in banded if _ORDER.index(r.kind) == first))), None)
    yield Metric(
        "top_opportunity",
        f"Highest score: {best.outcome.label}" if best else "Highest score",
        best.score if best else None,
        "",
        best.score_scale if best else "0-20",
        best.n if best else None,
        FORMULA,
        given.project.evidence([best.outcome]) if best else None,
        given.at(best.outcome.id) if best else subject,
    )


def _metrics(given: AnalysisInput, rating: Rating) -> Iterator[Metric]:
    subject = given.at(rating.outcome.id)
    evidence = given.project.evidence([rating.outcome])
    name = rating.outcome.label
    of_answers = {
        "survey": "answers 4 and 5 / respondents x 10",
        "mean": f"mean answer, scale 1-{rating.top}",
        "expert": "one expert's rating",
    }[rating.kind]

    def metric(key: str, label: str, value: float | str | None, scale: str, formula: str) -> Metric:
        kind = " (expert estimate)" if rating.kind == "expert" else ""
        told = f"{label}{kind}: {name}"
        return Metric(key, told, value, "", scale, rating.n, formula, evidence, subject, detail=True)

    yield metric("importance", "Importance", rating.importance, rating.scale, of_answers)
    yield metric("satisfaction", "Satisfaction", rating.satisfaction, rating.scale, of_answers)
    yield metric("opportunity", "Opportunity", rating.score, rating.score_scale, FORMULA)
    yield metric(
        "band",
        "Band",
        rating.band,
        "no bands on means" if rating.band is None else "limits 10, 12 and 15",
        "the limits 10, 12 and 15 do not hold on means"
        if rating.band is None
        else "at a limit the band above it; below 10 overserved if S > I, else served",
    )


def _told_apart(metrics: Iterable[Metric]) -> Iterator[Metric]:
    """Metrics of outcomes; those of outcomes that say the same and have no id, or the same one, get a number."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for metric in metrics:
        key = metric.id, metric.subject, metric.label
        seen[key] += 1
        yield replace(metric, label=f"{metric.label} #{seen[key]}") if seen[key] > 1 else metric


def _title(rating: Rating) -> str:
    kind = KIND_TITLES[rating.kind]
    return f"{kind}, scale 1-{rating.top}" if rating.kind == "mean" else kind


def _blocks(places: tuple[tuple[int, Rating], ...], given: AnalysisInput) -> Iterator[Block]:
    first = places[0][1]
    yield landscape(f"Landscape ({_title(first)})", [rating for _, rating in places])
    if first.kind != "mean":
        bands = Counter(rating.band for _, rating in places)
        yield BarsBlock(
            f"Outcomes per band ({_title(first)})",
            tuple(Bar(BAND_TITLES[name], bands[name]) for name in BANDS),
            unit="outcomes",
        )
    yield TableBlock(
        f"Ranking ({_title(first)})",
        ("Mark", "Rank", "Outcome", "I", "S", "Score", "Band", "Table stake", "n", "Evidence"),
        tuple(
            (
                mark(index),
                rank,
                rating.outcome.label,
                round(rating.importance, 1),
                round(rating.satisfaction, 1),
                round(rating.score, 1),
                rating.band,
                "yes" if rating.is_table_stake else None,
                rating.n,
                (given.project.evidence([rating.outcome]) or Strength.ASSUMPTION).value,
            )
            for index, (rank, rating) in enumerate(places)
        ),
        align=">><>>><<><",
    )


def _openings_elsewhere(given: AnalysisInput) -> TableBlock | None:
    """What other canvases of the persona hold open, such as low points of the journey: candidates for outcomes."""
    found = [
        (reference, one) for reference, one in given.project.openings(given.persona_id) if reference.tool != TOOL_ID
    ]
    if not found:
        return None
    return TableBlock(
        "Candidates from other canvases: ask which outcome is not met there",
        ("Candidate", "Why", "Reference"),
        tuple((one.text, one.why, str(reference)) for reference, one in found),
    )


def _unrated_table(unrated: list[Judgement]) -> TableBlock:
    return TableBlock(
        "Unrated",
        ("Outcome", "Why"),
        tuple(
            (judgement.outcome.label, "; ".join(refusal.reason for refusal in judgement.refusals) or "no rating")
            for judgement in unrated
        ),
    )


def _set_findings(
    given: AnalysisInput,
    canvas: JobsCanvas,
    ratings: tuple[Rating, ...],
    unrated: list[Judgement],
    min_respondents: int,
) -> Iterator[Finding]:
    """Findings on the outcomes as a set: who was asked, how many, and what is not rated at all."""

    def finding(code: str, severity: Severity, message: str, hint: str, about: Iterable[str] = ()) -> Finding:
        return Finding(f"{TOOL_ID}.{code}", severity, message, given.at(), hint, references=tuple(about))

    measured = [rating for rating in ratings if rating.n is not None]
    few = sorted(
        (rating for rating in measured if (rating.n or 0) < min_respondents),
        key=lambda rating: (rating.n or 0, rating.outcome.statement),
    )
    if few:
        others = f" and {counted(len(few) - 1, 'other outcome')}" if len(few) > 1 else ""
        yield finding(
            "few-respondents",
            Severity.WARNING,
            f"{quoted(few[0].outcome.label)}{others} {'were' if others else 'was'} rated by fewer than "
            f"{min_respondents} people (n = {few[0].n}), so the score is uncertain.",
            f"Ask at least {min_respondents} people of one outcome-based segment; large studies ask 180 and more.",
            (given.at(rating.outcome.id) for rating in few if rating.outcome.id),
        )
    if not canvas.survey_segment.strip() and any(outcome.respondents is not None for outcome in canvas.outcomes):
        yield finding(
            "missing-survey-segment",
            Severity.WARNING,
            "Respondents are counted, but the outcome-based segment that they belong to is not named.",
            "Set `survey_segment`: over the whole market different segments average each other out.",
        )
    unsourced = [rating.outcome for rating in ratings if rating.kind != "expert" and not rating.outcome.sources]
    if unsourced:
        others = f" and {counted(len(unsourced) - 1, 'other outcome')}" if len(unsourced) > 1 else ""
        yield finding(
            "unsourced-survey",
            Severity.NOTE,
            f"{quoted(unsourced[0].label)}{others} {'have' if others else 'has'} survey figures but "
            f"{'name' if others else 'names'} no source.",
            "Add the survey as a source and name it in `sources`.",
            (given.at(outcome.id) for outcome in unsourced if outcome.id),
        )
    silent = [judgement.outcome for judgement in unrated if not judgement.given]
    if silent:
        others = f" and {counted(len(silent) - 1, 'other outcome')}" if len(silent) > 1 else ""
        yield finding(
            "outcome-without-ratings",
            Severity.NOTE,
            f"{quoted(silent[0].label)}{others} {'have' if others else 'has'} no ratings.",
            "Ask for importance and satisfaction; until then they stay unrated, not zero.",
            (given.at(outcome.id) for outcome in silent if outcome.id),
        )
    groups = sorted({_title(rating) for rating in ratings})
    if len(groups) > 1:
        yield finding(
            "mixed-rating-kinds",
            Severity.NOTE,
            f"The outcomes are rated in {len(groups)} ways ({'; '.join(groups)}), each ranked by itself.",
            "Rate all outcomes in one way to rank them against each other.",
        )


def _reading(groups: tuple[tuple[tuple[int, Rating], ...], ...], unrated: int) -> str:
    if not groups:
        if unrated:
            return (
                f"None of {counted(unrated, 'outcome')} has both ratings, so there is no score yet. Ask how "
                "important each outcome is and how satisfied people are with it today."
            )
        return "There are no outcomes yet. Write down how the customer measures success in each step of the job."
    _, best = groups[0][0]
    banded = [rating for places in groups for _, rating in places if rating.band is not None]
    left = f" {counted(unrated, 'outcome')} could not be rated." if unrated else ""
    if not banded:
        return (
            f"By mean answers {quoted(best.outcome.label)} scores highest ({best.score:.1f}); the limits 10, 12 "
            f"and 15 do not hold on this scale. Count the answers 4 and 5 to see what is underserved.{left}"
        )
    under = sum(rating.band in UNDERSERVED for rating in banded)
    over = sum(rating.band == "overserved" for rating in banded)
    if under:
        lead = next(rating for rating in banded if rating.band in UNDERSERVED)
        saving = f", and at {counted(over, 'overserved outcome')} for what to save" if over else ""
        who = "One expert's estimate puts" if lead.kind == "expert" else "The survey puts"
        return (
            f"{under} of {counted(len(banded), 'outcome')} rated on 0-10 {'is' if under == 1 else 'are'} "
            f"underserved. {who} {quoted(lead.outcome.label)} first with {lead.score:.1f}: look there for what to "
            f"improve{saving}.{left}"
        )
    elsewhere = (
        f"; {counted(over, 'outcome')} {'is' if over == 1 else 'are'} overserved, so look there for what to save"
        if over
        else "; look for other segments, in which the same outcomes may be underserved"
    )
    return f"No outcome reaches 10, so none is underserved{elsewhere}.{left}"
