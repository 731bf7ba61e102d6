"""The folders of a project: where each record lies, which files are records, and starting a new project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from personatui.errors import FileError, ProjectError
from personatui.model.cleaning import clean_line
from personatui.model.ids import PROJECT_REFERENCE, Reference, is_record_id, slugify
from personatui.store.reading import refuse_outside

PROJECT_FILE = "personatui.toml"
MAX_FILES = 20_000

# The folder of each kind of record; canvases lie one folder deeper, by tool.
FOLDERS = {
    "persona": "personas",
    "segment": "segments",
    "source": "sources",
    "canvas": "canvases",
    "import": "imports",
}
_SUFFIX = ".toml"


def find_project(start: Path) -> Path:
    """The nearest folder from `start` upwards that holds a project. Raises ProjectError when there is none."""
    folder = Path(os.path.realpath(start))
    if folder.name == PROJECT_FILE and folder.is_file():
        return folder.parent
    for candidate in (folder, *folder.parents):
        if (candidate / PROJECT_FILE).is_file():
            return candidate
    raise ProjectError(
        f"There is no project in {clean_line(str(start))} or above it.",
        hint="Start one with `personatui new PATH`, or look at a sample with `personatui demo`.",
    )


def create_project(root: Path, name: str, text: str = "") -> Path:
    """Write `personatui.toml` and the folders of a new project, and return the project's file.

    `text` is what the file says, else it says the name. Other files in the folder stay.

    Raises ProjectError when there is a project already or nothing can be written.
    """
    from personatui.model.base import SCHEMA_VERSION
    from personatui.store.formatting import format_file

    file = root / PROJECT_FILE
    if root.exists() and not root.is_dir():
        raise ProjectError(f"{clean_line(str(root))} is a file, not a folder.", hint="Choose another path.")
    if file.exists() or file.is_symlink():
        raise ProjectError(f"There is a project in {clean_line(str(root))} already.", hint="Open it instead.")
    try:
        for kind in ("persona", "segment", "source", "canvas"):
            (root / FOLDERS[kind]).mkdir(parents=True, exist_ok=True)
        # "x": somebody else's project that appears meanwhile must not be overwritten.
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text or format_file({"schema": SCHEMA_VERSION, "name": clean_line(name)}))
    except OSError as error:
        reason = clean_line(error.strerror or str(error))
        raise ProjectError(
            f"No project could be written to {clean_line(str(root))}: {reason}.", hint="Choose another path."
        ) from error
    return file


@dataclass(frozen=True, slots=True)
class Scan:
    """The files of a project that are records, sorted, and what is wrong with others."""

    records: tuple[tuple[Reference, Path], ...]
    problems: tuple[FileError, ...]


class ProjectFolder:
    """The files of one project. Nothing is kept in memory: every answer is of the disk as it is now."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.realpath(root))

    def path_of(self, reference: Reference) -> Path:
        """Where the record of a reference lies, or would. Raises ProjectError for an id that no file may have."""
        if reference.kind == "project":
            return self.root / PROJECT_FILE
        names = [reference.tool, reference.record] if reference.kind == "canvas" else [reference.record]
        if reference.kind not in FOLDERS or not all(map(is_record_id, names)):
            raise ProjectError(
                f"{clean_line(str(reference))} names no file of a project.",
                hint="Ids are small letters, digits, - and _.",
            )
        return self.root.joinpath(FOLDERS[reference.kind], *names[:-1], names[-1] + _SUFFIX)

    def reference_of(self, path: Path) -> Reference | None:
        """The record that a file holds, or None when it is none of this project's."""
        try:
            parts = Path(os.path.normpath(self.root / path)).relative_to(self.root).parts
        except ValueError:
            return None
        if parts == (PROJECT_FILE,):
            return PROJECT_REFERENCE
        kind = next((kind for kind, folder in FOLDERS.items() if parts and folder == parts[0]), "")
        if not kind or len(parts) != (3 if kind == "canvas" else 2) or not parts[-1].endswith(_SUFFIX):
            return None
        record = parts[-1].removesuffix(_SUFFIX)
        tool = parts[1] if kind == "canvas" else ""
        if not is_record_id(record) or (tool and not is_record_id(tool)):
            return None
        return Reference(kind, record, tool)

    def scan(self) -> Scan:
        """Every record's file, and the files whose name or place keeps them from being one.

        Hidden files and files that are no TOML are passed over in silence.
        """
        records: list[tuple[Reference, Path]] = []
        problems: list[FileError] = []
        for kind, folder in FOLDERS.items():
            for tool, path in self._places(kind, self.root / folder, problems):
                for file in self._files(path, problems):
                    record = file.name[: -len(_SUFFIX)]
                    if not file.name.endswith(_SUFFIX) or not is_record_id(record):
                        problems.append(_bad_name(Path(file.path)))
                    elif not file.is_symlink() or self._is_inside(file, problems):
                        records.append((Reference(kind, record, tool), Path(file.path)))
                    if len(records) > MAX_FILES:
                        problems.append(_too_many(self.root))
                        return Scan(_sorted(records[:MAX_FILES]), tuple(problems))
        return Scan(_sorted(records), tuple(problems))

    def _places(self, kind: str, folder: Path, problems: list[FileError]) -> Iterator[tuple[str, Path]]:
        """The folders that hold the files of a kind, with the tool of each."""
        if kind != "canvas":
            yield "", folder
            return
        for entry in self._entries(folder, problems):
            if entry.is_dir():
                if is_record_id(entry.name):
                    yield entry.name, Path(entry.path)
                else:
                    problems.append(_bad_name(Path(entry.path), what="folder"))
            elif entry.name.lower().endswith(_SUFFIX):
                problems.append(
                    FileError(
                        entry.path,
                        "A canvas lies in the folder of its tool.",
                        hint="Move it to canvases/<tool>/.",
                    )
                )

    def _files(self, folder: Path, problems: list[FileError]) -> Iterator[os.DirEntry[str]]:
        for entry in self._entries(folder, problems):
            if entry.name.lower().endswith(_SUFFIX):
                yield entry
            elif entry.is_dir() and not entry.is_symlink() and any(Path(entry.path).glob(f"*{_SUFFIX}")):
                problems.append(
                    FileError(
                        entry.path,
                        "Files in this folder are not read.",
                        hint=f"Move them up to {folder.name}/.",
                    )
                )

    def _entries(self, folder: Path, problems: list[FileError]) -> list[os.DirEntry[str]]:
        """What lies in a folder that lies in the project, by name, without what is hidden."""
        if not os.path.lexists(folder):
            return []
        try:
            if folder.is_symlink():
                refuse_outside(folder, self.root)
            with os.scandir(folder) as entries:
                return sorted((e for e in entries if not e.name.startswith(".")), key=lambda entry: entry.name)
        except FileError as error:
            problems.append(error)
        except OSError as error:
            reason = clean_line(error.strerror or str(error))
            problems.append(FileError(folder, f"The folder cannot be read: {reason}.", hint="Change its permissions."))
        return []

    def _is_inside(self, file: os.DirEntry[str], problems: list[FileError]) -> bool:
        try:
            refuse_outside(Path(file.path), self.root)
        except FileError as error:
            problems.append(error)
            return False
        return True


def _sorted(records: list[tuple[Reference, Path]]) -> tuple[tuple[Reference, Path], ...]:
    return tuple(sorted(records, key=lambda pair: (pair[0].kind, pair[0].tool, pair[0].record)))


def _bad_name(path: Path, what: str = "file") -> FileError:
    stem = path.name[: -len(_SUFFIX)] if path.name.lower().endswith(_SUFFIX) else path.name
    better = slugify(stem) + (_SUFFIX if what == "file" else "")
    return FileError(
        path,
        f"The name of this {what} cannot be an id, so it was not read.",
        hint=f"Rename it, for example to {better}.",
    )


def _too_many(root: Path) -> FileError:
    return FileError(
        root, f"The project has more than {MAX_FILES:,} files; the rest was not read.", hint="Split the project."
    )
