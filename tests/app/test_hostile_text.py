"""Text that means harm, or only measures oddly, in every place where text can stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandPalette

from app.driving import SMALL, WIDE, Desk, at_work, raw_texts, settled, texts, write
from personatui.app.palette import workbench_commands

ESCAPES = "\\u001b]0;owned\\u0007\\u001b[31mred\\u009b2J\\r\\b\\u0000"
MARKUP = "[red]x[/red] [bold [/] [/none] [link=file:///etc] [@click=app.quit]q[/] $foreground {name} \\\\["
BIDI = "\\u202eevil\\u2066\\u200f\\u2028"
LONG = "longword" * 8
CJK = "顧客ペルソナ 고객 🐈‍⬛ 👩‍🔬 e\\u0301 ﷽"
ODD = "tab\\there\\nnew\\n\\nline   blanks"
NASTY = " ".join((ESCAPES, MARKUP, BIDI, CJK, ODD, LONG))
NAME = f"{MARKUP} {ESCAPES} {ODD}"

PERSONA = f"""\
name = "{NAME}"
kind = "b2c"
role = "primary"
segment = "s"
summary = "{NASTY}"
tags = ["{MARKUP}", "{ESCAPES}"]
picture = "{NASTY}"
"{MARKUP}" = "{NASTY}"

[demographics]
location = "{NASTY}"
"odd {ESCAPES}" = "{MARKUP}"

[custom]
"{MARKUP}" = "{NASTY}"
"""
CLAIM = f"""
[[@]]
id = "%s"
text = "{NASTY}"
note = "{NASTY}"
tags = ["{MARKUP}"]
sources = ["src#e1", "{MARKUP}", "{ESCAPES}"]
"""
NOTE = f'\n[[notes]]\nid = "%s"\nheading = "{NASTY}"\ntext = "{NASTY}"\n'
OUTCOME = f'\n[[outcomes]]\nid = "o%d"\ntext = "{NASTY}"\nimportance = %d\nsatisfaction = 2\n'


def _claims(*fields: str) -> str:
    return "".join(CLAIM.replace("@", field) % f"c{number}" for number, field in enumerate(fields))


def _files() -> dict[str, str]:
    persona = PERSONA + _claims("goals", "pains", "quotes") + NOTE % "n1"
    links = f'\n[[links]]\nid = "l1"\nlabel = "{NASTY}"\ntarget = "javascript:{MARKUP}"\n'
    job = f'\n[job]\nstatement = "{NASTY}"\nexecutor = "{NASTY}"\n'
    forces = f'\n[[forces]]\nid = "f1"\nkind = "push"\ntext = "{NASTY}"\nintensity = 3\n'
    excerpt = f'[[excerpts]]\nid = "e1"\ntext = "{NASTY}"\nspeaker = "{NAME}"\n'
    return {
        "personatui.toml": f'schema = 1\nname = "{NAME}"\nsummary = "{NASTY}"\n',
        "segments/s.toml": f'name = "{NAME}"\nshare = 0.5\n',
        "sources/src.toml": f'title = "{NASTY}"\nkind = "interview"\n{excerpt}',
        "personas/nasty.toml": persona + links,
        "personas/broken.toml": f'name = "{NAME}"\nname = "{MARKUP}"\n',
        "personas/\x1b]0;x\x07 [b].toml": 'name = "misplaced"\n',
        "canvases/empathy_map/nasty.toml": f'title = "{NAME}"\n' + _claims("does", "who"),
        "canvases/jtbd/nasty.toml": f'title = "{NAME}"\n{job}{OUTCOME % (1, 9)}{OUTCOME % (2, 5)}{forces}'
        + _claims("steps", "stories"),
        "canvases/none/nasty.toml": f'title = "{NAME}"\n',
    }


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A project of such text, in a folder whose name is no better."""
    return write(tmp_path / "[red]folder\x1b]0;owned\x07\x1b[2J[/x]", _files())


def _nothing_raw(desk: Desk) -> None:
    assert raw_texts(desk) == []
    for text in (*texts(desk.app.screen), *desk.notices):
        assert "\x1b" not in text
        assert "\x07" not in text


async def test_nothing_raw_reaches_the_terminal(hostile: Path) -> None:
    async with at_work(hostile, painted=True) as desk:
        assert desk.screen.persona_id == "nasty"
        _nothing_raw(desk)
        assert "[red]x[/red]" in desk.title
        assert "[red]x[/red] [bold [/]" in "".join(desk.lines())
        for key in ("enter", "G", "enter", "escape", "r", "G", "escape", "f", "G", "escape"):
            await desk.press(key)
            _nothing_raw(desk)
        for size in (SMALL, WIDE):
            await desk.resize(*size)
            for key in ("right_square_bracket", "j", "enter", "escape"):
                await desk.press(key)
                _nothing_raw(desk)
        await desk.press("escape", "escape", "n", *"red", "enter")
        _nothing_raw(desk)
        assert "nasty" in desk.rail.visible_ids
        await desk.select("broken")
        _nothing_raw(desk)
        await desk.press("f5", "question_mark")
        _nothing_raw(desk)
        await desk.press("escape", "o")
        _nothing_raw(desk)


async def test_names_are_shown_as_they_are(hostile: Path) -> None:
    async with at_work(hostile) as desk:
        lines = desk.lines()
        # in the rail, on the border, in the title, in a box
        assert any("● [red]x[/red]" in line for line in lines)
        assert any("─ [red]x[/red] [bold [/] [/none]" in line for line in lines)
        await desk.open_tab("empathy_map")
        assert "[link=file" in "".join(text for text in texts(desk.middle))
        assert "[red]x" in desk.drawn()


async def test_the_palette_takes_names_as_they_are(hostile: Path) -> None:
    async with at_work(hostile) as desk:
        assert any("[red]x[/red] [bold" in command.title for command in workbench_commands(desk.screen))
        await desk.press("ctrl+p")
        for text in ("persona [", "x[/"):
            await desk.type(text)
            await desk.pilot.pause(0.3)
            await settled(desk.pilot)
            assert isinstance(desk.app.screen, CommandPalette)
            assert raw_texts(desk) == []
            assert desk.app.is_running
        assert "[red]x[/red]" in desk.drawn()
        await desk.press("escape")
