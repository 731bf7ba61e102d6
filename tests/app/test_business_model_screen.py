"""The Business Model Canvas on screen: nine blocks, notes linked with segments, one model for every persona."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.driving import SMALL, WIDE, Desk, at_work, contents, project, sample, settled, told
from personatui.widgets.boxes import NoteBox
from personatui_business_model.blocks import RELATED, TITLES
from personatui_business_model.canvas import BusinessModel
from personatui_business_model.ui.screen import BusinessModelView

CANVAS = "canvases/business_model/project.toml"
PERSONAS = {
    "personas/a.toml": 'name = "A"\nsegment = "renters"\n',
    "personas/b.toml": 'name = "B"\n',
    "segments/renters.toml": 'name = "Renters"\n',
}
FILES = {
    **PERSONAS,
    CANVAS: """\
schema = 1

[[segments]]
id = "s2kd"
text = "Flats"
segment = "segment/renters"

[[segments]]
id = "s3kd"
text = "Agencies"

[[channels]]
id = "c2kd"
text = "Telephone"

[[costs]]
id = "t2kd"
text = "Vans"
segments = ["s3kd", "s2kd"]
""",
}
BIG = (170, 44)


def _model(desk: Desk) -> BusinessModel:
    found = desk.session.project.canvas("business_model", desk.screen.persona_id)
    assert found is not None
    assert isinstance(found[1], BusinessModel)
    return found[1]


async def _at(desk: Desk, box: str, item: str = "") -> NoteBox:
    if desk.middle.tool_id != "business_model":
        await desk.open_tab("business_model")
    rows = desk.box(box)
    assert isinstance(rows, NoteBox)
    rows.focus()
    if item:
        assert rows.move_to(f"canvas/business_model/project#{item}")
    await settled(desk.pilot)
    return rows


@pytest.mark.parametrize("size", [BIG, WIDE, SMALL])
async def test_every_block_takes_its_first_note_in_one_file_for_all(tmp_path: Path, size: tuple[int, int]) -> None:
    root = project(tmp_path, PERSONAS)
    before = contents(root)
    async with at_work(root, size) as desk:
        for box in TITLES:
            rows = await _at(desk, box)
            await desk.press("a")
            await desk.type(f"first of {box}")
            await desk.press("enter", "escape")
            assert f"first of {box}" in told(rows)
        assert (root / CANVAS).is_file()
        assert not (root / "canvases/business_model/a.toml").exists()
        model = _model(desk)
        await desk.select("b")
        assert _model(desk) is model
        await _at(desk, "costs")
        assert "first of costs" in told(desk.box("costs"))
        await desk.press(*["u"] * len(TITLES))
        assert contents(root) == before


async def test_the_blocks_stand_where_the_method_draws_them(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES), WIDE) as desk:
        await _at(desk, "segments")
        # with rail and Inspector folded there is room
        await desk.press("b", "i")
        places = {box: desk.box(box).region for box in TITLES}
        assert places["partners"].x < places["activities"].x < places["propositions"].x < places["channels"].x
        assert places["channels"].x < places["segments"].x
        assert places["activities"].y == places["relationships"].y < places["resources"].y == places["channels"].y
        assert places["costs"].y == places["revenues"].y >= places["partners"].bottom
        assert desk.middle.has_focus_within
        # closer together the customers stand above the means
        await desk.press("b", "i")
        places = {box: desk.box(box).region for box in TITLES}
        assert places["propositions"].right <= places["channels"].x < places["segments"].x
        assert places["segments"].bottom <= places["resources"].y


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_a_note_is_linked_with_the_segment_that_is_out(tmp_path: Path, size: tuple[int, int]) -> None:
    root = project(tmp_path, FILES)
    before = contents(root)
    async with at_work(root, size) as desk:
        channels = await _at(desk, "channels", "c2kd")
        assert told(channels).endswith("?")
        await desk.press("space")
        assert desk.notices[-1] == "Bring out a segment first."
        await desk.press("x", "x")
        await desk.press("space")
        assert _model(desk).channels[0].segments == ("s3kd",)
        assert "▶" in told(channels)
        assert told(channels).endswith("2")
        await desk.press("X", "space")
        assert _model(desk).channels[0].segments == ("s3kd", "s2kd")
        assert told(channels).endswith("1 2")
        await desk.press("space")
        assert _model(desk).channels[0].segments == ("s3kd",)
        await desk.press("u", "u", "u")
        assert contents(root) == before


async def test_segments_show_who_stands_for_them(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        segments = await _at(desk, "segments", "s2kd")
        assert "Flats\nA 1" in told(segments)
        assert "Agencies\nno persona 2" in told(segments)
        await _at(desk, "costs", "t2kd")
        assert told(desk.box("costs")).endswith("Vans 1 2")


async def test_the_persona_that_is_open_is_put_to_a_segment_and_taken_away(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await desk.select("b")
        segments = await _at(desk, "segments", "s2kd")
        await desk.press("space")
        assert _model(desk).segments[0].personas == ("persona/a", "persona/b")
        assert "Flats\nA, B 1" in told(segments)
        await desk.press("space")
        # those of the project's segment need no naming
        assert _model(desk).segments[0].personas == ()
        await desk.press("u")
        assert _model(desk).segments[0].personas == ("persona/a", "persona/b")
        await _at(desk, "segments", "s3kd")
        await desk.press("space")
        assert _model(desk).segments[1].personas == ("persona/b",)
        await desk.press("space")
        assert _model(desk).segments[1].personas == ()
        await desk.select("a")
        await desk.press("u", "u", "u")
        await _at(desk, "segments", "s2kd")
        await desk.press("space")
        assert "nobody else" in desk.notices[-1]


async def test_the_only_segment_needs_not_be_brought_out(tmp_path: Path) -> None:
    text = FILES[CANVAS].replace('[[segments]]\nid = "s3kd"\ntext = "Agencies"\n\n', "")
    async with at_work(project(tmp_path, {**FILES, CANVAS: text})) as desk:
        await _at(desk, "channels", "c2kd")
        await desk.press("space")
        assert _model(desk).channels[0].segments == ("s2kd",)


async def test_a_segment_that_goes_takes_its_links_along(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, FILES)) as desk:
        await _at(desk, "segments", "s3kd")
        await desk.press("d", "enter")
        assert [one.id for one in _model(desk).segments] == ["s2kd"]
        assert _model(desk).costs[0].segments == ("s2kd",)
        await desk.press("u")
        assert _model(desk).costs[0].segments == ("s3kd", "s2kd")


async def test_the_sample_survives_narrow_wide_and_back(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), WIDE) as desk:
        await _at(desk, "propositions")
        await desk.press("x")
        view = desk.middle.query_one(BusinessModelView)
        title = view.board.highlight.title if view.board.highlight is not None else ""
        assert title
        for size in (SMALL, (190, 50), WIDE):
            await desk.resize(*size)
            assert view.board.highlight is not None
            assert view.board.highlight.title == title
            assert all(len(desk.box(block).rows) for block in RELATED)
        assert desk.app.is_running


@pytest.mark.parametrize("size", [BIG, WIDE, SMALL])
async def test_the_keys_begin_with_the_customers(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(sample(tmp_path), size) as desk:
        await desk.press("enter")
        await desk.open_tab("business_model")
        assert desk.box("segments").has_focus
        assert desk.box("segments").cursor == 0
        # another shape of the board keeps the keys where they are
        desk.box("channels").focus()
        await desk.press("down", "b")
        assert desk.box("channels").has_focus
        assert desk.box("channels").cursor == 1


async def test_no_title_of_a_block_is_cut(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), WIDE) as desk:
        await desk.open_tab("business_model")
        assert str(desk.box("relationships").border_title) == "Relationships"
        for folded in ("", "i", "b"):
            await desk.press(*folded)
            for name in TITLES:
                box = desk.box(name)
                assert len(str(box.border_title)) + 6 <= box.outer_size.width
        assert str(desk.box("channels").border_title) == "Channels"
    async with at_work(sample(tmp_path / "wide"), (240, 40)) as desk:
        await desk.open_tab("business_model")
        assert str(desk.box("relationships").border_title) == "Customer Relationships"
