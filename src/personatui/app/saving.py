"""Saving without being asked: edits go to the journal and the files in a worker, and the title says how it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock
from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from personatui.errors import ConflictError, FileError, PersonatuiError
from personatui.host.session import SaveResult, Session
from personatui.model.cleaning import clean, clean_line
from personatui.render.figures import count
from personatui.store.journal import Journal
from personatui.store.settings import journal_folder

if TYPE_CHECKING:
    from personatui.app.work import ProjectScreen
    from personatui.model.ids import Reference

# Edits that follow each other so closely are saved together.
DELAY = 0.2
_LONGEST_REASON = 48


@dataclass(frozen=True, slots=True)
class SaveState:
    """How it stands with saving, in a few words. `is_trouble` when the edits cannot be saved as they are."""

    text: str
    is_trouble: bool = False
    has_conflict: bool = False


class Saver:
    """Saves the edits that are made on one screen. All but `_work` runs in the screen's own thread."""

    def __init__(self, screen: ProjectScreen, session: Session, *, autosave: bool) -> None:
        self._screen = screen
        self._session = session
        self._autosave = autosave
        self._journal = Journal(journal_folder(), session.root)
        self._guard = Lock()
        self._hurry = Event()
        self._is_working = False
        self._again = False
        self._saves = False
        self._is_saving = False
        self._afterwards: list[Callable[[], object]] = []
        self._steps = 0
        self._told: set[str] = set()
        self.is_kept = True
        self.conflicts: tuple[ConflictError, ...] = ()
        self.failures: tuple[FileError, ...] = ()
        session.on_saved = self._journal.drop

    @property
    def state(self) -> SaveState:
        """How it stands now."""
        unsaved = self._session.unsaved
        if self.conflicts:
            return SaveState(f"not saved: conflict (press {self._screen.key_of('workbench.conflicts')})", True, True)
        if self.failures:
            return SaveState(f"not saved: {_reason(self.failures[0])}", True)
        if not unsaved:
            return SaveState("saved")
        if self._autosave or self._saves or self._is_saving:
            return SaveState("saving…")
        return SaveState(f"{count(max(1, abs(self._steps)), 'change')} not saved")

    @property
    def is_done(self) -> bool:
        """Whether everything is on disk."""
        return not self._session.unsaved and not self._is_working

    @property
    def asks_first(self) -> bool:
        """Whether edits are only written when the person says so."""
        return not self._autosave

    def changed(self, step: int = 1, then: Callable[[], object] | None = None) -> None:
        """Something was edited; `step` is -1 when a change was taken back. `then` follows once it is kept."""
        self._steps += step
        self._start(then)

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save now; `then` is called afterwards, whether everything could be saved or not."""
        self._saves = True
        self._hurry.set()
        self._start(then)

    def keep(self, then: Callable[[], object]) -> None:
        """See to it that the journal holds what is not saved, and go on with `then`."""
        self._start(then)

    def close(self) -> None:
        """The screen is left: what is not saved stays in the journal."""
        self._hurry.set()
        self._session.on_saved = None
        self._journal.close()

    def _start(self, then: Callable[[], object] | None) -> None:
        with self._guard:
            if then is not None:
                self._afterwards.append(then)
            self._again = True
            if not self._is_working:
                self._is_working = True
                self._screen.run_worker(self._work, thread=True, group="save", name="save", exit_on_error=True)
        self._screen.show_save_state(self.state)

    def _work(self) -> None:
        """Until nothing more has been edited meanwhile: keep a journal, wait for more, save."""
        while True:
            with self._guard:
                self._again = False
                saves = self._is_saving = self._autosave or self._saves
                self._saves = False
                afterwards, self._afterwards = self._afterwards, []
            result, trouble = SaveResult(), self._write_journal()
            if saves and self._session.unsaved:
                self._hurry.wait(DELAY)
                self._hurry.clear()
                result = self._session.save()
                trouble = self._write_journal()
            with self._guard:
                ends = not self._again
                if ends:
                    self._is_working = self._is_saving = False
            if self._screen.is_left:
                self._journal.close()
                return
            self._screen.app.call_from_thread(self._take, result if saves else None, trouble, afterwards)
            if ends:
                return

    def _write_journal(self) -> FileError | None:
        try:
            self._journal.write(self._session.unsaved_texts)
        except FileError as error:
            return error
        return None

    def _take(
        self, result: SaveResult | None, trouble: FileError | None, afterwards: list[Callable[[], object]]
    ) -> None:
        """Show what came of it, and go on with what waited for it."""
        self.is_kept = trouble is None
        if trouble is not None:
            self._tell_once(str(trouble))
        unsaved = set(self._session.unsaved)
        if result is not None:
            self.conflicts, self.failures = result.conflicts, result.failures
            for conflict in result.conflicts:
                key = self._screen.key_of("workbench.conflicts")
                self._tell_once(f"{self._name(conflict)}: {conflict.message} Press {key} to choose what to keep.")
            for failure in result.failures:
                self._tell_once(str(failure))
            if not result.conflicts and not result.failures:
                self._told.clear()
            if result.merged:
                self._screen.notify(_merged_told(result.merged), timeout=4, markup=False)
                self._screen.show_again()
        else:
            self.conflicts = tuple(error for error in self.conflicts if self.reference_of(error) in unsaved)
            self.failures = tuple(error for error in self.failures if self.reference_of(error) in unsaved)
        if not unsaved:
            self._steps = 0
        self._screen.show_save_state(self.state)
        for then in afterwards:
            then()

    def reference_of(self, error: FileError) -> Reference | None:
        """The record that a conflict or failure is about."""
        return self._session.folder.reference_of(error.path)

    def _name(self, error: FileError) -> str:
        return clean_line(error.path.name)

    def _tell_once(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            self._screen.notify(clean(text), severity="error", timeout=10, markup=False)


def _reason(error: PersonatuiError) -> str:
    """The first part of an error's sentence, short enough for the title."""
    text = clean_line(error.message).partition(",")[0].rstrip(".")
    text = text[:1].lower() + text[1:]
    return text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 1]}…"


def _merged_told(merged: tuple[Reference, ...]) -> str:
    names = merged[0].record if len(merged) == 1 else f"{len(merged)} files"
    return f"{names} changed on disk as well: both changes were kept"


def title_line(left: Content, state: SaveState | None, width: int) -> Content:
    """A line of a width with how it stands with saving at its right end; a click there settles a conflict."""
    if state is None or width <= len(state.text):
        return left
    right = Content.styled(state.text, "$text-error bold" if state.is_trouble else "$foreground-muted")
    if state.is_trouble:
        action = "screen.conflicts" if state.has_conflict else "screen.save"
        right = right.stylize(Style.from_meta({"@click": action}))
    room = width - right.cell_length - 1
    if left.cell_length > room:
        left = left.truncate(max(0, room), ellipsis=True)
    return Content.assemble(left, " " * (width - left.cell_length - right.cell_length), right)
