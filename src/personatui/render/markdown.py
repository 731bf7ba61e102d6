"""Reports and persona cards as Markdown (CommonMark with tables), in which every text stays literal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from personatui.model.claims import Strength
from personatui.model.cleaning import clean, clean_line
from personatui.model.persona import Persona
from personatui.model.project import Project
from personatui.model.reports import Block, Metric, Report, TableBlock, TextBlock
from personatui.render.cards import LEGEND, Statement, card_of, quality_bars, trait_scale
from personatui.render.charts import draw_chart
from personatui.render.figures import cell, figure
from personatui.render.marks import role_mark, severity_mark, support_mark
from personatui.render.text import column_align, formula_lines

# What means something anywhere; what starts a heading, list, rule, underline or table when it stands first;
# and the hashes that a heading drops at its end.
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$]|^#|^[+-](?=[\s+-]|$)|^=|^:(?=-)|#(?=#*$)")
_NUMBERED = re.compile(r"^([0-9]{1,9})([.)])(?=\s|$)")
_CHART_WIDTH, _CHART_HEIGHT = 76, 18


def report_markdown(report: Report, *, heading: int = 2) -> str:
    """A report; `heading` is the level of its title, from 1 to 5, its parts stand one below."""
    inner = "#" * (heading + 1)
    parts = [f"{'#' * heading} {escape(report.title or report.id)}"]
    if report.reading:
        parts.append(paragraphs(report.reading))
    if report.figures:
        parts += [f"{inner} Figures", _metrics_table(report.figures)]
    formulas = [f"- {escape(text)}" for text in formula_lines(report.metrics)]
    if formulas:
        parts += [f"{inner} How it is computed", "\n".join(formulas)]
    for block in report.blocks:
        if block.title:
            parts.append(f"{inner} {escape(block.title)}")
        parts.append(_block(block))
    if report.findings:
        parts.append(f"{inner} Findings")
        parts.append("\n".join(_finding_lines(report)))
    if report.parameters:
        told = ", ".join(f"{name} = {value}" for name, value in report.parameters.items())
        parts.append(f"Computed with {escape(told)}")
    if len(parts) == 1:
        parts.append("This report is empty.")
    return "\n\n".join(part for part in parts if part) + "\n"


def card_markdown(persona_id: str, persona: Persona, project: Project, *, heading: int = 1) -> str:
    """A persona's card; `heading` is the level of its name, from 1 to 5, its parts stand one below."""
    inner = "#" * (heading + 1)
    card = card_of(persona_id, persona, project)
    parts = [
        f"{'#' * heading} {escape(card.name)}",
        f"{role_mark(persona.role)} {escape(card.headline)}",
        _rows(card.facts),
    ]
    if card.summary:
        parts.append(paragraphs(card.summary))
    for title, rows in card.tables:
        parts += [f"{inner} {title}", _rows(rows)]
    for title, statements in card.statements:
        parts += [f"{inner} {title}", "\n".join(map(_statement, statements))]
    for title, rows in (("Links", card.links), ("Free fields", card.custom)):
        if rows:
            parts += [f"{inner} {title}", _rows(rows)]
    for title, text in card.notes:
        parts += [f"{inner} {escape(title) or 'Note'}", paragraphs(text)]
    bars = quality_bars(card)
    parts += [
        f"{inner} Evidence and completeness",
        _rows([(name, f"{bar} {told}") for (name, told), bar in zip(card.quality, bars, strict=True)]),
    ]
    if card.statements:
        marks = map(support_mark, (Strength.ANECDOTE, Strength.ASSUMPTION))
        parts.append(", ".join(f"{mark} {meaning}" for mark, meaning in zip(marks, LEGEND, strict=True)))
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """Text on one line that Markdown shows as it is, wherever it stands."""
    return _NUMBERED.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", clean_line(text)))


def paragraphs(text: str) -> str:
    """Text of several lines as paragraphs; a single line end stays one."""
    groups = re.split(r"\n[ \t]*(?:\n[ \t]*)+", clean(text).strip())
    kept = [[escape(part) for part in group.split("\n") if part.strip()] for group in groups]
    return "\n\n".join("\\\n".join(group) for group in kept if group)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], align: str = "") -> str:
    """A table of texts that are not escaped yet; short rows are filled."""
    rules = ["--:" if align[index : index + 1] == ">" else ":--" for index in range(len(columns))]
    lines = [[escape(name) for name in columns], rules]
    lines += [[escape(row[index]) if index < len(row) else "" for index in range(len(columns))] for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def fenced(text: str) -> str:
    """Text in a code block whose fence is longer than any in the text."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}text\n{text}\n{fence}"


def _metrics_table(metrics: Sequence[Metric]) -> str:
    return table(
        ("Figure", "Value", "Scale", "n", "Evidence"),
        [
            (
                metric.label,
                figure(metric.value, metric.unit),
                metric.scale,
                cell(metric.n),
                metric.evidence or "",
            )
            for metric in metrics
        ],
        "<><><",
    )


def _block(block: Block) -> str:
    match block:
        case TextBlock():
            return paragraphs(block.text)
        case TableBlock():
            if not block.rows or not block.columns:
                return "No rows."
            return table(block.columns, [list(map(cell, row)) for row in block.rows], column_align(block))
        case _:
            return fenced(draw_chart(block, width=_CHART_WIDTH, height=_CHART_HEIGHT, colour=False))


def _finding_lines(report: Report) -> Iterator[str]:
    for finding in report.findings:
        told = " ".join(part for part in (finding.message, finding.hint) if part)
        place = ", ".join(part for part in (finding.code, finding.where) if part)
        yield f"- {severity_mark(finding.severity)} **{finding.severity}** {escape(told)} ({escape(place)})"


def _rows(rows: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- **{escape(name)}:** {escape(value)}" for name, value in rows)


def _statement(statement: Statement) -> str:
    told = [support_mark(statement.strength), escape(statement.told())]
    if statement.details:
        told.append(f"({escape(', '.join(statement.details))})")
    if statement.trait is not None:
        told.append(escape(trait_scale(statement.trait)))
    if statement.note:
        told.append(f"({escape(f'note: {statement.note}')})")
    if statement.sources:
        told.append(escape(f"— {', '.join(statement.sources)} · {statement.strength}"))
    return f"- {' '.join(told)}"
