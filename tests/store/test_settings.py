"""The user's own settings and the projects opened last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from personatui.errors import FileError, UsageError
from personatui.store.folders import create_project
from personatui.store.preferences import UserSettings
from personatui.store.settings import (
    create_settings,
    editor_command,
    forget_project,
    has_seen,
    load_settings,
    load_theme_files,
    recent_projects,
    remember_project,
    remember_seen,
    remembered_projects,
    set_plugin_disabled,
    set_setting,
    settings_path,
)


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PERSONATUI_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "config"


def test_without_a_file_there_are_defaults(config: Path) -> None:
    assert load_settings() == UserSettings()
    assert not config.exists()


def test_settings_are_set_one_by_one_and_comments_stay(config: Path) -> None:
    config.mkdir()
    settings_path().write_text('# my settings\ntheme = "nord" # for now\nmine = 1\n', encoding="utf-8")

    set_setting(("theme",), "gruvbox")
    set_setting(("keymap", "app.undo"), "ctrl+z")
    set_plugin_disabled("swot", True)
    found = set_plugin_disabled("kano", True)

    assert found == load_settings()
    assert (found.theme, dict(found.keymap), found.disabled_plugins) == (
        "gruvbox",
        {"app.undo": "ctrl+z"},
        ("swot", "kano"),
    )
    assert settings_path().read_text(encoding="utf-8") == (
        '# my settings\ntheme = "gruvbox" # for now\nmine = 1\ndisabled_plugins = ["swot", "kano"]\n'
        '\n[keymap]\n"app.undo" = "ctrl+z"\n'
    )
    assert set_plugin_disabled("swot", False).disabled_plugins == ("kano",)
    assert set_plugin_disabled("kano", False).disabled_plugins == ()
    assert set_setting(("theme",), None).theme == ""


@pytest.mark.parametrize("text", ["theme = \n", "\x00", 'theme = 3\nkeymap = "x"\ndisabled_plugins = 1\n'])
def test_a_broken_file_gives_defaults_and_a_sentence(config: Path, text: str) -> None:
    config.mkdir()
    settings_path().write_text(text, encoding="utf-8")

    found = load_settings()

    assert (found.theme, dict(found.keymap), found.disabled_plugins) == ("", {}, ())
    assert "settings.toml" in found.problem


def test_a_broken_file_is_not_written_over(config: Path) -> None:
    config.mkdir()
    settings_path().write_text("theme = \n", encoding="utf-8")

    with pytest.raises(FileError):
        set_setting(("theme",), "nord")

    assert settings_path().read_text(encoding="utf-8") == "theme = \n"


def test_a_link_to_settings_kept_elsewhere_is_followed(config: Path, tmp_path: Path) -> None:
    config.mkdir()
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "dotfiles" / "settings.toml").write_text('theme = "nord"\n', encoding="utf-8")
    settings_path().symlink_to(tmp_path / "dotfiles" / "settings.toml")

    assert set_setting(("theme",), "light").theme == "light"
    assert settings_path().is_symlink()


def test_recent_projects_are_the_latest_first_and_those_that_exist(config: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        create_project(tmp_path / name, name)
        remember_project(tmp_path / name)
    remember_project(tmp_path / "gone")
    remember_project(tmp_path / "a")

    assert recent_projects() == ((tmp_path / "a").resolve(), (tmp_path / "b").resolve())
    assert load_settings() == UserSettings()
    assert not settings_path().exists()


def test_a_broken_memory_is_forgotten(config: Path, tmp_path: Path) -> None:
    create_project(tmp_path / "a", "a")
    config.mkdir()
    (config / "state.toml").write_text("recent = [\n", encoding="utf-8")

    assert recent_projects() == ()
    remember_project(tmp_path / "a")
    assert recent_projects() == ((tmp_path / "a").resolve(),)


def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("PERSONATUI_CONFIG_DIR", str(tmp_path / "file" / "config"))

    remember_project(tmp_path)
    assert recent_projects() == ()
    assert load_settings() == UserSettings()
    with pytest.raises(FileError):
        set_setting(("theme",), "nord")


def test_a_file_that_explains_itself_is_written_once(config: Path) -> None:
    path = create_settings()
    assert load_settings() == UserSettings()
    before = path.read_bytes()
    with pytest.raises(FileError, match="settings already"):
        create_settings()
    assert path.read_bytes() == before
    assert set_setting(("theme",), "nord").theme == "nord"
    assert set_setting(("layout", "narrow"), 90).layout.narrow == 90
    assert load_settings().problems == ()


def test_a_dangling_link_is_not_written_through(config: Path, tmp_path: Path) -> None:
    config.mkdir()
    settings_path().symlink_to(tmp_path / "gone.toml")
    with pytest.raises(FileError):
        create_settings()
    assert not (tmp_path / "gone.toml").exists()


def test_themes_are_files_beside_the_settings(config: Path) -> None:
    folder = config / "themes"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('primary = "#88c0d0"\ndark = false\n', encoding="utf-8")
    (folder / "broken.toml").write_text("primary = \n", encoding="utf-8")
    (folder / "Odd Name.toml").write_text('primary = "red"\n', encoding="utf-8")
    (folder / "empty.toml").write_text("", encoding="utf-8")
    (folder / "other.txt").write_text("no theme", encoding="utf-8")
    themes, problems = load_theme_files()
    assert {name: dict(theme) for name, theme in themes.items()} == {"mine": {"primary": "#88c0d0", "dark": False}}
    assert len(problems) == 3
    assert all(any(name in problem for problem in problems) for name in ("broken.toml", "Odd Name.toml", "empty.toml"))


def test_without_a_folder_of_themes_there_are_none(config: Path) -> None:
    assert load_theme_files() == ({}, ())


@pytest.mark.parametrize(
    ("setting", "visual", "editor", "expected"),
    [
        ("", "", "", []),
        ("", "", "nano", ["nano"]),
        ("", "code --wait", "nano", ["code", "--wait"]),
        ("hx 'a b'", "code", "nano", ["hx", "a b"]),
    ],
)
def test_the_editor_is_the_settings_then_the_environments(
    config: Path, monkeypatch: pytest.MonkeyPatch, setting: str, visual: str, editor: str, expected: list[str]
) -> None:
    monkeypatch.setenv("VISUAL", visual)
    monkeypatch.setenv("EDITOR", editor)
    if setting:
        set_setting(("editor",), setting)
    assert editor_command() == expected


def test_an_editor_with_an_open_quotation_mark_is_told(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "vim 'x")
    with pytest.raises(UsageError, match="vim 'x"):
        editor_command()


def test_what_is_remembered_of_a_project_and_forgotten(config: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        create_project(tmp_path / name, name)
        remember_project(tmp_path / name, 3)
    remember_seen("tour")
    remember_seen("tour")

    first, second = remembered_projects()
    assert (first.path, first.personas) == ((tmp_path / "b").resolve(), 3)
    assert first.opened is not None
    assert abs(datetime.now(UTC) - first.opened) < timedelta(minutes=1)
    assert (has_seen("tour"), has_seen("other")) == (True, False)

    forget_project(first.path)
    assert remembered_projects() == (second,)
    assert has_seen("tour")
    assert (tmp_path / "b" / "personatui.toml").is_file()


def test_the_memory_of_a_former_version_and_of_nobody(config: Path, tmp_path: Path) -> None:
    create_project(tmp_path / "a", "a")
    config.mkdir()
    entries = (
        f'recent = ["{tmp_path / "a"}", 3, {{ path = 4 }}, {{ path = "x", personas = -1, opened = 5 }}]\nseen = 7\n'
    )
    (config / "state.toml").write_text(f"{entries}other = 1\n", encoding="utf-8")

    known = remembered_projects()
    assert [(entry.path, entry.opened, entry.personas) for entry in known] == [
        (tmp_path / "a", None, None),
        (Path("x"), None, None),
    ]
    assert not has_seen("tour")
    remember_seen("tour")
    assert has_seen("tour")
    assert remembered_projects() == known
    assert "other = 1" in (config / "state.toml").read_text(encoding="utf-8")
