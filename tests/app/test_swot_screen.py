"""The SWOT screen as a person drives it: boxes, pages, pairs, weights, comparisons, scores, and what PESTEL offers."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from app.driving import SMALL, WIDE, Desk, at_work, on_screen, project, settled, told
from personatui.widgets.editor import NoteEditor
from personatui.widgets.pairs import PairMatrix
from personatui.widgets.rated import RatedList
from personatui.widgets.rows import RowList
from personatui_swot.canvas import SwotCanvas
from personatui_swot.ui.screen import SwotView

CANVAS = "canvases/swot/a.toml"
PERSONA = {"personas/a.toml": 'name = "A"\n'}
FACTORS = """\
schema = 1

[[strengths]]
id = "s1"
text = "Answers at night"

[[strengths]]
id = "s2"
text = "Known animals"

[[weaknesses]]
text = "Few vans"

[[opportunities]]
id = "o1"
text = "More flats"

[[threats]]
id = "t1"
text = "A new licence"

[[strategies]]
id = "y1"
text = "A line for landlords"
kind = "SO"
"""
PESTEL = """\
[[legal]]
id = "l1"
text = "Councils ask for a licence"
direction = "threat"
impact = 5
likelihood = 4
"""
SIZES = pytest.mark.parametrize("size", [WIDE, SMALL])


def _swot(desk: Desk) -> SwotCanvas:
    found = desk.session.project.canvas("swot", desk.screen.persona_id)
    assert found is not None
    assert isinstance(found[1], SwotCanvas)
    return found[1]


async def _view(desk: Desk) -> SwotView:
    await desk.open_tab("swot")
    view = desk.middle.query_one(SwotView)
    first = next(rows for rows in view.query(RowList) if rows.display)
    first.focus()
    await settled(desk.pilot)
    return view


def _verdict(desk: Desk) -> str:
    """The line above the page in front."""
    return str(desk.middle.query_one(".pages--verdict", Static).content)


def _titles(view: SwotView) -> list[str]:
    return [page.title for page in view.pages if page.display]


@SIZES
async def test_the_four_boxes_take_notes_and_give_them_to_each_other(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(project(tmp_path, PERSONA), size) as desk:
        await _view(desk)
        boxes = [desk.box(name) for name in ("strengths", "weaknesses", "opportunities", "threats")]
        assert all(on_screen(box) for box in boxes)
        # two by two at both sizes
        assert boxes[0].region.y == boxes[1].region.y < boxes[2].region.y == boxes[3].region.y
        for name in ("strengths", "threats"):
            desk.box(name).focus()
            await settled(desk.pilot)
            await desk.press("a")
            assert isinstance(desk.app.focused, NoteEditor)
            await desk.type(f"First of {name}")
            await desk.press("enter", "escape")
        assert [factor.text for factor in _swot(desk).strengths] == ["First of strengths"]
        assert "S1 First of strengths" in told(desk.box("strengths"))
        desk.box("strengths").focus()
        await settled(desk.pilot)
        await desk.press("4")
        assert _swot(desk).strengths[0].rating == 4
        await desk.press("e", "end")
        await desk.type(" indeed")
        await desk.press("enter")
        assert _swot(desk).strengths[0].text == "First of strengths indeed"
        await desk.press("L")
        assert [factor.text for factor in _swot(desk).weaknesses] == ["First of strengths indeed"]
        assert desk.app.focused is desk.box("weaknesses")
        await desk.press("u", "u")
        assert _swot(desk).strengths[0].text == "First of strengths"


@SIZES
async def test_pages_follow_each_other_and_what_is_gone_to(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: FACTORS}), size) as desk:
        view = await _view(desk)
        seen = []
        for _ in view.pages:
            seen += _titles(view)
            await desk.press("full_stop")
        assert seen == [page.title for page in view.pages]
        assert _titles(view) == ["SWOT"]
        await desk.press("comma")
        assert _titles(view) == ["Scores"]
        # a strategy that is gone to stands on the page of TOWS
        desk.middle.open("swot", "canvas/swot/a#y1")
        await settled(desk.pilot)
        assert _titles(view) == ["TOWS"]
        assert desk.app.focused is desk.box("strategies-SO")
        assert "cites nothing" in told(desk.box("strategies-SO"))
        await desk.pilot.click(next(name for name in view.book._names if name._number == 2))
        await settled(desk.pilot)
        assert _titles(view) == ["Weights"]


async def test_pairs_are_judged_and_cited(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: FACTORS})) as desk:
        view = await _view(desk)
        await desk.press("full_stop")
        matrix = view.query_one("#swot-tows", PairMatrix)
        assert desk.app.focused is matrix
        await desk.press("plus")
        assert [(pair.internal, pair.external, pair.value) for pair in _swot(desk).interactions] == [("s1", "o1", 1)]
        await desk.press("0")
        assert [pair.value for pair in _swot(desk).interactions] == [0]
        # a factor without an id gets one when it is paired
        await desk.press("j", "j", "right", "1")
        pairs = _swot(desk).interactions
        (weakness,) = _swot(desk).weaknesses
        assert weakness.id
        assert (pairs[1].internal, pairs[1].external, pairs[1].value) == (weakness.id, "t1", 1)
        assert "uncovered: W1 with T1" in _verdict(desk)
        await desk.press("backspace")
        assert len(_swot(desk).interactions) == 1
        await desk.press("u", "k", "k", "left")
        assert len(_swot(desk).interactions) == 2
        desk.box("strategies-SO").focus()
        await settled(desk.pilot)
        await desk.press("x")
        assert _swot(desk).strategies[0].uses == ("s1", "o1")
        assert "(S1, O1)" in told(desk.box("strategies-SO"))
        await desk.press("x")
        assert _swot(desk).strategies[0].uses == ()


async def test_narrow_columns_are_named_in_full_below_the_matrix(tmp_path: Path) -> None:
    more = "".join(f'[[threats]]\ntext = "A long and new licence, number {n}"\n' for n in range(2, 9))
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: FACTORS + more}), SMALL) as desk:
        view = await _view(desk)
        await desk.press("full_stop")
        matrix = view.query_one("#swot-tows", PairMatrix)
        lines = [matrix.render_line(y).text for y in range(matrix.virtual_size.height)]
        assert any("T2 A long and new licence, number 2" in line for line in lines), lines


async def test_weights_are_set_in_hundredths(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: FACTORS})) as desk:
        view = await _view(desk)
        await desk.press("full_stop", "full_stop")
        assert _titles(view) == ["Weights"]
        rated = view.query_one("#weigh-strengths", RatedList)
        assert desk.app.focused is rated
        await desk.press("right", "3", "right", "9", "plus", "plus")
        assert (_swot(desk).strengths[0].rating, _swot(desk).strengths[0].weight) == (3, 0.11)
        assert "weights add up to 0.11, not 1" in _verdict(desk)
        await desk.press("minus", "backspace")
        assert _swot(desk).strengths[0].weight is None
        await desk.press("minus")
        assert "is not on the scale" in desk.notices[-1]


async def test_axes_take_values_of_their_own_sign(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: FACTORS})) as desk:
        view = await _view(desk)
        await desk.press("full_stop", "full_stop", "full_stop")
        for axis in ("FS", "ES", "CA", "IS"):
            desk.box(f"axis-{axis}").focus()
            await settled(desk.pilot)
            await desk.press("a")
            await desk.type(f"On {axis}")
            await desk.press("enter", "escape", "3", "plus")
        assert [(one.axis, one.value) for one in _swot(desk).space_factors] == [
            ("FS", 4),
            ("ES", -2),
            ("CA", -2),
            ("IS", 4),
        ]
        assert "x +2.00, y +2.00: aggressive" in _verdict(desk)
        assert view.query_one(".swot-chart").display
        await desk.press("7")
        assert "from 1 to 6" in desk.notices[-1]


async def test_comparisons_and_scores(tmp_path: Path) -> None:
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: FACTORS})) as desk:
        view = await _view(desk)
        await desk.press(*["full_stop"] * 4)
        assert desk.app.focused is view.query_one("#swot-groups")
        await desk.press("3")
        assert [(one.row, one.column, one.value) for one in _swot(desk).group_comparisons] == [
            ("strengths", "weaknesses", 3)
        ]
        await desk.press("x")
        # what is less than one is written the other way round
        assert [(one.row, one.column, one.value) for one in _swot(desk).group_comparisons] == [
            ("weaknesses", "strengths", 3)
        ]
        view.query_one("#swot-compare-strengths").focus()
        await settled(desk.pilot)
        await desk.press("5")
        assert [(one.row, one.column, one.value) for one in _swot(desk).comparisons] == [("s1", "s2", 5)]
        await desk.press("full_stop", "4")
        assert [(one.factor, one.strategy, one.value) for one in _swot(desk).scores] == [("s1", "y1", 4)]
        await desk.press("delete", "u", "u")
        assert _swot(desk).scores == ()
        assert desk.app.is_running


@SIZES
async def test_what_pestel_offers_is_taken_over_and_follows(tmp_path: Path, size: tuple[int, int]) -> None:
    files = {**PERSONA, "canvases/pestel/a.toml": PESTEL}
    root = project(tmp_path, files)
    async with at_work(root, size) as desk:
        view = await _view(desk)
        offered = view.query_one(".swot-offered", RowList)
        assert "Councils ask for a licence" in told(offered)
        offered.focus()
        await settled(desk.pilot)
        await desk.press("home", "x")
        (threat,) = _swot(desk).threats
        assert (threat.origin, threat.text) == ("canvas/pestel/a#l1", "")
        assert "↗ Councils ask for a licence" in " ".join(told(desk.box("threats")).split())
        assert not offered.display
        (root / "canvases/pestel/a.toml").write_text(PESTEL.replace("a licence", "two licences"))
        await desk.press("f5")
        assert "≠ Councils ask for two licences" in " ".join(told(desk.box("threats")).split())
        assert "the original was edited since" in _verdict(desk)
        (root / "canvases/pestel/a.toml").write_text("schema = 1\n")
        await desk.press("f5")
        assert "✕ Councils ask for a licence" in " ".join(told(desk.box("threats")).split())
        assert "the original is gone" in _verdict(desk)
        (root / "canvases/pestel/a.toml").write_text(PESTEL)
        await desk.press("f5")
        await desk.press("u")
        assert offered.display


async def test_low_points_and_underserved_outcomes_are_offered_as_opportunities(tmp_path: Path) -> None:
    journey = """[[stages]]
id = "wait"
text = "Waiting"
[[feelings]]
id = "low1"
stage = "wait"
emotion = -2
text = "Nobody calls back"
"""
    jobs = """[[outcomes]]
id = "soon"
text = "Minimize the time to an answer"
importance = 9.5
satisfaction = 3.2
"""
    files = {**PERSONA, "canvases/experience_map/a.toml": journey, "canvases/jtbd/a.toml": jobs}
    async with at_work(project(tmp_path, files), (140, 40)) as desk:
        view = await _view(desk)
        offered = view.query_one(".swot-offered", RowList)
        calls = [str(reference) for reference, _ in desk.session.project.openings("a")]
        assert len(calls) == 2
        assert [row.key for row in offered.rows] == calls
        offered.focus()
        await settled(desk.pilot)
        await desk.press("home", "x")
        assert [factor.origin for factor in _swot(desk).opportunities] == calls[:1]
        assert [row.key for row in offered.rows] == calls[1:]
        await desk.press("u")
        assert [row.key for row in offered.rows] == calls


async def test_hostile_and_long_texts(tmp_path: Path) -> None:
    text = "[red]" + "Very long words follow " * 20 + "\\u001b[31m"
    canvas = "".join(f'[[{name}]]\nid = "{name[:2]}"\ntext = "{text}"\n' for name in ("strengths", "threats"))
    async with at_work(project(tmp_path, {**PERSONA, CANVAS: canvas}), SMALL) as desk:
        view = await _view(desk)
        assert "[red]Very long words" in " ".join(told(desk.box("strengths")).split())
        for _ in view.pages:
            await desk.press("full_stop")
        assert desk.app.is_running
