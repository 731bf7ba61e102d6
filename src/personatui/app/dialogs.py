"""Small dialogs: one line of text, or one of a few ways to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from personatui.app.closing import Dialog
from personatui.widgets.keys import offer, own_key, told_together
from personatui.widgets.lines import Row
from personatui.widgets.rows import RowList


class AskScreen(Dialog[str | None]):
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
            box.border_subtitle = told_together("Enter accepts", offer(self, "ask.cancel", "cancels"))
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
        problem = self._nothing_typed() if not text else self._problem(text) if self._problem else ""
        if problem:
            self.query_one(".ask--problem", Label).update(Content(problem))
        else:
            self.dismiss(text)

    def _nothing_typed(self) -> str:
        key = own_key(self, "ask.cancel")
        return f"Type something, or press {key}." if key else "Type something."


class ChoiceScreen(Dialog[str]):
    """Says something and offers ways to go on, each with a key; returns the one chosen, empty on Escape.

    Each kind of question is a class of its own, whose bindings are the keys.
    """

    DEFAULT_CSS = """
    ChoiceScreen {
        align: center middle;
        & > Vertical {
            width: 84; max-width: 95%; height: auto; max-height: 90%;
            border: round $accent; padding: 1 2; background: $surface;
        }
        & #said { height: auto; max-height: 1fr; }
        & #ways { height: auto; margin: 1 0 0 0; }
    }
    """

    def __init__(self, title: str, said: Sequence[Row], ways: Sequence[tuple[str, str, str]]) -> None:
        """`ways` are what is returned, the id of its binding, and what it does in words."""
        super().__init__()
        self._title = title
        self._said = tuple(said)
        self._ways = tuple(ways)

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(self._title)
            yield RowList(self._said, id="said")
            yield RowList(id="ways")

    def on_mount(self) -> None:
        self.show_ways()
        ways = self.query_one("#ways", RowList)
        ways.focus()
        ways.move_to_first()

    def show_ways(self) -> None:
        """Show the ways to go on, each with the key that the person's keymap gives it."""
        keys = {active.binding.id: active.binding for active in self.active_bindings.values()}
        rows = []
        for way, binding_id, text in self._ways:
            key = self.app.get_key_display(keys[binding_id]) if binding_id in keys else ""
            rows.append(Row(((f" {key:>5}  ", "mark"), (text, "plain")), key=way, hanging=8))
        self.query_one("#ways", RowList).show(rows)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.rows.id == "ways":
            self.action_choose(event.key)

    def action_choose(self, way: str) -> None:
        """Go one of the ways."""
        self.dismiss(way)
