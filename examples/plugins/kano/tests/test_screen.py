"""The screen that the layout makes: features and answers side by side."""

from __future__ import annotations

from personatui.api import ui
from personatui.testing import analysis_input
from textual.app import App

from personatui_kano.tool import TOOL


class Screen(App[None]):
    """The generic view of the tool on one canvas."""

    def __init__(self) -> None:
        super().__init__()
        given = analysis_input(TOOL, TOOL.demo)
        context = ui.ToolContext(TOOL, given.persona_id, given.persona, given.project, given.name, given.canvas)
        self.view = ui.RegionView(context)

    def compose(self) -> ui.ComposeResult:
        yield self.view


async def test_the_layout_is_screen_enough() -> None:
    app = Screen()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        features, answers = app.query(ui.NoteBox)
        assert features.rows[0].text.endswith("Somebody answers at night")
        assert answers.rows[0].text.endswith("r01 on night: 1/5")
        assert len(answers.rows) == 40
