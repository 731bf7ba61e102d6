"""What depends on the terminal: characters and colours that it cannot show, and its title.

Both are the last door: every line of every widget passes the filters, those of plugins and of Textual too.
"""

from __future__ import annotations

import os
from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter

from personatui.model.cleaning import clean_line
from personatui.render.plain import ASCII, UNICODE, locale_encoding, plain_text

_LONGEST_TITLE = 200
# How much brighter than the other one of two colours is, at least, to be told apart (WCAG's ratio).
_APART = 1.8
_FAINT = 9.0
_GREY = 40


class Spelling(LineFilter):
    """Leaves no character that an encoding does not have."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self.encoding = encoding

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment
            if segment.text.isascii()
            else Segment(plain_text(segment.text, self.encoding), segment.style, segment.control)
            for segment in segments
        ]


class Colourless(LineFilter):
    """Leaves no colour, and says by other means what colours said.

    A background of its own is reversed, one that hardly differs underlined, and what is faint and grey is dimmed.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        base = background.rich_color
        return [
            segment
            if segment.style is None
            else Segment(segment.text, _colourless(segment.style, base), segment.control)
            for segment in segments
        ]


@lru_cache(4096)
def _colourless(style: Style, base: RichColor) -> Style:
    ground = style.bgcolor if style.bgcolor is not None and not style.bgcolor.is_default else base
    is_thumb = style.meta.get("@mouse.down") == "grab"
    differs = ground != base
    stands_out = is_thumb or (differs and _ratio(ground, base) >= _APART)
    ink = style.color
    faint = (
        not differs
        and ink is not None
        and not ink.is_default
        and not style.reverse
        and _is_grey(ink)
        and _ratio(ink, ground) < _FAINT
    )
    return style.without_color + Style(
        reverse=stands_out or style.reverse,
        dim=faint or style.dim,
        underline=(differs and not stands_out) or style.underline,
    )


def _channels(colour: RichColor) -> tuple[int, int, int]:
    red, green, blue = colour.get_truecolor()
    return red, green, blue


def _is_grey(colour: RichColor) -> bool:
    channels = _channels(colour)
    return max(channels) - min(channels) < _GREY


def _ratio(one: RichColor, other: RichColor) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: RichColor) -> float:
    red, green, blue = (
        value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def terminal_encoding(ascii_only: bool | None) -> str:
    """The encoding to draw in: as the settings say, else as the locale does."""
    if ascii_only is None:
        return locale_encoding()
    return ASCII if ascii_only else UNICODE


def has_title() -> bool:
    """Whether this terminal has a title. The Linux console and a dumb terminal would print what sets it."""
    return os.environ.get("TERM", "") not in ("", "dumb", "linux")


class TerminalTitle:
    """The title of the terminal's window. What stood there is put on the terminal's own stack, and back at the end."""

    SAVE = "\x1b[22;2t"
    RESTORE = "\x1b]2;\x07\x1b[23;2t"

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._saved = False
        self._text = ""

    def show(self, driver: Driver | None, *parts: str) -> None:
        """Name what is open; parts that say nothing are left out."""
        text = " · ".join(part for part in map(clean_line, parts) if part)[:_LONGEST_TITLE]
        text = plain_text(text, self._encoding)
        if driver is None or driver.is_web or text == self._text:
            return
        self._text = text
        save, self._saved = "" if self._saved else self.SAVE, True
        driver.write(f"{save}\x1b]2;{text}\x07")

    def restore(self, driver: Driver | None) -> None:
        """Put back what stood there. A terminal without such a stack is left with no title rather than an old one."""
        if driver is not None and self._saved:
            self._saved, self._text = False, ""
            driver.write(self.RESTORE)
