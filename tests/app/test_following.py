"""The screen follows the disk by itself, and nothing that a person looks at moves."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from textual.widgets import Tabs

import personatui.app.middle
from app.driving import SMALL, at_work, project, sample, send_key, settled, told, until
from host.folders import open_folder
from personatui.api import Change, SetValue
from personatui.app.following import told_changes
from personatui.app.start import StartScreen
from personatui.app.workbench import WorkbenchScreen
from personatui.model.ids import Reference, persona_reference
from personatui.store.reading import read_document
from personatui.widgets.boxes import NoteBox

MAYA = persona_reference("maya-okafor")


async def test_an_outside_change_comes_by_itself_and_moves_nothing(tmp_path: Path) -> None:
    root = sample(tmp_path)
    maya = root / "personas" / "maya-okafor.toml"
    async with at_work(root, SMALL) as desk:
        desk.card.focus()
        await desk.press("G", "k")
        key, scroll = desk.card.current, desk.card.scroll_offset
        assert key is not None
        assert scroll.y > 0
        inspected = desk.told
        maya.write_text(maya.read_text().replace('name = "Maya Okafor"', 'name = "Maya O."'))
        await until(desk.pilot, lambda: str(desk.middle.border_title) == "Maya O.")
        assert "Maya O." in told(desk.rail.list)
        assert desk.card.current is not None
        assert desk.card.current.key == key.key
        assert desk.card.scroll_offset == scroll
        assert desk.card.has_focus
        assert desk.told == inspected
        assert "Maya O. changed on disk" in desk.notices
        assert desk.title.endswith(" saved")


async def test_the_view_stays_where_it_was_scrolled_to(tmp_path: Path) -> None:
    root = sample(tmp_path)
    maya = root / "personas" / "maya-okafor.toml"
    async with at_work(root, SMALL) as desk:
        desk.card.focus()
        await desk.press("g")
        desk.card.scroll_to(y=12, animate=False, force=True)
        await settled(desk.pilot)
        maya.write_text(maya.read_text().replace('name = "Maya Okafor"', 'name = "Maya O."'))
        await until(desk.pilot, lambda: str(desk.middle.border_title) == "Maya O.")
        assert desk.card.scroll_offset.y == 12


async def test_a_canvas_keeps_its_box_and_cursor(tmp_path: Path) -> None:
    root = sample(tmp_path)
    canvas = root / "canvases" / "empathy_map" / "maya-okafor.toml"
    async with at_work(root) as desk:
        await desk.open_tab("empathy_map")
        filled = [box for box in desk.middle.query(NoteBox).results() if len(box.rows) > 1]
        filled[-1].focus()
        await desk.press("G")
        cursor = filled[-1].cursor
        assert cursor > 0
        focused = desk.app.focused
        before = desk.lines()
        canvas.write_text(canvas.read_text() + '\n[[who]]\nid = "outs"\ntext = "Outsiders"\n')
        await until(desk.pilot, lambda: "Outsiders" in told(desk.box("who")))
        assert desk.app.focused is focused is filled[-1]
        assert filled[-1].cursor == cursor
        assert desk.middle.tool_id == "empathy_map"
        assert desk.lines()[1] == before[1]
        assert "Empathy Map of Maya Okafor changed on disk" in desk.notices


async def test_new_and_deleted_personas(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        await desk.select("tom-brandt")
        (root / "personas/new-one.toml").write_text('schema = 1\nname = "New One"\n')
        await until(desk.pilot, lambda: "New One" in told(desk.rail.list))
        assert "New One is new on disk" in desk.notices
        assert desk.screen.persona_id == "tom-brandt"
        (root / "personas/new-one.toml").unlink()
        await until(desk.pilot, lambda: "New One" not in told(desk.rail.list))
        assert "new-one was deleted on disk" in desk.notices
        (root / "personas/maya-okafor.toml").write_text("name =")
        await until(desk.pilot, lambda: "✖" in told(desk.rail.list))
        assert desk.rail.list.current is not None
        assert desk.rail.list.current.key == "tom-brandt"


async def test_many_files_are_shown_a_few_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"personas/p{number}.toml": f'schema = 1\nname = "Before {number}"\n' for number in range(500)}
    root = project(tmp_path, files)
    shown: list[int] = []
    real = WorkbenchScreen.show_again

    def counted(screen: WorkbenchScreen) -> None:
        shown.append(1)
        real(screen)

    async with at_work(root) as desk:
        await until(desk.pilot, lambda: desk.screen.saver is not None)
        monkeypatch.setattr(WorkbenchScreen, "show_again", counted)
        for name, text in files.items():
            (root / name).write_text(text.replace("Before", "After"))
        await until(
            desk.pilot,
            lambda: all(persona.name.startswith("After") for persona in desk.session.project.personas.values()),
        )
        assert len(shown) <= 10
        assert any("files changed on disk: " in notice and " more" in notice for notice in desk.notices)
        assert "After 0" in told(desk.rail.list)


async def test_our_own_saves_are_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        desk.screen.make(Change("set name", (SetValue(MAYA, ("name",), "Maya O."),)))
        await settled(desk.pilot)
        # once this has been told, so would the save before it
        (root / "personas/new-one.toml").write_text('schema = 1\nname = "New One"\n')
        await until(desk.pilot, lambda: "New One" in told(desk.rail.list))
        assert not any("maya" in notice for notice in desk.notices)


async def test_the_projects_own_file(tmp_path: Path) -> None:
    root = sample(tmp_path)
    file = root / "personatui.toml"
    text = file.read_text()
    async with at_work(root) as desk:
        await desk.open_tab("empathy_map")
        file.write_text(text.replace("Exotic Pet Rental", "Other Name") + '\ntools_off = ["jtbd"]\n')
        await until(desk.pilot, lambda: "Jobs" not in desk.lines()[2])
        assert "Other Name" in desk.title
        assert desk.middle.tool_id == "empathy_map"
        assert "jtbd" not in desk.session.tools
        file.write_text("name =")
        await until(desk.pilot, lambda: any("personatui.toml:1" in notice for notice in desk.notices))
        (root / "personas/tom-brandt.toml").write_text('schema = 1\nname = "Tom B."\n')
        file.write_text(text)
        # what changed while the project's own file was broken is not forgotten
        await until(desk.pilot, lambda: "Jobs" in desk.lines()[2] and "Tom B." in told(desk.rail.list))


async def test_unsaved_edits_and_a_change_on_disk_come_together(tmp_path: Path) -> None:
    root = sample(tmp_path)
    maya = root / "personas" / "maya-okafor.toml"
    async with at_work(root) as desk:
        maya.write_text(maya.read_text().replace("first-time renter", "renter"))
        desk.screen.make(Change("set name", (SetValue(MAYA, ("name",), "Maya O."),)))
        await until(desk.pilot, lambda: "first-time renter" not in told(desk.card))
        assert "renter" in told(desk.card)
        assert str(desk.middle.border_title) == "Maya O."
        assert any("changed on disk" in notice for notice in desk.notices)


async def test_a_conflict_that_goes_away_on_disk(tmp_path: Path) -> None:
    root = sample(tmp_path)
    maya = root / "personas" / "maya-okafor.toml"
    before = maya.read_text()
    async with at_work(root) as desk:
        maya.write_text(before.replace('"Maya Okafor"', '"Somebody else"'))
        desk.screen.make(Change("set name", (SetValue(MAYA, ("name",), "Maya O."),)))
        await settled(desk.pilot)
        assert "conflict" in desk.title
        maya.write_text(before)
        await until(desk.pilot, lambda: desk.title.endswith(" saved"))
        assert '"Maya O."' in maya.read_text()


def test_what_is_told_of_many(tmp_path: Path) -> None:
    loaded = open_folder(project(tmp_path, {"personas/a.toml": 'name = "A"\n'})).loaded
    a = Reference("persona", "a")
    many = [a, *(Reference("canvas", name, "jtbd") for name in "bcd")]
    assert told_changes(loaded, loaded, [], str) == ""
    assert told_changes(loaded, loaded, [a], str) == "persona/a changed on disk"
    assert told_changes(loaded, loaded, [Reference("project", "project")], str) == "personatui.toml changed on disk"
    assert told_changes(loaded, loaded, many, str) == "4 files changed on disk: persona/a, canvas/jtbd/b and 2 more"


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("leaves_by", ["key", "switch"])
async def test_leaving_while_the_tabs_are_being_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, leaves_by: str
) -> None:
    """The person leaves before, between and after the steps in which the tabs are put in place."""
    reached = asyncio.Event()
    steps = 0
    ended: list[BaseException | None] = []

    def pausing(real: object) -> object:
        assert callable(real)

        async def paused(tabs: Tabs, *arguments: object, **options: object) -> None:
            nonlocal steps
            if steps == step:
                reached.set()
                # what has to be in place for the step goes first when nobody ends it
                while tabs.query("#tabs-list"):
                    await asyncio.sleep(0.001)
            steps += 1
            await real(tabs, *arguments, **options)

        return paused

    real_show = personatui.app.middle.Middle.set_tools

    async def watched(middle: personatui.app.middle.Middle, *arguments: object) -> None:
        try:
            await real_show(middle, *arguments)  # type: ignore[arg-type]
        except BaseException as error:
            ended.append(error)
            raise
        ended.append(None)

    monkeypatch.setattr(personatui.app.middle.Middle, "set_tools", watched)
    monkeypatch.setattr(Tabs, "clear", pausing(Tabs.clear))
    monkeypatch.setattr(Tabs, "add_tab", pausing(Tabs.add_tab))
    async with at_work(sample(tmp_path), SMALL, wait=False) as desk:
        screen = desk.screen
        for _ in range(2000):
            if reached.is_set() or screen.session is not None:
                break
            await desk.pilot.pause(0.005)
        if leaves_by == "key":
            send_key(desk.app, "o")
        else:
            desk.app.switch_screen(desk.app.start_screen())
        await until(desk.pilot, lambda: isinstance(desk.app.screen, StartScreen) and not screen.is_attached)
        assert desk.app._exception is None
        if reached.is_set():
            assert [type(error) for error in ended] == [asyncio.CancelledError]
            assert screen.session is None
        assert screen.is_left
        assert not any(worker.name == "watch" and worker.node is screen for worker in desk.app.workers)


async def test_leaving_ends_the_reading_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0
    real = read_document

    def counted(path: Path, *, root: Path) -> object:
        nonlocal read
        read += 1
        if read == 60:
            desk.app.call_from_thread(send_key, desk.app, "o")
            for _ in range(2000):
                if screen.is_left:
                    break
                time.sleep(0.005)
        return real(path, root=root)

    root = project(tmp_path, {f"personas/p{number}.toml": 'name = "P"\n' for number in range(1000)})
    async with at_work(root, SMALL, wait=False) as desk:
        screen = desk.screen
        monkeypatch.setattr("personatui.host.loading.read_document", counted)
        await until(desk.pilot, lambda: isinstance(desk.app.screen, StartScreen))
        assert 60 <= read <= 150
