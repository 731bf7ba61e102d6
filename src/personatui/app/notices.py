"""Notices: a few at a time, and none that stops the program when its time is up before it is shown."""

from __future__ import annotations

from time import time

from textual.notifications import Notification

MOST = 5
# In seconds. Textual's timer never ends when it is asked to wait for less than nothing.
_SHORTEST = 0.001


class Notice(Notification):
    """A notification that always has some time left to whoever shows it."""

    @property
    def time_left(self) -> float:
        return max(self._rest, _SHORTEST)

    @property
    def has_expired(self) -> bool:
        return self._rest <= 0

    @property
    def _rest(self) -> float:
        return self.raised_at + self.timeout - time()

    def end(self) -> None:
        """Let it go with the next look at the notices."""
        self.timeout = 0.0


class Notices:
    """The notices on screen."""

    def __init__(self) -> None:
        self._shown: list[Notice] = []

    def add(self, notice: Notice) -> None:
        """Make room for one more: of too many the oldest goes, and what is no error before what is."""
        shown = [known for known in self._shown if not known.has_expired]
        while len(shown) >= MOST:
            oldest = next((known for known in shown if known.severity != "error"), shown[0])
            oldest.end()
            shown.remove(oldest)
        self._shown = [*shown, notice]
