"""What is wrong with the screen of a tool before it is shown: its class, and styles that would reach others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from personatui.api import Tool

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TYPE = re.compile(r"[A-Za-z_]\w*")


def screen_trouble(tool: Tool) -> str:
    """What is wrong with `Tool.screen` and the styles of the widgets beside it, in a sentence; empty when sound.

    Textual knows styles by the names of classes alone: those of a tool are its own, and every rule begins with one of
    them or with a class of styles that starts with the tool's id.
    """
    if not tool.screen:
        return ""
    module, _, name = tool.screen.partition(":")
    if not module or not name.isidentifier():
        return f'The screen "{tool.screen}" must be written as `package.ui.screen:Class`.'
    try:
        view = getattr(import_module(module), name)
    except Exception as error:  # noqa: BLE001 - the module is the plugin's, and so is what it raises
        return f"The screen {tool.screen} cannot be imported: {type(error).__name__}: {error}."
    if not isinstance(view, type) or not issubclass(view, import_module("personatui.api.ui").ToolView):
        return f"The screen {tool.screen} must derive from personatui.api.ui.ToolView."
    return next(_style_troubles(tool, view), "")


def _style_troubles(tool: Tool, view: type) -> Iterator[str]:
    """Every trouble with the widgets that the package of the screen defines."""
    base = next(one for one in view.__mro__ if one.__module__ == "textual.dom" and one.__name__ == "DOMNode")
    package = view.__module__.partition(".")[0]
    known = list(_below(base))
    own = [one for one in known if one.__module__.partition(".")[0] == package]
    names = {one.__name__ for one in own}
    others = {one.__name__: one.__module__ for one in known if one not in own}
    others |= dict.fromkeys(import_module("textual.widgets").__all__, "textual.widgets")
    for one in own:
        if one.__name__ in others:
            yield (
                f"{one.__module__} calls a widget {one.__name__}, as {others[one.__name__]} does; "
                "Textual tells their styles apart by name alone."
            )
        if vars(one).get("CSS_PATH"):
            yield f"{one.__name__} has a CSS_PATH, which restyles the whole program; write DEFAULT_CSS instead."
        for attribute in ("DEFAULT_CSS", "CSS"):
            for selector in _selectors(vars(one).get(attribute, "")):
                if not _is_own(selector, names, tool.id):
                    yield (
                        f"{attribute} of {one.__name__} has a rule for `{selector}`; begin it with "
                        f"{one.__name__} or with a class that starts with `.{tool.id}-`."
                    )


def _below(base: Any) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from _below(one)


def _selectors(css: object) -> Iterator[str]:
    """The selectors of the rules that stand in no other rule."""
    depth, start = 0, 0
    text = _COMMENT.sub("", css) if isinstance(css, str) else ""
    for position, character in enumerate(text):
        if character == "{":
            if depth == 0:
                yield from filter(None, (one.strip() for one in text[start:position].split(",")))
            depth += 1
        elif character == "}":
            depth -= 1
            start = position + 1
        elif character == ";" and depth == 0:
            # a variable, which is seen by none but the rules below it
            start = position + 1


def _is_own(selector: str, names: set[str], tool_id: str) -> bool:
    found = _TYPE.match(selector)
    return (found is not None and found.group() in names) or selector.startswith((f".{tool_id}-", f"#{tool_id}-"))
