"""The report on the market: its type, what its segments are told apart by, and what they are described with."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from personatui.api import (
    EPSILON,
    AnalysisInput,
    Finding,
    MatrixBlock,
    Metric,
    Parameters,
    Report,
    Segment,
    Severity,
    counted,
    listed,
)
from personatui_segments.canvas import Member, SegmentsCanvas
from personatui_segments.common import TOOL_ID, as_segments, names_of, reference, segment_of, segments_of

ANALYSIS_ID = f"{TOOL_ID}.market"
TITLE = "Market"

CONSUMER_KINDS = ("geographic", "demographic", "psychographic", "behavioural")
BUSINESS_KINDS = ("firmographic", "operating", "purchasing", "situational", "personal")
_SEVERAL = ("segmented", "diversified", "multi-sided")


class MarketParameters(Parameters):
    """`niche_share`: up to this share of the market a segment is narrow without being called so [P]."""

    niche_share: float = Field(default=0.2, ge=0, le=1)


def served(given: AnalysisInput) -> dict[str, Segment]:
    """The segments that the business may serve: all that are not ruled out as targets [P]."""
    return {key: segment for key, segment in segments_of(given.project).items() if segment.target is not False}


def analyse_market(given: AnalysisInput) -> Report:
    """The report `segments.market`: whether the segments fit the type of market, and are told apart."""
    canvas = as_segments(given.canvas)
    parameters = given.parameters if isinstance(given.parameters, MarketParameters) else MarketParameters()
    segments, names = served(given), names_of(given.project)
    members = _members(canvas)
    distinct = [key for key in segments if _differences(members.get(key, []))]
    described = [key for key in segments if _kinds(canvas, key)]
    findings = tuple(_findings(given, canvas, segments, members, names, parameters))
    breaks = sum(finding.code == f"{TOOL_ID}.market-type" for finding in findings)
    shares = [segment.share for segment in segments.values() if segment.share is not None]
    evidence = given.project.evidence((*canvas.members, *canvas.variables))

    def metric(
        name: str, label: str, value: float | str | None, n: int, formula: str, unit: str = "", scale: str = ""
    ) -> Metric:
        return Metric(name, label, value, unit, scale, n, formula, evidence, given.at())

    share = "0-100 %"
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(canvas, len(segments), breaks, len(distinct)),
        metrics=(
            metric("market", "Type of market", canvas.market, len(segments), "as declared", "", "mass … multi-sided"),
            metric(
                "segments",
                "Segments to serve",
                len(segments),
                len(given.project.segments),
                "not ruled out [P]",
                scale=f"0-{len(given.project.segments)}",
            ),
            metric(
                "fits",
                "Rules of the type that are broken",
                breaks if canvas.market is not None and segments else None,
                len(segments),
                "see the findings [P]",
                scale="0 and more",
            ),
            metric(
                "distinct",
                "Segments with a reason of their own",
                len(distinct) / len(segments) if segments else None,
                len(segments),
                "segments that differ in offer, channel, relationship, profitability or willingness to pay / segments",
                "share",
                share,
            ),
            metric(
                "described",
                "Segments described by variables",
                len(described) / len(segments) if segments else None,
                len(segments),
                "segments with at least one variable / segments [P]",
                "share",
                share,
            ),
            metric(
                "market_share",
                "Share of the market in segments to serve",
                sum(shares) if shares else None,
                len(shares),
                "sum of shares that are known",
                "share",
                share,
            ),
        ),
        blocks=_blocks(canvas, segments, names, members),
        findings=findings,
        parameters=parameters.model_dump(),
    )


def _members(canvas: SegmentsCanvas) -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    for member in canvas.members:
        found.setdefault(segment_of(member.segment), []).append(member)
    return found


def _differences(members: list[Member]) -> set[str]:
    return {difference for member in members for difference in member.differs}


def _kinds(canvas: SegmentsCanvas, key: str) -> dict[str, int]:
    kinds: dict[str, int] = {}
    for variable in canvas.variables:
        if segment_of(variable.segment) == key and variable.kind is not None:
            kinds[variable.kind] = kinds.get(variable.kind, 0) + 1
    return kinds


def _blocks(
    canvas: SegmentsCanvas,
    segments: dict[str, Segment],
    names: dict[str, str],
    members: dict[str, list[Member]],
) -> tuple[MatrixBlock, ...]:
    if not segments:
        return ()
    differences = ("offer", "channel", "relationship", "profitability", "willingness")
    kinds = (*CONSUMER_KINDS, *BUSINESS_KINDS)
    rows = tuple(names[key] for key in segments)
    return (
        MatrixBlock(
            "What sets a segment apart",
            rows,
            differences,
            tuple(
                tuple("●" if name in _differences(members.get(key, [])) else None for name in differences)
                for key in segments
            ),
        ),
        MatrixBlock(
            "Variables that describe it",
            rows,
            kinds,
            tuple(tuple(_kinds(canvas, key).get(kind) for kind in kinds) for key in segments),
            0.0,
        ),
    )


def _reading(canvas: SegmentsCanvas, segments: int, breaks: int, distinct: int) -> str:
    if not segments:
        return "There is no segment to serve yet. Write the groups of customers that you mean to serve."
    if canvas.market is None:
        return "The type of market is not said. Choose mass, niche, segmented, diversified or multi-sided."
    who = f"{counted(segments, 'segment')} in a {canvas.market} market"
    if breaks:
        verb = "breaks" if segments == 1 else "break"
        return f"{who} {verb} {counted(breaks, 'rule')} of that type: change the type, or the segments."
    apart = f"{distinct} of them {'has' if distinct == 1 else 'have'} a reason to be a segment of their own"
    return f"{who} {'fits' if segments == 1 else 'fit'} that type; {apart}. Look next at the criteria."


def _findings(
    given: AnalysisInput,
    canvas: SegmentsCanvas,
    segments: dict[str, Segment],
    members: dict[str, list[Member]],
    names: dict[str, str],
    parameters: MarketParameters,
) -> Iterator[Finding]:
    if segments:
        yield from _type_findings(given, canvas, segments, members, names, parameters)
    for key, segment in segments.items():
        if len(segments) > 1 and canvas.market != "mass" and not _differences(members.get(key, [])):
            yield Finding(
                f"{TOOL_ID}.not-distinct",
                Severity.NOTE,
                f"Nothing says what sets {names[key]} apart.",
                reference(key),
                "A segment needs its own offer, channel, relationship, profitability or willingness to pay.",
            )
        kinds = set(_kinds(canvas, key))
        fitting = BUSINESS_KINDS if segment.market == "b2b" else CONSUMER_KINDS
        # geography tells businesses apart as well
        if segment.market and kinds and not kinds & {*fitting, "geographic"}:
            yield Finding(
                f"{TOOL_ID}.foreign-variables",
                Severity.NOTE,
                f"{names[key]} is described by {listed(sorted(kinds))} variables alone, which are for the other kind "
                "of market.",
                reference(key),
                f"For {segment.market} look at {listed(fitting)}.",
            )
    shares = [segment.share for segment in given.project.segments.values() if segment.share is not None]
    if sum(shares) > 1 + EPSILON:
        yield Finding(
            f"{TOOL_ID}.shares-above-one",
            Severity.WARNING,
            f"The shares of {counted(len(shares), 'segment')} sum to {sum(shares):.2f}, more than the market.",
            given.at(),
            "Correct the shares, or make the segments exclude each other.",
        )


def _type_findings(
    given: AnalysisInput,
    canvas: SegmentsCanvas,
    segments: dict[str, Segment],
    members: dict[str, list[Member]],
    names: dict[str, str],
    parameters: MarketParameters,
) -> Iterator[Finding]:
    def broken(message: str, hint: str, where: str = "") -> Finding:
        return Finding(f"{TOOL_ID}.market-type", Severity.WARNING, message, where or given.at(), hint)

    market, n = canvas.market, len(segments)
    if market in ("mass", "niche") and n != 1:
        yield broken(
            f"A {market} market is one segment; there are {n} to serve.",
            "Merge them, rule the others out, or call the market segmented.",
        )
    if market == "niche":
        for key, segment in segments.items():
            is_narrow = any(member.narrow for member in members.get(key, []))
            is_small = segment.share is not None and segment.share <= parameters.niche_share + EPSILON
            if not is_narrow and not is_small:
                yield broken(
                    f"{names[key]} is not narrow enough for a niche market.",
                    f"Say that it is narrow, or that its share is at most {parameters.niche_share:g}.",
                    reference(key),
                )
    if market in _SEVERAL and n < 2:
        yield broken(f"A {market} market has at least two segments; there is {n} to serve.", "Name the others.")
    if market == "diversified":
        needs = {
            key: {" ".join(need.text.split()).casefold() for need in segment.needs if need.text.strip()}
            for key, segment in segments.items()
        }
        for key in needs:
            shared = [names[other] for other in needs if other > key and needs[key] & needs[other]]
            if shared:
                yield broken(
                    f"{names[key]} shares a need with {listed(shared)}; diversified segments are unrelated.",
                    "Call the market segmented, or reword the need.",
                    reference(key),
                )
    if market == "multi-sided":
        yield from _sides(segments, members, names, broken)


def _sides(
    segments: dict[str, Segment],
    members: dict[str, list[Member]],
    names: dict[str, str],
    broken: object,
) -> Iterator[Finding]:
    def fold(text: str) -> str:
        return " ".join(text.split()).casefold()

    assert callable(broken)
    sides = {key: {fold(one.side) for one in members.get(key, []) if fold(one.side)} for key in segments}
    known = {side for found in sides.values() for side in found}
    for key in segments:
        if not sides[key]:
            yield broken(f"{names[key]} has no side of the multi-sided market.", "Say which side.", reference(key))
        needed = {fold(side) for one in members.get(key, []) for side in one.needs_sides if fold(side)}
        if not needed - sides[key]:
            yield broken(
                f"{names[key]} does not say which other side it needs.",
                "In a multi-sided market all sides are needed: name the one without which it would not come.",
                reference(key),
            )
        for side in sorted(needed - known):
            yield broken(f"{names[key]} needs the side {side}, which no segment is.", "Correct it.", reference(key))
    if len(known) == 1 and len(segments) > 1:
        yield broken("All segments are on one side of the market.", "Name at least two sides.")
