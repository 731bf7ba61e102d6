"""A tool's own help page: what it is for, its method, and a worked example."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from personatui.app.closing import Dialog
from personatui.model.cleaning import clean
from personatui.widgets.keys import offer


class ToolHelpScreen(Dialog[None]):
    """Shows Markdown; links in it are not followed."""

    DEFAULT_CSS = """
    ToolHelpScreen {
        align: center middle;
        & > VerticalScroll {
            width: 100; max-width: 95%; height: 90%;
            border: round $accent; padding: 0 1; background: $surface;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Close", id="tool-help.close"),
        Binding("j", "scroll(1)", "Down", id="tool-help.down", show=False),
        Binding("k", "scroll(-1)", "Up", id="tool-help.up", show=False),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll() as page:
            page.border_title = self._title
            page.border_subtitle = offer(self, "tool-help.close", "closes")
            yield Markdown(clean(self._text), open_links=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
