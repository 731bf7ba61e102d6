"""The pages of the PESTEL screen: six columns, impact, weights, cross-impact and structure."""

from __future__ import annotations

from dataclasses import replace

from personatui.api import MatrixBlock, ScatterBlock, listed, weigh
from personatui.api.ui import (
    INFLUENCE,
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
    ToolContext,
)
from personatui_pestel.canvas import PestelCanvas
from personatui_pestel.crossimpact import is_open, read_impacts
from personatui_pestel.evaluation import score, usable
from personatui_pestel.factors import Entry
from personatui_pestel.impact import heat_map, net, ranked
from personatui_pestel.influence import read_structure
from personatui_pestel.regions import DIMENSIONS, SIX_COLUMNS
from personatui_pestel.structure import structure_chart
from personatui_pestel.weighted import read_weighted

_REGIONS = {region.id: region for region in SIX_COLUMNS.regions}
_SIGNS = {"opportunity": ("▲ ", "good"), "threat": ("▼ ", "error")}
_TWENTIETHS = tuple(n / 20 for n in range(1, 20))
CHANCES = PairRules(_TWENTIETHS, neutral=0.5, signs=tuple((one, f"{one:.2f}"[1:]) for one in _TWENTIETHS))
SHOWN = frozenset((*DIMENSIONS, "conditionals", "influences"))


class PestelPage(Page):
    """One page; `show_canvas` brings it in line with the canvas."""

    def show_canvas(self, context: ToolContext, canvas: PestelCanvas, found: tuple[Entry, ...]) -> None:
        """Show a canvas and its factors."""
        raise NotImplementedError

    def tell(self, canvas: PestelCanvas, found: tuple[Entry, ...]) -> str:
        """What the figures of the page say in a line; asked for when the page is in front."""
        return ""


def factor_rows(context: ToolContext, found: tuple[Entry, ...]) -> list[Row]:
    """Factors with code and direction: `▲` an opportunity, `▼` a threat. Each row begins the slot of its column."""
    rows: list[Row] = []
    places = dict.fromkeys(DIMENSIONS, 0)
    for entry in found:
        dimension = entry.dimension
        row = context.row(entry.factor, dimension, places[dimension])
        places[dimension] += 1
        sign = _SIGNS.get(entry.factor.direction or "", ("", "dim"))
        pieces = (row.pieces[0], (f"{entry.code} ", "strong"), sign, *row.pieces[1:])
        before = row.hanging + len(entry.code) + 1 + len(sign[0])
        slot = context.slot(dimension, _REGIONS[dimension].title)
        rows.append(replace(row, pieces=pieces, hanging=before, slot=slot))
    return rows


def pair_items(context: ToolContext, found: tuple[Entry, ...]) -> list[PairItem]:
    """Factors as rows or columns of a matrix."""
    rows = factor_rows(context, found)
    return [PairItem(row.key, entry.factor.label, entry.code) for row, entry in zip(rows, found, strict=True)]


# What two of the six columns are called where their names would be cut.
_SHORT = {"technological": "Technology", "environmental": "Environment"}


class Columns(PestelPage):
    """The six columns; three by two where six would be too narrow."""

    title = "PESTEL"

    def __init__(self) -> None:
        super().__init__()
        self.boxes = {
            dimension: NoteBox(
                BoxPlace(
                    dimension, _REGIONS[dimension].title, _REGIONS[dimension].prompts, short=_SHORT.get(dimension, "")
                )
            )
            for dimension in DIMENSIONS
        }
        self.others = EntryList(classes="pestel-others")

    def compose(self) -> ComposeResult:
        with Grid(classes="pestel-boxes"):
            yield from self.boxes.values()
        yield self.others

    def show_canvas(self, context: ToolContext, canvas: PestelCanvas, found: tuple[Entry, ...]) -> None:
        rows = factor_rows(context, found)
        for dimension, box in self.boxes.items():
            inside = [
                replace(row, slot=None, hanging=2).with_right("" if entry.score is None else str(entry.score))
                for row, entry in zip(rows, found, strict=True)
                if entry.dimension == dimension
            ]
            box.fill(inside, context.slot(dimension, _REGIONS[dimension].title))
        others = context.other_rows(SHOWN)
        self.others.slot = context.slot("")
        self.others.display = bool(others)
        self.others.show(others)


class Impact(PestelPage):
    """Impact and likelihood of every factor, the highest score on top, and the heat map."""

    title = "Impact"
    COLUMNS = (
        RatingColumn("impact", "impact"),
        RatingColumn("likelihood", "likely"),
        RatingColumn("score", "score", 1, 25, computed=True),
    )

    def __init__(self) -> None:
        super().__init__()
        prompts = ("Write factors into the six columns first; here they are rated from 1 to 5.",)
        self.list = RatedList(self.COLUMNS, title="Factors", prompts=prompts, sorted_by="score", id="pestel-impact")
        self.chart = ChartView(MatrixBlock("", (), (), ()), classes="pestel-chart")

    def compose(self) -> ComposeResult:
        with Grid(classes="pestel-pair"):
            yield self.list
            yield self.chart

    def show_canvas(self, context: ToolContext, canvas: PestelCanvas, found: tuple[Entry, ...]) -> None:
        rows = factor_rows(context, found)
        values = [(entry.factor.impact, entry.factor.likelihood, entry.score) for entry in found]
        self.list.fill([RatedRow(row, value) for row, value in zip(rows, values, strict=True)])
        self.chart.display = any(entry.score is not None for entry in found)
        self.chart.show(heat_map(found, short=True))

    def tell(self, canvas: PestelCanvas, found: tuple[Entry, ...]) -> str:
        top = [entry.code for place, entry in ranked(found) if place == 1]
        balance = net(found)
        told = [f"highest {listed(top)}"] if top else []
        return " · ".join([*told, *([f"net {balance:+d}"] if balance is not None else [])])


class PestelWeights(PestelPage):
    """What else is rated: influence, weight and response, and how probable a factor is."""

    title = "Weights"
    COLUMNS = (
        RatingColumn("influence", "influence", 1, 3),
        RatingColumn("weight", "weight", 0, 1, step=0.01),
        RatingColumn("rating", "response", 1, 4),
        RatingColumn("score", "EFE", 0, 4, computed=True),
        RatingColumn("weighted", "weighted", 0, 5, computed=True),
    )

    def __init__(self) -> None:
        super().__init__()
        prompts = ("Write factors into the six columns first; here they are weighed.",)
        self.list = RatedList(self.COLUMNS, title="Factors", prompts=prompts, id="pestel-weights")

    def compose(self) -> ComposeResult:
        yield self.list

    def show_canvas(self, context: ToolContext, canvas: PestelCanvas, found: tuple[Entry, ...]) -> None:
        read, influence_sum = read_weighted(found)
        rows = []
        for row, entry, one in zip(factor_rows(context, found), found, read, strict=True):
            factor = entry.factor
            values = (factor.influence, factor.weight, factor.rating, score(entry), one.score(influence_sum))
            rows.append(RatedRow(row, values))
        self.list.fill(rows)

    def tell(self, canvas: PestelCanvas, found: tuple[Entry, ...]) -> str:
        weighed = weigh(map(usable, found))
        if weighed.weight_sum is None:
            return ""
        total = "no total" if weighed.total is None else f"{weighed.total:.2f}"
        return f"EFE {total}" + ("" if weighed.adds_up else f" (weights add up to {weighed.weight_sum:.4g}, not 1)")


class ChanceMatrix(PairMatrix):
    """Conditional probabilities: digits set tenths, `+` and `-` change by 0.05."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # a probability has no reciprocal
        return False if action == "turn" else super().check_action(action, parameters)

    def action_rate(self, value: int) -> None:
        if value:
            self._ask(value / 10)
        else:
            self.action_clear()


class CrossImpact(PestelPage):
    """Probabilities by themselves, and of each once another factor has happened."""

    title = "Cross-impact"
    COLUMNS = (RatingColumn("probability", "chance", 0, 1, step=0.1),)

    def __init__(self) -> None:
        super().__init__()
        prompts = ("Write factors into the six columns first; here they get a probability.",)
        self.list = RatedList(self.COLUMNS, title="How probable by itself?", prompts=prompts, id="pestel-chances")
        hints = ("Give two factors a probability: here it is asked what one makes of the other.",)
        self.matrix = ChanceMatrix(
            CHANCES, title="How probable is the row, once the column has happened?", prompts=hints, id="pestel-cross"
        )

    def compose(self) -> ComposeResult:
        yield self.matrix
        yield self.list

    def show_canvas(self, context: ToolContext, canvas: PestelCanvas, found: tuple[Entry, ...]) -> None:
        rows = factor_rows(context, found)
        self.list.fill([RatedRow(row, (entry.factor.probability,)) for row, entry in zip(rows, found, strict=True)])
        keys = {entry.id: row.key for row, entry in zip(rows, found, strict=True) if entry.id}
        items = [
            item
            for item, entry in zip(pair_items(context, found), found, strict=True)
            if is_open(entry.factor.probability)
        ]
        values = {
            (keys[one.event], keys[one.given]): one.probability
            for one in canvas.conditionals
            if one.event in keys and one.given in keys and one.probability is not None
        }
        self.matrix.fill(items if len(items) > 1 else [], values)

    def tell(self, canvas: PestelCanvas, found: tuple[Entry, ...]) -> str:
        impacts = read_impacts(canvas, found)
        wrong = [f"{one.name} must be {one.low:.2f} to {one.high:.2f}" for one in impacts if not one.is_admissible]
        if wrong:
            return " · ".join(wrong[:2]) + (f" · {len(wrong) - 2} more" if len(wrong) > 2 else "")
        known = [one for one in impacts if one.factor is not None]
        best = max(known, key=lambda one: abs(one.factor or 0), default=None)
        if best is None:
            return ""
        verb = "promotes" if (best.factor or 0) > 0 else "hinders"
        return f"{best.given.code} {verb} {best.event.code} most, factor {best.factor:+.2f}"


class Structure(PestelPage):
    """What each factor does to each other, and who drives whom."""

    title = "Structure"

    def __init__(self) -> None:
        super().__init__()
        prompts = ("Write factors into the six columns first; here it is asked what each does to each, 0 to 3.",)
        self.matrix = PairMatrix(
            INFLUENCE, title="What does the row do to the column? 0 to 3", prompts=prompts, id="pestel-structure"
        )
        self.chart = ChartView(ScatterBlock("", "dependence", "influence", ()), classes="pestel-chart")
        # on a small screen it stands below the edge: going to it brings it into sight
        self.chart.can_focus = True

    def compose(self) -> ComposeResult:
        yield self.matrix
        yield self.chart

    def show_canvas(self, context: ToolContext, canvas: PestelCanvas, found: tuple[Entry, ...]) -> None:
        items = pair_items(context, found)
        keys = {entry.id: item.key for item, entry in zip(items, found, strict=True) if entry.id}
        values = {
            (keys[one.row], keys[one.column]): one.value
            for one in canvas.influences
            if one.row in keys and one.column in keys and one.row != one.column and one.value is not None
        }
        self.matrix.fill(items, values)
        structure = read_structure(canvas, found)
        self.chart.display = structure.split is not None
        if structure.split is not None:
            self.chart.show(structure_chart(structure))

    def tell(self, canvas: PestelCanvas, found: tuple[Entry, ...]) -> str:
        structure = read_structure(canvas, found)
        if not structure.factors:
            return ""
        told = []
        for role, title in (("driver", "drivers"), ("relay", "relays"), ("dependent", "dependents")):
            inside = [entry.code for entry in structure.factors if structure.role(entry) == role]
            if inside:
                told.append(f"{title} {', '.join(inside)}")
        left = structure.pairs - len(structure.cells)
        return " · ".join([*told, *([f"{left} pairs not judged"] if left else [])])
