"""What a person can set: every key of the settings file with its default, what it may be, and what it is for.

The table is the one source of the reader, of the file that `personatui settings --init` writes, and of its listing;
a test compares the documentation with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from personatui.model.cleaning import clean_line

PANELS = ("rail", "inspector")
STARTS = ("start", "last", "sample")
COLOURS = (
    "primary", "secondary", "background", "surface", "panel", "boost", "foreground", "warning", "error", "success",
    "accent",
)  # fmt: skip
_THEME_FIELDS = (*COLOURS, "dark", "variables")
# A theme's name becomes the name of a style class.
_THEME_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_SHARE = re.compile(r"(\d{1,2})\s?%")
_LONGEST_QUOTE = 40

Table = Mapping[str, Any]
_EMPTY: Table = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """How wide the panels of the workbench are, as a style sheet says it, and which are folded at the start."""

    rail_width: str = "32"
    inspector_width: str = "38"
    folded: tuple[str, ...] = ()
    narrow: int = 118


@dataclass(frozen=True, slots=True)
class UserSettings:
    """What a user chose. `keymap` maps ids of bindings to keys, none for a binding that is switched off.

    `ascii_only` is None where the terminal decides; `given` names the keys that the file sets; `problems` says what
    is wrong with the file, a sentence each.
    """

    theme: str = ""
    start: str = "start"
    mouse: bool = True
    ascii_only: bool | None = None
    terminal_title: bool = True
    autosave: bool = True
    editor: str = ""
    disabled_plugins: tuple[str, ...] = ()
    plugin_seconds: float = 20.0
    layout: LayoutSettings = LayoutSettings()
    keymap: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    themes: Mapping[str, Table] = field(default_factory=lambda: MappingProxyType({}))
    given: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()

    @property
    def problem(self) -> str:
        """Everything that is wrong with the file, a line each."""
        return "\n".join(self.problems)


@dataclass(frozen=True, slots=True)
class Preference:
    """One key of the settings file. `read` gives its value, or raises ValueError for one that is not allowed."""

    key: str
    default: Any
    allowed: str
    meaning: str
    example: Any
    read: Callable[[Any], Any]


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value.strip()


def _ascii(value: Any) -> bool | None:
    return None if value == "auto" else _flag(value)


def _start(value: Any) -> str:
    if not _text(value):
        raise ValueError
    return _text(value)


def _width(value: Any) -> str:
    if isinstance(value, str) and (share := _SHARE.fullmatch(value.strip())):
        if 10 <= int(share[1]) <= 60:
            return f"{int(share[1])}%"
    elif isinstance(value, int) and not isinstance(value, bool) and 12 <= value <= 120:
        return str(value)
    raise ValueError


def _columns(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 40 <= value <= 400:
        raise ValueError
    return value


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError
    return tuple(dict.fromkeys(value))


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 3600:
        raise ValueError
    return float(value)


def _panels(value: Any) -> tuple[str, ...]:
    names = _names(value)
    if not set(names) <= set(PANELS):
        raise ValueError
    return names


_TRUTH = "true or false"
_WIDTH = 'a number of columns from 12 to 120, or a share of the screen from "10%" to "60%"'

PREFERENCES = (
    Preference(
        "theme", "", "the name of a theme",
        "The colours. Empty: textual-dark, or ansi-dark on a terminal of 16 colours.", "nord", _text,
    ),
    Preference(
        "start", "start", '"start", "last", "sample" or the folder of a project',
        "What opens where there is no project: the start screen, the project opened last, a sample, or a project.",
        "last", _start,
    ),
    Preference("mouse", True, _TRUTH, "Whether the mouse is used; without, the terminal selects text.", False, _flag),
    Preference(
        "ascii", "auto", '"auto", true or false',
        "Whether only ASCII is drawn; auto: where the locale's encoding cannot take everything.", True, _ascii,
    ),
    Preference("terminal_title", True, _TRUTH, "Whether the terminal's title names the project.", False, _flag),
    Preference("autosave", True, _TRUTH, "Whether a change is saved at once.", False, _flag),
    Preference(
        "editor", "", "a command", "What opens a file as text. Empty: $VISUAL, else $EDITOR.", "code --wait", _text
    ),
    Preference(
        "disabled_plugins", [], "a list of names", "Plugins that are not even imported.", ["jtbd"], _names
    ),
    Preference(
        "plugin_seconds", 20, "a number of seconds from 1 to 3600",
        "How long a plugin is waited for before the others go on without it.", 60, _seconds,
    ),
    Preference("layout.rail_width", 32, _WIDTH, "The width of the personas at the left.", "20%", _width),
    Preference("layout.inspector_width", 38, _WIDTH, "The width of the Inspector at the right.", 44, _width),
    Preference(
        "layout.folded", [], 'a list of "rail" and "inspector"', "The panels that are folded at the start.",
        ["inspector"], _panels,
    ),
    Preference(
        "layout.narrow", 118, "a number of columns from 40 to 400",
        "On a screen narrower than this the panels take turns.", 100, _columns,
    ),
)  # fmt: skip
TABLES = ("keymap", "layout", "themes")
BY_KEY = MappingProxyType({preference.key: preference for preference in PREFERENCES})


def read_settings(data: Table, place: str) -> UserSettings:
    """The settings in the data of a file; defaults stand in for what is missing or wrong, which is told."""
    problems: list[str] = []
    values: dict[str, Any] = {}
    for key, found in _flattened(data, place, problems):
        preference = BY_KEY.get(key)
        if preference is None:
            near = nearest(key, [*BY_KEY, *TABLES])
            problems.append(f"{place}: there is no setting {clean_line(key)}.{near}")
            continue
        try:
            values[key] = preference.read(found)
        except ValueError:
            problems.append(
                f"{place}: {key} is {quoted(found)}; it can be {preference.allowed}. "
                f"The default, {told_value(preference.default)}, stands in."
            )
    layout = {key.partition(".")[2]: value for key, value in values.items() if "." in key}
    plain = {_FIELDS.get(key, key): value for key, value in values.items() if "." not in key}
    keymap = _keymap(_table(data, "keymap", place, problems), place, problems)
    themes = {
        name: theme
        for name, found in _table(data, "themes", place, problems).items()
        if (theme := read_theme(name, found, f"{place}: themes.{clean_line(name)}", problems)) is not None
    }
    return UserSettings(
        **plain,
        layout=LayoutSettings(**layout),
        keymap=MappingProxyType(keymap),
        themes=MappingProxyType(themes),
        given=frozenset(values),
        problems=tuple(problems),
    )


# Where a field is not called like its key, which would hide a builtin.
_FIELDS = {"ascii": "ascii_only"}


def value_of(settings: UserSettings, key: str) -> Any:
    """The effective value of a key, as the file would say it."""
    holder, name = (settings.layout, key.partition(".")[2]) if "." in key else (settings, _FIELDS.get(key, key))
    value = getattr(holder, name)
    if key == "ascii" and value is None:
        return "auto"
    if key.endswith("_width") and value.isdigit():
        return int(value)
    return list(value) if isinstance(value, tuple) else value


def read_theme(name: str, found: Any, place: str, problems: list[str]) -> Table | None:
    """The fields of a theme that are of the right kind; None when it is no theme. The screens judge the colours."""
    if not isinstance(found, dict):
        problems.append(f"{place} is {quoted(found)}; it can be a table of colours. It is left out.")
        return None
    if not _THEME_NAME.fullmatch(name):
        problems.append(f"{place}: a theme's name can have small letters, digits, - and _. It is left out.")
        return None
    fields: dict[str, Any] = {}
    for key, value in found.items():
        if key not in _THEME_FIELDS:
            problems.append(f"{place}: there is no field {clean_line(key)}.{nearest(key, _THEME_FIELDS)}")
        elif key == "variables":
            texts = {key: text for key, text in value.items() if isinstance(text, str)} if _is_table(value) else {}
            if not _is_table(value) or len(texts) < len(value):
                problems.append(f"{place}: variables can be a table of texts. What is none is left out.")
            fields[key] = MappingProxyType(texts)
        elif isinstance(value, bool) is (key == "dark") and isinstance(value, bool | str):
            fields[key] = value
        else:
            allowed = _TRUTH if key == "dark" else 'a colour such as "#0178d4"'
            problems.append(f"{place}: {key} is {quoted(value)}; it can be {allowed}. It is left out.")
    if "primary" not in fields:
        problems.append(f"{place}: primary is missing, which every theme needs. The theme is left out.")
        return None
    return MappingProxyType(fields)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _flattened(data: Table, place: str, problems: list[str]) -> Iterable[tuple[str, Any]]:
    """Every key of the file but those of a keymap or theme, whose names are free."""
    for key, value in data.items():
        if key not in TABLES:
            yield key, value
    for key, value in _table(data, "layout", place, problems).items():
        yield f"layout.{key}", value


def _table(data: Table, key: str, place: str, problems: list[str]) -> Table:
    found = data.get(key, _EMPTY)
    if _is_table(found) or found is _EMPTY:
        table: Table = found
        return table
    told = f"{place}: {key} is {quoted(found)}; it can be a table. Nothing of it is used."
    if told not in problems:
        problems.append(told)
    return _EMPTY


def _keymap(table: Table, place: str, problems: list[str]) -> dict[str, str]:
    keymap: dict[str, str] = {}
    for name, found in table.items():
        listed = isinstance(found, list) and all(isinstance(key, str) for key in found)
        if listed:
            keys = ["comma" if key.strip() == "," else key for key in found]
        elif isinstance(found, str):
            keys = ["comma"] if found.strip() == "," else found.split(",")
        else:
            problems.append(
                f"{place}: keymap.{clean_line(name)} is {quoted(found)}; it can be keys such as "
                f'"f2" or "f2,ctrl+f". The keys that it has are used.'
            )
            continue
        keymap[name] = ",".join(key.strip() for key in keys if key.strip())
    return keymap


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean …?` with the known name that is most like this one, or nothing."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=1)
    return f" Did you mean {close[0]}?" if close else ""


def quoted(value: Any) -> str:
    """A value of a file in a sentence: on one line and not too long."""
    text = clean_line(told_value(value))
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 3].rstrip() + "..."


def told_value(value: Any) -> str:
    """A value as TOML says it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return f"[{', '.join(map(told_value, value))}]"
    return "a table" if isinstance(value, dict) else str(value)
