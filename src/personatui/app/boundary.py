"""What a tool's screen raises is its own failure, and everything else goes on. Textual has no such boundary.

Whatever fails anywhere ends up in a few private methods of Textual, whose version is pinned: `App._handle_exception`,
and the loop of the widget that was at work, which ends with it. Both are looked after here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import partial
from time import perf_counter
from traceback import format_exception, walk_tb
from types import FrameType
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from textual._callback import invoke
from textual.app import App, ReturnType
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.events import Click, Event, Key, Mount
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen, ScreenResultType
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker, WorkerFailed, WorkerState, active_worker

if TYPE_CHECKING:
    from textual.css.styles import RulesMap

    from personatui.model.reports import Fault

_T = TypeVar("_T")

# Seconds that a screen may take for one message before the person is told who held up the program.
HELD_UP = 1.0
# Seconds from which on a look at what a view changed is long, and how many times as long nobody looks again.
_LONG_LOOK = 0.005
_REST = 50
# What code may raise to end a program; a task that raises them would end the loop of all.
_ENDS = (SystemExit, KeyboardInterrupt)
# The events in which a view does something; what else is dispatched comes with every frame.
_DOINGS = (Key, Click, Mount)
# Where the frames of Textual keep the widget that they work for.
_HOLDERS = ("self", "message_pump", "namespace", "action_target", "watcher_object")


class Shield:
    """Stands around one view of a tool: who made it, and who hears of its first failure."""

    def __init__(self, plugin: str, stage: str, on_fault: Callable[[Fault], None], *, is_bundled: bool) -> None:
        self.plugin = plugin
        self.stage = stage
        self.is_bundled = is_bundled
        self.has_failed = False
        # what the view has changed of the project that it was given, in words
        self.changes: Callable[[], str] = str
        self._on_fault = on_fault
        self._rests_until = 0.0
        self._is_due = False

    def fault(self, stage: str, message: str, error: BaseException | None = None) -> Fault:
        """A failure of the view, logged with its traceback."""
        from personatui.host.guard import one_line
        from personatui.host.log import logger
        from personatui.model.cleaning import clean
        from personatui.model.reports import Fault

        message = one_line(message)
        where = f"\n{clean(''.join(format_exception(error)))}" if error is not None else ""
        logger.error("%s failed (%s): %s%s", self.plugin, stage, message, where)
        return Fault(self.plugin, stage, message)

    def look(self) -> None:
        """See whether the view changed what it was given to show."""
        now = perf_counter()
        if self.has_failed:
            return
        if now < self._rests_until:
            if not self._is_due:
                self._is_due = True
                asyncio.get_running_loop().call_later(self._rests_until - now, self._look_late)
            return
        changed = self.changes()
        took = perf_counter() - now
        if took >= _LONG_LOOK:
            # of a view that looks at the whole of a large project
            self._rests_until = now + took * _REST
        if changed:
            message = f"It changed {changed} instead of asking for a change. The project stays as it was."
            self.take(self.fault(self.stage, message))

    def _look_late(self) -> None:
        self._is_due = False
        self.look()

    def take(self, fault: Fault) -> None:
        """Tell of a failure; of what fails afterwards because of it, nothing."""
        if not self.has_failed:
            self.has_failed = True
            self._on_fault(fault)


_shields: WeakKeyDictionary[Widget, Shield] = WeakKeyDictionary()


def put_shield(view: Widget, shield: Shield) -> None:
    """From now on, what fails in a view or below it is told to its shield."""
    _shields[view] = shield


def shielded_view(node: object) -> Widget | None:
    """The view that a widget stands in, or is."""
    if isinstance(node, Timer):
        with suppress(Exception):
            node = node.target
    elif isinstance(node, Worker):
        node = node.node
    while isinstance(node, DOMNode):
        if isinstance(node, Widget) and node in _shields:
            return node
        node = node._parent
    return None


def shield_of(node: object) -> Shield | None:
    """The shield of the view that a widget, or its timer or worker, belongs to."""
    view = shielded_view(node)
    return _shields[view] if view is not None else None


def look_at_views() -> None:
    """See whether a view changed what it was given to show, after an action of whoever."""
    for view, shield in list(_shields.items()):
        if view.is_attached:
            shield.look()


def contain(error: BaseException) -> bool:
    """Whether a failure is that of a view: then it is logged and told, and the view is shown no longer."""
    found: BaseException = error.error if isinstance(error, WorkerFailed) else error
    frames = [frame for frame, _ in walk_tb(found.__traceback__)]
    view = _view_at_fault(frames)
    if view is None:
        return False
    shield = _shields[view]
    if not shield.has_failed:
        from personatui.host.guard import explained

        place = _place(frames, type(view).__module__)
        shield.take(shield.fault(f"{shield.stage}, {place}" if place else shield.stage, explained(found), found))
    # at once: what cannot be drawn would fail again with the next frame
    with suppress(Exception):
        view.display = False
    return True


def _view_at_fault(frames: list[FrameType]) -> Widget | None:
    """The view in which something was raised: by the widgets that were at work, else by whose code it was."""
    for frame in reversed(frames):
        for name in _HOLDERS:
            view = shielded_view(frame.f_locals.get(name))
            if view is not None:
                return view
    worker = active_worker.get(None)
    view = shielded_view(worker) if worker is not None else None
    if view is not None:
        return view
    packages = {str(frame.f_globals.get("__name__", "")).partition(".")[0] for frame in frames} - {"personatui", ""}
    for known in list(_shields):
        if known.is_attached and type(known).__module__.partition(".")[0] in packages:
            return known
    return None


def _place(frames: list[FrameType], module: str) -> str:
    """The function of the plugin's own package that was called from outside it."""
    package = module.partition(".")[0]
    for frame in frames:
        if str(frame.f_globals.get("__name__", "")).partition(".")[0] == package != "personatui":
            return frame.f_code.co_qualname.replace("<locals>.", "")
    return ""


class Containing(MessagePump):
    """An app, screen or panel that goes on when the code of a view fails while it is called from there."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except (Exception, *_ENDS) as error:
            if not contain(error):
                raise

    async def _flush_next_callbacks(self) -> None:
        # as Textual does it, which drops those behind one that fails
        callbacks = self._next_callbacks.copy()
        self._next_callbacks.clear()
        for callback in callbacks:
            try:
                with self.prevent(*callback._prevent):
                    await invoke(callback.callback)
            except (Exception, *_ENDS) as error:
                if not contain(error):
                    raise


class ContainingScreen(Containing, Screen[ScreenResultType]):
    """A screen that also goes on when what it draws fails."""

    def _on_timer_update(self) -> None:
        # a layout that fails is told by Textual itself
        try:
            super()._on_timer_update()
        except (Exception, *_ENDS) as error:
            if not contain(error):
                raise
            self.refresh(layout=True)

    async def _invoke_and_clear_callbacks(self) -> None:
        # as Textual does it, which drops those behind one that fails
        callbacks = self._callbacks[:]
        self._callbacks.clear()
        for callback, message_pump in callbacks:
            try:
                with message_pump._context():
                    await invoke(callback)
            except (Exception, *_ENDS) as error:
                if not contain(error):
                    raise


def watch(widget: Widget, parent: DOMNode, on_held_up: Callable[[str], None]) -> None:
    """Look after a widget that is about to stand in a plugin's view.

    What it changes of the process is put back, whoever holds up the program is told, and a style sheet that cannot
    be read is left out: it would fail again with every widget that comes after.
    """
    view = shielded_view(widget) or shielded_view(parent)
    if view is None:
        return
    shield, own = _shields[view], widget._dispatch_message

    async def dispatch(message: Message) -> None:
        # here, so that the widget lives on until it is taken away, which it has a part in
        try:
            if shield.is_bundled:
                await own(message)
                return
            await looked_after(shield, type(message).__name__, partial(own, message), on_held_up)
            if isinstance(message, _DOINGS) or not isinstance(message, Event):
                shield.look()
        except (Exception, *_ENDS) as error:
            if not contain(error):
                raise

    setattr(widget, "_dispatch_message", dispatch)  # noqa: B010 - a method of the class for the type checker
    if shield.is_bundled:
        return
    for kind in type(widget).__mro__:
        trouble = _style_trouble(kind, widget.app.get_css_variables())
        if trouble:
            kind.DEFAULT_CSS = ""  # type: ignore[attr-defined]  # a class of widgets, since it has styles
            # the view is still on its way
            widget.app.call_later(shield.take, shield.fault(f"{shield.stage}, {kind.__name__}.DEFAULT_CSS", trouble))


async def looked_after(
    shield: Shield, where: str, work: Callable[[], Awaitable[_T]], on_held_up: Callable[[str], None]
) -> _T:
    """What the work of a view comes to; what it prints goes to the log, what it changes of the process is put back."""
    from personatui.host.guard import tell_changes
    from personatui.host.output import captured
    from personatui.host.surroundings import arrive, leave

    where = f"{shield.stage}, {where}"
    turns: list[bool] = []
    turn = asyncio.get_running_loop().call_soon(turns.append, True)
    started = perf_counter()
    stay = arrive(shield.plugin)
    try:
        with captured(shield.plugin, where):
            return await work()
    finally:
        changes = leave(stay)
        turn.cancel()
        # whoever waited for something else held up nobody
        took = perf_counter() - started if not turns else 0.0
        if took >= HELD_UP:
            on_held_up(f"{shield.plugin} held up the program for {took:.1f} s ({where}).")
        trouble = tell_changes(shield.plugin, where, changes) if changes is not None else ""
        if trouble:
            shield.take(shield.fault(where, trouble))


def _style_trouble(kind: type[object], variables: dict[str, str]) -> str:
    """What is wrong with the style sheet of a plugin's own class."""
    css = kind.__dict__.get("DEFAULT_CSS")
    if not css or kind.__module__.partition(".")[0] in ("textual", "personatui"):
        return ""
    from personatui.host.guard import explained

    sheet = Stylesheet(variables=variables)
    try:
        sheet.add_source(css, is_default_css=True)
        sheet.parse()
    except Exception as error:  # noqa: BLE001 - what it holds is the plugin's
        return explained(error)
    return ""


def contained_task(
    loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any] | Any, **options: Any
) -> asyncio.Task[Any]:
    """A task that does not end the loop when the code of a view raises SystemExit or KeyboardInterrupt in it."""
    if not asyncio.iscoroutine(work):
        return asyncio.Task(work, loop=loop, **options)
    task = asyncio.Task(_contained(work), loop=loop, **options)
    # one that is cancelled before its first step would complain that it was never awaited
    task.add_done_callback(lambda _: work.close())
    return task


async def _contained(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        return await work
    except _ENDS as error:
        if not contain(error):
            raise
        worker = active_worker.get(None)
        if worker is not None and not worker.is_finished:
            worker.state = WorkerState.ERROR
        return None


class ContainingApp(Containing, App[ReturnType]):
    """An app that the failures of a view do not end."""

    async def on_load(self) -> None:
        from personatui.app.threads import WorkerThreads

        loop = asyncio.get_running_loop()
        loop.set_default_executor(WorkerThreads())
        loop.set_task_factory(contained_task)

    async def _dispatch_action(self, namespace: DOMNode, action_name: str, params: Any) -> bool:
        act = partial(super()._dispatch_action, namespace, action_name, params)
        shield = shield_of(namespace)
        if shield is None or shield.is_bundled:
            done = await act()
        else:
            done = await looked_after(shield, f"action {action_name}", act, self._tell_held_up)
        look_at_views()
        return done

    def _register(
        self,
        parent: DOMNode,
        *widgets: Widget,
        before: int | None = None,
        after: int | None = None,
        cache: dict[tuple[object, ...], RulesMap] | None = None,
    ) -> list[Widget]:
        for widget in widgets:
            watch(widget, parent, self._tell_held_up)
        return super()._register(parent, *widgets, before=before, after=after, cache=cache)

    def _tell_held_up(self, told: str) -> None:
        self.notify(told, severity="warning", timeout=10, markup=False)

    def _handle_exception(self, error: Exception) -> None:
        # where everything ends up that a widget, a timer or a worker raises
        if not contain(error):
            super()._handle_exception(error)
