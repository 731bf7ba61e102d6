"""TOWS (Weihrich 1982): what pairs of factors mean to each other, and the strategies that use them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from personatui.api import (
    AnalysisInput,
    Figures,
    Finding,
    MatrixBlock,
    Metric,
    Report,
    Severity,
    TableBlock,
    counted,
    quoted,
)
from personatui_swot.canvas import GroupName, Strategy, StrategyKind, SwotCanvas
from personatui_swot.factors import Entry, by_id, codes_of, entries, said_twice, some
from personatui_swot.regions import EXTERNAL, INTERNAL, STRATEGIES, TOOL_ID, as_swot_canvas

ANALYSIS_ID = f"{TOOL_ID}.tows"
TITLE = "TOWS"
BOXES: dict[StrategyKind, tuple[GroupName, GroupName]] = {
    "SO": ("strengths", "opportunities"),
    "WO": ("weaknesses", "opportunities"),
    "ST": ("strengths", "threats"),
    "WT": ("weaknesses", "threats"),
}
_SIGNS = {1: "+", 0: "0"}


@dataclass(frozen=True, slots=True)
class Tows:
    """The pairs that are judged, 1 or 0, by the ids of the internal and the external factor."""

    rows: tuple[Entry, ...]
    columns: tuple[Entry, ...]
    pairs: dict[tuple[str, str], int]

    def of_row(self, entry: Entry) -> int | None:
        """How many external factors matter to an internal one; None while no pair of it is judged."""
        return _total(value for (row, _), value in self.pairs.items() if row == entry.id)

    def of_column(self, entry: Entry) -> int | None:
        """How many internal factors matter to an external one; None while no pair of it is judged."""
        return _total(value for (_, column), value in self.pairs.items() if column == entry.id)

    @property
    def density(self) -> float | None:
        """The share of judged pairs that matter to each other; None without any."""
        return sum(self.pairs.values()) / len(self.pairs) if self.pairs else None


def _total(values: Iterator[int]) -> int | None:
    found = list(values)
    return sum(found) if found else None


def read_tows(canvas: SwotCanvas, entries_of: tuple[Entry, ...]) -> Tows:
    """The interaction matrix, without pairs that are broken, off the scale or said twice in different ways."""
    rows = tuple(entry for entry in entries_of if entry.group in INTERNAL)
    columns = tuple(entry for entry in entries_of if entry.group in EXTERNAL)
    inside, outside = by_id(rows), by_id(columns)
    said: dict[tuple[str, str], set[float]] = {}
    for pair in canvas.interactions:
        if pair.internal in inside and pair.external in outside and pair.value in (0, 1):
            said.setdefault((pair.internal, pair.external), set()).add(pair.value)
    return Tows(rows, columns, {key: int(min(values)) for key, values in said.items() if len(values) == 1})


def uncovered(tows: Tows, strategies: tuple[Strategy, ...]) -> list[tuple[Entry, Entry]]:
    """Pairs of weakness and threat that matter to each other, and that no WT strategy cites together [P]."""
    covered = [set(strategy.uses) for strategy in strategies if strategy.kind == "WT"]
    return [
        (row, column)
        for row in tows.rows
        for column in tows.columns
        if row.group == "weaknesses" and column.group == "threats" and tows.pairs.get((row.id, column.id)) == 1
        if not any({row.id, column.id} <= uses for uses in covered)
    ]


def analyse_tows(given: AnalysisInput) -> Report:
    """The report `swot.tows`: the pair matrix with its sums, the strategies, and what neither covers."""
    canvas = as_swot_canvas(given.canvas)
    found = entries(canvas, given.project)
    tows = read_tows(canvas, found)
    bare = uncovered(tows, canvas.strategies)
    known = by_id(found)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(canvas, tows, bare),
        metrics=tuple(_metrics(given, canvas, tows, bare)),
        blocks=(
            MatrixBlock(
                "Interaction matrix (+ they matter to each other, 0 not, empty not judged)",
                tuple(entry.label for entry in tows.rows),
                (*(entry.code for entry in tows.columns), "sum"),
                tuple(
                    (
                        *(_SIGNS.get(tows.pairs.get((row.id, column.id), -1)) for column in tows.columns),
                        tows.of_row(row),
                    )
                    for row in tows.rows
                ),
            ),
            TableBlock(
                "External factors",
                ("Factor", "Sum"),
                tuple((entry.label, tows.of_column(entry)) for entry in tows.columns),
                align="<>",
            ),
            TableBlock(
                "Strategies",
                ("Kind", "Strategy", "Uses", "Evidence"),
                tuple(
                    (
                        strategy.kind,
                        strategy.label,
                        ", ".join(known[name].code if name in known else f"{name}?" for name in strategy.uses),
                        given.project.strength(strategy.sources).value,
                    )
                    for kind in (*BOXES, None)
                    for strategy in canvas.strategies
                    if strategy.kind == kind
                ),
            ),
            *([_uncovered_table(bare)] if bare else []),
        ),
        findings=tuple(_findings(given, canvas, tows, known, bare)),
    )


def _uncovered_table(bare: list[tuple[Entry, Entry]]) -> TableBlock:
    rows = tuple((row.label, column.label) for row, column in bare)
    return TableBlock("Uncovered vulnerabilities", ("Weakness", "Threat"), rows)


def unused(tows: Tows) -> list[Entry]:
    """Factors whose pairs are judged and none of which matters to another."""
    return [row for row in tows.rows if tows.of_row(row) == 0] + [
        column for column in tows.columns if tows.of_column(column) == 0
    ]


def _metrics(given: AnalysisInput, canvas: SwotCanvas, tows: Tows, bare: list[tuple[Entry, Entry]]) -> Iterator[Metric]:
    figures = Figures.of(given)
    judged, possible = len(tows.pairs), len(tows.rows) * len(tows.columns)
    involved = [entry.factor for entry in (*tows.rows, *tows.columns) if any(entry.id in pair for pair in tows.pairs)]
    yield figures.metric(
        "density",
        "Density",
        tows.density,
        unit="share",
        scale="share of judged pairs",
        n=judged,
        formula="pairs with + / pairs that are judged",
        of=involved,
    )
    yield figures.metric(
        "judged",
        "Pairs judged",
        judged if possible else None,
        scale=f"0-{possible}",
        n=possible,
        formula="pairs with + or 0",
    )
    sums = {entry.code: tows.of_row(entry) for entry in tows.rows}
    best = max((value for value in sums.values() if value is not None), default=None)
    leaders = [entry for entry in tows.rows if best and sums[entry.code] == best]
    yield figures.metric(
        "strongest",
        "Internal factor with most +",
        codes_of(leaders) or None,
        scale="codes of factors; equals are all named",
        n=judged,
        formula="highest row sum above 0",
        of=[entry.factor for entry in leaders],
    )
    idle = unused(tows)
    yield figures.metric(
        "unused",
        "Factors without any +",
        (codes_of(idle) or "none") if judged else None,
        scale="codes of factors",
        n=judged,
        formula="factors whose judged pairs are all 0",
        of=[entry.factor for entry in idle],
    )
    cited = {name for strategy in canvas.strategies for name in strategy.uses}
    everything = (*tows.rows, *tows.columns)
    idle = [entry for entry in everything if entry.id not in cited]
    has_strategies = bool(canvas.strategies) and bool(everything)
    yield figures.metric(
        "uncited",
        "Factors that no strategy cites",
        len(idle) if has_strategies else None,
        scale=f"0-{len(everything)}",
        n=len(everything),
        formula="factors that are in no list of uses",
        of=[entry.factor for entry in idle],
    )
    vulnerable = [
        pair
        for pair, value in tows.pairs.items()
        if value == 1 and any(entry.id == pair[0] and entry.group == "weaknesses" for entry in tows.rows)
        if any(entry.id == pair[1] and entry.group == "threats" for entry in tows.columns)
    ]
    judged_wt = [
        pair
        for pair in tows.pairs
        if any(entry.id == pair[0] and entry.group == "weaknesses" for entry in tows.rows)
        and any(entry.id == pair[1] and entry.group == "threats" for entry in tows.columns)
    ]
    yield figures.metric(
        "uncovered",
        "Uncovered vulnerabilities",
        len(bare) if judged_wt else None,
        scale=f"0-{len(vulnerable)}",
        n=len(vulnerable),
        formula="pairs of weakness and threat with + that no WT strategy cites together [P]",
        of=[entry.factor for pair in bare for entry in pair],
    )
    for kind, title, _ in STRATEGIES:
        inside = [strategy for strategy in canvas.strategies if strategy.kind == kind]
        yield figures.metric(
            kind.lower(),
            f"Strategies {title}",
            len(inside) if canvas.strategies else None,
            scale=f"0-{len(canvas.strategies)}",
            n=len(canvas.strategies),
            formula=f"strategies of the kind {kind}",
        )
    for name, found, of in (("row_sum", tows.rows, tows.of_row), ("column_sum", tows.columns, tows.of_column)):
        for entry in found:
            count = sum(entry.id in pair for pair in tows.pairs)
            yield figures.metric(
                name,
                f"Pairs with +: {entry.label}",
                of(entry),
                scale=f"0-{len(tows.columns if name == 'row_sum' else tows.rows)}",
                n=count,
                formula="sum over the judged pairs",
                of=[entry.factor],
                item=entry.id,
                detail=True,
            )


def _findings(
    given: AnalysisInput, canvas: SwotCanvas, tows: Tows, known: dict[str, Entry], bare: list[tuple[Entry, Entry]]
) -> Iterator[Finding]:
    figures = Figures.of(given)
    yield from pair_findings(figures, canvas, known)
    yield from strategy_findings(figures, canvas, known)
    for row, column in bare:
        yield figures.finding(
            "uncovered-vulnerability",
            Severity.NOTE,
            f"{row.code} {quoted(row.text)} meets {column.code} {quoted(column.text)}, and no WT strategy cites both.",
            "Add a WT strategy that uses both, or say with 0 that the pair does not matter.",
            item=row.id,
            about=(row.id, column.id),
        )
    idle = unused(tows)
    if idle:
        yield figures.finding(
            "unused-factor",
            Severity.NOTE,
            f"{some(idle)} {'matters' if len(idle) == 1 else 'matter'} to nothing on the other side.",
            "Ask whether it belongs here: a strength that helps with nothing outside is a fact, not a strength.",
            about=(entry.id for entry in idle),
        )
    if canvas.strategies:
        empty = [kind for kind in BOXES if not any(strategy.kind == kind for strategy in canvas.strategies)]
        for kind in empty:
            one, other = BOXES[kind]
            if getattr(canvas, one) and getattr(canvas, other):
                yield figures.finding(
                    "empty-quadrant",
                    Severity.NOTE,
                    f"There is no {kind} strategy, though there are {one} and {other}.",
                    next(question for name, _, question in STRATEGIES if name == kind),
                )


def pair_findings(figures: Figures, canvas: SwotCanvas, known: dict[str, Entry]) -> Iterator[Finding]:
    """Pairs that lead nowhere, stand on the wrong side, are off the scale, or are said twice in different ways."""
    for pair in canvas.interactions:
        row, column = known.get(pair.internal), known.get(pair.external)
        if row is None or column is None or row.group not in INTERNAL or column.group not in EXTERNAL:
            yield figures.finding(
                "broken-pair",
                Severity.ERROR,
                f"The pair {pair.internal or '?'} × {pair.external or '?'} does not join an internal and an external "
                "factor that are there.",
                "Remove it, or correct its ids.",
                item=pair.id,
                fix=figures.removal("interactions", pair.id, "remove a pair that leads nowhere"),
            )
        elif pair.value is None:
            yield figures.finding(
                "pair-without-value",
                Severity.WARNING,
                f"The pair {row.code} × {column.code} is not judged.",
                "Say 1 (+) or 0, or remove it.",
                item=pair.id,
            )
        elif pair.value not in (0, 1):
            yield figures.finding(
                "pair-off-scale",
                Severity.ERROR,
                f"The pair {row.code} × {column.code} has the value {pair.value:g}, which is neither 1 (+) nor 0.",
                "Correct it; it does not count.",
                item=pair.id,
            )
    for one, other in said_twice((p.internal, p.external) for p in canvas.interactions if p.value in (0, 1)):
        values = {p.value for p in canvas.interactions if (p.internal, p.external) == (one, other)}
        if len(values) > 1 and one in known and other in known:
            yield figures.finding(
                "pair-said-twice",
                Severity.ERROR,
                f"The pair {known[one].code} × {known[other].code} is + in one place and 0 in another.",
                "Remove one of them; it does not count until then.",
                about=(one, other),
            )


def strategy_findings(figures: Figures, canvas: SwotCanvas, known: dict[str, Entry]) -> Iterator[Finding]:
    """Strategies of no kind, that cite what is not there, or what does not fit their kind."""
    for strategy in canvas.strategies:
        name = quoted(strategy.label)
        for unknown in [one for one in strategy.uses if one not in known]:
            yield figures.finding(
                "unknown-factor",
                Severity.ERROR,
                f"The strategy {name} cites {unknown or 'an empty id'}, and there is no such factor.",
                "Correct the id, or take it out.",
                item=strategy.id,
            )
        if strategy.kind is None:
            yield figures.finding(
                "strategy-without-kind",
                Severity.WARNING,
                f"The strategy {name} is neither SO, WO, ST nor WT.",
                "Choose its kind.",
                item=strategy.id,
            )
            continue
        wanted = BOXES[strategy.kind]
        cited = [known[one] for one in strategy.uses if one in known]
        wrong = [entry for entry in cited if entry.group not in wanted]
        if wrong:
            yield figures.finding(
                "wrong-kind-pair",
                Severity.WARNING,
                f"The {strategy.kind} strategy {name} cites {codes_of(wrong)}, which is neither of the {wanted[0]} nor "
                f"of the {wanted[1]}.",
                "Cite factors of its own kinds, or change its kind.",
                item=strategy.id,
                about=(entry.id for entry in wrong),
            )
        missing = [group for group in wanted if not any(entry.group == group for entry in cited)]
        if missing:
            yield figures.finding(
                "strategy-without-pair",
                Severity.WARNING,
                f"The {strategy.kind} strategy {name} cites no factor of the {' and none of the '.join(missing)}.",
                "Name what it uses on both sides, as (S4, O3).",
                item=strategy.id,
            )


def _reading(canvas: SwotCanvas, tows: Tows, bare: list[tuple[Entry, Entry]]) -> str:
    if not tows.rows or not tows.columns:
        return "There is nothing to pair yet. Write down internal factors (S, W) and external ones (O, T)."
    if bare:
        row, column = bare[0]
        return (
            f"{counted(len(bare), 'vulnerability is', 'vulnerabilities are')} not covered. "
            f"Look first at {row.code} {quoted(row.text)} with {column.code} {quoted(column.text)}: what keeps the "
            "damage small?"
        )
    if not tows.pairs:
        return (
            f"No pair is judged yet, of {len(tows.rows) * len(tows.columns)}. Go through them and say which matter to "
            "each other; then write strategies for those that do."
        )
    said = f"{sum(tows.pairs.values())} of {counted(len(tows.pairs), 'judged pair')} matter to each other"
    if not canvas.strategies:
        return f"{said}, and there is no strategy yet. Write one for each pair that matters most."
    return (
        f"{said}; the strategies for them are {len(canvas.strategies)}. Look next at the "
        "factors that no strategy cites."
    )
