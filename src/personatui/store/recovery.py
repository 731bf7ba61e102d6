"""What a save of several files left behind when it was cut off: a record of it, and how it is finished.

The record lies outside the project, in the user's state folder, for as long as the files are being replaced. Whoever
finds one while no save is running knows that the last one ended in the middle.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from personatui.errors import FileError
from personatui.store.reading import refuse_outside

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Replacement:
    """One file of a save: its real place, and what it holds before and after. None is no file.

    `mode` are the permissions that the file gets, `temporary` is where its new content waits meanwhile.
    """

    target: Path
    before: bytes | None
    after: bytes | None
    mode: int | None
    temporary: Path


def record_path(root: Path) -> Path:
    """Where the record of a save in the project at `root` lies, if there is one."""
    from personatui.store.saving import folder_key
    from personatui.store.settings import state_folder

    return state_folder() / "saving" / f"{folder_key(root)}.json"


def recover(root: Path) -> tuple[Path, ...]:
    """Finish a save of several files that was cut off, and return the files that were written or deleted for it.

    Nothing is done for a save that had replaced no file yet, nor to a file that somebody has changed since. Raises
    FileError when it cannot be finished now; the next call tries again.
    """
    record = record_path(root)
    if not os.path.lexists(record):
        return ()
    from personatui.store.saving import locked, reporting

    # A save that still runs holds the lock until its record is gone.
    with reporting(record), locked(root, record):
        return finish(root)


def finish(root: Path) -> tuple[Path, ...]:
    """`recover`, for who holds the lock of the project. Raises OSError and FileError."""
    from personatui.store.saving import replace_file, sync_folder

    record = record_path(root)
    files = _read(record, root)
    if files is None:
        return ()
    found = [content_of(file.target) for file in files]
    begun = any(content == file.after != file.before for content, file in zip(found, files, strict=True))
    done: list[Path] = []
    for content, file in zip(found, files, strict=True):
        if begun and content == file.before != file.after:
            if file.after is None:
                file.target.unlink()
                sync_folder(file.target.parent)
            else:
                replace_file(file.target, file.after, mode=file.mode)
            done.append(file.target)
        with contextlib.suppress(OSError):
            file.temporary.unlink()
    forget(record)
    return tuple(done)


def remember(root: Path, files: Sequence[Replacement]) -> Path | None:
    """Put the record of a save onto the disk before its first file is touched.

    None where there is no place for one: the save is whole without it, unless the program is killed meanwhile.
    """
    import json

    from personatui.store.saving import replace_file

    record = record_path(root)
    real = os.path.realpath(root)
    entries = [
        {
            "path": os.path.relpath(file.target, real),
            "before": _text(file.before),
            "after": _text(file.after),
            "mode": file.mode,
            "temporary": file.temporary.name,
        }
        for file in files
    ]
    try:
        # It holds texts of the project, which may be nobody else's business.
        replace_file(record, json.dumps({"version": _VERSION, "files": entries}).encode(), mode=0o600)
    except OSError:
        return None
    return record


def forget(record: Path | None) -> None:
    """Take a record away once the disk holds all of it, or none."""
    from personatui.store.saving import sync_folder

    if record is not None:
        with contextlib.suppress(OSError):
            record.unlink()
            sync_folder(record.parent)


def _read(record: Path, root: Path) -> list[Replacement] | None:
    """The files of a record, or None when there is none that can be used; such a one is taken away."""
    import json

    try:
        data = json.loads(record.read_bytes())
        if data["version"] != _VERSION:
            return None
        return [_replacement(entry, root) for entry in data["files"]]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError, TypeError, AttributeError, FileError):
        forget(record)
        return None


def _replacement(entry: dict[str, Any], root: Path) -> Replacement:
    real = Path(os.path.realpath(root))
    target = real / entry["path"]
    # A link may have been put in the way since.
    refuse_outside(target.parent / "x", real)
    mode = entry["mode"]
    return Replacement(
        target,
        _bytes(entry["before"]),
        _bytes(entry["after"]),
        mode if isinstance(mode, int) else None,
        target.with_name(entry["temporary"]),
    )


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode("utf-8", "surrogateescape")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogateescape")


def content_of(target: Path) -> bytes | None:
    """The bytes of a file, or None when there is none. Raises OSError."""
    try:
        return target.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
