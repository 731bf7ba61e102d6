"""Where records lie, and which files are records."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import rtoml

from personatui.errors import FileError, ProjectError
from personatui.model.ids import PROJECT_REFERENCE, Reference
from personatui.store import folders
from personatui.store.folders import PROJECT_FILE, ProjectFolder, create_project, find_project


def touch(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")


def problems(root: Path) -> dict[str, FileError]:
    return {error.path.relative_to(root).as_posix(): error for error in ProjectFolder(root).scan().problems}


def test_a_new_project_is_found_from_below(tmp_path: Path) -> None:
    root = tmp_path / "shop"

    file = create_project(root, 'The "Shop"\x1b')

    assert rtoml.loads(file.read_text(encoding="utf-8")) == {"schema": 1, "name": 'The "Shop"␛'}
    assert sorted(path.name for path in root.iterdir()) == [
        "canvases",
        "personas",
        PROJECT_FILE,
        "segments",
        "sources",
    ]
    for start in (root, root / "personas", root / "personas" / "none.toml", file):
        assert find_project(start) == root.resolve()


def test_a_folder_with_other_files_can_become_a_project(tmp_path: Path) -> None:
    touch(tmp_path, "README.md", "personas/maya.toml")

    create_project(tmp_path, "x")

    assert (tmp_path / "README.md").exists()


def test_a_project_is_never_started_over_another_or_a_file(tmp_path: Path) -> None:
    create_project(tmp_path / "a", "first")
    touch(tmp_path, "file")

    for path in (tmp_path / "a", tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ProjectError) as caught:
            create_project(path, "second")
        assert caught.value.hint
    assert "first" in (tmp_path / "a" / PROJECT_FILE).read_text(encoding="utf-8")


def test_no_project_names_the_two_ways_on(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        find_project(tmp_path)

    assert "personatui new" in caught.value.hint
    assert "demo" in caught.value.hint


@pytest.mark.parametrize(
    ("reference", "place"),
    [
        (PROJECT_REFERENCE, "personatui.toml"),
        (Reference("persona", "maya"), "personas/maya.toml"),
        (Reference("segment", "renters"), "segments/renters.toml"),
        (Reference("source", "interview-1"), "sources/interview-1.toml"),
        (Reference("canvas", "maya", "jtbd"), "canvases/jtbd/maya.toml"),
        (Reference("import", "deck"), "imports/deck.toml"),
    ],
)
def test_a_reference_and_its_file(tmp_path: Path, reference: Reference, place: str) -> None:
    folder = ProjectFolder(tmp_path)

    assert folder.path_of(reference) == tmp_path.resolve() / place
    assert folder.path_of(reference.at("m2xa")) == tmp_path.resolve() / place
    assert folder.reference_of(folder.path_of(reference)) == reference
    assert folder.reference_of(Path(place)) == reference


@pytest.mark.parametrize(
    "place",
    ["../x.toml", "personas/../../x.toml", "personas/con.toml", "personas/Maya.toml", "personas/maya.md", "x.toml",
     "canvases/maya.toml", "personas/a/b.toml", "canvases/J T/maya.toml", ""],
)  # fmt: skip
def test_what_is_no_record(tmp_path: Path, place: str) -> None:
    assert ProjectFolder(tmp_path).reference_of(Path(place)) is None


@pytest.mark.parametrize(
    "reference",
    [Reference("persona", "../x"), Reference("persona", "con"), Reference("canvas", "maya", ".."),
     Reference("canvas", "maya"), Reference("other", "x"), Reference("persona", "a/b"), Reference("persona", "")],
)  # fmt: skip
def test_no_id_leads_out_of_the_project(tmp_path: Path, reference: Reference) -> None:
    with pytest.raises(ProjectError):
        ProjectFolder(tmp_path).path_of(reference)


def test_a_scan_finds_records_sorted_and_passes_over_the_rest(tmp_path: Path) -> None:
    create_project(tmp_path, "x")
    touch(tmp_path, "personas/zoe.toml", "personas/amy.toml", "canvases/swot/amy.toml", "sources/i1.toml")
    touch(tmp_path, "personas/.hidden.toml", "personas/notes.md", "personas/pictures/amy.png", "other/x.toml")

    scan = ProjectFolder(tmp_path).scan()

    assert [str(reference) for reference, _ in scan.records] == [
        "canvas/swot/amy",
        "persona/amy",
        "persona/zoe",
        "source/i1",
    ]
    assert all(path.is_file() for _, path in scan.records)
    assert scan.problems == ()


def test_files_that_cannot_be_records_are_told_with_a_better_name(tmp_path: Path) -> None:
    touch(
        tmp_path,
        "personas/Maya Okafor.toml",
        "personas/con.toml",
        "personas/amy.TOML",
        "personas/team/bob.toml",
        "canvases/amy.toml",
        "canvases/My Tool/amy.toml",
        "personas/fine.toml",
        "personas/-dash.toml",
    )

    found = problems(tmp_path)

    assert set(found) == {
        "personas/Maya Okafor.toml",
        "personas/con.toml",
        "personas/amy.TOML",
        "personas/team",
        "canvases/amy.toml",
        "canvases/My Tool",
        "personas/-dash.toml",
    }
    assert "maya-okafor.toml" in found["personas/Maya Okafor.toml"].hint
    assert len(ProjectFolder(tmp_path).scan().records) == 1


def test_links_out_of_the_project_are_told_and_not_read(tmp_path: Path) -> None:
    root = tmp_path / "project"
    touch(tmp_path, "elsewhere/secret.toml", "project/personas/fine.toml")
    (root / "personas" / "out.toml").symlink_to(tmp_path / "elsewhere" / "secret.toml")
    (root / "personas" / "in.toml").symlink_to(root / "personas" / "fine.toml")
    (root / "sources").symlink_to(tmp_path / "elsewhere")
    (root / "canvases").mkdir()
    (root / "canvases" / "swot").symlink_to(tmp_path / "elsewhere")

    scan = ProjectFolder(root).scan()

    assert [reference.record for reference, _ in scan.records] == ["fine", "in"]
    assert set(problems(root)) == {"personas/out.toml", "sources", "canvases/swot"}


def test_a_file_where_a_folder_belongs_is_told(tmp_path: Path) -> None:
    touch(tmp_path, "personas")

    assert set(problems(tmp_path)) == {"personas"}


def test_too_many_files_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MAX_FILES", 3)
    touch(tmp_path, *(f"personas/p{number}.toml" for number in range(5)))

    scan = ProjectFolder(tmp_path).scan()

    assert len(scan.records) == 3
    assert "more than 3 files" in scan.problems[-1].message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions bind every user but root")
def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    touch(tmp_path, "personas/amy.toml", "sources/i1.toml")
    (tmp_path / "personas").chmod(0)
    try:
        assert set(problems(tmp_path)) == {"personas"}
        assert len(ProjectFolder(tmp_path).scan().records) == 1
    finally:
        (tmp_path / "personas").chmod(0o700)
