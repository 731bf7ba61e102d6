"""The settings file that explains itself: what `personatui settings --init` writes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from personatui.store.preferences import PREFERENCES, Preference, told_value

_WIDTH = 100
_HEAD = """\
# The settings of personatui. Every line is as if it were not there: take the # away to change one.
# `personatui settings` shows what holds now and where it comes from; docs/settings.md says more.
"""
_KEYMAP = """\
[keymap]
# Ids of bindings with their keys, separated by commas; no keys switch one off. docs/settings.md lists the ids.
# "workbench.findings" = "f2,ctrl+f"
"""
_THEMES = """\
# A theme of your own; only primary is needed. It can also be a file of its own, themes/NAME.toml beside this one.
# [themes.mine]
# primary = "#88c0d0"
# background = "#101418"
# dark = true
# [themes.mine.variables]
# block-cursor-background = "#ebcb8b"
"""


def settings_template() -> str:
    """A settings file with every key, its meaning and its default, all of it as comments."""
    top = [preference for preference in PREFERENCES if "." not in preference.key]
    layout = [preference for preference in PREFERENCES if preference.key.startswith("layout.")]
    parts = [_HEAD, *map(_entry, top), "[layout]\n", *map(_entry, layout), _KEYMAP, _THEMES]
    return "\n".join(parts)


def _entry(preference: Preference) -> str:
    name = preference.key.rpartition(".")[2]
    return "\n".join((*_comment(preference), f"# {name} = {told_value(preference.default)}", ""))


def _comment(preference: Preference) -> Iterator[str]:
    text = f"{preference.meaning} It can be {preference.allowed}."
    yield from textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ")
