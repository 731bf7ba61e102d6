"""The value proposition screen: value map and customer profile facing each other, what answers what, and the fit."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from textual.content import Content

from personatui.api import Item, listed, percent, quoted, ui
from personatui_value_proposition.canvas import Answer, ValueProposition
from personatui_value_proposition.fit import required_gains, stage_shown
from personatui_value_proposition.fitting import EFFECTS, Fitting, Profiled, coverage, read_fitting
from personatui_value_proposition.gaps import critical_gaps, surplus_of
from personatui_value_proposition.regions import PROFILE, PROMPTS, STAGES, TITLES, VALUE_MAP

# The strengths of a link as they are told, weakest first, and the field of an answer that holds each.
_STRENGTHS = ("none", "partial", "full")
_FIELDS = MappingProxyType(dict(zip(_STRENGTHS, ("without_effect", "partly", "fully"), strict=True)))
_TOLD = {0.0: "none", 0.5: "half", 1.0: "full"}
_EVIDENCE = ui.BoxPlace("evidence", TITLES["evidence"], PROMPTS["evidence"])
_WIDE = 84


class ValuePropositionView(ui.ToolView):
    """The two halves, and below them the figures, the offer and the evidence of fit."""

    DEFAULT_CSS = """
    ValuePropositionView {
        & > VerticalScroll { scrollbar-size-vertical: 1; }
        & FacingHalves { height: 78%; min-height: 16; }
        & FacingHalves.-stacked { height: auto; }
        & FacingHalves.-stacked > Horizontal { height: auto; overflow-y: hidden; }
        & .value-verdict { padding: 0 1; height: auto; text-style: bold; }
        & .value-boxes { grid-size: 1; grid-rows: auto; height: auto; }
        & .value-boxes NoteBox { height: auto; max-height: 14; }
        & .value-frame { height: auto; padding: 0 1; border: round $foreground 30%; }
        & .value-frame { border-title-style: bold; border-title-color: $foreground; }
        & .value-frame:focus { border: round $accent; border-title-color: $text-accent; }
        &.value-wide .value-boxes { grid-size: 2; }
        & .value-others { height: auto; padding: 0 1; border: round $foreground 30%; }
        & .value-others:focus { border: round $accent; }
    }
    """

    def __init__(self, context: ui.ToolContext) -> None:
        super().__init__(context)
        left, right = (
            [ui.BoxPlace(name, TITLES[name], PROMPTS[name]) for name in half] for half in (VALUE_MAP, PROFILE)
        )
        self._halves = ui.FacingHalves(
            left, right, titles=("Value map", "Customer profile"), field=_FIELDS, strengths=_STRENGTHS
        )
        self._evidence = ui.NoteBox(_EVIDENCE)
        self._frame = ui.EntryList(classes="value-frame", id="value-frame")
        self._frame.border_title = "Frame"
        self._others = ui.EntryList(classes="value-others")

    def compose(self) -> ui.ComposeResult:
        with ui.VerticalScroll(can_focus=False):
            yield self._halves
            yield ui.Static(classes="value-verdict")
            with ui.Grid(classes="value-boxes"):
                yield self._evidence
                yield self._frame
            yield self._others

    def on_resize(self) -> None:
        self.set_class(self.size.width >= _WIDE, "value-wide")

    @property
    def shown(self) -> ValueProposition:
        """The canvas, or an empty one."""
        canvas = self.context.canvas
        return canvas if isinstance(canvas, ValueProposition) else ValueProposition()

    def refresh_canvas(self) -> None:
        canvas, context = self.shown, self.context
        fitting = read_fitting(canvas, context.reference, context.project)
        orphans = [answer for _, answer in surplus_of(fitting).orphans]
        contents = {}
        for name in (*VALUE_MAP, *PROFILE):
            filled: tuple[Item, ...] = getattr(fitting.canvas, name)
            rows = [
                context.row(item, name, index).with_right(self._right(fitting, filled[index], orphans))
                for index, item in enumerate(getattr(canvas, name))
            ]
            contents[name] = (rows, context.slot(name, TITLES[name]))
        self._halves.fill(contents, list(self._ties(canvas)))
        self.query_one(".value-verdict", ui.Static).update(Content(self._verdict(fitting)))
        stages = {stage: title for stage, title, _ in STAGES}
        evidence = [
            context.row(one, "evidence", index).with_right(stages[one.stage] if one.stage else "no stage")
            for index, one in enumerate(canvas.evidence)
        ]
        self._evidence.fill(evidence, context.slot("evidence", _EVIDENCE.title))
        self._frame.slot = context.slot("", "Frame")
        self._frame.show(
            [
                context.fact("Offer", canvas.offer, "offer", prompt="Which product or service is proposed?"),
                context.fact(
                    "Segment", canvas.segment or context.persona.segment, "segment", prompt="For which segment?"
                ),
            ]
        )
        others = context.other_rows(TITLES)
        self._others.slot = context.slot("")
        self._others.display = bool(others)
        self._others.show(others)

    def _ties(self, canvas: ValueProposition) -> Iterable[ui.Tie]:
        for box in VALUE_MAP:
            for index, answer in enumerate(getattr(canvas, box)):
                holder = self.context.key(answer, box, index)
                seen: set[str] = set()
                # the strongest of several counts, and is the one that is kept when links are made anew
                for strength in reversed(_STRENGTHS):
                    for target in getattr(answer, _FIELDS[strength]):
                        if target not in seen:
                            seen.add(target)
                            yield ui.Tie(holder, str(self.context.reference.at(target)), strength)

    def _right(self, fitting: Fitting, item: Item, orphans: list[Answer]) -> str:
        """What stands beside an entry: its weight, and how far it is answered or that it answers nothing."""
        if isinstance(item, Answer):
            weight = "" if item.relevance is None else str(item.relevance)
            return f"{weight} orphan".strip() if any(item is one for one in orphans) else weight
        found = next((one for one in fitting.items if one.item is item), None)
        if found is None:
            return ""
        weight = "–" if found.weight is None else str(found.weight)
        return f"{weight} {_TOLD.get(found.effect, '')}".strip()

    def _verdict(self, fitting: Fitting) -> str:
        if not fitting.items:
            return ""
        parts = [
            f"{name} {percent(coverage(items).share)}"
            for name, items in (
                *((TITLES[part], fitting.part(part)) for part in PROFILE),
                ("pooled", fitting.items),
            )
            if coverage(items).share is not None
        ]
        lines = [f"Answered: {' · '.join(parts)}"] if parts else ["Nothing is weighted yet: + rates, from 1 to 5"]
        critical = critical_gaps(fitting)
        if critical:
            lines.append(f"Critical: nothing relieves {listed([quoted(one.label) for one in critical])}")
        lines.append(self._fit(fitting, required_gains(fitting)))
        return "\n".join(lines)

    def _fit(self, fitting: Fitting, required: tuple[Profiled, ...]) -> str:
        stage = stage_shown(self.context.project, fitting.canvas)
        titles = {name: title for name, title, _ in STAGES}
        said = f"{titles[stage]} is shown" if stage is not None else "No stage of fit is shown by evidence"
        if not required:
            return f"{said}; no gain is named as required"
        covered = sum(one.is_addressed for one in required)
        return f"{said}; {covered} of {len(required)} required gains covered" + (
            "" if covered else ": no fit can be claimed"
        )

    def on_set_requested(self, event: ui.SetRequested) -> None:
        """Refuse a link with an entry that has no id to be named by."""
        linked = [target for name in EFFECTS for target in event.values.get(name) or ()]
        if any(":" in target or "/" in target for target in linked):
            event.stop()
            self.notify(
                "One of both has no id yet: rename it first, which gives it one.", severity="warning", markup=False
            )
