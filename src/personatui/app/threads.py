"""Threads for workers. Those of plugins' screens are not waited for when the program ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from textual.worker import active_worker

from personatui.app.boundary import Shield, shield_of

_P = ParamSpec("_P")
_T = TypeVar("_T")


class WorkerThreads(ThreadPoolExecutor):
    """Runs what workers do. Leaving waits for ours, which save; a plugin's thread may never end."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        shield = shield_of(active_worker.get(None))
        if shield is None or shield.is_bundled:
            return super().submit(fn, *args, **kwargs)
        future: Future[_T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(_looked_after(shield, lambda: fn(*args, **kwargs)))
            except BaseException as error:  # noqa: BLE001 - whoever waits for the future raises it again
                future.set_exception(error)

        threading.Thread(target=run, name=f"{shield.plugin}: worker", daemon=True).start()
        return future


def _looked_after(shield: Shield, work: Callable[[], _T]) -> _T:
    """What the work returns; what it prints goes to the log, and what it changes of the process is put back."""
    from personatui.host.guard import tell_changes
    from personatui.host.output import captured
    from personatui.host.surroundings import arrive, leave

    where = f"{shield.stage}, worker"
    stay = arrive(shield.plugin)
    try:
        with captured(shield.plugin, where):
            return work()
    finally:
        changes = leave(stay)
        trouble = tell_changes(shield.plugin, where, changes) if changes is not None else ""
        if trouble:
            shield.take(shield.fault(where, trouble))
