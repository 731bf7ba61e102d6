"""Reading leniently: what does not fit is left out and told, the rest is there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.model.base import SCHEMA_VERSION, unknown_keys
from personatui.model.persona import Persona
from personatui.model.validation import read_record

GOOD: dict[str, Any] = {"schema": 1, "name": "P", "goals": [{"id": "g1", "text": "a", "kind": "end"}]}


def test_good_data_is_read_whole_and_comes_back_the_same() -> None:
    reading = read_record(Persona, GOOD)
    assert reading.problems == ()
    assert reading.record.to_data() == GOOD


@pytest.mark.parametrize(
    ("data", "path", "words"),
    [
        ({"name": 3}, ("name",), "a text in quotes"),
        ({"role": "boss"}, ("role",), "'primary'"),
        ({"n": "4"}, ("n",), "a whole number"),
        ({"n": -1}, ("n",), "greater than or equal to 0"),
        ({"tags": "x"}, ("tags",), "a list"),
        ({"demographics": []}, ("demographics",), "a table"),
        ({"demographics": {"age": 3.5}}, ("demographics", "age"), "a whole number"),
        ({"pains": [{"text": "x", "severity": 9}]}, ("pains", 0, "severity"), "less than or equal to 5"),
        ({"pains": "x"}, ("pains",), "a list"),
        ({"needs": ["x", {"text": "y"}]}, ("needs",), "[[needs]]"),
        ({"goals": [{"text": ["x"]}]}, ("goals", 0, "text"), "a text in quotes"),
    ],
)
def test_a_value_that_does_not_fit_is_told_and_left_out(
    data: dict[str, Any], path: tuple[Any, ...], words: str
) -> None:
    reading = read_record(Persona, {"summary": "kept", **data})
    assert [problem.path for problem in reading.problems] == [path]
    assert words in reading.problems[0].message
    assert reading.record.summary == "kept"


def test_entries_keep_their_positions_when_one_has_a_wrong_value() -> None:
    reading = read_record(Persona, {"pains": [{"text": 3, "severity": 2}, {"text": "second"}]})
    assert [pain.text for pain in reading.record.pains] == ["", "second"]
    assert reading.record.pains[0].severity == 2


def test_several_wrong_values_are_all_told() -> None:
    reading = read_record(Persona, {"name": 1, "role": 2, "pains": [{"severity": 9}, {"severity": "x"}]})
    assert len(reading.problems) == 4


def test_unknown_keys_are_kept_and_found() -> None:
    data = {"name": "P", "nmae": "x", "goals": [{"text": "a", "zz": 1}], "demographics": {"shoe_size": 43}}
    reading = read_record(Persona, data)
    assert reading.problems == ()
    assert reading.record.to_data() == data
    assert set(unknown_keys(reading.record)) == {("nmae",), ("goals", 0, "zz"), ("demographics", "shoe_size")}


def test_a_newer_schema_is_read_only() -> None:
    assert read_record(Persona, {"schema": SCHEMA_VERSION + 1}).read_only
    assert not read_record(Persona, {"schema": SCHEMA_VERSION}).read_only


def test_the_data_given_is_left_as_it_is() -> None:
    data = {"name": 3, "pains": [{"severity": 9}]}
    read_record(Persona, data)
    assert data == {"name": 3, "pains": [{"severity": 9}]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*Persona.model_fields, "schema", "other"]), JSON, max_size=6))
def test_whatever_the_data_a_record_comes_of_it(data: dict[str, Any]) -> None:
    reading = read_record(Persona, data)
    assert isinstance(reading.record, Persona)
    for problem in reading.problems:
        assert problem.message.endswith((".", "used."))
