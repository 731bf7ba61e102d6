"""The records of a project in memory: what was read, and what was edited since and is not on disk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from threading import RLock

from personatui.errors import EditError, FileError
from personatui.host.editing import Choice, FileText
from personatui.host.loading import LoadedFile, LoadedProject, model_for, read_loaded
from personatui.host.plugins import PluginHost
from personatui.host.refreshing import Known
from personatui.model.base import Model, schema_version
from personatui.model.edits import Data
from personatui.model.ids import Reference
from personatui.model.project import Project
from personatui.store.folders import ProjectFolder
from personatui.store.journal import Entry
from personatui.store.reading import Document, parse, read_document


class Records:
    """The files of a project as they are in memory. Several threads may ask; each answer is whole."""

    def __init__(self, folder: ProjectFolder, plugins: PluginHost, loaded: LoadedProject) -> None:
        self.folder = folder
        self.plugins = plugins
        self.loaded = loaded
        # Only files with something to save; every other is what `loaded` says.
        self._edited: dict[Reference, FileText] = {}
        self._lock = RLock()

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.folder.root

    @property
    def project(self) -> Project:
        """The project as it is in memory, frozen."""
        return self.loaded.project

    @property
    def unsaved(self) -> tuple[Reference, ...]:
        """The records whose text differs from what was last read from or written to the disk."""
        return tuple(self._edited)

    @property
    def unsaved_texts(self) -> tuple[Entry, ...]:
        """The unsaved edits as the journal keeps them."""
        return tuple(
            Entry(state.reference, state.base.text if state.base is not None else None, state.text)
            for state in tuple(self._edited.values())
        )

    def data_of(self, reference: Reference) -> Data | None:
        """The plain data of a record as it is in memory, or None when there is no such file.

        Raises FileError when the file cannot be read.
        """
        with self._lock:
            return self._state(reference).data

    def text_of(self, reference: Reference) -> str | None:
        """The text of a record's file as it is in memory, or None when there is no such file."""
        with self._lock:
            return self._state(reference).text

    def _state(self, reference: Reference) -> FileText:
        if reference in self._edited:
            return self._edited[reference]
        path = self.folder.path_of(reference)
        known = self.loaded.files.get(reference)
        # What a person saw is what they change; whether the disk holds something else by now is for `save` to see.
        document = parse(known.text, path=path) if known is not None else self._disk(path)
        return FileText(reference, path, document, document)

    def _disk(self, path: Path) -> Document | None:
        return read_document(path, root=self.root) if os.path.lexists(path) else None

    def _read(self, state: FileText) -> tuple[Model, LoadedFile] | None:
        """The record of a file; None where there is no file or no record in it."""
        if state.now is None or state.reference.kind == "import":
            return None
        return read_loaded(state.reference, state.now, self.plugins)

    def _known(self, reference: Reference) -> tuple[Model, LoadedFile] | None:
        record, file = self.project.record(reference), self.loaded.files.get(reference)
        return None if record is None or file is None else (record, file)

    def _take(
        self,
        states: Mapping[Reference, FileText],
        records: Mapping[Reference, tuple[Model, LoadedFile] | None] | None = None,
    ) -> None:
        """Make these the current texts, and the project's records follow."""
        if records is None:
            # What was only saved says what it said.
            same = {key for key in states if key in self._edited and states[key].now is self._edited[key].now}
            records = {key: self._known(key) if key in same else self._read(state) for key, state in states.items()}
        self.loaded = self.loaded.with_records(
            {reference: found for reference, found in records.items() if reference.kind != "import"}
        )
        for reference, state in states.items():
            if state.is_dirty:
                self._edited[reference] = state
            else:
                self._edited.pop(reference, None)

    def _known_now(self) -> Known:
        bases = {key: state.base.digest if state.base is not None else None for key, state in self._edited.items()}
        return Known(self.loaded, bases)

    def _merged(self, state: FileText, choose: Choice | None = None) -> FileText:
        """Our changes merged into the file on disk. Raises ConflictError and FileError."""
        theirs = self._disk(state.path)
        if theirs is not None and is_newer(theirs.data, model_for(state.reference, self.plugins)):
            raise FileError(
                state.path,
                "A newer version has written this file meanwhile, so it was left as it is.",
                hint="The edits are kept here. Upgrade to save them.",
            )
        try:
            return state.merged(theirs, choose)
        except EditError as error:
            raise FileError(state.path, error.message, hint=error.hint) from error


def is_newer(data: Data | None, model: type[Model]) -> bool:
    """Whether a newer version wrote this data."""
    version = (data or {}).get("schema")
    return type(version) is int and version > schema_version(model)
