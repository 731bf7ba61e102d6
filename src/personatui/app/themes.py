"""The themes that can be chosen: Textual's, two of high contrast, and the user's own, judged before they are used.

Textual ends the program at a colour or style that it does not know, so none reaches it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import BUILTIN_THEMES, Theme

from personatui.model.cleaning import clean_line
from personatui.store.preferences import COLOURS, UserSettings, nearest, quoted
from personatui.store.settings import load_theme_files, settings_path, themes_folder

CONTRAST_DARK = Theme(
    name="contrast-dark",
    primary="#5cc8ff",
    secondary="#9ad7ff",
    accent="#ffd400",
    warning="#ffb000",
    error="#ff6b6b",
    success="#5cff8f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    variables={
        "text-muted": "#d0d0d0",
        "text-disabled": "#a8a8a8",
        "foreground-muted": "#d0d0d0",
        "foreground-disabled": "#a8a8a8",
        "block-cursor-foreground": "#000000",
        "block-cursor-background": "#ffd400",
        "block-cursor-blurred-foreground": "#000000",
        "block-cursor-blurred-background": "#9a9a9a",
        "surface-lighten-2": "#404040",
        "input-selection-background": "#5cc8ff 60%",
    },
)
CONTRAST_LIGHT = Theme(
    name="contrast-light",
    primary="#003a8c",
    secondary="#00528c",
    accent="#7a2e00",
    warning="#7a4a00",
    error="#a00018",
    success="#005c22",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#e6e6e6",
    dark=False,
    variables={
        "text-muted": "#303030",
        "text-disabled": "#585858",
        "foreground-muted": "#303030",
        "foreground-disabled": "#585858",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#003a8c",
        "block-cursor-blurred-foreground": "#000000",
        "block-cursor-blurred-background": "#b4b4b4",
        "surface-lighten-2": "#d0d0d0",
        "footer-key-foreground": "#003a8c",
    },
)
OUR_THEMES = (CONTRAST_DARK, CONTRAST_LIGHT)
_STYLES = frozenset({"bold", "dim", "italic", "underline", "reverse", "strike", "overline", "none"})
SIXTEEN_COLOURS = "ansi-dark"


@dataclass(frozen=True, slots=True)
class Themes:
    """The user's own themes, and what is wrong with them."""

    themes: tuple[Theme, ...]
    problems: tuple[str, ...]


def user_themes(settings: UserSettings) -> Themes:
    """The themes of the settings file and of the files beside it; of two with one name the settings' holds."""
    files, found = load_theme_files()
    problems = list(found)
    tables = {
        **{name: (f"{themes_folder() / name}.toml", table) for name, table in files.items()},
        **{name: (f"{settings_path()}: themes.{name}", table) for name, table in settings.themes.items()},
    }
    themes = (_theme(name, table, place, problems) for name, (place, table) in tables.items())
    return Themes(tuple(theme for theme in themes if theme is not None), tuple(problems))


def theme_problems(settings: UserSettings) -> tuple[str, ...]:
    """What is wrong with the user's themes, and with the name of the one that is chosen."""
    found = user_themes(settings)
    names = {*BUILTIN_THEMES, *(theme.name for theme in (*OUR_THEMES, *found.themes))}
    missing = unknown_theme(settings, names) if settings.theme and settings.theme not in names else ""
    return (*found.problems, missing) if missing else found.problems


def unknown_theme(settings: UserSettings, names: Iterable[str]) -> str:
    """The sentence about a theme that there is not."""
    return f"{settings_path()}: there is no theme {clean_line(settings.theme)}.{nearest(settings.theme, names)}"


def _theme(name: str, table: Mapping[str, Any], place: str, problems: list[str]) -> Theme | None:
    fields: dict[str, Any] = {}
    for key, value in table.items():
        if key == "dark":
            fields[key] = value
        elif key in COLOURS:
            if _is_colour(value):
                fields[key] = value
            else:
                problems.append(f'{place}: {key} is {quoted(value)}; it can be a colour such as "#0178d4" or "teal".')
    if "primary" not in fields:
        problems.append(f"{place}: a theme needs primary, so it is left out.")
        return None
    known = Theme(name=name, **fields).to_color_system().generate()
    fields["variables"] = {
        key: value
        for key, value in table.get("variables", {}).items()
        if _is_variable(key, value, known, f"{place}: variables", problems)
    }
    return Theme(name=name, **fields)


def _is_variable(key: str, value: str, known: Mapping[str, str], place: str, problems: list[str]) -> bool:
    if key not in known:
        problems.append(f"{place}: there is no variable {clean_line(key)}.{nearest(key, known)}")
        return False
    if "style" in key:
        if value and set(value.split()) <= _STYLES:
            return True
        problems.append(f'{place}: {key} is {quoted(value)}; it can be a style such as "bold" or "reverse".')
        return False
    colour, _, share = value.strip().partition(" ")
    if _is_colour(colour) and (not share or (share.endswith("%") and share[:-1].isdigit())):
        return True
    problems.append(f'{place}: {key} is {quoted(value)}; it can be a colour such as "#0178d4" or "teal 40%".')
    return False


def _is_colour(value: str) -> bool:
    if value == "auto" or value.startswith("$"):
        return False
    try:
        return Color.parse(value).ansi is None
    except ColorParseError:
        return False
