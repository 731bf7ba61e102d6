"""The sample projects that come with personatui."""

from __future__ import annotations

import shutil
from pathlib import Path

import personatui
from personatui.errors import ProjectError, UsageError
from personatui.model.cleaning import clean_line
from personatui.store.folders import PROJECT_FILE

_PACKAGE = Path(personatui.__file__).parent
# Installed they lie in the package; in a checkout beside its `src`.
_PLACES = (_PACKAGE / "samples", _PACKAGE.parent.parent / "projects")


def sample_names() -> tuple[str, ...]:
    """The names of the sample projects, sorted."""
    return tuple(
        sorted({found.parent.name for place in _PLACES if place.is_dir() for found in place.glob(f"*/{PROJECT_FILE}")})
    )


def sample_path(name: str) -> Path:
    """The folder of a sample, for reading alone. Raises UsageError when there is none of that name."""
    names = sample_names()
    for place in _PLACES:
        if name in names and (place / name / PROJECT_FILE).is_file():
            return place / name
    raise UsageError(
        f"There is no sample named {clean_line(name)}.",
        hint=f"Choose one of: {', '.join(names)}." if names else "This installation has no samples.",
    )


def copy_sample(name: str, destination: Path) -> Path:
    """Copy a sample to a folder that is empty or does not exist yet, and return the folder.

    Raises UsageError for an unknown sample, ProjectError when the copy cannot be made.
    """
    source = sample_path(name)
    shown = clean_line(str(destination))
    try:
        if destination.is_file() or (destination.is_dir() and any(destination.iterdir())):
            raise ProjectError(f"{shown} is not empty, so nothing was copied there.", hint="Choose another path.")
        # Not the permissions too: an installed sample may be read-only, the copy is for editing.
        shutil.copytree(source, destination, copy_function=shutil.copyfile, dirs_exist_ok=True)
        for folder in (destination, *(found for found in destination.rglob("*") if found.is_dir())):
            folder.chmod(folder.stat().st_mode | 0o700)
    except (OSError, shutil.Error) as error:
        reason = clean_line(getattr(error, "strerror", None) or str(error))
        raise ProjectError(
            f"The sample could not be copied to {shown}: {reason}.", hint="Choose another path."
        ) from error
    return destination
