"""Every page of every tool comes to rest at every size: a scroll bar that comes and goes would draw it for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.driving import at_work, sample, settled

# from one that folds the panels to one with room for all; between them bars come and go
SIZES = [(80, 24), (92, 30), (118, 28), (119, 33), (140, 40), (161, 44), (200, 60)]
PAGES = 6


@pytest.mark.parametrize(
    "tool",
    [
        "empathy_map",
        "experience_map",
        "jtbd",
        "persona_canvas",
        "pestel",
        "swot",
        "value_proposition",
        "business_model",
        "personas",
        "segments",
    ],
)
async def test_every_page_comes_to_rest(tmp_path: Path, tool: str) -> None:
    async with at_work(sample(tmp_path), (140, 40)) as desk:
        await desk.open_tab(tool)
        desk.middle.focus_content()
        await settled(desk.pilot)
        for _ in range(PAGES if tool in ("pestel", "swot") else 1):
            for size in SIZES:
                await desk.resize(*size)
            desk.screen.panels.open_middle()
            desk.middle.focus_content()
            await settled(desk.pilot)
            if tool in ("pestel", "swot"):
                await desk.press("full_stop")
