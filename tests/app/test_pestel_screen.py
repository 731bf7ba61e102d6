"""The PESTEL screen as a person drives it: columns, ratings, directions, probabilities and influences."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from app.driving import SMALL, WIDE, Desk, at_work, on_screen, project, sample, settled, told
from personatui.widgets.charts import ChartView
from personatui.widgets.editor import NoteEditor
from personatui.widgets.pairs import PairMatrix
from personatui.widgets.rated import RatedList
from personatui.widgets.rows import RowList
from personatui_pestel.canvas import PestelCanvas
from personatui_pestel.regions import DIMENSIONS
from personatui_pestel.ui.screen import PestelView

CANVAS = "canvases/pestel/a.toml"
PERSONA = {"personas/a.toml": 'name = "A"\n'}
FACTORS = """\
schema = 1

[[economic]]
id = "e1"
text = "Prices rise"
impact = 4
likelihood = 5

[[legal]]
id = "l1"
text = "A new licence"
direction = "threat"

[[legal]]
text = "Without an id"
"""
SIZES = pytest.mark.parametrize("size", [WIDE, SMALL])


def _pestel(desk: Desk) -> PestelCanvas:
    found = desk.session.project.canvas("pestel", desk.screen.persona_id)
    assert found is not None
    assert isinstance(found[1], PestelCanvas)
    return found[1]


async def _view(desk: Desk) -> PestelView:
    await desk.open_tab("pestel")
    view = desk.middle.query_one(PestelView)
    next(rows for rows in view.query(RowList) if rows.display).focus()
    await settled(desk.pilot)
    return view


def _verdict(desk: Desk) -> str:
    """The line above the page in front."""
    return str(desk.middle.query_one(".pages--verdict", Static).content)


@SIZES
async def test_the_columns_take_factors_and_give_them_to_each_other(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(project(tmp_path, PERSONA), size) as desk:
        await _view(desk)
        boxes = [desk.box(name) for name in DIMENSIONS]
        assert all(on_screen(box) for box in boxes)
        assert len({box.region.y for box in boxes}) == 2
        await desk.press("a")
        assert desk.screen.query(NoteEditor)
        await desk.type("A vote")
        await desk.press("enter", "escape", "5", "x")
        (factor,) = _pestel(desk).political
        assert (factor.text, factor.impact, factor.direction) == ("A vote", 5, "opportunity")
        assert "P1 ▲ A vote" in told(desk.box("political"))
        await desk.press("x")
        assert "P1 ▼ A vote" in told(desk.box("political"))
        await desk.press("x", "L")
        assert _pestel(desk).economic[0].direction is None
        assert desk.app.focused is desk.box("economic")
        await desk.press("u", "u")
        assert _pestel(desk).political[0].direction == "threat"


async def test_six_columns_stand_side_by_side_where_there_is_room(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: FACTORS})) as desk:
        view = await _view(desk)
        await desk.press("b", "i")
        boxes = [desk.box(name) for name in DIMENSIONS]
        assert len({box.region.y for box in boxes}) == 1
        assert [box.region.x for box in boxes] == sorted({box.region.x for box in boxes})
        assert view.size.width > 96


@SIZES
async def test_pages_follow_each_other_and_what_is_gone_to(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: FACTORS}), size) as desk:
        view = await _view(desk)
        seen = []
        for _ in view.pages:
            seen += [page.title for page in view.pages if page.display]
            await desk.press("full_stop")
        assert seen == [page.title for page in view.pages]
        await desk.press("comma")
        assert view.pages[-1].display
        desk.middle.open("pestel", "canvas/pestel/a#l1")
        await settled(desk.pilot)
        assert view.pages[0].display
        assert desk.app.focused is desk.box("legal")


async def test_factors_are_rated_by_what_counts(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: FACTORS})) as desk:
        view = await _view(desk)
        await desk.press("full_stop")
        rated = view.query_one("#pestel-impact", RatedList)
        assert desk.app.focused is rated
        assert rated.move_to("canvas/pestel/a#l1")
        await desk.press("5", "right", "right", "5")
        (licence, _) = _pestel(desk).legal
        assert (licence.impact, licence.likelihood) == (5, 5)
        # the highest stands on top, and the cursor stays on its factor
        assert [row.key.rpartition("#")[2] for row in rated.rows][:2] == ["l1", "e1"]
        assert rated.current_key == "canvas/pestel/a#l1"
        assert _verdict(desk) == "highest L1 · net -25"
        await desk.press("full_stop")
        assert view.query_one("#pestel-weights", RatedList).move_to("canvas/pestel/a#e1")
        await desk.press("3", "right", "right", "9", "right", "4")
        prices = _pestel(desk).economic[0]
        assert (prices.influence, prices.weight, prices.rating) == (3, 0.09, 4)
        assert _verdict(desk) == "EFE 0.36 (weights add up to 0.09, not 1)"


async def test_probabilities_are_judged(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: FACTORS})) as desk:
        view = await _view(desk)
        await desk.press(*["full_stop"] * 3)
        chances, matrix = view.query_one("#pestel-chances", RatedList), view.query_one("#pestel-cross", PairMatrix)
        chances.focus()
        await settled(desk.pilot)
        for item, key in (("e1", "5"), ("l1", "6")):
            assert chances.move_to(f"canvas/pestel/a#{item}")
            await desk.press(key)
        assert _pestel(desk).economic[0].probability == 0.5
        matrix.focus()
        await settled(desk.pilot)
        matrix.move_to_first()
        await desk.press("7", "plus")
        assert [(one.event, one.given, one.probability) for one in _pestel(desk).conditionals] == [("e1", "l1", 0.75)]
        assert "L1 promotes Ec1 most" in _verdict(desk)
        await desk.press("9")
        assert "P(Ec1 | L1) must be 0.17 to 0.83" in _verdict(desk)
        await desk.press("backspace", "u")
        assert [one.probability for one in _pestel(desk).conditionals] == [0.9]


async def test_influences_are_judged_and_a_factor_without_id_gets_one(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: FACTORS})) as desk:
        view = await _view(desk)
        await desk.press(*["full_stop"] * 4)
        matrix = view.query_one("#pestel-structure", PairMatrix)
        assert desk.app.focused is matrix
        matrix.move_to_first()
        await desk.press("3", "right", "2", "left", "left", "1")
        assert "entry and itself" in desk.notices[-1]
        influences = _pestel(desk).influences
        added = _pestel(desk).legal[1].id
        assert added
        assert [(one.row, one.column, one.value) for one in influences] == [("e1", "l1", 3), ("e1", added, 2)]
        assert "4 pairs not judged" in _verdict(desk)


async def test_hostile_and_long_texts(tmp_path: Path) -> None:
    text = "[red]" + "Very long words follow " * 20 + "\\u001b[31m"
    canvas = "".join(f'[[{name}]]\nid = "{name}"\ntext = "{text}"\nprobability = 0.5\n' for name in DIMENSIONS)
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: canvas}), SMALL) as desk:
        view = await _view(desk)
        assert "[red]Very long words" in " ".join(told(desk.box("legal")).split())
        for _ in view.pages:
            await desk.press("full_stop")
        assert desk.app.is_running


async def test_charts_come_into_sight_on_a_small_screen(tmp_path: Path) -> None:
    async with at_work(sample(tmp_path), size=SMALL) as desk:
        view = await _view(desk)
        await desk.press("full_stop")
        chart = view.query_one("#pestel-impact").parent.query_one(ChartView)  # type: ignore[union-attr]  # it is mounted
        await settled(desk.pilot)
        assert on_screen(chart)
        assert "█" in desk.drawn()
        for _ in range(3):
            await desk.press("full_stop")
        assert "autonomous" not in desk.drawn()
        await desk.press("tab")
        await settled(desk.pilot)
        assert "autonomous" in desk.drawn()
        assert "dependents" in desk.drawn()
