"""Personas together as a tool of personatui: how alike they are, what they cover, and how well they are made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from personatui.api import hookimpl

if TYPE_CHECKING:
    from personatui.api import Tool


@hookimpl
def personatui_tools() -> Iterable[Tool]:
    """Personas together; its modules load when the host asks for it."""
    from personatui_personas.tool import TOOL

    return [TOOL]
