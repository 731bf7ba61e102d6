"""Forces of progress: sums, the strict verdict, the blocker, and what drops out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personatui.api import BarsBlock, Report
from personatui_jtbd.canvas import Force
from personatui_jtbd.forces import weigh
from personatui_jtbd.tool import TOOL
from tools.inputs import analyse, codes, found, value_of

KINDS = ("push", "pull", "anxiety", "habit")


def _report(*forces: tuple[str | None, float | None]) -> Report:
    told: list[dict[str, Any]] = []
    for index, (kind, intensity) in enumerate(forces):
        entry: dict[str, Any] = {"id": f"f{index}", "text": f"Force {index}"}
        told.append(entry | {k: v for k, v in (("kind", kind), ("intensity", intensity)) if v is not None})
    return analyse(TOOL, "jtbd.forces", {"forces": told})


@pytest.mark.parametrize(
    ("push", "habit", "verdict"),
    [
        (3, 3, "no switch (tie)"),
        (3.1, 3, "switch likely"),
        (3, 3.1, "no switch"),
        (0, 0, "no switch (tie)"),
    ],
)
def test_only_more_push_and_pull_make_a_switch(push: float, habit: float, verdict: str) -> None:
    assert value_of(_report(("push", push), ("habit", habit)), "verdict") == verdict


def test_a_tie_of_binary_fractions_is_a_tie() -> None:
    report = _report(("push", 0.1), ("push", 0.2), ("habit", 0.3))
    assert value_of(report, "verdict") == "no switch (tie)"


def test_no_data_is_no_zero() -> None:
    for report in (_report(), _report(("push", None), (None, 4))):
        assert value_of(report, "verdict") == "no data"
        assert value_of(report, "net") is None
        assert value_of(report, "dominant_blocker") is None
        assert all(value_of(report, kind) is None for kind in KINDS)


def test_a_missing_intensity_drops_out_and_is_named() -> None:
    report = _report(("push", 4), ("push", None), ("habit", 3), (None, 5))
    assert value_of(report, "net") == 1
    assert report.metric("net").n == 2
    (without_intensity,) = found(report, "force-without-intensity")
    (without_kind,) = found(report, "force-without-kind")
    assert (without_intensity.where, without_kind.where) == (
        "canvas/jtbd/maya-okafor#f1",
        "canvas/jtbd/maya-okafor#f3",
    )
    assert "“Force 1” has no intensity" in without_intensity.message


@pytest.mark.parametrize("intensity", [5.01, -0.01, 6, float("nan"), float("inf")])
def test_an_intensity_off_the_scale_is_named_and_not_weighed(intensity: float) -> None:
    report = _report(("push", intensity), ("push", 5), ("habit", 0))
    (finding,) = found(report, "intensity-off-scale")
    assert (finding.severity, finding.where) == ("error", "canvas/jtbd/maya-okafor#f0")
    assert "“Force 0”" in finding.message
    assert value_of(report, "net") == 5
    assert report.metric("net").n == 2
    assert "force-without-intensity" not in codes(report)


def test_a_force_that_nobody_asked_about_is_named() -> None:
    (finding,) = found(_report(("push", 4), ("habit", 1)), "one-sided-forces")
    assert "pull of the new and anxiety of the new" in finding.message
    assert "one-sided-forces" not in codes(_report(*((kind, 2) for kind in KINDS)))


@pytest.mark.parametrize(
    ("anxiety", "habit", "blocker"),
    [(3, 2, "anxiety"), (2, 3, "habit"), (2, 2, "anxiety and habit"), (0, 0, None), (None, 1, "habit")],
)
def test_the_dominant_blocker_is_the_larger_one(anxiety: float | None, habit: float, blocker: str | None) -> None:
    assert value_of(_report(("anxiety", anxiety), ("habit", habit)), "dominant_blocker") == blocker


def test_the_reading_names_the_strongest_entry_of_the_blocker() -> None:
    report = _report(("push", 4), ("anxiety", 1), ("anxiety", 3), ("habit", 1))
    assert report.reading.startswith("Anxiety and habit outweigh push and pull by 1")
    assert "“Force 2”" in report.reading
    assert "level" in _report(("push", 1), ("habit", 1)).reading


def test_bars_show_a_force_without_entries_as_no_value() -> None:
    (chart,) = (block for block in _report(("push", 4)).blocks if isinstance(block, BarsBlock))
    assert [bar.value for bar in chart.bars] == [4, None, None, None]


FORCE = st.builds(
    Force,
    kind=st.sampled_from([*KINDS, None]),
    intensity=st.none() | st.floats(min_value=0, max_value=5, allow_nan=False),
)


@given(forces=st.lists(FORCE, max_size=8), data=st.data())
@settings(max_examples=80)
def test_the_order_of_forces_does_not_matter(forces: list[Force], data: st.DataObject) -> None:
    assert weigh(forces) == weigh(data.draw(st.permutations(forces)))


@given(forces=st.lists(FORCE, max_size=8))
@settings(max_examples=80)
def test_the_verdict_agrees_with_the_net(forces: list[Force]) -> None:
    balance = weigh(forces)
    if balance.net is None:
        assert balance.verdict == "no data"
    elif balance.net > 1e-6:
        assert balance.verdict == "switch likely"
    elif balance.net < -1e-6:
        assert balance.verdict == "no switch"
