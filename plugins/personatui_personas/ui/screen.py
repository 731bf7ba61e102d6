"""The screen of all personas: how alike they are, and below it what the team adds."""

from __future__ import annotations

from dataclasses import replace

from personatui.api import MatrixBlock
from personatui.api.ui import ComposeResult, EntryList, MatrixGrid, RegionView, RowList, ToolContext
from personatui_personas.canvas import TogetherCanvas
from personatui_personas.common import names_of, personas_of, reference
from personatui_personas.similarity import ANALYSIS_ID


class TogetherView(RegionView):
    """The similarity matrix over the boxes of the canvas."""

    DEFAULT_CSS = """
    TogetherView {
        & .personas-facts { height: auto; padding: 0 1; }
        & MatrixGrid { height: auto; max-height: 45%; }
        & > .region--layout { display: none; }
    }
    """

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._facts = EntryList(classes="personas-facts", id="personas-facts")
        self._matrix = MatrixGrid(
            title="How alike the personas are",
            prompts=("Two personas or more are compared here: what they share, from 0 to 1.",),
            id="personas-matrix",
        )

    @property
    def first_list(self) -> RowList:
        """The matrix, which says which two to look at."""
        return self._matrix

    def compose(self) -> ComposeResult:
        yield self._matrix
        yield self._facts
        yield from super().compose()

    def refresh_canvas(self) -> None:
        super().refresh_canvas()
        canvas = self.context.canvas
        shown = canvas if isinstance(canvas, TogetherCanvas) else TogetherCanvas()
        self._facts.slot = self.context.slot("", "Personas together")
        self._facts.show(
            [self.context.fact("Customers", shown.population, "population", prompt="How many are there in the market?")]
        )
        self._fill_matrix()

    def _fill_matrix(self) -> None:
        report = next((report for report in self.context.reports if report.id == ANALYSIS_ID), None)
        block = next((block for block in report.blocks if isinstance(block, MatrixBlock)), None) if report else None
        if report is None or block is None:
            self._matrix.fill(None)
            return
        if len(block.rows) < len(block.columns):
            # of very many personas one is compared with all others, which read better below each other
            cells = tuple(zip(*block.cells, strict=True))
            block = replace(block, rows=block.columns, columns=block.rows, cells=cells)
        keys = {name: reference(key) for key, name in names_of(personas_of(self.context.project)).items()}
        limit = report.parameters.get("gower")
        self._matrix.border_title = block.title
        self._matrix.fill(
            block,
            [keys.get(name, "") for name in block.rows],
            "may be one persona",
            limit if isinstance(limit, float) else None,
        )
