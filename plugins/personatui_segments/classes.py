"""The report on latent classes: how many classes explain the answers in words, and what each of them answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from personatui.api import (
    AnalysisInput,
    Array,
    Bar,
    BarsBlock,
    Finding,
    MatrixBlock,
    Metric,
    Parameters,
    Report,
    Severity,
    TableBlock,
    counted,
    percent,
    quoted,
)
from personatui_segments.canvas import Respondent
from personatui_segments.common import TOOL_ID, as_segments
from personatui_segments.groups import FEWEST
from personatui_segments.latent import Fit, fit, is_identified

ANALYSIS_ID = f"{TOOL_ID}.latent_classes"
TITLE = "Latent classes"

# A variable with more labels than this is no question with a few answers.
MOST_LABELS = 12


class LatentParameters(Parameters):
    """`most`: the largest number of classes. `starts`: at least 10. `variables`: else all words and yes-or-no."""

    most: int = Field(default=4, ge=1, le=8)
    starts: int = Field(default=10, ge=10, le=200)
    variables: Array[str] = ()


def label_of(value: object) -> str:
    """What an answer counts as: a word in any case, yes or no, a number as it is written; empty for none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:g}" if value == value else ""
    return " ".join(value.split()).casefold() if isinstance(value, str) else ""


def labels_of(rows: Sequence[Respondent], wanted: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The variables that can be explained, with their labels: at least two, and not as many as there are rows."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for name, value in row.values.items():
            if name in wanted or (not wanted and isinstance(value, str | bool)):
                label = label_of(value)
                if label:
                    found.setdefault(name, set()).add(label)
    return {name: tuple(sorted(labels)) for name, labels in sorted(found.items()) if 2 <= len(labels) <= MOST_LABELS}


def analyse_latent(given: AnalysisInput) -> Report:
    """The report `segments.latent_classes`: BIC by number of classes, and the classes of the best number."""
    canvas = as_segments(given.canvas)
    parameters = given.parameters if isinstance(given.parameters, LatentParameters) else LatentParameters()
    labels = labels_of(canvas.respondents, parameters.variables)
    rows = [row for row in canvas.respondents if any(label_of(row.values.get(name)) for name in labels)]
    codes = [[_code(row, name, known) for name, known in labels.items()] for row in rows]
    counts, n = [len(known) for known in labels.values()], len(rows)
    fits = {
        k: fit(codes, counts, k, parameters.starts, given.seed)
        for k in range(1, parameters.most + 1)
        if len(labels) > 1 and n > 1 and is_identified(k, counts, n)
    }
    best = min(fits.values(), key=lambda one: (round(one.bic, 6), one.k), default=None)
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(n, best),
        metrics=tuple(_metrics(given, rows, labels, fits, best, parameters)),
        blocks=tuple(_blocks(labels, fits, best)),
        findings=tuple(_findings(given, canvas.respondents, n, labels, fits, best, parameters)),
        parameters=parameters.model_dump(mode="json"),
    )


def _code(row: Respondent, name: str, known: Sequence[str]) -> int:
    label = label_of(row.values.get(name))
    return known.index(label) if label in known else -1


def _metrics(
    given: AnalysisInput,
    rows: Sequence[Respondent],
    labels: Mapping[str, Sequence[str]],
    fits: Mapping[int, Fit],
    best: Fit | None,
    parameters: LatentParameters,
) -> Iterator[Metric]:
    evidence, n = given.project.evidence(rows), len(rows)

    def metric(name: str, label: str, value: float | None, scale: str, formula: str, unit: str = "") -> Metric:
        return Metric(name, label, value, unit, scale, n, formula, evidence, given.at())

    how = f"expectation and maximisation, best of {parameters.starts} random starts, seed {given.seed}"
    yield metric(
        "variables", "Variables", len(labels) if n else None, f"2-{MOST_LABELS} labels each", "words, yes or no"
    )
    yield metric("classes", "Number of classes", best.k if best else None, f"1-{parameters.most}", "lowest BIC")
    for k, one in fits.items():
        yield metric(
            f"bic.{k}", f"BIC of {counted(k, 'class', 'classes')}", one.bic, "lower is better", "-2 LL + p ln n"
        )
        yield metric(f"likelihood.{k}", f"Log-likelihood of {counted(k, 'class', 'classes')}", one.likelihood, "", how)
        formula = "(k - 1) + k x sum(labels - 1)"
        yield metric(f"parameters.{k}", f"Parameters of {counted(k, 'class', 'classes')}", one.parameters, "", formula)
    if best is not None:
        for place, share in enumerate(best.shares, start=1):
            yield metric(f"share.{place}", f"Class {place}", share, "0-100 %", "share of the rows, as fitted", "share")


def _blocks(
    labels: Mapping[str, Sequence[str]], fits: Mapping[int, Fit], best: Fit | None
) -> Iterator[BarsBlock | MatrixBlock | TableBlock]:
    if best is None:
        return
    yield TableBlock(
        "Number of classes (lowest BIC wins)",
        ("classes", "BIC", "log-likelihood", "parameters", "same from"),
        tuple(
            (k, round(one.bic, 2), round(one.likelihood, 2), one.parameters, counted(one.reached, "start"))
            for k, one in fits.items()
        ),
        ">>>>>",
    )
    yield BarsBlock(
        "Classes, share of the rows",
        tuple(Bar(f"Class {place}", share, percent(share)) for place, share in enumerate(best.shares, start=1)),
        0.0,
        1.0,
    )
    yield MatrixBlock(
        "What each class answers (chance, 0 to 1)",
        tuple(f"{name} = {label}" for name, known in labels.items() for label in known),
        tuple(f"class {place}" for place in range(1, best.k + 1)),
        tuple(
            tuple(round(told[number], 2) for told in best.chances[variable])
            for variable, known in enumerate(labels.values())
            for number in range(len(known))
        ),
        0.0,
        1.0,
    )


def _reading(n: int, best: Fit | None) -> str:
    if best is None:
        return (
            "There are too few answers in words, or yes or no, to look for classes in. Add the rows of a survey with "
            "at least two such variables."
        )
    if best.k == 1:
        return (
            f"{counted(n, 'row')} are best told as one class: nothing in these answers sets people apart. Ask others."
        )
    told = f"{counted(n, 'row')} are best told as {best.k} classes, the largest with {percent(best.shares[0])}"
    if n < FEWEST:
        return f"{told}. With fewer than {FEWEST} rows this is a demonstration: ask more people."
    return f"{told}. Look next at the answers in which they differ most, and give each class a name."


def _findings(
    given: AnalysisInput,
    rows: Sequence[Respondent],
    n: int,
    labels: Mapping[str, Sequence[str]],
    fits: Mapping[int, Fit],
    best: Fit | None,
    parameters: LatentParameters,
) -> Iterator[Finding]:
    said = {name for row in rows for name in row.values}
    for name in sorted(set(parameters.variables) - set(labels)):
        is_there = name in said
        yield Finding(
            f"{TOOL_ID}.unusable-variable",
            Severity.WARNING,
            f"{quoted(name)} has fewer than two answers, or more than {MOST_LABELS}, and is left out."
            if is_there
            else f"No row says anything of {quoted(name)}.",
            given.at(),
            "Put numbers into a few groups first." if is_there else "Correct the name in `variables`.",
        )
    unclear = [k for k in range(2, parameters.most + 1) if k not in fits]
    if fits and unclear:
        yield Finding(
            f"{TOOL_ID}.too-many-classes",
            Severity.NOTE,
            f"{counted(unclear[0], 'class', 'classes')} and more have more parameters than these answers can tell "
            "apart.",
            given.at(),
            "They are left out: ask more people, or more questions.",
        )
    if best is not None and best.k > 1 and best.reached == 1:
        yield Finding(
            f"{TOOL_ID}.local-optimum",
            Severity.WARNING,
            f"Only 1 of {parameters.starts} starts found the best {best.k} classes; there may be better ones.",
            given.at(),
            "Try more `starts` before you trust them.",
        )
    if 0 < n < FEWEST and labels:
        yield Finding(
            f"{TOOL_ID}.few-answers",
            Severity.WARNING,
            f"{counted(n, 'row')}: a demonstration, not a statistical segment.",
            given.at(),
            f"Ask at least {FEWEST}.",
        )
