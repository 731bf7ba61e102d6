"""Keys in their order: each takes effect before the next one is looked at, and those for a dialog wait for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ScreenStackError
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp

# How long the next key waits for what may never come: the end of a key, a focus, an editor; in seconds.
_PATIENCE = 1.5
_PAUSE = 0.01


class KeyHandled(Message):
    """Follows a key on its way through the widgets, so that it arrives when the key has had its effect."""


class TypeAhead:
    """Keeps the keys that come while another is under way, or before the dialog in front can take them.

    Textual forwards every key at once, and looks for its command only when nobody took it; of keys that come
    in a burst, the later ones would go to where the focus was before the first one moved it.
    """

    def __init__(self, app: WorkbenchApp, forward: Callable[[events.Key], Awaitable[None]]) -> None:
        self._app = app
        self._forward = forward
        self._kept: list[events.Key] = []
        self._is_under_way = False
        self._begun = 0.0
        # what the key under way went to
        self._target: MessagePump = app
        self._coming: ModalScreen[object] | None = None
        self._since = 0.0
        self._held = 0.0

    def hold(self) -> None:
        """Keep all keys: an editor or a view is on its way that they are meant for."""
        self._held = monotonic()

    def release(self) -> None:
        """What the keys are meant for has the focus now, or will not come."""
        self._held = 0.0

    @property
    def is_done(self) -> bool:
        """Whether every key that was typed has had its effect, and what one asked for is there."""
        return not self._kept and not self._waits() and not self._is_held()

    async def take(self, event: events.Key) -> None:
        """Type a key now, or once those before it have had their effect."""
        if self._kept or self._waits() or self._is_coming():
            self._kept.append(event)
            if len(self._kept) == 1:
                self._app.set_timer(_PAUSE, self.go_on)
        else:
            await self._type(event)

    async def _type(self, event: events.Key) -> None:
        if self._front() is None:
            self._kept.clear()
            return
        self._is_under_way, self._begun = True, monotonic()
        await self._forward(event)
        screen = self._front()
        self._target = self._app if screen is None else screen.focused or screen
        if not self._target.post_message(KeyHandled()):
            self._is_under_way = False

    def _waits(self) -> bool:
        """Whether the key under way may still have an effect. With what it went to, the word of its end may be gone."""
        if self._is_under_way:
            is_there = self._target is self._app or self._target.is_attached
            self._is_under_way = is_there and monotonic() - self._begun < _PATIENCE
        return self._is_under_way

    def _front(self) -> Screen[Any] | None:
        """The screen in front; none while the program is being left."""
        try:
            screen: Screen[Any] = self._app.screen
        except ScreenStackError:
            return None
        return screen

    async def handled(self) -> None:
        """The key under way has had its effect."""
        self._is_under_way = False
        if self._kept:
            await self.go_on()

    async def go_on(self) -> None:
        """Type the next key if it may be."""
        if not self._kept:
            return
        if self._is_coming() or self._waits():
            self._app.set_timer(_PAUSE, self.go_on)
        else:
            await self._type(self._kept.pop(0))

    def _is_held(self) -> bool:
        return monotonic() - self._held < _PATIENCE

    def _is_coming(self) -> bool:
        """Whether something has been asked for that will have the focus: an editor, a view, a dialog."""
        if self._is_held():
            return True
        screen = self._front()
        if not isinstance(screen, ModalScreen) or screen.focused is not None:
            return False
        if screen is not self._coming:
            self._coming, self._since = screen, monotonic()
        if screen.is_mounted and not screen.focus_chain:
            return False
        return monotonic() - self._since < _PATIENCE
