"""From files to a Project: every record that can be read, and a finding for everything that cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from personatui.api import Finding, Severity, Tool
from personatui.errors import FileError, ProjectError
from personatui.host.guard import guarded
from personatui.model.base import SCHEMA_VERSION, Model
from personatui.model.canvas import Canvas
from personatui.model.edits import Data
from personatui.model.ids import PROJECT_REFERENCE, Reference
from personatui.model.persona import Persona
from personatui.model.project import CanvasKey, Project, Settings
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


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What is known of a record's file after reading it."""

    path: Path
    digest: str
    problems: tuple[Problem, ...] = ()
    unclean: tuple[tuple[str | int, ...], ...] = ()
    read_only: bool = False


@dataclass(frozen=True)
class LoadedProject:
    """A project as read: the view, what is known of each file, and the files that could not be read."""

    project: Project
    files: Mapping[Reference, LoadedFile]
    broken: Mapping[Reference, FileError] = field(default_factory=dict)
    misplaced: tuple[FileError, ...] = ()
    faults: tuple[Fault, ...] = ()


def model_for(reference: Reference, tools: Mapping[str, Tool]) -> type[Model]:
    """The model that a record's data is validated with; canvases of absent tools are plain canvases."""
    if reference.kind == "canvas":
        tool = tools.get(reference.tool)
        return tool.model if tool is not None else Canvas
    return RECORD_MODELS[reference.kind]


def read_data(reference: Reference, data: Data, tools: Mapping[str, Tool]) -> tuple[Reading[Model], Fault | None]:
    """The record that the data of one file describes, upgraded by its tool when it is of an older schema."""
    tool = tools.get(reference.tool) if reference.kind == "canvas" else None
    fault: Fault | None = None
    if tool is not None and tool.upgrade is not None:
        version = data.get("schema", SCHEMA_VERSION)
        if isinstance(version, int) and version < SCHEMA_VERSION:
            upgraded = guarded(tool.id, "upgrade", tool.upgrade, data, version, expect=dict)
            if isinstance(upgraded, Fault):
                fault = upgraded
            else:
                data = upgraded
    return read_record(model_for(reference, tools), data), fault


def load_project(
    folder: ProjectFolder, tools: Mapping[str, Tool], progress: Progress | None = None
) -> LoadedProject:
    """Read every record of a project. Raises ProjectError when the project file itself cannot be used."""
    records: dict[Reference, Model] = {}
    files: dict[Reference, LoadedFile] = {}
    broken: dict[Reference, FileError] = {}
    faults: list[Fault] = []

    scan = folder.scan()
    try:
        settings = _read(PROJECT_REFERENCE, folder.root / PROJECT_FILE, folder.root, tools, files, faults)
    except FileError as error:
        raise ProjectError(f"{error.place}: {error.message}", hint=error.hint) from error
    for done, (reference, path) in enumerate(scan.records):
        if reference.kind == "import":
            continue
        try:
            records[reference] = _read(reference, path, folder.root, tools, files, faults)
        except FileError as error:
            broken[reference] = error
        if progress is not None and done % 50 == 0:
            progress(done, len(scan.records))
    return LoadedProject(
        project=assemble(settings, records),
        files=files,
        broken=broken,
        misplaced=scan.problems,
        faults=tuple(faults),
    )


def assemble(settings: Model, records: Mapping[Reference, Model]) -> Project:
    """The frozen view over records, each kind in the order of its ids."""
    personas: dict[str, Persona] = {}
    segments: dict[str, Segment] = {}
    sources: dict[str, Source] = {}
    canvases: dict[CanvasKey, Canvas] = {}
    for reference in sorted(records, key=lambda ref: (ref.kind, ref.tool, ref.record)):
        record = records[reference]
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
        personas=personas,
        segments=segments,
        sources=sources,
        canvases=canvases,
    )


def _read(
    reference: Reference,
    path: Path,
    root: Path,
    tools: Mapping[str, Tool],
    files: dict[Reference, LoadedFile],
    faults: list[Fault],
) -> Model:
    document = read_document(path, root=root)
    reading, fault = read_data(reference, document.data, tools)
    if fault is not None:
        faults.append(fault)
    files[reference] = loaded_file(document, reading)
    return reading.record


def loaded_file(document: Document, reading: Reading[Any]) -> LoadedFile:
    """What to remember of a file that was read."""
    return LoadedFile(document.path, document.digest, reading.problems, tuple(document.unclean), reading.read_only)


def file_finding(error: FileError, root: Path, where: str = "") -> Finding:
    """A file that cannot be read, as a finding that names its place below the project."""
    return Finding(
        code="core.unreadable-file",
        severity=Severity.ERROR,
        message=error.message,
        where=where,
        hint=error.hint,
        file=relative(error.path, root),
        line=error.line,
    )


def relative(path: Path, root: Path) -> str:
    """A path below the project as findings show it, with forward slashes."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return str(path)
