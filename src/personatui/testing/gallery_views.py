"""The pages of the gallery: a small screen for each widget, written as a tool would write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from personatui.api import AddItem, Change, Edit, Item, RemoveValue, SetValue, Tool, mint_item_id
from personatui.api.ui import (
    BUSINESS_MODEL,
    SAATY,
    AxesPlacement,
    Board,
    BoxGrid,
    BoxPlace,
    ComposeResult,
    Curve,
    CurveLane,
    FacingHalves,
    Highlight,
    Lane,
    PairItem,
    PairMatrix,
    PairRequested,
    Placed,
    PlaneAxis,
    RatedList,
    RatedRow,
    RatingColumn,
    Row,
    Slot,
    Stage,
    StageGrid,
    Tie,
    ToolContext,
    ToolView,
)
from personatui.testing.gallery_data import DEMO, GalleryCanvas

TOOL = Tool(id="gallery", title="Gallery", summary="Every widget with an example", model=GalleryCanvas, demo=DEMO)


class GalleryView(ToolView):
    """What the pages share: their canvas, and entries of a list as rows."""

    @property
    def shown(self) -> GalleryCanvas:
        """The canvas, or an empty one."""
        canvas = self.context.canvas
        return canvas if isinstance(canvas, GalleryCanvas) else GalleryCanvas()

    def rows(self, field: str) -> list[Row]:
        """The entries of a list of the canvas as rows."""
        return [self.context.row(item, field, index) for index, item in enumerate(getattr(self.shown, field))]

    def contents(self, fields: Mapping[str, str]) -> dict[str, tuple[list[Row], Slot]]:
        """The rows and slot of several lists, by their field."""
        return {field: (self.rows(field), self.context.slot(field, title)) for field, title in fields.items()}

    def key(self, item: Item) -> str:
        """The key of an entry with an id."""
        return str(self.context.reference.at(item.id))


class BoxesView(GalleryView):
    """Boxes where the method draws them, one of them over both columns."""

    PLACES = (
        BoxPlace("says", "Says", ("What do they say, in their own words?",), 0, 0),
        BoxPlace("thinks", "Thinks", ("What do they think and not say?",), 0, 1, row_span=2),
        BoxPlace("does", "Does", ("What did you see them do?",), 1, 0),
        BoxPlace("feels", "Feels", ("What do they feel, and when?", "What do they fear?"), 2, 0, column_span=2),
    )

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self.grid = BoxGrid(self.PLACES)

    def compose(self) -> ComposeResult:
        yield self.grid

    def refresh_canvas(self) -> None:
        for place in self.PLACES:
            self.grid.boxes[place.id].fill(self.rows(place.id), self.context.slot(place.id, place.title))


class RatedView(GalleryView):
    """Outcomes with importance and satisfaction, and the opportunity computed from both."""

    COLUMNS = (
        RatingColumn("importance", "importance"),
        RatingColumn("satisfaction", "satisfaction"),
        RatingColumn("opportunity", "opportunity", 1, 9, computed=True),
    )

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self.list = RatedList(self.COLUMNS, title="Outcomes", prompts=("How do they know that a step went well?",))

    def compose(self) -> ComposeResult:
        yield self.list

    def refresh_canvas(self) -> None:
        entries = []
        for outcome, row in zip(self.shown.outcomes, self.rows("outcomes"), strict=True):
            one, other = outcome.importance, outcome.satisfaction
            opportunity = one + max(one - other, 0) if one is not None and other is not None else None
            entries.append(RatedRow(row, (one, other, opportunity)))
        self.list.fill(entries, self.context.slot("outcomes", "Outcomes"))


class StagesView(GalleryView):
    """A journey of two personas."""

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self.grid = StageGrid(title="Journey", prompts=("Which stages do they go through, first to last?",))

    def compose(self) -> ComposeResult:
        yield self.grid

    def refresh_canvas(self) -> None:
        canvas = self.shown
        stages = [
            Stage(stage.id, Row(((stage.title or "(no name)", "plain"),), key=row.key))
            for stage, row in zip(canvas.stages, self.rows("stages"), strict=True)
        ]
        curves = (
            Curve("Maya", tuple(stage.feeling for stage in canvas.stages), "feeling"),
            Curve("Tom", tuple(stage.other_feeling for stage in canvas.stages), "other_feeling", mark="◇"),
        )
        lanes = (
            self._lane("doing", "Doing", "What do they do?"),
            CurveLane("Feeling", curves),
            self._lane("pains", "Pains", "What goes wrong?"),
        )
        self.grid.fill(stages, lanes, self.context.slot("stages", "Stages"))

    def _lane(self, field: str, title: str, prompt: str) -> Lane:
        entries = getattr(self.shown, field)
        rows = [(entry.stage, row) for entry, row in zip(entries, self.rows(field), strict=True)]
        return Lane(title, rows, self.context.slot(field, title), prompts=(prompt,))


class PairsView(GalleryView):
    """Criteria compared pair by pair."""

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self.matrix = PairMatrix(SAATY, title="Which matters more?", prompts=("Add two criteria to compare them.",))

    def compose(self) -> ComposeResult:
        yield self.matrix

    def refresh_canvas(self) -> None:
        canvas = self.shown
        items = [PairItem(self.key(criterion), criterion.label) for criterion in canvas.criteria]
        keys = {criterion.id: self.key(criterion) for criterion in canvas.criteria}
        values = {
            (keys[said.row], keys[said.column]): said.value
            for said in canvas.comparisons
            if said.row in keys and said.column in keys and said.value is not None
        }
        self.matrix.fill(items, values)

    def on_pair_requested(self, event: PairRequested) -> None:
        """Keep what was said of a pair: one entry for each that has a value."""
        event.stop()
        target = self.context.reference
        row, column = event.row_key.partition("#")[2], event.column_key.partition("#")[2]
        said = self.shown.comparisons
        pairs = {(row, column), (column, row)}
        at = next((i for i, pair in enumerate(said) if (pair.row, pair.column) in pairs), None)
        entry = {"row": row, "column": column, "value": event.value}
        steps: tuple[Edit, ...]
        if event.value is None:
            steps = (RemoveValue(target, ("comparisons", at)),) if at is not None else ()
        elif at is None:
            entry["id"] = mint_item_id([pair.id for pair in said])
            steps = (AddItem(target, ("comparisons",), entry),)
        else:
            steps = tuple(SetValue(target, ("comparisons", at, name), value) for name, value in entry.items())
        self.post_message(self.ChangeRequested(Change("compare", steps)))


class FacingView(GalleryView):
    """An offer on the left, and the customer whom it answers on the right."""

    LEFT: Mapping[str, str] = MappingProxyType(
        {"products": "Products & services", "relievers": "Pain relievers", "creators": "Gain creators"}
    )
    RIGHT: Mapping[str, str] = MappingProxyType({"gains": "Gains", "troubles": "Pains", "jobs": "Jobs"})

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self.halves = FacingHalves(
            [BoxPlace(name, title, (f"Which {title.lower()}?",)) for name, title in self.LEFT.items()],
            [BoxPlace(name, title, (f"Which {title.lower()}?",)) for name, title in self.RIGHT.items()],
            titles=("Value map", "Customer profile"),
            strengths=("partial", "full"),
            spell=self._spell,
        )

    def compose(self) -> ComposeResult:
        yield self.halves

    def refresh_canvas(self) -> None:
        ties = []
        for field in self.LEFT:
            for entry in getattr(self.shown, field):
                for target in entry.targets:
                    name, _, strength = target.partition(":")
                    ties.append(Tie(self.key(entry), str(self.context.reference.at(name)), strength or "full"))
        self.halves.fill(self.contents({**self.LEFT, **self.RIGHT}), ties)

    @staticmethod
    def _spell(tie: Tie) -> str:
        name = tie.target.partition("#")[2]
        return name if tie.strength == "full" else f"{name}:{tie.strength}"


class BoardView(GalleryView):
    """A business model, and what in it is for one segment."""

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self.board = Board()

    def compose(self) -> ComposeResult:
        yield self.board

    def refresh_canvas(self) -> None:
        found: dict[str, set[str]] = {}
        for place in BUSINESS_MODEL:
            for note in getattr(self.shown, place.id):
                for name in note.segments:
                    found.setdefault(name, set()).add(self.key(note))
        highlights = [Highlight(f"For {name}", frozenset(keys)) for name, keys in found.items()]
        self.board.fill(self.contents({place.id: place.title for place in BUSINESS_MODEL}), highlights)


class AxesView(GalleryView):
    """Ideas by effort and effect."""

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self.axes = AxesPlacement(
            PlaneAxis("effort", "effort", 0, 10),
            PlaneAxis("effect", "effect", 0, 10),
            names=(("Do now", "Plan"), ("Do in passing", "Leave")),
            prompts=("Which ideas are there?",),
        )

    def compose(self) -> ComposeResult:
        yield self.axes

    def refresh_canvas(self) -> None:
        shown = zip(self.shown.ideas, self.rows("ideas"), strict=True)
        entries = [Placed(row, idea.effort, idea.effect) for idea, row in shown]
        self.axes.fill(entries, self.context.slot("ideas", "Ideas"))


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the gallery: its name on the command line, its title, and its screen."""

    name: str
    title: str
    view: type[GalleryView]


PAGES = (
    Page("boxes", "Boxes of notes", BoxesView),
    Page("rated", "Rated list", RatedView),
    Page("stages", "Stage grid", StagesView),
    Page("pairs", "Pair matrix", PairsView),
    Page("facing", "Facing halves", FacingView),
    Page("board", "Board", BoardView),
    Page("axes", "Axes", AxesView),
)
