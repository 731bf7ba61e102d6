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

from personatui.app.boundary import ContainingScreen

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp

# How long the next key waits for what may never come: the end of a key, a focus, an editor; in seconds.
_PATIENCE = 1.5
_PAUSE = 0.01
# Who waits so long before a key means it as it stands; what comes faster belongs together.
_BURST = 1.0


class KeyHandled(Message):
    """Follows a key on its way through the widgets, so that it arrives when the key has had its effect."""


class AwaitingScreen(ContainingScreen[object]):
    """A screen that is there before all that keys are meant for. Until it is ready, they are kept for then."""

    is_ready = True

    def takes_early(self, key: events.Key) -> bool:
        """Whether a key means something already."""
        return False

    def leads_out(self, key: events.Key) -> bool:
        """Whether a key leaves the screen, which nobody is to wait for."""
        return False

    def goes_back(self, key: events.Key) -> bool:
        """Whether a key takes a step back: what was typed before it is forgotten."""
        return False


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
        # what was typed on a screen that is not ready, and when
        self._early: list[events.Key] = []
        self._early_on: AwaitingScreen | None = None
        self._early_since = 0.0

    def hold(self) -> None:
        """Keep all keys: an editor or a view is on its way that they are meant for."""
        self._held = monotonic()

    def release(self) -> None:
        """What the keys are meant for has the focus now, or will not come."""
        self._held = 0.0

    @property
    def is_done(self) -> bool:
        """Whether every key that was typed has had its effect, and what one asked for is there."""
        return not self._kept and not self._early and not self._waits() and not self._is_held()

    def ready(self, screen: AwaitingScreen) -> None:
        """A screen is ready, or will not be: what was typed on it takes effect if it is still in front."""
        if screen is not self._early_on:
            return
        early, self._early, self._early_on = self._early, [], None
        if early and screen.is_ready and screen is self._front():
            self._kept[:0] = early
            self._app.set_timer(_PAUSE, self.go_on)

    async def take(self, event: events.Key) -> None:
        """Type a key now, or once those before it have had their effect."""
        if self._kept or self._waits() or self._is_coming():
            self._kept.append(event)
            if len(self._kept) == 1:
                self._app.set_timer(_PAUSE, self.go_on)
        else:
            await self._type(event)

    def _comes_early(self, event: events.Key) -> bool:
        """Whether a key is for what the screen in front does not show yet; it is kept then, and all that follow."""
        screen = self._front()
        if not isinstance(screen, AwaitingScreen) or screen.is_ready:
            return False
        if self._early_on is not screen:
            self._early, self._early_on = [], screen
        since, self._early_since = self._early_since, monotonic()
        is_meant = not self._early or not event.is_printable or self._early_since - since > _BURST
        if is_meant and screen.leads_out(event):
            self._early.clear()
            return False
        if self._early and screen.goes_back(event):
            self._early.clear()
            return True
        if not self._early and screen.takes_early(event):
            return False
        self._early.append(event)
        return True

    async def _type(self, event: events.Key) -> None:
        if self._front() is None:
            self._kept.clear()
            return
        if self._comes_early(event):
            await self.go_on()
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
        """The key under way has had its effect, but for the focus: Textual moves that in a call of its own."""
        self._app.call_later(self._end)

    async def _end(self) -> None:
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
