"""What the analyses of all personas share: whom they are about, how they are named, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from personatui.api import EPSILON, AnalysisInput, Canvas, Persona, Project, Reference, Strength, reaches
from personatui_personas.canvas import TogetherCanvas

TOOL_ID = "personas"


def as_together(canvas: Canvas) -> TogetherCanvas:
    """The canvas of all personas; one read before the tool was there is a plain record of the same data."""
    return canvas if isinstance(canvas, TogetherCanvas) else TogetherCanvas.model_validate(canvas.to_data())


def persona_of(text: str) -> str:
    """The id of the persona that a text names, as `persona/maya-okafor` or bare."""
    found = Reference.parse(text, default_kind="persona")
    return found.record if found is not None and found.kind == "persona" else ""


def personas_of(project: Project) -> dict[str, Persona]:
    """All personas by id, in the order of their ids, so that the order of files does not matter."""
    return dict(sorted(project.personas.items()))


def wanted(project: Project) -> dict[str, Persona]:
    """The personas that the product is for: all but the negative ones."""
    return {key: persona for key, persona in personas_of(project).items() if not persona.is_negative}


def names_of(personas: Mapping[str, Persona]) -> dict[str, str]:
    """What each persona is called; those of one name get their id beside it."""
    plain = {key: " ".join(persona.name.split()) or key for key, persona in personas.items()}
    names = list(plain.values())
    return {key: name if names.count(name) == 1 else f"{name} ({key})" for key, name in plain.items()}


def weakest(given: AnalysisInput, personas: Iterable[Persona]) -> Strength | None:
    """The weakest evidence that these personas as a whole rest on."""
    ranked = [given.project.strength(persona.sources) for persona in personas]
    return min(ranked, key=lambda strength: strength.rank) if ranked else None


def reference(persona_id: str) -> str:
    """How metrics and findings name a persona."""
    return str(Reference("persona", persona_id))


def at_least(value: float | None, limit: float) -> bool:
    """Whether a value reaches a limit that belongs to the band above it."""
    return value is not None and reaches(value, limit)


def above(value: float, limit: float) -> bool:
    """Whether a value is beyond a limit, sums such as 3.0000000001 aside."""
    return value > limit + EPSILON
