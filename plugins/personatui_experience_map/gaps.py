"""Where a map is thin and where it hurts: touchpoints, channels and their switches, pains, missing opportunities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from personatui.api import (
    EPSILON,
    AnalysisInput,
    Bar,
    BarsBlock,
    Block,
    Claim,
    Finding,
    Metric,
    Reference,
    Report,
    Severity,
    TableBlock,
    counted,
    listed,
    percent,
    quoted,
)
from personatui_experience_map.candidates import Candidate, candidates
from personatui_experience_map.canvas import ExperienceMap, Opportunity, Stage, Touchpoint
from personatui_experience_map.journey import Journey, of_kind, read_journey
from personatui_experience_map.regions import TOOL_ID, as_experience_map

ANALYSIS_ID = f"{TOOL_ID}.gaps"
TITLE = "Gaps and pain"


@dataclass(frozen=True, slots=True)
class StageState:
    """What stands in one stage, and whether an opportunity is missing there."""

    stage: Stage
    touchpoints: int
    channels: tuple[str, ...]
    pains: int
    opportunities: int
    lowest: float | None

    @property
    def is_low(self) -> bool:
        """Whether somebody feels bad there today."""
        return self.lowest is not None and self.lowest < -EPSILON

    @property
    def is_gap(self) -> bool:
        """Whether it hurts there, by an emotion below 0 or a pain, and nothing is offered [P]."""
        return (self.is_low or self.pains > 0) and not self.opportunities


def stage_states(journey: Journey) -> tuple[StageState, ...]:
    """What stands in each stage; the emotion is the lowest of the curves as it is today."""
    states = []
    for index, stage in enumerate(journey.stages):
        felt = [point.value for curve in journey.today if (point := curve.at[index]) is not None]
        states.append(
            StageState(
                stage,
                len(journey.entries("touchpoints", stage)),
                channels_of(journey, stage),
                len(journey.entries("pains", stage)),
                len(journey.entries("opportunities", stage)),
                min(felt, default=None),
            )
        )
    return tuple(states)


def channels_of(journey: Journey, stage: Stage) -> tuple[str, ...]:
    """The channels of a stage, from the lane and from its touchpoints, each once."""
    named = [entry.label for entry in journey.entries("channels", stage)]
    named += [touchpoint.channel for touchpoint in of_kind(journey.entries("touchpoints", stage), Touchpoint)]
    found: dict[str, str] = {}
    for name in named:
        words = " ".join(name.split())
        if words:
            found.setdefault(words.casefold(), words)
    return tuple(found.values())


def channel_switches(states: tuple[StageState, ...]) -> tuple[tuple[StageState, StageState], ...]:
    """Neighbouring stages that share no channel; a stage without a channel is compared with nothing [P]."""
    return tuple(
        (before, after)
        for before, after in pairwise(states)
        if before.channels and after.channels and not (_folded(before) & _folded(after))
    )


def _folded(state: StageState) -> set[str]:
    return {channel.casefold() for channel in state.channels}


def analyse_gaps(given: AnalysisInput) -> Report:
    """The report `experience_map.gaps`: coverage of touchpoints and channels, pain density, opportunity gaps."""
    canvas = as_experience_map(given.canvas)
    journey = read_journey(canvas, Reference("canvas", given.name, given.tool), given.project)
    states = stage_states(journey)
    waiting = candidates(canvas, Reference("canvas", given.name, given.tool), given.project, given.persona_id)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(journey, states, waiting),
        metrics=(*_metrics(given, journey, states), _candidate_metric(given, waiting)),
        blocks=(*(_stage_blocks(journey, states) if states else ()), *([_candidate_table(waiting)] if waiting else [])),
        findings=(
            *journey.findings,
            *_frame_findings(given, canvas),
            *_findings(given, journey, states),
            *_candidate_findings(given, waiting),
        ),
        parameters={"scale": journey.scale_text},
    )


def _stage_blocks(journey: Journey, states: tuple[StageState, ...]) -> tuple[Block, ...]:
    return (
        BarsBlock(
            "Pains per stage",
            tuple(
                Bar(journey.name(state.stage), state.pains, "no opportunity" if state.is_gap else "")
                for state in states
            ),
            unit="pains",
        ),
        TableBlock(
            "Stages",
            ("Stage", "Touchpoints", "Channels", "Pains", "Lowest emotion", "Opportunities", "Gap"),
            tuple(
                (
                    journey.name(state.stage),
                    state.touchpoints,
                    ", ".join(state.channels) or None,
                    state.pains,
                    state.lowest,
                    state.opportunities,
                    "yes" if state.is_gap else None,
                )
                for state in states
            ),
            align="<><>>><",
        ),
    )


def _candidate_table(waiting: tuple[Candidate, ...]) -> TableBlock:
    return TableBlock(
        "Candidates for opportunities",
        ("Candidate", "Why", "Reference", "Taken up by"),
        tuple((one.opening.text, one.opening.why, one.reference, "; ".join(one.taken_up) or None) for one in waiting),
    )


def _candidate_metric(given: AnalysisInput, waiting: tuple[Candidate, ...]) -> Metric:
    references = [Reference.parse(one.reference) for one in waiting]
    items = [given.project.item(reference) for reference in references if reference is not None]
    return Metric(
        "open_candidates",
        "Candidates that no opportunity takes up",
        sum(not one.taken_up for one in waiting) if waiting else None,
        "",
        f"0-{len(waiting)}",
        len(waiting),
        "low points of today and underserved outcomes without an opportunity [P]",
        given.project.evidence(item for item in items if isinstance(item, Claim)),
        given.at(),
    )


def _frame_findings(given: AnalysisInput, canvas: ExperienceMap) -> Iterator[Finding]:
    """What the map does not say of itself: its scenario, the expectations, and whether it is of one offer."""
    if not canvas.stages:
        return
    lacks = [name for name in ("scenario", "expectations") if not getattr(canvas, name).strip()]
    if lacks:
        yield Finding(
            f"{TOOL_ID}.no-{lacks[0]}",
            Severity.NOTE,
            f"The map does not say which {listed(lacks)} it tells of.",
            given.at(),
            "Say which situation it tells from beginning to end, and what they expect of it beforehand.",
        )
    if canvas.kind == "journey-map" and not canvas.offer.strip():
        yield Finding(
            f"{TOOL_ID}.journey-without-offer",
            Severity.NOTE,
            "It is a journey map, but does not say with which product or company.",
            given.at(),
            "Name the `offer`; what people do whoever serves them is an experience map.",
        )
    if canvas.kind == "experience-map" and canvas.offer.strip():
        yield Finding(
            f"{TOOL_ID}.experience-with-offer",
            Severity.NOTE,
            f"It is an experience map, which tells of what people do whoever serves them, but "
            f"names {quoted(canvas.offer)}.",
            given.at(),
            "Leave the `offer` out, or make it a journey map.",
        )


def _candidate_findings(given: AnalysisInput, waiting: tuple[Candidate, ...]) -> Iterator[Finding]:
    # a low point without an opportunity is an opportunity gap, which has a finding of its own
    outside = [one for one in waiting if not one.is_low and not one.taken_up]
    if outside:
        others = f" and {counted(len(outside) - 1, 'other candidate')}" if len(outside) > 1 else ""
        yield Finding(
            f"{TOOL_ID}.candidate-not-taken-up",
            Severity.NOTE,
            f"{quoted(outside[0].opening.text)} ({outside[0].opening.why}){others} "
            f"{'are' if others else 'is'} taken up by no opportunity of the map.",
            outside[0].reference,
            "Take it over into the opportunities, by reference, or leave it on purpose.",
            references=(*(one.reference for one in outside), given.at()),
        )


def _metrics(given: AnalysisInput, journey: Journey, states: tuple[StageState, ...]) -> Iterator[Metric]:
    n = len(states)
    touchpoints, channels = (journey.all_entries(lane) for lane in ("touchpoints", "channels"))
    pains, opportunities = (journey.all_entries(lane) for lane in ("pains", "opportunities"))
    feelings = tuple(feeling for curve in journey.today for feeling in curve.feelings)
    has_channels = any(state.channels for state in states)
    pairs = sum(bool(before.channels and after.channels) for before, after in pairwise(states))
    hurting = [state for state in states if state.is_low or state.pains]

    def metric(
        name: str,
        label: str,
        value: float | None,
        unit: str,
        scale: str,
        counts: int,
        formula: str,
        claims: tuple[Claim, ...],
    ) -> Metric:
        return Metric(name, label, value, unit, scale, counts, formula, given.project.evidence(claims), given.at())

    yield metric(
        "touchpoint_coverage",
        "Stages with a touchpoint",
        sum(state.touchpoints > 0 for state in states) / n if touchpoints else None,
        "share",
        "0-1",
        n,
        "stages with a touchpoint / stages [P]",
        touchpoints,
    )
    yield metric(
        "channel_coverage",
        "Stages with a channel",
        sum(bool(state.channels) for state in states) / n if has_channels else None,
        "share",
        "0-1",
        n,
        "stages with a channel / stages [P]",
        channels or touchpoints,
    )
    yield metric(
        "channel_switches",
        "Channel switches",
        len(channel_switches(states)) if pairs else None,
        "",
        f"0-{pairs}",
        pairs,
        "consecutive stages that share no channel [P]",
        channels or touchpoints,
    )
    yield metric(
        "pain_density",
        "Pains per stage",
        len(pains) / n if pains else None,
        "",
        "0 and up",
        n,
        "pains / stages [P]",
        pains,
    )
    yield metric(
        "opportunity_gaps",
        "Stages that hurt without an opportunity",
        sum(state.is_gap for state in states) if feelings or pains else None,
        "",
        f"0-{n}",
        n,
        "stages with an emotion below 0 or a pain, and no opportunity [P]",
        (*feelings, *pains),
    )
    yield metric(
        "answered_stages",
        "Stages that hurt and have an opportunity",
        sum(not state.is_gap for state in hurting) / len(hurting) if hurting else None,
        "share",
        "0-1",
        len(hurting),
        "stages that hurt with an opportunity / stages that hurt [P]",
        (*feelings, *pains, *opportunities),
    )


def _reading(journey: Journey, states: tuple[StageState, ...], waiting: tuple[Candidate, ...]) -> str:
    if not states:
        return "The map has no stages yet, so there are no gaps to find. Begin with the stages."
    gaps = [state for state in states if state.is_gap]
    if gaps:
        first = min(gaps, key=lambda state: (state.lowest if state.lowest is not None else 0.0, -state.pains))
        names = listed([quoted(journey.name(state.stage)) for state in gaps])
        verb = "hurts and has" if len(gaps) == 1 else "hurt and have"
        return f"{names} {verb} no opportunity. Ask first what could be better in {quoted(journey.name(first.stage))}."
    hurting = sum(state.is_low or state.pains > 0 for state in states)
    outside = next((one for one in waiting if not one.is_low and not one.taken_up), None)
    if outside is not None:
        said = (
            f"Each of {counted(hurting, 'stage')} that hurts has an opportunity" if hurting else "No stage hurts today"
        )
        return f"{said}, but nothing takes up {quoted(outside.opening.text)} ({outside.opening.why}): look there next."
    if hurting:
        return (
            f"Each of {counted(hurting, 'stage')} that hurt has an opportunity. Look next at whether each has an owner "
            "and a metric."
        )
    if not any(curve.felt for curve in journey.today):
        return "Neither emotions nor pains are told yet, so no stage can be said to hurt. Ask for both next."
    bare = [state for state in states if not state.touchpoints]
    share = percent(len(bare) / len(states))
    if bare:
        return f"No stage hurts today; {share} of the stages have no touchpoint. Look next at what happens there."
    return "No stage hurts today, and every stage has a touchpoint. Look next at what the emotions rest on."


def _findings(given: AnalysisInput, journey: Journey, states: tuple[StageState, ...]) -> Iterator[Finding]:
    def finding(code: str, severity: Severity, message: str, stage: Stage | None, hint: str) -> Finding:
        where = given.at(stage.id) if stage is not None else given.at()
        return Finding(f"{TOOL_ID}.{code}", severity, message, where, hint)

    has_touchpoints = any(state.touchpoints for state in states)
    has_channels = any(state.channels for state in states)
    for state in states:
        name = quoted(journey.name(state.stage))
        if state.is_gap:
            why = [f"an emotion of {state.lowest:g}"] if state.is_low else []
            why += [counted(state.pains, "pain")] if state.pains else []
            yield finding(
                "opportunity-gap",
                Severity.WARNING,
                f"The stage {name} has {listed(why)} and no opportunity.",
                state.stage,
                "Write down what could be better there, with an owner and a metric.",
            )
        if has_touchpoints and not state.touchpoints:
            yield finding(
                "stage-without-touchpoint",
                Severity.NOTE,
                f"The stage {name} has no touchpoint.",
                state.stage,
                "Say where they meet you or others in this stage; it may be that they meet nobody.",
            )
        if has_channels and not state.channels:
            yield finding(
                "stage-without-channel",
                Severity.NOTE,
                f"The stage {name} has no channel, so switches to and from it cannot be seen.",
                state.stage,
                "Say over which channel it happens.",
            )
    if states and not has_touchpoints:
        yield finding(
            "no-touchpoints", Severity.NOTE, "No stage of the map has a touchpoint.", None, "Add where they meet you."
        )
    for entry in of_kind(journey.all_entries("opportunities"), Opportunity):
        lacks = [word for word, value in (("owner", entry.owner), ("metric", entry.metric)) if not value.strip()]
        if lacks:
            yield Finding(
                f"{TOOL_ID}.opportunity-without-{lacks[0]}",
                Severity.NOTE,
                f"The opportunity {quoted(entry.label)} has no {' and no '.join(lacks)}.",
                given.at(entry.id),
                "Say who sees to it, and what would show that it helped.",
            )
