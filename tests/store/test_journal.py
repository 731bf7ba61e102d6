"""The journal of unsaved edits: what it keeps, whose it is, and what becomes of one that is broken."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personatui.errors import FileError
from personatui.model.ids import Reference
from personatui.store.journal import Entry, Journal, left_behind

MAYA, TOM = Reference("persona", "maya-okafor"), Reference("persona", "tom-brandt")
CANVAS = Reference("canvas", "maya-okafor", "jtbd")
ENTRIES = (
    Entry(MAYA, 'name = "Maya"\r\n', 'name = "Maya ☂ \\u001b"\n'),
    Entry(TOM, 'name = "Tom"\n', None),
    Entry(CANVAS, None, "schema = 1\n"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal"


def _left(folder: Path, root: Path, *entries: Entry) -> Journal:
    """A journal whose process has ended."""
    journal = Journal(folder, root)
    journal.write(entries)
    journal.close()
    return journal


def test_what_is_kept_is_read_back(folder: Path, tmp_path: Path) -> None:
    journal = _left(folder, tmp_path, *ENTRIES)
    (left,), problems = left_behind(folder, tmp_path)
    assert (left.entries, problems) == (ENTRIES, ())
    assert left.path == journal.path
    assert stat.S_IMODE(left.path.stat().st_mode) == 0o600
    # held by us now: nobody else offers it
    assert left_behind(folder, tmp_path) == ((), ())
    left.let_go()
    (again,), _ = left_behind(folder, tmp_path)
    again.throw_away()
    assert list(folder.iterdir()) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.builds(
            Entry,
            st.sampled_from([MAYA, TOM, CANVAS]),
            st.none() | st.text(st.characters(exclude_categories=["Cs"])),
            st.none() | st.text(st.characters(exclude_categories=["Cs"])),
        ),
        min_size=1,
        unique_by=lambda entry: entry.reference,
    ),
    st.integers(0, 3),
)
def test_every_text_is_kept(tmp_path: Path, entries: list[Entry], saved: int) -> None:
    journal = Journal(tmp_path / "journal", tmp_path)
    journal.write(entries)
    for entry in entries[:saved]:
        journal.drop(entry.reference)
    journal.close()
    found, problems = left_behind(tmp_path / "journal", tmp_path)
    assert [entry for left in found for entry in left.entries] == entries[saved:]
    assert problems == ()
    for left in found:
        left.throw_away()
    assert list((tmp_path / "journal").iterdir()) == []


def test_nothing_unsaved_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    journal = Journal(folder, tmp_path)
    journal.write(())
    assert not folder.exists()
    journal.write(ENTRIES)
    journal.write(())
    assert not journal.path.exists()
    journal.write(ENTRIES)
    for entry in ENTRIES:
        journal.drop(entry.reference)
    journal.close()
    assert list(folder.iterdir()) == []


def test_other_projects_are_not_asked(folder: Path, tmp_path: Path) -> None:
    _left(folder, tmp_path / "one", ENTRIES[0])
    assert left_behind(folder, tmp_path / "two") == ((), ())
    (left,), _ = left_behind(folder, tmp_path / "one")
    left.let_go()


def test_a_living_copy_keeps_its_own(folder: Path, tmp_path: Path) -> None:
    one, other = Journal(folder, tmp_path), Journal(folder, tmp_path)
    one.write(ENTRIES[:1])
    other.write(ENTRIES[1:])
    assert left_behind(folder, tmp_path) == ((), ())
    one.close()
    (left,), _ = left_behind(folder, tmp_path)
    assert left.entries == ENTRIES[:1]
    left.let_go()
    other.close()
    found, _ = left_behind(folder, tmp_path)
    assert len(found) == 2
    for left in found:
        left.throw_away()


_OTHER = """
import sys, time
from pathlib import Path
from personatui.model.ids import Reference
from personatui.store.journal import Entry, Journal
journal = Journal(Path(sys.argv[1]), Path(sys.argv[2]))
journal.write([Entry(Reference("persona", "maya-okafor"), "a = 1\\n", "a = 2\\n")])
print("written", flush=True)
time.sleep(120)
"""


def test_a_process_that_lives_and_is_then_killed(folder: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _OTHER, str(folder), str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        assert left_behind(folder, tmp_path) == ((), ())
        os.kill(process.pid, signal.SIGKILL)
        process.wait(20)
    (left,), problems = left_behind(folder, tmp_path)
    assert left.entries == (Entry(MAYA, "a = 1\n", "a = 2\n"),)
    assert problems == ()
    left.throw_away()


def test_a_note_that_a_crash_cut_off(folder: Path, tmp_path: Path) -> None:
    journal = _left(folder, tmp_path, *ENTRIES)
    with journal.path.open("a") as file:
        file.write('{"saved": "persona/maya-ok')
    (left,), problems = left_behind(folder, tmp_path)
    assert (left.entries, problems) == (ENTRIES, ())
    left.throw_away()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: "no json at all\n",
        lambda text: "[]\n",
        lambda text: text.replace("Maya", "Mayb", 1),
        lambda text: text.replace("persona/maya-okafor", "persona/../../etc", 1),
        lambda text: text.replace("persona/maya-okafor", "persona/maya-okafor#k7qd", 1),
        lambda text: text + "[1, 2]\n",
        lambda text: text + '{"record": "persona/x"}\n',
        lambda text: text + '{"record": 3, "base": null, "digest": null, "now": null}\n',
        lambda text: text + "[" * 100_000 + "\n",
        lambda text: text.replace('"written": "', '"written": "never ', 1),
    ],
)
def test_a_broken_one_is_put_aside_with_a_sentence(folder: Path, tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    journal = _left(folder, tmp_path, *ENTRIES)
    journal.path.write_text(damage(journal.path.read_text()))
    kept = journal.path.read_bytes()
    found, (problem,) = left_behind(folder, tmp_path)
    assert found == ()
    assert "cannot be read" in problem
    (aside,) = folder.iterdir()
    assert aside.name in problem
    assert aside.read_bytes() == kept
    assert left_behind(folder, tmp_path) == ((), ())


def test_bytes_that_are_no_text(folder: Path, tmp_path: Path) -> None:
    journal = _left(folder, tmp_path, *ENTRIES)
    journal.path.write_bytes(b"\xff\xfe\x00")
    assert len(left_behind(folder, tmp_path)[1]) == 1


def test_one_of_a_newer_version_is_left_alone(folder: Path, tmp_path: Path) -> None:
    journal = _left(folder, tmp_path, *ENTRIES)
    journal.path.write_text(journal.path.read_text().replace('"version": 1', '"version": 2'))
    found, (problem,) = left_behind(folder, tmp_path)
    assert found == ()
    assert "newer version" in problem
    assert journal.path.exists()


def test_a_folder_that_cannot_be_written(folder: Path, tmp_path: Path) -> None:
    folder.parent.write_text("a file in the way")
    with pytest.raises(FileError, match="cannot be kept"):
        Journal(folder, tmp_path).write(ENTRIES)
    assert left_behind(folder, tmp_path) == ((), ())


def test_a_lock_that_nobody_needs_goes(folder: Path, tmp_path: Path) -> None:
    journal = _left(folder, tmp_path, *ENTRIES)
    journal.path.unlink()
    assert list(folder.iterdir())
    assert left_behind(folder, tmp_path) == ((), ())
    assert list(folder.iterdir()) == []
