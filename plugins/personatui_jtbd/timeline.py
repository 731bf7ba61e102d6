"""The timeline of a switch: its moments in order, the gaps, and the days between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from personatui.api import (
    AnalysisInput,
    Bar,
    BarsBlock,
    Finding,
    Metric,
    Report,
    Severity,
    TableBlock,
    counted,
    listed,
    quoted,
)
from personatui_jtbd.canvas import Moment, TimelineEvent
from personatui_jtbd.regions import MOMENTS, TOOL_ID, as_jobs_canvas

ANALYSIS_ID = f"{TOOL_ID}.timeline"
TITLE = "Timeline of the switch"

_TITLES = dict(MOMENTS)
# Python reads more than days in this form, weeks for one.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(event: TimelineEvent) -> date | None:
    """The day of an event, or None where there is none or it is no day YYYY-MM-DD."""
    text = event.date.strip()
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Reached:
    """A moment that was reached: its events and the earliest day among them."""

    moment: Moment
    events: tuple[TimelineEvent, ...]
    day: date | None

    @property
    def title(self) -> str:
        return _TITLES[self.moment]


def moments_reached(events: tuple[TimelineEvent, ...]) -> tuple[Reached, ...]:
    """The moments that have events, in the method's order; the events of each by day, undated last."""
    reached: list[Reached] = []
    for moment, _ in MOMENTS:
        own = sorted(
            (event for event in events if event.moment == moment),
            key=lambda event: (day_of(event) or date.max, event.label),
        )
        if own:
            days = [day for event in own if (day := day_of(event))]
            reached.append(Reached(moment, tuple(own), min(days, default=None)))
    return tuple(reached)


def analyse_timeline(given: AnalysisInput) -> Report:
    """The report `jtbd.timeline`: moments in order, what is missing, and the days between dated moments."""
    events = as_jobs_canvas(given.canvas).timeline
    reached = moments_reached(events)
    dated = [(one, one.day) for one in reached if one.day is not None]
    spans = [(before, after, (later - earlier).days) for (before, earlier), (after, later) in pairwise(dated)]
    missing = [title for moment, title in MOMENTS if moment not in {one.moment for one in reached}]
    placed = [event for one in reached for event in one.events]
    evidence = given.project.evidence(placed)
    on_days = {one.moment: day for one, day in dated}
    subject = given.at()

    def days(name: str, label: str, first: Moment, last: Moment) -> Metric:
        both = first in on_days and last in on_days
        span = (on_days[last] - on_days[first]).days if both else None
        return Metric(
            name,
            label,
            span if span is not None and span >= 0 else None,
            "days",
            "0 and up",
            len(dated),
            f"day of {_TITLES[last].lower()} - day of {_TITLES[first].lower()}",
            evidence,
            subject,
        )

    blocks: list[BarsBlock | TableBlock] = []
    if spans:
        blocks.append(
            BarsBlock(
                "Days between dated moments",
                tuple(
                    Bar(f"{before.title} → {after.title}", number if number >= 0 else None)
                    for before, after, number in spans
                ),
                unit="days",
            )
        )
    since = {after.moment: number for _, after, number in spans}
    blocks.append(
        TableBlock(
            "Moments in order",
            ("Moment", "Day", "Days since", "What happened"),
            tuple(
                (
                    title,
                    next((one.day.isoformat() for one in reached if one.moment == moment and one.day), None),
                    since.get(moment),
                    "; ".join(event.label for one in reached if one.moment == moment for event in one.events) or None,
                )
                for moment, title in MOMENTS
            ),
            align="<<><",
        )
    )
    return Report(
        id=ANALYSIS_ID,
        tool=TOOL_ID,
        title=TITLE,
        reading=_reading(reached, missing, spans),
        metrics=(
            Metric(
                "moments",
                "Moments that are told",
                len(reached) / len(MOMENTS) if reached else None,
                "share",
                "0-1",
                len(MOMENTS),
                "moments with an event / 8 [P]",
                evidence,
                subject,
            ),
            days("days_to_buy", "From first thought to buying", "first-thought", "buying"),
            days("days_looking", "From active looking to buying", "active-looking", "buying"),
        ),
        blocks=tuple(blocks),
        findings=(
            *_findings(given, events),
            *_order_findings(given, spans),
            *_gap_findings(given, reached, missing),
        ),
    )


def _reading(reached: tuple[Reached, ...], missing: list[str], spans: list[tuple[Reached, Reached, int]]) -> str:
    if not reached:
        return "No moment is told yet. Ask a recent buyer when they bought, and walk backwards to the first thought."
    told = f"{len(reached)} of {len(MOMENTS)} moments are told"
    told += f"; {listed(missing)} {'is' if len(missing) == 1 else 'are'} missing." if missing else "."
    # the wait for ongoing use says nothing about the decision
    forward = [span for span in spans if span[2] >= 0 and span[1].moment != "ongoing-use"]
    if not forward:
        return f"{told} Too few have a day to say how long it took: ask for dates next."
    before, after, number = max(forward, key=lambda span: span[2])
    return (
        f"{told} The longest wait is {counted(number, 'day')} from {before.title.lower()} to "
        f"{after.title.lower()}: ask what held them there."
    )


def _findings(given: AnalysisInput, events: tuple[TimelineEvent, ...]) -> Iterator[Finding]:
    for event in events:
        name, where = quoted(event.label), given.at(event.id)
        if event.moment is None:
            yield Finding(
                f"{TOOL_ID}.event-without-moment",
                Severity.WARNING,
                f"{name} belongs to no moment of the timeline.",
                where,
                f"Set `moment` to one of {listed([moment for moment, _ in MOMENTS])}.",
            )
        day = day_of(event)
        if event.date.strip() and day is None:
            yield Finding(
                f"{TOOL_ID}.invalid-date",
                Severity.WARNING,
                f"{name} has the date “{event.date}”, which is no day.",
                where,
                "Write it as YYYY-MM-DD.",
            )
        if day is not None and day > given.today:
            yield Finding(
                f"{TOOL_ID}.date-in-future",
                Severity.NOTE,
                f"{name} lies in the future ({day.isoformat()}).",
                where,
                "A timeline tells what happened; correct the date or leave it out.",
            )


def _order_findings(given: AnalysisInput, spans: list[tuple[Reached, Reached, int]]) -> Iterator[Finding]:
    for before, after, number in spans:
        if number < 0:
            early = after.events[0]
            yield Finding(
                f"{TOOL_ID}.dates-out-of-order",
                Severity.WARNING,
                f"{quoted(early.label)} ({after.title.lower()}, {after.day}) comes before "
                f"{quoted(before.events[0].label)} ({before.title.lower()}, {before.day}).",
                given.at(early.id),
                "Correct a date or a moment: the moments follow one another.",
                references=tuple(given.at(event.id) for event in (early, before.events[0]) if event.id),
            )


def _gap_findings(given: AnalysisInput, reached: tuple[Reached, ...], missing: list[str]) -> Iterator[Finding]:
    if reached and missing:
        yield Finding(
            f"{TOOL_ID}.missing-moments",
            Severity.NOTE,
            f"The timeline does not tell of {listed([title.lower() for title in missing])}.",
            given.at(),
            "Ask for them in the next interview; the two events explain why people start to look and decide.",
        )
