"""Rows, progress and the width that is written for."""

from __future__ import annotations

import io
import time

import pytest
from rich.cells import cell_len

from personatui.cli import progress
from personatui.cli.output import aligned
from personatui.cli.progress import waiting


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _terminal(monkeypatch: pytest.MonkeyPatch) -> _Terminal:
    """Standard error as a terminal; not a fixture, because the capture of the call would replace it."""
    stream = _Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    return stream


def _wait_for(terminal: _Terminal, text: str) -> None:
    deadline = time.monotonic() + 5
    while text not in terminal.getvalue():
        assert time.monotonic() < deadline, terminal.getvalue()
        time.sleep(0.005)


def test_what_is_quick_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _terminal(monkeypatch)
    with waiting("Reading") as tell:
        tell(1, 2)
    assert terminal.getvalue() == ""


def test_what_is_slow_is_shown_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _terminal(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    with waiting("Reading") as tell:
        _wait_for(terminal, "Reading …")
        tell(1_000, 20_000)
    assert "Reading, 1,000 of 20,000 …" in terminal.getvalue()
    last = terminal.getvalue().rsplit("\r", 2)[1:]
    assert last == [" " * len("Reading, 1,000 of 20,000 …"), ""]


def test_a_failure_takes_the_line_away_too(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _terminal(monkeypatch)
    monkeypatch.setattr(progress, "PATIENCE", 0.01)

    def fail() -> None:
        with waiting("Reading"):
            _wait_for(terminal, "Reading …")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert terminal.getvalue().endswith("\r")


def test_a_log_is_shown_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with waiting("Reading") as tell:
        tell(1, 2)
        time.sleep(0.02)
    assert stream.getvalue() == ""


def test_rows_are_aligned_by_cells() -> None:
    lines = aligned([("日本", "x"), ("a", "y"), ("abc", "")])
    assert lines == ["日本  x", "a     y", "abc"]
    assert [cell_len(line.partition("x")[0]) for line in lines[:1]] == [6]


def test_an_overlong_cell_moves_its_own_line_only() -> None:
    lines = aligned([("a" * 500, "x"), ("b", "y")])
    assert lines == ["a" * 500 + "  x", "b  y"]


def test_no_rows() -> None:
    assert aligned([]) == []
