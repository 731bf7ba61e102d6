"""The line of keys at the bottom: the live bindings, as many as there is room for, none of them cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.screen import Screen

from personatui.app.bindings import is_off
from personatui.widgets.keyline import KeyLine, LiveKey, is_typed

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp

# The bindings that stand at the end, whatever else there is room for: the way out of a screen comes before them.
_LAST = ("app.help", "app.commands")
_WAY_OUT = ".close"


class KeyBar(KeyLine):
    """Shows keys in the order of their use: nearest to the focus first; the way out, help and the commands always."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; background: $footer-background; color: $footer-description-foreground; }
    """
    app: WorkbenchApp
    apart: ClassVar[int] = 1

    def __init__(self) -> None:
        super().__init__()
        self._found: list[LiveKey] = []

    def on_mount(self) -> None:
        # a screen that lies below another is not told of its keys, so it catches up when it comes back
        self.watch(self.screen, "stack_updates", self._catch_up, init=False)

    def _catch_up(self) -> None:
        if self.is_attached:
            self.bindings_changed(self.screen)

    def bindings_changed(self, screen: Screen[object]) -> None:
        if not screen.is_current:
            return
        self.app.keys_changed(screen)
        found = self._find()
        if found != self._found:
            self._found = found
            self.refresh()

    def live(self) -> list[LiveKey]:
        return self._found

    def stays(self, key: LiveKey) -> bool:
        return (key.binding.id or "").endswith((*_LAST, _WAY_OUT))

    def _find(self) -> list[LiveKey]:
        """The bindings to show, those first that were found first; the way out, help and the commands at the end."""
        found: dict[str, LiveKey] = {}
        for _, binding, is_enabled, tooltip in self.screen.active_bindings.values():
            wanted = (binding.show or binding.id in _LAST) and binding.description and not is_off(binding)
            if wanted and not is_typed(self.screen.focused, binding):
                key = LiveKey(binding, self.app.get_key_display(binding), is_enabled, tooltip)
                found.setdefault(binding.id or binding.action, key)
        ways_out = [name for name, key in found.items() if self.stays(key) and name not in _LAST]
        last = [found.pop(name) for name in (*ways_out, *_LAST) if name in found]
        return [*found.values(), *last]
