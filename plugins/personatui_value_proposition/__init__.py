"""The value proposition canvas as a tool of personatui: what a customer needs, and how an offer answers it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from personatui.api import hookimpl

if TYPE_CHECKING:
    from personatui.api import Tool


@hookimpl
def personatui_tools() -> Iterable[Tool]:
    """The value proposition canvas; its modules load when the host asks for it."""
    from personatui_value_proposition.tool import TOOL

    return [TOOL]
