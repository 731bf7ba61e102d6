"""The forces of progress (Moesta and Spiek): whether push and pull outweigh anxiety and habit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import fsum

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    Metric,
    Reference,
    Report,
    Severity,
    TableBlock,
    canvas_reference,
    listed,
    on_scale,
    quoted,
)
from personatui_jtbd.canvas import Force, ForceKind
from personatui_jtbd.regions import FORCES, TOOL_ID, as_jobs_canvas

ANALYSIS_ID = f"{TOOL_ID}.forces"
TITLE = "Forces of progress"

_EPSILON = 1e-9
_NAMES = dict(FORCES)
SCALE = (0, 5)
_SCALE = "sum of intensities 0-5"


@dataclass(frozen=True, slots=True)
class Balance:
    """The summed intensity of each force; None for a force without a rated entry."""

    push: float | None
    pull: float | None
    anxiety: float | None
    habit: float | None

    def total(self, kind: ForceKind) -> float | None:
        """The sum of one force."""
        return {"push": self.push, "pull": self.pull, "anxiety": self.anxiety, "habit": self.habit}[kind]

    @property
    def has_data(self) -> bool:
        return any(total is not None for total in (self.push, self.pull, self.anxiety, self.habit))

    @property
    def net(self) -> float | None:
        """(push + pull) - (anxiety + habit); None when nothing is rated [P]."""
        if not self.has_data:
            return None
        return fsum((self.push or 0, self.pull or 0, -(self.anxiety or 0), -(self.habit or 0)))

    @property
    def verdict(self) -> str:
        """A switch is likely only when push and pull are stronger: a tie is no switch."""
        net = self.net
        if net is None:
            return "no data"
        if abs(net) <= _EPSILON:
            return "no switch (tie)"
        return "switch likely" if net > 0 else "no switch"

    @property
    def dominant_blocker(self) -> str | None:
        """`anxiety` or `habit`, both on a tie, None when neither has any weight [P]."""
        anxiety, habit = self.anxiety or 0.0, self.habit or 0.0
        if max(anxiety, habit) <= _EPSILON:
            return None
        if abs(anxiety - habit) <= _EPSILON:
            return "anxiety and habit"
        return "anxiety" if anxiety > habit else "habit"


def strength_of(force: Force) -> float | None:
    """The intensity of an entry; None where it has none, or one that is not on the scale from 0 to 5."""
    given = force.intensity
    return given if given is not None and on_scale(given, *SCALE) else None


def weigh(forces: Iterable[Force]) -> Balance:
    """The balance of the entries that have a kind and an intensity on its scale; the others drop out."""
    rated = [(force.kind, strength) for force in forces if (strength := strength_of(force)) is not None]

    def total(kind: ForceKind) -> float | None:
        found = [strength for name, strength in rated if name == kind]
        return fsum(found) if found else None

    return Balance(total("push"), total("pull"), total("anxiety"), total("habit"))


def analyse_forces(given: AnalysisInput) -> Report:
    """The report `jtbd.forces`: the sum of each force, the net and the verdict."""
    forces = as_jobs_canvas(given.canvas).forces
    balance = weigh(forces)
    used = [force for force in forces if force.kind is not None and strength_of(force) is not None]
    evidence = given.project.evidence(used)
    subject = given.at()
    per_force = tuple(
        Metric(
            kind,
            title,
            balance.total(kind),
            "",
            _SCALE,
            sum(force.kind == kind for force in used),
            "sum of intensities [P]",
            given.project.evidence(force for force in used if force.kind == kind),
            subject,
        )
        for kind, title in FORCES
    )
    ordered = sorted(
        used, key=lambda force: ([kind for kind, _ in FORCES].index(force.kind or "push"), -(force.intensity or 0))
    )
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(balance, used),
        metrics=(
            *per_force,
            Metric(
                "net",
                "Net force",
                balance.net,
                "",
                _SCALE,
                len(used),
                "(push + pull) - (anxiety + habit) [P]",
                evidence,
                subject,
            ),
            Metric(
                "verdict",
                "Verdict",
                balance.verdict,
                "",
                "switch likely, no switch, no switch (tie), no data",
                len(used),
                "a switch only if push + pull > anxiety + habit",
                evidence,
                subject,
            ),
            Metric(
                "dominant_blocker",
                "Dominant blocker",
                balance.dominant_blocker,
                "",
                "anxiety, habit",
                sum(force.kind in ("anxiety", "habit") for force in used),
                "the larger of anxiety and habit [P]",
                evidence,
                subject,
            ),
        ),
        blocks=(
            BarsBlock(
                "Strength of each force",
                tuple(
                    Bar(
                        title,
                        balance.total(kind),
                        f"{'for' if kind in ('push', 'pull') else 'against'} the switch",
                    )
                    for kind, title in FORCES
                ),
            ),
            TableBlock(
                "Entries, strongest first",
                ("Force", "Entry", "Intensity", "Evidence"),
                tuple(
                    (
                        _NAMES[force.kind or "push"],
                        force.label,
                        force.intensity,
                        given.project.strength(force.sources).value,
                    )
                    for force in ordered
                ),
                align="<<><",
            ),
        ),
        findings=(
            *intensity_findings(forces, canvas_reference(given.tool, given.name)),
            *_findings(given, forces, balance),
        ),
    )


def _reading(balance: Balance, used: list[Force]) -> str:
    net = balance.net
    if net is None:
        return (
            "No force has an intensity yet, so nothing can be weighed. Ask recent buyers what pushed, drew, "
            "worried and held them, and rate each from 0 to 5."
        )
    blocker = balance.dominant_blocker
    held = [force for force in used if blocker is not None and force.kind is not None and force.kind in blocker]
    worst = max(held, key=lambda force: force.intensity or 0, default=None)
    lever = f" Look next at {blocker}, above all {quoted(worst.label)}." if blocker and worst else ""
    if balance.verdict == "switch likely":
        return f"Push and pull outweigh anxiety and habit by {net:g}: a switch is likely.{lever}"
    if balance.verdict == "no switch":
        return f"Anxiety and habit outweigh push and pull by {-net:g}: people stay with what they have.{lever}"
    return f"The forces are level, and a tie is no switch: people stay with what they have.{lever}"


def intensity_findings(forces: Iterable[Force], where: Reference) -> Iterator[Finding]:
    """Intensities that are not on the scale; `where` is the reference of the canvas's file."""
    for force in forces:
        if force.intensity is not None and strength_of(force) is None:
            yield Finding(
                f"{TOOL_ID}.intensity-off-scale",
                Severity.ERROR,
                f"{quoted(force.label)} has the intensity {force.intensity:g}, which is not on the scale 0-5, so it "
                "was not weighed.",
                str(where.at(force.id)),
                "Correct it; nothing is rounded into range.",
            )


def _findings(given: AnalysisInput, forces: tuple[Force, ...], balance: Balance) -> Iterator[Finding]:
    for force in forces:
        missing = [word for word, value in (("kind", force.kind), ("intensity", force.intensity)) if value is None]
        if missing:
            yield Finding(
                f"{TOOL_ID}.force-without-{missing[0]}",
                Severity.WARNING,
                f"{quoted(force.label)} has no {' and no '.join(missing)}, so it was not weighed.",
                given.at(force.id),
                "Say whether it is a push, pull, anxiety or habit."
                if force.kind is None
                else "Rate it from 0 (none) to 5 (overwhelming); missing is not zero.",
            )
    if balance.has_data:
        absent = [title.lower() for kind, title in FORCES if balance.total(kind) is None]
        if absent:
            yield Finding(
                f"{TOOL_ID}.one-sided-forces",
                Severity.NOTE,
                f"Nothing rated speaks of the {listed(absent)}, so the balance lacks "
                f"{'one force' if len(absent) == 1 else f'{len(absent)} forces'}.",
                given.at(),
                "Ask about it before you trust the verdict: an unasked force is not an absent one.",
            )
