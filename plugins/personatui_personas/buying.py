"""The report on the buying centre: which of its seven roles the business personas hold."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.api import AnalysisInput, Finding, MatrixBlock, Metric, Report, Severity, counted, listed
from personatui_personas.attributes import BUYING_ROLES
from personatui_personas.common import TOOL_ID, names_of, reference, wanted, weakest

ANALYSIS_ID = f"{TOOL_ID}.buying_centre"
TITLE = "Buying centre"


def analyse_buying_centre(given: AnalysisInput) -> Report:
    """The report `personas.buying_centre`: distinct roles covered / 7, the gaps, and who holds what."""
    buyers = {
        key: persona for key, persona in wanted(given.project).items() if persona.kind == "b2b" or persona.buying_roles
    }
    names = names_of(buyers)
    holders = {role: [key for key, persona in buyers.items() if role in persona.buying_roles] for role in BUYING_ROLES}
    gaps = [role for role in BUYING_ROLES if not holders[role]]
    covered = len(BUYING_ROLES) - len(gaps)
    evidence = weakest(given, buyers.values())

    def metric(name: str, label: str, value: float | str | None, unit: str, scale: str, formula: str) -> Metric:
        return Metric(name, label, value, unit, scale, len(buyers), formula, evidence, given.at())

    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(len(buyers), covered, gaps),
        metrics=(
            metric(
                "coverage",
                "Buying roles covered",
                covered / len(BUYING_ROLES) if buyers else None,
                "share",
                "0-100 %",
                "distinct roles held / 7; one person may hold several [P]",
            ),
            metric("covered", "Roles held", covered if buyers else None, "", "0-7", "roles that a persona holds"),
            metric(
                "gaps",
                "Roles without a persona",
                (listed(gaps) or "none") if buyers else None,
                "",
                "of the seven",
                "no holder",
            ),
        ),
        blocks=(
            (
                MatrixBlock(
                    "Who holds which role",
                    tuple(names.values()),
                    BUYING_ROLES,
                    tuple(tuple("●" if key in holders[role] else None for role in BUYING_ROLES) for key in buyers),
                ),
            )
            if buyers
            else ()
        ),
        findings=tuple(_findings(given, gaps, list(buyers), names)),
    )


def _reading(buyers: int, covered: int, gaps: list[str]) -> str:
    if not buyers:
        return "No persona buys for an organisation, so there is no buying centre to cover."
    if not gaps:
        return "Every role of the buying centre is held by a persona. Check next that each is a real person's."
    who = counted(buyers, "business persona")
    return f"{who} cover {covered} of 7 roles. Nobody stands for {listed(gaps)}: ask who does that at a customer."


def _findings(given: AnalysisInput, gaps: list[str], buyers: list[str], names: dict[str, str]) -> Iterator[Finding]:
    if not buyers:
        return
    for role in gaps:
        yield Finding(
            f"{TOOL_ID}.buying-role-gap",
            # without a decider or a user the sale has no end or no sense
            Severity.WARNING if role in ("decider", "user") else Severity.NOTE,
            f"No persona is the {role} of the buying centre.",
            given.at(),
            "Give the role to a persona that holds it, or write one.",
        )
    for key in buyers:
        if not given.project.personas[key].buying_roles:
            yield Finding(
                f"{TOOL_ID}.no-buying-role",
                Severity.NOTE,
                f"{names[key]} is a business persona without a role in the buying centre.",
                reference(key),
                "Say what the persona does when something is bought.",
            )
