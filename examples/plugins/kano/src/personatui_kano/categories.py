"""The report on categories: what each feature is to most people, and how sure one can be of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from personatui.api import (
    AnalysisInput,
    Figures,
    Finding,
    Metric,
    Parameters,
    Report,
    Severity,
    TableBlock,
    counted,
    listed,
    percent,
    quoted,
)
from pydantic import Field

from personatui_kano.survey import (
    CATEGORIES,
    STRONGEST_TOTAL,
    TITLES,
    TOOL_ID,
    WEAKEST_CATEGORY,
    Category,
    Tally,
    as_kano,
    tallies,
)

ANALYSIS_ID = f"{TOOL_ID}.categories"
TITLE = "Kano categories"

# The stacked share of a category is drawn with its letter, each for so many percent.
_STEP = 5
_MOST_QUESTIONABLE = 0.05


class CategoriesParameters(Parameters):
    """`min_respondents`: below it a finding warns that another sample may say something else."""

    min_respondents: int = Field(default=30, ge=1)


def analyse_categories(given: AnalysisInput) -> Report:
    """The report `kano.categories`: the category of each feature by mode, its strengths, and Fong's test."""
    parameters = given.parameters
    assert isinstance(parameters, CategoriesParameters)
    found, figures = tallies(as_kano(given.canvas)), Figures.of(given)
    told = [one for one in found if one.n]
    features = [one.feature for one in found]
    metrics = [
        figures.metric(
            "classified",
            "Features with a category",
            len(told) if found else None,
            scale=f"0-{len(found)}",
            n=len(found),
            formula="features with at least one whole pair of answers",
            of=features,
        )
    ]
    for one in found:
        metrics += _metrics(figures, one)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(found),
        metrics=tuple(metrics),
        blocks=tuple(_blocks(told)),
        findings=tuple(_findings(figures, found, parameters.min_respondents)),
        parameters=parameters.model_dump(),
    )


def _metrics(figures: Figures, tally: Tally) -> Iterator[Metric]:
    feature, item = (tally.feature,), tally.feature.id
    category = tally.category
    yield figures.metric(
        "category",
        f"Category: {tally.title}",
        TITLES[category] if category else None,
        scale="M, O, A, I, R, Q",
        n=tally.n,
        formula="most frequent category by the evaluation table; on a tie M > O > A > I",
        of=feature,
        item=item,
    )
    for one in CATEGORIES:
        yield figures.metric(
            f"share.{one}",
            f"{TITLES[one].capitalize()}: {tally.title}",
            tally.share(one),
            unit="share",
            scale="0-1",
            n=tally.n,
            formula=f"{one} / all pairs of answers",
            of=feature,
            item=item,
            detail=True,
        )
    yield figures.metric(
        "category_strength",
        f"Category strength: {tally.title}",
        tally.category_strength,
        unit="%",
        scale="0-100",
        n=tally.n,
        formula="% of the first category - % of the second",
        of=feature,
        item=item,
        detail=True,
    )
    yield figures.metric(
        "total_strength",
        f"Total strength: {tally.title}",
        tally.total_strength,
        unit="%",
        scale="0-100",
        n=tally.n,
        formula="% of A + % of O + % of M",
        of=feature,
        item=item,
        detail=True,
    )
    yield figures.metric(
        "fong",
        f"Significance: {tally.title}",
        {True: "significant", False: "not significant", None: None}[tally.is_significant],
        scale="significant, not significant (one-sided, 5 %)",
        n=tally.n,
        formula="a - b >= 1.65 x sqrt((a + b)(2n - a - b) / 2n), a and b the two most frequent categories",
        of=feature,
        item=item,
        detail=True,
    )
    yield figures.metric(
        "least_difference",
        f"Least difference: {tally.title}",
        tally.least_difference,
        unit="answers",
        scale=f"0-{tally.n}",
        n=tally.n,
        formula="1.65 x sqrt((a + b)(2n - a - b) / 2n)",
        of=feature,
        item=item,
        detail=True,
    )


def _blocks(told: Sequence[Tally]) -> Iterator[TableBlock]:
    if not told:
        return
    yield TableBlock(
        "What each feature is",
        ("feature", "category", "strength", "total", "Fong", "n"),
        tuple(
            (
                one.title,
                _named(one),
                f"{one.category_strength:.0f} %",
                f"{one.total_strength:.0f} %",
                "significant" if one.is_significant else "not significant",
                one.n,
            )
            for one in told
        ),
        "<<>><>",
    )
    yield TableBlock(
        f"Shares of the categories, a letter for {_STEP} %",
        ("feature", *CATEGORIES, "stacked"),
        tuple((one.title, *(percent(one.share(key)) for key in CATEGORIES), stacked(one)) for one in told),
        "<>>>>>><",
    )


def stacked(tally: Tally) -> str:
    """The shares as one bar of letters, 20 for all; rounding never makes it longer or shorter."""
    letters, cumulated = "", 0
    for one in CATEGORIES:
        cumulated += tally.counts[one]
        letters += one * (round(100 / _STEP * cumulated / tally.n) - len(letters)) if tally.n else ""
    return letters


def _named(tally: Tally) -> str:
    category = tally.category
    assert category is not None
    return TITLES[category] + (" (tie)" if tally.is_tied else " (mixed)" if tally.is_mixed else "")


def _reading(found: Sequence[Tally]) -> str:
    told = [one for one in found if one.category is not None]
    if not found:
        return "There are no features yet. Name what you could build, and ask both questions about each."
    if not told:
        return "Nobody has answered both questions of a pair yet. Ask, and write the answers down from 1 to 5."
    by: dict[Category, list[str]] = {}
    for one in told:
        by.setdefault(one.order[0], []).append(one.feature.label or one.mark)
    parts = [f"{listed(by[key])}: {TITLES[key]}" for key in CATEGORIES if key in by]
    unsure = [one for one in told if not one.is_significant]
    after = (
        f"{counted(len(unsure), 'category', 'categories')} may be chance (Fong): ask more people, or those of one "
        "segment alone."
        if unsure
        else "Build every must-be first, then what is one-dimensional, and choose among what delights."
    )
    return f"{'. '.join(parts)}. {after}"


def _findings(figures: Figures, found: Sequence[Tally], fewest: int) -> Iterator[Finding]:
    for one in found:
        item, name = one.feature.id, quoted(one.feature.label or one.mark)
        if not one.n:
            yield figures.finding(
                "no-answers",
                Severity.NOTE,
                f"{name} has no whole pair of answers, so it has no category.",
                "Ask how people feel if it is there, and if it is missing.",
                item=item,
            )
            continue
        if one.left_out:
            yield figures.finding(
                "answers-left-out",
                Severity.WARNING,
                f"{counted(one.left_out, 'answer')} to {name} cannot count: half a pair, off the scale, given twice.",
                "See the findings on single answers; what is missing is never filled in.",
                item=item,
            )
        if one.n < fewest:
            yield figures.finding(
                "few-answers",
                Severity.NOTE,
                f"{name} rests on {counted(one.n, 'pair')} of answers.",
                f"Ask at least {fewest} people of one segment.",
                item=item,
            )
        questionable, reverse = one.share("Q") or 0.0, one.share("R") or 0.0
        if questionable > _MOST_QUESTIONABLE:
            yield figures.finding(
                "questionable",
                Severity.WARNING,
                f"{percent(questionable)} of the pairs about {name} contradict themselves.",
                "Read both questions aloud: the wording is unclear, or people misunderstood it (Berger et al. 1993).",
                item=item,
            )
        if one.category == "R" or reverse > (one.share(one.order[0]) or 0.0) / 2:
            yield figures.finding(
                "reverse",
                Severity.WARNING,
                f"{percent(reverse)} would rather be without {name}.",
                "Look who they are: another segment perhaps. Or turn the two questions round and evaluate again.",
                item=item,
            )
        if one.is_mixed:
            yield figures.finding(
                "mixed-category",
                Severity.NOTE,
                f"{name} is wanted (total strength {one.total_strength:.0f} %), but no category stands out.",
                f"Below {WEAKEST_CATEGORY:g} % of category strength with {STRONGEST_TOTAL:g} % in all it is a mixed "
                "category (Lee and Newcomb 1997): compare segments.",
                item=item,
            )
