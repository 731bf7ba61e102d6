"""The matrix that is looked through: numbers, names, shades and what the cursor tells."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult

from personatui.model.reports import MatrixBlock
from personatui.widgets.matrix import MatrixGrid

NAMES = ("Ann", "Bo 猫", "[red]Cy", "Di", "Ed with a name that is too long for any column", "Flo")


def _block(count: int, values: float | None = 0.4) -> MatrixBlock:
    cells = tuple(
        tuple(None if row == column else 0.0 if row + column == 1 else values for column in range(count))
        for row in range(count)
    )
    return MatrixBlock("Alike", NAMES[:count], NAMES[:count], cells, 0.0, 1.0)


class _Shown(App[None]):
    def __init__(self, block: MatrixBlock | None, notable: float | None = None) -> None:
        super().__init__()
        self._block, self._notable = block, notable
        self.matrix = MatrixGrid(title="Alike", prompts=("Who is there?",))

    def compose(self) -> ComposeResult:
        yield self.matrix

    def on_mount(self) -> None:
        keys = [f"key-{name}" for name in (self._block.rows if self._block else ())]
        self.matrix.fill(self._block, keys, "may be one", self._notable)
        self.matrix.focus()

    @property
    def lines(self) -> list[str]:
        return [self.matrix.render_line(y).text for y in range(self.matrix.content_size.height)]


@asynccontextmanager
async def _at(block: MatrixBlock | None, width: int, notable: float | None = None) -> AsyncIterator[_Shown]:
    app = _Shown(block, notable)
    async with app.run_test(size=(width, 20)) as pilot:
        await pilot.pause()
        yield app


async def test_rows_bear_the_numbers_of_the_columns() -> None:
    async with _at(_block(5), 64) as app:
        lines = app.lines
        assert lines[0].split() == ["1", "2", "3", "4", "5"]
        assert [line.split()[0] for line in lines[1:6]] == ["1", "2", "3", "4", "5"]
        assert "3 [red]Cy" in lines[3]
        assert "0.00 ·" in lines[1]
        assert "0.40 ▒" in lines[1]
        assert "scale 0 · ░ ▒ ▓ █ 1" in lines[6]
        # every point stands below the other
        assert len({line.rfind(".") for line in (lines[1], lines[3], lines[4])}) == 1


async def test_columns_are_named_where_there_is_room() -> None:
    async with _at(_block(3), 110) as app:
        assert "1 Ann" in app.lines[0]
        assert "2 Bo 猫" in app.lines[0]


async def test_the_cursor_tells_the_pair_and_names_its_row() -> None:
    app = _Shown(_block(6))
    async with app.run_test(size=(50, 20)) as pilot:
        await pilot.pause()
        assert str(app.matrix.border_subtitle) == "Ann × Bo 猫: 0.00"
        assert app.matrix.rows[app.matrix.cursor].key == "key-Ann"
        await pilot.press("down", "down", "right", "right")
        assert str(app.matrix.border_subtitle).endswith("[red]Cy × Di: 0.40")
        assert app.matrix.rows[app.matrix.cursor].key == "key-[red]Cy"
        # what is out of sight comes into sight with the cursor
        await pilot.press("right", "right")
        assert app.matrix.scroll_offset.x > 0
        assert "‹0.40 ▒›" in app.lines[3]


async def test_notable_figures_and_missing_ones_are_explained() -> None:
    async with _at(_block(4), 60, 0.35) as app:
        assert "0.40 ▒!" in app.lines[1]
        assert "! may be one" in app.lines[5]
        assert "0.00" in str(app.matrix.border_subtitle)
        app.matrix.action_cell(1)
        assert str(app.matrix.border_subtitle).endswith("0.40 ! may be one")
        assert "no value" not in app.lines[5]
    async with _at(_block(3, None), 60, 0.35) as app:
        assert "– no value" in app.lines[4]
        assert "may be one" not in app.lines[4]


async def test_without_a_matrix_it_asks() -> None:
    for block in (None, MatrixBlock("Alike", (), (), ())):
        async with _at(block, 40) as app:
            assert "Who is there?" in app.lines[0]
            assert app.matrix.current_key == ""


async def test_numbers_stand_right_and_no_column_is_cut() -> None:
    names = tuple(f"Persona {number}" for number in range(12))
    block = MatrixBlock("Alike", names, names, tuple((0.5,) * 12 for _ in names), 0.0, 1.0)
    async with _at(block, 60) as app:
        assert app.lines[1].startswith(" 1 Persona 0")
        assert app.lines[10].startswith("10 Persona 9")
        seen = app.lines[1].rstrip()
        assert seen.endswith("▒")
        assert seen.count("▒") + 1 == len(app.lines[0].split()) + 1
