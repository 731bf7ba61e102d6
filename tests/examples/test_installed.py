"""The examples as a stranger's users have them: built as wheels, installed with real pip and real uv, and removed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from app.driving import contents
from installing.environments import Place, place_with_pip, place_with_uv, write_all
from structure.tree import ROOT

EXAMPLES = ("kano", "service-blueprint")
TOOLS = ("kano", "service_blueprint")

# Opens the project in the environment's own workbench, and waits at each tab until a text is drawn there.
_SHOW = """
import asyncio, sys
from pathlib import Path
from personatui.app.app import WorkbenchApp

async def main():
    app = WorkbenchApp(Path(sys.argv[1]))
    drawn = ""
    async with app.run_test(size=(160, 60)) as pilot:

        async def until(is_so):
            nonlocal drawn
            for _ in range(600):
                await pilot.pause(0.05)
                drawn = "\\n".join(strip.text for strip in app.screen._compositor.render_strips())
                if is_so():
                    return
            sys.exit(drawn)

        await until(lambda: getattr(app.screen, "is_ready", False))
        for wanted in sys.argv[2:]:
            tool, text = wanted.split("=")
            app.screen.middle.open(tool, "")
            await until(lambda: text in drawn)

asyncio.run(main())
"""
SHOWN = ("kano=A line that is answered at night", "service_blueprint=Line of interaction")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of wheels, the examples among them in two versions."""
    if find_spec("hatchling") is None:
        pytest.skip("hatchling, which builds the examples, is not installed")
    folder = tmp_path_factory.mktemp("examples")
    wheels = write_all(folder)
    # another one of that name, for the tests of installing
    next(wheels.glob("personatui_kano-*")).unlink()
    for example in EXAMPLES:
        for version in ("0.1.0", "0.2.0"):
            source = folder / "source" / version / example
            shutil.copytree(ROOT / "examples" / "plugins" / example, source)
            project = source / "pyproject.toml"
            text, count = re.subn(r'(?m)^version = ".*"$', f'version = "{version}"', project.read_text())
            assert count == 1
            project.write_text(text)
            built = subprocess.run(
                [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", wheels],
                cwd=source,
                capture_output=True,
                text=True,
                check=False,
            )
            assert built.returncode == 0, built.stderr
    return wheels


@pytest.fixture
def research(tmp_path: Path) -> Path:
    """A project with canvases of both examples, which says what brings their tools."""
    root = tmp_path / "research"
    shutil.copytree(ROOT / "projects" / "exotic-pet-rental", root)
    for example in EXAMPLES:
        shutil.copytree(ROOT / "examples" / "plugins" / example / "sample", root, dirs_exist_ok=True)
    with (root / "personatui.toml").open("a") as file:
        file.write('\n[uses]\nkano = "personatui-kano"\nservice_blueprint = "personatui-service-blueprint"\n')
    return root


@pytest.mark.parametrize("make", [place_with_pip, place_with_uv])
def test_the_examples_live_in_a_fresh_environment(
    make: Callable[[Path, Path], Place], index: Path, research: Path, tmp_path: Path
) -> None:
    wheels = Path(shutil.copytree(index, tmp_path / "wheels"))
    newer = tmp_path / "newer"
    newer.mkdir()
    for wheel in wheels.glob("*-0.2.0-*.whl"):
        shutil.move(wheel, newer)
    place = make(tmp_path / "place", wheels)
    before = contents(research)

    def personatui(*arguments: str) -> str:
        ran = place.run(place.python, "-m", "personatui", *arguments, "-p", research)
        assert ran.code == 0, ran.err
        return ran.out

    # named by the project, and not there
    assert "personatui plugins install personatui-kano" in personatui("check")
    for example in EXAMPLES:
        ran = place.personatui("install", f"personatui-{example}", "--yes")
        assert ran.code == 0, ran.err
    assert place.statuses() == dict.fromkeys(TOOLS, "active")

    # on the command line
    assert "absent-tool" not in personatui("check")
    for tool in TOOLS:
        assert f"{tool}." in personatui("analyze", "maya-okafor", tool)

    # in the workbench
    shown = place.run(place.python, "-c", _SHOW, research, *SHOWN)
    assert shown.code == 0, shown.err

    for wheel in newer.iterdir():
        shutil.move(wheel, wheels)
    ran = place.personatui("upgrade", "--all", "--yes")
    assert ran.code == 0, ran.err
    assert {place.installed()[f"personatui-{example}"] for example in EXAMPLES} == {"0.2.0"}
    assert place.statuses() == dict.fromkeys(TOOLS, "active")

    assert place.personatui("disable", "kano").code == 0
    assert place.statuses() == {"kano": "disabled", "service_blueprint": "active"}
    assert "personatui plugins enable kano" in personatui("check")
    for tool in TOOLS:
        ran = place.personatui("uninstall", tool, "--yes")
        assert ran.code == 0, ran.err
    assert place.statuses() == {}
    assert "personatui plugins install personatui-kano" in personatui("check")
    assert contents(research) == before
