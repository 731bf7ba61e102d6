"""Tools that a project needs and that are not there: the reason, what brings them, and that nothing is done unasked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from host.folders import kano, open_folder, plugins_with, write_files
from personatui.host.absent import absent_tools
from personatui.host.checking import check
from personatui.host.plugins import SWITCHED_OFF, PluginHost, PluginStatus, Status
from personatui.model.findings import Severity
from personatui.model.project import Project, Settings

TODAY = date(2026, 3, 14)
CANVAS = "canvases/kano/maya-okafor.toml"


def uses(**wanted: str) -> Project:
    """A project that names what brings its tools."""
    return Project(settings=Settings(uses=dict(wanted)))


def host(status: Status, name: str = "kano", distribution: str = "personatui-kano", version: str = "1.0") -> PluginHost:
    """A host that knows one plugin, which contributes nothing."""
    return PluginHost(statuses=(PluginStatus(name, distribution, version, status, "Because."),))


@pytest.mark.parametrize(
    ("wanted", "command"),
    [
        ("personatui-kano", "personatui plugins install personatui-kano"),
        ("personatui-kano >= 1.2, < 2", "personatui plugins install 'personatui-kano<2,>=1.2'"),
        # what only a person can judge is told, not offered to a shell
        ("personatui-kano @ https://example.org/kano.whl", ""),
        ("", ""),
        ("$(reboot)", ""),
    ],
)
def test_what_brings_a_tool(wanted: str, command: str) -> None:
    absent = absent_tools(uses(kano=wanted), PluginHost())["kano"]
    assert absent.command == command
    assert absent.reason.startswith("It is not installed")
    assert absent.told.endswith(f"`{command}`" if command else ".")


@pytest.mark.parametrize(
    ("status", "command"),
    [
        ("unapproved", "personatui plugins approve personatui-kano"),
        ("incompatible", "personatui plugins upgrade personatui-kano"),
        ("failed", ""),
    ],
)
@pytest.mark.parametrize("tool", ["kano", "delight"])
def test_a_plugin_that_is_there_and_does_not_work(status: Status, command: str, tool: str) -> None:
    absent = absent_tools(uses(**{tool: "personatui_Kano>=1"}), host(status))[tool]
    assert absent.command == command
    assert absent.reason == f"Its plugin is {status}. Because."


def test_a_plugin_that_is_switched_off_and_one_that_this_run_leaves_out() -> None:
    for reason, command in ((SWITCHED_OFF, "personatui plugins enable kano"), ("This run has none.", "")):
        plugins = PluginHost(statuses=(PluginStatus("kano", "personatui-kano", "1.0", "disabled", reason),))
        assert absent_tools(uses(kano="personatui-kano"), plugins)["kano"].command == command


def test_only_what_is_needed_and_absent() -> None:
    project = uses(kano="personatui-kano", blueprint="")
    assert list(absent_tools(project, plugins_with(kano()))) == ["blueprint"]
    off = Project(settings=Settings(uses=project.settings.uses, tools_off=("blueprint", "kano")))
    assert not absent_tools(off, PluginHost())
    assert not absent_tools(uses(**{"../kano": "x", "": "y"}), PluginHost())


@given(st.text(max_size=40))
def test_any_text_is_told_and_none_reaches_a_shell(wanted: str) -> None:
    absent = absent_tools(uses(kano=wanted), PluginHost())["kano"]
    assert "\n" not in absent.told
    if absent.command:
        import shlex

        assert len(shlex.split(absent.command)) == 4


def test_the_canvas_is_kept_and_the_project_says_what_brings_its_tool(root: Path) -> None:
    text = '# by hand\n[[wishes]]\ntext = "quiet"\n'
    write_files(root, {CANVAS: text, "personatui.toml": '[uses]\nkano = "personatui-kano"\n'})
    session = open_folder(root)
    found = [entry for entry in check(session, today=TODAY).findings if entry.code == "core.absent-tool"]
    assert [(entry.file, entry.severity) for entry in found] == [
        (CANVAS, Severity.NOTE),
        ("personatui.toml", Severity.NOTE),
    ]
    assert all("personatui plugins install personatui-kano" in entry.hint for entry in found)
    assert (root / CANVAS).read_text() == text


@pytest.mark.parametrize(("version", "is_told"), [("0.9", True), ("1.0", False), ("2.0a1", False)])
def test_another_version_than_the_project_needs(root: Path, version: str, is_told: bool) -> None:
    from dataclasses import replace

    write_files(root, {"personatui.toml": '[uses]\nkano = "personatui-kano>=1"\n'})
    status = PluginStatus("kano", "personatui-kano", version, "active")
    plugins = replace(plugins_with(kano()), statuses=(status,))
    found = [entry for entry in check(open_folder(root, plugins), today=TODAY).findings if "version" in entry.code]
    assert bool(found) is is_told
    if found:
        assert f"{version} is installed" in found[0].message
        assert "personatui plugins upgrade" in found[0].hint
