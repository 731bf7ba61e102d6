"""What every command shares: the options before it, opening the project, and how results are printed."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from personatui.errors import ProjectError

if TYPE_CHECKING:
    from personatui.host.session import Session

# Progress is shown only for what takes longer than this, in seconds.
_PATIENCE = 1.0

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@dataclass(frozen=True, slots=True)
class Context:
    """The options that stand before the command."""

    project: Path | None = None
    plugins_off: bool = False
    debug: bool = False

    def root(self) -> Path:
        """The folder of the project that the person means. Raises ProjectError."""
        from personatui.store.folders import PROJECT_FILE, find_project

        if self.project is None:
            return find_project(Path.cwd())
        folder = self.project.expanduser()
        if folder.name == PROJECT_FILE:
            folder = folder.parent
        if not folder.is_dir():
            raise ProjectError(
                f"There is no folder {folder}.", hint=f"Start a project with `personatui new {folder}`."
            )
        if not (folder / PROJECT_FILE).exists():
            raise ProjectError(
                f"{folder} is no personatui project: it has no {PROJECT_FILE}.",
                hint=f"Start one there with `personatui new {folder}`, or look at a sample with `personatui demo`.",
            )
        return folder

    def open(self, *, tell_broken: bool = True) -> Session:
        """The open project; with `tell_broken`, files that could not be read are told on standard error."""
        from personatui.host.opening import open_session

        session = open_session(self.root(), plugins_off=self.plugins_off, progress=_progress())
        if tell_broken:
            for error in (*session.loaded.broken.values(), *session.loaded.misplaced):
                warn(str(error))
        for fault in session.plugins.faults:
            warn(f"{fault.plugin} failed at {fault.stage}: {fault.message}")
        return session

    def session(self) -> Session:
        """The open project. Raises ProjectError when it has personas and none of them could be read."""
        session = self.open()
        if session.loaded.broken and not session.project.personas:
            raise ProjectError(
                "No persona of this project could be read.", hint="Mend the files that are named above."
            )
        return session


pass_context = click.make_pass_decorator(Context)


def warn(text: str) -> None:
    """Talk to the person on standard error."""
    from personatui.model.cleaning import clean

    click.echo(clean(text), err=True)


def print_json(data: Any) -> None:
    """Print data as JSON on standard output."""
    from personatui.render.data import json_text

    click.echo(json_text(data))


def width() -> int:
    """Columns to write for: the terminal's, or 100 where there is none."""
    return max(40, min(shutil.get_terminal_size((100, 24)).columns, 120)) if sys.stdout.isatty() else 100


def colour() -> bool:
    """Whether to colour what is printed: only on a terminal, and not where NO_COLOR is set."""
    import os

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _progress() -> Callable[[int, int], None]:
    started = time.monotonic()

    def tell(done: int, total: int) -> None:
        if time.monotonic() - started > _PATIENCE and sys.stderr.isatty():
            click.echo(f"\rReading {done} of {total} files …", nl=False, err=True)
            if done + 50 >= total:
                click.echo("\r\x1b[K", nl=False, err=True)

    return tell
