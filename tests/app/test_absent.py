"""A tool that is not there: its tab says why and what brings it, and its canvas is read and never changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.driving import SMALL, WIDE, Desk, at_work, contents, project, raw_texts, settled, told, until
from personatui.app.absent import AbsentView
from personatui.widgets.rows import RowList

KANO = """# from the survey of March
schema = 1
question = "How would you feel?"
n = 34

[[features]]
id = "f1ab"
text = "A keeper who answers at night"
functional = 5

[[features]]
title = "A hutch"
shares = [1, 2.5]

[weights]
must = 0.4
"""
FILES = {
    "personas/a.toml": 'name = "A"\n',
    "personas/b.toml": 'name = "B"\n',
    "canvases/kano/a.toml": KANO,
    "personatui.toml": 'schema = 1\nname = "Tiny"\n\n[uses]\nkano = "personatui-kano>=1"\nblueprint = ""\n',
}


def view(desk: Desk) -> AbsentView:
    return desk.middle.query_one("#view-kano", AbsentView)


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_the_tab_says_what_is_missing_and_shows_the_data(tmp_path: Path, size: tuple[int, int]) -> None:
    root = project(tmp_path, FILES)
    before = contents(root)
    async with at_work(root, size) as desk:
        await desk.press("enter")
        await desk.open_tab("kano")
        drawn = desk.drawn()
        assert "kano (absent)" in drawn
        assert "personatui plugins install 'personatui-kano>=1'" in drawn
        shown = told(view(desk).query_one(RowList))
        for text in ("How would you feel?", "34", "· A keeper who answers at night", "· A hutch", "2.5", "must", "0.4"):
            assert text in shown
        assert "f1ab" not in shown
        # none of the keys that change an entry does anything here
        await desk.press("down", "a", "e", "d", "D", "plus", "K", "s", "p", "delete", "escape")
        assert not desk.session.unsaved
        assert not desk.notices
        assert not raw_texts(desk)
        desk.rail.list.focus()
        await desk.press("down")
        assert "No canvas of it for this persona." in told(view(desk).query_one(RowList))
        await desk.open_tab("blueprint")
        assert "what brings it" in " ".join(desk.drawn().split())
    assert contents(root) == before


async def test_what_is_found_in_it_leads_to_its_tab(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await desk.press("slash")
        await desk.type("answers at night")
        await desk.press("enter")
        assert desk.middle.tool_id == "kano"
        assert view(desk).display


async def test_tabs_come_and_go_with_the_file(tmp_path: Path) -> None:
    root = project(tmp_path, FILES)
    async with at_work(root) as desk:
        await desk.open_tab("kano")
        (root / "canvases" / "kano" / "a.toml").unlink()
        (root / "personatui.toml").write_text('name = "Tiny"\n')
        await until(desk.pilot, lambda: not desk.session.absent_tools, "the change")
        assert not desk.middle.query("#tab-kano")
        assert desk.app.is_running


async def test_hostile_data_is_only_text(tmp_path: Path) -> None:
    hostile = '"[b]x[/b]\\u001b[2J" = "[red]y\\u202e"\n'
    hostile += '[[things]]\ntext = "[link=z]\\u0007"\nmore = [[1], {a = "\\u009b"}]\n'
    files = {**FILES, "canvases/kano/a.toml": hostile, "personatui.toml": '[uses]\nkano = "\\u001b]0;x\\u0007"\n'}
    async with at_work(project(tmp_path, files), SMALL, painted=True) as desk:
        await desk.open_tab("kano")
        await settled(desk.pilot)
        assert "[b]x[/b]" in told(view(desk).query_one(RowList))
        assert not raw_texts(desk)
