"""What plugins print is caught: each call's own prints, while other threads' pass."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TextIO, cast

from personatui.host.log import logger
from personatui.model.cleaning import clean

_LONGEST_PRINT = 4_000
_STREAMS = ("stdout", "stderr")

# Where the running context prints while it is inside a guarded call.
_sink: ContextVar[io.TextIOWrapper | None] = ContextVar("personatui_plugin_output", default=None)
_lock = threading.Lock()
_calls = 0


class _SharedOutput:
    """Standard output or error while guarded calls run: each call's own prints are caught, other threads' pass.

    `contextlib.redirect_stdout` would catch what other threads print meanwhile, and leave the wrong stream
    behind when two calls overlap.
    """

    def __init__(self, real: TextIO) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        sink = _sink.get()
        return getattr(self.real if sink is None else sink, name)


class _Buffer(io.BytesIO):
    """Keeps what was printed also when a plugin closes what it takes for standard output."""

    def close(self) -> None:
        pass


# What stands in for each stream while guarded calls run.
_shared: dict[str, _SharedOutput] = {}


@contextmanager
def captured(plugin: str, stage: str) -> Iterator[None]:
    """Whatever the block prints goes to the log, and the standard streams are afterwards what they were."""
    buffer = _Buffer()
    sink = io.TextIOWrapper(buffer, encoding="utf-8", errors="backslashreplace", write_through=True)
    _install()
    token = _sink.set(sink)
    try:
        yield
    finally:
        _sink.reset(token)
        _remove()
        printed = buffer.getvalue().decode("utf-8", "replace")
        if printed.strip():
            logger.info("%s printed (%s): %s", plugin, stage, clean(printed[:_LONGEST_PRINT]).rstrip())


def _install() -> None:
    global _calls
    with _lock:
        _calls += 1
        for name in _STREAMS:
            stream = getattr(sys, name)
            if stream is not None and not isinstance(stream, _SharedOutput):
                _shared[name] = _SharedOutput(cast("TextIO", stream))
                setattr(sys, name, _shared[name])


def _remove() -> None:
    global _calls
    with _lock:
        _calls -= 1
        for name in _STREAMS:
            shared = _shared.get(name)
            # whoever ends the program's own redirection meanwhile puts the real stream back; all else a plugin did
            if shared is not None and getattr(sys, name) not in (shared, getattr(sys, f"__{name}__")):
                setattr(sys, name, shared)
            if shared is not None and _calls == 0:
                del _shared[name]
                if getattr(sys, name) is shared:
                    setattr(sys, name, shared.real)
