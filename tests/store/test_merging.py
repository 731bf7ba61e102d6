"""Differences as edits, and two people's changes in one."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personatui.model.edits import AddItem, Data, MoveItem, RemoveValue, SetValue, apply_to_data
from personatui.store.comparing import is_same
from personatui.store.merging import MISSING, Conflict, changed_paths, conflicts, edits_between, merge
from toml_documents import DATA, TARGET

BASE: Data = {
    "name": "Maya",
    "demographics": {"age": 34, "location": "Leeds"},
    "goals": [{"id": "g1", "text": "one", "tags": ["a", "b"]}, {"id": "g2", "text": "two"}],
    "notes": [{"text": "first"}, {"text": "second"}],
}

ITEM = st.fixed_dictionaries(
    {"id": st.sampled_from(["g1", "g2", "g3", "g4"])},
    optional={"text": st.sampled_from(["x", "y"]), "tags": st.lists(st.sampled_from("abc"), unique=True)},
)
ITEMS = st.lists(ITEM, max_size=4, unique_by=lambda item: str(item["id"]))
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["x", "y", "z"]),
        "table": st.dictionaries(st.sampled_from("ab"), st.integers(0, 2), max_size=2),
        "goals": ITEMS,
        "plain": st.lists(st.one_of(st.integers(0, 2), st.fixed_dictionaries({"n": st.integers(0, 2)})), max_size=3),
    },
)


def edited(data: Data, *changes: tuple[tuple[str | int, ...], Any]) -> Data:
    for path, value in changes:
        edit = RemoveValue(TARGET, path) if value is None else SetValue(TARGET, path, value)
        data = apply_to_data(data, edit)
    return data


def replayed(before: Data, after: Data) -> Data:
    for edit in edits_between(TARGET, before, after):
        before = apply_to_data(before, edit)
    return before


@settings(max_examples=100, deadline=None)
@given(st.one_of(RECORDS, DATA), st.one_of(RECORDS, DATA))
def test_the_edits_between_two_states_lead_from_one_to_the_other(before: Data, after: Data) -> None:
    assert is_same(replayed(before, after), after)


def test_edits_are_as_small_as_can_be() -> None:
    after = edited(BASE, (("goals", "g1", "text"), "ONE"), (("demographics", "age"), None), (("notes", 0), None))
    after = apply_to_data(after, AddItem(TARGET, ("goals",), {"id": "g3"}))
    after = apply_to_data(after, MoveItem(TARGET, ("goals", "g2"), 0))

    assert edits_between(TARGET, BASE, after) == (
        RemoveValue(TARGET, ("demographics", "age")),
        MoveItem(TARGET, ("goals", "g2"), 0),
        AddItem(TARGET, ("goals",), {"id": "g3"}),
        SetValue(TARGET, ("goals", "g1", "text"), "ONE"),
        RemoveValue(TARGET, ("notes", 0)),
    )
    assert changed_paths(BASE, after) == (
        ("demographics", "age"),
        ("goals", "g2"),
        ("goals", "g3"),
        ("goals", "g1", "text"),
        ("notes", 0),
    )


def test_changes_to_different_fields_are_both_kept() -> None:
    ours = edited(BASE, (("name",), "Zoë"), (("goals", "g1", "text"), "ours"), (("pains",), [{"id": "p1"}]))
    theirs = edited(BASE, (("demographics", "age"), 35), (("goals", "g1", "tags"), ["a", "b", "c"]))
    theirs = apply_to_data(theirs, AddItem(TARGET, ("goals",), {"id": "g9", "text": "new"}))

    result = merge(BASE, ours, theirs)

    assert result.conflicts == ()
    assert result.data["name"] == "Zoë"
    assert result.data["demographics"]["age"] == 35
    assert result.data["goals"][0] == {"id": "g1", "text": "ours", "tags": ["a", "b", "c"]}
    assert [item["id"] for item in result.data["goals"]] == ["g1", "g2", "g9"]
    assert result.data["pains"] == [{"id": "p1"}]


def test_items_that_both_add_are_both_kept() -> None:
    ours = apply_to_data(BASE, AddItem(TARGET, ("goals",), {"id": "mine"}))
    theirs = apply_to_data(BASE, AddItem(TARGET, ("goals",), {"id": "theirs"}))

    result = merge(BASE, ours, theirs)

    assert [item["id"] for item in result.data["goals"]] == ["g1", "g2", "theirs", "mine"]
    assert merge({}, {"goals": [{"id": "a"}]}, {"goals": [{"id": "b"}]}).data == {"goals": [{"id": "b"}, {"id": "a"}]}
    assert merge({}, {"tags": ["a"]}, {"tags": ["b"]}).data == {"tags": ["b", "a"]}


def test_what_one_side_takes_away_leaves_what_the_other_has_put_there() -> None:
    base: Data = {"goals": [{"id": "a", "text": "x"}], "custom": {"one": 1}, "tags": ["a"], "kept": []}
    theirs: Data = {
        "goals": [{"id": "a", "text": "x"}, {"id": "b"}],
        "custom": {"one": 1, "two": 2},
        "tags": ["a", "b"],
        "kept": [],
    }
    left: Data = {"goals": [{"id": "b"}], "custom": {"two": 2}, "tags": ["b"]}

    assert merge(base, {}, theirs).data == left
    assert merge(base, theirs, {}).data == left
    assert merge(base, {}, theirs).conflicts == merge(base, theirs, {}).conflicts == ()
    assert merge(base, {}, base).data == merge(base, base, {}).data == merge(base, {}, {}).data == {}
    (conflict,) = merge(base, {}, {**base, "goals": [{"id": "a", "text": "y"}]}).conflicts
    assert (conflict.path, conflict.ours) == (("goals", "a"), MISSING)
    (conflict,) = merge(base, {}, {**base, "custom": {"one": 2}}).conflicts
    assert conflict.path == ("custom", "one")
    (conflict,) = merge(base, {}, {**base, "custom": 0}).conflicts
    assert (conflict.path, conflict.ours, conflict.theirs) == (("custom",), MISSING, 0)


def test_texts_in_a_list_are_merged_one_by_one() -> None:
    base = {"tags": ["a", "b", "c"]}

    result = merge(base, {"tags": ["a", "c", "ours"]}, {"tags": ["b", "c", "theirs"]})

    assert result.data == {"tags": ["c", "theirs", "ours"]}
    assert result.conflicts == ()


def test_our_order_is_kept_when_only_we_moved_something() -> None:
    base: Data = {"goals": [{"id": name} for name in "abc"]}
    ours: Data = {"goals": [{"id": name} for name in "cab"]}
    theirs: Data = {"goals": [{"id": name} for name in "abcd"]}

    assert [item["id"] for item in merge(base, ours, theirs).data["goals"]] == ["c", "d", "a", "b"]


def test_the_same_field_changed_by_both_is_a_conflict() -> None:
    ours = edited(BASE, (("goals", "g1", "text"), "ours"), (("name",), "same"), (("goals", "g2"), None))
    theirs = edited(BASE, (("goals", "g1", "text"), "theirs"), (("name",), "same"), (("goals", "g2", "text"), "2"))

    assert conflicts(BASE, ours, theirs) == (
        Conflict(("goals", "g1", "text"), "one", "ours", "theirs"),
        Conflict(("goals", "g2"), {"id": "g2", "text": "two"}, MISSING, {"id": "g2", "text": "2"}),
    )
    kept = merge(BASE, ours, theirs, keep_ours=lambda conflict: True).data
    left = merge(BASE, ours, theirs, keep_ours=lambda conflict: False).data
    assert kept["goals"] == [{"id": "g1", "text": "ours", "tags": ["a", "b"]}]
    assert [item["text"] for item in left["goals"]] == ["theirs", "2"]


def test_items_without_ids_are_never_mixed_up() -> None:
    shorter = edited(BASE, (("notes", 0), None))
    changed = edited(BASE, (("notes", 1, "text"), "SECOND"))

    assert conflicts(BASE, changed, shorter)
    assert merge(BASE, edited(BASE, (("notes", 0, "id"), "n1")), BASE).data["notes"][0] == {
        "text": "first",
        "id": "n1",
    }
    both = merge(
        BASE,
        apply_to_data(edited(BASE, (("notes", 0, "id"), "n1")), AddItem(TARGET, ("notes",), {"text": "ours"})),
        apply_to_data(BASE, AddItem(TARGET, ("notes",), {"text": "theirs"})),
    )
    assert both.conflicts == ()
    assert [note["text"] for note in both.data["notes"]] == ["first", "second", "theirs", "ours"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RECORDS, RECORDS, RECORDS)
def test_a_merge_without_conflict_holds_what_both_changed(base: Data, ours: Data, theirs: Data) -> None:
    result = merge(base, ours, theirs)

    assert is_same(merge(base, ours, base).data, ours)
    assert is_same(merge(base, base, theirs).data, theirs)
    assert is_same(merge(base, ours, ours).data, ours)
    assert {c.path for c in result.conflicts} == {c.path for c in merge(base, theirs, ours).conflicts}
    if result.conflicts:
        return
    for side, other in ((ours, theirs), (theirs, ours)):
        if side.get("name") != base.get("name"):
            assert result.data.get("name") == side.get("name")
        before, after = _texts(base), _texts(side)
        for key in before.keys() | after.keys():
            if after.get(key) != before.get(key) and key[0] in _ids(other) | (_ids(side) - _ids(base)):
                assert _texts(result.data).get(key) == after.get(key)
    assert _ids(ours) - _ids(base) <= _ids(result.data)
    assert not ((_ids(base) - _ids(theirs)) & _ids(result.data)) - (_ids(ours) - _ids(base))


def _ids(data: Data) -> set[str]:
    return {item["id"] for item in data.get("goals", [])}


def _texts(data: Data) -> dict[tuple[str, str], str]:
    return {(item["id"], "text"): item["text"] for item in data.get("goals", []) if "text" in item}
