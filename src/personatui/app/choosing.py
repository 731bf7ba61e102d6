"""A dialog to choose from a list of any length, narrowed by typing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from personatui.app.closing import Dialog
from personatui.model.cleaning import clean_line
from personatui.widgets.choices import Choice, ChoiceList
from personatui.widgets.keyline import KeyLine

__all__ = ["Choice", "ChooseScreen"]

# Rows of the dialog that are no choices: border, query and its margin, keys.
_AROUND = 5


class ChooseScreen(Dialog[str | tuple[str, ...] | None]):
    """Chooses one thing, and returns its key; of `several`, the keys of what is ticked. None when the person leaves.

    What is ticked comes back in the order of `choices`. `chosen` is ticked at first, or has the cursor.
    """

    DEFAULT_CSS = """
    ChooseScreen {
        align: center middle;
        & > Vertical {
            width: 84; max-width: 96%; height: auto; max-height: 96%;
            border: round $accent; padding: 0 1; background: $surface;
            border-title-color: $foreground; border-subtitle-color: $foreground-muted;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "accept", "Accept", id="choose.accept"),
        Binding("escape", "cancel", "Cancel", id="choose.cancel", tooltip="Show all again, or leave without choosing"),
    ]

    def __init__(
        self,
        title: str,
        choices: Iterable[Choice],
        *,
        several: bool = False,
        chosen: Iterable[str] = (),
        empty: str = "There is nothing to choose.",
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = tuple(choices)
        self._several = several
        self._list = ChoiceList(self._choices, several=several, chosen=tuple(chosen), empty=empty)

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(clean_line(self._title))
            yield self._list
            yield KeyLine()

    def on_mount(self) -> None:
        self._fit()
        self._list.take_focus()

    def on_resize(self, event: events.Resize) -> None:
        self._fit()

    def _fit(self) -> None:
        room = max(3, self.app.size.height - _AROUND - 2)
        self._list.styles.height = min(max(3, len(self._choices)), room) + 2

    def on_choice_list_accepted(self, event: ChoiceList.Accepted) -> None:
        event.stop()
        if self._several:
            self.action_accept()
        else:
            self.dismiss(event.key)

    def on_choice_list_ticked(self, event: ChoiceList.Ticked) -> None:
        event.stop()
        self._tell()

    def on_choice_list_highlighted(self, event: ChoiceList.Highlighted) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        told = str(self._list.border_subtitle or "")
        if self._several:
            told += f" · {len(self._list.chosen)} chosen"
        self.query_one(Vertical).border_subtitle = Content(told)

    def action_accept(self) -> None:
        """Take what is ticked, or what is under the cursor."""
        if self._several:
            ticked = set(self._list.chosen)
            self.dismiss(tuple(choice.key for choice in self._choices if choice.key in ticked))
        elif self._list.current:
            self.dismiss(self._list.current)

    def action_cancel(self) -> None:
        """Show all choices again, or leave."""
        if not self._list.clear_query():
            self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._several or action != "accept"
