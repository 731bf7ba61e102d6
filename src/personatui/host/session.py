"""One open project: make and undo changes in memory, save them to the files, merge what changed outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from personatui.api import Tool
from personatui.errors import ConflictError, EditError, FileError
from personatui.host.editing import FileText, Step, StepFile, complete_edit, edit_file
from personatui.host.loading import (
    LoadedFile,
    LoadedProject,
    Progress,
    assemble,
    load_project,
    read_data,
)
from personatui.host.plugins import PluginHost
from personatui.model.base import Model
from personatui.model.edits import Change, CreateFile, Data, DeleteFile, ValueEdit
from personatui.model.ids import PROJECT_REFERENCE, Reference
from personatui.model.project import Project
from personatui.store.folders import ProjectFolder
from personatui.store.reading import Document, read_document

_SAVE_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What a save did. Files in conflict were not written, and their edits are kept."""

    saved: tuple[Reference, ...] = ()
    merged: tuple[Reference, ...] = ()
    conflicts: tuple[ConflictError, ...] = ()
    failures: tuple[FileError, ...] = ()


class Session:
    """An open project. Reads and edits happen in memory; only `save` writes.

    Not thread-safe: one thread at a time may call it. The `project` it hands out is frozen and may be
    read from any thread.
    """

    def __init__(self, folder: ProjectFolder, plugins: PluginHost, loaded: LoadedProject) -> None:
        self.folder = folder
        self.plugins = plugins
        self.loaded = loaded
        self.project: Project = loaded.project
        self._texts: dict[Reference, FileText] = {}
        self._undo: list[Step] = []
        self._redo: list[Step] = []

    @classmethod
    def open(cls, root: Path, plugins: PluginHost, progress: Progress | None = None) -> Session:
        """Read the project at `root`. Raises ProjectError when there is none that can be used."""
        folder = ProjectFolder(root)
        return cls(folder, plugins, load_project(folder, plugins.tools, progress))

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.folder.root

    @property
    def tools(self) -> Mapping[str, Tool]:
        """The tools that this project uses: all that plugins contribute, less those it switched off."""
        off = set(self.project.settings.tools_off)
        return {key: tool for key, tool in self.plugins.tools.items() if key not in off}

    def find_persona(self, name: str) -> str:
        """The id of the persona that a person means, by id or name.

        Raises UsageError when there is none, and the file's own error when it is there but cannot be read.
        """
        from personatui.host.analysing import find_persona

        broken = self.loaded.broken.get(Reference("persona", name))
        if broken is not None:
            raise broken
        return find_persona(self.project, name)

    # Changes ---------------------------------------------------------------------------------------------

    @property
    def undo_label(self) -> str:
        """The name of the step that `undo` would take back; empty when there is none."""
        return self._undo[-1].change.label if self._undo else ""

    @property
    def redo_label(self) -> str:
        """The name of the step that `redo` would make again; empty when there is none."""
        return self._redo[-1].change.label if self._redo else ""

    @property
    def unsaved(self) -> tuple[Reference, ...]:
        """The records whose text differs from what was last read from or written to the disk."""
        return tuple(reference for reference, state in self._texts.items() if state.is_dirty)

    def make(self, change: Change) -> None:
        """Make every edit of a change, or none. Raises EditError, SaveRefusedError or FileError.

        Nothing is written to disk before `save`.
        """
        before = {target: self._state(target) for target in change.targets}
        after = dict(before)
        inverse: dict[Reference, list[ValueEdit]] = {target: [] for target in change.targets}
        forward: dict[Reference, list[ValueEdit]] = {target: [] for target in change.targets}
        for edit in change.edits:
            state = after[edit.target]
            if isinstance(edit, CreateFile | DeleteFile):
                after[edit.target] = edit_file(state, edit, self._path(edit.target))
                continue
            self._refuse_read_only(edit.target)
            for completed in complete_edit(edit, state, self._model(edit.target)):
                after[edit.target], undone = state.edit(completed, self._path(edit.target))
                state = after[edit.target]
                forward[edit.target].append(completed)
                inverse[edit.target][:0] = undone
        self._refuse_invalid(before, after)
        step = Step(
            change,
            tuple(
                StepFile(
                    target, before[target].text, after[target].text, tuple(forward[target]), tuple(inverse[target])
                )
                for target in change.targets
            ),
        )
        self._take(after)
        self._undo.append(step)
        self._redo.clear()

    def undo(self) -> str:
        """Take back the last step and return its name. Raises EditError when there is none."""
        if not self._undo:
            raise EditError("There is nothing to undo.")
        step = self._undo[-1]
        self._replay(step, backwards=True)
        self._redo.append(self._undo.pop())
        return step.change.label

    def redo(self) -> str:
        """Make the step again that was undone last and return its name. Raises EditError when there is none."""
        if not self._redo:
            raise EditError("There is nothing to redo.")
        step = self._redo[-1]
        self._replay(step, backwards=False)
        self._undo.append(self._redo.pop())
        return step.change.label

    def _replay(self, step: Step, *, backwards: bool) -> None:
        after: dict[Reference, FileText] = {}
        for part in step.files:
            state = self._state(part.target)
            after[part.target] = part.replay(state, self._path(part.target), backwards=backwards)
        self._take(after)

    # Saving ----------------------------------------------------------------------------------------------

    def save(self) -> SaveResult:
        """Write every changed file; merge what changed outside; keep what is in conflict."""
        saved: list[Reference] = []
        merged: list[Reference] = []
        conflicts: list[ConflictError] = []
        failures: list[FileError] = []
        for reference in self.unsaved:
            try:
                was_merged = self._save_file(reference)
            except ConflictError as error:
                conflicts.append(error)
            except FileError as error:
                failures.append(error)
            else:
                saved.append(reference)
                if was_merged:
                    merged.append(reference)
        return SaveResult(tuple(saved), tuple(merged), tuple(conflicts), tuple(failures))

    def resolve(self, reference: Reference, choose: Callable[[Any], bool]) -> None:
        """Settle a record that is in conflict with its file: `choose(conflict)` is true to keep ours.

        Everything else of both sides is merged. The outcome is unsaved until the next `save`.
        """
        path = self._path(reference)
        theirs = self._disk(path)
        state = self._state(reference)
        self._take({reference: state.merged(theirs, path, choose)})

    def refresh(self) -> tuple[Reference, ...]:
        """Read again what changed on disk since it was read, and return those records.

        Records with unsaved edits are left for `save` to merge.
        """
        fresh = load_project(self.folder, self.plugins.tools)
        known = {reference: loaded.digest for reference, loaded in self.loaded.files.items()}
        now = {reference: loaded.digest for reference, loaded in fresh.files.items()}
        changed = tuple(reference for reference in {**known, **now} if known.get(reference) != now.get(reference))
        kept = {reference: state for reference, state in self._texts.items() if state.is_dirty}
        self.loaded = fresh
        self.project = fresh.project
        self._texts = kept
        self._take(kept)
        return changed

    def _save_file(self, reference: Reference) -> bool:
        """Write one record; whether it had to be merged. Raises ConflictError and FileError."""
        from personatui.errors import ChangedOnDiskError
        from personatui.store.saving import delete_file, save_text

        path = self._path(reference)
        was_merged = False
        for _ in range(_SAVE_ATTEMPTS):
            state = self._texts[reference]
            try:
                if state.text is None:
                    delete_file(path, expected_digest=state.base_digest or "", root=self.root)
                    digest = None
                else:
                    digest = save_text(path, state.text, expected_digest=state.base_digest, root=self.root)
            except ChangedOnDiskError:
                self._take({reference: state.merged(self._disk(path), path, None)})
                was_merged = True
                continue
            self._texts[reference] = replace(state, base_text=state.text, base_digest=digest, base_data=state.data)
            self._remember(reference, path, digest)
            return was_merged
        raise FileError(path, "The file keeps changing while it is saved.", hint="Save again in a moment.")

    def _remember(self, reference: Reference, path: Path, digest: str | None) -> None:
        files = dict(self.loaded.files)
        if digest is None:
            files.pop(reference, None)
        else:
            known = files.get(reference)
            files[reference] = replace(known, digest=digest) if known else LoadedFile(path, digest)
        self.loaded = replace(self.loaded, files=files, project=self.project)

    # The state of files ----------------------------------------------------------------------------------

    def data_of(self, reference: Reference) -> Data | None:
        """The plain data of a record as it is in memory, or None when there is no such file.

        Raises FileError when the file cannot be read.
        """
        return self._state(reference).data

    def text_of(self, reference: Reference) -> str | None:
        """The text of a record's file as it is in memory, or None when there is no such file."""
        return self._state(reference).text

    def _state(self, reference: Reference) -> FileText:
        if reference in self._texts:
            return self._texts[reference]
        document = self._disk(self._path(reference))
        return FileText.from_document(document)

    def _disk(self, path: Path) -> Document | None:
        return read_document(path, root=self.root) if path.exists() or path.is_symlink() else None

    def _path(self, reference: Reference) -> Path:
        return self.folder.path_of(reference)

    def _model(self, reference: Reference) -> type[Model]:
        from personatui.host.loading import model_for

        return model_for(reference, self.plugins.tools)

    def _refuse_read_only(self, reference: Reference) -> None:
        known = self.loaded.files.get(reference)
        if known is not None and known.read_only:
            raise EditError(
                f"{known.path.name} was written by a newer version of personatui, so it is shown but not changed.",
                hint="Upgrade personatui to edit it.",
            )

    def _refuse_invalid(self, before: Mapping[Reference, FileText], after: Mapping[Reference, FileText]) -> None:
        """Raise EditError when the edits bring in a value that does not fit its field."""
        for reference, state in after.items():
            if state.data is None or reference.kind == "import":
                continue
            old = before[reference].data
            known = {problem.path for problem in self._problems(reference, old)} if old is not None else set()
            for problem in self._problems(reference, state.data):
                if problem.path not in known:
                    raise EditError(problem.message)

    def _problems(self, reference: Reference, data: Data) -> tuple[Any, ...]:
        return read_data(reference, data, self.plugins.tools)[0].problems

    def _take(self, states: Mapping[Reference, FileText]) -> None:
        """Make these texts the current ones and the project's records follow."""
        self._texts.update(states)
        records = dict(self.project.records())
        settings: Model = self.project.settings
        files = dict(self.loaded.files)
        for reference, state in states.items():
            if reference.kind == "import":
                continue
            if state.data is None:
                records.pop(reference, None)
                files.pop(reference, None)
                continue
            reading, _ = read_data(reference, state.data, self.plugins.tools)
            if reference == PROJECT_REFERENCE:
                settings = reading.record
            else:
                records[reference] = reading.record
            known = files.get(reference)
            files[reference] = LoadedFile(
                self._path(reference), known.digest if known else "", reading.problems, read_only=reading.read_only
            )
        self.project = assemble(settings, records)
        self.loaded = replace(self.loaded, project=self.project, files=files)


def today() -> date:
    """The day that analyses reckon from."""
    return date.today()
