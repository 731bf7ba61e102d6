"""The right panel: what is selected and what it rests on, or the report of an analysis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import ContentSwitcher

from personatui.app.panel import Panel
from personatui.widgets.lines import Row
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.model.reports import Fault, Report
    from personatui.widgets.report import ReportView


class Inspector(Panel):
    """Shows details as rows, or reports."""

    DEFAULT_CSS = """
    Inspector {
        & ContentSwitcher { height: 1fr; }
        & #details { padding: 0 1; }
    }
    """

    class Jump(Message):
        """Something that was referred to is to be shown."""

        def __init__(self, reference: str) -> None:
            super().__init__()
            self.reference = reference

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.border_title = "Inspector"

    def compose(self) -> ComposeResult:
        with ContentSwitcher(initial="details"):
            yield RowList(id="details")

    @property
    def shows_report(self) -> bool:
        """Whether a report is on top."""
        return self.query_one(ContentSwitcher).current == "report"

    def show_rows(self, title: str, rows: Sequence[Row]) -> None:
        """Show rows of details."""
        self.border_title = Content(title)
        self.query_one(ContentSwitcher).current = "details"
        self.query_one("#details", RowList).show(rows, cursor_key="")

    def show_rows_again(self, rows: Sequence[Row]) -> None:
        """Bring the rows of details up to date under the same title; cursor and scroll stay."""
        details = self.query_one("#details", RowList)
        if details.rows != tuple(rows):
            details.show(rows)

    async def show_reports(
        self, title: str, reports: Sequence[Report], faults: Sequence[Fault], empty: str = ""
    ) -> ReportView | None:
        """Show reports, with the faults of plugins below them. None when the screen was left meanwhile."""
        from personatui.widgets.report import ReportView

        if not self.is_attached:
            return None
        self.border_title = Content(title)
        switcher = self.query_one(ContentSwitcher)
        found = switcher.query("#report")
        if found:
            view = found.only_one(ReportView)
        else:
            view = ReportView(id="report")
            await switcher.mount(view)
        await view.show(reports, faults, empty)
        if not view.is_attached:
            return None
        switcher.current = "report"
        return view

    def focus_content(self) -> None:
        """Give the keys to what is shown."""
        name = self.query_one(ContentSwitcher).current or "details"
        self.query_one(f"#{name}").focus()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.post_message(self.Jump(event.key))

    def on_report_view_jump(self, event: ReportView.Jump) -> None:
        event.stop()
        self.post_message(self.Jump(event.reference))
