"""Jobs To Be Done as a tool of personatui: the job, its outcomes, the forces of progress and the timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from personatui.api import hookimpl

if TYPE_CHECKING:
    from personatui.api import Tool


@hookimpl
def personatui_tools() -> Iterable[Tool]:
    """Jobs To Be Done; its modules load when the host asks for it."""
    from personatui_jtbd.tool import TOOL

    return [TOOL]
