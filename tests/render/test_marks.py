"""Marks and figures tell their values apart without colour and without Unicode."""

from __future__ import annotations

from typing import get_args

import pytest
from rich.cells import cell_len

from personatui.model.claims import Strength, Trait
from personatui.model.findings import Severity
from personatui.model.persona import Role
from personatui.render.cards import trait_scale
from personatui.render.figures import count, figure, percent
from personatui.render.marks import (
    evidence_bar,
    role_mark,
    severity_mark,
    strength_bar,
    support_mark,
)


@pytest.mark.parametrize("ascii_only", [False, True])
def test_marks_differ_and_take_their_cells(ascii_only: bool) -> None:
    assert len({severity_mark(severity, ascii_only=ascii_only) for severity in Severity}) == 3
    assert len({strength_bar(strength, ascii_only=ascii_only) for strength in Strength}) == 4
    assert len({role_mark(role, ascii_only=ascii_only) for role in ("primary", "secondary", "negative", None)}) == 4
    supported = {support_mark(strength, ascii_only=ascii_only) for strength in list(Strength)[1:]}
    assert supported.isdisjoint({support_mark(Strength.ASSUMPTION, ascii_only=ascii_only)})
    roles: tuple[Role, ...] = get_args(Role)
    for mark in (*supported, *(role_mark(role, ascii_only=ascii_only) for role in roles)):
        assert cell_len(mark) == 1
        assert mark.isascii() is ascii_only


@pytest.mark.parametrize(
    ("share", "bar"),
    [
        (None, "––––"), (float("nan"), "––––"), (0, "▱▱▱▱"), (0.01, "▰▱▱▱"), (0.30, "▰▱▱▱"), (0.5, "▰▰▱▱"),
        (0.64, "▰▰▰▱"), (0.99, "▰▰▰▱"), (1, "▰▰▰▰"), (7, "▰▰▰▰"),
    ],
)  # fmt: skip
def test_evidence_is_full_only_at_all_and_empty_only_at_nothing(share: float | None, bar: str) -> None:
    assert evidence_bar(share) == bar


def test_evidence_in_ascii() -> None:
    assert evidence_bar(0.5, ascii_only=True) == "##.."
    assert evidence_bar(None, ascii_only=True) == "----"


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (None, "%", "no value"), (float("inf"), "", "no value"), (12.0, "", "12"), (2.345, "", "2.35"),
        (0.0004, "", "0.0004"), (-0.0, "", "0"), (-0.001, "", "-0.001"), (50.0, "%", "50 %"), (True, "", "yes"),
        ("switch", "%", "switch"), (1e20, "", "1e+20"), (7, "weeks", "7 weeks"),
    ],
)  # fmt: skip
def test_figures(value: float | str | None, unit: str, told: str) -> None:
    assert figure(value, unit) == told


@pytest.mark.parametrize(
    ("share", "told"), [(None, "no value"), (0.0, "0 %"), (0.001, "1 %"), (0.999, "99 %"), (1, "100 %")]
)
def test_percentages_do_not_round_to_all_or_nothing(share: float | None, told: str) -> None:
    assert percent(share) == told


def test_counts() -> None:
    assert [count(0, "figure"), count(1, "figure"), count(2, "entry", "entries")] == [
        "0 figures",
        "1 figure",
        "2 entries",
    ]


@pytest.mark.parametrize(
    ("trait", "told"),
    [
        (Trait(score=1.0), "├●────────┤: 1 of 1 to 5"),
        (Trait(score=5.0, low_label="low", high_label="high"), "low ├────────●┤ high: 5 of 1 to 5"),
        (Trait(score=9.0), "├─────────┤: 9 of 1 to 5"),
        (Trait(score=1.0, low=1.0, high=1.0), "├─────────┤: 1 of 1 to 1"),
        (Trait(), "├─────────┤: no value"),
    ],
)
def test_trait_scales(trait: Trait, told: str) -> None:
    assert trait_scale(trait) == told
