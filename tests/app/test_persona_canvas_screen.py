"""The Customer Persona Canvas on screen: notes in their boxes, needs linked with what makes them needs, undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.driving import SMALL, WIDE, Desk, at_work, contents, project, sample, settled, told
from personatui.app.reshaping import EffectsScreen
from personatui.widgets.boxes import NoteBox
from personatui_persona_canvas.canvas import PersonaCanvas
from personatui_persona_canvas.sections import AROUND, SECTIONS
from personatui_persona_canvas.ui.screen import PersonaCanvasView

CANVAS = "canvases/persona_canvas/a.toml"
FILES = {
    "personas/a.toml": 'name = "A"\nrole = "primary"\n',
    CANVAS: """\
schema = 1

[[headaches]]
id = "h2kd"
text = "Nobody answers"

[[fears]]
id = "f2kd"
text = "It dies"

[[opportunities]]
id = "r2kd"
text = "A quiet evening"

[[needs]]
id = "n2kd"
text = "Somebody at night"

[[needs]]
id = "n3kd"
text = "A plain sheet"
answers = ["f2kd"]
""",
}


def _canvas(desk: Desk) -> PersonaCanvas:
    found = desk.session.project.canvas("persona_canvas", desk.screen.persona_id)
    assert found is not None
    assert isinstance(found[1], PersonaCanvas)
    return found[1]


def _view(desk: Desk) -> PersonaCanvasView:
    return desk.middle.query_one(PersonaCanvasView)


async def _at(desk: Desk, box: str, item: str = "") -> NoteBox:
    if not desk.middle.query(PersonaCanvasView) or not desk.middle.query_one(PersonaCanvasView).display:
        await desk.open_tab("persona_canvas")
    rows = desk.box(box)
    assert isinstance(rows, NoteBox)
    rows.focus()
    if item:
        assert rows.move_to(f"canvas/persona_canvas/a#{item}")
    await settled(desk.pilot)
    return rows


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_every_box_takes_its_first_note(tmp_path: Path, size: tuple[int, int]) -> None:
    root = project(tmp_path, {"personas/a.toml": FILES["personas/a.toml"]})
    before = contents(root)
    async with at_work(root, size) as desk:
        for box in SECTIONS:
            rows = await _at(desk, box)
            await desk.press("a")
            await desk.type(f"first of {box}")
            await desk.press("enter", "escape")
            assert f"first of {box}" in told(rows)
        assert all(len(getattr(_canvas(desk), box)) == 1 for box in SECTIONS)
        assert "Trends 0 · Work 0 · Future 0 · tilt 0" in desk.drawn()
        await desk.press(*["u"] * len(SECTIONS))
        assert contents(root) == before


async def test_the_needs_stand_between_the_pairs(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        needs = (await _at(desk, "needs")).region
        for good, bad in (AROUND[:2], AROUND[2:4], AROUND[4:]):
            left, right = desk.box(good).region, desk.box(bad).region
            assert left.right <= needs.x < needs.right <= right.x
            assert left.y == right.y
        assert "A · primary" in desk.drawn()


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_a_need_is_linked_and_unlinked(tmp_path: Path, size: tuple[int, int]) -> None:
    root = project(tmp_path, FILES)
    before = contents(root)
    async with at_work(root, size) as desk:
        needs = await _at(desk, "needs", "n2kd")
        assert "Somebody at night no reason" in told(needs)
        await desk.press("x")
        assert "Linking “Somebody at night”" in desk.drawn()
        headaches = await _at(desk, "headaches", "h2kd")
        await desk.press("x")
        assert _canvas(desk).needs[0].answers == ("h2kd",)
        assert "◆ Nobody answers" in told(headaches)
        assert "no reason" not in told(needs)
        assert 'answers = ["h2kd"]' in (root / CANVAS).read_text()
        # the link is still being made, and may go to another note
        await _at(desk, "fears", "f2kd")
        await desk.press("x")
        assert _canvas(desk).needs[0].answers == ("h2kd", "f2kd")
        await desk.press("x")
        assert _canvas(desk).needs[0].answers == ("h2kd",)
        await desk.press("escape")
        assert needs.has_focus
        assert needs.current_key.endswith("#n2kd")
        assert _view(desk).origin == ""
        await desk.press("u", "u", "u")
        assert contents(root) == before


async def test_a_link_starts_from_either_side(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await _at(desk, "fears", "f2kd")
        await desk.press("x")
        assert desk.box("needs").has_focus
        await _at(desk, "needs", "n3kd")
        await desk.press("x")
        assert _canvas(desk).needs[1].answers == ()
        assert "answers =" not in (desk.session.root / CANVAS).read_text()
        # a trend or an opportunity is no reason
        await desk.press("escape")
        await _at(desk, "needs", "n3kd")
        await desk.press("x")
        await _at(desk, "opportunities", "r2kd")
        await desk.press("x")
        assert _canvas(desk).needs[1].answers == ("r2kd",)
        assert "A plain sheet no reason" in told(desk.box("needs"))


async def test_what_cannot_be_linked_says_so(tmp_path: Path) -> None:
    files = {**FILES, CANVAS: FILES[CANVAS] + '\n[[outline]]\nid = "b2kd"\ntext = "Tired"\n'}
    async with at_work(project(tmp_path, files)) as desk:
        await _at(desk, "outline", "b2kd")
        await desk.press("x")
        assert "The outline is linked with nothing" in desk.notices[-1]
        await _at(desk, "needs", "n2kd")
        await desk.press("x")
        await _at(desk, "needs", "n3kd")
        await desk.press("x")
        assert desk.notices[-1] == "Choose a note around the needs."
        assert [need.answers for need in _canvas(desk).needs] == [(), ("f2kd",)]
        # deleting what is being linked ends the linking
        await _at(desk, "needs", "n2kd")
        await desk.press("d")
        assert _view(desk).origin == ""
        assert desk.app.is_running


async def test_a_note_that_goes_takes_its_links_along(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await _at(desk, "fears", "f2kd")
        await desk.press("d")
        assert "A plain sheet" in desk.drawn()
        desk.on(EffectsScreen)
        await desk.press("enter")
        assert _canvas(desk).fears == ()
        assert _canvas(desk).needs[1].answers == ()
        await desk.press("u")
        assert _canvas(desk).needs[1].answers == ("f2kd",)


async def test_a_need_moves_to_another_box_and_back(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await _at(desk, "headaches", "h2kd")
        await desk.press("H")
        assert [need.text for need in _canvas(desk).needs][-1] == "Nobody answers"
        await desk.press("u")
        assert [note.text for note in _canvas(desk).headaches] == ["Nobody answers"]


async def test_the_sample_shows_what_a_need_rests_on(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.open_tab("persona_canvas")
        needs = desk.box("needs")
        needs.focus()
        needs.move_to_first()
        await settled(desk.pilot)
        assert "◆ Nobody answers at night" in told(desk.box("headaches"))
        assert "◆ linked with “Nobody answers at night" in desk.drawn()
