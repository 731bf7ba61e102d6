"""On a terminal: the workbench draws, answers and leaves everything as it was; and colour."""

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
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.calling import COMMAND, environment

_SIZE = struct.pack("HHHH", 30, 120, 0, 0)
_SEQUENCES = re.compile(r"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]")
_LONGEST = 60.0


class Terminal:
    """A pseudo-terminal with the program in it."""

    def __init__(self, *arguments: str, **env: str) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, _SIZE)
        self._slave = slave
        self.before = termios.tcgetattr(slave)
        self.seen = ""
        self._process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment({"TERM": "xterm-256color", **env}),
            start_new_session=True,
        )

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
            self.seen += os.read(self._master, 65536).decode("utf-8", "replace")
        return bool(ready)


@pytest.mark.parametrize("arguments", [("{sample}",), ("-p", "{sample}")], ids=["folder", "option"])
def test_the_workbench_draws_the_personas_and_leaves_with_q(sample: Path, arguments: tuple[str, ...]) -> None:
    terminal = Terminal(*(word.format(sample=sample) for word in arguments))
    try:
        terminal.wait(lambda text: all(name in text for name in ("Maya Okafor", "Priya Nair", "Collector Carl")))
        terminal.type("q")
        assert terminal.end() == 0
        assert terminal.settings() == list(terminal.before)
    finally:
        terminal.close()
    # the normal screen, the cursor and the mouse are back
    assert terminal.seen.rindex("\x1b[?1049l") > terminal.seen.rindex("\x1b[?1049h")
    assert terminal.seen.rindex("\x1b[?25h") > terminal.seen.rindex("\x1b[?25l")
    assert terminal.seen.rindex("\x1b[?1000l") > terminal.seen.rindex("\x1b[?1000h")
    assert "Traceback" not in terminal.text


def test_the_start_screen_opens_outside_a_project() -> None:
    terminal = Terminal()
    try:
        terminal.wait(lambda text: "Look around in a sample" in text)
        terminal.type("q")
        assert terminal.end() == 0
    finally:
        terminal.close()


@pytest.mark.parametrize("arguments", [("./nowhere",), ("-p", "nowhere")])
def test_a_project_that_is_none_opens_no_screen(arguments: tuple[str, ...]) -> None:
    terminal = Terminal(*arguments)
    try:
        assert terminal.end() == 3
    finally:
        terminal.close()
    assert "There is no folder nowhere." in terminal.text
    assert "\x1b[?1049h" not in terminal.seen


def test_a_dumb_terminal_gets_the_sentence() -> None:
    terminal = Terminal(TERM="dumb")
    try:
        assert terminal.end() == 2
    finally:
        terminal.close()
    assert "The workbench needs a terminal" in terminal.text


@pytest.mark.parametrize(
    ("env", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
    ids=["plain", "NO_COLOR", "NO_COLOR empty", "dumb"],
)
def test_colour_only_where_it_is_wanted(sample: Path, env: dict[str, str], coloured: bool) -> None:
    (sample / "personas" / "bad.toml").write_text('name = "Ann"\nsegment = "nowhere"\n')
    terminal = Terminal("check", "-p", str(sample), **env)
    try:
        assert terminal.end() == 1
    finally:
        terminal.close()
    assert "core.dangling-segment" in terminal.text
    assert ("\x1b[" in terminal.seen) == coloured
