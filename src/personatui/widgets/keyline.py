"""The keys that work here, on one line: made of the live bindings, and pressed with the mouse as well."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

# A keymap gives this to a binding that is to have no key: no terminal sends it.
UNBOUND = "unbound-"
_APART = "  "
# Keys of characters that Textual does not take for characters.
_CHARACTERS = {"slash": "/", "backslash": "\\", "at": "@", "plus": "+", "minus": "-", "underscore": "_"}


def is_typed(focused: Widget | None, binding: Binding) -> bool:
    """Whether a key is taken by the line of text that has the focus, which its name did not tell Textual."""
    character = None if binding.priority or focused is None else _CHARACTERS.get(binding.key)
    return focused is not None and character is not None and focused.check_consume_key(binding.key, character)


class KeyLine(Widget):
    """Like a footer, for dialogs: it is drawn anew where a footer makes new widgets at every change of the focus.

    What there is no room for is left out from the end, none of it cut; the way out always stands there.
    """

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; color: $foreground-muted; }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def _live(self) -> Iterator[tuple[Binding, str]]:
        """The bindings that a footer would show, the first of each action, and how their keys are written."""
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            wanted = binding.show and active.enabled and binding.description and not binding.key.startswith(UNBOUND)
            if wanted and binding.action not in seen and not is_typed(self.screen.focused, binding):
                seen.add(binding.action)
                yield binding, self.app.get_key_display(binding)

    def _keys(self) -> list[tuple[Binding, str]]:
        """Those that there is room for."""
        live = list(self._live())
        room = self.size.width - sum(_cells(key) for key in live if key[0].key == "escape")
        shown: list[tuple[Binding, str]] = []
        for key in live:
            is_last = key[0].key == "escape"
            room -= 0 if is_last else _cells(key)
            if is_last or room + len(_APART) >= 0:
                shown.append(key)
        return shown

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


def _cells(key: tuple[Binding, str]) -> int:
    return cell_len(f"{key[1]} {key[0].description}") + len(_APART)
