"""`analyze`: which analyses run, how reports are printed, and what a failing plugin does to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli.calling import ProcessCall, RunCall
from host.fake_distributions import KANO, FakeSite

REPORT = {"id", "tool", "title", "reading", "metrics", "blocks", "findings", "parameters"}
METRIC = {"id", "label", "value", "unit", "scale", "n", "formula", "evidence", "subject"}
FINDING = {"code", "severity", "message", "where", "hint", "file", "line", "references", "fixable"}

KANO_FAILS = KANO.replace(
    'metric = Metric("features"', 'raise ValueError("no \\x1b[31mfeatures")\n    metric = Metric("features"'
)
HOOK = """

@hookimpl
def personatui_tools():
    return [TOOL]
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A site folder instead of what is installed."""
    made = FakeSite(tmp_path / "site")
    made.use(monkeypatch)
    yield made
    made.forget()


@pytest.fixture
def kano(call: RunCall) -> Path:
    """A project with a persona and a canvas of the tool kano."""
    call("new", "kano")
    Path("kano/personas/ann.toml").write_text('name = "Ann"\n')
    Path("kano/canvases/kano").mkdir()
    Path("kano/canvases/kano/ann.toml").write_text('[[features]]\ntext = "owl"\n')
    return Path("kano")


def test_all_tools_with_a_canvas_are_analysed(call: RunCall, sample: Path) -> None:
    result = call("analyze", "maya", "-p", sample)
    assert (result.code, result.err) == (0, "")
    for report in ("empathy_map.coverage", "jtbd.opportunity", "jtbd.forces"):
        assert report in result.out
    assert "\x1b" not in result.out


def test_json_has_the_names_that_other_programs_read(call: RunCall, sample: Path) -> None:
    result = call("analyze", "maya", "-p", sample, "--json")
    data = result.json()
    assert result.err == ""
    assert set(data) == {"persona", "reports", "summary", "faults"}
    assert (data["persona"], data["faults"]) == ("maya-okafor", [])
    assert {report["tool"] for report in data["reports"]} >= {"empathy_map", "jtbd"}
    for report in data["reports"]:
        assert set(report) == REPORT
        assert all(set(metric) == METRIC for metric in report["metrics"])
        assert all({"kind", "title"} <= set(block) for block in report["blocks"])
        assert all(set(finding) == FINDING for finding in report["findings"])
    assert any(report["metrics"] for report in data["reports"])


def test_all_tools_end_with_the_five_findings_that_matter_most(call: RunCall, sample: Path) -> None:
    data = call("analyze", "maya", "-p", sample, "--json").json()
    findings = [finding for report in data["reports"] for finding in report["findings"]]
    summary = data["summary"]
    assert summary["total"] == len(findings)
    assert len(summary["findings"]) == 5
    ranked = [{key: value for key, value in finding.items() if key in FINDING} for finding in summary["findings"]]
    assert all(finding in findings for finding in ranked)
    worst = "error" if any(finding["severity"] == "error" for finding in findings) else "warning"
    assert ranked[0]["severity"] == worst
    end = " ".join(call("analyze", "maya", "-p", sample).out.partition("What matters most")[2].split())
    assert "Errors first" in end
    assert all(f" {place}. " in end for place in range(1, 6))
    assert end.count("Why here: ") == 5
    for form in ("markdown", "html"):
        assert "What matters most" in call("analyze", "maya", "-p", sample, "--format", form).out


def test_what_is_named_has_no_summary(call: RunCall, sample: Path) -> None:
    assert call("analyze", "maya", "jtbd", "-p", sample, "--json").json()["summary"] is None
    assert "What matters most" not in call("analyze", "maya", "jtbd", "-p", sample).out


@pytest.mark.parametrize(
    ("what", "ids"),
    [
        (("jtbd.forces",), ["jtbd.forces"]),
        (("jtbd.forces", "jtbd.forces"), ["jtbd.forces"]),
        (("jtbd.forces", "empathy_map.coverage"), ["jtbd.forces", "empathy_map.coverage"]),
        (
            ("empathy-map",),
            ["empathy_map.coverage", "empathy_map.evidence", "empathy_map.contradictions"],
        ),
    ],
)
def test_only_what_is_named_runs(call: RunCall, sample: Path, what: tuple[str, ...], ids: list[str]) -> None:
    data = call("analyze", "maya", *what, "-p", sample, "--json").json()
    assert [report["id"] for report in data["reports"]] == ids


def test_the_same_input_gives_the_same_output(call: RunCall, sample: Path) -> None:
    first, second = (call("analyze", "priya", "-p", sample, "--json") for _ in range(2))
    assert first == second


@pytest.mark.parametrize(("form", "start"), [("markdown", "# Maya Okafor\n"), ("html", "<!doctype html>")])
def test_documents_are_printed_for_other_programs(call: RunCall, sample: Path, form: str, start: str) -> None:
    result = call("analyze", "maya", "jtbd.forces", "-p", sample, "--format", form)
    assert (result.code, result.err) == (0, "")
    assert result.out.lower().startswith(start.lower())
    assert "Maya Okafor" in result.out


def test_json_and_another_format_contradict_each_other(call: RunCall, sample: Path) -> None:
    result = call("analyze", "maya", "-p", sample, "--json", "--format", "html")
    assert (result.code, result.out) == (2, "")
    assert call("analyze", "maya", "-p", sample, "--json", "--format", "json").code == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("jtb", "Did you mean jtbd?"),
        ("jtbd.oportunity", "Did you mean jtbd.opportunity?"),
        ("zzz", "`personatui tools` names them."),
    ],
)
def test_an_unknown_tool_or_analysis_is_wrong_usage(call: RunCall, sample: Path, name: str, told: str) -> None:
    result = call("analyze", "maya", name, "-p", sample)
    assert (result.code, result.out) == (2, "")
    assert told in result.err


def test_a_tool_without_a_canvas_is_bad_input(call: RunCall, sample: Path) -> None:
    result = call("analyze", "tom", "jtbd", "-p", sample, "--json")
    assert (result.code, result.out) == (3, "")
    assert "Tom Brandt has no jtbd canvas" in result.err
    assert "canvases/jtbd/tom-brandt.toml" in result.err


def test_one_canvas_too_few_is_told_and_the_others_are_analysed(call: RunCall, sample: Path) -> None:
    result = call("analyze", "tom", "jtbd", "empathy_map", "-p", sample)
    assert result.code == 0
    assert "empathy_map.coverage" in result.out
    assert result.err == "Tom Brandt has no jtbd canvas.\n"


def test_a_persona_without_any_canvas_has_no_reports(call: RunCall, sample: Path) -> None:
    (sample / "personas" / "new.toml").write_text('name = "Nell"\n')
    for path in sample.glob("canvases/*/project.toml"):
        path.unlink()
    result = call("analyze", "nell", "-p", sample)
    assert (result.code, result.out) == (0, "")
    assert "no canvas of any tool" in result.err
    data = call("analyze", "nell", "-p", sample, "--json").json()
    assert (data["persona"], data["reports"], data["faults"]) == ("new", [], [])
    assert (data["summary"]["total"], data["summary"]["findings"]) == (0, [])


def test_a_tool_that_the_project_switched_off_is_named_so(call: RunCall, sample: Path) -> None:
    settings = sample / "personatui.toml"
    settings.write_text('tools_off = ["jtbd"]\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    result = call("analyze", "maya", "jtbd.forces", "-p", sample)
    assert result.code == 2
    assert "This project has switched off the tool jtbd." in result.err
    assert "jtbd." not in call("analyze", "maya", "-p", sample).out


def test_a_plugin_that_is_switched_off_is_named_so(call: RunCall, sample: Path) -> None:
    call("plugins", "disable", "jtbd")
    result = call("analyze", "maya", "jtbd", "-p", sample)
    assert result.code == 2
    assert "`personatui plugins enable jtbd`" in result.err
    result = call("analyze", "maya", "empathy_map", "-p", sample, "--no-plugins")
    assert result.code == 2
    assert "enable" not in result.err


def test_a_third_partys_tool_is_analysed(call: RunCall, site: FakeSite, kano: Path) -> None:
    site.add("personatui-kano", {"kano": KANO + HOOK})
    (report,) = call("analyze", "ann", "-p", kano, "--json").json()["reports"]
    assert (report["id"], report["metrics"][0]["value"]) == ("kano.count", 1)


def test_a_failing_analysis_is_a_fault_and_exit_code_4(call: RunCall, site: FakeSite, kano: Path) -> None:
    site.add("personatui-kano", {"kano": KANO_FAILS + HOOK})
    result = call("analyze", "ann", "kano", "-p", kano, "--json")
    assert result.code == 4
    assert result.json()["reports"] == []
    assert result.json()["faults"] == [
        {"plugin": "kano", "stage": "kano.count", "message": "ValueError: no ␛[31mfeatures"}
    ]
    assert result.err == (
        "kano failed at kano.count: ValueError: no ␛[31mfeatures\n"
        "`personatui plugins disable kano` switches kano off.\n"
    )


def test_debug_shows_where_a_plugin_failed(site: FakeSite, kano: Path, process: ProcessCall) -> None:
    site.add("personatui-kano", {"kano": KANO_FAILS + HOOK})
    quiet, traced = (process("analyze", "ann", "-p", kano, *option) for option in ((), ("--debug",)))
    assert (quiet.code, traced.code) == (4, 4)
    assert "Traceback" not in quiet.err
    assert "kano/__init__.py" in traced.err
    assert "\x1b" not in traced.err


def test_a_tool_whose_plugin_failed_is_exit_code_4_with_the_reason(call: RunCall, site: FakeSite, kano: Path) -> None:
    site.add("personatui-kano", {"kano": "import no_such_module"})
    named = call("analyze", "ann", "kano", "-p", kano)
    assert (named.code, named.out) == (4, "")
    assert "No module named 'no_such_module'" in named.err
    everything = call("analyze", "ann", "-p", kano, "--json")
    assert everything.code == 4
    assert [fault["plugin"] for fault in everything.json()["faults"]] == ["kano"]


def test_a_failed_plugin_that_nobody_asked_for_is_only_told(call: RunCall, site: FakeSite, kano: Path) -> None:
    site.add("personatui-kano", {"kano": KANO + HOOK})
    site.add("personatui-bad", {"bad": "1 / 0"})
    result = call("analyze", "ann", "kano", "-p", kano, "--json")
    assert result.code == 0
    assert "bad failed at import: ZeroDivisionError" in result.err
    assert result.json()["faults"] == []


def test_a_plugin_cannot_spoil_what_is_printed(call: RunCall, site: FakeSite, kano: Path) -> None:
    site.add("personatui-kano", {"kano": KANO.replace("    metric =", '    print("noise")\n    metric =') + HOOK})
    assert call("analyze", "ann", "-p", kano, "--json").json()["persona"] == "ann"


def test_a_tool_that_the_project_needs_and_that_is_not_there(call: RunCall, kano: Path, site: FakeSite) -> None:
    with (kano / "personatui.toml").open("a", encoding="utf-8") as file:
        file.write('\n[uses]\nkano = "personatui-kano>=1"\n')
    (kano / "personas" / "bob.toml").write_text('name = "Bob"\n')
    for command in (("analyze", "ann", "kano"), ("compare", "--tool", "kano", "ann", "bob")):
        result = call(*command, "-p", kano)
        assert result.code == 2
        assert "The tool kano is not there. It is not installed." in result.err
        assert "`personatui plugins install 'personatui-kano>=1'`" in result.err
