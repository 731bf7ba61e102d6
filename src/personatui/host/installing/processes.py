"""Running installers: where, with what, and what they said when they failed, in few words."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from personatui.errors import InstallError
from personatui.host.installing.commands import Command
from personatui.host.log import logger
from personatui.model.cleaning import clean, clean_line
from personatui.store.settings import state_folder

_SECONDS = 1800
_MOST_LINES = 6
_LONGEST_LINE = 300
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_ERROR = re.compile(r"^\s*(?:ERROR:|error:|fatal:|[×✗] )", re.IGNORECASE)
# What installers add that helps nobody here.
_IDLE = re.compile(r"^\s*(?:\[notice\]|WARNING:|warning:|note: This (?:error|is) |╰─> See above)")


@dataclass(frozen=True, slots=True)
class Output:
    """What an installer printed."""

    out: str
    err: str


def run_command(command: Command, failure: str) -> Output:
    """Run an installer; what it printed. Raises InstallError with `failure` and what it said.

    It runs in the program's own folder, not in the current one or that of the environment: uv reads settings there and
    in the folders above, which may be a project's that somebody else has written.
    """
    logger.info("Running %s", clean_line(command.shown))
    # colours and bars are for a terminal, and what asks would wait for ever
    quiet = {"NO_COLOR": "1", "UV_NO_PROGRESS": "1", "PIP_NO_COLOR": "1", "PIP_PROGRESS_BAR": "off"}
    try:
        result = subprocess.run(
            command.arguments,
            cwd=_own_folder(failure),
            env={**os.environ, **quiet, **dict(command.variables)},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InstallError(failure, hint=f"It did not end within {_SECONDS // 60} minutes.") from error
    except OSError as error:
        program = clean_line(command.arguments[0])
        raise InstallError(failure, hint=f"{program} cannot be run: {error.strerror or error}.") from error
    out, err = result.stdout.decode("utf-8", "replace"), result.stderr.decode("utf-8", "replace")
    if result.returncode:
        logger.info("It failed with %s:\n%s\n%s", result.returncode, clean(out), clean(err))
        raise InstallError(failure, hint=shortened(err) or shortened(out) or f"It ended with {result.returncode}.")
    return Output(_COLOURS.sub("", out), _COLOURS.sub("", err))


def _own_folder(failure: str) -> Path:
    folder = state_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InstallError(failure, hint=f"{folder} cannot be made: {error.strerror or error}.") from error
    return folder


def shortened(text: str) -> str:
    """What went wrong in the words of an installer: from its first error on, without colours and in a few lines."""
    lines = [line.rstrip() for line in clean(_COLOURS.sub("", text)).splitlines()]
    lines = [line for line in lines if line.strip() and not _IDLE.match(line)]
    first = next((number for number, line in enumerate(lines) if _ERROR.match(line)), max(0, len(lines) - _MOST_LINES))
    told = [line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…" for line in lines[first:]]
    more = [f"… and {len(told) - _MOST_LINES} more lines."] if len(told) > _MOST_LINES else []
    return "\n".join([*told[:_MOST_LINES], *more])
