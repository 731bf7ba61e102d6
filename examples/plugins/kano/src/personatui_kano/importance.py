"""The report on importance: what people say matters to them, beside the category that their answers make."""

from __future__ import annotations

from personatui.api import AnalysisInput, Bar, BarsBlock, Figures, Report, TableBlock, counted

from personatui_kano.canvas import MOST_IMPORTANT
from personatui_kano.survey import CATEGORIES, TITLES, TOOL_ID, Tally, as_kano, tallies

ANALYSIS_ID = f"{TOOL_ID}.importance"
TITLE = "Self-stated importance"


def analyse_importance(given: AnalysisInput) -> Report:
    """The report `kano.importance`: the mean importance of each feature, ranked within its category."""
    found, figures = tallies(as_kano(given.canvas)), Figures.of(given)
    told = sorted((one for one in found if one.mean_importance is not None), key=_rank)
    metrics = tuple(
        figures.metric(
            "importance",
            f"Importance: {one.title}",
            one.mean_importance,
            scale=f"1-{MOST_IMPORTANT}",
            n=len(one.importance),
            formula="mean of the importance that people state",
            of=(one.feature,),
            item=one.feature.id,
        )
        for one in found
    )
    blocks = (
        BarsBlock(
            "Importance",
            tuple(
                Bar(one.title, one.mean_importance, counted(len(one.importance), "person", "people")) for one in told
            ),
            1.0,
            float(MOST_IMPORTANT),
        ),
        TableBlock(
            "Within each category, most important first",
            ("category", "feature", "importance", "n"),
            tuple(
                (TITLES[one.category] if one.category else None, one.title, _figure(one), len(one.importance))
                for one in told
            ),
            "<<>>",
        ),
    )
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(told),
        metrics=metrics,
        blocks=blocks if told else (),
    )


def _rank(tally: Tally) -> tuple[int, float]:
    """Must-be first, in each category the most important first; without a category last."""
    place = CATEGORIES.index(tally.category) if tally.category else len(CATEGORIES)
    return place, -(tally.mean_importance or 0.0)


def _figure(tally: Tally) -> str | None:
    return None if tally.mean_importance is None else f"{tally.mean_importance:.2f}"


def _reading(told: list[Tally]) -> str:
    if not told:
        return "Nobody said how important a feature is. It is asked beside the pair, from 1 to 9."
    first = told[0]
    kind = f" among what is {TITLES[first.category]}" if first.category else ""
    return (
        f"{first.feature.label or first.mark} matters most{kind} ({_figure(first)} of {MOST_IMPORTANT}). "
        "Importance ranks within a category; it does not make one."
    )
