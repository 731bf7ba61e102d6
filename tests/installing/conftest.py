"""Fixtures for installing: wheels that need no index."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from installing.environments import write_all


@pytest.fixture(scope="session")
def all_wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of wheels that every test begins with."""
    return write_all(tmp_path_factory.mktemp("index"))


@pytest.fixture
def wheels(all_wheels: Path, tmp_path: Path) -> Path:
    """The same wheels in a folder of this test, to which it may add."""
    return Path(shutil.copytree(all_wheels, tmp_path / "wheels"))
