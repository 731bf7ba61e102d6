"""The rail: narrowing by typing, and moving through the personas by keys and mouse."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.driving import SMALL, WIDE, Desk, at_work, project, sample, settled, told, until, write


async def _filter(desk: Desk, text: str) -> tuple[str, ...]:
    """What is left after the filter holds this text."""
    desk.rail.filter.value = ""
    desk.rail.filter.focus()
    await desk.type(text)
    return desk.rail.visible_ids


async def test_typing_narrows_the_list(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("n")
        assert desk.rail.filter.has_focus
        assert await _filter(desk, "priya") == ("priya-nair",)
        assert desk.rail.border_subtitle == "1 of 5"
        assert desk.screen.persona_id == "priya-nair"
        assert "Event planners" in told(desk.rail.list)
        assert "Urban renters" not in told(desk.rail.list)
        # a tag, the segment's name, a word of a claim, and words that stand far apart
        assert await _filter(desk, "care home") == ("lorraine-fisk",) or "lorraine-fisk" in desk.rail.visible_ids
        assert await _filter(desk, "URBAN") == ("maya-okafor", "tom-brandt")
        assert await _filter(desk, "tortoise fortnight") == ("tom-brandt",)
        assert await _filter(desk, "tester urban") == ("tom-brandt",)

        assert await _filter(desk, "no such thing") == ()
        assert "Nothing matches" in told(desk.rail.list)
        assert desk.rail.border_subtitle == "0 of 5"
        await desk.press("enter", "j", "enter", "r")
        assert desk.app.is_running

        # out of the report, to the list, and out of the filter
        await desk.press("escape", "escape", "escape")
        assert desk.rail.filter.value == ""
        assert len(desk.rail.visible_ids) == 5
        assert desk.rail.border_subtitle == "5"


async def test_from_the_filter_to_the_list_and_back(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        for key in ("enter", "down", "escape"):
            desk.rail.filter.value = ""
            await desk.press("n", "m", "a", "y", "a", key)
            assert desk.rail.list.has_focus
            assert desk.rail.list.current is not None
            assert desk.rail.list.current.key == "maya-okafor"
        # keys are letters while the filter has the focus
        desk.rail.filter.value = ""
        await desk.press("n", "q", "r", "f", "u", "i", "b", "z", "l", "h", "j", "right_square_bracket", "question_mark")
        assert desk.rail.filter.value == "qrfuibzlhj]?"
        assert desk.app.is_running
        await desk.press("escape", "escape")
        assert desk.rail.filter.value == ""


async def test_keys_move_through_the_personas(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), SMALL) as desk:
        visited = []
        for key in ("j", "down", "k", "up", "G", "g", "end", "home", "pagedown", "pageup"):
            await desk.press(key)
            visited.append(desk.screen.persona_id.partition("-")[0])
        assert visited == ["tom", "priya", "tom", "maya", "collector", "maya", "collector", "maya", "collector", "maya"]
        assert str(desk.middle.border_title) == "Maya Okafor"


async def test_the_mouse_selects(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        rows = [row.key for row in desk.rail.list.rows]
        await desk.pilot.click("#personas", offset=(4, rows.index("lorraine-fisk")))
        await desk.press("u")
        assert desk.screen.persona_id == "lorraine-fisk"
        assert str(desk.middle.border_title) == "Lorraine Fisk"
        # a heading is no persona
        await desk.pilot.click("#personas", offset=(4, 0))
        assert desk.screen.persona_id == "lorraine-fisk"


async def test_segments_by_share_and_personas_by_role(tmp_path: Path) -> None:
    personas = {
        "negative": "small",
        "served": "small",
        "customer": "small",
        "supplemental": "small",
        "secondary": "small",
        "primary": "small",
    }
    files = {
        "segments/small.toml": 'name = "Small"\nshare = 0.2\n',
        "segments/large.toml": 'name = "Large"\nshare = 0.7\n',
        "segments/unknown.toml": 'name = "Unknown"\n',
        "personas/in-large.toml": 'name = "In large"\nsegment = "large"\n',
        "personas/in-unknown.toml": 'name = "In unknown"\nsegment = "unknown"\n',
        "personas/lost.toml": 'name = "Lost"\nsegment = "gone"\n',
        "personas/none.toml": 'name = "None"\n',
        "personas/no-role.toml": 'name = "No role"\nsegment = "small"\n',
    }
    for role, segment in personas.items():
        files[f"personas/{role}.toml"] = f'name = "A {role}"\nrole = "{role}"\nsegment = "{segment}"\n'
    async with at_work(project(tmp_path, files), SMALL) as desk:
        order = [row.key or row.text for row in desk.rail.list.rows]
    assert order == [
        "Large",
        "in-large",
        "Small",
        "primary",
        "secondary",
        "supplemental",
        "customer",
        "served",
        "no-role",
        "negative",
        "Unknown",
        "in-unknown",
        "Without a segment",
        "lost",
        "none",
    ]


async def test_a_thousand_personas(tmp_path: Path) -> None:
    files = {
        f"personas/p-{number}.toml": f'name = "Person {number}"\nsegment = "s{number % 10}"\ntags = ["t{number % 7}"]\n'
        for number in range(1000)
    }
    files |= {f"segments/s{number}.toml": f'name = "Segment {number}"\n' for number in range(10)}
    async with at_work(project(tmp_path, files), SMALL) as desk:
        assert desk.rail.border_subtitle == "1000"
        assert await _filter(desk, "person 99") == tuple(
            f"p-{number}" for number in (990, 991, 992, 993, 994, 995, 996, 997, 998, 999, 99)
        ) or set(desk.rail.visible_ids) >= {"p-99", "p-990", "p-999"}
        assert await _filter(desk, "t3 segment person 999") == () or "p-999" not in desk.rail.visible_ids
        desk.rail.filter.value = ""
        await desk.press("escape", "G")
        assert desk.screen.persona_id == desk.rail.visible_ids[-1]
        assert str(desk.middle.border_title) in desk.drawn()


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_the_keys_go_to_the_rail_with_its_view(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(sample(tmp_path), size) as desk:
        await desk.open_tab("empathy_map")
        desk.box("does").focus()
        await desk.press("v")
        assert desk.screen.view == "segment"
        assert desk.app.focused is desk.rail.list


async def test_what_is_typed_into_the_filter_is_on_the_line_of_keys_as_no_command(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("n")
        assert desk.lines()[-1].split("ctrl+p")[0].strip() == "enter To the list"
        await desk.press("slash", "x")
        assert desk.rail.filter.value == "/x"
        # told in full, whatever the width of the rail
        assert "…" not in told(desk.rail.list)
        assert "shows all again" in " ".join(told(desk.rail.list).split())
        await desk.press("escape", "escape")
        assert "/ Find" in desk.lines()[-1]
        assert "d Delete" in desk.lines()[-1]


async def test_the_filter_says_what_it_takes(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        assert desk.rail.filter.placeholder == "n narrow: words, role: …"
        await desk.press("v")
        assert desk.rail.filter.placeholder == "n narrow: words"
        await desk.press("v", "v")
        assert "role:" in desk.rail.filter.placeholder


async def test_a_file_that_cannot_be_read_is_not_told_to_lack_a_segment(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {"segments/s.toml": 'name = "S"\n', "personas/a.toml": 'segment = "s"\n', "personas/b.toml": "name =\n"},
    )
    async with at_work(root) as desk:
        assert [row.key or row.text for row in desk.rail.list.rows] == ["S", "a", "Cannot be read", "b"]


async def test_keys_for_a_persona_are_offered_once_there_is_one(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {})) as desk:
        assert "d Delete" not in desk.lines()[-1]
        assert "N New …" in desk.lines()[-1]
        write(desk.session.root, {"personas/a.toml": 'name = "A"\n'})
        await desk.press("f5")
        await until(desk.pilot, lambda: desk.rail.visible_ids == ("a",))
        await settled(desk.pilot)
        assert "d Delete" in desk.lines()[-1]
