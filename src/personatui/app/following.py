"""Following the disk: what changes outside is read again in a worker and shown, and a quiet notice says what it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import Worker, get_current_worker

from personatui.errors import PersonatuiError
from personatui.host.entries import EntryChanges
from personatui.host.loading import LoadedProject
from personatui.host.session import Session
from personatui.model.cleaning import clean_line
from personatui.model.ids import PROJECT_REFERENCE, Reference

if TYPE_CHECKING:
    from personatui.app.work import ProjectScreen

WATCHING = "watch"
_SHOWN_NAMES = 2


class Follower:
    """Keeps one screen in line with the folder of its session, until the screen is left."""

    def __init__(self, screen: ProjectScreen, session: Session, since: float) -> None:
        self._screen = screen
        self._session = session
        self._since = since
        self._told = ""
        screen.run_worker(self._watch, thread=True, group=WATCHING, name=WATCHING)

    def _watch(self) -> None:
        from personatui.store.watching import Watcher

        stop = _Left(self._screen, get_current_worker())
        waiting: set[Path] = set()
        for paths in Watcher(self._session.root, stop, since=self._since).changes():
            if stop.is_set():
                return
            waiting |= paths
            if self._refresh(waiting):
                waiting.clear()

    def _refresh(self, paths: set[Path]) -> bool:
        """Read what changed and show it; false when that has to wait until the project's own file is mended."""
        before = self._session.loaded
        try:
            changed = self._session.refresh(paths=paths)
        except PersonatuiError as error:
            if str(error) != self._told:
                self._told = str(error)
                self._screen.app.call_from_thread(self._screen.app.complain, error)
            return False
        self._told = ""
        after = self._session.loaded
        if changed or after is not before or self._screen.has_save_trouble:
            told = told_changes(before, after, changed, EntryChanges(self._session).owner_name)
            self._screen.app.call_from_thread(self._screen.follow, told, is_new=after is not before)
        return True


class _Left:
    """Set once the screen is left or its workers are cancelled."""

    def __init__(self, screen: ProjectScreen, worker: Worker[object]) -> None:
        self._screen = screen
        self._worker = worker

    def is_set(self) -> bool:
        return self._screen.is_left or self._worker.is_cancelled


def told_changes(
    before: LoadedProject, after: LoadedProject, changed: Sequence[Reference], named: Callable[[Reference], str]
) -> str:
    """A sentence on what changed outside; empty when no record did. `named` gives a record in words."""
    if not changed:
        return ""
    if len(changed) == 1:
        reference = changed[0]
        is_there = reference in after.files or reference in after.broken
        was_there = reference in before.files or reference in before.broken
        what = "was deleted on disk" if not is_there else "changed on disk" if was_there else "is new on disk"
        return f"{_name(reference, named)} {what}"
    names = ", ".join(_name(reference, named) for reference in changed[:_SHOWN_NAMES])
    more = len(changed) - _SHOWN_NAMES
    return f"{len(changed)} files changed on disk: {names}" + (f" and {more} more" if more > 0 else "")


def _name(reference: Reference, named: Callable[[Reference], str]) -> str:
    return "personatui.toml" if reference == PROJECT_REFERENCE else clean_line(named(reference))
