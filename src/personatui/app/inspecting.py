"""What the Inspector shows: what is selected, a report, or a persona at a glance; and what was found to mend."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.signal import Signal

from personatui.app.inspector import Inspector
from personatui.app.middle import Middle
from personatui.app.panels import PanelScreen
from personatui.widgets.lines import Row

if TYPE_CHECKING:
    from personatui.host.analysing import Outcome
    from personatui.host.checking import CheckOutcome
    from personatui.model.findings import Finding
    from personatui.model.ids import Reference


class InspectingScreen(PanelScreen):
    """A project whose selected item, reports and findings are looked at."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        # the key of what the Inspector shows, and the source or segment that it shows beside what refers to it
        self._inspected = ""
        self._previewed = ""
        # what the rail lists, and the segment or source in the middle
        self.view = "persona"
        self._record: Reference | None = None
        # what the last check found, told to whoever shows it, and the finding that was gone to last
        self.findings: CheckOutcome | None = None
        self.checked: Signal[CheckOutcome] = Signal(self, "checked")
        self.finding: Finding | None = None

    @abstractmethod
    def show_title(self, name: str = "") -> None:
        """Show the name of the project, how many findings there are, and how it stands with saving."""

    def _show_inspected(self) -> None:
        """What the Inspector shows, as it is now; a report and the findings stay as they were asked for."""
        from personatui.app.details import detail_rows

        if self.session is None or self.panels.has_report:
            return
        if self._inspected:
            self.inspector.show_rows_again(detail_rows(self.session.project, self._inspected))
        else:
            self.inspector.show_rows_again(self._overview())

    def show_overview(self) -> None:
        self._inspected = ""
        self.inspector.show_rows("Inspector", self._overview())

    def _overview(self) -> list[Row]:
        from personatui.app.emptiness import nothing_selected
        from personatui.app.overview import overview_rows, record_overview
        from personatui.widgets.keys import keys_of

        session, keys = self.session, keys_of(self)
        if session is None:
            return []
        findings = self.findings.findings if self.findings is not None else ()
        if self._record is not None and session.project.record(self._record) is not None:
            return record_overview(session.project, self._record, findings, keys)
        if self.view == "persona" and self.persona_id in session.project.personas:
            return overview_rows(session.project, self.persona_id, session.tools, findings, keys)
        return nothing_selected(self.view, keys) if not self.rail.visible_ids else []

    def on_middle_selected(self, event: Middle.Selected) -> None:
        """Something on the card or a canvas came under the cursor."""
        from personatui.app.details import detail_rows

        self.selected = self._previewed = event.key
        if self.session is None or self.panels.has_report:
            return
        self._inspected = event.key
        self.inspector.show_rows("Inspector", detail_rows(self.session.project, event.key))

    def on_middle_opened(self, event: Middle.Opened) -> None:
        """Something was chosen: its details come to the front, also on a narrow screen."""
        from personatui.app.details import detail_rows

        if self.session is None:
            return
        self.panels.open_inspector(report=False)
        self._inspected = event.key
        self.inspector.show_rows("Inspector", detail_rows(self.session.project, event.key))
        if self.panels.is_narrow:
            self.inspector.focus_content()

    def on_inspector_jump(self, event: Inspector.Jump) -> None:
        from personatui.app.details import record_rows
        from personatui.model.ids import Reference
        from personatui.widgets.keys import key_of

        reference = Reference.parse(event.reference, default_kind="persona")
        if reference is None or self.session is None:
            return
        if reference.kind in ("source", "segment") and str(reference.file) != self._previewed:
            # first a look at it beside what refers to it; from there it opens
            self._previewed = str(reference.file)
            rows = record_rows(self.session.project, reference, key_of(self, "rows.select"))
            self.inspector.show_rows("Inspector", rows)
        else:
            self.jump(reference)

    # Analysing and checking ------------------------------------------------------------------------------

    def action_analyse(self) -> None:
        if self.session is None or self._record is not None or self.persona_id not in self.session.project.personas:
            self.notify("Choose a persona first.", severity="warning")
            return
        # of one that is not there nothing can be computed
        in_front = self.middle.tool_id
        self.analyse(self.persona_id, in_front if in_front in self.session.tools else "")

    async def show_outcome(self, outcome: Outcome, tool_id: str) -> None:
        from personatui.app.emptiness import no_report
        from personatui.widgets.keys import keys_of

        if self.is_left or self.session is None or outcome.persona_id not in self.session.project.personas:
            return
        tool = self.session.tools.get(tool_id)
        what = tool.title if tool is not None else "all tools"
        empty = no_report(self.session.project, outcome.persona_id, tool, keys_of(self))
        if tool is None and outcome.reports:
            from personatui.model.summary import summary_of
            from personatui.render.summary import summary_report

            titles = {key: tool.title for key, tool in self.session.tools.items()}
            summary = summary_of(self.session.project, outcome.persona_id, outcome.reports)
            first = summary_report(summary, titles)
            outcome = replace(outcome, reports=(first, *outcome.reports))
        await self._show_reports(f"Report · {what}", outcome, empty)

    async def _show_reports(self, title: str, outcome: Outcome, empty: str) -> None:
        self.panels.open_inspector(report=True)
        view = await self.inspector.show_reports(title, outcome.reports, outcome.faults, empty)
        if view is not None:
            view.focus()

    def take_findings(self, outcome: CheckOutcome) -> None:
        self.findings = outcome
        if self.session is not None and not self.is_left:
            self.show_title()
            self.checked.publish(outcome)
            if not self.inspector.shows_report and not self.selected:
                self.show_overview()

    def take_reports(self, persona_id: str, tool_id: str, outcome: Outcome) -> None:
        if not self.is_left:
            self.middle.take_reports(persona_id, tool_id, outcome.reports)
