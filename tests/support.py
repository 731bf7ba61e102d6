"""What tests of several parts share."""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from pathlib import Path

import pytest

# Real material beside the repository that is no part of it; see its own README.
SHARED = Path(os.environ.get("PERSONATUI_SHARED", Path(__file__).parents[2] / "shared"))

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"needs the shared material in {SHARED}")

# The tools that come with personatui, in the order in which they are listed.
BUNDLED = tuple(
    sorted(
        entry.name
        for entry in entry_points(group="personatui.plugins")
        if entry.dist is not None and entry.dist.name == "personatui"
    )
)
