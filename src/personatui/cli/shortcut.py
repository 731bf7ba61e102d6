"""The common ways into the workbench, told apart without loading the command line: start-up is a feature.

Whatever is not plainly one of them is left to the command line, which also words every error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from personatui.cli.names import COMMANDS
from personatui.errors import PersonatuiError


def open_directly(arguments: Sequence[str]) -> int | None:
    """Run the workbench for `FOLDER`, `-p FOLDER`, `demo`, `demo SAMPLE`; None for the command line to decide."""
    if (
        not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty())
        or os.environ.get("TERM") == "dumb"
    ):
        return None
    root = _project(arguments)
    if root is None:
        return None
    from personatui.app.launch import run

    return run(root, tour=arguments[0] == "demo")


def has_terminal() -> bool:
    """Whether there is a terminal to draw on."""
    streams = (sys.stdin, sys.stdout)
    return all(stream and stream.isatty() for stream in streams) and os.environ.get("TERM") != "dumb"


def _project(arguments: Sequence[str]) -> Path | None:
    from personatui.store.folders import PROJECT_FILE

    match tuple(arguments):
        case ("-p" | "--project", folder):
            named = Path(folder)
        case ("demo", *sample) if len(sample) < 2 and not any(name.startswith("-") for name in sample):
            return _sample(sample)
        case (folder,) if not folder.startswith("-") and folder not in COMMANDS:
            named = Path(folder)
        case _:
            return None
    try:
        return named if (named / PROJECT_FILE).is_file() else None
    except (OSError, ValueError):
        return None


def _sample(name: Sequence[str]) -> Path | None:
    from personatui.host.projects import demo_project

    try:
        return demo_project(*name)
    except PersonatuiError:
        return None
