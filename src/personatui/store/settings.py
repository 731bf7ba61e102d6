"""The user's own settings and the projects opened last; neither lies in a project.

Settings are a file that people edit by hand, so the program's memory lives in another one.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from personatui.errors import FileError, PersonatuiError, UsageError
from personatui.model.cleaning import clean_line
from personatui.store.preferences import Table, UserSettings, read_settings, read_theme
from personatui.store.reading import Document, read_document

CONFIG_VARIABLE = "PERSONATUI_CONFIG_DIR"
_SETTINGS_FILE = "settings.toml"
_STATE_FILE = "state.toml"
_PLUGINS_FILE = "plugins.toml"
_THEMES_FOLDER = "themes"
_MAX_THEMES = 200
_MAX_RECENT = 20


def settings_path() -> Path:
    """The settings file, whether it exists or not."""
    return _config_folder() / _SETTINGS_FILE


def plugins_path() -> Path:
    """The file of approved and installed plugins, whether it exists or not."""
    return _config_folder() / _PLUGINS_FILE


def themes_folder() -> Path:
    """The folder of the user's own themes, whether it exists or not."""
    return _config_folder() / _THEMES_FOLDER


def crash_log_path() -> Path:
    """Where the traceback of a crash is left."""
    return state_folder() / "crash.log"


def journal_folder() -> Path:
    """Where unsaved edits outlive a crash."""
    return state_folder() / "journal"


def load_settings() -> UserSettings:
    """The user's settings; defaults stand in for what is missing or wrong. Never raises."""
    try:
        document = _read(settings_path())
    except FileError as error:
        return UserSettings(problems=(f"{error.place}: {error.message} {error.hint}".rstrip(),))
    return read_settings(document.data, str(settings_path())) if document is not None else UserSettings()


def load_theme_files() -> tuple[dict[str, Table], tuple[str, ...]]:
    """The themes in the folder `themes` beside the settings by name, and what is wrong with them. Never raises."""
    themes: dict[str, Table] = {}
    problems: list[str] = []
    try:
        paths = sorted(themes_folder().glob("*.toml"))[:_MAX_THEMES]
    except OSError:
        paths = []
    for path in paths:
        try:
            document = _read(path)
        except FileError as error:
            problems.append(f"{error.place}: {error.message} {error.hint}".rstrip())
            continue
        theme = read_theme(path.stem, document.data, str(path), problems) if document is not None else None
        if theme is not None:
            themes[path.stem] = theme
    return themes, tuple(problems)


def create_settings() -> Path:
    """Write a settings file that explains every key and sets none; its path. Raises FileError if there is one."""
    from personatui.store.saving import save_text
    from personatui.store.template import settings_template

    path = settings_path()
    if os.path.lexists(path):
        raise FileError(path, "There are settings already.", hint="`personatui settings --edit` opens them.")
    _make_folder(path)
    save_text(path, settings_template(), expected_digest=None, root=path.parent)
    return path


def editor_command() -> list[str]:
    """The command that opens a text file: the setting `editor`, else $VISUAL, else $EDITOR; empty without any."""
    import shlex

    named = load_settings().editor or os.environ.get("VISUAL", "") or os.environ.get("EDITOR", "")
    try:
        return shlex.split(named)
    except ValueError as error:
        raise UsageError(
            f"The editor's command cannot be read: {clean_line(named)}.", hint="A quotation mark is left open."
        ) from error


def set_setting(path: tuple[str, ...], value: object) -> UserSettings:
    """Set one value of the settings file, such as `("keymap", "undo")`; None takes it out. Comments stay.

    Raises FileError when the file is broken or cannot be written.
    """
    from personatui.model.edits import SetValue
    from personatui.model.ids import PROJECT_REFERENCE
    from personatui.store.saving import save_text
    from personatui.store.writing import render

    file = Path(os.path.realpath(settings_path()))
    document = _read(file)
    edit = SetValue(PROJECT_REFERENCE, path, value)
    text = render(document.text if document is not None else "", (edit,), path=file)
    if document is not None or text:
        _make_folder(file)
        save_text(file, text, expected_digest=document.digest if document is not None else None, root=file.parent)
    return load_settings()


def set_plugin_disabled(name: str, disabled: bool) -> UserSettings:
    """Switch a plugin off or on for this user. Raises FileError like `set_setting`."""
    names = [known for known in load_settings().disabled_plugins if known != name]
    return set_setting(("disabled_plugins",), [*names, name] if disabled else names or None)


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project that was opened: when, and how many personas it had then; None where nobody noted it."""

    path: Path
    opened: datetime | None = None
    personas: int | None = None


def recent_projects() -> tuple[Path, ...]:
    """The projects opened last that still exist, the latest first. Never raises."""
    return tuple(known.path for known in remembered_projects() if is_project(known.path))


def remembered_projects() -> tuple[RecentProject, ...]:
    """The projects opened last, the latest first, also those that are there no more. Never raises."""
    known = _state().get("recent")
    found = (_recent(entry) for entry in (known if isinstance(known, list) else []))
    return tuple(entry for entry in found if entry is not None)


def is_project(path: Path) -> bool:
    """Whether a project lies in a folder now."""
    try:
        return (path / "personatui.toml").is_file()
    except (OSError, ValueError):
        return False


def remember_project(path: Path, personas: int | None = None) -> None:
    """Put a project at the top of those opened last. Failing to is no reason to stop, so it never raises."""
    project = Path(os.path.realpath(path))
    now = datetime.now(UTC).replace(microsecond=0)
    others = (known for known in remembered_projects() if known.path != project)
    _remember(recent=[RecentProject(project, now, personas), *others][:_MAX_RECENT])


def forget_project(path: Path) -> None:
    """Take a project off those opened last; the project itself stays. Never raises."""
    _remember(recent=[known for known in remembered_projects() if known.path != path])


def has_seen(what: str) -> bool:
    """Whether this user was shown something that is shown by itself only once. Never raises."""
    seen = _state().get("seen")
    return isinstance(seen, list) and what in seen


def remember_seen(what: str) -> None:
    """Note that this user was shown something. Never raises."""
    seen = _state().get("seen")
    known = [entry for entry in seen if isinstance(entry, str)] if isinstance(seen, list) else []
    if what not in known:
        _remember(seen=[*known, what])


def _remember(*, recent: list[RecentProject] | None = None, seen: list[str] | None = None) -> None:
    """Write the program's memory anew with what is given; all else in it stays."""
    from personatui.store.formatting import format_file
    from personatui.store.saving import save_text

    file = state_folder() / _STATE_FILE
    with contextlib.suppress(PersonatuiError, OSError, UnicodeError):
        state = _state()
        if recent is not None:
            state["recent"] = [_entry(known) for known in recent]
        if seen is not None:
            state["seen"] = seen
        _make_folder(file)
        save_text(file, format_file(state), expected_digest=_digest(file), root=file.parent)


def _state() -> dict[str, Any]:
    try:
        document = _read(state_folder() / _STATE_FILE)
    except FileError:
        return {}
    return dict(document.raw) if document is not None else {}


def _recent(entry: object) -> RecentProject | None:
    """An entry of the memory; former versions wrote the path alone."""
    if isinstance(entry, str):
        return RecentProject(Path(entry))
    if not isinstance(entry, dict) or not isinstance(entry.get("path"), str):
        return None
    opened, personas = entry.get("opened"), entry.get("personas")
    return RecentProject(
        Path(entry["path"]),
        opened if isinstance(opened, datetime) and opened.tzinfo is not None else None,
        personas if type(personas) is int and personas >= 0 else None,
    )


def _entry(known: RecentProject) -> dict[str, object]:
    told = {"path": str(known.path), "opened": known.opened, "personas": known.personas}
    return {key: value for key, value in told.items() if value is not None}


def _digest(file: Path) -> str | None:
    import hashlib

    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else None


def _read(file: Path) -> Document | None:
    # A link in a user's own settings folder may lead anywhere: many keep their settings in another repository.
    file = Path(os.path.realpath(file))
    return read_document(file, root=file.parent) if os.path.lexists(file) else None


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = clean_line(error.strerror or str(error))
        raise FileError(
            file,
            f"The folder of the settings cannot be made: {reason}.",
            hint=f"Set {CONFIG_VARIABLE} to another.",
        ) from error


def _config_folder() -> Path:
    if named := os.environ.get(CONFIG_VARIABLE):
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("personatui", appauthor=False)


def state_folder() -> Path:
    """Where the program keeps what it has to remember; no project lies there."""
    if named := os.environ.get(CONFIG_VARIABLE):
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path("personatui", appauthor=False)
