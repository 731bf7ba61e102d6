"""The keys that work here, on one line: made of the live bindings, and pressed with the mouse as well."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

_APART = "  "


class KeyLine(Widget):
    """Like a footer, for dialogs: it is drawn anew where a footer makes new widgets at every change of the focus."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; color: $foreground-muted; }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def _keys(self) -> Iterator[tuple[Binding, str]]:
        """The bindings that a footer would show, the first of each action, and how their keys are written."""
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.description and binding.action not in seen:
                seen.add(binding.action)
                yield binding, self.app.get_key_display(binding)

    @property
    def text(self) -> str:
        """The line as text."""
        return _APART.join(f"{key} {binding.description}" for binding, key in self._keys())

    def render(self) -> Content:
        parts: list[Content | str] = []
        for binding, key in self._keys():
            parts += [_APART if parts else "", Content.styled(key, "bold $footer-key-foreground")]
            parts.append(f" {binding.description}")
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        column = 0
        for binding, key in self._keys():
            end = column + cell_len(f"{key} {binding.description}")
            if column <= event.x < end:
                self.app.simulate_key(binding.key)
                return
            column = end + len(_APART)
