"""The sample projects that come with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from personatui.errors import ProjectError, UsageError
from personatui.store import samples
from personatui.store.folders import PROJECT_FILE, create_project
from personatui.store.samples import copy_sample, sample_names, sample_path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "samples"
    for name in ("zoo", "aquarium"):
        create_project(folder / name, name)
    (folder / "no-project").mkdir()
    monkeypatch.setattr(samples, "_PLACES", (tmp_path / "absent", folder))
    return folder


def test_the_samples_of_this_checkout_are_found() -> None:
    assert all((sample_path(name) / PROJECT_FILE).is_file() for name in sample_names())


def test_samples_are_folders_that_hold_a_project(place: Path) -> None:
    assert sample_names() == ("aquarium", "zoo")
    assert sample_path("zoo") == place / "zoo"


@pytest.mark.parametrize("name", ["none", "no-project", "..", "", "../samples/zoo"])
def test_an_unknown_sample_names_those_there_are(place: Path, name: str) -> None:
    with pytest.raises(UsageError, match="aquarium, zoo"):
        sample_path(name)


def test_a_copy_can_be_edited_though_the_sample_cannot(place: Path, tmp_path: Path) -> None:
    (place / "zoo" / PROJECT_FILE).chmod(0o444)
    (place / "zoo" / "personas").chmod(0o555)

    copied = copy_sample("zoo", tmp_path / "new" / "copy")

    assert (copied / PROJECT_FILE).stat().st_mode & 0o200
    assert (copied / "personas").stat().st_mode & 0o200
    (place / "zoo" / "personas").chmod(0o755)


def test_a_copy_never_goes_over_other_files(place: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "empty").mkdir()

    for destination in (
        tmp_path / "full",
        tmp_path / "full" / "mine.txt",
        tmp_path / "full" / "mine.txt" / "below",
    ):
        with pytest.raises(ProjectError):
            copy_sample("zoo", destination)
    assert copy_sample("zoo", tmp_path / "empty") == tmp_path / "empty"
