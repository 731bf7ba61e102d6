"""The key of a binding as it is now, for texts that tell a person what to press."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.dom import DOMNode

from personatui.widgets.keyline import UNBOUND

if TYPE_CHECKING:
    from textual.app import App

# The key of the binding with an id, as it is shown; empty when there is no such binding.
Keys = Callable[[str], str]

# How keys are written in a sentence, where not everybody reads the sign.
_NAMES = {"⏎": "Enter", "enter": "Enter", "esc": "Escape", "escape": "Escape", "tab": "Tab"}


def no_keys(_: str) -> str:
    """No key for anything, where there is no screen."""
    return ""


def keys_of(node: DOMNode) -> Keys:
    """The keys that work around a widget or screen at this moment, with the user's keymap applied."""
    # found out once however many are asked for, and not at all when none is
    active: dict[str, Binding] = {}

    def key(binding_id: str) -> str:
        if not active:
            for found in node.screen.active_bindings.values():
                active.setdefault(found.binding.id or "", found.binding)
        binding = active.get(binding_id)
        if binding is not None and binding.key.startswith(UNBOUND):
            return ""
        return _named(node.app.get_key_display(binding)) if binding is not None else _elsewhere(node, binding_id)

    return key


def key_of(node: DOMNode, binding_id: str) -> str:
    """The first key of the binding with that id among what is on screen, as it is shown; empty when there is none."""
    return keys_of(node)(binding_id)


def own_key(node: DOMNode, binding_id: str) -> str:
    """The first key of a binding of the widget or screen itself, which need not have the focus nor be drawn yet."""
    binding = next((found for found in _bindings(type(node)) if found.id == binding_id), None)
    return _shown(node.app, binding) if binding is not None else ""


def offer(node: DOMNode, binding_id: str, what: str) -> str:
    """A key of the widget or screen itself and what it does; empty where the keymap left it none."""
    key = own_key(node, binding_id)
    return f"{key} {what}" if key else ""


def told_together(*texts: str) -> str:
    """What there is to say on one line, without what is empty."""
    return " · ".join(text for text in texts if text)


def _elsewhere(node: DOMNode, binding_id: str) -> str:
    """The key of a binding of a widget that has not the focus."""
    for kind in dict.fromkeys(type(found) for found in (*node.screen.walk_children(with_self=True), node.app)):
        for binding in _bindings(kind):
            if binding.id == binding_id:
                return _shown(node.app, binding)
    return ""


def _bindings(kind: type[DOMNode]) -> Iterator[Binding]:
    for base in kind.__mro__:
        for binding in base.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding):
                yield binding


def _shown(app: App[object], binding: Binding) -> str:
    keymap = getattr(getattr(app, "settings", None), "keymap", {})
    wanted = keymap.get(binding.id or "")
    if wanted == "":
        return ""
    display = None if wanted else binding.key_display
    key = (wanted or binding.key).partition(",")[0].strip()
    return _named(app.get_key_display(replace(binding, key=key, key_display=display)))


def _named(shown: str) -> str:
    return _NAMES.get(shown, shown)
