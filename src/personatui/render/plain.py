"""Text for a terminal that cannot show every character: each becomes one that it can, as wide as before.

It loads nothing of ours and nothing heavy, because the first screen may need it.
"""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from functools import lru_cache

UNICODE = "utf-8"
ASCII = "ascii"

# Signs that we, the widgets and the drawing of charts use.
SIGNS = {
    **dict.fromkeys("─━╌╍┄┅┈┉═╴╶╸╺╼╾▔▁–—‐‑‒−•", "-"),
    **dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻╽╿▎▏▕❘", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰", "+"),
    **dict.fromkeys("█▍▌▋▊▉▰▄▀▐▂▃▅▆▇■", "#"),
    **dict.fromkeys("░▱·□", "."),
    # a full stop would say that the text ends here
    **dict.fromkeys("…⋯", "~"),
    **dict.fromkeys("✕✖✗✘×", "x"),
    **dict.fromkeys("“”„‟«»″❝❞", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("→▸▶►⟩›≥❯", ">"),
    **dict.fromkeys("←◂◀◄⟨‹≤❮", "<"),
    **dict.fromkeys("↑⌃", "^"),
    **dict.fromkeys("↓▾▼✓✔", "v"),
    **dict.fromkeys("↔↕", "-"),
    **dict.fromkeys("●⬤★", "*"),
    **dict.fromkeys("○◯☆◦°", "o"),
    "▲": "!",
    "△": "!",
    "▒": ":",
    "▓": "%",
    "÷": "/",
    "±": "+",
    "≈": "~",
    "≠": "#",
    "☑": "x",
    "☐": ".",
}
# Letters that Unicode does not take apart.
_LETTERS = dict(zip("ßæÆœŒøØłŁđĐðÐþÞıħĦ€£¥", "saAoOoOlLdDdDtTihHELY", strict=True))
_BRAILLE = range(0x2800, 0x2900)
_BOXES = range(0x2500, 0x2580)
_BLOCKS = range(0x2580, 0x25A0)
_SIGN_TABLE = str.maketrans(SIGNS)


def to_ascii(signs: str) -> str:
    """Signs of our own (frames, bars, shades, marks) in ASCII, each as wide as before; other text stays."""
    return signs.translate(_SIGN_TABLE)


def plain_text(text: str, encoding: str = ASCII) -> str:
    """The text in characters of an encoding, in as many terminal cells as before.

    Letters lose their accents, signs become similar ones, and what has nothing similar becomes `?`.
    """
    return text if encoding == UNICODE or text.isascii() else _plain(text, encoding)


@lru_cache(4096)
def _plain(text: str, encoding: str) -> str:
    from rich.cells import split_graphemes

    shown: list[str] = []
    for start, end, cells in split_graphemes(text)[0]:
        shown.append(_stand_in(text[start:end], cells, encoding))
    return "".join(shown)


def _stand_in(character: str, cells: int, encoding: str) -> str:
    if character.isascii() or _fits(character, encoding):
        return character
    if cells == 0:
        return ""
    found = SIGNS.get(character) or _LETTERS.get(character) or _drawn(character) or _without_marks(character)
    if not found or not _fits(found, encoding) or len(found) > cells:
        found = "?" * cells
    return found.ljust(cells)


def _drawn(character: str) -> str:
    """What stands in for a sign of a frame, a block or a chart."""
    code = ord(character[0])
    if code in _BRAILLE:
        return " " if code == _BRAILLE.start else "."
    if code in _BLOCKS:
        return "#"
    return "+" if code in _BOXES else ""


def _without_marks(character: str) -> str:
    apart = unicodedata.normalize("NFKD", character)
    return "".join(SIGNS.get(part, part) for part in apart if not unicodedata.combining(part))


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def locale_encoding() -> str:
    """The encoding that the person's locale asks for: `ascii` for LANG=C; `utf-8` where nothing is said.

    Python itself writes UTF-8 in the C locale, whatever the terminal can show, so its own answer is of no use.
    """
    if os.name == "nt":
        return UNICODE
    named = next((value for name in _VARIABLES if (value := _said(name))), "")
    if named in ("C", "POSIX"):
        return ASCII
    _, _, encoding = named.partition("@")[0].partition(".")
    return known_encoding(encoding) if encoding else UNICODE


_VARIABLES = ("LC_ALL", "LC_CTYPE", "LANG")
# What Python sets LC_CTYPE to when it finds the C locale.
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")


def _said(variable: str) -> str:
    value = os.environ.get(variable, "")
    is_coerced = variable == "LC_CTYPE" and value in _COERCED and sys.flags.utf8_mode
    return "" if is_coerced and os.environ.get("PYTHONUTF8") != "1" else value


def known_encoding(name: str) -> str:
    """The usual name of an encoding that has all of ASCII: `utf-8` for every Unicode one and for an unknown one."""
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        return UNICODE
    try:
        "●▰│".encode(encoding)
    except UnicodeEncodeError:
        return encoding
    return UNICODE
