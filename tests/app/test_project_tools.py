"""The tools about the project, as a person drives them: an empty canvas, an entry that comes and goes, sizes."""

from __future__ import annotations

from pathlib import Path

from app.driving import SMALL, at_work, contents, on_screen, project, sample, settled, told
from personatui.widgets.editor import NoteEditor
from personatui.widgets.entries import EntryList
from personatui.widgets.matrix import MatrixGrid
from personatui_personas.canvas import TogetherCanvas
from personatui_segments.canvas import SegmentsCanvas

TINY = {
    "personas/a.toml": 'schema = 1\nname = "A"\nsegment = "s"\n',
    "personas/b.toml": 'schema = 1\nname = "B"\n',
    "segments/s.toml": 'schema = 1\nname = "Guests"\ntarget = true\n',
}


async def test_the_first_entry_makes_the_file_of_the_project_and_undo_takes_it_back(tmp_path: Path) -> None:
    root = project(tmp_path, TINY)
    before = contents(root)
    async with at_work(root) as desk:
        await desk.select("a")
        await desk.open_tab("segments")
        box = desk.box("members")
        box.focus()
        await settled(desk.pilot)
        await desk.press("a")
        assert isinstance(desk.app.focused, NoteEditor)
        await desk.type("Pays in cash")
        await desk.press("enter", "escape")
        canvas = desk.session.project.canvases["segments", "project"]
        assert isinstance(canvas, SegmentsCanvas)
        assert [member.text for member in canvas.members] == ["Pays in cash"]
        assert "Pays in cash" in told(desk.box("members"))
        await desk.select("b")
        assert "Pays in cash" in told(desk.box("members"))
        await desk.press("u")
        assert ("segments", "project") not in desk.session.project.canvases
    assert contents(root) == before


async def test_segments_stand_in_their_boxes(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.open_tab("segments")
        assert "Urban renters" in told(desk.box("nine-high-high"))
        assert "Event planners" in told(desk.box("nine-medium-medium"))
        assert "✕ Not for us" in told(desk.box("nine-low-low"))
        table = desk.middle.query_one("#segments-table", EntryList)
        assert "Urban renters · Customers in the pilot cities · 5 of 1-5" in told(desk.box("scores"))
        assert "Event planners · measurable · no" in told(desk.box("verdicts"))
        assert "attractive 3.70 · strong 4.00 · invest" in told(table)


async def test_the_matrix_of_all_personas_and_small_screens(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), size=SMALL) as desk:
        await desk.open_tab("personas")
        await settled(desk.pilot)
        matrix = desk.middle.query_one(MatrixGrid)
        assert matrix.has_focus
        assert "Collector Carl × Lorraine Fisk: 0.41" in str(matrix.border_subtitle)
        assert "0.69" in desk.drawn()
        # the Inspector shows the persona of the row
        assert "Collector Carl" in desk.told
        motives = desk.box("motives")
        motives.focus()
        await settled(desk.pilot)
        assert on_screen(motives)
        count = len(motives.rows)
        await desk.press("d")
        canvas = desk.session.project.canvases["personas", "project"]
        assert isinstance(canvas, TogetherCanvas)
        assert len(canvas.motives) == 2
        await desk.press("u")
        assert len(motives.rows) == count
        await desk.open_tab("segments")
        scores = desk.box("scores")
        scores.focus()
        await settled(desk.pilot)
        assert on_screen(scores)


async def test_nothing_to_place_and_nobody_to_compare(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {"personas/a.toml": 'schema = 1\nname = "A"\n'})) as desk:
        for tool_id in ("personas", "segments"):
            await desk.open_tab(tool_id)
            await settled(desk.pilot)
            assert desk.middle.tool_id == tool_id
        assert told(desk.box("nine-high-high")).strip() == "high attraction, high strength"
