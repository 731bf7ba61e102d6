"""A small tool as a plugin author would write it, and ways to spoil it."""

from __future__ import annotations

from personatui.api import (
    Analysis,
    AnalysisInput,
    Array,
    Canvas,
    CheckInput,
    CheckRule,
    Claim,
    Finding,
    Layout,
    Metric,
    Parameters,
    Region,
    Report,
    Severity,
    Tool,
    canvas_reference,
)


class Feature(Claim):
    """A feature and how much it delights, from -2 to 2."""

    delight: int | None = None


class KanoCanvas(Canvas):
    """Features by how they are felt."""

    features: Array[Feature] = ()


class KanoParameters(Parameters):
    """The least delight that counts."""

    least: int = 1


def delight(given: AnalysisInput) -> Report:
    """Which features delight."""
    assert isinstance(given.canvas, KanoCanvas)
    assert isinstance(given.parameters, KanoParameters)
    rated = [feature for feature in given.canvas.features if feature.delight is not None]
    found = [feature for feature in rated if (feature.delight or 0) >= given.parameters.least]
    share = len(found) / len(rated) if rated else None
    return Report(
        id="kano.delight",
        tool="kano",
        title="Delight",
        metrics=(Metric("delighting", "Delighting features", share, n=len(rated), subject=given.at()),),
        parameters=given.parameters.model_dump(),
    )


def check_ratings(given: CheckInput) -> list[Finding]:
    """Features nobody rated."""
    return [
        Finding(
            "kano.unrated",
            Severity.NOTE,
            f'"{feature.label}" has no rating.',
            str(canvas_reference("kano", name, feature.id)),
        )
        for (_, name), canvas in given.project.canvases.items()
        if isinstance(canvas, KanoCanvas)
        for where in (canvas_reference("kano", name),)
        for feature in canvas.features
        if feature.delight is None
    ]


TOOL = Tool(
    id="kano",
    title="Kano Model",
    summary="What delights",
    model=KanoCanvas,
    layouts=(Layout(id="plain", title="Plain", regions=(Region(id="features", title="Features"),)),),
    analyses=(Analysis(id="kano.delight", title="Delight", summary="", run=delight, parameters=KanoParameters),),
    checks=(CheckRule(id="kano.ratings", title="Every feature is rated", run=check_ratings),),
    demo={
        "schema": 1,
        "title": "A weekend with an owl",
        "features": [
            {"id": "f2kd", "text": "Somebody answers at night", "delight": 2, "tags": ["care"]},
            {"id": "f7mx", "text": "Delivered to the door"},
        ],
    },
)
