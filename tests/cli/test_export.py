"""`export`: the exporters of plugins, where their files go, and what a failing one does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.calling import ProcessCall, RunCall
from host.fake_distributions import KANO, FakeSite

EXPORTERS = """
from personatui.api import Exporter


def to_csv(given):
    counts = [metric.value for report in given.reports for metric in report.metrics]
    return f"{given.persona.name};{counts}\\n".encode()


def fail(given):
    raise ValueError("no \\x1b[31mpaper")


@hookimpl
def personatui_exporters():
    yield Exporter(id="kano.csv", title="Counts", extension="csv", media_type="text/csv", run=to_csv)
    yield Exporter(id="kano.broken", title="Broken", extension="txt", media_type="text/plain", run=fail)
    yield Exporter(id="kano.text", title="No bytes", extension="txt", media_type="text/plain", run=lambda given: "x")


@hookimpl
def personatui_tools():
    return [TOOL]
"""


@pytest.fixture
def kano(call: RunCall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project with a canvas of a tool that has exporters."""
    site = FakeSite(tmp_path / "site")
    site.use(monkeypatch)
    site.add("personatui-kano", {"kano": KANO + EXPORTERS})
    call("new", "kano")
    Path("kano/personas/ann.toml").write_text('name = "Ann"\n')
    Path("kano/canvases/kano").mkdir()
    Path("kano/canvases/kano/ann.toml").write_text('[[features]]\ntext = "owl"\n')
    yield Path("kano")
    site.forget()


def test_without_a_name_they_are_listed(call: RunCall, kano: Path, sample: Path) -> None:
    result = call("export", "ann", "-p", kano)
    assert result.code == 0
    assert [line.split()[0] for line in result.out.splitlines()] == ["kano.csv", "kano.broken", "kano.text"]
    assert ".csv" in result.out


def test_the_file_is_named_after_the_persona_and_never_replaced_unasked(call: RunCall, kano: Path) -> None:
    result = call("export", "ann", "kano.csv", "-p", kano)
    assert (result.code, result.out, result.err) == (0, "ann.csv\n", "")
    assert Path("ann.csv").read_bytes() == b"Ann;[1]\n"
    Path("ann.csv").write_text("mine")
    result = call("export", "ann", "kano.csv", "-p", kano)
    assert result.code == 2
    assert "ann.csv is there already." in result.err
    assert Path("ann.csv").read_text() == "mine"
    assert call("export", "ann", "kano.csv", "--force", "-p", kano).code == 0
    assert Path("ann.csv").read_bytes() == b"Ann;[1]\n"


def test_json(call: RunCall, kano: Path) -> None:
    assert call("export", "ann", "--json", "-p", kano).json()[0] == {
        "id": "kano.csv",
        "title": "Counts",
        "extension": "csv",
    }
    data = call("export", "ann", "kano.csv", "--json", "-p", kano).json()
    assert data == {"persona": "ann", "exporter": "kano.csv", "file": "ann.csv"}
    assert call("export", "ann", "kano.csv", "--json", "--to", "-", "-p", kano).code == 2


def test_where_it_goes(call: RunCall, kano: Path) -> None:
    assert call("export", "ann", "kano.csv", "--to", "-", "-p", kano).out == "Ann;[1]\n"
    assert call("export", "ann", "kano.csv", "--to", "other.txt", "-p", kano).out == "other.txt\n"
    assert Path("other.txt").is_file()
    result = call("export", "ann", "kano.csv", "--to", "no/folder/x.csv", "-p", kano)
    assert result.code == 3
    assert "no/folder/x.csv: It cannot be written" in result.err


@pytest.mark.parametrize("exporter", ["kano.broken", "kano.text"])
def test_one_that_fails_writes_nothing(call: RunCall, kano: Path, exporter: str) -> None:
    result = call("export", "ann", exporter, "-p", kano)
    assert (result.code, result.out) == (4, "")
    assert f"kano failed at {exporter}" in result.err
    assert "\x1b" not in result.err
    assert not Path("ann.txt").exists()


def test_unknown_and_switched_off(call: RunCall, kano: Path) -> None:
    result = call("export", "ann", "kano.cvs", "-p", kano)
    assert result.code == 2
    assert "Did you mean kano.csv?" in result.err
    with (kano / "personatui.toml").open("a", encoding="utf-8") as file:
        file.write('tools_off = ["kano"]\n')
    assert call("export", "ann", "kano.csv", "-p", kano).code == 2


def test_without_any(sample: Path) -> None:
    result = ProcessCall()("export", "maya", "-p", sample)
    assert (result.code, result.out) == (0, "")
    assert "No plugin that is installed has an exporter." in result.err
