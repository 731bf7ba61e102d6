"""An open project: what it shows, how changes are made, taken back and made again in memory."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from host.folders import (
    INTERVIEW,
    MAYA,
    MAYA_TEXT,
    PROJECT,
    RENTERS,
    TOM,
    change,
    contents,
    data_of,
    kano,
    open_folder,
    plugins_with,
    write_files,
)
from personatui.api import AddItem, CreateFile, DeleteFile, MoveItem, Reference, RemoveValue, SetValue
from personatui.errors import EditError, FileError, ProjectError, UsageError


def test_a_project_is_open_with_everything_in_it(root: Path) -> None:
    session = open_folder(root)

    assert session.root == root
    assert list(session.project.personas) == ["maya-okafor", "tom-brandt"]
    assert session.project.settings.name == "Exotic Pet Rental"
    assert session.project.personas["maya-okafor"].pains[0].severity == 4
    assert session.text_of(MAYA) == MAYA_TEXT
    assert data_of(session, MAYA)["custom"] == {"favourite": "iguana"}
    assert session.unsaved == ()
    assert (session.undo_label, session.redo_label) == ("", "")


def test_what_is_not_there_has_no_data(root: Path) -> None:
    session = open_folder(root)
    nobody = Reference("persona", "nobody")

    assert session.data_of(nobody) is None
    assert session.text_of(nobody) is None
    with pytest.raises(ProjectError, match="names no file"):
        session.data_of(Reference("persona", "../../etc/passwd"))


def test_a_folder_that_is_no_project(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(ProjectError, match="is no personatui project") as caught:
            open_folder(folder)
        assert "personatui new" in caught.value.hint


def test_a_change_is_in_memory_and_not_on_the_disk(root: Path) -> None:
    session = open_folder(root)
    before = contents(root)

    session.make(change(SetValue(MAYA, ("name",), "Maya O."), label="rename Maya"))

    assert session.project.personas["maya-okafor"].name == "Maya O."
    assert 'name = "Maya O."   # asked us' in (session.text_of(MAYA) or "")
    assert session.unsaved == (MAYA,)
    assert session.undo_label == "rename Maya"
    assert contents(root) == before


def test_the_project_handed_out_stays_as_it_was(root: Path) -> None:
    session = open_folder(root)
    project = session.project

    session.make(change(SetValue(MAYA, ("name",), "Maya O.")))

    assert project.personas["maya-okafor"].name == "Maya Okafor"
    with pytest.raises(TypeError):
        project.personas["evil"] = project.personas["maya-okafor"]  # type: ignore[index]


def test_undo_and_redo_put_the_texts_back_with_their_comments(root: Path) -> None:
    session = open_folder(root)
    session.make(change(RemoveValue(MAYA, ("goals", "k7qd")), label="remove a goal"))
    after = session.text_of(MAYA)
    assert "# Cooper" not in (after or "")

    assert session.undo() == "remove a goal"
    assert session.text_of(MAYA) == MAYA_TEXT
    assert session.project.personas["maya-okafor"].goals[0].kind == "end"
    assert session.unsaved == ()
    assert (session.undo_label, session.redo_label) == ("", "remove a goal")

    assert session.redo() == "remove a goal"
    assert session.text_of(MAYA) == after
    assert [goal.id for goal in session.project.personas["maya-okafor"].goals] == ["h4cx"]
    assert (session.undo_label, session.redo_label) == ("remove a goal", "")


def test_steps_are_undone_one_by_one_and_a_new_one_ends_redoing(root: Path) -> None:
    session = open_folder(root)
    for name in ("one", "two", "three"):
        session.make(change(SetValue(MAYA, ("name",), name), label=name))

    assert [session.undo(), session.undo()] == ["three", "two"]
    assert session.project.personas["maya-okafor"].name == "one"
    session.make(change(SetValue(MAYA, ("name",), "four"), label="four"))
    with pytest.raises(EditError, match="nothing to redo"):
        session.redo()
    assert [session.undo(), session.undo()] == ["four", "one"]
    assert session.text_of(MAYA) == MAYA_TEXT
    with pytest.raises(EditError, match="nothing to undo"):
        session.undo()


def test_a_change_that_changes_nothing_is_no_step(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Maya O."), label="rename"))
    session.undo()

    session.make(change(SetValue(MAYA, ("name",), "Maya Okafor"), label="nothing"))
    session.make(change(label="nothing at all"))

    assert session.undo_label == ""
    assert session.redo_label == "rename"
    assert session.unsaved == ()


def test_files_are_created_and_deleted_in_memory(root: Path) -> None:
    session = open_folder(root)
    before = contents(root)
    priya = Reference("persona", "priya-nair")

    session.make(change(CreateFile(priya, {"name": "Priya Nair"}), DeleteFile(TOM), label="swap"))
    assert list(session.project.personas) == ["maya-okafor", "priya-nair"]
    assert session.data_of(TOM) is None
    assert set(session.unsaved) == {priya, TOM}
    assert contents(root) == before

    session.undo()
    assert list(session.project.personas) == ["maya-okafor", "tom-brandt"]
    assert session.unsaved == ()
    session.redo()
    assert list(session.project.personas) == ["maya-okafor", "priya-nair"]


def test_what_is_there_is_not_created_and_what_is_not_is_not_deleted_or_changed(root: Path) -> None:
    session = open_folder(root)
    nobody = Reference("persona", "nobody")

    for edit in (
        CreateFile(MAYA, {"name": "Another"}),
        DeleteFile(nobody),
        SetValue(nobody, ("name",), "Nobody"),
        AddItem(nobody, ("goals",), {"text": "x"}),
        DeleteFile(PROJECT),
    ):
        with pytest.raises(EditError) as caught:
            session.make(change(edit))
        assert str(caught.value)
    assert session.unsaved == ()
    assert session.undo_label == ""


def test_a_file_made_and_deleted_in_one_change_leaves_nothing(root: Path) -> None:
    session = open_folder(root)
    priya = Reference("persona", "priya-nair")

    session.make(change(CreateFile(priya, {"name": "Priya"}), DeleteFile(priya)))

    assert session.unsaved == ()
    assert session.undo_label == ""
    assert "priya-nair" not in session.project.personas


def test_records_stay_in_the_order_of_their_ids(root: Path) -> None:
    session = open_folder(root)
    for name in ("zoe", "adam", "nina", "bob"):
        session.make(change(CreateFile(Reference("persona", name), {"name": name})))
    session.make(change(DeleteFile(Reference("persona", "nina"))))

    assert list(session.project.personas) == sorted(session.project.personas)
    assert set(session.project.personas) == {"adam", "bob", "zoe", "maya-okafor", "tom-brandt"}


def test_several_files_change_all_or_none(root: Path) -> None:
    session = open_folder(root)
    project = session.project

    with pytest.raises(EditError):
        session.make(
            change(
                SetValue(RENTERS, ("name",), "Renters"),
                SetValue(PROJECT, ("name",), "Pets"),
                CreateFile(Reference("persona", "priya-nair"), {"name": "Priya"}),
                SetValue(MAYA, ("goals", "no-such-goal", "text"), "x"),
            )
        )
    assert session.project is project
    assert session.unsaved == ()
    assert session.undo_label == ""

    session.make(change(SetValue(RENTERS, ("name",), "Renters"), SetValue(PROJECT, ("name",), "Pets")))
    assert session.project.segments["urban-renters"].name == "Renters"
    assert session.project.settings.name == "Pets"
    session.undo()
    assert session.project.segments["urban-renters"].name == "Urban renters"
    assert session.project.settings.name == "Exotic Pet Rental"
    assert session.unsaved == ()


def test_the_settings_of_the_project_take_effect_at_once(root: Path) -> None:
    session = open_folder(root, plugins_with(kano()))
    assert list(session.tools) == ["kano"]

    session.make(change(SetValue(PROJECT, ("tools_off",), ["kano"])))

    assert dict(session.tools) == {}
    session.undo()
    assert list(session.tools) == ["kano"]


def test_an_edit_is_of_what_was_read_even_when_the_disk_has_changed_since(root: Path) -> None:
    """A position in a list means the entry that the person saw there."""
    session = open_folder(root)
    file = root / "personas/maya-okafor.toml"
    file.write_text(MAYA_TEXT.replace("# what she wants\n", '[[goals]]\nid = "new1"\ntext = "Before all"\n\n'), "utf-8")

    session.make(change(RemoveValue(MAYA, ("goals", 0))))

    assert [goal.id for goal in session.project.personas["maya-okafor"].goals] == ["h4cx"]
    assert session.save().merged == (MAYA,)
    assert [goal.id for goal in session.project.personas["maya-okafor"].goals] == ["new1", "h4cx"]


def test_a_file_that_came_since_can_be_changed(root: Path) -> None:
    session = open_folder(root)
    write_files(root, {"personas/priya-nair.toml": 'name = "Priya" # new\n'})
    priya = Reference("persona", "priya-nair")

    with pytest.raises(EditError, match="exists already"):
        session.make(change(CreateFile(priya, {"name": "Mine"})))
    session.make(change(SetValue(priya, ("role",), "primary")))

    assert session.project.personas["priya-nair"].name == "Priya"
    assert session.save().saved == (priya,)


# Undo after outside changes -------------------------------------------------------------------------------


def test_undo_leaves_what_came_from_outside(root: Path) -> None:
    session = open_folder(root)
    session.make(change(AddItem(MAYA, ("goals",), {"id": "mine", "text": "Ours"}), label="add a goal"))
    session.save()
    file = root / "personas/maya-okafor.toml"
    text = file.read_text("utf-8").replace("# what she wants\n", '[[goals]]\nid = "them"\ntext = "Theirs"\n\n')
    file.write_text(text, "utf-8")
    session.refresh()

    session.undo()

    assert [goal.id for goal in session.project.personas["maya-okafor"].goals] == ["them", "k7qd", "h4cx"]
    session.redo()
    assert {goal.id for goal in session.project.personas["maya-okafor"].goals} == {"them", "k7qd", "h4cx", "mine"}
    session.undo()
    session.save()
    assert '"Theirs"' in file.read_text("utf-8")
    assert '"Ours"' not in file.read_text("utf-8")


def test_undo_is_refused_where_the_same_was_changed_outside(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Ours")))
    session.make(change(DeleteFile(TOM)))
    session.save()
    file = root / "personas/maya-okafor.toml"
    file.write_text(file.read_text("utf-8").replace('"Ours"', '"Theirs"'), "utf-8")
    write_files(root, {"personas/tom-brandt.toml": 'name = "Somebody else"\n'})
    session.refresh()

    with pytest.raises(EditError, match=r"tom-brandt\.toml was changed in the same place"):
        session.undo()
    (root / "personas/tom-brandt.toml").unlink()
    session.refresh()
    session.undo()
    with pytest.raises(EditError, match=r"maya-okafor\.toml was changed in the same place"):
        session.undo()
    assert session.project.personas["maya-okafor"].name == "Theirs"


# Finding personas -----------------------------------------------------------------------------------------


def test_a_persona_is_found_by_id_and_by_name(root: Path) -> None:
    session = open_folder(root)

    assert session.find_persona("maya-okafor") == "maya-okafor"
    assert session.find_persona("MAYA okafor") == "maya-okafor"
    with pytest.raises(UsageError, match="There is no persona mya-okafor") as caught:
        session.find_persona("mya-okafor")
    assert "maya-okafor" in caught.value.hint
    for name in ("", " ", "../x", "CON", "\x1b]0;x"):
        with pytest.raises(UsageError):
            session.find_persona(name)


def test_a_persona_that_cannot_be_read_says_why(root: Path) -> None:
    write_files(root, {"personas/priya-nair.toml": "name = \n"})
    session = open_folder(root)

    with pytest.raises(FileError) as caught:
        session.find_persona("priya-nair")
    assert caught.value.path == root / "personas/priya-nair.toml"
    assert caught.value.line == 1
    with pytest.raises(FileError):
        session.make(change(SetValue(Reference("persona", "priya-nair"), ("name",), "Priya")))


# Refreshing -----------------------------------------------------------------------------------------------


def test_refresh_reads_what_changed_and_tells_it(root: Path) -> None:
    write_files(root, {"personas/broken.toml": "name = \n"})
    session = open_folder(root)
    assert session.refresh() == ()
    write_files(
        root,
        {
            "personas/tom-brandt.toml": 'name = "Tom B."\n',
            "personas/priya-nair.toml": 'name = "Priya"\n',
            "personas/broken.toml": 'name = "Mended"\n',
        },
    )
    (root / "segments/urban-renters.toml").unlink()

    changed = session.refresh()

    assert set(changed) == {TOM, RENTERS, Reference("persona", "priya-nair"), Reference("persona", "broken")}
    assert session.project.personas["tom-brandt"].name == "Tom B."
    assert session.project.personas["broken"].name == "Mended"
    assert session.loaded.broken == {}
    assert "urban-renters" not in session.project.segments
    assert session.refresh() == ()


def test_refresh_keeps_unsaved_edits(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Ours"), CreateFile(Reference("persona", "new"), {"name": "New"})))
    session.make(change(DeleteFile(TOM)))
    write_files(
        root, {"personas/maya-okafor.toml": MAYA_TEXT + "# theirs\n", "segments/urban-renters.toml": "name = 'R'\n"}
    )

    changed = session.refresh()

    assert set(changed) == {MAYA, RENTERS}
    assert session.project.personas["maya-okafor"].name == "Ours"
    assert list(session.project.personas) == ["maya-okafor", "new"]
    assert session.project.segments["urban-renters"].name == "R"
    assert len(session.unsaved) == 3
    assert session.save().merged == (MAYA,)
    text = (root / "personas/maya-okafor.toml").read_text("utf-8")
    assert '"Ours"' in text
    assert text.endswith("# theirs\n")
    assert session.refresh() == ()


def test_refresh_keeps_an_edited_record_whose_file_became_unreadable(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Ours")))
    marks = f"<<<<<<< ours\n{MAYA_TEXT}=======\n{MAYA_TEXT}>>>>>>> theirs\n"
    write_files(root, {"personas/maya-okafor.toml": marks})

    session.refresh()

    assert session.project.personas["maya-okafor"].name == "Ours"
    assert set(session.loaded.broken) == {MAYA}
    assert session.find_persona("maya-okafor") == "maya-okafor"
    (failure,) = session.save().failures
    assert "unfinished merge" in failure.message
    assert session.unsaved == (MAYA,)
    assert (root / "personas/maya-okafor.toml").read_text("utf-8") == marks


def test_refresh_of_a_broken_project_changes_nothing(root: Path) -> None:
    session = open_folder(root)
    project = session.project
    write_files(root, {"personatui.toml": "name = \n", "personas/tom-brandt.toml": 'name = "Tom B."\n'})

    with pytest.raises(ProjectError, match=r"personatui\.toml:1"):
        session.refresh()

    assert session.project is project


def test_a_save_while_the_disk_is_read_again_is_not_lost(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_folder(root)

    def save_meanwhile(done: int, total: int) -> None:
        if done == total:
            session.make(change(SetValue(MAYA, ("name",), "Meanwhile")))
            session.save()
            session.make(change(SetValue(TOM, ("name",), "Unsaved")))

    assert session.refresh(save_meanwhile) == ()

    assert session.project.personas["maya-okafor"].name == "Meanwhile"
    assert session.project.personas["tom-brandt"].name == "Unsaved"
    assert session.unsaved == (TOM,)
    assert session.refresh() == ()


def test_many_threads_make_whole_changes(root: Path) -> None:
    session = open_folder(root)
    troubles: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for index in range(5):
                item = f"t{number}i{index}"
                session.make(change(AddItem(MAYA, ("needs",), {"id": item, "text": item})))
                session.save()
                session.refresh()
        except BaseException as error:
            troubles.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert troubles == []
    wanted = {f"t{number}i{index}" for number in range(3) for index in range(5)}
    assert {need.id for need in session.project.personas["maya-okafor"].needs} == wanted
    assert {need.id for need in open_folder(root).project.personas["maya-okafor"].needs} == wanted


def test_what_an_import_left_behind_is_data_without_a_record(root: Path) -> None:
    session = open_folder(root)
    left = Reference("import", "maya")

    session.make(change(CreateFile(left, {"file": "maya.md", "fields": {}})))
    session.make(change(SetValue(left, ("fields", "name"), "abc")))
    session.save()
    session.make(change(SetValue(left, ("fields", "name"), "def")))

    assert data_of(session, left)["fields"] == {"name": "def"}
    session.undo()
    assert data_of(session, left)["fields"] == {"name": "abc"}
    assert session.unsaved == ()
    session.undo()
    session.undo()
    session.save()
    assert not (root / "imports/maya.toml").exists()


def test_a_canvas_is_read_with_its_tools_model_after_an_edit(root: Path) -> None:
    session = open_folder(root, plugins_with(kano()))
    canvas = Reference("canvas", "maya-okafor", "kano")

    session.make(change(CreateFile(canvas, {"features": [{"text": "Night line"}]})))
    session.make(change(MoveItem(canvas, ("features", 0), 0), AddItem(canvas, ("features",), {"text": "More"}, 0)))

    made = session.project.canvases["kano", "maya-okafor"]
    assert [feature.text for feature in getattr(made, "features", ())] == ["More", "Night line"]
    assert session.project.personas_of("kano", "maya-okafor") == ("maya-okafor",)


def test_a_source_is_changed_too(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(INTERVIEW, ("participants",), 3)))
    assert session.project.sources["interview-maya"].participants == 3
