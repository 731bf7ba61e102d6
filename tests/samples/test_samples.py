"""The sample projects are valid, consistent, in the house style, and about as well supported as real ones."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import rtoml

from personatui.model.base import Model, unknown_keys
from personatui.model.canvas import Canvas
from personatui.model.claims import Borrowed, Claim, Quote, Strength
from personatui.model.ids import Reference, is_record_id
from personatui.model.persona import Persona
from personatui.model.project import Project, Settings, claims_of, items_of
from personatui.model.quality import completeness, evidence_coverage, persona_coverage
from personatui.model.segment import Segment
from personatui.model.source import Source
from personatui.model.validation import read_record
from personatui_business_model.canvas import BlockNote, BusinessModel
from personatui_empathy_map.canvas import EmpathyMap
from personatui_experience_map.canvas import ExperienceMap
from personatui_jtbd.canvas import JobsCanvas
from personatui_persona_canvas.canvas import PersonaCanvas
from personatui_personas.canvas import TogetherCanvas
from personatui_pestel.canvas import PestelCanvas
from personatui_segments.canvas import SegmentsCanvas
from personatui_swot.canvas import Factor, SwotCanvas
from personatui_value_proposition.canvas import ValueProposition

PROJECTS = Path(__file__).parents[2] / "projects"
SAMPLES = ("exotic-pet-rental", "underwater-restaurant", "vein-visualizer")
CANVAS_MODELS: dict[str, type[Canvas]] = {
    "business_model": BusinessModel,
    "empathy_map": EmpathyMap,
    "experience_map": ExperienceMap,
    "jtbd": JobsCanvas,
    "persona_canvas": PersonaCanvas,
    "personas": TogetherCanvas,
    "pestel": PestelCanvas,
    "segments": SegmentsCanvas,
    "swot": SwotCanvas,
    "value_proposition": ValueProposition,
}
GRAY_SECTIONS = ("who", "need_to_do", "sees", "says", "does", "hears", "think_feel", "pains", "gains")
NNG_SECTIONS = ("says", "thinks", "does", "feels")
EMOTIONAL = ("Feel ", "Avoid feeling ")
SOCIAL = ("Be perceived ", "Avoid being perceived ")
ITEM_ID = re.compile(r"[a-z][a-z2-9]{3}")
DAY_2026 = re.compile(r"2026-\d\d-\d\d")


@dataclass(frozen=True)
class File:
    """One TOML file of a sample, as text, as data and as the record it describes."""

    path: Path
    name: str
    text: str
    record: Model
    problems: tuple[object, ...]


@dataclass(frozen=True)
class Sample:
    """A sample project with the files it was read from."""

    root: Path
    files: tuple[File, ...]
    project: Project


def _model_of(relative: Path) -> type[Model]:
    match relative.parts:
        case ("personatui.toml",):
            return Settings
        case ("personas", _):
            return Persona
        case ("segments", _):
            return Segment
        case ("sources", _):
            return Source
        case ("canvases", tool, _):
            return CANVAS_MODELS[tool]
        case _:
            raise AssertionError(f"{relative} belongs to no record")


def _read(root: Path, path: Path) -> File:
    text = path.read_text(encoding="utf-8")
    relative = path.relative_to(root)
    reading = read_record(_model_of(relative), rtoml.loads(text))
    return File(relative, relative.stem, text, reading.record, reading.problems)


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Sample:
    root = PROJECTS / str(request.param)
    files = tuple(_read(root, path) for path in sorted(root.rglob("*.toml")))
    settings = next(file.record for file in files if isinstance(file.record, Settings))
    return Sample(
        root,
        files,
        Project(
            settings=settings,
            personas={file.name: file.record for file in files if isinstance(file.record, Persona)},
            segments={file.name: file.record for file in files if isinstance(file.record, Segment)},
            sources={file.name: file.record for file in files if isinstance(file.record, Source)},
            canvases={
                (file.path.parent.name, file.name): file.record for file in files if isinstance(file.record, Canvas)
            },
        ),
    )


def _named(sample: Sample) -> list[str]:
    """Every text in a sample that names a source: of claims, stories and whole records."""
    named: list[str] = []
    for file in sample.files:
        named += getattr(file.record, "sources", ())
        for _, _, item in items_of(file.record):
            named += getattr(item, "sources", ())
    return named


def _claims(sample: Sample) -> list[Claim]:
    return [claim for file in sample.files for _, _, claim in claims_of(file.record)]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def test_every_sample_is_known() -> None:
    assert sorted(path.parent.name for path in PROJECTS.glob("*/personatui.toml")) == sorted(SAMPLES)


def test_every_file_fits_its_model(sample: Sample) -> None:
    assert {file.path: file.problems for file in sample.files if file.problems} == {}


def test_no_file_holds_an_unknown_key(sample: Sample) -> None:
    assert {file.path: found for file in sample.files if (found := list(unknown_keys(file.record)))} == {}


def test_records_have_usable_names(sample: Sample) -> None:
    assert all(is_record_id(file.name) for file in sample.files)


def test_settings_name_and_describe_the_project(sample: Sample) -> None:
    assert sample.project.settings.name.replace(" ", "-").lower() == sample.root.name
    assert sample.project.settings.summary


def test_each_sample_has_a_readme_that_names_its_personas(sample: Sample) -> None:
    readme = (sample.root / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {sample.project.settings.name}\n")
    assert all(persona.name.split()[0] in readme for persona in sample.project.personas.values())


def test_item_ids_are_short_random_and_unique_in_their_file(sample: Sample) -> None:
    for file in sample.files:
        ids = [item.id for _, _, item in items_of(file.record)]
        assert len(ids) == len(set(ids)), file.path
        assert all(ITEM_ID.fullmatch(item_id) for item_id in ids), file.path


def test_every_source_reference_leads_to_a_source_or_an_excerpt(sample: Sample) -> None:
    dangling = [text for text in _named(sample) if sample.project.source_of(text) is None]
    assert dangling == []


def test_no_claim_names_the_same_evidence_twice(sample: Sample) -> None:
    for claim in _claims(sample):
        assert len(claim.sources) == len(set(claim.sources)), claim


def test_what_is_taken_over_is_there_and_says_what_it_said(sample: Sample) -> None:
    borrowed = [claim for claim in _claims(sample) if isinstance(claim, Borrowed) and claim.origin]
    assert len(borrowed) >= 8
    for claim in borrowed:
        assert sample.project.original(claim) is not None, claim
        assert not sample.project.is_outdated(claim), claim
        assert not claim.text, claim


def test_every_stage_of_a_journey_is_rated_and_on_its_scale(sample: Sample) -> None:
    maps = [canvas for canvas in sample.project.canvases.values() if isinstance(canvas, ExperienceMap)]
    assert maps
    for canvas in maps:
        own = {feeling.stage for feeling in canvas.feelings if not feeling.view}
        assert own == {stage.id for stage in canvas.stages}
        assert all(abs(feeling.emotion or 0) <= canvas.scale for feeling in canvas.feelings)
        assert {view.state for view in canvas.views} == {"as-is", "to-be"}


def test_every_source_is_used(sample: Sample) -> None:
    used = {text.partition("#")[0] for text in _named(sample)}
    assert set(sample.project.sources) - used == set()


def test_every_segment_named_exists(sample: Sample) -> None:
    for persona in sample.project.personas.values():
        assert persona.segment in sample.project.segments
    for canvas in sample.project.canvases.values():
        assert canvas.segment in ("", *sample.project.segments)


def test_shares_of_the_segments_add_up(sample: Sample) -> None:
    shares = [segment.share for segment in sample.project.segments.values()]
    assert sum(share for share in shares if share is not None) == pytest.approx(1.0)


def test_links_lead_somewhere(sample: Sample) -> None:
    for persona in sample.project.personas.values():
        for link in persona.links:
            target = Reference.parse(link.target)
            assert target is not None, link.target
            assert sample.project.record(target.file) is not None, link.target


def test_every_canvas_belongs_to_a_persona(sample: Sample) -> None:
    for tool, name in sample.project.canvases:
        assert sample.project.personas_of(tool, name), (tool, name)


def test_sources_say_when_who_and_how_many(sample: Sample) -> None:
    for name, source in sample.project.sources.items():
        assert DAY_2026.fullmatch(source.date), name
        assert source.title, name
        assert source.summary, name
        assert source.excerpts, name
        assert source.participants or source.kind == "desk-research", name
        assert all(excerpt.speaker and excerpt.place for excerpt in source.excerpts), name


def test_verbatim_quotes_are_the_words_of_their_source(sample: Sample) -> None:
    quotes = [claim for claim in _claims(sample) if isinstance(claim, Quote)]
    verbatim = [quote for quote in quotes if quote.kind == "verbatim"]
    assert verbatim
    assert len(verbatim) < len(quotes)
    for quote in verbatim:
        assert any(_plain(quote.text) == _plain(text) for text in _excerpts(sample, quote)), quote.text
    assert all(not quote.sources for quote in quotes if quote.kind == "illustrative")


def test_words_in_quotation_marks_on_a_map_are_words_of_their_source(sample: Sample) -> None:
    for file in sample.files:
        if isinstance(file.record, EmpathyMap):
            for note in (*file.record.says, *file.record.hears):
                if note.seen == "heard" and note.text.startswith('"'):
                    words = _plain(note.text.strip('"'))
                    assert any(words.rstrip(".") in _plain(text) for text in _excerpts(sample, note)), note.text


def _excerpts(sample: Sample, claim: Claim) -> list[str]:
    found = [sample.project.source_of(text) for text in claim.sources]
    return [pair[1].text for pair in found if pair is not None and pair[1] is not None]


def test_no_statement_is_repeated_within_a_file(sample: Sample) -> None:
    for file in sample.files:
        texts = Counter(_plain(claim.label) for _, _, claim in claims_of(file.record))
        assert [text for text, count in texts.items() if count > 1] == [], file.path


def test_a_realistic_share_of_the_statements_is_supported(sample: Sample) -> None:
    share = evidence_coverage(_claims(sample), sample.project).share
    assert share is not None
    assert 0.45 <= share <= 0.85


def test_evidence_of_every_strength_occurs(sample: Sample) -> None:
    assert {sample.project.strength(claim.sources) for claim in _claims(sample)} == set(Strength)


def test_each_interface_has_exactly_one_primary_persona(sample: Sample) -> None:
    personas = [persona for persona in sample.project.personas.values() if not persona.is_negative]
    primaries = Counter(persona.interface for persona in personas if persona.role == "primary")
    assert {persona.interface for persona in personas} == set(primaries)
    assert set(primaries.values()) == {1}


def test_a_negative_persona_stands_in_a_segment_that_is_no_target(sample: Sample) -> None:
    negative = [persona for persona in sample.project.personas.values() if persona.is_negative]
    assert len(negative) == 1
    assert sample.project.segments[negative[0].segment].target is False
    for persona in sample.project.personas.values():
        if not persona.is_negative:
            assert sample.project.segments[persona.segment].target is True


def test_primary_personas_are_complete_and_follow_coopers_numbers(sample: Sample) -> None:
    for name, persona in sample.project.personas.items():
        if persona.role != "primary":
            continue
        kinds = Counter(goal.kind for goal in persona.goals)
        assert 3 <= kinds["end"] <= 5, name
        assert kinds["life"] <= 1, name
        assert kinds["experience"] <= 2, name
        assert completeness(persona) == (1.0, ()), name
        assert all(pain.severity for pain in persona.pains), name
        coverage = persona_coverage(persona, sample.project).share
        assert coverage is not None, name
        assert coverage >= 0.55, name


def test_a_thin_proto_persona_shows_the_difference(sample: Sample) -> None:
    thin = [
        persona for persona in sample.project.personas.values() if persona.basis == "proto" and not persona.is_negative
    ]
    shares = [persona_coverage(persona, sample.project).share for persona in thin]
    assert any(share is not None and share < 0.4 for share in shares)


def test_personas_based_on_research_say_how_many_and_when(sample: Sample) -> None:
    for name, persona in sample.project.personas.items():
        assert DAY_2026.fullmatch(persona.date), name
        if persona.basis != "proto":
            assert persona.n, name
            assert persona.sources, name


def test_empathy_maps_fill_their_layout_and_link_real_notes(sample: Sample) -> None:
    maps = {name: file for (tool, name), file in sample.project.canvases.items() if tool == "empathy_map"}
    layouts = {canvas.layout for canvas in maps.values()}
    assert layouts == {"gray2017", "nng"}
    for name, canvas in maps.items():
        assert isinstance(canvas, EmpathyMap)
        known = NNG_SECTIONS if canvas.layout == "nng" else GRAY_SECTIONS
        used = {field for field, _, _ in claims_of(canvas)}
        assert used <= set(known), name
        notes = {item.id for _, _, item in items_of(canvas)}
        for link in canvas.contradictions:
            assert {link.first, link.second} <= notes, name
            assert link.first != link.second, name
        if sample.project.personas[name].role == "primary":
            assert all(2 <= len(getattr(canvas, section)) <= 5 for section in GRAY_SECTIONS), name
            assert canvas.contradictions, name


def test_outcomes_are_worded_and_counted_as_the_method_asks(sample: Sample) -> None:
    for (_, name), canvas in sample.project.canvases.items():
        if not isinstance(canvas, JobsCanvas):
            continue
        assert canvas.job.verb, name
        assert canvas.job.object, name
        for outcome in canvas.outcomes:
            assert outcome.statement.startswith(("Minimize the ", "Increase the ")), outcome.statement
            assert not re.search(r"\b(and|or)\b", outcome.statement), outcome.statement
            assert outcome.step, outcome.statement
            if outcome.respondents is not None:
                assert outcome.importance_top is not None
                assert outcome.satisfaction_top is not None
                assert max(outcome.importance_top, outcome.satisfaction_top) <= outcome.respondents
        for job in canvas.related_jobs:
            prefixes = {"emotional": EMOTIONAL, "social": SOCIAL}.get(job.kind or "", ("",))
            assert job.text.startswith(prefixes), job.text
        days = [event.date for event in canvas.timeline]
        assert days == sorted(days), name


def test_swot_takes_its_outside_from_pestel_by_reference(sample: Sample) -> None:
    for (tool, name), canvas in sample.project.canvases.items():
        if tool != "swot":
            continue
        referring = [item for _, _, item in items_of(canvas) if isinstance(item, Factor) and item.origin]
        assert len(referring) >= 3, name
        for factor in referring:
            reference = Reference.parse(factor.origin)
            assert reference is not None, factor.origin
            original = sample.project.item(reference)
            assert original is not None, factor.origin
            assert factor.origin_text == original.label


def test_needs_on_persona_canvases_name_notes_that_exist(sample: Sample) -> None:
    canvases = [canvas for canvas in sample.project.canvases.values() if isinstance(canvas, PersonaCanvas)]
    assert canvases
    for canvas in canvases:
        around = {item.id for field, _, item in items_of(canvas) if field not in ("needs", "outline", "notes")}
        assert all(need.answers and set(need.answers) <= around for need in canvas.needs)


def test_the_business_model_serves_the_target_segments(sample: Sample) -> None:
    model = sample.project.canvases["business_model", "project"]
    assert isinstance(model, BusinessModel)
    named = {one.segment.removeprefix("segment/") for one in model.segments}
    assert named == {name for name, segment in sample.project.segments.items() if segment.target}
    for one in model.segments:
        assert {text.removeprefix("persona/") for text in one.personas} <= set(sample.project.personas)
    known = {one.id for one in model.segments}
    assert all(set(item.segments) <= known for _, _, item in items_of(model) if isinstance(item, BlockNote))


def _opportunities(canvas: JobsCanvas) -> list[tuple[float, float, float]]:
    """Importance, satisfaction and opportunity of the outcomes that a survey rated."""
    found = []
    for outcome in canvas.outcomes:
        if outcome.respondents and outcome.importance_top is not None and outcome.satisfaction_top is not None:
            importance = 10 * outcome.importance_top / outcome.respondents
            satisfaction = 10 * outcome.satisfaction_top / outcome.respondents
            found.append((importance, satisfaction, importance + max(importance - satisfaction, 0)))
    return found


def test_the_surveyed_outcomes_tell_a_story(sample: Sample) -> None:
    surveyed = [
        rows
        for canvas in sample.project.canvases.values()
        if isinstance(canvas, JobsCanvas) and (rows := _opportunities(canvas))
    ]
    assert len(surveyed) == 1
    scores = [score for _, _, score in surveyed[0]]
    assert sum(satisfaction > importance for importance, satisfaction, _ in surveyed[0]) == 1
    assert 1 <= sum(score >= 15 for score in scores) <= 3
    assert any(12 <= score < 15 for score in scores)
    assert any(10 <= score < 12 for score in scores)
    assert any(score < 10 for score in scores)


def test_expert_ratings_and_unrated_outcomes_occur_too(sample: Sample) -> None:
    outcomes = [
        outcome
        for canvas in sample.project.canvases.values()
        if isinstance(canvas, JobsCanvas)
        for outcome in canvas.outcomes
    ]
    assert any(outcome.importance is not None and outcome.respondents is None for outcome in outcomes)
    assert any(outcome.importance is None and outcome.respondents is None for outcome in outcomes)


def test_the_hospital_has_a_whole_buying_centre() -> None:
    root = PROJECTS / "vein-visualizer"
    held: set[str] = set()
    for path in (root / "personas").glob("*.toml"):
        persona = read_record(Persona, rtoml.load(path)).record
        held |= set(persona.buying_roles)
    assert held >= {"initiator", "user", "influencer", "decider", "approver", "buyer", "gatekeeper"}


def test_the_house_style_holds(sample: Sample) -> None:
    for file in sample.files:
        lines = [line for line in _outside_texts(file.text) if line not in _FREE_NAMES]
        assert lines[0] == "schema = 1", file.path
        assert [line for line in lines if re.match(r"[\w\"'-]+\s*\.", line)] == [], file.path
        assert [line for line in lines if re.match(r"[\w-]+ = \{", line)] == [], file.path
        assert [line for line in lines if re.match(r"\[+[\w-]+\.", line)] == [], file.path
        assert [line for line in lines if re.match(r"[\w-]+ = \[", line) and len(line) > 110] == [], file.path
        assert _order(lines) == sorted(_order(lines)), file.path
        assert file.text.endswith("\n"), file.path
        assert not file.text.endswith("\n\n"), file.path


# What was asked is the survey's own: of an answer, the model knows only that it has a name.
_FREE_NAMES = ("[respondents.values]", "[responses.answers]")


def _outside_texts(text: str) -> list[str]:
    """The lines of a file without the insides of multi-line texts."""
    return re.sub(r'"""\n.*?"""', '""', text, flags=re.DOTALL).splitlines()


def _order(lines: list[str]) -> list[int]:
    """What each heading is: 0 for a table, 1 for an entry of a list."""
    return [int(line.startswith("[[")) for line in lines if line.startswith("[")]


def test_data_read_back_from_the_records_is_the_data_of_the_files(sample: Sample) -> None:
    for file in sample.files:
        data: dict[str, Any] = rtoml.loads(file.text)
        assert file.record.to_data() == data, file.path


def test_texts_hold_no_control_characters_and_no_stray_spaces(sample: Sample) -> None:
    for claim in _claims(sample):
        assert claim.text == claim.text.strip()
        assert "  " not in claim.text
