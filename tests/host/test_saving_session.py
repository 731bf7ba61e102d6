"""Saving an open project: what changed is written, what changed outside is merged, a true conflict asks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from host.folders import (
    FILES,
    INTERVIEW,
    MAYA,
    MAYA_TEXT,
    PROJECT,
    RENTERS,
    TOM,
    change,
    contents,
    data_of,
    open_folder,
    write_files,
)
from personatui.api import (
    AddItem,
    CreateFile,
    DeleteFile,
    Edit,
    MoveItem,
    Persona,
    Reference,
    RemoveValue,
    RenameFile,
    SetValue,
)
from personatui.errors import EditError
from personatui.model.edits import Data, apply_to_data
from personatui.model.validation import read_record
from personatui.store.merging import MISSING, Conflict
from personatui.store.reading import read_document

MAYA_FILE = "personas/maya-okafor.toml"


def replace_in(root: Path, name: str, old: str, new: str) -> str:
    """Change a file as somebody else would, and return its text."""
    text = (root / name).read_bytes().decode()
    assert old in text
    (root / name).write_bytes(text.replace(old, new).encode())
    return text.replace(old, new)


def test_what_changed_is_written_and_nothing_else(root: Path) -> None:
    session = open_folder(root)
    before = {name: (root / name).stat() for name in FILES}
    session.make(change(SetValue(MAYA, ("name",), "Maya O."), SetValue(RENTERS, ("name",), "Renters")))

    result = session.save()

    assert set(result.saved) == {MAYA, RENTERS}
    assert (result.merged, result.conflicts, result.failures) == ((), (), ())
    assert session.unsaved == ()
    assert (root / MAYA_FILE).read_text("utf-8") == MAYA_TEXT.replace('"Maya Okafor"', '"Maya O."')
    for name in ("personatui.toml", "personas/tom-brandt.toml", "sources/interview-maya.toml"):
        assert (root / name).stat() == before[name]
    assert sorted(contents(root)) == sorted(FILES)


def test_a_save_without_a_change_writes_nothing(root: Path) -> None:
    session = open_folder(root)
    before = {name: ((root / name).stat().st_mtime_ns, (root / name).stat().st_ino) for name in FILES}

    session.make(change(SetValue(MAYA, ("name",), "Maya O.")))
    session.undo()
    result = session.save()
    session.make(change(SetValue(MAYA, ("name",), "Maya Okafor")))
    again = session.save()

    assert (result.saved, again.saved) == ((), ())
    assert {name: ((root / name).stat().st_mtime_ns, (root / name).stat().st_ino) for name in FILES} == before


def test_undo_after_a_save_gives_the_bytes_back(root: Path) -> None:
    session = open_folder(root)
    before = contents(root)
    session.make(change(RemoveValue(MAYA, ("goals", "k7qd")), DeleteFile(TOM)))
    session.make(change(CreateFile(Reference("canvas", "maya-okafor", "kano"), {"features": [{"text": "x"}]})))
    session.save()
    assert (root / "canvases/kano/maya-okafor.toml").exists()
    assert not (root / "personas/tom-brandt.toml").exists()

    session.undo()
    session.undo()
    session.save()

    assert contents(root) == before
    session.redo()
    session.redo()
    session.save()
    assert not (root / "personas/tom-brandt.toml").exists()


def test_what_is_saved_is_what_another_session_reads(root: Path) -> None:
    session = open_folder(root)
    session.make(change(AddItem(MAYA, ("needs",), {"text": "Sleep"}), SetValue(PROJECT, ("name",), "Pets")))
    session.save()

    other = open_folder(root)
    assert other.project == session.project
    assert {key: file.text for key, file in other.loaded.files.items()} == {
        key: file.text for key, file in session.loaded.files.items()
    }


# Merging --------------------------------------------------------------------------------------------------


def test_what_changed_outside_is_merged_field_by_field(root: Path) -> None:
    session = open_folder(root)
    session.make(
        change(
            SetValue(MAYA, ("name",), "Maya O."),
            SetValue(MAYA, ("pains", "m2xa", "severity"), 5),
            AddItem(MAYA, ("goals",), {"id": "mine", "text": "Ours"}),
        )
    )
    replace_in(root, MAYA_FILE, 'text = "Nobody answers at night"', 'text = "Nobody answers" # shorter')
    replace_in(root, MAYA_FILE, "age = 34", 'age = 35\nlocation = "Leeds"')
    replace_in(root, MAYA_FILE, "# what she wants\n", '[[goals]]\nid = "them"\ntext = "Theirs"\n\n')

    result = session.save()

    assert (result.saved, result.merged, result.conflicts) == ((MAYA,), (MAYA,), ())
    text = (root / MAYA_FILE).read_text("utf-8")
    assert session.text_of(MAYA) == text
    assert "# shorter" in text
    maya = session.project.personas["maya-okafor"]
    assert (maya.name, maya.demographics.age, maya.demographics.location) == ("Maya O.", 35, "Leeds")
    assert (maya.pains[0].text, maya.pains[0].severity) == ("Nobody answers", 5)
    assert {goal.id for goal in maya.goals} == {"them", "k7qd", "h4cx", "mine"}
    assert session.unsaved == ()


def test_the_same_change_outside_is_no_conflict(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Maya O.")))
    theirs = replace_in(root, MAYA_FILE, '"Maya Okafor"', '"Maya O."')
    inode = (root / MAYA_FILE).stat().st_ino

    assert session.save().conflicts == ()

    assert (root / MAYA_FILE).read_text("utf-8") == theirs
    assert (root / MAYA_FILE).stat().st_ino == inode
    assert session.unsaved == ()


def test_a_true_conflict_asks_and_writes_nothing(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Ours")))
    session.make(change(SetValue(TOM, ("name",), "Tom B.")))
    theirs = replace_in(root, MAYA_FILE, '"Maya Okafor"', '"Theirs"')

    result = session.save()

    assert result.saved == (TOM,)
    (error,) = result.conflicts
    assert error.path == root / MAYA_FILE
    assert error.conflicts == (Conflict(("name",), "Maya Okafor", "Ours", "Theirs"),)
    assert error.hint
    assert (root / MAYA_FILE).read_text("utf-8") == theirs
    assert session.unsaved == (MAYA,)
    assert session.project.personas["maya-okafor"].name == "Ours"
    assert session.save().conflicts[0].conflicts == error.conflicts


@pytest.mark.parametrize(("ours", "name"), [(True, "Ours"), (False, "Theirs")])
def test_a_conflict_is_settled_by_choosing(root: Path, ours: bool, name: str) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Ours"), SetValue(MAYA, ("summary",), "Kept")))
    replace_in(root, MAYA_FILE, '"Maya Okafor"', '"Theirs"')
    replace_in(root, MAYA_FILE, "age = 34", "age = 35")
    assert session.save().conflicts

    session.resolve(MAYA, lambda conflict: ours and conflict.theirs == "Theirs")
    assert session.unsaved == (MAYA,)
    assert session.save().conflicts == ()

    for opened in (session, open_folder(root)):
        maya = opened.project.personas["maya-okafor"]
        assert (maya.name, maya.summary, maya.demographics.age) == (name, "Kept", 35)


@pytest.mark.parametrize("keep", [True, False])
def test_deleted_outside_and_changed_here(root: Path, keep: bool) -> None:
    session = open_folder(root)
    session.make(change(SetValue(TOM, ("name",), "Tom B.")))
    (root / "personas/tom-brandt.toml").unlink()

    (error,) = session.save().conflicts
    (conflict,) = error.conflicts
    assert isinstance(conflict, Conflict)
    assert conflict.path == ()
    assert (conflict.ours["name"], conflict.theirs) == ("Tom B.", MISSING)
    assert "deleted by somebody else" in error.message
    session.resolve(TOM, lambda _: keep)
    assert session.save().conflicts == ()

    assert (root / "personas/tom-brandt.toml").exists() == keep
    assert ("tom-brandt" in session.project.personas) == keep


@pytest.mark.parametrize("keep", [True, False])
def test_deleted_here_and_changed_outside(root: Path, keep: bool) -> None:
    session = open_folder(root)
    session.make(change(DeleteFile(TOM)))
    write_files(root, {"personas/tom-brandt.toml": 'name = "Theirs"\n'})

    (error,) = session.save().conflicts
    assert "deleted here" in error.message
    assert (root / "personas/tom-brandt.toml").read_text("utf-8") == 'name = "Theirs"\n'
    session.resolve(TOM, lambda _: keep)
    session.save()

    assert (root / "personas/tom-brandt.toml").exists() != keep
    assert ("tom-brandt" in session.project.personas) != keep


def test_deleted_on_both_sides(root: Path) -> None:
    session = open_folder(root)
    session.make(change(DeleteFile(TOM)))
    (root / "personas/tom-brandt.toml").unlink()

    result = session.save()

    assert (result.saved, result.conflicts, session.unsaved) == ((TOM,), (), ())


def test_created_on_both_sides(root: Path) -> None:
    session = open_folder(root)
    priya, zoe = Reference("persona", "priya-nair"), Reference("persona", "zoe")
    session.make(change(CreateFile(priya, {"name": "Priya", "goals": [{"id": "a", "text": "Ours"}]})))
    session.make(change(CreateFile(zoe, {"name": "Zoe"})))
    write_files(
        root,
        {
            "personas/priya-nair.toml": 'name = "Priya"\nrole = "primary"\n\n[[goals]]\nid = "b"\ntext = "Theirs"\n',
            "personas/zoe.toml": 'name = "Another Zoe"\n',
        },
    )

    result = session.save()

    assert result.saved == (priya,)
    assert result.conflicts[0].conflicts == (Conflict(("name",), MISSING, "Zoe", "Another Zoe"),)
    made = open_folder(root).project.personas
    assert (made["priya-nair"].role, {goal.id for goal in made["priya-nair"].goals}) == ("primary", {"a", "b"})
    assert made["zoe"].name == "Another Zoe"


def test_a_file_that_became_newer_is_left_and_the_edits_are_kept(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(TOM, ("name",), "Tom B.")))
    newer = 'schema = 2\nname = "From tomorrow"\n'
    write_files(root, {"personas/tom-brandt.toml": newer})

    (failure,) = session.save().failures

    assert "newer version" in failure.message
    assert (root / "personas/tom-brandt.toml").read_text("utf-8") == newer
    assert session.project.personas["tom-brandt"].name == "Tom B."
    assert session.unsaved == (TOM,)


def test_one_file_that_cannot_be_written_does_not_keep_the_others(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(TOM, ("name",), "Tom B."), SetValue(MAYA, ("name",), "Maya O.")))
    shutil.rmtree(root / "personas")
    (root / "personas").write_text("now a file", "utf-8")
    session.make(change(SetValue(RENTERS, ("name",), "Renters")))

    result = session.save()

    assert result.saved == (RENTERS,)
    assert {*result.failures, *result.conflicts}
    assert set(session.unsaved) == {TOM, MAYA}


def test_nothing_is_written_through_a_link_that_came_to_lead_outside(root: Path, tmp_path: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(TOM, ("name",), "Tom B.")))
    outside = tmp_path / "outside.toml"
    outside.write_text(FILES["personas/tom-brandt.toml"], "utf-8")
    (root / "personas/tom-brandt.toml").unlink()
    (root / "personas/tom-brandt.toml").symlink_to(outside)

    (failure,) = session.save().failures

    assert "outside the project" in failure.message
    assert outside.read_text("utf-8") == FILES["personas/tom-brandt.toml"]
    assert session.unsaved == (TOM,)


def test_a_hand_written_file_gets_ids_only_where_it_is_touched(root: Path) -> None:
    text = 'name = "Bare"\n\n[[goals]]\ntext = "One"\n\n[[goals]]\ntext = "Two"\n'
    write_files(root, {"personas/bare.toml": text})
    session = open_folder(root)
    bare = Reference("persona", "bare")
    session.save()
    assert (root / "personas/bare.toml").read_text("utf-8") == text

    session.make(change(SetValue(bare, ("goals", 1, "text"), "Zwei")))
    session.save()

    first, second = open_folder(root).project.personas["bare"].goals
    assert (first.id, second.text) == ("", "Zwei")
    assert second.id


# Any sequence of changes, undos, redos, saves and outside edits --------------------------------------------

_REFERENCES = {MAYA: MAYA_FILE, TOM: "personas/tom-brandt.toml", RENTERS: "segments/urban-renters.toml"}
_ITEM_LISTS = {"persona": ("goals", "needs"), "segment": ("needs", "characteristics")}
_NAMES = st.sampled_from(["Ann", "Bo", "Çelik 😀", 'quo"te', "two\nlines"])


class Alone(RuleBasedStateMachine):
    """Nobody else writes: the session is what plain data says after every step, and undoing gives the bytes back."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        shutil.rmtree(self.folder, ignore_errors=True)
        write_files(self.folder, FILES)
        self.original = contents(self.folder)
        self.session = open_folder(self.folder)
        self.now: dict[Reference, Data | None] = {key: data_of(self.session, key) for key in _REFERENCES}
        self.undos: list[dict[Reference, Data | None]] = []
        self.redos: list[dict[Reference, Data | None]] = []
        self.minted = 0

    @rule(draw=st.data(), count=st.integers(1, 3))
    def make(self, draw: st.DataObject, count: int) -> None:
        wanted = deepcopy(self.now)
        edits = []
        for _ in range(count):
            reference = draw.draw(st.sampled_from(list(_REFERENCES)))
            edit = self._edit(draw, reference, wanted[reference])
            edits.append(edit)
            wanted[reference] = _after(wanted[reference], edit)
        self.session.make(change(*edits))
        if wanted != self.now:
            self.undos.append(self.now)
            self.redos.clear()
            self.now = wanted

    def _edit(self, draw: st.DataObject, reference: Reference, data: Data | None) -> Edit:
        if data is None:
            return CreateFile(reference, {"schema": 1, "name": draw.draw(_NAMES)})
        self.minted += 1
        lists = _ITEM_LISTS[reference.kind]
        places = [(name, at) for name in lists for at in range(len(data.get(name, ())))]
        new = {"id": f"n{self.minted}", "text": draw.draw(_NAMES)}
        options: list[Edit] = [
            SetValue(reference, ("name",), draw.draw(_NAMES)),
            SetValue(reference, ("custom", "mood"), draw.draw(_NAMES)),
            AddItem(reference, (lists[0],), new),
            AddItem(reference, (lists[1],), new, 0),
            DeleteFile(reference),
        ]
        if places:
            name, at = draw.draw(st.sampled_from(places))
            item = data[name][at]["id"]
            options += [
                SetValue(reference, (name, at, "text"), draw.draw(_NAMES)),
                SetValue(reference, (name, item, "tags"), [draw.draw(_NAMES)]),
                RemoveValue(reference, (name, item)),
                MoveItem(reference, (name, at), len(data[name]) - 1),
                MoveItem(reference, (name, item), 0, (lists[1 - lists.index(name)],)),
            ]
        return draw.draw(st.sampled_from(options))

    @precondition(lambda self: self.undos)
    @rule()
    def undo(self) -> None:
        self.session.undo()
        self.redos.append(self.now)
        self.now = self.undos.pop()

    @precondition(lambda self: self.redos)
    @rule()
    def redo(self) -> None:
        self.session.redo()
        self.undos.append(self.now)
        self.now = self.redos.pop()

    @rule()
    def save(self) -> None:
        result = self.session.save()
        assert (result.merged, result.conflicts, result.failures) == ((), (), ())
        assert {key: _on_disk(self.folder, name) for key, name in _REFERENCES.items()} == self.now

    @rule()
    def refresh(self) -> None:
        assert self.session.refresh() == ()

    @invariant()
    def memory_is_what_the_edits_say(self) -> None:
        assert {key: self.session.data_of(key) for key in _REFERENCES} == self.now
        for key in (MAYA, TOM):
            data = self.now[key]
            record = read_record(Persona, data).record if data is not None else None
            assert self.session.project.record(key) == record

    def teardown(self) -> None:
        while self.session.undo_label:
            self.session.undo()
        assert self.session.save().failures == ()
        assert contents(self.folder) == self.original


class Shared(RuleBasedStateMachine):
    """Somebody else writes other fields and entries of the same files: what both did is there in the end."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        shutil.rmtree(self.folder, ignore_errors=True)
        write_files(self.folder, FILES)
        self.session = open_folder(self.folder)
        self.theirs = open_folder(self.folder)
        # What each side did to each value, by a name that says where it stands.
        self.our_cells: dict[tuple[Reference, str], Any] = {}
        self.their_cells: dict[tuple[Reference, str], Any] = {}
        self.undos: list[dict[tuple[Reference, str], Any]] = []
        self.redos: list[dict[tuple[Reference, str], Any]] = []
        self.count = 0

    @rule(reference=st.sampled_from(list(_REFERENCES)), text=_NAMES, kind=st.sampled_from(["name", "new", "custom"]))
    def make(self, reference: Reference, text: str, kind: str) -> None:
        edit, cell = self._edit("ours", reference, text, kind)
        before = dict(self.our_cells)
        was = self.session.undo_label, len(self.undos)
        self.session.make(change(edit, label=str(self.count)))
        if self.session.undo_label != was[0]:
            self.undos.append(before)
            self.redos.clear()
            self.our_cells[reference, cell] = text

    @rule(reference=st.sampled_from(list(_REFERENCES)), text=_NAMES, kind=st.sampled_from(["summary", "new", "custom"]))
    def somebody_else(self, reference: Reference, text: str, kind: str) -> None:
        edit, cell = self._edit("theirs", reference, text, kind)
        self.theirs.refresh()
        self.theirs.make(change(edit))
        result = self.theirs.save()
        assert (result.conflicts, result.failures) == ((), ())
        self.their_cells[reference, cell] = text

    def _edit(self, side: str, reference: Reference, text: str, kind: str) -> tuple[Edit, str]:
        self.count += 1
        items = _ITEM_LISTS[reference.kind][0]
        match kind:
            case "new":
                item = f"{side}{self.count}"
                return AddItem(reference, (items,), {"id": item, "text": text}, 0 if self.count % 2 else None), item
            case "custom":
                return SetValue(reference, ("custom", side), text), f"custom {side}"
            case _:
                return SetValue(reference, (kind,), text), kind

    @precondition(lambda self: self.undos)
    @rule()
    def undo(self) -> None:
        self.session.undo()
        self.redos.append(dict(self.our_cells))
        self.our_cells = self.undos.pop()

    @precondition(lambda self: self.redos)
    @rule()
    def redo(self) -> None:
        self.session.redo()
        self.undos.append(dict(self.our_cells))
        self.our_cells = self.redos.pop()

    @rule()
    def save(self) -> None:
        result = self.session.save()
        assert (result.conflicts, result.failures) == ((), ())

    @rule()
    def refresh(self) -> None:
        self.session.refresh()

    @invariant()
    def memory_has_all_that_we_did(self) -> None:
        for reference in _REFERENCES:
            cells = _cells(data_of(self.session, reference))
            ours = {cell: value for (target, cell), value in self.our_cells.items() if target == reference}
            assert {cell: cells.get(cell) for cell in ours} == ours
            assert not any(cell.startswith("ours") for cell in cells if cell not in ours)

    def teardown(self) -> None:
        self.session.refresh()
        assert self.session.save().conflicts == ()
        self.session.refresh()
        originals = {MAYA: MAYA_TEXT, TOM: FILES[_REFERENCES[TOM]], RENTERS: FILES[_REFERENCES[RENTERS]]}
        for reference, name in _REFERENCES.items():
            disk = _on_disk(self.folder, name)
            assert disk == self.session.data_of(reference)
            assert disk is not None
            wanted = _cells(_parsed(originals[reference]))
            for cells in (self.our_cells, self.their_cells):
                wanted |= {cell: value for (target, cell), value in cells.items() if target == reference}
            assert _cells(disk) == wanted
        assert "# Cooper" in (self.session.text_of(MAYA) or "")


def _after(data: Data | None, edit: Edit) -> Data | None:
    match edit:
        case CreateFile(data=made):
            return made
        case DeleteFile() | RenameFile():
            return None
        case _:
            return apply_to_data(data or {}, edit)


def _on_disk(folder: Path, name: str) -> Data | None:
    path = folder / name
    return read_document(path, root=folder).data if path.exists() else None


def _parsed(text: str) -> Data:
    import tomllib

    return tomllib.loads(text)


def _cells(data: Data) -> dict[str, Any]:
    """Every value that the machines tell apart, by a name that says where it stands."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        if key == "custom":
            found |= {f"custom {name}": entry for name, entry in value.items()}
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            found |= {entry["id"]: entry["text"] for entry in value}
        elif key != "demographics":
            found[key] = value
    return found


_FEW = settings(max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("machine", [Alone, Shared])
def test_any_sequence_of_steps(tmp_path: Path, machine: type[Alone | Shared]) -> None:
    machine.folder = tmp_path / "project"
    run_state_machine_as_test(machine, settings=_FEW)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(["goals", "pains", "name", "source", "delete"]))
def test_the_order_of_undoing_and_saving_does_not_matter(tmp_path: Path, order: list[str]) -> None:
    shutil.rmtree(tmp_path / "project", ignore_errors=True)
    folder = write_files(tmp_path / "project", FILES)
    session = open_folder(folder)
    edits: dict[str, Edit] = {
        "goals": RemoveValue(MAYA, ("goals", 0)),
        "pains": AddItem(MAYA, ("pains",), {"id": "new1", "text": "x"}, 0),
        "name": SetValue(MAYA, ("name",), "M"),
        "source": SetValue(INTERVIEW, ("excerpts", "e3", "speaker"), "Maya"),
        "delete": DeleteFile(TOM),
    }
    for number, name in enumerate(order):
        session.make(change(edits[name]))
        if number % 2:
            session.save()
    for number in range(len(order)):
        if number % 2:
            session.save()
        session.undo()
    assert session.save().failures == ()
    assert contents(folder) == {name: text.encode() for name, text in FILES.items()}


def test_a_conflict_names_the_file_and_holds_both_texts(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("pains", "m2xa", "text"), "Ours"), RemoveValue(MAYA, ("goals", "k7qd"))))
    replace_in(root, MAYA_FILE, '"Nobody answers at night"', '"Theirs"')
    replace_in(root, MAYA_FILE, '"Surprise the children"', '"Changed there"')

    (error,) = session.save().conflicts

    assert str(error.path) in str(error)
    assert "2 fields" in error.message
    found = {conflict.path: conflict for conflict in error.conflicts if isinstance(conflict, Conflict)}
    assert (found[("pains", "m2xa", "text")].ours, found[("pains", "m2xa", "text")].theirs) == ("Ours", "Theirs")
    removed = found[("goals", "k7qd")]
    assert removed.ours is MISSING
    assert removed.theirs["text"] == "Changed there"


def test_a_save_that_fails_keeps_the_edit_for_the_next(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_folder(root)
    session.make(change(SetValue(TOM, ("name",), "Tom B.")))
    before = contents(root)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        (failure,) = session.save().failures
    assert "disk is full" in failure.message
    assert contents(root) == before
    assert session.unsaved == (TOM,)
    assert session.save().saved == (TOM,)
    assert open_folder(root).project.personas["tom-brandt"].name == "Tom B."


def test_undo_of_nothing_tells_so(root: Path) -> None:
    session = open_folder(root)
    for action in (session.undo, session.redo):
        with pytest.raises(EditError, match="There is nothing to"):
            action()
