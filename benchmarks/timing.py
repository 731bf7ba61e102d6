"""The workbench without a terminal, its keys, and when it was painted last."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from rich.console import RenderableType
from textual.events import Key
from textual.screen import Screen

from personatui.app.app import WorkbenchApp
from personatui.app.following import WATCHING
from personatui.app.workbench import WorkbenchScreen

_CHARACTERS = {"space": " ", "colon": ":", "plus": "+", "minus": "-"}
_NAMES = {character: name for name, character in _CHARACTERS.items()}
# Without a repaint for this long, nothing more follows from a key.
_QUIET = 0.08
_PATIENCE = 60.0


class TimedApp(WorkbenchApp):
    """The workbench that remembers when it was painted last."""

    painted = 0.0

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        self.painted = time.perf_counter()


@asynccontextmanager
async def at_work(root: Path) -> AsyncIterator[tuple[TimedApp, WorkbenchScreen]]:
    """The workbench on a project, open and at rest."""
    app = TimedApp(root)
    app.animation_level = "none"
    async with app.run_test(size=(140, 40)):
        await settle(app)
        assert isinstance(app.screen, WorkbenchScreen)
        yield app, app.screen


def press(app: TimedApp, key: str) -> None:
    """Send a key as the terminal does, and do not wait for what it does."""
    name = _NAMES.get(key, key)
    app.post_message(Key(name, _CHARACTERS.get(name, key if len(key) == 1 else None)))


async def settle(app: TimedApp) -> None:
    """Wait until the workers are done, but for the one that watches the disk, and nothing is painted any more."""
    started = time.perf_counter()
    while time.perf_counter() - max(app.painted, started) < _QUIET or any(
        not work.is_finished and work.name != WATCHING for work in app.workers
    ):
        await asyncio.sleep(0.005)
        if time.perf_counter() - started > _PATIENCE:
            raise SystemExit(f"still busy after {_PATIENCE:.0f} s: {list(app.workers)}")


async def painted_with(app: TimedApp, condition: Callable[[], bool]) -> float:
    """When the screen was painted for the first time after `condition` came true."""
    started = time.perf_counter()
    true_since = 0.0
    while not true_since or app.painted < true_since:
        await asyncio.sleep(0)
        if not true_since and condition():
            true_since = time.perf_counter()
        if time.perf_counter() - started > _PATIENCE:
            raise SystemExit("what a key was to bring about did not show")
    return app.painted
