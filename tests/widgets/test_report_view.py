"""A report on screen: everything that the data says, in the order in which it is read."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

from personatui.model.claims import Strength
from personatui.model.findings import Finding, Severity
from personatui.model.reports import (
    Bar,
    BarsBlock,
    Fault,
    LineBlock,
    MatrixBlock,
    Metric,
    Point,
    Report,
    ScatterBlock,
    TableBlock,
    TextBlock,
)
from personatui.widgets.charts import ChartView
from personatui.widgets.report import ReportView
from personatui.widgets.rows import RowList

REPORT = Report(
    "t.a",
    "t",
    "A [b]title[/x]",
    "Reads as [red]text[/red].",
    metrics=(
        Metric(
            "share",
            "Share",
            0.25,
            unit="share",
            scale="share of notes",
            n=8,
            formula="a / b",
            evidence=Strength.ANECDOTE,
        ),
        Metric("none", "No value", None),
        Metric("hidden", "Of one item", 3, detail=True),
    ),
    blocks=(
        TextBlock("Words [x", "said [/y]"),
        TableBlock("Cells", ("What", "How many", "Note"), (("[z]first", 3, None), ("second", None, "n"))),
        TableBlock("No cells", ("What",), ()),
        BarsBlock("Bars", (Bar("one", 0.5), Bar("two", None)), high=1.0),
        ScatterBlock("Points", "x", "y", (Point(1, 2, "1", "the first"),)),
        LineBlock("Line", ("a", "b"), (1.0, None), -2.0, 2.0),
        MatrixBlock("Matrix", ("r",), ("c",), ((1,),)),
    ),
    findings=(Finding("t.f", Severity.WARNING, "Mend [this", "persona/a#b", "Like [/so]"),),
)


class ReportApp(App[None]):
    """A report, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.view = ReportView()
        self.jumps: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def on_report_view_jump(self, event: ReportView.Jump) -> None:
        self.jumps.append(event.reference)

    @property
    def told(self) -> str:
        parts = []
        for widget in self.view.query("Static, RowList").results():
            if isinstance(widget, Static):
                parts.append(str(widget.content))
            elif isinstance(widget, RowList):
                parts += ["".join(text for text, _ in (*row.pieces, *row.right)) for row in widget.rows]
        return "\n".join(parts)


async def test_everything_is_shown_in_order() -> None:
    app = ReportApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await app.view.show([REPORT], [Fault("plug", "t.b", "no [red]luck[/]")])
        await pilot.pause()
        places = [
            app.told.index(text)
            for text in (
                "A [b]title[/x]",
                "Reads as [red]text[/red].",
                "Words [x",
                "said [/y]",
                "[z]first",
                "How many 3",
                "second",
                "Note n",
                "nothing yet",
                "Mend [this",
                "Like [/so]",
                "Share",
                "25 %",
                "n=8",
                "rests on anecdote",
                "No value",
                "plug failed at t.b: no [red]luck[/]",
            )
        ]
        assert places == sorted(places)
        assert "a / b" in app.told
        assert "Of one item" not in app.told
        assert len(app.view.query(ChartView)) == 4
        assert all(chart.region.width > 10 and chart.size.height >= 2 for chart in app.view.query(ChartView))


async def test_a_finding_leads_to_its_place() -> None:
    app = ReportApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await app.view.show([REPORT])
        rows = next(rows for rows in app.view.query(RowList) if any(row.key for row in rows.rows))
        rows.focus()
        await pilot.press("enter")
    assert app.jumps == ["persona/a#b"]


async def test_nothing_to_report_and_showing_again() -> None:
    app = ReportApp()
    async with app.run_test(size=(60, 20)):
        await app.view.show([])
        assert app.told == "There is nothing to report."
        await app.view.show([], empty="No [canvas] yet.")
        assert app.told == "No [canvas] yet."
        await app.view.show([REPORT])
        await app.view.show([REPORT])
        assert app.told.count("A [b]title[/x]") == 1


async def test_a_chart_is_drawn_anew_when_its_width_changes() -> None:
    app = ReportApp()
    async with app.run_test(size=(40, 20)) as pilot:
        await app.view.show([REPORT])
        await pilot.pause()
        chart = list(app.view.query(ChartView))[1]
        before = chart.render().plain
        await pilot.resize_terminal(100, 20)
        for _ in range(50):
            await pilot.pause(0.02)
            if chart.size.width > 80:
                break
        assert chart.render().plain != before
        assert max(map(len, chart.render().plain.splitlines())) <= chart.size.width
        chart.show(BarsBlock("Other", (Bar("three", 1.0),)))
        await pilot.pause()
        assert "three" in chart.render().plain
        await pilot.resize_terminal(12, 20)
        await pilot.pause()
        assert app.is_running
