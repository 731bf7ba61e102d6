"""Segments as a tool of personatui: what kind of market it is, which segments are attractive, and which to serve."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from personatui.api import hookimpl

if TYPE_CHECKING:
    from personatui.api import Tool


@hookimpl
def personatui_tools() -> Iterable[Tool]:
    """Segments; its modules load when the host asks for it."""
    from personatui_segments.tool import TOOL

    return [TOOL]
