"""The journey screen as a person drives it: stages, lanes, curves rated on the map's own scale, points of view."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from app.driving import SMALL, WIDE, Desk, at_work, contents, project, sample, settled, told
from personatui.app.forms import FormScreen
from personatui.app.reshaping import EffectsScreen
from personatui.host.entries import EntryChanges
from personatui.widgets.editor import NoteEditor
from personatui.widgets.stages import StageGrid
from personatui_experience_map.canvas import ExperienceMap

CANVAS = "canvases/experience_map/a.toml"
PERSONA = {"personas/a.toml": 'name = "Ada"\n', "personas/b.toml": 'name = "Bo"\n'}
MAP = """\
schema = 1

[[stages]]
id = "s1"
text = "Find"

[[stages]]
id = "s2"
text = "Buy"

[[feelings]]
id = "f1"
stage = "s1"
emotion = 2

[[pains]]
id = "p1"
text = "Queue"
stage = "s2"
severity = 3
"""


def _map(desk: Desk) -> ExperienceMap:
    found = desk.session.project.canvas("experience_map", desk.screen.persona_id)
    assert found is not None
    assert isinstance(found[1], ExperienceMap)
    return found[1]


async def _at_map(desk: Desk) -> StageGrid:
    await desk.open_tab("experience_map")
    grid = desk.middle.query_one(StageGrid)
    grid.focus()
    await settled(desk.pilot)
    return grid


async def _on_curve(desk: Desk, grid: StageGrid, stage: str) -> None:
    """The cursor at the value of the first curve at a stage."""
    assert grid.move_to(f"canvas/experience_map/a#{stage}")
    await desk.press("down")
    assert grid.curve == 0


def _codes(desk: Desk) -> set[str]:
    assert desk.screen.findings is not None
    return {finding.code for finding in desk.screen.findings.findings}


def _emotions(desk: Desk) -> dict[tuple[str, str], float | None]:
    return {(feeling.stage, feeling.view): feeling.emotion for feeling in _map(desk).feelings}


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_a_map_grows_from_nothing(tmp_path: Path, size: tuple[int, int]) -> None:
    root = project(tmp_path, PERSONA)
    before = contents(root)
    async with at_work(root, size) as desk:
        grid = await _at_map(desk)
        assert "Where does it begin for them" in "".join(
            piece for cell in grid.draw_sheet(60).cells for line in cell.lines for piece, _ in line
        )
        await desk.press("a")
        assert isinstance(desk.app.focused, NoteEditor)
        await desk.type("Find")
        await desk.press("enter")
        await desk.type("Buy")
        await desk.press("enter", "escape")
        assert [stage.text for stage in _map(desk).stages] == ["Find", "Buy"]
        # down to the curve, rated where nobody rated yet, and on to the first lane
        grid.focus()
        grid.move_to(grid.rows[0].key)
        await desk.press("down", "plus")
        first = _map(desk).stages[0].id
        assert _emotions(desk) == {(first, ""): 1}
        await desk.press("down", "a")
        await desk.type("Asks around")
        await desk.press("enter", "escape")
        assert [(entry.text, entry.stage) for entry in _map(desk).doing] == [("Asks around", first)]
        await desk.press("u", "u", "u", "u")
        assert contents(root) == before


async def test_emotions_are_rated_on_the_scale_of_the_map(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: MAP})) as desk:
        grid = await _at_map(desk)
        await _on_curve(desk, grid, "s1")
        await desk.press("plus")
        assert "+3 is not on the scale of the map" in desk.notices[-1]
        await desk.press("5")
        assert "+5 is not on the scale" in desk.notices[-1]
        assert _emotions(desk) == {("s1", ""): 2}
        await desk.press("minus", "minus", "minus", "minus")
        assert _emotions(desk) == {("s1", ""): -2}
        await desk.press("right", "minus")
        assert _emotions(desk) == {("s1", ""): -2, ("s2", ""): -1}
        assert grid.stage == 1
        assert grid.curve == 0
        await desk.press("0")
        assert _emotions(desk)["s2", ""] == 0
        # a feeling that says nothing else goes with its value, and nothing happens to the stage
        await desk.press("d")
        assert _emotions(desk) == {("s1", ""): -2}
        assert len(_map(desk).stages) == 2
        await desk.press("u")
        assert _emotions(desk)["s2", ""] == 0
        assert "Buy" in desk.session.undo_label


async def test_a_wider_scale_and_an_emotion_off_it_can_be_mended(tmp_path: Path) -> None:
    text = MAP.replace("schema = 1\n", "schema = 1\nscale = 5\n").replace("emotion = 2", "emotion = 9")
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: text})) as desk:
        grid = await _at_map(desk)
        assert "experience_map.emotion-off-scale" in _codes(desk)
        await _on_curve(desk, grid, "s1")
        await desk.press("5")
        assert _emotions(desk) == {("s1", ""): 5}
        assert "experience_map.emotion-off-scale" not in _codes(desk)


async def test_stages_and_entries_move_and_a_removed_stage_leaves_its_entries(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: MAP})) as desk:
        grid = await _at_map(desk)
        assert grid.move_to("canvas/experience_map/a#p1")
        await desk.press("H")
        assert _map(desk).pains[0].stage == "s1"
        await desk.press("plus")
        assert _map(desk).pains[0].severity == 4
        assert grid.move_to("canvas/experience_map/a#s1")
        await desk.press("L")
        assert [stage.id for stage in _map(desk).stages] == ["s2", "s1"]
        assert grid.move_to("canvas/experience_map/a#s1")
        await desk.press("d")
        desk.on(EffectsScreen)
        await desk.press("enter")
        assert [stage.id for stage in _map(desk).stages] == ["s2"]
        assert any("Queue" in row.text for row in grid.rows)
        assert "experience_map.entry-without-stage" in _codes(desk)


async def test_another_point_of_view_has_its_own_curve(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: MAP})) as desk:
        grid = await _at_map(desk)
        for command in ("experience_map.add-to-be", "experience_map.add-persona"):
            desk.screen.run_command(next(one for one in desk.session.plugins.commands if one.id == command))
            await settled(desk.pilot)
        views = _map(desk).views
        assert [(view.persona, view.state) for view in views] == [("persona/a", "to-be"), ("persona/b", "as-is")]
        assert _map(desk).personas == ("a", "b")
        await _on_curve(desk, grid, "s2")
        await desk.press("down", "plus", "down", "minus")
        assert _emotions(desk) == {("s1", ""): 2, ("s2", views[0].id): 1, ("s2", views[1].id): -1}
        drawn = "".join(piece for cell in grid.draw_sheet(100).cells for line in cell.lines for piece, _ in line)
        for name in ("●─ Ada", "◇═ to be", "■━ Bo"):
            assert name in drawn
        await desk.press("u", "u", "u", "u")
        assert _map(desk).views == ()


async def test_the_frame_and_measurements_are_edited_below(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: MAP}), SMALL) as desk:
        await _at_map(desk)
        frame = desk.middle.query_one("#experience-frame")
        frame.focus()
        await settled(desk.pilot)
        await desk.press("e")
        await desk.type("One Saturday")
        await desk.press("enter")
        assert _map(desk).scenario == "One Saturday"
        measures = desk.box("measures")
        measures.focus()
        await desk.press("a")
        await desk.type("Satisfied?")
        await desk.press("enter", "escape")
        assert "? no score · at no touchpoint" in told(measures)
        await desk.press("enter")
        assert desk.on(FormScreen).current is not None


@pytest.mark.parametrize("name", ["exotic-pet-rental", "underwater-restaurant", "vein-visualizer"])
async def test_the_samples_show_every_stage_and_curve(tmp_path: Path, name: str) -> None:
    async with at_work(sample(tmp_path, name)) as desk:
        grid = await _at_map(desk)
        maps = [canvas for canvas in desk.session.project.canvases.values() if isinstance(canvas, ExperienceMap)]
        shown = _map(desk) if desk.session.project.canvas("experience_map", desk.screen.persona_id) else None
        assert maps
        if shown is not None:
            assert [row.text for row in grid.rows[: len(shown.stages)]]
            assert len(grid.draw_sheet(200).cells) > len(shown.stages)


OUTCOMES = """\
schema = 1

[[outcomes]]
id = "o1"
text = "Minimize the wait at the door"
importance = 9
satisfaction = 3
"""


async def test_an_underserved_outcome_is_told_and_taken_over_by_reference(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: MAP, "canvases/jtbd/a.toml": OUTCOMES})) as desk:
        await _at_map(desk)
        verdict = desk.middle.query_one(".experience-verdict", Static)
        assert "Underserved, taken up by no opportunity: “Minimize the wait at the door”" in str(verdict.render())
        command = next(one for one in desk.session.plugins.commands if one.id == "experience_map.take-candidates")
        desk.screen.run_command(command)
        await settled(desk.pilot)
        (opportunity,) = _map(desk).opportunities
        assert (opportunity.text, opportunity.origin) == ("", "canvas/jtbd/a#o1")
        assert "Underserved" not in str(verdict.render())
        assert "Minimize the wait at the door ↗" in told(desk.middle.query_one(StageGrid))
        # the outcome is edited: what refers to it says so, and takes note by the fix
        change = EntryChanges(desk.session).edited("canvas/jtbd/a#o1", "Minimize the wait")
        assert change is not None
        assert desk.screen.make(change)
        await settled(desk.pilot)
        assert "Minimize the wait ↗ original edited" in told(desk.middle.query_one(StageGrid))
        assert desk.screen.findings is not None
        finding = next(one for one in desk.screen.findings.findings if one.code == "experience_map.original-edited")
        assert finding.fix is not None
        assert desk.screen.make(finding.fix)
        await settled(desk.pilot)
        assert "original edited" not in told(desk.middle.query_one(StageGrid))
