"""What tests of several parts share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Real material beside the repository that is no part of it; see its own README.
SHARED = Path(os.environ.get("PERSONATUI_SHARED", Path(__file__).parents[2] / "shared"))

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"needs the shared material in {SHARED}")
