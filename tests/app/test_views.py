"""Segments and sources in the rail and in the middle: looked at, edited, and reached from what rests on them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from app.driving import SMALL, Desk, at_work, contents, project, sample, settled, told, write
from personatui.app.forms import FormScreen
from personatui.widgets.editor import NoteEditor
from personatui.widgets.notes import LABEL_WIDTH


async def _at(desk: Desk, key: str) -> None:
    desk.card.focus()
    assert desk.card.move_to(key), f"{key} is not among {[row.key for row in desk.card.rows]}"
    await settled(desk.pilot)


async def test_the_rail_shows_personas_segments_and_sources_in_turn(tmp_path: Path) -> None:
    for size in ((140, 40), SMALL):
        async with at_work(sample(tmp_path / str(size[0])), size) as desk:
            await desk.select("tom-brandt")
            seen = []
            for _ in range(4):
                seen.append((desk.screen.view, len(desk.rail.visible_ids), str(desk.middle.border_title)))
                await desk.press("v")
                assert desk.rail.list.has_focus
                assert desk.rail.list.current is not None
            assert [view for view, _, _ in seen] == ["persona", "segment", "source", "persona"]
            assert [number for _, number, _ in seen] == [5, 3, 11, 5]
            assert len({title for _, _, title in seen[:3]}) == 3
            # the persona that was looked at before
            assert seen[3][2] == seen[0][2] == "Tom Brandt"


async def test_facts_of_a_segment_are_edited(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root) as desk:
        await desk.press("v")
        assert desk.rail.reveal("urban-renters")
        await settled(desk.pilot)
        assert "Maya Okafor" in told(desk.card)
        await _at(desk, "segment/urban-renters:share")
        await desk.press("e")
        assert desk.screen.query_one(NoteEditor).text == "0.64"
        await desk.press("f7", "backspace")
        await desk.type("1.5")
        await desk.press("enter")
        assert desk.screen.query_one(NoteEditor).text == "1.5"
        assert desk.notices
        await desk.press("f7", "backspace")
        await desk.type("0.6")
        await desk.press("enter")
        assert desk.session.project.segments["urban-renters"].share == 0.6
        assert "60 %" in told(desk.card)
        assert "60 %" in str(desk.middle.border_subtitle)
        # a choice opens the form
        await _at(desk, "segment/urban-renters:target")
        await desk.press("e")
        desk.on(FormScreen)
        await desk.press("escape", "u")
        assert contents(root) == before
        # a persona of the segment is one step away
        await _at(desk, "persona/maya-okafor")
        await desk.press("d", "e")
        assert desk.app.is_running
        assert contents(root) == before


async def test_excerpts_are_added_edited_and_deleted(tmp_path: Path) -> None:
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root, SMALL) as desk:
        await desk.press("v", "v")
        assert desk.rail.reveal("interview-maya")
        await settled(desk.pilot)
        source = desk.session.project.sources["interview-maya"]
        await desk.press("enter")
        assert desk.card.has_focus
        await desk.press("G", "a")
        await desk.type("Who feeds it on Sunday?")
        await desk.press("enter", "escape")
        assert desk.session.project.sources["interview-maya"].excerpts[-1].text == "Who feeds it on Sunday?"
        assert "unused" in told(desk.card)
        await desk.press("e", "f7", "backspace")
        await desk.type("Who feeds it?")
        await desk.press("enter", "d")
        assert desk.session.project.sources["interview-maya"].excerpts == source.excerpts
        await desk.press("u", "u", "u")
        assert contents(root) == before


async def test_a_source_that_cannot_be_read(tmp_path: Path) -> None:
    files = {
        "personas/a.toml": 'name = "A"\n',
        "sources/good.toml": 'title = "Good"\nkind = "interview"\n',
        "sources/torn.toml": 'title = "Torn\n',
    }
    root = project(tmp_path, files)
    async with at_work(root) as desk:
        await desk.press("v", "v")
        assert set(desk.rail.visible_ids) == {"good", "torn"}
        assert desk.rail.reveal("torn")
        await settled(desk.pilot)
        assert "sources/torn.toml" in desk.message
        assert "left as it is" in desk.message
        await desk.press("e", "enter")
        assert desk.app.is_running
        # once it is mended it shows
        write(root, {"sources/torn.toml": 'title = "Mended"\nkind = "interview"\n'})
        await desk.press("f5")
        assert str(desk.middle.border_title) == "Mended" or "Mended" in told(desk.rail.list)


async def test_a_project_without_any(tmp_path: Path) -> None:
    for files in ({}, {"personas/a.toml": 'name = "A"\n'}):
        async with at_work(project(tmp_path / str(len(files)), files)) as desk:
            for kind in ("segment", "source"):
                await desk.press("v")
                assert desk.screen.view == kind
                assert kind in f"{desk.message}{told(desk.rail.list)}"
                await desk.press("e", "d", "R", "enter", "space", "r")
                assert desk.app.is_running
            await desk.press("escape", "v")
            assert desk.screen.view == "persona"


async def test_from_the_evidence_to_its_source_and_back(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.select("maya-okafor")
        goal = next(goal for goal in desk.session.project.personas["maya-okafor"].goals if goal.sources)
        await _at(desk, f"persona/maya-okafor#{goal.id}")
        reference = goal.sources[0]
        source = reference.partition("#")[0]
        desk.details.focus()
        key = next(row.key for row in desk.details.rows if source in row.key)
        assert desk.details.move_to(key)
        # first a look at it beside the statement, then the source itself
        await desk.press("enter")
        assert desk.screen.view == "persona"
        assert desk.details.move_to(f"source/{source}") or desk.details.move_to(source)
        desk.details.focus()
        await desk.press("enter")
        assert desk.screen.view == "source"
        assert desk.rail.list.current is not None
        assert desk.rail.list.current.key == source
        assert told(desk.card)
        await desk.press("v")
        assert desk.screen.view == "persona"
        assert desk.screen.persona_id == "maya-okafor"


async def test_the_editor_opens_the_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "personas/a.toml": 'name = "A"\n',
        "sources/good.toml": 'title = "Good"\nkind = "interview"\n',
        "sources/torn.toml": 'title = "Torn\n',
    }
    async with at_work(project(tmp_path, files)) as desk:
        opened: list[Path] = []
        monkeypatch.setattr(desk.screen, "edit_file", opened.append)
        await desk.press("v", "v")
        for name in ("good", "torn", "good"):
            assert desk.rail.reveal(name)
            await settled(desk.pilot)
            await desk.press("E")
        assert [path.stem for path in opened] == ["good", "torn", "good"]


async def test_the_inspector_tells_of_the_segment_or_source_in_the_middle(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        assert desk.told.startswith("Evidence\nCard")
        await desk.press("v")
        assert "go into the segment" in desk.told
        assert "→ Maya Okafor" in desk.told
        assert "Card" not in desk.told
        # there is no canvas here to analyse
        await desk.press("r")
        assert not desk.reports()
        assert "Choose a persona first." in desk.notices
        await desk.press("v")
        assert "make a statement of an excerpt" in desk.told
        assert "Used by " in desk.told
        assert desk.details.rows[-1].key.startswith(("persona/", "canvas/", "segment/"))
        await desk.press("v")
        assert desk.told.startswith("Evidence\nCard")


async def test_the_inspector_of_a_project_without_segments_and_sources(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {"personas/a.toml": 'name = "A"\n'})) as desk:
        await desk.press("v")
        assert "makes a segment" in desk.told
        await desk.press("v")
        assert "makes a source" in desk.told


async def test_values_stand_one_below_the_other_whatever_their_names(tmp_path: Path) -> None:
    facets = '[facets]\ninformation_processing = "selective"\nrisk = "averse"\n'
    text = f'name = "A"\n{facets}[custom]\n"住所" = "Leeds"\nZ = "z"\n'
    async with at_work(project(tmp_path, {"personas/a.toml": text})) as desk:
        ends = {row.text.split()[-1]: cell_len(row.pieces[0][0]) for row in desk.card.rows if len(row.pieces) == 2}
        assert ends["selective"] == ends["averse"] == len("Information processing") + 1
        assert ends["Leeds"] == ends["z"] == LABEL_WIDTH
