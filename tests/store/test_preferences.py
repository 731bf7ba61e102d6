"""What the settings file may say: every wrong value is told, and its default stands in."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personatui.store.preferences import BY_KEY, PREFERENCES, UserSettings, read_settings, told_value, value_of
from personatui.store.template import settings_template

PLACE = "settings.toml"
WRONG: list[tuple[str, Any]] = [
    ("theme", 3), ("theme", ["nord"]), ("start", 1), ("start", ""), ("start", "  "), ("mouse", "yes"), ("mouse", 1),
    ("ascii", "yes"), ("ascii", 1), ("terminal_title", None), ("autosave", "on"), ("editor", 5), ("editor", ["vim"]),
    ("disabled_plugins", "jtbd"), ("disabled_plugins", [1]), ("plugin_seconds", 0.5), ("plugin_seconds", 3601),
    ("plugin_seconds", "20"), ("plugin_seconds", True), ("plugin_seconds", float("nan")),
    ("layout.rail_width", 11), ("layout.rail_width", 121),
    ("layout.rail_width", "9%"), ("layout.rail_width", "61%"), ("layout.rail_width", "30"), ("layout.rail_width", True),
    ("layout.inspector_width", -4), ("layout.inspector_width", "%"), ("layout.inspector_width", 30.5),
    ("layout.folded", "rail"), ("layout.folded", ["rial"]), ("layout.folded", [1]), ("layout.narrow", 39),
    ("layout.narrow", 401), ("layout.narrow", "118"), ("layout.narrow", False),
]  # fmt: skip


def data(key: str, value: Any) -> dict[str, Any]:
    table, _, name = key.rpartition(".")
    return {table: {name: value}} if table else {name: value}


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_a_wrong_value_is_told_with_what_is_allowed_and_the_default_stands_in(key: str, value: Any) -> None:
    found = read_settings(data(key, value), PLACE)
    (problem,) = found.problems
    assert problem.startswith(f"{PLACE}: {key} is ")
    assert BY_KEY[key].allowed in problem
    assert told_value(BY_KEY[key].default) in problem
    assert value_of(found, key) == BY_KEY[key].default
    assert found.given == frozenset()


def test_every_setting_has_a_wrong_value_that_is_tried() -> None:
    assert {key for key, _ in WRONG} == set(BY_KEY)


@pytest.mark.parametrize("preference", PREFERENCES, ids=lambda preference: preference.key)
def test_the_example_is_allowed_and_the_default_is_what_holds_without_a_file(preference: Any) -> None:
    found = read_settings(data(preference.key, preference.example), PLACE)
    assert found.problems == ()
    assert value_of(found, preference.key) == preference.example != preference.default
    assert found.given == {preference.key}
    assert value_of(UserSettings(), preference.key) == preference.default


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"them": "nord"}, "there is no setting them. Did you mean theme?"),
        ({"layout": {"narow": 100}}, "there is no setting layout.narow. Did you mean layout.narrow?"),
        ({"xyzzy": 1}, "there is no setting xyzzy."),
        ({"layout": 3}, "layout is 3; it can be a table."),
        ({"keymap": ["x"]}, 'keymap is ["x"]; it can be a table.'),
        ({"themes": "nord"}, 'themes is "nord"; it can be a table.'),
        ({"keymap": {"a.b": 5}}, "keymap.a.b is 5; it can be keys"),
        ({"keymap": {"a.b": [5]}}, "keymap.a.b is [5]; it can be keys"),
        ({"themes": {"mine": 3}}, "themes.mine is 3; it can be a table of colours."),
        ({"themes": {"My theme": {"primary": "red"}}}, "a theme's name can have"),
        ({"themes": {"mine": {"background": "red"}}}, "themes.mine: primary is missing"),
        ({"themes": {"mine": {"primary": "red", "acent": "red"}}}, "no field acent. Did you mean accent?"),
        ({"themes": {"mine": {"primary": "red", "dark": "yes"}}}, 'dark is "yes"; it can be true or false.'),
        ({"themes": {"mine": {"primary": "red", "accent": True}}}, "accent is true; it can be a colour"),
        ({"themes": {"mine": {"primary": "red", "variables": 1}}}, "variables can be a table of texts."),
        ({"themes": {"mine": {"primary": "red", "variables": {"a": 1}}}}, "variables can be a table of texts."),
        ({"them\x1be": 1}, "there is no setting"),
    ],
)
def test_what_is_unknown_or_no_table_is_told_once(table: dict[str, Any], told: str) -> None:
    problems = read_settings(table, PLACE).problems
    assert len(problems) == 1
    assert told in problems[0]
    assert "\x1b" not in problems[0]


def test_one_wrong_value_leaves_the_others() -> None:
    found = read_settings({"theme": "nord", "mouse": 1, "layout": {"narrow": 5, "rail_width": "20 %"}}, PLACE)
    assert (found.theme, found.mouse, found.layout.narrow, found.layout.rail_width) == ("nord", True, 118, "20%")
    assert found.given == {"theme", "layout.rail_width"}
    assert len(found.problems) == 2
    assert found.problem == "\n".join(found.problems)


@pytest.mark.parametrize(
    ("keys", "read"),
    [("f2", "f2"), (" f2 , ctrl+f ", "f2,ctrl+f"), (["f2", "?"], "f2,?"), ("", ""), ([], ""), (",", "comma"),
     ([",", "x"], "comma,x"), (" , ", "comma")],
)  # fmt: skip
def test_keys_stand_in_a_text_or_a_list(keys: Any, read: str) -> None:
    found = read_settings({"keymap": {"a.b": keys}}, PLACE)
    assert dict(found.keymap) == {"a.b": read}
    assert found.problems == ()


def test_a_long_value_is_told_shortened() -> None:
    (problem,) = read_settings({"theme": ["x" * 500]}, PLACE).problems
    assert len(problem) < 200


VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("ansi_red")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)
KEYS = st.one_of(st.sampled_from([*(key.partition(".")[0] for key in BY_KEY), "keymap", "themes"]), st.text(max_size=8))


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_no_data_at_all_breaks_the_reader(table: dict[str, Any]) -> None:
    found = read_settings(table, PLACE)
    for preference in PREFERENCES:
        # what holds is something that the file could say
        preference.read(value_of(found, preference.key))
    assert all("\n" not in problem for problem in found.problems)


def test_the_file_that_explains_itself_sets_nothing_and_every_line_of_it_can_be_taken_in() -> None:
    text = settings_template()
    assert read_settings(tomllib.loads(text), PLACE) == UserSettings()
    opened = [line.removeprefix("# ") if " = " in line or line.startswith("# [") else line for line in text.split("\n")]
    found = read_settings(tomllib.loads("\n".join(opened)), PLACE)
    assert found.problems == ()
    assert found.given == set(BY_KEY)
    assert set(found.keymap) == {"workbench.findings"}
    assert set(found.themes) == {"mine"}
    for preference in PREFERENCES:
        assert value_of(found, preference.key) == preference.default
        assert preference.meaning.split()[0] in text
    assert max(map(len, text.split("\n"))) <= 120
