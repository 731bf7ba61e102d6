"""From files to a Project: every record that can be read, and an error for every file that cannot."""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from personatui.errors import FileError, ProjectError
from personatui.host.guard import guarded
from personatui.host.plugins import PluginHost
from personatui.model.base import Model, schema_version
from personatui.model.canvas import Canvas
from personatui.model.cleaning import clean_line
from personatui.model.edits import Data, copied
from personatui.model.edits import Path as DataPath
from personatui.model.ids import PROJECT_REFERENCE, Reference
from personatui.model.persona import Persona
from personatui.model.project import Project, Settings
from personatui.model.reports import Fault
from personatui.model.segment import Segment
from personatui.model.source import Source
from personatui.model.validation import Problem, Reading, read_record
from personatui.store.folders import PROJECT_FILE, ProjectFolder
from personatui.store.reading import Document, read_document

RECORD_MODELS: dict[str, type[Model]] = {
    "persona": Persona,
    "segment": Segment,
    "source": Source,
    "project": Settings,
}

Progress = Callable[[int, int], None]

# From so many files on, the collector is told not to look through them again and again.
_MANY_FILES = 500

_K = TypeVar("_K")


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What is known of a record's file as it is in memory; `digest` is the SHA-256 of `text` in hex.

    `unclean` are the paths of texts that hold control characters. A file is `read_only` when a newer version
    wrote it, or when its tool failed on it, which `fault` tells.
    """

    path: Path
    text: str
    digest: str
    problems: tuple[Problem, ...] = ()
    unclean: tuple[DataPath, ...] = ()
    read_only: bool = False
    fault: Fault | None = None


@dataclass(frozen=True)
class LoadedProject:
    """A project as it is in memory: the view, what is known of each file, and what could not be read.

    `broken` are records whose file cannot be read, `misplaced` files that cannot be records where they lie.
    """

    project: Project
    files: Mapping[Reference, LoadedFile]
    broken: Mapping[Reference, FileError] = field(default_factory=dict)
    misplaced: tuple[FileError, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The failures of tools on their own canvases."""
        return tuple(file.fault for file in self.files.values() if file.fault is not None)

    @property
    def nothing_read(self) -> bool:
        """Whether there are files that should be personas, and none of them could be read."""
        if self.project.personas:
            return False
        if any(reference.kind == "persona" for reference in self.broken):
            return True
        folder = self.files[PROJECT_REFERENCE].path.parent / "personas"
        return any(folder in (error.path, error.path.parent) for error in self.misplaced)

    def with_records(self, records: Mapping[Reference, tuple[Model, LoadedFile] | None]) -> LoadedProject:
        """The project with some records anew, or without those that are None."""
        project = self.project
        settings = project.settings
        # Only what changes is copied and sorted: a project may hold ten thousand others.
        kinds: dict[str, dict[Reference, Model | None]] = {}
        files = dict(self.files)
        for reference, found in records.items():
            if found is None:
                files.pop(reference, None)
            else:
                files[reference] = found[1]
            record = found[0] if found is not None else None
            if reference.kind != "project":
                kinds.setdefault(reference.kind, {})[reference] = record
            elif isinstance(record, Settings):
                settings = record
        return replace(
            self,
            project=Project(
                settings=settings,
                personas=_changed(project.personas, kinds.get("persona", {}), _record_id),
                segments=_changed(project.segments, kinds.get("segment", {}), _record_id),
                sources=_changed(project.sources, kinds.get("source", {}), _record_id),
                canvases=_changed(project.canvases, kinds.get("canvas", {}), _canvas_key),
                references=project.references,
            ),
            files=files,
            broken={key: error for key, error in self.broken.items() if records.get(key) is None},
        )


def _record_id(reference: Reference) -> str:
    return reference.record


def _canvas_key(reference: Reference) -> tuple[str, str]:
    return reference.tool, reference.record


def _changed(
    known: Mapping[_K, Any], records: Mapping[Reference, Model | None], key_of: Callable[[Reference], Any]
) -> Mapping[_K, Any]:
    """Records by key in the order of their keys, with some set anew and some left out."""
    if not records:
        return known
    found = dict(known)
    keys: list[Any] | None = None
    for reference, record in records.items():
        key = key_of(reference)
        if record is None:
            found.pop(key, None)
            continue
        if key not in found:
            keys = list(found) if keys is None else keys
            keys.insert(bisect_left(keys, key), key)
        found[key] = record
    return MappingProxyType(found if keys is None else {key: found[key] for key in keys if key in found})


def model_for(reference: Reference, plugins: PluginHost) -> type[Model]:
    """The model that a record's data is validated with; canvases of absent tools are plain canvases.

    What has no model of its own, such as what an import left behind, is any data.
    """
    if reference.kind == "canvas":
        tool = plugins.tools.get(reference.tool)
        return tool.model if tool is not None else Canvas
    return RECORD_MODELS.get(reference.kind, Model)


def upgraded_data(reference: Reference, data: Data, plugins: PluginHost) -> Data | Fault:
    """The data of a canvas as its tool writes it today; the data itself when it is not of an older schema."""
    tool = plugins.tools.get(reference.tool) if reference.kind == "canvas" else None
    if tool is None or tool.upgrade is None:
        return data
    current = schema_version(tool.model)
    version = data.get("schema", current)
    if type(version) is not int or version >= current:
        return data
    owner, stage = plugins.owner_of(tool.id), f"{tool.id} upgrade"
    upgrade = partial(guarded, owner, stage, tool.upgrade, copied(data), version, expect=dict)
    upgraded: Data | Fault = plugins.within(owner, stage, upgrade)
    return upgraded if isinstance(upgraded, Fault) else {**upgraded, "schema": current}


def read_data(reference: Reference, data: Data, plugins: PluginHost) -> tuple[Reading[Model], Fault | None]:
    """The record that the data of one file describes. A canvas on which its tool fails is read as an empty one."""
    model = model_for(reference, plugins)
    if reference.kind != "canvas" or reference.tool not in plugins.tools:
        return read_record(model, data), None
    current = upgraded_data(reference, data, plugins)
    if isinstance(current, Fault):
        return _empty_canvas(model, reference, current), current
    owner, stage = plugins.owner_of(reference.tool), f"{reference.tool} canvas"
    read = partial(guarded, owner, stage, read_record, model, current, expect=Reading)
    reading: Reading[Model] | Fault = plugins.within(owner, stage, read)
    if isinstance(reading, Fault):
        return _empty_canvas(model, reference, reading), reading
    return reading, None


def _empty_canvas(model: type[Model], reference: Reference, fault: Fault) -> Reading[Model]:
    problem = Problem(
        (),
        f"The tool {reference.tool} failed on this canvas, so it is shown empty: {fault.message}",
        code="core.tool-failed",
    )
    return Reading(model.model_construct(), (problem,), read_only=True)


def read_loaded(reference: Reference, document: Document, plugins: PluginHost) -> tuple[Model, LoadedFile]:
    """The record that a document describes, and what is to be known of its file."""
    reading, fault = read_data(reference, document.data, plugins)
    return reading.record, LoadedFile(
        document.path,
        document.text,
        document.digest,
        reading.problems,
        document.unclean,
        reading.read_only,
        fault,
    )


def read_settings(folder: ProjectFolder, plugins: PluginHost) -> tuple[Model, LoadedFile]:
    """The project's own record. Raises ProjectError when there is none or it cannot be read."""
    file = folder.root / PROJECT_FILE
    if not file.exists() and not file.is_symlink():
        shown = clean_line(str(folder.root))
        raise ProjectError(
            f"{shown} is no personatui project: it has no {PROJECT_FILE}.",
            hint=f"Start one there with `personatui new {shown}`.",
        )
    try:
        return read_loaded(PROJECT_REFERENCE, read_document(file, root=folder.root), plugins)
    except FileError as error:
        raise ProjectError(f"{error.place}: {error.message}", hint=error.hint) from error


def load_project(folder: ProjectFolder, plugins: PluginHost, progress: Progress | None = None) -> LoadedProject:
    """Read every record of a project. Raises ProjectError when there is none or its own file cannot be read."""
    settings = read_settings(folder, plugins)
    scan = folder.scan()
    records: dict[Reference, Model] = {}
    files = {PROJECT_REFERENCE: settings[1]}
    broken: dict[Reference, FileError] = {}
    with _collector_at_rest(len(scan.records)):
        for done, (reference, path) in enumerate(scan.records):
            if progress is not None and done % 50 == 0:
                progress(done, len(scan.records))
            if reference.kind == "import":
                continue
            try:
                document = read_document(path, root=folder.root)
            except FileError as error:
                broken[reference] = error
            else:
                records[reference], files[reference] = read_loaded(reference, document, plugins)
        if progress is not None:
            progress(len(scan.records), len(scan.records))
    return LoadedProject(_assemble(settings[0], records), files, broken, scan.problems)


def _assemble(settings: Model, records: Mapping[Reference, Model]) -> Project:
    """The frozen view over records, in the order in which they are given."""
    personas: dict[str, Persona] = {}
    segments: dict[str, Segment] = {}
    sources: dict[str, Source] = {}
    canvases: dict[tuple[str, str], Canvas] = {}
    for reference, record in records.items():
        if isinstance(record, Persona):
            personas[reference.record] = record
        elif isinstance(record, Segment):
            segments[reference.record] = record
        elif isinstance(record, Source):
            sources[reference.record] = record
        elif isinstance(record, Canvas):
            canvases[reference.tool, reference.record] = record
    return Project(
        settings=settings if isinstance(settings, Settings) else Settings(),
        personas=MappingProxyType(personas),
        segments=MappingProxyType(segments),
        sources=MappingProxyType(sources),
        canvases=MappingProxyType(canvases),
    )


@contextmanager
def _collector_at_rest(count: int) -> Iterator[None]:
    """Read many files without the garbage collector, which would look through all records over and over.

    Records hold no cycles. Afterwards those of a large project are kept out of its sight, so that it does not
    stop the program for a second in the middle of somebody's typing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if count >= _MANY_FILES:
            gc.freeze()
        if was_on:
            gc.enable()


def relative(path: Path, root: Path) -> str:
    """A path below the project as findings show it: on one line, with forward slashes."""
    try:
        return clean_line(path.relative_to(root).as_posix())
    except ValueError:
        return clean_line(str(path))
