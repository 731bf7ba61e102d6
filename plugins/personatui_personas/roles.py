"""The report on Cooper's design roles: one primary persona for each interface, few secondary ones."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.api import AnalysisInput, Finding, MatrixBlock, Metric, Persona, Report, Severity, counted
from personatui_personas.common import TOOL_ID, names_of, reference, wanted, weakest

ANALYSIS_ID = f"{TOOL_ID}.roles"
TITLE = "Design roles"

MOST_SECONDARY = 3
_ROLES = ("primary", "secondary", "supplemental", "customer", "served")


def analyse_roles(given: AnalysisInput) -> Report:
    """The report `personas.roles`: how many personas of each role an interface has, and where the rules are broken."""
    personas = wanted(given.project)
    interfaces = sorted({" ".join(persona.interface.split()) for persona in personas.values()})
    by_interface = {
        interface: {
            key: persona for key, persona in personas.items() if " ".join(persona.interface.split()) == interface
        }
        for interface in interfaces
    }
    designed = {
        interface: members
        for interface, members in by_interface.items()
        if any(persona.role for persona in members.values())
    }
    sound = sum(_count(members, "primary") == 1 for members in designed.values())
    evidence, subject = weakest(given, personas.values()), given.at()
    negative = sum(persona.is_negative for persona in given.project.personas.values())
    unset = sum(persona.role is None for persona in personas.values())
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(len(designed), sound, unset),
        metrics=(
            Metric(
                "interfaces",
                "Interfaces with one primary",
                sound / len(designed) if designed else None,
                "share",
                "0-100 %",
                len(designed),
                "interfaces with exactly one primary persona / interfaces whose personas have roles",
                evidence,
                subject,
            ),
            Metric(
                "unset",
                "Personas without a role",
                unset if personas else None,
                "",
                f"0-{len(personas)}",
                len(personas),
                "role is not set",
                evidence,
                subject,
            ),
            Metric(
                "negative",
                "Negative personas",
                negative,
                "",
                f"0-{len(given.project.personas)}",
                len(given.project.personas),
                "role is negative",
                evidence,
                subject,
            ),
        ),
        blocks=(
            (
                MatrixBlock(
                    "Personas by interface and role",
                    tuple(interface or "(no interface named)" for interface in interfaces),
                    (*_ROLES, "no role"),
                    tuple(
                        (*(_count(members, role) for role in _ROLES), _count(members, None))
                        for members in by_interface.values()
                    ),
                    0.0,
                ),
            )
            if personas
            else ()
        ),
        findings=tuple(_findings(designed, names_of(personas), given)),
    )


def _count(members: dict[str, Persona], role: str | None) -> int:
    return sum(persona.role == role for persona in members.values())


def _reading(designed: int, sound: int, unset: int) -> str:
    if not designed:
        return "No persona has a design role yet. Decide whom the design must satisfy first: that one is primary."
    told = f"{sound} of {counted(designed, 'interface')} have exactly one primary persona"
    rest = f"; {counted(unset, 'persona')} have no role yet" if unset else ""
    advice = "Decide for one, or split the interface." if sound < designed else "The set can be designed for."
    return f"{told}{rest}. {advice}"


def _findings(
    designed: dict[str, dict[str, Persona]], names: dict[str, str], given: AnalysisInput
) -> Iterator[Finding]:
    for interface, members in designed.items():
        place = f" for {interface}" if interface else ""
        primary = [key for key, persona in members.items() if persona.role == "primary"]
        secondary = [key for key, persona in members.items() if persona.role == "secondary"]
        if len(primary) > 1:
            yield Finding(
                f"{TOOL_ID}.several-primary",
                Severity.WARNING,
                f"There are {len(primary)} primary personas{place}: {', '.join(names[key] for key in primary)}.",
                reference(primary[0]),
                "An interface can be designed for one: split the interface, or make the others secondary.",
                references=tuple(map(reference, primary)),
            )
        if not primary:
            yield Finding(
                f"{TOOL_ID}.no-primary",
                Severity.WARNING,
                f"There is no primary persona{place}.",
                given.at(),
                "Choose the one whom an interface designed for any other would not satisfy.",
                references=tuple(map(reference, members)),
            )
        if len(secondary) > MOST_SECONDARY:
            # the rule of thumb says three or four: four is a note, more a warning
            yield Finding(
                f"{TOOL_ID}.many-secondary",
                Severity.WARNING if len(secondary) > MOST_SECONDARY + 1 else Severity.NOTE,
                f"There are {len(secondary)} secondary personas{place}; the scope may be too wide.",
                reference(secondary[0]),
                "With more than 3 or 4 a design tries to please too many (Cooper).",
                references=tuple(map(reference, secondary)),
            )
