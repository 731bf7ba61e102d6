"""The experience map as a tool of personatui: stages, lanes and the emotion curve of one or several personas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from personatui.api import hookimpl

if TYPE_CHECKING:
    from personatui.api import Tool


@hookimpl
def personatui_tools() -> Iterable[Tool]:
    """The experience map; its modules load when the host asks for it."""
    from personatui_experience_map.tool import TOOL

    return [TOOL]
