"""The tabs in the middle: the card, and the canvas of each tool as the method draws it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Static, Tab
from textual.widgets._tabs import Underline

from app.driving import SMALL, WIDE, at_work, project, sample, settled, told, write
from personatui.api.ui import RegionView
from personatui.app.forms import FormScreen
from personatui.app.tabs import TabLine, in_sight
from personatui.widgets.boxes import BoxGrid, NoteBox
from personatui.widgets.entries import EntryList
from personatui.widgets.rows import RowList
from personatui_empathy_map.canvas import EmpathyMap

GRAY = ("who", "need_to_do", "hears", "think_feel", "sees", "pains", "gains", "says", "does")


async def test_keys_and_mouse_change_the_tab(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        shown = []
        tools = desk.middle.tool_ids
        assert tools[0] == "empathy_map"
        for _ in range(len(tools) + 1):
            await desk.press("right_square_bracket")
            shown.append(desk.middle.tool_id)
        assert shown == [*tools, ""]
        for _ in tools:
            await desk.press("left_square_bracket")
        assert desk.middle.tool_id == "empathy_map"
        desk.rail.list.focus()
        shown = []
        for key in ("l", "h", "right", "left"):
            await desk.press(key)
            shown.append(desk.middle.tool_id)
        assert shown == [tools[1], "empathy_map", tools[1], "empathy_map"]
        for tab, tool in (("#tab-jtbd", "jtbd"), ("#tab-card", "")):
            await desk.pilot.click(tab)
            await desk.press("ctrl+u")
            assert desk.middle.tool_id == tool


def _below(tab: Tab | None) -> tuple[int, int]:
    """The columns of a tab's name in its line."""
    assert tab is not None
    return tab.virtual_region.shrink(tab.styles.gutter).column_span


async def test_tabs_that_do_not_fit_are_counted_and_none_is_cut(tmp_path: Path) -> None:
    for size in (WIDE, SMALL):
        async with at_work(sample(tmp_path / str(size[0])), size=size) as desk:
            line = desk.middle.query_one(TabLine)
            tabs = list(line.query(Tab))
            for _ in tabs:
                await desk.press("right_square_bracket")
                seen = [tab for tab in tabs if tab.visible]
                room = line.query_one("#tabs-scroll").region
                assert line.active_tab in seen
                assert all(room.contains_region(tab.region) for tab in seen)
                before, after = (str(sign.render()) for sign in line.query(".tabs--more").results(Static))
                stroke = line.query_one(Underline)
                assert (stroke.highlight_start, stroke.highlight_end) == _below(line.active_tab)
                first = tabs.index(seen[0])
                assert before == (f"‹ {first}" if first else "")
                hidden = len(tabs) - first - len(seen)
                assert after == (f"{hidden} ›" if hidden else "")
            await desk.pilot.click(line.query(".tabs--more").last())
            await settled(desk.pilot)
            assert desk.middle.tool_id
            assert line.active_tab is not None
            assert line.active_tab.visible


async def test_every_tab_can_be_gone_to_directly(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), size=SMALL) as desk:
        tools = desk.middle.tool_ids
        await desk.press("T", "9")
        assert desk.middle.tool_id == tools[8]
        await desk.press("T", *"segm", "enter")
        assert desk.middle.tool_id == "segments"
        await desk.press("T", "escape")
        assert desk.middle.tool_id == "segments"
        await desk.press("T", "0")
        assert desk.middle.tool_id == ""
        assert desk.card.has_focus


@given(st.lists(st.integers(4, 14), min_size=1, max_size=14), st.integers(14, 60), st.data())
def test_the_active_tab_and_what_fits_beside_it_is_in_sight(widths: list[int], room: int, data: st.DataObject) -> None:
    active = data.draw(st.integers(0, len(widths) - 1))
    shown = in_sight(widths, room, active, data.draw(st.integers(0, len(widths))))
    assert active in shown
    assert sum(widths[shown.start : shown.stop]) <= room
    assert shown.stop == len(widths) or sum(widths[shown.start : shown.stop + 1]) > room


async def test_a_view_is_made_when_its_tab_is_first_opened(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        assert not desk.middle.query("#view-empathy_map, #view-jtbd")
        await desk.press("right_square_bracket")
        assert not desk.middle.query("#view-jtbd")
        view = desk.middle.query_one("#view-empathy_map")
        await desk.press("left_square_bracket", "right_square_bracket")
        assert desk.middle.query_one("#view-empathy_map") is view


async def test_the_focus_follows_the_tab(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("enter")
        assert desk.card.has_focus
        await desk.press("right_square_bracket")
        focused = desk.app.focused
        assert isinstance(focused, NoteBox)
        assert focused.place.id in GRAY
        while desk.middle.tool_id != "jtbd":
            await desk.press("right_square_bracket")
        focused = desk.app.focused
        assert isinstance(focused, EntryList)
        assert focused.id == "jtbd-job"
        assert "Verb" in desk.told
        while desk.middle.tool_id:
            await desk.press("right_square_bracket")
        assert desk.card.has_focus
        # from the rail one looks through the tabs without leaving the list of personas
        desk.rail.list.focus()
        await desk.press("right_square_bracket", "j")
        assert desk.rail.list.has_focus
        assert desk.screen.persona_id == "tom-brandt"


async def test_the_empathy_map(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("right_square_bracket")
        places = {name: box.place for name, box in desk.middle.query_one(BoxGrid).boxes.items()}
        assert tuple(places) == tuple(sorted(GRAY, key=lambda name: (places[name].row, places[name].column)))
        maya = desk.session.project.canvases["empathy_map", "maya-okafor"]
        for name in GRAY:
            notes = getattr(maya, name)
            assert [row.key for row in desk.box(name).rows] == [f"canvas/empathy_map/maya-okafor#{n.id}" for n in notes]
            assert str(desk.box(name).border_subtitle).split(" · ")[0] == str(len(notes))
        assert "Phones three times and hangs up at the voicemail heard" in told(desk.box("does"))
        assert "● Phones three times" in told(desk.box("does"))
        # another persona fills the same boxes
        desk.rail.list.focus()
        await desk.select("priya-nair")
        priya = desk.session.project.canvases["empathy_map", "priya-nair"]
        assert desk.middle.tool_id == "empathy_map"
        assert isinstance(priya, EmpathyMap)
        assert str(desk.box("does").border_subtitle).split(" · ")[0] == str(len(priya.does))
        assert "Phones three times" not in told(desk.box("does"))


async def test_up_down_and_sideways_through_the_boxes(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.open_tab("empathy_map")
        desk.box("hears").focus()
        sideways = []
        for key in ("right", "l", "right", "left", "h", "left"):
            await desk.press(key)
            sideways.append(desk.app.focused.place.id if isinstance(desk.app.focused, NoteBox) else "")
        assert sideways == ["think_feel", "sees", "sees", "think_feel", "hears", "hears"]
        assert desk.middle.tool_id == "empathy_map"
        desk.box("who").focus()
        await desk.press("g", "j", "j", "j")
        assert desk.box("need_to_do").has_focus
        assert desk.box("need_to_do").cursor == 0
        await desk.press("k")
        assert desk.box("who").has_focus
        assert desk.box("who").cursor == 2


async def test_an_empty_canvas_asks_the_questions(tmp_path: Path) -> None:
    root = project(tmp_path, {"personas/a.toml": 'name = "A"\n'})
    async with at_work(root) as desk:
        await desk.open_tab("empathy_map")
        tool = desk.session.tools["empathy_map"]
        layout = tool.layout(None)
        assert layout is not None
        for region in layout.regions:
            assert told(desk.box(region.id)) == "\n".join(region.prompts)
            assert desk.box(region.id).border_subtitle in ("empty · a adds", "a adds")
        await desk.press("j", "enter", "l", "h", "G", "g")
        await desk.open_tab("jtbd")
        assert "What is to be done?" in told(desk.middle.query_one("#jtbd-job", RowList))
        assert "What makes this step slow?" in desk.drawn()
        assert desk.box("outcomes").border_subtitle == "empty · a adds"
        await desk.press("j", "enter")
        desk.on(FormScreen)
        await desk.press("escape")
        await desk.press("G", "g")


async def test_other_layouts_of_the_empathy_map(tmp_path: Path) -> None:
    notes = (
        '\n[[says]]\nid = "s1"\ntext = "It is fine"\n'
        '\n[[feels]]\nid = "f1"\ntext = "Afraid"\n'
        '\n[[pains]]\nid = "p1"\ntext = "Late"\n'
    )
    root = project(
        tmp_path,
        {
            "personas/quadrants.toml": 'name = "Quadrants"\n',
            "personas/older.toml": 'name = "Older"\n',
            "personas/odd.toml": 'name = "Odd"\n',
            "canvases/empathy_map/quadrants.toml": f'layout = "nng"\n{notes}',
            "canvases/empathy_map/older.toml": f'layout = "xplane"\n{notes}',
            "canvases/empathy_map/odd.toml": f'layout = "none-such"\n{notes}',
        },
    )
    async with at_work(root) as desk:
        await desk.select("quadrants")
        await desk.open_tab("empathy_map")
        assert tuple(desk.middle.query_one(BoxGrid).boxes) == ("says", "thinks", "does", "feels")
        assert "Afraid" in told(desk.box("feels"))
        assert "NN/g" in desk.drawn()
        assert "1 note of other layouts" in desk.drawn()
        await desk.select("older")
        assert tuple(desk.middle.query_one(BoxGrid).boxes) == (
            "think_feel",
            "hears",
            "sees",
            "says_does",
            "pains",
            "gains",
        )
        assert "Late" in told(desk.box("pains"))
        await desk.select("odd")
        assert set(desk.middle.query_one(BoxGrid).boxes) == set(GRAY)
        for persona in ("quadrants", "older", "odd", "quadrants"):
            desk.rail.list.move_to(persona)
        await desk.select("older")
        assert "Late" in told(desk.box("pains"))
        assert desk.middle.query_one(RegionView).context.persona_id == "older"


async def test_boxes_are_stacked_where_it_is_too_narrow(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), WIDE) as desk:
        await desk.open_tab("empathy_map")
        grid = desk.middle.query_one(BoxGrid)
        assert not grid.has_class("-stacked")
        assert desk.box("hears").region.y == desk.box("sees").region.y
        await desk.resize(*SMALL)
        assert grid.has_class("-stacked")
        tops = [desk.box(place.place.id).region.y for place in grid.boxes.values()]
        assert tops == sorted(set(tops))
        assert {box.region.width for box in grid.boxes.values()} == {desk.box("who").region.width}
        # the box with the cursor scrolls into view
        desk.box("does").focus()
        await desk.press("G")
        assert desk.box("does").region.overlaps(grid.region)
        assert "sleep" in desk.drawn()
        await desk.resize(*WIDE)
        assert not grid.has_class("-stacked")


async def test_a_canvas_of_several_personas_and_one_that_lists_others(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "personas/a.toml": 'name = "A"\n',
            "personas/b.toml": 'name = "B"\n',
            "canvases/empathy_map/both.toml": 'personas = ["a", "b"]\n\n[[does]]\nid = "d1"\ntext = "Shares"\n',
        },
    )
    async with at_work(root) as desk:
        await desk.open_tab("empathy_map")
        assert "Shares" in told(desk.box("does"))
        await desk.select("b")
        assert "Shares" in told(desk.box("does"))
        desk.box("does").focus()
        await desk.press("g")
        assert "Shares" in desk.told
        write(root, {"canvases/empathy_map/both.toml": 'personas = ["b"]\n'})
        await desk.press("f5")
        assert desk.box("does").border_subtitle == "empty · a adds"
        assert desk.middle.query(Tab)
        assert desk.middle.query(RowList)


async def test_pages_say_how_to_turn_them_and_no_title_is_cut(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), size=SMALL) as desk:
        for tool in ("pestel", "swot"):
            await desk.open_tab(tool)
            names = desk.middle.query_one(f"#view-{tool} .pages--names")
            sign = desk.middle.query_one(f"#view-{tool} .pages--told", Static)
            assert str(sign.render()) == ". ›"
            assert all(names.region.contains_region(one.region) for one in names.children)
            assert sign.region.width >= 3
            boxes = [box for box in desk.middle.query(f"#view-{tool} NoteBox").results(NoteBox) if box.region]
            assert boxes
            assert all(len(str(box.border_title)) + 6 <= box.outer_size.width for box in boxes)
    async with at_work(sample(tmp_path / "wide"), size=WIDE) as desk:
        await desk.open_tab("pestel")
        assert str(desk.middle.query_one(".pages--told", Static).render()) == ". next page"
        assert str(desk.box("technological").border_title) == "Technological"
        await desk.open_tab("swot")
        await desk.press("full_stop", "full_stop", "full_stop")
        assert str(desk.box("axis-IS").border_title) == "IS · Industry"


async def test_the_keys_begin_at_a_segment(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path)) as desk:
        await desk.press("enter")
        await desk.open_tab("segments")
        assert desk.box("nine-high-high").has_focus
    async with at_work(project(tmp_path, {"personas/a.toml": 'schema = 1\nname = "A"\n'})) as desk:
        await desk.press("enter")
        await desk.open_tab("segments")
        assert desk.middle.query_one("#segments-table").has_focus


async def test_an_empty_screen_says_nothing_of_figures_and_wastes_no_line(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {"personas/a.toml": 'schema = 1\nname = "A"\n'})) as desk:
        await desk.open_tab("persona_canvas")
        assert "no value" not in desk.drawn()
        await desk.open_tab("experience_map")
        # the frame below the empty map is in sight
        assert "Which situation, from beginning to end?" in desk.drawn()
        assert desk.middle.query_one("#experience-grid").outer_size.height < 10
        await desk.open_tab("business_model")
        view = desk.middle.query_one("#view-business_model")
        assert desk.box("segments").region.y == view.region.y
