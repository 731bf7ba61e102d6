"""The stage of fit that evidence shows: on paper, in the market, in the bank. Coverage never raises it."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    Metric,
    Project,
    Reference,
    Report,
    Severity,
    TableBlock,
    counted,
    listed,
    quoted,
)
from personatui_value_proposition.canvas import FitEvidence, FitStage, ValueProposition
from personatui_value_proposition.fitting import Fitting, Profiled, read_fitting
from personatui_value_proposition.regions import STAGES, TOOL_ID, as_value_proposition

ANALYSIS_ID = f"{TOOL_ID}.fit"
TITLE = "Stage of fit"

_NAMES = {stage: title.lower() for stage, title, _ in STAGES}


def shown_evidence(project: Project, canvas: ValueProposition) -> dict[FitStage, tuple[FitEvidence, ...]]:
    """The evidence of each stage that names a source which exists; what names none shows nothing."""
    return {
        stage: tuple(
            one
            for one in canvas.evidence
            if one.stage == stage and any(project.source_of(source) is not None for source in one.sources)
        )
        for stage, _, _ in STAGES
    }


def stage_shown(project: Project, canvas: ValueProposition) -> FitStage | None:
    """The highest stage with evidence; None where no evidence counts."""
    shown = shown_evidence(project, canvas)
    return next((name for name, _, _ in reversed(STAGES) if shown[name]), None)


def required_gains(fitting: Fitting) -> tuple[Profiled, ...]:
    """The gains without which nothing works."""
    return tuple(one for one in fitting.part("gains") if one.item.kind == "required")


def analyse_fit(given: AnalysisInput) -> Report:
    """The report `value_proposition.fit`: the highest stage with evidence, and whether a required gain is covered."""
    canvas = as_value_proposition(given.canvas)
    fitting = read_fitting(canvas, Reference("canvas", given.name, given.tool), given.project)
    shown = shown_evidence(given.project, canvas)
    stage = stage_shown(given.project, canvas)
    required = required_gains(fitting)
    covered = [one for one in required if one.is_addressed]
    used = [one for found in shown.values() for one in found]
    claim = _claim(stage, required, covered)
    subject = given.at()
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(stage, required, covered, bool(fitting.items)),
        metrics=(
            Metric(
                "fit_stage",
                "Stage of fit that is shown",
                stage,
                "",
                ", ".join(name for name, _, _ in STAGES),
                len(used),
                "highest stage with evidence whose source exists; coverage never raises it",
                given.project.evidence(shown[stage]) if stage is not None else None,
                subject,
            ),
            Metric(
                "required_gains",
                "Required gains that are covered",
                len(covered) / len(required) if required else None,
                "share",
                "0-1",
                len(required),
                "required gains with an effect above 0 / required gains [P]",
                given.project.evidence(one.item for one in required),
                subject,
            ),
            Metric(
                "fit_claim",
                "Fit can be claimed",
                claim,
                "",
                "yes, no; no value where neither is known",
                len(used),
                "a stage is shown and a required gain is covered [P]",
                given.project.evidence(used),
                subject,
            ),
        ),
        blocks=_blocks(given, canvas, shown),
        findings=(*fitting.findings, *_findings(given, canvas, shown, stage, required, covered)),
    )


def _claim(stage: FitStage | None, required: tuple[Profiled, ...], covered: list[Profiled]) -> str | None:
    if stage is None and not required:
        return None
    return "yes" if stage is not None and covered else "no"


def _blocks(
    given: AnalysisInput, canvas: ValueProposition, shown: dict[FitStage, tuple[FitEvidence, ...]]
) -> tuple[BarsBlock | TableBlock, ...]:
    said = [one for one in canvas.evidence if one.label]
    if not said:
        return ()
    return (
        BarsBlock(
            "Evidence per stage",
            tuple(Bar(title, len(shown[stage]), where) for stage, title, where in STAGES),
            unit="pieces",
        ),
        TableBlock(
            "What shows it",
            ("Stage", "Evidence", "Strength", "Counts"),
            tuple(
                (
                    one.stage,
                    one.label,
                    given.project.strength(one.sources).value,
                    "yes" if one.stage is not None and one in shown[one.stage] else None,
                )
                for one in sorted(said, key=_in_order)
            ),
        ),
    )


def _in_order(one: FitEvidence) -> tuple[int, str]:
    return _rank(one.stage) if one.stage is not None else len(STAGES), one.label


def _reading(stage: FitStage | None, required: tuple[Profiled, ...], covered: list[Profiled], is_filled: bool) -> str:
    if not is_filled and stage is None:
        return "Neither a profile nor evidence is there, so nothing can be said of fit. Begin with the profile."
    lacking = [one for one in required if not one.is_addressed]
    if required and not covered:
        return (
            f"No required gain is covered ({listed([quoted(one.label) for one in lacking])}), so fit cannot be "
            "claimed, whatever the coverage. Cover one of them first."
        )
    if stage is None:
        return (
            "No evidence with a source shows any stage of fit: what is on the canvas is a hypothesis. Link what shows "
            "that customers care."
        )
    after = [title.lower() for name, title, _ in STAGES if _rank(name) > _rank(stage)]
    ask = f"look next for evidence of {after[0]}" if after else "watch whether it stays so"
    if not required:
        return (
            f"Evidence shows {_NAMES[stage]}, but no gain is named as required: ask without what nothing would work "
            "before you claim it."
        )
    part = f" Not covered: {listed([quoted(one.label) for one in lacking])}." if lacking else ""
    return f"Evidence shows {_NAMES[stage]}, and a required gain is covered: {ask}.{part}"


def _rank(stage: FitStage) -> int:
    return [name for name, _, _ in STAGES].index(stage)


def _findings(
    given: AnalysisInput,
    canvas: ValueProposition,
    shown: dict[FitStage, tuple[FitEvidence, ...]],
    stage: FitStage | None,
    required: tuple[Profiled, ...],
    covered: list[Profiled],
) -> Iterator[Finding]:
    if required and not covered:
        yield Finding(
            f"{TOOL_ID}.required-gains-open",
            Severity.WARNING,
            f"No required gain is covered: {listed([quoted(one.label) for one in required])}.",
            given.at(required[0].item.id),
            "Fit cannot be claimed until one is.",
            references=tuple(given.at(one.item.id) for one in required if one.item.id),
        )
    if not required and canvas.gains:
        yield Finding(
            f"{TOOL_ID}.no-required-gain",
            Severity.NOTE,
            "No gain is named as required, so nobody can say whether the least is covered.",
            given.at(),
            "Ask without what the offer would not work at all, and set `kind` to required.",
        )
    for one in canvas.evidence:
        name, where = quoted(one.label), given.at(one.id)
        if one.stage is None:
            yield Finding(
                f"{TOOL_ID}.evidence-without-stage",
                Severity.WARNING,
                f"The evidence {name} does not say which stage of fit it shows, so it did not count.",
                where,
                f"Set `stage` to {listed([name for name, _, _ in STAGES])}.",
            )
        elif one not in shown[one.stage]:
            yield Finding(
                f"{TOOL_ID}.evidence-without-source",
                Severity.NOTE,
                f"The evidence {name} names no source that exists, so it did not count.",
                where,
                "Link the source that shows it (s).",
            )
    if stage is not None:
        bare = [title.lower() for name, title, _ in STAGES[: _rank(stage)] if not shown[name]]
        if bare:
            yield Finding(
                f"{TOOL_ID}.stage-skipped",
                Severity.NOTE,
                f"Evidence shows {_NAMES[stage]}, but none shows {listed(bare)}.",
                given.at(),
                f"{counted(len(bare), 'stage')} before it should be shown too: link what led you there.",
            )
