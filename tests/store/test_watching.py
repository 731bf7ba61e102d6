"""Watching a project's folder: what editors, git and people do to it is told, by the system or by looking again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from personatui.store.samples import copy_sample
from personatui.store.saving import save_text
from personatui.store.watching import Watcher, is_remote

PATIENCE = 20.0


class Told:
    """A watcher in a thread, and what it has told so far."""

    def __init__(self, root: Path, *, polling: bool, since: float = 0.0) -> None:
        self.root = root
        self.stop = threading.Event()
        self.watcher = Watcher(root, self.stop, polling=polling, since=since)
        self.bursts: list[frozenset[Path]] = []
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        for paths in self.watcher.changes():
            self.bursts.append(paths)

    def __enter__(self) -> Told:
        self._thread.start()
        # It watches once it tells of a file made for that.
        probe = self.root / "personas" / "probe.toml"
        probe.parent.mkdir(exist_ok=True)
        deadline = time.monotonic() + PATIENCE
        number = 0
        while probe not in self.paths:
            number += 1
            probe.write_text(f"schema = {number}\n")
            time.sleep(0.15)
            assert time.monotonic() < deadline, "it does not watch"
        probe.unlink()
        self.wait_for(lambda: not probe.exists())
        time.sleep(0.3)
        self.bursts.clear()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    @property
    def paths(self) -> set[Path]:
        return {path for burst in tuple(self.bursts) for path in burst}

    def tells(self, name: str) -> bool:
        """Whether a file was told, or a folder that it lies in."""
        path = self.root / name
        return any(told in (path, *path.parents) for told in self.paths)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"told so far: {self.paths}"
            time.sleep(0.02)


@pytest.fixture(params=[False, True], ids=["told", "polled"])
def told(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    monkeypatch.setattr("personatui.store.watching._POLL_SECONDS", 0.1)
    root = Path(os.path.realpath(copy_sample("exotic-pet-rental", tmp_path / "pets")))
    with Told(root, polling=request.param) as watching:
        yield watching


def test_an_edit_in_place_and_one_that_replaces_the_file(told: Told) -> None:
    maya = told.root / "personas/maya-okafor.toml"
    maya.write_text(maya.read_text() + "\n# seen\n")
    told.wait_for(lambda: maya in told.paths)
    told.bursts.clear()
    written = maya.with_name("maya-okafor.toml~new")
    written.write_text(maya.read_text() + "# again\n")
    written.replace(maya)
    told.wait_for(lambda: maya in told.paths)
    assert written not in told.paths


def test_files_that_come_go_and_are_renamed(told: Told) -> None:
    personas = told.root / "personas"
    (personas / "new-one.toml").write_text('schema = 1\nname = "New"\n')
    told.wait_for(lambda: personas / "new-one.toml" in told.paths)
    told.bursts.clear()
    (personas / "new-one.toml").rename(personas / "renamed.toml")
    told.wait_for(lambda: {personas / "new-one.toml", personas / "renamed.toml"} <= told.paths)
    told.bursts.clear()
    (personas / "renamed.toml").unlink()
    told.wait_for(lambda: personas / "renamed.toml" in told.paths)


def test_the_projects_own_file(told: Told) -> None:
    file = told.root / "personatui.toml"
    file.write_text(file.read_text() + 'tools_off = ["jtbd"]\n')
    told.wait_for(lambda: file in told.paths)


def test_the_folder_of_personas_vanishes_and_comes_back(told: Told, tmp_path: Path) -> None:
    (told.root / "personas").rename(tmp_path / "aside")
    told.wait_for(lambda: told.tells("personas/maya-okafor.toml"))
    told.bursts.clear()
    (tmp_path / "aside").rename(told.root / "personas")
    told.wait_for(lambda: told.tells("personas/maya-okafor.toml"))
    told.bursts.clear()
    # it is watched like the one before
    tom = told.root / "personas/tom-brandt.toml"
    tom.write_text(tom.read_text() + "\n# seen\n")
    told.wait_for(lambda: tom in told.paths)


def test_a_folder_that_is_replaced_between_two_looks(told: Told) -> None:
    shutil.rmtree(told.root / "personas")
    (told.root / "personas").mkdir()
    (told.root / "personas/other.toml").write_text('name = "Other"\n')
    told.wait_for(lambda: told.tells("personas/other.toml") and told.tells("personas/maya-okafor.toml"))
    told.bursts.clear()
    (told.root / "personas/third.toml").write_text('name = "Third"\n')
    told.wait_for(lambda: told.tells("personas/third.toml"))


def test_the_first_canvas_of_a_tool(told: Told) -> None:
    canvas = told.root / "canvases/kano/maya-okafor.toml"
    canvas.parent.mkdir(parents=True)
    canvas.write_text("schema = 1\n")
    told.wait_for(lambda: told.tells("canvases/kano/maya-okafor.toml"))
    told.bursts.clear()
    canvas.write_text("schema = 1\n# seen\n")
    told.wait_for(lambda: told.tells("canvases/kano/maya-okafor.toml"))


def test_what_is_no_record_is_not_told(told: Told) -> None:
    (told.root / ".git").mkdir()
    (told.root / ".git" / "index.toml").write_text("x")
    (told.root / "README.md").write_text("x")
    (told.root / "notes").mkdir()
    (told.root / "notes" / "a.toml").write_text("x = 1\n")
    (told.root / "personas" / ".maya-okafor.toml.swp").write_text("x")
    (told.root / "personas" / "maya-okafor.toml~").write_text("x")
    tom = told.root / "personas/tom-brandt.toml"
    save_text(tom, tom.read_text() + "\n# seen\n", expected_digest=_digest(tom), root=told.root)
    told.wait_for(lambda: tom in told.paths)
    assert told.paths == {tom}


def _digest(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def _git(root: Path, *arguments: str) -> None:
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        **{f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    subprocess.run(["git", *arguments], cwd=root, env=environment, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_checkout_of_many_files_is_a_few_bursts(tmp_path: Path) -> None:
    root = Path(os.path.realpath(copy_sample("exotic-pet-rental", tmp_path / "pets")))
    names = [f"personas/many-{number}.toml" for number in range(500)]
    for name in names:
        (root / name).write_text('schema = 1\nname = "Before"\n')
    _git(root, "init", "-q", "-b", "main")
    _git(root, "add", "-A")
    _git(root, "commit", "-q", "-m", "before")
    _git(root, "checkout", "-q", "-b", "other")
    for name in names:
        (root / name).write_text('schema = 1\nname = "After, and longer"\n')
    (root / "personas/tom-brandt.toml").unlink()
    _git(root, "add", "-A")
    _git(root, "commit", "-q", "-m", "after")
    with Told(root, polling=False) as told:
        _git(root, "checkout", "-q", "main")
        told.wait_for(lambda: all(map(told.tells, [*names, "personas/tom-brandt.toml"])))
        assert len(told.bursts) <= 10


def test_what_changed_before_the_first_look_is_told(tmp_path: Path) -> None:
    root = Path(os.path.realpath(copy_sample("exotic-pet-rental", tmp_path / "pets")))
    long_ago = time.time() - 3600
    for path in root.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    for polling in (False, True):
        stop = threading.Event()
        # since is in the future of every change but the one that is made now
        changes = Watcher(root, stop, polling=polling, since=time.time() + 4).changes()
        threading.Timer(1.0, stop.set).start()
        assert not any(root / "personas/tom-brandt.toml" in burst for burst in changes)
        stop = threading.Event()
        first = next(iter(Watcher(root, stop, polling=polling, since=time.time() - 3).changes()))
        assert root / "personas/maya-okafor.toml" in first


def test_without_a_watch_left_it_looks_again(tmp_path: Path) -> None:
    """A process of its own uses up what the system gives one user, then watches."""
    root = Path(os.path.realpath(copy_sample("exotic-pet-rental", tmp_path / "pets")))
    program = f"""
import ctypes, sys, threading, time
from pathlib import Path
import personatui.store.watching as watching
libc = ctypes.CDLL(None)
if not hasattr(libc, "inotify_init"):
    print("no inotify"); sys.exit()
for _ in range(100_000):
    if libc.inotify_init() < 0:
        break
else:
    print("no limit"); sys.exit()
watching._POLL_SECONDS = 0.1
maya = Path({str(root)!r}) / "personas/maya-okafor.toml"
watcher = watching.Watcher(Path({str(root)!r}))
text = maya.read_text()
def write():
    for number in range(200):
        time.sleep(0.1)
        maya.write_text(text + f"\\n# {{number}}\\n")
threading.Thread(target=write, daemon=True).start()
print(watcher.polling, next(iter(watcher.changes())) == {{maya}}, watcher.polling)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    if done.stdout.strip() in ("no inotify", "no limit"):
        pytest.skip(done.stdout.strip())
    assert (done.stdout.strip(), done.stderr) == ("False True True", "")


def test_a_project_that_is_gone_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("personatui.store.watching._POLL_SECONDS", 0.1)
    root = Path(os.path.realpath(copy_sample("exotic-pet-rental", tmp_path / "pets")))
    with Told(root, polling=False) as told:
        root.rename(tmp_path / "elsewhere")
        told.wait_for(lambda: told.tells("personatui.toml"))
        told.bursts.clear()
        (tmp_path / "elsewhere").rename(root)
        told.wait_for(lambda: told.tells("personas/maya-okafor.toml"))


MOUNTS = """\
22 27 0:21 / /proc rw - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 27 0:50 / /desk/share rw,relatime shared:1 - nfs4 server:/x rw
41 40 0:51 / /desk/share/fast rw - tmpfs tmpfs rw
42 27 0:52 / /desk/with\\040blank rw - fuse.sshfs me@there:/ rw
43 27 0:53 / /desk/covered rw - nfs server:/y rw
44 27 0:54 / /desk/covered rw - ext4 /dev/vdb rw
broken line
"""


@pytest.mark.parametrize(
    ("folder", "remote"),
    [
        ("/desk/project", False),
        ("/desk/share/project", True),
        ("/desk/share", True),
        ("/desk/shared/project", False),
        ("/desk/share/fast/project", False),
        ("/desk/with blank/project", True),
        ("/desk/covered/project", False),
    ],
)
def test_folders_of_other_machines_are_polled(tmp_path: Path, folder: str, remote: bool) -> None:
    (tmp_path / "mounts").write_text(MOUNTS)
    assert is_remote(Path(folder), tmp_path / "mounts") is remote
    assert not is_remote(Path(folder), tmp_path / "none")
