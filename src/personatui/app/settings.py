"""The user's settings in the app: put to use at the start and when they change, and what is wrong with them told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.screen import Screen

from personatui.errors import PersonatuiError
from personatui.model.cleaning import clean
from personatui.store.preferences import UserSettings
from personatui.store.settings import create_settings, load_settings, settings_path

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp

_TOLD_AT_ONCE = 4
_DEFAULT_THEME = "textual-dark"


def apply_settings(app: WorkbenchApp) -> None:
    """Put the app's settings to use: theme, keymap, and what is drawn in ASCII."""
    settings = app.settings
    problems = list(settings.problems)
    if settings.themes or settings.theme not in ("", *app.available_themes):
        problems += register_themes(app)
    theme = settings.theme or default_theme(app)
    if theme in app.available_themes:
        app.use_theme(theme)
    else:
        from personatui.app.themes import unknown_theme

        problems.append(unknown_theme(settings, app.available_themes))
    if settings.keymap:
        from personatui.app.bindings import textual_keymap

        app.set_keymap(textual_keymap(settings.keymap))
        app.run_worker(lambda: _check_keymap(app, settings), thread=True, group="keymap", exclusive=True)
    elif app._keymap:
        app.set_keymap({})
    tell(app, problems)


def default_theme(app: WorkbenchApp) -> str:
    """The theme where none is chosen. With 16 colours only the terminal's own can be told apart."""
    if app.console.color_system == "standard" and not app.is_headless:
        from personatui.app.themes import SIXTEEN_COLOURS

        return SIXTEEN_COLOURS
    return _DEFAULT_THEME


def register_themes(app: WorkbenchApp) -> tuple[str, ...]:
    """Make the themes of ours and of the user known to the app; what is wrong with the user's."""
    from personatui.app.themes import OUR_THEMES, user_themes

    found = user_themes(app.settings)
    for theme in (*OUR_THEMES, *found.themes):
        app.register_theme(theme)
    return found.problems


def _check_keymap(app: WorkbenchApp, settings: UserSettings) -> None:
    """Look, in a thread, for what the keymap gets wrong: that takes the modules of every screen."""
    from personatui.app.bindings import keymap_problems, known_bindings
    from personatui.host.discovery import discover

    known = known_bindings()
    plugins = [plugin.name for plugin in discover()]
    problems = keymap_problems(settings.keymap, known, str(settings_path()), plugins)
    app.call_from_thread(tell, app, problems)
    app.call_from_thread(app.watch_keys, known)


def tell_clashes(app: WorkbenchApp, screen: Screen[object]) -> None:
    """Tell which keys of the keymap two bindings want on this screen, from the focus outwards."""
    from personatui.app.bindings import clashes

    if not app.known_bindings or not app.settings.keymap:
        return
    nodes = screen.focused.ancestors_with_self if screen.focused is not None else [screen, app]
    inner = next((number for number, node in enumerate(nodes) if node.is_modal), len(nodes))
    chain = [type(node) for node in nodes[: inner + 1]]
    tell(app, [f"{settings_path()}: {clash}" for clash in clashes(chain, app.settings.keymap, app.known_bindings)])


def tell(app: WorkbenchApp, problems: Sequence[str]) -> None:
    """Tell what is wrong with the settings, each thing once."""
    new = [problem for problem in dict.fromkeys(problems) if problem not in app.told]
    app.told.update(new)
    if not new:
        return
    shown = new[:_TOLD_AT_ONCE]
    if len(new) > len(shown):
        shown.append(f"{len(new) - len(shown)} more: `personatui settings` tells all.")
    app.notify(clean("\n".join(shown)), title="Settings", severity="warning", timeout=10, markup=False)


def edit_settings(app: WorkbenchApp) -> None:
    """Open the settings file in the person's editor, and read it again afterwards."""
    from personatui.app.external import lend_terminal
    from personatui.store.external import opening_command

    try:
        path = settings_path()
        if not path.exists():
            create_settings()
        lend_terminal(app, opening_command(path))
    except PersonatuiError as error:
        app.complain(error)
    reload_settings(app)


def reload_settings(app: WorkbenchApp) -> None:
    """Read the settings again and put them to use. The mouse follows at the next start."""
    app.settings = load_settings()
    app.told.clear()
    app.prepare_terminal()
    apply_settings(app)
    app.refresh_css(animate=False)
    for screen in app.screen_stack:
        screen.refresh(layout=True)
        for widget in screen.query("*"):
            widget.refresh()
