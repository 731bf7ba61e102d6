"""Every error that personatui raises on purpose: what went wrong, what to do about it, and the exit code."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """What the command line returns; other programs rely on these numbers."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    BAD_INPUT = 3
    PLUGIN_FAILED = 4
    DEFECT = 70


class PersonatuiError(Exception):
    """The root of the tree. `message` is one sentence; `hint` says what to do next."""

    exit_code = ExitCode.BAD_INPUT

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class UsageError(PersonatuiError):
    """The command or call was used wrongly: an unknown persona, tool or option."""

    exit_code = ExitCode.USAGE


class ProjectError(PersonatuiError):
    """The folder is no project, or its settings cannot be used."""


class FileError(PersonatuiError):
    """One file cannot be read or written. `line` and `column` count from 1; 0 where there is none."""

    def __init__(self, path: Path | str, message: str, *, hint: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.path = Path(path)
        self.line = line
        self.column = column

    @property
    def place(self) -> str:
        """`file`, `file:line` or `file:line:column`."""
        numbers = [str(number) for number in (self.line, self.column) if number]
        return ":".join([str(self.path), *numbers])

    def __str__(self) -> str:
        return f"{self.place}: {super().__str__()}"


class EditError(PersonatuiError):
    """An edit does not fit what it is applied to: an unknown item, a value of the wrong type."""


class SaveRefusedError(FileError):
    """The rendered text does not say what was meant, so the file was left as it is."""


class ChangedOnDiskError(FileError):
    """The file is not what it was when it was read: somebody else changed, made or deleted it."""


class ConflictError(FileError):
    """The same fields were changed here and on disk; `conflicts` holds both texts of each."""

    def __init__(self, path: Path | str, message: str, conflicts: tuple[object, ...], *, hint: str = "") -> None:
        super().__init__(path, message, hint=hint)
        self.conflicts = conflicts


class ImportFormatError(FileError):
    """A file given to an importer cannot be understood as what it claims to be."""


class InstallError(PersonatuiError):
    """A plugin could not be installed, upgraded or removed; what was there is as it was."""


class PluginError(PersonatuiError):
    """A plugin failed. `plugin` names its distribution or entry point, `stage` where it failed."""

    exit_code = ExitCode.PLUGIN_FAILED

    def __init__(self, plugin: str, stage: str, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.plugin = plugin
        self.stage = stage

    def __str__(self) -> str:
        return f"{self.plugin} ({self.stage}): {super().__str__()}"
