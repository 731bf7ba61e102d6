"""Closing the screens that lie over another one."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen, ScreenResultType


class ClosingScreen(Screen[ScreenResultType]):
    """A screen that closes only while it is in front.

    Textual closes whichever is: a second press that was on its way, or what comes from behind a dialog, would close
    another screen than was meant, or end the program.
    """

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete()


class Dialog(ModalScreen[ScreenResultType], ClosingScreen[ScreenResultType]):
    """A dialog that closes only while it is in front.

    What stands on its frame is text to be read, where the colour of a frame is too faint on light ground.
    """

    DEFAULT_CSS = """
    Dialog > * { border-title-color: $foreground; border-subtitle-color: $foreground-muted; }
    """
