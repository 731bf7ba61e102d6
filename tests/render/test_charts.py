"""Charts read at a fixed size, tell the truth about their data, and hold nothing that a terminal obeys."""

from __future__ import annotations

import re
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from personatui.model.cleaning import is_clean
from personatui.model.reports import Bar, BarsBlock, Divider, Line, LineBlock, MatrixBlock, Point, ScatterBlock
from personatui.render.charts import ChartBlock, draw_chart
from personatui.render.plots import line_marks

HOSTILE = "\x1b]0;owned\x07\x1b[2Jred\u202egnp.exe\x9b31m"
SGR = re.compile(r"\x1b\[[0-9;]*m")
LANDSCAPE = ScatterBlock(
    title="Opportunity landscape",
    x_label="Importance",
    y_label="Satisfaction",
    points=(
        Point(9, 2, "1", "Reach somebody at night", "underserved"),
        Point(2, 8, "2", "Choose a cage", "overserved"),
        Point(2, 8, "3", "Choose a leash", "overserved"),
        Point(12, 3, "4", "Off the scale", "underserved"),
    ),
    dividers=(Divider(5, 0, 10, 10, "Opp 10"), Divider(0, 0, 10, 10, "S = I")),
    zones=(("underserved", 8.8, 4.5), ("overserved", 2.5, 9.5)),
)

LABELS = st.one_of(
    st.text(max_size=60), st.just(HOSTILE), st.just("動物の餌" * 10), st.just("👨‍👩‍👧 ❤️"), st.just("w" * 300)
)
NUMBERS = st.one_of(st.floats(), st.integers(-100, 100).map(float), st.sampled_from([0.0, 1e308, -1e308, 5e-324, 10.0]))
MAYBE = st.one_of(st.none(), NUMBERS)
SCATTERS = st.builds(
    ScatterBlock,
    LABELS,
    LABELS,
    LABELS,
    st.lists(st.builds(Point, NUMBERS, NUMBERS, LABELS, LABELS, LABELS), max_size=8).map(tuple),
    st.tuples(NUMBERS, NUMBERS),
    st.tuples(NUMBERS, NUMBERS),
    st.lists(st.builds(Divider, NUMBERS, NUMBERS, NUMBERS, NUMBERS, LABELS), max_size=3).map(tuple),
    st.lists(st.tuples(LABELS, NUMBERS, NUMBERS), max_size=3).map(tuple),
)
LINES = st.builds(
    LineBlock,
    LABELS,
    st.lists(LABELS, max_size=9).map(tuple),
    st.lists(MAYBE, max_size=9).map(tuple),
    NUMBERS,
    NUMBERS,
    LABELS,
    LABELS,
    st.lists(st.builds(Line, LABELS, st.lists(MAYBE, max_size=9).map(tuple), LABELS), max_size=10).map(tuple),
)
BARS = st.builds(
    BarsBlock,
    LABELS,
    st.lists(st.builds(Bar, LABELS, MAYBE, LABELS), max_size=6).map(tuple),
    NUMBERS,
    MAYBE,
    LABELS,
)
MATRICES = st.builds(
    MatrixBlock,
    LABELS,
    st.lists(LABELS, max_size=4).map(tuple),
    st.lists(LABELS, max_size=9).map(tuple),
    st.lists(st.lists(st.one_of(MAYBE, LABELS), max_size=9).map(tuple), max_size=5).map(tuple),
    MAYBE,
    MAYBE,
)


def plain(block: ChartBlock, width: int = 60, height: int = 16, *, ascii_only: bool = False) -> str:
    return draw_chart(block, width=width, height=height, colour=False, ascii_only=ascii_only)


def test_the_landscape_at_60_by_14() -> None:
    assert plain(LANDSCAPE, height=14).splitlines()[:13] == [
        "Satisfaction",
        "  ┌────────────────────────────────────────────────────────┐",
        "10┤         overserved                                    ·│",
        "  │                                                 ······ │",
        " 8┤           2+                             ··········    │",
        " 6┤                                   ·······   ····       │",
        "  │                            ·······       · underserved │",
        " 4┤                     ·······           ···              │",
        " 2┤     S = I    ·······              ····           1     │",
        "  │       ·······         Opp 10   ···                     │",
        " 0┤·······                     ····                        │",
        "  └┬──────────┬──────────┬──────────┬──────────┬──────────┬┘",
        "   0          2          4          6          8         10",
    ]


def test_every_point_is_in_the_legend_and_shared_places_are_told() -> None:
    told = plain(LANDSCAPE, width=80)
    for name in ("Reach somebody at night", "Choose a cage", "Choose a leash", "Off the scale"):
        assert name in told
    assert "2+ stands for 2, 3." in told
    assert "Outside the chart: 4." in told


@pytest.mark.parametrize("x", [5.5, 6, 7, 8, 9])
def test_a_zone_is_named_on_its_own_side_of_every_border(x: float) -> None:
    crowd = tuple(Point(x + step / 10, 2 * x - 11, "x", "x") for step in range(-9, 10))
    block = ScatterBlock("t", "", "", crowd, dividers=LANDSCAPE.dividers, zones=(("under", x, 2 * x - 11),))
    rows = plain(block, height=20).splitlines()[1:18]
    for row, text in enumerate(rows):
        if "under" in text:
            middle = (text.index("under") + 2 - 3) / 55 * 10, (16 - row) / 16 * 10
            assert 2 * middle[0] - 10 > middle[1]


def test_colour_adds_sequences_and_nothing_else() -> None:
    coloured = draw_chart(LANDSCAPE, width=60, height=16, colour=True)
    assert "\x1b[" in coloured
    assert SGR.sub("", coloured) == plain(LANDSCAPE)


def test_ascii_signs_keep_the_labels_as_they_are() -> None:
    block = ScatterBlock("t", "x", "y", (Point(1, 1, "a", "Zoë"),), dividers=LANDSCAPE.dividers)
    told = plain(block, ascii_only=True)
    assert "Zoë" in told
    assert told.replace("Zoë", "").isascii()


@pytest.mark.parametrize(("width", "height"), [(39, 16), (60, 9)])
def test_a_small_space_gets_a_table(width: int, height: int) -> None:
    told = plain(LANDSCAPE, width, height)
    assert "┌" not in told
    assert all(part in told for part in ("Reach", "Importance", "9", "Choose a leash"))


def test_a_line_leaves_a_gap_for_none() -> None:
    block = LineBlock("Feeling", ("Find", "Book", "Wait", "Use"), (-2, 2, None, 1), -2, 2)
    rows = plain(block, 60, 13).splitlines()
    assert rows[0].startswith("  ┌")
    drawn = [row[3:-1] for row in rows if row.endswith("│")]
    # the second half of the drawing holds one point and, apart from the line at 0, nothing else
    right = "".join(row[len(row) // 2 :] for row in drawn).replace("─", "").replace(" ", "")
    assert right == "●"
    assert sum(row.count("●") for row in drawn) == 3
    assert rows[-2].split() == ["Find", "Book", "Wait", "Use"]
    assert rows[-1].split() == ["-2", "2", "–", "1"]


def test_long_labels_of_a_line_go_to_its_legend() -> None:
    names = tuple(f"A stage with a long name {number}" for number in range(8))
    told = plain(LineBlock("t", names, (1, None) * 4, 0, 5))
    assert all(name in told for name in names)
    assert told.count("no value") == 4


def test_values_outside_a_line_chart_are_told() -> None:
    assert "2 is outside the chart: 9." in plain(LineBlock("t", ("a", "b"), (1, 9), 0, 5))


JOURNEY = LineBlock(
    "Feeling",
    ("Find", "Book", "Wait", "Use"),
    (-2, 2, None, 1),
    -2,
    2,
    "Maya · as-is",
    "●",
    (Line("Maya · to-be", (1, 2, 1, 1), "◇"), Line("Tom · as-is", (None, -1, -2, 1), "■")),
)


def test_several_lines_share_one_chart_and_are_told_apart_by_form() -> None:
    rows = plain(JOURNEY, 60, 16).splitlines()
    assert rows[-3:] == ["● Maya · as-is", "◇ Maya · to-be", "■ Tom · as-is"]
    assert [row.split() for row in rows[-7:-3]] == [
        ["Find", "Book", "Wait", "Use"],
        ["●", "-2", "2", "–", "1"],
        ["◇", "1", "2", "1", "1"],
        ["■", "–", "-1", "-2", "1"],
    ]
    drawn = [row for row in rows if row.endswith("│")]
    # each value has its mark, three of them beside each other at the last stage
    assert [sum(row.count(mark) for row in drawn) for mark in "●◇■"] == [3, 4, 3]
    assert sum(all(mark in row.rstrip("│ ")[-6:] for mark in "●◇■") for row in drawn) == 1
    # solid for the first line, dotted for the others
    assert any("⠀" <= sign <= "⣿" for row in drawn for sign in row)
    assert any("·" in row for row in drawn)
    assert max(map(len, rows)) <= 60


def test_several_lines_in_plain_ascii_and_beside_a_table() -> None:
    told = plain(JOURNEY, 60, 16, ascii_only=True).replace("·", "")
    assert told.isascii()
    marks = [row.split()[0] for row in told.splitlines()[-3:]]
    assert len(set(marks)) == 3
    table = plain(JOURNEY, 80, 9)
    assert table.splitlines()[0].split("  ")[-1].strip() == "■ Tom · as-is"
    assert ["1", "Find", "-2", "1", "no", "value"] in [row.split() for row in table.splitlines()]


def test_lines_without_names_and_signs_get_their_own() -> None:
    told = plain(
        LineBlock("t", ("a", "b"), (0, 1), 0, 1, others=(Line("", (1, 0), "●"), Line("", (1, 7), "xx"))), 60, 14
    )
    assert told.splitlines()[-4:] == ["● line 1", "◇ line 2", "▲ line 3", "2 of ▲ is outside the chart: 7."]


def test_many_lines_have_a_sign_each() -> None:
    block = LineBlock("t", ("a", "b"), (0, 1), 0, 1, "one", others=tuple(Line("more", (0, 1)) for _ in range(20)))
    for ascii_only in (False, True):
        assert len(set(line_marks(block, ascii_only=ascii_only))) == 21


def test_bars() -> None:
    block = BarsBlock("t", (Bar("Long", 20.0), Bar("Half", 10.0), Bar("None", None), Bar("Zero", 0.0)), high=20)
    assert plain(block, 40).splitlines() == [
        "Long  ████████████████████████        20",
        "Half  ████████████░░░░░░░░░░░░        10",
        "None                            no value",
        "Zero  ░░░░░░░░░░░░░░░░░░░░░░░░         0",
    ]


def test_bars_on_both_sides_of_zero() -> None:
    block = BarsBlock("t", (Bar("a", 1.0), Bar("b", -0.5), Bar("c", 0.0)), low=-1, high=1)
    assert plain(block, 30, ascii_only=True).splitlines() == [
        "a  ..........|##########     1",
        "b  .....#####|..........  -0.5",
        "c  ..........|..........     0",
    ]


def test_a_shortened_bar_label_is_told_in_full() -> None:
    told = plain(BarsBlock("t", (Bar("n" * 50, 1.0),)), 60)
    assert "n…" in told.splitlines()[0]
    assert "n" * 50 in told


def test_matrix() -> None:
    block = MatrixBlock("t", ("S1", "S2"), ("O1", "Threat"), ((0, 4), (None, "++")), 0, 4)
    assert plain(block).splitlines() == [
        "     O1  Threat",
        "S1  0 ·     4 █",
        "S2    –      ++",
        "– no value",
    ]


def test_a_wide_matrix_numbers_its_columns_and_shows_them_all() -> None:
    names = tuple(f"Column {index}" for index in range(30))
    told = plain(MatrixBlock("t", ("A",), names, (tuple(range(30)),)))
    assert all(cell_len(row) <= 60 for row in told.splitlines())
    assert all(re.search(rf"^ *{index + 1}  {name}$", told, re.MULTILINE) for index, name in enumerate(names))


@pytest.mark.parametrize(
    "block",
    [
        ScatterBlock("t", "", "", ()),
        LineBlock("t", (), (), 0, 1),
        LineBlock("t", ("a",), (None,), 0, 0),
        BarsBlock("t", ()),
        BarsBlock("t", (Bar("", None),)),
        MatrixBlock("t", (), (), ()),
        MatrixBlock("t", ("a",), ("b",), ()),
    ],
)
def test_nothing_to_draw_is_said(block: ChartBlock) -> None:
    assert plain(block).strip()


@settings(max_examples=100, deadline=None)
@given(st.one_of(SCATTERS, LINES, BARS, MATRICES), st.sampled_from([20, 41, 60, 100]), st.booleans())
def test_no_data_and_no_text_breaks_a_chart(block: ChartBlock, width: int, ascii_only: bool) -> None:
    coloured = draw_chart(block, width=width, height=16, colour=True, ascii_only=ascii_only)
    told = SGR.sub("", coloured)
    assert is_clean(told)
    assert "nan" not in plain(BarsBlock("", (Bar("", float("nan")),)))
    assert told == draw_chart(block, width=width, height=16, colour=False, ascii_only=ascii_only)


def test_charts_may_be_drawn_from_several_threads() -> None:
    expected = plain(LANDSCAPE)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(plain(LANDSCAPE))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8
