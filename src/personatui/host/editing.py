"""The text of a file while it is edited: what it was, what it is, and how an edit, undo or merge changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from personatui.errors import ConflictError, EditError, FileError
from personatui.model.base import Model, item_fields
from personatui.model.claims import Item
from personatui.model.edits import (
    AddItem,
    Change,
    CreateFile,
    Data,
    DeleteFile,
    MoveItem,
    SetValue,
    ValueEdit,
    invert,
    value_at,
)
from personatui.model.ids import Reference, mint_item_id
from personatui.store.reading import Document


@dataclass(frozen=True, slots=True)
class FileText:
    """The text and data of a file now, and as last read or written (`base_*`). None is no file."""

    text: str | None
    data: Data | None
    base_text: str | None
    base_data: Data | None
    base_digest: str | None

    @classmethod
    def from_document(cls, document: Document | None) -> FileText:
        """The state of a file as it lies on disk; `None` is no file yet."""
        if document is None:
            return cls(None, None, None, None, None)
        return cls(document.text, document.data, document.text, document.data, document.digest)

    @property
    def is_dirty(self) -> bool:
        """Whether there is something to save."""
        return self.text != self.base_text

    def edit(self, edit: ValueEdit, path: Path) -> tuple[FileText, tuple[ValueEdit, ...]]:
        """The file after an edit, and the edits that take it back."""
        if self.text is None or self.data is None:
            raise EditError(f"There is no {edit.target} to change.")
        undone = invert(self.data, edit)
        return self.rewritten((edit,), path), undone

    def rewritten(self, edits: Sequence[ValueEdit], path: Path) -> FileText:
        """The file after edits. Raises EditError and SaveRefusedError."""
        from personatui.store.writing import render

        if self.text is None:
            raise FileError(path, "The file is gone, so it cannot be changed.")
        return self.with_text(render(self.text, edits, path=path), path) if edits else self

    def with_text(self, text: str | None, path: Path) -> FileText:
        """The file with another text."""
        from personatui.store.reading import parse

        return replace(self, text=text, data=None if text is None else parse(text, path=path).data)

    def merged(self, theirs: Document | None, path: Path, choose: Callable[[Any], bool] | None) -> FileText:
        """Our edits since the base on top of their file, which becomes the base.

        `choose` settles a field that both sides changed: true keeps ours. Without it, ConflictError.
        """
        from personatui.store.merging import conflicts, edits_between

        if theirs is None or self.data is None or self.base_data is None:
            return self._merged_whole(theirs, path, choose)
        clashes = conflicts(self.base_data, self.data, theirs.data)
        if clashes and choose is None:
            raise ConflictError(
                path,
                f"{path.name} was changed here and by somebody else in {_count(len(clashes), 'field')}.",
                tuple(clashes),
                hint="Choose which text to keep for each.",
            )
        yielded = {clash.path for clash in clashes if choose is not None and not choose(clash)}
        target = Reference("project", "project")
        ours = tuple(
            edit
            for edit in edits_between(target, self.base_data, self.data)
            if not any(_overlaps(edit.path, path) for path in yielded)
        )
        fresh = FileText.from_document(theirs)
        return fresh.rewritten(ours, path)

    def _merged_whole(self, theirs: Document | None, path: Path, choose: Callable[[Any], bool] | None) -> FileText:
        """One side deleted or both created the file: only the whole file can be chosen."""
        from personatui.store.merging import Conflict

        fresh = FileText.from_document(theirs)
        if self.text == fresh.text:
            return fresh
        clash = Conflict((), base=self.base_data, ours=self.data, theirs=fresh.data)
        if choose is None:
            what = "deleted" if fresh.text is None or self.text is None else "created"
            raise ConflictError(
                path,
                f"{path.name} was {what} on one side and changed on the other.",
                (clash,),
                hint="Choose which to keep.",
            )
        return replace(fresh, text=self.text, data=self.data) if choose(clash) else fresh


@dataclass(frozen=True, slots=True)
class StepFile:
    """What one undo step did to one file."""

    target: Reference
    before: str | None
    after: str | None
    forward: tuple[ValueEdit, ...]
    inverse: tuple[ValueEdit, ...]

    def replay(self, state: FileText, path: Path, *, backwards: bool) -> FileText:
        """The file with this step taken back or made again.

        The former text is put back when nothing else touched the file since, so that comments return too.
        """
        expected, wanted = (self.after, self.before) if backwards else (self.before, self.after)
        if state.text == expected:
            return state.with_text(wanted, path)
        if wanted is None or expected is None or state.text is None:
            raise EditError(f"{path.name} has changed since, so this step cannot be taken over.")
        return state.rewritten(self.inverse if backwards else self.forward, path)


@dataclass(frozen=True, slots=True)
class Step:
    """One undo step."""

    change: Change
    files: tuple[StepFile, ...]


def edit_file(state: FileText, edit: CreateFile | DeleteFile, path: Path) -> FileText:
    """The state after creating or deleting a file. Raises EditError when it is there already, or is not."""
    if isinstance(edit, DeleteFile):
        if state.text is None:
            raise EditError(f"There is no {edit.target} to delete.")
        return state.with_text(None, path)
    if state.text is not None:
        raise EditError(f"{edit.target} exists already.", hint="Choose another id.")
    from personatui.store.writing import render_new

    return state.with_text(render_new(edit.data), path)


def complete_edit(edit: ValueEdit, state: FileText, model: type[Model]) -> Iterator[ValueEdit]:
    """The edit, with ids minted for the items that it makes or touches and that have none yet."""
    lists = {name for name, item in item_fields(model).items() if issubclass(item, Item)}
    data = state.data or {}
    match edit:
        case AddItem(path=(str(name),), value=dict() as value) if name in lists and not value.get("id"):
            yield replace(edit, value={"id": mint_item_id(_ids_in(data)), **value})
            return
        case SetValue(path=(str(name), int(index), str(key), *_)) if name in lists and key != "id":
            entry = value_at(data, (name, index))
            if isinstance(entry, dict) and not entry.get("id"):
                yield SetValue(edit.target, (name, index, "id"), mint_item_id(_ids_in(data)))
        case MoveItem() | _:
            pass
    yield edit


def _ids_in(data: Data) -> set[str]:
    return {
        entry["id"]
        for value in data.values()
        if isinstance(value, list)
        for entry in value
        if isinstance(entry, dict) and isinstance(entry.get("id"), str)
    }


def _overlaps(one: tuple[str | int, ...], other: tuple[str | int, ...]) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
