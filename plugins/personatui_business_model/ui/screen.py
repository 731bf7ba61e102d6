"""The screen of the Business Model Canvas: the nine blocks, and what in them is for which segment."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import ClassVar

from textual.binding import Binding, BindingType

from personatui.api.ui import (
    Board,
    BoxPlace,
    ComposeResult,
    EntryList,
    Highlight,
    NoteBox,
    Row,
    SetRequested,
    ToolContext,
    ToolView,
    Vertical,
)
from personatui_business_model.blocks import LAYOUT, RELATED, TITLES, name_of, segments_of, served
from personatui_business_model.canvas import BlockNote, BusinessModel, CustomerSegment
from personatui_business_model.people import group_of, standing_after

_AS_DRAWN = tuple(BoxPlace(**{name: getattr(region, name) for name in BoxPlace.__slots__}) for region in LAYOUT.regions)
# Row, column, rows and columns where there is no room for five blocks side by side: customers above, means below.
_CLOSE = {
    "propositions": (0, 0, 2, 2),
    "relationships": (0, 2, 1, 2),
    "channels": (1, 2, 1, 2),
    "segments": (0, 4, 2, 2),
    "partners": (2, 0, 1, 2),
    "activities": (2, 2, 1, 2),
    "resources": (2, 4, 1, 2),
    "costs": (3, 0, 1, 3),
    "revenues": (3, 3, 1, 3),
}
_WIDE, _NARROW = 90, 56
_NOBODY = "Notes for nobody"


class BusinessModelView(ToolView):
    """Nine blocks. Segments are numbered, and the numbers beside a note are those of its segments.

    `x` brings out what is for one segment after the other, `space` says that the note under the cursor is for it. On
    a segment `space` says that the persona that is open stands for it.
    """

    DEFAULT_CSS = """
    BusinessModelView {
        & > .business_model-board { height: 1fr; }
        & Board { height: 1fr; }
        & > .business_model-others { height: auto; max-height: 25%; padding: 0 1; border: round $foreground 30%; }
        & > .business_model-others:focus { border: round $accent; }
    }
    """
    BINDING_GROUP_TITLE = "Business model"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space",
            "serve",
            "For segment",
            id="business_model.serve",
            tooltip="The note is for the segment that is out; on a segment: the persona stands for it",
        ),
    ]

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self._places = _AS_DRAWN
        self.board = Board(_AS_DRAWN)
        self._holder = Vertical(classes="business_model-board")
        self._others = EntryList(classes="business_model-others")

    def compose(self) -> ComposeResult:
        with self._holder:
            yield self.board
        yield self._others

    @property
    def is_drawn(self) -> bool:
        return self.board.is_attached

    @property
    def first_list(self) -> NoteBox:
        """The segments, which the other blocks follow from."""
        return self.board.grid.boxes["segments"]

    def on_resize(self) -> None:
        places = _places_for(self.size.width) if self.size.width else self._places
        if places != self._places:
            self._places = places
            # not in a worker: cancelling one would cancel the widgets that it is waiting for
            self.call_later(self._rebuild, places)

    async def _rebuild(self, places: tuple[BoxPlace, ...]) -> None:
        if places != self._places:
            return
        chosen = self.board.highlight
        held = next((box for box in self.board.grid.boxes.values() if box.has_focus), None)
        was_below = self._others.has_focus
        await self._holder.remove_children()
        self.board = Board(places)
        await self._holder.mount(self.board)
        self.refresh_canvas()
        if chosen is not None:
            self.board.bring_out(chosen.title)
        if held is not None or (self._others.has_focus and not was_below):
            # when the boxes went, the keys fell to the notes below
            box = self.first_list if held is None else self.board.grid.boxes[held.place.id]
            box.focus()
            if held is not None:
                box.move_to(held.current_key)
        # what asks for a place on screen meanwhile leaves Textual with nobody to tell the new sizes
        self.call_after_refresh(self.board.grid.on_resize)
        self.post_message(self.Redrawn(self))

    @property
    def shown(self) -> BusinessModel:
        """The canvas, or an empty one."""
        canvas = self.context.canvas
        return canvas if isinstance(canvas, BusinessModel) else BusinessModel()

    def refresh_canvas(self) -> None:
        model = self.shown
        numbers = {one.id: number for number, one in enumerate(segments_of(model), 1) if one.id}
        rows = {"segments": [self._segment_row(one, index, numbers) for index, one in enumerate(model.segments)]}
        for block in RELATED:
            notes: tuple[BlockNote, ...] = getattr(model, block)
            rows[block] = [self._note_row(model, note, block, index, numbers) for index, note in enumerate(notes)]
        filled = {name: (held, self.context.slot(name, TITLES[name])) for name, held in rows.items()}
        self.board.fill(filled, self._highlights(model))
        others = self.context.other_rows(TITLES)
        self._others.slot = self.context.slot("")
        self._others.display = bool(others)
        self._others.show(others)

    def _segment_row(self, customers: CustomerSegment, index: int, numbers: dict[str, int]) -> Row:
        row = self.context.row(customers, "segments", index)
        if not customers.text.strip() and customers.segment.strip():
            row = replace(row, pieces=(*row.pieces[:1], (name_of(customers), "plain")))
        project = self.context.project
        group = group_of(customers, project)
        names = [" ".join(project.personas[name].name.split()) or name for name in group.personas]
        told = ", ".join(names) or "no persona"
        row = replace(row, pieces=(*row.pieces, (f"\n{told}", "dim" if names else "warning")))
        number = numbers.get(customers.id)
        return replace(row, right=((str(number), "strong"),)) if number is not None else row

    def _note_row(self, model: BusinessModel, note: BlockNote, block: str, index: int, numbers: dict[str, int]) -> Row:
        row = self.context.row(note, block, index)
        told = " ".join(str(number) for number in sorted(numbers[name] for name in served(model, note)))
        if told:
            return replace(row, right=((told, "dim"),))
        return replace(row, right=(("?", "warning"),)) if numbers and note.text.strip() else row

    def _highlights(self, model: BusinessModel) -> list[Highlight]:
        """One for each segment, and one for what is for nobody."""
        found = []
        idle = {
            self.context.key(note, block, index)
            for block in RELATED
            for index, note in enumerate(getattr(model, block))
            if note.text.strip() and not served(model, note)
        }
        for index, one in enumerate(model.segments):
            if one.id and one in segments_of(model):
                keys = {
                    self.context.key(note, block, at)
                    for block in RELATED
                    for at, note in enumerate(getattr(model, block))
                    if one.id in note.segments
                }
                found.append(
                    Highlight(_title(model, one), frozenset({*keys, self.context.key(one, "segments", index)}))
                )
        return [*found, Highlight(_NOBODY, frozenset(idle))] if idle and found else found

    def action_serve(self) -> None:
        """Say that the note under the cursor is for the segment that is brought out, or take that back.

        On a segment, say so of the persona that is open.
        """
        box = next((box for box in self.board.grid.boxes.values() if box.has_focus), None)
        chosen = self._chosen()
        if box is None or not box.current_key:
            self._refuse("Put the cursor on a segment, or on a note of one of the other eight blocks.")
        elif box.place.id == "segments":
            self._stand(box)
        elif chosen is None:
            self._refuse("Bring out a segment first.")
        else:
            self._ask(box, chosen)

    def _chosen(self) -> CustomerSegment | None:
        """The segment that is brought out; the only one there is needs not be."""
        model = self.shown
        known = [one for one in segments_of(model) if one.id]
        out = self.board.highlight
        if out is None and len(known) == 1:
            return known[0]
        return next((one for one in known if out is not None and _title(model, one) == out.title), None)

    def _ask(self, box: NoteBox, chosen: CustomerSegment) -> None:
        block = box.place.id
        notes: tuple[BlockNote, ...] = getattr(self.shown, block)
        for index, note in enumerate(notes):
            if self.context.key(note, block, index) == box.current_key:
                is_for = chosen.id in note.segments
                kept = [name for name in dict.fromkeys(note.segments) if name != chosen.id]
                names = kept if is_for else [*kept, chosen.id]
                what = f"{'unlink from' if is_for else 'link with'} {name_of(chosen)}"
                self.post_message(SetRequested(box, box.current_key, {"segments": names or None}, what))

    def _stand(self, box: NoteBox) -> None:
        """Put the persona that is open to the segment under the cursor, or take it away."""
        project, persona_id = self.context.project, self.context.persona_id
        if persona_id not in project.personas:
            self._refuse("Open the persona that stands for the segment first.")
            return
        name = " ".join(project.personas[persona_id].name.split()) or persona_id
        for index, one in enumerate(self.shown.segments):
            if self.context.key(one, "segments", index) == box.current_key:
                after = standing_after(one, persona_id, project)
                if after is None:
                    self._refuse(f"{name} is of that segment, and nobody else would stand for it.")
                    return
                is_in = persona_id in group_of(one, project).personas
                what = f"{'take away' if is_in else 'put'} {name} {'from' if is_in else 'to'} {name_of(one)}"
                self.post_message(SetRequested(box, box.current_key, {"personas": after or None}, what))

    def _refuse(self, why: str) -> None:
        self.notify(why, severity="warning", markup=False)


def _title(model: BusinessModel, customers: CustomerSegment) -> str:
    """What a highlight is called: with its number, since two segments may have one name."""
    return f"{segments_of(model).index(customers) + 1} {name_of(customers)}"


@cache
def _places_for(width: int) -> tuple[BoxPlace, ...]:
    """The blocks as the method draws them, closer together, or one below the other from the segments on."""
    if width >= _WIDE:
        return _AS_DRAWN
    if width < _NARROW:
        return tuple(
            replace(place, row=row, column=0, row_span=1, column_span=1) for row, place in enumerate(_AS_DRAWN)
        )
    return tuple(
        replace(place, row=row, column=column, row_span=rows, column_span=columns)
        for place in _AS_DRAWN
        for row, column, rows, columns in (_CLOSE[place.id],)
    )
