"""The report on prevalence: how many people a persona describes, when all of its attributes must fit at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite, prod

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    Metric,
    Report,
    Severity,
    Strength,
    TableBlock,
    canvas_reference,
    counted,
    percent,
    quoted,
)
from personatui_personas.canvas import AttributeShare, Conjunction, TogetherCanvas
from personatui_personas.common import TOOL_ID, as_together, names_of, persona_of, personas_of, reference

ANALYSIS_ID = f"{TOOL_ID}.prevalence"
TITLE = "Prevalence"


@dataclass(frozen=True, slots=True)
class Prevalence:
    """The share of people with all attributes: if they were independent, and the bounds that hold whatever they are."""

    independent: float
    lower: float
    upper: float


def prevalence_of(shares: Sequence[float]) -> Prevalence | None:
    """Product and Frechet bounds of shares; None without any. Chapman et al. 2008; probability theory."""
    if not shares:
        return None
    lower = max(0.0, fsum(shares) - (len(shares) - 1))
    return Prevalence(prod(shares), 0.0 if lower < 1e-12 else lower, min(shares))


def is_share(value: float | None) -> bool:
    """Whether a value can be a share; written so that a value that is no number fails too."""
    return value is not None and isfinite(value) and 0 <= value <= 1


def is_counted(one: Conjunction) -> bool:
    """Whether a survey's counts can be a share."""
    return one.matching is not None and one.respondents is not None and 0 <= one.matching <= one.respondents > 0


def analyse_prevalence(given: AnalysisInput) -> Report:
    """The report `personas.prevalence`: for each persona the share of people it fits, and how many that are."""
    canvas = as_together(given.canvas)
    names = names_of(personas_of(given.project))
    shares: dict[str, list[AttributeShare]] = {}
    for one in canvas.shares:
        shares.setdefault(persona_of(one.persona), []).append(one)
    # of several surveys the largest counts [P]
    usable = sorted((one for one in canvas.conjunctions if is_counted(one)), key=lambda one: one.respondents or 0)
    counts = {persona_of(one.persona): one for one in usable}
    keys = [key for key in names if key in shares or key in counts]
    found = {
        key: prevalence_of([one.share for one in shares.get(key, ()) if one.share is not None and is_share(one.share)])
        for key in keys
    }
    known = {key: value for key, value in found.items() if value is not None}
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(given, known, counts, names, canvas.population),
        metrics=(
            Metric(
                "personas",
                "Personas with shares",
                len(known) if names else None,
                "",
                f"0-{len(names)}",
                len(names),
                "personas with at least one share from 0 to 1",
                None,
                given.at(),
            ),
            *(m for key in keys for m in _metrics(given, canvas, key, names[key], found[key], shares, counts)),
        ),
        blocks=_blocks(names, keys, found, counts, canvas.population),
        findings=tuple(prevalence_findings(canvas, given.name)),
    )


def _people(share: float | None, population: int | None) -> float | None:
    return None if share is None or population is None or population < 0 else round(share * population, 1)


def _metrics(
    given: AnalysisInput,
    canvas: TogetherCanvas,
    key: str,
    name: str,
    found: Prevalence | None,
    shares: Mapping[str, Sequence[AttributeShare]],
    counts: Mapping[str, Conjunction],
) -> Iterator[Metric]:
    used = [one for one in shares.get(key, ()) if is_share(one.share)]
    evidence = given.project.evidence(used)
    subject, n = reference(key), len(used)

    def metric(
        metric_id: str, label: str, value: float | None, unit: str, formula: str, n: int, strength: Strength | None
    ) -> Metric:
        scale = "0-100 %" if unit == "share" else f"of {canvas.population}" if canvas.population is not None else ""
        return Metric(metric_id, f"{name}: {label}", value, unit, scale, n, formula, strength, subject)

    independent = found.independent if found else None
    lower, upper = (found.lower, found.upper) if found else (None, None)
    formula = "product of the shares, as if they were independent"
    yield metric("independent", "fits if independent", independent, "share", formula, n, evidence)
    formula = "max(0, sum of shares - (n - 1)), Frechet"
    yield metric("frechet_lower", "fits at least", lower, "share", formula, n, evidence)
    yield metric("frechet_upper", "fits at most", upper, "share", "smallest share, Frechet", n, evidence)
    people = _people(independent, canvas.population)
    yield metric("people", "describes about", people, "people", "share if independent x population", n, evidence)
    counted_in = counts.get(key)
    if counted_in is not None and counted_in.matching is not None and counted_in.respondents:
        value = counted_in.matching / counted_in.respondents
        strength = given.project.strength(counted_in.sources)
        formula = "respondents with all attributes / respondents"
        yield metric("counted", "counted in a survey", value, "share", formula, counted_in.respondents, strength)


def _blocks(
    names: Mapping[str, str],
    keys: Sequence[str],
    found: Mapping[str, Prevalence | None],
    counts: Mapping[str, Conjunction],
    population: int | None,
) -> tuple[BarsBlock | TableBlock, ...]:
    if not keys:
        return ()
    rows: list[tuple[str | float | int | None, ...]] = []
    bars: list[Bar] = []
    for key in keys:
        one, counted_in = found[key], counts.get(key)
        people = _people(one.independent if one else None, population)
        told = None
        if counted_in is not None and counted_in.respondents:
            told = f"{percent((counted_in.matching or 0) / counted_in.respondents)} of {counted_in.respondents}"
        bounds = f"{percent(one.lower)} to {percent(one.upper)}" if one else ""
        independent = percent(one.independent) if one else None
        rows.append((names[key], independent, bounds, None if people is None else round(people), told))
        bars.append(Bar(names[key], one.independent if one else None, bounds))
    columns = ("persona", "if independent", "in any case", "people", "counted")
    return (
        BarsBlock("Share of people with all attributes", tuple(bars), 0.0, 1.0),
        TableBlock("How many people a persona describes", columns, tuple(rows), "<>>>>"),
    )


def _reading(
    given: AnalysisInput,
    known: Mapping[str, Prevalence],
    counts: Mapping[str, Conjunction],
    names: Mapping[str, str],
    population: int | None,
) -> str:
    if not known and not counts:
        return "No persona has shares yet. Say of two or three attributes how many customers they fit."
    key = given.persona_id if given.persona_id in known else next(iter(known), "")
    if not key:
        return "What surveys counted is exact for the people who were asked. Add shares to see what drives it."
    one, people = known[key], _people(known[key].independent, population)
    about = f"about {counted(round(people), 'person', 'people')}" if people is not None else percent(one.independent)
    return (
        f"{names[key]} describes {about}, and between {percent(one.lower)} and {percent(one.upper)} in any case. "
        "Each attribute more describes fewer: keep those that change a decision."
    )


def prevalence_findings(canvas: TogetherCanvas, name: str) -> Iterator[Finding]:
    """Shares and counts that cannot be."""
    where = canvas_reference(TOOL_ID, name)
    if canvas.population is not None and canvas.population < 0:
        yield Finding(
            f"{TOOL_ID}.invalid-population",
            Severity.ERROR,
            f"The population of {canvas.population} is no number of people.",
            str(where),
            "Correct it; until then no people are reckoned.",
        )
    for share in canvas.shares:
        place = str(where.at(share.id))
        if share.share is None:
            yield Finding(
                f"{TOOL_ID}.missing-share",
                Severity.WARNING,
                f"{quoted(share.label)} has no share and drops out.",
                place,
                "Say how many of all customers it fits, from 0 to 1.",
            )
        elif not is_share(share.share):
            yield Finding(
                f"{TOOL_ID}.invalid-share",
                Severity.ERROR,
                f"{quoted(share.label)} has the share {share.share:g}, which is not from 0 to 1.",
                place,
                "Correct the share; 40 % is 0.4. Nothing is rounded into range.",
            )
        elif share.share in (0, 1):
            yield Finding(
                f"{TOOL_ID}.extreme-share",
                Severity.NOTE,
                f"{quoted(share.label)} has the share {share.share:g}: it fits {'all' if share.share else 'none'}.",
                place,
                "An attribute of all tells nobody apart; one of nobody describes nobody.",
            )
    for one in canvas.conjunctions:
        if not is_counted(one):
            yield Finding(
                f"{TOOL_ID}.invalid-count",
                Severity.ERROR,
                f"{quoted(one.label)} counts {one.matching if one.matching is not None else 'nobody told'} of "
                f"{one.respondents if one.respondents is not None else 'nobody told'}, which gives no share.",
                str(where.at(one.id)),
                "Give both counts; no more people can match than were asked.",
            )
