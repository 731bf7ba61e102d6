"""The Service Blueprint as a tool of personatui: what customers do and see, and what has to happen behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from personatui.api import hookimpl

if TYPE_CHECKING:
    from personatui.api import Tool


@hookimpl
def personatui_tools() -> Iterable[Tool]:
    """The Service Blueprint; its modules load when the host asks for it."""
    from personatui_service_blueprint.tool import TOOL

    return [TOOL]
