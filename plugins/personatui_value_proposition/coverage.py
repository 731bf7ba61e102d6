"""How much of what matters to the customer the offer answers: pains, gains, jobs, and all of them pooled."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Block,
    Metric,
    Reference,
    Report,
    TableBlock,
    counted,
    percent,
    quoted,
)
from personatui_value_proposition.fitting import Coverage, Fitting, Profiled, coverage, read_fitting
from personatui_value_proposition.regions import TITLES, TOOL_ID, as_value_proposition

ANALYSIS_ID = f"{TOOL_ID}.coverage"
TITLE = "Coverage"

_PARTS = ("pains", "gains", "jobs")
_FORMULA = "sum of weight x best effect / sum of weights [P]"


def analyse_coverage(given: AnalysisInput) -> Report:
    """The report `value_proposition.coverage`: the weighted coverage of each box of the profile, and pooled."""
    canvas = as_value_proposition(given.canvas)
    fitting = read_fitting(canvas, Reference("canvas", given.name, given.tool), given.project)
    parts = {part: coverage(fitting.part(part)) for part in _PARTS}
    pooled = coverage(fitting.items)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(fitting, pooled, parts),
        metrics=(
            *(
                _metric(given, f"{part.removesuffix('s')}_coverage", f"{TITLES[part]} covered", parts[part])
                for part in _PARTS
            ),
            _metric(given, "fit", "Pooled coverage", pooled, "sums of pains, gains and jobs pooled [P]"),
            Metric(
                "unweighted",
                "Items without a weight",
                len(fitting.items) - len(pooled.items) if fitting.items else None,
                "",
                f"0-{len(fitting.items)}",
                len(fitting.items),
                "items that count in no coverage",
                given.project.evidence(one.item for one in fitting.items if one.weight is None),
                given.at(),
            ),
        ),
        blocks=tuple(_blocks(given, fitting, parts, pooled)),
        findings=fitting.findings,
        parameters={"weights": "1-5", "effects": "0, 0.5, 1"},
    )


def _metric(given: AnalysisInput, name: str, label: str, found: Coverage, formula: str = _FORMULA) -> Metric:
    claims = [claim for one in found.items for claim in (one.item, *(tie.answer for tie in one.ties))]
    return Metric(
        name,
        label,
        found.share,
        "share",
        "0-1, weights 1-5, effects 0, 0.5, 1",
        len(found.items),
        formula,
        given.project.evidence(claims),
        given.at(),
    )


def _blocks(given: AnalysisInput, fitting: Fitting, parts: dict[str, Coverage], pooled: Coverage) -> Iterator[Block]:
    if not fitting.items:
        return
    named = [*((TITLES[part], parts[part]) for part in _PARTS), ("Pooled", pooled)]
    yield BarsBlock(
        "Coverage",
        tuple(
            Bar(
                title,
                round(found.share * 100, 1) if found.share is not None else None,
                f"{found.answered:g} of {found.weights:g}" if found.share is not None else "no weights",
            )
            for title, found in named
        ),
        high=100.0,
        unit="%",
    )
    yield TableBlock(
        "Items, most important first",
        ("Box", "Item", "Kind", "Weight", "Effect", "Answered by", "Evidence"),
        tuple(
            (
                TITLES[one.part],
                one.label,
                one.item.kind,
                one.weight,
                one.effect if one.ties else None,
                "; ".join(tie.answer.label for tie in one.ties) or None,
                given.project.strength(one.item.sources).value,
            )
            for one in ordered(fitting.items)
        ),
        align="<<<>><<",
    )


def ordered(items: tuple[Profiled, ...]) -> list[Profiled]:
    """Items by weight, heaviest first, those without one last; ties by box and wording [P]."""
    return sorted(
        items, key=lambda one: (one.weight is None, -(one.weight or 0), _PARTS.index(one.part), one.label, one.item.id)
    )


def _reading(fitting: Fitting, pooled: Coverage, parts: dict[str, Coverage]) -> str:
    if not fitting.items:
        return "The customer profile is empty, so there is nothing to cover. Write down jobs, pains and gains first."
    if pooled.share is None:
        return (
            f"None of {counted(len(fitting.items), 'item')} of the profile has a weight, so no coverage can be told. "
            "Rank them with the customer, from 1 to 5."
        )
    known = {part: found.share for part, found in parts.items() if found.share is not None}
    weakest = min(known, key=lambda part: (known[part], _PARTS.index(part)))
    open_ = next((one for one in ordered(fitting.items) if one.weight is not None and not one.is_addressed), None)
    after = (
        f"look first at {quoted(open_.label)}, which nothing answers"
        if open_ is not None
        else "look next at what is answered in part only"
    )
    return (
        f"The offer answers {percent(pooled.share)} of what is weighted in the profile; {TITLES[weakest].lower()} "
        f"least, with {percent(known[weakest])}: {after}. A share on paper is no evidence of fit."
    )
