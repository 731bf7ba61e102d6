"""What the offer leaves open, and what it offers that nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Claim,
    Finding,
    Metric,
    Reference,
    Report,
    Severity,
    TableBlock,
    listed,
    quoted,
)
from personatui_value_proposition.canvas import Answer, Creator, Reliever
from personatui_value_proposition.coverage import ordered
from personatui_value_proposition.fitting import FACES, ONE, SCALE, Fitting, Profiled, read_fitting, targets_of
from personatui_value_proposition.regions import PROFILE, TITLES, TOOL_ID, as_value_proposition

ANALYSIS_ID = f"{TOOL_ID}.gaps"
TITLE = "Gaps and surplus"
# From this severity on an unrelieved pain is a critical gap; from this relevance on a creator is essential; up to
# this weight an item of the profile is minor [P].
CRITICAL, ESSENTIAL, MINOR = 4, 4, 2


@dataclass(frozen=True, slots=True)
class Surplus:
    """Entries of the value map that answer nothing, and essential creators that answer minor items only."""

    orphans: tuple[tuple[str, Answer], ...]
    over_serving: tuple[tuple[Answer, tuple[Profiled, ...]], ...]


def critical_gaps(fitting: Fitting) -> tuple[Profiled, ...]:
    """Pains of severity 4 and 5 that nothing relieves, worst first [P]."""
    return tuple(
        one
        for one in ordered(fitting.part("pains"))
        if one.weight is not None and one.weight >= CRITICAL and not one.is_addressed
    )


def surplus_of(fitting: Fitting) -> Surplus:
    """Relievers and creators without a target, products that none of them uses and that answer nothing themselves."""
    held = {one.item.id: one for one in fitting.items if one.item.id}
    used = {
        product
        for _, answer in fitting.answers()
        if isinstance(answer, Reliever | Creator)
        for product in answer.products
    }
    orphans, over_serving = [], []
    for box, answer in fitting.answers():
        targets = [held[target] for target, _ in targets_of(answer) if target in held]
        if not targets and not (box == "products" and answer.id in used):
            orphans.append((box, answer))
        is_essential = answer.relevance is not None and ESSENTIAL <= answer.relevance <= SCALE[1]
        is_minor = bool(targets) and all(one.weight is not None and one.weight <= MINOR for one in targets)
        if isinstance(answer, Creator) and is_essential and is_minor:
            over_serving.append((answer, tuple(targets)))
    return Surplus(tuple(orphans), tuple(over_serving))


def analyse_gaps(given: AnalysisInput) -> Report:
    """The report `value_proposition.gaps`: unaddressed items, critical gaps, orphans and over-serving."""
    canvas = as_value_proposition(given.canvas)
    fitting = read_fitting(canvas, Reference("canvas", given.name, given.tool), given.project)
    unaddressed = [one for one in ordered(fitting.items) if not one.is_addressed]
    critical, surplus = critical_gaps(fitting), surplus_of(fitting)
    answers = list(fitting.answers())
    creators = [answer for answer in fitting.canvas.creators if answer.label and answer.relevance is not None]
    severe = [one for one in fitting.part("pains") if one.weight is not None]

    def metric(name: str, label: str, value: int | None, n: int, formula: str, claims: list[Claim]) -> Metric:
        return Metric(name, label, value, "", f"0-{n}", n, formula, given.project.evidence(claims), given.at())

    items: list[Claim] = [one.item for one in fitting.items]
    map_: list[Claim] = [answer for _, answer in answers]
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(fitting, unaddressed, critical, surplus),
        metrics=(
            metric(
                "unaddressed",
                "Items that nothing answers",
                len(unaddressed) if items else None,
                len(items),
                "items whose best effect is 0",
                items,
            ),
            metric(
                "critical_gaps",
                "Critical gaps",
                len(critical) if severe else None,
                len(severe),
                f"pains of severity {CRITICAL} and more whose best effect is 0 [P]",
                [one.item for one in severe],
            ),
            metric(
                "orphans",
                "Offered without anybody asking",
                len(surplus.orphans) if answers else None,
                len(answers),
                "relievers and creators without a target, products that none of them uses and that answer no job [P]",
                map_,
            ),
            metric(
                "over_serving",
                "Over-serving",
                len(surplus.over_serving) if creators else None,
                len(creators),
                f"creators of relevance {ESSENTIAL} and more that aim only at weights of {MINOR} and less [P]",
                [*creators],
            ),
        ),
        blocks=tuple(_blocks(given, fitting, unaddressed, surplus)),
        findings=(*fitting.findings, *_findings(given, unaddressed, critical, surplus)),
        parameters={"critical": CRITICAL, "essential": ESSENTIAL, "minor": MINOR},
    )


def _blocks(
    given: AnalysisInput, fitting: Fitting, unaddressed: list[Profiled], surplus: Surplus
) -> Iterator[BarsBlock | TableBlock]:
    if fitting.items:
        yield BarsBlock(
            "Items that nothing answers",
            tuple(
                Bar(TITLES[part], sum(one.part == part for one in unaddressed), f"of {len(fitting.part(part))}")
                for part in PROFILE
            ),
            unit="items",
        )
    if unaddressed:
        yield TableBlock(
            "Unaddressed, most important first",
            ("Box", "Item", "Weight", "Critical", "Evidence"),
            tuple(
                (
                    TITLES[one.part],
                    one.label,
                    one.weight,
                    "yes" if one.part == "pains" and (one.weight or 0) >= CRITICAL else None,
                    given.project.strength(one.item.sources).value,
                )
                for one in unaddressed
            ),
            align="<<><<",
        )
    if surplus.orphans or surplus.over_serving:
        yield TableBlock(
            "Surplus",
            ("Box", "Entry", "Why"),
            (
                *((TITLES[box], answer.label, "answers nothing") for box, answer in surplus.orphans),
                *(
                    (TITLES["creators"], answer.label, f"aims only at {listed([quoted(one.label) for one in targets])}")
                    for answer, targets in surplus.over_serving
                ),
            ),
        )


def _reading(fitting: Fitting, unaddressed: list[Profiled], critical: tuple[Profiled, ...], surplus: Surplus) -> str:
    if not fitting.items:
        return "The customer profile is empty, so nothing can be missing. Write down jobs, pains and gains first."
    extra = len(surplus.orphans) + len(surplus.over_serving)
    rest = f" {extra} of the value map's entries serve nobody or serve too much: ask what they cost." if extra else ""
    if critical:
        names = listed([quoted(one.label) for one in critical])
        what = "a critical gap" if len(critical) == 1 else "critical gaps"
        return f"Nothing relieves {names}: {what}. Begin there.{rest}"
    if unaddressed:
        return (
            f"{len(unaddressed)} of {len(fitting.items)} items have no answer, none of them a severe pain. An offer "
            f"need not answer all: look at {quoted(unaddressed[0].label)} first.{rest}"
        )
    return f"Every item of the profile has an answer. Look next at those with half an effect.{rest}"


def _findings(
    given: AnalysisInput, unaddressed: list[Profiled], critical: tuple[Profiled, ...], surplus: Surplus
) -> Iterator[Finding]:
    for one in critical:
        yield Finding(
            f"{TOOL_ID}.critical-gap",
            Severity.WARNING,
            f"Nothing relieves the pain {quoted(one.label)}, whose severity is {one.weight}.",
            given.at(one.item.id),
            "Relieve it, or say why the offer leaves it to others.",
        )
    for one in unaddressed:
        if one not in critical:
            yield Finding(
                f"{TOOL_ID}.unaddressed",
                Severity.NOTE,
                f"Nothing answers the {ONE[one.part]} {quoted(one.label)}.",
                given.at(one.item.id),
                "Good offers answer a few things well: link what answers it, or leave it on purpose.",
            )
    for box, answer in surplus.orphans:
        yield Finding(
            f"{TOOL_ID}.orphan",
            Severity.NOTE,
            f"The {ONE[box]} {quoted(answer.label)} answers no {ONE[FACES[box]]}"
            f"{' and is used by no reliever or creator' if box == 'products' else ''}.",
            given.at(answer.id),
            "Link what it is for (x); if there is nothing, nobody asked for it.",
        )
    for answer, targets in surplus.over_serving:
        yield Finding(
            f"{TOOL_ID}.over-serving",
            Severity.NOTE,
            f"The gain creator {quoted(answer.label)} is held essential, but aims only at what hardly matters: "
            f"{listed([quoted(one.label) for one in targets])}.",
            given.at(answer.id),
            "Ask the customers whether it matters to them; if not, it is where to save.",
        )
