"""The jobs screen: the statement, the job map, the outcomes by score beside their landscape, and the forces."""

from __future__ import annotations

from collections.abc import Iterator

from personatui.api import Report, ScatterBlock
from personatui.api.ui import (
    BoxPlace,
    ChartView,
    ComposeResult,
    Grid,
    Horizontal,
    NoteBox,
    Row,
    RowList,
    Static,
    ToolContext,
    ToolView,
    VerticalScroll,
    heading,
)
from personatui_jtbd.canvas import JobsCanvas, Outcome
from personatui_jtbd.ratings import BAND_TITLES, BANDS
from personatui_jtbd.regions import FORCES, STEPS, TOOL_ID

_FORCE_HINTS = {
    "push": "What made the present way unbearable?",
    "pull": "What about the new way draws them?",
    "anxiety": "What about the new way worries them?",
    "habit": "What do they hold on to?",
}
_LISTS = (
    ("steps", "Job map", "What happens in each step, from defining to concluding?"),
    ("related_jobs", "Related, emotional and social jobs", "How do they want to feel and be seen?"),
    ("stories", "Job stories", "When ..., I want to ..., so I can ..."),
    ("timeline", "Timeline", "When was the first thought? What made them act?"),
)
# From this width on, the outcomes and their landscape stand side by side.
_WIDE = 96


class JobsView(ToolView):
    """One job: what is to be done, how success is measured, and what moves people to switch."""

    DEFAULT_CSS = """
    JobsView {
        & > VerticalScroll { scrollbar-size-vertical: 1; }
        & .jtbd-statement { border: heavy $primary 70%; padding: 0 1; height: auto; border-title-style: bold; }
        & .jtbd-map { padding: 0 1; height: auto; margin: 0; }
        & .jtbd-pair { height: auto; layout: vertical; }
        & .jtbd-pair NoteBox { height: auto; max-height: 24; }
        & .jtbd-pair ChartView { margin: 0 1; }
        & .jtbd-chart-empty { display: none; }
        &.jtbd-wide .jtbd-pair { layout: horizontal; }
        &.jtbd-wide .jtbd-pair NoteBox { width: 1fr; }
        &.jtbd-wide .jtbd-pair ChartView { width: 1fr; }
        & .jtbd-forces { grid-size: 2; grid-rows: auto; height: auto; }
        & .jtbd-forces NoteBox { height: auto; }
        & .jtbd-verdict { padding: 0 1; height: auto; text-style: bold; }
        & .jtbd-list { height: auto; }
    }
    """

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._outcomes = NoteBox(
            BoxPlace("outcomes", "Outcomes, most underserved first", ("How do they know that a step went well?",))
        )
        self._forces = {
            kind: NoteBox(BoxPlace(f"force-{kind}", title, (_FORCE_HINTS[kind],))) for kind, title in FORCES
        }
        self._lists = {name: NoteBox(BoxPlace(name, title, (hint,))) for name, title, hint in _LISTS}
        for box in self._lists.values():
            box.add_class("jtbd-list")

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            statement = RowList(classes="jtbd-statement", id="jtbd-statement")
            statement.border_title = "Job"
            statement.can_focus = False
            yield statement
            yield Static(classes="jtbd-map")
            with Horizontal(classes="jtbd-pair"):
                yield self._outcomes
                yield ChartView(ScatterBlock("", "importance", "satisfaction", ()), classes="jtbd-chart-empty")
            with Grid(classes="jtbd-forces"):
                yield from self._forces.values()
            yield Static(classes="jtbd-verdict")
            yield from self._lists.values()

    def on_resize(self) -> None:
        self.set_class(self.size.width >= _WIDE, "jtbd-wide")

    def refresh_canvas(self) -> None:
        canvas = self.context.canvas
        jobs = canvas if isinstance(canvas, JobsCanvas) else JobsCanvas()
        self.query_one("#jtbd-statement", RowList).show(_statement_rows(jobs))
        self.query_one(".jtbd-map", Static).update(_map_line(jobs))
        self._outcomes.fill(list(self._outcome_rows(jobs)))
        self._show_landscape()
        for kind, box in self._forces.items():
            box.fill(
                [
                    self.context.row(force, "forces", index).with_right(_intensity(force.intensity))
                    for index, force in enumerate(jobs.forces)
                    if force.kind == kind
                ]
            )
        verdict = _metric(self._report("forces"), "verdict")
        net = _metric(self._report("forces"), "net")
        told = f"Forces: {verdict}" + (f", net {net:+g}" if isinstance(net, int | float) else "")
        self.query_one(".jtbd-verdict", Static).update(told if verdict else "")
        for name, box in self._lists.items():
            box.fill([self._titled(name, item, index) for index, item in enumerate(getattr(jobs, name))])

    def _report(self, name: str) -> Report | None:
        return next((report for report in self.context.reports if report.id == f"{TOOL_ID}.{name}"), None)

    def _outcome_rows(self, jobs: JobsCanvas) -> Iterator[Row]:
        report = self._report("opportunity")
        scores: dict[str, float] = {}
        bands: dict[str, str] = {}
        for metric in report.metrics if report is not None else ():
            if metric.id == "opportunity" and isinstance(metric.value, int | float):
                scores[metric.subject] = float(metric.value)
            elif metric.id == "band" and isinstance(metric.value, str):
                bands[metric.subject] = metric.value

        def by_score(pair: tuple[int, Outcome]) -> tuple[float, int]:
            return -scores.get(self._at(pair[1]), -1.0), pair[0]

        shown = ""
        for index, outcome in sorted(enumerate(jobs.outcomes), key=by_score):
            place = self._at(outcome)
            title = _band_title(bands.get(place, ""), rated=place in scores)
            if title != shown:
                yield heading(title)
                shown = title
            told = f"{scores[place]:.1f}" if place in scores else ""
            yield self.context.row(outcome, "outcomes", index).with_right(told)

    def _at(self, outcome: Outcome) -> str:
        return str(self.context.reference.at(outcome.id)) if outcome.id else ""

    def _titled(self, name: str, item: object, index: int) -> Row:
        row = self.context.row(item, name, index)  # type: ignore[arg-type]
        kind = getattr(item, "step", None) or getattr(item, "moment", None) or getattr(item, "kind", None)
        return row.with_right(" · ".join(str(part) for part in (kind, getattr(item, "date", "")) if part))

    def _show_landscape(self) -> None:
        report = self._report("opportunity")
        block = next((block for block in report.blocks if isinstance(block, ScatterBlock)), None) if report else None
        chart = self.query_one(ChartView)
        chart.set_class(block is None or not block.points, "jtbd-chart-empty")
        if block is not None:
            chart.show(block)


def _band_title(band: str, *, rated: bool) -> str:
    return next((BAND_TITLES[name] for name in BANDS if name == band), "rated, without bands" if rated else "unrated")


def _statement_rows(jobs: JobsCanvas) -> Iterator[Row]:
    if not jobs.job.statement:
        yield Row((("What is to be done, in which circumstances? Verb, object, clarifier.", "dim"),))
        return
    statement = jobs.job.statement
    yield Row(((statement[:1].upper() + statement[1:], "strong"),))
    roles = [
        f"{name} {value}"
        for name, value in (
            ("done by", jobs.job.executor),
            ("bought by", jobs.job.buyer),
            ("supported by", jobs.job.support),
            ("asked", jobs.survey_segment),
        )
        if value
    ]
    if jobs.strategy.performance and jobs.strategy.price:
        roles.append(f"the offer does it {jobs.strategy.performance} for {jobs.strategy.price}")
    if roles:
        yield Row(((" · ".join(roles), "dim"),))


def _map_line(jobs: JobsCanvas) -> str:
    """The eight steps in order, each with the number of its outcomes."""
    counts = {name: sum(outcome.step == name for outcome in jobs.outcomes) for name, _, _ in STEPS}
    return " ▸ ".join(f"{title} {counts[name] or '–'}" for name, title, _ in STEPS)


def _intensity(value: float | None) -> str:
    return "" if value is None else f"{value:g} of 5"


def _metric(report: Report | None, name: str) -> object:
    return next((metric.value for metric in report.metrics if metric.id == name), None) if report else None
