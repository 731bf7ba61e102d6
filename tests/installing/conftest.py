"""Fixtures for installing: wheels that need no index."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from host.fake_distributions import FakeSite
from installing.environments import write_all


@pytest.fixture(scope="session")
def all_wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of wheels that every test begins with."""
    return write_all(tmp_path_factory.mktemp("index"))


@pytest.fixture
def wheels(all_wheels: Path, tmp_path: Path) -> Path:
    """The same wheels in a folder of this test, to which it may add."""
    return Path(shutil.copytree(all_wheels, tmp_path / "wheels"))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSite]:
    """An empty site folder on the path; what the test imports from it is forgotten afterwards."""
    made = FakeSite(tmp_path / "site")
    made.use(monkeypatch)
    yield made
    made.forget()
