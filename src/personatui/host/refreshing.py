"""Bringing a project in memory in line with the disk, whole or file by file, past what was edited meanwhile."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from personatui.errors import FileError
from personatui.host.loading import LoadedFile, LoadedProject, read_loaded, read_settings
from personatui.host.plugins import PluginHost
from personatui.model.base import Model
from personatui.model.ids import PROJECT_REFERENCE, Reference
from personatui.store.folders import FOLDERS, ProjectFolder
from personatui.store.reading import read_bytes, read_document


@dataclass(frozen=True)
class Reread:
    """What some files hold now. `records` are those that differ from what was known; None is no readable file.

    `digests` are of every file that was looked at, None where there is none that can be read. `misplaced` is None
    when nothing can have changed about it.
    """

    records: Mapping[Reference, tuple[Model, LoadedFile] | None]
    digests: Mapping[Reference, str | None]
    broken: Mapping[Reference, FileError] = field(default_factory=dict)
    misplaced: tuple[FileError, ...] | None = None


@dataclass(frozen=True)
class Known:
    """What is known at one moment. `bases` are the digests that records with unsaved edits were read with."""

    loaded: LoadedProject
    bases: Mapping[Reference, str | None]

    def digest(self, key: Reference) -> str | None:
        """What the disk holds of a record, as far as is known."""
        file = self.loaded.files.get(key)
        return self.bases.get(key, file.digest if file is not None else None)

    def is_as(self, other: Known, key: Reference) -> bool:
        """Whether a record was neither edited nor saved between two moments."""
        return self.loaded.files.get(key) is other.loaded.files.get(key) and self.digest(key) == other.digest(key)


@dataclass(frozen=True)
class Refreshed:
    """A project brought in line with the disk, and the records that `changed` there.

    `overtaken` are those that were edited or saved while the disk was read: what was read of them is older than what
    is known, and they are as they were.
    """

    loaded: LoadedProject
    changed: tuple[Reference, ...]
    overtaken: frozenset[Reference]


def refreshed(before: Known, now: Known, found: LoadedProject | Reread) -> Refreshed:
    """The project with what was found on disk. `before` is what was known when the reading began."""
    if isinstance(found, LoadedProject):
        return _wholly_refreshed(before, now, found)
    loaded = now.loaded
    overtaken = frozenset(key for key in found.digests if not now.is_as(before, key))
    seen = [key for key in found.digests if key not in overtaken]
    changed = [
        key
        for key in seen
        if found.digests[key] != now.digest(key) or str(found.broken.get(key)) != str(before.loaded.broken.get(key))
    ]
    records = {key: found.records[key] for key in seen if key in found.records and key not in now.bases}
    fresh = loaded.with_records(records) if records else loaded
    broken = {key: error for key, error in fresh.broken.items() if key not in seen}
    broken.update((key, error) for key, error in found.broken.items() if key in seen)
    if records or broken != fresh.broken:
        fresh = replace(fresh, broken=broken)
    if found.misplaced is not None and list(map(str, found.misplaced)) != list(map(str, fresh.misplaced)):
        fresh = replace(fresh, misplaced=found.misplaced)
    return Refreshed(fresh, tuple(changed), overtaken)


def _wholly_refreshed(before: Known, now: Known, fresh: LoadedProject) -> Refreshed:
    keys = {**before.loaded.files, **now.loaded.files, **fresh.files}
    overtaken = frozenset(key for key in keys if not now.is_as(before, key))
    kept = {key: _record_of(key, now.loaded) for key in {*overtaken, *now.bases} if key.kind != "import"}
    changed = tuple(key for key in {**now.loaded.files, **now.bases, **fresh.files} if key not in overtaken)
    digests = {key: file.digest for key, file in fresh.files.items()}
    changed = tuple(key for key in changed if now.digest(key) != digests.get(key))
    # A file may be beyond reading while its record with unsaved edits lives on.
    loaded = replace(fresh.with_records(kept) if kept else fresh, broken=fresh.broken)
    return Refreshed(loaded, changed, overtaken)


def _record_of(reference: Reference, loaded: LoadedProject) -> tuple[Model, LoadedFile] | None:
    record, file = loaded.project.record(reference), loaded.files.get(reference)
    return None if record is None or file is None else (record, file)


def reread(folder: ProjectFolder, plugins: PluginHost, loaded: LoadedProject, paths: Iterable[Path]) -> Reread:
    """Read the files at `paths` again; a folder stands for all that is in it, or was.

    Raises ProjectError when the project's own file is among them and cannot be read.
    """
    wanted, folders, scans = _sorted_out(folder, loaded, paths)
    misplaced = None
    if scans:
        scan = folder.scan()
        misplaced = scan.problems
        there = {reference for reference, _ in scan.records}
        known = {*loaded.files, *loaded.broken, *there}
        wanted |= {key for key in known if any(folder.path_of(key).is_relative_to(place) for place in folders)}
    else:
        there = {key for key in wanted if os.path.lexists(folder.path_of(key))}
    records: dict[Reference, tuple[Model, LoadedFile] | None] = {}
    digests: dict[Reference, str | None] = {}
    broken: dict[Reference, FileError] = {}
    for reference in sorted(wanted, key=str):
        if reference.kind == "import":
            continue
        path, before = folder.path_of(reference), loaded.files.get(reference)
        digests[reference] = None
        if reference == PROJECT_REFERENCE:
            found = read_settings(folder, plugins)
            digests[reference] = found[1].digest
            if before is None or found[1].digest != before.digest:
                records[reference] = found
        elif reference not in there:
            if before is not None:
                records[reference] = None
        else:
            try:
                digests[reference] = digest = hashlib.sha256(read_bytes(path, root=folder.root)).hexdigest()
                if before is None or digest != before.digest:
                    records[reference] = found = read_loaded(reference, read_document(path, root=folder.root), plugins)
                    digests[reference] = found[1].digest
            except FileError as error:
                digests[reference] = None
                records[reference], broken[reference] = None, error
    return Reread(records, digests, broken, misplaced)


def _sorted_out(
    folder: ProjectFolder, loaded: LoadedProject, paths: Iterable[Path]
) -> tuple[set[Reference], set[Path], bool]:
    """The records that paths name, the folders among them, and whether the folders have to be looked through."""
    wanted: set[Reference] = set()
    folders: set[Path] = set()
    misplaced = {error.path for error in loaded.misplaced}
    scans = False
    for path in paths:
        reference = folder.reference_of(path)
        if reference is not None:
            wanted.add(reference)
            # Where a link leads is for the look through the folders to judge.
            is_link = path.is_symlink() or (path.parent != folder.root and path.parent.is_symlink())
            scans = scans or is_link or path in misplaced
            continue
        scans = True
        parts = Path(os.path.normpath(folder.root / path)).parts[len(folder.root.parts) :]
        if len(parts) <= 1 or (len(parts) == 2 and parts[0] == FOLDERS["canvas"]):
            folders.add(folder.root.joinpath(*parts))
    if folder.root in folders:
        wanted.add(PROJECT_REFERENCE)
    return wanted, folders, scans
