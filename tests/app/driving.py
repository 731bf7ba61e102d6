"""Driving the workbench as a person does: open a project, press keys, read the screen."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from textual._compositor import Compositor
from textual._queue import Queue
from textual.app import App
from textual.events import Key
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from personatui.app import saving
from personatui.app.app import WorkbenchApp
from personatui.app.following import WATCHING
from personatui.app.inspector import Inspector
from personatui.app.middle import Middle
from personatui.app.rail import Rail
from personatui.app.start import StartScreen
from personatui.app.workbench import WorkbenchScreen
from personatui.host.session import Session
from personatui.store.samples import copy_sample
from personatui.widgets.entries import EntryList
from personatui.widgets.rows import RowList

WIDE, SMALL = (140, 36), (80, 24)
SAMPLE = "exotic-pet-rental"
PATIENCE = 20.0
DELAY = 0.02
# Workers that wait for an answer are called so; another waits for changes on disk as long as its screen is there.
_ASKING = "_ask"
_QUIET_TURNS = 20
_CHARACTERS = {
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "space": " ",
    "full_stop": ".",
    "minus": "-",
}

_S = TypeVar("_S", bound=Screen[Any])


def sample(folder: Path, name: str = SAMPLE) -> Path:
    """A copy of a sample project."""
    return copy_sample(name, folder / name)


def write(root: Path, files: dict[str, str]) -> Path:
    """Write files below `root`, whose folders are made."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def project(folder: Path, files: dict[str, str], name: str = "Tiny") -> Path:
    """A project of these files."""
    return write(folder / "tiny", {"personatui.toml": f'schema = 1\nname = "{name}"\n', **files})


def contents(root: Path) -> dict[str, bytes]:
    """Every file below `root` with its bytes."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


async def settled(pilot: Pilot[int]) -> None:
    """Wait until the workers are done, those that they start too, and what they sent is shown.

    The pilot's own pause waits for an idle processor, or asks every widget whether it is through with its messages,
    which takes many times longer than to look whether any has one.
    """
    deadline = asyncio.get_running_loop().time() + PATIENCE
    quiet = 0
    while quiet < _QUIET_TURNS and pilot.app._exception is None:
        # turns of the loop, not time: what no widget waits for, such as a screen that is put up, is a chain of those
        await asyncio.sleep(0 if quiet else 0.001)
        busy = "" if 0 < quiet < _QUIET_TURNS - 1 else _busy_with(pilot.app)
        quiet = 0 if busy else quiet + 1
        assert asyncio.get_running_loop().time() < deadline, f"still busy: {busy}"


def _busy_with(app: App[int]) -> str:
    """What runs or waits: a worker, a key behind the one before, a message or a change of the layout; empty if none."""
    running = [worker for worker in app.workers if not worker.is_finished and not _is_waiting(worker.name)]
    if running:
        return str(running)
    if isinstance(app, WorkbenchApp) and not app._type_ahead.is_done:
        return "keys"
    if not app.screen_stack:
        return "the app" if _is_at_work(app) else ""
    screen = app.screen
    if screen.is_attached:
        screen._on_timer_update()
    if screen._callbacks or screen._layout_required or screen._scroll_required or app.animator._animations:
        layout = screen._layout_required, screen._scroll_required
        return f"{screen}: {layout}, {screen._callbacks}, {app.animator._animations}"
    pumps = (app, *(one for each in app.screen_stack for one in each.walk_children(with_self=True)))
    waiting = next(filter(_is_at_work, pumps), None)
    return "" if waiting is None else f"{waiting}: {waiting._next_callbacks}, {waiting._message_queue}"


def _is_at_work(pump: MessagePump) -> bool:
    """Whether a message waits or is being dealt with: only who has nothing to do waits for the next one."""
    queue: Queue[Any] = pump._message_queue
    is_idle = bool(vars(queue.ready_event)["_waiters"]) or pump._closed or not pump.is_running
    return bool(pump._next_callbacks) or not queue.empty() or not is_idle


def _is_waiting(worker: str) -> bool:
    return worker == WATCHING or worker.startswith(_ASKING)


async def until(pilot: Pilot[int], condition: Callable[[], object], what: str = "it") -> None:
    """Wait until something is so that nobody at the keyboard brings about, such as the disk's change on screen."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while not condition():
        await pilot.pause(0.01)
        assert pilot.app._exception is None
        assert asyncio.get_running_loop().time() < deadline, f"{what} never came"
    await settled(pilot)


def send_key(app: WorkbenchApp, key: str) -> None:
    """Send a key as the terminal does, and do not wait for what it does."""
    app.post_message(Key(key, _CHARACTERS.get(key, key if len(key) == 1 else None)))


class Desk:
    """The workbench on a project with a person at it."""

    def __init__(self, app: WorkbenchApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    def on(self, kind: type[_S]) -> _S:
        """The screen in front, which must be of that kind."""
        assert isinstance(self.app.screen, kind), f"the screen is {self.app.screen}"
        return self.app.screen

    def reports(self) -> bool:
        """Whether the Inspector shows a report."""
        return self.inspector.shows_report

    @property
    def screen(self) -> WorkbenchScreen:
        return self.on(WorkbenchScreen)

    @property
    def session(self) -> Session:
        assert self.screen.session is not None
        return self.screen.session

    @property
    def rail(self) -> Rail:
        return self.screen.rail

    @property
    def middle(self) -> Middle:
        return self.screen.middle

    @property
    def inspector(self) -> Inspector:
        return self.screen.inspector

    @property
    def details(self) -> RowList:
        return self.inspector.query_one("#details", RowList)

    @property
    def told(self) -> str:
        """What the Inspector says, row below row."""
        return told(self.details)

    @property
    def card(self) -> RowList:
        return self.middle.query_one("#card", RowList)

    @property
    def message(self) -> str:
        """What stands in the middle in place of a persona."""
        return str(self.middle.query_one("#message", Static).content)

    @property
    def title(self) -> str:
        return str(self.screen.query_one("#title", Static).content)

    @property
    def notices(self) -> list[str]:
        """What was notified so far."""
        return [note.message for note in self.app._notifications]

    def box(self, name: str) -> EntryList:
        """A box of the canvas in front."""
        return self.middle.query_one(f"#box-{name}", EntryList)

    async def press(self, *keys: str) -> None:
        """Press keys, each once the one before has had its effect."""
        for key in keys:
            send_key(self.app, key)
            await settled(self.pilot)

    async def type(self, text: str) -> None:
        """Type into what has the focus."""
        names = {character: name for name, character in _CHARACTERS.items()}
        for character in text:
            send_key(self.app, names.get(character, character))
        await settled(self.pilot)

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await settled(self.pilot)

    async def select(self, persona_id: str) -> None:
        """Put the cursor of the rail on a persona."""
        self.rail.list.focus()
        assert self.rail.reveal(persona_id)
        await settled(self.pilot)

    async def open_tab(self, tool_id: str) -> None:
        self.middle.open(tool_id, "")
        await settled(self.pilot)

    def lines(self) -> list[str]:
        """The screen as text."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def drawn(self) -> str:
        return "\n".join(self.lines())


@asynccontextmanager
async def at_work(
    root: Path | None,
    size: tuple[int, int] = WIDE,
    *,
    plugins_off: bool = False,
    wait: bool = True,
    painted: bool = False,
) -> AsyncIterator[Desk]:
    """The app on a project, or on its start screen; ready unless `wait` is false.

    Every frame is worked out when `painted`; otherwise only when a test reads the screen, which halves the time.
    """
    app = WorkbenchApp(root, plugins_off=plugins_off)
    app.animation_level = "none"
    frames = nullcontext() if painted else patch.object(Compositor, "render_update", return_value=None)
    # nobody here thinks between two edits
    with frames, patch.object(saving, "DELAY", DELAY):
        async with app.run_test(size=size, notifications=True) as pilot:
            if wait:
                await settled(pilot)
            yield Desk(app, pilot)


def on_screen(widget: Widget) -> bool:
    """Whether any of the widget is there to be seen."""
    return widget.region.area > 0


def told(rows: RowList) -> str:
    """The texts of a list, a line each, with what stands at the right."""
    return "\n".join(
        " ".join(part for part in (row.text, "".join(text for text, _ in row.right)) if part) for row in rows.rows
    )


def texts(widget: Widget) -> Iterator[str]:
    """What every text below a widget says."""
    for static in widget.query(Static):
        yield str(static.content)
    for rows in widget.query(RowList):
        yield told(rows)


# Whatever a terminal could obey, and what would move text about.
RAW = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def raw_texts(desk: Desk) -> list[str]:
    """The pieces of the screen that hold a raw control or direction character."""
    return [
        segment.text
        for strip in desk.app.screen._compositor.render_strips()
        for segment in strip
        if RAW.search(segment.text)
    ]


__all__ = ["SAMPLE", "SMALL", "WIDE", "Desk", "StartScreen", "at_work", "contents", "project", "raw_texts", "sample"]
