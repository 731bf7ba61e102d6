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
    content = encoded(path, text)
    digest = hashlib.sha256(content).hexdigest()
    with reporting(path), locked(root, path):
        found = digest_of(target)
        refuse_changed(path, found, expected_digest, new_digest=digest)
        if found != digest:
            replace_file(target, content)
        if on_saved is not None:
            on_saved(target, digest)
    return digest


def delete_file(path: Path, *, expected_digest: str, root: Path, on_saved: SaveListener | None = None) -> None:
    """Delete the file. Raises like `save_text`."""
    target = entry_of(path, root)
    with reporting(path), locked(root, path):
        refuse_changed(path, digest_of(target), expected_digest)
        target.unlink()
        sync_folder(target.parent)
        if on_saved is not None:
            on_saved(target, None)


def entry_of(path: Path, root: Path) -> Path:
    """The place of a file that is to be deleted: a link itself, not what it leads to. Raises FileError outside."""
    refuse_outside(path, root)
    return Path(os.path.realpath(path.parent)) / path.name


def encoded(path: Path, text: str) -> bytes:
    """The bytes of a text as a file. Raises FileError when no file can hold them."""
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


def refuse_changed(path: Path, found: str | None, expected_digest: str | None, *, new_digest: str = "") -> None:
    """Raise ChangedOnDiskError when a file does not hold what it held when it was read; `found` is its digest."""
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


def digest_of(target: Path) -> str | None:
    """The SHA-256 in hex of what a file holds, or None when there is none."""
    try:
        return hashlib.sha256(target.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def replace_file(target: Path, content: bytes, *, mode: int | None = None) -> None:
    """Put a file with `content` in a file's place, whole at every moment, and onto the disk.

    It keeps the permissions of the file that it replaces; a new one gets `mode`. Raises OSError.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = beside(target)
    write_temporary(temporary, content, mode=permissions_of(target, mode))
    try:
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def beside(target: Path) -> Path:
    """A free name for a temporary file; only in the same folder does it take the other's place at once."""
    return target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")


def write_temporary(temporary: Path, content: bytes, *, mode: int | None) -> None:
    """Write a new file onto the disk, or leave none. Raises OSError."""
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def permissions_of(target: Path, default: int | None = None) -> int | None:
    """The permissions of a file, or `default` where there is none."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return default


def sync_folder(folder: Path) -> None:
    """Put the folder's entries on the disk, where the system can: the file is in place either way."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def locked(root: Path, path: Path) -> Iterator[None]:
    """Keep other personatui processes from the files below `root`. The lock lies outside: git never sees it.

    One lock for all of them, so that nobody waits for each other however many files are saved as one; `path` is
    for messages.
    """
    # Loaded only here: starting the program and reading a project need no lock.
    from filelock import FileLock, Timeout

    name = f"{folder_key(root)}.lock"
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
            path,
            "Another personatui has been saving to this folder for some time.",
            hint="Close the other one, then save again.",
        ) from error
    try:
        yield
    finally:
        lock.release()


def folder_key(root: Path) -> str:
    """A short name for a folder, the same for every process."""
    return hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:32]


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
def reporting(path: Path) -> Iterator[None]:
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
