"""Time from start to the first useful screen (persona names), as a ratio to a bare Textual application.

    python benchmarks/start.py [--runs 9]

Both programs start by turns in a fresh pseudo-terminal of 140x40; the median of the pairwise ratios counts.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

BARE = """
from textual.app import App
from textual.widgets import Footer, Header, Label

class Bare(App):
    def compose(self):
        yield Header()
        yield Label("bare application ready")
        yield Footer()

Bare().run()
"""
SEQUENCE = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[ -/]*[0-~])")
LIMIT = 30.0


def seconds_until(marker: str, command: list[str], environment: dict[str, str]) -> float:
    """Seconds from the start of `command` until `marker` has been written to its terminal."""
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))
        os.execvpe(command[0], command, environment)
    started = time.perf_counter()
    written = b""
    try:
        while time.perf_counter() - started < LIMIT:
            if not select.select([terminal], [], [], 0.05)[0]:
                continue
            try:
                written += os.read(terminal, 65536)
            except OSError:
                break
            if marker.encode() in SEQUENCE.sub(b"", written):
                return time.perf_counter() - started
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)
    tail = SEQUENCE.sub(b"", written)[-400:].decode(errors="replace")
    raise SystemExit(f"{marker!r} did not show within {LIMIT:.0f} s; the screen ended with: {tail!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()

    from personatui.store.samples import copy_sample

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        project = copy_sample("exotic-pet-rental", home / "sample")
        bare_file = home / "bare.py"
        bare_file.write_text(BARE, encoding="utf-8")
        environment = dict(
            os.environ, TERM="xterm-256color", COLORTERM="truecolor", PERSONATUI_CONFIG_DIR=str(home / "config")
        )
        ours = [sys.executable, "-m", "personatui", str(project)]
        bare = [sys.executable, str(bare_file)]
        seconds_until("Maya Okafor", ours, environment)
        seconds_until("bare application ready", bare, environment)
        pairs = [
            (
                seconds_until("Maya Okafor", ours, environment),
                seconds_until("bare application ready", bare, environment),
            )
            for _ in range(options.runs)
        ]
    mine, plain = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"names shown after {mine:.3f} s, bare Textual {plain:.3f} s, ratio {ratio:.2f} (goal 1.5)")


if __name__ == "__main__":
    main()
