"""The exact commands for each kind of environment."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.host.environment import Environment
from personatui.host.installing.commands import (
    Command,
    install_commands,
    kept_files,
    preview_command,
    undo_commands,
    uninstall_commands,
)
from personatui.host.installing.requests import Request

PYTHON, PREFIX, FILE = Path("/env/bin/python"), Path("/env"), Path("/settings/c.txt")
KANO = Request("personatui-kano", "name", "personatui-kano")
FOLDER = Request("/plugins/my kano", "path", "my-kano", editable=True)
RECEIPT: dict[str, Any] = {
    "requirements": [
        {"name": "personatui", "specifier": ">=0.1"},
        {"name": "plotting", "extras": ["a", "b"], "specifier": "<2", "marker": "python_version > '3'"},
    ],
    "python": "3.12",
    "entrypoints": [{"name": "personatui", "install-path": "/bin/personatui", "from": "personatui"}],
}


def environment(kind: str, **more: Any) -> Environment:
    """An environment of a kind, with its usual program."""
    programs = {"pip": (str(PYTHON), "-m", "pip"), "conda": (str(PYTHON), "-m", "pip"), "pipx": ("pipx",)}
    program = programs.get(kind, ("uv",))
    previewer = (str(PYTHON), "-m", "pip") if kind in programs else ("uv",)
    return Environment(kind, PYTHON, PREFIX, program=program, previewer=previewer, **more)  # type: ignore[arg-type]


def shown(commands: tuple[Command, ...]) -> list[str]:
    """The commands as a shell takes them."""
    return [command.shown for command in commands]


PROJECT = environment("uv-project", project=Path("/research"), noted=frozenset({"personatui", "personatui-kano"}))
TOOL = environment("uv-tool", receipt=RECEIPT, noted=frozenset({"personatui", "plotting"}))
PIPX = environment("pipx", name="personatui-next", noted=frozenset({"plotting"}))
PIP = "/env/bin/python -m pip install --disable-pip-version-check --no-input"
HEAD = "uv tool install 'personatui>=0.1' --with 'plotting[a,b]<2 ; python_version > '\"'\"'3'\"'\"''"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (
            environment("pip"),
            [f"{PIP} -c /settings/c.txt personatui-kano"],
        ),
        (
            environment("pip", for_user=True),
            [f"{PIP} --user -c /settings/c.txt personatui-kano"],
        ),
        (
            environment("conda"),
            [f"{PIP} -c /settings/c.txt personatui-kano"],
        ),
        (environment("uv"), ["uv pip install --python /env/bin/python -c /settings/c.txt personatui-kano"]),
        (PROJECT, ["uv add --project /research -c /settings/c.txt personatui-kano"]),
        (
            TOOL,
            [
                f"{HEAD} --with personatui-kano --python 3.12 -c /settings/c.txt",
                f"{HEAD} --with personatui-kano --python 3.12",
            ],
        ),
        (PIPX, ["PIP_CONSTRAINT=/settings/c.txt pipx inject personatui-next personatui-kano"]),
        (
            environment("pipx", name="personatui", backend="uv", variables=(("PIPX_HOME", "/px"),)),
            ["PIPX_HOME=/px UV_CONSTRAINT=/settings/c.txt pipx inject personatui personatui-kano"],
        ),
    ],
)
def test_installing(place: Environment, expected: list[str]) -> None:
    assert shown(install_commands(place, KANO, FILE)) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (environment("pip"), "--no-input --upgrade -c /settings/c.txt personatui-kano"),
        (environment("uv"), "-c /settings/c.txt --upgrade-package personatui-kano personatui-kano"),
        (PROJECT, "-c /settings/c.txt --upgrade-package personatui-kano personatui-kano"),
        (TOOL, "--python 3.12 --upgrade-package personatui-kano -c /settings/c.txt"),
        (PIPX, "pipx inject --force --pip-args=--upgrade personatui-next personatui-kano"),
    ],
)
def test_upgrading(place: Environment, expected: str) -> None:
    assert install_commands(place, KANO, FILE, upgrade=True)[0].shown.endswith(expected)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (environment("pip"), "-c /settings/c.txt --editable '/plugins/my kano'"),
        (environment("uv"), "-c /settings/c.txt --editable '/plugins/my kano'"),
        (PROJECT, "-c /settings/c.txt --editable '/plugins/my kano'"),
        (TOOL, "--with-editable '/plugins/my kano' --python 3.12 -c /settings/c.txt"),
        (PIPX, "pipx inject --editable personatui-next '/plugins/my kano'"),
    ],
)
def test_a_folder_that_runs_as_it_is_edited(place: Environment, expected: str) -> None:
    assert install_commands(place, FOLDER, FILE)[0].shown.endswith(expected)


def test_the_same_version_anew() -> None:
    wheel = Request("/w/my_kano-1-py3-none-any.whl", "path", "my-kano")
    (command,) = install_commands(environment("pip"), wheel, FILE, again=True)
    assert "--force-reinstall --no-deps" in command.shown
    (command,) = install_commands(environment("uv"), wheel, FILE, again=True)
    assert "--reinstall-package my-kano" in command.shown
    # uv would take what it has built before of a folder
    folder = Request("/plugins/kano", "path", "my-kano")
    assert "--reinstall-package my-kano" in install_commands(environment("uv"), folder, FILE)[0].shown
    # and pipx would leave what it knows as it is
    known = Request("plotting==2", "name", "plotting")
    assert " --force " in install_commands(PIPX, known, FILE)[0].shown


@pytest.mark.parametrize(
    ("place", "names", "expected"),
    [
        (
            environment("pip"),
            ["a", "b"],
            ["/env/bin/python -m pip uninstall --disable-pip-version-check --yes a b"],
        ),
        (environment("uv"), ["a"], ["uv pip uninstall --python /env/bin/python a"]),
        (PROJECT, ["personatui-kano"], ["uv remove --project /research personatui-kano"]),
        (PROJECT, ["a"], ["uv pip uninstall --python /env/bin/python a"]),
        (
            TOOL,
            ["plotting"],
            [
                "uv tool install 'personatui>=0.1' --python 3.12 -c /settings/c.txt",
                "uv tool install 'personatui>=0.1' --python 3.12",
            ],
        ),
        (TOOL, ["a"], ["uv pip uninstall --python /env/bin/python a"]),
        (PIPX, ["plotting"], ["pipx uninject personatui-next plotting"]),
        (PIPX, ["a"], ["pipx runpip personatui-next uninstall --yes a"]),
    ],
)
def test_removing_is_done_where_it_is_kept_count_of(place: Environment, names: list[str], expected: list[str]) -> None:
    assert shown(uninstall_commands(place, names, FILE)) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (environment("pip"), ["/env/bin/python -m pip uninstall --disable-pip-version-check --yes kano side"]),
        (environment("uv"), ["uv pip uninstall --python /env/bin/python kano side"]),
        (PROJECT, ["uv remove --project /research kano"]),
        (TOOL, [f"{HEAD} --python 3.12 -c /settings/c.txt", f"{HEAD} --python 3.12"]),
        (PIPX, ["pipx uninject personatui-next kano"]),
    ],
)
def test_undoing_removes_what_is_new_alone(place: Environment, expected: list[str]) -> None:
    assert shown(undo_commands(place, "kano", ["kano", "side"], FILE)) == expected


def test_looking_first_builds_nothing_until_it_may() -> None:
    for kind, option in (("pip", "--only-binary :all:"), ("uv", "--no-build")):
        careful = preview_command(environment(kind), KANO, FILE)
        allowed = preview_command(environment(kind), KANO, FILE, may_build=True)
        assert careful is not None
        assert allowed is not None
        assert option in careful.shown
        assert option not in allowed.shown
        assert "--dry-run" in allowed.shown
    assert preview_command(Environment("pipx", PYTHON, PREFIX, program=("pipx",)), KANO, FILE) is None


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"name": "personatui"}, ["personatui"]),
        ({"name": "personatui", "specifier": "==0.1"}, ["personatui==0.1"]),
        ({"name": "personatui", "editable": "/src"}, ["--editable", "/src"]),
        ({"name": "personatui", "extras": ["x"], "editable": "/src"}, ["--editable", "/src[x]"]),
        ({"name": "personatui", "directory": "/a b"}, ["personatui @ file:///a%20b"]),
        ({"name": "personatui", "path": "/w/p.whl"}, ["personatui @ file:///w/p.whl"]),
        ({"name": "personatui", "url": "https://x.org/p.whl"}, ["personatui @ https://x.org/p.whl"]),
        ({"name": "personatui", "git": "https://x.org/p?rev=v1"}, ["personatui @ git+https://x.org/p@v1"]),
        (
            {"name": "personatui", "git": "https://x.org/p?subdirectory=a&branch=next#abc"},
            ["personatui @ git+https://x.org/p@next#subdirectory=a"],
        ),
    ],
)
def test_personatui_stays_where_it_came_from(entry: dict[str, Any], expected: list[str]) -> None:
    place = environment("uv-tool", receipt={"requirements": [entry]})
    command = install_commands(place, KANO, FILE)[1]
    assert list(command.arguments) == ["uv", "tool", "install", *expected, "--with", "personatui-kano"]


def test_the_options_that_uv_keeps_of_a_tool_are_said_again() -> None:
    receipt = {
        **RECEIPT,
        "entrypoints": [*RECEIPT["entrypoints"], {"name": "plot", "install-path": "/bin/plot", "from": "plotting"}],
        "options": {
            "find-links": ["file:///w", {"url": "file:///v"}],
            "index": [{"url": "https://x.org/simple", "name": "x"}, {"url": "https://y.org", "default": True}],
            "prerelease": "allow",
            "extra-index-url": ["https://z.org"],
            "no-index": True,
            "no-build": False,
        },
    }
    (_, command) = install_commands(environment("uv-tool", receipt=receipt), KANO, FILE)
    assert command.shown.endswith(
        "--with-executables-from plotting --python 3.12 --find-links file:///w --find-links file:///v "
        "--index x=https://x.org/simple --default-index https://y.org --prerelease allow "
        "--extra-index-url https://z.org --no-index"
    )


def test_the_constraints_of_a_tools_user_stay() -> None:
    receipt = {
        **RECEIPT,
        "constraints": [{"name": "rich", "specifier": "<15"}, {"name": "click"}],
        "overrides": [{"name": "numpy", "specifier": "==2"}],
    }
    place = environment("uv-tool", receipt=receipt)
    first, second = install_commands(place, KANO, FILE)
    assert second.shown.endswith(
        "--python 3.12 --constraints /settings/uv-constraints.txt --overrides /settings/uv-overrides.txt"
    )
    assert first.shown == f"{second.shown} -c /settings/c.txt"
    assert kept_files(place, FILE) == {
        Path("/settings/uv-constraints.txt"): "rich<15\nclick\n",
        Path("/settings/uv-overrides.txt"): "numpy==2\n",
    }
    assert kept_files(TOOL, FILE) == {}


def test_a_tool_does_not_get_the_same_plugin_twice() -> None:
    receipt = {"requirements": [{"name": "personatui"}, {"name": "Personatui_Kano", "specifier": "==0.1"}]}
    newer = Request("personatui-kano==0.2", "name", "personatui-kano", is_pinned=True)
    (_, command) = install_commands(environment("uv-tool", receipt=receipt), newer, FILE)
    assert command.shown == "uv tool install personatui --with personatui-kano==0.2"


def test_a_folder_with_a_blank_is_one_file_for_pip() -> None:
    (command,) = install_commands(PIPX, KANO, Path("/Application Support/c.txt"))
    assert command.variables == (("PIP_CONSTRAINT", "file:///Application%20Support/c.txt"),)


@given(st.lists(st.text(min_size=1), min_size=1), st.text())
def test_what_is_shown_is_what_is_run(arguments: list[str], value: str) -> None:
    command = Command(tuple(arguments), (("SOME", value),))
    assert shlex.split(command.shown) == [f"SOME={value}", *arguments]
