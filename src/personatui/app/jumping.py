"""Jump mode: a letter stands on every pane and tab, and pressing it goes there."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.screen import Screen

from personatui.app.closing import Dialog
from personatui.widgets.jumping import JumpLabel, JumpTarget, codes, places, targets


class JumpScreen(Dialog[JumpTarget | None]):
    """Lies over a screen until a letter, a click or any other key comes."""

    DEFAULT_CSS = """
    JumpScreen { background: transparent; }
    """

    def __init__(self, subject: Screen[object]) -> None:
        super().__init__()
        self._subject = subject
        self._typed = ""

    def compose(self) -> ComposeResult:
        yield from self._labels()

    def _labels(self) -> list[JumpLabel]:
        found = targets(self._subject)
        names = codes(len(found))
        found = found[: len(names)]
        width = len(names[0]) + 2 if names else 0
        spots = places([target.region for target in found], width, self._subject.size)
        return [_at(JumpLabel(name, target), spot) for name, target, spot in zip(names, found, spots, strict=True)]

    def on_resize(self) -> None:
        # the screen below is laid out anew by the same event
        self._subject.call_after_refresh(self.call_later, self._place_again)

    async def _place_again(self) -> None:
        if not self.is_attached or not self.is_current:
            return
        self._typed = ""
        with self.app.batch_update():
            await self.remove_children()
            if self.is_attached:
                await self.mount_all(self._labels())

    def on_key(self, event: events.Key) -> None:
        """Go where the letters say; whatever is no letter of any target leaves."""
        event.stop()
        event.prevent_default()
        typed = self._typed + (event.character or "").lower()
        left = [label for label in self.query(JumpLabel) if event.character and label.code.startswith(typed)]
        if not left:
            self.dismiss(None)
        elif left[0].code == typed:
            self.dismiss(left[0].target)
        else:
            self._typed = typed
            for label in self.query(JumpLabel):
                label.set_class(label not in left, "-out")

    def on_click(self, event: events.Click) -> None:
        """Go to what a label names that was clicked; a click elsewhere leaves."""
        event.stop()
        self.dismiss(event.widget.target if isinstance(event.widget, JumpLabel) else None)


def _at(label: JumpLabel, spot: Region) -> JumpLabel:
    label.styles.offset = (spot.x, spot.y)
    return label
