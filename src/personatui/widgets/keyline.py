"""The keys that work here, on one line: made of the live bindings, and pressed with the mouse as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

# A keymap gives this to a binding that is to have no key: no terminal sends it.
UNBOUND = "unbound-"
# Keys of characters that Textual does not take for characters.
_CHARACTERS = {"slash": "/", "backslash": "\\", "at": "@", "plus": "+", "minus": "-", "underscore": "_"}


def is_typed(focused: Widget | None, binding: Binding) -> bool:
    """Whether a key is taken by the line of text that has the focus, which its name did not tell Textual."""
    character = None if binding.priority or focused is None else _CHARACTERS.get(binding.key)
    return focused is not None and character is not None and focused.check_consume_key(binding.key, character)


@dataclass(frozen=True, slots=True)
class LiveKey:
    """A binding that works now, with its key as the person has set it."""

    binding: Binding
    key: str
    is_enabled: bool
    tooltip: str

    @property
    def text(self) -> str:
        """The key and what it does."""
        return f"{self.key} {self.binding.description}"


class KeyLine(Widget):
    """Like a footer, but drawn anew where a footer makes new widgets at every change of the focus.

    What there is no room for is left out from the end, none of it cut; the way out always stands there.
    """

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; color: $foreground-muted; }
    """
    ALLOW_SELECT = False
    apart: ClassVar[int] = 2

    def __init__(self) -> None:
        super().__init__()
        self._under: LiveKey | None = None

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self.bindings_changed)

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Other keys may work than before."""
        self.refresh()

    def live(self) -> list[LiveKey]:
        """The keys to show if there is room: the first of each action."""
        found: dict[str, LiveKey] = {}
        for _, binding, is_enabled, tooltip in self.screen.active_bindings.values():
            wanted = binding.show and is_enabled and binding.description and not binding.key.startswith(UNBOUND)
            if wanted and not is_typed(self.screen.focused, binding):
                found.setdefault(binding.action, LiveKey(binding, self.app.get_key_display(binding), True, tooltip))
        return list(found.values())

    def stays(self, key: LiveKey) -> bool:
        """Whether a key is shown however little room there is."""
        return key.binding.key == "escape"

    @property
    def shown(self) -> list[LiveKey]:
        """The keys that there is room for."""
        live = self.live()
        room = self.size.width - sum(self._cells(key) for key in live if self.stays(key))
        shown: list[LiveKey] = []
        for key in live:
            stays = self.stays(key)
            room -= 0 if stays else self._cells(key)
            if stays or room + self.apart >= 0:
                shown.append(key)
        return shown

    def _cells(self, key: LiveKey) -> int:
        return cell_len(key.text) + self.apart

    @property
    def text(self) -> str:
        """The line as text."""
        return (" " * self.apart).join(key.text for key in self.shown)

    def render(self) -> Content:
        return Content(" " * self.apart).join(self._drawn(key) for key in self.shown)

    def _drawn(self, key: LiveKey) -> Content:
        drawn = Content.assemble((key.key, "bold $footer-key-foreground"), f" {key.binding.description}")
        if not key.is_enabled:
            return drawn.stylize("dim")
        return drawn.stylize("underline") if key == self._under else drawn

    # The mouse -------------------------------------------------------------------------------------------

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._point_at(self._key_at(event.x))

    def on_leave(self) -> None:
        self._point_at(None)

    def _point_at(self, key: LiveKey | None) -> None:
        if key != self._under:
            self._under = key
            self.tooltip = key.tooltip or None if key is not None else None
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        key = self._key_at(event.x)
        if key is None:
            return
        if key.is_enabled:
            self.app.simulate_key(key.binding.key)
        else:
            self.app.bell()

    def _key_at(self, x: int) -> LiveKey | None:
        return next((key for key, start in self._starts() if start <= x < start + cell_len(key.text)), None)

    def _starts(self) -> Iterator[tuple[LiveKey, int]]:
        column = 0
        for key in self.shown:
            yield key, column
            column += self._cells(key)
