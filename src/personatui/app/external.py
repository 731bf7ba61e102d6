"""The person's own text editor, for a file as a whole."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from personatui.errors import UsageError

_FALLBACKS = ("nano", "vim", "vi", "notepad.exe")
# Editors that open a file at a line with `+LINE` before its name.
_TAKE_LINE = frozenset(("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "hx", "joe", "ne"))


def editor_command(path: Path, *, line: int = 0, preferred: str = "") -> list[str]:
    """The command that opens a file in the person's editor: the setting, $VISUAL, $EDITOR, or what is installed.

    Raises UsageError when there is none.
    """
    for wish in (preferred, os.environ.get("VISUAL", ""), os.environ.get("EDITOR", "")):
        if not wish.strip():
            continue
        try:
            words = shlex.split(wish)
        except ValueError as error:
            raise UsageError(f"The editor's command `{wish}` cannot be read: {error}.") from error
        if shutil.which(words[0]) is None:
            raise UsageError(f"The editor `{words[0]}` was not found.", hint="Set $EDITOR to one that is installed.")
        return [*words, *_line_option(words[0], line), str(path)]
    for name in _FALLBACKS:
        if shutil.which(name) is not None:
            return [name, *_line_option(name, line), str(path)]
    raise UsageError("No text editor was found.", hint="Set $EDITOR to the one that you use.")


def _line_option(program: str, line: int) -> tuple[str, ...]:
    return (f"+{line}",) if line and Path(program).name in _TAKE_LINE else ()


def run_editor(command: list[str]) -> str:
    """Run the editor until the person leaves it; a sentence when it failed, else nothing."""
    try:
        done = subprocess.run(command, check=False)
    except OSError as error:
        return f"`{command[0]}` could not be started: {error.strerror or error}."
    return f"`{command[0]}` ended with exit code {done.returncode}." if done.returncode else ""
