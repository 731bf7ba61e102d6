"""Starting a project: a new one, a copy of a sample, or one made from documents."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from personatui.store.folders import PROJECT_FILE, create_project
from personatui.store.samples import copy_sample, sample_path

DEFAULT_SAMPLE = "exotic-pet-rental"


def demo_folder() -> Path:
    """Where copies of the samples live: a person may change them without touching the installed ones."""
    return platformdirs.user_data_path("personatui") / "demo"


def demo_project(name: str = DEFAULT_SAMPLE, *, destination: Path | None = None, fresh: bool = False) -> Path:
    """A copy of a sample to play with: the one made before, unless `fresh`.

    Raises UsageError for an unknown sample, ProjectError when the copy cannot be made.
    """
    sample_path(name)
    target = destination if destination is not None else demo_folder() / name
    if (target / PROJECT_FILE).exists() and not fresh:
        return target
    if fresh and target.exists():
        target = _next_free(target)
    return copy_sample(name, target)


def new_project(path: Path, name: str = "") -> Path:
    """A new, empty project at `path`. Raises ProjectError when something is in the way."""
    words = path.resolve().name.replace("-", " ").replace("_", " ").strip()
    create_project(path, name or words[:1].upper() + words[1:])
    return path


def _next_free(path: Path) -> Path:
    """The path, or the first of `path-2`, `path-3` ... that is free: nothing a person changed is overwritten."""
    number = 2
    candidate = path
    while candidate.exists():
        candidate = path.with_name(f"{path.name}-{number}")
        number += 1
    return candidate
