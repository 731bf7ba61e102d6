"""A canvas as it is computed with: the weight of every item of the profile, and what answers it how far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import fsum
from typing import Literal

from personatui.api import (
    Change,
    Edit,
    Finding,
    Item,
    Project,
    Reference,
    RemoveValue,
    SetValue,
    Severity,
    borrowed_findings,
    counted,
    listed,
    on_scale,
    quoted,
)
from personatui_value_proposition.canvas import (
    Answer,
    Creator,
    Job,
    ProfileGain,
    ProfilePain,
    Reliever,
    ValueProposition,
)
from personatui_value_proposition.regions import PROFILE, TITLES, TOOL_ID, VALUE_MAP

Part = Literal["pains", "gains", "jobs"]
ProfileItem = Job | ProfilePain | ProfileGain
SCALE = (1, 5)
EFFECTS: Mapping[str, float] = {"fully": 1.0, "partly": 0.5, "without_effect": 0.0}
WEIGHT_FIELDS: Mapping[str, str] = {"jobs": "importance", "pains": "severity", "gains": "relevance"}
ONE: Mapping[str, str] = {
    "jobs": "job",
    "pains": "pain",
    "gains": "gain",
    "products": "product or service",
    "relievers": "pain reliever",
    "creators": "gain creator",
}
# The box of the profile that a box of the value map answers in the first place.
FACES: Mapping[str, str] = {"products": "jobs", "relievers": "pains", "creators": "gains"}


@dataclass(frozen=True, slots=True)
class Tie:
    """An answer to an item of the profile: which box and entry, and the effect from 0 to 1."""

    box: str
    answer: Answer
    effect: float


@dataclass(frozen=True, slots=True)
class Profiled:
    """An item of the profile with its weight, None where it has none that can be used, and what answers it."""

    part: Part
    item: ProfileItem
    weight: int | None
    ties: tuple[Tie, ...]

    @property
    def label(self) -> str:
        return self.item.label

    @property
    def effect(self) -> float:
        """The best effect of all answers: the maximum, not the sum [P]."""
        return max((tie.effect for tie in self.ties), default=0.0)

    @property
    def is_addressed(self) -> bool:
        return self.effect > 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far weighted items are answered: sum of weight x effect, sum of weights, and the items that count."""

    answered: float
    weights: float
    items: tuple[Profiled, ...]

    @property
    def share(self) -> float | None:
        """Answered / weights, 0 to 1; None without a weighted item."""
        return self.answered / self.weights if self.weights else None


def coverage(items: Iterable[Profiled]) -> Coverage:
    """The coverage of items; those without a usable weight drop out of both sums."""
    weighted = [(one, one.weight) for one in items if one.weight is not None]
    return Coverage(
        fsum(weight * one.effect for one, weight in weighted),
        fsum(weight for _, weight in weighted),
        tuple(one for one, _ in weighted),
    )


@dataclass(frozen=True, slots=True)
class Fitting:
    """The canvas with what is taken over from elsewhere filled in; `findings` tell what could not be used."""

    canvas: ValueProposition
    items: tuple[Profiled, ...]
    findings: tuple[Finding, ...]

    def part(self, part: str) -> tuple[Profiled, ...]:
        """The items of one box of the profile."""
        return tuple(one for one in self.items if one.part == part)

    def answers(self) -> Iterator[tuple[str, Answer]]:
        """Every entry of the value map with its box, those that say nothing left out."""
        for box in VALUE_MAP:
            for answer in getattr(self.canvas, box):
                if answer.label:
                    yield box, answer


def targets_of(answer: Answer) -> Iterator[tuple[str, float]]:
    """The ids that an answer names with their effects; of several effects on one id the best counts [P]."""
    best: dict[str, float] = {}
    for field, effect in EFFECTS.items():
        for target in getattr(answer, field):
            best[target] = max(effect, best.get(target, 0.0))
    yield from best.items()


def read_fitting(canvas: ValueProposition, where: Reference, project: Project) -> Fitting:
    """The canvas under the reference `where` of its file, with a finding for each thing that does not fit."""
    filled = canvas.model_copy(
        update={part: tuple(project.resolved(item) for item in getattr(canvas, part)) for part in PROFILE}
    )
    ties: dict[str, list[Tie]] = {}
    for box in VALUE_MAP:
        for answer in getattr(filled, box):
            for target, effect in targets_of(answer):
                ties.setdefault(target, []).append(Tie(box, answer, effect))
    items = []
    for part in ("pains", "gains", "jobs"):
        for item in getattr(filled, part):
            if item.label:
                found = tuple(ties.get(item.id, ())) if item.id else ()
                items.append(Profiled(part, item, usable_weight(item, part, project), found))
    findings = (
        *_weight_findings(filled, where, project),
        *_target_findings(filled, where),
        *borrowed_findings(TOOL_ID, where, project),
    )
    return Fitting(filled, tuple(items), findings)


def usable_weight(item: ProfileItem, part: str, project: Project) -> int | None:
    """The weight of an item on its scale; one that is taken over without a weight has that of its original [P]."""
    given = weight_of(item, part, project)
    return given if given is not None and on_scale(given, *SCALE) else None


def weight_of(item: ProfileItem, part: str, project: Project) -> int | None:
    """The weight that is said of an item, here or at its original, whether or not it is on the scale."""
    weight: int | None = getattr(item, WEIGHT_FIELDS[part])
    if weight is None and item.origin:
        original = project.original(item)
        said = getattr(original, WEIGHT_FIELDS[part], None)
        weight = said if isinstance(said, int) and not isinstance(said, bool) else None
    return weight


def _weight_findings(canvas: ValueProposition, where: Reference, project: Project) -> Iterator[Finding]:
    for box in (*PROFILE, *VALUE_MAP):
        for item in getattr(canvas, box):
            field = WEIGHT_FIELDS.get(box, "relevance")
            weight = weight_of(item, box, project) if box in WEIGHT_FIELDS else item.relevance
            name = f"The {ONE[box]} {quoted(item.label)}"
            if weight is not None and not on_scale(weight, *SCALE):
                yield Finding(
                    f"{TOOL_ID}.weight-off-scale",
                    Severity.ERROR,
                    f"{name} has the {field} {weight}, which is not on the scale 1-5, so it was not counted.",
                    str(where.at(item.id)),
                    "Correct it; nothing is rounded into range.",
                )
            elif weight is None and box in WEIGHT_FIELDS and item.label:
                yield Finding(
                    f"{TOOL_ID}.item-without-weight",
                    Severity.NOTE,
                    f"{name} has no {field}, so it counts in no coverage.",
                    str(where.at(item.id)),
                    "Ask how much it matters and rate it from 1 to 5; missing is not zero.",
                )


def _target_findings(canvas: ValueProposition, where: Reference) -> Iterator[Finding]:
    held = {item.id: part for part in PROFILE for item in getattr(canvas, part) if item.id}
    products = {product.id for product in canvas.products if product.id}
    for box in VALUE_MAP:
        for index, answer in enumerate(getattr(canvas, box)):
            name, place = f"The {ONE[box]} {quoted(answer.label)}", str(where.at(answer.id))
            named = [(field, target) for field in EFFECTS for target in getattr(answer, field)]
            path = (box, answer.id or index)
            for target in dict.fromkeys(target for _, target in named if target not in held):
                fix = _without(answer, target, tuple(EFFECTS), where, path)
                yield _gone(name, "answers", target, "no item of the profile", place, fix)
            for target in dict.fromkeys(answer.products if isinstance(answer, Reliever | Creator) else ()):
                if target not in products:
                    fix = _without(answer, target, ("products",), where, path)
                    yield _gone(name, "comes with", target, "no product or service", place, fix)
            doubled = sorted({target for _, target in named if len([1 for _, one in named if one == target]) > 1})
            if doubled:
                yield Finding(
                    f"{TOOL_ID}.several-effects",
                    Severity.WARNING,
                    f"{name} has several effects on {listed([quoted(_label(canvas, target)) for target in doubled])}; "
                    "the best was used.",
                    place,
                    "Name it in one of the lists only.",
                )
            other = {"relievers": "gains", "creators": "pains"}.get(box, "")
            wrong = [target for target in dict.fromkeys(one for _, one in named) if held.get(target, "?") == other]
            if other and wrong:
                yield Finding(
                    f"{TOOL_ID}.other-side",
                    Severity.NOTE,
                    f"{name} answers {counted(len(wrong), ONE[other])}: "
                    f"{listed([quoted(_label(canvas, target)) for target in wrong])}.",
                    place,
                    f"It counts; one looks for it in “{TITLES['creators' if other == 'gains' else 'relievers']}”.",
                )


def _without(
    answer: Answer, target: str, fields: tuple[str, ...], where: Reference, path: tuple[str | int, ...]
) -> Change:
    """The change that takes an id out of the lists of an answer."""
    edits: list[Edit] = []
    for field in fields:
        held = getattr(answer, field)
        if target in held:
            kept = [other for other in held if other != target]
            there = (*path, field)
            edits.append(SetValue(where, there, kept) if kept else RemoveValue(where, there))
    return Change(f"take {quoted(target)} out of the links", tuple(edits))


def _gone(name: str, verb: str, target: str, what: str, place: str, fix: Change) -> Finding:
    return Finding(
        f"{TOOL_ID}.unknown-target",
        Severity.ERROR,
        f"{name} {verb} “{target}”, which is {what} of this canvas.",
        place,
        "It was removed or its id is misspelt: link another, or take it out of the list.",
        fix=fix,
    )


def _label(canvas: ValueProposition, target: str) -> str:
    items: list[Item] = [item for part in PROFILE for item in getattr(canvas, part)]
    return next((item.label for item in items if item.id == target), target)
