"""`personatui settings`: what holds, where each value comes from, and the file that says so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from personatui.cli.context import Context, common_options, json_option, pass_context
from personatui.cli.output import print_json, print_rows, put_line, warn

if TYPE_CHECKING:
    from personatui.store.preferences import UserSettings


@click.command("settings")
@click.option("--init", "init", is_flag=True, help="Write a file that explains every setting; never over another.")
@click.option("--edit", "edit", is_flag=True, help="Open the file in your editor; it is made when there is none.")
@json_option
@common_options
@pass_context
def command(_: Context, init: bool, edit: bool, as_json: bool) -> None:
    """Show your settings and where each comes from: the default, the settings file, or the environment.

    \b
    Examples:
      personatui settings
      personatui settings --init
      personatui settings --json
    """
    from personatui.store.settings import create_settings, load_settings, settings_path

    path = settings_path()
    if init or (edit and not path.exists()):
        create_settings()
        if not edit:
            print_json({"file": str(path)}) if as_json else put_line(str(path))
            return
    if edit:
        from personatui.store.external import opening_command, run_editor

        run_editor(opening_command(path))
    settings = load_settings()
    problems = [*settings.problems, *_judged(settings)]
    if as_json:
        print_json(
            {
                "file": str(path),
                "exists": path.exists(),
                "settings": [
                    {"key": key, "value": value, "source": source, "default": default}
                    for key, value, source, default in _effective(settings)
                ],
                "keymap": dict(settings.keymap),
                "themes": sorted(settings.themes),
                "problems": problems,
            }
        )
        return
    put_line(f"{path}{'' if path.exists() else '  (there is none yet: `personatui settings --init` writes it)'}")
    from personatui.store.preferences import told_value

    print_rows([(key, told_value(value), source) for key, value, source, _ in _effective(settings)], indent=2)
    if settings.keymap:
        put_line("keymap")
        print_rows([(name, keys or "(off)") for name, keys in settings.keymap.items()], indent=2)
    for problem in problems:
        warn(problem)


def _effective(settings: UserSettings) -> Iterator[tuple[str, Any, str, Any]]:
    """Every key with the value that holds, where that comes from, and the default."""
    from personatui.store.preferences import PREFERENCES, value_of

    for preference in PREFERENCES:
        key = preference.key
        value, source = value_of(settings, key), "file" if key in settings.given else "default"
        if key == "editor" and not value:
            variable = next((name for name in ("VISUAL", "EDITOR") if os.environ.get(name)), "")
            value, source = os.environ.get(variable, ""), f"${variable}" if variable else "default"
        yield key, value, source, preference.default


def _judged(settings: UserSettings) -> list[str]:
    """What only the screens can judge: colours, names of themes and of bindings. They are loaded for nothing else."""
    from personatui.store.settings import settings_path, themes_folder

    problems: list[str] = []
    if settings.theme or settings.themes or themes_folder().is_dir():
        from personatui.app.themes import theme_problems

        problems += theme_problems(settings)
    if settings.keymap:
        from personatui.app.bindings import keymap_problems, known_bindings
        from personatui.host.discovery import discover

        plugins = [plugin.name for plugin in discover()]
        problems += keymap_problems(settings.keymap, known_bindings(), str(settings_path()), plugins)
    return problems
