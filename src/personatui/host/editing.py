"""The text of one file while it is edited: what it was, what it is, and how edits, undo and merging change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from personatui.errors import ConflictError, EditError, FileError
from personatui.model.edits import Data, ValueEdit
from personatui.model.ids import PROJECT_REFERENCE, Reference
from personatui.store.merging import MISSING, Conflict, edits_between, merge
from personatui.store.reading import Document, parse

# Settles a conflict: true keeps our value, false theirs.
Choice = Callable[[Conflict], bool]


@dataclass(frozen=True, slots=True)
class FileText:
    """A record's file `now`, and as it was last read from or written to the disk (`base`). None is no file.

    When it is written anew, it gets the permissions of the file `like`.
    """

    reference: Reference
    path: Path
    now: Document | None
    base: Document | None
    like: Path | None = None

    @property
    def text(self) -> str | None:
        """The text now."""
        return self.now.text if self.now is not None else None

    @property
    def data(self) -> Data | None:
        """The cleaned data now."""
        return self.now.data if self.now is not None else None

    @property
    def is_dirty(self) -> bool:
        """Whether there is something to save."""
        return self.text != (self.base.text if self.base is not None else None)

    @property
    def mode_of(self) -> Path:
        """The file on the disk that has the permissions of this one, which may not be there yet."""
        return self.path if self.base is not None or self.like is None else self.like

    def saved(self) -> FileText:
        """The file once the disk holds what it is now."""
        return replace(self, base=self.now, like=None)

    def edited(self, edits: Sequence[ValueEdit]) -> FileText:
        """The file after edits. Raises EditError and SaveRefusedError."""
        from personatui.store.writing import render

        if self.now is None:
            raise EditError(f"There is no {self.reference} to change.", hint="Create it first.")
        return self.with_text(render(self.now.text, edits, path=self.path)) if edits else self

    def renamed(self, other: FileText) -> FileText:
        """`other` with the text of this file. Raises EditError when it is no other name for it."""
        old, new = self.reference, other.reference
        if (old.kind, old.tool) != (new.kind, new.tool) or old.item or new.item or old == PROJECT_REFERENCE:
            raise EditError(f"{old} cannot be renamed to {new}.", hint="Only the id of a record's file can change.")
        if self.now is None:
            raise EditError(f"There is no {old} to rename.")
        if other.now is not None:
            raise EditError(f"{new} exists already.", hint="Choose another id.")
        return replace(other.with_text(self.text), like=self.mode_of)

    def with_text(self, text: str | None) -> FileText:
        """The file with another text. Raises EditError when that could not be read again."""
        if text == self.text:
            return self
        try:
            return replace(self, now=None if text is None else parse(text, path=self.path))
        except FileError as error:
            raise EditError(
                f"The change would make {self.path.name} a file that cannot be read. {error.message}", hint=error.hint
            ) from error

    def merged(self, theirs: Document | None, choose: Choice | None = None) -> FileText:
        """Our changes since the base on top of their file, which becomes the base.

        `choose` settles what both sides changed. Without it, that is a ConflictError.
        """
        fresh = replace(self, now=theirs, base=theirs)
        if fresh.text == self.text:
            return fresh
        if self.now is None or theirs is None:
            return self._chosen_whole(fresh, choose)
        # Of a file that both sides created, both sides' every value is new.
        base = self.base.data if self.base is not None else {}
        merged = merge(base, self.now.data, theirs.data, keep_ours=choose)
        if merged.conflicts and choose is None:
            many = len(merged.conflicts)
            raise ConflictError(
                self.path,
                f"The file was changed here and by somebody else, in {'one field' if many == 1 else f'{many} fields'} "
                "in different ways.",
                merged.conflicts,
                hint="Choose which text to keep of each; nothing was written.",
            )
        return fresh.edited(edits_between(self.reference, theirs.data, merged.data))

    def _chosen_whole(self, fresh: FileText, choose: Choice | None) -> FileText:
        """One side deleted what the other changed: only the whole file can be chosen."""
        sides = (self.base, self.now, fresh.now)
        base, ours, theirs = (MISSING if side is None else side.data for side in sides)
        conflict = Conflict((), base, ours, theirs)
        if choose is None:
            here, there = ("deleted", "changed") if self.now is None else ("changed", "deleted")
            raise ConflictError(
                self.path,
                f"The file was {here} here and {there} by somebody else.",
                (conflict,),
                hint="Choose whether to keep it; nothing was written.",
            )
        return replace(fresh, now=self.now) if choose(conflict) else fresh


@dataclass(frozen=True, slots=True)
class StepFile:
    """What one undo step did to one file: its text before and after. None is no file.

    `twin` is the other name of a file that the step renamed.
    """

    target: Reference
    before: str | None
    after: str | None
    twin: Reference | None = None

    def replayed(self, state: FileText, *, backwards: bool) -> FileText:
        """The file with this step taken back or made again. Raises EditError.

        The former text is put back when nothing else touched the file since, so that comments return too; else
        what the step changed is changed back, field by field.
        """
        here, wanted = (self.after, self.before) if backwards else (self.before, self.after)
        if state.text == here:
            return state.with_text(wanted)
        step = FileText(state.reference, state.path, None, None).with_text(here).saved().with_text(wanted)
        try:
            return replace(state, now=step.merged(state.now).now)
        except ConflictError as error:
            raise EditError(
                f"{state.path.name} was changed in the same place since, so this step cannot be "
                f"{'taken back' if backwards else 'made again'}.",
                hint="Change it by hand.",
            ) from error


@dataclass(frozen=True, slots=True)
class Step:
    """One undo step: its name, and what it did to every file that it changed."""

    label: str
    files: tuple[StepFile, ...]
