"""Watching a project's folder: which of its files and folders changed, as the system tells it, or by looking again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

from personatui.store.folders import FOLDERS, PROJECT_FILE

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify

# A burst, such as a checkout of many files, is told as one change once it has been quiet for a step.
_STEP_MS = 100
_BURST_MS = 1_000
# How often the folders are compared with those that are watched, in case their coming was not told.
_LOOK_MS = 5_000
# Looking again takes at most this part of the time, however many files there are.
_POLL_SECONDS = 1.0
_POLL_SHARE = 0.02
# File systems keep times no finer than this, and other machines' clocks differ a little.
_CLOCK_SECONDS = 2.0

_MOUNTS = Path("/proc/self/mountinfo")
# What happens on the other side of these is not told to this machine.
_REMOTE = {
    "9p",
    "afs",
    "ceph",
    "cifs",
    "drvfs",
    "ncpfs",
    "nfs",
    "nfs4",
    "prl_fs",
    "smb3",
    "smbfs",
    "vboxsf",
    "virtiofs",
}


class Stop(Protocol):
    """What ends watching; a `threading.Event` will do."""

    def is_set(self) -> bool: ...


class Watcher:
    """Watches the folders of one project. It tells paths, and does not know what was read or written by whom.

    A path that is a folder means that anything in it may have changed. `since` is when the project was read
    (seconds since the epoch): what changed between then and the first look is told as well.
    """

    def __init__(
        self, root: Path, stop: Stop | None = None, *, since: float = 0.0, polling: bool | None = None
    ) -> None:
        self.root = Path(os.path.realpath(root))
        self._stop = stop if stop is not None else Event()
        self._since = since
        self.polling = is_remote(self.root) if polling is None else polling

    def changes(self) -> Iterator[frozenset[Path]]:
        """The paths of each burst of changes, until `stop` is set. Never raises for what is on the disk."""
        if not self.polling:
            yield from self._told()
        if not self._stop.is_set():
            self.polling = True
            yield from self._seen()

    # As the system tells it ------------------------------------------------------------------------------

    def _told(self) -> Iterator[frozenset[Path]]:
        """Until `stop` is set, or until the system can tell no more: it has no watches left, or the root is gone."""
        # A third of a megabyte that no other part of the program needs, and not before the project is shown.
        from watchfiles._rust_notify import WatchfilesRustInternalError

        places = self._places()
        try:
            notify = _notify(places)
        except (OSError, WatchfilesRustInternalError):
            return
        try:
            yield from self._recent()
            while True:
                told = notify.watch(_BURST_MS, _STEP_MS, _LOOK_MS, self._stop)
                if told in ("stop", "signal"):
                    return
                paths = {Path(path) for _, path in told} if isinstance(told, set) else set()
                now = self._places()
                # A folder that came, went or was replaced has to be watched anew; what happened meanwhile is in it.
                moved = ({*places} ^ {*now}) | ({*places} & paths)
                if moved:
                    fresh = _notify(now)
                    notify.close()
                    notify, places = fresh, now
                    paths |= moved
                if wanted := frozenset(path for path in paths if self._is_wanted(path)):
                    yield wanted
        except (OSError, WatchfilesRustInternalError):
            yield frozenset({self.root})
        finally:
            notify.close()

    def _recent(self) -> Iterator[frozenset[Path]]:
        """What changed since the project was read and before it was watched."""
        since = self._since - _CLOCK_SECONDS
        recent = {path for path, (changed, *_) in self._looks().items() if changed / 1e9 >= since}
        for folder in self._places()[1:]:
            look = _look(folder)
            if look is not None and look[0] / 1e9 >= since:
                recent.add(folder)
        if self._since and recent:
            yield frozenset(recent)

    # By looking again ------------------------------------------------------------------------------------

    def _seen(self) -> Iterator[frozenset[Path]]:
        before: dict[Path, tuple[int, ...]] | None = None
        while True:
            started = time.monotonic()
            now = self._looks()
            if before is None:
                yield from self._recent()
            else:
                changed = {path for path in {**before, **now} if before.get(path) != now.get(path)}
                if changed:
                    yield frozenset(changed)
            before = now
            taken = time.monotonic() - started
            if not self._pause(max(_POLL_SECONDS, taken / _POLL_SHARE)):
                return

    def _pause(self, seconds: float) -> bool:
        """Wait; false when it is time to stop."""
        end = time.monotonic() + seconds
        while not self._stop.is_set() and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _STEP_MS / 1000))
        return not self._stop.is_set()

    # What is watched -------------------------------------------------------------------------------------

    def _places(self) -> tuple[Path, ...]:
        """The project's folder, and those of its folders that hold records and are there."""
        places = [self.root]
        for kind, name in FOLDERS.items():
            folder = self.root / name
            if not folder.is_dir():
                continue
            places.append(folder)
            if kind == "canvas":
                places += (Path(entry.path) for entry in _entries(folder) if entry.is_dir())
        return tuple(places)

    def _looks(self) -> dict[Path, tuple[int, ...]]:
        """Every file that may be a record with what tells that it changed."""
        found: dict[Path, tuple[int, ...]] = {}
        if (look := _look(self.root / PROJECT_FILE)) is not None:
            found[self.root / PROJECT_FILE] = look
        for folder in self._places()[1:]:
            for entry in _entries(folder):
                path = Path(entry.path)
                if self._is_wanted(path) and (look := _look(path)) is not None:
                    found[path] = look
        return found

    def _is_wanted(self, path: Path) -> bool:
        """Whether a path may hold records: neither hidden, as temporary files are, nor anything but TOML."""
        try:
            parts = path.relative_to(self.root).parts
        except ValueError:
            return False
        if not parts or parts == (PROJECT_FILE,):
            return True
        if parts[0] not in FOLDERS.values() or any(part.startswith(".") for part in parts):
            return False
        is_folder = len(parts) == 1 or (len(parts) == 2 and parts[0] == FOLDERS["canvas"])
        return is_folder or parts[-1].lower().endswith(".toml")


def is_remote(root: Path, mounts: Path = _MOUNTS) -> bool:
    """Whether a folder lies on a file system whose changes may come from another machine unseen."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    best, kind = -1, ""
    for line in lines:
        front, _, back = line.partition(" - ")
        fields, rest = front.split(), back.split()
        if len(fields) < 5 or not rest:
            continue
        place = Path(fields[4].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        # Of two at one place, the later covers the earlier.
        if root.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), rest[0]
    return kind in _REMOTE or kind.startswith("fuse.")


def _notify(places: tuple[Path, ...]) -> RustNotify:
    from watchfiles._rust_notify import RustNotify

    # Folder by folder: below the project there may be a version history or somebody's packages.
    return RustNotify([str(place) for place in places], False, False, 0, False, True)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:
        return []


def _look(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file does: its latest time in nanoseconds, its size, and which file it is."""
    try:
        status = path.stat()
    except OSError:
        return None
    return max(status.st_mtime_ns, status.st_ctime_ns), status.st_size, status.st_ino
