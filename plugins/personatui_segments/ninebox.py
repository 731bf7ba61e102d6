"""The report on the nine boxes of GE and McKinsey, and which segments to target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from personatui.api import (
    EPSILON,
    AnalysisInput,
    Divider,
    Finding,
    MatrixBlock,
    Metric,
    Point,
    Project,
    Report,
    ScatterBlock,
    Severity,
    TableBlock,
    canvas_reference,
    listed,
    reaches,
)
from personatui_segments.canvas import SegmentsCanvas
from personatui_segments.common import TOOL_ID, as_segments, names_of, reference, segments_of
from personatui_segments.criteria import Targetable, judge
from personatui_segments.weighing import Weighed, axes_of, axis_score, scores_of, weighing_findings

ANALYSIS_ID = f"{TOOL_ID}.nine_box"
TITLE = "Nine boxes"

CUTS = (2.33, 3.67)
Band = Literal["low", "medium", "high"]
Zone = Literal["invest", "selective", "harvest"]
BANDS: tuple[Band, ...] = ("low", "medium", "high")
ZONES: dict[Zone, str] = {
    "invest": "invest",
    "selective": "select",
    "harvest": "harvest",
}
_ORDER: tuple[Zone, ...] = ("invest", "selective", "harvest")
Advice = Literal["target", "selective", "no target", "knocked out", "no value"]


def band_of(value: float) -> Band | None:
    """The third of 1 to 5 that a score is in; a cut belongs to the band above it. None off the scale."""
    if not 1 - EPSILON <= value <= 5 + EPSILON:
        return None
    return BANDS[sum(reaches(value, cut) for cut in CUTS)]


def zone_of(attractiveness: Band, strength: Band) -> Zone:
    """The zone of a box: three of them to invest in, the diagonal between, three to harvest."""
    sum_of = BANDS.index(attractiveness) + BANDS.index(strength)
    return "invest" if sum_of > 2 else "selective" if sum_of == 2 else "harvest"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a segment stands, and what that advises; `advice` says no whatever the score when it is knocked out."""

    key: str
    attractiveness: Weighed
    strength: Weighed
    bands: tuple[Band, Band] | None
    targetable: Targetable
    is_judged: bool

    @property
    def zone(self) -> Zone | None:
        return zone_of(*self.bands) if self.bands is not None else None

    @property
    def advice(self) -> Advice:
        """What to do about the segment [P]."""
        if self.targetable == "no":
            return "knocked out"
        match self.zone:
            case "invest":
                return "target"
            case "selective":
                return "selective"
            case "harvest":
                return "no target"
            case _:
                return "no value"

    @property
    def figures(self) -> tuple[int, int, float, float]:
        """What the ranking goes by: not knocked out, zone, attractiveness, strength [P]."""
        zone = _ORDER.index(self.zone) if self.zone is not None else len(_ORDER)
        return (
            self.targetable == "no",
            zone,
            -round(self.attractiveness.value or 0, 9),
            -round(self.strength.value or 0, 9),
        )


_NOTHING = Weighed(None, None, 0, 0)


def placements(project: Project, canvas: SegmentsCanvas) -> dict[str, Placement]:
    """Every segment with its place, by its scores from 1 to 5."""
    axes = {axis.axis: axis for axis in axes_of(canvas) if axis.scale == "1-5"}
    found: dict[str, Placement] = {}
    for key in segments_of(project):
        scores = scores_of(canvas, key)
        one, other = (
            axis_score(axes[name], scores) if name in axes else _NOTHING for name in ("attractiveness", "strength")
        )
        bands = None
        if one.value is not None and other.value is not None:
            rows, columns = band_of(one.value), band_of(other.value)
            bands = (rows, columns) if rows is not None and columns is not None else None
        judged = judge(canvas.verdicts, key)
        found[key] = Placement(key, one, other, bands, judged.targetable, bool(judged.passed or judged.failed))
    return found


def ranked(placed: dict[str, Placement]) -> tuple[tuple[int, Placement], ...]:
    """Segments with a place, best first; equal figures share a rank and stand in the order of their ids."""
    ordered = sorted((one for one in placed.values() if one.bands is not None), key=lambda one: (one.figures, one.key))
    places: list[tuple[int, Placement]] = []
    for index, one in enumerate(ordered):
        same = index > 0 and one.figures == ordered[index - 1].figures
        places.append((places[-1][0] if same else index + 1, one))
    return tuple(places)


def analyse_nine_box(given: AnalysisInput) -> Report:
    """The report `segments.nine_box`: attractiveness against strength, the zones, and what to target."""
    canvas, names = as_segments(given.canvas), names_of(given.project)
    placed = placements(given.project, canvas)
    ranks = ranked(placed)
    targets = [one for _, one in ranks if one.advice == "target"]
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(placed, targets, names),
        metrics=(
            Metric(
                "placed",
                "Segments with a place",
                len(ranks) if names else None,
                "",
                f"0-{len(names)}",
                len(names),
                "attractiveness and strength both have a score from 1 to 5",
                given.project.evidence(canvas.scores),
                given.at(),
            ),
            Metric(
                "targets",
                "Segments to target",
                len(targets) if ranks else None,
                "",
                f"0-{len(ranks)}",
                len(ranks),
                "in an invest box and not knocked out [P]",
                given.project.evidence(canvas.scores),
                given.at(),
            ),
            *(metric for one in placed.values() for metric in _metrics(given, canvas, one, names[one.key], ranks)),
        ),
        blocks=_blocks(given, placed, ranks, names),
        findings=(
            *weighing_findings(canvas, canvas_reference(given.tool, given.name)),
            *_findings(given, placed, names),
        ),
    )


def _metrics(
    given: AnalysisInput,
    canvas: SegmentsCanvas,
    one: Placement,
    name: str,
    ranks: tuple[tuple[int, Placement], ...],
) -> Iterator[Metric]:
    mine = [score for score in canvas.scores if score.segment.rpartition("/")[2] == one.key]
    evidence, subject = given.project.evidence(mine), reference(one.key)
    n = one.attractiveness.n + one.strength.n

    def metric(metric_id: str, label: str, value: float | str | None, scale: str, formula: str, n: int) -> Metric:
        is_shown = metric_id != "advice"
        return Metric(metric_id, f"{label}: {name}", value, "", scale, n, formula, evidence, subject, detail=is_shown)

    formula = "sum(weight x score)"
    yield metric("attractiveness", "Attractiveness", one.attractiveness.value, "1-5", formula, one.attractiveness.n)
    yield metric("strength", "Strength", one.strength.value, "1-5", formula, one.strength.n)
    box = f"{one.bands[0]}-{one.bands[1]}" if one.bands is not None else None
    yield metric("box", "Box", box, "low, medium, high; cut at 2.33 and 3.67", "attractiveness-strength", n)
    yield metric("zone", "Zone", one.zone, "invest, selective, harvest", "of the box", n)
    advice = one.advice if one.advice != "no value" else None
    yield metric("advice", "Advice", advice, "target, selective, no target, knocked out", "zone and knock-outs [P]", n)
    rank = next((rank for rank, other in ranks if other is one), None)
    yield metric("rank", "Rank", rank, f"1-{len(ranks)}", "knock-outs, zone, attractiveness, strength [P]", n)


def marks_of(ranks: tuple[tuple[int, Placement], ...]) -> dict[str, str]:
    """The number by which each placed segment is drawn, the best first."""
    return {one.key: str(number) for number, (_, one) in enumerate(ranks, start=1)}


def nine_boxes(ranks: tuple[tuple[int, Placement], ...]) -> MatrixBlock:
    """The nine boxes with the numbers of segments, the best at the upper left."""
    boxes: dict[tuple[Band, Band], list[str]] = {}
    marks = marks_of(ranks)
    for _, one in ranks:
        if one.bands is not None:
            out = "✕" if one.targetable == "no" else ""
            boxes.setdefault(one.bands, []).append(f"{marks[one.key]}{out}")

    def cell(row: Band, column: Band) -> str:
        return " ".join([ZONES[zone_of(row, column)].upper(), *boxes.get((row, column), ())])

    columns = tuple(reversed(BANDS))
    return MatrixBlock(
        "Attractiveness by strength (numbers of segments, ✕ knocked out)",
        tuple(f"attractive: {band}" for band in columns),
        tuple(f"strong: {band}" for band in columns),
        tuple(tuple(cell(row, column) for column in columns) for row in columns),
    )


def _blocks(
    given: AnalysisInput,
    placed: dict[str, Placement],
    ranks: tuple[tuple[int, Placement], ...],
    names: dict[str, str],
) -> tuple[MatrixBlock | ScatterBlock | TableBlock, ...]:
    if not names:
        return ()
    marks = marks_of(ranks)
    points = tuple(
        Point(one.strength.value, one.attractiveness.value, marks[one.key], names[one.key], ZONES[one.zone])
        for _, one in ranks
        if one.strength.value is not None and one.attractiveness.value is not None and one.zone is not None
    )
    dividers = tuple(
        line for cut in CUTS for line in (Divider(cut, 1, cut, 5, ""), Divider(1, cut, 5, cut, f"{cut:g}"))
    )
    chart = ScatterBlock("Placement", "strength", "attractiveness", points, (1.0, 5.0), (1.0, 5.0), dividers)
    table = TableBlock(
        "Targets",
        ("#", "segment", "rank", "attractive", "strong", "zone", "knock-out", "advice", "target"),
        (
            *(_row(given, marks[one.key], rank, one, names) for rank, one in ranks),
            *(_row(given, None, None, one, names) for one in placed.values() if one.bands is None),
        ),
        "><>>><<<<",
    )
    return (nine_boxes(ranks), *([chart] if points else []), table)


def _row(
    given: AnalysisInput, mark: str | None, rank: int | None, one: Placement, names: dict[str, str]
) -> tuple[str | float | int | None, ...]:
    target = given.project.segments[one.key].target
    told = {"yes": "all met", "no": "failed", "open": "open" if one.is_judged else "not judged"}
    return (
        mark,
        names[one.key],
        rank,
        None if one.attractiveness.value is None else round(one.attractiveness.value, 2),
        None if one.strength.value is None else round(one.strength.value, 2),
        ZONES[one.zone] if one.zone else None,
        told[one.targetable],
        one.advice,
        "not said" if target is None else "yes" if target else "no",
    )


def _reading(placed: dict[str, Placement], targets: list[Placement], names: dict[str, str]) -> str:
    if not placed:
        return "There are no segments to place. Write segments first."
    if not any(one.bands for one in placed.values()):
        return "No segment can be placed: score factors of attractiveness and of strength from 1 to 5."
    if not targets:
        return "No segment is in a box to invest in without being knocked out. Look at the diagonal, and be selective."
    rest = [names[one.key] for one in targets if one.targetable == "open"]
    told = f"Target {listed([names[one.key] for one in targets])}: attractive, and you are strong there"
    return (
        f"{told}. Judge the knock-out criteria of {listed(rest)} first."
        if rest
        else f"{told}, and nothing knocks it out."
    )


def _findings(given: AnalysisInput, placed: dict[str, Placement], names: dict[str, str]) -> Iterator[Finding]:
    any_placed = any(one.bands is not None for one in placed.values())
    for key, one in placed.items():
        target, where = given.project.segments[key].target, reference(key)
        if target and one.advice == "no target":
            yield Finding(
                f"{TOOL_ID}.target-to-harvest",
                Severity.WARNING,
                f"{names[key]} is marked as a target, but stands in a box to harvest or divest.",
                where,
                "Say what would change its score, or take it off the targets.",
            )
        if target is False and one.advice == "target":
            yield Finding(
                f"{TOOL_ID}.missed-target",
                Severity.NOTE,
                f"{names[key]} is no target, but stands in a box to invest in and nothing knocks it out.",
                where,
                "Say why not: a criterion that it fails belongs on the canvas.",
            )
        if any_placed and target and one.bands is None:
            side = [
                title
                for title, found in (("attractiveness", one.attractiveness), ("strength", one.strength))
                if found.value is None
            ]
            told = f"has no score for {listed(side)}" if side else "has a score off the scale from 1 to 5"
            yield Finding(
                f"{TOOL_ID}.not-placed",
                Severity.WARNING,
                f"{names[key]} is a target and cannot be placed: it {told}.",
                where,
                "Score it from 1 to 5; a missing score is not zero.",
            )
        partial = [found for found in (one.attractiveness, one.strength) if 0 < found.n < found.of]
        if partial:
            missing = sum(found.of - found.n for found in partial)
            yield Finding(
                f"{TOOL_ID}.partly-scored",
                Severity.NOTE,
                f"{names[key]} lacks {missing} of {one.attractiveness.of + one.strength.of} scores; "
                "their weight went to the others.",
                where,
                "Score the rest before you compare it.",
            )
