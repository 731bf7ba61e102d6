"""The report on personas and segments: who has no persona, who has too many, and which persona is too broad."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import Field

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    Metric,
    Parameters,
    Persona,
    Reference,
    Report,
    Severity,
    TableBlock,
    counted,
    listed,
)
from personatui_personas.attributes import BUYING_ROLES, age_range
from personatui_personas.common import TOOL_ID, above, names_of, reference, wanted, weakest

ANALYSIS_ID = f"{TOOL_ID}.segments"
TITLE = "Personas and segments"

_ANYBODY = re.compile(r"\s*(any(one|body)|every(one|body)|all (people|customers|users|ages))\b", re.IGNORECASE)


class CrowdParameters(Parameters):
    """What counts as too many and too broad [P]; the numbers of goals are Cooper's rule of thumb."""

    most_per_segment: int = Field(default=3, ge=1)
    widest_age: float = Field(default=20, ge=0)
    most_buying_roles: int = Field(default=4, ge=1, le=7)
    most_end_goals: int = Field(default=5, ge=1)
    most_life_goals: int = Field(default=1, ge=0)
    most_experience_goals: int = Field(default=2, ge=0)


def analyse_crowd(given: AnalysisInput) -> Report:
    """The report `personas.segments`: personas per segment, and the personas that try to be several people."""
    parameters = given.parameters if isinstance(given.parameters, CrowdParameters) else CrowdParameters()
    project, personas = given.project, wanted(given.project)
    names, segments = names_of(personas), dict(sorted(project.segments.items()))
    members = {
        segment_id: [key for key, persona in personas.items() if persona.segment == segment_id]
        for segment_id in segments
    }
    targets = [key for key, segment in segments.items() if segment.target is not False]
    covered = sum(bool(members[key]) for key in targets)
    homeless = [key for key, persona in personas.items() if persona.segment not in segments]
    broad = {key: why for key, persona in personas.items() if (why := too_broad(persona, parameters))}
    crowded = [key for key in targets if len(members[key]) > parameters.most_per_segment]
    evidence, subject = weakest(given, personas.values()), given.at()

    def metric(name: str, label: str, value: float | None, n: int, formula: str, unit: str = "") -> Metric:
        scale = "0-100 %" if unit == "share" else f"0-{n}" if name != "per_segment" else "0 and more"
        return Metric(name, label, value, unit, scale, n, formula, evidence, subject)

    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(len(targets), covered, len(personas), homeless, broad),
        metrics=(
            metric(
                "coverage",
                "Segments with a persona",
                covered / len(targets) if targets else None,
                len(targets),
                "segments with a persona / segments that are not ruled out as targets [P]",
                "share",
            ),
            metric(
                "per_segment",
                "Personas per segment",
                len(personas) / len(targets) if targets else None,
                len(targets),
                "personas that are not negative / segments that are not ruled out [P]",
            ),
            metric(
                "crowded",
                "Segments with too many",
                len(crowded) if targets else None,
                len(targets),
                f"more than {parameters.most_per_segment} [P]",
            ),
            metric(
                "broad",
                "Personas that are too broad",
                len(broad) if personas else None,
                len(personas),
                "ages, buying roles, end goals or words beyond the limits [P]",
            ),
            metric(
                "without_segment",
                "Personas without a segment",
                len(homeless) if personas else None,
                len(personas),
                "segment is empty or not there",
            ),
        ),
        blocks=(
            *(
                [
                    BarsBlock(
                        "Personas per segment",
                        tuple(
                            Bar(_segment_name(given, key), float(len(found)), ", ".join(names[one] for one in found))
                            for key, found in members.items()
                        ),
                    )
                ]
                if segments
                else []
            ),
            *(
                [
                    TableBlock(
                        "Too broad",
                        ("persona", "why"),
                        tuple((names[key], "; ".join(why)) for key, why in broad.items()),
                    )
                ]
                if broad
                else []
            ),
        ),
        findings=tuple(_findings(given, personas, names, members, homeless, broad, parameters)),
        parameters=parameters.model_dump(),
    )


def too_broad(persona: Persona, parameters: CrowdParameters) -> tuple[str, ...]:
    """Why a persona stands for too many different people; nothing when it does not. All limits are ours [P]."""
    why: list[str] = []
    ages = age_range(persona.demographics.age)
    if ages is not None and above(ages[1] - ages[0], parameters.widest_age):
        why.append(f"ages from {ages[0]:g} to {ages[1]:g}")
    roles = set(persona.buying_roles) & set(BUYING_ROLES)
    if len(roles) > parameters.most_buying_roles:
        why.append(f"{len(roles)} of 7 buying roles")
    ends = sum(goal.kind == "end" for goal in persona.goals)
    if ends > parameters.most_end_goals:
        why.append(f"{ends} end goals")
    said = _ANYBODY.match(persona.summary) or _ANYBODY.match(persona.name)
    if said:
        why.append(f"described as “{said[0].strip().lower()}”")
    return tuple(why)


def many_goals(persona: Persona, parameters: CrowdParameters) -> tuple[str, ...]:
    """Kinds of goals, beside end goals, of which a persona has more than Cooper's rule of thumb asks for."""
    told: list[str] = []
    for kind, most in (("life", parameters.most_life_goals), ("experience", parameters.most_experience_goals)):
        number = sum(goal.kind == kind for goal in persona.goals)
        if number > most:
            told.append(f"{number} {kind} goals, and should have {most} at most")
    return tuple(told)


def _segment_name(given: AnalysisInput, key: str) -> str:
    segment = given.project.segments[key]
    name = " ".join(segment.name.split()) or key
    return f"{name} (no target)" if segment.target is False else name


def _reading(targets: int, covered: int, personas: int, homeless: list[str], broad: dict[str, tuple[str, ...]]) -> str:
    if not personas:
        return "There is no persona yet that the product is for. Write one for each segment that you mean to serve."
    if not targets:
        return "The project has no segments to compare with. Write segments first, then say which one a persona is of."
    told = f"{covered} of {counted(targets, 'segment')} have a persona"
    if homeless or broad:
        parts = [
            *([f"{len(homeless)} without a segment"] if homeless else []),
            *([f"{len(broad)} too broad"] if broad else []),
        ]
        return f"{told}; of {counted(personas, 'persona')}, {listed(parts)}. Look at these first."
    return f"{told}, and no persona is too broad or without a segment."


def _findings(
    given: AnalysisInput,
    personas: dict[str, Persona],
    names: dict[str, str],
    members: dict[str, list[str]],
    homeless: list[str],
    broad: dict[str, tuple[str, ...]],
    parameters: CrowdParameters,
) -> Iterator[Finding]:
    for key, found in members.items():
        segment, where = given.project.segments[key], str(Reference("segment", key))
        name = _segment_name(given, key)
        if not found and segment.target is not False:
            yield Finding(
                f"{TOOL_ID}.segment-without-persona",
                Severity.WARNING if segment.target else Severity.NOTE,
                f"The segment {name} has no persona.",
                where,
                "Write a persona for it, or say that it is no target.",
            )
        if segment.target is not False and len(found) > parameters.most_per_segment:
            yield Finding(
                f"{TOOL_ID}.too-many-for-segment",
                Severity.WARNING,
                f"The segment {name} has {len(found)} personas, more than {parameters.most_per_segment}.",
                where,
                "Merge those that are alike, or split the segment.",
                references=tuple(map(reference, found)),
            )
    for key in homeless:
        if not personas[key].segment:
            yield Finding(
                f"{TOOL_ID}.persona-without-segment",
                Severity.NOTE,
                f"{names[key]} stands for no segment.",
                reference(key),
                "Say which segment the persona is of.",
            )
    for key, persona in personas.items():
        told = many_goals(persona, parameters)
        if told:
            yield Finding(
                f"{TOOL_ID}.many-goals",
                Severity.NOTE,
                f"{names[key]} has {listed(told)}.",
                reference(key),
                "Keep those that decide something: 3 to 5 end goals, 1 or 2 of experience, 1 of life (Cooper).",
            )
    for key, why in broad.items():
        yield Finding(
            f"{TOOL_ID}.too-broad",
            Severity.WARNING,
            f"{names[key]} is too broad to design for: {listed(why)}.",
            reference(key),
            "Decide for one, or split the persona by what its people want.",
        )
