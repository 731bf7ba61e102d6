"""Text for terminals that cannot show everything: only what they can, and as wide as before."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from personatui.render.plain import SIGNS, known_encoding, plain_text, to_ascii

TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]),
        st.sampled_from("╭─│●○▰▱▸…“”éß事🐈\u200d\u0301⠋█"),
    ),
    max_size=40,
)


@given(TEXTS, st.sampled_from(["ascii", "iso8859-1", "cp1252", "koi8-r"]))
def test_what_comes_out_can_be_written_and_is_as_wide(text: str, encoding: str) -> None:
    shown = plain_text(text, encoding)
    shown.encode(encoding)
    if encoding == "ascii":
        assert cell_len(shown) == cell_len(text)
    assert plain_text(shown, encoding) == shown


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_ascii_stays(text: str) -> None:
    assert plain_text(text) == text


@given(TEXTS)
def test_a_terminal_that_knows_unicode_gets_everything(text: str) -> None:
    assert plain_text(text, "utf-8") == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("╭─ Says ─╮", "+- Says -+"),
        ("● ○ ✕ ▲ ▰▰▱▱", "* o x ! ##.."),
        ("“Zoë’s naïve café”", '"Zoe\'s naive cafe"'),
        ("Müller & Söhne, Łódź, Straße", "Muller & Sohne, Lodz, Strase"),
        ("事業 🐈", "???? ??"),
        ("e\u0301te\u0301", "ete"),
        ("a → b ▸ c", "a > b > c"),
        ("⠀⠋", " ."),
    ],
)
def test_signs_and_letters_have_stand_ins(text: str, shown: str) -> None:
    assert plain_text(text) == shown


def test_what_an_encoding_has_is_left() -> None:
    assert plain_text("● Zoë 事", "iso8859-1") == "* Zoë ??"


def test_every_sign_is_one_cell_of_ascii() -> None:
    for sign, stand_in in SIGNS.items():
        assert cell_len(sign) == len(stand_in) == 1, sign
        assert stand_in.isascii()
        assert to_ascii(sign) == stand_in


@pytest.mark.parametrize(
    ("name", "known"),
    [("UTF-8", "utf-8"), ("utf8", "utf-8"), ("UTF-16", "utf-8"), ("ISO-8859-1", "iso8859-1"), ("ascii", "ascii"),
     ("no-such", "utf-8"), ("gb18030", "utf-8")],
)  # fmt: skip
def test_encodings_by_any_name(name: str, known: str) -> None:
    assert known_encoding(name) == known


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such variables")
@pytest.mark.parametrize(
    ("variables", "encoding"),
    [
        ({}, "utf-8"),
        ({"LANG": ""}, "utf-8"),
        ({"LANG": "C"}, "ascii"),
        ({"LANG": "POSIX"}, "ascii"),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "ascii"),
        ({"LANG": "C", "LC_ALL": "en_US.UTF-8"}, "utf-8"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8"),
        ({"LANG": "C.UTF-8"}, "utf-8"),
        ({"LANG": "de_DE"}, "utf-8"),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, "iso8859-15"),
    ],
)
def test_the_locale_says_what_a_terminal_can_show(variables: dict[str, str], encoding: str) -> None:
    code = "from personatui.render.plain import locale_encoding; print(locale_encoding())"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    env = {**kept, **variables, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    result = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == encoding
