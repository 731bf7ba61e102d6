"""The layers hold, and each contract breaks when somebody crosses its line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from structure.tree import ROOT, plugin_packages, settings

LAYERS = "Each layer imports only what stands below it"
API_ALONE = "Plugins import the API alone"
APART = "Plugins do not import each other"
NO_FILES = "The API does no file work"
SCREENS = "Textual stays in the screens"
DIRECTLY = "Outside the screens nobody imports Textual directly"

PLANTS = [
    ("src/personatui/errors.py", "from personatui.model import ids", LAYERS),
    ("src/personatui/model/ids.py", "from personatui.render import marks", LAYERS),
    ("src/personatui/render/marks.py", "from personatui.store import reading", LAYERS),
    ("src/personatui/store/reading.py", "from personatui.widgets import rows", LAYERS),
    ("src/personatui/widgets/rows.py", "from personatui.store import reading", LAYERS),
    ("src/personatui/api/contributions.py", "from personatui.host import plugins", LAYERS),
    ("src/personatui/host/session.py", "from personatui.app import app", LAYERS),
    ("src/personatui/app/app.py", "from personatui.cli import context", LAYERS),
    ("src/personatui/cli/context.py", "import personatui.testing", LAYERS),
    ("src/personatui/extra/__init__.py", "", LAYERS),
    ("plugins/personatui_jtbd/canvas.py", "from personatui.store import reading", API_ALONE),
    ("plugins/personatui_jtbd/tool.py", "from personatui.model.claims import Claim", API_ALONE),
    ("plugins/personatui_empathy_map/tool.py", "import tomlkit", API_ALONE),
    ("plugins/personatui_jtbd/tool.py", "import personatui_empathy_map.canvas", APART),
    ("plugins/personatui_empathy_map/canvas.py", "import personatui_jtbd", APART),
    ("plugins/personatui_swot/origins.py", "import personatui_pestel.canvas", APART),
    ("plugins/personatui_pestel/tool.py", "from personatui.model.claims import Claim", API_ALONE),
    ("src/personatui/api/contributions.py", "import tomlkit", NO_FILES),
    ("src/personatui/api/hookspecs.py", "from personatui.store import reading", NO_FILES),
    ("src/personatui/host/session.py", "import textual", SCREENS),
    ("src/personatui/host/session.py", "from personatui.api import ui", SCREENS),
    ("src/personatui/model/ids.py", "import textual.widgets", SCREENS),
    ("src/personatui/cli/main.py", "from textual.app import App", DIRECTLY),
    ("src/personatui/api/contributions.py", "from textual.screen import Screen", DIRECTLY),
    ("plugins/personatui_jtbd/tool.py", "from textual.screen import Screen", DIRECTLY),
]


def _lint(root: Path) -> tuple[int, str]:
    """The exit code and report of import-linter on a source tree."""
    paths = [root / "src", root / "plugins", *filter(None, sys.path)]
    code = (
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports('pyproject.toml', no_cache=True))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the source tree to spoil."""
    for folder in ("src", "plugins"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def test_every_contract_holds(tree: Path) -> None:
    code, report = _lint(tree)
    names = [contract["name"] for contract in settings()["tool"]["importlinter"]["contracts"]]
    assert [name for name in names if f"{name} KEPT" not in report] == [], report
    assert code == 0


@pytest.mark.parametrize(("file", "line", "contract"), PLANTS)
def test_a_contract_breaks(tree: Path, file: str, line: str, contract: str) -> None:
    path = tree / file
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + f"\n\n{line}\n", encoding="utf-8")
    code, report = _lint(tree)
    assert code == 1, report
    assert f"{contract} BROKEN" in report


def test_every_contract_has_a_plant_that_breaks_it() -> None:
    names = {contract["name"] for contract in settings()["tool"]["importlinter"]["contracts"]}
    assert {contract for _, _, contract in PLANTS} == names


def test_a_screen_of_a_plugin_may_import_textual(tree: Path) -> None:
    for package in plugin_packages():
        folder = tree / "plugins" / package / "ui"
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        (folder / "another.py").write_text("from textual.widgets import Static\nfrom personatui.api import ui\n")
    code, report = _lint(tree)
    assert code == 0, report


def test_the_contracts_know_every_plugin() -> None:
    packages = plugin_packages()
    linter = settings()["tool"]["importlinter"]
    assert sorted(linter["root_packages"]) == ["personatui", *packages]
    for contract in linter["contracts"]:
        if contract["name"] in (API_ALONE, DIRECTLY):
            assert set(packages) <= set(contract["source_modules"])
        if contract["name"] == APART:
            assert sorted(contract["modules"]) == packages


def test_plugins_may_import_no_package_of_ours_but_the_api() -> None:
    ours = {path.stem for path in (ROOT / "src" / "personatui").iterdir() if path.suffix in ("", ".py")}
    ours -= {"__init__", "__main__", "__pycache__", "api", "samples"}
    (contract,) = (c for c in settings()["tool"]["importlinter"]["contracts"] if c["name"] == API_ALONE)
    assert {f"personatui.{name}" for name in ours} <= set(contract["forbidden_modules"])
