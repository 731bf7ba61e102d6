"""Whatever a file says, every line of it is placed and every word of it is stored."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any, Literal

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importing.desk import Desk, words_of
from personatui.errors import PersonatuiError

_SETTINGS = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Headings with a home, whose words need not be stored; every other word of a generated text is one of its kind.
_KNOWN = ["Goals", "Top challenges", "Age", "Thinks/Feels", "Quote", "Bio", "Demographics", "Tools", "See also", "Tags"]
_counter = itertools.count()


def _word(_: object = None) -> str:
    return f"w{next(_counter)}q"


_words = st.builds(_word)
_phrases = st.lists(_words, min_size=1, max_size=5).map(" ".join)
_marked = st.one_of(
    _phrases,
    _phrases.map(lambda text: f"**{text}**"),
    _phrases.map(lambda text: f"*{text}* {_word()}"),
    _phrases.map(lambda text: f"`{text}`"),
    _phrases.map(lambda text: f"[{text}](https://example.com/{_word()})"),
    _phrases.map(lambda text: f'[{text}]({_word()}.md "{_word()}")'),
    _phrases.map(lambda text: f"![{text}]({_word()}.png)"),
    _phrases.map(lambda text: f"<b>{text}</b> &amp; {_word()}"),
    _phrases.map(lambda text: f"{text} <!-- {_word()} -->"),
    _phrases.map(lambda text: f"{text}  \n{_word()}"),
)
_names = st.one_of(st.sampled_from(_KNOWN), _phrases.map(str.capitalize))
_labels = st.builds(
    lambda pattern, name, text: pattern.format(name, text),
    st.sampled_from(["**{}:** {}", "**{}**: {}", "{}: {}", "**{}**\n\n{}", "{}:\n{}", "{}\n{}", "__{}__ - {}"]),
    _names,
    _marked,
)
_items = st.builds(
    lambda mark, texts: "\n".join(f"{mark} {text}" for text in texts),
    st.sampled_from(["-", "*", "1.", "2)", "- [ ]", "-\n  -"]),
    st.lists(
        st.one_of(_marked.map(lambda text: text.replace("\n", "\n  ")), _labels.map(lambda text: text.split("\n")[0])),
        min_size=1,
        max_size=4,
    ),
)
_tables = st.builds(
    lambda rows: "\n".join(
        [f"| {rows[0][0]} | {rows[0][1]} |", "|---|:-:|", *(f"| {one} | {two} |" for one, two in rows[1:])]
    ),
    st.lists(st.tuples(_names, _phrases), min_size=1, max_size=3),
)
_blocks = st.one_of(
    _marked,
    _marked,
    _labels,
    _labels,
    _items,
    _items,
    _tables,
    _names.map(lambda name: f"# {name}"),
    _names.map(lambda name: f"## {name}"),
    _names.map(lambda name: f"### {name} #"),
    _names.map(lambda name: f"{name}\n---"),
    _names.map(lambda name: f"{name}\n==="),
    _marked.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n"))),
    _phrases.map(lambda text: f"```python\n{text}\n```".replace("python", _word())),
    _phrases.map(lambda text: f"    {text}"),
    _phrases.map(lambda text: f"<!-- {text} -->"),
    _phrases.map(lambda text: f'<div><img src="{_word()}.png" alt="{text}"></div>'),
    _phrases.map(lambda text: f"<p>{text}</p>"),
    _phrases.map(lambda text: f"[{_word()}]: https://example.com/{_word()} '{text}'"),
    st.just("---"),
    st.just("* * *"),
)
_matter = st.one_of(
    st.just(""),
    st.dictionaries(st.one_of(st.just("title"), st.just("tags"), _words), _phrases, max_size=3).map(
        lambda data: f"---\n{yaml.safe_dump(data)}---\n\n"
    ),
    st.dictionaries(st.one_of(st.just("title"), _words), _phrases, max_size=3).map(
        lambda data: "+++\n" + "".join(f'{key} = "{text}"\n' for key, text in data.items()) + "+++\n\n"
    ),
)
_documents = st.builds(
    lambda matter, blocks: matter + "\n\n".join(blocks) + "\n", _matter, st.lists(_blocks, min_size=1, max_size=14)
)

_values = st.recursive(
    st.one_of(_phrases, _phrases, st.none(), st.integers(1000, 10**9), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(_words, st.sampled_from(["goals", "text", "age", "name", "url"])), inner, max_size=3),
    ),
    max_leaves=12,
)


def _imported(text: str, name: str, form: Literal["markdown", "yaml"]) -> Desk:
    """The desk after an import that placed every line, and that has nothing to do when it is asked again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "somefolder" / name
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        desk = Desk()
        desk.run(path, form=form)
        assert desk.plan(path, form=form).change is None
    return desk


def _refusal(text: str, name: str, form: Literal["markdown", "yaml"]) -> str:
    """Why a text was refused; empty when it was imported."""
    try:
        _imported(text.encode("utf-8", "ignore").decode(), name, form)
    except PersonatuiError as error:
        return error.message
    return ""


@_SETTINGS
@given(_documents, st.sampled_from(["someone.md", "README.md"]))
def test_every_word_of_a_markdown_file_is_stored(text: str, name: str) -> None:
    desk = _imported(text, name, "markdown")

    stored = desk.words()
    unique = [word for word in words_of(text) if word.startswith("w") and word.endswith("q")]
    assert [word for word in unique if word not in stored] == []


@_SETTINGS
@given(
    st.lists(
        st.dictionaries(st.one_of(_words, st.sampled_from(["name", "goals", "bio", "tags"])), _values, max_size=5),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from([None, True]),
)
def test_every_word_of_a_yaml_file_is_stored(data: list[dict[str, Any]], flow: bool | None) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, width=60)

    desk = _imported(text, "people.yml", "yaml")

    stored = desk.words()
    unique = [word for word in words_of(text) if word.startswith("w") and word.endswith("q")]
    assert [word for word in unique if word not in stored] == []
    numbers = [word for word in words_of(text) if word.isdigit() and len(word) > 3]
    assert [word for word in numbers if word not in stored] == []


@_SETTINGS
@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("#*_-:>|`[]()<!\n\n 12ab\t&;"), st.characters(codec="utf-8")), max_size=200
    )
)
def test_no_text_is_too_odd_for_markdown(text: str) -> None:
    refusal = _refusal(text, "odd.md", "markdown")

    assert not refusal or not text.strip() or "\0" in text


@_SETTINGS
@given(st.text(alphabet=st.one_of(st.sampled_from("#*&-:>|'\"[]{}?!\n\n ab~,%@"), st.characters()), max_size=120))
def test_odd_yaml_is_read_or_refused_with_a_sentence(text: str) -> None:
    refusal = _refusal(text, "odd.yml", "yaml")

    assert not refusal or refusal.endswith(".")
