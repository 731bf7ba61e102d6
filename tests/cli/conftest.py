"""Fixtures for the command line: a sample to work on, and ways to call the program."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.calling import Called, ProcessCall, RunCall
from personatui.cli.main import run
from personatui.store.samples import sample_path


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, data and the current folder of this test alone; no colours or terminal from outside."""
    home = tmp_path / "home"
    (home / "here").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PERSONATUI_CONFIG_DIR", str(home / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    monkeypatch.chdir(home / "here")
    return home


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the default sample."""
    return Path(shutil.copytree(sample_path("exotic-pet-rental"), tmp_path / "sample"))


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> RunCall:
    """Run the command line in this process."""

    def called(*arguments: str | Path) -> Called:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Called(code, out, err)

    return called


@pytest.fixture
def process() -> ProcessCall:
    """Run the command line in a process of its own."""
    return ProcessCall()
