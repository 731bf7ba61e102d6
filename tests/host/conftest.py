"""Fixtures for what the host does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from host.fake_distributions import FakeSite


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSite]:
    """An empty site folder on the path; what the test imports from it is forgotten afterwards."""
    made = FakeSite(tmp_path / "site")
    made.use(monkeypatch)
    yield made
    made.forget()
