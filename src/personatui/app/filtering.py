"""A line for queries: words and filters, which Tab completes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from personatui.widgets.keys import key_of

Values = Mapping[str, Sequence[str]]


class QueryInput(Input):
    """An input that knows which filters make sense, and what they can be."""

    BINDING_GROUP_TITLE = "Filter"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False, id="query.complete", tooltip="Complete a filter"),
    ]

    def __init__(
        self,
        names: Callable[[], Collection[str]],
        values: Callable[[], Values],
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True)
        self._names = names
        self._values = values
        self._offered: tuple[str, ...] = ()

    @property
    def offered(self) -> tuple[str, ...]:
        """What Tab could make of the text."""
        from personatui.model.querying import completions

        return completions(self.value, self._values(), self._names()) if self.value else ()

    def action_complete(self) -> None:
        """Complete the last term; again for the next way to do so; with nothing to complete, go on to the list."""
        if self.value in self._offered:
            place = self._offered.index(self.value) + 1
            self._put(self._offered[place % len(self._offered)])
            return
        self._offered = self.offered
        if self._offered:
            self._put(self._offered[0])
        else:
            self.screen.focus_next()

    def _put(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(text)


def name_key(line: Input, binding_id: str, example: Callable[[], str]) -> Callable[[], None]:
    """Say in an empty line which key leads to it, as the keymap has it at any time, and what could be typed.

    Returns what says it again, for an example that is another by then.
    """

    def show(_: object = None) -> None:
        key = key_of(line, binding_id)
        line.placeholder = f"{key} narrow: {example()}".lstrip()

    line.screen.bindings_updated_signal.subscribe(line, show)
    show()
    return show
