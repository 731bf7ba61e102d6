"""The screen of the Customer Persona Canvas: the pairs facing each other, and the needs between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from personatui.api import Claim, listed, quoted
from personatui.api.ui import (
    BoxGrid,
    BoxPlace,
    ComposeResult,
    EntryList,
    Row,
    RowList,
    SetRequested,
    Static,
    ToolContext,
    ToolView,
    own_key,
)
from personatui_persona_canvas.balance import Weight, pooled
from personatui_persona_canvas.canvas import Need, PersonaCanvas
from personatui_persona_canvas.needs import support_of
from personatui_persona_canvas.sections import AROUND, LAYOUT, PAIRS, SECTIONS, TITLES, notes_in

_PLACES = tuple(BoxPlace(**{name: getattr(region, name) for name in BoxPlace.__slots__}) for region in LAYOUT.regions)
_SHORT = {"trends": "Trends", "work": "Work", "future": "Future"}


class PersonaCanvasView(ToolView):
    """Good on the left, bad on the right, and what the customer needs between both.

    The note under the cursor shows what it is linked with by `◆`. `x` on a need, then on a note around it, links
    them or takes the link out; the other way round as well.
    """

    DEFAULT_CSS = """
    PersonaCanvasView {
        & > .persona_canvas-head { height: auto; max-height: 3; padding: 0 1; }
        & > BoxGrid { height: 1fr; }
        & > .persona_canvas-told {
            height: 1; padding: 0 1; color: $foreground-muted; text-wrap: nowrap; text-overflow: ellipsis;
        }
        &.persona_canvas-linking > .persona_canvas-told { color: $text-warning; text-style: bold; }
        & > .persona_canvas-others { height: auto; max-height: 25%; padding: 0 1; border: round $foreground 30%; }
        & > .persona_canvas-others:focus { border: round $accent; }
    }
    """
    BINDING_GROUP_TITLE = "Persona canvas"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "link", "Link", id="persona_canvas.link", tooltip="Link a need with what makes it one"),
        Binding("escape", "end_link", "End linking", id="persona_canvas.end", show=False),
    ]

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self.grid = BoxGrid(_PLACES)
        self.origin = ""
        self._selected = ""
        self._links: dict[str, tuple[str, ...]] = {}
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._head = Static(classes="persona_canvas-head")
        self._told = Static(classes="persona_canvas-told")
        self._others = EntryList(classes="persona_canvas-others")

    def compose(self) -> ComposeResult:
        yield self._head
        yield self.grid
        yield self._told
        yield self._others

    @property
    def shown(self) -> PersonaCanvas:
        """The canvas, or an empty one."""
        canvas = self.context.canvas
        return canvas if isinstance(canvas, PersonaCanvas) else PersonaCanvas()

    def refresh_canvas(self) -> None:
        canvas = self.shown
        supported = {one.need.id for one in support_of(canvas) if one.is_supported}
        for section in SECTIONS:
            notes: tuple[Claim, ...] = getattr(canvas, section)
            self._rows[section] = tuple(
                self._row(note, section, index, note.id in supported) for index, note in enumerate(notes)
            )
        keys = {note.id: self._key(note) for section in AROUND for note in getattr(canvas, section) if note.id}
        self._links = {
            self._key(need): tuple(dict.fromkeys(keys[name] for name in need.answers if name in keys))
            for need in canvas.needs
            if need.id
        }
        known = self._texts()
        if self.origin and self.origin not in known:
            self._end()
        if self._selected not in known:
            self._selected = ""
        self._head.update(Content("\n".join(part for part in (self._who(), _weighed(canvas)) if part)))
        self._show()
        others = self.context.other_rows(SECTIONS)
        self._others.slot = self.context.slot("")
        self._others.display = bool(others)
        self._others.show(others)

    def _row(self, note: Claim, section: str, index: int, is_supported: bool) -> Row:
        row = self.context.row(note, section, index)
        if isinstance(note, Need) and note.text.strip() and not is_supported:
            return replace(row, right=(("no reason", "warning"),))
        return row

    def _key(self, note: Claim) -> str:
        return str(self.context.reference.at(note.id))

    def _texts(self) -> dict[str, str]:
        """What every note says, by its key."""
        return {row.key: row.text for rows in self._rows.values() for row in rows if row.key}

    def _who(self) -> str:
        persona = self.context.persona
        told = (persona.name, persona.role or "", persona.demographics.occupation, persona.firmographics.job_title)
        return " · ".join(" ".join(part.split()) for part in told if part and part.strip())

    # Links -----------------------------------------------------------------------------------------------

    def _partners(self, key: str) -> set[str]:
        """What a note is linked with."""
        return {*self._links.get(key, ()), *(need for need, notes in self._links.items() if key in notes)}

    def _show(self) -> None:
        chosen = self.origin or self._selected
        partners = self._partners(chosen)
        linked = {key for need, notes in self._links.items() for key in (need, *notes) if notes}
        for section in SECTIONS:
            rows = [self._marked(row, partners, linked) for row in self._rows.get(section, ())]
            self.grid.boxes[section].fill(rows, self.context.slot(section, TITLES[section]))
        self._tell(chosen, partners)

    def _marked(self, row: Row, partners: set[str], linked: set[str]) -> Row:
        if row.key and row.key == self.origin:
            mark, role = "▶ ", "warning"
        elif row.key in partners:
            mark, role = "◆ ", "mark"
        elif row.key in linked:
            mark, role = "◇ ", "dim"
        else:
            return row
        # after the mark of its evidence, by which the box counts assumptions
        return replace(row, pieces=(*row.pieces[:1], (mark, role), *row.pieces[1:]), hanging=row.hanging + 2)

    def _tell(self, chosen: str, partners: set[str]) -> None:
        known = self._texts()
        is_need = chosen in {row.key for row in self._rows["needs"]}
        if self.origin:
            goal = "a note around the needs" if is_need else "a need"
            link, end = own_key(self, "persona_canvas.link"), own_key(self, "persona_canvas.end")
            said = f"Linking {_short(known.get(chosen, ''))}: {link} on {goal} links or unlinks · {end} ends"
        elif partners:
            said = f"◆ linked with {listed([_short(known.get(key, '')) for key in known if key in partners])}"
        elif is_need:
            key = own_key(self, "persona_canvas.link")
            said = "Linked with nothing yet" + (f" · {key} links it with what makes it a need" if key else "")
        else:
            key = own_key(self, "persona_canvas.link")
            said = "◆ linked with this note · ◇ linked" + (f" · {key} links" if key else "")
        self._told.update(Content(said))

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        if event.rows.has_focus and event.key != self._selected:
            self._selected = event.key
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.origin) if action == "end_link" else True

    def action_link(self) -> None:
        """Start a link from the note under the cursor, or make or undo it there."""
        box = next((box for box in self.grid.boxes.values() if box.has_focus), None)
        key = box.current_key if box is not None else ""
        if box is None or not key or key not in self._texts():
            return
        section = box.place.id
        if section == "outline":
            self._refuse("The outline is linked with nothing: link needs with the notes around them.")
        elif "#" not in key:
            self._refuse("This note has no id yet; change or save it once.")
        elif not self.origin:
            self._begin(key, section)
        elif key == self.origin:
            self.action_end_link()
        else:
            self._toggle(box, key, section)

    def _begin(self, key: str, section: str) -> None:
        others = AROUND if section == "needs" else ("needs",)
        if not any(self._rows[other] for other in others):
            what = "note around the needs" if section == "needs" else "need"
            self._refuse(f"There is no {what} to link it with yet.")
            return
        self.origin = key
        self.add_class("persona_canvas-linking")
        if section != "needs":
            self.grid.boxes["needs"].focus()
        self._show()
        self.refresh_bindings()

    def _toggle(self, source: EntryList, key: str, section: str) -> None:
        from_need = any(row.key == self.origin for row in self._rows["needs"])
        if from_need == (section == "needs"):
            self._refuse("Choose a note around the needs." if from_need else "Choose a need.")
            return
        need, note = (self.origin, key) if from_need else (key, self.origin)
        names = next((one.answers for one in self.shown.needs if one.id and self._key(one) == need), ())
        name = note.partition("#")[2]
        is_linked = name in names
        kept = [other for other in dict.fromkeys(names) if other != name] + ([] if is_linked else [name])
        self.post_message(SetRequested(source, need, {"answers": kept or None}, "unlink" if is_linked else "link"))

    def action_end_link(self) -> None:
        """End the linking; the cursor goes back to where it began."""
        origin = self.origin
        self._end()
        for box in self.grid.boxes.values():
            if box.move_to(origin):
                box.focus()
        self._show()

    def _end(self) -> None:
        self.origin = ""
        self.remove_class("persona_canvas-linking")
        self.refresh_bindings()

    def _refuse(self, why: str) -> None:
        self.notify(why, severity="warning", markup=False)


def _weighed(canvas: PersonaCanvas) -> str:
    """The balances of the pairs and the tilt, on one line; nothing while no pair has a note."""
    weights: Mapping[str, Weight] = {
        pair.id: Weight(len(notes_in(canvas, pair.positive)), len(notes_in(canvas, pair.negative))) for pair in PAIRS
    }
    if all(weight.balance is None for weight in weights.values()):
        return ""
    told = [f"{_SHORT[name]} {_signed(weight)}" for name, weight in weights.items()]
    return f"{' · '.join(told)} · tilt {_signed(pooled(weights.values()))} (−1 to 1)"


def _signed(weight: Weight) -> str:
    balance = weight.balance
    return "no value" if balance is None else f"{balance:+.2f}".replace("-", "−") if balance else "0"


def _short(text: str) -> str:
    words = " ".join(text.split()).lstrip("●○· ")
    return quoted(words if len(words) <= 40 else words[:39].rstrip() + "…")
