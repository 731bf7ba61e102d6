"""A line on standard error while something takes longer than people like to wait."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from personatui.cli.output import shown

# Seconds before anything is shown.
PATIENCE = 1.0

Progress = Callable[[int, int], None]


class _Line:
    """One line that is written over itself, and taken away at the end."""

    def __init__(self, stream: TextIO, label: str) -> None:
        self._stream = stream
        self._label = label
        self._lock = threading.Lock()
        self._due = False
        self._length = 0

    def start(self) -> None:
        """Show the line from now on."""
        self._due = True
        self._write(f"{self._label} …")

    def tell(self, done: int, total: int) -> None:
        """How much is done of all there is."""
        if self._due:
            self._write(f"{self._label}, {done:,} of {total:,} …")

    def end(self) -> None:
        """Take the line away."""
        if self._length:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()

    def _write(self, text: str) -> None:
        with self._lock:
            self._stream.write("\r" + shown(text, self._stream).ljust(self._length))
            self._stream.flush()
            self._length = max(self._length, len(text))


@contextmanager
def waiting(label: str) -> Iterator[Progress]:
    """Show `label` while the block runs for longer than a second; it may be told how much is done.

    Only a terminal is shown anything: a log has no use for it.
    """
    stream = sys.stderr
    if not stream.isatty():
        yield lambda done, total: None
        return
    line = _Line(stream, label)
    timer = threading.Timer(PATIENCE, line.start)
    timer.daemon = True
    timer.start()
    try:
        yield line.tell
    finally:
        timer.cancel()
        timer.join()
        line.end()
