"""The screen of the blueprint: stages across, lanes down with the three lines between them, verdict and frame below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from personatui.api import Change, Edit, Item, RemoveValue, SetValue, listed, percent, quoted, ui

from personatui_service_blueprint.canvas import CustomerAction, FailPoint, ServiceBlueprint, Step, Wait
from personatui_service_blueprint.failures import failing_of
from personatui_service_blueprint.lanes import LINE_TITLES, LINES, MARKS, PROMPTS, STEP_LANES, STROKES, TITLES
from personatui_service_blueprint.paths import circle, longest, usual
from personatui_service_blueprint.reading import Blueprint, Placed, minutes_of, persona_of, read_blueprint
from personatui_service_blueprint.timing import waiting_share

_FIRM = "\u00a0"
_LINK, _END = "service_blueprint.link", "service_blueprint.end"


class ServiceBlueprintView(ui.ToolView):
    """The blueprint; `x` on a step and then on another links the two, or takes the link out."""

    DEFAULT_CSS = """
    ServiceBlueprintView {
        & > VerticalScroll { scrollbar-size-vertical: 1; }
        & StageGrid { height: 86%; min-height: 16; }
        & .service_blueprint-told {
            height: 1; padding: 0 1; color: $foreground-muted; text-wrap: nowrap; text-overflow: ellipsis;
        }
        &.service_blueprint-linking .service_blueprint-told { color: $text-warning; text-style: bold; }
        & .service_blueprint-verdict { padding: 0 1; height: auto; text-style: bold; }
        & .service_blueprint-frame { height: auto; padding: 0 1; border: round $foreground 30%; }
        & .service_blueprint-frame { border-title-style: bold; border-title-color: $foreground; }
        & .service_blueprint-frame:focus { border: round $accent; border-title-color: $text-accent; }
        & .service_blueprint-others { height: auto; padding: 0 1; border: round $foreground 30%; }
        & .service_blueprint-others:focus { border: round $accent; }
    }
    """
    BINDING_GROUP_TITLE = "Service blueprint"
    BINDINGS: ClassVar[list[ui.BindingType]] = [
        ui.Binding("x", "link", "Link", id=_LINK, tooltip="Link a step with what it leads to, or take the link out"),
        ui.Binding("escape", "end_link", "End linking", id=_END, show=False),
    ]

    def __init__(self, context: ui.ToolContext) -> None:
        super().__init__(context)
        self.grid = ui.StageGrid(title="Blueprint", prompts=PROMPTS["stages"], id="service_blueprint-grid")
        self.origin = ""
        self._placed: dict[str, Placed] = {}
        self._told = ui.Static(classes="service_blueprint-told")
        self._verdict = ui.Static(classes="service_blueprint-verdict")
        self._frame = ui.EntryList(classes="service_blueprint-frame", id="service_blueprint-frame")
        self._frame.border_title = "Frame"
        self._others = ui.EntryList(classes="service_blueprint-others")

    def compose(self) -> ui.ComposeResult:
        with ui.VerticalScroll(can_focus=False):
            yield self.grid
            yield self._told
            yield self._verdict
            yield self._frame
            yield self._others

    @property
    def shown(self) -> ServiceBlueprint:
        """The canvas, or an empty one."""
        canvas = self.context.canvas
        return canvas if isinstance(canvas, ServiceBlueprint) else ServiceBlueprint()

    # Showing ---------------------------------------------------------------------------------------------

    def refresh_canvas(self) -> None:
        context, canvas = self.context, self.shown
        blueprint = read_blueprint(canvas, context.reference, context.project)
        self._placed = {context.key(one.step, one.lane, one.index): one for one in blueprint.steps}
        if self.origin and self.origin not in self._placed:
            self._end()
        stages = [
            ui.Stage(
                stage.id, ui.Row(((stage.label or "(no name)", "plain"),), key=context.key(stage, "stages", index))
            )
            for index, stage in enumerate(canvas.stages)
        ]
        self.grid.fill(stages, list(self._lanes(blueprint)), context.slot("stages", TITLES["stages"]))
        self._tell()
        verdict = "\n".join(self._judged(blueprint))
        self._verdict.update(ui.Content(verdict))
        self._verdict.display = bool(verdict)
        self._frame.slot = context.slot("", "Frame")
        limit = f"{canvas.acceptable:g} min" if canvas.acceptable is not None else None
        self._frame.show(
            [
                context.fact("Service", canvas.service, "service", prompt="Which service, from what to what?"),
                context.fact("Acceptable", limit, "acceptable", prompt="How many minutes may the whole take?"),
            ]
        )
        others = context.other_rows(TITLES)
        self._others.slot = context.slot("")
        self._others.display = bool(others)
        self._others.show(others)

    def _lanes(self, blueprint: Blueprint) -> Iterator[ui.Lane]:
        yield self._lane(blueprint, "evidence")
        customers = list(self._customers(blueprint))
        yield from customers[:-1]
        yield self._ended(customers[-1], 0)
        for number, lane in enumerate(STEP_LANES[1:], start=1):
            yield self._ended(self._lane(blueprint, lane), number)
        yield self._lane(blueprint, "waits")
        yield self._lane(blueprint, "fails")

    def _ended(self, lane: ui.Lane, number: int) -> ui.Lane:
        """The lane with the line below it, where one runs there."""
        if number >= len(LINES):
            return lane
        line = LINES[number]
        return replace(lane, line=LINE_TITLES[line], stroke=STROKES[line])

    def _customers(self, blueprint: Blueprint) -> Iterator[ui.Lane]:
        """What everybody does, and a lane for each persona with what it does alone."""
        actions = blueprint.canvas.customer
        own = list(dict.fromkeys(persona_of(action.persona) for action in actions))
        several = [one for one in dict.fromkeys((*blueprint.personas, *own)) if one]
        if len(several) < 2:
            yield self._lane(blueprint, "customer")
            return
        yield self._customer_lane(blueprint, "", TITLES["customer"])
        for persona in several:
            yield self._customer_lane(blueprint, persona, blueprint.titled(persona))

    def _customer_lane(self, blueprint: Blueprint, persona: str, title: str) -> ui.Lane:
        rows = [
            (action.stage, self._row(blueprint, action, "customer", index))
            for index, action in enumerate(blueprint.canvas.customer)
            if persona_of(action.persona) == persona
        ]
        value = f"persona/{persona}" if persona else None
        slot = self.context.slot("customer", title, persona=value)
        return ui.Lane(title, rows, slot, prompts=PROMPTS["customer"] if not persona else ())

    def _lane(self, blueprint: Blueprint, lane: str) -> ui.Lane:
        rows = [
            (entry.stage, self._row(blueprint, entry, lane, index))
            for index, entry in enumerate(getattr(blueprint.canvas, lane))
        ]
        return ui.Lane(TITLES[lane], rows, self.context.slot(lane, TITLES[lane]), prompts=PROMPTS[lane])

    def _row(self, blueprint: Blueprint, item: Item, lane: str, index: int) -> ui.Row:
        row = self.context.row(item, lane, index)
        sign = [("▶ ", "warning")] if row.key and row.key == self.origin else []
        mark = [(f"{MARKS[lane]}{index + 1} ", "strong")] if lane in MARKS else []
        # what belongs together stays on a line
        told = " · ".join(said.replace(" ", _FIRM) for said in self._said(blueprint, item, row.key))
        after = [(f" · {told}", "dim")] if told else []
        return replace(row, pieces=(*row.pieces[:1], *sign, *mark, *row.pieces[1:], *after))

    def _said(self, blueprint: Blueprint, item: Item, key: str) -> Iterator[str]:
        """What is said beside an entry: time, owner, what stands at it, and what it leads to."""
        if isinstance(item, Step | Wait | FailPoint):
            minutes = minutes_of(item)
            if minutes is not None:
                yield f"{minutes:g} min"
        if isinstance(item, FailPoint):
            yield "recovered" if item.recovery.strip() else "no recovery"
        if isinstance(item, Wait | FailPoint) and item.step in blueprint.by_id:
            yield f"at {blueprint.by_id[item.step].mark}"
        placed = self._placed.get(key)
        if placed is None:
            return
        if placed.owner:
            yield placed.owner
        elif not isinstance(item, CustomerAction):
            yield "no owner"
        at = [f"W{number}" for number, one in enumerate(blueprint.canvas.waits, start=1) if _is_at(one, placed)]
        at += [f"F{number}" for number, one in enumerate(blueprint.canvas.fails, start=1) if _is_at(one, placed)]
        if at:
            yield " ".join(at)
        ends = [end.mark for start, end in blueprint.links if start == placed]
        if ends:
            yield f"→ {', '.join(ends)}"

    def _judged(self, blueprint: Blueprint) -> Iterator[str]:
        if around := circle(blueprint):
            yield f"In a circle: {listed([placed.mark for placed in around])}"
        for persona in blueprint.personas:
            minutes = longest(blueprint, persona, usual(blueprint, persona)).minutes
            if minutes is not None:
                share = waiting_share(blueprint, persona)
                limit = blueprint.canvas.acceptable
                told = f"{blueprint.titled(persona)}: {minutes:g} min"
                told += f" of {limit:g} acceptable" if limit is not None else ""
                yield told + (f", {percent(share)} of the own time waiting" if share is not None else "")
        bare = [one.mark for one in failing_of(blueprint) if not one.is_recovered]
        if bare:
            yield f"Without a recovery: {', '.join(bare)}"

    # Links -----------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        link, end = ui.own_key(self, _LINK), ui.own_key(self, _END)
        if self.origin in self._placed:
            name = quoted(self._placed[self.origin].step.label)
            told = f"From {name}: {link} on the step that follows links it, or takes the link out · {end} ends"
        else:
            told = "→ leads to · W wait · F fail point" + (f" · {link} links steps" if link else "")
        self._told.update(ui.Content(told))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.origin) if action == "end_link" else True

    def action_link(self) -> None:
        """Begin a link at the step under the cursor, or make it there, or take it out."""
        key = self.grid.current_key if self.grid.has_focus else ""
        if key not in self._placed:
            self._refuse("Go to a step of customer, onstage, backstage or support: those are linked.")
        elif not self.origin:
            self.origin = key
            self.add_class("service_blueprint-linking")
            self.refresh_canvas()
            self.refresh_bindings()
        elif key == self.origin:
            self.action_end_link()
        else:
            self._toggle(self.origin, key)

    def action_end_link(self) -> None:
        """End the linking."""
        self._end()
        self.refresh_canvas()

    def _toggle(self, start: str, end: str) -> None:
        first, second = self._placed[start], self._placed[end]
        name, edits = self.context.id_of(start)
        other, more = self.context.id_of(end)
        links = first.step.leads_to
        kept = [one for one in dict.fromkeys(links) if one != other] + ([] if other in links else [other])
        path = (first.lane, name, "leads_to")
        where = self.context.reference
        edit: Edit = SetValue(where, path, kept) if kept else RemoveValue(where, path)
        what = "unlink" if other in links else "link"
        self._end()
        told = f"{what} {quoted(first.step.label)} and {quoted(second.step.label)}"
        self.post_message(self.ChangeRequested(Change(told, (*edits, *more, edit))))

    def _end(self) -> None:
        self.origin = ""
        self.remove_class("service_blueprint-linking")
        self.refresh_bindings()

    def _refuse(self, why: str) -> None:
        self.notify(why, severity="warning", markup=False)


def _is_at(entry: Wait | FailPoint, placed: Placed) -> bool:
    return bool(entry.step) and entry.step == placed.step.id
