"""The report on how alike the personas are, and which of them may be one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pydantic import Field

from personatui.api import (
    AnalysisInput,
    Array,
    Finding,
    MatrixBlock,
    Metric,
    Parameters,
    Persona,
    Report,
    Severity,
    TableBlock,
    counted,
    quoted,
)
from personatui_personas.attributes import attributes_of
from personatui_personas.common import TOOL_ID, as_together, at_least, names_of, persona_of, personas_of, weakest
from personatui_personas.common import reference as named
from personatui_personas.gower import Attribute, Similarity, similarities
from personatui_personas.sets import FIELDS, FORMULAS, Overlap, elements_of, overlap_of

ANALYSIS_ID = f"{TOOL_ID}.similarity"
TITLE = "Similarity"

# Fewer attributes than these, and a high similarity is a hint at most [P].
FEW_ATTRIBUTES = 3
# With more personas than these, only the one that was asked for is compared with all others.
MOST_SQUARED = 60


class SimilarityParameters(Parameters):
    """`gower` and `jaccard`: from these on two personas may be one. `fields`: the lists that make up a set."""

    gower: float = Field(default=0.85, ge=0, le=1)
    jaccard: float = Field(default=0.7, ge=0, le=1)
    fields: Array[str] = FIELDS


@dataclass(frozen=True, slots=True)
class _Pair:
    first: str
    second: str
    gower: Similarity
    sets: Overlap


def analyse_similarity(given: AnalysisInput) -> Report:
    """The report `personas.similarity`: a figure for each pair, the matrix, and "merge?" where two are alike."""
    canvas = as_together(given.canvas)
    parameters = given.parameters if isinstance(given.parameters, SimilarityParameters) else SimilarityParameters()
    personas = personas_of(given.project)
    names, attributes = names_of(personas), attributes_of(personas, canvas.attributes)
    pairs = _pairs(personas, attributes, given.persona_id, parameters)
    known = [pair.gower.value for pair in pairs if pair.gower.value is not None]
    subject, evidence = given.at(), weakest(given, personas.values())
    alike = [pair for pair in pairs if _may_be_one(pair, parameters)]
    closest = max(pairs, key=lambda pair: -1 if pair.gower.value is None else pair.gower.value, default=None)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(pairs, closest, alike, names),
        metrics=(
            Metric(
                "personas",
                "Personas",
                len(personas),
                "",
                "0 and more",
                len(personas),
                "all of the project",
                None,
                subject,
            ),
            Metric(
                "attributes",
                "Attributes compared",
                sum(not one.is_constant and one.weight > 0 for one in attributes),
                "",
                f"0-{len(attributes)}",
                len(attributes),
                "attributes with a range and a weight",
                None,
                subject,
            ),
            Metric(
                "highest",
                "Highest similarity",
                max(known) if known else None,
                "",
                "0-1, Gower",
                len(known),
                "largest Gower similarity of a pair",
                evidence,
                subject,
            ),
            Metric(
                "alike",
                "Pairs that may be one",
                len(alike) if pairs else None,
                "",
                f"0-{len(pairs)}",
                len(pairs),
                f"Gower >= {parameters.gower:g} or Jaccard >= {parameters.jaccard:g} [P]",
                evidence,
                subject,
            ),
            *(metric for pair in pairs for metric in _metrics(given, pair, personas, names)),
        ),
        blocks=_blocks(personas, pairs, attributes, names, given.persona_id),
        findings=tuple(_findings(given, pairs, attributes, names, parameters)),
        parameters=parameters.model_dump(mode="json"),
    )


def _pairs(
    personas: dict[str, Persona], attributes: Sequence[Attribute], focus: str, parameters: SimilarityParameters
) -> list[_Pair]:
    keys = list(combinations(personas, 2))
    if len(personas) > MOST_SQUARED:
        keys = [(first, second) for first, second in keys if focus in (first, second)]
    alike = similarities(attributes, keys)
    sets = {key: elements_of(persona, parameters.fields) for key, persona in personas.items()}
    return [_Pair(first, second, alike[first, second], overlap_of(sets[first], sets[second])) for first, second in keys]


def _may_be_one(pair: _Pair, parameters: SimilarityParameters) -> bool:
    return at_least(pair.gower.value, parameters.gower) or at_least(pair.sets.jaccard, parameters.jaccard)


def _metrics(
    given: AnalysisInput, pair: _Pair, personas: dict[str, Persona], names: dict[str, str]
) -> Iterator[Metric]:
    both = f"{names[pair.first]} and {names[pair.second]}"
    evidence = weakest(given, (personas[pair.first], personas[pair.second]))
    place, subject = f"{pair.first}.{pair.second}", named(pair.first)

    def metric(name: str, label: str, value: float | None, n: int, formula: str) -> Metric:
        return Metric(
            f"{name}.{place}", f"{label}: {both}", value, "", "0-1", n, formula, evidence, subject, detail=True
        )

    gower = pair.gower.value
    formula = "sum(w s) / sum(w) over the attributes that both have"
    yield metric("gower", "Gower similarity", gower, pair.gower.n, formula)
    yield metric("distance", "Gower distance", None if gower is None else 1 - gower, pair.gower.n, "1 - similarity")
    for name, (label, formula) in FORMULAS.items():
        yield metric(name, label, getattr(pair.sets, name), pair.sets.total, formula)


def _blocks(
    personas: dict[str, Persona],
    pairs: list[_Pair],
    attributes: Sequence[Attribute],
    names: dict[str, str],
    focus: str,
) -> tuple[MatrixBlock | TableBlock, ...]:
    values = {frozenset((pair.first, pair.second)): pair for pair in pairs}
    rows = list(personas) if len(personas) <= MOST_SQUARED else [focus]

    def matrix(title: str, name: str) -> MatrixBlock:
        def cell(row: str, column: str) -> float | None:
            if row == column:
                return None
            pair = values[frozenset((row, column))]
            found: float | None = pair.gower.value if name == "gower" else getattr(pair.sets, name)
            return None if found is None else round(found, 2)

        return MatrixBlock(
            title,
            tuple(names[row] for row in rows),
            tuple(names[column] for column in personas),
            tuple(tuple(cell(row, column) for column in personas) for row in rows),
            0.0,
            1.0,
        )

    if len(personas) < 2:
        return ()
    table = TableBlock(
        "Attributes",
        ("attribute", "kind", "personas", "weight", "range"),
        tuple((one.name, one.kind, len(one.values), one.weight, _range(one)) for one in attributes),
        "<<>><",
    )
    return (
        matrix("How alike (Gower, 0 to 1)", "gower"),
        matrix("Statements and tags in common (Jaccard, 0 to 1)", "jaccard"),
        table,
    )


def _range(attribute: Attribute) -> str:
    if attribute.kind != "numeric" or not attribute.values:
        return ""
    numbers = [float(value) for value in attribute.values.values()]
    return f"{min(numbers):g} to {max(numbers):g}" if not attribute.is_constant else "none, left out"


def _reading(pairs: list[_Pair], closest: _Pair | None, alike: list[_Pair], names: dict[str, str]) -> str:
    if not pairs or closest is None:
        return "There is no pair of personas to compare. Write a second persona first."
    if closest.gower.value is None:
        told = "No two personas share an attribute that can be compared"
    else:
        told = (
            f"{names[closest.first]} and {names[closest.second]} are the most alike: {closest.gower.value:.2f} of 1 on "
            f"{counted(closest.gower.n, 'attribute')}"
        )
    if alike:
        return f"{told}. {counted(len(alike), 'pair')} may be one persona each: merge them, or write down what differs."
    return f"{told}. No pair is alike enough to merge; ranges come from this set and change when personas are added."


def _findings(
    given: AnalysisInput,
    pairs: list[_Pair],
    attributes: Sequence[Attribute],
    names: dict[str, str],
    parameters: SimilarityParameters,
) -> Iterator[Finding]:
    canvas = as_together(given.canvas)
    apart = {frozenset((persona_of(one.first), persona_of(one.second))): one for one in canvas.apart}
    for pair in pairs:
        if not _may_be_one(pair, parameters):
            continue
        told = [
            f"{label} {value:.2f} on {counted(n, what)}"
            for label, value, n, what, limit in (
                ("Gower", pair.gower.value, pair.gower.n, "attribute", parameters.gower),
                ("Jaccard", pair.sets.jaccard, pair.sets.total, "statement", parameters.jaccard),
            )
            if value is not None and at_least(value, limit)
        ]
        reason = apart.get(frozenset((pair.first, pair.second)))
        by_sets = at_least(pair.sets.jaccard, parameters.jaccard)
        is_weak = not by_sets and pair.gower.n < FEW_ATTRIBUTES
        yield Finding(
            f"{TOOL_ID}.merge",
            Severity.NOTE if reason is not None or is_weak else Severity.WARNING,
            f"Merge {names[pair.first]} and {names[pair.second]}? They are alike: {', '.join(told)}."
            + (f" Kept apart: {quoted(reason.text)}." if reason is not None and reason.text.strip() else ""),
            named(pair.first),
            "Merge them, or add to “Kept apart” what they need differently.",
            references=(named(pair.first), named(pair.second)),
        )
    for one in attributes:
        if one.is_constant and len(one.values) > 1:
            yield Finding(
                f"{TOOL_ID}.constant-attribute",
                Severity.NOTE,
                f"{one.name} is the same for all {len(one.values)} personas that have it, so it has no range and is "
                "left out.",
                given.at(),
                "Nothing to mend: it cannot tell these personas apart.",
            )
