"""Edits as data: what they do, and that each can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import rtoml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personatui.errors import EditError
from personatui.model.edits import (
    AddItem,
    Change,
    Data,
    MoveItem,
    Path,
    RemoveValue,
    RenameFile,
    SetValue,
    ValueEdit,
    apply_to_data,
    copied,
    invert,
    positions,
    spell,
    value_at,
)
from personatui.model.ids import Reference
from toml_documents import DATA, TARGET, edits_of, paths_in

RECORD: Data = {
    "name": "Maya",
    "pains": [{"id": "m2xa", "text": "x", "tags": ["a"]}, {"id": "z9kk", "text": "y"}],
    "goals": [{"id": "k7qd", "text": "g"}],
    "empty": [],
}


def taken_back(data: Data, edit: ValueEdit) -> Data:
    after = apply_to_data(data, edit)
    for undo in invert(data, edit):
        after = apply_to_data(after, undo)
    return after


@pytest.mark.parametrize(
    "edit",
    [
        SetValue(TARGET, ("name",), "Zoë"),
        SetValue(TARGET, ("pains", "m2xa", "text"), "new"),
        SetValue(TARGET, ("pains", "m2xa", "id"), "other"),
        SetValue(TARGET, ("pains", "m2xa"), {"id": "other"}),
        SetValue(TARGET, ("pains", "m2xa"), "no table"),
        SetValue(TARGET, ("channels", "web", "often"), 3),
        SetValue(TARGET, ("pains",), []),
        AddItem(TARGET, ("pains",), {"id": "new"}),
        AddItem(TARGET, ("pains",), {"id": "m2xa"}, 0),
        AddItem(TARGET, ("empty",), 1),
        AddItem(TARGET, ("new",), 1),
        AddItem(TARGET, ("new", "deep"), 1),
        AddItem(TARGET, ("pains", "m2xa", "tags"), "b", 0),
        RemoveValue(TARGET, ("pains", "z9kk")),
        RemoveValue(TARGET, ("pains", "m2xa", "id")),
        RemoveValue(TARGET, ("pains", "m2xa", "tags", 0)),
        RemoveValue(TARGET, ("goals", "k7qd")),
        RemoveValue(TARGET, ("goals",)),
        MoveItem(TARGET, ("pains", "m2xa"), 1),
        MoveItem(TARGET, ("pains", 1), 0, ("pains",)),
        MoveItem(TARGET, ("pains", "m2xa"), 0, ("goals",)),
        MoveItem(TARGET, ("goals", "k7qd"), 2, ("pains",)),
        MoveItem(TARGET, ("goals", 0), 0, ("empty",)),
        MoveItem(TARGET, ("goals", 0), 0, ("new", "deep")),
        MoveItem(TARGET, ("pains", 0), 0, ("pains", 0, "sub")),
        MoveItem(TARGET, ("pains", 0, "tags", 0), 0, ("pains",)),
    ],
)
def test_every_edit_can_be_taken_back(edit: ValueEdit) -> None:
    before = copied(RECORD)

    assert apply_to_data(RECORD, edit) != RECORD
    assert taken_back(RECORD, edit) == RECORD
    assert before == RECORD


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_edit_of_any_data_can_be_taken_back(source: st.DataObject) -> None:
    data = source.draw(DATA)
    edit = source.draw(edits_of(data))

    assert repr(_sorted(taken_back(data, edit))) == repr(_sorted(data))


def _sorted(node: object) -> object:
    if isinstance(node, dict):
        return {key: _sorted(node[key]) for key in sorted(node)}
    return [_sorted(item) for item in node] if isinstance(node, list) else node


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_moves_between_any_two_lists_can_be_taken_back(source: st.DataObject) -> None:
    inner = st.lists(st.fixed_dictionaries({}, optional={"sub": st.lists(st.integers(0, 3), max_size=2)}), max_size=3)
    data: Data = source.draw(st.fixed_dictionaries({"a": inner, "b": inner}))
    lists = [(path, node) for path, node in paths_in(data) if isinstance(node, list) and node]
    if not lists:
        return
    path, node = source.draw(st.sampled_from(lists))
    to = source.draw(st.sampled_from([("a",), ("b",), ("c",), ("a", 0, "sub"), ("b", 0, "sub"), ("b", 1, "sub")]))
    edit = MoveItem(TARGET, (*path, source.draw(st.integers(0, len(node) - 1))), 0, to)
    try:
        apply_to_data(data, edit)
    except EditError:
        return
    assert taken_back(data, edit) == data


@pytest.mark.parametrize(
    "edit",
    [
        SetValue(TARGET, (), {}),
        SetValue(TARGET, ("name", "below"), 1),
        SetValue(TARGET, ("pains", "none", "text"), 1),
        SetValue(TARGET, ("pains", 2), 1),
        AddItem(TARGET, ("name",), 1),
        AddItem(TARGET, ("pains",), {}, 3),
        RemoveValue(TARGET, ("none",)),
        RemoveValue(TARGET, ("pains", "none")),
        MoveItem(TARGET, ("name",), 0),
        MoveItem(TARGET, ("pains", 0), 2),
        MoveItem(TARGET, ("pains", 0), 0, ("name",)),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(edit: ValueEdit) -> None:
    with pytest.raises(EditError):
        apply_to_data(RECORD, edit)
    with pytest.raises(EditError):
        invert(RECORD, edit)


def test_an_id_that_two_entries_share_names_neither() -> None:
    with pytest.raises(EditError, match="2 entries"):
        value_at({"goals": [{"id": "a"}, {"id": "a"}]}, ("goals", "a"))


def test_removing_the_last_entry_removes_the_list() -> None:
    assert apply_to_data({"a": [1]}, RemoveValue(TARGET, ("a", 0))) == {}
    assert apply_to_data({"a": [1], "b": []}, MoveItem(TARGET, ("a", 0), 0, ("b",))) == {"b": [1]}


def test_a_time_with_a_zone_from_a_file_can_be_edited_around() -> None:
    data = rtoml.loads("at = 1979-05-27T07:32:00Z\nzoned = 1979-05-27T07:32:00+01:30\n")

    after = apply_to_data(data, SetValue(TARGET, ("name",), "x"))

    assert after["at"] == datetime(1979, 5, 27, 7, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "found"),
    [(("pains", "z9kk", "text"), ("pains", 1, "text")), (("pains", 0), ("pains", 0)), ((), ())],
)
def test_positions(path: Path, found: Path) -> None:
    assert positions(RECORD, path) == found


def test_paths_as_a_person_writes_them() -> None:
    assert spell(("pains", "m2xa", "tags", 0)) == "pains.m2xa.tags[0]"
    assert spell(()) == "the file"


def test_a_change_names_each_record_once() -> None:
    other = Reference("segment", "urban")
    change = Change("x", (RemoveValue(TARGET, ("a",)), RemoveValue(other, ("a",)), RemoveValue(TARGET, ("b",))))

    assert change.targets == (TARGET, other)


def test_a_renamed_record_is_named_before_and_after() -> None:
    new = Reference("segment", "rural")
    change = Change("x", (RenameFile(Reference("segment", "urban"), new), SetValue(new, ("a",), 1)))

    assert change.targets == (Reference("segment", "urban"), new)
