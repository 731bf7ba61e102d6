"""A report's chart block drawn as wide and high as there is room."""

from __future__ import annotations

import os

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from personatui.model.reports import BarsBlock, LineBlock, MatrixBlock, ScatterBlock
from personatui.render.charts import draw_chart

ChartBlock = ScatterBlock | LineBlock | BarsBlock | MatrixBlock

# Terminal cells are about twice as high as wide, and a chart reads well at about 3 to 2.
_MIN_HEIGHT, _MAX_HEIGHT = 14, 26


class ChartView(Widget):
    """One chart with its legend. Its height follows from its width and what it shows."""

    DEFAULT_CSS = """
    ChartView { height: auto; width: 1fr; }
    """

    def __init__(self, block: ChartBlock, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._block = block
        self._drawn: dict[tuple[int, bool], str] = {}

    def show(self, block: ChartBlock) -> None:
        """Draw another block."""
        self._block = block
        self._drawn.clear()
        self.refresh(layout=True)

    def _draw(self, width: int) -> str:
        colour = not os.environ.get("NO_COLOR")
        key = (width, colour)
        if key not in self._drawn:
            height = max(_MIN_HEIGHT, min(_MAX_HEIGHT, width // 3))
            self._drawn = {key: draw_chart(self._block, width=width, height=height, colour=colour)}
        return self._drawn[key]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._draw(max(width, 10)).count("\n") + 1

    def render(self) -> Text:
        return Text.from_ansi(self._draw(max(self.content_size.width, 10)), no_wrap=True, overflow="crop")
