"""Plugins are found in metadata alone, and broken metadata hides no other plugin."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import pytest

from host.fake_distributions import KANO_PLUGIN, FakeSite, tool_plugin
from personatui.api.hookspecs import ENTRY_POINT_GROUP
from personatui.host import discovery
from personatui.host.discovery import discover, incompatibility, running_version


def test_the_group_is_the_one_that_plugin_authors_are_told() -> None:
    assert discovery.ENTRY_POINT_GROUP == ENTRY_POINT_GROUP


def test_an_installed_plugin_is_found_without_being_imported(site: FakeSite) -> None:
    site.add("personatui-kano", {"kano_plugin": KANO_PLUGIN}, version="1.2", entry_points={"kano": "kano_plugin:x"})
    (found,) = discover()
    assert (found.name, found.value, found.distribution, found.version) == (
        "kano",
        "kano_plugin:x",
        "personatui-kano",
        "1.2",
    )
    assert found.label == "kano (personatui-kano 1.2)"
    assert (found.disabled, found.incompatible, found.fault) == (False, "", "")
    assert "kano_plugin" not in sys.modules


def test_nothing_installed_gives_nothing(site: FakeSite) -> None:
    assert discover() == ()


def test_other_groups_are_left_alone(site: FakeSite) -> None:
    info = site.add("other", {"other": ""}, entry_points={})
    (info / "entry_points.txt").write_text("[console_scripts]\nother = other:main\n# personatui.plugins\n")
    assert discover() == ()


def test_the_bundled_come_first_then_distributions_and_names_in_order(site: FakeSite) -> None:
    site.add("zebra", {"z1": "", "a1": ""}, entry_points={"z": "z1", "a": "a1"})
    site.add("Aardvark", {"b1": ""}, entry_points={"b": "b1"})
    site.add("personatui", version="0.1.0", entry_points={"swot": "nowhere", "jtbd": "nowhere"})
    assert [plugin.name for plugin in discover()] == ["jtbd", "swot", "b", "a", "z"]


def test_a_distribution_twice_on_the_path_counts_once_as_the_first(
    site: FakeSite, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = FakeSite(tmp_path_factory.mktemp("older"))
    older.add("personatui_kano", {"kano_old": ""}, version="0.9", entry_points={"kano": "kano_old"})
    older.add("retired", {"retired_old": ""}, version="0.9", entry_points={"retired": "retired_old"})
    site.add("personatui-kano", {"kano_plugin": ""}, version="1.0", entry_points={"kano": "kano_plugin"})
    site.add("retired", {}, version="2.0", entry_points={})
    monkeypatch.setattr(sys, "path", [*sys.path, str(older.folder)])
    assert {entry.value for entry in entry_points(group=ENTRY_POINT_GROUP)} == {"kano_plugin"}
    assert [(plugin.name, plugin.version) for plugin in discover()] == [("kano", "1.0")]


@pytest.mark.parametrize("names", [{"kano-model"}, {"personatui-kano"}, ["Kano_Model"], ["Personatui.Kano", "x"]])
def test_a_plugin_is_disabled_by_its_name_or_its_distributions(site: FakeSite, names: set[str]) -> None:
    site.add("personatui-kano", {"kano_plugin": ""}, entry_points={"kano_model": "kano_plugin"})
    site.add("other", {"other": ""})
    assert {plugin.name: plugin.disabled for plugin in discover(disabled=names)} == {
        "kano_model": True,
        "other": False,
    }


def test_of_two_plugins_of_one_name_the_later_is_at_fault_and_both_are_named(site: FakeSite) -> None:
    site.add("aaa", {"aaa_kano": ""}, version="1.0", entry_points={"kano": "aaa_kano"})
    site.add("bbb", {"bbb_kano": ""}, version="2.0", entry_points={"kano": "bbb_kano"})
    first, second = discover()
    assert first.fault == ""
    assert second.distribution == "bbb"
    assert second.fault == "The name kano is taken already by kano (aaa 1.0)."


def test_a_repeated_line_counts_once(site: FakeSite) -> None:
    site.add("aaa", {"aaa": ""}, entry_points=[("kano", "aaa"), ("kano", "aaa")])
    (found,) = discover()
    assert found.fault == ""


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("METADATA", None),
        ("METADATA", b""),
        ("METADATA", b"\xff\xfe\x00broken"),
        ("METADATA", b"Metadata-Version: 2.3\nName: broken\n"),
        ("entry_points.txt", b"[personatui.plugins]\nno equals sign here\n"),
        ("entry_points.txt", b"[personatui.plugins]\n\xff\xfe = x\n"),
        ("entry_points.txt", b"broken = broken\n[personatui.plugins]\n"),
    ],
)
def test_broken_metadata_stops_no_other_plugin(site: FakeSite, file: str, content: bytes | None) -> None:
    info = site.add("aaa-broken", {"broken": ""})
    site.add("zzz", {"sound": ""})
    if content is None:
        (info / file).unlink()
    else:
        (info / file).write_bytes(content)
    found = {plugin.name: plugin for plugin in discover()}
    assert found.pop("sound").fault == ""
    assert all("cannot be read. Reinstall it." in plugin.fault for plugin in found.values())
    if file == "METADATA":
        assert list(found) == ["broken"]


def test_hostile_names_are_made_visible(site: FakeSite) -> None:
    site.add("evil", {"evil": ""}, entry_points={"e\x1b]0;owned\x07vil": "evil\x9b2J"})
    (found,) = discover()
    assert "\x1b" not in found.name
    assert "\x9b" not in found.value
    assert found.name.startswith("e␛]0;owned")


@pytest.mark.parametrize(
    ("requirement", "running", "fits"),
    [
        ("personatui", "0.1.0", True),
        ("personatui>=0.1", "0.1.0", True),
        ("personatui>=0.1,<0.2", "0.2.0", False),
        ("Personatui >= 9", "0.1.0", False),
        ("personatui[test]~=0.1.0", "0.1.7", True),
        ("personatui>=0.2", "0.2.1.dev3", True),
        ("personatui>=0.2", "0.2.0rc1", False),
        ("personatui>=9; extra == 'dev'", "0.1.0", True),
        ("personatui>=9; python_version < '3'", "0.1.0", True),
        ("personatui>=9; python_version >= '3'", "0.1.0", False),
        ("personatui @ https://example.org/p.whl", "0.1.0", True),
        ("personatui>=9", "", True),
        ("personatui-kano>=9", "0.1.0", True),
        ("personatui >= ?", "0.1.0", False),
        ("something >= ?", "0.1.0", True),
        ("", "0.1.0", True),
    ],
)
def test_requirements_are_held_against_the_running_version(requirement: str, running: str, fits: bool) -> None:
    assert (incompatibility([requirement], running) == "") is fits


def test_every_requirement_has_to_be_met() -> None:
    reason = incompatibility(["click>=8", "personatui>=0.1", "personatui<0.1.0"], "0.1.0")
    assert reason == "It needs personatui<0.1.0, and this is 0.1.0."


def test_the_running_version_is_the_installed_ones(site: FakeSite) -> None:
    site.add("needy", {"needy": ""}, requires=["personatui>=3"])
    assert running_version() == "0.1.0"
    assert discover()[0].incompatible == "It needs personatui>=3, and this is 0.1.0."


def test_discovery_imports_neither_pydantic_nor_a_plugin(site: FakeSite) -> None:
    site.add("personatui-kano", {"kano_plugin": tool_plugin("kano")})
    loaded = site.run(
        "import json, sys\n"
        "from personatui.host.discovery import discover\n"
        "names = [plugin.name for plugin in discover()]\n"
        "heavy = {'pydantic', 'textual', 'pluggy', 'kano_plugin'} & set(sys.modules)\n"
        "print(json.dumps([names, sorted(heavy)]))"
    )
    assert loaded == [["kano_plugin"], []]
