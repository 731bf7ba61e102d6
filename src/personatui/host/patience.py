"""How long plugins are waited for. What cannot be stopped is left behind in a thread of its own."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from personatui.host.log import logger
from personatui.host.surroundings import forsake
from personatui.model.cleaning import clean
from personatui.model.reports import Fault

# Seconds: how long a call may take, and after how long the person is told that it still runs.
LONGEST_WAIT = 20.0
TOLD_AFTER = 5.0

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class SlowCall:
    """A call that takes long, told while it still runs."""

    plugin: str
    stage: str
    seconds: float

    @property
    def told(self) -> str:
        """What the person reads."""
        return f"{self.plugin} has been working on {self.stage} for {self.seconds:g} s."


@dataclass(eq=False, slots=True)
class _Call(Generic[_T]):
    """One call under way: what came of it, and whether anybody still waits."""

    run: Callable[[], _T]
    done: threading.Event = field(default_factory=threading.Event)
    results: list[_T] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)

    def go(self) -> None:
        try:
            self.results.append(self.run())
        except BaseException as error:  # noqa: BLE001 - whoever waits raises it again
            self.errors.append(error)
        finally:
            self.done.set()


class Patience:
    """Calls plugins in threads of their own and waits for each only so long; safe in threads.

    `on_slow` hears of a call that has run for `told_after` seconds, in the thread that waits.
    """

    def __init__(self, seconds: float = LONGEST_WAIT, *, told_after: float | None = None) -> None:
        self.seconds = seconds
        self.told_after = min(TOLD_AFTER, seconds / 2) if told_after is None else told_after
        self.on_slow: Callable[[SlowCall], object] | None = None
        self._waiting: set[_Call[Any]] = set()
        self._behind: dict[tuple[str, str], threading.Thread] = {}
        self._is_over = False
        self._lock = threading.Lock()

    def within(self, plugin: str, stage: str, run: Callable[[], _T]) -> _T | Fault:
        """What `run` returns or raises, or a Fault when that takes too long or is waited for no more.

        What was left behind is not asked again as long as it has not ended.
        """
        behind = self._behind.get((plugin, stage))
        if behind is not None and behind.is_alive():
            return Fault(plugin, stage, "It has not ended since it was asked before, so it was not asked again.")
        call = _Call(run)
        thread = threading.Thread(target=call.go, name=f"{plugin}: {stage}", daemon=True)
        with self._lock:
            if self._is_over:
                return Fault(plugin, stage, "It was not asked any more, because the program ends.")
            self._waiting.add(call)
        try:
            thread.start()
            if not call.done.wait(self.told_after):
                if self.on_slow is not None:
                    self.on_slow(SlowCall(plugin, stage, self.told_after))
                call.done.wait(self.seconds - self.told_after)
        finally:
            with self._lock:
                self._waiting.discard(call)
        if call.errors:
            raise call.errors[0]
        return call.results[0] if call.results else self._left_behind(plugin, stage, thread)

    def is_behind(self, fault: Fault) -> bool:
        """Whether what failed was left behind, and may still run."""
        thread = self._behind.get((fault.plugin, fault.stage))
        return thread is not None and thread.is_alive()

    def give_up(self) -> None:
        """Wait for nothing any more, since the program ends."""
        with self._lock:
            self._is_over = True
            for call in self._waiting:
                call.done.set()

    def _left_behind(self, plugin: str, stage: str, thread: threading.Thread) -> Fault:
        forsake(thread)
        over = "It was not waited for, because the program ends."
        trouble = over if self._is_over else f"It did not end within {self.seconds:g} s, and was left behind."
        self._behind[plugin, stage] = thread
        if self._is_over:
            return Fault(plugin, stage, trouble)
        frame = sys._current_frames().get(thread.ident or 0)
        where = "".join(traceback.format_stack(frame)) if frame is not None else ""
        logger.error("%s failed (%s): %s\nTraceback of where it is now:\n%s", plugin, stage, trouble, clean(where))
        return Fault(plugin, stage, trouble)
