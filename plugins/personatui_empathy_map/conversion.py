"""Changes of layout that lose nothing. The rules are conventions of this project [P].

A note whose section the new layout does not have moves to the section that the rules name and remembers in
`moved_from` where it was; the way back reads it. Where the notes of a section part, `moved_at` remembers their
positions. What has no home in the new layout stays in its list in the file, out of sight. A note that lay out of
sight in a section which the new layout shows is marked as well, with its own section, so that the way back puts
it out of sight again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from personatui.api import (
    Change,
    CommandInput,
    Edit,
    Layout,
    MoveItem,
    Reference,
    RemoveValue,
    SetValue,
    canvas_reference,
)
from personatui_empathy_map.canvas import EmpathyMap, EmpathyNote
from personatui_empathy_map.sections import (
    ALL_SECTIONS,
    GRAY_2017,
    NNG,
    TOOL_ID,
    XPLANE,
    all_notes,
    as_empathy_map,
    layout_of,
    sections_of,
)

# Section by section, where a note may go when a layout does not show its section; the first that the layout has.
_HOMES: dict[str, tuple[str, ...]] = {
    "says": ("says_does",),
    "does": ("says_does",),
    "says_does": ("does", "says"),
    "think_feel": ("thinks", "feels"),
    "thinks": ("think_feel",),
    "feels": ("think_feel", "pains", "gains"),
    "pains": ("feels",),
    "gains": ("feels",),
}
_QUOTATION_MARKS = ('"', "'", "“", "‘", "«", "„", "‚", "”")


def new_section(section: str, note: EmpathyNote, layout: Layout) -> str:
    """The section that holds a note of `section` in another layout; its own when it has no home there."""
    shown = sections_of(layout)
    if section in shown or note.moved_from == section:
        return section
    homes = _HOMES.get(section, ())
    if note.moved_from in shown and note.moved_from in homes:
        return note.moved_from
    if section == "says_does" and "says" in shown:
        return "says" if _is_said(note) else "does"
    return next((home for home in homes if home in shown), section)


def _is_said(note: EmpathyNote) -> bool:
    return note.seen == "heard" or note.text.lstrip().startswith(_QUOTATION_MARKS)


@dataclass(frozen=True, slots=True)
class _Move:
    """A note on its way from a section to another; `key` tells it from every other note."""

    key: tuple[str, int]
    note: EmpathyNote
    home: str

    @property
    def section(self) -> str:
        return self.key[0]

    @property
    def is_return(self) -> bool:
        return self.note.moved_from == self.home

    @property
    def order(self) -> tuple[int, int]:
        """Returns to a known position come last, lowest first, so that each lands where it was."""
        position = self.note.moved_at if self.is_return else None
        return (0, 0) if position is None else (1, position)


def change_layout(canvas: EmpathyMap, target: Reference, layout: Layout) -> Change | None:
    """The change that shows a canvas in another layout, or None when it is shown so already."""
    before = layout_of(canvas)
    if before.id == layout.id and canvas.layout in ("", layout.id):
        return None
    held = {section: [(section, index) for index in range(len(all_notes(canvas, section)))] for section in ALL_SECTIONS}
    shown_before, shown_after = sections_of(before), sections_of(layout)
    edits: list[Edit] = []
    for section in shown_after:
        if section not in shown_before and section in _HOMES:
            # out of sight until now: marked, so that the way back leaves them where they were
            edits += [
                SetValue(target, (section, index, "moved_from"), section)
                for index, note in enumerate(all_notes(canvas, section))
                if not note.moved_from
            ]
    moves: list[_Move] = []
    parting: set[str] = set()
    for section in shown_before:
        notes = all_notes(canvas, section)
        homes = [new_section(section, note, layout) for note in notes]
        if len(set(homes)) > 1:
            parting.add(section)
        for index, (note, home) in enumerate(zip(notes, homes, strict=True)):
            if home != section:
                moves.append(_Move((section, index), note, home))
            elif section not in shown_after and note.moved_from == section:
                edits.append(RemoveValue(target, (section, index, "moved_from")))
    for move in sorted(moves, key=lambda move: move.order):
        edits += _edits(move, held, target, keep_position=move.section in parting)
    edits.append(SetValue(target, ("layout",), layout.id))
    return Change(f"Show the empathy map as {layout.title}", tuple(edits))


def _edits(
    move: _Move, held: dict[str, list[tuple[str, int]]], target: Reference, *, keep_position: bool
) -> Iterator[Edit]:
    """The edits of one move, and the move itself in `held`, which says where every note stands by now."""
    note, home = move.note, move.home
    position = held[move.section].index(move.key)
    end = len(held[home])
    if move.is_return and note.moved_at is not None:
        end = min(end, note.moved_at)
    held[home].insert(end, held[move.section].pop(position))
    yield MoveItem(target, (move.section, position), end, (home,))
    if move.is_return:
        yield RemoveValue(target, (home, end, "moved_from"))
    else:
        yield SetValue(target, (home, end, "moved_from"), move.section)
    if keep_position and not move.is_return:
        yield SetValue(target, (home, end, "moved_at"), move.key[1])
    elif note.moved_at is not None:
        yield RemoveValue(target, (home, end, "moved_at"))


def _convert(given: CommandInput, layout: Layout) -> Change | None:
    if given.canvas is None:
        return None
    target = canvas_reference(given.tool or TOOL_ID, given.name or given.persona_id)
    return change_layout(as_empathy_map(given.canvas), target, layout)


def to_gray2017(given: CommandInput) -> Change | None:
    """Show the map in Gray's layout of 2017."""
    return _convert(given, GRAY_2017)


def to_nng(given: CommandInput) -> Change | None:
    """Show the map as the four quadrants of NN/g."""
    return _convert(given, NNG)


def to_xplane(given: CommandInput) -> Change | None:
    """Show the map in the older XPLANE layout."""
    return _convert(given, XPLANE)
