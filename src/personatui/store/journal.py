"""The journal of unsaved edits: a file outside the project that outlives a crash, one for each copy that runs.

A lock beside the file tells whether the process that keeps it still lives; the system lets it go with the process.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from personatui.errors import FileError
from personatui.model.cleaning import clean_line
from personatui.model.ids import Reference

if TYPE_CHECKING:
    from filelock import BaseFileLock

_FORMAT = "personatui journal"
_VERSION = 1
_SUFFIX, _LOCK, _ASIDE = ".journal", ".lock", ".broken"
_MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """The unsaved edits of one record: the text that was edited (`base`), and that text now. None is no file."""

    reference: Reference
    base: str | None
    now: str | None


class Journal:
    """The unsaved edits of one open project as they are on disk. Several threads may call it."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.path = folder / f"{_key(root)}-{secrets.token_hex(6)}{_SUFFIX}"
        self._root = root
        self._written: tuple[Entry, ...] = ()
        self._held: BaseFileLock | None = None
        self._busy = Lock()

    def write(self, entries: Sequence[Entry]) -> None:
        """Keep these edits and no others. Raises FileError, and then what was kept before still is."""
        with self._busy:
            if tuple(entries) == self._written:
                return
            if not entries:
                self._remove()
                return
            try:
                self._replace(_lines(self._root, entries))
            except OSError as error:
                raise FileError(
                    self.path,
                    f"Unsaved edits cannot be kept for after a crash: {clean_line(error.strerror or str(error))}.",
                    hint="Make room, or mend the permissions of this folder.",
                ) from error
            self._written = tuple(entries)

    def drop(self, reference: Reference) -> None:
        """One record has been saved. Failing to note it does no harm: the disk holds the same text."""
        with self._busy:
            left = tuple(entry for entry in self._written if entry.reference != reference)
            if len(left) == len(self._written):
                return
            if not left:
                self._remove()
                return
            with contextlib.suppress(OSError), self.path.open("a", encoding="utf-8") as file:
                file.write(_line({"saved": str(reference)}))
                self._written = left

    def close(self) -> None:
        """Leave what is kept to whoever opens the project next."""
        with self._busy:
            if self._held is not None:
                _let_go(self._held, gone=not self._written)
                self._held = None

    def _replace(self, text: str) -> None:
        folder = self.path.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._held is None:
            # Held before there is anything to find, so that nobody takes it for left behind.
            self._held = _hold(self.path)
        temporary = self.path.with_suffix(".tmp")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path)

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        self._written = ()


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A journal whose process has ended. It is held, so that no other copy offers it, until it is let go."""

    entries: tuple[Entry, ...]
    written: datetime
    path: Path
    _held: BaseFileLock

    def throw_away(self) -> None:
        """Delete it: its edits were taken over, or are not wanted."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        _let_go(self._held, gone=True)

    def let_go(self) -> None:
        """Leave it for the next time."""
        _let_go(self._held, gone=False)


def left_behind(folder: Path, root: Path) -> tuple[tuple[LeftBehind, ...], tuple[str, ...]]:
    """The journals of ended processes on a project, oldest first, and sentences on those that cannot be used."""
    found: list[LeftBehind] = []
    problems: list[str] = []
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.startswith(f"{_key(root)}-"))
    except OSError:
        return (), ()
    for name in names:
        path = folder / name
        if name.endswith(_LOCK) and not path.with_suffix(_SUFFIX).exists():
            if (held := _try_to_hold(path.with_suffix(_SUFFIX))) is not None:
                _let_go(held, gone=True)
            continue
        if not name.endswith(_SUFFIX) or (held := _try_to_hold(path)) is None:
            continue
        try:
            written, entries = _read(path)
        except FileNotFoundError:
            _let_go(held, gone=True)
        except _NewerError:
            problems.append(f"A newer version left unsaved edits in {clean_line(str(path))}; open the project with it.")
            _let_go(held, gone=False)
        except (OSError, ValueError) as error:
            problems.append(_put_aside(path, error))
            _let_go(held, gone=True)
        else:
            left = LeftBehind(entries, written, path, held)
            found.append(left) if entries else left.throw_away()
    return tuple(sorted(found, key=lambda left: left.written)), tuple(problems)


# The file -------------------------------------------------------------------------------------------------


class _NewerError(Exception):
    pass


def _lines(root: Path, entries: Sequence[Entry]) -> str:
    head = {
        "format": _FORMAT,
        "version": _VERSION,
        "project": str(root),
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    return _line(head) + "".join(
        _line(
            {
                "record": str(entry.reference),
                "digest": _digest(entry.base),
                "base": entry.base,
                "now": entry.now,
            }
        )
        for entry in entries
    )


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data) + "\n"


def _read(path: Path) -> tuple[datetime, tuple[Entry, ...]]:
    """When it was written, and what is not saved. Raises OSError, ValueError and _NewerError."""
    if path.stat().st_size > _MAX_BYTES:
        raise ValueError("it is too large")
    content = path.read_text("utf-8")
    # A note that was cut off by a crash says nothing; what was saved is seen from the disk as well.
    lines = content[: content.rfind("\n") + 1].split("\n")[:-1]
    try:
        head = json.loads(lines[0]) if lines else {}
        if not isinstance(head, dict) or head.get("format") != _FORMAT or type(head.get("version")) is not int:
            raise ValueError("it is no journal")
        if head["version"] > _VERSION:
            raise _NewerError
        written = datetime.fromisoformat(head["written"])
        found: dict[Reference, Entry] = {}
        for line in lines[1:]:
            data = json.loads(line)
            if "saved" in data:
                found.pop(_reference(data["saved"]), None)
            else:
                entry = _entry(data)
                found[entry.reference] = entry
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("it says nothing that can be understood") from error
    return written.astimezone(UTC), tuple(found.values())


def _entry(data: Any) -> Entry:
    base, now = data["base"], data["now"]
    if not all(text is None or isinstance(text, str) for text in (base, now)) or _digest(base) != data["digest"]:
        raise ValueError("its texts are damaged")
    return Entry(_reference(data["record"]), base, now)


def _reference(text: Any) -> Reference:
    reference = Reference.parse(text) if isinstance(text, str) else None
    if reference is None or reference.item:
        raise ValueError("it names no record")
    return reference


def _digest(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _put_aside(path: Path, error: Exception) -> str:
    """Keep what cannot be read out of the way, for a person to look at, and say so."""
    aside = path.with_suffix(_ASIDE)
    reason = clean_line(getattr(error, "strerror", None) or str(error)).rstrip(".")
    try:
        path.replace(aside)
    except OSError:
        aside = path
    return f"Unsaved edits of an earlier time cannot be read ({reason}). They are left in {clean_line(str(aside))}."


def _key(root: Path) -> str:
    return hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:32]


# The lock -------------------------------------------------------------------------------------------------


def _hold(path: Path) -> BaseFileLock:
    held = _try_to_hold(path)
    if held is None:
        raise OSError("somebody else holds it")
    return held


def _try_to_hold(path: Path) -> BaseFileLock | None:
    """The lock beside a journal; None when a living process has it, or when there is no telling."""
    from filelock import FileLock, Timeout

    # A home folder on a network may know no locks; the system's temporary folder does.
    for place in (path.with_suffix(_LOCK), Path(tempfile.gettempdir()) / f"personatui-{path.stem}{_LOCK}"):
        # Whoever lets go of it may be another thread than took it.
        lock = FileLock(place, timeout=0, thread_local=False, mode=0o600)
        try:
            lock.acquire()
        except Timeout:
            return None
        except (NotImplementedError, OSError):
            continue
        return lock
    return None


def _let_go(held: BaseFileLock, *, gone: bool) -> None:
    with contextlib.suppress(OSError):
        if gone:
            # No name is used twice, so nobody can come to wait for a lock that was deleted.
            Path(held.lock_file).unlink(missing_ok=True)
        held.release()
