"""Saving several files as one: all of them hold what was meant, or each is as it was."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from personatui.errors import FileError
from personatui.store.reading import refuse_outside
from personatui.store.recovery import Replacement, content_of, finish, forget, remember
from personatui.store.saving import (
    SaveListener,
    beside,
    delete_file,
    encoded,
    entry_of,
    locked,
    permissions_of,
    refuse_changed,
    replace_file,
    reporting,
    save_text,
    sync_folder,
    write_temporary,
)


@dataclass(frozen=True, slots=True)
class FileWrite:
    """What one file is to hold; `text` None deletes it.

    `expected_digest` is the SHA-256 in hex of what it held when it was read, None where there must be none yet. A
    new file gets the permissions of the file `like`.
    """

    path: Path
    text: str | None
    expected_digest: str | None
    like: Path | None = None


def save_files(writes: Sequence[FileWrite], *, root: Path, on_saved: SaveListener | None = None) -> None:
    """Make all of the writes, or none.

    Raises ChangedOnDiskError when one of the files holds something else than expected, FileError when one cannot be
    written; then every file is as it was. A save that the end of the program cuts off is finished by
    `recovery.recover`. `on_saved` hears of each file once the disk holds them all.
    """
    if len(writes) == 1 and writes[0].like is None:
        _save_one(writes[0], root, on_saved)
        return
    tasks = [_task(write, root) for write in writes]
    _refuse_twice(tasks)
    if not tasks:
        return
    with reporting(tasks[0].path), locked(root, tasks[0].path):
        finish(root)
        files = [file for task in tasks if (file := task.prepared()) is not None]
        if files:
            _replace_all(root, files, {task.target: task.path for task in tasks})
        if on_saved is not None:
            for task in tasks:
                content = task.after
                on_saved(task.target, None if content is None else hashlib.sha256(content).hexdigest())


def _save_one(write: FileWrite, root: Path, on_saved: SaveListener | None) -> None:
    digest = write.expected_digest
    if write.text is not None:
        save_text(write.path, write.text, expected_digest=digest, root=root, on_saved=on_saved)
    else:
        delete_file(write.path, expected_digest=digest or "", root=root, on_saved=on_saved)


@dataclass(frozen=True, slots=True)
class _Task:
    """A write with the real place of its file and the bytes that it is to hold."""

    path: Path
    target: Path
    after: bytes | None
    expected_digest: str | None
    like: Path | None

    def prepared(self) -> Replacement | None:
        """What is to be replaced, None where the disk holds it already. Raises ChangedOnDiskError and FileError."""
        with reporting(self.path):
            before = content_of(self.target)
            mode = permissions_of(self.target if self.like is None or before is not None else self.like)
        found = None if before is None else hashlib.sha256(before).hexdigest()
        expected = self.expected_digest
        if self.after is None:
            refuse_changed(self.path, found, expected or "")
        else:
            refuse_changed(self.path, found, expected, new_digest=hashlib.sha256(self.after).hexdigest())
        if before == self.after:
            return None
        return Replacement(self.target, before, self.after, mode, beside(self.target))


def _task(write: FileWrite, root: Path) -> _Task:
    if write.text is None:
        return _Task(write.path, entry_of(write.path, root), None, write.expected_digest, None)
    target = Path(refuse_outside(write.path, root))
    return _Task(write.path, target, encoded(write.path, write.text), write.expected_digest, write.like)


def _refuse_twice(tasks: Sequence[_Task]) -> None:
    """Raise FileError when two of the files are one, through a link."""
    known: dict[Path, Path] = {}
    for task in tasks:
        other = known.setdefault(task.target, task.path)
        if other is not task.path:
            raise FileError(
                task.path,
                f"This file and {other.name} are one and the same, so they cannot be saved together.",
                hint="Replace the link with a copy of the file.",
            )


def _replace_all(root: Path, files: Sequence[Replacement], names: dict[Path, Path]) -> None:
    """Replace every file, or put back what was replaced and raise FileError."""
    links = {file.target: file.target.readlink() for file in files if file.target.is_symlink()}
    record = remember(root, files)
    begun: list[Replacement] = []
    try:
        for file in files:
            if file.after is not None:
                with reporting(names[file.target]):
                    file.target.parent.mkdir(parents=True, exist_ok=True)
                    write_temporary(file.temporary, file.after, mode=file.mode)
        for file in files:
            with reporting(names[file.target]):
                begun.append(file)
                if file.after is not None:
                    file.temporary.replace(file.target)
                else:
                    file.target.unlink()
        for folder in dict.fromkeys(file.target.parent for file in files):
            sync_folder(folder)
    except BaseException as error:
        for file in files:
            with contextlib.suppress(OSError):
                file.temporary.unlink()
        stuck = [file for file in reversed(begun) if not _put_back(file, links.get(file.target))]
        if stuck:
            # The record stays: it is finished when the project is opened next, or saved again.
            raise FileError(
                names[stuck[0].target],
                "The save was cut off in the middle, and this file could not be put back.",
                hint="Look after the disk, then open the project again.",
            ) from error
        forget(record)
        raise
    forget(record)


def _put_back(file: Replacement, link: Path | None) -> bool:
    """Give a file what it held before; whether it could be done."""
    try:
        if link is not None:
            if not file.target.is_symlink():
                file.target.symlink_to(link)
        elif content_of(file.target) == file.before:
            return True
        elif file.before is not None:
            replace_file(file.target, file.before, mode=file.mode)
        else:
            file.target.unlink()
    except OSError:
        return False
    sync_folder(file.target.parent)
    return True
