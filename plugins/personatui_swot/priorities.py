"""SWOT-AHP, also A'WOT (Kurttila et al. 2000): priorities of factors within their box, and over all boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, isfinite

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Figures,
    Finding,
    Metric,
    Report,
    Severity,
    TableBlock,
    counted,
    listed,
    quoted,
    ranks,
)
from personatui_swot.canvas import GroupName, SwotCanvas
from personatui_swot.factors import Entry, by_id, entries
from personatui_swot.judgement import ACCEPTED, RANDOM_INDEX, Judged, Trouble, judge
from personatui_swot.regions import GROUPS, TOOL_ID, as_swot_canvas

ANALYSIS_ID = f"{TOOL_ID}.ahp"
TITLE = "SWOT-AHP priorities"
# The matrix between the boxes: its name in the ids of metrics, and in words.
BETWEEN, BOXES = "groups", "boxes"


@dataclass(frozen=True, slots=True)
class Priorities:
    """What pairwise comparisons give: weights between the boxes that hold factors, and within each of them."""

    factors: dict[GroupName, tuple[Entry, ...]]
    between: Judged
    within: dict[GroupName, Judged]

    def local(self, entry: Entry) -> float | None:
        """The priority of a factor within its box; None while the box has no weights."""
        judged = self.within[entry.group]
        return None if judged.weights is None else judged.weights[judged.names.index(_name(entry))]

    def group(self, group: GroupName) -> float | None:
        """The priority of a box; None while the boxes have no weights."""
        return None if self.between.weights is None else self.between.weights[self.between.names.index(group)]

    def overall(self, entry: Entry) -> float | None:
        """The global priority: that of the box x that within it."""
        local, group = self.local(entry), self.group(entry.group)
        return None if local is None or group is None else local * group


def _name(entry: Entry) -> str:
    return entry.id or entry.code


def read_priorities(canvas: SwotCanvas, found: Sequence[Entry]) -> Priorities:
    """The priorities of the factors of a canvas."""
    factors = {
        group: tuple(entry for entry in found if entry.group == group)
        for group in GROUPS
        if any(entry.group == group for entry in found)
    }
    said = [(one.row, one.column, one.value) for one in canvas.comparisons if one.value is not None]
    between = [(str(one.row), str(one.column), one.value) for one in canvas.group_comparisons if one.value is not None]
    return Priorities(
        factors,
        judge(tuple(factors), between),
        {group: judge(tuple(map(_name, inside)), said) for group, inside in factors.items()},
    )


def analyse_priorities(given: AnalysisInput) -> Report:
    """The report `swot.ahp`: local and global priorities, and the consistency ratio of each matrix."""
    canvas = as_swot_canvas(given.canvas)
    found = entries(canvas, given.project)
    priorities = read_priorities(canvas, found)
    weighed = [(entry, value) for entry in found if (value := priorities.overall(entry)) is not None]
    places = ranks([value for _, value in weighed])
    ordered = sorted(zip(places, weighed, strict=True), key=lambda one: (one[0], one[1][0].text, one[1][0].id))
    matrices: list[tuple[str, Judged]] = [(BETWEEN, priorities.between), *priorities.within.items()]
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(canvas, priorities, [(place, entry) for place, (entry, _) in ordered]),
        metrics=tuple(_metrics(given, priorities, found, matrices)),
        blocks=(
            BarsBlock(
                "Global priorities, highest first",
                tuple(Bar(entry.label, value) for _, (entry, value) in ordered),
                high=max((value for _, value in weighed), default=None),
            ),
            TableBlock(
                "Priorities",
                ("Rank", "Factor", "Local", "Global"),
                (
                    *((place, entry.label, priorities.local(entry), value) for place, (entry, value) in ordered),
                    *((None, e.label, priorities.local(e), None) for e in found if priorities.overall(e) is None),
                ),
                align="><>>",
            ),
            TableBlock(
                "Consistency (accepted up to 0.10)",
                ("Matrix", "Items", "Lambda max", "CI", "CR", "Missing", "Verdict"),
                tuple(
                    (
                        BOXES if name == BETWEEN else name,
                        len(judged.names),
                        judged.lambda_max,
                        judged.index,
                        judged.ratio,
                        len(judged.missing),
                        _verdict(judged),
                    )
                    for name, judged in matrices
                ),
                align="<>>>>><",
            ),
        ),
        findings=tuple(priority_findings(Figures.of(given), canvas, found, priorities)),
    )


def _verdict(judged: Judged) -> str:
    if judged.weights is None:
        return "no weights"
    if judged.is_consistent is None:
        return "no ratio"
    return "consistent" if judged.is_consistent else "inconsistent"


def _metrics(
    given: AnalysisInput, priorities: Priorities, found: Sequence[Entry], matrices: Sequence[tuple[str, Judged]]
) -> Iterator[Metric]:
    figures = Figures.of(given)
    values = [value for entry in found if (value := priorities.overall(entry)) is not None]
    used = [entry.factor for entry in found if priorities.overall(entry) is not None]
    yield figures.metric(
        "global_sum",
        "Sum of global priorities",
        fsum(values) if values else None,
        scale="1 when all boxes are weighed",
        n=len(values),
        formula="sum of box x local",
        of=used,
    )
    for name, judged in matrices:
        inside = found if name == BETWEEN else [entry for entry in found if entry.group == name]
        pairs = len(judged.names) * (len(judged.names) - 1) // 2 - len(judged.missing)
        of = [entry.factor for entry in inside] if judged.weights is not None else []
        title = BOXES if name == BETWEEN else name
        count = len(judged.names)
        for key, label, value, scale, formula in (
            ("lambda_max", "Lambda max", judged.lambda_max, f"from {count}, all agree", "principal eigenvalue"),
            ("ci", "Consistency index", judged.index, "from 0, all agree", "(lambda max - n) / (n - 1)"),
            ("cr", "Consistency ratio", judged.ratio, "accepted up to 0.10", "CI / RI (Saaty); 0 for n up to 2"),
        ):
            yield figures.metric(
                f"{name}_{key}",
                f"{label}, {title}",
                value,
                scale=scale,
                n=pairs,
                formula=formula,
                of=of,
                detail=key != "cr",
            )
        yield figures.metric(
            f"{name}_verdict",
            f"Judgements, {title}",
            _verdict(judged) if judged.names else None,
            scale="consistent, inconsistent, no ratio, no weights",
            n=pairs,
            formula="CR <= 0.10",
            of=of,
        )
    for group in priorities.factors:
        yield figures.metric(
            f"{group}_priority",
            f"Priority of {group}",
            priorities.group(group),
            scale="0-1",
            n=len(priorities.between.names),
            formula="principal eigenvector, adding up to 1",
            of=[entry.factor for entry in priorities.factors[group]],
        )
    for entry in found:
        for key, label, value, formula in (
            ("local", "Local priority", priorities.local(entry), "principal eigenvector of its box"),
            ("global", "Global priority", priorities.overall(entry), "priority of the box x local priority"),
        ):
            yield figures.metric(
                key,
                f"{label}: {entry.label}",
                value,
                scale="0-1",
                n=len(priorities.factors[entry.group]),
                formula=formula,
                of=[entry.factor],
                item=entry.id,
                detail=True,
            )


def priority_findings(
    figures: Figures, canvas: SwotCanvas, found: Sequence[Entry], priorities: Priorities
) -> Iterator[Finding]:
    """Comparisons that lead nowhere or are wrong, matrices that are inconsistent, and what is missing."""
    known = by_id(found)
    for one in canvas.comparisons:
        row, column = known.get(one.row), known.get(one.column)
        if row is None or column is None or row.group != column.group:
            yield figures.finding(
                "broken-comparison",
                Severity.ERROR,
                f"The comparison {one.row or '?'} against {one.column or '?'} does not join two factors of one box.",
                "Remove it, or correct its ids.",
                item=one.id,
                fix=figures.removal("comparisons", one.id, "remove a comparison that leads nowhere"),
            )
    for between in canvas.group_comparisons:
        if between.row not in priorities.factors or between.column not in priorities.factors:
            yield figures.finding(
                "broken-group-comparison",
                Severity.ERROR,
                f"The comparison of the boxes {between.row or '?'} and {between.column or '?'} does not join two boxes "
                "that hold factors.",
                "Remove it, name both boxes, or fill the empty one; it does not count.",
                item=between.id,
                fix=figures.removal("group_comparisons", between.id, "remove a comparison that leads nowhere"),
            )
    names = {(_name(entry)): f"{entry.code} {quoted(entry.text)}" for entry in found}
    names |= {group: quoted(group) for group in GROUPS}
    for group, judged in ((BOXES, priorities.between), *priorities.within.items()):
        for trouble in judged.troubles:
            pairs = canvas.group_comparisons if group == BOXES else canvas.comparisons
            where = next((one.id for one in pairs if (one.row, one.column) == trouble.pair), "")
            yield figures.finding(
                f"comparison-{trouble.kind}",
                Severity.ERROR,
                _told(trouble, names),
                f"Correct it; until then the {group} have no weights.",
                item=where,
                about=[name for name in dict.fromkeys(trouble.pair) if name in known],
            )
        if judged.is_consistent is False:
            yield figures.finding(
                "inconsistent-comparisons",
                Severity.WARNING,
                f"The comparisons of the {group} contradict each other: CR = {judged.ratio:.3f}, above {ACCEPTED:.2f}.",
                "Look for pairs that go round in a circle, and judge them again; the weights are shown all the same.",
            )
        said = len(judged.names) * (len(judged.names) - 1) // 2 - len(judged.missing)
        if judged.missing and said and not judged.troubles:
            named = [" against ".join(names.get(name, name) for name in judged.missing[0])]
            rest = f" and {counted(len(judged.missing) - 1, 'other pair')}" if len(judged.missing) > 1 else ""
            effect = (
                f"{listed([names.get(name, name) for name in judged.apart])} cannot be joined with the others, so "
                "there are no weights"
                if judged.apart
                else "the weights come from the others (Harker), without a consistency ratio"
            )
            yield figures.finding(
                "missing-comparisons",
                Severity.WARNING,
                f"Of the {group}, {named[0]}{rest} {'are' if rest else 'is'} not compared: {effect}.",
                "Compare what is missing; it is not taken for equal.",
            )
        if judged.weights is not None and len(judged.names) > len(RANDOM_INDEX):
            yield figures.finding(
                "too-many-to-compare",
                Severity.NOTE,
                f"The {group} are {len(judged.names)}, and there is a random index for up to {len(RANDOM_INDEX)} only.",
                "Compare the most important ones; nobody judges so many pairs consistently.",
            )


def _told(trouble: Trouble, names: dict[str, str]) -> str:
    one, other = (names.get(name, name) for name in trouble.pair)
    values = " and ".join(map(_written, trouble.values))
    match trouble.kind:
        case "diagonal":
            return f"{one} is compared with itself as {values}, where only 1 makes sense."
        case "not-reciprocal":
            return f"{one} against {other} is {values} the other way round: these are not reciprocal."
        case "said-twice":
            return f"{one} against {other} is said twice, as {values}."
        case _:
            return f"{one} against {other} is {values}, which is not on Saaty's scale 1/9 to 9."


def _written(value: float) -> str:
    if isfinite(value) and 0 < value < 1:
        fraction = Fraction(value).limit_denominator(9)
        if abs(float(fraction) - value) < 1e-3:
            return str(fraction)
    return f"{value:g}"


def _reading(canvas: SwotCanvas, priorities: Priorities, ordered: Sequence[tuple[int, Entry]]) -> str:
    if not priorities.factors:
        return "There are no factors yet. Write them down, then compare them pair by pair."
    if not ordered:
        if not canvas.comparisons and not canvas.group_comparisons:
            return (
                "Nothing is compared yet. Compare the factors of each box pair by pair, then the boxes with each other."
            )
        lacking: list[str] = [group for group, judged in priorities.within.items() if judged.weights is None]
        if priorities.between.weights is None:
            lacking.append("boxes with each other")
        return (
            f"There are no global priorities while comparisons are missing or wrong: {listed(lacking)}. Complete them."
        )
    best = [entry for place, entry in ordered if place == 1]
    doubtful: list[str] = [name for name, judged in priorities.within.items() if judged.is_consistent is False]
    if priorities.between.is_consistent is False:
        doubtful.append("boxes")
    doubt = f" The comparisons of the {listed(doubtful)} contradict each other: judge them again." if doubtful else ""
    left = [group for group, judged in priorities.within.items() if judged.weights is None]
    missing = f" The {listed(left)} have no weights yet." if left else ""
    lead = " and ".join(f"{entry.code} {quoted(entry.text)}" for entry in best)
    matters = "matters" if len(best) == 1 else "matter"
    return f"{lead} {matters} most of all factors: see that the strategy rests on it.{doubt}{missing}"
