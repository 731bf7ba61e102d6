"""`check`: the gate, the exit codes and the formats for CI."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cli.calling import RunCall

ERROR = 'name = "Ann"\nsegment = "nowhere"\n'
WARNING = 'name = "Ann"\nbasis = "qualitative"\n'


@pytest.fixture
def project(call: RunCall) -> Path:
    """A project with nothing in it."""
    call("new", "mine")
    return Path("mine")


def _persona(project: Path, text: str, name: str = "ann") -> None:
    (project / "personas" / f"{name}.toml").write_text(text, encoding="utf-8")


def _gate(project: Path, value: str) -> None:
    path = project / "personatui.toml"
    path.write_text(f"{path.read_text()}\n[gates]\nfail_on = {value}\n")


def test_the_samples_pass(call: RunCall, sample: Path) -> None:
    result = call("check", "-p", sample)
    assert (result.code, result.out, result.err) == (0, "", "no findings\n")


def test_findings_are_lines_that_editors_understand(call: RunCall, project: Path) -> None:
    _persona(project, ERROR)
    result = call("check", "-p", project)
    assert result.code == 1
    assert result.out.startswith("personas/ann.toml:2: error core.dangling-segment ")
    assert result.err == "1 error\n"


@pytest.mark.parametrize(
    ("text", "gate", "code"),
    [
        (ERROR, None, 1),
        (ERROR, "error", 1),
        (ERROR, "never", 0),
        (WARNING, None, 0),
        (WARNING, "error", 0),
        (WARNING, "warning", 1),
        (WARNING, "note", 1),
    ],
)
def test_the_gate_decides(call: RunCall, project: Path, text: str, gate: str | None, code: int) -> None:
    _persona(project, text)
    option = () if gate is None else ("--fail-on", gate)
    result = call("check", "-p", project, *option)
    assert result.code == code
    assert result.out
    if gate is not None:
        _gate(project, f'"{gate}"')
        assert call("check", "-p", project).code == code


def test_the_option_wins_over_the_projects_gate(call: RunCall, project: Path) -> None:
    _persona(project, WARNING)
    _gate(project, '"warning"')
    assert call("check", "-p", project, "--fail-on", "error").code == 0


@pytest.mark.parametrize("gate", ['"warnings"', "3", "[]"])
def test_a_gate_that_is_none_is_a_finding(call: RunCall, project: Path, gate: str) -> None:
    _gate(project, gate)
    result = call("check", "-p", project)
    assert result.code == 1
    assert result.out.startswith("personatui.toml:5: error ")
    assert "fail_on" in result.out


def test_json(call: RunCall, project: Path) -> None:
    _persona(project, ERROR)
    result = call("check", "-p", project, "--json")
    (finding,) = result.json()["findings"]
    assert (result.code, result.err) == (1, "")
    assert result.json()["faults"] == []
    assert (finding["code"], finding["severity"], finding["line"]) == ("core.dangling-segment", "error", 2)


def test_sarif(call: RunCall, project: Path) -> None:
    _persona(project, ERROR)
    result = call("check", "-p", project, "--format", "sarif")
    (run,) = result.json()["runs"]
    assert (result.code, result.err) == (1, "")
    assert run["tool"]["driver"]["version"] == "0.1.0"
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}


def test_junit_fails_what_the_gate_fails(call: RunCall, project: Path) -> None:
    _persona(project, WARNING)
    for gate, failures in (("warning", "1"), ("error", "0")):
        root = ET.fromstring(call("check", "-p", project, "--format", "junit", "--fail-on", gate).out)
        assert root.get("failures") == failures


def test_a_file_that_cannot_be_read_is_a_finding(call: RunCall, sample: Path) -> None:
    _persona(sample, "name = ", "broken")
    result = call("check", "-p", sample, "--format", "sarif")
    assert (result.code, result.err) == (1, "")
    (found,) = result.json()["runs"][0]["results"]
    assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "personas/broken.toml"


def test_only_broken_personas_are_bad_input_and_still_reported(call: RunCall, project: Path) -> None:
    _persona(project, "name = ")
    result = call("check", "-p", project, "--json")
    assert result.code == 3
    assert [finding["code"] for finding in result.json()["findings"]] == ["core.unreadable-file"]


def test_a_broken_project_file_is_bad_input(call: RunCall, project: Path) -> None:
    (project / "personatui.toml").write_text("schema = ")
    result = call("check", "-p", project)
    assert (result.code, result.out) == (3, "")
    assert "personatui.toml:1" in result.err
