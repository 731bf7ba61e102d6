"""On which line a value stands."""

from __future__ import annotations

import pytest
import rtoml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personatui.model.edits import Path
from personatui.store.locating import line_of
from toml_documents import documents, paths_in

TEXT = '''\
schema = 1
custom.note = "dotted"
custom.deep.x = 1
long = """
[[pains]]
text = "no line of its own"
"""
tags = [ # one a line
    "a", # first
    # between
    "b",
    { c = 1, d = { e = [ 2, 3 ] } },
]

[demographics]
age = 34

[[goals]]
id = "k7qd"
"text" = "x"

# about it
[[pains]]
id = "m2xa"

[pains.detail]
more = 1979-05-27 07:32:00

[[pains]]
[[pains.steps]]
[[pains.steps]]
n = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("schema",), 1),
        (("custom",), 2),
        (("custom", "note"), 2),
        (("custom", "deep", "x"), 3),
        (("long",), 4),
        (("tags",), 8),
        (("tags", 0), 9),
        (("tags", 1), 11),
        (("tags", 2, "d", "e", 1), 12),
        (("demographics",), 15),
        (("demographics", "age"), 16),
        (("goals", "k7qd", "text"), 20),
        (("goals", 0), 18),
        (("pains",), 23),
        (("pains", "m2xa"), 23),
        (("pains", 0, "detail", "more"), 27),
        (("pains", 1, "steps", 1, "n"), 32),
        (("nothing",), 0),
        (("pains", 7), 0),
        (("pains", "none", "text"), 0),
        (("schema", "below"), 0),
    ],
)
def test_the_line_of_a_value(path: Path, line: int) -> None:
    assert line_of(TEXT, path) == line
    assert line_of(TEXT.replace("\n", "\r\n"), path) == line


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_every_value_has_a_line(text: str) -> None:
    last = text.count("\n") + 1
    for path, _ in paths_in(rtoml.loads(text)):
        assert 1 <= line_of(text, path) <= last, path


@given(st.text(st.sampled_from("a=.[]{}\"'\n#,1 "), max_size=40), st.lists(st.one_of(st.integers(), st.text())))
def test_it_never_raises(text: str, path: list[str | int]) -> None:
    assert line_of(text, tuple(path)) >= 0
