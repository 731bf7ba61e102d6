"""The pages of the SWOT screen: two by two, TOWS, weights, SPACE, priorities and scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import ClassVar

from textual.content import Content

from personatui.api import ScatterBlock, quoted
from personatui.api.ui import (
    SAATY,
    BoxGrid,
    BoxPlace,
    ChartView,
    ComposeResult,
    EntryList,
    Grid,
    NoteBox,
    Page,
    PairItem,
    PairMatrix,
    PairRules,
    RatedList,
    RatedRow,
    RatingColumn,
    Row,
    RowList,
    ToolContext,
    key_of,
)
from personatui_swot.attractiveness import margin, read_qspm
from personatui_swot.canvas import GroupName, SwotCanvas
from personatui_swot.evaluation import Side, valued, weighing
from personatui_swot.factors import Entry
from personatui_swot.origins import Candidate, candidates
from personatui_swot.placement import advice_of, cell
from personatui_swot.priorities import BETWEEN, BOXES, read_priorities
from personatui_swot.regions import AXES, EXTERNAL, GROUPS, INTERNAL, STRATEGIES, TWO_BY_TWO
from personatui_swot.space import means, quadrant, space_chart, vector
from personatui_swot.tows import read_tows, uncovered
from personatui_swot.ui.lists import AxisBox

_REGIONS = {region.id: region for region in TWO_BY_TWO.regions}
TOWS = PairRules((0, 1), signs=((0, "0"), (1, "+")))
SCORES = PairRules((1, 2, 3, 4), neutral=0)
# What has a place on one of the pages.
SHOWN = frozenset(
    (*GROUPS, "strategies", "interactions", "comparisons", "group_comparisons", "scores", "space_factors")
)
# Narrower than this, boxes stand below each other.
NARROW = 44


class SwotPage(Page):
    """One page; `show_canvas` brings it in line with the canvas."""

    def show_canvas(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> None:
        """Show a canvas and its factors."""
        raise NotImplementedError

    def tell(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> str:
        """What the figures of the page say in a line; asked for when the page is in front."""
        return ""


def factor_row(context: ToolContext, entry: Entry, position: tuple[str, int]) -> Row:
    """A factor with its code; `↗` is taken over, `≠` from what was edited since, `✕` from what is gone."""
    row = context.row(entry.factor, *position)
    mark = row.pieces[0]
    code = f"{entry.code} "
    text = entry.text or "(says nothing yet)"
    sign: tuple[tuple[str, str], ...] = ()
    if entry.factor.origin:
        changed = context.project.is_outdated(entry.factor)
        sign = (("✕ ", "error"),) if _is_gone(context, entry) else (("≠ ", "warning") if changed else ("↗ ", "mark"),)
    pieces = (mark, (code, "strong"), *sign, (text, "plain"))
    return replace(row, pieces=pieces, hanging=row.hanging + len(code) + (2 if sign else 0))


def _is_gone(context: ToolContext, entry: Entry) -> bool:
    return bool(entry.factor.origin) and context.project.original(entry.factor) is None


def factor_rows(context: ToolContext, found: tuple[Entry, ...], group: GroupName) -> list[Row]:
    """The factors of a box."""
    inside = [entry for entry in found if entry.group == group]
    return [factor_row(context, entry, (group, index)) for index, entry in enumerate(inside)]


def pair_items(context: ToolContext, found: tuple[Entry, ...], groups: tuple[GroupName, ...]) -> list[PairItem]:
    """The factors of boxes as rows or columns of a matrix."""
    return [
        PairItem(context.key(entry.factor, group, index), entry.text, entry.code)
        for group in groups
        for index, entry in enumerate(one for one in found if one.group == group)
    ]


class FourBoxes(BoxGrid):
    """Two by two, also where only some twenty characters are left for each box."""

    MIN_WIDTH = 44


class TwoByTwo(SwotPage):
    """The four boxes, and what PESTEL and other tools have to offer."""

    title = "SWOT"

    def __init__(self) -> None:
        super().__init__()
        self.grid = FourBoxes(
            [
                BoxPlace(name, region.title, region.prompts, region.row, region.column, group=region.group)
                for name, region in _REGIONS.items()
                if name in GROUPS
            ]
        )
        self.offered = RowList(classes="swot-offered")
        self.waiting: dict[str, Candidate] = {}
        self.others = EntryList(classes="swot-others")

    def compose(self) -> ComposeResult:
        yield self.grid
        yield self.offered
        yield self.others

    def show_canvas(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> None:
        for group in GROUPS:
            self.grid.boxes[group].fill(factor_rows(context, found, group), context.slot(group, _REGIONS[group].title))
        waiting = candidates(canvas, context.project, context.persona_id)
        self.waiting = {one.reference: one for one in waiting}
        key = key_of(self, "swot.settle")
        how = f" · {key} takes over" if key else ""
        self.offered.border_title = Content(f"Offered by other tools · {len(waiting)} not taken over{how}")
        self.offered.display = bool(waiting)
        self.offered.show([_offer(one) for one in waiting])
        others = context.other_rows(SHOWN)
        self.others.slot = context.slot("")
        self.others.display = bool(others)
        self.others.show(others)

    def tell(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> str:
        changed = [entry.code for entry in found if context.project.is_outdated(entry.factor)]
        gone = [entry.code for entry in found if _is_gone(context, entry)]
        told = [f"≠ {', '.join(changed)}: the original was edited since"] if changed else []
        told += [f"✕ {', '.join(gone)}: the original is gone"] if gone else []
        key = key_of(self, "workbench.findings")
        how = f" ({key} shows how to settle it)" if key else ""
        return f"{'; '.join(told)}{how}" if told else ""


def _offer(one: Candidate) -> Row:
    score = one.why or (f"PESTEL, {one.score:g} of 25" if one.score is not None else "PESTEL, unrated")
    letter = one.group[0].upper()
    return Row(((f"{letter} ", "strong"), (one.text, "plain")), key=one.reference, hanging=2).with_right(score)


class Tows(SwotPage):
    """The pair matrix, and the strategies for what meets in it."""

    title = "TOWS"

    def __init__(self) -> None:
        super().__init__()
        prompts = ("Write down internal factors (S, W) and external ones (O, T): here they meet, pair by pair.",)
        self.matrix = PairMatrix(TOWS, title="Which pairs matter? + yes, 0 no", prompts=prompts, id="swot-tows")
        self.boxes: dict[str | None, NoteBox] = {
            kind: NoteBox(BoxPlace(f"strategies-{kind}", title, (question,))) for kind, title, question in STRATEGIES
        }
        self.boxes[None] = NoteBox(BoxPlace("strategies-none", "Of no kind"))

    def compose(self) -> ComposeResult:
        yield self.matrix
        with Grid(classes="swot-boxes"):
            yield from self.boxes.values()

    def show_canvas(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> None:
        tows = read_tows(canvas, found)
        keys = {entry.id: item.key for entry, item in zip(found, pair_items(context, found, GROUPS), strict=True)}
        self.matrix.fill(
            pair_items(context, found, INTERNAL),
            {(keys[row], keys[column]): float(value) for (row, column), value in tows.pairs.items()},
            pair_items(context, found, EXTERNAL),
        )
        codes = {entry.id: entry.code for entry in found if entry.id}
        for kind, box in self.boxes.items():
            rows = [
                _cited(context.row(strategy, "strategies", index), [codes.get(name, "?") for name in strategy.uses])
                for index, strategy in enumerate(canvas.strategies)
                if strategy.kind == kind
            ]
            box.fill(rows, context.slot("strategies", box.place.title, kind=kind))
            box.display = kind is not None or bool(rows)

    @property
    def pair(self) -> tuple[str, str] | None:
        """The keys of the pair under the cursor of the matrix."""
        row, across = self.matrix.current, self.matrix.columns
        return (row.key, across[self.matrix.part].key) if row is not None and self.matrix.part < len(across) else None

    def tell(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> str:
        tows = read_tows(canvas, found)
        bare = uncovered(tows, canvas.strategies)
        left = len(tows.rows) * len(tows.columns) - len(tows.pairs)
        judged = f"{sum(tows.pairs.values())} of {len(tows.pairs)} judged pairs matter"
        judged += f", {left} not judged" if left else ""
        told = ", ".join(f"{row.code} with {column.code}" for row, column in bare[:4])
        more = f" and {len(bare) - 4} more" if len(bare) > 4 else ""
        return f"{judged} · uncovered: {told}{more}" if bare else judged if tows.pairs else ""


def _cited(row: Row, codes: list[str]) -> Row:
    told = f" ({', '.join(codes)})" if codes else " (cites nothing: x)"
    return replace(row, pieces=(*row.pieces, (told, "dim" if codes else "warning")))


class SwotWeights(SwotPage):
    """Weights and ratings of the four boxes, and the cell of the IE matrix."""

    title = "Weights"
    COLUMNS = (
        RatingColumn("rating", "rating", 1, 4),
        RatingColumn("weight", "weight", 0, 1, step=0.01),
        RatingColumn("score", "score", 0, 4, computed=True),
    )

    def __init__(self) -> None:
        super().__init__()
        self.lists = {
            group: RatedList(
                self.COLUMNS, title=_REGIONS[group].title, prompts=_REGIONS[group].prompts, id=f"weigh-{group}"
            )
            for group in GROUPS
        }

    def compose(self) -> ComposeResult:
        with Grid(classes="swot-boxes"):
            yield from self.lists.values()

    def show_canvas(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> None:
        for group, rated in self.lists.items():
            inside = [entry for entry in found if entry.group == group]
            rows = [
                RatedRow(row, (entry.factor.rating, entry.factor.weight, valued(entry).score))
                for row, entry in zip(factor_rows(context, found, group), inside, strict=True)
            ]
            rated.fill(rows, context.slot(group, _REGIONS[group].title))

    def tell(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> str:
        told, totals = [], []
        sides: tuple[tuple[Side, tuple[GroupName, ...]], ...] = (("ife", INTERNAL), ("efe", EXTERNAL))
        for side, groups in sides:
            weighed = weighing([valued(entry) for entry in found if entry.group in groups])
            totals.append(weighed.total)
            if weighed.weight_sum is None:
                told.append(f"{side.upper()} not weighed")
                continue
            total = "no total" if weighed.total is None else f"{weighed.total:.2f}"
            sums = "" if weighed.adds_up else f" (weights add up to {weighed.weight_sum:.4g}, not 1)"
            told.append(f"{side.upper()} {total}{sums}")
        place = cell(*totals)
        return " · ".join([*told, f"cell {place}, {advice_of(place)}"] if place is not None else told)


class Space(SwotPage):
    """The four axes of SPACE around the vector."""

    title = "SPACE"
    SHORT: ClassVar[dict[str, str]] = {"FS": "Finances", "ES": "Environment", "CA": "Advantage", "IS": "Industry"}
    HINTS: ClassVar[dict[str, str]] = {
        "FS": "Return, debt, cash: how sound are the finances? 1 worst to 6 best",
        "ES": "Prices, demand, rules: how steady is the surrounding? -1 best to -6 worst",
        "CA": "Share, quality, loyalty: how far ahead are you? -1 best to -6 worst",
        "IS": "Growth, profit, entry: how good is the industry? 1 worst to 6 best",
    }

    def __init__(self) -> None:
        super().__init__()
        self.boxes = {
            axis: AxisBox(
                BoxPlace(
                    f"axis-{axis}", f"{axis} · {title}", (self.HINTS[axis],), short=f"{axis} · {self.SHORT[axis]}"
                ),
                axis,
            )
            for axis, title in AXES
        }
        self.chart = ChartView(ScatterBlock("", "CA + IS", "FS + ES", ()), classes="swot-chart")
        # on a small screen it stands below the edge: going to it brings it into sight
        self.chart.can_focus = True

    def compose(self) -> ComposeResult:
        with Grid(classes="swot-boxes"):
            yield from (self.boxes[axis] for axis in ("FS", "ES", "CA", "IS"))
        yield self.chart

    def show_canvas(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> None:
        means_of = means(canvas)
        for axis, box in self.boxes.items():
            inside = [(index, one) for index, one in enumerate(canvas.space_factors) if one.axis == axis]
            rows = [
                context.row(one, "space_factors", index).with_right("–" if one.value is None else f"{one.value:+g}")
                for index, one in inside
            ]
            box.high = canvas.space_high
            box.values = {row.key: one.value for row, (_, one) in zip(rows, inside, strict=True)}
            box.fill(rows, context.slot("space_factors", box.place.title, axis=axis))
            mean = means_of[axis]
            box.border_title = Content(f"{box.place.title}" + ("" if mean is None else f" · mean {mean:.2f}"))
        x, y = vector(means_of)
        self.chart.display = x is not None
        if x is not None and y is not None:
            self.chart.show(space_chart(x, y, canvas.space_high))

    def tell(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> str:
        x, y = vector(means(canvas))
        if x is None or y is None:
            return "no vector while an axis has no values" if canvas.space_factors else ""
        return f"x {x:+.2f}, y {y:+.2f}: {quadrant(x, y)}"


class Priorities(SwotPage):
    """Factors compared within their box, and the boxes with each other."""

    title = "Priorities"

    def __init__(self) -> None:
        super().__init__()
        self.matrices: dict[str, PairMatrix] = {
            BETWEEN: PairMatrix(SAATY, title="Which box matters more?", id="swot-groups"),
            **{
                group: PairMatrix(
                    SAATY, title=f"{_REGIONS[group].title}: what matters more?", id=f"swot-compare-{group}"
                )
                for group in GROUPS
            },
        }

    def compose(self) -> ComposeResult:
        yield from self.matrices.values()

    def show_canvas(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> None:
        present = [group for group in GROUPS if any(entry.group == group for entry in found)]
        between = _said((one.row, one.column, one.value) for one in canvas.group_comparisons)
        self.matrices[BETWEEN].fill(
            [PairItem(box_key(context, group), group.capitalize(), group[0].upper()) for group in present],
            {(box_key(context, row), box_key(context, column)): value for (row, column), value in between},
        )
        said = dict(_said((one.row, one.column, one.value) for one in canvas.comparisons))
        for group in GROUPS:
            items = pair_items(context, found, (group,))
            keys = {
                entry.id: item.key for entry, item in zip((e for e in found if e.group == group), items, strict=True)
            }
            values = {
                (keys[row], keys[column]): value
                for (row, column), value in said.items()
                if row in keys and column in keys
            }
            self.matrices[group].fill(items, values)
            self.matrices[group].display = len(items) > 1
        self.matrices[BETWEEN].display = len(present) > 1

    def tell(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> str:
        if not canvas.comparisons and not canvas.group_comparisons:
            key = key_of(self, "pairs.turn")
            return "digits set how many times more the row matters" + (f"; {key} turns a pair round" if key else "")
        priorities = read_priorities(canvas, found)
        told = []
        for name, judged in ((BOXES, priorities.between), *priorities.within.items()):
            if judged.is_consistent is False:
                told.append(f"{name} CR {judged.ratio:.2f}, contradictory")
            elif judged.weights is None:
                told.append(f"{name} incomplete" if not judged.troubles else f"{name} wrong")
        overall = [(value, entry) for entry in found if (value := priorities.overall(entry)) is not None]
        overall.sort(key=lambda one: -one[0])
        best = "first " + ", ".join(f"{entry.code} {value:.2f}" for value, entry in overall[:4]) if overall else ""
        return " · ".join(filter(None, (best, *told)))


def box_key(context: ToolContext, group: str) -> str:
    """How rows name a whole box; its name stands behind the last colon."""
    return f"{context.reference}:{group}"


def _said(pairs: Iterable[tuple[str | None, str | None, float | None]]) -> Iterator[tuple[tuple[str, str], float]]:
    for row, column, value in pairs:
        if row and column and value is not None and value > 0:
            yield (row, column), value


class Scores(SwotPage):
    """How attractive each strategy is in view of each factor."""

    title = "Scores"

    def __init__(self) -> None:
        super().__init__()
        prompts = ("Write strategies (TOWS) first: here each factor says how attractive it makes them, 1 to 4.",)
        self.matrix = PairMatrix(SCORES, title="Attractiveness, 1 to 4; – is a dash", prompts=prompts, id="swot-scores")

    def compose(self) -> ComposeResult:
        yield self.matrix

    def show_canvas(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> None:
        rows = pair_items(context, found, GROUPS)
        keys = {entry.id: item.key for entry, item in zip(found, rows, strict=True)}
        columns = [
            PairItem(context.key(one, "strategies", index), one.label, f"{one.kind or '?'}{index + 1}")
            for index, one in enumerate(canvas.strategies)
        ]
        names = {one.id: item.key for one, item in zip(canvas.strategies, columns, strict=True)}
        values = {
            (keys[one.factor], names[one.strategy]): float(one.value)
            for one in canvas.scores
            if one.factor in keys and one.strategy in names and one.value is not None
        }
        self.matrix.fill(rows, values, columns)

    def tell(self, context: ToolContext, canvas: SwotCanvas, found: tuple[Entry, ...]) -> str:
        qspm = read_qspm(canvas, found)
        totals = sorted(
            ((total, one) for one in qspm.strategies if (total := qspm.total(one)) is not None), key=lambda one: -one[0]
        )
        if not totals:
            return ""
        ahead = margin([total for total, _ in totals])
        told = f"{quoted(totals[0][1].label)} {totals[0][0]:.2f}"
        partial = f" · {len(qspm.partial)} factors with a score for some only" if qspm.partial else ""
        return told + ("" if ahead is None else f", {ahead:.1f} % ahead of the second") + partial
