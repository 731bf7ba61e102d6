"""Rules over the canvas of all personas: references that lead nowhere, figures off their scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite

from personatui.api import CheckInput, Finding, Reference, Severity, canvas_reference, listed, quoted
from personatui_personas.attributes import attributes_of
from personatui_personas.canvas import TogetherCanvas
from personatui_personas.common import TOOL_ID, persona_of, personas_of
from personatui_personas.perception import perception_findings
from personatui_personas.prevalence import prevalence_findings


def check_figures(given: CheckInput) -> Iterable[Finding]:
    """Shares, counts and answers that cannot be."""
    for where, canvas in _canvases(given):
        yield from prevalence_findings(canvas, where.record)
        yield from perception_findings(canvas, where.record)


def check_references(given: CheckInput) -> Iterable[Finding]:
    """Entries about personas that are not there."""
    known = given.project.personas
    for where, canvas in _canvases(given):
        named = [
            *((one.label, one.id, one.persona) for one in canvas.motives),
            *((one.label, one.id, one.persona) for one in canvas.shares),
            *((one.label, one.id, one.persona) for one in canvas.conjunctions),
            *((one.label, one.id, one.persona) for one in canvas.responses),
            *((one.label, one.id, one.first) for one in canvas.apart),
            *((one.label, one.id, one.second) for one in canvas.apart),
        ]
        for label, item, text in named:
            if persona_of(text) not in known:
                told = f"names {text}, which is no persona here" if text else "does not say which persona it is about"
                yield Finding(
                    f"{TOOL_ID}.dangling-persona",
                    Severity.ERROR,
                    f"{quoted(label)} {told}.",
                    str(where.at(item)),
                    f"Write it as persona/… ; there are {listed(list(known)[:5]) or 'none yet'}.",
                )
        for pair in canvas.apart:
            if pair.first and persona_of(pair.first) == persona_of(pair.second):
                yield Finding(
                    f"{TOOL_ID}.apart-from-itself",
                    Severity.WARNING,
                    f"{quoted(pair.label)} keeps {pair.first} apart from itself.",
                    str(where.at(pair.id)),
                    "Name two personas.",
                )


def check_attributes(given: CheckInput) -> Iterable[Finding]:
    """Rules for attributes that nobody has, weights that are none, and levels that are missing."""
    for where, canvas in _canvases(given):
        names = {one.name for one in attributes_of(personas_of(given.project))}
        seen: set[str] = set()
        for rule in canvas.attributes:
            place = str(where.at(rule.id))
            if rule.name in seen:
                yield Finding(
                    f"{TOOL_ID}.several-rules",
                    Severity.WARNING,
                    f"There are several rules for {rule.name or '(no name)'}; the last one counts.",
                    place,
                    "Keep one.",
                )
            seen.add(rule.name)
            if rule.name not in names:
                yield Finding(
                    f"{TOOL_ID}.unknown-attribute",
                    Severity.WARNING,
                    f"No persona has the attribute {rule.name or '(no name)'}.",
                    place,
                    "Correct the name, such as demographics.age or custom.visits.",
                )
            if not isfinite(rule.weight) or rule.weight < 0:
                yield Finding(
                    f"{TOOL_ID}.invalid-weight",
                    Severity.ERROR,
                    f"{rule.name} has the weight {rule.weight:g} and is left out.",
                    place,
                    "A weight is 0 or more.",
                )
            if rule.kind == "ordinal" and rule.name.startswith("custom.") and len(rule.levels) < 2:
                yield Finding(
                    f"{TOOL_ID}.missing-levels",
                    Severity.WARNING,
                    f"{rule.name} is ordinal but does not name its levels; words then have no rank and drop out.",
                    place,
                    "List the levels, lowest first.",
                )


def _canvases(given: CheckInput) -> Iterator[tuple[Reference, TogetherCanvas]]:
    for (tool, name), canvas in given.project.canvases.items():
        if tool == TOOL_ID and isinstance(canvas, TogetherCanvas):
            yield canvas_reference(tool, name), canvas
