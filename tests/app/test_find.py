"""Finding anything by a few letters and going there, and the same words in the rail's filter."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

import personatui.app.find
from app.driving import SMALL, WIDE, Desk, at_work, on_screen, project, raw_texts, sample, send_key, settled, told
from personatui.app.find import FindScreen
from personatui.app.palette import Palette
from personatui.app.workbench import WorkbenchScreen
from personatui.model.querying import FILTERS, Query
from personatui.model.searching import Found
from personatui.widgets.rows import RowList


async def opened(desk: Desk, text: str = "") -> FindScreen:
    """Open the search and type."""
    await desk.press("slash")
    screen = desk.on(FindScreen)
    await desk.type(text)
    return screen


def preview(screen: FindScreen) -> str:
    return told(screen.query_one("#preview", RowList))


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_few_letters_lead_to_a_statement(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(sample(tmp_path), size) as desk:
        screen = await opened(desk, "nobody ans")
        assert screen.line.has_focus
        assert screen.chosen is not None
        assert screen.chosen.title == "Nobody answers when the animal stops eating"
        assert re.search(r"\d found", desk.drawn())
        assert "claim" in desk.drawn()
        assert "Evidence" in preview(screen)
        assert on_screen(screen.query_one("#preview")) == (size == WIDE)
        await desk.press("down", "up", "enter")
        desk.on(WorkbenchScreen)
        assert desk.screen.persona_id == "maya-okafor"
        assert desk.card.has_focus
        assert desk.card.current is not None
        assert desk.card.current.key == "persona/maya-okafor#m2xa"


async def test_what_matched_is_marked(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        screen = await opened(desk, "mok")
        row = screen.found.current
        assert row is not None
        assert [text for text, role in row.pieces if role == "match"] == ["M", "Ok"]
        assert row.text.endswith("Maya Okafor")
        # not by colour alone
        assert screen.found._look("rows--match").underline


async def test_everything_leads_somewhere(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await opened(desk, "is:canvas tool:jtbd maya")
        await desk.press("enter")
        assert desk.middle.tool_id == "jtbd"

        screen = await opened(desk, "is:claim tool:empathy_map lorraine")
        entry = screen.chosen
        assert entry is not None
        await desk.press("enter")
        assert desk.middle.tool_id == "empathy_map"
        assert desk.screen.persona_id == "lorraine-fisk"
        box = desk.app.focused
        assert isinstance(box, RowList)
        assert box.current is not None
        assert box.current.key == entry.key

        await opened(desk, "is:source interviews maya")
        await desk.press("enter")
        assert "Interviews behind Maya" in str(desk.middle.border_title)
        assert desk.screen.view == "source"
        await opened(desk, "is:segment urban")
        await desk.press("enter")
        assert str(desk.middle.border_title) == "Urban renters"
        assert desk.screen.view == "segment"

        await opened(desk, "is:command open jobs")
        await desk.press("enter")
        assert desk.middle.tool_id == "jtbd"

        # where the person was comes first when the search opens again
        screen = await opened(desk)
        assert "Recent" in told(screen.found)
        assert screen.chosen is not None
        assert screen.chosen.title == "Urban renters"
        assert "is:source" not in told(screen.found)
        await desk.press("down", "enter")
        assert "Interviews behind Maya" in str(desk.middle.border_title)


async def test_a_source_comes_to_the_front_on_a_narrow_screen(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        await opened(desk, "is:excerpt night")
        await desk.press("enter")
        assert on_screen(desk.card)
        assert desk.card.has_focus
        row = desk.card.current
        assert row is not None
        assert "night" in row.text
        assert row.key.startswith("source/")


async def test_findings_are_found(tmp_path: Path) -> None:
    root = sample(tmp_path)
    tom = root / "personas" / "tom-brandt.toml"
    tom.write_text(tom.read_text() + '\n[[pains]]\nid = "lost"\ntext = "Lost"\nsources = ["gone"]\n')
    async with at_work(root) as desk:
        screen = await opened(desk, "severity:error")
        assert [entry.kind for entry in screen._shown.values()] == ["finding"]
        await desk.press("enter")
        assert desk.card.current is not None
        assert desk.card.current.key == "persona/tom-brandt#lost"


async def test_nothing_found_and_filters_that_are_wrong(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        screen = await opened(desk, "zzz qqq role:primary -x")
        assert "Nothing matches." in told(screen.found)
        for advice in ("Leave a word out", "fewer letters", "Leave a filter out", "behind a minus"):
            assert advice in told(screen.found)
        await desk.press("enter", "down", "pagedown")
        desk.on(FindScreen)

        screen.line.value = ""
        await desk.type("rol:primary")
        assert "There is no filter rol:. Did you mean role:?" in desk.drawn()
        screen.line.value = ""
        await desk.type("role:king")
        assert "Nothing has role:king; there is" in desk.drawn()
        await desk.press("escape")
        desk.on(WorkbenchScreen)


async def test_tab_completes_and_goes_through_the_ways(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        screen = await opened(desk, "ro")
        await desk.press("tab")
        assert screen.line.value == "role:"
        assert "Tab: role:negative" in desk.drawn()
        await desk.type("se")
        await desk.press("tab")
        assert screen.line.value == "role:secondary "
        screen.line.value = "role:"
        values = []
        for _ in range(4):
            await desk.press("tab")
            values.append(screen.line.value)
        assert values == ["role:negative ", "role:primary ", "role:secondary ", "role:negative "]
        assert screen.line.has_focus


async def test_hints_before_anything_is_typed(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        screen = await opened(desk)
        assert "evidence:" in told(screen.found)
        assert screen.found.move_to("role:")
        await desk.press("enter")
        assert screen.line.value == "role:"
        desk.on(FindScreen)


async def test_a_place_that_vanished_is_told(tmp_path: Path) -> None:
    root = sample(tmp_path)
    maya = root / "personas" / "maya-okafor.toml"
    async with at_work(root) as desk:
        session = desk.session
        screen = await opened(desk, "nobody ans")
        text = maya.read_text()
        assert text.count('id = "m2xa"') == 1
        maya.write_text(text.replace('id = "m2xa"', 'id = "m2xx"'))
        session.refresh()
        await desk.press("enter")
        desk.on(FindScreen)
        assert "no longer there" in desk.drawn()
        # opened again, the search knows the project as it is
        await desk.press("escape")
        screen = await opened(desk, "nobody ans")
        assert screen.chosen is not None
        assert screen.chosen.key == "persona/maya-okafor#m2xx"
        await desk.press("enter")
        assert desk.card.current is not None
        assert desk.card.current.key == "persona/maya-okafor#m2xx"


async def test_a_canvas_of_a_tool_that_is_not_there(tmp_path: Path) -> None:
    files = {
        "personas/a.toml": 'name = "A"\n',
        "canvases/kano/a.toml": '[[features]]\nid = "f1"\ntext = "Night line"\n',
        "canvases/kano/nobody.toml": '[[features]]\nid = "f1"\ntext = "Day line"\n',
    }
    async with at_work(project(tmp_path, files)) as desk:
        await opened(desk, "night line")
        await desk.press("enter")
        assert desk.middle.tool_id == "kano"
        assert not desk.notices
        await opened(desk, "day line")
        await desk.press("enter")
        assert any("kano/nobody.toml" in notice for notice in desk.notices)
        assert desk.screen.persona_id == "a"


async def test_an_older_search_never_comes_after_a_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personatui.app.find, "_AT_ONCE", 0)
    released = threading.Event()
    asked: list[str] = []
    searched = FindScreen._searched

    def slow(screen: FindScreen, text: str) -> tuple[Query, Found]:
        asked.append(text)
        if len(asked) == 1:
            released.wait(20)
        return searched(screen, text)

    monkeypatch.setattr(FindScreen, "_searched", slow)
    async with at_work(sample(tmp_path)) as desk:
        screen = await opened(desk)
        for key in "maya":
            send_key(desk.app, key)
            await desk.pilot.pause(0.05)
        # typing goes on while the search is busy
        assert screen.line.value == "maya"
        assert asked == ["m"]
        assert screen._shown.keys() <= {f"{name}:" for name in FILTERS}
        released.set()
        await settled(desk.pilot)
        # what was typed in between was never looked for
        assert asked == ["m", "maya"]
        assert screen.chosen is not None
        assert screen.chosen.title == "Maya Okafor"
        # leaving while it searches
        released.clear()
        asked.clear()
        send_key(desk.app, "x")
        await desk.pilot.pause(0.05)
        await desk.pilot.press("escape")
        released.set()
        await settled(desk.pilot)
        desk.on(WorkbenchScreen)


async def test_before_the_project_is_read(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        session, desk.screen.session = desk.screen.session, None
        await desk.press("slash", "f", "f8")
        desk.on(WorkbenchScreen)
        assert any("still being read" in notice for notice in desk.notices)
        desk.screen.session = session


async def test_hostile_text_is_shown_as_it_is(tmp_path: Path) -> None:
    long = "very long " * 400
    goal = f'[[goals]]\ntext = "[link=x]go \\u0007{long}"\n'
    name = 'name = "[red]x[/] \\u001b[2J\\u202e"\ntags = ["[b]"]\n\n'
    files = {"personas/nasty.toml": name + goal}
    async with at_work(project(tmp_path, files)) as desk:
        for text in ("[red", "go very", "tag:", "[/:x", '"'):
            screen = await opened(desk, text)
            assert raw_texts(desk) == []
            await desk.press("down", "tab")
            assert raw_texts(desk) == []
            if text == "[red":
                assert "[red]x[/] ␛[2J" in desk.drawn()
            await desk.press("escape")
        await opened(desk, "go very")
        await desk.press("enter")
        assert desk.screen.persona_id == "nasty"
        assert screen is not None


async def test_our_commands_come_first_in_the_palette(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("ctrl+p")
        await desk.pilot.pause(0.3)
        await settled(desk.pilot)
        palette = desk.on(Palette)
        from textual.command import CommandList

        names = [str(option.prompt).splitlines()[0] for option in palette.query_one(CommandList).options]
        assert names[0].startswith("Find")
        assert names.index("Choose theme") > next(i for i, name in enumerate(names) if name.startswith("Open Jobs"))


async def test_the_rail_understands_the_same_words(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("n")
        for text, wanted in (
            ("role:primary", {"maya-okafor", "priya-nair"}),
            ("-role:primary", {"tom-brandt", "lorraine-fisk", "collector-carl"}),
            ("segment:urban role:sec", {"tom-brandt"}),
            ("tool:jtbd -role:secondary", {"maya-okafor", "priya-nair"}),
            ("mok", {"maya-okafor"}),
            ("MAYÁ", {"maya-okafor"}),
            ("kind:b2b -lorraine", set()),
        ):
            desk.rail.filter.value = ""
            await desk.type(text)
            found = set(desk.rail.visible_ids)
            assert found == wanted or (not wanted and "lorraine-fisk" not in found), text
        desk.rail.filter.value = ""
        await desk.type("is:persona")
        assert "There is no filter is:." in " ".join(told(desk.rail.list).split())
        desk.rail.filter.value = ""
        await desk.type("role:king")
        assert "Nothing has role:king" in " ".join(told(desk.rail.list).split())
        desk.rail.filter.value = "seg"
        await desk.press("tab")
        assert desk.rail.filter.value == "segment:"
        assert desk.rail.filter.has_focus


async def test_the_rail_keeps_its_place_when_something_changes_under_a_filter(tmp_path: Path) -> None:
    root = sample(tmp_path)
    async with at_work(root) as desk:
        await desk.press("n")
        await desk.type("r")
        await desk.press("enter", "G")
        persona_id = desk.screen.persona_id
        rows = {row.key: row for row in desk.rail.list.rows if row.key}
        changed = next(key for key in rows if key != persona_id)
        file = root / "personas" / f"{changed}.toml"
        file.write_text(file.read_text().replace('name = "', 'name = "Dr '))
        await desk.press("f5")
        assert desk.screen.persona_id == persona_id
        assert desk.rail.filter.value == "r"
        now = {row.key: row for row in desk.rail.list.rows if row.key}
        # only the row that changed was made anew
        assert now[changed] is not rows[changed]
        assert all(now[key] is rows[key] for key in rows if key != changed and key in now)
