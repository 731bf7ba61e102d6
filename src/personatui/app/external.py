"""The person's own text editor, for a file as a whole."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from personatui.errors import UsageError
from personatui.store.settings import editor_command

_FALLBACKS = ("nano", "vim", "vi", "notepad.exe")
# Editors that open a file at a line with `+LINE` before its name.
_TAKE_LINE = frozenset(("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "hx", "joe", "ne"))


def opening_command(path: Path, *, line: int = 0) -> list[str]:
    """The command that opens a file, at a line where the editor can: the person's own, or one that is installed.

    Raises UsageError when there is none.
    """
    words = editor_command() or next(([name] for name in _FALLBACKS if shutil.which(name)), [])
    if not words:
        raise UsageError("No text editor was found.", hint="Set $EDITOR to the one that you use.")
    if shutil.which(words[0]) is None:
        raise UsageError(f"The editor `{words[0]}` was not found.", hint="Set $EDITOR to one that is installed.")
    at_line = (f"+{line}",) if line and Path(words[0]).name in _TAKE_LINE else ()
    return [*words, *at_line, str(path)]


def run_editor(command: list[str]) -> str:
    """Run the editor until the person leaves it; a sentence when it failed, else nothing."""
    try:
        done = subprocess.run(command, check=False)
    except OSError as error:
        return f"`{command[0]}` could not be started: {error.strerror or error}."
    return f"`{command[0]}` ended with exit code {done.returncode}." if done.returncode else ""
