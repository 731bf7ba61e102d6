"""Impact x likelihood: which factors matter most, as opportunities or threats, and how soon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Figures,
    Finding,
    MatrixBlock,
    Metric,
    Parameters,
    Report,
    Severity,
    TableBlock,
    counted,
    listed,
    ranks,
    reaches,
)
from personatui_pestel.factors import Entry, entries, factors_of
from personatui_pestel.regions import DIMENSIONS, HORIZONS, TOOL_ID, as_pestel_canvas

ANALYSIS_ID = f"{TOOL_ID}.impact"
TITLE = "Impact and likelihood"
Band = Literal["critical", "high", "moderate", "low"]
BANDS: tuple[tuple[Band, float], ...] = (("critical", 15), ("high", 10), ("moderate", 5), ("low", 1))
SCALE = "1-25: 1-5 x 1-5"
# How a band is shaded, so that the heat is seen without colour and where no factor stands.
_SHADES: dict[Band, str] = {"low": "░", "moderate": "▒", "high": "▓", "critical": "█"}
_SIGNS = {"opportunity": 1, "threat": -1}


class ImpactParameters(Parameters):
    """`by` ranks by the raw score or by urgency; `carry` is how many factors go on into SWOT, 5 to 8."""

    by: Literal["score", "urgency"] = "score"
    carry: int = Field(default=8, ge=5, le=8)


def band(score: float) -> Band:
    """The band of a score; the limits 5, 10 and 15 belong to the band above them [P]."""
    return next((name for name, limit in BANDS if reaches(score, limit)), "low")


def _band(entry: Entry) -> Band | None:
    return None if entry.score is None else band(entry.score)


def net(found: Sequence[Entry]) -> int | None:
    """Sum of the scores of opportunities less those of threats; None without any that has both."""
    signed = [
        (entry.score or 0) * _SIGNS[entry.factor.direction]
        for entry in found
        if entry.score is not None and entry.factor.direction is not None
    ]
    return sum(signed) if signed else None


def ranked(found: Sequence[Entry], by: str = "score") -> list[tuple[int, Entry]]:
    """Factors with a figure, highest first; equals share a rank and stand by impact, then by their text."""
    known = [(value, entry) for entry in found if (value := _figure(entry, by)) is not None]
    places = zip(ranks([value for value, _ in known]), known, strict=True)
    ordered = sorted(places, key=lambda one: (one[0], -(one[1][1].impact or 0), one[1][1].factor.label, one[1][1].id))
    return [(place, entry) for place, (_, entry) in ordered]


def carried(places: Sequence[tuple[int, Entry]], most: int) -> list[Entry]:
    """The factors that go on: those ranked up to `most`; what ties at the limit goes along."""
    return [entry for place, entry in places if place <= most]


def _figure(entry: Entry, by: str) -> float | None:
    return entry.urgency if by == "urgency" else entry.score


def analyse_impact(given: AnalysisInput) -> Report:
    """The report `pestel.impact`: scores, bands and ranks, the net per dimension, and the heat map."""
    canvas = as_pestel_canvas(given.canvas)
    parameters = given.parameters if isinstance(given.parameters, ImpactParameters) else ImpactParameters()
    found = entries(canvas)
    places = ranked(found, parameters.by)
    unranked = [entry for entry in found if _figure(entry, parameters.by) is None]
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(found, places, parameters),
        metrics=tuple(_metrics(given, found, places, parameters)),
        blocks=(
            heat_map(found),
            BarsBlock(
                "Scores, highest first",
                tuple(Bar(entry.label, entry.score, _note(entry)) for _, entry in places),
                high=25,
            ),
            TableBlock(
                "Ranking",
                ("Rank", "Factor", "Impact", "Likelihood", "Score", "Band", "Direction", "Horizon", "Urgency"),
                tuple(_row(place, entry) for place, entry in places) + tuple(_row(None, entry) for entry in unranked),
                align="><>>><<<>",
            ),
            TableBlock(
                "Per dimension",
                ("Dimension", "Factors", "Rated", "Highest", "Opportunities", "Threats", "Net"),
                tuple(_dimension(name, [e for e in found if e.dimension == name]) for name in DIMENSIONS),
                align="<>>>>>>",
            ),
        ),
        findings=tuple(_findings(Figures.of(given), found, parameters)),
        parameters=parameters.model_dump(),
    )


def heat_map(found: Sequence[Entry], *, short: bool = False) -> MatrixBlock:
    """Factors by impact, the highest on top, and likelihood, over the bands; `short` for where there is little room."""
    steps = range(1, 6)
    rows, columns = ("I", "L") if short else ("impact ", "likelihood ")
    return MatrixBlock(
        f"Heat map, {', '.join(f'{shade} {name}' for name, shade in _SHADES.items())}",
        tuple(f"{rows}{impact}" for impact in reversed(steps)),
        tuple(f"{columns}{likelihood}" for likelihood in steps),
        tuple(tuple(_there(found, impact, likelihood) for likelihood in steps) for impact in reversed(steps)),
    )


def _there(found: Sequence[Entry], impact: int, likelihood: int) -> str:
    inside = [entry.code for entry in found if (entry.impact, entry.likelihood) == (impact, likelihood)]
    return " ".join([*inside, _SHADES[band(impact * likelihood)]])


def _note(entry: Entry) -> str:
    told = [band(entry.score)] if entry.score is not None else []
    return " · ".join([*told, entry.factor.direction or "direction not said"])


def _row(place: int | None, entry: Entry) -> tuple[str | float | int | None, ...]:
    return (
        place,
        entry.label,
        entry.factor.impact,
        entry.factor.likelihood,
        entry.score,
        _band(entry),
        entry.factor.direction,
        HORIZONS[entry.factor.horizon] if entry.factor.horizon is not None else None,
        entry.urgency,
    )


def _dimension(name: str, inside: Sequence[Entry]) -> tuple[str | int | None, ...]:
    scores = [entry.score for entry in inside if entry.score is not None]
    return (
        name,
        len(inside),
        len(scores),
        max(scores, default=None),
        _sum_of(inside, "opportunity"),
        _sum_of(inside, "threat"),
        net(inside),
    )


def _sum_of(found: Sequence[Entry], direction: str) -> int | None:
    scores = [e.score for e in found if e.factor.direction == direction and e.score is not None]
    return sum(scores) if scores else None


def _metrics(
    given: AnalysisInput, found: Sequence[Entry], places: Sequence[tuple[int, Entry]], parameters: ImpactParameters
) -> Iterator[Metric]:
    figures = Figures.of(given)
    rated = [entry for entry in found if entry.score is not None]
    directed = [entry for entry in rated if entry.factor.direction is not None]
    yield figures.metric(
        "rated", "Factors with a score", len(rated) if found else None, scale=f"0-{len(found)}", n=len(found),
        formula="impact and likelihood are both from 1 to 5", of=factors_of(rated),
    )  # fmt: skip
    top = [entry for place, entry in places if place == 1]
    yield figures.metric(
        "highest",
        "Highest score" + (f": {top[0].label}" if len(top) == 1 else ""),
        max((entry.score for entry in rated if entry.score is not None), default=None),
        scale=SCALE,
        n=len(rated),
        formula="impact x likelihood",
        of=factors_of(top),
        item=top[0].id if len(top) == 1 else "",
    )
    for name, _ in BANDS:
        inside = [entry for entry in rated if entry.score is not None and band(entry.score) == name]
        yield figures.metric(
            name,
            f"Factors that are {name}",
            len(inside) if rated else None,
            scale="bands 1-5, 5-10, 10-15, 15-25, limits in the band above",
            n=len(rated),
            formula="impact x likelihood [P]",
            of=factors_of(inside),
        )
    for direction in _SIGNS:
        inside = [entry for entry in directed if entry.factor.direction == direction]
        yield figures.metric(
            f"{direction}_sum",
            "Sum of opportunities" if direction == "opportunity" else "Sum of threats",
            _sum_of(found, direction),
            scale="sum of scores",
            n=len(inside),
            formula="sum of impact x likelihood",
            of=factors_of(inside),
        )
    yield figures.metric(
        "net",
        "Net",
        net(found),
        scale="sum of scores; above 0 more opportunity",
        n=len(directed),
        formula="sum of opportunities - sum of threats",
        of=factors_of(directed),
    )
    for dimension in DIMENSIONS:
        inside = [entry for entry in directed if entry.dimension == dimension]
        yield figures.metric(
            f"{dimension}_net",
            f"Net, {dimension}",
            net(inside),
            scale="sum of scores",
            n=len(inside),
            formula="sum of opportunities - sum of threats",
            of=factors_of(inside),
            detail=True,
        )
    going = carried(places, parameters.carry)
    yield figures.metric(
        "carried",
        "Factors to carry into SWOT",
        ", ".join(entry.code for entry in going) or None,
        scale=f"ranked up to {parameters.carry}; what ties at the limit goes along",
        n=len(places),
        formula=f"the highest by {parameters.by}",
        of=factors_of(going),
    )
    rank_of = {id(entry): place for place, entry in places}
    for entry in found:
        for key, label, value, scale, formula in (
            ("score", "Score", entry.score, SCALE, "impact x likelihood"),
            (
                "band",
                "Band",
                _band(entry),
                "low to critical",
                "limits 5, 10, 15 [P]",
            ),
            ("urgency", "Urgency", entry.urgency, "0.25-25", "score x 1.0, 0.75, 0.5 or 0.25 by horizon [P]"),
            (
                "rank",
                "Rank",
                rank_of.get(id(entry)),
                f"1-{len(places)}",
                f"highest {parameters.by} first; equals share it",
            ),
        ):
            yield figures.metric(
                key, f"{label}: {entry.label}", value, scale=scale, n=1 if value is not None else 0, formula=formula,
                of=factors_of([entry]), item=entry.id, detail=True,
            )  # fmt: skip


def rating_findings(figures: Figures, found: Sequence[Entry]) -> Iterator[Finding]:
    """Impact and likelihood that are off their scale."""
    for entry in found:
        for name, value, used in (
            ("impact", entry.factor.impact, entry.impact),
            ("likelihood", entry.factor.likelihood, entry.likelihood),
        ):
            if value is not None and used is None:
                yield figures.finding(
                    f"{name}-off-scale",
                    Severity.ERROR,
                    f"{entry.told} has the {name} {value}, which is not from 1 to 5, so it has no score.",
                    "Correct it; nothing is rounded into range.",
                    item=entry.id,
                )


def _findings(figures: Figures, found: Sequence[Entry], parameters: ImpactParameters) -> Iterator[Finding]:
    yield from rating_findings(figures, found)
    for entry in found:
        has, lacks = ("impact", "likelihood") if entry.factor.likelihood is None else ("likelihood", "impact")
        if (entry.factor.impact is None) != (entry.factor.likelihood is None):
            yield figures.finding(
                f"factor-without-{lacks}",
                Severity.WARNING,
                f"{entry.told} has its {has} but no {lacks}, so it has no score.",
                "Missing is not zero: rate it from 1 to 5.",
                item=entry.id,
            )
        elif entry.score is not None and entry.factor.direction is None:
            yield figures.finding(
                "factor-without-direction",
                Severity.WARNING,
                f"{entry.told} is neither an opportunity nor a threat, so the net leaves it out.",
                "Say which it is for you; what is both is written down twice.",
                item=entry.id,
            )
        elif parameters.by == "urgency" and entry.score is not None and entry.factor.horizon is None:
            yield figures.finding(
                "factor-without-horizon",
                Severity.WARNING,
                f"{entry.told} has no horizon, so it has no urgency and no rank.",
                "Say when it would be felt.",
                item=entry.id,
            )
    silent = [entry for entry in found if entry.factor.impact is None and entry.factor.likelihood is None]
    if silent:
        others = f" and {counted(len(silent) - 1, 'other factor')}" if len(silent) > 1 else ""
        yield figures.finding(
            "unrated-factor",
            Severity.NOTE,
            f"{silent[0].told}{others} {'have' if others else 'has'} no ratings.",
            "Until then they have no score; that is not a low one.",
            about=[entry.id for entry in silent],
        )


def _reading(found: Sequence[Entry], places: Sequence[tuple[int, Entry]], parameters: ImpactParameters) -> str:
    if not found:
        return "There are no factors yet. Go through the six columns and ask what changes for this customer."
    if not places:
        return f"None of {counted(len(found), 'factor')} has a score yet. Rate impact and likelihood from 1 to 5."
    top = [entry for place, entry in places if place == 1]
    score = top[0].score or 0
    worst = max(
        (entry for _, entry in places if entry.factor.direction == "threat"),
        key=lambda one: one.score or 0,
        default=None,
    )
    told = listed([entry.told for entry in top[:3]]) + (f" and {len(top) - 3} more" if len(top) > 3 else "")
    lead = f"{told} {'score' if len(top) > 1 else 'scores'} highest with {score} of 25, {band(score)}."
    if parameters.by == "urgency":
        lead = f"{told} {'are' if len(top) > 1 else 'is'} most urgent with {top[0].urgency:g}."
    balance = net(found)
    if balance is None:
        return f"{lead} Say next which factors are opportunities and which are threats."
    weight = "opportunities outweigh threats" if balance > 0 else "threats outweigh opportunities"
    weight = "opportunities and threats are level" if balance == 0 else weight
    after = (
        f" Look first at {worst.told}: no average makes it smaller." if worst is not None and worst not in top else ""
    )
    return f"{lead} By their sums {weight} ({balance:+d}).{after or ' Carry the highest on into SWOT.'}"
