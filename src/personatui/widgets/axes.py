"""Entries placed on two axes: numbers as marks on a plane, and the list of what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from personatui.render.figures import figure, is_number
from personatui.widgets.entries import EntryList
from personatui.widgets.keys import offer, own_key, told_together
from personatui.widgets.lines import BLANK, Row, heading
from personatui.widgets.plane import Mark, Plane, PlaneAxis
from personatui.widgets.requests import SetRequested
from personatui.widgets.rows import RowList
from personatui.widgets.slots import Slot

# Narrower than this, the list stands below the plane.
_WIDE = 70


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with its place; where a value is missing it is not placed."""

    row: Row
    x: float | None = None
    y: float | None = None

    @property
    def is_placed(self) -> bool:
        """Whether both values are there."""
        return is_number(self.x) and is_number(self.y)


_MOVING = ("plane.left", "plane.down", "plane.up", "plane.right")
_SELECTING = ("plane.next", "plane.before")


class PlacementList(EntryList):
    """What the marks stand for, and what is not placed yet. Shifted arrows move the mark of the entry."""

    DEFAULT_CSS = """
    PlacementList {
        border: round $foreground 30%;
        border-title-color: $foreground;
        border-title-style: bold;
        border-subtitle-color: $foreground-muted;
        padding: 0 1;
        &:focus { border: round $accent; border-title-color: $text-accent; }
    }
    """
    BINDING_GROUP_TITLE = "Placement"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "take_off", "Take off the plane", id="placement.take-off", show=False),
    ]

    def __init__(self, placement: AxesPlacement) -> None:
        super().__init__()
        self.placement = placement

    def action_shift(self, by: int) -> None:
        self.placement.nudge(0, -by)

    def action_aside(self, direction: int) -> None:
        self.placement.nudge(direction, 0)

    def action_take_off(self) -> None:
        """Take the entry under the cursor off the plane."""
        self.placement.take_off()


class AxesPlacement(Container, can_focus=False):
    """Places entries by two of their values. On the plane the arrows move the selected entry a step.

    `j` and `k` select on the plane, shifted arrows move in the list as well; a click places what is selected, a
    mark can be dragged, backspace takes it off. Asks with `SetRequested` for both values. `names` name the parts
    of the plane, highest row first: two by two quadrants, or nine boxes.
    """

    DEFAULT_CSS = """
    AxesPlacement {
        layout: vertical;
        & > Plane { width: 1fr; height: 3fr; }
        & > PlacementList { width: 1fr; height: 2fr; }
        &.-wide { layout: horizontal; }
        &.-wide > Plane { width: 3fr; height: 1fr; }
        &.-wide > PlacementList { width: 2fr; height: 1fr; max-width: 48; }
    }
    """

    def __init__(
        self,
        x: PlaneAxis,
        y: PlaneAxis,
        *,
        names: Sequence[Sequence[str]] = (),
        title: str = "",
        prompts: Sequence[str] = (),
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.x, self.y = x, y
        self.prompts = tuple(prompts)
        self.list = PlacementList(self)
        self.plane = Plane(x, y, names)
        self.plane.border_title = Content(title or f"{y.title} over {x.title}")
        self._entries: tuple[Placed, ...] = ()

    def compose(self) -> ComposeResult:
        self.plane.border_subtitle = Content(
            told_together(*(self._ways(ways, what) for ways, what in ((_MOVING, "move"), (_SELECTING, "select"))))
        )
        yield self.plane
        yield self.list

    def _ways(self, binding_ids: tuple[str, ...], what: str) -> str:
        keys = " ".join(filter(None, (own_key(self.plane, binding_id) for binding_id in binding_ids)))
        return f"{keys} {what}" if keys else ""

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= _WIDE, "-wide")

    def fill(self, entries: Sequence[Placed], slot: Slot | None = None) -> None:
        """Show these entries, numbered in their order. With a slot they can be edited and moved."""
        self._entries = tuple(entries)
        self.list.slot = slot
        numbered = [(number, entry) for number, entry in enumerate(entries, start=1)]
        placed = [(number, entry) for number, entry in numbered if entry.is_placed]
        waiting = [(number, entry) for number, entry in numbered if not entry.is_placed]
        marks = [Mark(entry.row.key, number, entry.x or 0, entry.y or 0) for number, entry in placed]
        rows = [_numbered(entry, number) for number, entry in placed]
        if waiting:
            rows += [*([BLANK] if rows else []), heading("Not placed yet", str(len(waiting)))]
            rows += [_numbered(entry, number) for number, entry in waiting]
        together = _together(placed)
        if together:
            rows += [BLANK, heading("At the same place")]
            rows += [Row(((f"  {text}", "plain"),)) for text in together]
        if not rows:
            rows = [Row(((prompt, "dim"),), hanging=2) for prompt in self.prompts]
        self.list.border_title = Content("Entries")
        adds = offer(self.list, "entries.add", "adds") if slot is not None else ""
        told = f"{len(placed)} of {len(entries)} placed" if entries else told_together("empty", adds)
        self.list.border_subtitle = Content(told)
        self.list.show(rows)
        self.plane.put(marks, self.selected)

    @property
    def selected(self) -> str:
        """The key of the entry that is selected."""
        row = self.list.current
        return row.key if row is not None else ""

    def select(self, key: str) -> None:
        """Select an entry, in the list and on the plane."""
        self.list.move_to(key)
        self.plane.select(self.selected)

    def select_beside(self, direction: int) -> None:
        """Select the next entry of the list, or the one before."""
        if self.list.cursor < 0:
            self.list.move_to_first()
        elif direction > 0:
            self.list.action_cursor_down()
        else:
            self.list.action_cursor_up()
        self.plane.select(self.selected)

    def nudge(self, right: int, up: int) -> None:
        """Ask to move the selected entry by steps; one that is not placed comes to the middle."""
        entry = self._selected_entry
        if entry is None:
            return
        if entry.is_placed:
            x = self.x.moved(entry.x or 0, right)
            y = self.y.moved(entry.y or 0, up)
        else:
            x, y = self.x.middle, self.y.middle
        self.place(x, y)

    def place(self, x: float, y: float) -> None:
        """Ask to put the selected entry at a place."""
        entry = self._selected_entry
        if entry is not None and (x, y) != (entry.x, entry.y):
            values = {self.x.field: self.x.spelled(x), self.y.field: self.y.spelled(y)}
            self.post_message(SetRequested(self.list, entry.row.key, values, "place on the axes"))

    def take_off(self) -> None:
        """Ask to take the selected entry off the plane."""
        entry = self._selected_entry
        if entry is not None and (entry.x is not None or entry.y is not None):
            values = {self.x.field: None, self.y.field: None}
            self.post_message(SetRequested(self.list, entry.row.key, values, "take off the axes"))

    @property
    def _selected_entry(self) -> Placed | None:
        key = self.list.current_key
        return next((entry for entry in self._entries if key and entry.row.key == key), None)

    # What happens on the plane and in the list -----------------------------------------------------------

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        self.plane.select(event.key)

    def on_plane_asked(self, event: Plane.Asked) -> None:
        """The person did something on the plane with keys or mouse."""
        event.stop()
        # Textual stops what a widget sends while its parent handles a message, so that the list does it itself
        self.list.call_later(self._answer, event)

    def _answer(self, event: Plane.Asked) -> None:
        if event.key:
            self.select(event.key)
        if event.select:
            self.select_beside(event.select)
        elif event.place is not None:
            if not self.selected:
                self.list.move_to_first()
            self.place(*event.place)
        elif event.step != (0, 0):
            self.nudge(*event.step)
        elif event.what:
            getattr(self.list, f"action_{event.what}")()


def _numbered(entry: Placed, number: int) -> Row:
    row = replace(entry.row, pieces=((f"{number:>2} ", "strong"), *entry.row.pieces), hanging=entry.row.hanging + 3)
    if entry.is_placed:
        return row.with_right(f"{figure(entry.x)} · {figure(entry.y)}")
    return row


def _together(placed: Sequence[tuple[int, Placed]]) -> list[str]:
    """The numbers that stand at one place, place by place."""
    places: dict[tuple[float | None, float | None], list[int]] = {}
    for number, entry in placed:
        places.setdefault((entry.x, entry.y), []).append(number)
    return [
        f"{figure(x)} · {figure(y)}:  {', '.join(map(str, numbers))}"
        for (x, y), numbers in places.items()
        if len(numbers) > 1
    ]
