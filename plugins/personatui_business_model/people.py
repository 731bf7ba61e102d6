"""How the customer segments of a business model and those of the project, with their personas, go together [P]."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from personatui.api import (
    AnalysisInput,
    Finding,
    MatrixBlock,
    Metric,
    Project,
    Reference,
    Report,
    Severity,
    TableBlock,
    canvas_reference,
    counted,
    listed,
    quoted,
)
from personatui_business_model.blocks import TOOL_ID, as_business_model, name_of, segments_of
from personatui_business_model.canvas import BusinessModel, CustomerSegment

ANALYSIS_ID = f"{TOOL_ID}.people"
TITLE = "Segments and personas"


@dataclass(frozen=True, slots=True)
class Group:
    """A customer segment with the project's segment that it is and the personas that stand for it, as far as known."""

    customers: CustomerSegment
    segment: str
    personas: tuple[str, ...]


def segment_id(customers: CustomerSegment) -> str:
    """The id of the project's segment that is named, known or not; with or without `segment/`."""
    return customers.segment.strip().removeprefix("segment/")


def group_of(customers: CustomerSegment, project: Project) -> Group:
    """What is known of a customer segment. Personas that are named come before those of the project's segment."""
    named = segment_id(customers)
    known = named if named in project.segments else ""
    told = tuple(dict.fromkeys(text.strip().removeprefix("persona/") for text in customers.personas))
    personas = told if told else project.personas_in(known) if known else ()
    return Group(customers, known, tuple(name for name in personas if name in project.personas))


def standing_after(customers: CustomerSegment, persona_id: str, project: Project) -> tuple[str, ...] | None:
    """Who is named for a customer segment once a persona is put to it, or taken away where it stands for it.

    Empty where nobody needs to be named, since those of the project's segment stand for it; None where the persona
    does so by its own segment and nobody else would be left.
    """
    group = group_of(customers, project)
    own = project.personas_in(group.segment) if group.segment else ()
    is_in = persona_id in group.personas
    kept = tuple(name for name in group.personas if name != persona_id) if is_in else (*group.personas, persona_id)
    if not kept and persona_id in own:
        return None
    return () if set(kept) == set(own) else tuple(str(Reference("persona", name)) for name in kept)


def analyse_people(given: AnalysisInput) -> Report:
    """The report `business_model.people`."""
    model, project = as_business_model(given.canvas), given.project
    groups = tuple(group_of(one, project) for one in segments_of(model))
    targets = tuple(name for name, segment in project.segments.items() if segment.target)
    missing = tuple(name for name in targets if name not in {group.segment for group in groups}) if groups else ()
    people = tuple(dict.fromkeys(name for group in groups for name in group.personas))
    evidence = project.evidence(group.customers for group in groups)

    def share(name: str, label: str, part: int, whole: int, formula: str) -> Metric:
        value = part / whole if whole and groups else None
        return Metric(name, label, value, "share", "0-1", whole, formula, evidence, given.at())

    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(project, groups, missing),
        metrics=(
            share(
                "known_segments",
                "Segments that the project knows",
                sum(1 for group in groups if group.segment),
                len(groups),
                "customer segments that are a segment of the project / customer segments [P]",
            ),
            share(
                "segments_with_persona",
                "Segments with a persona",
                sum(1 for group in groups if group.personas),
                len(groups),
                "customer segments that a persona stands for / customer segments [P]",
            ),
            share(
                "targets_served",
                "Target segments in the model",
                len(targets) - len(missing),
                len(targets),
                "target segments of the project that are on the canvas / target segments [P]",
            ),
        ),
        blocks=(
            MatrixBlock(
                "Who stands for whom",
                tuple(name_of(group.customers) for group in groups),
                tuple(project.personas[name].name or name for name in people),
                tuple(tuple(1 if name in group.personas else None for name in people) for group in groups),
                low=0,
                high=1,
            ),
            TableBlock(
                "Segments",
                ("Customer segment", "Segment of the project", "Share", "Size", "Personas"),
                tuple(_row(project, group) for group in groups),
                align="<<>><",
            ),
        ),
        findings=(
            *reference_findings(model, project, canvas_reference(given.tool, given.name)),
            *_findings(given, groups, missing),
        ),
    )


def _row(project: Project, group: Group) -> tuple[str | float | int | None, ...]:
    found = project.segments.get(group.segment)
    return (
        name_of(group.customers),
        (found.name or group.segment) if found is not None else None,
        found.share if found is not None else None,
        found.size if found is not None else None,
        ", ".join(project.personas[name].name or name for name in group.personas) or None,
    )


def reference_findings(model: BusinessModel, project: Project, where: Reference) -> Iterator[Finding]:
    """Segments and personas that are named and do not exist, and segments that stand on the canvas twice."""
    seen: dict[str, CustomerSegment] = {}
    for one in segments_of(model):
        named = segment_id(one)
        if named and named not in project.segments:
            yield Finding(
                f"{TOOL_ID}.unknown-segment",
                Severity.ERROR,
                f"{quoted(name_of(one))} is said to be the segment {quoted(named)}, which the project does not have.",
                str(where.at(one.id)),
                "Name a segment of the project, such as segment/urban-renters, or leave it empty.",
            )
        elif named and named in seen:
            yield Finding(
                f"{TOOL_ID}.segment-twice",
                Severity.WARNING,
                f"{quoted(name_of(one))} and {quoted(name_of(seen[named]))} are the same segment of the project.",
                str(where.at(one.id)),
                "Keep them apart only if they get another offer, channel or relationship, or pay in another way.",
            )
        elif named:
            seen[named] = one
        for text in dict.fromkeys(one.personas):
            name = text.strip().removeprefix("persona/")
            if name not in project.personas:
                yield Finding(
                    f"{TOOL_ID}.unknown-persona",
                    Severity.ERROR,
                    f"{quoted(name_of(one))} names the persona {quoted(name)}, which the project does not have.",
                    str(where.at(one.id)),
                    "Name a persona of the project, such as persona/maya-okafor, or take it out.",
                )


def _reading(project: Project, groups: tuple[Group, ...], missing: tuple[str, ...]) -> str:
    if not groups:
        return "There is no customer segment yet. Add one for each segment of the project that you mean to serve."
    known = sum(1 for group in groups if group.segment)
    faceless = [group for group in groups if not group.personas]
    said = (
        f"{known} of {counted(len(groups), 'customer segment')} {'is' if known == 1 else 'are'} known to the project."
    )
    if missing:
        words = listed([project.segments[name].name or name for name in missing])
        return f"{said} {words} {'is a target' if len(missing) == 1 else 'are targets'} but not in the model: ask why."
    if faceless:
        return f"{said} Nobody stands for {quoted(name_of(faceless[0].customers))}: write a persona before you decide."
    return f"{said} Each has a persona; look next at the blocks that they lack."


def _findings(given: AnalysisInput, groups: tuple[Group, ...], missing: tuple[str, ...]) -> Iterator[Finding]:
    project = given.project
    for name in missing:
        yield Finding(
            f"{TOOL_ID}.target-not-served",
            Severity.WARNING,
            f"The segment {quoted(project.segments[name].name or name)} is a target, but not in the business model.",
            given.at(),
            "Add it to the customer segments, or say on the segment that it is no target.",
            references=(str(Reference("segment", name)),),
        )
    for group in groups:
        found = project.segments.get(group.segment)
        if found is None:
            if project.segments and not segment_id(group.customers):
                yield Finding(
                    f"{TOOL_ID}.segment-not-linked",
                    Severity.NOTE,
                    f"{quoted(name_of(group.customers))} is linked with no segment of the project.",
                    given.at(group.customers.id),
                    "Set `segment`, so that its share, size and personas count.",
                )
        elif found.target is False:
            yield Finding(
                f"{TOOL_ID}.served-but-no-target",
                Severity.WARNING,
                f"{quoted(name_of(group.customers))} is served, but its segment is no target of the project.",
                given.at(group.customers.id),
                "Take it out of the model, or make it a target.",
            )
        if not group.personas:
            yield Finding(
                f"{TOOL_ID}.segment-without-persona",
                Severity.NOTE,
                f"No persona stands for {quoted(name_of(group.customers))}.",
                given.at(group.customers.id),
                "Give a persona its segment, or name one in `personas`.",
            )
        for name in group.personas:
            theirs = project.personas[name].segment
            if group.segment and theirs and theirs != group.segment:
                yield Finding(
                    f"{TOOL_ID}.persona-of-another-segment",
                    Severity.WARNING,
                    f"{project.personas[name].name or name} stands for {quoted(name_of(group.customers))} here, but "
                    f"belongs to the segment {quoted(theirs)}.",
                    given.at(group.customers.id),
                    "Change the one or the other.",
                    references=(str(Reference("persona", name)),),
                )
