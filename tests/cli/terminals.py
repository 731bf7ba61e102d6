"""A pseudo-terminal with the program in it, for what is only done on a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Sequence

from cli.calling import COMMAND, environment

_SIZE = struct.pack("HHHH", 30, 120, 0, 0)
_SEQUENCES = re.compile(r"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]")
_LONGEST = 60.0
_REST = 3.0


class Terminal:
    """A pseudo-terminal with the program in it."""

    def __init__(self, *arguments: str, command: Sequence[str] = COMMAND, **env: str) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, _SIZE)
        self._slave = slave
        self.before = termios.tcgetattr(slave)
        self.raw = b""
        self._process = subprocess.Popen(
            [*command, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment({"TERM": "xterm-256color", **env}),
            start_new_session=True,
        )

    @property
    def seen(self) -> str:
        """What was written."""
        return self.raw.decode("utf-8", "replace")

    @property
    def text(self) -> str:
        """What was written, without control sequences."""
        return _SEQUENCES.sub("", self.seen)

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._master, keys.encode())

    def wait(self, shown: Callable[[str], bool]) -> None:
        """Read until it shows."""
        deadline = time.monotonic() + _LONGEST
        while not shown(self.text):
            assert time.monotonic() < deadline, self.text[-3000:]
            assert self._process.poll() is None or self._more(0.1), self.text[-3000:]
            self._more(0.1)

    def rest(self) -> None:
        """Read until nothing comes for a while; a blinking cursor never stops."""
        deadline = time.monotonic() + _REST
        while time.monotonic() < deadline and self._more(0.4):
            pass

    def end(self) -> int:
        """The exit code, once the program has left."""
        deadline = time.monotonic() + _LONGEST
        while self._process.poll() is None:
            assert time.monotonic() < deadline, self.text[-3000:]
            self._more(0.1)
        while self._more(0.1):
            pass
        return self._process.returncode

    def settings(self) -> list[object]:
        """How the terminal is set now."""
        return list(termios.tcgetattr(self._slave))

    def close(self) -> None:
        """End the program and give the terminal back."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._master)
        os.close(self._slave)

    def _more(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], seconds)
        if ready:
            self.raw += os.read(self._master, 65536)
        return bool(ready)
