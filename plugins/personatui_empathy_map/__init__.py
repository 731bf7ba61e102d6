"""The empathy map as a tool of personatui: what a persona says, does, sees, hears, thinks and feels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from personatui.api import hookimpl

if TYPE_CHECKING:
    from personatui.api import Tool


@hookimpl
def personatui_tools() -> Iterable[Tool]:
    """The empathy map; its modules load when the host asks for it."""
    from personatui_empathy_map.tool import TOOL

    return [TOOL]
