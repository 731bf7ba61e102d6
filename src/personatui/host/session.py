"""One open project: make and undo changes in memory, save them to the files, merge what changed outside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock

from personatui.api import Tool
from personatui.errors import ConflictError, EditError, FileError
from personatui.host.absent import AbsentTool, absent_tools
from personatui.host.analysing import find_persona
from personatui.host.completing import complete_data, complete_edit
from personatui.host.editing import Choice, FileText, Step, StepFile
from personatui.host.loading import (
    LoadedProject,
    Progress,
    load_project,
    model_for,
    upgraded_data,
)
from personatui.host.plugins import PluginHost
from personatui.host.records import Records, is_newer
from personatui.host.refreshing import Reread, refreshed, reread
from personatui.host.refusing import refuse_invalid
from personatui.host.saving import Ties, save_group
from personatui.model.edits import Change, CreateFile, DeleteFile, RenameFile, ValueEdit
from personatui.model.ids import PROJECT_REFERENCE, Reference
from personatui.model.reports import Fault
from personatui.store.folders import ProjectFolder
from personatui.store.journal import Entry
from personatui.store.reading import parse
from personatui.store.recovery import recover


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What a save did. Files in conflict or failure were not written, and their edits are kept.

    So are those of files that were `held` back, because a step changed them together with one of those.
    """

    saved: tuple[Reference, ...] = ()
    merged: tuple[Reference, ...] = ()
    conflicts: tuple[ConflictError, ...] = ()
    failures: tuple[FileError, ...] = ()
    held: tuple[Reference, ...] = ()


class Session(Records):
    """An open project. Reads and edits happen in memory; only `save` writes.

    Several threads may call it; each call is whole. `loaded` and `project` are frozen: who keeps one keeps the state
    of that moment.
    """

    def __init__(self, folder: ProjectFolder, plugins: PluginHost, loaded: LoadedProject) -> None:
        super().__init__(folder, plugins, loaded)
        self._undo: list[Step] = []
        self._redo: list[Step] = []
        self._ties = Ties()
        # One save at a time; edits go on meanwhile, since a disk may take its time.
        self._saving = Lock()
        # Told of each record once the disk holds it: whoever keeps unsaved edits elsewhere can drop that one.
        self.on_saved: Callable[[Reference], None] | None = None

    @classmethod
    def open(cls, root: Path, plugins: PluginHost, progress: Progress | None = None) -> Session:
        """Read the project at `root`. Raises ProjectError when there is none that can be used.

        A save of several files that was cut off is finished first, if that can be done.
        """
        folder = ProjectFolder(root)
        with suppress(FileError):
            recover(folder.root)
        return cls(folder, plugins, load_project(folder, plugins, progress))

    @property
    def tools(self) -> Mapping[str, Tool]:
        """The tools that plugins contribute, less those switched off here; those about the whole project last."""
        used = {key: tool for key, tool in self.plugins.tools.items() if key not in self.project.settings.tools_off}
        return dict(sorted(used.items(), key=lambda entry: entry[1].about == "project"))

    @property
    def absent_tools(self) -> Mapping[str, AbsentTool]:
        """The tools that the project needs and that are not there, by id; not those that this run leaves out."""
        absent = absent_tools(self.project, self.plugins)
        return {tool: one for tool, one in absent.items() if not one.is_left_out}

    def find_persona(self, name: str) -> str:
        """The id of the persona that a person means, by id or name.

        Raises UsageError when there is none, and the file's own error when it is there but cannot be read.
        """
        broken = self.loaded.broken.get(Reference("persona", name))
        if broken is not None and name not in self.project.personas:
            raise broken
        return find_persona(self.project, name)

    # Changes ---------------------------------------------------------------------------------------------

    @property
    def undo_label(self) -> str:
        """The name of the step that `undo` would take back; empty when there is none."""
        return self._undo[-1].label if self._undo else ""

    @property
    def redo_label(self) -> str:
        """The name of the step that `redo` would make again; empty when there is none."""
        return self._redo[-1].label if self._redo else ""

    @property
    def undo_files(self) -> int:
        """How many files `undo` would change."""
        return len(self._undo[-1].files) if self._undo else 0

    @property
    def redo_files(self) -> int:
        """How many files `redo` would change."""
        return len(self._redo[-1].files) if self._redo else 0

    def take_over(self, entries: Sequence[Entry], label: str) -> tuple[Reference, ...]:
        """Bring in edits that an ended session had not saved, as one step to undo; the records that were refused.

        They are merged into what the disk holds now. Where that is a conflict, the record is as it was edited, and
        `save` tells. A record that has unsaved edits here as well, or whose text is no TOML, is refused.
        """
        with self._lock:
            after: dict[Reference, FileText] = {}
            refused: list[Reference] = []
            for entry in entries:
                empty = FileText(entry.reference, self.folder.path_of(entry.reference), None, None)
                try:
                    state = empty.with_text(entry.base).saved().with_text(entry.now)
                    if entry.reference in self._edited:
                        raise EditError(f"{entry.reference} has unsaved edits here as well.")
                except EditError:
                    refused.append(entry.reference)
                    continue
                with suppress(FileError):
                    state = self._merged(state)
                after[entry.reference] = state
            files = (StepFile(key, self._state(key).text, state.text) for key, state in after.items())
            step = Step(label, tuple(file for file in files if file.before != file.after))
            self._take(after)
            if step.files:
                self._undo.append(step)
                self._redo.clear()
                # the journal does not say which files one edit changed: they are saved as they were left, together
                self._ties.turn(step)
            return tuple(refused)

    def make(self, change: Change) -> None:
        """Make every edit of a change, or none; one that changes nothing is no step to undo.

        Raises EditError for an edit that does not fit or brings in a value that its field cannot hold,
        SaveRefusedError for one that cannot be written without damage, and the file's error when it cannot be read.
        """
        with self._lock:
            before = {target: self._state(target) for target in change.targets}
            for state in before.values():
                self._refuse_read_only(state)
            current = {target: self._upgraded(state) for target, state in before.items()}
            after, former = dict(current), dict(current)
            for edit in change.edits:
                if isinstance(edit, RenameFile):
                    after[edit.to] = after[edit.target].renamed(after[edit.to])
                    former[edit.to] = former[edit.target]
                    after[edit.target] = after[edit.target].with_text(None)
                else:
                    after[edit.target] = self._edit(after[edit.target], edit)
            changed = [target for target in after if after[target].text != current[target].text]
            if not changed:
                return
            records = {target: self._read(after[target]) for target in changed}
            for target, found in records.items():
                if found is not None:
                    refuse_invalid(self._read(former[target]), former[target].data, *found, after[target].data)
            self._take({target: after[target] for target in changed}, records)
            twins = {key: state.reference for key, state in former.items() if state.reference != key}
            twins |= {old: new for new, old in twins.items()}
            files = (StepFile(key, before[key].text, after[key].text, twins.get(key)) for key in changed)
            step = Step(change.label, tuple(files))
            self._undo.append(step)
            self._redo.clear()
            self._ties.turn(step)

    def undo(self) -> str:
        """Take back the last step and return its name.

        Raises EditError when there is none, or when what it changed was changed again outside.
        """
        with self._lock:
            return self._replay(self._undo, self._redo, "undo")

    def redo(self) -> str:
        """Make the step again that was undone last and return its name. Raises like `undo`."""
        with self._lock:
            return self._replay(self._redo, self._undo, "redo")

    def _replay(self, taken: list[Step], given: list[Step], what: str) -> str:
        if not taken:
            raise EditError(f"There is nothing to {what}.")
        step = taken[-1]
        after: dict[Reference, FileText] = {}
        for part in step.files:
            state = self._state(part.target)
            self._refuse_read_only(state)
            like = self._state(part.twin).mode_of if part.twin is not None and state.now is None else state.like
            after[part.target] = replace(part.replayed(state, backwards=what == "undo"), like=like)
        self._take(after)
        self._ties.turn(step)
        given.append(taken.pop())
        return step.label

    def _edit(self, state: FileText, edit: ValueEdit | CreateFile | DeleteFile) -> FileText:
        model = model_for(state.reference, self.plugins)
        match edit:
            case CreateFile(data=data, text=text):
                from personatui.store.writing import render_new

                if state.now is not None:
                    raise EditError(f"{state.reference} exists already.", hint="Choose another id.")
                return state.with_text(render_new(complete_data(data, model), text=text, path=state.path))
            case DeleteFile():
                if state.reference == PROJECT_REFERENCE:
                    raise EditError("The project's own file cannot be deleted.", hint="Delete the folder instead.")
                if state.now is None:
                    raise EditError(f"There is no {state.reference} to delete.")
                return state.with_text(None)
            case _:
                return state.edited(complete_edit(edit, state.data or {}, model))

    def _upgraded(self, state: FileText) -> FileText:
        """The file as its tool writes it today: an edit of an older one makes it a new one."""
        if state.data is None:
            return state
        upgraded = upgraded_data(state.reference, state.data, self.plugins)
        if isinstance(upgraded, Fault) or upgraded is state.data:
            return state
        from personatui.store.merging import edits_between

        return state.edited(edits_between(state.reference, state.data, upgraded))

    def _refuse_read_only(self, state: FileText) -> None:
        """Raise EditError for a file that must stay as it is."""
        known = self.loaded.files.get(state.reference)
        if known is not None and known.fault is not None:
            raise EditError(
                f"The tool {state.reference.tool} failed on {state.path.name}, so it is not changed.",
                hint="Switch the tool off, or upgrade it.",
            )
        if is_newer(state.data, model_for(state.reference, self.plugins)):
            raise EditError(
                f"{state.path.name} was written by a newer version, so it is shown but not changed.",
                hint="Upgrade to edit it.",
            )

    # Saving ----------------------------------------------------------------------------------------------

    def save(self) -> SaveResult:
        """Write every changed file; merge what changed outside; keep what is in conflict.

        Files that one step changed are written together or not at all; any others do not wait for each other.
        """
        saved: list[Reference] = []
        merged: list[Reference] = []
        conflicts: list[ConflictError] = []
        failures: list[FileError] = []
        held: list[Reference] = []
        told = self.on_saved or (lambda _: None)
        with self._saving:
            with self._lock:
                groups, steps = self._ties.groups(self.unsaved), self._ties.steps
            for group in groups:
                with self._lock:
                    before = {key: self._edited[key] for key in group if key in self._edited}
                result = save_group(before, self._merged, self.root)
                with self._lock:
                    for key, state in result.states.items():
                        self._settle(before[key], state, is_saved=result.is_saved)
                    if result.is_saved:
                        self._ties.loosen(group, steps)
                if result.is_saved:
                    saved += before
                    merged += result.merged
                    for key in before:
                        told(key)
                conflicts += result.conflicts.values()
                failures += result.failures.values()
                held += (key for key in before if not (result.is_saved or key in result.troubled))
        return SaveResult(tuple(saved), tuple(merged), tuple(conflicts), tuple(failures), tuple(held))

    def _settle(self, before: FileText, after: FileText, *, is_saved: bool) -> None:
        """Keep what saving made of a record; what was edited while the disk was busy comes on top of it."""
        reference = before.reference
        now = self._edited.get(reference)
        if now is None and reference.kind != "import" and reference not in self.loaded.broken:
            # taken back meanwhile: what is shown is what is to be saved now, and the disk holds what was saved
            known = self.loaded.files.get(reference)
            shown = parse(known.text, path=before.path) if known is not None else None
            now = FileText(reference, before.path, shown, before.base)
        if now is None or now is before or now.text == before.text:
            self._take({reference: after})
        elif is_saved and after.text == before.text:
            self._take({reference: replace(now, base=after.base)})
        elif is_saved:
            # where both changed the same, the next save finds that out and says it
            with suppress(ConflictError, EditError):
                self._take({reference: replace(now, base=before.base).merged(after.now)})

    def resolve(self, reference: Reference, choose: Choice) -> None:
        """Settle a record that is in conflict with its file: `choose(conflict)` is true to keep ours.

        Everything else of both sides is merged. The outcome is unsaved until the next `save`. Raises FileError when
        the file cannot be read.
        """
        with self._lock:
            self._take({reference: self._merged(self._state(reference), choose)})

    def conflict_in(self, reference: Reference) -> ConflictError | None:
        """What stands between a record's unsaved edits and its file as it is now. Raises FileError."""
        with self._lock:
            try:
                self._merged(self._state(reference))
            except ConflictError as error:
                return error
        return None

    def outcome_of(self, reference: Reference, choose: Choice) -> str | None:
        """The text that `resolve` would make of a record's file; None is no file. Raises like `resolve`."""
        with self._lock:
            return self._merged(self._state(reference), choose).text

    def refresh(
        self, progress: Progress | None = None, *, paths: Collection[Path] | None = None
    ) -> tuple[Reference, ...]:
        """Read again what changed on disk since it was read, and return those records.

        With `paths`, only what they name is looked at; a folder stands for all that is in it. Records with unsaved
        edits stay as they are; `save` merges them. Raises ProjectError and then changes nothing.
        """
        changed: dict[Reference, None] = {}
        wanted = paths
        while True:
            with self._lock:
                before = self._known_now()
            if wanted is None:
                found: LoadedProject | Reread = load_project(self.folder, self.plugins, progress)
            else:
                found = reread(self.folder, self.plugins, before.loaded, wanted)
            # a save that has begun is waited for: what it writes is no change from outside
            with self._saving, self._lock:
                outcome = refreshed(before, self._known_now(), found)
                self.loaded = outcome.loaded
                again = [self.folder.path_of(key) for key in outcome.overtaken if key not in self._edited]
            changed |= dict.fromkeys(outcome.changed)
            if not again:
                return tuple(changed)
            wanted = again


def today() -> date:
    """The day that analyses reckon from."""
    return date.today()
