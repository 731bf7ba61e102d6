"""A matrix of pairs: what can be set, what follows, and how it scrolls."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult

from personatui.widgets.pairs import CROSS_IMPACT, INFLUENCE, LINKS, SAATY, PairItem, PairMatrix, PairRules
from personatui.widgets.requests import PairRequested
from widgets.at_gallery import HOSTILE, LONG, SMALL, WIDE_TEXT, Visitor, at_gallery, bear, many


class MatrixApp(App[None]):
    """A matrix, and what was asked of it."""

    def __init__(self, rules: PairRules, rows: int, columns: int | None = None) -> None:
        super().__init__()
        self.matrix = PairMatrix(rules, title="[b]Matrix[/x]")
        self.down = [PairItem(f"r{i}", f"Row number {i}", f"S{i}") for i in range(rows)]
        self.across = None if columns is None else [PairItem(f"c{i}", f"Column {i}", f"O{i}") for i in range(columns)]
        self.values: dict[tuple[str, str], float] = {}

    def compose(self) -> ComposeResult:
        yield self.matrix

    def on_mount(self) -> None:
        self.matrix.fill(self.down, self.values, self.across)
        self.matrix.focus()

    def on_pair_requested(self, event: PairRequested) -> None:
        self.values.pop((event.row_key, event.column_key), None)
        if event.value is not None:
            self.values[event.row_key, event.column_key] = event.value
        self.matrix.fill(self.down, self.values, self.across)


def said(visitor: Visitor) -> dict[tuple[str, str], float | None]:
    return {(pair.row, pair.column): pair.value for pair in visitor.canvas.comparisons}


async def test_setting_a_pair_and_its_reciprocal() -> None:
    async with at_gallery("pairs") as visitor:
        matrix = visitor.the(PairMatrix)
        assert (matrix.cursor, matrix.part) == (0, 1)
        assert "1/5" in visitor.drawn()
        await visitor.press("3")
        assert said(visitor)["cr1", "cr2"] == 3
        assert SAATY.told(matrix.value(1, 0)) == "1/3"
        assert (matrix.cursor, matrix.part) == (0, 1)
        await visitor.press("x")
        assert said(visitor)["cr1", "cr2"] == pytest.approx(1 / 3)
        await visitor.press("plus", "plus", "plus")
        assert said(visitor)["cr1", "cr2"] == 2
        await visitor.press("delete")
        assert ("cr1", "cr2") not in said(visitor)
        await visitor.press("u")
        assert said(visitor)["cr1", "cr2"] == 2


async def test_the_diagonal_and_the_other_half_are_refused() -> None:
    async with at_gallery("pairs") as visitor:
        before = visitor.canvas
        await visitor.press("left", "5")
        assert "itself" in visitor.notices[-1]
        await visitor.press("down", "5", "minus", "delete")
        assert "diagonal" in visitor.notices[-1]
        assert visitor.canvas == before


async def test_a_pair_said_the_other_way_round_is_turned() -> None:
    data = {"comparisons": [{"id": "c1", "row": "cr2", "column": "cr1", "value": 5.0}]}
    async with at_gallery("pairs", data) as visitor:
        assert visitor.the(PairMatrix).value(0, 1) == pytest.approx(0.2)
        await visitor.press("4")
        assert said(visitor) == {("cr1", "cr2"): 4}


async def test_digits_beyond_the_scale_are_refused() -> None:
    app = MatrixApp(CROSS_IMPACT, 3)
    async with app.run_test(size=(60, 12), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("9")
        assert app.values == {}
        assert "−3 … +3" in next(note.message for note in app._notifications)
        await pilot.press("2", "x")
        assert app.values == {("r0", "r1"): -2}
        await pilot.press("minus", "minus", "minus")
        assert app.values == {("r0", "r1"): -3}
        await pilot.press("0")
        assert app.values == {("r0", "r1"): 0}
        await pilot.press("backspace")
        assert app.values == {}


async def test_links_between_rows_and_columns() -> None:
    app = MatrixApp(LINKS, 2, 3)
    async with app.run_test(size=(90, 14)) as pilot:
        await pilot.pause()
        await pilot.press("down", "right", "enter")
        assert app.values == {("r1", "c1"): 1}
        assert (app.matrix.cursor, app.matrix.part) == (1, 1)
        await pilot.press("enter", "left", "left", "left", "up", "up", "1")
        assert app.values == {("r0", "c0"): 1}


async def test_thirty_by_thirty_scrolls_under_its_headers() -> None:
    app = MatrixApp(INFLUENCE, 30)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        for _ in range(29):
            await pilot.press("down")
        for _ in range(29):
            await pilot.press("right")
        await pilot.pause()
        lines = [strip.text for strip in app.screen._compositor.render_strips()]
        assert "S29 Row number 29" in "\n".join(lines)
        assert "S29" in lines[1]
        assert "S0" not in lines[1].split()
        assert (app.matrix.cursor, app.matrix.part) == (29, 29)
        await pilot.press("left", "2")
        assert app.values == {("r29", "r28"): 2}
        # the row above would be hidden by the header
        await pilot.press("home")
        assert app.matrix.scroll_offset.y == 0


async def test_short_column_names_have_a_legend() -> None:
    app = MatrixApp(CROSS_IMPACT, 2, 12)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        drawn = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "O11 Column 11" in drawn
        assert "[b]Matrix[/x]" in drawn


async def test_a_click_goes_to_the_pair() -> None:
    async with at_gallery("pairs") as visitor:
        x, y = visitor.find("1/5")
        await visitor.click((x, y))
        matrix = visitor.the(PairMatrix)
        assert (matrix.cursor, matrix.part) == (0, 1)
        assert "Price × Care at night: 1/5" in visitor.drawn()


@pytest.mark.parametrize("text", [LONG, WIDE_TEXT, HOSTILE, ""])
async def test_odd_texts_are_shown(text: str) -> None:
    data: dict[str, Any] = {"criteria": [{"id": "x1", "text": text}, *many(2)], "comparisons": []}
    await bear("pairs", data, "right", "j", "4", "minus", "left")


@pytest.mark.parametrize("criteria", [[], many(1)])
async def test_nothing_to_compare(criteria: list[dict[str, Any]]) -> None:
    await bear("pairs", {"criteria": criteria}, "right", "j", "4", "plus", "delete", "x", "enter")


def test_values_as_people_write_them() -> None:
    assert [SAATY.told(value) for value in (None, 1 / 9, 0.5, 1, 9, 0.123)] == ["–", "1/9", "1/2", "1", "9", "0.12"]
    assert [CROSS_IMPACT.told(value) for value in (-3, 0, 2)] == ["−3", "0", "+2"]
    assert [LINKS.told(value) for value in (None, 1)] == ["–", "●"]
    assert SAATY.follows(None) is None
    assert SAATY.step(None, 1) == 2
    assert SAATY.step(9, 1) == 9
    assert SAATY.step(1, -1) == 0.5
