"""The line of keys at the bottom: the live bindings, as many as there is room for, none of them cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from personatui.app.bindings import is_off
from personatui.widgets.keyline import is_typed

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp

# The bindings that stand at the end, whatever else there is room for: the way out of a screen comes before them.
_LAST = ("app.help", "app.commands")
_WAY_OUT = ".close"
_GAP = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A binding on the line, with its key as the person has set it."""

    binding: Binding
    text: str
    enabled: bool
    tooltip: str


class KeyBar(Footer):
    """Shows keys in the order of their use: nearest to the focus first; the way out, help and the commands always."""

    app: WorkbenchApp

    width = reactive(0, recompose=True)

    def __init__(self) -> None:
        super().__init__(compact=True)
        self._drawn: list[Shown] = []

    def compose(self) -> ComposeResult:
        if not self._bindings_ready:
            return
        self._drawn = shown = self._live()
        last = [key for key in shown if _is_last(key.binding)]
        room = self.width - sum(self._cells(key) for key in last)
        for key in shown:
            if key in last:
                continue
            room -= self._cells(key)
            if room < 0:
                break
            yield self._widget(key)
        for key in last:
            yield self._widget(key)

    def _live(self) -> list[Shown]:
        """The bindings to show, those first that were found first; the way out, help and the commands at the end."""
        found: dict[str, Shown] = {}
        for _, binding, enabled, tooltip in self.screen.active_bindings.values():
            wanted = (binding.show or binding.id in _LAST) and binding.description and not is_off(binding)
            if wanted and not is_typed(self.screen.focused, binding):
                text = self.app.get_key_display(binding)
                found.setdefault(binding.id or binding.action, Shown(binding, text, enabled, tooltip))
        ways_out = [name for name, key in found.items() if _is_last(key.binding) and name not in _LAST]
        last = [found.pop(name) for name in (*ways_out, *_LAST) if name in found]
        return [*found.values(), *last]

    def on_mount(self) -> None:
        # a screen that lies below another is not drawn anew, so it catches up when it comes back
        self.watch(self.screen, "stack_updates", self._catch_up, init=False)

    def _catch_up(self) -> None:
        if self.is_attached and self.screen.is_current:
            self.bindings_changed(self.screen)

    def on_resize(self) -> None:
        self.width = self.size.width

    def bindings_changed(self, screen: Screen[object]) -> None:
        if not screen.is_current:
            return
        self.app.keys_changed(screen)
        if not self._bindings_ready or self._live() != self._drawn:
            super().bindings_changed(screen)

    def _cells(self, key: Shown) -> int:
        return cell_len(key.text) + 1 + cell_len(key.binding.description) + _GAP

    def _widget(self, key: Shown) -> FooterKey:
        binding = key.binding
        tooltip = key.tooltip or binding.description
        made = FooterKey(
            binding.key, key.text, binding.description, binding.action, disabled=not key.enabled, tooltip=tooltip
        )
        return made.data_bind(compact=Footer.compact)


def _is_last(binding: Binding) -> bool:
    return binding.id in _LAST or (binding.id or "").endswith(_WAY_OUT)
