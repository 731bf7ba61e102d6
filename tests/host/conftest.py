"""Fixtures for what the host does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from host.fake_distributions import FakeSite
from host.folders import FILES, write_files


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSite]:
    """An empty site folder on the path; what the test imports from it is forgotten afterwards."""
    made = FakeSite(tmp_path / "site")
    made.use(monkeypatch)
    yield made
    made.forget()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of two personas, a segment and a source."""
    return write_files(tmp_path / "project", FILES)
