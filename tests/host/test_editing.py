"""What an edit does to a file: ids for entries without one, and nothing that the file should not hold."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from host.folders import (
    MAYA,
    MAYA_TEXT,
    PROJECT,
    TOM,
    change,
    contents,
    data_of,
    kano,
    open_folder,
    plugins_with,
    write_files,
)
from personatui.api import (
    AddItem,
    Array,
    Canvas,
    Claim,
    CreateFile,
    Edit,
    Item,
    Model,
    MoveItem,
    Persona,
    Reference,
    RemoveValue,
    SetValue,
)
from personatui.errors import EditError
from personatui.host.completing import complete_data, complete_edit
from personatui.model.edits import Data, ValueEdit, apply_to_data
from personatui.model.ids import ITEM_ID
from personatui.model.validation import read_record

BARE = """\
schema = 1
name = "Bare"

[[goals]]
text = "One" # by hand

[[goals]]
text = "Two"
tags = ["a"]

[[pains]]
text = "Ache"
severity = 9
"""
BARE_PERSONA = Reference("persona", "bare")
CANVAS = Reference("canvas", "maya-okafor", "plan")


class Step(Claim):
    """An entry that holds entries."""

    parts: Array[Claim] = ()


class Figure(Model):
    """An entry that is no item, and so has no id."""

    value: int = 0


class Block(Model):
    """A table that holds entries."""

    notes: Array[Item] = ()


class PlanCanvas(Canvas):
    """A canvas with entries at several depths."""

    steps: Array[Step] = ()
    figures: Array[Figure] = ()
    block: Block = Block()


# Ids ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edit",
    [
        SetValue(BARE_PERSONA, ("goals", 0, "text"), "Uno"),
        SetValue(BARE_PERSONA, ("goals", 0, "note"), "A note"),
        AddItem(BARE_PERSONA, ("goals", 0, "sources"), "interview-maya"),
        AddItem(BARE_PERSONA, ("goals", 0, "tags"), "b"),
        MoveItem(BARE_PERSONA, ("goals", 0), 1),
        MoveItem(BARE_PERSONA, ("goals", 0), 0, ("needs",)),
    ],
)
def test_an_entry_that_is_touched_gets_an_id_and_no_other(root: Path, edit: ValueEdit) -> None:
    write_files(root, {"personas/bare.toml": BARE})
    session = open_folder(root)

    session.make(change(edit))

    data = data_of(session, BARE_PERSONA)
    entries = [entry for name in ("goals", "needs", "pains") for entry in data.get(name, ())]
    with_id = [entry for entry in entries if "id" in entry]
    assert len(with_id) == 1
    assert with_id[0]["text"] in ("One", "Uno")
    assert ITEM_ID.fullmatch(with_id[0]["id"])
    assert "# by hand" in (session.text_of(BARE_PERSONA) or "")
    session.undo()
    assert session.text_of(BARE_PERSONA) == BARE


def test_removing_from_an_entry_gives_it_an_id_and_removing_the_entry_does_not(root: Path) -> None:
    write_files(root, {"personas/bare.toml": BARE})
    session = open_folder(root)

    session.make(change(RemoveValue(BARE_PERSONA, ("goals", 1, "tags"))))
    assert [set(goal) for goal in data_of(session, BARE_PERSONA)["goals"]] == [{"text"}, {"id", "text"}]
    session.make(change(RemoveValue(BARE_PERSONA, ("goals", 0))))
    assert [goal["text"] for goal in data_of(session, BARE_PERSONA)["goals"]] == ["Two"]


def test_other_edits_add_no_ids(root: Path) -> None:
    write_files(root, {"personas/bare.toml": BARE})
    session = open_folder(root)

    session.make(change(SetValue(BARE_PERSONA, ("name",), "Still bare"), SetValue(BARE_PERSONA, ("custom", "a"), [{}])))

    assert "id =" not in (session.text_of(BARE_PERSONA) or "")


def test_a_new_entry_gets_an_id_first_and_keeps_the_one_it_has(root: Path) -> None:
    session = open_folder(root)

    session.make(
        change(
            AddItem(MAYA, ("needs",), {"text": "Sleep"}),
            AddItem(MAYA, ("needs",), {"id": "", "text": "Calm"}),
            AddItem(MAYA, ("needs",), {"id": "mine", "text": "Order"}),
        )
    )

    needs = data_of(session, MAYA)["needs"]
    assert [next(iter(need)) for need in needs] == ["id", "id", "id"]
    assert needs[2]["id"] == "mine"
    assert len({need["id"] for need in needs}) == 3


def test_a_list_set_anew_and_an_entry_set_anew(root: Path) -> None:
    session = open_folder(root)

    session.make(change(SetValue(MAYA, ("pains",), [{"text": "One"}, {"id": "mine", "text": "Two"}])))
    first, second = data_of(session, MAYA)["pains"]
    assert ITEM_ID.fullmatch(first["id"])
    assert second["id"] == "mine"
    session.make(change(SetValue(MAYA, ("pains", "mine"), {"text": "Three"})))
    assert data_of(session, MAYA)["pains"][1] == {"id": "mine", "text": "Three"}
    session.make(change(SetValue(MAYA, ("pains", 0), {"id": "other", "text": "Four"})))
    assert data_of(session, MAYA)["pains"][0] == {"id": "other", "text": "Four"}


def test_an_id_is_set_and_removed_as_asked(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("pains", 0, "id"), "mine")))
    assert session.project.personas["maya-okafor"].pains[0].id == "mine"
    session.make(change(RemoveValue(MAYA, ("pains", 0, "id"))))
    assert session.project.personas["maya-okafor"].pains[0].id == ""


def test_entries_in_tables_and_entries_get_ids_at_every_depth(root: Path) -> None:
    session = open_folder(root, plugins_with(kano(id="plan", model=PlanCanvas)))
    session.make(
        change(
            CreateFile(
                CANVAS,
                {
                    "steps": [{"text": "a", "parts": [{"text": "b"}]}],
                    "figures": [{"value": 1}],
                    "block": {"notes": [{}]},
                    "unknown": [{"text": "kept"}],
                },
            )
        )
    )
    data = data_of(session, CANVAS)
    ids = [data["steps"][0]["id"], data["steps"][0]["parts"][0]["id"], data["block"]["notes"][0]["id"]]
    assert len(set(ids)) == 3
    assert data["figures"] == [{"value": 1}]
    assert data["unknown"] == [{"text": "kept"}]
    session.make(change(AddItem(CANVAS, ("steps", 0, "parts"), {"text": "c"})))
    session.make(change(AddItem(CANVAS, ("block", "notes"), {})))
    data = data_of(session, CANVAS)
    assert len({data["steps"][0]["parts"][1]["id"], data["block"]["notes"][1]["id"], *ids}) == 5
    session.make(change(SetValue(CANVAS, ("figures", 0, "value"), 2)))
    assert data_of(session, CANVAS)["figures"] == [{"value": 2}]


def test_a_file_by_hand_gets_ids_on_the_way_to_what_is_touched() -> None:
    data: Data = {"steps": [{"text": "a", "parts": [{"text": "b"}]}]}
    edits = complete_edit(SetValue(CANVAS, ("steps", 0, "parts", 0, "text"), "B"), data, PlanCanvas)
    for edit in edits:
        data = apply_to_data(data, edit)
    step = data["steps"][0]
    assert step["id"]
    assert step["parts"][0]["id"]
    assert step["id"] != step["parts"][0]["id"]


@given(st.lists(st.sampled_from(["", "goals", "pains", "notes", "custom"]), max_size=6), st.data())
def test_every_entry_of_a_new_file_has_its_own_id(names: list[str], draw: st.DataObject) -> None:
    data: Data = {}
    for name in names:
        entries: list[Any] = draw.draw(
            st.lists(
                st.one_of(
                    st.fixed_dictionaries({"text": st.just("x")}),
                    st.fixed_dictionaries({"id": st.sampled_from(["", "a", "b"])}),
                    st.just("no table"),
                ),
                max_size=3,
            )
        )
        data[name] = entries
    given_data = deepcopy(data)

    found = complete_data(data, Persona)

    assert data == given_data
    for name, entries in found.items():
        for before, after in zip(given_data[name], entries, strict=True):
            if name in ("goals", "pains", "notes") and isinstance(before, dict):
                assert after["id"] == before["id"] if before.get("id") else ITEM_ID.fullmatch(after["id"])
                assert {**before, "id": ""} == {**after, "id": ""}
            else:
                assert before == after


# What is refused ------------------------------------------------------------------------------------------

REFUSED: list[tuple[Edit, str]] = [
    (SetValue(MAYA, ("name",), 3), "must be a text"),
    (SetValue(MAYA, ("role",), "king"), "'primary'"),
    (SetValue(MAYA, ("n",), -1), "n"),
    (SetValue(MAYA, ("pains", "m2xa", "severity"), 9), "severity"),
    (SetValue(MAYA, ("pains", "m2xa", "severity"), "4"), "whole number"),
    (SetValue(MAYA, ("pains",), "aches"), "a list"),
    (SetValue(MAYA, ("demographics",), []), "table"),
    (SetValue(MAYA, ("schema",), 99), "newer"),
    (SetValue(MAYA, ("schema",), "one"), "whole number"),
    (AddItem(MAYA, ("goals",), {"id": "k7qd", "text": "Twice"}), "used already"),
    (AddItem(MAYA, ("pains",), {"id": "k7qd", "text": "Twice in the file"}), "used already"),
    (SetValue(MAYA, ("goals", 1, "id"), "k7qd"), "used already"),
    (SetValue(MAYA, ("goals", 1, "id"), "no id#at all"), "letters, digits"),
    (AddItem(MAYA, ("goals",), {"id": "\x1b[2J", "text": "x"}), "letters, digits"),
    (AddItem(MAYA, ("goals",), {"text": 3}), "must be a text"),
    (AddItem(MAYA, ("goals",), "no table"), "goals"),
    (AddItem(MAYA, ("name",), "x"), "no list"),
    (AddItem(MAYA, ("goals",), {"text": "x"}, 7), "entries"),
    (RemoveValue(MAYA, ("summary",)), "no summary"),
    (RemoveValue(MAYA, ("goals", "nope")), "no entry"),
    (MoveItem(MAYA, ("goals", 0), 9), "position 9"),
    (SetValue(MAYA, ("summary",), object()), "cannot hold"),
    (SetValue(MAYA, ("custom", "n"), 2**70), "cannot hold"),
    (SetValue(MAYA, ("summary",), "\ud800"), "half a character"),
    (SetValue(MAYA, ("summary",), "x" * 2**20), "1 MiB"),
    (SetValue(MAYA, (), {}), "needs a path"),
    (CreateFile(Reference("persona", "new"), {"name": 3}), "must be a text"),
    (CreateFile(Reference("persona", "new"), {"schema": 2, "name": "x"}), "newer"),
    (CreateFile(Reference("persona", "new"), {"goals": [{"id": "a"}, {"id": "a"}]}), "used already"),
    (SetValue(PROJECT, ("thresholds", "qualitative"), 0), "qualitative"),
    (SetValue(PROJECT, ("gates", "fail_on"), "banana"), "'error'"),
]


@pytest.mark.parametrize(("edit", "said"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_does_not_fit_is_refused_and_nothing_changes(root: Path, edit: Edit, said: str) -> None:
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Before"), label="before"))
    session.undo()
    loaded = session.loaded

    with pytest.raises(EditError) as caught:
        session.make(change(SetValue(TOM, ("name",), "Also"), edit))

    assert said in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert session.loaded is loaded
    assert (session.unsaved, session.undo_label, session.redo_label) == ((), "", "before")


def test_nesting_without_end_is_refused(root: Path) -> None:
    session = open_folder(root)
    deep: Any = "x"
    for _ in range(80):
        deep = [deep]

    with pytest.raises(EditError, match="levels deep"):
        session.make(change(SetValue(MAYA, ("custom", "deep"), deep)))

    assert session.unsaved == ()


def test_what_was_wrong_before_does_not_stop_other_edits(root: Path) -> None:
    """Also not when the wrong value comes to stand at another place."""
    text = BARE + '\n[[pains]]\ntext = "More"\n\n[[pains]]\nid = "a"\n\n[[pains]]\nid = "a"\n'
    write_files(root, {"personas/bare.toml": text})
    session = open_folder(root)

    session.make(change(SetValue(BARE_PERSONA, ("name",), "Renamed")))
    session.make(change(SetValue(BARE_PERSONA, ("pains", 0, "text"), "Still wrong")))
    session.make(change(AddItem(BARE_PERSONA, ("pains",), {"text": "New"}, 0)))
    session.make(change(MoveItem(BARE_PERSONA, ("pains", 1), 2)))
    session.make(change(RemoveValue(BARE_PERSONA, ("pains", 0))))

    pains = data_of(session, BARE_PERSONA)["pains"]
    assert [pain.get("severity") for pain in pains] == [None, 9, None, None]
    with pytest.raises(EditError, match="severity"):
        session.make(change(SetValue(BARE_PERSONA, ("pains", 1, "severity"), 10)))
    with pytest.raises(EditError, match="severity"):
        session.make(change(SetValue(BARE_PERSONA, ("pains", 0, "severity"), 9)))
    with pytest.raises(EditError, match="used already"):
        session.make(change(AddItem(BARE_PERSONA, ("pains",), {"id": "a"})))
    session.make(change(SetValue(BARE_PERSONA, ("pains", 1, "severity"), 4)))
    assert session.loaded.files[BARE_PERSONA].problems == ()


def test_unknown_keys_are_kept_and_may_be_edited(root: Path) -> None:
    text = MAYA_TEXT.replace('role = "primary"', 'mood = "calm"\nrole = "primary"')
    write_files(root, {"personas/maya-okafor.toml": text})
    session = open_folder(root)
    session.make(change(SetValue(MAYA, ("name",), "Maya")))
    assert 'mood = "calm"' in (session.text_of(MAYA) or "")
    session.make(change(SetValue(MAYA, ("mood",), "angry")))
    assert data_of(session, MAYA)["mood"] == "angry"


def test_a_file_of_a_newer_version_is_shown_and_never_changed(root: Path) -> None:
    write_files(root, {"personas/new.toml": 'schema = 2\nname = "From tomorrow"\n', "imports/new.toml": "schema = 2\n"})
    session = open_folder(root)
    newer = Reference("persona", "new")
    before = contents(root)

    assert session.project.personas["new"].name == "From tomorrow"
    for edit in (SetValue(newer, ("name",), "x"), SetValue(newer, ("schema",), 1)):
        with pytest.raises(EditError, match="newer version"):
            session.make(change(edit))
    from personatui.api import DeleteFile

    with pytest.raises(EditError, match="newer version"):
        session.make(change(DeleteFile(newer)))
    with pytest.raises(EditError, match="newer version"):
        session.make(change(SetValue(Reference("import", "new"), ("file",), "x")))
    assert session.save().saved == ()
    assert contents(root) == before


def test_undo_does_not_touch_a_file_that_became_newer(root: Path) -> None:
    session = open_folder(root)
    session.make(change(SetValue(TOM, ("name",), "Tom B.")))
    session.save()
    write_files(root, {"personas/tom-brandt.toml": 'schema = 7\nname = "Tom B."\n'})
    session.refresh()

    with pytest.raises(EditError, match="newer version"):
        session.undo()


def test_control_characters_stay_until_their_field_is_edited(root: Path) -> None:
    text = 'name = "A\\u001b[2JB"\nsummary = "C\\u202eD"\n'
    write_files(root, {"personas/odd.toml": text})
    session = open_folder(root)
    odd = Reference("persona", "odd")
    assert session.project.personas["odd"].name == "A␛[2JB"

    session.make(change(SetValue(odd, ("role",), "primary")))
    assert session.text_of(odd) == text + 'role = "primary"\n'
    assert session.loaded.files[odd].unclean == (("name",), ("summary",))
    session.make(change(SetValue(odd, ("name",), "AB")))
    assert session.loaded.files[odd].unclean == (("summary",),)


@pytest.mark.parametrize(
    "text", [MAYA_TEXT.replace("\n", "\r\n"), "\ufeff" + MAYA_TEXT, "\ufeff" + MAYA_TEXT.replace("\n", "\r\n")]
)
def test_byte_order_marks_and_line_ends_stay(root: Path, text: str) -> None:
    write_files(root, {"personas/maya-okafor.toml": text})
    session = open_folder(root)
    file = root / "personas/maya-okafor.toml"

    session.make(change(SetValue(MAYA, ("name",), "Maya O."), AddItem(MAYA, ("needs",), {"text": "One\nTwo"})))
    session.save()

    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") == text.startswith("\ufeff")
    assert content.count(b"\n") == (content.count(b"\r\n") if "\r\n" in text else content.count(b"\n"))
    assert (b"\r\n" in content) == ("\r\n" in text)
    assert open_folder(root).project.personas["maya-okafor"].needs[0].text == "One\nTwo"
    session.undo()
    session.save()
    assert file.read_bytes() == text.encode()


# Reading back what was saved ------------------------------------------------------------------------------

_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=8)
_IDS = st.sampled_from(["a", "b", "c", "d", "e"])
_ENTRIES = st.lists(
    st.fixed_dictionaries(
        {"id": _IDS, "text": _WORDS}, optional={"severity": st.integers(0, 6), "tags": st.lists(_WORDS, max_size=2)}
    ),
    max_size=3,
    unique_by=lambda entry: str(entry["id"]),
)
_PERSONAS = st.fixed_dictionaries(
    {"schema": st.just(1), "name": _WORDS},
    optional={
        "role": st.sampled_from(["primary", "negative"]),
        "n": st.integers(0, 9),
        "tags": st.lists(_WORDS, max_size=3),
        "demographics": st.fixed_dictionaries({}, optional={"age": st.integers(0, 99), "location": _WORDS}),
        "pains": _ENTRIES,
        "custom": st.dictionaries(st.sampled_from(["x", "y z"]), st.one_of(_WORDS, st.booleans()), max_size=2),
    },
)
_VALUES = st.one_of(_WORDS, st.integers(-2, 9), st.lists(_WORDS, max_size=2), st.booleans())
_INDEX = st.integers(0, 3)


def _value_edits(target: Reference) -> st.SearchStrategy[ValueEdit]:
    keys = st.sampled_from(["name", "role", "n", "summary", "tags", "mood"])
    profile = st.sampled_from(["age", "gender"])
    step = st.one_of(_INDEX, _IDS)
    entries = _ENTRIES.filter(bool).map(lambda found: found[0])
    return st.one_of(
        st.builds(lambda key, value: SetValue(target, (key,), value), keys, _VALUES),
        st.builds(lambda key, value: SetValue(target, ("demographics", key), value), profile, _VALUES),
        st.builds(lambda at, value: SetValue(target, ("pains", at, "text"), value), step, _VALUES),
        st.builds(lambda at, value: SetValue(target, ("pains", at, "severity"), value), step, st.integers(0, 6)),
        st.builds(lambda entry, at: AddItem(target, ("pains",), entry, at), entries, _INDEX),
        st.builds(lambda at: RemoveValue(target, ("pains", at)), step),
        st.builds(lambda key: RemoveValue(target, (key,)), keys),
        st.builds(lambda at, to: MoveItem(target, ("pains", at), to), step, _INDEX),
        st.builds(lambda value, at: AddItem(target, ("tags",), value, at), _WORDS, _INDEX),
        st.builds(lambda at: MoveItem(target, ("pains", at), 0, ("needs",)), step),
    )


def _has_twins(data: Data) -> bool:
    ids = [entry.get("id") for name in ("pains", "needs") for entry in data.get(name, ())]
    return len(set(ids)) < len(ids)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=_PERSONAS, edit=_value_edits(MAYA))
def test_what_is_read_after_a_save_is_the_record_after_the_edit(tmp_path: Path, data: Data, edit: ValueEdit) -> None:
    from personatui.store.writing import render_new

    write_files(tmp_path, {"personatui.toml": "schema = 1\n", "personas/maya-okafor.toml": render_new(data)})
    session = open_folder(tmp_path)
    before = session.project.personas["maya-okafor"]
    old = data_of(session, MAYA)
    try:
        wanted = apply_to_data(old, edit)
    except EditError:
        with pytest.raises(EditError):
            session.make(change(edit))
        return
    reading = read_record(Persona, wanted)
    was_wrong = {problem.path for problem in read_record(Persona, old).problems}
    try:
        session.make(change(edit))
    except EditError:
        assert reading.problems or _has_twins(wanted)
        assert session.project.personas["maya-okafor"] == before
        return
    assert session.save().failures == ()
    assert open_folder(tmp_path).project.personas["maya-okafor"] == reading.record
    assert was_wrong or not reading.problems
