"""A report on screen: what it means first, then the figures, the charts, and what is to be mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from personatui.model.findings import Finding, Severity
from personatui.model.reports import (
    BarsBlock,
    Fault,
    LineBlock,
    MatrixBlock,
    Metric,
    Report,
    ScatterBlock,
    TableBlock,
    TextBlock,
)
from personatui.render.figures import cell as cell_text
from personatui.render.figures import figure
from personatui.render.marks import severity_mark
from personatui.render.text import formula_lines
from personatui.widgets.charts import ChartView
from personatui.widgets.keys import key_of
from personatui.widgets.lines import Piece, Row
from personatui.widgets.rows import RowList

_SEVERITY_ROLES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "dim"}


class ReportView(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Reports one below the other, scrolled with the keys of every list."""

    DEFAULT_CSS = """
    ReportView {
        padding: 0 1;
        scrollbar-size-vertical: 1;
        & > .report--title { text-style: bold; color: $text-accent; margin: 1 0 0 0; }
        & > .report--reading { margin: 0 0 1 0; }
        & > .report--block { color: $foreground-muted; text-style: bold; margin: 1 0 0 0; }
        & > .report--fault { color: $text-error; margin: 1 0; }
        & > RowList { height: auto; }
    }
    """
    BINDING_GROUP_TITLE = "Report"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", "Down", show=False, id="report.down"),
        Binding("up,k", "scroll_up", "Up", show=False, id="report.up"),
        Binding("pagedown,ctrl+d", "page_down", "Page down", show=False, id="report.page-down"),
        Binding("pageup,ctrl+u", "page_up", "Page up", show=False, id="report.page-up"),
        Binding("home,g", "scroll_home", "Top", show=False, id="report.first"),
        Binding("end,G", "scroll_end", "End", show=False, id="report.last"),
    ]

    class Jump(Message):
        """A finding or figure was chosen that is about this reference."""

        def __init__(self, reference: str) -> None:
            super().__init__()
            self.reference = reference

    async def show(self, reports: Sequence[Report], faults: Sequence[Fault] = (), empty: str = "") -> None:
        """Replace what is shown, unless the view is left meanwhile."""
        await self.remove_children()
        if not self.is_attached:
            return
        await self.mount_all(self._widgets(reports, faults, empty))
        self.scroll_home(animate=False)

    def _widgets(self, reports: Sequence[Report], faults: Sequence[Fault], empty: str) -> Iterable[Widget]:
        if not reports and not faults:
            yield Static(Content(empty or "There is nothing to report."), classes="report--reading")
        for report in reports:
            yield from report_widgets(report)
        key = key_of(self, "workbench.faults") if faults else ""
        for fault in faults:
            off = f" {key} shows it, and switches the plugin off." if key else ""
            yield Static(Content(fault.told + off), classes="report--fault")

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Jump(event.key))


def report_widgets(report: Report) -> ComposeResult:
    """The widgets that show one report."""
    yield Static(Content(report.title), classes="report--title")
    if report.reading:
        yield Static(Content(report.reading), classes="report--reading")
    for block in report.blocks:
        yield Static(Content(block.title), classes="report--block")
        match block:
            case TextBlock():
                yield Static(Content(block.text))
            case TableBlock():
                yield RowList(table_rows(block))
            case ScatterBlock() | BarsBlock() | LineBlock() | MatrixBlock():
                yield ChartView(block)
    if report.findings:
        yield Static(Content("What to look at"), classes="report--block")
        yield RowList([row for finding in report.findings for row in finding_rows(finding)])
    if report.figures:
        yield Static("Figures", classes="report--block")
        yield RowList([row for metric in report.figures for row in metric_rows(metric)])
    formulas = list(formula_lines(report.metrics))
    if formulas:
        yield Static("How it is computed", classes="report--block")
        yield RowList([Row(((text, "dim"),), hanging=2) for text in formulas])


def metric_rows(metric: Metric) -> list[Row]:
    """One figure: its value, and below it the scale and what it rests on."""
    scale = "" if metric.unit == "share" else metric.scale
    detail = [part for part in (scale, f"n={metric.n}" if metric.n is not None else "") if part]
    if metric.evidence is not None:
        detail.append(f"rests on {metric.evidence.value}")
    rows = [Row(((metric.label, "plain"),), right=((figure(metric.value, metric.unit), "strong"),), hanging=2)]
    if detail:
        rows.append(Row(((f"  {' · '.join(detail)}", "dim"),), hanging=2))
    return rows


def finding_rows(finding: Finding) -> list[Row]:
    """One finding with its remedy; it can be chosen when it is about something."""
    pieces: tuple[Piece, ...] = (
        (f"{severity_mark(finding.severity)} ", _SEVERITY_ROLES[finding.severity]),
        (finding.message, "plain"),
    )
    rows = [Row(pieces, key=finding.where, hanging=2)]
    if finding.hint:
        rows.append(Row(((f"  {finding.hint}", "dim"),), hanging=2))
    return rows


def table_rows(block: TableBlock) -> list[Row]:
    """A table as rows that read in a narrow panel: the first column, the rest beside or below it."""
    rows: list[Row] = []
    for cells in block.rows:
        told = [cell_text(cell) for cell in cells]
        named = [f"{column} {cell}" for column, cell in zip(block.columns[1:], told[1:], strict=False) if cell]
        rows.append(Row(((told[0] if told else "", "plain"),), hanging=2))
        if named:
            rows.append(Row(((f"  {' · '.join(named)}", "dim"),), hanging=2))
    if not rows:
        rows.append(Row((("nothing yet", "dim"),)))
    return rows
