"""The person's own text editor, for a file as a whole."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from personatui.errors import PersonatuiError, UsageError
from personatui.model.cleaning import clean_line
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
        raise UsageError(
            f"No text editor was found that could open {clean_line(str(path))}.",
            hint="Set $EDITOR to the one that you use, or `editor` in the settings.",
        )
    if shutil.which(words[0]) is None:
        raise UsageError(
            f"The editor {clean_line(words[0])} was not found.",
            hint="Set $EDITOR, or `editor` in the settings, to one that is installed.",
        )
    at_line = (f"+{line}",) if line and Path(words[0]).name in _TAKE_LINE else ()
    return [*words, *at_line, str(path)]


def run_editor(command: list[str]) -> None:
    """Run the editor until the person leaves it. Raises PersonatuiError when it fails."""
    name = clean_line(command[0])
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        told = clean_line(error.strerror or str(error))
        raise PersonatuiError(
            f"The editor {name} cannot be started: {told}.", hint="Set `editor` in the settings, or $EDITOR."
        ) from error
    if code:
        raise PersonatuiError(f"The editor {name} ended with the code {code}.", hint="See what it says.")
