"""Small dialogs that ask for one line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label


class AskScreen(ModalScreen[str | None]):
    """Asks for one line; returns it, or None when the person leaves."""

    DEFAULT_CSS = """
    AskScreen {
        align: center middle;
        & > Vertical {
            width: 76; max-width: 95%; height: auto; border: round $accent; padding: 1 2; background: $surface;
        }
        & Label { width: 1fr; }
        & .ask--problem { color: $text-error; }
        & Input { margin: 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Cancel", id="ask.cancel")]

    def __init__(
        self, title: str, question: str, *, value: str = "", problem: Callable[[str], str] | None = None
    ) -> None:
        super().__init__()
        self._title = title
        self._question = question
        self._value = value
        self._problem = problem

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._title
            box.border_subtitle = "Enter accepts · Escape cancels"
            yield Label(Content(self._question))
            yield Input(value=self._value)
            yield Label("", classes="ask--problem")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        text = event.value.strip()
        told = self._problem(text) if text and self._problem is not None else ""
        self.query_one(".ask--problem", Label).update(Content(told))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        problem = "Type something, or press Escape." if not text else self._problem(text) if self._problem else ""
        if problem:
            self.query_one(".ask--problem", Label).update(Content(problem))
        else:
            self.dismiss(text)
