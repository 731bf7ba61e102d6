"""The jobs screen: the statement, the job map, the outcomes by score beside their landscape, and the forces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from personatui.api import Claim, Item, Report, ScatterBlock
from personatui.api.ui import (
    BoxPlace,
    ChartView,
    ComposeResult,
    EntryList,
    Grid,
    Horizontal,
    NoteBox,
    RatedList,
    RatedRow,
    RatingColumn,
    Row,
    Static,
    ToolContext,
    ToolView,
    VerticalScroll,
)
from personatui_jtbd.canvas import JobsCanvas, Outcome
from personatui_jtbd.ratings import BAND_NAMES, Rating, judge
from personatui_jtbd.regions import FORCES, ODI, STEPS, TOOL_ID

_FORCE_HINTS = {
    "push": "What made the present way unbearable?",
    "pull": "What about the new way draws them?",
    "anxiety": "What about the new way worries them?",
    "habit": "What do they hold on to?",
}
_LISTS = (
    ("related_jobs", "Related, emotional and social jobs"),
    ("stories", "Job stories"),
    ("timeline", "Timeline"),
)
_PROMPTS = {region.id: region.prompts for region in ODI.regions}
_RATINGS = (
    RatingColumn("importance", "important", 0, 10),
    RatingColumn("satisfaction", "satisfied", 0, 10),
    RatingColumn("score", "score", 0, 20, computed=True),
)
# From this width on, the outcomes and their landscape stand side by side; below the other, boxes stand alone.
_WIDE, _NARROW = 96, 56


class JobsView(ToolView):
    """One job: what is to be done, how success is measured, and what moves people to switch."""

    DEFAULT_CSS = """
    JobsView {
        & > VerticalScroll { scrollbar-size-vertical: 1; }
        & .jtbd-job { border: heavy $primary 70%; padding: 0 1; height: auto; border-title-style: bold; }
        & .jtbd-job:focus { border: heavy $accent; border-title-color: $text-accent; }
        & .jtbd-pair { height: auto; layout: vertical; }
        & .jtbd-pair RatedList { height: auto; max-height: 26; }
        & .jtbd-pair ChartView { margin: 0 1; }
        & .jtbd-chart-empty { display: none; }
        &.jtbd-wide .jtbd-pair { layout: horizontal; }
        &.jtbd-wide .jtbd-pair RatedList { width: 3fr; }
        &.jtbd-wide .jtbd-pair ChartView { width: 2fr; }
        & .jtbd-boxes { grid-size: 2; grid-rows: auto; height: auto; }
        & .jtbd-boxes NoteBox { height: auto; }
        &.jtbd-wide .jtbd-map { grid-size: 4; }
        &.jtbd-narrow .jtbd-boxes { grid-size: 1; }
        & .jtbd-verdict { padding: 0 1; height: auto; text-style: bold; }
        & .jtbd-list { height: auto; }
        & .jtbd-others { height: auto; padding: 0 1; border: round $foreground 30%; }
        & .jtbd-others:focus { border: round $accent; }
    }
    """
    BINDING_GROUP_TITLE = "Jobs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "sideways(-1)", "Box to the left", show=False, id="jtbd.left"),
        Binding("right,l", "sideways(1)", "Box to the right", show=False, id="jtbd.right"),
    ]

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._job = EntryList(classes="jtbd-job", id="jtbd-job")
        self._job.border_title = "Job"
        # what no step and no force was named for has a box of its own, as long as there is any
        self._steps: dict[str | None, NoteBox] = {
            name: NoteBox(BoxPlace(f"step-{name}", title, (hint,))) for name, title, hint in STEPS
        }
        self._steps[None] = NoteBox(BoxPlace("step-none", "In no step"))
        self._forces: dict[str | None, NoteBox] = {
            kind: NoteBox(BoxPlace(f"force-{kind}", title, (_FORCE_HINTS[kind],))) for kind, title in FORCES
        }
        self._forces[None] = NoteBox(BoxPlace("force-none", "Of no kind"))
        self._outcomes = RatedList(
            _RATINGS, title="Outcomes", prompts=_PROMPTS["outcomes"], sorted_by="score", id="box-outcomes"
        )
        self._lists = {name: NoteBox(BoxPlace(name, title, _PROMPTS[name])) for name, title in _LISTS}
        for box in self._lists.values():
            box.add_class("jtbd-list")
        self._others = EntryList(classes="jtbd-others")

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield self._job
            with Grid(classes="jtbd-boxes jtbd-map"):
                yield from self._steps.values()
            with Horizontal(classes="jtbd-pair"):
                yield self._outcomes
                yield ChartView(ScatterBlock("", "importance", "satisfaction", ()), classes="jtbd-chart-empty")
            with Grid(classes="jtbd-boxes"):
                yield from self._forces.values()
            yield Static(classes="jtbd-verdict")
            yield from self._lists.values()
            yield self._others

    def on_resize(self) -> None:
        self.set_class(self.size.width >= _WIDE, "jtbd-wide")
        self.set_class(self.size.width < _NARROW, "jtbd-narrow")

    def action_sideways(self, direction: int) -> None:
        """Go to the box beside the one that has the focus."""
        focused = self.screen.focused
        beside = focused.list_beside(direction) if isinstance(focused, EntryList) else None
        if beside is not None and self in beside.ancestors:
            beside.focus()

    @property
    def shown(self) -> JobsCanvas:
        """The canvas, or an empty one."""
        canvas = self.context.canvas
        return canvas if isinstance(canvas, JobsCanvas) else JobsCanvas()

    def refresh_canvas(self) -> None:
        jobs = self.shown
        self._job.slot = self.context.slot("", "Job")
        self._job.show(self._job_rows(jobs))
        counts = Counter[str | None](outcome.step for outcome in jobs.outcomes)
        for step, box in self._steps.items():
            if step is not None:
                told = f"{counts[step] or 'no'} outcome{'' if counts[step] == 1 else 's'}"
                box.border_title = f"{box.place.title} · {told}"
            self._fill_part(box, jobs.steps, "steps", step=step)
        for kind, box in self._forces.items():
            self._fill_part(box, jobs.forces, "forces", kind=kind)
        self._outcomes.fill(list(self._outcome_rows(jobs)), self.context.slot("outcomes", "Outcomes"))
        self._show_landscape()
        verdict = _metric(self._report("forces"), "verdict")
        net = _metric(self._report("forces"), "net")
        told = f"Forces: {verdict}" + (f", net {net:+g}" if isinstance(net, int | float) else "")
        self.query_one(".jtbd-verdict", Static).update(told if verdict else "")
        for name, box in self._lists.items():
            rows = [self._row(item, name, index) for index, item in enumerate(getattr(jobs, name))]
            box.fill(rows, self.context.slot(name, box.place.title))
        others = self.context.other_rows(_PROMPTS)
        self._others.slot = self.context.slot("")
        self._others.display = bool(others)
        self._others.show(others)

    def _fill_part(self, box: NoteBox, items: tuple[Claim, ...], field: str, **part: str | None) -> None:
        """Show in a box the entries of a list that have a value, or those that have none."""
        ((name, value),) = part.items()
        rows = [
            self.context.row(item, field, index).with_right(_intensity(getattr(item, "intensity", None)))
            for index, item in enumerate(items)
            if getattr(item, name) == value
        ]
        box.fill(rows, self.context.slot(field, box.place.title, **part))
        box.display = value is not None or bool(rows)

    def _job_rows(self, jobs: JobsCanvas) -> Iterator[Row]:
        statement = jobs.job.statement
        if statement:
            yield Row(((statement[:1].upper() + statement[1:], "strong"),))
        job, strategy, fact = jobs.job, jobs.strategy, self.context.fact
        yield fact("", job.verb, "job", "verb", prompt="What is to be done? prepare, find, give …")
        yield fact("", job.object, "job", "object", prompt="To what?")
        yield fact("", job.clarifier, "job", "clarifier", prompt="When and where, without a solution?")
        yield fact("", job.executor, "job", "executor", prompt="Who does the job?")
        yield fact("", job.buyer, "job", "buyer", prompt="Who decides on the purchase?")
        yield fact("", job.support, "job", "support", prompt="Who installs, maintains, repairs?")
        yield fact("", jobs.survey_segment, "survey_segment", prompt="Which segment did the survey ask?")
        yield fact("", strategy.performance, "strategy", "performance", prompt="Does it better, same, worse?")
        yield fact("", strategy.price, "strategy", "price", prompt="Is it more, same, less?")

    def _outcome_rows(self, jobs: JobsCanvas) -> Iterator[RatedRow]:
        for index, outcome in enumerate(jobs.outcomes):
            row = self.context.row(outcome, "outcomes", index)
            rating, told = judge(outcome), _rests_on(outcome)
            if told:
                row = replace(row, pieces=(*row.pieces, (f"\n{told}", "dim")))
            yield _rated_row(row, outcome, rating.rating)

    def _row(self, item: Item, name: str, index: int) -> Row:
        kind = getattr(item, "moment", None) or getattr(item, "kind", None)
        told = " · ".join(str(part) for part in (kind, getattr(item, "date", "")) if part)
        return self.context.row(item, name, index).with_right(told)

    def _report(self, name: str) -> Report | None:
        return next((report for report in self.context.reports if report.id == f"{TOOL_ID}.{name}"), None)

    def _show_landscape(self) -> None:
        report = self._report("opportunity")
        block = next((block for block in report.blocks if isinstance(block, ScatterBlock)), None) if report else None
        chart = self.query_one(ChartView)
        chart.set_class(block is None or not block.points, "jtbd-chart-empty")
        if block is not None:
            chart.show(block)


def _rated_row(row: Row, outcome: Outcome, rating: Rating | None) -> RatedRow:
    """An outcome with the ratings that count: those of a survey before an estimate, which is the one set here."""
    match rating:
        case Rating(kind="survey"):
            why = f"A survey of {rating.n} rated this. Its counts stand among all fields, in the form."
            figures = (rating.importance, rating.satisfaction, rating.score)
            return RatedRow(row, tuple(round(figure, 1) for figure in figures), why)
        case Rating(kind="mean"):
            why = "The means of a survey rate this; they stand among all fields, in the form."
            return RatedRow(row, (None, None, None), why)
        case _:
            score = rating.score if rating is not None else None
            return RatedRow(row, (outcome.importance, outcome.satisfaction, score))


def _rests_on(outcome: Outcome) -> str:
    """What the score of an outcome rests on, and what it says; or why there is none."""
    judgement = judge(outcome)
    rating = judgement.rating
    if rating is None:
        return next((refusal.reason for refusal in judgement.refusals), "")
    asked = f"survey, n={rating.n}" if rating.n is not None else "survey"
    match rating.kind:
        case "survey":
            told = asked
        case "mean":
            means = f"{rating.importance:g} and {rating.satisfaction:g} of 1–{rating.top}"
            told = f"means {means}, {asked}, score {rating.score:.1f}"
        case _:
            told = "estimate"
    return f"{BAND_NAMES[rating.band]} · {told}" if rating.band is not None else told


def _intensity(value: float | None) -> str:
    return "" if value is None else f"{value:g} of 5"


def _metric(report: Report | None, name: str) -> object:
    return next((metric.value for metric in report.metrics if metric.id == name), None) if report else None
