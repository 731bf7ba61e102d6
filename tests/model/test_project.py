"""What claims rest on, who uses what, and how complete a persona is."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from personatui.model.canvas import Canvas, Opening
from personatui.model.claims import Claim, Goal, Strength
from personatui.model.ids import Reference, persona_reference
from personatui.model.persona import Persona
from personatui.model.project import Project, Settings, Thresholds, claims_of, items_of
from personatui.model.quality import COMPLETENESS_WEIGHTS, completeness, evidence_coverage, persona_coverage
from personatui.model.segment import Segment
from personatui.model.source import Excerpt, Source


def source(kind: str = "interview", participants: int | None = None) -> Source:
    return Source.model_validate(
        {"title": "t", "kind": kind, **({} if participants is None else {"participants": participants})}
    )


def project(**sources: Source) -> Project:
    return Project(sources={name.replace("_", "-"): record for name, record in sources.items()})


@pytest.mark.parametrize(
    ("sources", "strength"),
    [
        ({}, Strength.ASSUMPTION),
        ({"a": source()}, Strength.ANECDOTE),
        ({"a": source(participants=4)}, Strength.ANECDOTE),
        ({"a": source(participants=5)}, Strength.QUALITATIVE),
        ({"a": source(participants=2), "b": source(participants=3)}, Strength.QUALITATIVE),
        ({"a": source(participants=2), "b": source(participants=2)}, Strength.ANECDOTE),
        ({"a": source("survey", 29)}, Strength.QUALITATIVE),
        ({"a": source("survey", 30)}, Strength.QUANTITATIVE),
        ({"a": source("analytics", 30)}, Strength.QUANTITATIVE),
        ({"a": source("interview", 300)}, Strength.QUALITATIVE),
        ({"a": source("survey")}, Strength.ANECDOTE),
        ({"a": source("survey", 0)}, Strength.ANECDOTE),
    ],
)
def test_strength_of_evidence(sources: dict[str, Source], strength: Strength) -> None:
    assert project(**sources).strength(sources) == strength


def test_a_source_counts_once_however_many_excerpts_are_named() -> None:
    told = Source(title="t", kind="interview", participants=3, excerpts=(Excerpt(id="e1"), Excerpt(id="e2")))
    assert project(a=told).strength(["a#e1", "a#e2", "a"]) == Strength.ANECDOTE


def test_references_to_nothing_support_nothing() -> None:
    there = project(a=source())
    assert there.strength(["b", "a#e9", "persona/x", "not a reference"]) == Strength.ASSUMPTION


def test_the_thresholds_are_the_projects() -> None:
    strict = Project(
        settings=Settings(thresholds=Thresholds(qualitative=10, quantitative=100)),
        sources={"a": source(participants=9), "b": source("survey", 99)},
    )
    assert strict.strength(["a"]) == Strength.ANECDOTE
    assert strict.strength(["b"]) == Strength.QUALITATIVE


def test_the_weakest_claim_is_what_a_figure_rests_on() -> None:
    there = project(a=source(participants=7))
    assert there.evidence([]) is None
    assert there.evidence([Claim(text="x", sources=("a",)), Claim(text="y")]) == Strength.ASSUMPTION
    assert there.evidence([Claim(text="x", sources=("a",))]) == Strength.QUALITATIVE


def test_coverage_of_no_statements_is_no_value() -> None:
    assert evidence_coverage([], Project()).share is None
    assert evidence_coverage([Claim(text="  ")], Project()).share is None


def test_coverage_counts_statements_with_a_source_that_exists() -> None:
    persona = Persona(
        name="P",
        goals=(Goal(text="a", sources=("s",)), Goal(text="b", sources=("gone",))),
        needs=(Claim(text="c"),),
    )
    coverage = persona_coverage(persona, project(s=source()))
    assert (coverage.supported, coverage.total) == (1, 3)


def test_completeness_runs_from_nothing_to_everything() -> None:
    share, missing = completeness(Persona())
    assert share == 0
    assert set(missing) == set(COMPLETENESS_WEIGHTS)
    full = Persona.model_validate(
        {
            "name": "P",
            "role": "primary",
            "segment": "s",
            "summary": "x",
            "demographics": {"age": 30},
            **{
                name: [{"text": "x"}]
                for name in ("goals", "needs", "motivations", "behaviours", "pains", "channels", "quotes")
            },
        }
    )
    assert completeness(full) == (1.0, ())


def test_a_business_persona_is_profiled_by_its_organisation() -> None:
    demographics_only = Persona.model_validate({"kind": "b2b", "demographics": {"age": 30}})
    assert "profile" in completeness(demographics_only)[1]


def test_canvases_of_a_persona() -> None:
    there = Project(
        personas={"a": Persona(), "b": Persona(), "c": Persona()},
        canvases={
            ("map", "a"): Canvas(title="own"),
            ("map", "shared"): Canvas(title="shared", personas=("b", "c", "gone")),
            ("map", "c"): Canvas(title="taken over", personas=("b",)),
            ("map", "of-segment"): Canvas(segment="s"),
        },
    )
    assert there.canvas("map", "a") == ("a", there.canvases["map", "a"])
    assert there.canvas("map", "c") == ("shared", there.canvases["map", "shared"])
    assert there.canvas("other", "a") is None
    assert there.canvas_of("map", "a", Canvas) is there.canvases["map", "a"]
    assert there.personas_of("map", "a") == ("a",)
    assert there.personas_of("map", "shared") == ("b", "c")
    assert there.personas_of("map", "of-segment") == ()


def test_personas_by_segment() -> None:
    there = Project(
        personas={"a": Persona(segment="s"), "b": Persona(segment="gone"), "c": Persona()},
        segments={"s": Segment(name="S")},
    )
    assert there.personas_in("s") == ("a",)
    assert there.personas_in("") == ("b", "c")


def test_who_uses_a_source_an_excerpt_a_segment() -> None:
    claim = Goal(id="g1", text="x", sources=("s#e1",))
    there = Project(
        personas={"a": Persona(segment="seg", goals=(claim,)), "b": Persona(goals=(Goal(text="y", sources=("s",)),))},
        sources={"s": Source(title="t", excerpts=(Excerpt(id="e1"),))},
        segments={"seg": Segment()},
    )
    assert there.uses_of(Reference("source", "s")) == (persona_reference("a", "g1"), persona_reference("b"))
    assert there.uses_of(Reference("source", "s", item="e1")) == (persona_reference("a", "g1"),)
    assert there.uses_of(Reference("segment", "seg")) == (persona_reference("a"),)


def test_items_and_records_are_found_by_reference() -> None:
    there = Project(personas={"a": Persona(goals=(Goal(id="g1", text="x"),), links=())})
    found = there.item(persona_reference("a", "g1"))
    assert isinstance(found, Goal)
    assert there.item(persona_reference("a", "zz")) is None
    assert there.record(persona_reference("zz")) is None
    assert [name for name, _, _ in items_of(there.personas["a"])] == ["goals"]
    assert [claim.text for _, _, claim in claims_of(there.personas["a"])] == ["x"]


class _Open(Canvas):
    def openings(self) -> Iterable[Opening]:
        yield Opening("a1", "It hurts", "low point, -2 on -2 to +2")


class _Faulty(Canvas):
    def openings(self) -> Iterable[Opening]:
        raise RuntimeError


def test_openings_are_told_with_their_references_whatever_other_canvases_do() -> None:
    canvases = {
        ("faulty", "maya"): _Faulty(),
        ("kano", "maya"): _Open(),
        ("kano", "tom"): _Open(),
        ("plain", "maya"): Canvas.model_validate({"openings": "a field of a tool that is not there"}),
    }
    held = Project(personas={"maya": Persona(name="Maya"), "tom": Persona(name="Tom")}, canvases=canvases)
    assert [(str(reference), opening.text) for reference, opening in held.openings("maya")] == [
        ("canvas/kano/maya#a1", "It hurts")
    ]
    assert not list(held.openings("nobody"))


def test_the_canvas_of_the_project_is_about_every_persona_without_one() -> None:
    personas = {"a": Persona(name="A"), "b": Persona(name="B")}
    whole, own = Canvas(title="Whole"), Canvas(title="Own")
    there = Project(personas=personas, canvases={("map", "project"): whole, ("map", "b"): own})
    assert there.canvas("map", "a") == ("project", whole)
    assert there.canvas("map", "b") == ("b", own)
    assert there.canvas("other", "a") is None
    assert there.personas_of("map", "project") == ("a", "b")
    assert there.is_about_all("map", "project")
    assert not there.is_about_all("map", "b")


@pytest.mark.parametrize("canvas", [Canvas(personas=("b",)), Canvas(segment="s")])
def test_a_canvas_of_that_name_may_still_be_about_less(canvas: Canvas) -> None:
    there = Project(personas={"a": Persona(), "b": Persona()}, canvases={("map", "project"): canvas})
    assert there.canvas("map", "a") is None
    assert not there.is_about_all("map", "project")
    assert there.personas_of("map", "project") == canvas.personas


def test_a_persona_of_that_name_keeps_its_canvas() -> None:
    canvas = Canvas()
    there = Project(personas={"a": Persona(), "project": Persona()}, canvases={("map", "project"): canvas})
    assert there.canvas("map", "project") == ("project", canvas)
    assert there.canvas("map", "a") is None
    assert there.personas_of("map", "project") == ("project",)
