"""The screen of segments: the nine boxes, the table of segments, and below it what is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from personatui.api import Claim, percent
from personatui.api.ui import BoxGrid, BoxPlace, ComposeResult, EntryList, RegionView, Row, RowList, ToolContext
from personatui_segments.canvas import SegmentsCanvas
from personatui_segments.common import names_of, reference, segment_of
from personatui_segments.ninebox import BANDS, ZONES, Placement, placements, zone_of

# Highest first on both axes, so that the boxes to invest in stand at the upper left.
_BANDS = tuple(reversed(BANDS))


class NineBoxes(BoxGrid):
    """Three by three, also where only some fifteen characters and a line are left for each box."""

    MIN_WIDTH = 44
    MIN_ROW = 3


class SegmentsView(RegionView):
    """The nine boxes and the segments over the boxes of the canvas."""

    DEFAULT_CSS = """
    SegmentsView {
        & .segments-nine { height: 12; max-height: 50%; }
        & .segments-nine NoteBox { min-height: 3; }
        & .segments-table { height: auto; max-height: 30%; padding: 0 1; }
        & > .region--layout { display: none; }
    }
    """

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._table = EntryList(classes="segments-table", id="segments-table")
        self._nine = NineBoxes(
            [
                BoxPlace(
                    f"nine-{high}-{strong}",
                    ZONES[zone_of(high, strong)].upper(),
                    (f"{high} attraction, {strong} strength",),
                    row,
                    column,
                )
                for row, high in enumerate(_BANDS)
                for column, strong in enumerate(_BANDS)
            ],
            id="segments-nine",
        )
        self._nine.add_class("segments-nine")

    @property
    def first_list(self) -> RowList:
        """The first box that a segment stands in, else the table, which says what is missing."""
        boxes = self._nine.boxes.values()
        return next((box for box in boxes if any(row.key for row in box.rows)), self._table)

    def compose(self) -> ComposeResult:
        yield self._nine
        yield self._table
        yield from super().compose()

    def refresh_canvas(self) -> None:
        super().refresh_canvas()
        canvas = self.context.canvas
        shown = canvas if isinstance(canvas, SegmentsCanvas) else SegmentsCanvas()
        placed, names = placements(self.context.project, shown), names_of(self.context.project)
        for high in _BANDS:
            for strong in _BANDS:
                inside = [one for one in placed.values() if one.bands == (high, strong)]
                self._nine.boxes[f"nine-{high}-{strong}"].fill([_placed(one, names[one.key]) for one in inside])
        self._tell_of_whom(shown, names)
        self._table.slot = self.context.slot("", "Segments")
        self._table.show(list(self._rows(shown, placed, names)))

    def _tell_of_whom(self, canvas: SegmentsCanvas, names: dict[str, str]) -> None:
        """Say in the boxes of scores and criteria which segment and what each entry is about."""
        if self._grid is None:
            return
        factors = {factor.id: factor for factor in canvas.factors}
        scores: list[Row] = []
        for index, score in enumerate(canvas.scores):
            factor = factors.get(score.factor)
            value = "not scored" if score.score is None else f"{score.score:g} of {factor.scale if factor else '?'}"
            told = (
                names.get(segment_of(score.segment), score.segment),
                factor.label if factor else score.factor,
                value,
            )
            scores.append(_told(self.context.row(score, "scores", index), score, told))
        verdicts: list[Row] = []
        for index, verdict in enumerate(canvas.verdicts):
            passed = {True: "yes", False: "no", None: "not judged"}[verdict.passed]
            whose = names.get(segment_of(verdict.segment), verdict.segment)
            row = self.context.row(verdict, "verdicts", index)
            verdicts.append(_told(row, verdict, (whose, verdict.criterion or "no criterion", passed)))
        for field, rows in (("scores", scores), ("verdicts", verdicts)):
            box = self._grid.boxes.get(field)
            if box is not None:
                box.fill(rows, self.context.slot(field, box.place.title))

    def _rows(self, canvas: SegmentsCanvas, placed: dict[str, Placement], names: dict[str, str]) -> Iterator[Row]:
        prompt = "mass, niche, segmented, diversified or multi-sided?"
        yield self.context.fact("Market", canvas.market, "market", prompt=prompt)
        for key, one in placed.items():
            segment = self.context.project.segments[key]
            share = f"{percent(segment.share)} of the market" if segment.share is not None else ""
            target = {True: "target", False: "no target", None: "target not said"}[segment.target]
            known = [
                f"{title} {found.value:.2f}"
                for title, found in (("attractive", one.attractiveness), ("strong", one.strength))
                if found.value is not None
            ]
            zone = ZONES[one.zone] if one.zone is not None else "not placed"
            out = "knocked out" if one.targetable == "no" else ""
            told = " · ".join(part for part in (share, target, *known, zone, out) if part)
            yield Row(((names[key], "plain"), (f"\n{told}", "dim")), key=reference(key))


def _told(row: Row, claim: Claim, parts: tuple[str, ...]) -> Row:
    """The entry with what it is about: below its text, or in place of one."""
    told = " · ".join(part for part in parts if part)
    if claim.text.strip():
        return replace(row, pieces=(*row.pieces, (f"\n{told}", "dim")))
    return replace(row, pieces=(*row.pieces[:-1], (told, row.pieces[-1][1])))


def _placed(one: Placement, name: str) -> Row:
    """A segment in its box; one that is knocked out says so."""
    return Row(((f"✕ {name}" if one.targetable == "no" else name, "plain"),), key=reference(one.key))
