"""Reading again only what changed: the same project as a full reading gives, for the price of the files named."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import personatui.host.refreshing
import personatui.host.session
from host.folders import FILES, INTERVIEW, KANO, MAYA, PROJECT, RENTERS, TOM, change, open_folder, plugins_with
from personatui.api import AddItem, CreateFile, DeleteFile, Reference, SetValue
from personatui.errors import ProjectError
from personatui.host.loading import load_project
from personatui.host.session import Session
from personatui.store.reading import read_bytes
from personatui.store.saving import replace_file

MAYA_FILE, TOM_FILE = "personas/maya-okafor.toml", "personas/tom-brandt.toml"


def _same_as_read_anew(session: Session) -> None:
    fresh = load_project(session.folder, session.plugins)
    assert session.project == fresh.project
    assert list(session.project.personas) == list(fresh.project.personas)
    assert {key: file.text for key, file in session.loaded.files.items()} == {
        key: file.text for key, file in fresh.files.items()
    }
    assert {key: str(error) for key, error in session.loaded.broken.items()} == {
        key: str(error) for key, error in fresh.broken.items()
    }
    assert list(map(str, session.loaded.misplaced)) == list(map(str, fresh.misplaced))


def _write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_one_file_costs_what_that_file_costs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_folder(root)
    before = session.loaded
    path = _write(root, TOM_FILE, 'schema = 1\nname = "Tom B."\n')
    read: list[Path] = []
    real = read_bytes

    def counted(path: Path, *, root: Path) -> bytes:
        read.append(path)
        return real(path, root=root)

    monkeypatch.setattr(personatui.host.refreshing, "read_bytes", counted)
    monkeypatch.setattr(type(session.folder), "scan", lambda self: pytest.fail("looked through the folders"))
    assert session.refresh(paths=[path]) == (TOM,)
    assert read == [path]
    assert session.project.personas["tom-brandt"].name == "Tom B."
    assert session.project.personas["maya-okafor"] is before.project.personas["maya-okafor"]
    assert session.refresh(paths=[path]) == ()


def test_what_is_the_same_is_no_change(root: Path) -> None:
    session = open_folder(root)
    before = session.loaded
    os.utime(root / MAYA_FILE)
    assert session.refresh(paths=[root / MAYA_FILE, root / "personas", root / "personatui.toml"]) == ()
    assert session.loaded is before


def test_our_own_saves_are_no_changes_from_outside(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Maya O."), DeleteFile(TOM)))
    session.save()
    before = session.loaded
    assert session.refresh(paths=[root / MAYA_FILE, root / TOM_FILE, root / "personas"]) == ()
    assert session.loaded is before


def test_a_change_under_unsaved_edits_is_told_and_loses_nothing(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Maya O.")))
    path = root / MAYA_FILE
    path.write_text(path.read_text().replace("age = 34", "age = 35"))
    assert session.refresh(paths=[path]) == (MAYA,)
    assert session.project.personas["maya-okafor"].name == "Maya O."
    assert session.save().merged == (MAYA,)
    maya = session.project.personas["maya-okafor"]
    assert (maya.name, maya.demographics.age) == ("Maya O.", 35)
    _same_as_read_anew(session)


def test_the_projects_own_file(root: Path) -> None:
    session = Session.open(root, plugins_with(KANO))
    file = root / "personatui.toml"
    file.write_text('schema = 1\nname = "Other"\ntools_off = ["kano"]\n')
    assert session.refresh(paths=[file]) == (PROJECT,)
    assert (session.project.settings.name, dict(session.tools)) == ("Other", {})
    for text in ("name =", None):
        before = session.loaded
        file.unlink() if text is None else file.write_text(text)
        path = _write(root, TOM_FILE, f'schema = 1\nname = "Tom {text}"\n')
        with pytest.raises(ProjectError):
            session.refresh(paths=[file, path])
        assert session.loaded is before


def test_a_folder_that_goes_and_comes(root: Path, tmp_path: Path) -> None:
    session = open_folder(root)
    (root / "personas").rename(tmp_path / "aside")
    assert set(session.refresh(paths=[root / "personas"])) == {MAYA, TOM}
    _same_as_read_anew(session)
    (tmp_path / "aside").rename(root / "personas")
    assert set(session.refresh(paths=[root / "personas"])) == {MAYA, TOM}
    _same_as_read_anew(session)


def test_a_file_that_breaks_and_is_mended(root: Path) -> None:
    session = open_folder(root)
    good = (root / MAYA_FILE).read_text()
    path = _write(root, MAYA_FILE, "name = ")
    assert session.refresh(paths=[path]) == (MAYA,)
    _same_as_read_anew(session)
    assert session.refresh(paths=[path]) == ()
    _write(root, MAYA_FILE, "\n\nname = ")
    assert session.refresh(paths=[path]) == (MAYA,)
    assert session.loaded.broken[MAYA].line == 3
    _write(root, MAYA_FILE, good)
    assert session.refresh(paths=[path]) == (MAYA,)
    _same_as_read_anew(session)


def test_an_edit_while_the_disk_is_read_is_not_lost(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_folder(root)
    path = _write(root, TOM_FILE, 'schema = 1\nname = "Tom from outside"\n')
    real = read_bytes

    def edited_meanwhile(path: Path, *, root: Path) -> bytes:
        content = real(path, root=root)
        session.make(change(SetValue(TOM, ("summary",), "Edited here")))
        return content

    monkeypatch.setattr(personatui.host.refreshing, "read_bytes", edited_meanwhile)
    session.refresh(paths=[path])
    assert session.project.personas["tom-brandt"].summary == "Edited here"
    monkeypatch.undo()
    assert session.save().merged == (TOM,)
    tom = session.project.personas["tom-brandt"]
    assert (tom.name, tom.summary) == ("Tom from outside", "Edited here")


@pytest.mark.parametrize("wholly", [False, True])
def test_what_was_read_before_a_save_is_not_taken_for_newer(
    root: Path, monkeypatch: pytest.MonkeyPatch, wholly: bool
) -> None:
    session = open_folder(root)
    session.make(change(SetValue(TOM, ("summary",), "Edited here")))
    where = personatui.host.session if wholly else personatui.host.refreshing
    name = "load_project" if wholly else "read_document"
    real = getattr(where, name)
    saves = iter((session.save,))

    def saved_meanwhile(*given: object, **more: object) -> object:
        found = real(*given, **more)
        next(saves, lambda: None)()
        return found

    monkeypatch.setattr(where, name, saved_meanwhile)
    assert session.refresh(paths=None if wholly else [root / TOM_FILE]) == ()
    assert session.project.personas["tom-brandt"].summary == "Edited here"
    assert session.unsaved == ()
    assert session.undo() == "a change"


def test_what_a_save_is_writing_is_no_change_from_outside(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_folder(root)
    session.make(change(SetValue(TOM, ("summary",), "Edited here")))
    real = replace_file
    told: list[tuple[Reference, ...]] = []
    watching = Thread(target=lambda: told.append(session.refresh(paths=[root / TOM_FILE])))

    def seen_meanwhile(target: Path, content: bytes, *, mode: int | None = None) -> None:
        real(target, content, mode=mode)
        watching.start()
        # without a wait for the save to end, it is through long before that
        watching.join(0.2)

    monkeypatch.setattr("personatui.store.saving.replace_file", seen_meanwhile)
    session.save()
    watching.join()
    assert told == [()]
    _same_as_read_anew(session)


def test_a_change_from_outside_is_seen_though_an_edit_was_made_and_taken_back_meanwhile(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_folder(root)
    path = _write(root, TOM_FILE, 'schema = 1\nname = "Tom from outside"\n')
    real = read_bytes
    times = iter((True,))

    def undone_meanwhile(path: Path, *, root: Path) -> bytes:
        content = real(path, root=root)
        if next(times, False):
            session.make(change(SetValue(TOM, ("summary",), "Edited here")))
            session.undo()
        return content

    monkeypatch.setattr(personatui.host.refreshing, "read_bytes", undone_meanwhile)
    assert session.refresh(paths=[path]) == (TOM,)
    _same_as_read_anew(session)


_NAMES = st.sampled_from(
    [
        MAYA_FILE,
        TOM_FILE,
        "personas/new.toml",
        "personas/Bad Name.toml",
        "segments/urban-renters.toml",
        "sources/interview-maya.toml",
        "canvases/kano/maya-okafor.toml",
        "canvases/lost.toml",
        "personas/folder/deep.toml",
        "imports/notes.toml",
    ]
)
_TEXTS = st.sampled_from(
    ['schema = 1\nname = "A"\n', 'schema = 1\nname = "B"\n', "name = ", 'schema = 99\nname = "C"\n', "", None, "link"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(_NAMES, _TEXTS), min_size=1, max_size=4), min_size=1, max_size=3), st.booleans())
def test_it_is_what_a_full_reading_gives(
    tmp_path: Path, rounds: list[list[tuple[str, str | None]]], by_folder: bool
) -> None:
    root = tmp_path / "project"
    shutil.rmtree(root, ignore_errors=True)
    for name, content in FILES.items():
        _write(root, name, content)
    session = Session.open(root, plugins_with(KANO))
    for edits in rounds:
        paths = []
        for name, text in edits:
            path = root / name
            path.unlink(missing_ok=True)
            if text == "link":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.symlink_to(tmp_path / "outside.toml")
            elif text is not None:
                _write(root, name, text)
            # a folder stands for what is in it
            paths.append(path.parent if by_folder else path)
            if path.parent.name == "folder":
                paths.append(path)
        session.refresh(paths=paths)
        _same_as_read_anew(session)


# Saving while edits go on, and taking over what an ended session left ---------------------------------------


def test_edits_go_on_while_the_disk_is_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_folder(root)
    real = replace_file

    def slowly(target: Path, content: bytes, *, mode: int | None = None) -> None:
        real(target, content, mode=mode)
        session.make(change(SetValue(MAYA, ("summary",), "Meanwhile")))

    session.make(change(SetValue(MAYA, ("name",), "Maya O.")))
    monkeypatch.setattr("personatui.store.saving.replace_file", slowly)
    session.save()
    assert session.unsaved == (MAYA,)
    assert 'name = "Maya O."' in (root / MAYA_FILE).read_text()
    assert "Meanwhile" not in (root / MAYA_FILE).read_text()
    monkeypatch.setattr("personatui.store.saving.replace_file", real)
    session.save()
    assert "Meanwhile" in (root / MAYA_FILE).read_text()
    _same_as_read_anew(session)


@pytest.mark.parametrize("name", ["tom-brandt", "made-now"])
def test_an_undo_while_the_disk_is_written(root: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    session = open_folder(root)
    target = Reference("persona", name)
    before = {path: path.read_bytes() for path in root.rglob("*.toml")}
    is_new = name == "made-now"
    session.make(change(CreateFile(target, {"name": "N"}) if is_new else SetValue(target, ("name",), "N")))
    real = replace_file

    def undone(path: Path, content: bytes, *, mode: int | None = None) -> None:
        real(path, content, mode=mode)
        session.undo()

    monkeypatch.setattr("personatui.store.saving.replace_file", undone)
    session.save()
    monkeypatch.setattr("personatui.store.saving.replace_file", real)
    assert session.unsaved == (target,)
    session.save()
    assert {path: path.read_bytes() for path in root.rglob("*.toml")} == before


def _left_by_another(root: Path) -> Session:
    other = open_folder(root)
    other.make(change(SetValue(MAYA, ("name",), "Maya O."), AddItem(MAYA, ("goals",), {"id": "mine", "text": "Ours"})))
    other.make(change(DeleteFile(TOM), SetValue(RENTERS, ("name",), "Renters")))
    return other


def test_taking_over_what_was_left(root: Path) -> None:
    entries = _left_by_another(root).unsaved_texts
    maya = root / MAYA_FILE
    maya.write_text(maya.read_text().replace("age = 34", "age = 35"))
    before = {path: path.read_bytes() for path in root.rglob("*.toml")}
    session = open_folder(root)
    assert session.take_over(entries, "what was left") == ()
    assert {path: path.read_bytes() for path in root.rglob("*.toml")} == before
    assert set(session.unsaved) == {MAYA, TOM, RENTERS}
    found = session.project.personas["maya-okafor"]
    assert (found.name, found.demographics.age, found.goals[-1].id) == ("Maya O.", 35, "mine")
    assert session.undo_label == "what was left"
    result = session.save()
    assert (result.conflicts, result.failures) == ((), ())
    assert not (root / TOM_FILE).exists()
    session.undo()
    session.save()
    assert {path: path.read_bytes() for path in root.rglob("*.toml")} == before


def test_taking_over_what_is_in_conflict_by_now(root: Path) -> None:
    entries = _left_by_another(root).unsaved_texts
    maya = root / MAYA_FILE
    maya.write_text(maya.read_text().replace('"Maya Okafor"', '"Somebody"'))
    before = maya.read_bytes()
    session = open_folder(root)
    session.take_over(entries, "what was left")
    assert session.project.personas["maya-okafor"].name == "Maya O."
    (conflict,) = session.save().conflicts
    assert conflict.path == maya
    assert maya.read_bytes() == before
    assert session.conflict_in(MAYA) is not None
    assert session.conflict_in(INTERVIEW) is None
    shown = session.outcome_of(MAYA, lambda conflict: False)
    session.resolve(MAYA, lambda conflict: False)
    session.save()
    assert maya.read_text() == shown
    assert '"Somebody"' in maya.read_text()
    assert '"Ours"' in maya.read_text()


def test_taking_over_what_cannot_be_read_or_is_edited_here(root: Path) -> None:
    entries = _left_by_another(root).unsaved_texts
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Here")))
    broken = [replace(entry, now="name =") if entry.reference == RENTERS else entry for entry in entries]
    assert set(session.take_over(broken, "what was left")) == {MAYA, RENTERS}
    assert session.project.personas["maya-okafor"].name == "Here"
    assert "tom-brandt" not in session.project.personas


def test_taking_over_what_has_been_saved_after_all(root: Path) -> None:
    other = _left_by_another(root)
    entries = other.unsaved_texts
    other.save()
    session = open_folder(root)
    assert session.take_over(entries, "what was left") == ()
    assert session.unsaved == ()
    assert session.undo_label == ""
