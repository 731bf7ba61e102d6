"""A journey: entries in the cells of lanes, stages that move, and curves whose gaps stay gaps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from personatui.widgets.curves import draw_curves
from personatui.widgets.lines import Row
from personatui.widgets.stages import Lane, Stage, StageGrid
from widgets.at_gallery import HOSTILE, LONG, SMALL, WIDE_TEXT, Visitor, at_gallery, bear, many

EMPTY: dict[str, Any] = {"stages": [], "doing": [], "pains": []}


def stages(visitor: Visitor) -> list[str]:
    return [stage.id for stage in visitor.canvas.stages]


async def test_the_cursor_goes_through_stages_cells_and_curves() -> None:
    async with at_gallery("stages") as visitor:
        path = []
        for key in ("right", "down", "down", "down", "down", "down", "up", "right", "left", "left"):
            await visitor.press(key)
            path.append((visitor.at, visitor.the(StageGrid).part))
        assert path == [
            ("s2", 0),
            ("dg2", 0),
            ("dg3", 0),
            ("s2", 1),
            ("s2", 2),
            ("", 0),
            ("s2", 2),
            ("s3", 2),
            ("s2", 2),
            ("s1", 2),
        ]


async def test_what_is_added_to_an_empty_cell_belongs_to_its_stage() -> None:
    async with at_gallery("stages") as visitor:
        await visitor.press("down", "down", "down", "down")
        assert visitor.at == ""
        await visitor.press("a", *"odd", "enter")
        added = visitor.canvas.pains[-1]
        assert (added.text, added.stage) == ("odd", "s1")
        assert visitor.at == added.id
        # deleting it leaves the cursor in the cell
        await visitor.press("d", "a", *"new", "enter")
        assert (visitor.canvas.pains[-1].text, visitor.canvas.pains[-1].stage) == ("new", "s1")


async def test_entries_move_to_the_stage_beside_and_keep_the_cursor() -> None:
    async with at_gallery("stages") as visitor:
        await visitor.press("down", "L")
        assert visitor.canvas.doing[-1].stage == "s2"
        assert visitor.at == "dg1"
        await visitor.press("K")
        assert visitor.at == "dg1"
        assert [entry.id for entry in visitor.canvas.doing if entry.stage == "s2"] == ["dg2", "dg1", "dg3"]
        await visitor.press("H")
        assert {entry.id: entry.stage for entry in visitor.canvas.doing}["dg1"] == "s1"


async def test_stages_are_added_renamed_reordered_and_deleted() -> None:
    async with at_gallery("stages") as visitor:
        await visitor.press("L", "L")
        assert stages(visitor) == ["s2", "s3", "s1", "s4", "s5", "s6"]
        assert visitor.at == "s1"
        await visitor.press("H", "a", *"new", "enter")
        assert [stage.title for stage in visitor.canvas.stages][:3] == ["Choose an animal", "Discover", "new"]
        await visitor.press("e", *"er", "enter")
        assert visitor.canvas.stages[2].title == "er"
        await visitor.press("d")
        assert len(stages(visitor)) == 6
        assert visitor.at == "s3"


async def test_entries_of_a_stage_that_is_gone_are_still_shown() -> None:
    async with at_gallery("stages") as visitor:
        await visitor.press("d")
        assert "In no stage" in visitor.drawn()
        assert "Sees a" in visitor.drawn()
        await visitor.press("down", "right", "right", "right", "right", "right", "right")
        assert visitor.at == "dg1"
        await visitor.press("H")
        assert {entry.id: entry.stage for entry in visitor.canvas.doing}["dg1"] == "s6"
        assert "In no stage" not in visitor.drawn()


async def test_the_curve_is_set_by_key_and_a_gap_stays_one() -> None:
    async with at_gallery("stages") as visitor:
        await visitor.press("down", "down")
        assert visitor.the(StageGrid).part == 1
        await visitor.press("minus")
        assert visitor.canvas.stages[0].feeling == 0
        await visitor.press("right", "plus")
        assert visitor.canvas.stages[1].feeling == 2
        assert "2" in visitor.notices[0]
        await visitor.press("right", "minus")
        book = visitor.canvas.stages[2]
        assert book.feeling == -1
        await visitor.press("d")
        book = visitor.canvas.stages[2]
        assert book.feeling is None
        assert len(visitor.canvas.stages) == 6


async def test_lanes_keep_their_names_while_the_stages_scroll() -> None:
    async with at_gallery("stages", size=SMALL) as visitor:
        await visitor.press("right", "right", "right", "right", "right")
        assert visitor.at == "s6"
        assert "6 Give it" in visitor.drawn()
        assert "1 Discover" not in visitor.drawn()
        assert all(name in visitor.drawn() for name in ("Doing", "Feeling"))
        region = visitor.the(StageGrid).region_of("canvas/gallery/maya-okafor#s6")
        assert region is not None
        assert (region.x + 0, region.y) == (visitor.find("6 Give")[0], visitor.find("6 Give")[1])


async def test_the_mouse_selects_and_drags_into_another_cell() -> None:
    async with at_gallery("stages") as visitor:
        start = visitor.find("The box is")
        await visitor.click(start)
        assert visitor.at == "pa2"
        await visitor.drag(start, (visitor.find("1 Discover")[0], start[1]))
        assert visitor.canvas.pains[-1].id == "pa2"
        assert visitor.canvas.pains[-1].stage == "s1"
        assert visitor.at == "pa2"


async def test_no_stages() -> None:
    async with at_gallery("stages", EMPTY) as visitor:
        assert "Which stages" in visitor.drawn()
        await visitor.press("j", "right", "plus", "d", "a", *"go", "enter")
        assert [stage.title for stage in visitor.canvas.stages] == ["go"]


@pytest.mark.parametrize("text", [LONG, WIDE_TEXT, HOSTILE, ""])
async def test_odd_texts_are_shown(text: str) -> None:
    data: dict[str, Any] = {
        "stages": [{"id": "s1", "title": text, "feeling": 1}, {"id": "s2", "title": text}],
        "doing": [{"id": "x", "text": text, "stage": "s1"}, {"id": "y", "text": text, "stage": "none"}],
    }
    await bear("stages", data, "down", "right", "down", "plus", "left")


async def test_many_entries_and_stages() -> None:
    data: dict[str, Any] = {
        "stages": [{"id": f"s{i}", "title": f"Stage {i}"} for i in range(60)],
        "doing": many(200, stage="s1"),
    }
    async with at_gallery("stages", data, SMALL) as visitor:
        await visitor.press("end")
        assert visitor.at == ""
        await visitor.press("home", "right", "down")
        assert visitor.at == "x0"
        await visitor.press("pagedown", "pagedown")
        assert "2 Stage 1" in visitor.drawn()
        assert visitor.at.startswith("x")


VALUES = st.lists(st.one_of(st.none(), st.floats(-9, 9)), min_size=1, max_size=12)


@given(st.lists(VALUES, min_size=1, max_size=3), st.integers(4, 30))
def test_a_curve_has_a_mark_for_every_value_and_none_for_a_gap(curves: list[list[float | None]], step: int) -> None:
    width = step * max(map(len, curves))
    lines = draw_curves([("x", values) for values in curves], -2, 2, width=width, step=step)
    assert {sum(len(text) for text, _ in line) for line in lines} == {width}
    drawn = ["".join(text for text, _ in line) for line in lines]
    for column in range(max(map(len, curves))):
        part = "".join(line[column * step : (column + 1) * step] for line in drawn)
        has_value = any(column < len(values) and values[column] is not None for values in curves)
        assert ("x" in part) == has_value


def test_a_curve_goes_through_its_levels() -> None:
    lines = [
        "".join(text for text, _ in line) for line in draw_curves([("x", [1, -1, None, 0])], -1, 1, width=16, step=4)
    ]
    assert lines == ["  x─╮           ", "┄┄┄┄│┄┄┄┄┄┄┄┄┄x┄", "    ╰─x         "]


def test_curves_are_told_apart_without_colour() -> None:
    curves = [("●", [1, -1]), ("◇", [0, 0]), ("■", [-1, 1])]
    lines = ["".join(text for text, _ in line) for line in draw_curves(curves, -1, 1, width=20, step=10)]
    assert lines == [
        "     ●────╮━━━━■    ",
        "┄┄┄┄┄◇════│════◇┄┄┄┄",
        "     ■━━━━╰────●    ",
    ]
    # what covers another is the first one, and marks at one place stand beside each other
    same = draw_curves([("●", [1, 1]), ("◇", [1, 1])], -1, 1, width=20, step=10)
    assert "".join(text for text, _ in same[0]) == "     ●◇────────●◇   "


async def test_the_edge_says_which_stages_are_in_sight() -> None:
    async with at_gallery("stages", size=SMALL) as visitor:
        grid = visitor.the(StageGrid)
        assert "stages 1–3 of 6 ›" in str(grid.border_subtitle)
        assert grid.stages_in_sight == range(3)
        await visitor.press("right", "right", "right", "right", "right")
        assert "‹ stages 4–6 of 6" in str(grid.border_subtitle)
    async with at_gallery("stages", size=(170, 40)) as visitor:
        assert "6 stages" in str(visitor.the(StageGrid).border_subtitle)


def _line_below(title: str, stroke: str = "═", width: int = 120) -> list[str]:
    """What is drawn of the rule below the first of two lanes, beside its column of titles."""
    grid = StageGrid()
    stages = [Stage(f"s{at}", Row(((f"Stage {at}", "plain"),), key=f"s{at}")) for at in range(5)]
    grid.fill(stages, [Lane("Seen", [], line=title, stroke=stroke), Lane("Unseen", [], line="Underneath")])
    cells = [cell for cell in grid.draw_sheet(width).cells if len(cell.lines) == 1 and cell.height == 1]
    texts = ["".join(text for text, _ in cell.lines[0]) for cell in cells]
    return [text for text in texts if stroke in text]


@pytest.mark.parametrize("width", [40, 80, 120, 300])
def test_a_line_below_a_lane_has_a_name_wherever_it_is_scrolled_to(width: int) -> None:
    beside, line = _line_below("Line of visibility", width=width)
    assert set(beside) == {"═"}
    assert line.startswith("══ Line of visibility ═")
    assert all("Line of visibility" in line[at : at + 70] for at in range(0, max(1, len(line) - 70), 10))


@pytest.mark.parametrize("title", [LONG, WIDE_TEXT, HOSTILE, "x"])
def test_the_name_of_a_line_never_makes_it_longer(title: str) -> None:
    whole = [cell_len(text) for text in _line_below(title, width=60)]
    assert whole == [cell_len(text) for text in _line_below("Line of visibility", width=60)]


def test_the_last_lane_may_have_a_line_too() -> None:
    grid = StageGrid()
    grid.fill([Stage("s", Row((("Stage", "plain"),), key="s"))], [Lane("Seen", [], line="The end")])
    drawn = "".join(text for cell in grid.draw_sheet(60).cells for line in cell.lines for text, _ in line)
    assert "┄┄ The end ┄" in drawn
