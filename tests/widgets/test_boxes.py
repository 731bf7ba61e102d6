"""Boxes of notes in the grid of a method: where they stand, and the way from one to the next."""

from __future__ import annotations

from textual.app import App, ComposeResult

from personatui.model.ids import Reference
from personatui.widgets.boxes import BoxGrid, BoxPlace, NoteBox
from personatui.widgets.lines import Row
from personatui.widgets.slots import Slot

PLACES = (
    BoxPlace("top", "[b]Top[/x]", ("What?", "Why?"), 0, 0, column_span=2),
    BoxPlace("left", "Left", row=1, column=0),
    BoxPlace("right", "Right", row=1, column=1, row_span=2, group="g"),
    # nothing at row 2, column 0
)


class GridApp(App[None]):
    """A grid of boxes."""

    def __init__(self, places: tuple[BoxPlace, ...] = PLACES) -> None:
        super().__init__()
        self.grid = BoxGrid(places)

    def compose(self) -> ComposeResult:
        yield self.grid

    @property
    def at(self) -> str:
        return self.focused.place.id if isinstance(self.focused, NoteBox) else ""


def notes(*keys: str) -> list[Row]:
    return [Row(((key, "plain"),), key=key) for key in keys]


async def test_boxes_stand_where_the_method_draws_them() -> None:
    app = GridApp()
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        top, left, right = (app.grid.boxes[name].region for name in ("top", "left", "right"))
        assert top.width == 80
        assert left.width == right.width == 40
        assert left.y == right.y == top.bottom
        assert right.height > left.height
        assert app.grid.boxes["right"].has_class("-grouped")
        await pilot.resize_terminal(40, 30)
        await pilot.pause()
        top, left, right = (app.grid.boxes[name].region for name in ("top", "left", "right"))
        assert {top.width, left.width, right.width} == {top.width}
        assert top.bottom == left.y
        assert left.bottom == right.y


async def test_an_empty_box_asks_and_a_filled_one_counts() -> None:
    app = GridApp()
    async with app.run_test(size=(80, 30)) as pilot:
        box = app.grid.boxes["top"]
        box.fill([])
        assert [row.text for row in box.rows] == ["What?", "Why?"]
        assert box.border_subtitle == "empty"
        box.fill([Row((("a heading", "heading"),)), *notes("a", "b")])
        assert box.border_subtitle == "2"
        box.fill(
            [Row((("○ ", "assumption"), ("c", "plain")), key="c"), *notes("a")],
            Slot(Reference("persona", "x"), "pains"),
        )
        assert box.border_subtitle == "2 · 1 assumed"
        box.fill([], box.slot)
        assert box.border_subtitle == "empty · a adds"
        # nothing is cut where there is little room
        assert box.styles.padding.right == 1
        await pilot.resize_terminal(18, 30)
        assert box.styles.padding.right == 0
        assert box.border_subtitle == "a adds"
        box.fill([Row((("○ ", "assumption"), ("c", "plain")), key="c")], box.slot)
        assert box.outer_size.width < len("1 · 1 assumed") + 6
        assert box.border_subtitle == "1 · 1 ○"
        # a title is no markup
        assert box._border_title is not None
        assert box._border_title.plain == "[b]Top[/x]"


async def test_the_cursor_goes_on_in_the_next_box() -> None:
    app = GridApp()
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        app.grid.boxes["top"].fill(notes("a", "b"))
        app.grid.boxes["right"].fill(notes("c"))
        app.grid.boxes["left"].fill([])
        app.grid.boxes["top"].focus()
        await pilot.pause()
        path = []
        for key in ("j", "j", "j", "j", "k", "k", "right", "left", "left", "l", "h", "up", "up"):
            await pilot.press(key)
            path.append(app.at)
    assert path == ["top", "left", "right", "right", "left"] + ["top"] * 8


async def test_sideways_goes_to_the_box_beside() -> None:
    app = GridApp()
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        app.grid.boxes["left"].focus()
        path = []
        for key in ("right", "l", "left", "h"):
            await pilot.press(key)
            path.append(app.at)
    assert path == ["right", "right", "left", "left"]


async def test_a_grid_without_boxes() -> None:
    app = GridApp(())
    async with app.run_test(size=(30, 8)) as pilot:
        await pilot.press("j", "left")
        assert app.grid.boxes == {}


async def test_a_low_screen_scrolls() -> None:
    app = GridApp(tuple(BoxPlace(f"b{row}", f"Row {row}", row=row) for row in range(6)))
    app.animation_level = "none"
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        app.grid.boxes["b5"].fill(notes("last"))
        app.grid.boxes["b5"].focus()
        await pilot.pause()
        assert app.grid.boxes["b5"].region.overlaps(app.screen.region)
        assert all(box.size.height >= 1 for box in app.grid.boxes.values())
