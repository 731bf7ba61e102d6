"""The journey screen: stages across, the emotion curves over them, lanes down; the frame and measurements below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from textual.content import Content

from personatui.api import AddItem, Change, Edit, Item, RemoveValue, SetValue, mint_item_id, quoted, ui
from personatui_experience_map import figures
from personatui_experience_map.candidates import candidates
from personatui_experience_map.canvas import ExperienceMap, Feeling, Measure, Opportunity, PainPoint, Stage, Touchpoint
from personatui_experience_map.gaps import stage_states
from personatui_experience_map.journey import Curve, Journey, feelings_at, marks_of, read_journey
from personatui_experience_map.moments import moments_of
from personatui_experience_map.regions import LANES, PROMPTS, TITLES
from personatui_experience_map.scores import Score, score

_MOMENT = "★"
_VIEWS = ui.BoxPlace(
    "views", "Points of view", ("Whose other curve belongs on this map?", "How should it become? A curve to be.")
)
_MEASURES = ui.BoxPlace(
    "measures", "Measurements", ("What was asked at a touchpoint?", "How many answered, and what? NPS, CSAT, CES")
)
# From this width on, the boxes below the map stand side by side.
_WIDE = 84
_MOST_NAMED = 2


class ExperienceView(ui.ToolView):
    """A map with its curves on top, and what frames and measures it below."""

    DEFAULT_CSS = """
    ExperienceView {
        & > VerticalScroll { scrollbar-size-vertical: 1; }
        & StageGrid { height: 80%; min-height: 14; }
        &.experience-empty StageGrid { height: 8; min-height: 6; }
        & .experience-verdict { padding: 0 1; height: auto; text-style: bold; }
        & .experience-boxes { grid-size: 1; grid-rows: auto; height: auto; }
        & .experience-boxes NoteBox { height: auto; max-height: 14; }
        & .experience-frame { height: auto; padding: 0 1; border: round $foreground 30%; }
        & .experience-frame { border-title-style: bold; border-title-color: $foreground; }
        & .experience-frame:focus { border: round $accent; border-title-color: $text-accent; }
        &.experience-wide .experience-boxes { grid-size: 2; }
        & .experience-others { height: auto; padding: 0 1; border: round $foreground 30%; }
        & .experience-others:focus { border: round $accent; }
    }
    """

    def __init__(self, context: ui.ToolContext) -> None:
        super().__init__(context)
        self._grid = ui.StageGrid(title="Journey", prompts=PROMPTS["stages"], id="experience-grid")
        self._frame = ui.EntryList(classes="experience-frame", id="experience-frame")
        self._frame.border_title = "Frame"
        self._views = ui.NoteBox(_VIEWS)
        self._measures = ui.NoteBox(_MEASURES)
        self._others = ui.EntryList(classes="experience-others")
        self._curves: tuple[Curve, ...] = ()

    def compose(self) -> ui.ComposeResult:
        with ui.VerticalScroll(can_focus=False):
            yield self._grid
            yield ui.Static(classes="experience-verdict")
            yield self._frame
            with ui.Grid(classes="experience-boxes"):
                yield self._views
                yield self._measures
            yield self._others

    def on_resize(self) -> None:
        self.set_class(self.size.width >= _WIDE, "experience-wide")

    @property
    def shown(self) -> ExperienceMap:
        """The canvas, or an empty one."""
        canvas = self.context.canvas
        return canvas if isinstance(canvas, ExperienceMap) else ExperienceMap()

    # Showing ---------------------------------------------------------------------------------------------

    def refresh_canvas(self) -> None:
        canvas, context = self.shown, self.context
        journey = read_journey(canvas, context.reference, context.project)
        self._curves = journey.curves
        decisive = {moment.index for moment in moments_of(journey)}
        stages = [
            ui.Stage(stage.id, ui.Row(self._head(stage, index in decisive), key=context.key(stage, "stages", index)))
            for index, stage in enumerate(canvas.stages)
        ]
        lanes: list[ui.Lane | ui.CurveLane] = []
        if journey.scale is not None:
            title = "Emotion"
            lanes.append(ui.CurveLane(title, tuple(self._drawn(journey)), -journey.scale, journey.scale))
        lanes += [self._lane(lane) for lane in LANES]
        # without a stage there is nothing to draw, and what comes below should be in sight
        self.set_class(not stages, "experience-empty")
        self._grid.fill(stages, lanes, context.slot("stages", TITLES["stages"]))
        verdict, told = self.query_one(".experience-verdict", ui.Static), self._verdict(journey)
        verdict.update(Content(told))
        verdict.display = bool(told)
        self._frame.slot = context.slot("", "Frame")
        self._frame.show(self._frame_rows(canvas))
        views = [self._row(view, "views", index) for index, view in enumerate(canvas.views)]
        self._views.fill(views, context.slot("views", _VIEWS.title))
        measures = [self._row(measure, "measures", index) for index, measure in enumerate(canvas.measures)]
        self._measures.fill(measures, context.slot("measures", _MEASURES.title))
        others = context.other_rows({*TITLES, "views", "measures"})
        self._others.slot = context.slot("")
        self._others.display = bool(others)
        self._others.show(others)

    def _head(self, stage: Stage, is_decisive: bool) -> tuple[tuple[str, str], ...]:
        name = (stage.label or "(no name)", "plain")
        return ((f"{_MOMENT} ", "plain"), name) if is_decisive else (name,)

    def _drawn(self, journey: Journey) -> Iterable[ui.Curve]:
        for curve, mark in zip(journey.curves, marks_of(journey), strict=True):
            keys = []
            for stage in journey.stages:
                held = self._feeling_of(stage, curve)
                keys.append(self.context.key(held[1], "feelings", held[0]) if held is not None else "")
            values = tuple(felt.value if felt is not None else None for felt in curve.at)
            yield ui.Curve(self._short(curve), values, "emotion", mark, tuple(keys))

    def _short(self, curve: Curve) -> str:
        """A curve in a word or two, for the narrow column beside the stages."""
        name = curve.title.partition(" ")[0]
        if curve.view.title or curve.view.state == "as-is":
            return curve.view.title or name
        return "to be" if curve.view.persona in ("", f"persona/{self.context.persona_id}") else f"{name} to be"

    def _feeling_of(self, stage: Stage, curve: Curve) -> tuple[int, Feeling] | None:
        """The feeling that the value of a curve at a stage is kept in, with its position: a rated one first."""
        found = feelings_at(self.shown, stage, curve.view)
        feeling = next((one for one in found if one.emotion is not None), found[0] if found else None)
        if feeling is None:
            return None
        return next(index for index, one in enumerate(self.shown.feelings) if one is feeling), feeling

    def _lane(self, lane: str) -> ui.Lane:
        stages = {stage.id for stage in self.shown.stages if stage.id}
        rows = [
            (entry.stage, self._row(entry, lane, index))
            for index, entry in enumerate(getattr(self.shown, lane))
            # a feeling without words stands in its curve
            if entry.text.strip() or entry.stage not in stages or not isinstance(entry, Feeling)
        ]
        return ui.Lane(TITLES[lane], rows, self.context.slot(lane, TITLES[lane]), prompts=PROMPTS[lane])

    def _row(self, item: Item, lane: str, index: int) -> ui.Row:
        row = self.context.row(item, lane, index)
        told = " · ".join(self._told(item))
        return replace(row, pieces=(*row.pieces, (f" · {told}", "dim"))) if told else row

    def _told(self, item: Item) -> Iterable[str]:
        """What is said beside an entry: its point of view, and what its lane is known by."""
        view = getattr(item, "view", "")
        named = next((curve.title for curve in self._curves if view and curve.view.id == view), "")
        if named:
            yield named
        match item:
            case PainPoint(severity=int(severity)):
                yield f"severity {severity}"
            case Opportunity(owner=owner) if owner.strip():
                yield owner
            case Touchpoint():
                if item.channel.strip():
                    yield item.channel
                asked = [measure for measure in self.shown.measures if item.id and measure.touchpoint == item.id]
                yield from map(_scored, asked)
            case Measure():
                yield _scored(item)
                names = [point.label for point in self.shown.touchpoints if point.id and point.id == item.touchpoint]
                yield names[0] if names else "at no touchpoint"

    def _frame_rows(self, canvas: ExperienceMap) -> Iterable[ui.Row]:
        fact = self.context.fact
        yield fact("Scenario", canvas.scenario, "scenario", prompt="Which situation, from beginning to end?")
        yield fact("Expects", canvas.expectations, "expectations", prompt="What do they expect beforehand?")
        yield fact("Kind", canvas.kind, "kind", prompt="Of human behaviour, or of one offer?")
        yield fact("Offer", canvas.offer, "offer", prompt="Of a journey map: which product or company?")
        yield fact("Scale", f"-{canvas.scale} to +{canvas.scale}", "scale")

    def _verdict(self, journey: Journey) -> str:
        lines = []
        for curve in journey.today:
            memory = figures.peak_end(curve.values)
            if memory is None:
                continue
            said = f"{_told_values(curve)}, remembered as {_figure(memory)}"
            drop = figures.biggest_drop(curve.values)
            if drop is not None:
                said += f", falls most ({_figure(drop.change)}) at {quoted(journey.name(curve.felt[drop.last].stage))}"
            lines.append(f"{self._short(curve)}: {said}" if len(journey.curves) > 1 else said)
        gaps = [quoted(journey.name(state.stage)) for state in stage_states(journey) if state.is_gap]
        if gaps:
            lines.append(f"Hurts without an opportunity: {', '.join(gaps)}")
        context = self.context
        found = candidates(self.shown, context.reference, context.project, context.persona_id)
        outside = [quoted(one.opening.text) for one in found if not one.is_low and not one.taken_up]
        if outside:
            more = f" and {len(outside) - _MOST_NAMED} more" if len(outside) > _MOST_NAMED else ""
            lines.append(f"Underserved, taken up by no opportunity: {', '.join(outside[:_MOST_NAMED])}{more}")
        legend = f"{_MOMENT} moment of truth" if lines else ""
        return "\n".join((*lines, *([legend] if legend else ())))

    # Rating ----------------------------------------------------------------------------------------------

    def on_rate_requested(self, event: ui.RateRequested) -> None:
        """Set the value of a curve on the map's own scale, where nobody rated yet with a new entry."""
        place = self._place(event.source)
        if place is None:
            return
        event.stop()
        curve, stage = place
        held, scale = self._feeling_of(stage, curve), self.shown.scale
        known = held[1].emotion if held is not None else None
        wanted: float | None = event.value if event.value is not None else (known or 0) + event.step
        if wanted is not None and abs(wanted) > scale:
            if event.value is None and event.step * (known or 0) < 0:
                wanted = scale if event.step < 0 else -scale
            else:
                self._grid.refuse(f"{wanted:+g} is not on the scale of the map, -{scale} to +{scale}.")
                return
        self._set(curve, stage, wanted)

    def on_set_requested(self, event: ui.SetRequested) -> None:
        """Take the value of a curve out, and the entry with it where it says nothing else."""
        place = self._place(event.source)
        if place is not None and event.values == {"emotion": None}:
            event.stop()
            self._set(*place, None)

    def _place(self, source: object) -> tuple[Curve, Stage] | None:
        """The curve and stage under the cursor, where the request is about a value of a curve."""
        grid, stages = self._grid, self.shown.stages
        if source is not grid or grid.curve is None or grid.stage is None or grid.curve >= len(self._curves):
            return None
        return self._curves[grid.curve], stages[grid.stage]

    def _set(self, curve: Curve, stage: Stage, value: float | None) -> None:
        target, held = self.context.reference, self._feeling_of(stage, curve)
        name = quoted(stage.label or "a stage")
        edit: Edit
        if held is None:
            if not stage.id:
                self._grid.refuse("This stage has no id yet: rename it first, which gives it one.")
                return
            if value is None:
                return
            taken = [feeling.id for feeling in self.shown.feelings]
            data: dict[str, Any] = {"id": mint_item_id(taken), "stage": stage.id}
            data |= {"view": curve.view.id} if curve.view.id else {}
            edit = AddItem(target, ("feelings",), data | {"emotion": int(value)})
        else:
            index, feeling = held
            path = ("feelings", feeling.id or index)
            says_more = feeling.text.strip() or feeling.sources or feeling.note
            if value is None:
                edit = RemoveValue(target, (*path, "emotion") if says_more else path)
            elif feeling.emotion == value:
                return
            else:
                edit = SetValue(target, (*path, "emotion"), int(value))
        said = f"rate {name}: {value:+g}" if value is not None else f"take the emotion from {name}"
        self.post_message(self.ChangeRequested(Change(said, (edit,))))


def _told_values(curve: Curve) -> str:
    """The values of the whole curve, since not all stages may be in view."""
    return " ".join(_figure(felt.value) if felt is not None else "–" for felt in curve.at)


def _figure(value: float) -> str:
    return figures.signed(value).replace("-", "−")


def _scored(measure: Measure) -> str:
    """A measurement in short: `NPS +50, n=100`."""
    result = score(measure)
    kind = (measure.kind or "?").upper()
    if not isinstance(result, Score):
        return f"{kind} no score"
    n = f"n={result.n}" if result.n is not None else "n unknown"
    if result.nps is not None:
        return f"NPS {result.nps:+.0f}, {n}"
    if result.good is not None and (measure.kind == "csat" or result.mean is None):
        return f"{result.rules.title} {result.good:.0f} %, {n}"
    return f"{result.rules.title} {result.mean:.1f} of {result.rules.high}, {n}"
