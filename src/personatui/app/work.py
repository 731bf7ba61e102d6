"""What the workbench does with a project's files in workers: open, change, save, follow. What is shown is not here."""

from __future__ import annotations

import time
from abc import abstractmethod
from asyncio import CancelledError
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.await_remove import AwaitRemove
from textual.worker import Worker, WorkerCancelled, get_current_worker

from personatui.app.typing import AwaitingScreen
from personatui.errors import PersonatuiError
from personatui.model.cleaning import clean

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp
    from personatui.app.opening import Opened
    from personatui.app.saving import Saver, SaveState
    from personatui.host.patience import Patience, SlowCall
    from personatui.host.session import Session
    from personatui.model.edits import Change
    from personatui.store.journal import LeftBehind
    from personatui.store.outline import OutlineReader, ProjectOutline

_T = TypeVar("_T")
# A change of more files is made in a thread.
_AT_ONCE = 20


def _nothing() -> None:
    pass


class ProjectScreen(AwaitingScreen):
    """A screen on one project. Its workers never touch a widget: they hand what they found to the methods below."""

    app: WorkbenchApp

    def __init__(self, root: Path, *, plugins_off: bool = False) -> None:
        super().__init__()
        self.root = root
        self.plugins_off = plugins_off
        self.session: Session | None = None
        self.saver: Saver | None = None
        self.persona_id = ""
        self.selected = ""
        # Set as soon as the person leaves: what comes from workers afterwards is for nobody.
        self.is_left = False
        self._showing: Worker[None] | None = None
        self._is_asking = False
        self._awaits_paint = False
        # what was typed before the project is shown waits for it
        self.is_ready = False
        # how long plugins are waited for, from when they are loaded
        self._patience: Patience | None = None
        # changes that are being made in a thread, and what is to follow once they are
        self._under_way = 0
        self._leaving: Callable[[], object] | None = None

    # What the screen shows -------------------------------------------------------------------------------

    @abstractmethod
    def show_outline(self, outline: ProjectOutline) -> None:
        """Show the names, before anything else is read."""

    @abstractmethod
    async def show_opened(self, opened: Opened) -> None:
        """Show the project, once it has been read."""

    @abstractmethod
    def show_again(self) -> None:
        """Bring everything on screen in line with the session; what the person looks at stays where it is."""

    @abstractmethod
    def tell_slow(self, call: SlowCall) -> None:
        """Say that a plugin is still at work."""

    @abstractmethod
    def show_save_state(self, state: SaveState) -> None:
        """Show how it stands with saving."""

    # Opening ---------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="open")
    def await_outline(self, reader: OutlineReader) -> None:
        """Show the outline once it has been read."""
        self.app.call_from_thread(self.show_outline, reader.wait())

    def open_when_painted(self) -> None:
        """Load the heavy part of the program once what there is so far is painted; below a dialog nothing is."""
        self._awaits_paint = True
        if self.is_current:
            self.call_after_refresh(self._open_now)
        else:
            self._open_now()

    def _open_now(self) -> None:
        if self._awaits_paint and not self.is_left:
            self._awaits_paint = False
            self.open_session()

    def on_screen_suspend(self) -> None:
        """A dialog has come before anything was painted."""
        self._open_now()

    @work(thread=True, exclusive=True, group="open")
    def open_session(self) -> None:
        """Load the plugins and read every record."""
        from personatui.app.opening import open_project
        from personatui.host.patience import Patience
        from personatui.store.journal import left_behind
        from personatui.store.settings import journal_folder

        worker, since = get_current_worker(), time.time()
        self._patience = patience = Patience(self.app.settings.plugin_seconds)
        patience.on_slow = lambda call: self.call_later(self.tell_slow, call)

        def go_on(_done: int, _total: int) -> None:
            if worker.is_cancelled:
                raise WorkerCancelled("the screen was left")

        try:
            opened = open_project(self.root, plugins_off=self.plugins_off, progress=go_on, patience=patience)
        except WorkerCancelled:
            return
        except PersonatuiError as error:
            self.app.call_from_thread(self._give_up, error)
            return
        waiting, problems = left_behind(journal_folder(), opened.session.root)
        self.app.call_from_thread(self._take_opened, opened, since, waiting, problems)

    def _take_opened(
        self, opened: Opened, since: float, waiting: Sequence[LeftBehind], problems: Sequence[str]
    ) -> None:
        if self.is_left or not self.is_attached:
            for left in waiting:
                left.let_go()
            return

        async def show() -> None:
            from personatui.app.following import Follower
            from personatui.app.recovering import offer
            from personatui.app.saving import Saver

            try:
                await self.show_opened(opened)
            except CancelledError:
                for left in waiting:
                    left.let_go()
                raise
            self.saver = Saver(self, opened.session, autosave=self.app.settings.autosave)
            self.show_save_state(self.saver.state)
            Follower(self, opened.session, since)
            for problem in problems:
                self.notify(clean(problem), severity="warning", timeout=15, markup=False)
            offer(self, waiting)
            self.is_ready = True
            self.app.screen_is_ready(self)

        self.show_in_turn(show())

    def show_in_turn(self, showing: Coroutine[None, None, None]) -> None:
        """Put widgets in place over several steps; leaving the screen ends it between two of them."""
        self._showing = self.run_worker(showing, group="show", name="show")

    def _give_up(self, error: PersonatuiError) -> None:
        # the person may have left for another project meanwhile
        if not self.is_left:
            self.app.show_instead(self.app.start_screen(clean(str(error))))

    # Changing --------------------------------------------------------------------------------------------

    def make(self, change: Change) -> bool:
        """Make a change and show it at once; it is saved shortly after. Whether it was made."""
        session = self.session
        if session is None:
            return False

        def make() -> bool:
            session.make(change)
            return True

        return bool(self._edit(make, 1))

    def make_together(
        self, change: Change, *, made: Callable[[], object] = _nothing, then: Callable[[], object] = _nothing
    ) -> None:
        """Make a change that may be about many files: then in a thread, and what is typed meanwhile waits for it.

        `made` is called before it is shown, `then` after; neither where it could not be made.
        """
        session = self.session
        if session is not None:
            action = partial(session.make, change)
            self._do_together(action, change.label, len(change.targets), made=made, then=then)

    def _do_together(
        self,
        action: Callable[[], object],
        label: str,
        files: int,
        *,
        step: int = 1,
        made: Callable[[], object] = _nothing,
        then: Callable[[], object] = _nothing,
    ) -> None:
        if files <= _AT_ONCE:

            def do_now() -> bool:
                action()
                made()
                return True

            if self._edit(do_now, step):
                then()
            return

        def do() -> None:
            trouble: PersonatuiError | None = None
            try:
                action()
                self.app.call_from_thread(made)
                self.prepare_again()
            except PersonatuiError as error:
                trouble = error
            self.app.call_from_thread(self._done_together, trouble, step, then)

        self._under_way += 1
        self.is_ready = False
        self.notify(f"{clean(label)}: {files} files …", timeout=3, markup=False)
        self.run_worker(do, thread=True, group="make", name="make")

    def _done_together(self, trouble: PersonatuiError | None, step: int, then: Callable[[], object]) -> None:
        if self.is_left:
            return

        def show() -> bool:
            if trouble is not None:
                raise trouble
            return True

        if self._edit(show, step):
            then()
        self._under_way -= 1
        self.is_ready = not self._under_way
        self.app.screen_is_ready(self)
        leaving, self._leaving = self._leaving, None
        if leaving is not None:
            self.leave(leaving)

    def prepare_again(self) -> None:
        """What takes long of `show_again` in a large project; called in a thread, before it."""

    def action_undo(self) -> None:
        session = self.session
        if session is not None:
            label, files = session.undo_label, session.undo_files
            told = partial(self.notify, f"Undid: {clean(label)}", timeout=3, markup=False)
            self._do_together(session.undo, f"Undo {label}", files, step=-1, then=told)

    def action_redo(self) -> None:
        session = self.session
        if session is not None:
            label, files = session.redo_label, session.redo_files
            told = partial(self.notify, f"Did again: {clean(label)}", timeout=3, markup=False)
            self._do_together(session.redo, f"Redo {label}", files, then=told)

    def _edit(self, action: Callable[[], _T], step: int) -> _T | None:
        try:
            done = action()
        except PersonatuiError as error:
            self.app.complain(error)
            return None
        self.show_again()
        if self.saver is not None:
            self.saver.changed(step)
        return done

    def action_save(self) -> None:
        """Save now."""
        if self.saver is not None:
            self.saver.save()

    def action_conflicts(self) -> None:
        """Open the screen that settles what was changed here and on disk in different ways."""
        saver = self.saver
        if self.session is None or saver is None or not saver.conflicts:
            return
        from personatui.app.conflicts import ConflictScreen

        # such as the one that told of them: it would lie over the texts
        self.app.clear_notifications()
        found = (saver.reference_of(conflict) for conflict in saver.conflicts)
        self.app.push_screen(ConflictScreen(self, self.session, [reference for reference in found if reference]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "conflicts":
            return self.saver is not None and bool(self.saver.conflicts)
        return super().check_action(action, parameters)

    def key_of(self, binding_id: str) -> str:
        """The key of a binding as the person's keymap has it."""
        for bindings in self._bindings.key_to_bindings.values():
            for binding in bindings:
                if binding.id == binding_id:
                    return self.app.get_key_display(binding)
        return ""

    # Following and leaving -------------------------------------------------------------------------------

    @property
    def has_save_trouble(self) -> bool:
        """Whether edits could not be saved; a change on disk may have mended that."""
        return self.saver is not None and self.saver.state.is_trouble

    def follow(self, told: str, *, is_new: bool) -> None:
        """Something happened on disk and has been read again; `is_new` when the project is another by that."""
        if self.is_left or self.session is None:
            return
        if is_new:
            self.show_again()
        if told:
            self.notify(told, timeout=4, markup=False)
        if self.saver is not None and self.has_save_trouble:
            self.saver.changed(0)

    def leave(self, then: Callable[[], object]) -> None:
        """Save, then go on with `then`; ask first when something cannot be saved."""
        saver = self.saver
        if self._under_way:
            self._leaving = then
        elif saver is None or saver.is_done:
            self._go(then)
        elif not self._is_asking:
            self._is_asking = True
            if saver.asks_first:
                self._ask_to_leave(then)
            else:
                saver.save(lambda: self._ask_to_leave(then))

    def _ask_to_leave(self, then: Callable[[], object]) -> None:
        saver, session = self.saver, self.session
        if saver is None or session is None or not session.unsaved:
            self._is_asking = False
            self._go(then)
            return
        from personatui.app.leaving import KEEP, SAVE, SETTLE, LeaveScreen

        def kept() -> None:
            # What is neither saved nor in the journal would be lost.
            if not session.unsaved or saver.is_kept:
                self._go(then)

        def decide(way: str | None) -> None:
            self._is_asking = False
            if way == SAVE:
                saver.save(kept)
            elif way == KEEP:
                saver.keep(kept)
            elif way == SETTLE:
                self.action_conflicts()

        troubles = [error.message for error in (*saver.conflicts, *saver.failures)]
        names = [session.folder.path_of(reference).name for reference in session.unsaved]
        self.app.push_screen(LeaveScreen(names, troubles, has_conflict=bool(saver.conflicts)), decide)

    def _go(self, then: Callable[[], object]) -> None:
        self.stop()
        then()

    def stop(self) -> None:
        """The screen is left: end what is under way for it."""
        if self.is_left:
            return
        self.is_left = True
        self.app.screen_is_ready(self)
        if self._showing is not None:
            self._showing.cancel()
        self.workers.cancel_group(self, "open")
        if self._patience is not None:
            self._patience.give_up()
        if self.saver is not None:
            self.saver.close()

    def remove(self) -> AwaitRemove:
        # Before the first widget of it goes, whoever switched to another screen.
        self.stop()
        return super().remove()

    def on_unmount(self) -> None:
        self.stop()

    def action_reload(self) -> None:
        # while the project is being opened, an exclusive worker of the same group would end that
        if self.session is not None:
            self._reload()

    @work(thread=True, exclusive=True, group="open")
    def _reload(self) -> None:
        session = self.session
        if session is None:
            return
        try:
            session.refresh()
        except PersonatuiError as error:
            self.app.call_from_thread(self.app.complain, error)
            return
        self.app.call_from_thread(self.show_again)

    # The person's own editor -----------------------------------------------------------------------------

    def edit_file(self, path: Path, line: int = 0) -> None:
        """Open a file in the person's editor, and come back to what it is then."""
        from personatui.store.external import opening_command

        try:
            command = opening_command(path, line=line)
        except PersonatuiError as error:
            self.app.complain(error)
            return
        if self.saver is not None and not self.saver.is_done:
            # the editor is to show what the screen shows
            self.saver.save(lambda: self._hand_over(command))
        else:
            self._hand_over(command)

    def _hand_over(self, command: list[str]) -> None:
        from personatui.app.external import lend_terminal

        try:
            lend_terminal(self.app, command)
        except PersonatuiError as error:
            self.app.complain(error)
        self.action_reload()
