"""Reports as one self-contained page: no script, nothing from elsewhere, every chart with its table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from personatui.model.cleaning import clean, clean_line
from personatui.model.reports import (
    BarsBlock,
    Block,
    LineBlock,
    MatrixBlock,
    Metric,
    Report,
    ScatterBlock,
    TableBlock,
    TextBlock,
)
from personatui.render.charts import matrix_range, shade
from personatui.render.figures import NO_VALUE, cell, figure, is_number
from personatui.render.marks import severity_mark, strength_bar
from personatui.render.plots import line_marks, line_names, line_rows
from personatui.render.svg import draw_svg
from personatui.render.text import column_align, formula_lines

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1e21; --paper: #ffffff; --faint: #5c636b; --rule: #d4d8dd;
  --accent: #0b62a8; --track: #eceff2; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8ea; --paper: #16181b; --faint: #a3abb3; --rule: #3a4047;
    --accent: #6cb6f5; --track: #262a2f; }
}
body { margin: 0 auto; max-width: 56rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; }
section { border-top: 1px solid var(--rule); margin-top: 2rem; }
table { border-collapse: collapse; margin: .75rem 0; }
th, td { border-bottom: 1px solid var(--rule); padding: .25rem .75rem .25rem 0; text-align: left;
  vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.faint { color: var(--faint); }
.text { white-space: pre-wrap; }
figure { margin: 1rem 0; }
.chart { width: 100%; max-width: 44rem; height: auto; }
.chart text { fill: var(--ink); font: 12px system-ui, sans-serif; }
.chart .tick, .chart .zone { fill: var(--faint); }
.chart .zone { font-style: italic; }
.chart .mark { font-weight: bold; }
.frame { fill: none; stroke: var(--rule); }
.divider { stroke: var(--faint); stroke-dasharray: 3 4; }
.stroke { stroke: var(--accent); stroke-width: 2; }
.dash-1 { stroke-dasharray: 8 4; }
.dash-2 { stroke-dasharray: 2 4; }
.dash-3 { stroke-dasharray: 10 4 2 4; }
.dash-0 { stroke-dasharray: 14 6; }
.dash-0, .dash-1, .dash-2, .dash-3 { stroke: var(--faint); }
.chart .sign { font-size: 15px; stroke: var(--paper); stroke-width: 3px; paint-order: stroke; }
.point, .bar { fill: var(--accent); }
.track { fill: var(--track); }
.shade-1 { background: color-mix(in srgb, var(--accent) 12%, transparent); }
.shade-2 { background: color-mix(in srgb, var(--accent) 24%, transparent); }
.shade-3 { background: color-mix(in srgb, var(--accent) 36%, transparent); }
.shade-4 { background: color-mix(in srgb, var(--accent) 48%, transparent); }
@media print {
  body { max-width: none; padding: 0; }
  figure, tr { break-inside: avoid; }
  nav { display: none; }
}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def report_html(reports: Sequence[Report], *, title: str) -> str:
    """A page with these reports. Light or dark as the reader's system is, and fit to print."""
    page = ET.Element("html", {"lang": "en"})
    head = ET.SubElement(page, "head")
    ET.SubElement(head, "meta", {"charset": "utf-8"})
    ET.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    ET.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    _add(head, "title", title)
    ET.SubElement(head, "style").text = _STYLE
    main = ET.SubElement(ET.SubElement(page, "body"), "main")
    _add(main, "h1", title)
    if len(reports) > 1:
        contents = ET.SubElement(ET.SubElement(main, "nav", {"aria-label": "Reports"}), "ul")
        for number, report in enumerate(reports, 1):
            _add(ET.SubElement(contents, "li"), "a", report.title or report.id, href=f"#report-{number}")
    for number, report in enumerate(reports, 1):
        _report(main, report, number)
    if not reports:
        _add(main, "p", "There are no reports.")
    return "<!DOCTYPE html>\n" + ET.tostring(page, encoding="unicode", method="html") + "\n"


def _report(main: ET.Element, report: Report, number: int) -> None:
    name = f"report-{number}"
    section = ET.SubElement(main, "section", {"id": name, "aria-labelledby": f"{name}-title"})
    _add(section, "h2", report.title or report.id, id=f"{name}-title")
    if report.reading:
        _text(section, report.reading)
    if report.figures:
        _add(section, "h3", "Figures")
        _metrics(section, report.figures)
    formulas = list(formula_lines(report.metrics))
    if formulas:
        _add(section, "h3", "How it is computed")
        listed = ET.SubElement(section, "ul")
        for formula in formulas:
            _add(listed, "li", formula)
    for index, block in enumerate(report.blocks, 1):
        if block.title:
            _add(section, "h3", block.title)
        _block(section, block, f"{name}-chart-{index}")
    if report.findings:
        _add(section, "h3", "Findings")
        listed = ET.SubElement(section, "ul")
        for finding in report.findings:
            told = f"{severity_mark(finding.severity)} {finding.severity}: {finding.message} {finding.hint}"
            entry = _add(listed, "li", told)
            place = _add(entry, "span", " ".join(part for part in (finding.code, finding.where) if part))
            place.set("class", "faint")
            entry.text = f"{entry.text} "
    if report.parameters:
        told = ", ".join(f"{name} = {value}" for name, value in report.parameters.items())
        _add(section, "p", f"Computed with {told}").set("class", "faint")


def _block(section: ET.Element, block: Block, name: str) -> None:
    match block:
        case TextBlock():
            _text(section, block.text)
        case TableBlock():
            if block.rows and block.columns:
                _table(section, block.columns, [list(map(cell, row)) for row in block.rows], column_align(block))
            else:
                _add(section, "p", "No rows.")
        case MatrixBlock():
            _matrix(section, block)
        case BarsBlock():
            holder = _chart(section, block, name)
            bars = [(bar.label, figure(bar.value, block.unit), bar.note) for bar in block.bars]
            _table(holder, ("", "Value", "Note"), bars, "<><")
        case LineBlock():
            holder = _chart(section, block, name)
            signed = zip(line_marks(block), line_names(block), strict=True)
            heads = [f"{mark} {title}" for mark, title in signed] if block.others else ["Value"]
            rows = [(label, *map(figure, values)) for label, values in line_rows(block)]
            _table(holder, ("", *heads), rows, "<" + ">" * len(heads))
        case ScatterBlock():
            holder = _chart(section, block, name)
            points = [
                (point.mark, point.label, figure(point.x), figure(point.y), point.group) for point in block.points
            ]
            _table(holder, ("Mark", "", block.x_label or "x", block.y_label or "y", "Group"), points, "<<>><")


def _chart(section: ET.Element, block: ScatterBlock | LineBlock | BarsBlock, name: str) -> ET.Element:
    holder = ET.SubElement(section, "figure")
    holder.append(draw_svg(block, name))
    return holder


def _metrics(section: ET.Element, metrics: Iterable[Metric]) -> None:
    rows = []
    for metric in metrics:
        evidence = f"{strength_bar(metric.evidence)} {metric.evidence}" if metric.evidence is not None else ""
        rows.append((metric.label, figure(metric.value, metric.unit), metric.scale, cell(metric.n), evidence))
    _table(section, ("Figure", "Value", "Scale", "n", "Evidence"), rows, "<><><")


def _matrix(section: ET.Element, block: MatrixBlock) -> None:
    low, high = matrix_range(block)
    table = ET.SubElement(section, "table")
    top = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    ET.SubElement(top, "td")
    for name in block.columns:
        _add(top, "th", name, scope="col")
    body = ET.SubElement(table, "tbody")
    for index, name in enumerate(block.rows):
        row = ET.SubElement(body, "tr")
        _add(row, "th", name, scope="row")
        cells = block.cells[index] if index < len(block.cells) else ()
        for value in (*cells, *[None] * len(block.columns))[: len(block.columns)]:
            entry = _add(row, "td", NO_VALUE if value is None else figure(value))
            if is_number(value):
                entry.set("class", f"number shade-{shade(value, low, high)}")


def _table(parent: ET.Element, columns: Sequence[str], rows: Iterable[Sequence[str]], align: str) -> None:
    styles = [{"class": "number"} if align[index : index + 1] == ">" else {} for index in range(len(columns))]
    table = ET.SubElement(parent, "table")
    top = ET.SubElement(ET.SubElement(table, "thead"), "tr")
    for name, style in zip(columns, styles, strict=True):
        _add(top, "th" if name else "td", name, **style, **({"scope": "col"} if name else {}))
    body = ET.SubElement(table, "tbody")
    for row in rows:
        line = ET.SubElement(body, "tr")
        for value, style in zip(row, styles, strict=False):
            _add(line, "td", value, **style)


def _text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "p", {"class": "text"}).text = clean(text).strip()


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = clean_line(text)
    return element
