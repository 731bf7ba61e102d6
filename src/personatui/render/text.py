"""Reports and persona cards as plain text for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from personatui.model.claims import Strength
from personatui.model.findings import Finding, Severity
from personatui.model.persona import Persona
from personatui.model.project import Project
from personatui.model.reports import Block, Metric, Report, TableBlock, TextBlock
from personatui.render.cards import LEGEND, Card, Statement, card_of, quality_bars, trait_scale
from personatui.render.charts import draw_chart
from personatui.render.figures import cell, count, figure, is_number
from personatui.render.layout import NARROWEST, hanging, indented, line, table, text_of, words
from personatui.render.marks import role_mark, severity_mark, strength_bar, support_mark, to_ascii

_CHART_HEIGHT = 20
_WIDEST_CHART = 100
_INDENT = 2
_NAMED_METRICS = 3
_SEVERITY_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def report_text(report: Report, *, width: int = 100, colour: bool = False, ascii_only: bool = False) -> str:
    """A report: its reading first, then figures, how they are computed, blocks and findings.

    `width` is in cells, at least 20. Colour adds SGR sequences and carries no meaning of its own.
    """
    width = max(width, NARROWEST)
    parts: list[RenderableType] = [Text.assemble(line(report.title or report.id, "bold"), "  ", line(report.id, "dim"))]
    if report.reading:
        parts.append(words(report.reading))
    if report.figures:
        parts += ["", Text("Figures", "bold"), indented(_metrics_table(report.figures, width, ascii_only))]
    formulas = list(formula_lines(report.metrics))
    if formulas:
        parts += ["", Text("How it is computed", "bold")]
        parts += [indented(line(text)) for text in formulas]
    for block in report.blocks:
        parts.append("")
        if block.title:
            parts.append(line(block.title, "bold"))
        parts.append(indented(_block(block, width - _INDENT, colour, ascii_only)))
    if report.findings:
        parts += ["", Text("Findings", "bold")]
        parts += [indented(_finding(finding, ascii_only)) for finding in report.findings]
    if report.parameters:
        told = ", ".join(f"{name} = {value}" for name, value in report.parameters.items())
        parts += ["", line(f"Computed with {told}", "dim")]
    if len(parts) == 1:
        parts.append("This report is empty.")
    return text_of(*parts, width=width, colour=colour)


def card_text(
    persona_id: str,
    persona: Persona,
    project: Project,
    *,
    width: int = 100,
    colour: bool = False,
    ascii_only: bool = False,
) -> str:
    """A persona's card: who it is, what is claimed and on what evidence, and what is still missing."""
    width = max(width, NARROWEST)
    card = card_of(persona_id, persona, project)
    headline = to_ascii(card.headline) if ascii_only else card.headline
    parts: list[RenderableType] = [
        line(card.name, "bold"),
        Text.assemble(role_mark(persona.role, ascii_only=ascii_only), " ", line(headline)),
        indented(_rows(card.facts, width)),
    ]
    if card.summary:
        parts += ["", words(card.summary)]
    for title, rows in card.tables:
        parts += ["", Text(title, "bold"), indented(_rows(rows, width))]
    for title, statements in card.statements:
        parts += ["", Text(title, "bold")]
        parts += [indented(_statement(statement, ascii_only)) for statement in statements]
    parts += _card_end(card, width, ascii_only)
    return text_of(*parts, width=width, colour=colour)


def formula_lines(metrics: Sequence[Metric]) -> Iterator[str]:
    """Each formula once, with the names of the figures that it gives; details only where it gives no other."""
    named: dict[str, list[str]] = {}
    shown = {metric.formula for metric in metrics if not metric.detail}
    for metric in metrics:
        if metric.formula and not (metric.detail and metric.formula in shown):
            # a detail is named for what it measures, without the item that it measures
            label = metric.label.partition(": ")[0] if metric.detail else metric.label
            labels = named.setdefault(metric.formula, [])
            if label not in labels:
                labels.append(label)
    for formula, labels in named.items():
        rest = len(labels) - _NAMED_METRICS
        others = f" and {count(rest, 'other')}" if rest > 0 else ""
        yield f"{', '.join(labels[:_NAMED_METRICS])}{others}: {formula}"


def _metrics_table(metrics: Sequence[Metric], width: int, ascii_only: bool) -> RenderableType:
    scaled, counted, ranked = (
        any(metric.scale for metric in metrics),
        any(metric.n is not None for metric in metrics),
        any(metric.evidence is not None for metric in metrics),
    )
    heads = ["Figure", "Value"] + ["Scale"] * scaled + ["n"] * counted + ["Evidence"] * ranked
    align = "<>" + "<" * scaled + ">" * counted + "<" * ranked
    rows = []
    for metric in metrics:
        row = [line(metric.label), line(figure(metric.value, metric.unit), "bold")]
        row += [line(metric.scale, "dim")] * scaled + [line(cell(metric.n))] * counted
        if ranked:
            evidence = metric.evidence
            bar = strength_bar(evidence, ascii_only=ascii_only) + " " + evidence if evidence is not None else ""
            row.append(line(bar))
        rows.append(row)
    return table([line(head) for head in heads], rows, width=width - _INDENT, align=align)


def _block(block: Block, width: int, colour: bool, ascii_only: bool) -> RenderableType:
    match block:
        case TextBlock():
            return words(block.text)
        case TableBlock():
            return _table_block(block, width)
        case _:
            drawing = draw_chart(
                block, width=min(width, _WIDEST_CHART), height=_CHART_HEIGHT, colour=colour, ascii_only=ascii_only
            )
            chart = Text.from_ansi(drawing)
            chart.no_wrap, chart.overflow = True, "ignore"
            return chart


def _table_block(block: TableBlock, width: int) -> RenderableType:
    if not block.rows or not block.columns:
        return Text("No rows.", "dim")
    rows = [
        [line(cell(row[index])) if index < len(row) else Text() for index in range(len(block.columns))]
        for row in block.rows
    ]
    return table([line(name) for name in block.columns], rows, width=width, align=column_align(block))


def column_align(block: TableBlock) -> str:
    """`<` or `>` for each column: as the block says, else numbers to the right."""
    columns = range(len(block.columns))
    if block.align:
        return "".join(block.align[index : index + 1] or "<" for index in columns)
    held = [[row[index] for row in block.rows if index < len(row) and row[index] is not None] for index in columns]
    return "".join(">" if values and all(map(is_number, values)) else "<" for values in held)


def _finding(finding: Finding, ascii_only: bool) -> RenderableType:
    style = _SEVERITY_STYLES[finding.severity]
    mark = Text(f"{severity_mark(finding.severity, ascii_only=ascii_only)} {finding.severity}", style)
    body = line(finding.message)
    place = " ".join(part for part in (finding.where, finding.code) if part)
    for text in (finding.hint, place):
        if text:
            body.append("\n").append(line(text, "dim"))
    return hanging(mark, body)


def _rows(rows: Sequence[tuple[str, str]], width: int) -> RenderableType:
    return table(("", ""), [(line(name, "dim"), line(value)) for name, value in rows], width=width - _INDENT)


def _statement(statement: Statement, ascii_only: bool) -> RenderableType:
    separator = " - " if ascii_only else " · "
    body = words(statement.told(ascii_only=ascii_only))
    if statement.details:
        body.append("  ").append(line(f"[{', '.join(statement.details)}]"))
    if statement.sources:
        told = separator.join((", ".join(statement.sources), statement.strength))
        body.append("  ").append(line(told, "dim"))
    if statement.trait is not None:
        body.append("\n").append(line(trait_scale(statement.trait, ascii_only=ascii_only)))
    if statement.note:
        body.append("\n").append(line(f"note: {statement.note}", "dim"))
    return hanging(Text(support_mark(statement.strength, ascii_only=ascii_only)), body)


def _card_end(card: Card, width: int, ascii_only: bool) -> Iterator[RenderableType]:
    for title, entries in (("Links", card.links), ("Free fields", card.custom)):
        if entries:
            yield from ("", Text(title, "bold"), indented(_rows(entries, width)))
    for heading, text in card.notes:
        yield from ("", line(heading or "Note", "bold"), indented(words(text)))
    yield ""
    bars = quality_bars(card, ascii_only=ascii_only)
    rows = [(name, f"{bar} {value}") for (name, value), bar in zip(card.quality, bars, strict=True)]
    yield _rows(rows, width)
    if card.statements:
        marks = (support_mark(strength, ascii_only=ascii_only) for strength in (Strength.ANECDOTE, Strength.ASSUMPTION))
        yield line(", ".join(f"{mark} {meaning}" for mark, meaning in zip(marks, LEGEND, strict=True)), "dim")
