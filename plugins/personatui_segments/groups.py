"""The report on groups in survey rows: how many there are, how clear they are, and whether they come again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import fsum
from typing import Literal

from pydantic import Field

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    Metric,
    Parameters,
    Report,
    Severity,
    TableBlock,
    counted,
    quoted,
)
from personatui_segments.canvas import Respondent
from personatui_segments.clustering import (
    Labels,
    distances_of,
    is_figure,
    pam,
    silhouettes,
    stabilities,
    stability_of,
    structure_of,
)
from personatui_segments.common import TOOL_ID, as_segments

ANALYSIS_ID = f"{TOOL_ID}.groups"
TITLE = "Groups in a survey"

# Fewer rows are a demonstration; a sound sample has about 70 rows a variable (Dolnicar 2014).
FEWEST, PER_VARIABLE = 30, 70
# Partitioning around medoids looks at every pair: beyond this it would take minutes.
MOST = 500


class GroupsParameters(Parameters):
    """`metric`: Gower's distance, or Euclid's for numbers of one unit. `most`: the largest k. `draws` to repeat."""

    metric: Literal["gower", "euclidean"] = "gower"
    most: int = Field(default=6, ge=2, le=12)
    draws: int = Field(default=100, ge=0, le=1000)


def analyse_groups(given: AnalysisInput) -> Report:
    """The report `segments.groups`: silhouette by k, the best k, its groups with medoids and stability."""
    canvas = as_segments(given.canvas)
    parameters = given.parameters if isinstance(given.parameters, GroupsParameters) else GroupsParameters()
    # in the order of their values, so that the order of the file does not matter
    rows = sorted(
        (one for one in canvas.respondents if _usable(one, parameters)),
        key=lambda one: (sorted(map(str, _usable(one, parameters).items())), one.id),
    )
    variables = {name for one in rows for name in _usable(one, parameters)}
    n = len(rows)
    results: dict[int, tuple[Labels, tuple[int, ...], float]] = {}
    stable: dict[int, float | None] = {}
    if 3 <= n <= MOST:
        distances = distances_of([_usable(one, parameters) for one in rows], euclidean=parameters.metric == "euclidean")
        for k in range(2, min(parameters.most, n - 1) + 1):
            labels, medoids = pam(distances, k)
            widths = silhouettes(distances, labels)
            if widths:
                results[k] = labels, medoids, fsum(widths) / len(widths)
    best = max(results, key=lambda k: (round(results[k][2], 9), -k), default=None)
    if best is not None:
        stable = stabilities(distances, results[best][0], parameters.draws, given.seed)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(n, best, results[best][2] if best else None),
        metrics=tuple(_metrics(given, rows, results, best, stable, parameters)),
        blocks=tuple(_blocks(rows, results, best, stable)),
        findings=tuple(_findings(given, canvas.respondents, n, len(variables), parameters)),
        parameters=parameters.model_dump(),
    )


def _usable(one: Respondent, parameters: GroupsParameters) -> dict[str, float | str | bool]:
    """What a row says in numbers, words and yes or no; Euclid's distance is of numbers alone."""
    return {
        name: value
        for name, value in one.values.items()
        if is_figure(value) or (parameters.metric == "gower" and isinstance(value, str | bool))
        if isinstance(value, int | float | str | bool)
    }


def _metrics(
    given: AnalysisInput,
    rows: list[Respondent],
    results: dict[int, tuple[Labels, tuple[int, ...], float]],
    best: int | None,
    stable: dict[int, float | None],
    parameters: GroupsParameters,
) -> Iterator[Metric]:
    evidence, n = given.project.evidence(rows), len(rows)

    def metric(name: str, label: str, value: float | str | None, scale: str, formula: str, n: int) -> Metric:
        return Metric(name, label, value, "", scale, n, formula, evidence, given.at())

    yield metric("rows", "Rows with values", n, "", "", n)
    formula = f"mean silhouette of PAM, {parameters.metric} distance"
    yield metric("best_k", "Number of groups", best, f"2-{parameters.most}", "largest mean silhouette", n)
    width = results[best][2] if best else None
    yield metric("silhouette", "Mean silhouette", width, "-1 to 1", formula, n)
    told = structure_of(width) if width is not None else None
    yield metric("structure", "Structure", told, "strong, reasonable, weak, none", "above .70, .50, .25", n)
    for k, (_, _, found) in results.items():
        yield metric(f"silhouette.{k}", f"Mean silhouette of {k} groups", found, "-1 to 1", formula, n)
    if best is not None:
        labels, medoids, _ = results[best]
        sizes = Counter(labels)
        for group in range(best):
            name = f"Group {group + 1}"
            yield metric(f"size.{group + 1}", f"{name}: rows", sizes[group], f"of {n}", "rows nearest its medoid", n)
            medoid = rows[medoids[group]]
            yield metric(f"medoid.{group + 1}", f"{name}: medoid", medoid.id or medoid.label, "", "", sizes[group])
            yield metric(
                f"jaccard.{group + 1}",
                f"{name}: mean Jaccard",
                stable.get(group),
                "0-1; .85 highly stable, .75 stable, .6 doubtful",
                f"mean of the largest Jaccard over {parameters.draws} draws, seed {given.seed}",
                sizes[group],
            )


def _blocks(
    rows: list[Respondent],
    results: dict[int, tuple[Labels, tuple[int, ...], float]],
    best: int | None,
    stable: dict[int, float | None],
) -> Iterator[BarsBlock | TableBlock]:
    if best is None:
        return
    yield BarsBlock(
        "Mean silhouette by number of groups",
        tuple(Bar(f"{k} groups", width, structure_of(width)) for k, (_, _, width) in results.items()),
        0.0,
        1.0,
    )
    labels, medoids, _ = results[best]
    sizes = Counter(labels)
    table: list[tuple[str | float | int | None, ...]] = []
    for group in range(best):
        value = stable.get(group)
        table.append(
            (
                f"Group {group + 1}",
                sizes[group],
                rows[medoids[group]].label,
                None if value is None else round(value, 2),
                None if value is None else stability_of(value),
            )
        )
    yield TableBlock("Groups", ("group", "rows", "most typical row", "Jaccard", "stability"), tuple(table), "<><><")


def _reading(n: int, best: int | None, width: float | None) -> str:
    if best is None or width is None:
        return "There are too few rows, or too many, to look for groups in. Add the rows of a survey."
    structure = structure_of(width)
    told = (
        f"{counted(n, 'row')} fall best into {best} groups, with {structure if structure != 'none' else 'no'} structure"
    )
    if n < FEWEST:
        return f"{told}. With fewer than {FEWEST} rows this is a demonstration: ask more people."
    return f"{told}. Read the most typical rows, and trust only groups that come again."


def _findings(
    given: AnalysisInput, rows: tuple[Respondent, ...], n: int, variables: int, parameters: GroupsParameters
) -> Iterator[Finding]:
    for one in rows:
        if not _usable(one, parameters):
            yield Finding(
                f"{TOOL_ID}.empty-row",
                Severity.WARNING,
                f"{quoted(one.label)} holds no value that can be compared, and drops out.",
                given.at(one.id),
                "Add its values, or remove it.",
            )
    if n > MOST:
        yield Finding(
            f"{TOOL_ID}.too-many-rows",
            Severity.WARNING,
            f"{n} rows are more than the {MOST} that can be compared pair by pair here.",
            given.at(),
            "Look for groups with a statistics program, and keep a sample here.",
        )
    elif 0 < n < max(FEWEST, PER_VARIABLE * variables):
        is_demo = n < FEWEST
        yield Finding(
            f"{TOOL_ID}.few-rows",
            Severity.WARNING if is_demo else Severity.NOTE,
            f"{counted(n, 'row')} on {counted(variables, 'variable')}: "
            + ("a demonstration, not a statistical segment." if is_demo else "fewer than the rule of thumb asks for."),
            given.at(),
            f"About {PER_VARIABLE} rows a variable are sound (Dolnicar 2014).",
        )
