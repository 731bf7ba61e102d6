"""A panel of the workbench: a frame that shows whether the keys go to something in it."""

from __future__ import annotations

from textual.containers import Vertical
from textual.widget import Widget


class Panel(Vertical):
    """A framed part of the screen, with the class `-active` while the focus is within.

    Textual's `:focus-within` has everything inside styled anew whenever the focus moves there; here only the frame
    changes, and only when the focus comes or goes.
    """

    DEFAULT_CSS = """
    Panel {
        border: round $foreground 30%;
        border-title-color: $foreground;
        border-subtitle-color: $foreground-muted;
        &.-active { border: round $accent; border-title-color: $text-accent; }
    }
    """
    ACTIVE = "-active"

    def on_mount(self) -> None:
        self.watch(self.screen, "focused", self._follow_focus)

    def _follow_focus(self, focused: Widget | None) -> None:
        is_active = focused is not None and self in focused.ancestors_with_self
        if is_active != self.has_class(self.ACTIVE):
            self.set_class(is_active, self.ACTIVE, update=False)
            self.app.stylesheet.update_nodes((self,))
