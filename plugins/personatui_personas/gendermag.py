"""The report on the GenderMag facets: whether the set spans both poles, and how near each persona is to Abi and Tim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    MatrixBlock,
    Metric,
    Persona,
    Report,
    Severity,
    counted,
    listed,
)
from personatui_personas.common import TOOL_ID, as_together, names_of, persona_of, reference, wanted, weakest

ANALYSIS_ID = f"{TOOL_ID}.gendermag"
TITLE = "GenderMag facets"

# Each facet with its pole of Abi and its pole of Tim.
FACETS: dict[str, tuple[str, str]] = {
    "motivations": ("task", "technology"),
    "information_processing": ("comprehensive", "selective"),
    "self_efficacy": ("low", "high"),
    "risk": ("averse", "tolerant"),
    "learning": ("process", "tinkering"),
}
_TITLES = {name: name.replace("_", " ") for name in FACETS}


def facet_values(persona_id: str, persona: Persona, motives: Mapping[str, str]) -> dict[str, str]:
    """The facets of a persona that are said; motivations are words, so their pole is judged apart [P]."""
    found = {name: getattr(persona.facets, name) for name in FACETS if name != "motivations"}
    found["motivations"] = motives.get(persona_id)
    return {name: found[name] for name in FACETS if found[name]}


def analyse_gendermag(given: AnalysisInput) -> Report:
    """The report `personas.gendermag`: facets whose two poles are both there / 5, and distances to Abi and Tim."""
    personas = wanted(given.project)
    names, motives = names_of(personas), _motives(given)
    values = {key: facet_values(key, persona, motives) for key, persona in personas.items()}
    known = {key: facets for key, facets in values.items() if facets}
    held = {name: {facets[name] for facets in known.values() if name in facets} for name in FACETS}
    spanned = [name for name, poles in FACETS.items() if set(poles) <= held[name]]
    evidence = weakest(given, (personas[key] for key in known))
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(len(known), spanned),
        metrics=(
            Metric(
                "coverage",
                "Facets with both poles",
                len(spanned) / len(FACETS) if known else None,
                "share",
                "0-100 %",
                len(known),
                "facets of which the set has both poles / 5 [P]",
                evidence,
                given.at(),
            ),
            *(metric for key in personas for metric in _metrics(given, key, personas[key], names[key], values[key])),
        ),
        blocks=_blocks(names, known),
        findings=tuple(_findings(given, held, known, personas, names)),
    )


def _motives(given: AnalysisInput) -> dict[str, str]:
    """The pole of each persona's motivations; of several judgements none counts unless they agree [P]."""
    found: dict[str, set[str]] = {}
    for motive in as_together(given.canvas).motives:
        if motive.pole is not None:
            found.setdefault(persona_of(motive.persona), set()).add(motive.pole)
    return {key: next(iter(poles)) for key, poles in found.items() if len(poles) == 1}


def distance(facets: Mapping[str, str], side: int) -> float | None:
    """1 - the share of the known facets that match Abi (`side` 0) or Tim (1); None without facets."""
    return 1 - sum(FACETS[name][side] == value for name, value in facets.items()) / len(facets) if facets else None


def _metrics(
    given: AnalysisInput, key: str, persona: Persona, name: str, facets: Mapping[str, str]
) -> Iterator[Metric]:
    for side, who in enumerate(("Abi", "Tim")):
        value = distance(facets, side)
        yield Metric(
            f"matches_{who.lower()}",
            f"Facets as {who}: {name}",
            None if value is None else 1 - value,
            "share",
            "0-100 %",
            len(facets),
            f"facets that match {who} / facets known [P]",
            weakest(given, (persona,)),
            reference(key),
            detail=True,
        )
        yield Metric(
            f"distance_{who.lower()}",
            f"Distance to {who}: {name}",
            value,
            "",
            "0-1",
            len(facets),
            f"1 - facets that match {who} / facets known [P]",
            weakest(given, (persona,)),
            reference(key),
            detail=True,
        )


def _blocks(names: Mapping[str, str], known: Mapping[str, Mapping[str, str]]) -> tuple[MatrixBlock | BarsBlock, ...]:
    if not known:
        return ()
    return (
        MatrixBlock(
            "Facets",
            tuple(names[key] for key in known),
            tuple(_TITLES.values()),
            tuple(tuple(facets.get(name) for name in FACETS) for facets in known.values()),
        ),
        BarsBlock(
            "Distance to Abi (0 is Abi's, 1 is like her in nothing)",
            tuple(
                Bar(names[key], distance(facets, 0), f"to Tim {distance(facets, 1):.2f}, {len(facets)} of 5 facets")
                for key, facets in known.items()
            ),
            0.0,
            1.0,
        ),
    )


def _reading(known: int, spanned: list[str]) -> str:
    if not known:
        return "No persona says how it deals with technology. Fill the facets of at least two that differ."
    if len(spanned) == len(FACETS):
        return "The set has both poles of every facet, so a walkthrough with it sees both ways of using a product."
    told = [_TITLES[name] for name in FACETS if name not in spanned]
    whose = counted(known, "persona")
    return f"{whose} with facets span {len(spanned)} of 5. Both poles are not there for {listed(told)}."


def _findings(
    given: AnalysisInput,
    held: Mapping[str, set[str]],
    known: Mapping[str, Mapping[str, str]],
    personas: Mapping[str, Persona],
    names: Mapping[str, str],
) -> Iterator[Finding]:
    for name, poles in FACETS.items():
        missing = [pole for pole in poles if pole not in held[name]]
        if known and held[name] and missing:
            yield Finding(
                f"{TOOL_ID}.facet-one-sided",
                Severity.NOTE,
                f"No persona has the pole {listed(missing)} of {_TITLES[name]}.",
                given.at(),
                "Whoever is like that is designed for by nobody: look for them in your research.",
            )
    if known:
        for key in personas:
            if key not in known:
                yield Finding(
                    f"{TOOL_ID}.no-facets",
                    Severity.NOTE,
                    f"{names[key]} has no facets, so it is in none of these figures.",
                    reference(key),
                    "Fill the facets, or leave them where technology does not matter.",
                )
