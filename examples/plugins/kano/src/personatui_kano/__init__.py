"""The Kano Model as a tool of personatui: which features delight, which are expected, and which nobody would miss."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from personatui.api import hookimpl

if TYPE_CHECKING:
    from personatui.api import Tool


@hookimpl
def personatui_tools() -> Iterable[Tool]:
    """The Kano Model; its modules load when the host asks for it."""
    from personatui_kano.tool import TOOL

    return [TOOL]
