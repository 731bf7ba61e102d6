"""What reaches the terminal: its title, and lines without the characters and colours that it cannot show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.drivers.headless_driver import HeadlessDriver

from app.driving import SMALL, WIDE, Desk, at_work, project, sample
from personatui.app.start import StartScreen
from personatui.app.terminal import Colourless, Spelling, TerminalTitle, has_title, terminal_encoding
from personatui.store.settings import settings_path

TITLE = "\x1b]2;"


def settings(text: str) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@contextmanager
def written() -> Iterator[list[str]]:
    """What is written to the terminal."""
    found: list[str] = []
    with patch.object(HeadlessDriver, "write", lambda self, data: found.append(data)):
        yield found


def titles(found: list[str]) -> list[str]:
    return [text.partition(TITLE)[2].partition("\x07")[0] for text in found if TITLE in text]


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")


# The title ---------------------------------------------------------------------------------------------------


async def test_the_title_names_project_and_persona_and_is_put_back(tmp_path: Path) -> None:
    with written() as found:
        async with at_work(sample(tmp_path), SMALL) as desk:
            assert next(text for text in found if TITLE in text).startswith(TerminalTitle.SAVE)
            assert titles(found)[-1] == "personatui · Exotic Pet Rental · Maya Okafor"
            await desk.press("j")
            assert titles(found)[-1] == "personatui · Exotic Pet Rental · Tom Brandt"
            seen = len(titles(found))
            await desk.press("right_square_bracket", "r")
            assert len(titles(found)) == seen
            await desk.press("escape", "o")
            desk.on(StartScreen)
            assert titles(found)[-1] == "personatui"
            assert TerminalTitle.RESTORE not in found
        assert found[-1] == TerminalTitle.RESTORE
        assert sum(text.count(TerminalTitle.SAVE) for text in found) == 1


async def test_a_hostile_name_gives_the_terminal_no_orders(tmp_path: Path) -> None:
    root = project(
        tmp_path, {"personas/ann.toml": 'name = "A\\u0007\\u001b]52;c;x\\u0007\\u009c\\nB"\n'}, name="P\\u001b[2J"
    )
    with written() as found:
        async with at_work(root, SMALL):
            last = next(text for text in reversed(found) if TITLE in text)
            body = last.removeprefix(TITLE).removesuffix("\x07")
            assert "A" in body
            assert "B" in body
            assert all(character.isprintable() for character in body)


async def test_a_long_title_is_cut(tmp_path: Path) -> None:
    with written() as found:
        async with at_work(project(tmp_path, {"personas/ann.toml": f'name = "{"x" * 5000}"\n'}), SMALL):
            assert max(map(len, titles(found))) <= 200


@pytest.mark.parametrize("term", ["linux", "dumb", ""])
async def test_terminals_without_a_title_are_sent_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    monkeypatch.setenv("TERM", term)
    assert not has_title()
    with written() as found:
        async with at_work(sample(tmp_path), SMALL) as desk:
            await desk.press("j")
    assert not [text for text in found if TITLE in text or "\x1b[22" in text or "\x1b[23" in text]


async def test_no_title_when_the_person_wants_none(tmp_path: Path) -> None:
    settings("terminal_title = false\n")
    with written() as found:
        async with at_work(sample(tmp_path), SMALL) as desk:
            await desk.press("j")
    assert not [text for text in found if TITLE in text or "\x1b[22" in text or "\x1b[23" in text]


async def test_the_title_is_in_ascii_too(tmp_path: Path) -> None:
    settings("ascii = true\n")
    with written() as found:
        async with at_work(project(tmp_path, {"personas/zoe.toml": 'name = "Zoë"\n'}), SMALL):
            assert titles(found)[-1] == "personatui . Tiny . Zoe"


async def test_copying_goes_to_the_terminal(tmp_path: Path) -> None:
    with written() as found:
        async with at_work(sample(tmp_path), SMALL) as desk:
            desk.app.copy_to_clipboard("Zoë")
            assert found[-1] == "\x1b]52;c;Wm/Dqw==\x07"


# Characters --------------------------------------------------------------------------------------------------


def test_lines_keep_their_style_and_width() -> None:
    style = Style(bold=True)
    (segment,) = Spelling("ascii").apply([Segment("╭─ Zoë 事", style)], Color(0, 0, 0))
    assert (segment.text, segment.style) == ("+- Zoe ??", style)


@pytest.mark.parametrize(
    ("asked", "locale", "encoding"),
    [(None, "C", "ascii"), (None, "en_US.UTF-8", "utf-8"), (True, "en_US.UTF-8", "ascii"), (False, "C", "utf-8")],
)
def test_the_settings_hold_over_the_locale(
    monkeypatch: pytest.MonkeyPatch, asked: bool | None, locale: str, encoding: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert terminal_encoding(asked) == encoding


def foreign(desk: Desk) -> set[str]:
    return set("".join(character for character in desk.drawn() if not character.isascii()))


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_nothing_but_ascii_is_drawn(tmp_path: Path, size: tuple[int, int]) -> None:
    settings("ascii = true\n")
    root = sample(tmp_path)
    (root / "personas" / "zoe.toml").write_text('name = "Zoë 日本 🐈"\nsegment = "nowhere"\n', encoding="utf-8")
    async with at_work(root, size, painted=True) as desk:
        widths = {len(line) for line in desk.lines()}
        assert widths == {size[0]}
        assert "Zoe ???? ??" in desk.drawn()
        assert "* Maya Okafor" in desk.drawn()
        assert "o Tom Brandt" in desk.drawn()
        for keys in (
            ("right_square_bracket",), ("right_square_bracket",), ("r",), ("f",), ("ctrl+o",), ("escape",),
            ("question_mark",), ("escape",), ("ctrl+p",), ("escape",), ("slash",), ("escape",), ("o",),
        ):  # fmt: skip
            await desk.press(*keys)
            assert foreign(desk) == set(), keys
            assert {len(line) for line in desk.lines()} == widths, keys


async def test_a_message_is_in_ascii_too(tmp_path: Path) -> None:
    settings("ascii = true\n")
    async with at_work(sample(tmp_path), WIDE, painted=True) as desk:
        desk.app.notify("Zoë “said” …", title="→")
        await desk.pilot.pause(0.3)
        assert 'Zoe "said" ~' in desk.drawn()
        assert foreign(desk) == set()


# Colours -----------------------------------------------------------------------------------------------------


def _colours(desk: Desk) -> list[Style]:
    return [
        segment.style
        for strip in desk.app.screen._compositor.render_strips()
        for segment in strip
        if segment.style is not None and (segment.style.color is not None or segment.style.bgcolor is not None)
    ]


def _style_of(desk: Desk, text: str) -> Style:
    # the title of the middle names it too, further up
    styles = [
        segment.style
        for strip in desk.app.screen._compositor.render_strips()
        for segment in strip
        if text in segment.text and segment.style is not None
    ]
    return styles[-1]


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "contrast-light"])
async def test_no_colour_is_none_at_all_and_the_cursor_is_still_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    settings(f'theme = "{theme}"\n')
    async with at_work(sample(tmp_path), WIDE, painted=True) as desk:
        assert desk.app.theme == theme
        assert _colours(desk) == []
        assert _style_of(desk, "Maya Okafor").reverse
        assert not _style_of(desk, "Tom Brandt").reverse
        await desk.press("enter")
        # without the keys it is underlined
        style = _style_of(desk, "Maya Okafor")
        assert style.underline
        assert not style.reverse
        for keys in (("right_square_bracket",), ("r",), ("question_mark",), ("escape",), ("ctrl+o",), ("escape",)):
            await desk.press(*keys)
            assert _colours(desk) == [], keys
        # marks tell what is supported from what is assumed
        assert "●" in desk.drawn()
        assert "○" in desk.drawn()


async def test_the_chosen_command_is_seen_without_colour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_work(sample(tmp_path), WIDE, painted=True) as desk:
        await desk.press("ctrl+p")
        await desk.pilot.pause(0.5)
        styles = [
            segment.style
            for strip in desk.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.reverse and segment.text.strip()
        ]
        assert styles
        assert _colours(desk) == []


async def test_an_empty_no_color_asks_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    async with at_work(sample(tmp_path), SMALL, painted=True) as desk:
        colours = {style.color.triplet for style in _colours(desk) if style.color is not None}
        assert any(colour is not None and max(colour) - min(colour) > 60 for colour in colours)


def test_what_stood_out_by_colour_stands_out_without() -> None:
    base = Color.parse("#121212")

    def without(style: str) -> Style:
        (segment,) = Colourless().apply([Segment("x", Style.parse(style))], base)
        assert segment.style is not None
        assert segment.style.color is None
        assert segment.style.bgcolor is None
        return segment.style

    assert without("#ffffff on #0178d4").reverse
    assert without("#ffffff on #242424").underline
    assert without("#808080 on #121212").dim
    assert not without("#e0e0e0 on #121212").dim
    assert without("bold #ffa62b on #121212").bold
    assert without("reverse #ffffff on #121212").reverse
