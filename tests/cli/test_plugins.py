"""`plugins`, `tools` and what they say of faulty plugins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.calling import RunCall
from host.fake_distributions import KANO_PLUGIN, FakeSite
from support import BUNDLED


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSite]:
    """A site folder instead of what is installed."""
    made = FakeSite(tmp_path / "site")
    made.use(monkeypatch)
    yield made
    made.forget()


def test_the_bundled_plugins_are_listed_as_any_others(call: RunCall) -> None:
    result = call("plugins")
    assert (result.code, result.err) == (0, "")
    assert result.out == call("plugins", "list").out
    assert [line.split()[:3] for line in result.out.splitlines()] == [
        ["name", "version", "status"],
        *([name, "0.1.0", "active"] for name in BUNDLED),
    ]


def test_json_names_the_status_and_the_tools(call: RunCall) -> None:
    entries = call("plugins", "--json").json()
    assert [entry["tools"] for entry in entries] == [[name] for name in BUNDLED]
    assert {entry["status"] for entry in entries} == {"active"}
    assert [entry["name"] for entry in call("plugins", "list", "--json").json()] == list(BUNDLED)


def test_a_plugin_stays_off_until_it_is_switched_on(call: RunCall) -> None:
    assert call("plugins", "disable", "jtbd").out == "jtbd is switched off.\n"
    assert "disabled" in call("plugins").out
    assert [tool["id"] for tool in call("tools", "--json").json()["tools"]] == [
        name for name in BUNDLED if name != "jtbd"
    ]
    assert call("plugins", "enable", "jtbd", "--json").json() == {"name": "jtbd", "disabled": False}
    assert [tool["id"] for tool in call("tools", "--json").json()["tools"]] == list(BUNDLED)


@pytest.mark.parametrize(("name", "told"), [("jtb", "Did you mean jtbd?"), ("zzz", ", ".join(BUNDLED))])
def test_an_unknown_plugin_is_wrong_usage(call: RunCall, name: str, told: str) -> None:
    for command in ("enable", "disable"):
        result = call("plugins", command, name)
        assert (result.code, result.out) == (2, "")
        assert told in result.err


def test_a_plugin_that_is_gone_can_be_forgotten(call: RunCall, site: FakeSite) -> None:
    site.add("personatui-kano", {"kano": KANO_PLUGIN})
    call("plugins", "disable", "kano")
    for info in site.folder.glob("personatui_kano-*"):
        (info / "entry_points.txt").unlink()
    assert call("plugins", "enable", "kano").code == 0
    assert call("plugins", "enable", "kano").code == 2


def test_a_faulty_plugin_is_listed_with_its_reason(call: RunCall, site: FakeSite) -> None:
    site.add("personatui-kano", {"kano": KANO_PLUGIN})
    site.add("personatui-bad", {"bad": "raise ValueError('no \\x1b[31mway')"})
    result = call("plugins")
    assert result.code == 0
    assert "failed" in result.out
    assert "import: ValueError: no ␛[31mway" in result.out
    result = call("tools")
    assert result.code == 4
    assert result.out.startswith("kano  Kano Model: What delights  [kano]\n    kano.count  Counts the features\n")
    assert "bad failed at import" in result.err
    assert [fault["plugin"] for fault in call("tools", "--json").json()["faults"]] == ["bad"]


def test_no_plugins_at_all(call: RunCall, site: FakeSite) -> None:
    assert call("plugins").err == "No plugins are installed.\n"
    assert call("plugins", "--json").json() == []
    result = call("tools")
    assert (result.code, result.out) == (0, "")
    assert call("tools", "--json").json() == {"tools": [], "faults": []}
    assert site.modules == set()


def test_no_plugins_switches_them_off_for_one_run(call: RunCall) -> None:
    entries = call("plugins", "list", "--no-plugins", "--json").json()
    assert {entry["status"] for entry in entries} == {"disabled"}
    assert {entry["status"] for entry in call("plugins", "--json").json()} == {"active"}


def test_tools_names_every_analysis_once(call: RunCall) -> None:
    result = call("tools")
    data = call("tools", "--json").json()
    assert (result.code, result.err, data["faults"]) == (0, "", [])
    for tool in data["tools"]:
        assert tool["plugin"] == tool["id"]
        for analysis in tool["analyses"]:
            assert result.out.count(f"    {analysis['id']} ") == 1


def test_what_is_not_approved_is_told_wherever_a_project_is_read(call: RunCall, site: FakeSite, sample: Path) -> None:
    site.add("personatui-kano", {"kano": KANO_PLUGIN}, approved=False)
    result = call("list", "-p", sample)
    assert result.code == 0
    assert "The plugin kano is not loaded." in result.err
    assert "`personatui plugins approve personatui-kano`" in result.err
    assert call("plugins", "--json").json()[0]["status"] == "unapproved"
    result = call("schema", "kano")
    assert result.code == 2
    assert "has not been approved" in result.err
    assert call("list", "-p", sample, "--no-plugins").err == ""


def test_the_environment_limits_a_run(
    call: RunCall, site: FakeSite, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.add("personatui-kano", {"kano": KANO_PLUGIN}, approved=False)
    monkeypatch.setenv("PERSONATUI_PLUGINS", "kano,gone")
    result = call("tools", "--json")
    assert [tool["id"] for tool in result.json()["tools"]] == ["kano"]
    assert result.err == "PERSONATUI_PLUGINS asks for what is not installed: gone.\n"
    monkeypatch.setenv("PERSONATUI_PLUGINS", "none")
    assert call("tools", "--json").json()["tools"] == []
    result = call("schema", "kano")
    assert (result.code, "enable" in result.err) == (2, False)
    assert "switched off for this run" in result.err


def test_approvals_that_cannot_be_read_are_told(call: RunCall, site: FakeSite, own_folders: Path) -> None:
    site.add("personatui-kano", {"kano": KANO_PLUGIN})
    (own_folders / "config" / "plugins.toml").write_text("[[approved]\n")
    result = call("plugins")
    assert "unapproved" in result.out
    assert "plugins.toml:1" in result.err
    assert "No plugin counts as approved." in result.err


def test_json_stands_after_the_command_below(call: RunCall) -> None:
    result = call("plugins", "--json", "enable", "jtbd")
    assert result.code == 2
    assert "personatui plugins enable --json" in result.err
