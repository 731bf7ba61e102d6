"""A question with two answers, asked before something is lost."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from personatui.app.closing import Dialog
from personatui.widgets.keyline import KeyLine


class QuestionScreen(Dialog[bool]):
    """Asks for yes or no; Escape is no, so that pressing it twice loses nothing."""

    DEFAULT_CSS = """
    QuestionScreen {
        align: center middle;
        & > Vertical {
            width: 56; max-width: 95%; height: auto; border: round $warning; padding: 1 2 0 2; background: $surface;
        }
        & Static { width: 1fr; margin: 0 0 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="question.yes"),
        Binding("n", "answer(False)", "No", id="question.no"),
        Binding("escape", "answer(False)", "No", show=False, id="question.cancel"),
    ]

    def __init__(self, question: str, *, title: str = "") -> None:
        super().__init__()
        self._question = question
        self._title = title

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(self._title) if self._title else None
            yield Static(Content(self._question))
            yield KeyLine()

    def action_answer(self, answer: bool) -> None:
        """Close with the answer."""
        self.dismiss(answer)
