"""A dialog that offers personas to choose one from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from personatui.widgets.lines import Row
from personatui.widgets.rows import RowList


class PickScreen(ModalScreen[str | None]):
    """Offers names, narrowed by typing; returns the id of the one that is chosen, or None."""

    DEFAULT_CSS = """
    PickScreen {
        align: center middle;
        & > Vertical {
            width: 56; max-width: 95%; height: auto; max-height: 80%;
            border: round $accent; padding: 1 2; background: $surface;
        }
        & Input { border: none; height: 1; padding: 0; margin: 0 0 1 0; background: $surface; }
        & RowList { height: auto; max-height: 100%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="picking.cancel"),
        Binding("down", "move(1)", "Down", id="picking.down", show=False),
        Binding("up", "move(-1)", "Up", id="picking.up", show=False),
    ]

    def __init__(self, title: str, entries: Sequence[tuple[str, str]], *, select: str = "") -> None:
        super().__init__()
        self._title = title
        self._entries = tuple(entries)
        self._select = select

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        # what comes twice, or from behind another screen, would close that one
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(self._title)
            box.border_subtitle = "Enter chooses · Escape cancels"
            yield Input(placeholder="type to narrow", compact=True)
            yield RowList(wrap=False)

    def on_mount(self) -> None:
        self._fill()
        self.query_one(Input).focus()

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    def _fill(self) -> None:
        words = self.query_one(Input).value.casefold().split()
        found = [entry for entry in self._entries if all(word in " ".join(entry).casefold() for word in words)]
        rows = [Row(((name, "plain"),), key=key, right=((key, "dim"),)) for key, name in found]
        self._list.show(rows or [Row((("nothing matches", "dim"),))], cursor_key=self._select or None)
        self._select = ""
        if self._list.current is None:
            self._list.move_to_first()

    def action_move(self, direction: int) -> None:
        """Move through the names while the keys go to the line above them."""
        if direction > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._list.action_select()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.dismiss(event.key)
