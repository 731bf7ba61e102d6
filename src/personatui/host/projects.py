"""Starting a project: a new one, a copy of a sample, or one made from documents."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from personatui.model.cleaning import UNSAFE, clean_line
from personatui.render.wording import as_title
from personatui.store.folders import PROJECT_FILE, ProjectFolder, create_project
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


def new_project(path: Path, name: str = "", template: str = "blank", persona: str = "") -> Path:
    """A new project at `path` from a template, with a first persona when that has a name; a blank one has a name alone.

    Raises ProjectError when something is in the way, and UsageError for an unknown template.
    """
    from personatui.host.templates import project_files
    from personatui.store.saving import save_text

    own, *others = project_files(template, clean_line(name) or _name_of(path), persona)
    create_project(path, own.data["name"], own.text)
    folder = ProjectFolder(path)
    for file in others:
        place = folder.path_of(file.target)
        # what lies there already is somebody's, and is worth more than an example
        if not os.path.lexists(place):
            save_text(place, file.text, expected_digest=None, root=folder.root)
    return path


def folder_problem(text: str) -> str:
    """Why no project can be started in the folder that a person typed; empty when it can."""
    if UNSAFE.search(text):
        return "The name of a folder holds no control characters."
    try:
        path = Path(text).expanduser()
        if (path / PROJECT_FILE).exists():
            return "There is a project already; open it instead."
        above = next((place for place in (path, *path.parents) if place.exists() or place.is_symlink()), None)
    except (OSError, ValueError, RuntimeError) as error:
        return f"That cannot be a folder: {clean_line(getattr(error, 'strerror', None) or str(error))}."
    if path.is_file():
        return "That is a file; name a folder that is new or empty."
    if above is not None and not above.is_dir():
        return f"{clean_line(str(above))} is a file, so there can be no folder in it."
    if above is not None and not os.access(above, os.W_OK | os.X_OK):
        return f"Nothing may be written in {clean_line(str(above))}."
    return ""


def _name_of(path: Path) -> str:
    """A project's name made of its folder's."""
    return as_title(clean_line(path.resolve().name.replace("-", " ").replace("_", " ")).strip())


def _next_free(path: Path) -> Path:
    """The path, or the first of `path-2`, `path-3` ... that is free: nothing a person changed is overwritten."""
    number = 2
    candidate = path
    while candidate.exists():
        candidate = path.with_name(f"{path.name}-{number}")
        number += 1
    return candidate
