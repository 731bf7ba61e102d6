"""`personatui settings`, and what the settings change on the command line."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from cli.calling import RunCall
from personatui.cli.workbench import _first_project
from personatui.store.preferences import BY_KEY, UserSettings
from personatui.store.samples import sample_path
from personatui.store.settings import load_settings, remember_project, settings_path


def settings(text: str) -> Path:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_are_shown_and_nothing_is_written(call: RunCall) -> None:
    result = call("settings")
    assert result.code == 0
    assert str(settings_path()) in result.out
    assert "--init" in result.out
    for key in BY_KEY:
        assert key in result.out
    assert not settings_path().exists()


def test_where_each_value_comes_from(call: RunCall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", "nano -w")
    settings('theme = "nord"\nmouse = 3\n[layout]\nnarrow = 90\n[keymap]\n"app.quit" = ""\n"workbench.find" = "s"\n')
    result = call("settings", "--json")
    data = result.json()
    held = {entry["key"]: (entry["value"], entry["source"]) for entry in data["settings"]}
    assert set(held) == set(BY_KEY)
    assert held["theme"] == ("nord", "file")
    assert held["layout.narrow"] == (90, "file")
    assert held["mouse"] == (True, "default")
    assert held["editor"] == ("nano -w", "$EDITOR")
    assert held["ascii"] == ("auto", "default")
    assert data["keymap"] == {"app.quit": "", "workbench.find": "s"}
    (problem,) = data["problems"]
    assert "mouse is 3; it can be true or false" in problem
    shown = call("settings")
    assert problem in shown.err
    assert "(off)" in shown.out


def test_what_only_the_screens_know_is_judged_too(call: RunCall) -> None:
    settings('theme = "nrod"\n[keymap]\n"workbench.fnd" = "f2"\n[themes.mine]\nprimary = "reddish"\n')
    result = call("settings")
    assert result.code == 0
    for told in ("no theme nrod. Did you mean nord?", "Did you mean workbench.find?", 'primary is "reddish"'):
        assert told in result.err


def test_a_broken_file_is_told(call: RunCall) -> None:
    path = settings("theme = \n")
    result = call("settings")
    assert result.code == 0
    assert str(path) in result.err
    assert path.read_text() == "theme = \n"


def test_a_file_is_written_once(call: RunCall) -> None:
    result = call("settings", "--init")
    assert result.code == 0
    assert result.out.strip() == str(settings_path())
    assert load_settings() == UserSettings()
    text = settings_path().read_text()
    assert all(key.rpartition(".")[2] in text for key in BY_KEY)
    again = call("settings", "--init")
    assert again.code == 3
    assert "settings already" in again.err
    assert settings_path().read_text() == text
    settings_path().unlink()
    assert call("settings", "--init", "--json").json() == {"file": str(settings_path())}


def _editor(folder: Path, code: int = 0) -> str:
    script = folder / "editor"
    script.write_text(
        f"#!{sys.executable}\nimport sys\nopen(sys.argv[-1], 'a').write('mouse = false\\n')\nsys.exit({code})\n"
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


def test_the_editor_opens_the_file_which_is_made_first(
    call: RunCall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VISUAL", _editor(tmp_path))
    settings("")
    result = call("settings", "--edit")
    assert result.code == 0
    assert not load_settings().mouse
    settings_path().unlink()
    assert call("settings", "--edit").code == 0
    assert settings_path().exists()


def test_an_editor_that_is_installed_serves_where_none_is_named(
    call: RunCall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings("")
    Path(_editor(tmp_path)).rename(tmp_path / "nano")
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert call("settings", "--edit").code == 0
    assert not load_settings().mouse


def test_an_editor_that_is_none_or_fails_is_told(
    call: RunCall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings("")
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", "")
    with monkeypatch.context() as bare:
        bare.setenv("PATH", str(tmp_path))
        assert "$EDITOR" in call("settings", "--edit").err
    monkeypatch.setenv("EDITOR", str(tmp_path / "gone"))
    result = call("settings", "--edit")
    assert result.code == 2
    assert "was not found" in result.err
    broken = tmp_path / "broken"
    broken.write_text("#!/no/such/interpreter\n")
    broken.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(broken))
    result = call("settings", "--edit")
    assert result.code == 3
    assert "cannot be started" in result.err
    monkeypatch.setenv("EDITOR", _editor(tmp_path, 7))
    assert "ended with the code 7" in call("settings", "--edit").err


def test_a_hostile_file_gives_the_terminal_no_orders(call: RunCall) -> None:
    settings('"a\\u001b]0;x\\u0007" = 1\n[keymap]\n"b\\u001b[2J" = "\\u001b"\n')
    result = call("settings")
    assert "\x1b" not in result.out + result.err


# What opens without a project --------------------------------------------------------------------------------


def test_the_start_is_what_the_person_chose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _first_project() is None
    settings('start = "last"\n')
    assert _first_project() is None
    project = sample_path("vein-visualizer")
    remember_project(project)
    assert _first_project() == project.resolve()
    settings('start = "sample"\n')
    found = _first_project()
    assert found is not None
    assert (found / "personatui.toml").is_file()
    settings(f'start = "{project}"\n')
    assert _first_project() == project
    settings('start = "~nobody-here/x"\n')
    assert _first_project() is None
    assert "where there is no project" in capsys.readouterr().err
