"""The report on coverage: which lanes say something of which stage, what customers see of it, and who sees to it."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.api import (
    AnalysisInput,
    Claim,
    Figures,
    Finding,
    MatrixBlock,
    Metric,
    Report,
    Severity,
    counted,
    listed,
    quoted,
)

from personatui_service_blueprint.canvas import Entry, Stage
from personatui_service_blueprint.lanes import SERVICE_LANES, STEP_LANES, TITLES, TOOL_ID
from personatui_service_blueprint.reading import Blueprint, Placed, blueprint_of

ANALYSIS_ID = f"{TOOL_ID}.coverage"
TITLE = "Coverage, evidence and owners"

_LANES = ("evidence", *STEP_LANES)


def analyse_coverage(given: AnalysisInput) -> Report:
    """The report `service_blueprint.coverage`: entries by lane and stage, physical evidence, and owners."""
    blueprint, figures = blueprint_of(given), Figures.of(given)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(blueprint),
        metrics=tuple(_metrics(figures, blueprint)),
        blocks=tuple(_blocks(blueprint)),
        findings=tuple(_findings(figures, blueprint)),
    )


def entries(blueprint: Blueprint, lane: str, stage: Stage) -> list[Entry]:
    """What a lane says of a stage."""
    return [entry for entry in getattr(blueprint.canvas, lane) if stage.id and entry.stage == stage.id]


def bare_stages(blueprint: Blueprint) -> tuple[Stage, ...]:
    """Stages in which a customer does something and no physical evidence is named."""
    return tuple(stage for stage in _acted(blueprint) if not entries(blueprint, "evidence", stage))


def ownerless(blueprint: Blueprint) -> tuple[Placed, ...]:
    """Steps of the service that nobody sees to."""
    return tuple(placed for placed in blueprint.steps if placed.lane in SERVICE_LANES and not placed.owner)


def _acted(blueprint: Blueprint) -> list[Stage]:
    return [stage for stage in blueprint.canvas.stages if entries(blueprint, "customer", stage)]


def _metrics(figures: Figures, blueprint: Blueprint) -> Iterator[Metric]:
    stages = blueprint.canvas.stages
    for lane in _LANES:
        claims: tuple[Claim, ...] = getattr(blueprint.canvas, lane)
        filled = sum(bool(entries(blueprint, lane, stage)) for stage in stages)
        yield figures.metric(
            f"coverage.{lane}",
            f"Coverage: {TITLES[lane].lower()}",
            filled / len(stages) if stages and claims else None,
            unit="share",
            scale="0-1",
            n=len(stages),
            formula="stages with an entry / stages; none where the lane is empty",
            of=claims,
        )
    acted = _acted(blueprint)
    yield figures.metric(
        "evidenced",
        "Stages with evidence where customers act",
        (len(acted) - len(bare_stages(blueprint))) / len(acted) if acted else None,
        unit="share",
        scale="0-1",
        n=len(acted),
        formula="stages with customer actions and evidence / stages with customer actions",
        of=blueprint.canvas.evidence,
    )
    served = [placed.step for placed in blueprint.steps if placed.lane in SERVICE_LANES]
    yield figures.metric(
        "owned",
        "Steps with an owner",
        (len(served) - len(ownerless(blueprint))) / len(served) if served else None,
        unit="share",
        scale="0-1",
        n=len(served),
        formula="steps of the service with an owner / steps of the service",
        of=served,
    )


def _blocks(blueprint: Blueprint) -> Iterator[MatrixBlock]:
    stages = blueprint.canvas.stages
    if stages:
        cells = tuple(tuple(len(entries(blueprint, lane, stage)) for stage in stages) for lane in _LANES)
        yield MatrixBlock(
            "Entries by lane and stage",
            tuple(TITLES[lane] for lane in _LANES),
            tuple(f"{number} {stage.label or '(no name)'}" for number, stage in enumerate(stages, start=1)),
            cells,
            0.0,
            float(max((max(row) for row in cells), default=0)),
        )


def _findings(figures: Figures, blueprint: Blueprint) -> Iterator[Finding]:
    for stage in bare_stages(blueprint):
        yield figures.finding(
            "no-evidence",
            Severity.WARNING,
            f"Customers act in {quoted(stage.label)}, and nothing is named that they see of it.",
            "Name what they see, hear, hold or read there: by that they judge.",
            item=stage.id,
        )
    for placed in ownerless(blueprint):
        yield figures.finding(
            "no-owner",
            Severity.WARNING,
            f"Nobody sees to {quoted(placed.step.label)} ({TITLES[placed.lane].lower()}).",
            "Name a role, a team, a partner or a system.",
            item=placed.step.id,
        )


def _reading(blueprint: Blueprint) -> str:
    if not blueprint.canvas.stages:
        return "There are no stages yet. Name what the customer goes through, from beginning to end."
    empty = [TITLES[lane].lower() for lane in _LANES if not getattr(blueprint.canvas, lane)]
    if empty:
        return f"Nothing stands in {listed(empty)}. Fill the customer's actions first, then what they meet."
    bare, lost = bare_stages(blueprint), ownerless(blueprint)
    parts = []
    if bare:
        names = listed([quoted(stage.label) for stage in bare[:3]])
        parts.append(f"{counted(len(bare), 'stage')} without evidence ({names})")
    if lost:
        parts.append(f"{counted(len(lost), 'step')} without an owner ({listed([one.mark for one in lost[:5]])})")
    if parts:
        return f"To be filled: {listed(parts)}. Begin where customers look."
    return "Where customers act there is evidence, and every step has an owner. Look next at the waits."
