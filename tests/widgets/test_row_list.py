"""The list of rows as a widget: the cursor, the keys, the mouse, scrolling, and what is drawn."""

from __future__ import annotations

from textual.app import App, ComposeResult

from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.rows import RowList


def row(key: str, text: str = "") -> Row:
    return Row(((text or key, "plain"),), key=key)


GROUPED = (heading("First"), row("a"), row("b"), BLANK, heading("Second"), row("c"), Row((("no key", "dim"),)))
MANY = tuple(row(f"k{number}", f"row {number}") for number in range(100))


class ListApp(App[None]):
    """A list, and every message of it."""

    CSS = "RowList { height: 1fr; }"

    def __init__(self, rows: tuple[Row, ...], *, wrap: bool = True) -> None:
        super().__init__()
        self.rows = RowList(rows, wrap=wrap)
        self.told: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield self.rows

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        self.told.append(("at", event.key))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        self.told.append(("chosen", event.key))

    @property
    def key(self) -> str:
        return self.rows.current.key if self.rows.current is not None else ""

    @property
    def shown(self) -> list[str]:
        return [self.rows.render_line(y).text.rstrip() for y in range(self.rows.size.height)]


async def test_the_cursor_skips_what_cannot_be_selected() -> None:
    app = ListApp(GROUPED)
    async with app.run_test(size=(40, 12)) as pilot:
        assert app.key == "a"
        visited = []
        for key in ("j", "down", "j", "down", "k", "up", "g", "G", "home", "end"):
            await pilot.press(key)
            visited.append(app.key)
    assert visited == ["b", "c", "c", "c", "b", "a", "a", "c", "a", "c"]


async def test_enter_and_a_click_choose() -> None:
    app = ListApp(GROUPED)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("enter")
        await pilot.click(RowList, offset=(2, 5))
        await pilot.click(RowList, offset=(2, 4))
        await pilot.click(RowList, offset=(2, 10))
    assert [key for what, key in app.told if what == "chosen"] == ["a", "c"]
    assert ("at", "c") in app.told


async def test_showing_other_rows_keeps_the_cursor_by_key() -> None:
    app = ListApp(MANY)
    async with app.run_test(size=(40, 12)) as pilot:
        app.rows.move_to("k50")
        app.rows.show(MANY[40:])
        await pilot.pause()
        assert app.key == "k50"
        assert any("row 50" in line for line in app.shown)
        app.rows.show(MANY, cursor_key="k7")
        assert app.key == "k7"
        app.rows.show(MANY[10:])
        assert app.rows.current is None
        app.rows.show(())
        await pilot.press("j", "G", "enter", "pageup", "pagedown")
        assert app.rows.current is None


async def test_moving_keeps_the_cursor_in_view() -> None:
    app = ListApp(MANY)
    async with app.run_test(size=(40, 12)) as pilot:
        for key, expected in (("G", "k99"), ("pageup", "k88"), ("g", "k0"), ("pagedown", "k11"), ("ctrl+d", "k22")):
            await pilot.press(key)
            await pilot.pause()
            assert app.key == expected
            assert f"row {expected[1:]}" in app.shown


async def test_a_page_never_leaves_the_list_or_turns_back() -> None:
    app = ListApp((*MANY[:20], *[Row(((f"text {n}", "dim"),)) for n in range(40)]))
    async with app.run_test(size=(40, 12)) as pilot:
        places = []
        for _ in range(6):
            await pilot.press("pagedown")
            places.append(app.rows.cursor)
        assert places == sorted(places)
        assert places[-1] == 19


async def test_the_heading_above_the_first_row_comes_into_view_with_it() -> None:
    app = ListApp((heading("Top"), *MANY))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("G")
        await pilot.press("g")
        await pilot.pause()
        assert app.shown[0] == "Top"


async def test_text_below_the_last_selectable_row_can_be_reached() -> None:
    app = ListApp((row("only"), *[Row(((f"text {n}", "dim"),)) for n in range(30)]))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press(*["j"] * 30)
        await pilot.pause()
        assert "text 29" in app.shown


async def test_resizing_wraps_anew() -> None:
    text = "a sentence of several words that needs a few lines where there is little room"
    app = ListApp((row("long", text), row("short")))
    async with app.run_test(size=(60, 12)) as pilot:
        for width in (60, 20, 10, 40):
            await pilot.resize_terminal(width, 12)
            await pilot.pause()
            assert " ".join(" ".join(app.shown).split()).startswith(text)
            assert max(map(len, app.shown)) <= width


async def test_without_wrapping_a_row_is_cut() -> None:
    app = ListApp((row("long", "a sentence that does not fit"),), wrap=False)
    async with app.run_test(size=(12, 4)):
        assert app.shown[0] == "a sentence …"


async def test_a_row_of_one_wide_text_survives_a_list_without_width() -> None:
    app = ListApp((row("wide", "事業計画 " * 5),))
    async with app.run_test(size=(40, 6)) as pilot:
        app.rows.styles.width = 1
        await pilot.pause()
        app.rows.styles.width = 3
        await pilot.pause()
        app.rows.styles.height = 0
        await pilot.pause()
        assert app.is_running
