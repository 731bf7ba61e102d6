"""Closing the screens that lie over another one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from textual import events
from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.messages import CloseMessages, Prune
from textual.screen import ModalScreen, ScreenResultType

from personatui.app.boundary import ContainingScreen

# What a screen that is being taken away still has to hear; somebody may wait for a callback.
_LAST = (events.Callback, events.Compose, events.ScreenSuspend, events.Unmount, Prune, CloseMessages)


class ClosingScreen(ContainingScreen[ScreenResultType]):
    """A screen that closes only while it is in front, and does nothing more once it was closed.

    Textual closes whichever is in front: a second press that was on its way, or what comes from behind a dialog, would
    close another screen than was meant, or end the program. And it goes on to deliver what was on its way to a screen
    whose widgets are gone.
    """

    @property
    def is_there(self) -> bool:
        """Whether the screen has its widgets: what a worker found can be shown."""
        return self.is_attached and not self._pruning

    def _get_dispatch_methods(
        self, method_name: str, message: Message
    ) -> Iterable[tuple[type, Callable[[Message], Awaitable[None]]]]:
        # what bubbles goes on to the app
        return super()._get_dispatch_methods(method_name, message) if self._hears(message) else ()

    def _hears(self, message: Message) -> bool:
        return not self._pruning or isinstance(message, _LAST)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete()


class Dialog(ModalScreen[ScreenResultType], ClosingScreen[ScreenResultType]):
    """A dialog that closes only while it is in front.

    What stands on its frame is text to be read, where the colour of a frame is too faint on light ground.
    """

    DEFAULT_CSS = """
    Dialog > * { border-title-color: $foreground; border-subtitle-color: $foreground-muted; }
    """
