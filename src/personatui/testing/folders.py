"""Projects on disk for tests: a persona with a tool's canvas, in files as the program writes them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any
from unittest.mock import patch

from personatui.api import Reference, Tool, canvas_reference
from personatui.store.folders import ProjectFolder, create_project
from personatui.store.saving import save_text
from personatui.store.writing import render_new
from personatui.testing.projects import PERSONA_ID

PERSONA: Mapping[str, Any] = {
    "schema": 1,
    "name": "Maya Okafor",
    "goals": [{"id": "g2kd", "text": "A calm weekend", "sources": ["interview-maya#e3"]}],
}
SOURCE: Mapping[str, Any] = {
    "schema": 1,
    "title": "Interview with Maya",
    "kind": "interview",
    "participants": 1,
    "excerpts": [{"id": "e3", "text": "I only want it for the weekend."}],
}


def write_project(root: Path, tool: Tool, data: Mapping[str, Any] | None = None) -> Path:
    """A new project in the folder `root` with one persona, one source and a canvas of the tool; its folder.

    The canvas holds `data`, else the tool's demo. Raises ProjectError when there is a project already, and EditError
    for data that TOML cannot hold.
    """
    create_project(root, "A project for tests")
    folder = ProjectFolder(root)
    records = {
        Reference("persona", PERSONA_ID): PERSONA,
        Reference("source", "interview-maya"): SOURCE,
        canvas_reference(tool.id, tool.canvas_name(PERSONA_ID)): tool.demo if data is None else data,
    }
    for reference, record in records.items():
        path = folder.path_of(reference)
        text = render_new(deepcopy(dict(record)), path=path)
        save_text(path, text, expected_digest=None, root=folder.root)
    return folder.root


@contextmanager
def own_settings(folder: Path) -> Iterator[None]:
    """Keep the settings, state, data and caches of the person who runs the tests out of the block, in `folder`."""
    names = ("PERSONATUI_CONFIG_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    with patch.dict(os.environ, {name: str(folder / name.lower()) for name in names}):
        yield
