"""Records that the tests of the renderers share: one ordinary, one hostile, one empty."""

from __future__ import annotations

from personatui.model.claims import Claim, Goal, Link, Note, Pain, Quote, Strength, Trait
from personatui.model.findings import Finding, Severity
from personatui.model.persona import Demographics, Persona
from personatui.model.project import Project
from personatui.model.reports import (
    Bar,
    BarsBlock,
    Divider,
    Line,
    LineBlock,
    MatrixBlock,
    Metric,
    Point,
    Report,
    ScatterBlock,
    TableBlock,
    TextBlock,
)
from personatui.model.segment import Segment
from personatui.model.source import Excerpt, Source

HOSTILE = "\x1b]0;owned\x07 <b onload='x'>&amp; `code` [TODO] *x* | pipe \u202egnp \x9b2J # end #"
WIDE = "動物の餌を買う"

PROJECT = Project(
    segments={"urban-renters": Segment(name="Urban renters")},
    sources={
        "interview-maya": Source(kind="interview", participants=1, excerpts=(Excerpt(id="e3", text="At night?"),))
    },
)
MAYA = Persona(
    name="Maya Okafor",
    kind="b2c",
    role="primary",
    basis="qualitative",
    n=7,
    segment="urban-renters",
    summary="Rents an unusual pet for a weekend and wants it to go well.",
    demographics=Demographics(age=34, location="Leeds"),
    goals=(Goal(text="Surprise the children", kind="end", priority=4, sources=("interview-maya#e3",)),),
    needs=(Claim(text="An answer at night", sources=("interview-gone",)),),
    pains=(Pain(text="Nobody answers when the animal stops eating", severity=4, note="twice a month"),),
    quotes=(Quote(text="Is somebody there at night?", kind="verbatim", sources=("interview-maya#e3",)),),
    traits=(Trait(text="Patience", score=2.0, low_label="none", high_label="endless"),),
    notes=(Note(heading="Kept", text="first line\nsecond line"),),
    links=(Link(title="Recording", target="https://example.org/maya"),),
    custom={"pet": {"kinds": ["owl", "lynx"]}, "insured": True},
)
HOSTILE_PERSONA = Persona(
    name=HOSTILE,
    segment=HOSTILE,
    summary=HOSTILE,
    demographics=Demographics(location=HOSTILE),
    goals=(Goal(text=HOSTILE, note=HOSTILE, tags=(HOSTILE,), sources=(HOSTILE,)),),
    traits=(Trait(text=HOSTILE, score=float("nan"), low_label=HOSTILE),),
    notes=(Note(heading=HOSTILE, text=HOSTILE),),
    links=(Link(title=HOSTILE, target=HOSTILE),),
    custom={HOSTILE: [HOSTILE, {HOSTILE: HOSTILE}]},
)


def report_of(text: str) -> Report:
    """A report with every kind of block, in which every text is the same."""
    return Report(
        id=text,
        tool="jtbd",
        title=text,
        reading=text,
        metrics=(
            Metric("a", text, 12.5, unit=text, scale=text, n=7, formula=text, evidence=Strength.ANECDOTE),
            Metric("b", text, None),
        ),
        blocks=(
            TextBlock(text, text),
            TableBlock(text, (text, "n"), ((text, 1), (None, 2.5))),
            BarsBlock(text, (Bar(text, 1.0, text), Bar(text, None)), unit=text),
            LineBlock(text, (text, text), (1.0, None), 0.0, 5.0, text, text, (Line(text, (2.0, 3.0), text),)),
            ScatterBlock(
                text,
                text,
                text,
                (Point(5, 5, text, text, text),),
                dividers=(Divider(0, 0, 9, 9, text),),
                zones=((text, 2, 2),),
            ),
            MatrixBlock(text, (text,), (text, text), ((text, 3),)),
        ),
        findings=(Finding(text, Severity.WARNING, text, where=text, hint=text),),
        parameters={text: text},
    )


REPORT = report_of("Opportunity")
EMPTY = Report("jtbd.empty", "jtbd", "Nothing yet")
NOTHING = Report(
    "jtbd.nothing",
    "jtbd",
    "No values",
    metrics=(Metric("a", "Score", None), Metric("b", "Ratio", float("nan"))),
    blocks=(
        TextBlock("", ""),
        TableBlock("Table", (), ()),
        TableBlock("Rows", ("a", "b"), ((None, None), ())),
        BarsBlock("Bars", ()),
        LineBlock("Line", (), (), 0, 0),
        ScatterBlock("Scatter", "", "", ()),
        MatrixBlock("Matrix", (), (), ()),
    ),
)
