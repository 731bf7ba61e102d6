"""Calling the program: what it returned and printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

COMMAND = (sys.executable, "-m", "personatui")


@dataclass(frozen=True)
class Called:
    """The exit code, and what stood on standard output and standard error."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The standard output as JSON, whatever the exit code."""
        return json.loads(self.out)


class RunCall(Protocol):
    """Calls the command line with these arguments."""

    def __call__(self, *arguments: str | Path) -> Called: ...


class ProcessCall:
    """Calls the command line in a new process, without a terminal."""

    def __call__(self, *arguments: str | Path, env: Mapping[str, str] | None = None, encoding: str = "utf-8") -> Called:
        result = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            env=environment(env),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        return Called(result.returncode, result.stdout.decode(encoding), result.stderr.decode(encoding))

    def shell(self, script: str, *, env: Mapping[str, str] | None = None) -> Called:
        """Run a line of bash in which `$personatui` is the program."""
        result = subprocess.run(
            ["bash", "-c", script],
            env=environment({"personatui": " ".join(COMMAND), **(env or {})}),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        return Called(result.returncode, result.stdout, result.stderr)


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a new process that finds the same modules as this one."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **(more or {})}
