"""Edits into text: what is meant is what stands there, and everything else stays."""

from __future__ import annotations

from collections import Counter
from datetime import date
from textwrap import dedent

import pytest
import rtoml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personatui.errors import EditError, SaveRefusedError
from personatui.model.edits import (
    AddItem,
    Data,
    MoveItem,
    RemoveValue,
    SetValue,
    ValueEdit,
    apply_to_data,
)
from personatui.store import writing
from personatui.store.comparing import is_same
from personatui.store.formatting import storable
from personatui.store.layout import Layout
from personatui.store.writing import render, render_new
from toml_documents import TARGET, VALUES, paths_in, texts_with_edits

PERSONA = """\
#:schema ./persona.json
schema = 1
name = "Maya Okafor"   # changed from the real one
role = "primary"
x_team = { owner = "ux", since = 2024 }

[demographics]
age = 34 # guessed
location = "Leeds"

# ---- What she wants ----

[[goals]]
id = "k7qd"
text = "Surprise the children"
sources = ["interview-maya#e3"]
# priority = 3

# From the second interview
[[pains]]
id = "m2xa"
text = "Nobody answers"
severity = 4

[[pains]]
id = "z9kk"
text = \"""
Two
lines\"""
tags = [
    "a", # first
    "b",
]
"""


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that are gone and the lines that are new, blank ones left out."""
    old, new = Counter(before.splitlines()), Counter(after.splitlines())
    return [line for line in (old - new).elements() if line], [line for line in (new - old).elements() if line]


@pytest.mark.parametrize(
    ("edit", "gone", "new"),
    [
        (SetValue(TARGET, ("pains", "m2xa", "severity"), 5), ["severity = 4"], ["severity = 5"]),
        (SetValue(TARGET, ("demographics", "age"), 35), ["age = 34 # guessed"], ["age = 35 # guessed"]),
        (SetValue(TARGET, ("summary",), "Rents"), [], ['summary = "Rents"']),
        (
            SetValue(TARGET, ("x_team", "since"), 2025),
            ['x_team = { owner = "ux", since = 2024 }'],
            ['x_team = { owner = "ux", since = 2025 }'],
        ),
        (SetValue(TARGET, ("channels", "web"), "daily"), [], ["[channels]", 'web = "daily"']),
        (AddItem(TARGET, ("pains", "z9kk", "tags"), "c"), [], ['    "c",']),
        (RemoveValue(TARGET, ("pains", "z9kk", "tags", 0)), ['    "a", # first'], []),
        (RemoveValue(TARGET, ("demographics", "age")), ["age = 34 # guessed"], []),
        (AddItem(TARGET, ("quotes",), {"id": "q1", "text": "Hm"}), [], ["[[quotes]]", 'id = "q1"', 'text = "Hm"']),
        (
            RemoveValue(TARGET, ("pains", "m2xa")),
            ["[[pains]]", 'id = "m2xa"', 'text = "Nobody answers"', "severity = 4"],
            [],
        ),
        (MoveItem(TARGET, ("pains", "z9kk"), 0), [], []),
        (MoveItem(TARGET, ("pains", "m2xa"), 0, ("goals",)), ["[[pains]]"], ["[[goals]]"]),
    ],
)
def test_only_the_lines_that_an_edit_is_about_change(edit: ValueEdit, gone: list[str], new: list[str]) -> None:
    after = render(PERSONA, [edit])

    assert changed_lines(PERSONA, after) == (gone, new)
    assert is_same(rtoml.loads(after), apply_to_data(rtoml.loads(PERSONA), edit))


def test_a_new_item_follows_the_others_of_its_list() -> None:
    after = render(PERSONA, [AddItem(TARGET, ("goals",), {"id": "n3ww", "text": "Sleep", "sources": ["s#a", "s#b"]})])

    assert after == PERSONA.replace(
        "# priority = 3\n",
        '# priority = 3\n\n[[goals]]\nid = "n3ww"\ntext = "Sleep"\nsources = ["s#a", "s#b"]\n',
    )


def test_a_long_array_gets_one_entry_a_line() -> None:
    after = render(PERSONA, [AddItem(TARGET, ("goals", "k7qd", "sources"), "survey-" + "x" * 80)])

    assert f'sources = [\n    "interview-maya#e3",\n    "survey-{"x" * 80}",\n]\n' in after


def test_a_text_with_newlines_stands_in_triple_quotes() -> None:
    text = 'She said "no"\nand left """ behind"'
    after = render(PERSONA, [SetValue(TARGET, ("pains", "m2xa", "text"), text)])

    assert 'text = """\nShe said "no"\n' in after
    assert rtoml.loads(after)["pains"][0]["text"] == text


def test_hostile_characters_are_written_as_escapes() -> None:
    after = render("", [SetValue(TARGET, ("name",), "a\x1b]52;c\x07\u202eb\x7f\x85")])

    assert after == 'name = "a\\u001b]52;c\\u0007\\u202Eb\\u007F\\u0085"\n'


@pytest.mark.parametrize("text", ["a = 1\r\nb = 2\r\n", "\ufeffa = 1\nb = 2\n", "a = 1\nb = 2"])
def test_line_ends_byte_order_mark_and_the_missing_last_newline_stay(text: str) -> None:
    after = render(text, [SetValue(TARGET, ("b",), "x\ny"), AddItem(TARGET, ("goals",), {"text": "z"})])
    end = "\r\n" if "\r\n" in text else "\n"

    assert after.startswith("\ufeff") == text.startswith("\ufeff")
    assert after.endswith("\n") == text.endswith("\n")
    assert after.count("\n") == after.count(end)
    assert rtoml.loads(after.replace("\r\n", "\n")) == {"a": 1, "b": "x\ny", "goals": [{"text": "z"}]}


def test_the_first_item_replaces_an_empty_list_and_keeps_its_comment() -> None:
    after = render("goals = [] # none yet\nname = 'x'\n", [AddItem(TARGET, ("goals",), {"id": "a"})])

    assert after == "# none yet\nname = 'x'\n\n[[goals]]\nid = \"a\"\n"


def test_a_table_that_loses_its_last_key_keeps_its_header() -> None:
    assert render("[a.b]\nc = 1\n", [RemoveValue(TARGET, ("a", "b"))]) == "[a]\n"
    assert render("a.b = 1\n", [RemoveValue(TARGET, ("a", "b"))]) == "[a]\n"


def test_a_table_set_anew_keeps_the_comments_of_what_stays() -> None:
    after = render(PERSONA, [SetValue(TARGET, ("demographics",), {"age": 34, "location": "York", "income": "low"})])

    assert changed_lines(PERSONA, after) == (['location = "Leeds"'], ['location = "York"', 'income = "low"'])


def test_a_list_set_anew_keeps_the_items_that_are_in_both() -> None:
    pains = [{"id": "new1", "text": "Dear"}, rtoml.loads(PERSONA)["pains"][1]]
    after = render(PERSONA, [SetValue(TARGET, ("pains",), pains)])

    assert '"a", # first' in after
    assert rtoml.loads(after)["pains"] == pains


def test_a_cleaned_key_or_id_finds_what_the_file_spells() -> None:
    text = '"na\\u001bme" = 1\n[[goals]]\nid = "a\\u202eb"\ntext = "x"\n'

    after = render(text, [SetValue(TARGET, ("na␛me",), 2), SetValue(TARGET, ("goals", "a⟨U+202E⟩b", "text"), "y")])

    assert after == text.replace("= 1", "= 2").replace('"x"', '"y"')


def test_none_is_never_written() -> None:
    assert render("a = 1\nb = 2\n", [SetValue(TARGET, ("a",), None), SetValue(TARGET, ("c",), None)]) == "b = 2\n"
    assert render("", [AddItem(TARGET, ("g",), {"x": None, "y": 1})]) == "[[g]]\ny = 1\n"
    with pytest.raises(EditError):
        render("", [SetValue(TARGET, ("a",), [None])])


@pytest.mark.parametrize("value", [2**63, object(), "\ud800", {1: 2}, b"bytes"])
def test_what_a_file_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(EditError):
        render("a = 1\n", [SetValue(TARGET, ("a",), value)])


def test_an_edit_without_effect_leaves_the_text_as_it_is() -> None:
    untidy = "a   =   1 \n\n\n\nb=2"
    assert render(untidy, [SetValue(TARGET, ("a",), 1)]) == untidy


def test_an_edit_that_leads_nowhere_is_an_edit_error() -> None:
    with pytest.raises(EditError):
        render(PERSONA, [SetValue(TARGET, ("pains", "nope", "text"), "x")])


def test_a_text_that_says_something_else_is_never_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for way in ("_in_steps", "_smallest", "_by_value", "_by_key"):
        monkeypatch.setattr(writing, way, lambda task: task.text + "\nextra = 1\n")

    with pytest.raises(SaveRefusedError) as caught:
        render(PERSONA, [SetValue(TARGET, ("name",), "x")], path="maya.toml")

    assert caught.value.path.name == "maya.toml"
    assert caught.value.hint


def test_a_text_that_loses_a_comment_is_never_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for way in ("_in_steps", "_smallest", "_by_value", "_by_key"):
        monkeypatch.setattr(writing, way, lambda task: render_new(task.wanted))

    with pytest.raises(SaveRefusedError):
        render(PERSONA, [SetValue(TARGET, ("name",), "x")])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts_with_edits())
def test_the_text_says_what_the_edit_means(pair: tuple[str, ValueEdit]) -> None:
    text, edit = pair
    wanted = apply_to_data(rtoml.loads(text), edit)

    after = render(text, [edit])

    assert is_same(rtoml.loads(after), storable(wanted))
    comments = Counter(comment.text for comment in Layout(text).comments)
    kept = Counter(comment.text for comment in Layout(after).comments)
    if isinstance(edit, AddItem | MoveItem):
        assert comments <= kept
    elif len(edit.path) > 0:
        outside = Counter(c.text for c in Layout(text).comments if not _is_near(text, c.start, edit))
        assert outside <= kept


def _is_near(text: str, offset: int, edit: ValueEdit) -> bool:
    """Whether a comment stands among the statements of the edit's top-level key."""
    layout = Layout(text)
    return any(
        layout.statements[first].lead <= offset < layout.end_of(last) for first, last in layout.runs((edit.path[0],))
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["a", "b", "c d", "é"]), VALUES, max_size=4))
def test_a_new_file_says_what_it_is_given(data: Data) -> None:
    assert is_same(rtoml.loads(render_new(data, header="#:schema x\nA comment")), data)


def test_the_house_style() -> None:
    text = render_new(
        {
            "goals": [{"id": "a", "text": "x\ny", "steps": [{"n": 1}, {"n": 2}]}, {"id": "b", "none": None}],
            "demographics": {"age": 3, "more": {"born": date(1990, 1, 2)}},
            "schema": 1,
            "tags": ("t" * 60, "u" * 60),
            "empty": [],
        },
        header="#:schema ./persona.json",
    )

    assert text == dedent(f'''\
        #:schema ./persona.json
        schema = 1
        tags = [
            "{"t" * 60}",
            "{"u" * 60}",
        ]
        empty = []

        [demographics]
        age = 3

        [demographics.more]
        born = 1990-01-02

        [[goals]]
        id = "a"
        text = """
        x
        y"""

        [[goals.steps]]
        n = 1

        [[goals.steps]]
        n = 2

        [[goals]]
        id = "b"
        ''')


def test_many_edits_in_a_row() -> None:
    text = ""
    for number in range(30):
        text = render(text, [AddItem(TARGET, ("goals",), {"id": f"g{number}", "text": "x", "tags": ["a"]})])
    edits = [
        edit for path, value in paths_in(rtoml.loads(text)) if value == "x" for edit in [SetValue(TARGET, path, "y")]
    ]

    assert len(edits) == 30
    assert render(text, edits) == text.replace('"x"', '"y"')


# Comments that show how something is written -----------------------------------------------------------------

_GUIDED = """name = "Ada"

# In a sentence?
# summary = "..."

# Who?
# [demographics]
# age = "..."

# What for?
# [[goals]]
# text = "..."

# What hurts?
# [[pains]]
# text = "..."
"""


def test_what_is_written_goes_below_the_comment_that_shows_it() -> None:
    text = _GUIDED
    for edit in (
        AddItem(TARGET, ("pains",), {"text": "Noise"}),
        AddItem(TARGET, ("goals",), {"text": "Sleep"}),
        SetValue(TARGET, ("demographics", "age"), 34),
        SetValue(TARGET, ("summary",), "Tired"),
        AddItem(TARGET, ("goals",), {"text": "Rest"}),
        SetValue(TARGET, ("n",), 3),
    ):
        text = render(text, (edit,))
    written = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert written == [
        'name = "Ada"',
        'summary = "Tired"',
        "n = 3",
        "[demographics]",
        "age = 34",
        "[[goals]]",
        'text = "Sleep"',
        "[[goals]]",
        'text = "Rest"',
        "[[pains]]",
        'text = "Noise"',
    ]
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        line for line in _GUIDED.splitlines() if line.startswith("#")
    ]


@pytest.mark.parametrize(
    "text",
    [
        '# [[goals]]\n# text = "..."\nname = "Ada"\n',
        'tags = [\n    "a",\n    # [[goals]]\n]\nname = "Ada"\n',
        'name = "Ada"  # [[goals]]\nn = 3\n',
        'name = "Ada"\n# [[goals]]',
        "[demographics]\n# [[goals]]\nage = 3\n",
        '[[pains]]\ntext = "x"\n# [[goals]]\n[pains.more]\na = 1\n',
    ],
)
def test_a_comment_in_a_place_where_no_list_can_stand_harms_nothing(text: str) -> None:
    rendered = render(text, (AddItem(TARGET, ("goals",), {"text": "Sleep"}),))
    before, after = rtoml.loads(text), rtoml.loads(rendered)
    assert after == {**before, "goals": [{"text": "Sleep"}]}
    assert "# [[goals]]" in rendered


@pytest.mark.parametrize(("comment", "looks"), [("", 1), ("# kept\n", 2)])
def test_a_text_without_comments_is_looked_through_once(
    monkeypatch: pytest.MonkeyPatch, comment: str, looks: int
) -> None:
    made: list[str] = []
    real = Layout.__init__

    def counted(layout: Layout, text: str) -> None:
        made.append(text)
        real(layout, text)

    monkeypatch.setattr(Layout, "__init__", counted)
    text = f'{comment}name = "Number {looks}"\nsegment = "a"\n'
    rendered = render(text, [SetValue(TARGET, ("segment",), "b")])
    assert rendered == text.replace('"a"', '"b"')
    assert len(made) == looks
