"""The workbench without a terminal, open at a tool's tab: press keys, read the screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from personatui.api import Canvas, Tool
from personatui.host import opening
from personatui.host.plugins import PluginHost
from personatui.testing.folders import own_settings, write_project
from personatui.testing.hosting import host_of
from personatui.testing.projects import PERSONA_ID

if TYPE_CHECKING:
    from personatui.api.ui import ToolView
    from personatui.app.app import WorkbenchApp

WIDE, SMALL = (140, 36), (80, 24)
# Seconds that one key may keep the program busy.
PATIENCE = 20.0
# A worker that waits for changes on disk as long as the project is open.
_WATCHING = "watch"
# A worker that waits for what the person answers in a dialog is called so.
_ASKING = "_ask"
_QUIET_TURNS = 3


class ToolDesk:
    """The workbench with a tool's tab in front, and a person at it."""

    def __init__(self, app: WorkbenchApp, pilot: Any, tool: Tool) -> None:
        self.app = app
        self.tool = tool
        self._pilot = pilot

    @property
    def text(self) -> str:
        """The whole screen as text, a line each."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    @property
    def canvas(self) -> Canvas | None:
        """The persona's canvas as it is in memory; None while there is none."""
        found = self._session.project.canvas(self.tool.id, PERSONA_ID)
        return found[1] if found is not None else None

    @property
    def view(self) -> ToolView:
        """The tool's view. Raises AssertionError with what is said in its place when it failed."""
        from personatui.api.ui import ToolView

        shown = self.app.screen_stack[0].query_one(f"#view-{self.tool.id}")
        assert isinstance(shown, ToolView), f"The screen failed: {getattr(shown, 'content', shown)}"
        return shown

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person was told beside the screen so far."""
        return tuple(note.message for note in self.app._notifications)

    @property
    def _session(self) -> Any:
        session = getattr(self.app.screen_stack[0], "session", None)
        assert session is not None, "The project is not open."
        return session

    async def press(self, *keys: str) -> None:
        """Press keys by Textual's names (`a`, `enter`, `shift+down`), each once the one before has had its effect.

        Raises what the program ended with, and AssertionError when a key keeps it busy for too long.
        """
        for key in keys:
            await self._pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text into what has the keys."""
        await self._pilot.press(*("space" if character == " " else character for character in text))
        await self.settle()

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size, in columns and lines."""
        await self._pilot.resize_terminal(width, height)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is at work any more but the person, whom a dialog may be waiting for."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        quiet = 0
        while quiet < _QUIET_TURNS:
            await self._pilot.pause()
            running = [worker for worker in self.app.workers if not (worker.is_finished or _is_waiting(worker.name))]
            quiet = 0 if running else quiet + 1
            if running:
                await asyncio.sleep(0.01)
            assert asyncio.get_running_loop().time() < deadline, f"Still busy after {PATIENCE:g} s: {running}"


def _is_waiting(worker: str) -> bool:
    return worker == _WATCHING or worker.startswith(_ASKING)


@asynccontextmanager
async def open_tool(
    tool: Tool, data: dict[str, Any] | None = None, *, size: tuple[int, int] = WIDE, host: PluginHost | None = None
) -> AsyncIterator[ToolDesk]:
    """The workbench on a project in a temporary folder, with the tab of the tool in front; no other plugin is loaded.

        async with open_tool(TOOL) as desk:
            await desk.press("a")
            await desk.type("Somebody answers at night")
            await desk.press("enter")
            assert "Somebody answers" in desk.text

    The canvas holds `data`, else the tool's demo; `size` is in columns and lines. `host` holds what the plugin adds
    besides the tool. Raises what the program ended with.
    """
    from personatui.app import saving
    from personatui.app.app import WorkbenchApp

    plugins = host if host is not None else host_of(tool)
    with (
        TemporaryDirectory() as folder,
        own_settings(Path(folder)),
        patch.object(opening, "user_plugins", lambda **_: plugins),
        patch.object(saving, "DELAY", 0.02),
    ):
        app = WorkbenchApp(write_project(Path(folder) / "project", tool, data))
        app.animation_level = "none"
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = ToolDesk(app, pilot, tool)
            await desk.settle()
            middle: Any = getattr(app.screen, "middle", None)
            assert middle is not None, "The project could not be opened."
            middle.open(tool.id, "")
            await desk.settle()
            yield desk


def screen_texts(tool: Tool, sizes: Sequence[tuple[int, int]] = (WIDE, SMALL)) -> list[str]:
    """The screen with the tool's demo, at each of these sizes; for tests that are not async.

    Raises what the program ended with, and AssertionError when the tool's screen failed.
    """

    async def opened() -> list[str]:
        texts = []
        async with open_tool(tool) as desk:
            for size in sizes:
                await desk.resize(*size)
                texts.append(desk.text)
                assert desk.view.is_attached
        return texts

    return asyncio.run(opened())
