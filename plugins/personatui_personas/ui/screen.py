"""The screen of all personas: how alike they are, and below it what the team adds."""

from __future__ import annotations

from personatui.api import MatrixBlock
from personatui.api.ui import ChartView, ComposeResult, EntryList, RegionView, ToolContext, VerticalScroll
from personatui_personas.canvas import TogetherCanvas
from personatui_personas.similarity import ANALYSIS_ID

_EMPTY = MatrixBlock("", (), (), ())


class TogetherView(RegionView):
    """The similarity matrix over the boxes of the canvas."""

    DEFAULT_CSS = """
    TogetherView {
        & .personas-facts { height: auto; padding: 0 1; }
        & .personas-matrix { height: auto; max-height: 45%; margin: 0 1; scrollbar-size-vertical: 1; }
        & .personas-matrix.personas-none { display: none; }
    }
    """

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._facts = EntryList(classes="personas-facts", id="personas-facts")
        self._matrix = ChartView(_EMPTY, id="personas-chart")
        self._frame = VerticalScroll(self._matrix, classes="personas-matrix personas-none", can_focus=False)

    def compose(self) -> ComposeResult:
        yield self._frame
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
        report = next((report for report in self.context.reports if report.id == ANALYSIS_ID), None)
        blocks = report.blocks if report is not None else ()
        block = next((block for block in blocks if isinstance(block, MatrixBlock)), None)
        self._frame.set_class(block is None, "personas-none")
        if block is not None:
            self._frame.border_title = block.title
            self._matrix.show(block)
