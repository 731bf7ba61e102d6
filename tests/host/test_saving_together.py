"""Files that one step changed are saved together or not at all; any others do not wait for each other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from host.folders import FILES, MAYA, PROJECT, RENTERS, TOM, change, contents, open_folder, write_files
from personatui.api import CreateFile, DeleteFile, Reference, RenameFile, SetValue
from personatui.host.editing import Step, StepFile
from personatui.host.saving import Ties
from personatui.store.recovery import record_path

MAYA_FILE, TOM_FILE = "personas/maya-okafor.toml", "personas/tom-brandt.toml"


def names(root: Path) -> dict[str, str]:
    """The first name in each file of a persona or segment."""
    return {
        path.stem: path.read_text("utf-8").partition('name = "')[2].partition('"')[0]
        for path in root.glob("[ps]e*/*.toml")
    }


def renamed(root: Path, name: str, new: str) -> None:
    """Somebody else gives the record of a file another name."""
    text = (root / name).read_text("utf-8")
    (root / name).write_text(text.replace('name = "', f'name = "{new} ', 1), "utf-8")


def test_a_conflict_in_one_file_holds_back_what_was_changed_with_it(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Ours"), SetValue(TOM, ("name",), "Ours too")))
    session.make(change(SetValue(RENTERS, ("name",), "Renters")))
    renamed(root, MAYA_FILE, "Theirs")
    before = contents(root)

    result = session.save()

    assert (result.saved, result.held) == ((RENTERS,), (TOM,))
    assert [error.path.name for error in result.conflicts] == ["maya-okafor.toml"]
    assert result.failures == ()
    assert set(session.unsaved) == {MAYA, TOM}
    assert session.project.personas["tom-brandt"].name == "Ours too"
    assert contents(root) == {**before, "segments/urban-renters.toml": b'schema = 1\nname = "Renters"\n'}

    session.resolve(MAYA, lambda _: True)
    result = session.save()
    assert (set(result.saved), result.held) == ({MAYA, TOM}, ())
    assert names(root) == {"maya-okafor": "Ours", "tom-brandt": "Ours too", "urban-renters": "Renters"}


def test_every_conflict_of_a_group_is_told_at_once(root: Path) -> None:
    session = open_folder(root)
    session.make(change(*(SetValue(key, ("name",), "Ours") for key in (MAYA, TOM, RENTERS))))
    renamed(root, MAYA_FILE, "Theirs")
    renamed(root, "segments/urban-renters.toml", "Theirs")

    result = session.save()

    assert {error.path.stem for error in result.conflicts} == {"maya-okafor", "urban-renters"}
    assert (result.saved, result.held) == ((), (TOM,))


def test_steps_tie_files_together_one_after_the_other(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Ours"), SetValue(TOM, ("name",), "Ours")))
    session.make(change(SetValue(TOM, ("summary",), "Ours"), SetValue(RENTERS, ("name",), "Ours")))
    renamed(root, MAYA_FILE, "Theirs")

    result = session.save()

    assert result.saved == ()
    assert set(result.held) == {TOM, RENTERS}


def test_what_is_saved_is_tied_no_longer(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Ours"), SetValue(TOM, ("name",), "Ours")))
    session.save()
    session.make(change(SetValue(MAYA, ("name",), "Mine")))
    session.make(change(SetValue(TOM, ("name",), "Mine")))
    renamed(root, MAYA_FILE, "Theirs")

    assert session.save().saved == (TOM,)


def test_a_step_that_was_taken_back_ties_nothing(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(TOM, ("summary",), "Ours")))
    session.make(change(SetValue(MAYA, ("summary",), "Ours")))
    session.make(change(SetValue(MAYA, ("name",), "Ours"), SetValue(TOM, ("name",), "Ours")))
    session.undo()
    (root / MAYA_FILE).unlink()

    assert session.save().saved == (TOM,)

    session.redo()
    result = session.save()
    assert (result.saved, result.held) == ((), (TOM,))


def test_an_undo_of_what_was_saved_is_saved_as_one(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Ours"), SetValue(TOM, ("name",), "Ours")))
    session.save()
    session.undo()
    renamed(root, MAYA_FILE, "Theirs")

    result = session.save()

    assert (result.saved, result.held) == ((), (TOM,))
    assert names(root)["tom-brandt"] == "Ours"


def test_what_changed_outside_is_merged_and_the_group_saved(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("summary",), "Ours"), SetValue(TOM, ("summary",), "Ours")))
    renamed(root, MAYA_FILE, "Theirs")
    renamed(root, TOM_FILE, "Theirs")

    result = session.save()

    assert set(result.saved) == set(result.merged) == {MAYA, TOM}
    assert names(root)["tom-brandt"] == "Theirs Tom Brandt"
    assert all('summary = "Ours"' in (root / name).read_text("utf-8") for name in (MAYA_FILE, TOM_FILE))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions bind every user but root")
def test_a_file_that_may_not_be_written_keeps_its_group(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Ours"), SetValue(RENTERS, ("name",), "Ours")))
    before = contents(root)
    (root / "segments").chmod(0o500)
    try:
        result = session.save()
    finally:
        (root / "segments").chmod(0o700)

    assert [error.path.name for error in result.failures] == ["urban-renters.toml"]
    assert (result.saved, result.held) == ((), (MAYA,))
    assert contents(root) == before


def test_a_failure_in_the_middle_keeps_all_files_and_edits(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_folder(root)
    new = Reference("persona", "tom")
    session.make(change(SetValue(MAYA, ("name",), "Ours"), RenameFile(TOM, new)))
    before = contents(root)
    real = os.unlink

    def refuse(path: str | Path, **named: int | None) -> None:
        if Path(path).name == "tom-brandt.toml":
            raise OSError(16, "Device or resource busy")
        real(path, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", refuse)
        result = session.save()
    assert [error.path.name for error in result.failures] == ["tom-brandt.toml"]
    assert set(result.held) == {MAYA, new}
    assert contents(root) == before
    assert set(session.unsaved) == {MAYA, TOM, new}
    assert not record_path(root).exists()

    assert set(session.save().saved) == {MAYA, TOM, new}
    assert names(root) == {"maya-okafor": "Ours", "tom": "Tom Brandt", "urban-renters": "Urban renters"}


def test_a_save_that_was_cut_off_is_finished_when_the_project_is_opened(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("segment",), "renters"), RenameFile(RENTERS, Reference("segment", "renters"))))

    def cut(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    # The last of its calls fail, and so does putting back.
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", cut)
        patch.setattr("personatui.store.transactions.replace_file", cut)
        assert len(session.save().failures) == 1
    assert (root / "segments/urban-renters.toml").exists()
    assert 'segment = "renters"' in (root / MAYA_FILE).read_text("utf-8")

    again = open_folder(root)

    assert list(again.project.segments) == ["renters"]
    assert again.project.personas["maya-okafor"].segment == "renters"
    assert sorted(contents(root)) == sorted({*FILES, "segments/renters.toml"} - {"segments/urban-renters.toml"})


def test_what_is_taken_over_is_saved_as_one_and_taken_back_as_one(root: Path) -> None:
    before = contents(root)
    other = open_folder(root)
    other.make(change(SetValue(MAYA, ("segment",), "renters"), RenameFile(RENTERS, Reference("segment", "renters"))))
    entries = other.unsaved_texts
    session = open_folder(root)
    assert session.take_over(entries, "what was left") == ()
    renamed(root, MAYA_FILE, "Theirs")
    (root / MAYA_FILE).write_text((root / MAYA_FILE).read_text("utf-8").replace('segment = "', 'segment = "x-'))
    meanwhile = contents(root)

    # while one of them is in conflict the others wait for it
    result = session.save()
    assert ([error.path.name for error in result.conflicts], result.saved) == (["maya-okafor.toml"], ())
    assert contents(root) == meanwhile

    write_files(root, before)
    assert len(session.save().saved) == 3
    assert names(root)["renters"] == "Urban renters"
    session.undo()
    session.save()
    assert contents(root) == before


def test_a_crash_while_what_was_taken_over_is_saved_loses_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = open_folder(root)
    other.make(change(SetValue(MAYA, ("segment",), "renters"), RenameFile(RENTERS, Reference("segment", "renters"))))
    entries = other.unsaved_texts
    session = open_folder(root)
    session.take_over(entries, "what was left")

    def cut(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", cut)
        patch.setattr("personatui.store.transactions.replace_file", cut)
        assert len(session.save().failures) == 1

    again = open_folder(root)
    assert list(again.project.segments) == ["renters"]
    assert again.project.personas["maya-okafor"].segment == "renters"
    # what was left is offered once more, and adds nothing
    assert again.take_over(entries, "what was left") == ()
    assert (again.unsaved, again.undo_label) == ((), "")


def test_a_project_opens_while_a_cut_off_save_cannot_be_finished(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = record_path(root)
    write_files(record.parent, {record.name: b"whatever"})
    monkeypatch.setattr("personatui.store.saving._LOCK_SECONDS", 0.1)
    from personatui.store.saving import locked

    with locked(root, root):
        session = open_folder(root)

    assert list(session.project.personas) == ["maya-okafor", "tom-brandt"]


def test_files_are_deleted_and_made_in_one_step(root: Path) -> None:
    session = open_folder(root)
    before = contents(root)
    session.make(
        change(
            DeleteFile(TOM),
            CreateFile(Reference("canvas", "maya-okafor", "kano"), {"title": "T"}),
            SetValue(PROJECT, ("name",), "P"),
        )
    )
    session.save()
    session.undo()
    session.save()

    assert contents(root) == before


def test_the_groups_of_files() -> None:
    def step(*targets: Reference) -> Step:
        return Step("", tuple(StepFile(target, None, "") for target in targets))

    ties = Ties()
    assert ties.groups([]) == ()
    first, second = step(MAYA, TOM), step(TOM, RENTERS)
    ties.turn(first)
    ties.turn(second)
    assert ties.groups([MAYA, PROJECT, TOM, RENTERS]) == ((MAYA, TOM, RENTERS), (PROJECT,))
    assert ties.groups([RENTERS, PROJECT, MAYA]) == ((RENTERS, MAYA), (PROJECT,))
    ties.turn(second)
    assert ties.groups([RENTERS, TOM, MAYA]) == ((RENTERS,), (TOM, MAYA))
    ties.loosen([MAYA, TOM], ())
    assert ties.groups([MAYA, TOM]) == ((MAYA, TOM),)
    ties.loosen([MAYA, TOM], ties.steps)
    assert ties.groups([MAYA, TOM]) == ((MAYA,), (TOM,))
