"""Which files are saved as one, and saving them: merged with what changed outside, or left as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from personatui.errors import ChangedOnDiskError, ConflictError, FileError
from personatui.host.editing import FileText, Step
from personatui.model.ids import Reference

_ATTEMPTS = 3


class Ties:
    """The steps that are in memory and not yet on the disk: what one of them changed is saved together."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def turn(self, step: Step) -> None:
        """A step was made, taken back or made again: doing it and its opposite between two saves ties nothing."""
        if len(step.files) < 2:
            return
        others = [known for known in self._steps if known is not step]
        self._steps = [*others, step] if len(others) == len(self._steps) else others

    def groups(self, references: Iterable[Reference]) -> tuple[tuple[Reference, ...], ...]:
        """The references in groups that hang together, be it by way of others; in the order of the first of each."""
        tied: list[set[Reference]] = []
        for step in self._steps:
            group = {part.target for part in step.files}
            for other in [known for known in tied if known & group]:
                group |= other
                tied.remove(other)
            tied.append(group)
        found: dict[object, list[Reference]] = {}
        for reference in references:
            place = next((index for index, group in enumerate(tied) if reference in group), None)
            found.setdefault(reference if place is None else place, []).append(reference)
        return tuple(map(tuple, found.values()))

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that tie files together now."""
        return tuple(self._steps)

    def loosen(self, references: Iterable[Reference], steps: Iterable[Step]) -> None:
        """These files are on the disk as these steps left them; later steps still tie."""
        saved, done = set(references), list(steps)
        self._steps = [
            step
            for step in self._steps
            if not (any(step is other for other in done) and any(part.target in saved for part in step.files))
        ]


@dataclass(frozen=True, slots=True)
class GroupResult:
    """What saving a group of files came to: the `states` that are to be kept, all saved or none."""

    states: Mapping[Reference, FileText]
    merged: tuple[Reference, ...] = ()
    conflicts: Mapping[Reference, ConflictError] = field(default_factory=dict)
    failures: Mapping[Reference, FileError] = field(default_factory=dict)

    @property
    def is_saved(self) -> bool:
        """Whether the disk holds the whole group."""
        return not self.troubled

    @property
    def troubled(self) -> frozenset[Reference]:
        """The files that kept the group from being saved."""
        return frozenset({*self.conflicts, *self.failures})


def save_group(states: Mapping[Reference, FileText], merge: Callable[[FileText], FileText], root: Path) -> GroupResult:
    """Write files that belong together, all or none.

    `merge` puts the changes of one onto what its file holds by now; it raises ConflictError and FileError.
    """
    from personatui.store.transactions import FileWrite, save_files

    now = dict(states)
    merged: dict[Reference, None] = {}
    for _ in range(_ATTEMPTS):
        dirty = {state.path: key for key, state in now.items() if state.is_dirty}
        writes = [
            FileWrite(state.path, state.text, state.base.digest if state.base is not None else None, state.like)
            for state in map(now.__getitem__, dirty.values())
        ]
        try:
            save_files(writes, root=root)
        except ChangedOnDiskError:
            conflicts: dict[Reference, ConflictError] = {}
            failures: dict[Reference, FileError] = {}
            for key in dirty.values():
                try:
                    if _differs(now[key]):
                        now[key] = merge(now[key])
                        merged[key] = None
                except ConflictError as error:
                    conflicts[key] = error
                except FileError as error:
                    failures[key] = error
            if conflicts or failures:
                return GroupResult(now, tuple(merged), conflicts, failures)
        except FileError as error:
            return GroupResult(now, tuple(merged), failures={dirty.get(error.path, next(iter(now))): error})
        else:
            return GroupResult({key: state.saved() for key, state in now.items()}, tuple(merged))
    key, state = next(iter(now.items()))
    changing = FileError(state.path, "The file keeps changing while it is saved.", hint="Save again in a moment.")
    return GroupResult(now, tuple(merged), failures={key: changing})


def _differs(state: FileText) -> bool:
    """Whether a file holds something else than when it was last read."""
    from personatui.store.saving import digest_of, reporting

    with reporting(state.path):
        return digest_of(state.path) != (state.base.digest if state.base is not None else None)
