"""What each way into the program loads, and above all what it does not, in fresh interpreters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from personatui.store.samples import sample_path
from structure.tree import plugin_packages

SAMPLE = sample_path("exotic-pet-rental")

_RUN = """
import sys
from personatui.cli.main import run
code = run({arguments!r})
sys.stdout.flush()
assert code in (0, 1), code
"""
# What takes long or executes somebody's code, which a mere look at the help or the version must not.
_FORBID_ENTRY_POINTS = """
import importlib.metadata as metadata
def refuse(*_, **__):
    raise AssertionError("entry points were read")
metadata.entry_points = metadata.distributions = refuse
metadata.Distribution.entry_points = property(refuse)
"""


def _loaded_by(code: str, tmp_path: Path) -> set[str]:
    """The modules that a fresh interpreter has at the end of a program."""
    told = tmp_path / "modules.json"
    end = f"\nimport json, sys\nopen({str(told)!r}, 'w').write(json.dumps(sorted(sys.modules)))\n"
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PERSONATUI_CONFIG_DIR": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    result = subprocess.run(
        [sys.executable, "-c", code + end],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return set(json.loads(told.read_text()))


def _roots(loaded: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in loaded}


def _screens(loaded: set[str]) -> set[str]:
    """Textual and everything of ours that imports it."""
    ours = ("personatui.app", "personatui.widgets", "personatui.api.ui")
    return {
        name
        for name in loaded
        if name.partition(".")[0] == "textual"
        or any(name == prefix or name.startswith(f"{prefix}.") for prefix in ours)
        or (name.startswith("personatui_") and ".ui" in name)
    }


def test_the_api_loads_no_textual_and_no_file_work(tmp_path: Path) -> None:
    loaded = _loaded_by("import personatui.api", tmp_path)
    assert _screens(loaded) == set()
    assert not {"tomlkit", "rtoml", "rich"} & _roots(loaded)
    assert not {name for name in loaded if name.startswith(("personatui.store", "personatui.host"))}


@pytest.mark.parametrize("package", plugin_packages())
def test_a_tool_loads_no_textual(package: str, tmp_path: Path) -> None:
    assert _screens(_loaded_by(f"import {package}", tmp_path)) == set()
    loaded = _loaded_by(f"import {package}.tool", tmp_path)
    assert f"{package}.tool" in loaded
    assert _screens(loaded) == set()
    others = {name for name in _roots(loaded) if name.startswith("personatui_")}
    assert others == {package}


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("list", "--json"),
        ("show", "maya"),
        ("compare", "maya", "tom"),
        ("analyze", "maya"),
        ("analyze", "maya", "--format", "html"),
        ("check",),
        ("check", "--format", "sarif"),
    ],
    ids=" ".join,
)
def test_a_command_on_a_project_loads_no_textual(arguments: tuple[str, ...], tmp_path: Path) -> None:
    loaded = _loaded_by(_RUN.format(arguments=[*arguments, "-p", str(SAMPLE)]), tmp_path)
    assert "personatui.host.session" in loaded
    assert {f"{package}.tool" for package in plugin_packages()} <= loaded
    assert _screens(loaded) == set()


@pytest.mark.parametrize(
    "arguments",
    [("tools",), ("plugins", "list"), ("schema", "jtbd"), ("demo", "--no-open"), ("new", "mine", "--template", "b2c")],
    ids=" ".join,
)
def test_a_command_without_a_project_loads_no_textual(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert _screens(_loaded_by(_RUN.format(arguments=list(arguments)), tmp_path)) == set()


def test_an_import_loads_no_textual(tmp_path: Path) -> None:
    (tmp_path / "ann.md").write_text("# Ann\n\n## Goals\n\n- Sleep\n")
    _loaded_by(_RUN.format(arguments=["new", "mine"]), tmp_path)
    arguments = ["import", "markdown", "ann.md", "-p", "mine"]
    assert _screens(_loaded_by(_RUN.format(arguments=arguments), tmp_path)) == set()


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("list", "--help"), ("lst",)], ids=" ".join)
def test_what_needs_no_project_is_cheap(arguments: tuple[str, ...], tmp_path: Path) -> None:
    run = _RUN.replace("(0, 1)", "(0, 2)").format(arguments=list(arguments))
    loaded = _loaded_by(_FORBID_ENTRY_POINTS + run, tmp_path)
    assert "personatui.cli.main" in loaded
    assert _screens(loaded) == set()
    assert not {"pydantic", "pluggy", "tomlkit", "rtoml", "rich", "plotext"} & _roots(loaded)
    assert not {name for name in _roots(loaded) if name.startswith("personatui_")}


def test_the_trap_for_entry_points_works(tmp_path: Path) -> None:
    run = _RUN.replace("(0, 1)", "(70,)").format(arguments=["plugins", "list"])
    assert "personatui.cli.plugins" in _loaded_by(_FORBID_ENTRY_POINTS + run, tmp_path)


def test_the_first_screen_loads_no_model_and_no_writer(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text('theme = "nord"\n[layout]\nnarrow = 100\n')
    code = "import personatui.app.launch, personatui.app.workbench as w; from personatui.app.app import WorkbenchApp\n"
    loaded = _loaded_by(f"{code}assert WorkbenchApp().settings.layout.narrow == 100", tmp_path)
    assert not {"pydantic", "tomlkit", "pluggy", "plotext"} & _roots(loaded)
    later = {"themes", "settings", "palette", "help", "jumping"}
    assert not {f"personatui.app.{name}" for name in later} & loaded


def test_the_package_itself_loads_nothing(tmp_path: Path) -> None:
    before = _loaded_by("", tmp_path)
    assert _loaded_by("import personatui", tmp_path) - before == {"personatui"}


def test_the_first_screen_loads_neither_the_model_nor_what_comes_after_it(tmp_path: Path) -> None:
    code = "import personatui.app.app, personatui.app.workbench, personatui.app.launch"
    loaded = _loaded_by(code, tmp_path)
    assert not {"pydantic", "tomlkit", "pluggy", "plotext", "watchfiles", "anyio", "filelock"} & _roots(loaded)
    later = ["app.saving", "app.following", "app.recovering", "app.leaving", "app.conflicts", "store.watching"]
    later += ("app.forms", "app.fields", "widgets.editor", "widgets.boxes", "api.ui")
    assert not {f"personatui.{name}" for name in later} & loaded
    assert "textual.widgets._text_area" not in loaded


def test_a_command_watches_nothing(tmp_path: Path) -> None:
    loaded = _loaded_by(_RUN.format(arguments=["check", "-p", str(SAMPLE)]), tmp_path)
    assert not {"watchfiles", "anyio", "filelock"} & _roots(loaded)
