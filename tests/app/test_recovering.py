"""After a crash the next start offers what was not saved, and never puts it over a file that has changed since."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.driving import SMALL, at_work, contents, sample, settled, told, until
from personatui.app.conflicts import ConflictScreen
from personatui.app.recovering import RecoverScreen
from personatui.model.ids import persona_reference
from personatui.store.journal import left_behind
from personatui.store.settings import journal_folder
from personatui.widgets.rows import RowList

MAYA = persona_reference("maya-okafor")

# The real workbench in a process of its own, with a disk that never gets round to the project's files.
_EDIT_AND_WAIT = """
import asyncio, sys, threading
from pathlib import Path
import personatui.store.saving as saving
from personatui.api import Change, SetValue
from personatui.app.app import WorkbenchApp
from personatui.app.workbench import WorkbenchScreen
from personatui.model.ids import persona_reference
from personatui.store.settings import journal_folder

real = saving.replace_file
def never(target, content, **options):
    if target.parent.name == "personas":
        threading.Event().wait()
    real(target, content, **options)
saving.replace_file = never

async def drive():
    app = WorkbenchApp(Path(sys.argv[1]))
    async with app.run_test(size=(100, 30)) as pilot:
        while not (isinstance(app.screen, WorkbenchScreen) and app.screen.saver is not None):
            await pilot.pause(0.01)
        for name, value in (("name", "Maya O."), ("summary", "Edited before the crash")):
            edit = SetValue(persona_reference("maya-okafor"), (name,), value)
            app.screen.make(Change(f"set {name}", (edit,)))
        edit = SetValue(persona_reference("tom-brandt"), ("name",), "Tom B.")
        app.screen.make(Change("set name", (edit,)))
        while sum(path.read_text().count('"record"') for path in journal_folder().glob("*.journal")) < 2:
            await pilot.pause(0.01)
        print("edited", flush=True)
        await asyncio.sleep(120)
asyncio.run(drive())
"""


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A project whose workbench was killed between an edit and its save."""
    root = sample(tmp_path)
    before = contents(root)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(
        [sys.executable, "-c", _EDIT_AND_WAIT, str(root)], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "edited\n"
        # as long as it lives, its edits are offered to nobody
        assert left_behind(journal_folder(), root) == ((), ())
        os.kill(process.pid, signal.SIGKILL)
        process.wait(20)
    assert contents(root) == before
    return root


def _left(root: Path) -> int:
    found, problems = left_behind(journal_folder(), root)
    assert problems == ()
    for left in found:
        left.let_go()
    return len(found)


@pytest.mark.parametrize("size", [(140, 40), SMALL])
async def test_keeping_what_a_killed_process_left(killed: Path, size: tuple[int, int]) -> None:
    maya = killed / "personas/maya-okafor.toml"
    # somebody has been at the file since, elsewhere in it
    maya.write_text(maya.read_text() + '\n[[pains]]\nid = "outs"\ntext = "Since then"\n')
    async with at_work(killed, size) as desk:
        screen = desk.on(RecoverScreen)
        box = screen.query("Vertical").first()
        assert str(box.border_title).startswith("Unsaved changes of ")
        assert str(box.border_title).endswith(" to 2 files")
        assert "Maya Okafor" in told(screen.query_one("#said", RowList))
        await desk.press("l")
        looked = told(screen.query_one("#said", RowList))
        assert '+name = "Maya O."' in looked
        assert '-name = "Maya Okafor"' in looked
        assert "Edited before the crash" in looked
        assert "Maya O." in desk.drawn()
        await desk.press("k")
        await until(desk.pilot, lambda: desk.title.endswith(" saved"))
        assert str(desk.middle.border_title) == "Maya O."
        text = maya.read_text()
        assert '"Maya O."' in text
        assert '"Edited before the crash"' in text
        assert '"Since then"' in text
        assert '"Tom B."' in (killed / "personas/tom-brandt.toml").read_text()
        assert list(journal_folder().glob("*.journal")) == []
        await desk.press("u")
        assert str(desk.middle.border_title) == "Maya Okafor"
        assert '"Since then"' in maya.read_text()
    assert _left(killed) == 0


async def test_what_has_changed_since_is_a_conflict(killed: Path) -> None:
    maya = killed / "personas/maya-okafor.toml"
    maya.write_text(maya.read_text().replace('"Maya Okafor"', '"Somebody else"'))
    theirs = maya.read_bytes()
    async with at_work(killed) as desk:
        await desk.press("k")
        assert maya.read_bytes() == theirs
        assert desk.title.endswith("not saved: conflict (press X)")
        # still there after another crash
        assert len(list(journal_folder().glob("*.journal"))) == 1
        await desk.press("X")
        desk.on(ConflictScreen)
        await desk.press("O", "s")
        assert desk.title.endswith(" saved")
        assert '"Maya O."' in maya.read_text()
    assert _left(killed) == 0


async def test_throwing_it_away_takes_two_presses(killed: Path) -> None:
    before = contents(killed)
    async with at_work(killed) as desk:
        await desk.press("t")
        assert "Once more" in told(desk.on(RecoverScreen).query_one("#ways", RowList))
        assert len(list(journal_folder().glob("*.journal"))) == 1
        await desk.press("t")
        assert desk.screen.session is not None
        assert desk.title.endswith(" saved")
    assert contents(killed) == before
    assert _left(killed) == 0
    async with at_work(killed) as desk:
        assert desk.screen.session is not None


async def test_deciding_later(killed: Path) -> None:
    before = contents(killed)
    async with at_work(killed) as desk:
        await desk.press("escape")
        assert desk.screen.session is not None
    assert contents(killed) == before
    assert _left(killed) == 1
    async with at_work(killed) as desk:
        desk.on(RecoverScreen)


async def test_a_broken_journal_is_put_aside_with_a_sentence(killed: Path) -> None:
    (journal,) = journal_folder().glob("*.journal")
    journal.write_text("\x1b]0;x\x07 no journal")
    async with at_work(killed) as desk:
        assert desk.screen.session is not None
        assert any("cannot be read" in notice for notice in desk.notices)
    assert len(list(journal_folder().glob("*.broken"))) == 1
    async with at_work(killed) as desk:
        assert desk.notices == []


async def test_a_second_copy_of_the_program(tmp_path: Path) -> None:
    """Both are at work on one project; neither is offered what the other is about to save."""
    from personatui.store.journal import Entry, Journal

    root = sample(tmp_path)
    other = Journal(journal_folder(), root)
    text = (root / "personas/maya-okafor.toml").read_text()
    other.write([Entry(MAYA, text, text + "\n# theirs\n")])
    async with at_work(root) as desk:
        assert desk.screen.session is not None
        await settled(desk.pilot)
    other.close()
    async with at_work(root) as desk:
        desk.on(RecoverScreen)
