"""`docs/command-line.md` holds every command, option, exit code and JSON name, and nothing that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from cli.calling import RunCall
from personatui.cli.main import cli
from personatui.cli.names import COMMANDS
from personatui.errors import ExitCode
from personatui.store.samples import sample_names

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
COMMON = {"--project", "-p", "--no-plugins", "--debug", "--help", "-h", "--version", "--json"}


def _commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its path, those of groups too."""
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for below, entry in command.commands.items():
                yield f"{name} {below}", entry


def _section(name: str) -> str:
    """The part of the page about a command, or about what its title says."""
    start = re.search(rf"^## `?(?:personatui )?{re.escape(name)}\b.*$", PAGE, re.MULTILINE)
    assert start is not None, f"there is no section on {name}"
    return start.group() + PAGE[start.end() :].partition("\n## ")[0]


def _options(command: click.Command) -> set[str]:
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    return {name for option in options for name in (*option.opts, *option.secondary_opts)}


@pytest.mark.parametrize("path", [path for path, _ in _commands()])
def test_every_command_is_there(path: str) -> None:
    assert f"`personatui {path}" in _section(path.partition(" ")[0])


@pytest.mark.parametrize(
    ("path", "command"), list(_commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_option_is_there(path: str, command: click.Command) -> None:
    section = _section(path.partition(" ")[0])
    assert [name for name in _options(command) - COMMON if f"`{name}" not in section] == []


def test_the_common_options_are_there() -> None:
    section = _section("Options of every command")
    assert [name for name in COMMON | _options(cli) if f"`{name}" not in section] == []


@pytest.mark.parametrize(
    ("path", "command"), list(_commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_argument_and_choice_is_there(path: str, command: click.Command) -> None:
    section = _section(path.partition(" ")[0])
    for parameter in command.params:
        if isinstance(parameter, click.Argument) and parameter.metavar is None:
            assert (parameter.name or "").upper() in section
        if isinstance(parameter.type, click.Choice):
            assert "\\|".join(parameter.type.choices) in section or "|".join(parameter.type.choices) in section


def test_no_option_is_there_that_does_not_exist() -> None:
    known = COMMON.union(*(_options(command) for _, command in _commands()))
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", PAGE)) - known == set()


def test_no_command_is_there_that_does_not_exist() -> None:
    known = {path for path, _ in _commands()}
    for title in re.findall(r"^## `personatui ([a-z][a-z ]*[a-z])", PAGE, re.MULTILINE):
        assert any(title == path or title.startswith(f"{path} ") for path in known), title
    named = set(re.findall(r"`personatui plugins ([a-z]+)", PAGE))
    assert named == {path.partition(" ")[2] for path in known if path.startswith("plugins ")}


def test_every_exit_code_is_there() -> None:
    codes = re.findall(r"^\| (\d+) \|", _section("Exit codes"), re.MULTILINE)
    assert sorted(map(int, codes)) == sorted([*map(int, ExitCode), 130])


def test_every_sample_is_there() -> None:
    assert all(f"`{name}`" in _section("demo") for name in sample_names())


def _names(data: Any) -> set[str]:
    """The names in JSON: of the objects themselves and of those one level and one list below."""
    if isinstance(data, list):
        return set().union(*map(_names, data)) if data else set()
    return set(data) if isinstance(data, dict) else set()


def test_the_names_in_json_are_there(call: RunCall, sample: Path, tmp_path: Path) -> None:
    document = tmp_path / "ann.md"
    document.write_text("# Ann\n\n## Goals\n\n- Sleep\n")
    reports = call("analyze", "maya", "-p", sample, "--json").json()
    shown = call("show", "maya", "-p", sample, "--json").json()
    tools = call("tools", "--json").json()
    plugins = call("plugins", "--json").json()
    imported = call("import", "markdown", document, "-p", sample, "--json", "--dry-run").json()
    compared = call("compare", "maya", "tom", "-p", sample, "--json").json()
    rows = [row for section in compared["sections"] for row in section["rows"]]
    expected = {
        "compare": _names(compared)
        | _names(compared["personas"])
        | set(compared["summary"])
        | _names(compared["sections"])
        | _names(rows)
        | _names([cell for row in rows for cell in row["cells"] if cell is not None]),
        "list": _names(call("list", "-p", sample, "--json").json()),
        "show": _names(shown) | set(shown["evidence"]) | _names(shown["canvases"]),
        "tools": _names(tools) | _names(tools["tools"]) | _names([t["analyses"] for t in tools["tools"]]),
        "plugins": _names(plugins) | _names(call("plugins", "enable", "jtbd", "--json").json()),
        "check": _names(call("check", "-p", sample, "--json").json()),
        "new": _names(call("new", "x", "--json").json()),
        "add": _names(call("add", "segment", "X", "-p", sample, "--json").json()),
        "demo": _names(call("demo", "--no-open", "--json").json()),
        "analyze": _names(reports)
        | _names(reports["reports"])
        | _names([report[part] for report in reports["reports"] for part in ("metrics", "findings")]),
        "import": _names(imported) | set(imported["records"]),
    }
    for command, names in expected.items():
        section = _section(command)
        missing = [name for name in names if f"`{name}`" not in section and f'"{name}"' not in section]
        assert missing == [], command


def test_the_kinds_of_blocks_are_there() -> None:
    from personatui.model import reports

    section = _section("analyze")
    kinds = {value.kind for value in vars(reports).values() if isinstance(getattr(value, "kind", None), str)}
    assert len(kinds) == 6
    assert all(f"`{kind}`" in section for kind in kinds)
