"""SWOT as a tool of personatui: the factors two by two, TOWS strategies, and what they are worth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from personatui.api import hookimpl

if TYPE_CHECKING:
    from personatui.api import Tool


@hookimpl
def personatui_tools() -> Iterable[Tool]:
    """SWOT; its modules load when the host asks for it."""
    from personatui_swot.tool import TOOL

    return [TOOL]
