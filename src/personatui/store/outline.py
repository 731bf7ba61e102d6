"""The first look at a project: names alone, read from the top of each file, while the rest still loads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import rtoml

from personatui.errors import FileError
from personatui.model.cleaning import clean_line
from personatui.model.ids import is_record_id
from personatui.store.folders import FOLDERS, PROJECT_FILE
from personatui.store.reading import MAX_BYTES, refuse_outside

_SUFFIX = ".toml"
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class PersonaOutline:
    """What the list of personas shows of one."""

    id: str
    name: str
    role: str = ""
    kind: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class SegmentOutline:
    """What the list of personas shows of a segment, and its share of the market, by which segments are sorted."""

    id: str
    name: str
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class ProjectOutline:
    """A project's name and the names in it, sorted by id."""

    name: str
    personas: tuple[PersonaOutline, ...] = ()
    segments: tuple[SegmentOutline, ...] = ()


class OutlineReader:
    """Reads an outline in a thread of its own, so that it is there when the screen is."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._outline: ProjectOutline | None = None
        self._thread = Thread(target=self._read, name="outline", daemon=True)
        self._thread.start()

    @property
    def outline(self) -> ProjectOutline | None:
        """The outline, or None while it is being read."""
        return self._outline

    def wait(self) -> ProjectOutline:
        """The outline, once it has been read."""
        self._thread.join()
        return self._outline or ProjectOutline(clean_line(self._root.name))

    def _read(self) -> None:
        self._outline = read_outline(self._root)


def read_outline(root: Path) -> ProjectOutline:
    """The outline of the project at `root`. Files that cannot be read are left out; the full load reports them."""
    root = Path(os.path.realpath(root))
    project = _head(root / PROJECT_FILE) or {}
    return ProjectOutline(
        name=_text(project, "name") or clean_line(root.name),
        personas=tuple(
            PersonaOutline(
                record,
                _text(head, "name") or record,
                _text(head, "role"),
                _text(head, "kind"),
                _text(head, "segment"),
            )
            for record, head in _heads(root, FOLDERS["persona"])
        ),
        segments=tuple(
            SegmentOutline(record, _text(head, "name") or record, _number(head, "share"))
            for record, head in _heads(root, FOLDERS["segment"])
        ),
    )


def _heads(root: Path, folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        refuse_outside(root / folder, root)
        with os.scandir(root / folder) as entries:
            files = sorted((entry for entry in entries if entry.name.endswith(_SUFFIX)), key=lambda entry: entry.name)
    except (OSError, FileError):
        return
    for file in files:
        record = file.name.removesuffix(_SUFFIX)
        if not is_record_id(record) or (file.is_symlink() and not _is_inside(file, root)) or not file.is_file():
            continue
        head = _head(file.path)
        if head is not None:
            yield record, head


def _head(path: str | Path) -> dict[str, Any] | None:
    """The keys above the first table of a file, or None when it cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - one call a file, a thousand times
            content = file.read(_HEAD_BYTES)
            cut = content.find(b"\n[")
            if cut >= 0:
                try:
                    return rtoml.loads(content[:cut].decode())
                except ValueError:
                    # The bracket stood in a text or an array; all of the file tells.
                    pass
            content += file.read(MAX_BYTES)
        return rtoml.loads(content.decode()) if len(content) <= MAX_BYTES else None
    except (OSError, ValueError, RecursionError):
        return None


def _is_inside(file: os.DirEntry[str], root: Path) -> bool:
    try:
        refuse_outside(Path(file.path), root)
    except FileError:
        return False
    return True


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return clean_line(value) if isinstance(value, str) else ""


def _number(data: dict[str, Any], key: str) -> float:
    value = data.get(key)
    return float(value) if isinstance(value, int | float) else 0.0
