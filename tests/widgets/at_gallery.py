"""Driving the gallery of widgets as a person does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from rich.cells import cell_len
from textual.events import Key, MouseDown, MouseMove, MouseUp
from textual.pilot import Pilot
from textual.widget import Widget

from personatui.api import Claim
from personatui.testing.gallery import GalleryApp, example
from personatui.testing.gallery_data import DEMO, GalleryCanvas
from personatui.widgets.entries import EntryList
from personatui.widgets.rows import RowList

WIDE, SMALL, TINY = (140, 40), (80, 24), (40, 12)
SIZES = (WIDE, SMALL, TINY, WIDE)
OWNER = "canvas/gallery/maya-okafor#"

LONG = "counterrevolutionaries" * 12
WIDE_TEXT = "夜に電話に出る人がいますか 🐈 👩‍🔬 été"
HOSTILE = "[red]x[/b] \x1b]0;owned\x07\x1b[2J ‮drawkcab\x9b31m [bold"

_CHARACTERS = {"plus": "+", "minus": "-", "space": " ", "left_square_bracket": "[", "right_square_bracket": "]"}

_W = TypeVar("_W", bound=Widget)


class Visitor:
    """A person in the gallery."""

    def __init__(self, app: GalleryApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    def the(self, kind: type[_W]) -> _W:
        """The one widget of that kind on the page."""
        return self.app.query_one("#page").query_one(kind)

    @property
    def canvas(self) -> GalleryCanvas:
        """What is kept."""
        canvas = self.app.context.canvas
        assert isinstance(canvas, GalleryCanvas)
        return canvas

    @property
    def at(self) -> str:
        """The id of the entry under the cursor of what has the keys."""
        focused = self.app.focused
        key = focused.current_key if isinstance(focused, EntryList) else ""
        return key.removeprefix(OWNER)

    @property
    def notices(self) -> list[str]:
        return [note.message for note in self.app._notifications]

    async def press(self, *keys: str) -> None:
        """Press keys, each once the one before has had its effect."""
        for key in keys:
            character = _CHARACTERS.get(key, key if len(key) == 1 else None)
            self.app.post_message(Key(key, character))
            await self.settle()

    async def settle(self) -> None:
        """Wait until nobody has a message left to answer, several times: one answer makes the next."""
        for _ in range(4):
            await self.pilot.pause(0.001)
            while any(node.message_queue_size for node in (self.app, *self.app.screen.walk_children(with_self=True))):
                await self.pilot.pause(0.001)

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press the button at a place of the screen, move, and let go at another."""
        between = (start[0] + 1, start[1])
        for kind, place in ((MouseDown, start), (MouseMove, between), (MouseMove, end), (MouseUp, end)):
            moved = int(kind is MouseMove)
            self.app.screen._forward_event(
                kind(
                    self.app.screen,
                    x=place[0],
                    y=place[1],
                    delta_x=moved,
                    delta_y=moved,
                    button=1,
                    shift=False,
                    meta=False,
                    ctrl=False,
                    screen_x=place[0],
                    screen_y=place[1],
                )
            )
            await self.settle()

    async def click(self, place: tuple[int, int], times: int = 1) -> None:
        await self.pilot.click(offset=place, times=times)
        await self.settle()

    def lines(self) -> list[str]:
        """The screen as text."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def drawn(self) -> str:
        return "\n".join(self.lines())

    def find(self, text: str) -> tuple[int, int]:
        """The column and line on the screen where a text begins."""
        for y, line in enumerate(self.lines()):
            if text in line:
                return cell_len(line[: line.index(text)]), y
        raise AssertionError(f"{text!r} is not on the screen:\n{self.drawn()}")


@asynccontextmanager
async def at_gallery(
    name: str, data: dict[str, Any] | None = None, size: tuple[int, int] = WIDE
) -> AsyncIterator[Visitor]:
    """A page of the gallery, with the example or with `data` in place of some of its lists."""
    app = GalleryApp(name, example({**DEMO, **(data or {})}))
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True) as pilot:
        visitor = Visitor(app, pilot)
        await visitor.settle()
        yield visitor


async def bear(name: str, data: dict[str, Any], *keys: str) -> None:
    """Show data at every size and press keys there; nothing may raise, and nothing may reach the terminal raw."""
    async with at_gallery(name, data) as visitor:
        for size in SIZES:
            await visitor.resize(*size)
            await visitor.press(*keys)
            for line in visitor.lines():
                assert not set(line) & set("\x1b\x07\x9b‮\t\r"), line
                assert cell_len(line) <= size[0], line


def many(count: int, prefix: str = "x", **fields: Any) -> list[dict[str, Any]]:
    """That many entries."""
    return [{"id": f"{prefix}{i}", "text": f"Entry number {i}", **fields} for i in range(count)]


__all__ = ["HOSTILE", "LONG", "OWNER", "SIZES", "WIDE_TEXT", "Claim", "RowList", "Visitor", "at_gallery", "bear"]
