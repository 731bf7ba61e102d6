"""The report on hand-overs: which links cross which line, and where work passes from one owner to another."""

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
    TableBlock,
    counted,
    listed,
    quoted,
)

from personatui_service_blueprint.canvas import CustomerAction
from personatui_service_blueprint.lanes import LINE_TITLES, LINES, STEP_LANES, TITLES, TOOL_ID, Line, crossed
from personatui_service_blueprint.reading import Blueprint, Placed, blueprint_of

ANALYSIS_ID = f"{TOOL_ID}.handovers"
TITLE = "Hand-overs across the lines"

Link = tuple[Placed, Placed]


def analyse_handovers(given: AnalysisInput) -> Report:
    """The report `service_blueprint.handovers`: links by line and by persona, between owners, and loose steps."""
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


def across(blueprint: Blueprint, line: Line) -> tuple[Link, ...]:
    """The links that cross a line, in either direction."""
    return tuple(link for link in blueprint.links if line in crossed(link[0].lane, link[1].lane))


def encounters(blueprint: Blueprint, persona: str) -> tuple[Link, ...]:
    """The links across the line of interaction in which a persona takes part: its encounters with the service."""
    own = set(blueprint.steps_of(persona))
    return tuple(link for link in across(blueprint, "interaction") if link[0] in own and link[1] in own)


def between_owners(blueprint: Blueprint) -> tuple[Link, ...]:
    """The links between steps of the service that two different owners see to."""
    return tuple(
        (start, end)
        for start, end in blueprint.links
        if start.owner and end.owner and start.owner.casefold() != end.owner.casefold()
    )


def loose(blueprint: Blueprint) -> tuple[Placed, ...]:
    """Steps that are linked with nothing, once anything is linked."""
    linked = {placed for link in blueprint.links for placed in link}
    return tuple(placed for placed in blueprint.steps if placed not in linked) if linked else ()


def _metrics(figures: Figures, blueprint: Blueprint) -> Iterator[Metric]:
    links = len(blueprint.links)
    for line in LINES:
        found = across(blueprint, line)
        yield figures.metric(
            f"across.{line}",
            f"Across the {LINE_TITLES[line].lower()}",
            len(found) if links else None,
            scale=f"0-{links}",
            n=links,
            formula="links from one side of the line to the other; one that skips a lane counts at each line",
            of=_steps(found),
        )
    for persona in blueprint.personas:
        met = encounters(blueprint, persona)
        yield figures.metric(
            "encounters",
            f"Encounters: {blueprint.titled(persona)}",
            len(met) if links else None,
            scale=f"0-{links}",
            n=links,
            formula="links across the line of interaction in which the persona takes part",
            of=_steps(met),
        )
    owned = [link for link in blueprint.links if link[0].owner and link[1].owner]
    changes = between_owners(blueprint)
    yield figures.metric(
        "owner_changes",
        "Hand-overs between owners",
        len(changes) if owned else None,
        scale=f"0-{len(owned)}",
        n=len(owned),
        formula="links between steps of different owners",
        of=_steps(changes),
    )


def _steps(links: tuple[Link, ...]) -> list[Claim]:
    return [placed.step for placed in dict.fromkeys(placed for link in links for placed in link)]


def _blocks(blueprint: Blueprint) -> Iterator[MatrixBlock | TableBlock]:
    if not blueprint.links:
        return
    cells = tuple(
        tuple(sum((start.lane, end.lane) == (row, column) for start, end in blueprint.links) for column in STEP_LANES)
        for row in STEP_LANES
    )
    titles = tuple(TITLES[lane] for lane in STEP_LANES)
    yield MatrixBlock("Links from lane to lane", titles, titles, cells, 0.0, float(max(map(max, cells))))
    changes = between_owners(blueprint)
    handed = [link for link in blueprint.links if crossed(link[0].lane, link[1].lane) or link in changes]
    if handed:
        yield TableBlock(
            "Hand-overs",
            ("from", "to", "crosses", "owners"),
            tuple(
                (
                    start.title,
                    end.title,
                    _lines(start, end),
                    f"{_who(blueprint, start)} → {_who(blueprint, end)}",
                )
                for start, end in handed
            ),
        )


def _lines(start: Placed, end: Placed) -> str | None:
    names = [LINE_TITLES[line].removeprefix("Line of ") for line in crossed(start.lane, end.lane)]
    return ", ".join(names) or None


def _who(blueprint: Blueprint, placed: Placed) -> str:
    if isinstance(placed.step, CustomerAction):
        persona = placed.step.persona.rpartition("/")[2]
        return blueprint.name(persona) if persona else "customer"
    return placed.owner or "nobody"


def _findings(figures: Figures, blueprint: Blueprint) -> Iterator[Finding]:
    for placed in loose(blueprint):
        yield figures.finding(
            "loose-step",
            Severity.NOTE,
            f"{quoted(placed.step.label)} follows from nothing and leads to nothing.",
            "Link it with what sets it off, or with what it is for.",
            item=placed.step.id,
        )
    for start, end in blueprint.links:
        if start.lane == "customer" and end.lane in ("backstage", "support"):
            yield figures.finding(
                "skipped-contact",
                Severity.NOTE,
                f"{quoted(start.step.label)} leads behind the line of visibility to {quoted(end.step.label)}.",
                "Name what the customer meets onstage: a person, a page, a machine.",
                item=start.step.id,
                about=[end.step.id],
            )


def _reading(blueprint: Blueprint) -> str:
    if not blueprint.links:
        return "No step leads to another yet. Link what follows from what, from the customer inwards."
    told = [f"the {LINE_TITLES[line].lower()} {counted(len(across(blueprint, line)), 'time')}" for line in LINES]
    apart = loose(blueprint)
    after = (
        f"{counted(len(apart), 'step')} {'is' if len(apart) == 1 else 'are'} linked with nothing."
        if apart
        else "Look at each hand-over between owners: who knows that it is done?"
    )
    links = counted(len(blueprint.links), "link")
    return f"{links} {'crosses' if len(blueprint.links) == 1 else 'cross'} {listed(told)}. {after}"
