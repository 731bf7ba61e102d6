"""PESTEL as a tool of personatui: what changes around the customer, how much it matters, and what drives what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from personatui.api import hookimpl

if TYPE_CHECKING:
    from personatui.api import Tool


@hookimpl
def personatui_tools() -> Iterable[Tool]:
    """PESTEL; its modules load when the host asks for it."""
    from personatui_pestel.tool import TOOL

    return [TOOL]
