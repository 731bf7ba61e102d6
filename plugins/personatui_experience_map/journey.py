"""An experience map as it is computed with: what belongs to which stage, and the curve of each point of view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import TypeVar, cast

from personatui.api import Finding, Project, Reference, Severity, borrowed_findings, listed, on_scale, quoted
from personatui_experience_map.canvas import WIDEST_SCALE, Entry, ExperienceMap, Feeling, Stage, State, View
from personatui_experience_map.regions import LANES, TITLES, TOOL_ID

_E = TypeVar("_E", bound=Entry)
# Marks of the curves, told apart by their form: filled for today, hollow for what should be.
_MARKS: Mapping[State, str] = {"as-is": "●■▲◆", "to-be": "◇□△○"}
_MARK_OF_MORE = "•"


@dataclass(frozen=True, slots=True)
class Felt:
    """What is felt at one stage from one point of view: its place, the value, and the feelings behind it."""

    index: int
    stage: Stage
    value: float
    feelings: tuple[Feeling, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """The emotion of one point of view over the stages; None where nobody said."""

    view: View
    title: str
    at: tuple[Felt | None, ...]

    @property
    def felt(self) -> tuple[Felt, ...]:
        """The stages that have an emotion, in their order."""
        return tuple(felt for felt in self.at if felt is not None)

    @property
    def values(self) -> tuple[float, ...]:
        return tuple(felt.value for felt in self.felt)

    @property
    def feelings(self) -> tuple[Feeling, ...]:
        return tuple(feeling for felt in self.felt for feeling in felt.feelings)


@dataclass(frozen=True, slots=True)
class Journey:
    """Stages, curves, and the entries of each stage; `findings` tell of what could not be used."""

    stages: tuple[Stage, ...]
    curves: tuple[Curve, ...]
    scale: int | None
    held: Mapping[tuple[str, str], tuple[Entry, ...]]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def scale_text(self) -> str:
        """The scale of the emotion, in words."""
        return f"-{self.scale} to +{self.scale}" if self.scale is not None else "no valid scale"

    @property
    def today(self) -> tuple[Curve, ...]:
        """The curves as it is today."""
        return tuple(curve for curve in self.curves if curve.view.state == "as-is")

    def entries(self, lane: str, stage: Stage) -> tuple[Entry, ...]:
        """The entries of a lane that belong to a stage."""
        return self.held.get((lane, stage.id), ()) if stage.id else ()

    def all_entries(self, lane: str) -> tuple[Entry, ...]:
        """The entries of a lane that belong to any stage."""
        return tuple(entry for stage in self.stages for entry in self.entries(lane, stage))

    def name(self, stage: Stage) -> str:
        """What a stage is called."""
        return stage.label or f"stage {self.stages.index(stage) + 1}"


def valid_scale(scale: int) -> int | None:
    """The scale, or None for one that cannot be: it takes at least one step on each side of 0."""
    return scale if 1 <= scale <= WIDEST_SCALE else None


def is_step(value: float, scale: int) -> bool:
    """Whether a value is a whole step of the scale from -`scale` to +`scale`; a value that is no number is not."""
    return -scale <= value <= scale and value == int(value)


def views_of(canvas: ExperienceMap, personas: tuple[str, ...] = ()) -> tuple[View, ...]:
    """The points of view of a map: its own persona's as it is today, and those that it declares.

    Feelings that name no point of view are of the own persona [P]; without any, a map that declares another
    point of view as it is today need not have that one.
    """
    own = View(persona=f"persona/{personas[0]}" if personas else "")
    needs_own = all(view.state != "as-is" for view in canvas.views) or any(
        not feeling.view and feeling.stage for feeling in canvas.feelings
    )
    return (own, *canvas.views) if needs_own else canvas.views


def view_title(view: View, project: Project, own: str = "") -> str:
    """What a curve is called; `own` is the id of the map's own persona."""
    reference = Reference.parse(view.persona, default_kind="persona") if view.persona else None
    persona_id = reference.record if reference is not None and reference.kind == "persona" else own
    persona = project.personas.get(persona_id)
    name = persona.name if persona is not None else persona_id
    return view.title or " · ".join(part for part in (name, view.state) if part)


def _told_apart(titles: list[str]) -> list[str]:
    """The titles of the curves, numbered where several are the same."""
    counts = Counter(titles)
    seen: Counter[str] = Counter()
    told = []
    for title in titles:
        seen[title] += 1
        told.append(f"{title} #{seen[title]}" if counts[title] > 1 else title)
    return told


def read_journey(canvas: ExperienceMap, where: Reference, project: Project) -> Journey:
    """The map under the reference `where` of its file, with a finding for each thing that does not fit."""
    personas = project.personas_of(where.tool, where.record) if (where.tool, where.record) in project.canvases else ()
    views = views_of(canvas, personas)
    stages = canvas.stages
    stage_ids = {stage.id for stage in stages if stage.id}
    scale = valid_scale(canvas.scale)
    titles = _told_apart([view_title(view, project, personas[0] if personas else where.record) for view in views])
    curves = tuple(
        Curve(view, title, tuple(_felt(canvas, stage, index, view, scale) for index, stage in enumerate(stages)))
        for view, title in zip(views, titles, strict=True)
    )
    held: dict[tuple[str, str], list[Entry]] = {}
    for lane in LANES:
        for entry in getattr(canvas, lane):
            if isinstance(entry, Entry) and entry.stage in stage_ids and project.resolved(entry).label:
                held.setdefault((lane, entry.stage), []).append(project.resolved(entry))
    journey = Journey(stages, curves, scale, {key: tuple(entries) for key, entries in held.items()})
    findings = (
        *_scale_findings(canvas, where),
        *_view_findings(canvas, where, project),
        *_place_findings(canvas, where, stage_ids),
        *_severity_findings(canvas, where),
        *_emotion_findings(canvas, where, journey),
        *borrowed_findings(TOOL_ID, where, project),
    )
    return Journey(stages, curves, scale, journey.held, findings)


def marks_of(journey: Journey) -> tuple[str, ...]:
    """The sign of every curve, the same in the report and on the screen."""
    left = {state: iter(signs) for state, signs in _MARKS.items()}
    return tuple(next(left[curve.view.state], _MARK_OF_MORE) for curve in journey.curves)


def of_kind(entries: Iterable[Entry], kind: type[_E]) -> tuple[_E, ...]:
    """Entries of a lane as the kind that the lane holds."""
    return cast(tuple[_E, ...], tuple(entry for entry in entries if isinstance(entry, kind)))


def feelings_at(canvas: ExperienceMap, stage: Stage, view: View) -> tuple[Feeling, ...]:
    """The feelings of a stage from one point of view."""
    if not stage.id:
        return ()
    return tuple(feeling for feeling in canvas.feelings if feeling.stage == stage.id and feeling.view == view.id)


def _felt(canvas: ExperienceMap, stage: Stage, index: int, view: View, scale: int | None) -> Felt | None:
    if scale is None:
        return None
    rated = tuple(
        (feeling, feeling.emotion)
        for feeling in feelings_at(canvas, stage, view)
        if feeling.emotion is not None and is_step(feeling.emotion, scale)
    )
    if not rated:
        return None
    # where several say how one stage feels, none of them is the true one: their mean [P]
    return Felt(index, stage, fsum(value for _, value in rated) / len(rated), tuple(feeling for feeling, _ in rated))


def _scale_findings(canvas: ExperienceMap, where: Reference) -> Iterator[Finding]:
    if valid_scale(canvas.scale) is None:
        yield Finding(
            f"{TOOL_ID}.invalid-scale",
            Severity.ERROR,
            f"The map declares the scale {canvas.scale}, so no emotion could be used.",
            str(where),
            f"Set `scale` to the steps on each side of 0: 2 for -2 to +2, 5 for -5 to +5, {WIDEST_SCALE} at most.",
        )


def _view_findings(canvas: ExperienceMap, where: Reference, project: Project) -> Iterator[Finding]:
    for view in canvas.views:
        reference = Reference.parse(view.persona, default_kind="persona") if view.persona else None
        known = reference is not None and reference.kind == "persona" and reference.record in project.personas
        if view.persona and not known:
            yield Finding(
                f"{TOOL_ID}.unknown-persona",
                Severity.ERROR,
                f"The point of view {quoted(view.label)} names “{view.persona}”, which is no persona.",
                str(where.at(view.id)),
                "It was removed or renamed: name one that exists, such as persona/maya-okafor.",
            )


def _place_findings(canvas: ExperienceMap, where: Reference, stages: set[str]) -> Iterator[Finding]:
    """Entries in no stage, or of a point of view that is gone."""
    views = {view.id for view in canvas.views if view.id}
    for lane in LANES:
        for entry in getattr(canvas, lane):
            name, place = quoted(_entry_name(entry)), str(where.at(entry.id))
            if not entry.stage:
                yield Finding(
                    f"{TOOL_ID}.entry-without-stage",
                    Severity.WARNING,
                    f"{name} ({TITLES[lane].lower()}) belongs to no stage, so it was not counted.",
                    place,
                    "Move it into a stage, or set `stage` to the id of one.",
                )
            elif entry.stage not in stages:
                yield Finding(
                    f"{TOOL_ID}.unknown-stage",
                    Severity.ERROR,
                    f"{name} ({TITLES[lane].lower()}) names the stage “{entry.stage}”, which is not on the map.",
                    place,
                    "The stage was removed or its id is misspelt: move the entry into another stage.",
                )
            if entry.view and entry.view not in views:
                yield Finding(
                    f"{TOOL_ID}.unknown-view",
                    Severity.ERROR,
                    f"{name} ({TITLES[lane].lower()}) names the point of view “{entry.view}”, which is not on the map.",
                    place,
                    "The point of view was removed or its id is misspelt: name another, or leave `view` out.",
                )


def _severity_findings(canvas: ExperienceMap, where: Reference) -> Iterator[Finding]:
    for pain in canvas.pains:
        if pain.severity is not None and not on_scale(pain.severity, 1, 5):
            yield Finding(
                f"{TOOL_ID}.severity-off-scale",
                Severity.ERROR,
                f"The pain {quoted(_entry_name(pain))} has the severity {pain.severity}, which is not on the scale "
                "1-5; the pain counts all the same.",
                str(where.at(pain.id)),
                "Correct it; nothing is rounded into range.",
            )


def _emotion_findings(canvas: ExperienceMap, where: Reference, journey: Journey) -> Iterator[Finding]:
    scale = journey.scale
    if scale is None:
        return
    for feeling in canvas.feelings:
        if feeling.emotion is not None and not is_step(feeling.emotion, scale):
            stages = [journey.name(stage) for stage in journey.stages if stage.id and stage.id == feeling.stage]
            at = f" at {quoted(stages[0])}" if stages else ""
            yield Finding(
                f"{TOOL_ID}.emotion-off-scale",
                Severity.ERROR,
                f"The feeling {quoted(_entry_name(feeling))}{at} has the emotion {feeling.emotion:g}, which is no step "
                f"of the map's scale {journey.scale_text}; it was left out.",
                str(where.at(feeling.id)),
                "Correct the emotion, or the map's `scale`; nothing is rounded into range.",
            )
    for number, curve in enumerate(journey.curves):
        of = f" of {curve.title}" if len(journey.curves) > 1 else ""
        bare = [stage for stage, felt in zip(journey.stages, curve.at, strict=True) if felt is None]
        if number and journey.stages and len(bare) == len(journey.stages):
            yield Finding(
                f"{TOOL_ID}.view-without-emotion",
                Severity.WARNING,
                f"The point of view {quoted(curve.title)} has no emotion at any stage, so it has no curve.",
                str(where.at(curve.view.id)),
                "Rate its stages, or remove the point of view.",
            )
            continue
        if number and bare:
            named = listed([quoted(journey.name(stage)) for stage in bare])
            yield Finding(
                f"{TOOL_ID}.view-in-part",
                Severity.NOTE,
                f"The curve of {quoted(curve.title)} has no emotion at {named}, so it has gaps there.",
                str(where.at(curve.view.id)),
                "Ask how it felt there; a missing emotion is not a neutral one.",
                references=tuple(str(where.at(stage.id)) for stage in bare if stage.id),
            )
        for stage in () if number else bare:
            yield Finding(
                f"{TOOL_ID}.stage-without-emotion",
                Severity.WARNING,
                f"The stage {quoted(journey.name(stage))} has no emotion{of}, so the curve has a gap there.",
                str(where.at(stage.id)),
                "Ask how it felt and rate it; a missing emotion is not a neutral one.",
                references=(str(where.at(curve.view.id)),) if curve.view.id else (),
            )
        for felt in curve.felt:
            if len(felt.feelings) > 1:
                told = listed([f"{feeling.emotion:+g}" for feeling in felt.feelings])
                yield Finding(
                    f"{TOOL_ID}.several-emotions",
                    Severity.WARNING,
                    f"The stage {quoted(journey.name(felt.stage))} has {len(felt.feelings)} emotions{of} ({told}); "
                    "their mean was used.",
                    str(where.at(felt.stage.id)),
                    "Split the stage where the mood turns, or keep one emotion.",
                    references=tuple(str(where.at(feeling.id)) for feeling in felt.feelings if feeling.id),
                )


def _entry_name(entry: Entry | Feeling) -> str:
    return (entry.words if isinstance(entry, Feeling) else entry.label) or entry.id or "(no text)"
