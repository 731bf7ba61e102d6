"""Saving without being asked: the title says how it stands, bursts are one save, and leaving saves first."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

import personatui.app.saving
import personatui.store.saving
from app.driving import SMALL, Desk, at_work, contents, sample, send_key, settled, told, until, write
from personatui.api import Change, SetValue
from personatui.app.leaving import LeaveScreen
from personatui.app.palette import workbench_commands
from personatui.app.start import StartScreen
from personatui.host.session import SaveResult, Session
from personatui.model.ids import persona_reference
from personatui.store.journal import left_behind
from personatui.store.saving import replace_file
from personatui.store.settings import journal_folder, settings_path
from personatui.widgets.rows import RowList

MAYA, TOM = persona_reference("maya-okafor"), persona_reference("tom-brandt")


def _rename(desk: Desk, name: str) -> None:
    desk.screen.make(Change(f'set name "{name}"', (SetValue(MAYA, ("name",), name),)))


def _journal(root: Path) -> list[str]:
    """The records that wait in journals of copies that have ended."""
    found, problems = left_behind(journal_folder(), root)
    assert problems == ()
    names = [str(entry.reference) for left in found for entry in left.entries]
    for left in found:
        left.let_go()
    return names


def _manual() -> None:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text("autosave = false\n")


async def test_an_edit_is_shown_at_once_and_saved_shortly_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = sample(tmp_path)
    maya = root / "personas" / "maya-okafor.toml"
    before = maya.read_bytes()
    released, writing = threading.Event(), threading.Event()

    def slowly(target: Path, content: bytes, *, mode: int | None = None) -> None:
        if target.name == maya.name:
            writing.set()
            assert released.wait(20)
        replace_file(target, content, mode=mode)

    monkeypatch.setattr(personatui.store.saving, "replace_file", slowly)
    async with at_work(root) as desk:
        assert desk.title.endswith(" saved")
        try:
            _rename(desk, "Maya O.")
            assert str(desk.middle.border_title) == "Maya O."
            assert desk.title.endswith("saving…")
            await until_thread(desk, writing)
            # while the disk takes its time, edits go on
            _rename(desk, "Maya P.")
            assert str(desk.middle.border_title) == "Maya P."
            send_key(desk.app, "u")
            for _ in range(20):
                await desk.pilot.pause(0.01)
            assert str(desk.middle.border_title) == "Maya O."
            assert desk.title.endswith("saving…")
            assert maya.read_bytes() == before
        finally:
            released.set()
        await settled(desk.pilot)
        assert desk.title.endswith(" saved")
        assert b'name = "Maya O."' in maya.read_bytes()
        assert 'Undid: set name "Maya P."' in desk.notices
        assert not any("aved" in notice for notice in desk.notices)
        assert desk.session.unsaved == ()
    assert _journal(root) == []
    assert not journal_folder().exists() or list(journal_folder().iterdir()) == []


async def until_thread(desk: Desk, event: threading.Event) -> None:
    for _ in range(2000):
        if event.is_set():
            return
        await desk.pilot.pause(0.01)
    pytest.fail("the worker never came there")


async def test_a_burst_is_one_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = sample(tmp_path)
    saves: list[SaveResult] = []
    real = Session.save

    def counted(session: Session) -> SaveResult:
        saves.append(real(session))
        return saves[-1]

    monkeypatch.setattr(Session, "save", counted)
    async with at_work(root) as desk:
        for number in range(20):
            _rename(desk, f"Maya {number}")
        await settled(desk.pilot)
        assert len(saves) <= 2
        assert 'name = "Maya 19"' in (root / "personas/maya-okafor.toml").read_text()
        for _ in range(20):
            send_key(desk.app, "u")
        await settled(desk.pilot)
        assert 'name = "Maya Okafor"' in (root / "personas/maya-okafor.toml").read_text()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
async def test_a_disk_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    root = sample(tmp_path)
    before = contents(root)

    def full(target: Path, content: bytes, *, mode: int | None = None) -> None:
        raise OSError(number, os.strerror(number))

    async with at_work(root, SMALL) as desk:
        monkeypatch.setattr(personatui.store.saving, "replace_file", full)
        _rename(desk, "Maya O.")
        await settled(desk.pilot)
        reason = "not saved: the disk is full" if number == errno.ENOSPC else "not saved: you may not write here"
        assert desk.title.endswith(reason)
        assert reason in desk.lines()[0]
        assert contents(root) == before
        seen = len(desk.notices)
        _rename(desk, "Maya P.")
        await desk.press("ctrl+s")
        # it is told once, not with every try
        assert len(desk.notices) == seen
        monkeypatch.setattr(personatui.store.saving, "replace_file", replace_file)
        await desk.press("ctrl+s")
        assert desk.title.endswith(" saved")
        assert 'name = "Maya P."' in (root / "personas/maya-okafor.toml").read_text()


async def test_without_autosave(tmp_path: Path) -> None:
    _manual()
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root) as desk:
        for number in range(3):
            _rename(desk, f"Maya {number}")
        await settled(desk.pilot)
        assert desk.title.endswith("3 changes not saved")
        await desk.press("u", "u")
        assert desk.title.endswith("1 change not saved")
        await desk.press("u")
        assert desk.title.endswith(" saved")
        await desk.press("ctrl+r")
        assert desk.title.endswith("1 change not saved")
        assert contents(root) == before
        await desk.press("ctrl+s")
        assert desk.title.endswith(" saved")
        assert 'name = "Maya 0"' in (root / "personas/maya-okafor.toml").read_text()
        await desk.press("u")
        assert desk.title.endswith("1 change not saved")
        assert "Save now" in [command.title for command in workbench_commands(desk.screen)]


async def test_leaving_saves_first(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        _rename(desk, "Maya O.")
        send_key(desk.app, "o")
        await until(desk.pilot, lambda: isinstance(desk.app.screen, StartScreen))
        assert 'name = "Maya O."' in (root / "personas/maya-okafor.toml").read_text()
    assert _journal(root) == []


async def test_quitting_saves_first(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        _rename(desk, "Maya O.")
        send_key(desk.app, "q")
        await until_gone(desk)
    assert 'name = "Maya O."' in (root / "personas/maya-okafor.toml").read_text()
    assert _journal(root) == []


async def until_gone(desk: Desk) -> None:
    for _ in range(2000):
        if desk.app._exit:
            return
        await desk.pilot.pause(0.01)
    pytest.fail("the app never ended")


async def test_opening_another_project_saves_first(tmp_path: Path) -> None:
    root, other = sample(tmp_path), sample(tmp_path, "vein-visualizer")
    async with at_work(root) as desk:
        _rename(desk, "Maya O.")
        desk.app.open_project(other)
        await until(desk.pilot, lambda: desk.app.root == other)
        await until(desk.pilot, lambda: desk.screen.session is not None and desk.screen.root == other)
        assert 'name = "Maya O."' in (root / "personas/maya-okafor.toml").read_text()


def _clash(desk: Desk, root: Path) -> bytes:
    """A field that is changed here and on disk, and another file that is not."""
    maya = root / "personas" / "maya-okafor.toml"
    maya.write_text(maya.read_text().replace('"Maya Okafor"', '"Somebody else"'))
    _rename(desk, "Maya O.")
    desk.screen.make(Change("set name", (SetValue(TOM, ("name",), "Tom B."),)))
    return maya.read_bytes()


async def test_leaving_with_a_conflict_and_staying(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root, SMALL) as desk:
        theirs = _clash(desk, root)
        await settled(desk.pilot)
        assert desk.title.endswith("not saved: conflict (press X)")
        assert any("maya-okafor.toml" in notice and "Press X" in notice for notice in desk.notices)
        # what is in no conflict is saved
        assert '"Tom B."' in (root / "personas/tom-brandt.toml").read_text()
        for key in ("q", "o"):
            await desk.press(key)
            screen = desk.on(LeaveScreen)
            assert "maya-okafor.toml" in told(screen.query_one("#said", RowList))
            await desk.press("escape")
            assert desk.screen.session is not None
        assert desk.title.endswith("not saved: conflict (press X)")
        assert (root / "personas/maya-okafor.toml").read_bytes() == theirs
        assert str(desk.middle.border_title) == "Maya O."


@pytest.mark.parametrize("way", ["s", "k"])
@pytest.mark.parametrize("key", ["q", "o"])
async def test_leaving_with_a_conflict(tmp_path: Path, way: str, key: str) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        theirs = _clash(desk, root)
        await desk.press(key)
        desk.on(LeaveScreen)
        send_key(desk.app, way)
        if key == "q":
            await until_gone(desk)
        else:
            await until(desk.pilot, lambda: isinstance(desk.app.screen, StartScreen))
    assert (root / "personas/maya-okafor.toml").read_bytes() == theirs
    assert _journal(root) == ["persona/maya-okafor"]


async def test_leaving_without_autosave(tmp_path: Path) -> None:
    _manual()
    root = sample(tmp_path)
    before = contents(root)
    async with at_work(root) as desk:
        _rename(desk, "Maya O.")
        await desk.press("o")
        desk.on(LeaveScreen)
        # nothing is written before the person says so
        assert contents(root) == before
        await desk.press("s")
        await until(desk.pilot, lambda: isinstance(desk.app.screen, StartScreen))
    assert '"Maya O."' in (root / "personas/maya-okafor.toml").read_text()
    assert _journal(root) == []


async def test_edits_are_not_left_where_nothing_keeps_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _manual()
    root = sample(tmp_path)
    write(tmp_path, {"blocked": "a file in the way"})
    monkeypatch.setattr(personatui.app.saving, "journal_folder", lambda: tmp_path / "blocked" / "journal")
    async with at_work(root) as desk:
        _rename(desk, "Maya O.")
        await settled(desk.pilot)
        assert any("cannot be kept" in notice for notice in desk.notices)
        await desk.press("o")
        desk.on(LeaveScreen)
        await desk.press("k")
        assert desk.screen.session is desk.session
        assert str(desk.middle.border_title) == "Maya O."
        await desk.press("o", "s")
        desk.on(StartScreen)
    assert '"Maya O."' in (root / "personas/maya-okafor.toml").read_text()
