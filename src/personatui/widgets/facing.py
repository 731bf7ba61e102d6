"""Two halves that face each other, and the links between what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from personatui.model.cleaning import clean_line
from personatui.widgets.boxes import BoxPlace, NoteBox
from personatui.widgets.gutter import LinkGutter
from personatui.widgets.keys import offer, own_key, told_together
from personatui.widgets.lines import Row
from personatui.widgets.requests import SetRequested
from personatui.widgets.rows import RowList
from personatui.widgets.slots import Slot

Side = Literal["left", "right"]
# Narrower than this the halves stand below each other; wider, there is room for lines between them.
_STACKED, _LINES = 60, 90


@dataclass(frozen=True, slots=True)
class Tie:
    """A link from the entry `holder`, whose field says so, to the entry `target` of the other half."""

    holder: str
    target: str
    strength: str = ""


def item_of(link: Tie) -> str:
    """How a link is written where the field holds ids of items: the id of the target."""
    return link.target.partition("#")[2] or link.target


class _HalfBox(NoteBox):
    """A box of one half; while a link is made, its keys choose the partner."""

    def __init__(self, place: BoxPlace, halves: FacingHalves) -> None:
        super().__init__(place)
        self.halves = halves

    def action_form(self) -> None:
        if self.halves.origin:
            self.halves.toggle(self)
        else:
            super().action_form()

    def action_step(self, by: int) -> None:
        if self.halves.origin:
            self.halves.strengthen(self, by)
        else:
            super().action_step(by)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.halves.draw_lines()


class FacingHalves(Vertical, can_focus=False):
    """Boxes on the left that answer boxes on the right, as a value map answers a customer profile.

    The entry under the cursor shows its partners with `◆`, and lines lead to them where there is room. `x` starts
    a link: Enter on an entry of the other half makes or undoes it, `+` and `-` change its strength, Escape ends.
    Links are held by a field of the entries on the side `holder`, or by one for each strength; `spell` says how one
    is written there. Asks with `SetRequested` for the whole new list or lists.
    """

    DEFAULT_CSS = """
    FacingHalves {
        & > Horizontal { height: 1fr; }
        & .half { width: 1fr; height: 100%; }
        & .half > .half--title { height: 1; text-style: bold; padding: 0 1; }
        & .half > NoteBox { height: 1fr; }
        & > .facing--told { height: 2; padding: 0 1; color: $foreground-muted; }
        &.-linking > .facing--told { color: $text-warning; text-style: bold; }
        &.-stacked > Horizontal { layout: vertical; height: 1fr; overflow-y: auto; scrollbar-size-vertical: 1; }
        &.-stacked .half { width: 100%; height: auto; }
        &.-stacked .half > NoteBox { height: auto; max-height: 16; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "link", "Link", id="facing.link", tooltip="Choose what it answers on the other side"),
        Binding("escape", "end_link", "End linking", id="facing.end", show=False),
        Binding("left,h", "side(-1)", "Left half", id="facing.left", show=False),
        Binding("right,l", "side(1)", "Right half", id="facing.right", show=False),
    ]

    def __init__(
        self,
        left: Sequence[BoxPlace],
        right: Sequence[BoxPlace],
        *,
        titles: tuple[str, str] = ("", ""),
        holder: Side = "left",
        field: str | Mapping[str, str] = "targets",
        strengths: tuple[str, ...] = (),
        spell: Callable[[Tie], Any] = item_of,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._titles = titles
        self.holder: Side = holder
        self.field = field
        self.strengths = strengths
        self._spell = spell
        self._left = [_HalfBox(place, self) for place in left]
        self._right = [_HalfBox(place, self) for place in right]
        self.boxes: dict[str, NoteBox] = {box.place.id: box for box in (*self._left, *self._right)}
        self.origin = ""
        self._selected = ""
        self._links: tuple[Tie, ...] = ()
        self._contents: dict[str, tuple[tuple[Row, ...], Slot | None]] = {}
        self._gutter = LinkGutter()
        self._told = Static(classes="facing--told")

    def compose(self) -> ComposeResult:
        with Horizontal():
            for title, boxes in ((self._titles[0], self._left), (self._titles[1], self._right)):
                if boxes is self._right:
                    yield self._gutter
                with Vertical(classes="half"):
                    if title:
                        yield Static(Content(title), classes="half--title")
                    yield from boxes
        yield self._told

    def fill(self, contents: Mapping[str, tuple[Sequence[Row], Slot | None]], links: Sequence[Tie] = ()) -> None:
        """Show these entries, by the id of their box, each with the slot that they stand in, and their links."""
        self._contents = {name: (tuple(rows), slot) for name, (rows, slot) in contents.items()}
        self._links = tuple(links)
        keys = self._keys()
        if self.origin and self.origin not in keys:
            self._end()
        if self._selected not in keys:
            self._selected = ""
        self._show()

    def partners(self, key: str) -> dict[str, str]:
        """The entries that an entry is linked with, and how strongly."""
        found = {link.target: link.strength for link in self._links if link.holder == key}
        return found | {link.holder: link.strength for link in self._links if link.target == key}

    # Drawing ---------------------------------------------------------------------------------------------

    def _keys(self) -> dict[str, str]:
        """The key of every entry, with what it says."""
        return {row.key: row.text for rows, _ in self._contents.values() for row in rows if row.key}

    def _show(self) -> None:
        chosen = self.origin or self._selected
        partners = self.partners(chosen) if chosen else {}
        linked = {key for link in self._links for key in (link.holder, link.target)}
        for name, box in self.boxes.items():
            rows, slot = self._contents.get(name, ((), None))
            box.fill([self._marked(row, chosen, partners, linked) for row in rows], slot)
        self._tell(chosen, partners)
        self.draw_lines()

    def _marked(self, row: Row, chosen: str, partners: Mapping[str, str], linked: set[str]) -> Row:
        if not row.key:
            return row
        mark, role = ("◆ ", "mark") if row.key in partners else ("◇ ", "dim") if row.key in linked else ("  ", "dim")
        if row.key == self.origin:
            mark, role = "▶ ", "warning"
        right = row.right
        if partners.get(row.key):
            right = ((partners[row.key], "strong"),)
        elif row.key not in linked and not right:
            right = (("no link", "warning"),)
        return replace(row, pieces=((mark, role), *row.pieces), right=right, hanging=row.hanging + 2)

    def _tell(self, chosen: str, partners: Mapping[str, str]) -> None:
        keys = self._keys()
        if self.origin:
            text = f"Linking “{_short(keys.get(self.origin, ''))}”: choose on the other side"
            self._told.update(Content(f"{text}\n{self._ways()}"))
        elif chosen and partners:
            named = [f"{_short(keys.get(key, key))}{f' ({how})' if how else ''}" for key, how in partners.items()]
            self._told.update(Content("◆ linked with: " + " · ".join(named)))
        elif chosen:
            self._told.update(Content(told_together("Linked with nothing yet", offer(self, "facing.link", "links it"))))
        else:
            self._told.update(Content("◆ partner of the entry under the cursor · ◇ linked"))

    def _ways(self) -> str:
        """What the keys do while a link is made."""
        box = (*self._left, *self._right)[0]
        stronger = own_key(box, "entries.rate-up"), own_key(box, "entries.rate-down")
        return told_together(
            offer(box, "entries.form", "links or unlinks"),
            f"{' '.join(stronger)} strength" if self.strengths and all(stronger) else "",
            offer(self, "facing.end", "ends"),
        )

    def draw_lines(self) -> None:
        """Draw the lines to the partners anew, once everything stands where it belongs."""
        self.call_after_refresh(self._draw_lines)

    def _draw_lines(self) -> None:
        chosen = self.origin or self._selected
        here = self._line_of(chosen) if chosen else None
        there = [self._line_of(key) for key in self.partners(chosen)] if chosen else []
        top = self._gutter.region.y
        if here is None or not self._gutter.display:
            self._gutter.show(None, (), "left")
        else:
            side, line = here
            self._gutter.show(line - top, tuple(at[1] - top for at in there if at is not None), side)

    def _line_of(self, key: str) -> tuple[Side, int] | None:
        """The side and the line on the screen where an entry stands; None when it is scrolled out of sight."""
        for box in self.boxes.values():
            for index, row in enumerate(box.rows):
                if row.key == key:
                    seen = box.seen_region(index)
                    return (("left" if box in self._left else "right"), seen.y) if seen is not None else None
        return None

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < _STACKED, "-stacked")
        self._gutter.display = event.size.width >= _LINES
        self.draw_lines()

    # Linking ---------------------------------------------------------------------------------------------

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        if event.rows.has_focus and event.key != self._selected:
            self._selected = event.key
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self.origin) if action == "end_link" else True

    @property
    def _focused(self) -> _HalfBox | None:
        return next((box for box in (*self._left, *self._right) if box.has_focus), None)

    def action_side(self, direction: int) -> None:
        """Go to the box of the other half at the same height."""
        here = self._focused
        if here is None:
            return
        mine, others = (self._left, self._right) if here in self._left else (self._right, self._left)
        if (direction > 0) == (mine is self._left) and others:
            others[min(mine.index(here), len(others) - 1)].focus()

    def action_link(self) -> None:
        """Start a link from the entry under the cursor, or end it."""
        box = self._focused
        if self.origin:
            self.action_end_link()
        elif box is not None and box.current_key:
            others = self._right if box in self._left else self._left
            partners = self.partners(box.current_key)
            goal = next((other for other in others if any(row.key in partners for row in other.rows)), None)
            goal = goal or next((other for other in others if any(row.key for row in other.rows)), None)
            if goal is None:
                self.notify("There is nothing to link with on the other side yet.", severity="warning", markup=False)
                return
            self.origin = box.current_key
            self.add_class("-linking")
            goal.focus()
            first = next((row.key for row in goal.rows if row.key in partners), "")
            if first:
                goal.move_to(first)
            self._show()
            self.refresh_bindings()

    def action_end_link(self) -> None:
        """End the linking; the cursor goes back to where it began."""
        origin = self.origin
        self._end()
        for box in self.boxes.values():
            if box.move_to(origin):
                box.focus()
        self._show()

    def _end(self) -> None:
        self.origin = ""
        self.remove_class("-linking")
        self.refresh_bindings()

    def toggle(self, box: NoteBox) -> None:
        """Tie the origin with the entry under the cursor of a box, or unlink them."""
        key = self._partner(box)
        if key:
            linked = key in self.partners(self.origin)
            self._ask(key, None if linked else self.strengths[-1] if self.strengths else "")

    def strengthen(self, box: NoteBox, by: int) -> None:
        """Make the link with the entry under the cursor of a box stronger or weaker; below the weakest is none."""
        key = self._partner(box)
        if not key or not self.strengths:
            return
        now = self.partners(self.origin).get(key)
        position = (self.strengths.index(now) if now in self.strengths else -1) + by
        if now is not None or by > 0:
            self._ask(key, self.strengths[min(position, len(self.strengths) - 1)] if position >= 0 else None)

    def _partner(self, box: NoteBox) -> str:
        at_left = any(row.key == self.origin for other in self._left for row in other.rows)
        if at_left == (box in self._left):
            self.notify("Choose an entry on the other side.", severity="warning", markup=False)
            return ""
        return box.current_key

    def _ask(self, key: str, strength: str | None) -> None:
        box = self._focused
        at_left = any(row.key == self.origin for other in self._left for row in other.rows)
        is_holder = at_left == (self.holder == "left")
        holder, target = (self.origin, key) if is_holder else (key, self.origin)
        links = [link for link in self._links if link.holder == holder]
        if strength is None:
            links = [link for link in links if link.target != target]
        elif any(link.target == target for link in links):
            links = [replace(link, strength=strength) if link.target == target else link for link in links]
        else:
            links.append(Tie(holder, target, strength))
        what = "unlink" if strength is None else "link"
        if box is not None:
            self.post_message(SetRequested(box, holder, self._values(links), what))

    def _values(self, links: Sequence[Tie]) -> dict[str, Any]:
        """The fields of a holder that hold these links; None takes an empty one out."""
        if isinstance(self.field, str):
            return {self.field: [self._spell(link) for link in links] or None}
        return {
            name: [self._spell(link) for link in links if self.field.get(link.strength) == name] or None
            for name in dict.fromkeys(self.field.values())
        }


def _short(text: str) -> str:
    words = clean_line(text).lstrip("●○· ")
    return words if len(words) <= 40 else words[:39].rstrip() + "…"
