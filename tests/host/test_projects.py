"""Starting projects, and opening them as every front end does."""

from __future__ import annotations

from pathlib import Path

import pytest

from host.folders import contents, write_files
from personatui.errors import ProjectError, UsageError
from personatui.host.opening import open_session
from personatui.host.projects import DEFAULT_SAMPLE, demo_folder, demo_project, new_project
from personatui.store.samples import sample_path
from personatui.store.settings import set_plugin_disabled


@pytest.mark.parametrize(
    ("folder", "given", "name"),
    [
        ("exotic-pet_rental", "", "Exotic pet rental"),
        ("VeinVisualizer", "", "VeinVisualizer"),
        ("x", "A \x1b name", "A ␛ name"),
    ],
)
def test_a_new_project_opens(tmp_path: Path, folder: str, given: str, name: str) -> None:
    root = new_project(tmp_path / folder, given)

    assert root == tmp_path / folder
    session = open_session(root, plugins_off=True)
    assert session.project.settings.name == name
    assert list(session.project.records()) == []


def test_a_new_project_overwrites_nothing(root: Path) -> None:
    before = contents(root)
    for place in (root, root / "personatui.toml"):
        with pytest.raises(ProjectError):
            new_project(place)
    assert contents(root) == before


def test_a_demo_is_a_copy_that_stays_as_it_was_changed(tmp_path: Path) -> None:
    root = demo_project()
    assert root == demo_folder() / DEFAULT_SAMPLE
    assert contents(root) == contents(sample_path(DEFAULT_SAMPLE))
    write_files(root, {"personatui.toml": 'name = "Mine"\n'})

    assert demo_project() == root
    assert open_session(root).project.settings.name == "Mine"
    fresh = demo_project(fresh=True)
    assert fresh == root.with_name(f"{DEFAULT_SAMPLE}-2")
    assert demo_project(fresh=True).name == f"{DEFAULT_SAMPLE}-3"
    assert open_session(root).project.settings.name == "Mine"


@pytest.mark.parametrize("name", ["", "nope", "../exotic-pet-rental", "\x1b[2J"])
def test_a_sample_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="no sample") as caught:
        demo_project(name, destination=tmp_path / "x")
    assert DEFAULT_SAMPLE in caught.value.hint
    assert "\x1b" not in str(caught.value)
    assert not (tmp_path / "x").exists()


def test_a_demo_is_not_put_among_other_files(tmp_path: Path) -> None:
    write_files(tmp_path / "full", {"notes.md": "x"})
    with pytest.raises(ProjectError, match="not empty"):
        demo_project(destination=tmp_path / "full")


def test_a_session_is_opened_with_the_plugins_that_the_user_wants(root: Path) -> None:
    assert {"jtbd", "empathy_map"} <= set(open_session(root).tools)
    assert dict(open_session(root, plugins_off=True).tools) == {}
    set_plugin_disabled("jtbd", True)
    assert "jtbd" not in open_session(root).tools
    assert "empathy_map" in open_session(root).tools
