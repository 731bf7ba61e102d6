"""The Business Model Canvas as a tool of personatui: nine blocks, and which segment each note is for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from personatui.api import hookimpl

if TYPE_CHECKING:
    from personatui.api import Tool


@hookimpl
def personatui_tools() -> Iterable[Tool]:
    """The Business Model Canvas; its modules load when the host asks for it."""
    from personatui_business_model.tool import TOOL

    return [TOOL]
