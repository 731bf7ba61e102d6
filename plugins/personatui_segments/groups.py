"""The report on groups in survey rows: how many there are, how clear they are, and whether they come again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    Row,
    average_linkage,
    distances_of,
    is_figure,
    medoids_of,
    pam,
    silhouettes,
    stabilities,
    stability_of,
    structure_of,
)
from personatui_segments.common import TOOL_ID, as_segments
from personatui_segments.prototypes import GAMMA, mixed, partition

ANALYSIS_ID = f"{TOOL_ID}.groups"
TITLE = "Groups in a survey"

# Fewer rows are a demonstration; a sound sample has about 70 rows a variable (Dolnicar 2014).
FEWEST, PER_VARIABLE = 30, 70
# Partitioning around medoids looks at every pair: beyond this it would take minutes.
MOST = 500


Method = Literal["medoids", "average", "prototypes"]
_METHODS: dict[Method, str] = {"medoids": "PAM", "average": "average linkage", "prototypes": "k-prototypes"}
# Each draw is one of many, so that it needs fewer starts.
_STARTS_A_DRAW = 2


class GroupsParameters(Parameters):
    """`metric`: Gower's distance, or Euclid's for numbers of one unit. `method`: how rows are put together.

    `most`: the largest k. `draws` to repeat. `starts` and `gamma`, the weight of words, are those of k-prototypes.
    """

    metric: Literal["gower", "euclidean"] = "gower"
    method: Method = "medoids"
    most: int = Field(default=6, ge=2, le=12)
    draws: int = Field(default=100, ge=0, le=1000)
    starts: int = Field(default=10, ge=1, le=100)
    gamma: float = Field(default=GAMMA, ge=0)


@dataclass(frozen=True, slots=True)
class Result:
    """A number of groups: the group of each row, its most typical rows, the mean silhouette, and what it costs."""

    labels: Labels
    medoids: tuple[int, ...]
    width: float
    cost: float | None


class _Clustering:
    """Puts rows, or a draw of them, into groups by the method that is asked for."""

    def __init__(self, rows: Sequence[Row], parameters: GroupsParameters, seed: int) -> None:
        self._parameters, self._seed = parameters, seed
        few = rows if len(rows) <= MOST else ()
        self.distances = distances_of(few, euclidean=parameters.metric == "euclidean")
        self._mixed = mixed(few) if parameters.method == "prototypes" else None

    def labels(self, drawn: Sequence[int], k: int, starts: int) -> tuple[Labels, float | None]:
        """The groups of the rows drawn, and their cost where the method has one."""
        if self._mixed is not None:
            gamma = self._parameters.gamma
            found = partition(self._mixed, drawn, k, gamma=gamma, starts=starts, seed=self._seed)
            return found.labels, found.cost
        part = [[self.distances[i][j] for j in drawn] for i in drawn]
        return (pam(part, k)[0] if self._parameters.method == "medoids" else average_linkage(part, k)), None


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
    results: dict[int, Result] = {}
    stable: dict[int, float | None] = {}
    clustering = _Clustering([_usable(one, parameters) for one in rows], parameters, given.seed)
    if 3 <= n <= MOST:
        for k in range(2, min(parameters.most, n - 1) + 1):
            labels, cost = clustering.labels(range(n), k, parameters.starts)
            widths = silhouettes(clustering.distances, labels)
            # fewer distinct rows than groups leave a group empty
            if widths and len(set(labels)) == k:
                medoids = medoids_of(clustering.distances, labels)
                results[k] = Result(labels, medoids, fsum(widths) / len(widths), cost)
    best = max(results, key=lambda k: (round(results[k].width, 9), -k), default=None)
    if best is not None:
        found = best
        stable = stabilities(
            lambda drawn: clustering.labels(drawn, found, _STARTS_A_DRAW)[0],
            results[best].labels,
            parameters.draws,
            given.seed,
        )
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(n, best, results[best].width if best else None),
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
    results: dict[int, Result],
    best: int | None,
    stable: dict[int, float | None],
    parameters: GroupsParameters,
) -> Iterator[Metric]:
    evidence, n = given.project.evidence(rows), len(rows)

    def metric(name: str, label: str, value: float | str | None, scale: str, formula: str, n: int) -> Metric:
        return Metric(name, label, value, "", scale, n, formula, evidence, given.at())

    yield metric("rows", "Rows with values", n, "0 and more", "rows that say something of a variable", n)
    method = _METHODS[parameters.method]
    formula = f"mean silhouette of {method}, {parameters.metric} distance"
    yield metric("best_k", "Number of groups", best, f"2-{parameters.most}", "largest mean silhouette", n)
    width = results[best].width if best else None
    yield metric("silhouette", "Mean silhouette", width, "-1 to 1", formula, n)
    told = structure_of(width) if width is not None else None
    yield metric("structure", "Structure", told, "strong, reasonable, weak, none", "above .70, .50, .25", n)
    for k, result in results.items():
        yield metric(f"silhouette.{k}", f"Mean silhouette of {k} groups", result.width, "-1 to 1", formula, n)
        if result.cost is not None:
            told = f"squared distances of standardised numbers + {parameters.gamma:g} for each word that differs"
            starts = f"; best of {parameters.starts} starts, seed {given.seed}"
            yield metric(f"cost.{k}", f"Cost of {k} groups", result.cost, "from 0; less is nearer", told + starts, n)
    if best is not None:
        labels, medoids = results[best].labels, results[best].medoids
        sizes = Counter(labels)
        for group in range(best):
            name = f"Group {group + 1}"
            yield metric(f"size.{group + 1}", f"{name}: rows", sizes[group], f"of {n}", "rows of the group", n)
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
    results: dict[int, Result],
    best: int | None,
    stable: dict[int, float | None],
) -> Iterator[BarsBlock | TableBlock]:
    if best is None:
        return
    yield BarsBlock(
        "Mean silhouette by number of groups",
        tuple(Bar(f"{k} groups", one.width, structure_of(one.width)) for k, one in results.items()),
        0.0,
        1.0,
    )
    labels, medoids = results[best].labels, results[best].medoids
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
