"""Structural analysis (MICMAC): which factors drive the others, directly and over several steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from personatui.api import (
    AddItem,
    AnalysisInput,
    Change,
    CommandInput,
    Divider,
    Figures,
    Finding,
    Metric,
    Point,
    Report,
    ScatterBlock,
    Severity,
    TableBlock,
    canvas_reference,
    counted,
    listed,
    mint_item_id,
    on_scale,
    ranks,
)
from personatui_pestel.canvas import PestelCanvas
from personatui_pestel.factors import Entry, by_id, entries, factors_of
from personatui_pestel.influence import MOST_STEPS, Indirect, Role, Structure, indirect, read_structure
from personatui_pestel.regions import TOOL_ID, as_pestel_canvas

ANALYSIS_ID = f"{TOOL_ID}.structure"
TITLE = "Drivers and dependents"
_ROLES = "driver, relay, dependent, autonomous"
_POWER = "the power of the matrix / its sum"


def structure_chart(structure: Structure) -> ScatterBlock:
    """Factors by dependence and influence, parted at the means."""
    placed = [(entry, place) for entry in structure.factors if (place := structure.place(entry)) is not None]
    split = structure.split
    top = max([1.0, *(value for _, place in placed for value in place)]) * 1.15
    borders: tuple[Divider, ...] = ()
    zones: tuple[tuple[str, float, float], ...] = ()
    if split is not None:
        y, x = split
        borders = (Divider(x, 0.0, x, top), Divider(0.0, y, top, y))
        zones = (
            ("drivers", x / 2, top * 0.95),
            ("relays", (x + top) / 2, top * 0.95),
            ("autonomous", x / 2, top * 0.05),
            ("dependents", (x + top) / 2, top * 0.05),
        )
    return ScatterBlock(
        "Influence and dependence",
        "dependence, mean 0-3",
        "influence, mean 0-3",
        tuple(
            Point(place[1], place[0], entry.code, f"{entry.factor.label} ({structure.role(entry) or 'no role'})")
            for entry, place in placed
        ),
        (0.0, top),
        (0.0, top),
        dividers=borders,
        zones=zones,
    )


def analyse_structure(given: AnalysisInput) -> Report:
    """The report `pestel.structure`: influence, dependence, quadrants, and the ranking over several steps."""
    canvas = as_pestel_canvas(given.canvas)
    structure = read_structure(canvas, entries(canvas))
    over = indirect(structure)
    direct = ranks([fsum(structure.influences(entry)) for entry in structure.factors])
    shares = over.influence if over is not None else (None,) * len(structure.factors)
    later = ranks(list(over.influence)) if over is not None else (None,) * len(structure.factors)
    rows = sorted(zip(structure.factors, direct, shares, later, strict=True), key=lambda one: (one[1], one[0].label))
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(structure),
        metrics=tuple(_metrics(given, structure, over)),
        blocks=(
            structure_chart(structure),
            TableBlock(
                "Factors by influence",
                ("Factor", "Influence", "Dependence", "Judged", "Role", "Rank", "Indirect", "Indirect rank"),
                tuple(
                    (
                        entry.label,
                        _sum(structure.influences(entry)),
                        _sum(structure.dependences(entry)),
                        len(structure.influences(entry)) + len(structure.dependences(entry)),
                        structure.role(entry),
                        place,
                        share,
                        after,
                    )
                    for entry, place, share, after in rows
                ),
                align="<>>><>>>",
            ),
        ),
        findings=tuple(_findings(Figures.of(given), canvas, structure, over)),
    )


def _sum(values: Sequence[float]) -> float | None:
    return fsum(values) if values else None


def _metrics(given: AnalysisInput, structure: Structure, over: Indirect | None) -> Iterator[Metric]:
    figures = Figures.of(given)
    yield figures.metric(
        "judged",
        "Pairs judged",
        len(structure.cells) if structure.factors else None,
        scale=f"0-{structure.pairs}",
        n=structure.pairs,
        formula="pairs with an influence of 0 to 3",
        of=factors_of(structure.factors),
    )
    yield figures.metric(
        "steps",
        "Steps until the ranking is stable",
        over.steps if over is not None and over.is_stable else None,
        scale=f"2-{MOST_STEPS}",
        n=structure.pairs,
        formula="first power of the matrix with the rankings of the power before; None while pairs are missing [P]",
        of=factors_of(structure.factors),
    )
    roles: tuple[Role, ...] = ("driver", "relay", "dependent", "autonomous")
    for role in roles:
        inside = [entry for entry in structure.factors if structure.role(entry) == role]
        yield figures.metric(
            role,
            f"{role.capitalize()}s" if role != "autonomous" else "Autonomous factors",
            len(inside) if structure.split is not None else None,
            scale=f"0-{len(structure.factors)}",
            n=len(structure.factors),
            formula="quadrants parted at the mean influence and dependence; at the mean counts as above [P]",
            of=factors_of(inside),
        )
    for index, entry in enumerate(structure.factors):
        influences, dependences = structure.influences(entry), structure.dependences(entry)
        pairs, top = structure.pairs, f"0-{3 * (len(structure.factors) - 1)}"
        indirects = (over.influence[index], over.dependence[index]) if over is not None else (None, None)
        for key, label, value, scale, n, formula in (
            ("influence", "Influence", _sum(influences), top, len(influences), "row sum over the judged pairs"),
            ("dependence", "Dependence", _sum(dependences), top, len(dependences), "column sum over the judged pairs"),
            (
                "role",
                "Role",
                structure.role(entry),
                "driver, relay, dependent, autonomous",
                len(influences) + len(dependences),
                "parted at the means",
            ),
            ("indirect_influence", "Indirect influence", indirects[0], "0-1", pairs, f"row sum of {_POWER}"),
            (
                "indirect_dependence",
                "Indirect dependence",
                indirects[1],
                "0-1",
                structure.pairs,
                f"column sum of {_POWER}",
            ),
        ):
            yield figures.metric(
                key, f"{label}: {entry.label}", value, scale=scale, n=n, formula=formula, of=factors_of([entry]),
                item=entry.id, detail=True,
            )  # fmt: skip


def influence_findings(figures: Figures, canvas: PestelCanvas, found: Sequence[Entry]) -> Iterator[Finding]:
    """Influences that lead nowhere, are off the scale or said twice, and a diagonal that is not zero."""
    known = by_id(found)
    said: dict[tuple[str, str], set[float]] = {}
    for one in canvas.influences:
        row, column = known.get(one.row), known.get(one.column)
        if row is None or column is None:
            yield figures.finding(
                "broken-influence",
                Severity.ERROR,
                f"The influence of {one.row or '?'} on {one.column or '?'} does not join two factors that are there.",
                "Remove it, or correct its ids.",
                item=one.id,
                fix=figures.removal("influences", one.id, "remove an influence that leads nowhere"),
            )
        elif row is column:
            if one.value:
                yield figures.finding(
                    "influence-on-itself",
                    Severity.ERROR,
                    f"{row.told} is said to influence itself ({one.value:g}); the diagonal is zero.",
                    "Remove it; it does not count.",
                    item=one.id,
                    fix=figures.removal("influences", one.id, "remove an influence on itself"),
                )
        elif one.value is not None and not on_scale(one.value, 0, 3):
            yield figures.finding(
                "influence-value-off-scale",
                Severity.ERROR,
                f"The influence of {row.code} on {column.code} is {one.value:g}, which is not from 0 to 3.",
                "Correct it; it does not count.",
                item=one.id,
            )
        elif one.value is not None:
            said.setdefault((one.row, one.column), set()).add(one.value)
    for (one_id, other_id), values in said.items():
        if len(values) > 1:
            yield figures.finding(
                "influence-said-twice",
                Severity.ERROR,
                f"The influence of {known[one_id].code} on {known[other_id].code} is said in several ways.",
                "Remove all but one; none counts until then.",
                about=(one_id, other_id),
            )


def _findings(figures: Figures, canvas: PestelCanvas, structure: Structure, over: Indirect | None) -> Iterator[Finding]:
    yield from influence_findings(figures, canvas, entries(canvas))
    missing = structure.pairs - len(structure.cells)
    if missing and structure.cells:
        yield figures.finding(
            "unjudged-influences",
            Severity.WARNING,
            f"{counted(missing, 'pair')} of {structure.pairs} {'is' if missing == 1 else 'are'} not judged, so "
            "there is no indirect ranking, and the sums leave them out.",
            "Judge them, or call the command that says 0 of all that are left.",
        )
    if over is not None and not over.is_stable:
        yield figures.finding(
            "unstable-ranking",
            Severity.NOTE,
            f"No influence reaches over more than {counted(over.steps, 'step')}, so the indirect ranking is that of "
            "the longest chains."
            if over.is_over
            else f"The indirect ranking did not settle within {over.steps} steps.",
            "Read it beside the direct one: without circles it counts only what stands at the end of chains."
            if over.is_over
            else "Read it with care: influences that run round in a circle keep it moving.",
        )


def fill_command(given: CommandInput) -> Change | None:
    """The change that says 0 of every pair of the structural matrix that nobody judged; None when all are."""
    if not isinstance(given.canvas, PestelCanvas) or not given.name:
        return None
    canvas = given.canvas
    structure = read_structure(canvas, entries(canvas))
    where = canvas_reference(TOOL_ID, given.name)
    told = {(one.row, one.column) for one in canvas.influences}
    taken = {one.id for one in canvas.influences}
    edits = []
    for row in structure.factors:
        for column in structure.factors:
            if row is not column and (row.id, column.id) not in told:
                item = mint_item_id(taken)
                taken.add(item)
                entry = {"id": item, "row": row.id, "column": column.id, "value": 0}
                edits.append(AddItem(where, ("influences",), entry))
    return Change(f"say 0 of {counted(len(edits), 'pair')}", tuple(edits)) if edits else None


def _reading(structure: Structure) -> str:
    if not structure.factors:
        return "No influence is judged yet. Take the factors that matter most, and say what each does to each, 0 to 3."
    drivers = [entry for entry in structure.factors if structure.role(entry) == "driver"]
    relays = [entry for entry in structure.factors if structure.role(entry) == "relay"]
    left = structure.pairs - len(structure.cells)
    doubt = f" Not judged yet: {counted(left, 'pair')}." if left else ""
    if structure.split is None:
        return f"Nothing is said to influence anything, so there are no drivers. Judge the pairs again.{doubt}"
    if not drivers:
        return (
            f"No factor drives the others without depending on them. Look at the relays: "
            f"{listed([entry.told for entry in relays[:3]]) or 'there are none either'}.{doubt}"
        )
    top = sorted(drivers, key=lambda one: (-fsum(structure.influences(one)), one.label))[:3]
    return (
        f"{listed([entry.told for entry in top])} {'drives' if len(top) == 1 else 'drive'} the others: watch and use "
        f"these first. What depends on them is a result, not a lever.{doubt}"
    )
