"""Keys in their order, also where what one went to is gone before the word of its end came back."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual.containers import Vertical
from textual.widgets import Input

from app.driving import at_work, sample, send_key, settled
from personatui.app.problems import ProblemsScreen
from personatui.app.typing import KeyHandled


class _Silent(Vertical):
    """Lets no word of a key through."""

    def on_key_handled(self, event: KeyHandled) -> None:
        event.stop()


async def test_a_key_whose_end_is_never_told_holds_up_no_other(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        field = Input()
        around = _Silent(field)
        await desk.screen.mount(around)
        field.focus()
        await settled(desk.pilot)
        begun = asyncio.get_running_loop().time()
        send_key(desk.app, "x")
        await desk.pilot.pause(0.05)
        assert field.value == "x"
        await around.remove()
        send_key(desk.app, "f")
        await settled(desk.pilot)
        desk.on(ProblemsScreen)
        assert asyncio.get_running_loop().time() - begun < 1
