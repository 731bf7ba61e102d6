"""Importing into an open project, or into a new one: plan, make the change, save it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from personatui.errors import FileError, UsageError
from personatui.host.importing.importer import plan_import
from personatui.host.importing.report import ImportReport
from personatui.host.importing.vocabulary import read_mapping
from personatui.host.opening import open_session
from personatui.host.projects import new_project
from personatui.host.session import Session

Format = Literal["markdown", "yaml"]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The report of an import, and the files that could not be written."""

    report: ImportReport
    failures: tuple[FileError, ...] = ()


def run_import(
    session: Session, paths: Sequence[Path], form: str, *, mapping: Path | None = None, dry_run: bool = False
) -> ImportResult:
    """Import files into the session's project and save it, as one change.

    Raises FileError when nothing could be read, and UsageError for an unknown format.
    """
    if form not in ("markdown", "yaml"):
        raise UsageError(f"There is no importer for {form}.", hint="There are: markdown, yaml.")
    plan = plan_import(
        paths,
        cast("Format", form),
        project=session.project,
        raw=session.data_of,
        tools=session.tools.values(),
        mapping=read_mapping(mapping) if mapping is not None else None,
    )
    if dry_run or plan.change is None:
        return ImportResult(plan.report)
    session.make(plan.change)
    saved = session.save()
    return ImportResult(plan.report, (*saved.conflicts, *saved.failures))


def import_as_project(folder: Path, paths: Sequence[Path], form: str, *, plugins_off: bool = False) -> tuple[Path, str]:
    """A new project at `folder` made from documents, and a line that says what came in. Raises PersonatuiError."""
    root = new_project(folder)
    session = open_session(root, plugins_off=plugins_off)
    result = run_import(session, paths, form)
    if result.failures:
        raise result.failures[0]
    return root, result.report.summary
