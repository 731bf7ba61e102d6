"""The Customer Persona Canvas as a tool of personatui: needs, and what pulls and pushes around them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from personatui.api import hookimpl

if TYPE_CHECKING:
    from personatui.api import Tool


@hookimpl
def personatui_tools() -> Iterable[Tool]:
    """The Customer Persona Canvas; its modules load when the host asks for it."""
    from personatui_persona_canvas.tool import TOOL

    return [TOOL]
