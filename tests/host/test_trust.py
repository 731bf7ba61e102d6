"""A plugin that was found installed is not imported before the user has approved it, and again when it has changed."""

from __future__ import annotations

import json
import shutil
import sys
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import personatui.host.trust
from host.fake_distributions import KANO_PLUGIN, FakeSite, tool_plugin
from personatui.host.plugins import PluginHost, PluginStatus, load_plugins
from personatui.host.trust import PLUGINS_VARIABLE, Trust, approval_of, approve, fingerprint, load_trust
from personatui.store.approvals import (
    Approval,
    Installation,
    PluginRecords,
    change_records,
    load_records,
)
from personatui.store.settings import plugins_path, set_plugin_disabled


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """A file that the plugins of `loud` leave when they are imported."""
    return tmp_path / "imported"


def loud(trace: Path, tool: str = "loud") -> str:
    """A plugin module that leaves a trace of its import."""
    return f"import pathlib\npathlib.Path({str(trace)!r}).touch()\n{tool_plugin(tool)}"


def _status(host: PluginHost, name: str) -> PluginStatus:
    return next(status for status in host.statuses if status.name == name)


def test_a_newly_found_plugin_is_listed_and_not_imported_until_it_is_approved(site: FakeSite, trace: Path) -> None:
    info = site.add("personatui-loud", {"loud": loud(trace)}, approved=False)
    host = load_plugins()
    status = _status(host, "loud")
    assert (status.status, status.tools, status.hooks, status.import_seconds) == ("unapproved", (), (), 0.0)
    assert "has not been approved" in status.reason
    assert "`personatui plugins approve personatui-loud`" in status.reason
    assert (dict(host.tools), host.faults, host.unapproved) == ({}, (), (status,))
    assert not trace.exists()
    assert "loud" not in sys.modules
    approve(Distribution.at(info))
    assert _status(load_plugins(), "loud").status == "active"
    assert trace.exists()


def test_another_version_asks_again(site: FakeSite, trace: Path) -> None:
    shutil.rmtree(site.add("loud", {"loud": tool_plugin("loud")}, version="0.1"))
    site.add("loud", {"loud": loud(trace)}, version="0.2", approved=False)
    status = _status(load_plugins(), "loud")
    assert status.status == "unapproved"
    assert status.reason.startswith("It was approved as 0.1 and is 0.2 now.")
    assert not trace.exists()


def test_other_files_of_the_same_version_ask_again(site: FakeSite, trace: Path) -> None:
    site.add("loud", {"loud": tool_plugin("loud")})
    assert _status(load_plugins(), "loud").status == "active"
    site.forget()
    info = site.add("loud", {"loud": loud(trace)}, approved=False)
    status = _status(load_plugins(), "loud")
    assert (status.status, trace.exists()) == ("unapproved", False)
    assert status.reason.startswith("Its files are not those that were approved.")
    approve(Distribution.at(info))
    assert _status(load_plugins(), "loud").status == "active"


def test_an_entry_point_that_was_turned_elsewhere_asks_again(site: FakeSite, trace: Path) -> None:
    info = site.add("loud", {"loud": tool_plugin("loud"), "other": loud(trace)}, entry_points={"loud": "loud"})
    (info / "entry_points.txt").write_text("[personatui.plugins]\nloud = other\n")
    assert _status(load_plugins(), "loud").status == "unapproved"
    assert not trace.exists()


def test_what_installers_add_changes_nothing(site: FakeSite) -> None:
    info = site.add("loud", {"loud": tool_plugin("loud")})
    before = fingerprint(Distribution.at(info))
    assert before.startswith("record-sha256:")
    record = info / "RECORD"
    lines = record.read_text().splitlines()
    added = [
        "loud/__pycache__/__init__.cpython-311.pyc,,",
        "loud/__pycache__/other.cpython-311.pyc,sha256=abc,3",
        f"{info.name}/direct_url.json,sha256=abc,3",
        f"{info.name}/uv_cache.json,sha256=abc,3",
        "../../../bin/loud,sha256=abc,3",
    ]
    record.write_text("\n".join([*reversed(lines), *added]) + "\n")
    assert fingerprint(Distribution.at(info)) == before
    record.write_text("\n".join([*lines, "loud/more.py,sha256=abc,3"]) + "\n")
    assert fingerprint(Distribution.at(info)) != before


def test_an_editable_installation_is_known_by_where_it_is(site: FakeSite) -> None:
    info = site.add("loud", {"loud": tool_plugin("loud")}, approved=False)

    def installed_from(folder: str) -> str:
        text = json.dumps({"url": f"file:///{folder}", "dir_info": {"editable": True}})
        (info / "direct_url.json").write_text(text)
        return fingerprint(Distribution.at(info))

    first = installed_from("a")
    assert first.startswith("metadata-sha256:")
    (site.folder / "loud" / "__init__.py").write_text("# edited\n")
    record = info / "RECORD"
    record.write_text(record.read_text() + "loud/more.py,sha256=abc,3\n")
    assert fingerprint(Distribution.at(info)) == first
    assert installed_from("b") != first
    assert installed_from("a") == first
    (info / "METADATA").write_text("Metadata-Version: 2.3\nName: loud\nVersion: 1.0\nRequires-Dist: more\n")
    assert fingerprint(Distribution.at(info)) != first


@pytest.mark.parametrize("broken", ["no RECORD", "RECORD of others", "binary RECORD", "binary direct_url"])
def test_a_distribution_without_a_record_of_its_module_is_known_by_its_metadata(site: FakeSite, broken: str) -> None:
    info = site.add("loud", {"loud": tool_plugin("loud")}, approved=False)
    match broken:
        case "no RECORD":
            (info / "RECORD").unlink()
        case "RECORD of others":
            (info / "RECORD").write_text("louder/__init__.py,sha256=abc,3\n")
        case "binary RECORD":
            (info / "RECORD").write_bytes(b"\xff\xfe\x00")
        case _:
            (info / "direct_url.json").write_text("[1]")
            (info / "RECORD").unlink()
    found = fingerprint(Distribution.at(info))
    assert found.startswith("metadata-sha256:")
    assert _status(load_plugins(), "loud").status == "unapproved"
    approve(Distribution.at(info))
    assert _status(load_plugins(), "loud").status == "active"
    (info / "METADATA").write_text("Metadata-Version: 2.3\nName: loud\nVersion: 1.0\nSummary: another\n")
    assert _status(load_plugins(), "loud").status == "unapproved"


def test_the_bundled_need_no_approval_even_in_an_editable_installation(site: FakeSite) -> None:
    info = site.add("personatui", {"bundled": tool_plugin("jtbd")}, version="0.1.0", entry_points={"jtbd": "bundled"})
    (info / "direct_url.json").write_text('{"url": "file:///x", "dir_info": {"editable": true}}')
    assert load_records() == PluginRecords()
    assert _status(load_plugins(), "jtbd").status == "active"


def test_nothing_is_hashed_that_is_bundled_or_switched_off(site: FakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(source: Distribution) -> str:
        asked.append(source.metadata["Name"])
        return fingerprint(source)

    monkeypatch.setattr(personatui.host.trust, "fingerprint", counted)
    site.add("personatui", {"bundled": tool_plugin("jtbd")}, version="0.1.0", entry_points={"jtbd": "bundled"})
    site.add("quiet", {"quiet": tool_plugin("quiet")})
    site.add("loud", {"loud": tool_plugin("loud")})
    asked.clear()
    load_plugins(disabled={"quiet"})
    assert asked == ["loud"]
    load_plugins(off=True)
    assert asked == ["loud"]


def test_a_plugin_that_waits_for_approval_takes_no_name_from_one_that_runs(site: FakeSite, trace: Path) -> None:
    site.add("aaa", {"aaa_kano": loud(trace, "kano")}, entry_points={"kano": "aaa_kano"}, approved=False)
    site.add("bbb", {"bbb_kano": KANO_PLUGIN}, entry_points={"kano": "bbb_kano"})
    host = load_plugins()
    assert {status.distribution: status.status for status in host.statuses} == {"aaa": "unapproved", "bbb": "active"}
    assert host.tools["kano"].title == "Kano Model"
    assert not trace.exists()


def test_an_incompatible_plugin_is_not_asked_about(site: FakeSite) -> None:
    site.add("loud", {"loud": ""}, requires=["personatui>=7"], approved=False)
    assert _status(load_plugins(), "loud").status == "incompatible"


# PERSONATUI_PLUGINS ------------------------------------------------------------------------------------------


def _loaded(monkeypatch: pytest.MonkeyPatch, said: str) -> dict[str, str]:
    monkeypatch.setenv(PLUGINS_VARIABLE, said)
    return {status.name: status.status for status in load_plugins(disabled={"quiet"}).statuses}


def test_the_environment_says_what_a_run_loads(site: FakeSite, trace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.add("personatui", {"bundled": tool_plugin("jtbd")}, version="0.1.0", entry_points={"jtbd": "bundled"})
    site.add("personatui-loud", {"loud": loud(trace)}, approved=False)
    site.add("approved", {"approved": tool_plugin("approved")})
    site.add("quiet", {"quiet": tool_plugin("quiet")}, approved=False)
    usual = {"jtbd": "active", "approved": "active", "loud": "unapproved", "quiet": "disabled"}
    assert _loaded(monkeypatch, "") == usual
    assert _loaded(monkeypatch, " , ") == usual
    assert set(_loaded(monkeypatch, "none").values()) == {"disabled"}
    bundled = {"jtbd": "active", "approved": "disabled", "loud": "disabled", "quiet": "disabled"}
    assert _loaded(monkeypatch, "bundled") == bundled
    assert not trace.exists()
    assert _loaded(monkeypatch, "Personatui_Loud") == bundled | {"loud": "active"}
    assert trace.exists()
    assert _loaded(monkeypatch, "bundled, loud , quiet") == bundled | {"loud": "active", "quiet": "active"}
    assert _loaded(monkeypatch, "loud,none") == bundled | {"loud": "active"}
    # it holds for that run alone
    assert _loaded(monkeypatch, "") == usual


def test_a_plugin_that_the_environment_leaves_out_says_so(site: FakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    site.add("loud", {"loud": tool_plugin("loud")})
    monkeypatch.setenv(PLUGINS_VARIABLE, "bundled")
    assert _status(load_plugins(), "loud").reason == "PERSONATUI_PLUGINS leaves it out of this run."


def test_an_unsound_plugin_is_not_loaded_because_the_environment_names_it(
    site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.add("needy", {"needy": ""}, requires=["personatui>=7"])
    monkeypatch.setenv(PLUGINS_VARIABLE, "needy")
    assert _status(load_plugins(), "needy").status == "incompatible"


def test_what_the_environment_asks_for_and_is_not_there_is_known() -> None:
    trust = load_trust({PLUGINS_VARIABLE: "Kano,personatui_Loud,gone"})
    assert trust.missing(["kano", "personatui-loud", "jtbd"]) == ("gone",)
    assert Trust().missing([]) == ()


# The file ----------------------------------------------------------------------------------------------------


def test_an_approval_is_kept_beside_the_settings_by_name_version_and_digest(site: FakeSite) -> None:
    source = Distribution.at(site.add("Personatui_Loud", {"loud": tool_plugin("loud")}, version="0.3"))
    approve(source)
    (approval,) = load_records().approvals
    assert approval == approval_of(source)
    assert (approval.name, approval.version) == ("personatui-loud", "0.3")
    text = plugins_path().read_text(encoding="utf-8")
    assert text.startswith("# Which plugins may run")
    assert approval.digest in text


def test_a_broken_file_approves_nothing_and_is_left_alone(site: FakeSite, trace: Path) -> None:
    info = site.add("loud", {"loud": loud(trace)})
    plugins_path().write_text("[[approved]\n")
    assert _status(load_plugins(), "loud").status == "unapproved"
    assert load_trust().problem.startswith(f"{plugins_path()}")
    with pytest.raises(Exception, match=r"plugins\.toml"):
        approve(Distribution.at(info))
    assert plugins_path().read_text() == "[[approved]\n"


@pytest.mark.parametrize(
    "text",
    [
        "approved = 5\n",
        "approved = ['loud']\n",
        "[[approved]]\nname = 'loud'\n",
        "[[approved]]\nname = 'loud'\nversion = '1.0'\ndigest = ''\n",
        "[[approved]]\nname = 'loud'\nversion = 1.0\ndigest = 'x'\n",
        "[approved]\nname = 'loud'\nversion = '1.0'\ndigest = 'x'\n",
    ],
)
def test_an_entry_that_does_not_fit_approves_nothing(site: FakeSite, text: str) -> None:
    site.add("loud", {"loud": tool_plugin("loud")}, approved=False)
    plugins_path().parent.mkdir(parents=True)
    plugins_path().write_text(text)
    assert load_records() == PluginRecords()
    assert _status(load_plugins(), "loud").status == "unapproved"


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
APPROVALS = st.builds(Approval, WORDS, WORDS, WORDS)
INSTALLATIONS = st.builds(Installation, WORDS, WORDS, WORDS, st.booleans())


@given(approvals=st.lists(APPROVALS, max_size=4), installations=st.lists(INSTALLATIONS, max_size=4))
def test_what_is_written_is_read_again(approvals: list[Approval], installations: list[Installation]) -> None:
    wanted = PluginRecords()
    for approval in approvals:
        wanted = wanted.with_approval(approval)
    for installation in installations:
        wanted = wanted.with_installation(installation)
    assert change_records(lambda _: wanted) == wanted
    found = load_records()
    assert set(found.approvals) == set(wanted.approvals)
    assert set(found.installations) == set(wanted.installations)
    assert found.problem == ""


def test_what_another_program_writes_meanwhile_is_kept(site: FakeSite) -> None:
    calls = 0

    def change(records: PluginRecords) -> PluginRecords:
        nonlocal calls
        calls += 1
        if calls == 1:
            change_records(lambda known: known.with_approval(Approval("theirs", "1", "x")))
        return records.with_approval(Approval("ours", "1", "x"))

    change_records(change)
    assert calls == 2
    assert {approval.name for approval in load_records().approvals} == {"ours", "theirs"}


def test_a_distribution_is_forgotten_whole() -> None:
    records = PluginRecords(
        (Approval("a", "1", "x"), Approval("a", "2", "y"), Approval("b", "1", "z")),
        (Installation("a", "2", "a"), Installation("b", "1", "./b")),
    )
    left = records.without("a")
    assert left == PluginRecords((Approval("b", "1", "z"),), (Installation("b", "1", "./b"),))
    assert records.installation_of("a") == Installation("a", "2", "a")
    assert left.installation_of("a") is None


def test_what_is_switched_off_is_not_asked_about(site: FakeSite) -> None:
    site.add("loud", {"loud": ""}, approved=False)
    settings = set_plugin_disabled("loud", True)
    assert _status(load_plugins(disabled=settings.disabled_plugins), "loud").status == "disabled"


def test_no_file_of_a_project_approves_or_loads_a_plugin(
    site: FakeSite, trace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from personatui.host.opening import open_session

    source = Distribution.at(site.add("loud", {"loud": loud(trace)}, approved=False))
    approval = approval_of(source)
    entry = f'name = "{approval.name}"\nversion = "{approval.version}"\ndigest = "{approval.digest}"\n'
    root = tmp_path / "hostile"
    root.mkdir()
    project = f'plugins = ["loud"]\napproved_plugins = ["loud"]\n[[approved]]\n{entry}[[installed]]\nname = "loud"\n'
    (root / "personatui.toml").write_text(f'name = "Hostile"\n{project}')
    for name in ("plugins.toml", ".personatui/plugins.toml", ".config/personatui/plugins.toml"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"[[approved]]\n{entry}")
    (root / ".env").write_text("PERSONATUI_PLUGINS=loud\n")
    monkeypatch.chdir(root)
    session = open_session(root)
    assert _status(session.plugins, "loud").status == "unapproved"
    assert not trace.exists()
