"""Options, help, errors and exit codes: what all commands have in common."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from cli.calling import RunCall
from personatui.cli.context import Context
from personatui.cli.main import cli
from personatui.cli.names import COMMANDS

NEEDS_PROJECT = ("add", "list", "show", "compare", "analyze", "export", "check", "import")


def _command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def _paths() -> list[tuple[str, ...]]:
    """Every command, with those below `plugins`."""
    paths: list[tuple[str, ...]] = []
    for name in COMMANDS:
        paths.append((name,))
        command = _command(name)
        if isinstance(command, click.Group):
            paths += [(name, below) for below in command.commands]
    return paths


def test_version_names_the_release(call: RunCall) -> None:
    assert call("--version").out == "personatui 0.1.0\n"


def test_help_lists_every_command_with_its_summary(call: RunCall) -> None:
    told = call("--help").out
    for name, (_, summary) in COMMANDS.items():
        assert f"{name} " in told
        assert summary in told


@pytest.mark.parametrize("path", _paths(), ids=" ".join)
def test_each_command_explains_itself_with_an_example(call: RunCall, path: tuple[str, ...]) -> None:
    for flag in ("--help", "-h"):
        result = call(*path, flag)
        assert (result.code, result.err) == (0, "")
        assert result.out.startswith(f"Usage: personatui {' '.join(path)}")
        assert f"    personatui {' '.join(path)}" in result.out
        assert "Example" in result.out


@pytest.mark.parametrize("path", [path for path in _paths() if path not in (("plugins",), ("add",))], ids=" ".join)
def test_each_command_takes_json_and_the_common_options(path: tuple[str, ...]) -> None:
    command = _command(path[0])
    if len(path) > 1:
        assert isinstance(command, click.Group)
        command = command.commands[path[1]]
    options = {name for parameter in command.params for name in parameter.opts}
    assert {"--json", "--debug", "--no-plugins"} <= options
    assert ("--project" in options) == (path[0] in NEEDS_PROJECT)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_options_stand_before_or_after_the_command(call: RunCall, sample: Path, before: bool) -> None:
    options = ("-p", str(sample), "--no-plugins")
    result = call(*options, "analyze", "maya") if before else call("analyze", "maya", *options)
    assert result.code == 0
    assert result.out == ""
    assert "no canvas of any tool" in result.err


def test_the_last_project_named_counts(call: RunCall, sample: Path) -> None:
    assert call("-p", "nowhere", "show", "maya", "-p", sample).code == 0


def test_a_project_is_found_upwards(call: RunCall, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample / "personas")
    assert "maya-okafor" in call("list").out


def test_the_project_file_names_its_folder(call: RunCall, sample: Path) -> None:
    assert "maya-okafor" in call("list", "-p", sample / "personatui.toml").out


def test_a_tilde_that_no_shell_expanded_is_the_home(call: RunCall, own_folders: Path) -> None:
    call("new", own_folders / "mine")
    assert call("list", "--project=~/mine").code == 0


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (("lst",), "Did you mean `personatui list`?"),
        (("analyse", "maya"), "Did you mean `personatui analyze`?"),
        (("xyzzy",), "`personatui --help` lists the commands."),
        (("list", "--jsn"), "--json"),
        (("plugins", "enabel", "jtbd"), "enable"),
        (("check", "--fail-on", "errors"), "error"),
        (("import", "word", "a.doc"), "markdown"),
    ],
)
def test_a_misspelt_word_is_answered_with_the_right_one(
    call: RunCall, arguments: tuple[str, ...], suggestion: str
) -> None:
    result = call(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("personatui: ")
    assert suggestion in result.err


@pytest.mark.parametrize("arguments", [("show",), ("list", "extra"), ("import", "markdown"), ("analyze",)])
def test_wrong_usage_tells_where_the_help_is(call: RunCall, arguments: tuple[str, ...]) -> None:
    result = call(*arguments)
    assert result.code == 2
    assert f"Try `personatui {arguments[0]} --help`." in result.err


@pytest.mark.parametrize("command", [("list",), ("show", "maya"), ("analyze", "maya"), ("check",)])
def test_without_a_project_every_command_says_how_to_get_one(call: RunCall, command: tuple[str, ...]) -> None:
    result = call(*command)
    assert (result.code, result.out) == (3, "")
    assert "personatui new" in result.err
    assert "personatui demo" in result.err


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere", "There is no folder nowhere."),
        ("empty", "empty is no personatui project"),
        ("file.txt", "file.txt is a file"),
        ("x" * 5000, "There is no folder"),
        ("~nobody-of-this-name", "There is no folder"),
    ],
)
def test_a_project_that_is_none_is_explained(call: RunCall, name: str, reason: str) -> None:
    Path("empty").mkdir()
    Path("file.txt").write_text("")
    result = call("list", "-p", name)
    assert (result.code, result.out) == (3, "")
    assert reason in result.err


def test_a_current_folder_that_is_gone_is_explained(call: RunCall, own_folders: Path) -> None:
    (own_folders / "here").rmdir()
    result = call("list")
    assert result.code == 3
    assert "The current folder is gone" in result.err


@pytest.mark.parametrize("arguments", [(), ("demo",), (".",), ("./nowhere",), ("-p", "nowhere")])
def test_without_a_terminal_the_workbench_names_the_headless_commands(
    call: RunCall, arguments: tuple[str, ...]
) -> None:
    result = call(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    for name in ("list", "show", "compare", "analyze", "check", "import"):
        assert name in result.err


def test_a_demo_without_a_terminal_makes_no_copy(call: RunCall, own_folders: Path) -> None:
    result = call("demo")
    assert "--no-open" in result.err
    assert not (own_folders / "data").exists()


def test_a_folder_before_a_command_is_answered_with_the_option(call: RunCall, sample: Path) -> None:
    result = call(sample, "list")
    assert result.code == 2
    assert f"`personatui list -p {sample}`" in result.err


def test_two_projects_are_one_too_many(call: RunCall, sample: Path) -> None:
    result = call("-p", "other", sample)
    assert result.code == 2
    assert "Two projects are named" in result.err


def test_a_command_wins_over_a_folder_of_its_name(call: RunCall, sample: Path) -> None:
    Path("list").mkdir()
    assert call("-p", sample, "list").out.startswith("id ")


@pytest.mark.parametrize("hostile", ["\x1b]0;title\x07", "a" * 4000 + "\x9b31m"])
def test_what_was_typed_is_cleaned_before_it_is_quoted(call: RunCall, sample: Path, hostile: str) -> None:
    for arguments in ((hostile,), ("show", hostile, "-p", str(sample)), ("list", "-p", hostile), ("demo", hostile)):
        result = call(*arguments)
        assert result.code in (2, 3)
        assert "\x1b" not in result.err
        assert "\x9b" not in result.err


def _break(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(_: Context) -> Path:
        raise error

    monkeypatch.setattr(Context, "root", fail)


def test_a_defect_becomes_a_sentence(call: RunCall, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch, ZeroDivisionError("no\x1b[2Jway"))
    result = call("list")
    assert (result.code, result.out) == (70, "")
    assert result.err.count("\n") == 1
    assert "defect of personatui (ZeroDivisionError: no␛[2Jway)" in result.err
    assert "--debug" in result.err


@pytest.mark.parametrize("arguments", [("--debug", "list"), ("list", "--debug")])
def test_debug_shows_where_and_keeps_the_exit_code(
    call: RunCall, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    _break(monkeypatch, ZeroDivisionError("no way"))
    result = call(*arguments)
    assert (result.code, result.out) == (70, "")
    assert "Traceback (most recent call last)" in result.err
    assert "Run again" not in result.err


def test_debug_traces_an_error_of_the_input_too(call: RunCall) -> None:
    assert "Traceback" not in call("list", "-p", "nowhere").err
    result = call("list", "-p", "nowhere", "--debug")
    assert result.code == 3
    assert "Traceback" in result.err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), EOFError()])
def test_an_interruption_is_no_defect(call: RunCall, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    _break(monkeypatch, error)
    result = call("list")
    assert result.code == 130
    assert result.err.strip() == "Stopped."


def test_broken_settings_are_told_and_stop_nothing(call: RunCall, sample: Path, own_folders: Path) -> None:
    (own_folders / "config").mkdir()
    (own_folders / "config" / "settings.toml").write_text("disabled_plugins = [")
    result = call("list", "-p", sample)
    assert result.code == 0
    assert "settings.toml" in result.err
