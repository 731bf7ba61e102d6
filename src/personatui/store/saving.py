"""Saving and deleting one file so that it is whole at every moment, and never over somebody else's change."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from personatui.errors import ChangedOnDiskError, FileError
from personatui.model.cleaning import clean_line
from personatui.store.reading import MAX_BYTES, refuse_outside

_LOCK_SECONDS = 10.0

# Called with the real path and the new digest (None: deleted) once the disk holds the change and before the lock
# is let go, so that whoever keeps a journal of unsaved edits can drop those of this file.
SaveListener = Callable[[Path, str | None], None]


def save_text(
    path: Path, text: str, *, expected_digest: str | None, root: Path, on_saved: SaveListener | None = None
) -> str:
    """Replace the file with `text` as UTF-8 and return the new digest. The same bytes are not written again.

    `expected_digest` is the SHA-256 in hex of what the file held when it was read; None: there must be none yet.
    Raises ChangedOnDiskError when the file holds something else, FileError when it cannot be written; in both
    cases the file is as it was.
    """
    target = Path(refuse_outside(path, root))
    content = _encoded(path, text)
    digest = hashlib.sha256(content).hexdigest()
    with _reporting(path), _locked(target):
        _refuse_changed(path, target, expected_digest, new_digest=digest)
        if expected_digest is None or _digest_of(target) != digest:
            target.parent.mkdir(parents=True, exist_ok=True)
            _replace(target, content)
        if on_saved is not None:
            on_saved(target, digest)
    return digest


def delete_file(path: Path, *, expected_digest: str, root: Path, on_saved: SaveListener | None = None) -> None:
    """Delete the file. Raises like `save_text`."""
    refuse_outside(path, root)
    target = Path(os.path.realpath(path.parent)) / path.name
    with _reporting(path), _locked(target):
        _refuse_changed(path, target, expected_digest)
        target.unlink()
        _sync_folder(target.parent)
        if on_saved is not None:
            on_saved(target, None)


def _encoded(path: Path, text: str) -> bytes:
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        raise FileError(path, "The text holds half a character, which no file can keep.") from error
    if len(content) > MAX_BYTES:
        raise FileError(
            path,
            "The file would be larger than 1 MiB, so it was not written.",
            hint="Move long material out of it.",
        )
    return content


def _refuse_changed(path: Path, target: Path, expected_digest: str | None, *, new_digest: str = "") -> None:
    found = _digest_of(target)
    if found == expected_digest or (found == new_digest and expected_digest is not None):
        return
    if expected_digest is None:
        message, hint = "There is a file of this name already.", "Choose another name."
    elif found is None:
        message, hint = (
            "The file was deleted or renamed since it was read.",
            "Restore it, or save under another name.",
        )
    else:
        message, hint = "The file was changed by somebody else since it was read.", "Read it again."
    raise ChangedOnDiskError(path, message, hint=hint)


def _digest_of(target: Path) -> str | None:
    try:
        return hashlib.sha256(target.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def _replace(target: Path, content: bytes) -> None:
    # In the same folder: only within one file system does a file take another's place at once.
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            _copy_mode(target, file.fileno())
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _copy_mode(target: Path, descriptor: int) -> None:
    """Give the new file the permissions of the one that it replaces."""
    if hasattr(os, "fchmod"):
        with contextlib.suppress(FileNotFoundError):
            os.fchmod(descriptor, stat.S_IMODE(target.stat().st_mode))


def _sync_folder(folder: Path) -> None:
    """Put the folder's entries on the disk, where the system can: the file is in place either way."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Keep other personatui processes from this file. The lock lies outside the project: git never sees it."""
    # Loaded only here: starting the program and reading a project need no lock.
    from filelock import FileLock, Timeout

    name = f"{hashlib.sha256(os.fsencode(target)).hexdigest()[:32]}.lock"
    lock = FileLock(_lock_folder() / name, timeout=_LOCK_SECONDS)
    try:
        try:
            lock.acquire()
        except NotImplementedError:
            # A home folder on a network may know no locks; the system's temporary folder does.
            lock = FileLock(_temporary_lock_folder() / name, timeout=_LOCK_SECONDS)
            lock.acquire()
    except Timeout as error:
        raise FileError(
            target,
            "Another personatui has been saving this file for some time.",
            hint="Close the other one, then save again.",
        ) from error
    try:
        yield
    finally:
        lock.release()


def _lock_folder() -> Path:
    from platformdirs import user_cache_path

    folder = user_cache_path("personatui", appauthor=False) / "locks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return _temporary_lock_folder()


def _temporary_lock_folder() -> Path:
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"personatui-locks-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextlib.contextmanager
def _reporting(path: Path) -> Iterator[None]:
    """Turn what the system says into a FileError with a remedy."""
    try:
        yield
    except OSError as error:
        message, hint = {
            errno.ENOSPC: ("The disk is full, so the file was not changed.", "Make room, then save again."),
            errno.EDQUOT: ("Your share of the disk is used up, so the file was not changed.", "Make room."),
            errno.EROFS: ("The disk cannot be written to.", "Copy the project elsewhere to edit it."),
            errno.EACCES: (
                "You may not write here.",
                "Change the permissions of the file's folder, then save again.",
            ),
            errno.EPERM: (
                "You may not write here.",
                "Change the permissions of the file's folder, then save again.",
            ),
        }.get(
            error.errno or 0,
            (f"The file was not changed: {clean_line(error.strerror or str(error))}.", "Try again."),
        )
        raise FileError(path, message, hint=hint) from error
