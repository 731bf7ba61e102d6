"""The tutorial is true: its files are written, its commands run, and what it shows is what they print."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import pytest

from app.driving import at_work
from host.fake_distributions import FakeSite
from personatui.host import opening
from personatui.testing import load_only
from support import BUNDLED

PAGE = Path(__file__).parents[2] / "docs" / "plugins" / "tutorial.md"
MOST_LINES = 60
# What installs with pip is tested where pip is; the plugin is found on the path here.
INSTALLS = "personatui plugins install ."

_BLOCK = re.compile(r"(?:^`(?P<file>[^`\n]+)`:\n\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Shown:
    """A command of the tutorial, what stands below it, and what it printed."""

    command: str
    expected: str
    printed: str = ""
    code: int = 0


@dataclass
class Followed:
    """Somebody who did what the tutorial says: where, what the shell said, and the pictures of the screen."""

    root: Path
    shell: list[Shown] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    def shown(self, beginning: str) -> list[Shown]:
        """The commands that begin so."""
        found = [one for one in self.shell if one.command.startswith(beginning)]
        assert found, beginning
        return found


def _blocks() -> Iterator[tuple[str, str, str]]:
    for found in _BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        yield found["file"] or "", found["kind"], found["text"]


def _commands(text: str) -> Iterator[Shown]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield Shown(command, expected)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """The tutorial, followed from the first line to the last."""
    home = tmp_path_factory.mktemp("tutorial")
    site = FakeSite(home / "site")
    # the site has a personatui of its own, which is to have its tools
    site.add("personatui", version=site.personatui, entry_points={name: f"personatui_{name}" for name in BUNDLED})
    site.add("personatui-premortem", version="0.1.0", entry_points={"premortem": "personatui_premortem"})
    (home / "bin").mkdir()
    (home / "bin" / "personatui").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m personatui "$@"\n')
    (home / "bin" / "python").symlink_to(sys.executable)
    (home / "bin" / "personatui").chmod(0o755)
    paths = [home / "premortem" / "src", home / "site", *(path for path in sys.path if path)]
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(home / "bin"), os.environ["PATH"]]),
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PERSONATUI_CONFIG_DIR": str(home / "settings"),
        "PERSONATUI_PLUGINS": "premortem",
        "LC_ALL": "C.UTF-8",
    }
    done = Followed(home)
    for file, kind, text in _blocks():
        if kind == "console":
            for shown in _commands(text):
                if shown.command.startswith("cd "):
                    done.root /= shown.command.removeprefix("cd ")
                    continue
                if shown.command != INSTALLS:
                    ran = subprocess.run(
                        ["/bin/sh", "-c", shown.command],
                        cwd=done.root,
                        env=environment,
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.STDOUT,
                        encoding="utf-8",
                        timeout=300,
                        check=False,
                    )
                    shown.printed, shown.code = ran.stdout, ran.returncode
                done.shell.append(shown)
        elif kind == "text":
            done.pictures.append(text)
        else:
            assert file, f"a block of {kind} has no file"
            path = done.root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return done


def test_the_tool_takes_few_lines() -> None:
    (tool,) = [text for file, kind, text in _blocks() if kind == "python" and file.startswith("src/")]
    assert "AnalysisInput" in tool
    assert "CheckInput" in tool
    assert "Layout" in tool
    assert len(tool.splitlines()) <= MOST_LINES
    assert "import" not in re.sub(r"^from (collections\.abc|personatui) import \w+$", "", tool, flags=re.MULTILINE)


def test_what_is_shown_is_what_is_printed(followed: Followed) -> None:
    for shown in followed.shell:
        if shown.expected:
            assert shown.printed == shown.expected, shown.command
    assert sum(bool(shown.expected) for shown in followed.shell) >= 4


def test_every_command_ends_well(followed: Followed) -> None:
    codes = {shown.command: shown.code for shown in followed.shell}
    warned = [command for command, code in codes.items() if code == 1]
    assert [command for command, code in codes.items() if code not in (0, 1)] == []
    assert warned == ["personatui check -p pets --fail-on warning"]
    assert [shown.code for shown in followed.shown("personatui plugins check")] == [1, 0]
    assert "passed" in followed.shown("python -m pytest")[0].printed


async def test_the_screen_is_as_it_is_drawn(
    followed: Followed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(followed.root / "src"))
    root = Path(shutil.copytree(followed.root / "pets", tmp_path / "pets"))
    host = load_only("personatui_premortem")
    assert host.statuses[0].status == "active"
    with patch.object(opening, "user_plugins", lambda **_: host):
        async with at_work(root, (80, 24)) as desk:
            await desk.select("maya-okafor")
            await desk.open_tab("premortem")
            (picture,) = followed.pictures
            for line in picture.splitlines():
                assert line in desk.drawn(), line
            await desk.press("a")
            await desk.type("They book another one")
            await desk.press("enter", "escape")
            assert "They book another one" in desk.drawn()
    assert "They book another one" in (root / "canvases" / "premortem" / "maya-okafor.toml").read_text()
