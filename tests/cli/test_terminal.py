"""On a terminal: the workbench draws, answers and leaves everything as it was; and colour."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from cli.calling import COMMAND, environment
from cli.terminals import Terminal


@pytest.mark.parametrize("arguments", [("{sample}",), ("-p", "{sample}")], ids=["folder", "option"])
def test_the_workbench_draws_the_personas_and_leaves_with_q(sample: Path, arguments: tuple[str, ...]) -> None:
    terminal = Terminal(*(word.format(sample=sample) for word in arguments))
    try:
        terminal.wait(lambda text: all(name in text for name in ("Maya Okafor", "Priya Nair", "Collector Carl")))
        terminal.type("q")
        assert terminal.end() == 0
        assert terminal.settings() == list(terminal.before)
    finally:
        terminal.close()
    # the normal screen, the cursor and the mouse are back
    assert terminal.seen.rindex("\x1b[?1049l") > terminal.seen.rindex("\x1b[?1049h")
    assert terminal.seen.rindex("\x1b[?25h") > terminal.seen.rindex("\x1b[?25l")
    assert terminal.seen.rindex("\x1b[?1000l") > terminal.seen.rindex("\x1b[?1000h")
    assert "Traceback" not in terminal.text


def test_the_start_screen_opens_outside_a_project() -> None:
    terminal = Terminal()
    try:
        terminal.wait(lambda text: "Look around in a sample" in text)
        terminal.type("q")
        assert terminal.end() == 0
    finally:
        terminal.close()


@pytest.mark.parametrize("arguments", [("./nowhere",), ("-p", "nowhere")])
def test_a_project_that_is_none_opens_no_screen(arguments: tuple[str, ...]) -> None:
    terminal = Terminal(*arguments)
    try:
        assert terminal.end() == 3
    finally:
        terminal.close()
    assert "There is no folder nowhere." in terminal.text
    assert "\x1b[?1049h" not in terminal.seen


def test_a_dumb_terminal_gets_the_sentence() -> None:
    terminal = Terminal(TERM="dumb")
    try:
        assert terminal.end() == 2
    finally:
        terminal.close()
    assert "The workbench needs a terminal" in terminal.text


@pytest.mark.parametrize(
    ("env", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
    ids=["plain", "NO_COLOR", "NO_COLOR empty", "dumb"],
)
def test_colour_only_where_it_is_wanted(sample: Path, env: dict[str, str], coloured: bool) -> None:
    (sample / "personas" / "bad.toml").write_text('name = "Ann"\nsegment = "nowhere"\n')
    terminal = Terminal("check", "-p", str(sample), **env)
    try:
        assert terminal.end() == 1
    finally:
        terminal.close()
    assert "core.dangling-segment" in terminal.text
    assert ("\x1b[" in terminal.seen) == coloured


def _drive(terminal: Terminal, keys: str) -> None:
    """Press keys, each once the screen is quiet."""
    for key in keys:
        terminal.type(key)
        terminal.rest()


@pytest.mark.parametrize(
    ("settings", "env"),
    [
        ("", {"LC_ALL": "", "LANG": "C"}),
        ("", {"LC_ALL": "POSIX"}),
        ("ascii = true\n", {"LC_ALL": "C.UTF-8"}),
    ],
    ids=["LANG=C", "LC_ALL=POSIX", "setting"],
)
def test_no_byte_but_ascii_reaches_a_terminal_that_knows_no_more(
    sample: Path, own_folders: Path, settings: str, env: dict[str, str]
) -> None:
    (own_folders / "config").mkdir()
    (own_folders / "config" / "settings.toml").write_text(settings)
    (sample / "personas" / "zoe.toml").write_text(
        'name = "Zoë “Z” 日本"\nsegment = "urban-renters"\n', encoding="utf-8"
    )
    terminal = Terminal(str(sample), **env)
    try:
        terminal.wait(lambda text: "Collector Carl" in text and 'Zoe "Z" ????' in text)
        terminal.wait(lambda text: "Commands" in text)
        # the tools, a report, the findings, jump mode, help and the palette
        _drive(terminal, "]]rf\x0f1?\x1b\x10\x1bq")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert terminal.raw.isascii()
    assert "* Maya Okafor" in terminal.text
    assert "+- " in terminal.text


@pytest.mark.parametrize("arguments", [("list",), ("show", "maya"), ("analyze", "maya"), ("check",), ("tools",)])
def test_commands_print_ascii_on_a_terminal_that_knows_no_more(sample: Path, arguments: tuple[str, ...]) -> None:
    (sample / "personas" / "zoe.toml").write_text('name = "Zoë 日本"\nsegment = "nöwhere"\n', encoding="utf-8")
    options = () if arguments == ("tools",) else ("-p", str(sample))
    terminal = Terminal(*arguments, *options, LC_ALL="C")
    try:
        terminal.end()
    finally:
        terminal.close()
    assert terminal.text.strip()
    assert terminal.raw.isascii()


def test_what_goes_into_a_file_keeps_every_character(sample: Path, tmp_path: Path) -> None:
    (sample / "personas" / "zoe.toml").write_text('name = "Zoë 日本"\n', encoding="utf-8")
    out = tmp_path / "out.txt"
    env = environment({"LC_ALL": "C"})
    with out.open("wb") as stream:
        subprocess.run([*COMMAND, "list", "-p", str(sample)], stdout=stream, env=env, check=True)
    assert "Zoë 日本" in out.read_text(encoding="utf-8")


def test_without_colour_no_colour_reaches_the_terminal(sample: Path) -> None:
    terminal = Terminal(str(sample), NO_COLOR="1", COLORTERM="truecolor")
    try:
        terminal.wait(lambda text: "Collector Carl" in text and "Commands" in text)
        _drive(terminal, "j]r?\x1bq")
        assert terminal.end() == 0
    finally:
        terminal.close()
    parameters = {
        parameter
        for sequence in re.findall(r"\x1b\[([0-9;]*)m", terminal.seen)
        for parameter in re.sub(r"[345]8;(?:5;\d+|2;\d+;\d+;\d+)", "colour", sequence).split(";")
    }
    assert "7" in parameters
    plain = {str(number) for number in (*range(30, 38), *range(40, 48), *range(90, 108))}
    assert not parameters & {"colour", *plain}


def test_sixteen_colours_are_the_terminals_own(sample: Path) -> None:
    terminal = Terminal(str(sample), TERM="xterm-16color", COLORTERM="")
    try:
        terminal.wait(lambda text: "Collector Carl" in text)
        terminal.rest()
        terminal.type("q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert not re.search(r"\x1b\[[0-9;]*[34]8;", terminal.seen)
    assert re.search(r"\x1b\[[0-9;]*3[0-7][;m]", terminal.seen)


@pytest.mark.parametrize(("settings", "titled"), [("", True), ("terminal_title = false\n", False)])
def test_the_title_of_the_terminal(sample: Path, own_folders: Path, settings: str, titled: bool) -> None:
    (own_folders / "config").mkdir()
    (own_folders / "config" / "settings.toml").write_text(settings)
    title = "\x1b]2;personatui · Exotic Pet Rental · Maya Okafor\x07"
    terminal = Terminal(str(sample))
    try:
        terminal.wait(lambda text: "Evidence" in text and (title in terminal.seen) == titled)
        terminal.type("q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert (title in terminal.seen) == titled
    assert (terminal.seen.count("\x1b[22;2t"), terminal.seen.count("\x1b[23;2t")) == ((1, 1) if titled else (0, 0))


def test_the_mouse_is_left_alone_when_the_person_wants_that(sample: Path, own_folders: Path) -> None:
    (own_folders / "config").mkdir()
    (own_folders / "config" / "settings.toml").write_text("mouse = false\n")
    terminal = Terminal(str(sample))
    try:
        terminal.wait(lambda text: "Collector Carl" in text)
        terminal.type("q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert "\x1b[?1000h" not in terminal.seen


def test_without_a_project_what_the_person_chose_opens(sample: Path, own_folders: Path) -> None:
    (own_folders / "config").mkdir()
    (own_folders / "config" / "settings.toml").write_text(f'start = "{sample}"\n')
    terminal = Terminal()
    try:
        terminal.wait(lambda text: "Collector Carl" in text)
        terminal.type("q")
        assert terminal.end() == 0
    finally:
        terminal.close()
