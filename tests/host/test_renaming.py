"""A file renamed as one edit: its text stays, undo brings the old name back, and what does not fit is refused."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from host.folders import (
    FILES,
    KANO,
    MAYA,
    MAYA_TEXT,
    PROJECT,
    RENTERS,
    TOM,
    change,
    contents,
    open_folder,
    plugins_with,
    write_files,
)
from personatui.api import CreateFile, DeleteFile, Edit, Reference, RenameFile, SetValue
from personatui.errors import EditError, FileError, ProjectError

NEW = Reference("persona", "maya")
MAYA_FILE = "personas/maya-okafor.toml"


def test_a_renamed_file_keeps_its_text(root: Path) -> None:
    session = open_folder(root)
    session.make(change(RenameFile(MAYA, NEW), label="rename Maya"))

    assert (session.text_of(MAYA), session.text_of(NEW)) == (None, MAYA_TEXT)
    assert list(session.project.personas) == ["maya", "tom-brandt"]
    assert set(session.unsaved) == {MAYA, NEW}
    assert session.undo_label == "rename Maya"
    assert set(session.save().saved) == {MAYA, NEW}
    assert contents(root) == {
        name.replace(MAYA_FILE, "personas/maya.toml"): text.encode() for name, text in FILES.items()
    }


def test_undo_and_redo_of_a_renaming_before_and_after_saving(root: Path) -> None:
    session = open_folder(root)
    before = contents(root)
    session.make(change(RenameFile(MAYA, NEW)))
    session.undo()
    assert session.unsaved == ()
    session.redo()
    session.save()
    after = contents(root)
    assert after != before

    session.undo()
    assert list(session.project.personas) == ["maya-okafor", "tom-brandt"]
    session.save()
    assert contents(root) == before
    session.redo()
    session.save()
    assert contents(root) == after


def test_edits_after_a_renaming_name_the_new_file(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("summary",), "Old"), RenameFile(MAYA, NEW), SetValue(NEW, ("name",), "Maya")))

    maya = session.project.personas["maya"]
    assert (maya.name, maya.summary) == ("Maya", "Old")
    assert "# Cooper" in (session.text_of(NEW) or "")
    with pytest.raises(EditError, match="to change"):
        session.make(change(RenameFile(NEW, MAYA), SetValue(NEW, ("name",), "x")))
    assert session.text_of(MAYA) is None
    session.undo()
    assert session.unsaved == ()


def test_two_files_change_names_by_way_of_a_third(root: Path) -> None:
    session = open_folder(root)
    before = contents(root)
    aside = Reference("persona", "aside")
    session.make(change(RenameFile(MAYA, aside), RenameFile(TOM, MAYA), RenameFile(aside, TOM)))
    session.save()

    after = contents(root)
    assert after[MAYA_FILE] == before["personas/tom-brandt.toml"]
    assert after["personas/tom-brandt.toml"] == before[MAYA_FILE]
    assert sorted(after) == sorted(before)
    session.undo()
    session.save()
    assert contents(root) == before


def test_a_file_gets_the_name_of_one_that_is_deleted(root: Path) -> None:
    session = open_folder(root)
    before = contents(root)
    session.make(change(DeleteFile(TOM), RenameFile(MAYA, TOM)))
    session.save()
    assert (root / "personas/tom-brandt.toml").read_text("utf-8") == MAYA_TEXT
    assert not (root / MAYA_FILE).exists()
    session.undo()
    session.save()
    assert contents(root) == before


def test_a_renamed_file_keeps_its_permissions(root: Path) -> None:
    (root / MAYA_FILE).chmod(0o600)
    session = open_folder(root)
    aside = Reference("persona", "aside")
    session.make(change(RenameFile(MAYA, aside)))
    session.make(change(RenameFile(aside, NEW)))
    session.save()
    assert stat.S_IMODE((root / "personas/maya.toml").stat().st_mode) == 0o600
    session.undo()
    session.undo()
    session.save()
    assert stat.S_IMODE((root / MAYA_FILE).stat().st_mode) == 0o600


def test_what_was_wrong_in_a_file_does_not_keep_it_from_a_new_name(root: Path) -> None:
    write_files(root, {"personas/odd.toml": 'name = "Odd"\nrole = "king"\n\n[[goals]]\nid = "a b"\n'})
    session = open_folder(root)
    session.make(change(RenameFile(Reference("persona", "odd"), Reference("persona", "even"))))
    assert "even" in session.project.personas
    with pytest.raises(EditError):
        session.make(
            change(
                RenameFile(Reference("persona", "even"), Reference("persona", "odd")),
                SetValue(Reference("persona", "odd"), ("kind",), "king"),
            )
        )


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (RenameFile(MAYA, TOM), "exists already"),
        (RenameFile(MAYA, MAYA), "exists already"),
        (RenameFile(Reference("persona", "nobody"), NEW), "to rename"),
        (RenameFile(MAYA, Reference("segment", "maya")), "cannot be renamed"),
        (RenameFile(MAYA, NEW.at("x")), "cannot be renamed"),
        (RenameFile(MAYA.at("m2xa"), NEW), "cannot be renamed"),
        (RenameFile(PROJECT, Reference("project", "other")), "cannot be renamed|exists already"),
        (RenameFile(MAYA, Reference("persona", "Maya")), "names no file"),
        (RenameFile(MAYA, Reference("persona", "con")), "names no file"),
        (RenameFile(MAYA, Reference("persona", "../x")), "names no file"),
        (RenameFile(Reference("canvas", "a", "kano"), Reference("canvas", "a", "jtbd")), "cannot be renamed"),
    ],
)
def test_what_does_not_fit_is_refused(root: Path, edit: Edit, said: str) -> None:
    session = open_folder(root)
    loaded = session.loaded
    with pytest.raises((EditError, ProjectError), match=said):
        session.make(change(SetValue(RENTERS, ("name",), "x"), edit))
    assert session.loaded is loaded
    assert session.unsaved == ()


def test_a_file_of_a_newer_version_or_a_broken_one_is_not_renamed(root: Path) -> None:
    write_files(root, {"personas/newer.toml": "schema = 9\n", "personas/broken.toml": "name = \n"})
    session = open_folder(root)
    with pytest.raises(EditError, match="newer version"):
        session.make(change(RenameFile(Reference("persona", "newer"), NEW)))
    with pytest.raises(FileError):
        session.make(change(RenameFile(Reference("persona", "broken"), NEW)))
    with pytest.raises(FileError):
        session.make(change(RenameFile(MAYA, Reference("persona", "broken"))))


def test_a_canvas_of_a_tool_and_one_of_none(root: Path) -> None:
    write_files(root, {"canvases/kano/maya-okafor.toml": "features = []\n", "canvases/none/x.toml": "# kept\na = 1\n"})
    session = open_folder(root, plugins_with(KANO))
    session.make(
        change(
            RenameFile(Reference("canvas", "maya-okafor", "kano"), Reference("canvas", "maya", "kano")),
            RenameFile(Reference("canvas", "x", "none"), Reference("canvas", "y", "none")),
        )
    )
    assert list(session.project.canvases) == [("kano", "maya"), ("none", "y")]
    session.save()
    assert (root / "canvases/none/y.toml").read_text("utf-8") == "# kept\na = 1\n"


def test_somebody_else_changed_the_old_file_meanwhile(root: Path) -> None:
    session = open_folder(root)
    session.make(change(RenameFile(MAYA, NEW)))
    (root / MAYA_FILE).write_text(MAYA_TEXT.replace("Maya Okafor", "Theirs"), "utf-8")

    result = session.save()

    assert len(result.conflicts) == 1
    assert result.held == (NEW,)
    assert not (root / "personas/maya.toml").exists()


_IDS = ("a", "b", "c", "d")


@given(steps=st.lists(st.lists(st.tuples(st.sampled_from(_IDS), st.sampled_from(_IDS)), min_size=1, max_size=3)))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_renamings_can_be_taken_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[str, str]]]
) -> None:
    root = write_files(
        tmp_path_factory.mktemp("project"),
        {"personatui.toml": "", **{f"segments/{key}.toml": f"# {key}\n" for key in _IDS[:3]}},
    )
    before = contents(root)
    session = open_folder(root)
    wanted = {key: f"# {key}\n" for key in _IDS[:3]}
    for step in steps:
        after = dict(wanted)
        edits = [RenameFile(Reference("segment", old), Reference("segment", new)) for old, new in step]
        fits = True
        for old, new in step:
            fits = fits and old in after and new not in after
            if fits:
                after[new] = after.pop(old)
        if fits:
            session.make(change(*edits))
            wanted = after
        else:
            with pytest.raises(EditError):
                session.make(change(*edits))
        texts = {key: session.text_of(Reference("segment", key)) for key in _IDS}
        assert {key: text for key, text in texts.items() if text is not None} == wanted
        if len(step) == 2:
            session.save()
    while session.undo_label:
        session.undo()
    session.save()
    assert contents(root) == before


def test_a_new_file_under_the_old_name(root: Path) -> None:
    session = open_folder(root)
    before = contents(root)
    session.make(change(RenameFile(MAYA, NEW), CreateFile(MAYA, {"name": "Another"})))
    assert session.project.personas["maya-okafor"].name == "Another"
    session.save()
    session.undo()
    session.save()
    assert contents(root) == before
